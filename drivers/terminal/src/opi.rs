//! OPI: the Open Payment Initiative's XML protocol over two TCP channels.
//!
//! There is no public schema: messages and dialects here are rebuilt from recordings and from what other tills send, and
//! none of it was ever tried on a real terminal.
//!
//! On channel 0 we connect to the terminal, send one request and read its answer. On channel 1 the terminal connects to
//! us while it works, to show, to print and to ask; the payment does not go on before we answer.
//!
//! | module | what |
//! |---|---|
//! | [`frame`] | length and payload, put together again from any segments |
//! | [`text`] | the declared encoding |
//! | [`xml`] | a small tree, read with limits, written with escapes |
//! | [`message`] | the six kinds of messages, read and written |
//! | [`dialect`] | what differs from one family of terminals to the next |
//! | [`device`] | what we answer to a terminal that shows, prints and asks |
//! | [`terminal`] | the driver, with its recovery |
//! | [`simulator`] | a terminal on real sockets, for tests |

pub mod device;
pub mod dialect;
pub mod frame;
pub mod message;
pub mod simulator;
pub mod terminal;
pub mod text;
mod wire;
pub mod xml;

pub use dialect::Dialect;
pub use terminal::Terminal;
