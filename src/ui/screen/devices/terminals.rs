//! The card terminals on the screen of devices: how they are, setting them up, and trying them out.

mod draft;
pub mod form;
mod form_view;
mod view;

use super::super::super::action::Action;
use super::super::super::protocol::Command;
use crate::people::Right;
use crate::till::Errand;
use crate::ui::desk::Desk;
pub use crate::ui::protocol::terminal::{Command as Wanted, Event as Told};
use crate::ui::protocol::terminal::{LastTest, Look, Stored};
use crate::ui::widget::notice::Rank;
use form::Form;
use iced::keyboard::key::Named;
use iced::widget::Id;

/// What this part of the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// Only whoever sets terminals up is told.
    look: Option<Box<Look>>,
    /// The one that is looked at; `None`: the one payments go to.
    selected: Option<String>,
    form: Option<Box<Form>>,
    dialog: Option<Dialog>,
    /// One is being tried out.
    testing: bool,
    /// One does an errand.
    serving: bool,
    /// The name the last thing that was stored has, and whether somebody answered there.
    storing: Option<(String, bool)>,
}

/// What is asked before something is done.
#[derive(Debug)]
enum Dialog {
    /// Let go of this one?
    Remove(String),
    /// Why is nobody to ask for the test payment any more?
    Drop(String),
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Look at another one.
    Select(String),
    /// Set a new one up.
    Add,
    /// Change the one that is looked at.
    Change,
    /// Let go of it: the first time it is only asked.
    Remove,
    /// Try it out: one cent that belongs to no sale.
    Test(String),
    /// Take that cent back.
    TestBack,
    /// Have it do something that moves no money.
    Serve(String, Errand),
    /// Ask it what became of the test payment that hangs.
    AskTest,
    /// Give up asking: the first time it is only asked why.
    DropTest,
    /// Why, as typed.
    Reason(String),
    /// In the form.
    InForm(form::Message),
    /// Leave what is in front.
    Back,
}

impl Message {
    /// Whether it is something typed; a scanner may type it as well.
    pub fn types(&self) -> bool {
        matches!(
            self,
            Self::Reason(_) | Self::InForm(form::Message::Typed(..))
        )
    }
}

/// Sends a command about setting terminals up.
pub fn send(wanted: Wanted) -> Action {
    Action::Send(Command::Terminal(wanted))
}

impl State {
    /// A form or a question is in front.
    pub fn is_in_front(&self) -> bool {
        self.form.is_some() || self.dialog.is_some()
    }

    /// Tells what is in front apart: 0, 1 or 2.
    pub fn page_number(&self) -> u8 {
        match (&self.dialog, &self.form) {
            (Some(_), _) => 2,
            (None, Some(_)) => 1,
            (None, None) => 0,
        }
    }

    /// The form, if it is open.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_deref()
    }

    /// What Enter means where no field or button has used it.
    pub fn enter(&self) -> Option<Message> {
        let asks = self.form.is_some() && self.dialog.is_none();
        asks.then_some(Message::InForm(form::Message::Probe))
    }

    /// What a function key means.
    pub fn function(&self, key: Named) -> Option<Message> {
        let message = match (&self.dialog, &self.form, key) {
            (Some(Dialog::Drop(_)), _, Named::F12) => return Some(Message::DropTest),
            (None, Some(_), Named::F9) => form::Message::Probe,
            (None, Some(_), Named::F12) => form::Message::Save,
            _ => return None,
        };
        Some(Message::InForm(message))
    }

    /// One that is tried out got further, or came to an end.
    pub fn tested(&mut self, over: bool) {
        self.testing = !over;
    }

    /// Nothing is under way any more: the till refused.
    pub fn stopped(&mut self) {
        (self.testing, self.serving) = (false, false);
    }

    /// The till refused; whether this is shown here.
    pub fn failed(&mut self, sentence: &str) -> bool {
        self.dialog = None;
        self.storing = None;
        let form = self.form.as_mut();
        form.map(|form| form.failed(sentence)).is_some()
    }

    /// The till has told something; what is to be said about it.
    pub fn hear(&mut self, event: Told, desk: &Desk) -> Option<(Rank, String)> {
        let t = desk.t;
        match event {
            Told::Look(look) => {
                self.look = Some(look);
                None
            }
            Told::Probed(answer, elsewhere) => {
                if let Some(form) = &mut self.form {
                    form.found(&answer, elsewhere, desk);
                }
                None
            }
            Told::Stored(stored) => {
                self.form = None;
                self.dialog = None;
                let storing = self.storing.take();
                let checked = storing.as_ref().is_none_or(|(_, checked)| *checked);
                self.selected = storing.map(|(name, _)| name);
                Some(match (stored, checked) {
                    (Stored::Removed, _) => (Rank::Done, t.text("terminals-removed").to_owned()),
                    (_, true) => (Rank::Done, t.text("terminals-stored").to_owned()),
                    (_, false) => (
                        Rank::Warning,
                        t.text("terminals-stored-unchecked").to_owned(),
                    ),
                })
            }
            Told::Served(name, errand, answer) => {
                self.serving = false;
                Some(view::served(desk, &name, errand, &answer))
            }
            Told::TestDropped => {
                self.dialog = None;
                Some((Rank::Done, t.text("terminals-test-dropped").to_owned()))
            }
        }
    }

    fn shown(&self, desk: &Desk) -> Option<String> {
        let all = &desk.status.terminals;
        let named = |name: &String| all.iter().find(|one| one.name == *name);
        let shown = self.selected.as_ref().and_then(named);
        let shown = shown.or_else(|| all.iter().find(|one| one.chosen));
        shown.or(all.first()).map(|one| one.name.clone())
    }

    fn test(&self) -> Option<&LastTest> {
        self.look.as_ref()?.test.as_ref()
    }

    fn hanging(&self) -> Option<&LastTest> {
        self.test().filter(|test| test.hangs && !self.testing)
    }

    fn idle(&self, desk: &Desk) -> bool {
        !self.testing && !self.serving && desk.sale.is_none()
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        if let Message::Select(name) = message {
            self.selected = Some(name);
            return Action::None;
        }
        if !desk.may(Right::Administer) {
            return Action::None;
        }
        match message {
            Message::Add => return self.open(None, desk),
            Message::Change => {
                if let Some(name) = self.shown(desk) {
                    return self.open(Some(name), desk);
                }
            }
            Message::Remove => match self.dialog.take() {
                Some(Dialog::Remove(name)) => return send(Wanted::Remove(name)),
                _ => self.dialog = self.shown(desk).map(Dialog::Remove),
            },
            Message::Test(name) if self.idle(desk) => {
                self.testing = true;
                return Action::Send(Command::TestTerminal(Some(name)));
            }
            Message::TestBack if self.idle(desk) => {
                self.testing = true;
                return Action::Send(Command::TestTerminal(None));
            }
            Message::AskTest if self.idle(desk) => {
                self.testing = true;
                return send(Wanted::AskTest);
            }
            Message::Serve(name, errand) if self.idle(desk) => {
                self.serving = true;
                return send(Wanted::Serve(name, errand));
            }
            Message::DropTest => match &self.dialog {
                Some(Dialog::Drop(reason)) if !reason.trim().is_empty() => {
                    return send(Wanted::DropTest(reason.trim().to_owned()));
                }
                Some(Dialog::Drop(_)) => {}
                _ if self.hanging().is_some() => {
                    self.dialog = Some(Dialog::Drop(String::new()));
                    return Action::Select(Id::new(view::REASON));
                }
                _ => {}
            },
            Message::Reason(text) => {
                if let Some(Dialog::Drop(reason)) = &mut self.dialog {
                    *reason = text;
                }
            }
            Message::InForm(message) => return self.in_form(message, desk),
            Message::Back if self.dialog.is_some() => self.dialog = None,
            Message::Back => return self.in_form(form::Message::Back, desk),
            Message::Select(_)
            | Message::Test(_)
            | Message::TestBack
            | Message::AskTest
            | Message::Serve(..) => {}
        }
        Action::None
    }

    fn open(&mut self, changes: Option<String>, desk: &Desk) -> Action {
        let Some(look) = &self.look else {
            return send(Wanted::Look);
        };
        self.form = Some(Box::new(Form::new(changes, &look.configs, desk)));
        Action::Select(draft::Field::Name.id())
    }

    fn in_form(&mut self, message: form::Message, desk: &Desk) -> Action {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match form.update(message, desk) {
            form::Outcome::Open => Action::None,
            form::Outcome::Focus(id) => Action::Select(id),
            form::Outcome::Send(wanted) => {
                if let Wanted::Add(config) | Wanted::Change(_, config) = &wanted {
                    self.storing = Some((config.name.clone(), form.answers));
                }
                send(wanted)
            }
            form::Outcome::Left => {
                self.form = None;
                send(Wanted::StopProbe)
            }
        }
    }
}
