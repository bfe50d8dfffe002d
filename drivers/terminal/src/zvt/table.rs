//! German words for the codes of the specification, and kinds of cards.

mod card;
mod intermediate;
mod result;
mod status;

pub use card::{Card, brand, card};
pub use intermediate::{intermediate, step};
pub use result::{Reaction, result};
pub use status::{is_terminal_status, terminal_status};
