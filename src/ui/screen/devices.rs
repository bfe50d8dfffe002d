//! The TSEs: how they are, what failed when, what is archived, and the set-up of a new one.

mod archives;
mod device;
mod records;
mod terminals;
mod view;
pub mod warned;
pub mod wizard;
pub mod words;

use std::sync::Arc;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::tse::{Command as Wanted, Done, Event, Look};
use super::super::protocol::{self, Command};
use super::approval;
use crate::people::Right;
use crate::till::tse::{JobKind, TseDevice, TsePlace};
use crate::ui::widget::notice::Rank;

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Each TSE and how it is.
    #[default]
    Devices,
    /// When no TSE or another one signed.
    Outages,
    /// Archives of the log messages.
    Archives,
    /// Every TSE that ever signed here.
    History,
    /// The card terminals.
    Terminals,
}

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    look: Option<Arc<Look>>,
    tab: Tab,
    /// The TSE that is looked at; `None`: the one that signs.
    place: Option<usize>,
    wizard: Option<Box<wizard::State>>,
    approval: Option<(approval::State, Wish)>,
    cards: terminals::State,
    note: Option<(Rank, String)>,
}

/// What a second person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Archive everything, and delete it on the device.
    Delete,
    /// Let go of the TSE that stands by at this place.
    Remove(usize),
    /// Use the TSE that was set up.
    Use(TsePlace),
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Another part.
    Tab(Tab),
    /// Look at another TSE.
    Place(usize),
    /// Take a long number along.
    Copy(String),
    /// About card terminals.
    Cards(terminals::Message),
    /// Have the TSE test itself.
    Test,
    /// Make an archive.
    Archive(JobKind),
    /// Let go of the TSE.
    Remove,
    /// Set a new one up.
    Wizard,
    /// In the wizard.
    InWizard(wizard::Message),
    /// In the dialog of the second person.
    Approval(approval::Message),
    /// Leave the dialog, or the screen.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        match self {
            Self::InWizard(message) => {
                matches!(
                    message,
                    wizard::Message::Typed(..) | wizard::Message::Secret(..)
                )
            }
            Self::Cards(message) => message.types(),
            _ => false,
        }
    }
}

impl State {
    /// The till has told something.
    pub fn hear(&mut self, event: Event, desk: &Desk) {
        let t = desk.t;
        match event {
            Event::Look(look) => {
                let last = look.overview.devices.len().saturating_sub(1);
                self.place = self.place.map(|place| place.min(last));
                let begun = t.text("tse-archive-begun");
                if look.overview.archive.job.is_none() {
                    self.note.take_if(|(_, sentence)| sentence == begun);
                }
                if self
                    .look
                    .as_ref()
                    .is_some_and(|before| deleted(before, &look))
                {
                    self.note = Some((Rank::Done, t.text("tse-deleted").to_owned()));
                }
                self.look = Some(look);
            }
            Event::Done(done) => {
                self.approval = None;
                let key = match done {
                    Done::TestBegun => "tse-test-begun",
                    Done::ArchiveBegun => "tse-archive-begun",
                    Done::Removed => "tse-removed",
                    Done::PutAside => "tse-put-aside-done",
                };
                if done == Done::PutAside {
                    self.wizard = None;
                }
                self.note = Some((Rank::Done, t.text(key).to_owned()));
            }
            Event::Used(place) => {
                self.approval = None;
                self.place = None;
                if let Some(wizard) = &mut self.wizard {
                    wizard.used(place);
                }
            }
            Event::Probed { .. } | Event::Secrets(_) | Event::Prepared(_) => {
                if let Some(wizard) = &mut self.wizard {
                    wizard.hear(event, desk);
                }
            }
            Event::Warned(_) => {}
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// The till has told something about setting terminals up.
    pub fn hear_of_cards(&mut self, event: terminals::Told, desk: &Desk) {
        if let Some(note) = self.cards.hear(event, desk) {
            self.note = Some(note);
        }
    }

    /// A terminal that is tried out got further, or came to an end.
    pub fn tested(&mut self, over: bool, rank: Rank, sentence: String) {
        self.cards.tested(over);
        self.note = Some((rank, sentence));
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: &str) {
        self.cards.stopped();
        if self.cards.failed(sentence) {
            return;
        }
        match (&mut self.approval, &mut self.wizard) {
            (Some((approval, _)), _) => approval.failed(sentence.to_owned()),
            (None, Some(wizard)) => wizard.failed(sentence.to_owned()),
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
        let step = self
            .wizard
            .as_ref()
            .map_or(0, |wizard| wizard.page_number());
        let cards = self.cards.page_number() * 60;
        self.tab as u8 + step * 5 + cards + u8::from(self.approval.is_some()) * 128
    }

    /// What Enter means where no field or button has used it.
    pub fn enter(&self) -> Option<Message> {
        if self.cards.is_in_front() {
            return self.cards.enter().map(Message::Cards);
        }
        let wizard = self.wizard.as_ref().filter(|_| self.approval.is_none())?;
        wizard
            .may_go_on()
            .then_some(Message::InWizard(wizard::Message::Next))
    }

    /// What a function key means.
    pub fn function(&self, key: iced::keyboard::key::Named) -> Option<Message> {
        use iced::keyboard::key::Named;
        if self.cards.is_in_front() {
            return self.cards.function(key).map(Message::Cards);
        }
        match key {
            Named::F12 => self.enter(),
            _ => None,
        }
    }

    // The one that is looked at, and its place.
    fn shown(&self) -> Option<(usize, &TseDevice)> {
        let devices = &self.look.as_ref()?.overview.devices;
        let signs = devices.iter().position(|device| device.signs);
        let place = self.place.or(signs).unwrap_or(0);
        Some((place, devices.get(place)?))
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Tab(tab) => {
                self.tab = tab;
                if tab == Tab::Terminals && desk.may(Right::Administer) {
                    return terminals::send(terminals::Wanted::Look);
                }
            }
            Message::Place(place) => self.place = Some(place),
            Message::Copy(text) => {
                let sentence = desk.t.text("copied").to_owned();
                self.note = Some((Rank::Done, sentence));
                return Action::Copy(text);
            }
            Message::Cards(message) => return self.cards.update(message, desk),
            Message::Test if may_care(desk) => {
                if let Some((place, _)) = self.shown() {
                    return send(Wanted::Test { place });
                }
            }
            Message::Archive(JobKind::Delete) if may_care(desk) => self.ask(Wish::Delete),
            Message::Archive(kind) if may_care(desk) => {
                return send(Wanted::Archive {
                    kind,
                    approval: None,
                });
            }
            Message::Remove if desk.may(Right::Administer) => {
                if let Some((place, _)) = self.shown() {
                    self.ask(Wish::Remove(place));
                }
            }
            Message::Wizard if desk.may(Right::Administer) => {
                let pending = self.look.as_ref().and_then(|look| look.pending.clone());
                let runs = pending.as_ref().is_some_and(|pending| pending.runs);
                self.wizard = Some(Box::new(wizard::State::new(pending)));
                if runs {
                    return self.in_wizard(wizard::Message::Again, desk);
                }
            }
            Message::Test | Message::Archive(_) | Message::Remove | Message::Wizard => {}
            Message::InWizard(message) => return self.in_wizard(message, desk),
            Message::Approval(message) => return self.approve(message, desk),
            Message::Back if self.cards.is_in_front() => {
                return self.cards.update(terminals::Message::Back, desk);
            }
            Message::Back if self.wizard.is_some() => {
                return self.in_wizard(wizard::Message::Back, desk);
            }
            Message::Back => {
                return Action::Many(vec![send(Wanted::Leave), Action::Go(Place::Sale)]);
            }
        }
        Action::None
    }

    fn ask(&mut self, wish: Wish) {
        self.approval = Some((approval::State::default(), wish));
    }

    fn in_wizard(&mut self, message: wizard::Message, desk: &Desk) -> Action {
        let Some(wizard) = &mut self.wizard else {
            return Action::None;
        };
        match wizard.update(message, desk) {
            wizard::Outcome::Open => Action::None,
            wizard::Outcome::Focus(id) => Action::Select(id),
            wizard::Outcome::Send(wanted) => send(wanted),
            wizard::Outcome::Use(place) => {
                self.ask(Wish::Use(place));
                Action::None
            }
            wizard::Outcome::Left => {
                self.wizard = None;
                send(Wanted::Stop)
            }
        }
    }

    fn approve(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some((state, wish)) = &mut self.approval else {
            return Action::None;
        };
        match state.update(message, desk, false) {
            approval::Outcome::Open => Action::None,
            approval::Outcome::Closed => {
                self.approval = None;
                Action::None
            }
            approval::Outcome::Given(given) => send(with_second(*wish, given)),
        }
    }
}

// The device has deleted what was archived for it: the job is over, and the archive is there.
fn deleted(before: &Look, now: &Look) -> bool {
    let job = before.overview.archive.job;
    let (before, now) = (&before.overview.archive, &now.overview.archive);
    job.is_some_and(|job| job.kind == JobKind::Delete)
        && now.job.is_none()
        && now.failed == before.failed
        && now.last != before.last
}

/// Whether the person at the till looks after devices.
fn may_care(desk: &Desk) -> bool {
    desk.may(Right::Administer) || desk.may(Right::Approve)
}

fn with_second(wish: Wish, approval: protocol::Approval) -> Wanted {
    match wish {
        Wish::Delete => Wanted::Archive {
            kind: JobKind::Delete,
            approval: Some(approval),
        },
        Wish::Remove(place) => Wanted::Remove { place, approval },
        Wish::Use(place) => Wanted::Use { place, approval },
    }
}

fn send(wanted: Wanted) -> Action {
    Action::Send(Command::Tse(wanted))
}
