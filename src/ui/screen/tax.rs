//! Taxes: dated rates, the law of the municipality, the treatment of every item, and what waits for a second
//! person.

mod agree;
mod approvals;
pub mod form;
mod law;
mod rates;
mod treatments;
mod view;
pub mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use iced::widget::Id;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::find::Index;
use super::super::protocol::{Command, tax};
use super::{approval, parts};
use crate::catalogue::Rehearsal;
use crate::tax::TaxKey;
use crate::till::ItemDecision;
use crate::ui::widget::notice::Rank;
use treatments::Filter;

/// The height of a row with the line below it.
const PITCH: f32 = crate::ui::theme::measure::ROW + 1.0;
/// What tabs, search, filters and buttons take of the height of the window.
const AROUND: f32 = 370.0;

const ITEMS: &str = "taxes-items";
const PROPOSALS: &str = "taxes-proposals";

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Keys and their rates.
    #[default]
    Rates,
    /// The law of the municipality.
    Law,
    /// Items and how they are taxed.
    Treatments,
    /// What waits for a second person.
    Approvals,
}

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    tab: Tab,
    keys: Vec<(TaxKey, String)>,
    key: Option<TaxKey>,
    rehearsal: Option<Arc<Rehearsal>>,
    index: Option<Index>,
    query: String,
    filter: Filter,
    /// Positions of the items in sight, in order.
    shown: Vec<usize>,
    item: Option<String>,
    pending: Vec<ItemDecision>,
    chosen: BTreeSet<i64>,
    /// How far the list is scrolled.
    offset: f32,
    open: Option<i64>,
    form: Option<form::State>,
    approval: Option<(approval::State, Wish)>,
    note: Option<(Rank, String)>,
}

/// What a second person is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// A change of the whole register, and why.
    Change(tax::Change, String),
    /// These proposals.
    Approve(Vec<i64>),
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Another part.
    Tab(Tab),
    /// Look at a key.
    Key(TaxKey),
    /// Look at an item.
    Item(String),
    /// The text in the search field.
    Search(String),
    /// Enter in the search field.
    SearchSubmit,
    /// Put the cursor into the search field.
    SearchFocus,
    /// Show only these.
    Filter(Filter),
    /// The list was scrolled.
    Scrolled(f32),
    /// Look at a proposal.
    Proposal(i64),
    /// Tick a proposal or untick it.
    Tick(i64),
    /// Tick every proposal, or none.
    TickAll,
    /// Fill in a form.
    Open(form::Kind),
    /// In the form.
    Form(form::Message),
    /// Agree to what is ticked or open.
    Approve,
    /// In the dialog of the second person.
    Approval(approval::Message),
    /// What changes on this day.
    Rehearse(NaiveDate),
    /// Leave the dialog, or the screen.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        matches!(
            self,
            Message::Search(_) | Message::Form(form::Message::Typed(..))
        )
    }
}

impl State {
    /// The screen with this item or tab in front.
    pub fn at(tab: Tab, item: Option<String>) -> Self {
        Self {
            tab,
            item,
            ..Self::default()
        }
    }

    /// The search field.
    pub fn search_field() -> Id {
        Id::new("taxes-search")
    }

    /// Master data have come, or have changed.
    pub fn set_master(&mut self, desk: &Desk) -> Action {
        let entries = desk.master.iter().flat_map(|m| m.assortment.entries());
        self.index = Some(Index::new(entries.map(|entry| &entry.item)));
        self.narrow(desk);
        let look = Action::Send(Command::Tax(tax::Command::Look));
        match desk.master.as_ref().and_then(|master| master.switch()) {
            Some((on, _)) => Action::Many(vec![
                look,
                Action::Send(Command::Tax(tax::Command::Rehearse { on })),
            ]),
            None => {
                self.rehearsal = None;
                look
            }
        }
    }

    /// The till has told something.
    pub fn hear(&mut self, event: tax::Event, desk: &Desk) {
        match event {
            tax::Event::Look { keys, pending } => {
                let waits = |id: &i64| pending.iter().any(|p| p.decision.id == *id);
                self.chosen.retain(|id| waits(id));
                self.open = self.open.filter(waits);
                (self.keys, self.pending) = (keys, pending);
            }
            tax::Event::Rehearsal(rehearsal) => self.rehearsal = Some(rehearsal),
            tax::Event::Preview(_) => {}
            tax::Event::Changed(done) => {
                (self.form, self.approval) = (None, None);
                let t = desk.t;
                let sentence = match done {
                    tax::Done::Changed => t.text("taxes-changed").to_owned(),
                    tax::Done::Proposed => t.text("taxes-proposed").to_owned(),
                    tax::Done::InForce => t.text("taxes-in-force").to_owned(),
                    tax::Done::Approved(n) => t.with("taxes-approved", &[("n", n.into())]),
                    tax::Done::Refused(n) => t.with("taxes-refused", &[("n", n.into())]),
                };
                self.note = Some((Rank::Done, sentence));
            }
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: &str) {
        match (&mut self.approval, &mut self.form) {
            (Some((approval, _)), _) => approval.failed(sentence.to_owned()),
            (None, Some(form)) => form.failed(sentence.to_owned()),
            (None, None) => self.note = Some((Rank::Stop, sentence.to_owned())),
        }
    }

    /// The dialog of the second person, if it is open.
    pub fn approval(&self) -> Option<&approval::State> {
        self.approval.as_ref().map(|(approval, _)| approval)
    }

    /// Puts the dialog back to what it was.
    pub fn restore_approval(&mut self, before: approval::State) {
        if let Some((approval, _)) = &mut self.approval {
            *approval = before;
        }
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        self.tab as u8 * 4 + u8::from(self.form.is_some()) * 2 + u8::from(self.approval.is_some())
    }

    /// Whether a dialog lies over the screen.
    pub fn has_dialog(&self) -> bool {
        self.form.is_some() || self.approval.is_some()
    }

    /// What an arrow means: the row before or after the one that is open.
    pub fn step(&self, down: bool, desk: &Desk) -> Option<Message> {
        if self.has_dialog() {
            return None;
        }
        match self.tab {
            Tab::Law => None,
            Tab::Rates => {
                let keys = rates::keys(desk);
                next(&keys, self.key.as_ref(), down).map(Message::Key)
            }
            Tab::Treatments => {
                let entries = desk.master.as_ref()?.assortment.entries();
                let shown = self.shown.iter().filter_map(|at| entries.get(*at));
                let ids: Vec<String> = shown.map(|entry| entry.item.id.clone()).collect();
                next(&ids, self.item.as_ref(), down).map(Message::Item)
            }
            Tab::Approvals => {
                let ids: Vec<i64> = self.pending.iter().map(|p| p.decision.id).collect();
                next(&ids, self.open.as_ref(), down).map(Message::Proposal)
            }
        }
    }

    /// What Enter means where no field or button has used it.
    pub fn enter(&self) -> Option<Message> {
        (self.form.is_some() && self.approval.is_none())
            .then_some(Message::Form(form::Message::Submit))
    }

    fn narrow(&mut self, desk: &Desk) {
        let (Some(master), Some(index)) = (&desk.master, &mut self.index) else {
            return;
        };
        let entries = master.assortment.entries();
        let mut shown = index.find(&self.query);
        let filter = self.filter;
        shown.retain(|at| entries.get(*at).is_some_and(|e| filter.fits(e, master)));
        self.shown = shown;
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Tab(tab) => {
                self.tab = tab;
                self.offset = 0.0;
            }
            Message::Key(key) => self.key = Some(key),
            Message::Item(item) => {
                let entries = desk.master.as_ref().map(|m| m.assortment.entries());
                let id = |at: &usize| entries?.get(*at).map(|entry| &entry.item.id);
                let row = self.shown.iter().position(|at| id(at) == Some(&item));
                self.item = Some(item);
                return self.show(desk, ITEMS, row);
            }
            Message::Scrolled(offset) => self.offset = offset,
            Message::Search(query) => {
                self.query = query;
                self.offset = 0.0;
                self.narrow(desk);
            }
            Message::SearchSubmit => {
                let entries = desk.master.iter().flat_map(|m| m.assortment.entries());
                let first = self
                    .shown
                    .first()
                    .and_then(|at| entries.into_iter().nth(*at));
                self.item = first.map(|entry| entry.item.id.clone());
            }
            Message::SearchFocus => {
                self.tab = Tab::Treatments;
                return Action::Select(Self::search_field());
            }
            Message::Filter(filter) => {
                self.filter = filter;
                self.offset = 0.0;
                self.narrow(desk);
            }
            Message::Proposal(id) => {
                self.open = Some(id);
                let row = self.pending.iter().position(|p| p.decision.id == id);
                return self.show(desk, PROPOSALS, row);
            }
            Message::Tick(id) => {
                if !self.chosen.remove(&id) {
                    self.chosen.insert(id);
                }
                self.open = Some(id);
            }
            Message::TickAll if self.chosen.len() == self.pending.len() => self.chosen.clear(),
            Message::TickAll => {
                self.chosen = self.pending.iter().map(|p| p.decision.id).collect();
            }
            Message::Open(kind) => {
                let form = form::State::new(kind, desk, &self.keys);
                let first = form.first();
                self.form = Some(form);
                return Action::Select(Id::new(first));
            }
            Message::Form(message) => return self.in_form(message, desk),
            Message::Approve => {
                let ids = self.meant();
                if self.agrees_alone(&ids, desk) {
                    return Action::Send(Command::Tax(tax::Command::Approve {
                        ids,
                        approval: None,
                    }));
                }
                self.ask(Wish::Approve(ids));
            }
            Message::Approval(message) => return self.approve(message, desk),
            Message::Rehearse(on) => return Action::Go(Place::Rehearsal(Some(on))),
            Message::Back if self.form.take().is_some() => {}
            Message::Back if !self.query.is_empty() && self.tab == Tab::Treatments => {
                self.query.clear();
                self.narrow(desk);
            }
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }

    // Scrolls a list so that what the keyboard went to is in sight.
    fn show(&self, desk: &Desk, list: &'static str, row: Option<usize>) -> Action {
        let y = row.map(|row| parts::in_sight(desk, row, PITCH, self.offset, AROUND));
        match y.filter(|y| *y != self.offset) {
            Some(y) => Action::ScrollTo(Id::new(list), y),
            None => Action::None,
        }
    }
}

fn next<T: Clone + PartialEq>(all: &[T], open: Option<&T>, down: bool) -> Option<T> {
    let at = open.and_then(|open| all.iter().position(|one| one == open));
    let at = match (at, down) {
        (None, _) => 0,
        (Some(at), true) => (at + 1).min(all.len().saturating_sub(1)),
        (Some(at), false) => at.saturating_sub(1),
    };
    all.get(at).cloned()
}
