//! The rehearsal: what changes on a day, item by item, with both receipts side by side.

pub mod count;
mod table;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use iced::widget::Id;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{Command, tax};
use super::parts::{next_year, read_day};
use crate::catalogue::{ItemChange, Rehearsal};
use crate::i18n::date;
use crate::ui::widget::notice::Rank;
use count::Group;

/// Items one preview holds: more than anybody compares, and still a receipt.
const BASKET: usize = 40;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The day as it is typed.
    typed: String,
    /// The day that was asked for.
    on: Option<NaiveDate>,
    rehearsal: Option<Arc<Rehearsal>>,
    groups: Vec<Group>,
    /// What the table is narrowed down to.
    office: Option<String>,
    group: Option<usize>,
    shown: Vec<table::Line>,
    ticked: BTreeSet<String>,
    offset: f32,
    choosing: bool,
    preview: Option<tax::Preview>,
    comparing: bool,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The day as typed.
    Day(String),
    /// Enter in the field of the day.
    DaySubmit,
    /// Another day.
    On(NaiveDate),
    /// Put the cursor into the field of the day.
    DayFocus,
    /// Choose an office.
    Choose,
    /// Only this office.
    Office(Option<String>),
    /// Only what this group of warnings is about.
    Group(usize),
    /// Tick an item or untick it.
    Tick(String),
    /// The table was scrolled.
    Scrolled(f32),
    /// Show both receipts of what is ticked.
    Compare,
    /// Save it.
    Save {
        /// As a table for other programs.
        csv: bool,
    },
    /// Decide how an item is taxed.
    Decide(String),
    /// Leave the dialog, or the screen.
    Back,
}

impl State {
    /// The rehearsal of a day; without one, of the next change.
    pub fn of(on: Option<NaiveDate>) -> Self {
        Self {
            on,
            typed: on.map(date).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The field of the day.
    pub fn day_field() -> Id {
        Id::new("rehearsal-day")
    }

    /// Master data have come, or have changed.
    pub fn set_master(&mut self, desk: &Desk) -> Action {
        let next = || {
            let master = desk.master.as_ref()?;
            Some(changes_ahead(master).into_iter().next())
        };
        let today = desk.master.as_ref().map(|master| master.today);
        let on = self
            .on
            .or_else(|| next().flatten())
            .or(today.map(next_year));
        match on {
            Some(on) => self.ask(on),
            None => Action::None,
        }
    }

    fn ask(&mut self, on: NaiveDate) -> Action {
        self.on = Some(on);
        self.typed = date(on);
        Action::Send(Command::Tax(tax::Command::Rehearse { on }))
    }

    /// The till has told something.
    pub fn hear(&mut self, event: tax::Event, desk: &Desk) {
        match event {
            tax::Event::Rehearsal(rehearsal) if Some(rehearsal.on) == self.on => {
                self.groups = count::groups(&rehearsal);
                self.rehearsal = Some(rehearsal);
                self.group = None;
                self.narrow(desk);
                let known = |id: &String| self.shown.iter().any(|line| line.item == *id);
                self.ticked.retain(known);
            }
            tax::Event::Preview(preview) => self.preview = Some(preview),
            _ => {}
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.comparing &= rank != Rank::Stop;
        self.note = Some((rank, sentence));
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        u8::from(self.choosing) + u8::from(self.comparing) * 2
    }

    fn narrow(&mut self, desk: &Desk) {
        self.offset = 0.0;
        let group = self.group.and_then(|at| self.groups.get(at));
        self.shown = match &self.rehearsal {
            Some(rehearsal) => table::lines(desk, rehearsal, self.office.as_deref(), group),
            None => Vec::new(),
        };
    }

    fn change(&self, item: &str) -> Option<&ItemChange> {
        let rehearsal = self.rehearsal.as_ref()?;
        rehearsal.changes.iter().find(|c| c.item_id == item)
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Day(text) => self.typed = text,
            Message::DaySubmit => {
                let today = desk.master.as_ref().map(|master| master.today);
                match read_day(&self.typed).filter(|day| today.is_none_or(|today| *day > today)) {
                    Some(on) => return self.ask(on),
                    None => {
                        let sentence = desk.t.text("rehearse-day-needed").to_owned();
                        self.note = Some((Rank::Warning, sentence));
                    }
                }
            }
            Message::On(on) => return self.ask(on),
            Message::DayFocus => return Action::Select(Self::day_field()),
            Message::Choose => self.choosing = true,
            Message::Office(office) => {
                self.choosing = false;
                self.office = office;
                self.narrow(desk);
            }
            Message::Group(at) => {
                self.group = (self.group != Some(at)).then_some(at);
                self.narrow(desk);
            }
            Message::Tick(item) => {
                if !self.ticked.remove(&item) && self.ticked.len() < BASKET {
                    self.ticked.insert(item);
                }
            }
            Message::Scrolled(offset) => self.offset = offset,
            Message::Compare => return self.compare(),
            Message::Save { csv } => {
                return self.on.map_or(Action::None, |on| {
                    Action::Send(Command::Tax(tax::Command::SaveRehearsal { on, csv }))
                });
            }
            Message::Decide(item) => return Action::Treatment(item),
            Message::Back if self.comparing => self.comparing = false,
            Message::Back if self.choosing => self.choosing = false,
            Message::Back => return Action::Go(Place::Taxes),
        }
        Action::None
    }

    fn compare(&mut self) -> Action {
        let Some(on) = self.on.filter(|_| !self.ticked.is_empty()) else {
            return Action::None;
        };
        self.comparing = true;
        self.preview = None;
        // In the order of the table, not of their numbers.
        let items = self.shown.iter().map(|line| line.item.clone());
        let items = items.filter(|item| self.ticked.contains(item)).collect();
        Action::Send(Command::Tax(tax::Command::Preview { on, items }))
    }
}

/// The days to come on which law, rates or a price change, the next one first.
pub(super) fn changes_ahead(master: &crate::ui::protocol::MasterData) -> Vec<NaiveDate> {
    let today = master.today;
    let laws = master.regimes.0.iter().map(|(from, _)| *from);
    let rates = master.rates.periods().iter().map(|period| period.from);
    let entries = master.assortment.entries().iter();
    let prices = entries
        .clone()
        .flat_map(|e| e.prices.iter().map(|price| price.from));
    let taxes = entries.flat_map(|e| e.decisions.iter().filter(|d| d.holds()).map(|d| d.from));
    let all: BTreeSet<NaiveDate> = laws.chain(rates).chain(prices).chain(taxes).collect();
    all.into_iter().filter(|day| *day > today).collect()
}
