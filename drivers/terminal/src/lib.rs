//! Card terminals behind one trait.
//!
//! This crate knows nothing of the register: it asks for money and says what became of it.

use std::time::Duration;

pub mod simulator;

/// A card terminal. Calls block; progress comes through [`Progress`], a wish to stop goes in through it.
pub trait CardTerminal: Send {
    /// Maker, model and terminal id, for the status line.
    fn describe(&mut self) -> Result<TerminalInfo, Error>;

    /// Asks for `request.cents`; blocks until the terminal has answered or is lost.
    ///
    /// An `Err` other than [`Error::Refused`] means the outcome is **unknown**: money may have moved.
    fn pay(&mut self, request: &Request, progress: &mut dyn Progress) -> Result<Outcome, Error>;

    /// Gives money back on a card.
    fn refund(&mut self, request: &Request, progress: &mut dyn Progress) -> Result<Outcome, Error>;

    /// What became of the last payment the terminal handled; the only way out of an unknown outcome.
    fn last_outcome(&mut self) -> Result<Option<LastOutcome>, Error>;

    /// Closes the terminal's day (Kassenschnitt) and returns its totals.
    fn close_day(&mut self) -> Result<DayTotals, Error>;
}

/// One request for money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Euro cents, positive.
    pub cents: i64,
    /// The register's own reference, unique per attempt; terminals that can, repeat it.
    pub reference: String,
}

/// Receives what the terminal shows and tells it when the clerk wants to stop.
pub trait Progress {
    /// The terminal reached a new step.
    fn step(&mut self, step: Step);
    /// Polled between steps: `true` once the clerk asked for an abort. The terminal may be past that point.
    fn abort_requested(&self) -> bool;
}

/// Steps of a card payment as the clerk sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The request arrived at the terminal.
    Sent,
    /// Waiting for a card.
    PresentCard,
    /// Waiting for a PIN.
    EnterPin,
    /// The terminal talks to its host.
    Authorizing,
    /// Free text of the terminal's display.
    Text(String),
}

/// How a payment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The money is promised.
    Approved(Approval),
    /// The terminal or its host said no; the card was not charged.
    Declined {
        /// Text for the clerk, as sent by the terminal.
        reason: String,
    },
    /// Stopped by clerk, customer or time-out before the card was charged.
    Aborted,
}

/// What is kept of an approved payment. Never an unmasked card number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Kind of card in DSFinV-K's terms.
    pub kind: CardKind,
    /// Brand as printed, e.g. `girocard`.
    pub brand: String,
    /// Masked number, e.g. `###############0123`.
    pub masked_number: String,
    /// Terminal id.
    pub terminal_id: String,
    /// The terminal's receipt or trace number.
    pub trace: String,
    /// Authorisation code of the host.
    pub authorization: String,
    /// Lines of the customer's slip.
    pub customer_slip: Vec<String>,
}

/// DSFinV-K's card payment kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    /// Any debit card (`ECKarte`).
    Debit,
    /// `Kreditkarte`.
    Credit,
}

/// Answer of [`CardTerminal::last_outcome`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastOutcome {
    /// The reference it belonged to, where the terminal keeps it.
    pub reference: Option<String>,
    /// The amount it was about.
    pub cents: i64,
    /// How it ended.
    pub outcome: Outcome,
}

/// A terminal's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalInfo {
    /// Shown in the status line, e.g. `Ingenico Desk/3500`.
    pub name: String,
    /// Terminal id.
    pub terminal_id: String,
}

/// Totals of the terminal's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayTotals {
    /// Number of approved payments less refunds counted separately.
    pub count: u32,
    /// Euro cents.
    pub cents: i64,
}

/// Why a terminal gave no outcome.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody answers at the address; nothing was sent, so nothing was charged.
    #[error("the card terminal cannot be reached: {0}")]
    Refused(String),
    /// The connection broke after the request was sent.
    #[error("the connection to the card terminal broke: {0}")]
    Lost(String),
    /// No answer in time.
    #[error("the card terminal did not answer within {0:?}")]
    Timeout(Duration),
    /// An answer that cannot be understood.
    #[error("the card terminal sent something unexpected: {0}")]
    Protocol(String),
}
