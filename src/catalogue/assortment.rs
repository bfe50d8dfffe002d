//! Everything about every item, for all time.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Catalogue, Item, PriceMode};
use crate::money::Money;
use crate::tax::{Decision, PriceRule, Rates, Regime, Regimes, Treatment, in_force};

/// A price and the day from which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// First day.
    pub from: NaiveDate,
    /// Amount as the list or ordinance has it: gross, or net where VAT comes on top.
    pub amount: Money,
    /// How the price comes about.
    pub mode: PriceMode,
    /// Part of it that belongs to somebody else, per piece.
    pub third_party: Money,
}

/// One item with its history and its future.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What does not depend on the day. Its price, mode, third-party part and tax are those of no particular
    /// day: ask [`Entry::on`].
    pub item: Item,
    /// Prices in order of their day, at least one.
    pub prices: Vec<Price>,
    /// Every decision on its tax, in force or not, in the order they were made.
    pub decisions: Vec<Decision>,
    /// Not offered any more from this day on; nothing is ever deleted.
    pub archived: Option<NaiveDate>,
    /// Level below which somebody should order.
    pub minimum: Option<Decimal>,
    /// A remark for whoever keeps the catalogue.
    pub note: String,
}

impl Entry {
    /// The price on `day`; before the first one there is none.
    pub fn price_on(&self, day: NaiveDate) -> Option<&Price> {
        self.prices.iter().rfind(|price| price.from <= day)
    }

    /// The decision on its tax in force on `day` under `regime`.
    pub fn decision_on(&self, regime: Regime, day: NaiveDate) -> Option<&Decision> {
        in_force(&self.decisions, regime, day)
    }

    /// Whether nobody can agree to a waiting decision any more, because the item was on offer on its first day and
    /// `used` is the newest day with receipts. The first decision of an item is never late: nobody sold it.
    pub fn is_late(&self, decision: &Decision, used: Option<NaiveDate>) -> bool {
        let on_offer = self.decisions.iter().any(Decision::holds);
        on_offer && used.is_some_and(|last| decision.from <= last)
    }

    /// The item on `day`: price, tax and all. `None` while it is not on offer: before its first price, once it
    /// is archived, or as long as a second person has agreed to no treatment at all.
    ///
    /// An item that was decided under one law but not under the other stays on offer: its VAT then counts as not
    /// determinable (DSFinV-K 2.4, 3.2.6), so that the queue moves on and the tax office sees it.
    pub fn on(&self, day: NaiveDate, rates: &Rates, regimes: &Regimes) -> Option<Item> {
        match self.archived.is_some_and(|from| from <= day) {
            true => None,
            false => self.as_of(day, rates, regimes),
        }
    }

    /// The same, whether it is archived or not: what was rung up before is still taxed by the law of its day.
    pub fn as_of(&self, day: NaiveDate, rates: &Rates, regimes: &Regimes) -> Option<Item> {
        let price = self.price_on(day)?;
        if !self.decisions.iter().any(Decision::holds) {
            return None;
        }
        let decision = self.decision_on(regimes.at(day), day);
        let tax = decision.map_or_else(Treatment::undecided, |d| d.treatment.clone());
        let rule = decision.map_or(PriceRule::GrossFixed, |d| d.price_rule);
        let percent = tax.percent(rates, day);
        let gross = |amount: Money| match rule {
            PriceRule::GrossFixed => amount,
            // Money of others passes through untaxed.
            PriceRule::NetPlusVat => {
                let own = amount - price.third_party;
                own.times(Decimal::ONE + percent / Decimal::ONE_HUNDRED) + price.third_party
            }
        };
        let mode = match price.mode {
            PriceMode::Range { min, max } => PriceMode::Range {
                min: gross(min),
                max: gross(max),
            },
            fixed => fixed,
        };
        Some(Item {
            price: gross(price.amount),
            mode,
            third_party: price.third_party,
            tax,
            ..self.item.clone()
        })
    }
}

/// Every item, in order, found by number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assortment {
    entries: Vec<Entry>,
    by_id: HashMap<String, usize>,
}

impl Assortment {
    /// An assortment in the order given.
    pub fn new(entries: Vec<Entry>) -> Assortment {
        let by_id = entries
            .iter()
            .enumerate()
            .map(|(place, entry)| (entry.item.id.clone(), place))
            .collect();
        Assortment { entries, by_id }
    }

    /// Every entry in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this number.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|&place| &self.entries[place])
    }

    /// What is on offer on `day`.
    pub fn on(&self, day: NaiveDate, rates: &Rates, regimes: &Regimes) -> Catalogue {
        let items = self.entries.iter();
        let items = items.filter_map(|entry| entry.on(day, rates, regimes));
        Catalogue::new(day, items.collect())
    }
}
