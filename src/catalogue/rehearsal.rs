//! The rehearsal: what changes on a day, item by item, before it comes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Assortment, Entry, Item, PriceMode};
use crate::money::Money;
use crate::tax::{Decision, KeyTotal, PriceRule, Rates, Regime, Regimes, TaxKey, totals};

mod file;
mod warning;

#[cfg(test)]
mod tests;

pub use warning::{Concern, Warning};

/// What changes from the day before to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rehearsal {
    /// The day before.
    pub before: NaiveDate,
    /// The day.
    pub on: NaiveDate,
    /// The law of the day before.
    pub law_before: Regime,
    /// The law of the day.
    pub law_after: Regime,
    /// Rates that change.
    pub rates: Vec<RateChange>,
    /// Items that change, in the order of the catalogue.
    pub changes: Vec<ItemChange>,
    /// What somebody should look at: first what needs a decision.
    pub warnings: Vec<Warning>,
    /// Counts per office, in the order of the catalogue.
    pub offices: Vec<OfficeCount>,
}

/// A key whose rate begins or changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateChange {
    /// The key.
    pub key: TaxKey,
    /// Per cent on the day before; `None` where there was none.
    pub before: Option<Decimal>,
    /// Per cent on the day.
    pub after: Option<Decimal>,
}

/// An item that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemChange {
    /// Number.
    pub item_id: String,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// On the day before; `None` where it is not on offer.
    pub before: Option<Side>,
    /// On the day, as decided and agreed to now.
    pub after: Option<Side>,
    /// On the day, if a second person agreed to what waits.
    pub pending: Option<Side>,
}

/// An item on one of the two days: one piece of it, or one unit, at the listed price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Keys with their rates and shares.
    pub shares: Vec<ShareRate>,
    /// Net price, in cents in JSON.
    #[serde(rename = "net_cents")]
    pub net: Money,
    /// VAT in it.
    #[serde(rename = "vat_cents")]
    pub vat: Money,
    /// What the customer pays.
    #[serde(rename = "gross_cents")]
    pub gross: Money,
    /// Limits of an amount the clerk types.
    #[serde(rename = "limits_cents")]
    pub limits: Option<(Money, Money)>,
    /// What becomes of the price.
    pub price_rule: PriceRule,
    /// Words for the receipt.
    pub text: Option<String>,
    /// Whether somebody decided under the law of the day.
    pub decided: bool,
    /// Why it is taxed so.
    pub reason: String,
    /// Paragraph that stands on.
    pub legal_basis: String,
}

/// A key of a treatment with its rate on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareRate {
    /// The key.
    pub key: TaxKey,
    /// Per cent; `None`: the key has no rate on that day.
    pub percent: Option<Decimal>,
    /// Weight among the treatment's shares.
    pub share: Decimal,
}

/// How many items of an office change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficeCount {
    /// Office.
    pub office: String,
    /// Items on offer on the day.
    pub items: usize,
    /// Items that change.
    pub changed: usize,
    /// Items with VAT on the day before.
    pub taxed_before: usize,
    /// Items with VAT on the day.
    pub taxed_after: usize,
    /// Warnings that need a decision.
    pub to_decide: usize,
}

impl Rehearsal {
    /// Whether anything needs a decision before the day comes.
    pub fn needs_decision(&self) -> bool {
        self.warnings.iter().any(|w| w.concern.needs_decision())
    }
}

/// What changes from the day before `on` to `on`, as decided now. `used` is the newest day with receipts: what
/// should have begun by then comes too late.
pub fn rehearse(
    assortment: &Assortment,
    rates: &Rates,
    regimes: &Regimes,
    on: NaiveDate,
    used: Option<NaiveDate>,
) -> Rehearsal {
    let before = on.pred_opt().unwrap_or(on);
    let world = World { rates, regimes };
    let mut changes = Vec::new();
    let mut warnings = Vec::new();
    let mut offices: Vec<OfficeCount> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    if rates.changed_between(before, on) {
        warnings.push(Warning::of_all(Concern::ClosingFirst));
    }
    for entry in assortment.entries() {
        let was = world.side(entry, before);
        let will = world.side(entry, on);
        let could = world.pending(entry, on, used);
        let found = warning::of_item(entry, &world, [was.as_ref(), will.as_ref()], on, used);
        let place = *places.entry(&entry.item.office).or_insert_with(|| {
            offices.push(OfficeCount::new(&entry.item.office));
            offices.len() - 1
        });
        let differs = !same(was.as_ref(), will.as_ref());
        if let Some(count) = offices.get_mut(place) {
            let taxed = |side: &Option<Side>| side.as_ref().is_some_and(Side::is_taxed);
            count.items += usize::from(will.is_some());
            count.changed += usize::from(differs);
            count.taxed_before += usize::from(taxed(&was));
            count.taxed_after += usize::from(taxed(&will));
            let decide = found.iter().filter(|w| w.concern.needs_decision());
            count.to_decide += decide.count();
        }
        warnings.extend(found);
        let pending = could.filter(|side| !same(Some(side), will.as_ref()));
        if differs || pending.is_some() {
            changes.push(ItemChange {
                item_id: entry.item.id.clone(),
                name: entry.item.name.clone(),
                office: entry.item.office.clone(),
                before: was,
                after: will,
                pending,
            });
        }
    }
    // Stable: inside each half the order of the catalogue stays.
    warnings.sort_by_key(|w| !w.concern.needs_decision());
    Rehearsal {
        before,
        on,
        law_before: regimes.at(before),
        law_after: regimes.at(on),
        rates: rate_changes(rates, before, on),
        changes,
        warnings,
        offices,
    }
}

fn rate_changes(rates: &Rates, before: NaiveDate, on: NaiveDate) -> Vec<RateChange> {
    let mut keys: Vec<TaxKey> = rates.periods().iter().map(|p| p.key).collect();
    keys.dedup();
    keys.into_iter()
        .map(|key| RateChange {
            key,
            before: rates.at(key, before),
            after: rates.at(key, on),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// Whether a customer would see no difference between two sides, and the tax office neither.
fn same(one: Option<&Side>, other: Option<&Side>) -> bool {
    let seen = |side: &Side| {
        let amounts = (side.net, side.vat, side.gross, side.limits);
        (side.shares.clone(), amounts, side.text.clone())
    };
    one.map(seen) == other.map(seen)
}

/// Rates and law for all time.
pub(super) struct World<'a> {
    rates: &'a Rates,
    regimes: &'a Regimes,
}

impl World<'_> {
    fn side(&self, entry: &Entry, day: NaiveDate) -> Option<Side> {
        let item = entry.on(day, self.rates, self.regimes)?;
        let decision = entry.decision_on(self.regimes.at(day), day);
        Some(Side::of(&item, decision, self.rates, day))
    }

    /// Decisions that would matter on a day, had a second person agreed.
    fn waiting<'e>(&self, entry: &'e Entry, on: NaiveDate) -> impl Iterator<Item = &'e Decision> {
        let law = self.regimes.at(on);
        let counts = move |d: &&Decision| d.waits() && d.regime == law && d.from <= on;
        entry.decisions.iter().filter(counts)
    }

    fn pending(&self, entry: &Entry, on: NaiveDate, used: Option<NaiveDate>) -> Option<Side> {
        let timely = |d: &&Decision| !entry.is_late(d, used);
        let ids: Vec<i64> = self
            .waiting(entry, on)
            .filter(timely)
            .map(|d| d.id)
            .collect();
        if ids.is_empty() {
            return None;
        }
        let mut agreed = entry.clone();
        for decision in &mut agreed.decisions {
            if ids.contains(&decision.id) {
                decision.approved = Some(decision.proposed.clone());
            }
        }
        self.side(&agreed, on)
    }
}

impl Side {
    fn of(item: &Item, decision: Option<&Decision>, rates: &Rates, day: NaiveDate) -> Side {
        let gross = item.price;
        // A key without a rate has its own warning; nothing can be said of its VAT.
        let parts = item.tax_parts(&item.tax, gross, Decimal::ONE, rates, day);
        let parts = totals(parts.unwrap_or_default().iter());
        let vat: Money = parts.iter().map(|total: &KeyTotal| total.vat).sum();
        let words = |of: fn(&Decision) -> &String| decision.map(of).cloned().unwrap_or_default();
        Side {
            shares: item
                .tax
                .shares
                .iter()
                .map(|(key, share)| ShareRate {
                    key: *key,
                    percent: rates.at(*key, day),
                    share: *share,
                })
                .collect(),
            net: gross - vat,
            vat,
            gross,
            limits: match item.mode {
                PriceMode::Range { min, max } => Some((min, max)),
                PriceMode::Fixed | PriceMode::PerQuantity => None,
            },
            price_rule: decision.map_or(PriceRule::GrossFixed, |d| d.price_rule),
            text: item.tax.text.clone(),
            decided: decision.is_some(),
            reason: words(|d| &d.reason),
            legal_basis: words(|d| &d.legal_basis),
        }
    }

    /// Whether any of it is taxed above zero.
    pub fn is_taxed(&self) -> bool {
        let above_zero = |share: &ShareRate| share.percent.is_some_and(|p| !p.is_zero());
        self.shares.iter().any(above_zero)
    }
}

impl OfficeCount {
    fn new(office: &str) -> OfficeCount {
        OfficeCount {
            office: office.to_owned(),
            items: 0,
            changed: 0,
            taxed_before: 0,
            taxed_after: 0,
            to_decide: 0,
        }
    }
}
