#![allow(clippy::unwrap_used, clippy::panic)]

//! The driver against a terminal that plays from a script: what the till must say word for word, and what it hears.

mod lines;
mod money;
mod others;
mod recovery;
mod reversal;
mod script;
