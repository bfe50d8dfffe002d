//! The form of one item: new, copied or there already.

mod draft;
mod message;
mod problems;
mod view;

pub use view::{key_name, keys};

pub use message::{Asking, Choosing, Message, Tab, Value};

use draft::{Draft, Mode};

use std::collections::BTreeMap;

use super::super::super::action::Action;
use super::super::super::desk::Desk;
use super::super::super::protocol::{Command, MasterData};
use super::Field;
use crate::catalogue::Entry;
use crate::catalogue::change::{Change, TileScope, check};
use crate::people::Right;
use crate::ui::screen::parts::read_day;
use draft::Wrong;

/// What the form remembers.
#[derive(Debug)]
pub struct State {
    /// The item as it is; `None`: a new one.
    entry: Option<Entry>,
    draft: Draft,
    /// What the form held when it was opened.
    before: Draft,
    tab: Tab,
    choosing: Option<Choosing>,
    asking: Option<Asking>,
    /// Sentences beside fields; shown once somebody has tried to save.
    problems: BTreeMap<Field, String>,
    tried: bool,
    sent: bool,
}

impl State {
    /// The form of an item there is.
    pub fn of(entry: &Entry, master: &MasterData) -> Self {
        Self::with(Some(entry.clone()), Draft::of(entry, master))
    }

    /// A form for a new item, in this office if there is one in view.
    pub fn new(master: &MasterData, office: Option<&str>) -> Self {
        Self::with(None, Draft::empty(master, office))
    }

    /// A form for a new item like this one.
    pub fn copy(entry: &Entry, master: &MasterData) -> Self {
        Self::with(None, Draft::copy(entry, master))
    }

    fn with(entry: Option<Entry>, draft: Draft) -> Self {
        Self {
            entry,
            before: draft.clone(),
            draft,
            tab: Tab::default(),
            choosing: None,
            asking: None,
            problems: BTreeMap::new(),
            tried: false,
            sent: false,
        }
    }

    /// The item, if it is there already.
    pub fn entry(&self) -> Option<&Entry> {
        self.entry.as_ref()
    }

    /// Whether something was typed or chosen that is not saved.
    pub fn is_changed(&self) -> bool {
        let reasonless = |draft: &Draft| {
            let mut draft = draft.clone();
            draft.set(Field::Reason, "");
            draft.set(Field::ArchiveFrom, "");
            draft
        };
        reasonless(&self.draft) != reasonless(&self.before)
    }

    /// Tells what lies over the form apart; 0 for nothing.
    pub fn over_number(&self) -> u8 {
        u8::from(self.choosing.is_some()) + 2 * u8::from(self.asking.is_some())
    }

    /// Closes what lies over the form, or asks whether it may be left. Returns whether it stays.
    pub fn leave(&mut self) -> bool {
        if self.choosing.take().is_some() || self.asking.take().is_some() {
            return true;
        }
        if self.is_changed() {
            self.asking = Some(Asking::Leave);
        }
        self.asking.is_some()
    }

    /// Master data have changed while the form was open.
    pub fn refresh(&mut self, master: &MasterData) {
        let Some(fresh) = self
            .entry
            .as_ref()
            .and_then(|e| master.assortment.entry(&e.item.id))
        else {
            return;
        };
        if !self.is_changed() {
            *self = Self {
                tab: self.tab,
                ..Self::of(fresh, master)
            };
        } else {
            self.entry = Some(fresh.clone());
        }
    }

    /// The till has refused.
    pub fn failed(&mut self) {
        self.sent = false;
    }

    /// Whether a change is on its way to the till.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// A code was read while no field had the cursor: it can only be the bar code.
    pub fn scanned(&mut self, code: String, desk: &Desk) {
        self.tab = Tab::General;
        self.typed(Field::Ean, code, desk);
    }

    /// Something was typed.
    pub fn typed(&mut self, field: Field, text: String, desk: &Desk) {
        self.draft.set(field, text);
        self.look_again(desk);
    }

    fn look_again(&mut self, desk: &Desk) {
        if self.tried {
            let _ = self.changes(desk);
        }
    }

    // The changes, and beside the fields what is wrong with them.
    fn changes(&mut self, desk: &Desk) -> Option<Vec<Change>> {
        let master = desk.master.as_deref()?;
        let mut wrong: Vec<(Field, Wrong)> = Vec::new();
        let changes = match &self.entry {
            None => self.draft.added(&mut wrong),
            Some(entry) => self.draft.edited(entry, &mut wrong),
        };
        let mut found = BTreeMap::new();
        for (field, wrong) in wrong {
            found
                .entry(field)
                .or_insert_with(|| desk.t.text(problems::text(&wrong)).to_owned());
        }
        for problem in check(&changes, &master.context(&desk.facts.users)) {
            let field = problems::field(&problem, &changes);
            found
                .entry(field)
                .or_insert_with(|| problems::sentence(&problem, desk));
        }
        if self.draft.text(Field::Reason).trim().is_empty() && self.entry.is_some() {
            let sentence = desk.t.text("problem-reason").to_owned();
            found.insert(Field::Reason, sentence);
        }
        self.problems = found;
        self.problems.is_empty().then_some(changes)
    }

    fn send(&mut self, changes: Vec<Change>, desk: &Desk) -> Action {
        let typed = self.draft.text(Field::Reason).trim();
        let reason = match typed {
            "" => desk.t.text("cat-reason-new").to_owned(),
            typed => typed.to_owned(),
        };
        self.sent = true;
        Action::Send(Command::ChangeCatalogue { changes, reason })
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            Message::Tab(tab) => self.tab = tab,
            Message::Choose(what) => self.choosing = Some(what),
            Message::Close => (self.choosing, self.asking) = (None, None),
            Message::Discard => self.asking = None,
            Message::Archive => {
                self.asking = Some(Asking::Archive);
                if let Some(master) = desk.master.as_deref() {
                    let today = crate::i18n::date(master.today);
                    self.draft.set(Field::ArchiveFrom, today);
                }
                return Action::Focus(Field::ArchiveReason.id());
            }
            _ if !desk.may(Right::Administer) || self.sent => {}
            Message::Set(value) => {
                self.choosing = None;
                self.set(value);
                self.look_again(desk);
            }
            Message::AddSplit => {
                // The account there is becomes the first of two.
                if self.draft.splits == 0 {
                    let (account, product) = (
                        self.draft.text(Field::Account).to_owned(),
                        self.draft.text(Field::Product).to_owned(),
                    );
                    self.draft.set(Field::SplitAccount(0), account);
                    self.draft.set(Field::SplitProduct(0), product);
                    self.draft.splits = 1;
                }
                self.draft.splits += 1;
                self.look_again(desk);
            }
            Message::RemoveSplit(at) => {
                self.remove_split(at);
                self.look_again(desk);
            }
            Message::Withdraw(from) => {
                if !self.draft.withdrawn.remove(&from) {
                    self.draft.withdrawn.insert(from);
                }
                self.look_again(desk);
            }
            Message::Tile(scope, owner) => return self.tile(scope, owner, desk),
            Message::ArchiveNow => return self.archive(desk),
            Message::Reactivate => {
                if let Some(entry) = &self.entry {
                    let change = Change::Archive {
                        item: entry.item.id.clone(),
                        from: None,
                    };
                    let reason = desk.t.text("cat-reason-reactivate").to_owned();
                    self.sent = true;
                    return Action::Send(Command::ChangeCatalogue {
                        changes: vec![change],
                        reason,
                    });
                }
            }
            Message::Save => {
                self.tried = true;
                match self.changes(desk) {
                    Some(changes) if !changes.is_empty() => return self.send(changes, desk),
                    _ => return self.show_problem(),
                }
            }
        }
        Action::None
    }

    fn archive(&mut self, desk: &Desk) -> Action {
        self.tried = true;
        let from = read_day(self.draft.text(Field::ArchiveFrom));
        let reason = self.draft.text(Field::ArchiveReason).trim().to_owned();
        self.problems.clear();
        if from.is_none() {
            let sentence = desk.t.text(problems::text(&Wrong::Day)).to_owned();
            self.problems.insert(Field::ArchiveFrom, sentence);
        }
        if reason.is_empty() {
            let sentence = desk.t.text("problem-reason").to_owned();
            self.problems.insert(Field::ArchiveReason, sentence);
        }
        let (Some(entry), Some(from), true) = (&self.entry, from, self.problems.is_empty()) else {
            return Action::None;
        };
        self.sent = true;
        let change = Change::Archive {
            item: entry.item.id.clone(),
            from: Some(from),
        };
        Action::Send(Command::ChangeCatalogue {
            changes: vec![change],
            reason,
        })
    }

    // Tiles are no part of the item: they change at once.
    fn tile(&mut self, scope: TileScope, owner: String, desk: &Desk) -> Action {
        let (Some(entry), Some(master)) = (&self.entry, desk.master.as_deref()) else {
            return Action::None;
        };
        // Whoever has no tiles of their own goes on from those they see.
        let mut items = master.tiles_shown(scope, &owner).to_vec();
        let id = &entry.item.id;
        if items.contains(id) {
            items.retain(|item| item != id);
        } else {
            items.push(id.clone());
        }
        Action::Send(Command::ChangeCatalogue {
            changes: vec![Change::Tiles {
                scope,
                owner,
                items,
            }],
            reason: desk.t.text("cat-reason-tiles").to_owned(),
        })
    }

    fn set(&mut self, value: Value) {
        let draft = &mut self.draft;
        match value {
            Value::Office(office) => draft.office = office,
            Value::Group(group) => draft.set(Field::Group, group),
            Value::Kind(kind) => draft.kind = kind,
            Value::Case(case) => draft.case = case,
            Value::Mode(mode) => draft.mode = mode,
            Value::Stock(stock) => draft.stock = stock,
            Value::Reference(needed) => draft.needs_reference = needed,
            Value::Key(law, key) => draft.taxes[law].key = Some(key),
            Value::Rest(law, key) => draft.taxes[law].rest = key,
            Value::Rule(law, rule) => draft.taxes[law].rule = rule,
        }
    }

    fn remove_split(&mut self, at: usize) {
        type Of = fn(usize) -> Field;
        let fields: [Of; 3] = [Field::SplitAccount, Field::SplitProduct, Field::SplitShare];
        for below in at..self.draft.splits {
            for field in fields {
                let text = self.draft.text(field(below + 1)).to_owned();
                self.draft.set(field(below), text);
            }
        }
        self.draft.splits = self.draft.splits.saturating_sub(1);
        // A split over one account is none.
        if self.draft.splits == 1 {
            let account = self.draft.text(Field::SplitAccount(0)).to_owned();
            self.draft.set(Field::Account, account);
            for field in fields {
                self.draft.set(field(0), "");
            }
            self.draft.splits = 0;
        }
    }

    // Turns to the first field that does not do.
    fn show_problem(&mut self) -> Action {
        let Some(field) = self.problems.keys().next().copied() else {
            return Action::None;
        };
        if let Some(tab) = field.tab() {
            self.tab = tab;
        }
        Action::Focus(field.id())
    }
}
