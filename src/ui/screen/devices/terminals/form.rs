//! A card terminal as it is filled in and looked for.

use amtskasse_terminal::config::Slips;
use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::{Config, Driver, Status};
use iced::widget::Id;

use super::Wanted;
use super::draft::{Draft, Field, Kind, Switch};
use crate::i18n::Both;
use crate::till::terminals::probe::Elsewhere;
use crate::ui::desk::Desk;
use crate::ui::widget::notice::Rank;

/// What the form remembers.
#[derive(Debug)]
pub struct Form {
    /// The name of the terminal that is changed; `None`: a new one.
    pub(super) changes: Option<String>,
    pub(super) draft: Draft,
    /// The terminals beside this one.
    pub(super) others: Vec<Config>,
    /// Somebody has tried to go on: what is wrong is shown.
    pub(super) tried: bool,
    /// Who answers is being asked.
    pub(super) asking: bool,
    /// Somebody answers as it is filled in now.
    pub(super) answers: bool,
    pub(super) elsewhere: Vec<Elsewhere>,
    pub(super) note: Option<(Rank, String)>,
    /// The till is storing it.
    storing: bool,
}

/// What can happen in it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Connected in another way.
    Kind(Kind),
    /// A field as typed.
    Typed(Field, String),
    /// Another speed.
    Baud(u32),
    /// Other stop bits.
    Stop(u8),
    /// Another dialect.
    Dialect(Dialect),
    /// Somebody else prints.
    Slips(Slips),
    /// Yes or no.
    Turn(Switch, bool),
    /// As somebody answers elsewhere: the place in the list.
    Follow(usize),
    /// Who answers?
    Probe,
    /// Keep it.
    Save,
    /// Out.
    Back,
}

/// A password has no business in a log.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("form::Message")
    }
}

/// What comes of a message.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing outside.
    Open,
    /// The cursor belongs into a field.
    Focus(Id),
    /// The till is to do something.
    Send(Wanted),
    /// It was left.
    Left,
}

impl Form {
    /// For a new terminal (`None`), or for one of these.
    pub fn new(changes: Option<String>, all: &[Config], desk: &Desk) -> Self {
        let known = changes
            .as_ref()
            .and_then(|name| all.iter().find(|config| config.name == *name));
        let draft = match known {
            Some(config) => Draft::of(config),
            None => Draft::new(&desk.facts.register),
        };
        let mut others = all.to_vec();
        // The first real one takes the place of the built-in one.
        others.retain(|other| {
            Some(&other.name) != changes.as_ref()
                && !(changes.is_none() && other.driver == Driver::Test)
        });
        Self {
            changes,
            draft,
            others,
            tried: false,
            asking: false,
            answers: false,
            elsewhere: Vec::new(),
            note: None,
            storing: false,
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Outcome {
        match message {
            Message::Kind(kind) => self.draft.connect(kind),
            Message::Typed(field, text) => self.draft.set(field, text),
            Message::Baud(baud) => self.draft.baud = baud,
            Message::Stop(stop) => self.draft.stop = stop,
            Message::Dialect(dialect) => self.draft.speak(dialect),
            Message::Slips(slips) => self.draft.slips = slips,
            Message::Turn(switch, on) => self.draft.turn(switch, on),
            Message::Follow(place) => {
                if let Some(found) = self.elsewhere.get(place).cloned() {
                    self.draft.follow(&found);
                    self.forget();
                    return self.probe(desk);
                }
            }
            Message::Probe => return self.probe(desk),
            Message::Save => return self.save(),
            Message::Back => return Outcome::Left,
        }
        match self.forget() {
            true => Outcome::Send(Wanted::StopProbe),
            false => Outcome::Open,
        }
    }

    // What was found out does not hold any more; whether somebody was being asked.
    fn forget(&mut self) -> bool {
        (self.answers, self.note) = (false, None);
        self.elsewhere.clear();
        std::mem::take(&mut self.asking)
    }

    fn wrong(&mut self) -> Option<Outcome> {
        self.tried = true;
        let problems = self.draft.problems(&self.others);
        let (field, _) = problems.first()?;
        Some(Outcome::Focus(field.id()))
    }

    fn probe(&mut self, desk: &Desk) -> Outcome {
        if self.asking || self.storing {
            return Outcome::Open;
        }
        if let Some(wrong) = self.wrong() {
            return wrong;
        }
        self.forget();
        self.asking = true;
        self.note = Some((Rank::Info, desk.t.text("terminals-asking").to_owned()));
        Outcome::Send(Wanted::Probe(Box::new(self.draft.config())))
    }

    fn save(&mut self) -> Outcome {
        if self.asking || self.storing {
            return Outcome::Open;
        }
        if let Some(wrong) = self.wrong() {
            return wrong;
        }
        self.storing = true;
        let config = Box::new(self.draft.config());
        Outcome::Send(match &self.changes {
            Some(name) => Wanted::Change(name.clone(), config),
            None => Wanted::Add(config),
        })
    }

    /// Who answers, or why nobody does.
    pub fn found(
        &mut self,
        answer: &Result<Status, Both<String>>,
        elsewhere: Vec<Elsewhere>,
        desk: &Desk,
    ) {
        if !self.asking {
            return;
        }
        self.asking = false;
        self.answers = answer.is_ok();
        self.note = Some(match answer {
            Ok(status) => (
                Rank::Done,
                super::view::answered(desk, &self.draft.config(), status),
            ),
            Err(why) => (Rank::Stop, why.get(desk.lang).clone()),
        });
        self.elsewhere = elsewhere;
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: &str) {
        (self.asking, self.storing) = (false, false);
        self.note = Some((Rank::Stop, sentence.to_owned()));
    }
}
