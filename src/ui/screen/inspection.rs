//! The desk of the Kassen-Nachschau (§146b AO): step by step through what an official may ask for, so that a clerk who
//! has never seen one gets along alone. Nothing here changes anything but the book of what was done.

mod count;
mod export;
mod period;
mod proof;
mod protocol;
mod records;
mod view;
mod words;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use super::super::protocol::audit::{Command as Wanted, Event, Look};
use super::pieces;
use crate::dsfinvk::Period;
use crate::till::audit::{ClosingMark, Step as Doing, holds};
use crate::ui::widget::notice::Rank;

/// A step of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// Which days.
    #[default]
    Period,
    /// DSFinV-K and TSE archives to a medium.
    Export,
    /// Chain, signatures, archives, export.
    Proof,
    /// Kassensturz.
    Count,
    /// TSE, outages, users, program.
    Records,
    /// The paper with two signatures.
    Protocol,
}

/// All steps in their order.
const STEPS: [Step; 6] = [
    Step::Period,
    Step::Export,
    Step::Proof,
    Step::Count,
    Step::Records,
    Step::Protocol,
];

/// Days that are often asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Today.
    Today,
    /// The month so far.
    Month,
    /// The month before.
    LastMonth,
    /// The year so far.
    #[default]
    Year,
    /// Everything.
    All,
    /// As typed.
    Span,
}

/// A page of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Page {
    /// TSEs.
    #[default]
    Tse,
    /// When they were out.
    Outages,
    /// Who may do what.
    Users,
    /// Which program, and how far the ledger is.
    Program,
}

impl Page {
    /// Its name in the book of what was done.
    fn on_record(self) -> &'static str {
        match self {
            Page::Tse => "TSE-Daten angesehen",
            Page::Outages => "Ausfälle der TSE angesehen",
            Page::Users => "Benutzer und Rechte angesehen",
            Page::Program => "Programm und Stand des Kassenbuchs angesehen",
        }
    }
}

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    look: Option<Arc<Look>>,
    step: Step,
    preset: Preset,
    from: String,
    to: String,
    /// The medium that was chosen.
    medium: Option<PathBuf>,
    /// A folder as typed; it goes before the medium.
    folder: String,
    count: pieces::State,
    labels: Vec<String>,
    /// The drawer is counted once more although it was before.
    counts_again: bool,
    /// What was sent and is not answered yet.
    sent: bool,
    page: Page,
    seen: HashSet<Page>,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Another step.
    Step(Step),
    /// The next step.
    Next,
    /// Days that are often asked for.
    Preset(Preset),
    /// First day, as typed.
    From(String),
    /// Last day, as typed.
    To(String),
    /// Take this medium.
    Medium(PathBuf),
    /// A folder, as typed.
    Folder(String),
    /// Write it.
    Export,
    /// Check it.
    Prove,
    /// Break off.
    Stop,
    /// Counting.
    Count(pieces::Message),
    /// Compare what was counted.
    Compare,
    /// Count once more.
    Again,
    /// The sheet of the count.
    CountSheet,
    /// The report of the open day.
    Interim,
    /// Another page of the records.
    Page(Page),
    /// The protocol.
    Protocol,
    /// Take a long number along.
    Copy(String),
    /// The menu.
    Menu,
    /// Leave.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        matches!(self, Self::From(_) | Self::To(_) | Self::Folder(_))
    }
}

impl State {
    /// The till has told something.
    pub fn hear(&mut self, event: Event) {
        match event {
            Event::Look(look) => {
                // What was plugged in only just is what somebody wants to use.
                let known = |path: &PathBuf| look.media.iter().any(|one| one.path == *path);
                if !self.medium.as_ref().is_some_and(known) {
                    let mut usable = look.media.iter().filter(|one| !one.read_only);
                    self.medium = usable.next().map(|one| one.path.clone());
                }
                self.sent = false;
                self.look = Some(look);
            }
            Event::Counted => {
                self.count = pieces::State::default();
                self.counts_again = false;
            }
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.sent = false;
        self.note = Some((rank, sentence));
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        self.step as u8 * 4 + self.page as u8
    }

    /// Whether digits fill a row of the count.
    pub fn is_counting(&self) -> bool {
        self.step == Step::Count && self.counts()
    }

    /// What Enter and F12 mean where no field or button has used them.
    pub fn enter(&self, desk: &Desk) -> Option<Message> {
        self.main(desk).and_then(|(_, message)| message)
    }

    // Whether the drawer is being counted, and not shown what came of it.
    fn counts(&self) -> bool {
        let counted = self.look.as_ref().is_some_and(|l| l.visit.count.is_some());
        self.counts_again || !counted
    }

    fn running(&self) -> Option<Doing> {
        let progress = self.look.as_ref()?.progress?;
        Some(progress.step)
    }

    // Where it is to be written.
    fn target(&self) -> Option<PathBuf> {
        match self.folder.trim() {
            "" => self.medium.clone(),
            typed => Some(PathBuf::from(typed)),
        }
    }

    // The days, if what was typed is some.
    fn period(&self) -> Option<Period> {
        let look = self.look.as_ref()?;
        period::days(self.preset, look, &self.from, &self.to)
    }

    // The closings an export of the days would have.
    fn closings(&self) -> Vec<ClosingMark> {
        let (Some(look), Some(period)) = (&self.look, self.period()) else {
            return Vec::new();
        };
        let marks = look.standing.closings.iter();
        marks.filter(|mark| holds(period, mark)).copied().collect()
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Step(step) => return self.go(step),
            Message::Next => {
                let at = STEPS.iter().position(|step| *step == self.step);
                if let Some(next) = at.and_then(|at| STEPS.get(at + 1)) {
                    return self.go(*next);
                }
            }
            Message::Preset(preset) => self.preset = preset,
            Message::From(text) => self.from = text,
            Message::To(text) => self.to = text,
            Message::Medium(path) => {
                self.folder.clear();
                self.medium = Some(path);
            }
            Message::Folder(text) => self.folder = text,
            Message::Export => {
                if let (Some(period), Some(target), false) =
                    (self.period(), self.target(), self.sent)
                {
                    return self.send(Wanted::Export { period, target });
                }
            }
            Message::Prove if !self.sent => return self.send(Wanted::Prove),
            Message::Prove => {}
            Message::Stop => return self.send(Wanted::Stop),
            Message::Count(message) => {
                if let Some(share) = self.count.update(message) {
                    return Action::Scroll(pieces::State::list(), share);
                }
            }
            Message::Compare if !self.sent && !self.count.is_empty() => {
                let pieces = self.count.pieces();
                let reason = String::new();
                return self.send(Wanted::Count { pieces, reason });
            }
            Message::Compare => {}
            Message::Again => self.counts_again = true,
            Message::CountSheet => return self.send(Wanted::CountSheet),
            Message::Interim => return self.send(Wanted::Interim),
            Message::Page(page) => return self.open(page),
            Message::Protocol => return self.send(Wanted::Protocol),
            Message::Copy(text) => {
                self.note = Some((Rank::Done, desk.t.text("copied").to_owned()));
                return Action::Copy(text);
            }
            Message::Back if desk.is_at_home_in_inspection() => {}
            Message::Back => return Action::Go(Place::Sale),
            Message::Menu => {}
        }
        Action::None
    }

    fn go(&mut self, step: Step) -> Action {
        self.step = step;
        if self.labels.is_empty() {
            self.labels = pieces::State::labels();
        }
        match step {
            Step::Records => self.open(self.page),
            _ => Action::None,
        }
    }

    // What was looked at is on record, once.
    fn open(&mut self, page: Page) -> Action {
        self.page = page;
        match self.seen.insert(page) {
            true => Action::Send(Command::Audit(Wanted::Records(page.on_record()))),
            false => Action::None,
        }
    }

    fn send(&mut self, wanted: Wanted) -> Action {
        // A second press must not begin it a second time; the answer comes in a moment.
        self.sent = true;
        Action::Send(Command::Audit(wanted))
    }
}
