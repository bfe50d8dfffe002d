//! Rules R14 to R57: each finds its planted fault, and nothing is found where nothing is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod archives;
#[path = "../common/mod.rs"]
mod common;
mod course;
mod faults;
mod genuine;
mod planted;
mod right;
mod signed;
