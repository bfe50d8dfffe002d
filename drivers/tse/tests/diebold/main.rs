//! The Diebold Nixdorf driver against the crate's own web service on a socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod cuts;
mod faults;
mod life;
mod measure;
