//! One wish for many items, as a list of changes a screen can show before anything is done.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Change;
use crate::catalogue::{Assortment, Entry, Price, PriceMode};
use crate::money::Money;
use crate::tax::Decision;

/// What is to become of many items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mass {
    /// Prices rise or fall by per cent.
    Percent {
        /// Per cent, below zero to lower.
        percent: Decimal,
        /// Prices are rounded to a multiple of this, e.g. 0.05 €; half goes up.
        step: Money,
        /// First day.
        from: NaiveDate,
    },
    /// Prices rise or fall by an amount.
    Amount {
        /// The amount, below zero to lower.
        by: Money,
        /// First day.
        from: NaiveDate,
    },
    /// Another account; accounts a price was split over go.
    Account(String),
    /// Another group inside their office.
    Group(String),
    /// Another office.
    Office(String),
    /// Taxed alike from a day on.
    Tax(Box<Decision>),
    /// Off the offer from a day on; `None`: back on it.
    Archive(Option<NaiveDate>),
}

/// The changes that do `what` to the items `ids`; items it changes nothing about are left out. Nothing is checked.
pub fn mass(assortment: &Assortment, ids: &[String], what: &Mass) -> Vec<Change> {
    ids.iter()
        .filter_map(|id| assortment.entry(id))
        .filter_map(|entry| one(entry, what))
        .collect()
}

fn one(entry: &Entry, what: &Mass) -> Option<Change> {
    let item = entry.item.id.clone();
    let edit = |change: &dyn Fn(&mut Entry)| {
        let mut edited = entry.clone();
        change(&mut edited);
        (edited != *entry).then(|| Change::Edit(Box::new(edited)))
    };
    match what {
        Mass::Percent {
            percent,
            step,
            from,
        } => {
            let factor = Decimal::ONE + percent / Decimal::ONE_HUNDRED;
            price(entry, *from, |amount| stepped(amount, factor, *step))
        }
        Mass::Amount { by, from } => price(entry, *from, |amount| amount + *by),
        Mass::Account(account) => edit(&|e| {
            e.item.account = account.clone();
            e.item.splits.clear();
        }),
        Mass::Group(group) => edit(&|e| e.item.group = group.clone()),
        Mass::Office(office) => edit(&|e| e.item.office = office.clone()),
        Mass::Tax(decision) => {
            let now = entry.decision_on(decision.regime, decision.from);
            let same = now.is_some_and(|now| {
                now.treatment == decision.treatment && now.price_rule == decision.price_rule
            });
            (!same).then(|| Change::Tax {
                item,
                decision: decision.clone(),
            })
        }
        Mass::Archive(from) => {
            (entry.archived != *from).then_some(Change::Archive { item, from: *from })
        }
    }
}

/// The price of the day, changed; the part that belongs to others stays what it is.
fn price(entry: &Entry, from: NaiveDate, change: impl Fn(Money) -> Money) -> Option<Change> {
    let old = entry.price_on(from)?;
    // What is free stays free.
    let change = |amount: Money| match amount.is_zero() {
        true => amount,
        false => change(amount),
    };
    let mode = match old.mode {
        PriceMode::Range { min, max } => PriceMode::Range {
            min: change(min),
            max: change(max),
        },
        other => other,
    };
    let price = Price {
        from,
        amount: change(old.amount),
        mode,
        third_party: old.third_party,
    };
    let same = (price.amount, price.mode) == (old.amount, old.mode);
    (!same).then(|| Change::Price {
        item: entry.item.id.clone(),
        price,
    })
}

fn stepped(amount: Money, factor: Decimal, step: Money) -> Money {
    if step <= Money::from_cents(1) {
        return amount.times(factor);
    }
    let step = step.decimal();
    let steps = (amount.decimal() * factor / step)
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Money::round(steps * step)
}
