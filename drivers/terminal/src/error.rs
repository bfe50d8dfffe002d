//! Why a terminal gave no answer.

use std::time::Duration;

use crate::attendant::NotKept;
use crate::payment::Refusal;

/// Why a terminal gave no answer, or none that can be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody answers at the address; nothing was sent.
    #[error("the card terminal at {address} cannot be reached: {reason}")]
    Unreachable {
        /// The address as configured.
        address: String,
        /// What the system said.
        reason: String,
    },
    /// The port for the terminal's own calls cannot be opened: another register process has it, say. Nothing was sent.
    #[error("port {port} for the calls of the card terminal cannot be opened: {reason}")]
    Listen {
        /// Port on our side.
        port: u16,
        /// What the system said.
        reason: String,
    },
    /// Something answers that does not speak the protocol.
    #[error("what answers at {address} is no {protocol} terminal: {found}")]
    NotATerminal {
        /// The address as configured.
        address: String,
        /// `ZVT` or `OPI`.
        protocol: &'static str,
        /// What came instead.
        found: String,
    },
    /// The connection broke.
    #[error("the connection to the card terminal broke: {0}")]
    Lost(String),
    /// No answer in time.
    #[error("the card terminal did not answer within {0:?}")]
    Timeout(Duration),
    /// An answer that cannot be understood.
    #[error("the card terminal sent something unexpected: {0}")]
    Protocol(String),
    /// The terminal refused; its words are for the clerk.
    #[error("the card terminal refused: {} ({})", .0.text, .0.code)]
    Refused(Refusal),
    /// The password of the configuration is not the terminal's.
    #[error("the card terminal refused the password")]
    WrongPassword,
    /// A configuration that cannot work.
    #[error("{0}")]
    Config(String),
    /// The register could not keep what it must keep first.
    #[error(transparent)]
    NotKept(#[from] NotKept),
    /// The terminal cannot do this.
    #[error("the card terminal cannot do this: {0}")]
    Unsupported(&'static str),
}
