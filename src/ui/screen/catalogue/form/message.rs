//! What can happen on the form, and what can lie over it.

use super::draft::Mode;
use crate::catalogue::change::TileScope;
use crate::catalogue::{BusinessCase, ItemKind, StockMode};
use crate::tax::{PriceRule, TaxKey};
use chrono::NaiveDate;

/// A page of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Names, place, codes.
    #[default]
    General,
    /// Prices.
    Price,
    /// Treatments.
    Tax,
    /// Accounts.
    Account,
    /// Stock.
    Stock,
    /// Where the item is shown first.
    Tiles,
}

impl Tab {
    /// In order, with the texts that name them.
    pub const ALL: [(Tab, &'static str); 6] = [
        (Tab::General, "cat-tab-general"),
        (Tab::Price, "cat-tab-price"),
        (Tab::Tax, "cat-tab-tax"),
        (Tab::Account, "cat-tab-account"),
        (Tab::Stock, "cat-tab-stock"),
        (Tab::Tiles, "cat-tab-tiles"),
    ];
}

/// What is being chosen in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choosing {
    /// The office.
    Office,
    /// One of the groups there are.
    Group,
    /// The business case.
    Case,
    /// The key under one of the two laws.
    Key(usize),
    /// The key of the rest.
    Rest(usize),
}

/// A question over the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Whether what was typed may be lost.
    Leave,
    /// From which day the item is archived.
    Archive,
}

/// Something chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The office.
    Office(String),
    /// The group.
    Group(String),
    /// The kind.
    Kind(ItemKind),
    /// The business case.
    Case(BusinessCase),
    /// How the price comes about.
    Mode(Mode),
    /// How stock is kept.
    Stock(StockMode),
    /// Whether a Kassenzeichen is asked for.
    Reference(bool),
    /// The key under a law.
    Key(usize, TaxKey),
    /// The key of the rest under a law.
    Rest(usize, Option<TaxKey>),
    /// What becomes of the price under a law.
    Rule(usize, PriceRule),
}

/// What can happen on the form.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Turn to a page.
    Tab(Tab),
    /// Open a dialog.
    Choose(Choosing),
    /// Something was chosen.
    Set(Value),
    /// One more account.
    AddSplit,
    /// One account less.
    RemoveSplit(usize),
    /// Take a price to come back, or leave it.
    Withdraw(NaiveDate),
    /// Show the item first there, or not.
    Tile(TileScope, String),
    /// Ask from which day the item is archived.
    Archive,
    /// Archive it from the day typed.
    ArchiveNow,
    /// Put it back on offer.
    Reactivate,
    /// Save what is typed.
    Save,
    /// What is typed may be lost.
    Discard,
    /// Close what lies over the form.
    Close,
}
