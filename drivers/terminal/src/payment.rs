//! Requests for money and what became of them.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::{Error, status};

/// One request for money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Euro cents, positive.
    pub cents: i64,
    /// The register's own reference, unique per attempt; terminals that can, repeat it.
    pub reference: String,
}

/// What kind of request an attempt was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Money comes in.
    Payment,
    /// Money goes back on a card that is presented.
    Refund,
    /// An earlier payment is taken back.
    Reversal,
}

/// What a driver needs to find an attempt again, in a form of its own (JSON). It is on the register's disk before the
/// first byte of the request leaves; an attempt without a mark never reached the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(pub String);

/// An attempt whose outcome has to be found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was asked for.
    pub request: Request,
    /// In which way.
    pub operation: Operation,
    /// What the driver noted before it sent anything; `None`: it never got that far.
    pub mark: Option<Mark>,
    /// When it began.
    pub begun: DateTime<FixedOffset>,
}

/// The payment a reversal takes back, as it was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Euro cents, positive.
    pub cents: i64,
    /// Terminal id.
    pub terminal_id: String,
    /// [`Approval::trace`].
    pub trace: String,
    /// [`Approval::receipt_number`].
    pub receipt_number: String,
    /// [`Approval::timestamp`].
    pub timestamp: String,
    /// [`Approval::batch`].
    pub batch: String,
}

/// How a request ended.
#[derive(Debug)]
pub enum Outcome {
    /// The money is promised (or, for a refund or reversal, given back). The amount may be another than the requested
    /// one: compare [`Approval::cents`].
    Paid(Approval),
    /// Not paid, for certain.
    NotPaid(Refusal),
    /// Nothing of the request left the register: not paid, for certain, and what stood in the way.
    NotStarted(Error),
    /// Money may have moved; only [`crate::CardTerminal::recover`] or a person can tell.
    Unknown(Error),
}

/// What is kept of an approved payment. Never an unmasked card number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Approval {
    /// Euro cents as the terminal states them.
    pub cents: i64,
    /// Kind of card in DSFinV-K's terms.
    pub kind: CardKind,
    /// Brand as printed, e.g. `girocard`.
    pub brand: String,
    /// Masked number, e.g. `###############0123`; empty where the terminal sends none.
    pub masked_number: String,
    /// How the card was read.
    pub entry: Entry,
    /// Terminal id.
    pub terminal_id: String,
    /// Trace number (ZVT BMP 0B, OPI STAN).
    pub trace: String,
    /// Number of the terminal's receipt (ZVT BMP 87, OPI ReceiptNumber).
    pub receipt_number: String,
    /// Authorisation code of the host.
    pub authorization: String,
    /// The terminal's own moment, as it wrote it (OPI) or `YYYY-MM-DDTHH:MM:SS` (ZVT); empty where it sends none.
    pub timestamp: String,
    /// Batch of the terminal (OPI TerminalBatch), else empty.
    pub batch: String,
    /// Contract number (ZVT BMP 2A, OPI MerchantID), else empty.
    pub contract: String,
    /// The customer has to sign: the clerk compares the signature.
    pub signature: bool,
    /// Text of the host, e.g. `GEN.NR.:291675`; line feeds between lines.
    pub text: String,
}

/// DSFinV-K's kinds of payment that a terminal can bring (ZAHLART_TYP).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// Any debit card (`ECKarte`).
    #[default]
    Debit,
    /// `Kreditkarte`.
    Credit,
    /// Payment service such as Alipay (`ElZahlungsdienstleister`).
    Service,
    /// Stored value (`Guthabenkarte`).
    Prepaid,
}

/// How a card was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The terminal does not tell.
    #[default]
    Unknown,
    /// Magnetic stripe.
    Stripe,
    /// Chip in the slot.
    Chip,
    /// Contactless: card, phone or watch.
    Contactless,
}

/// Why nothing was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// In one of few words a program can act on.
    pub reason: Reason,
    /// German text for the clerk: the terminal's own where it sends one, else that of the fact tables.
    pub text: String,
    /// The protocol's own code, e.g. `6C` or `DeviceUnavailable`.
    pub code: String,
}

/// Reasons of a [`Refusal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Card, host or terminal said no: another card or other means.
    Declined,
    /// Stopped by clerk, customer or time-out at the terminal.
    Aborted,
    /// Something else runs at the terminal, another till for one.
    Busy,
    /// The terminal wants something first: initialisation, diagnosis, end of day, log-in.
    NotReady(status::Condition),
    /// The terminal cannot do this.
    Unsupported,
}

/// What [`crate::CardTerminal::recover`] found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// It was paid (or given back).
    Paid(Approval),
    /// It was not.
    NotPaid(Refusal),
    /// The terminal answered, and its answer does not settle it: only a person can.
    Undecided {
        /// The last transaction the terminal tells of, for that person.
        last: Option<Last>,
        /// German sentence: why it settles nothing.
        why: String,
    },
}

/// The last transaction of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// Whether money moved.
    pub approved: bool,
    /// Euro cents.
    pub cents: i64,
    /// What it tells of it, as far as it does.
    pub approval: Approval,
    /// Reason of a refusal, German, else empty.
    pub text: String,
}
