//! Stock: what is there, what is running out, what came and went; deliveries, losses and counts.

mod booking;
pub mod count;
pub mod form;
mod view;
mod words;

use iced::widget::Id;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use super::super::protocol::stock::{Command as Wanted, Event};
use super::{approval, parts};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Amount, StockRow};
use crate::ledger::StockChange;
use crate::people::Right;
use crate::ui::widget::notice::Rank;

/// Which items are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// Every one.
    #[default]
    All,
    /// Below their minimum, or below zero.
    Low,
    /// Kept by number.
    Numbered,
    /// Never delivered or counted.
    Uncounted,
}

/// In the order they are offered, with the texts that name them.
const FILTERS: [(Filter, &str); 4] = [
    (Filter::All, "stock-filter-all"),
    (Filter::Low, "stock-filter-low"),
    (Filter::Numbered, "stock-filter-numbered"),
    (Filter::Uncounted, "stock-filter-uncounted"),
];

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    rows: Option<Vec<StockRow>>,
    negative: bool,
    query: String,
    filter: Filter,
    /// Positions of the rows in sight: what is running out comes first.
    shown: Vec<usize>,
    offset: f32,
    item: Option<String>,
    history: Vec<StockChange>,
    form: Option<form::State>,
    count: Option<count::State>,
    approval: Option<(approval::State, Wanted)>,
    /// The count that was booked last.
    sheet: Option<u64>,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
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
    /// Look at an item.
    Open(String),
    /// Fill in a form about the open item.
    Form(form::Kind),
    /// In the form.
    InForm(form::Message),
    /// Take stock.
    Count,
    /// While taking stock.
    InCount(count::Message),
    /// Whether merchandise may be sold below zero.
    Negative(bool),
    /// Save the record of the last count.
    SaveSheet,
    /// In the dialog of the second person.
    Approval(approval::Message),
    /// Leave the dialog, or the screen.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        matches!(
            self,
            Message::Search(_)
                | Message::SearchSubmit
                | Message::InForm(form::Message::Amount(_) | form::Message::Reason(_))
                | Message::InCount(count::Message::Typed(..) | count::Message::Reason(_))
        )
    }
}

impl State {
    /// The search field.
    pub fn search_field() -> Id {
        Id::new("stock-search")
    }

    /// The till has told something.
    pub fn hear(&mut self, event: Event, desk: &Desk) {
        match event {
            Event::Look { rows, negative } => {
                self.rows = Some(rows);
                self.negative = negative;
                self.narrow();
            }
            Event::History { item, changes } => {
                if self.item == Some(item) {
                    self.history = changes;
                }
            }
            Event::Moved { item, level } => {
                (self.form, self.approval) = (None, None);
                let name = self
                    .row(&item)
                    .map_or(item.as_str(), |row| row.name.as_str());
                let arguments = [
                    ("item", name.into()),
                    ("level", words::level(&level).into()),
                ];
                self.note = Some((Rank::Done, desk.t.with("stock-moved", &arguments)));
            }
            Event::Counted(sheet) => {
                (self.form, self.count, self.approval) = (None, None, None);
                self.sheet = Some(sheet.number);
                let differs = sheet.items.iter().filter(|i| !i.difference().is_zero());
                let arguments = [
                    ("n", sheet.items.len().into()),
                    ("number", sheet.number.into()),
                    ("differs", differs.count().into()),
                ];
                self.note = Some((Rank::Done, desk.t.with("stock-counted", &arguments)));
            }
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: &str) {
        match (&mut self.approval, &mut self.form, &mut self.count) {
            (Some((approval, _)), _, _) => approval.failed(sentence.to_owned()),
            (None, Some(form), _) => form.failed(sentence.to_owned()),
            (None, None, Some(count)) => count.failed(sentence.to_owned()),
            (None, None, None) => self.note = Some((Rank::Stop, sentence.to_owned())),
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
        let count = self.count.as_ref().map_or(0, count::State::page_number);
        u8::from(self.form.is_some()) + u8::from(self.approval.is_some()) * 2 + count * 4
    }

    /// Whether something lies over the list.
    pub fn has_dialog(&self) -> bool {
        self.form.is_some() || self.approval.is_some() || self.count.is_some()
    }

    /// What an arrow means: the row before or after the one that is open.
    pub fn step(&self, down: bool) -> Option<Message> {
        if self.has_dialog() {
            return None;
        }
        let rows = self.rows.as_ref()?;
        let id = |at: &usize| rows.get(*at).map(|row| &row.item_id);
        let open = self
            .shown
            .iter()
            .position(|at| id(at) == self.item.as_ref());
        let next = match (open, down) {
            (None, _) => 0,
            (Some(at), true) => at + 1,
            (Some(at), false) => at.saturating_sub(1),
        };
        let next = id(self.shown.get(next)?)?;
        Some(Message::Open(next.clone()))
    }

    /// What Enter means where no field or button has used it, or what a scanner has read.
    pub fn enter(&self, scanned: Option<String>) -> Option<Message> {
        match (&self.form, scanned) {
            (Some(_), _) => Some(Message::InForm(form::Message::Submit)),
            (None, Some(code)) if self.count.is_none() => Some(Message::Search(code)),
            (None, _) => None,
        }
    }

    fn row(&self, item: &str) -> Option<&StockRow> {
        self.rows.iter().flatten().find(|row| row.item_id == item)
    }

    fn narrow(&mut self) {
        let words: Vec<String> = {
            let query = self.query.to_lowercase();
            query.split_whitespace().map(str::to_owned).collect()
        };
        let fits = |row: &StockRow| {
            let text = format!("{} {} {}", row.name, row.item_id, row.office).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
                && match self.filter {
                    Filter::All => true,
                    Filter::Low => words::warns(row),
                    Filter::Numbered => row.mode == StockMode::Numbered,
                    Filter::Uncounted => row.level.is_none(),
                }
        };
        let rows = self.rows.iter().flatten().enumerate();
        let mut shown: Vec<(bool, usize)> = rows
            .filter(|(_, row)| fits(row))
            .map(|(at, row)| (!words::warns(row), at))
            .collect();
        shown.sort_unstable();
        self.shown = shown.into_iter().map(|(_, at)| at).collect();
    }

    fn open(&mut self, item: String) -> Action {
        if self.item.as_ref() != Some(&item) {
            self.history.clear();
        }
        self.item = Some(item.clone());
        Action::Send(Command::Stock(Wanted::History { item }))
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Search(query) => {
                self.query = query;
                self.offset = 0.0;
                self.narrow();
            }
            Message::SearchSubmit => {
                let first = self.shown.first().copied();
                let row = first.and_then(|at| self.rows.as_ref()?.get(at));
                if let Some(item) = row.map(|row| row.item_id.clone()) {
                    return self.open(item);
                }
            }
            Message::SearchFocus => return Action::Select(Self::search_field()),
            Message::Filter(filter) => {
                self.filter = filter;
                self.offset = 0.0;
                self.narrow();
            }
            Message::Scrolled(offset) => self.offset = offset,
            Message::Open(item) => {
                let rows = self.rows.as_ref();
                let id = |at: &usize| rows?.get(*at).map(|row| &row.item_id);
                let row = self.shown.iter().position(|at| id(at) == Some(&item));
                let y = row
                    .map(|row| parts::in_sight(desk, row, view::PITCH, self.offset, view::AROUND));
                let open = self.open(item);
                return match y.filter(|y| *y != self.offset) {
                    Some(y) => Action::Many(vec![open, Action::ScrollTo(Id::new(view::LIST), y)]),
                    None => open,
                };
            }
            Message::Form(kind) => {
                let row = self.item.as_deref().and_then(|item| self.row(item));
                if let Some(row) = row.cloned() {
                    self.form = Some(form::State::new(kind, row));
                    return Action::Focus(Id::new(form::AMOUNT));
                }
            }
            Message::InForm(message) => return self.in_form(message),
            Message::Count => {
                let rows = self.rows.iter().flatten();
                self.count = Some(count::State::new(rows.cloned().collect()));
                return Action::Focus(count::State::first_field());
            }
            Message::InCount(message) => return self.in_count(message),
            Message::Negative(allowed) if desk.may(Right::Administer) => {
                return Action::Send(Command::Stock(Wanted::Negative(allowed)));
            }
            Message::Negative(_) => {}
            Message::SaveSheet => {
                if let Some(number) = self.sheet {
                    return Action::Send(Command::Stock(Wanted::SaveSheet { number }));
                }
            }
            Message::Approval(message) => return self.approve(message, desk),
            Message::Back if self.form.take().is_some() => {}
            Message::Back if self.count.is_some() => return self.in_count(count::Message::Back),
            Message::Back if !self.query.is_empty() => {
                self.query.clear();
                self.narrow();
            }
            Message::Back if self.item.take().is_some() => self.history.clear(),
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }
}

/// An amount as typed: a quantity with a comma, or numbers such as `1001-1050, 1060`.
fn read_amount(mode: StockMode, text: &str) -> Result<Amount, &'static str> {
    let text = text.trim();
    match mode {
        StockMode::Numbered => match text.parse() {
            Ok(numbers) => Ok(Amount::Numbers(numbers)),
            Err(error) => Err(words::numbers_error(&error)),
        },
        _ => crate::ui::desk::read_quantity(text)
            .filter(|quantity| !quantity.is_sign_negative())
            .map(Amount::Quantity)
            .ok_or("stock-needs-quantity"),
    }
}
