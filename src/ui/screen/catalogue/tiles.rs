//! Which tiles a pay point or a user sees first, and which offices a pay point shows.

mod view;

use std::collections::BTreeMap;

use super::super::super::action::Action;
use super::super::super::desk::Desk;
use super::super::super::find::Index;
use super::super::super::protocol::{Command, MasterData};
use super::Field;
use crate::catalogue::change::{Change, TileScope};
use crate::people::Right;

/// Hits a search shows at most.
const MOST: usize = 60;

/// Whose tiles.
pub type Owner = (TileScope, String);

/// What the screen remembers.
#[derive(Debug)]
pub struct State {
    owner: Owner,
    page: Page,
    /// Numbers of the items, in the order of the tiles.
    items: Vec<String>,
    /// Names of the offices; none: every one.
    offices: Vec<String>,
    /// The row that was moved last, so that it can be moved on.
    moved: Option<usize>,
    query: String,
    index: Index,
    /// Positions among the entries.
    hits: Vec<usize>,
    /// Somebody else's tiles wait to be shown until these are saved or dropped.
    next: Option<Owner>,
    asking: bool,
    sent: bool,
}

/// What of it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The tiles.
    Items,
    /// The offices of a pay point.
    Offices,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Show this one's tiles.
    Owner(Owner),
    /// Turn to this page.
    Page(Page),
    /// Begin with the tiles that are shown now.
    Begin,
    /// Put this item at the end.
    Add(String),
    /// Take this item away.
    Remove(usize),
    /// One place up.
    Up(usize),
    /// One place down.
    Down(usize),
    /// Show an office or not.
    Office(String),
    /// Keep what was changed.
    Save,
    /// Drop what was changed.
    Discard,
    /// Go on with it.
    Stay,
}

impl State {
    /// The tiles of this pay point.
    pub fn new(master: &MasterData) -> Self {
        let entries = master.assortment.entries().iter();
        let mut state = Self {
            owner: (TileScope::PayPoint, master.pay_point.clone()),
            page: Page::Items,
            items: Vec::new(),
            offices: Vec::new(),
            moved: None,
            query: String::new(),
            index: Index::new(entries.map(|entry| &entry.item)),
            hits: Vec::new(),
            next: None,
            asking: false,
            sent: false,
        };
        state.load(master);
        state
    }

    fn load(&mut self, master: &MasterData) {
        let (scope, owner) = &self.owner;
        self.items = master.tiles_of(*scope, owner).to_vec();
        self.offices = match scope {
            TileScope::PayPoint => master.offices_of(owner).to_vec(),
            TileScope::User => Vec::new(),
        };
        if *scope == TileScope::User {
            self.page = Page::Items;
        }
        (self.moved, self.sent) = (None, false);
        self.search(self.query.clone(), master);
    }

    /// Master data have changed.
    pub fn refresh(&mut self, master: &MasterData) {
        let entries = master.assortment.entries().iter();
        self.index = Index::new(entries.map(|entry| &entry.item));
        if self.sent || !self.is_changed(master) {
            self.load(master);
        }
    }

    /// The till has refused.
    pub fn failed(&mut self) {
        self.sent = false;
    }

    /// Whether something is not saved.
    pub fn is_changed(&self, master: &MasterData) -> bool {
        let (scope, owner) = &self.owner;
        let offices = match scope {
            TileScope::PayPoint => master.offices_of(owner),
            TileScope::User => &[],
        };
        self.items != master.tiles_of(*scope, owner) || self.offices != offices
    }

    /// Whether a question lies over the screen.
    pub fn is_asking(&self) -> bool {
        self.asking
    }

    /// Asks whether what was changed may be lost, or takes the question back. Returns whether the screen stays.
    pub fn leave(&mut self, desk: &Desk) -> bool {
        if std::mem::take(&mut self.asking) {
            self.next = None;
            return true;
        }
        self.asking = desk.master.as_deref().is_some_and(|m| self.is_changed(m));
        self.asking
    }

    /// Something was typed into the search.
    pub fn search(&mut self, query: String, master: &MasterData) {
        let entries = master.assortment.entries();
        let mut hits = self.index.find(&query);
        let on_offer = |at: &usize| {
            entries.get(*at).is_some_and(|entry| {
                entry.archived.is_none_or(|from| from > master.today)
                    && !self.items.contains(&entry.item.id)
            })
        };
        hits.retain(on_offer);
        hits.truncate(MOST);
        (self.query, self.hits) = (query, hits);
    }

    /// The item Enter in the search means.
    pub fn first_hit(&self, desk: &Desk) -> Option<String> {
        let at = self
            .hits
            .first()
            .filter(|_| !self.query.trim().is_empty())?;
        let entry = desk.master.as_ref()?.assortment.entries().get(*at)?;
        Some(entry.item.id.clone())
    }

    /// Reacts to a message. `None`: the screen may be left.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Option<Action> {
        let Some(master) = desk.master.as_deref() else {
            return Some(Action::None);
        };
        match message {
            Message::Owner(owner) => {
                if self.is_changed(master) {
                    (self.next, self.asking) = (Some(owner), true);
                } else {
                    self.owner = owner;
                    self.load(master);
                }
            }
            Message::Page(page) => self.page = page,
            Message::Stay => (self.asking, self.next) = (false, None),
            Message::Discard => {
                self.asking = false;
                self.owner = self.next.take()?;
                self.load(master);
            }
            _ if !desk.may(Right::Administer) || self.sent => {}
            Message::Begin => {
                let (scope, owner) = &self.owner;
                self.items = master.tiles_shown(*scope, owner).to_vec();
                self.search(self.query.clone(), master);
            }
            Message::Add(id) => {
                self.items.push(id);
                self.moved = None;
                self.search(String::new(), master);
                return Some(Action::Focus(Field::TileSearch.id()));
            }
            Message::Remove(at) => {
                if at < self.items.len() {
                    self.items.remove(at);
                }
                self.moved = None;
                self.search(self.query.clone(), master);
            }
            Message::Up(at) => {
                if at > 0 && at < self.items.len() {
                    self.items.swap(at, at - 1);
                    self.moved = Some(at - 1);
                }
            }
            Message::Down(at) => {
                if at + 1 < self.items.len() {
                    self.items.swap(at, at + 1);
                    self.moved = Some(at + 1);
                }
            }
            Message::Office(name) => self.office(&name, master),
            Message::Save => return Some(self.save(master, desk)),
        }
        Some(Action::None)
    }

    // All offices and none mean the same: every one.
    fn office(&mut self, name: &str, master: &MasterData) {
        let every = || master.offices.iter().map(|office| &office.name);
        let shown = |office: &String| self.offices.is_empty() || self.offices.contains(office);
        let mut now: BTreeMap<&String, bool> = every().map(|o| (o, shown(o))).collect();
        for (office, shown) in &mut now {
            if office.as_str() == name {
                *shown = !*shown;
            }
        }
        let is_shown = |office: &&String| now.get(office).copied().unwrap_or_default();
        let offices: Vec<String> = every().filter(is_shown).cloned().collect();
        // At least one stays, or there would be nothing to sell.
        if !offices.is_empty() {
            self.offices = if offices.len() == master.offices.len() {
                Vec::new()
            } else {
                offices
            };
        }
    }

    fn save(&mut self, master: &MasterData, desk: &Desk) -> Action {
        let (scope, owner) = self.owner.clone();
        let mut changes = Vec::new();
        if self.items != master.tiles_of(scope, &owner) {
            changes.push(Change::Tiles {
                scope,
                owner: owner.clone(),
                items: self.items.clone(),
            });
        }
        if scope == TileScope::PayPoint && self.offices != master.offices_of(&owner) {
            changes.push(Change::PayPointOffices {
                pay_point: owner,
                offices: self.offices.clone(),
            });
        }
        if changes.is_empty() {
            return Action::None;
        }
        self.sent = true;
        Action::Send(Command::ChangeCatalogue {
            changes,
            reason: desk.t.text("cat-reason-tiles").to_owned(),
        })
    }
}
