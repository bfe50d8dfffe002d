//! Closing the day: look, count, skim, sign.

mod figures;
mod terminals;
mod view;

pub(in crate::ui) use view::signed;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{Closed, Command, Period};
use super::{approval, entry, pieces};
use crate::money::Money;
use crate::ui::widget::notice::Rank;

/// The steps in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Step {
    /// Look at the period.
    Look,
    /// Count the drawer.
    Count,
    /// Decide what stays in it.
    Skim,
    /// Sign, both of you.
    Sign,
    /// It is closed.
    Closed,
}

/// What the screen remembers.
#[derive(Debug, Clone)]
pub struct State {
    step: Step,
    period: Option<Period>,
    count: pieces::State,
    labels: Vec<String>,
    reason: Option<String>,
    carried: Option<Money>,
    entry: Option<entry::State>,
    approval: Option<approval::State>,
    /// Signed, and the terminals are ending their day.
    working: bool,
    closed: Option<Closed>,
    /// A terminal is asked for its end of day once more.
    again: bool,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Counting.
    Count(pieces::Message),
    /// Why the count differs.
    Reason(String),
    /// Type another reason or leave it: the field.
    ReasonText(String),
    /// How much stays in the drawer.
    Carry(Money),
    /// Type how much stays in the drawer.
    CarryOther,
    /// Inside the dialog for it.
    Entry(entry::Message),
    /// To the sales that are still open.
    Open,
    /// To the card payments without an outcome.
    Unsettled,
    /// Ask a terminal for its end of day once more.
    Again(String),
    /// To the next step.
    Next,
    /// To the step before, or out.
    Back,
    /// Inside the dialog of the second person.
    Approval(approval::Message),
    /// Save the interim report or the closing as PDF.
    Pdf,
}

impl State {
    /// A closing that is about to begin.
    pub fn new() -> Self {
        Self {
            step: Step::Look,
            period: None,
            count: pieces::State::default(),
            labels: pieces::State::labels(),
            reason: None,
            carried: None,
            entry: None,
            approval: None,
            working: false,
            closed: None,
            again: false,
            note: None,
        }
    }

    /// How far it is.
    pub fn step(&self) -> Step {
        self.step
    }

    /// Whether it has come to its end.
    pub fn is_closed(&self) -> bool {
        self.step == Step::Closed
    }

    /// The figures of the period have come.
    pub fn set_period(&mut self, period: Period) {
        self.period = Some(period);
    }

    /// The period is closed.
    pub fn set_closed(&mut self, closed: Closed) {
        self.approval = None;
        self.working = false;
        self.step = Step::Closed;
        self.closed = Some(closed);
    }

    /// Something was printed or saved.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// The till refused. Returns whether there is a place for it.
    pub fn failed(&mut self, sentence: &str) -> bool {
        self.working = false;
        match &mut self.approval {
            Some(approval) => {
                approval.failed(sentence.to_owned());
                true
            }
            None => false,
        }
    }

    /// Whether the dialog of the second person is open.
    pub fn has_approval(&self) -> bool {
        self.approval.is_some()
    }

    /// Whether digits fill a row of the count.
    pub fn is_counting(&self) -> bool {
        self.step == Step::Count && self.approval.is_none() && self.entry.is_none()
    }

    /// The dialog for an amount, if it is open.
    pub fn has_entry(&self) -> bool {
        self.entry.is_some()
    }

    fn difference(&self) -> Money {
        let expected = self
            .period
            .as_ref()
            .map_or(Money::ZERO, |period| period.expected);
        self.count.total() - expected
    }

    // What usually stays is the float, if there is that much.
    fn carried(&self, desk: &Desk) -> Money {
        self.carried
            .unwrap_or(desk.facts.float)
            .min(self.count.total())
    }

    fn reason(&self) -> Option<String> {
        self.reason
            .as_ref()
            .map(|reason| reason.trim().to_owned())
            .filter(|reason| !reason.is_empty())
    }

    fn lacks_reason(&self) -> bool {
        self.step == Step::Count && !self.difference().is_zero() && self.reason().is_none()
    }

    fn may_go_on(&self, desk: &Desk) -> bool {
        match self.step {
            Step::Look => self.period.is_some() && waiting(desk) == 0,
            Step::Count => !self.lacks_reason(),
            Step::Skim | Step::Sign | Step::Closed => true,
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            Message::Count(message) => {
                self.carried = None;
                if let Some(share) = self.count.update(message) {
                    return Action::Scroll(pieces::State::list(), share);
                }
            }
            Message::Reason(reason) | Message::ReasonText(reason) => self.reason = Some(reason),
            Message::Carry(amount) => self.carried = Some(amount),
            Message::CarryOther => self.entry = Some(entry::State::new(entry::Figure::Amount)),
            Message::Entry(message) => self.entry(message, desk),
            Message::Open if desk.sale.is_some() => return Action::Go(Place::Sale),
            Message::Open => {
                return Action::Many(vec![Action::Go(Place::Sale), Action::Go(Place::Waiting)]);
            }
            Message::Again(name) if !self.again => {
                self.again = true;
                return Action::Send(Command::CloseTerminal { name });
            }
            Message::Again(_) => {}
            Message::Unsettled => return Action::Go(Place::Unsettled),
            Message::Next if self.may_go_on(desk) => return self.next(),
            Message::Next => {}
            Message::Back => {
                self.step = match self.step {
                    Step::Look | Step::Closed => return Action::Go(Place::Sale),
                    Step::Count => Step::Look,
                    Step::Skim => Step::Count,
                    Step::Sign => Step::Skim,
                };
            }
            Message::Approval(message) => return self.approval(message, desk),
            Message::Pdf => {
                return Action::Send(match &self.closed {
                    Some(closed) => Command::SaveClosingPdf {
                        number: closed.number,
                    },
                    None => Command::SaveInterimPdf,
                });
            }
        }
        Action::None
    }

    fn entry(&mut self, message: entry::Message, desk: &Desk) {
        let Some(entry) = &mut self.entry else {
            return;
        };
        entry.update(&message);
        match message {
            entry::Message::Close => self.entry = None,
            entry::Message::Submit => match entry.amount() {
                Some(amount) if amount <= self.count.total() => {
                    self.carried = Some(amount);
                    self.entry = None;
                }
                _ => entry.failed(desk.t.text("closing-carry-too-much").to_owned()),
            },
            entry::Message::Type(_) | entry::Message::Backspace | entry::Message::Today => {}
        }
    }

    fn next(&mut self) -> Action {
        match self.step {
            Step::Look => {
                self.step = Step::Count;
                // No field has the keyboard: digits go into the row.
                return Action::Focus(iced::widget::Id::new("count-keys"));
            }
            Step::Count => self.step = Step::Skim,
            Step::Skim => self.step = Step::Sign,
            Step::Sign => self.approval = Some(approval::State::default()),
            Step::Closed => return Action::Go(Place::Sale),
        }
        Action::None
    }

    fn approval(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some(state) = self.approval.as_mut().filter(|_| !self.working) else {
            return Action::None;
        };
        match state.update(message, desk, false) {
            approval::Outcome::Open => Action::None,
            approval::Outcome::Closed => {
                self.approval = None;
                Action::None
            }
            approval::Outcome::Given(approval) => {
                self.working = true;
                Action::Send(Command::Close {
                    pieces: self.count.pieces(),
                    carried: self.carried(desk),
                    reason: self.reason().filter(|_| !self.difference().is_zero()),
                    approval,
                })
            }
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Sales that have to be finished before a closing; those that wait for a terminal's answer go into the next period.
fn waiting(desk: &Desk) -> usize {
    let unknown = |draft: i64| desk.unsettled.iter().any(|payment| payment.draft == draft);
    let parked = desk.waiting.iter().filter(|sale| !unknown(sale.draft));
    parked.count() + usize::from(desk.sale.is_some())
}
