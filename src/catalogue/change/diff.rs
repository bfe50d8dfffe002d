//! What a file asks to be changed.
//!
//! A row without days says how things are now: what differs from today begins on the earliest day it may. Rows
//! with days say what holds from the first of them on: what was before stays, what was planned otherwise is
//! taken back. Items and columns a file does not have stay what they are.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::{Change, Context};
use crate::catalogue::file::{Listed, Listing, PLAIN_STRIPE};
use crate::catalogue::{Entry, Item, Office, Price, PriceMode};
use crate::tax::{Decision, Regime};

/// The changes that make the catalogue what the file says; none: it is that already.
pub fn diff(listing: &Listing, context: &Context<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut offices: HashSet<&str> = context.offices.iter().map(|o| o.name.as_str()).collect();
    for listed in &listing.items {
        let office = listed.entry.item.office.as_str();
        if offices.insert(office) {
            changes.push(Change::Office {
                office: Office {
                    name: office.to_owned(),
                    stripe: PLAIN_STRIPE.to_owned(),
                },
                position: None,
            });
        }
    }
    for listed in &listing.items {
        match context.assortment.entry(&listed.entry.item.id) {
            None => changes.push(Change::Add(Box::new(listed.entry.clone()))),
            Some(known) => Comparison {
                listing,
                listed,
                known,
                context,
                changes: &mut changes,
            }
            .compare(),
        }
    }
    changes
}

/// The field of an item a column fills.
type CellOf<T> = fn(&mut Item) -> &mut T;

struct Comparison<'a> {
    listing: &'a Listing,
    listed: &'a Listed,
    known: &'a Entry,
    context: &'a Context<'a>,
    changes: &'a mut Vec<Change>,
}

impl Comparison<'_> {
    fn compare(mut self) {
        let edited = self.merged();
        let archived = match self.listing.has("archived_from") {
            true => self.listed.entry.archived,
            false => self.known.archived,
        };
        if edited != *self.known {
            self.changes.push(Change::Edit(Box::new(edited)));
        }
        if archived != self.known.archived {
            self.changes.push(Change::Archive {
                item: self.id(),
                from: archived,
            });
        }
        match self.listed.dated {
            true => self.dated_prices(),
            false => self.price_now(),
        }
        for regime in [Regime::Old, Regime::New] {
            match self.listed.dated {
                true => self.dated_tax(regime),
                false => self.tax_now(regime),
            }
        }
    }

    fn id(&self) -> String {
        self.known.item.id.clone()
    }

    /// The known entry with what the file has columns for.
    fn merged(&self) -> Entry {
        let (file, known) = (&self.listed.entry, self.known);
        let has = |column| self.listing.has(column);
        let mut merged = known.clone();
        let (to, from) = (&mut merged.item, &file.item);
        to.name = from.name.clone();
        to.office = from.office.clone();
        to.unit = from.unit.clone();
        (to.kind, to.case) = (from.kind, from.case);
        let texts: [(&str, CellOf<String>); 4] = [
            ("short_name", |item| &mut item.short_name),
            ("group", |item| &mut item.group),
            ("legal_basis", |item| &mut item.legal_basis),
            ("product_group", |item| &mut item.product),
        ];
        let mut source = from.clone();
        for (column, text) in texts {
            if has(column) {
                *text(to) = std::mem::take(text(&mut source));
            }
        }
        let optional: [(&str, CellOf<Option<String>>); 4] = [
            ("principal", |item| &mut item.principal),
            ("third_party_account", |item| &mut item.third_party_account),
            ("ean", |item| &mut item.ean),
            ("code", |item| &mut item.code),
        ];
        for (column, text) in optional {
            if has(column) {
                *text(to) = text(&mut source).take();
            }
        }
        if has("reference") {
            to.needs_reference = from.needs_reference;
        }
        if has("stock_managed") {
            to.stock = from.stock;
        }
        if has("gl_account") {
            // The first of several accounts is what stands for them all; another spelling of that is no change.
            if to.splits != from.splits || from.splits.is_empty() {
                to.account = from.account.clone();
            }
            to.splits = from.splits.clone();
        }
        if has("stock_minimum") {
            merged.minimum = file.minimum;
        }
        if has("note") {
            merged.note = file.note.clone();
        }
        merged
    }

    /// A price of the file, with what the file has no column for from where it is known.
    fn completed(&self, price: &Price) -> Price {
        let mut price = price.clone();
        let known = self.known.price_on(price.from.max(self.context.today));
        if !self.listing.has("third_party_share_eur") {
            price.third_party = known.map(|p| p.third_party).unwrap_or_default();
        }
        if let (
            PriceMode::Range { min, max },
            Some(PriceMode::Range {
                min: least,
                max: most,
            }),
        ) = (&mut price.mode, known.map(|p| p.mode))
        {
            if !self.listing.has("price_min") {
                *min = least;
            }
            if !self.listing.has("price_max") {
                *max = most;
            }
        }
        price
    }

    fn price_now(&mut self) {
        let Some(price) = self.listed.entry.prices.first() else {
            return;
        };
        let price = self.completed(price);
        let known = &self.known.prices;
        let now = self.known.price_on(self.context.today).or(known.first());
        if now.is_none_or(|now| !same_price(now, &price)) {
            let from = self.context.earliest_price(&self.known.item.id);
            self.changes.push(Change::Price {
                item: self.id(),
                price: Price { from, ..price },
            });
        }
    }

    fn dated_prices(&mut self) {
        let wanted: Vec<Price> = self
            .listed
            .entry
            .prices
            .iter()
            .map(|p| self.completed(p))
            .collect();
        let Some(start) = wanted.first().map(|p| p.from) else {
            return;
        };
        let wanted_on = |day| wanted.iter().rfind(|p| p.from <= day);
        let mut target: BTreeMap<NaiveDate, Price> = BTreeMap::new();
        for price in &wanted {
            let before = price.from.pred_opt();
            let goes_on = match before.and_then(wanted_on) {
                Some(earlier) => same_price(earlier, price),
                None => {
                    let earlier = self.known.price_on(price.from);
                    earlier.is_some_and(|e| e.from < start && same_price(e, price))
                }
            };
            if !goes_on {
                target.insert(price.from, price.clone());
            }
        }
        let known = &self.known.prices;
        // New prices first: the last one there is cannot be taken back.
        for (from, price) in &target {
            if !known
                .iter()
                .any(|p| p.from == *from && same_price(p, price))
            {
                self.changes.push(Change::Price {
                    item: self.known.item.id.clone(),
                    price: price.clone(),
                });
            }
        }
        for price in known.iter().filter(|p| p.from >= start) {
            let stays = target.contains_key(&price.from)
                || wanted_on(price.from).is_some_and(|w| same_price(w, price));
            if !stays {
                self.changes.push(Change::WithdrawPrice {
                    item: self.known.item.id.clone(),
                    from: price.from,
                });
            }
        }
    }

    fn tax_now(&mut self, regime: Regime) {
        let mut listed = self.listed.entry.decisions.iter();
        let Some(wanted) = listed.find(|d| d.regime == regime) else {
            return;
        };
        let holding = || {
            let known = self.known.decisions.iter();
            known.filter(|d| d.regime == regime && d.holds())
        };
        let today = self.context.today;
        let now = self.known.decision_on(regime, today);
        let now = now.or_else(|| holding().min_by_key(|d| (d.from, d.id)));
        if now.is_some_and(|now| self.same_tax(now, wanted)) {
            return;
        }
        let from = self.context.earliest_tax();
        self.propose(wanted, from, now.cloned());
    }

    fn dated_tax(&mut self, regime: Regime) {
        let listed = self.listed.entry.decisions.iter();
        let wanted: Vec<&Decision> = listed.filter(|d| d.regime == regime).collect();
        let Some(start) = wanted.first().map(|d| d.from) else {
            return;
        };
        let known = self.known.decisions.iter();
        let later = known.filter(|d| d.regime == regime && d.holds() && d.from >= start);
        let days: BTreeSet<NaiveDate> = later
            .map(|d| d.from)
            .chain(wanted.iter().map(|d| d.from))
            .collect();
        // Decisions are never withdrawn: each day on which another one would begin gets one of its own.
        let mut last: Option<Decision> = None;
        for day in days {
            let Some(wanted) = wanted.iter().rfind(|d| d.from <= day).copied() else {
                continue;
            };
            let known = self.known.decision_on(regime, day);
            let holds = match (&last, known) {
                (Some(last), Some(known)) if known.from < last.from => Some(last),
                (Some(last), None) => Some(last),
                (_, known) => known,
            };
            if holds.is_some_and(|now| self.same_tax(now, wanted)) {
                continue;
            }
            let holds = holds.cloned();
            self.propose(wanted, day, holds);
            last = Some(Decision {
                from: day,
                ..wanted.clone()
            });
        }
    }

    fn same_tax(&self, now: &Decision, wanted: &Decision) -> bool {
        let regime = wanted.regime;
        let rule = match self.rule_listed(regime) {
            true => wanted.price_rule == now.price_rule,
            false => true,
        };
        // A cell left blank says nothing about why, and neither does a column that is not there: what an older file
        // has instead belongs to the item.
        let same = |columns: [&'static str; 2], now: &str, wanted: &str| {
            let column = by(regime, columns);
            !self.listing.has(column) || wanted.is_empty() || now == wanted
        };
        let text = by(regime, ["tax_text_pre_2b", "tax_text_post_2b"]);
        let treatment = match self.listing.has(text) {
            true => now.treatment == wanted.treatment,
            false => now.treatment.shares == wanted.treatment.shares,
        };
        let reasons = ["tax_reason_pre_2b", "tax_reason_post_2b"];
        let bases = ["tax_legal_basis_pre_2b", "tax_legal_basis_post_2b"];
        rule && treatment
            && same(reasons, &now.reason, &wanted.reason)
            && same(bases, &now.legal_basis, &wanted.legal_basis)
    }

    fn rule_listed(&self, regime: Regime) -> bool {
        self.listing
            .has(by(regime, ["price_rule_pre_2b", "price_rule_post_2b"]))
    }

    fn propose(&mut self, wanted: &Decision, from: NaiveDate, now: Option<Decision>) {
        let mut decision = Decision {
            from,
            ..wanted.clone()
        };
        if let Some(now) = now.filter(|_| !self.rule_listed(wanted.regime)) {
            decision.price_rule = now.price_rule;
        }
        let waiting = self.known.decisions.iter().any(|d| {
            d.waits()
                && d.from == from
                && d.regime == decision.regime
                && self.same_tax(d, &decision)
        });
        if !waiting {
            self.changes.push(Change::Tax {
                item: self.id(),
                decision: Box::new(decision),
            });
        }
    }
}

/// The column of one of the two laws.
fn by(regime: Regime, [old, new]: [&'static str; 2]) -> &'static str {
    match regime {
        Regime::Old => old,
        Regime::New => new,
    }
}

fn same_price(a: &Price, b: &Price) -> bool {
    (a.amount, a.mode, a.third_party) == (b.amount, b.mode, b.third_party)
}
