//! What is there of an item: levels, numbers of forms, what a sale needs. Pure; the moves are the ledger's.
//!
//! Merchandise is kept by quantity, forms of value (Wertvordrucke) number by number. Stock of an item is kept
//! from its first delivery or count on; before that nothing is known, and nothing is limited.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::StockMode;

mod level;
mod numbers;

pub use level::{Amount, AmountError, Difference, Level};
pub use numbers::{Numbers, NumbersError};

/// What there is of each item whose stock is kept, by item number.
pub type Levels = BTreeMap<String, Level>;

/// Why a level changed without a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoveKind {
    /// Goods came in (Zugang).
    Delivery,
    /// Broken, stolen, spoilt, misprinted (Abgang).
    Loss,
    /// Somebody counted (Inventur).
    Count,
}

impl MoveKind {
    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            MoveKind::Delivery => "delivery",
            MoveKind::Loss => "loss",
            MoveKind::Count => "count",
        }
    }

    /// Reads [`MoveKind::code`].
    pub fn from_code(code: &str) -> Option<MoveKind> {
        [MoveKind::Delivery, MoveKind::Loss, MoveKind::Count]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A counted item on a count sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Item number.
    pub item_id: String,
    /// What should have been there.
    pub expected: Level,
    /// What was.
    pub counted: Level,
}

impl Counted {
    /// Counted less expected.
    pub fn difference(&self) -> Difference {
        self.expected.difference(&self.counted)
    }
}

/// An item in the stock list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    /// Item number.
    pub item_id: String,
    /// Full name.
    pub name: String,
    /// Office it belongs to.
    pub office: String,
    /// Unit.
    pub unit: String,
    /// By quantity or by number.
    pub mode: StockMode,
    /// What is there; `None`: never delivered or counted, stock is not kept yet.
    pub level: Option<Level>,
    /// Level below which somebody should order.
    pub minimum: Option<Decimal>,
    /// Not offered any more from this day on.
    pub archived: Option<NaiveDate>,
}

impl StockRow {
    /// Whether the level is below the minimum.
    pub fn is_low(&self) -> bool {
        let level = self.level.as_ref().map(|level| level.quantity());
        level
            .zip(self.minimum)
            .is_some_and(|(level, minimum)| level < minimum)
    }
}
