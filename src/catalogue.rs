//! Items: what can be rung up, at which price, taxed how, booked where.
//!
//! An [`Assortment`] holds everything about every item for all time: prices and tax treatments with their
//! days. [`Assortment::on`] makes of it the [`Catalogue`] of one day, which is what a clerk sells from.

use chrono::NaiveDate;

mod assortment;
mod case;
pub mod change;
pub mod file;
mod item;
mod office;
mod rehearsal;
pub mod stock;

pub use assortment::{Assortment, Entry, Price};
pub use case::BusinessCase;
pub use item::{Item, ItemKind, PriceError, PriceMode, Split, StockMode};
pub use office::Office;
pub use rehearsal::{
    Concern, ItemChange, OfficeCount, RateChange, Rehearsal, ShareRate, Side, Warning, rehearse,
};

/// All items on offer on one day, found by number, bar code or short code.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    day: NaiveDate,
    items: Vec<Item>,
    by_id: std::collections::HashMap<String, usize>,
    by_ean: std::collections::HashMap<String, usize>,
    by_code: std::collections::HashMap<String, usize>,
}

impl Catalogue {
    /// The catalogue of `day` in the order given.
    pub fn new(day: NaiveDate, items: Vec<Item>) -> Catalogue {
        let index = |key: fn(&Item) -> Option<&String>| {
            let keyed = items.iter().enumerate();
            keyed
                .filter_map(|(i, item)| Some((key(item)?.clone(), i)))
                .collect()
        };
        Catalogue {
            by_id: index(|item| Some(&item.id)),
            by_ean: index(|item| item.ean.as_ref()),
            by_code: index(|item| item.code.as_ref()),
            day,
            items,
        }
    }

    /// The day it holds for.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Every item in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this number.
    pub fn by_id(&self, id: &str) -> Option<&Item> {
        self.by_id.get(id).map(|&i| &self.items[i])
    }

    /// The item with this bar code.
    pub fn by_ean(&self, ean: &str) -> Option<&Item> {
        self.by_ean.get(ean).map(|&i| &self.items[i])
    }

    /// The item with this short code.
    pub fn by_code(&self, code: &str) -> Option<&Item> {
        self.by_code.get(code).map(|&i| &self.items[i])
    }
}
