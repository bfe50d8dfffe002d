//! The OPI driver against a simulated terminal on real sockets: whatever happens to the lines, the final word is the
//! terminal's truth, or a person decides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod abort;
mod bad_input;
mod cuts;
mod day;
mod harness;
mod payments;
mod random;
mod recovery;
mod results;
mod tills;
