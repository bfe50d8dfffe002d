//! How a terminal is, and what its day adds up to.

use serde::{Deserialize, Serialize};

use crate::config::Driver;

/// What is known of a terminal without asking it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its driver.
    pub driver: Driver,
    /// Where it is.
    pub address: String,
}

/// Answer of [`crate::CardTerminal::status`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What it wants or lacks.
    pub condition: Condition,
    /// Terminal id; empty where it does not tell.
    pub terminal_id: String,
    /// Software version; empty where it does not tell.
    pub version: String,
    /// Its own words, German, else empty.
    pub text: String,
}

/// What a terminal wants or lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition {
    /// Ready to pay.
    Ready,
    /// Works at something else; ask again later.
    Wait,
    /// Wants an initialisation.
    Initialise,
    /// Wants a diagnosis.
    Diagnose,
    /// Wants its end of day.
    CloseDay,
    /// Wants a log-in.
    LogIn,
    /// Its printer, or ours, has no paper.
    Paper,
    /// Wants a person: card left inside, service call, out of order.
    Service,
}

/// Totals of a terminal's day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayTotals {
    /// Terminal id; empty where it does not tell.
    pub terminal_id: String,
    /// Sum in euro cents.
    pub cents: i64,
    /// Number of transactions, where it tells.
    pub count: Option<u32>,
    /// First and last receipt number, where it tells (ZVT BMP 60).
    pub receipts: Option<(u32, u32)>,
    /// Per card circuit, where it tells.
    pub circuits: Vec<Circuit>,
    /// Whether the totals were handed in and begin anew.
    pub closed: bool,
}

/// One row of [`DayTotals`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circuit {
    /// `girocard`, `Visa` …
    pub name: String,
    /// Number of transactions.
    pub count: u32,
    /// Euro cents.
    pub cents: i64,
}

/// Work for the technician.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// ZVT Initialisation 06 93, OPI Initialisation.
    Initialise,
    /// ZVT Diagnosis 06 70, OPI Diagnosis.
    Diagnose,
}
