//! Changes of the catalogue: what somebody wants, whether the rules allow it, and what it comes to.
//!
//! Screens, files and mass changes all make a list of [`Change`]s. [`check`] names everything that is wrong with
//! it, [`describe`] says old and new of each, and only the till applies it, all of it or nothing.

use chrono::{DateTime, NaiveDate};

use super::{Entry, Office, Price};
use crate::tax::{Decision, Mark, PriceRule, Regime, Treatment};

mod apply;
mod check;
mod diff;
mod field;
mod mass;
mod rules;
mod summary;

#[cfg(test)]
mod tests;

pub use apply::{apply, merged_offices};
pub use check::{Context, Problem, check};
pub use diff::diff;
pub use field::Field;
pub use mass::{Mass, mass};
pub use rules::Fault;
pub use summary::{Summary, describe};

/// One change of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new item with its prices and decisions; it goes to the end.
    Add(Box<Entry>),
    /// What of a known item does not depend on the day. Prices, decisions and archive of the entry count for
    /// nothing here.
    Edit(Box<Entry>),
    /// What an item costs from a day on; replaces a price of the same day.
    Price {
        /// Id of the item.
        item: String,
        /// The price and its first day.
        price: Price,
    },
    /// Takes back a price that has not begun.
    WithdrawPrice {
        /// Id of the item.
        item: String,
        /// Its first day.
        from: NaiveDate,
    },
    /// Takes an item off the offer from a day on, or with `None` puts it back.
    Archive {
        /// Id of the item.
        item: String,
        /// First day it is not offered any more.
        from: Option<NaiveDate>,
    },
    /// How an item is taxed from a day on. Who decides, and when, is the till's to say.
    Tax {
        /// Id of the item.
        item: String,
        /// The decision; its marks and number count for nothing here.
        decision: Box<Decision>,
    },
    /// The order of items; those not named follow in the order they are in.
    Order(Vec<String>),
    /// Tiles shown first at a pay point or to a user; none at all brings the general ones back.
    Tiles {
        /// Whose tiles.
        scope: TileScope,
        /// Id of the pay point or user.
        owner: String,
        /// Ids of the items in order.
        items: Vec<String>,
    },
    /// Offices whose tabs a pay point shows; none at all: every one.
    PayPointOffices {
        /// Id of the pay point.
        pay_point: String,
        /// Names of the offices.
        offices: Vec<String>,
    },
    /// A new office, or another colour or place of a known one.
    Office {
        /// The office.
        office: Office,
        /// Its place among the tabs, from 0; `None`: a new one goes last, a known one stays.
        position: Option<usize>,
    },
}

impl Change {
    /// Id of the item it is about.
    pub fn item(&self) -> Option<&str> {
        match self {
            Change::Add(entry) | Change::Edit(entry) => Some(&entry.item.id),
            Change::Price { item, .. }
            | Change::WithdrawPrice { item, .. }
            | Change::Archive { item, .. }
            | Change::Tax { item, .. } => Some(item),
            _ => None,
        }
    }
}

/// Whose tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileScope {
    /// Those of everybody at a pay point.
    PayPoint,
    /// Those of one user; they win.
    User,
}

impl TileScope {
    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            TileScope::PayPoint => "pay-point",
            TileScope::User => "user",
        }
    }
}

/// A decision nobody has signed yet, for [`Change::Tax`] and [`Change::Add`].
pub fn proposal(
    regime: Regime,
    from: NaiveDate,
    treatment: Treatment,
    price_rule: PriceRule,
    reason: &str,
    legal_basis: &str,
) -> Decision {
    Decision {
        id: 0,
        regime,
        from,
        treatment,
        price_rule,
        reason: reason.to_owned(),
        legal_basis: legal_basis.to_owned(),
        proposed: Mark {
            by: String::new(),
            at: DateTime::UNIX_EPOCH,
        },
        approved: None,
        refused: None,
    }
}

/// What a list of changes came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Old and new, in the order of the changes.
    pub summaries: Vec<Summary>,
    /// Number of items that changed or are new.
    pub items: usize,
    /// Number of decisions that wait for a second person.
    pub waiting: usize,
}
