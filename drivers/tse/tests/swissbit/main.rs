//! The Swissbit driver in front of `fake-wormapi`, across a real library boundary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unsafe_code)]

mod common;
mod exports;
mod faults;
mod lan;
mod life;
mod measure;
mod processes;
mod recovery;
mod secrets;
