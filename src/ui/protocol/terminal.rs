//! Card terminals, and payments at them nobody knows the outcome of.

use chrono::NaiveDateTime;

use amtskasse_terminal::{Condition, Config, Driver, Last, Status};

use crate::i18n::Both;
use crate::money::Money;
use crate::till::Errand;
use crate::till::terminals::probe::Elsewhere;

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

/// What whoever sets terminals up wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// See how they are configured, and whether a test payment hangs.
    Look,
    /// Take another one into use.
    Add(Box<Config>),
    /// Tell one of this name something else.
    Change(String, Box<Config>),
    /// Let go of one.
    Remove(String),
    /// Ask who answers there.
    Probe(Box<Config>),
    /// Nobody wants to know any more.
    StopProbe,
    /// Have one do something that moves no money.
    Serve(String, Errand),
    /// Ask what became of the test payment that hangs.
    AskTest,
    /// Give up asking, for this reason.
    DropTest(String),
}

/// What the till tells whoever sets terminals up.
#[derive(Debug, Clone)]
pub enum Event {
    /// How they are configured, passwords included.
    Look(Box<Look>),
    /// One was added, changed or removed.
    Stored(Stored),
    /// Who answers, or why nobody does, and where somebody answers instead.
    Probed(Result<Status, Both<String>>, Vec<Elsewhere>),
    /// The terminal of this name has done an errand and is like this, or why it did not.
    Served(String, Errand, Result<Status, Both<String>>),
    /// Nobody asks for the test payment any more.
    TestDropped,
}

/// How the terminals are configured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// All of them.
    pub configs: Vec<Config>,
    /// The last test.
    pub test: Option<LastTest>,
}

/// The last test payment, or its reversal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastTest {
    /// At this terminal.
    pub terminal: String,
    /// Nobody knows how it ended, and nobody is asking.
    pub hangs: bool,
    /// One cent was taken and can be given back.
    pub paid: bool,
}

/// What became of the list of terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// One more.
    Added,
    /// One is different.
    Changed,
    /// One less.
    Removed,
}
