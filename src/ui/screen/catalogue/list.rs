//! The list of every item: searched, filtered, ticked for a change to many.

mod view;

pub use view::{KINDS, kind_key};

use std::collections::BTreeSet;

use super::super::super::action::Action;
use super::super::super::desk::Desk;
use super::super::super::find::Index;
use crate::catalogue::{Entry, ItemKind};
use crate::tax::Decision;
use crate::ui::protocol::MasterData;
use iced::widget::Id;

/// What the list remembers.
#[derive(Debug, Default)]
pub struct State {
    index: Option<Index>,
    query: String,
    filter: Filter,
    /// Positions of the entries in sight, in order.
    shown: Vec<usize>,
    /// Numbers of the items ticked.
    ticked: BTreeSet<String>,
    /// The row the keyboard is at.
    cursor: Option<usize>,
    offset: f32,
    choosing: Option<Choosing>,
}

/// What the list is narrowed down to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// One office.
    pub office: Option<String>,
    /// One group in it.
    pub group: Option<String>,
    /// One kind.
    pub kind: Option<ItemKind>,
    /// Which items of these.
    pub shown: Shown,
}

/// Which items are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// On offer or to come.
    #[default]
    Kept,
    /// Archived.
    Archived,
    /// With a decision on tax that waits for a second person.
    Waiting,
    /// Without a decision on tax under a law that holds or will hold.
    Undecided,
    /// Every one.
    All,
}

impl Shown {
    /// In the order they are offered, with the texts that name them.
    pub const ALL: [(Shown, &'static str); 5] = [
        (Shown::Kept, "cat-shown-kept"),
        (Shown::Waiting, "cat-shown-waiting"),
        (Shown::Undecided, "cat-shown-undecided"),
        (Shown::Archived, "cat-shown-archived"),
        (Shown::All, "cat-shown-all"),
    ];
}

/// What is being chosen in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choosing {
    /// The office.
    Office,
    /// The group.
    Group,
    /// The kind.
    Kind,
    /// Which items.
    Shown,
}

/// What can happen on the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Put the cursor into the search.
    Focus,
    /// It was scrolled.
    Scrolled(f32),
    /// An arrow key.
    Step(bool),
    /// Tick an item or untick it.
    Tick(String),
    /// Tick everything in sight, or nothing.
    TickAll(bool),
    /// Open the dialog.
    Choose(Choosing),
    /// A filter was chosen.
    Filter(Filter),
    /// Leave the dialog.
    Close,
}

/// The height of a row with the line below it.
pub const PITCH: f32 = crate::ui::theme::measure::ROW + 1.0;

impl State {
    /// The rows.
    pub fn rows() -> Id {
        Id::new("catalogue-rows")
    }

    /// Whether a dialog lies over the list.
    pub fn is_choosing(&self) -> bool {
        self.choosing.is_some()
    }

    /// Master data have changed.
    pub fn refresh(&mut self, desk: &Desk) {
        let entries = desk.master.iter().flat_map(|m| m.assortment.entries());
        self.index = Some(Index::new(entries.map(|entry| &entry.item)));
        let known = |id: &String| desk.master.iter().any(|m| m.assortment.entry(id).is_some());
        self.ticked.retain(known);
        self.narrow(desk);
    }

    /// Something was typed into the search.
    pub fn search(&mut self, query: String, desk: &Desk) {
        self.query = query;
        self.offset = 0.0;
        self.cursor = None;
        self.narrow(desk);
    }

    fn narrow(&mut self, desk: &Desk) {
        let (Some(master), Some(index)) = (&desk.master, &mut self.index) else {
            return;
        };
        let entries = master.assortment.entries();
        let mut shown = index.find(&self.query);
        shown.retain(|at| {
            entries
                .get(*at)
                .is_some_and(|e| fits(&self.filter, e, master))
        });
        self.shown = shown;
        self.cursor = self.cursor.filter(|at| *at < self.shown.len());
    }

    /// The entry under the cursor, or the only one in sight.
    pub fn under_cursor<'a>(&self, desk: &'a Desk) -> Option<&'a Entry> {
        let at = match (self.cursor, self.shown.as_slice()) {
            (Some(cursor), shown) => shown.get(cursor)?,
            (None, [only]) => only,
            // After a search the best hit is meant.
            (None, [best, ..]) if !self.query.is_empty() => best,
            (None, _) => return None,
        };
        desk.master.as_ref()?.assortment.entries().get(*at)
    }

    /// Numbers of the items ticked, in the order of the catalogue.
    pub fn ticked(&self, master: &MasterData) -> Vec<String> {
        let entries = master.assortment.entries().iter();
        let ids = entries.map(|entry| &entry.item.id);
        ids.filter(|id| self.ticked.contains(*id))
            .cloned()
            .collect()
    }

    /// The office the list is narrowed down to.
    pub fn office(&self) -> Option<&str> {
        self.filter.office.as_deref()
    }

    /// How far down it was scrolled.
    pub fn offset(&self) -> f32 {
        self.offset
    }

    /// Nothing is ticked any more.
    pub fn untick(&mut self) {
        self.ticked.clear();
    }

    /// Closes the dialog, or forgets the search. Returns whether there was either.
    pub fn leave(&mut self, desk: &Desk) -> bool {
        if self.choosing.take().is_some() {
            return true;
        }
        let searched = !self.query.is_empty();
        if searched {
            self.search(String::new(), desk);
        }
        searched
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            Message::Focus => return Action::Select(super::Field::Search.id()),
            Message::Scrolled(offset) => self.offset = offset,
            Message::Step(down) => {
                let last = self.shown.len().saturating_sub(1);
                let next = match (self.cursor, down) {
                    (None, _) => 0,
                    (Some(at), true) => (at + 1).min(last),
                    (Some(at), false) => at.saturating_sub(1),
                };
                self.cursor = (!self.shown.is_empty()).then_some(next);
                return Action::ScrollTo(Self::rows(), self.in_sight(next, desk));
            }
            Message::Tick(id) => {
                if !self.ticked.remove(&id) {
                    self.ticked.insert(id);
                }
            }
            Message::TickAll(true) => {
                let entries = desk.master.as_ref().map(|m| m.assortment.entries());
                let in_sight = self.shown.iter().filter_map(|at| entries?.get(*at));
                self.ticked
                    .extend(in_sight.map(|entry| entry.item.id.clone()));
            }
            Message::TickAll(false) => self.ticked.clear(),
            Message::Choose(what) => self.choosing = Some(what),
            Message::Filter(filter) => {
                self.choosing = None;
                self.filter = filter;
                (self.offset, self.cursor) = (0.0, None);
                self.narrow(desk);
                return Action::ScrollTo(Self::rows(), 0.0);
            }
            Message::Close => self.choosing = None,
        }
        Action::None
    }

    // Where the list has to be scrolled to so that this row is in sight.
    fn in_sight(&self, row: usize, desk: &Desk) -> f32 {
        let height = (desk.size.height - view::AROUND).max(2.0 * PITCH);
        let top = row as f32 * PITCH;
        self.offset
            .clamp((top + PITCH - height).max(0.0), top.max(0.0))
    }
}

fn fits(filter: &Filter, entry: &Entry, master: &MasterData) -> bool {
    let item = &entry.item;
    let archived = entry.archived.is_some_and(|from| from <= master.today);
    filter
        .office
        .as_ref()
        .is_none_or(|office| *office == item.office)
        && filter
            .group
            .as_ref()
            .is_none_or(|group| *group == item.group)
        && filter.kind.is_none_or(|kind| kind == item.kind)
        && match filter.shown {
            Shown::Kept => !archived,
            Shown::Archived => archived,
            Shown::Waiting => entry.decisions.iter().any(Decision::waits),
            Shown::Undecided => !archived && is_undecided(entry, master),
            Shown::All => true,
        }
}

/// Whether nobody has decided how an item is taxed today, or under the law that comes next.
pub fn is_undecided(entry: &Entry, master: &MasterData) -> bool {
    let today = (master.today, master.regimes.at(master.today));
    let days = std::iter::once(today).chain(master.switch());
    days.into_iter()
        .any(|(day, regime)| entry.decision_on(regime, day).is_none())
}
