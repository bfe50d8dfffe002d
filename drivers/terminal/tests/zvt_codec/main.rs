//! ZVT's codec against recordings of real terminals, and against whatever bytes there are.
#![allow(clippy::unwrap_used, clippy::panic)]

mod log;
mod properties;
mod recorded;
mod tables;
