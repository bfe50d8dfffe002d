//! Whole-device tests of the TSE crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod crash;
mod life;
mod measure;
mod real;
mod receipts;
mod simulator;
mod verify;
