//! Whether a list of changes may be applied.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::apply::Draft;
use super::rules::{self, Fault};
use super::{Change, TileScope};
use crate::catalogue::{Assortment, Entry, Office, Price};
use crate::tax::{Decision, Rates, Regime};

/// What a change has to go with.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// Every item.
    pub assortment: &'a Assortment,
    /// Dated rates.
    pub rates: &'a Rates,
    /// Offices.
    pub offices: Vec<Office>,
    /// Ids of the pay points.
    pub pay_points: Vec<String>,
    /// Ids of the users.
    pub users: Vec<String>,
    /// Today.
    pub today: NaiveDate,
    /// Local day of the last receipt or open sale; `None`: there is none yet.
    pub last_receipt: Option<NaiveDate>,
    /// Ids of the items that stand on a receipt or in an open sale.
    pub sold: HashSet<String>,
}

impl<'a> Context<'a> {
    /// A register without offices, pay points, users and receipts: what a file alone can be checked against.
    pub fn blank(assortment: &'a Assortment, rates: &'a Rates, today: NaiveDate) -> Context<'a> {
        Context {
            assortment,
            rates,
            offices: Vec::new(),
            pay_points: Vec::new(),
            users: Vec::new(),
            today,
            last_receipt: None,
            sold: HashSet::new(),
        }
    }

    /// The last day on which an item stood on a receipt, as far as it binds: what it cost and how it was taxed up
    /// to then stays. `None`: it was never sold.
    pub fn bound_until(&self, item: &str) -> Option<NaiveDate> {
        self.last_receipt.filter(|_| self.sold.contains(item))
    }

    /// The earliest day from which an item may have another price, from today on.
    pub fn earliest_price(&self, item: &str) -> NaiveDate {
        let after = self.bound_until(item).and_then(|day| day.succ_opt());
        after.map_or(self.today, |day| day.max(self.today))
    }

    /// The earliest day from which items may be taxed otherwise, from today on.
    pub fn earliest_tax(&self) -> NaiveDate {
        let after = self.last_receipt.and_then(|day| day.succ_opt());
        after.map_or(self.today, |day| day.max(self.today))
    }
}

/// Something wrong with one of the changes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{fault}", item.as_ref().map(|id| format!("item {id}: ")).unwrap_or_default())]
pub struct Problem {
    /// Position of the change in the list.
    pub change: usize,
    /// Id of the item it is about.
    pub item: Option<String>,
    /// The day it is about, where there is one.
    pub day: Option<NaiveDate>,
    /// The law of the decision it is about.
    pub regime: Option<Regime>,
    /// What is wrong.
    pub fault: Fault,
}

/// Everything that is wrong with `changes`, taken one after the other; nothing: they may be applied.
pub fn check(changes: &[Change], context: &Context<'_>) -> Vec<Problem> {
    let mut check = Check {
        context,
        offices: context.offices.iter().map(|o| o.name.as_str()).collect(),
        draft: Draft::new(context.assortment),
        problems: Vec::new(),
        at: 0,
    };
    for change in changes {
        if let Change::Office { office, .. } = change {
            check.offices.insert(&office.name);
        }
    }
    for (at, change) in changes.iter().enumerate() {
        check.at = at;
        check.change(change);
        check.draft.take(change);
    }
    check.codes(changes);
    check.problems.sort_by_key(|problem| problem.change);
    check.problems
}

struct Check<'a> {
    context: &'a Context<'a>,
    offices: HashSet<&'a str>,
    draft: Draft<'a>,
    problems: Vec<Problem>,
    at: usize,
}

impl<'a> Check<'a> {
    fn fault(&mut self, item: Option<&str>, day: Option<NaiveDate>, fault: Fault) {
        self.problems.push(Problem {
            change: self.at,
            item: item.map(str::to_owned),
            day,
            regime: None,
            fault,
        });
    }

    /// What is passed on to others is untaxed, so a larger part of a taxed item is a matter for two people: a price
    /// has no second person.
    fn share_is_not_taxed(&mut self, item: &str, price: &Price) {
        let Some(entry) = self
            .draft
            .entry(item)
            .filter(|_| self.context.last_receipt.is_some())
        else {
            return;
        };
        let before = entry.price_on(price.from).or(entry.prices.first());
        let larger = before.is_none_or(|b| price.third_party.abs() > b.third_party.abs());
        let day = price.from.max(self.context.today);
        let taxed = |d: &Decision| d.holds() && d.treatment.is_taxed(self.context.rates, day);
        if larger && !price.third_party.is_zero() && entry.decisions.iter().any(taxed) {
            self.fault(Some(item), Some(price.from), Fault::ShareTaxed);
        }
    }

    fn change(&mut self, change: &Change) {
        if let Some(id) = change.item() {
            let known = self.draft.entry(id).is_some();
            match change {
                Change::Add(_) if known => return self.fault(Some(id), None, Fault::IdTaken),
                Change::Add(_) => {}
                _ if !known => return self.fault(Some(id), None, Fault::UnknownItem),
                _ => {}
            }
        }
        match change {
            Change::Add(entry) => self.add(entry),
            Change::Edit(entry) => self.edit(entry),
            Change::Price { item, price } => {
                let faults = self.draft.entry(item).map(|e| rules::price(&e.item, price));
                for fault in faults.unwrap_or_default() {
                    self.fault(Some(item), Some(price.from), fault);
                }
                self.share_is_not_taxed(item, price);
                self.not_in_the_past(item, price.from);
            }
            Change::WithdrawPrice { item, from } => {
                let prices = self.draft.entry(item).map(|e| e.prices.as_slice());
                let prices = prices.unwrap_or_default();
                if !prices.iter().any(|price| price.from == *from) {
                    self.fault(Some(item), Some(*from), Fault::NoSuchPrice(*from));
                } else if prices.len() == 1 {
                    self.fault(Some(item), Some(*from), Fault::NoPrice);
                }
                self.not_in_the_past(item, *from);
            }
            Change::Archive { item, from } => {
                let was = self.draft.entry(item).and_then(|e| e.archived);
                let today = self.context.today;
                if was != *from && from.is_some_and(|day| day < today) {
                    self.fault(Some(item), *from, Fault::ArchivedInThePast);
                }
            }
            Change::Tax { item, decision } => self.tax(item, decision),
            Change::Order(ids) => self.known_once(ids, Fault::UnknownTile, |check, id| {
                check.draft.entry(id).is_some()
            }),
            Change::Tiles {
                scope,
                owner,
                items,
            } => {
                let owners = match scope {
                    TileScope::PayPoint => &self.context.pay_points,
                    TileScope::User => &self.context.users,
                };
                if !owners.contains(owner) {
                    self.fault(None, None, Fault::UnknownOwner(owner.clone()));
                }
                self.known_once(items, Fault::UnknownTile, |check, id| {
                    check.draft.entry(id).is_some()
                });
            }
            Change::PayPointOffices { pay_point, offices } => {
                if !self.context.pay_points.contains(pay_point) {
                    self.fault(None, None, Fault::UnknownOwner(pay_point.clone()));
                }
                self.known_once(offices, Fault::UnknownOffice, |check, name| {
                    check.offices.contains(name)
                });
            }
            Change::Office { office, .. } => {
                if office.name.is_empty() || office.name.trim() != office.name {
                    self.fault(None, None, Fault::Blank("office"));
                }
                let hex = office.stripe.strip_prefix('#').unwrap_or_default();
                if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                    self.fault(None, None, Fault::Colour(office.stripe.clone()));
                }
            }
        }
    }

    fn add(&mut self, entry: &Entry) {
        let id = Some(entry.item.id.as_str());
        self.edit(entry);
        if entry.prices.is_empty() {
            self.fault(id, None, Fault::NoPrice);
        }
        for (place, price) in entry.prices.iter().enumerate() {
            if entry.prices[..place].iter().any(|p| p.from == price.from) {
                self.fault(id, Some(price.from), Fault::PriceTwice(price.from));
            }
            for fault in rules::price(&entry.item, price) {
                self.fault(id, Some(price.from), fault);
            }
        }
        if entry.decisions.is_empty() {
            self.fault(id, None, Fault::Undecided);
        }
        for decision in &entry.decisions {
            let before = self.problems.len();
            for fault in rules::tax(
                &entry.item,
                decision,
                self.context.rates,
                self.context.today,
            ) {
                self.fault(id, Some(decision.from), fault);
            }
            self.under(before, decision.regime);
        }
    }

    fn edit(&mut self, entry: &Entry) {
        let id = Some(entry.item.id.as_str());
        for fault in rules::item(entry) {
            self.fault(id, None, fault);
        }
        let office = &entry.item.office;
        if !self.offices.contains(office.as_str()) {
            self.fault(id, None, Fault::UnknownOffice(office.clone()));
        }
        // Another kind or way of keeping stock has to go with the prices there are, from the one in force on.
        let known = self.context.assortment.entry(&entry.item.id);
        for price in known.map(|e| e.prices.as_slice()).unwrap_or_default() {
            if price.from >= self.context.today
                || known.and_then(|e| e.price_on(self.context.today)) == Some(price)
            {
                for fault in rules::price(&entry.item, price) {
                    self.fault(id, Some(price.from), fault);
                }
            }
        }
        self.stays_taxed(entry);
    }

    /// What would make all of a taxed item money of somebody else takes its VAT off: that is for two people to
    /// decide, by another treatment first.
    fn stays_taxed(&mut self, entry: &Entry) {
        let (rates, today) = (self.context.rates, self.context.today);
        let Some(known) = self.context.assortment.entry(&entry.item.id) else {
            return;
        };
        let alike = (known.item.kind, known.item.case) == (entry.item.kind, entry.item.case);
        if alike && known.item.principal.is_some() == entry.item.principal.is_some() {
            return;
        }
        let now = [Regime::Old, Regime::New].map(|law| known.decision_on(law, today));
        let faults = known
            .decisions
            .iter()
            .filter(|d| d.refused.is_none() && (d.from > today || now.contains(&Some(*d))))
            .filter_map(|d| rules::transit_taxed(&entry.item, d, rates, d.from.max(today)))
            .next();
        if let Some(fault) = faults {
            self.fault(Some(&entry.item.id), None, fault);
        }
    }

    fn tax(&mut self, item: &str, decision: &Decision) {
        let (id, day) = (Some(item), Some(decision.from));
        let before = self.problems.len();
        let (rates, today) = (self.context.rates, self.context.today);
        let faults = self
            .draft
            .entry(item)
            .map(|e| rules::tax(&e.item, decision, rates, today));
        for fault in faults.unwrap_or_default() {
            self.fault(id, day, fault);
        }
        if decision.reason.trim().is_empty() {
            self.fault(id, day, Fault::ReasonNeeded);
        }
        if decision.legal_basis.trim().is_empty() {
            self.fault(id, day, Fault::LegalBasisNeeded);
        }
        // As when a second person agrees: what is on offer is taxed as decided up to the last receipt, sold or not.
        let used = self.context.last_receipt;
        let late = self
            .draft
            .entry(item)
            .is_some_and(|e| e.is_late(decision, used));
        if let Some(last) = used.filter(|_| late) {
            self.fault(id, day, Fault::InThePast { last });
        }
        self.under(before, decision.regime);
    }

    /// What was found since `before` is about a decision under `regime`.
    fn under(&mut self, before: usize, regime: Regime) {
        for problem in &mut self.problems[before..] {
            problem.regime = Some(regime);
        }
    }

    fn not_in_the_past(&mut self, item: &str, from: NaiveDate) {
        if let Some(last) = self.context.bound_until(item).filter(|last| from <= *last) {
            self.fault(Some(item), Some(from), Fault::InThePast { last });
        }
    }

    fn known_once(
        &mut self,
        names: &[String],
        unknown: fn(String) -> Fault,
        is_known: impl Fn(&Self, &str) -> bool,
    ) {
        let mut seen = HashSet::new();
        for name in names {
            if !is_known(self, name) {
                self.fault(None, None, unknown(name.clone()));
            } else if !seen.insert(name) {
                self.fault(None, None, Fault::NamedTwice(name.clone()));
            }
        }
    }

    /// Bar codes and short codes belong to one item each, archived ones included: what lies on a shelf or in a
    /// clerk's memory does not know that an item is gone.
    fn codes(&mut self, changes: &[Change]) {
        let mut set_by: HashMap<&str, usize> = HashMap::new();
        for (at, change) in changes.iter().enumerate() {
            if let Change::Add(entry) | Change::Edit(entry) = change {
                set_by.insert(&entry.item.id, at);
            }
        }
        if set_by.is_empty() {
            return;
        }
        type Code = fn(&Entry) -> Option<&String>;
        let ean: Code = |entry| entry.item.ean.as_ref();
        let code: Code = |entry| entry.item.code.as_ref();
        let mut found = Vec::new();
        for (of, is_ean) in [(ean, true), (code, false)] {
            let mut owners: HashMap<&str, &str> = HashMap::new();
            for entry in self.draft.entries() {
                let Some(text) = of(entry) else { continue };
                let Some(other) = owners.insert(text, &entry.item.id) else {
                    continue;
                };
                let text = text.clone();
                // Of two, the one that was changed is to blame, of two changed ones the later.
                let (mine, other) = match set_by.get(entry.item.id.as_str()) {
                    Some(at) if set_by.get(other).is_none_or(|o| o <= at) => {
                        ((entry.item.id.as_str(), *at), other)
                    }
                    _ => match set_by.get(other) {
                        Some(at) => ((other, *at), entry.item.id.as_str()),
                        None => continue,
                    },
                };
                let other = other.to_owned();
                let fault = match is_ean {
                    true => Fault::EanTaken {
                        ean: text,
                        item: other,
                    },
                    false => Fault::CodeTaken {
                        code: text,
                        item: other,
                    },
                };
                found.push((mine.1, mine.0.to_owned(), fault));
            }
        }
        for (at, item, fault) in found {
            self.at = at;
            self.fault(Some(&item), None, fault);
        }
    }
}
