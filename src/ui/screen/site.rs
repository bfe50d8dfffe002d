//! Master data: the municipality, its pay point, those it takes money for, and what the tax office is told.

pub mod form;
mod notice;
mod pages;
mod view;

use iced::widget::Id;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::site::{Command as Wanted, Event, Look};
use super::super::protocol::{self, Command};
use super::approval;
use crate::people::Right;
use crate::site::{Principal, Site};
use crate::ui::widget::notice::Rank;

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// The municipality.
    #[default]
    Municipality,
    /// Pay point and register.
    PayPoint,
    /// In whose name money is taken.
    Principals,
    /// The notification under §146a(4) AO.
    Notice,
}

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    look: Option<Box<Look>>,
    tab: Tab,
    /// The principal that is looked at.
    principal: Option<u32>,
    /// The system that is looked at.
    system: Option<String>,
    form: Option<form::State>,
    approval: Option<(approval::State, Wish)>,
    note: Option<(Rank, String)>,
}

/// What a second person is asked for, and why.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Municipality, pay point and register become these.
    Site(Box<Site>, String),
    /// These principals and nobody else.
    Principals(Vec<Principal>, String),
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Another part.
    Tab(Tab),
    /// Look at a principal.
    Principal(u32),
    /// Look at a system.
    System(String),
    /// Fill in a form.
    Open(form::Kind),
    /// In the form.
    Form(form::Message),
    /// In the dialog of the second person.
    Approval(approval::Message),
    /// Leave the dialog, or the screen.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        matches!(self, Message::Form(form::Message::Typed(..)))
    }
}

impl State {
    /// The till has told something.
    pub fn hear(&mut self, event: Event, desk: &Desk) {
        match event {
            Event::Look(look) => self.look = Some(look),
            Event::Changed(changed) => {
                (self.form, self.approval) = (None, None);
                let key = match changed {
                    true => "site-changed",
                    false => "site-unchanged",
                };
                self.note = Some((Rank::Done, desk.t.text(key).to_owned()));
            }
        }
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.form = None;
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

    /// What Enter means where no field or button has used it.
    pub fn enter(&self) -> Option<Message> {
        (self.form.is_some() && self.approval.is_none())
            .then_some(Message::Form(form::Message::Submit))
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Tab(tab) => self.tab = tab,
            Message::Principal(number) => self.principal = Some(number),
            Message::System(serial) => self.system = Some(serial),
            Message::Open(kind) => {
                let Some(look) = &self.look else {
                    return Action::None;
                };
                let form = form::State::new(kind, look);
                let first = form.first();
                self.form = Some(form);
                return first.map_or(Action::None, |id| Action::Select(Id::new(id)));
            }
            Message::Form(message) => return self.in_form(message, desk),
            Message::Approval(message) => return self.approve(message, desk),
            Message::Back if self.form.take().is_some() => {}
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }

    fn in_form(&mut self, message: form::Message, desk: &Desk) -> Action {
        let (Some(form), Some(look)) = (&mut self.form, &self.look) else {
            return Action::None;
        };
        let wanted = match form.update(message, look, desk) {
            form::Outcome::Open => return Action::None,
            form::Outcome::Closed => {
                self.form = None;
                return Action::None;
            }
            form::Outcome::Other(kind) => return self.update(Message::Open(kind), desk),
            form::Outcome::Ask(wish) => {
                self.approval = Some((approval::State::of(Right::Approve), wish));
                return Action::None;
            }
            form::Outcome::Notice(edit) => Wanted::Notice(edit),
            form::Outcome::Record(path) => Wanted::Record { path },
            form::Outcome::Save(file, folder) => Wanted::Save { file, folder },
        };
        Action::Send(Command::Site(wanted))
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
            approval::Outcome::Given(given) => {
                let with = |reason: String| protocol::Approval { reason, ..given };
                Action::Send(Command::Site(match wish.clone() {
                    Wish::Site(site, reason) => Wanted::Site {
                        site,
                        approval: with(reason),
                    },
                    Wish::Principals(principals, reason) => Wanted::Principals {
                        principals,
                        approval: with(reason),
                    },
                }))
            }
        }
    }
}

/// Whether whoever is at the till may change anything here.
fn may_change(desk: &Desk) -> bool {
    desk.may(Right::Administer)
}
