//! Payment rules: which kinds of payment are taken for what, where and up to which amount.

pub mod form;
mod trial;
mod view;

use iced::keyboard::key::Named;
use iced::widget::Id;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use super::super::protocol::rules::{Command as Wanted, Event, Look};
use super::approval;
use crate::acceptance::{Rule, Rules};
use crate::people::Right;
use crate::ui::widget::notice::Rank;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    look: Option<Box<Look>>,
    /// The rules as they would be saved.
    draft: Vec<Rule>,
    /// The rule that is looked at.
    open: usize,
    trial: trial::State,
    form: Option<form::State>,
    approval: Option<approval::State>,
    /// Whether it asks if changes may be lost.
    leaving: bool,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Look at a rule.
    Rule(usize),
    /// Add a rule.
    Add,
    /// Change the rule that is looked at.
    Change,
    /// Take it out.
    Remove,
    /// Put it before the one above it, or behind the one below it.
    Move {
        /// Down.
        down: bool,
    },
    /// In the form.
    Form(form::Message),
    /// Trying it out.
    Trial(trial::Message),
    /// Put the cursor into the amount that is tried out.
    TrialFocus,
    /// Save the rules; a second person is asked.
    Save,
    /// In the dialog of the second person.
    Approval(approval::Message),
    /// Leave the dialog, or the screen.
    Back,
    /// Changes may be lost.
    Discard,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        match self {
            Message::Form(message) => message.types(),
            Message::Trial(message) => message.types(),
            _ => false,
        }
    }
}

impl State {
    /// Master data have come, or have changed.
    pub fn set_master(&mut self, desk: &Desk) {
        self.trial.set_master(desk);
    }

    /// The till has told something.
    pub fn hear(&mut self, event: Event, desk: &Desk) {
        match event {
            Event::Look(look) => {
                if !self.is_changed() {
                    self.draft = look.rules.0.clone();
                }
                self.trial.at(&look.here);
                self.look = Some(look);
            }
            Event::Changed(changed) => {
                self.approval = None;
                let key = match changed {
                    true => "rules-saved",
                    false => "site-unchanged",
                };
                if let Some(look) = &mut self.look {
                    look.rules = Rules(self.draft.clone());
                }
                self.note = Some((Rank::Done, desk.t.text(key).to_owned()));
            }
        }
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: &str) {
        match &mut self.approval {
            Some(approval) => approval.failed(sentence.to_owned()),
            None => self.note = Some((Rank::Stop, sentence.to_owned())),
        }
    }

    /// The dialog of the second person, if it is open.
    pub fn approval(&self) -> Option<&approval::State> {
        self.approval.as_ref()
    }

    /// Puts the dialog back to what it was.
    pub fn restore_approval(&mut self, before: approval::State) {
        if let Some(approval) = &mut self.approval {
            *approval = before;
        }
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        let form = self.form.as_ref().map_or(0, form::State::page_number);
        let over = u8::from(self.approval.is_some()) * 2 + u8::from(self.leaving);
        form * 8 + u8::from(self.trial.is_picking()) * 4 + over
    }

    fn has_dialog(&self) -> bool {
        self.form.is_some() || self.approval.is_some() || self.leaving || self.trial.is_picking()
    }

    /// Whether something would be lost.
    fn is_changed(&self) -> bool {
        let kept = self.look.as_ref().map(|look| &look.rules.0);
        kept.is_some_and(|kept| *kept != self.draft)
    }

    /// What Enter means where no field or button has used it.
    pub fn enter(&self, scanned: Option<&str>, desk: &Desk) -> Option<Message> {
        if scanned.is_some() {
            return None;
        }
        match self.form {
            Some(_) => Some(Message::Form(form::Message::Submit)),
            None => (may_change(desk) && !self.has_dialog()).then_some(Message::Change),
        }
    }

    /// What a function key means.
    pub fn function(&self, key: Named, desk: &Desk) -> Option<Message> {
        match key {
            Named::F12 if self.form.is_some() => Some(Message::Form(form::Message::Submit)),
            _ if self.has_dialog() => None,
            Named::F12 if self.may_save(desk) => Some(Message::Save),
            Named::F2 => Some(Message::TrialFocus),
            _ => None,
        }
    }

    /// What an arrow means: the rule before or after the one that is open.
    pub fn step(&self, down: bool) -> Option<Message> {
        let last = self.draft.len().checked_sub(1)?;
        let next = match down {
            true => (self.open + 1).min(last),
            false => self.open.saturating_sub(1),
        };
        (!self.has_dialog()).then_some(Message::Rule(next))
    }

    fn may_save(&self, desk: &Desk) -> bool {
        may_change(desk) && self.is_changed()
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Rule(at) => self.open = at,
            Message::Add => return self.fill_in(None),
            Message::Change => return self.fill_in(Some(self.open)),
            Message::Remove if self.open < self.draft.len() => {
                self.draft.remove(self.open);
                self.open = self.open.min(self.draft.len().saturating_sub(1));
            }
            Message::Remove => {}
            Message::Move { down } => {
                let to = match down {
                    true => Some(self.open + 1),
                    false => self.open.checked_sub(1),
                };
                if let Some(to) = to.filter(|to| *to < self.draft.len()) {
                    self.draft.swap(self.open, to);
                    self.open = to;
                }
            }
            Message::Form(message) => return self.in_form(message, desk),
            Message::Trial(message) => self.trial.update(message),
            Message::TrialFocus => return Action::Select(trial::amount_field()),
            Message::Save if self.may_save(desk) => {
                self.approval = Some(approval::State::of(Right::Approve));
            }
            Message::Save => {}
            Message::Approval(message) => return self.approve(message, desk),
            Message::Discard => return Action::Go(Place::Sale),
            Message::Back if self.leaving => self.leaving = false,
            Message::Back if self.approval.take().is_some() => {}
            Message::Back if self.form.is_some() => {
                return self.in_form(form::Message::Close, desk);
            }
            Message::Back if self.trial.stop_picking() => {}
            Message::Back if self.is_changed() => self.leaving = true,
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }

    fn fill_in(&mut self, at: Option<usize>) -> Action {
        let rule = at.and_then(|at| self.draft.get(at));
        if at.is_none() || rule.is_some() {
            self.form = Some(form::State::new(at, rule));
        }
        Action::None
    }

    fn in_form(&mut self, message: form::Message, desk: &Desk) -> Action {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match form.update(message, &self.draft, desk) {
            form::Outcome::Open => {}
            form::Outcome::Closed => self.form = None,
            form::Outcome::Focus(id) => return Action::Select(Id::new(id)),
            form::Outcome::Filled(at, rule) => {
                self.form = None;
                match at.and_then(|at| self.draft.get_mut(at)) {
                    Some(before) => *before = rule,
                    None => {
                        self.draft.push(rule);
                        self.open = self.draft.len() - 1;
                    }
                }
            }
        }
        Action::None
    }

    fn approve(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some(state) = &mut self.approval else {
            return Action::None;
        };
        match state.update(message, desk, true) {
            approval::Outcome::Open => {}
            approval::Outcome::Closed => self.approval = None,
            approval::Outcome::Given(approval) => {
                let rules = Rules(self.draft.clone());
                return Action::Send(Command::Rules(Wanted::Set { rules, approval }));
            }
        }
        Action::None
    }
}

/// Whether whoever is at the till may change anything here.
fn may_change(desk: &Desk) -> bool {
    desk.may(Right::Administer)
}
