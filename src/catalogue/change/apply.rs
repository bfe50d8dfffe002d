//! Changes carried out in memory: for the check of a list as a whole, and for a preview.

use std::collections::HashMap;

use super::Change;
use crate::catalogue::{Assortment, Entry, Office};
use crate::tax::Mark;

/// The assortment as it is once `changes` are applied and every decision among them is agreed to; what makes no
/// sense, such as the price of an unknown item, changes nothing.
pub fn apply(assortment: &Assortment, changes: &[Change]) -> Assortment {
    let mut draft = Draft::new(assortment);
    changes.iter().for_each(|change| draft.take(change));
    draft.finish()
}

/// The offices in order, once the changes among `changes` are made.
pub fn merged_offices(offices: &[Office], changes: &[Change]) -> Vec<Office> {
    let mut all = offices.to_vec();
    for change in changes {
        let Change::Office { office, position } = change else {
            continue;
        };
        let known = all.iter().position(|o| o.name == office.name);
        if let Some(place) = known {
            all.remove(place);
        }
        let last = all.len();
        let place = position.or(known).map_or(last, |place| place.min(last));
        all.insert(place, office.clone());
    }
    all
}

/// An assortment under change: entries that were touched, over those that were not.
pub(super) struct Draft<'a> {
    base: &'a Assortment,
    touched: HashMap<String, Entry>,
    added: Vec<String>,
    order: Option<&'a [String]>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(base: &'a Assortment) -> Draft<'a> {
        Draft {
            base,
            touched: HashMap::new(),
            added: Vec::new(),
            order: None,
        }
    }

    /// An entry as it is by now.
    pub(super) fn entry(&self, id: &str) -> Option<&Entry> {
        self.touched.get(id).or_else(|| self.base.entry(id))
    }

    /// Every entry as it is by now, the new ones last.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        let known = self.base.entries().iter().map(|entry| &entry.item.id);
        known
            .chain(&self.added)
            .filter_map(|id| self.entry(id.as_str()))
    }

    pub(super) fn take(&mut self, change: &'a Change) {
        match change {
            Change::Add(entry) => {
                if self.entry(&entry.item.id).is_none() {
                    let id = entry.item.id.clone();
                    let mut entry = Entry::clone(entry);
                    for (number, decision) in entry.decisions.iter_mut().enumerate() {
                        decision.id = number as i64 + 1;
                        decision.approved = Some(nobody());
                    }
                    self.added.push(id.clone());
                    self.touched.insert(id, entry);
                }
            }
            Change::Edit(edited) => self.edit(&edited.item.id, |entry| {
                entry.item = edited.item.clone();
                entry.minimum = edited.minimum;
                entry.note = edited.note.clone();
            }),
            Change::Price { item, price } => self.edit(item, |entry| {
                entry.prices.retain(|p| p.from != price.from);
                entry.prices.push(price.clone());
                entry.prices.sort_by_key(|p| p.from);
            }),
            Change::WithdrawPrice { item, from } => {
                self.edit(item, |entry| entry.prices.retain(|p| p.from != *from));
            }
            Change::Archive { item, from } => self.edit(item, |entry| entry.archived = *from),
            Change::Tax { item, decision } => self.edit(item, |entry| {
                let last = entry.decisions.iter().map(|d| d.id).max();
                let mut decision = decision.as_ref().clone();
                decision.id = last.unwrap_or_default() + 1;
                decision.approved = Some(nobody());
                decision.refused = None;
                entry.decisions.push(decision);
            }),
            Change::Order(ids) => self.order = Some(ids),
            Change::Tiles { .. } | Change::PayPointOffices { .. } | Change::Office { .. } => {}
        }
    }

    fn edit(&mut self, id: &str, edit: impl FnOnce(&mut Entry)) {
        if !self.touched.contains_key(id) {
            let Some(entry) = self.base.entry(id) else {
                return;
            };
            self.touched.insert(id.to_owned(), entry.clone());
        }
        if let Some(entry) = self.touched.get_mut(id) {
            edit(entry);
        }
    }

    fn finish(self) -> Assortment {
        let mut entries: Vec<Entry> = self.entries().cloned().collect();
        if let Some(order) = self.order {
            let place: HashMap<&str, usize> = order
                .iter()
                .enumerate()
                .map(|(place, id)| (id.as_str(), place))
                .collect();
            entries.sort_by_key(|e| place.get(e.item.id.as_str()).copied().unwrap_or(usize::MAX));
        }
        Assortment::new(entries)
    }
}

fn nobody() -> Mark {
    Mark {
        by: String::new(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}
