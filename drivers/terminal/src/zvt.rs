//! ZVT: the ECR interface of the Verband der Terminalhersteller, PA00P015 rev. 13.08 and PA00P016_04.
//!
//! Written from the specification and public recordings; nothing here was tried on a real terminal yet.
//!
//! | module | what |
//! |---|---|
//! | [`apdu`] | class, instruction, length, data; out of a stream cut anywhere |
//! | [`bmp`] | numbered fields whose length only their table tells |
//! | [`tlv`] | tags, nested |
//! | [`bcd`] | packed decimal digits |
//! | [`charset`] | what a terminal's bytes say |
//! | [`command`] | what a till sends |
//! | [`dialogue`] | one command from its first byte to its end, the commit point included |
//! | [`link`] | TCP and RS-232 |
//! | [`recovery`] | what became of a payment whose answer got lost |
//! | [`serial`] | frames, check sum and repeats of RS-232 |
//! | [`terminal`] | the driver |
//! | [`message`] | what a terminal sends; card numbers are masked while it is read |
//! | [`simulator`] | a terminal on sockets and pseudo-terminals, for tests and demonstrations |
//! | [`slip`] | lines for the paper put together to slips |
//! | [`table`] | German words for the codes, kinds of cards |

pub mod apdu;
pub mod bcd;
pub mod bmp;
pub mod charset;
pub mod command;
pub mod dialogue;
pub mod link;
pub mod message;
pub mod recovery;
pub mod serial;
pub mod simulator;
pub mod slip;
pub mod table;
pub mod terminal;
pub mod tlv;

use serde::{Deserialize, Serialize};

pub use apdu::{Apdu, NotZvt, Reassembler};
pub use command::{Command, Password};
pub use message::{Message, StatusInformation};
pub use slip::Slips;
pub use terminal::Terminal;

/// Character set of a terminal's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    /// What the terminal says, else what the bytes look like.
    #[default]
    Auto,
    /// Code page 437, the specification's default.
    Cp437,
    /// ISO-8859-1.
    Latin1,
    /// ISO-8859-15.
    Latin9,
    /// UTF-8.
    Utf8,
    /// Seven bits with German letters in the place of brackets (DIN 66003).
    Din66003,
}
