//! The catalogue changes: prices, items, tiles. All of a list is applied in one durable step or nothing of it, with
//! one event for every item.

use chrono::{DateTime, NaiveDate, Utc};

use super::tax::used_up_to;
use super::{Till, TillError, local_day};
use crate::catalogue::change::{
    Applied, Change, Context, Problem, Summary, check, describe, merged_offices,
};
use crate::catalogue::file::{self, Examined, FileError, Listing};
use crate::catalogue::{Assortment, Office};
use crate::i18n::Language;
use crate::ledger::{Ledger, LedgerError, StepError, Writer};
use crate::people::Right;
use crate::tax::{Decision, Mark, Rates};

/// Who changes the catalogue from the command line: whoever may write to the data folder.
pub const COMMAND_LINE: &str = "Kommandozeile";

impl Till {
    /// Applies changes of the catalogue, all of them or none; `reason` stands in the events.
    ///
    /// Decisions on taxes are in force at once as long as there is no receipt at all. After that they wait for a
    /// second person.
    pub fn change_catalogue(
        &mut self,
        changes: &[Change],
        reason: &str,
    ) -> Result<Applied, TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        let problems = self.check_catalogue(changes)?;
        if !problems.is_empty() {
            return Err(TillError::Catalogue(problems));
        }
        let now = self.now()?;
        let desk = Desk {
            assortment: &self.assortment,
            offices: self.all_offices.clone(),
            by: &user.id,
            now,
            reason,
            in_force: self.last_receipt == 0,
        };
        let applied = apply(&mut self.ledger, &desk, changes)?;
        self.reload_master()?;
        Ok(applied)
    }

    /// Everything wrong with changes of the catalogue, before anything is done.
    pub fn check_catalogue(&self, changes: &[Change]) -> Result<Vec<Problem>, TillError> {
        Ok(check(changes, &self.catalogue_context()?))
    }

    /// What a file would change, before anything is done.
    pub fn examine_catalogue(
        &self,
        listing: &Listing,
    ) -> Result<Result<Examined, FileError>, TillError> {
        Ok(file::examine(listing, &self.catalogue_context()?))
    }

    fn catalogue_context(&self) -> Result<Context<'_>, TillError> {
        let (assortment, rates) = (&self.assortment, &self.rates);
        let used = self.used_up_to()?;
        Ok(context(
            &self.ledger,
            assortment,
            rates,
            self.today(),
            used,
        )?)
    }

    /// Ids of the items shown first, to whoever is logged in.
    pub fn favourites(&self) -> Result<Vec<String>, TillError> {
        let user = self.user.as_ref().map(|user| user.id.as_str());
        Ok(self.ledger.tiles_for(&self.site.pay_point.id, user)?)
    }

    /// Offices whose tabs this pay point shows, in order.
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// Every office, in the order of the tabs.
    pub fn all_offices(&self) -> &[Office] {
        &self.all_offices
    }
}

/// The offices a pay point shows.
pub(super) fn shown(
    ledger: &Ledger,
    pay_point: &str,
    offices: &[Office],
) -> Result<Vec<Office>, LedgerError> {
    let chosen = ledger.pay_point_offices()?.remove(pay_point);
    let mut shown = offices.to_vec();
    if let Some(chosen) = chosen {
        shown.retain(|office| chosen.contains(&office.name));
    }
    Ok(shown)
}

/// A register's catalogue as the command line finds it, with nobody logged in.
#[derive(Debug)]
pub struct Shelf {
    assortment: Assortment,
    rates: Rates,
    offices: Vec<Office>,
    today: NaiveDate,
    used: Option<NaiveDate>,
}

impl Shelf {
    /// Reads it.
    pub fn read(ledger: &Ledger, now: DateTime<Utc>) -> Result<Shelf, TillError> {
        Ok(Shelf {
            assortment: ledger.assortment()?,
            rates: ledger.rates()?,
            offices: ledger.offices()?,
            today: local_day(now),
            used: used_up_to(ledger)?,
        })
    }

    /// Every item.
    pub fn assortment(&self) -> &Assortment {
        &self.assortment
    }

    /// Whether a change of tax waits for a second person, because there are receipts.
    pub fn has_receipts(&self, ledger: &Ledger) -> Result<bool, TillError> {
        Ok(ledger.last_receipt()? > 0)
    }

    /// What a file would change.
    pub fn examine(
        &self,
        ledger: &Ledger,
        listing: &Listing,
    ) -> Result<Result<Examined, FileError>, TillError> {
        let (assortment, rates) = (&self.assortment, &self.rates);
        let context = context(ledger, assortment, rates, self.today, self.used)?;
        Ok(file::examine(listing, &context))
    }

    /// Applies what a file changes, in one durable step.
    pub fn apply(
        &self,
        ledger: &mut Ledger,
        examined: &Examined,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Applied, TillError> {
        let desk = Desk {
            assortment: &self.assortment,
            offices: self.offices.clone(),
            by: COMMAND_LINE,
            now,
            reason,
            in_force: !self.has_receipts(ledger)?,
        };
        Ok(apply(ledger, &desk, &examined.changes)?)
    }
}

fn context<'a>(
    ledger: &Ledger,
    assortment: &'a Assortment,
    rates: &'a Rates,
    today: NaiveDate,
    used: Option<NaiveDate>,
) -> Result<Context<'a>, LedgerError> {
    let sold = match used {
        Some(_) => ledger.sold_items()?,
        None => Default::default(),
    };
    let points = ledger.pay_points()?.into_iter().map(|point| point.id);
    let users = ledger.users()?.into_iter().map(|stored| stored.user.id);
    Ok(Context {
        assortment,
        rates,
        offices: ledger.offices()?,
        pay_points: points.collect(),
        users: users.collect(),
        today,
        last_receipt: used,
        sold,
    })
}

/// Who applies changes to what.
struct Desk<'a> {
    assortment: &'a Assortment,
    offices: Vec<Office>,
    by: &'a str,
    now: DateTime<Utc>,
    reason: &'a str,
    in_force: bool,
}

impl Desk<'_> {
    fn signed(&self, decision: &Decision) -> Decision {
        let mark = |by: &str| Mark {
            by: by.to_owned(),
            at: self.now,
        };
        // What is set up before the first receipt is answered for by whoever sets up (schema.sql, item_tax).
        let (by, approved) = match self.in_force {
            true => ("", Some(mark(""))),
            false => (self.by, None),
        };
        Decision {
            id: 0,
            proposed: mark(by),
            approved,
            refused: None,
            ..decision.clone()
        }
    }
}

fn apply(ledger: &mut Ledger, desk: &Desk<'_>, changes: &[Change]) -> Result<Applied, LedgerError> {
    let summaries = describe(desk.assortment, changes, Language::German);
    let decided = changes.iter().map(|change| match change {
        Change::Add(entry) => entry.decisions.len(),
        Change::Tax { .. } => 1,
        _ => 0,
    });
    let waiting = if desk.in_force { 0 } else { decided.sum() };
    let groups = grouped(&summaries);
    let changed: std::collections::HashSet<&str> =
        changes.iter().filter_map(Change::item).collect();
    if !changes.is_empty() {
        ledger.write(|w| {
            store(w, desk, changes)?;
            for (kind, text) in &groups {
                let text = match desk.reason.trim() {
                    "" => text.clone(),
                    reason => format!("{text} ({reason})"),
                };
                w.event(kind, Some(desk.by), None, &text, desk.now)?;
            }
            Ok(())
        })?;
    }
    Ok(Applied {
        items: changed.len(),
        waiting,
        summaries,
    })
}

fn store(w: &Writer<'_>, desk: &Desk<'_>, changes: &[Change]) -> Result<(), StepError> {
    // Offices first, because items refer to them; codes are given up first, because items may swap them.
    let offices = merged_offices(&desk.offices, changes);
    if offices != desk.offices {
        w.offices(&offices)?;
    }
    for change in changes {
        if let Change::Edit(entry) = change {
            w.codes_freed(&entry.item.id)?;
        }
    }
    let mut position = desk.assortment.entries().len() as i64;
    let mut archived = std::collections::HashMap::new();
    for change in changes {
        match change {
            Change::Add(entry) => {
                let mut entry = entry.as_ref().clone();
                let signed = entry.decisions.iter().map(|d| desk.signed(d));
                entry.decisions = signed.collect();
                w.entry(position, &entry)?;
                position += 1;
            }
            Change::Edit(entry) => {
                let mut entry = entry.as_ref().clone();
                let known = desk.assortment.entry(&entry.item.id);
                let now = archived.get(entry.item.id.as_str()).copied();
                entry.archived = now.unwrap_or(known.and_then(|known| known.archived));
                w.entry_changed(&entry)?;
            }
            Change::Price { item, price } => w.price(item, price)?,
            Change::WithdrawPrice { item, from } => w.price_withdrawn(item, *from)?,
            Change::Archive { item, from } => {
                archived.insert(item.as_str(), *from);
                w.entry_archived(item, *from)?;
            }
            Change::Tax { item, decision } => {
                w.decision(item, &desk.signed(decision))?;
            }
            Change::Order(ids) => {
                let rest = desk.assortment.entries().iter().map(|e| &e.item.id);
                let named: std::collections::HashSet<&String> = ids.iter().collect();
                let rest = rest.filter(|id| !named.contains(id));
                for (position, id) in ids.iter().chain(rest).enumerate() {
                    w.entry_moved(id, position as i64)?;
                }
            }
            Change::Tiles {
                scope,
                owner,
                items,
            } => w.tiles(*scope, owner, items)?,
            Change::PayPointOffices { pay_point, offices } => {
                w.pay_point_offices(pay_point, offices)?;
            }
            Change::Office { .. } => {}
        }
    }
    Ok(())
}

/// One event for every item, pay point or office: its kind and its text.
fn grouped(summaries: &[Summary]) -> Vec<(&'static str, String)> {
    let mut places = std::collections::HashMap::new();
    let mut groups: Vec<(&'static str, String)> = Vec::new();
    for summary in summaries {
        let kind = summary.field.event();
        match places.get(&(summary.subject.as_str(), kind)) {
            Some(&place) => {
                let (_, text): &mut (&str, String) = &mut groups[place];
                text.push_str("; ");
                text.push_str(&summary.line());
            }
            None => {
                places.insert((summary.subject.as_str(), kind), groups.len());
                groups.push((kind, summary.to_string()));
            }
        }
    }
    groups
}
