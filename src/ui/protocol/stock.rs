//! What the stock screen wants of the till, and what it tells it.

use super::Approval;
use crate::catalogue::stock::{Amount, Level, StockRow};
use crate::ledger::{CountSheet, StockChange};

/// What the stock screen wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// What is there of everything.
    Look,
    /// What came and went of an item, latest first.
    History {
        /// The item.
        item: String,
    },
    /// Goods came in.
    Deliver {
        /// The item.
        item: String,
        /// How much, or which numbers.
        amount: Amount,
        /// The delivery note, or nothing.
        note: String,
    },
    /// Something broke, was spoilt or vanished.
    Lose {
        /// The item.
        item: String,
        /// How much, or which numbers.
        amount: Amount,
        /// Why.
        reason: String,
        /// A second person, where forms of value are concerned.
        approval: Option<Approval>,
    },
    /// Somebody counted: from now on that is what is there.
    Count {
        /// Items and what was counted of each.
        counted: Vec<(String, Amount)>,
        /// Why it differs, or the occasion.
        reason: String,
        /// A second person, where forms of value differ.
        approval: Option<Approval>,
    },
    /// Whether merchandise may be sold below zero.
    Negative(bool),
    /// Save the record of a count as PDF.
    SaveSheet {
        /// Its number.
        number: u64,
    },
}

/// What the till tells the stock screen.
#[derive(Debug, Clone)]
pub enum Event {
    /// What is there of everything.
    Look {
        /// Every item of which stock is to be kept.
        rows: Vec<StockRow>,
        /// Whether merchandise may be sold below zero.
        negative: bool,
    },
    /// What came and went of an item, latest first.
    History {
        /// The item.
        item: String,
        /// Each change.
        changes: Vec<StockChange>,
    },
    /// A delivery or loss was booked.
    Moved {
        /// The item.
        item: String,
        /// The level after it.
        level: Level,
    },
    /// A count was booked.
    Counted(CountSheet),
}
