//! Card terminals, and payments at them nobody knows the outcome of.

use chrono::NaiveDateTime;

use amtskasse_terminal::{Condition, Driver, Last};

use crate::i18n::Both;
use crate::money::Money;

/// A card terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    /// What people call it.
    pub name: String,
    /// Its driver.
    pub driver: Driver,
    /// Where it is; empty for the built-in one.
    pub address: String,
    /// How it is.
    pub state: TerminalState,
    /// Other tills use it too.
    pub shared: bool,
    /// Payments go to it.
    pub chosen: bool,
    /// A payment at it is unknown and keeps it from the next one.
    pub blocked: bool,
}

/// How a card terminal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalState {
    /// It is being asked.
    Asked,
    /// Ready to pay.
    Ready,
    /// The built-in one is ready; nothing is charged.
    Test,
    /// It answered and wants something first; its own words (German), or none.
    Wants(Condition, String),
    /// It does not answer; why, in English.
    Failing(String),
}

impl TerminalState {
    /// Whether a payment can begin.
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Ready | Self::Test)
    }
}

/// A card payment nobody knows the outcome of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// Its row.
    pub payment: i64,
    /// The sale it belongs to.
    pub draft: i64,
    /// The first line of that sale.
    pub sale: String,
    /// That sale is on the screen.
    pub here: bool,
    /// What was asked for; below zero: given back.
    pub amount: Money,
    /// The terminal; empty where an earlier version did not note it.
    pub terminal: String,
    /// When.
    pub at: NaiveDateTime,
    /// What the terminal answered, if it answered and that settled nothing.
    pub answer: Option<Answer>,
}

/// What a terminal answered that settles nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The last transaction it tells of.
    pub last: Option<Last>,
    /// Why that settles nothing (German).
    pub why: String,
}

/// How far a terminal is that is being tried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tested {
    /// It is at work; what it shows, if it says so.
    Running(Option<String>),
    /// One cent was taken, or given back.
    Done {
        /// It was given back.
        back: bool,
        /// Number of the terminal's receipt.
        receipt: String,
    },
    /// It was not, for certain; why.
    Not(Both<String>),
    /// Nobody knows; why.
    Unknown(Both<String>),
}
