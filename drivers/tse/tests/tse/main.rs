//! Whole-device tests of the TSE crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod container;
mod crash;
mod curves;
mod forge;
mod large;
mod life;
mod measure;
mod real;
mod receipts;
mod simulator;
mod trust;
mod verify;
