//! Which items lie under which tab: the favourites, the offices and the groups inside an office.

use crate::catalogue::Item;
use crate::ui::desk::Desk;

/// Positions of the items under each tab.
#[derive(Debug, Default)]
pub struct Shelf {
    favourites: Vec<usize>,
    offices: Vec<Office>,
    /// The open tab: 0 the favourites, then the offices.
    pub tab: usize,
    /// The group that is open inside the office; `None`: all of it.
    pub group: Option<usize>,
}

#[derive(Debug, Default)]
struct Office {
    name: String,
    items: Vec<usize>,
    groups: Vec<(String, Vec<usize>)>,
}

impl Shelf {
    /// The tabs of what is on offer today.
    pub fn new(desk: &Desk) -> Self {
        let items = desk.facts.catalogue.items();
        let position = |id: &String| items.iter().position(|item| item.id == *id);
        let offices = desk.facts.offices.iter().map(|(name, _)| {
            let of_office = |(at, item): (usize, &Item)| (item.office == *name).then_some(at);
            let positions: Vec<usize> = items.iter().enumerate().filter_map(of_office).collect();
            let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
            for at in &positions {
                let Some(group) = items.get(*at).map(|item| item.group.as_str()) else {
                    continue;
                };
                match groups.iter_mut().find(|(name, _)| name == group) {
                    Some((_, of_group)) => of_group.push(*at),
                    None => groups.push((group.to_owned(), vec![*at])),
                }
            }
            Office {
                name: name.clone(),
                items: positions,
                groups,
            }
        });
        Self {
            favourites: desk.facts.favourites.iter().filter_map(position).collect(),
            offices: offices.collect(),
            tab: 0,
            group: None,
        }
    }

    /// The tabs of another day or another catalogue; what was open stays open, if it is still there.
    pub fn renew(&mut self, desk: &Desk) {
        let mut fresh = Self::new(desk);
        let office = self.office().map(|office| office.name.clone());
        let group = self
            .group
            .and_then(|at| Some(self.office()?.groups.get(at)?.0.clone()));
        if let Some(at) = fresh
            .offices
            .iter()
            .position(|o| Some(&o.name) == office.as_ref())
        {
            fresh.tab = at + 1;
            let groups = fresh.offices.get(at).map(|office| office.groups.iter());
            let same = |(name, _): &(String, Vec<usize>)| Some(name) == group.as_ref();
            fresh.group = groups.and_then(|mut groups| groups.position(same));
        }
        *self = fresh;
    }

    fn office(&self) -> Option<&Office> {
        self.offices.get(self.tab.checked_sub(1)?)
    }

    /// Opens a tab.
    pub fn open(&mut self, tab: usize) {
        (self.tab, self.group) = (tab, None);
    }

    /// Groups of the open office, where there is more than one; an empty name stands for items without a group.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        let groups = self.office().map_or(&[][..], |office| &office.groups);
        let several = if groups.len() > 1 { groups } else { &[] };
        several.iter().map(|(name, _)| name.as_str())
    }

    /// Positions of the items in sight.
    pub fn items(&self) -> &[usize] {
        match (self.office(), self.group) {
            (None, _) if self.tab == 0 => &self.favourites,
            (None, _) => &[],
            (Some(office), None) => &office.items,
            (Some(office), Some(group)) => office
                .groups
                .get(group)
                .map_or(&office.items, |(_, items)| items),
        }
    }
}
