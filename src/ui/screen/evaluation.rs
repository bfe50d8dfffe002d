//! Evaluations: what stands out, what everybody did, how it went over hours and days. For managers and auditors.

mod chart;
mod course;
mod persons;
mod view;

use std::sync::Arc;

use iced::widget::Id;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use super::super::protocol::evaluation::{Command as Wanted, Event, Wanted as Days};
use super::parts::read_day;
use crate::audit::{Evaluation, Finding, Rank as Weight, Span};
use crate::i18n::date;
use crate::ui::widget::notice::Rank;

/// What is in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// What stands out.
    #[default]
    Findings,
    /// Figures per person.
    Persons,
    /// Charts over hours and days.
    Course,
}

const TABS: [(Tab, &str); 3] = [
    (Tab::Findings, "eval-tab-findings"),
    (Tab::Persons, "eval-tab-persons"),
    (Tab::Course, "eval-tab-course"),
];

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    from: String,
    to: String,
    /// What is shown, or is being evaluated.
    span: Option<Span>,
    /// One of the days cannot be read, or they are the wrong way round.
    wrong: bool,
    /// How far the work is.
    progress: Option<(u64, u64)>,
    saving: bool,
    evaluation: Option<Arc<Evaluation>>,
    tab: Tab,
    chosen: Option<usize>,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The first day as typed.
    From(String),
    /// The last day as typed.
    To(String),
    /// Put the cursor into the first of them.
    DayFocus,
    /// Evaluate the days typed.
    Go,
    /// Evaluate days as seen from today.
    Days(Days),
    /// Stop the work.
    Stop,
    /// Show this page.
    Tab(Tab),
    /// Look at a finding.
    Choose(usize),
    /// Show the receipts behind it.
    Receipts,
    /// Save the evaluation as PDF.
    Save,
    /// Save the journal of the same days.
    Journal {
        /// As a table for other programs.
        csv: bool,
    },
    /// Leave the finding, or the screen.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        matches!(self, Message::From(_) | Message::To(_))
    }
}

impl State {
    /// The field of the first day.
    pub fn day_field() -> Id {
        Id::new("eval-from")
    }

    /// The first thing to ask of the till.
    pub fn begin() -> Command {
        Command::Evaluation(Wanted::Begin(Days::Month))
    }

    /// The till has told something.
    pub fn hear(&mut self, event: Event) {
        match event {
            Event::Begun(span) => {
                self.span = Some(span);
                (self.from, self.to) = (date(span.from), date(span.to));
                (self.evaluation, self.chosen, self.note) = (None, None, None);
                (self.progress, self.saving) = (Some((0, 0)), false);
            }
            Event::Progress(through, of) => {
                if let Some(progress) = &mut self.progress {
                    *progress = (through, of);
                }
            }
            Event::Done(evaluation) if Some(evaluation.span) == self.span => {
                self.progress = None;
                self.chosen = (!evaluation.findings.is_empty()).then_some(0);
                self.evaluation = Some(evaluation);
            }
            Event::Done(_) => {}
            Event::Saving => self.saving = true,
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        (self.saving, self.progress) = (false, None);
        self.note = Some((rank, sentence));
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        self.tab as u8
    }

    /// The finding looked at.
    fn finding(&self) -> Option<&Finding> {
        self.evaluation.as_ref()?.findings.get(self.chosen?)
    }

    /// One finding further up or down.
    pub fn step(&self, down: bool) -> Option<Message> {
        let count = self.evaluation.as_ref()?.findings.len();
        if self.tab != Tab::Findings || count == 0 {
            return None;
        }
        let next = match (self.chosen, down) {
            (None, _) => 0,
            (Some(at), true) => (at + 1).min(count - 1),
            (Some(at), false) => at.saturating_sub(1),
        };
        Some(Message::Choose(next))
    }

    /// Enter outside a field: the receipts behind the finding.
    pub fn enter(&self) -> Option<Message> {
        let finding = self.finding()?;
        (self.tab == Tab::Findings && !finding.receipts.is_empty()).then_some(Message::Receipts)
    }

    fn typed(&self) -> Option<Span> {
        let span = Span {
            from: read_day(&self.from)?,
            to: read_day(&self.to)?,
        };
        (span.from <= span.to).then_some(span)
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::From(text) => (self.from, self.wrong) = (text, false),
            Message::To(text) => (self.to, self.wrong) = (text, false),
            Message::DayFocus => return Action::Select(Self::day_field()),
            Message::Go => match self.typed() {
                Some(span) => {
                    return Action::Send(Command::Evaluation(Wanted::Begin(Days::Days(span))));
                }
                None => self.wrong = true,
            },
            Message::Days(days) => {
                self.wrong = false;
                return Action::Send(Command::Evaluation(Wanted::Begin(days)));
            }
            Message::Stop => {
                self.progress = None;
                return Action::Send(Command::Evaluation(Wanted::Stop));
            }
            Message::Tab(tab) => self.tab = tab,
            Message::Choose(at) => self.chosen = Some(at),
            Message::Receipts => {
                if let Some(finding) = self.finding() {
                    let title = finding.title(desk.t).to_owned();
                    let receipts = finding.receipts.clone();
                    let look = Command::Evaluation(Wanted::Look(title.clone()));
                    return Action::Many(vec![Action::Send(look), Action::Behind(title, receipts)]);
                }
            }
            Message::Save if self.evaluation.is_some() && !self.saving => {
                return Action::Send(Command::Evaluation(Wanted::Save));
            }
            Message::Journal { csv } if !self.saving => {
                if let Some(span) = self.span {
                    return Action::Send(Command::Evaluation(Wanted::SaveJournal { span, csv }));
                }
            }
            Message::Save | Message::Journal { .. } => {}
            Message::Back => {
                return Action::Many(vec![
                    Action::Send(Command::Evaluation(Wanted::Stop)),
                    Action::Go(Place::Sale),
                ]);
            }
        }
        Action::None
    }
}

/// The text that names a weight.
fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Serious => "eval-serious",
        Weight::Notable => "eval-notable",
        Weight::Remark => "eval-remark",
    }
}
