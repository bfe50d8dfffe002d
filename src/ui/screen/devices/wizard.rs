//! Setting a TSE up, step by step: which kind, where it is, who answers, its secrets, the set-up, its place.

pub mod fields;
mod found;
mod pins;
mod secrets;
mod view;

use amtskasse_tse::State as Life;
use amtskasse_tse::driver::{Driver, Secrets};
use iced::widget::Id;

pub(super) use pins::tick;
pub(super) use view::tile;

use crate::till::tse::setup::Found;
use crate::till::tse::{TsePlace, secrets as rules};
use crate::ui::desk::Desk;
use crate::ui::protocol::tse::{Command as Wanted, Event, Interrupted, Refusal};
use fields::{Draft, Field};
use secrets::Slot;

/// Where the wizard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A set-up was interrupted: go on with it?
    Interrupted,
    /// Which kind.
    Driver,
    /// Where it is.
    Address,
    /// Who answers.
    Answer,
    /// PINs and PUK.
    Secrets,
    /// The device is being set up.
    Work,
    /// Which place it gets.
    Place,
    /// It is in use.
    Done,
}

/// Where secrets come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Made up, to be written down.
    Random,
    /// Chosen by a person.
    Own,
}

/// What the wizard remembers.
pub struct State {
    step: Step,
    pending: Option<Interrupted>,
    draft: Draft,
    /// What the till is asked for and has not answered.
    waiting: bool,
    found: Option<Found>,
    refusal: Option<Refusal>,
    /// Tries the PINs had left before this wizard was begun, or the step before was gone back to.
    tries: Option<u32>,
    problem: Option<String>,
    origin: Option<Origin>,
    slots: secrets::Slots,
    /// Secrets made up, or shown again.
    shown: Option<Secrets>,
    /// They were written down.
    noted: bool,
    /// The last try is really wanted.
    sure: bool,
    aside: bool,
    place: TsePlace,
}

/// Secrets have no business in a log.
impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("step", &self.step)
            .field("draft", &self.draft)
            .finish_non_exhaustive()
    }
}

/// What can happen in it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Another kind of TSE.
    Driver(Driver),
    /// Something about where it is.
    Typed(Field, String),
    /// Where its secrets come from.
    Origin(Origin),
    /// A secret as typed.
    Secret(Slot, String),
    /// The secrets were written down.
    Noted(bool),
    /// The last try is really wanted.
    Sure(bool),
    /// Show the secrets that are kept.
    Reveal,
    /// Which place it gets.
    Place(TsePlace),
    /// The next step.
    Next,
    /// Once more, with the same secrets.
    Again,
    /// Put the interrupted set-up aside: the first time it is only asked.
    PutAside,
    /// The step before, or out.
    Back,
}

/// Secrets have no business in a log.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("wizard::Message")
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
    /// A second person is needed to use it there.
    Use(TsePlace),
    /// It was left.
    Left,
}

impl State {
    /// At its beginning, or where it was interrupted.
    pub fn new(pending: Option<Interrupted>) -> Self {
        let driver = pending.as_ref().map_or(Driver::Swissbit, |p| p.driver);
        Self {
            step: match pending {
                Some(_) => Step::Interrupted,
                None => Step::Driver,
            },
            pending,
            draft: Draft::new(driver),
            waiting: false,
            found: None,
            refusal: None,
            tries: None,
            problem: None,
            origin: None,
            slots: secrets::Slots::default(),
            shown: None,
            noted: false,
            sure: false,
            aside: false,
            place: TsePlace::First,
        }
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        self.step as u8 + 1
    }

    /// The till has told something.
    pub fn hear(&mut self, event: Event, desk: &Desk) {
        match event {
            Event::Probed { answer, tries } if self.step == Step::Answer => {
                self.waiting = false;
                // A PIN that was blocked may have been freed meanwhile.
                self.tries = tries.map(|left| left.max(1));
                match answer {
                    Ok(found) => self.found = Some(*found),
                    Err(refusal) => self.refusal = Some(refusal),
                }
            }
            Event::Secrets(secrets) => self.shown = Some(secrets),
            Event::Prepared(answer) if self.step == Step::Work => {
                self.waiting = false;
                match answer {
                    Ok(found) => {
                        self.found = Some(*found);
                        self.refusal = None;
                        self.step = Step::Place;
                        self.place = match nothing_signs(desk) {
                            true => TsePlace::First,
                            false => self.place,
                        };
                    }
                    // Those the device has are asked for again; those it gets are kept.
                    Err(refusal)
                        if refusal.secret.is_some()
                            && self.pending.is_none()
                            && !self.is_fresh() =>
                    {
                        self.refusal = Some(refusal);
                        self.slots = secrets::Slots::default();
                        self.sure = false;
                        self.step = Step::Secrets;
                    }
                    // Of a TSE that was set up before nothing is kept: whoever comes back has to name it again.
                    Err(refusal)
                        if self
                            .pending
                            .as_ref()
                            .is_some_and(|pending| !pending.fresh && !pending.ready) =>
                    {
                        *self = Self::new(None);
                        self.problem = Some(refusal.sentence.get(desk.lang).clone());
                    }
                    Err(refusal) => self.refusal = Some(refusal),
                }
            }
            _ => {}
        }
    }

    /// It is in use now.
    pub fn used(&mut self, place: TsePlace) {
        self.place = place;
        self.step = Step::Done;
        self.shown = None;
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: String) {
        self.waiting = false;
        self.problem = Some(sentence);
    }

    fn is_fresh(&self) -> bool {
        match &self.pending {
            Some(pending) => pending.fresh,
            None => self.found.as_ref().is_none_or(Found::is_new),
        }
    }

    // The PUK of a TSE that exists at its maker is known to whoever made it there.
    fn asks_puk(&self) -> bool {
        let rules = rules::rules(self.draft.driver);
        self.is_fresh() && rules.puk.is_none() && !self.draft.text(Field::Device).is_empty()
    }

    fn tries_left(&self) -> Option<u32> {
        let refused = self.refusal.as_ref().and_then(|refusal| refusal.secret);
        refused.map_or(self.tries, |(_, left)| left)
    }

    /// Whether the next step can be taken.
    pub fn may_go_on(&self) -> bool {
        if self.waiting {
            return false;
        }
        match self.step {
            Step::Interrupted | Step::Driver | Step::Place | Step::Done => true,
            Step::Address => self.draft.missing().is_none(),
            Step::Answer => self.found.as_ref().is_some_and(usable),
            Step::Secrets => self.secrets_ready(),
            Step::Work => false,
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Outcome {
        self.problem = None;
        match message {
            Message::Driver(driver) => {
                if self.draft.driver != driver {
                    self.draft = Draft::new(driver);
                }
            }
            Message::Typed(field, text) => self.draft.set(field, text),
            Message::Secret(slot, text) => self.slots.set(slot, text),
            Message::Noted(noted) => self.noted = noted,
            Message::Sure(sure) => self.sure = sure,
            Message::Place(place) => self.place = place,
            Message::Origin(origin) => {
                self.origin = Some(origin);
                self.noted = false;
                return match origin {
                    Origin::Random => Outcome::Send(Wanted::Chance(self.draft.driver)),
                    Origin::Own => Outcome::Focus(Slot::Admin.id()),
                };
            }
            Message::Reveal => return Outcome::Send(Wanted::Reveal),
            Message::Again if !self.waiting => {
                self.refusal = None;
                self.waiting = true;
                self.step = Step::Work;
                if self.is_fresh() || self.pending.is_some() {
                    return Outcome::Send(Wanted::Resume);
                }
                // Of a TSE that was set up before nothing is kept until it is ready.
                return Outcome::Send(Wanted::SetUp {
                    config: Box::new(self.draft.config(self.secrets())),
                    fresh: false,
                });
            }
            Message::Again => {}
            Message::PutAside if self.aside => return Outcome::Send(Wanted::PutAside),
            Message::PutAside => self.aside = true,
            Message::Next if self.may_go_on() => return self.next(desk),
            Message::Next => {}
            Message::Back => return self.back(),
        }
        Outcome::Open
    }

    fn next(&mut self, desk: &Desk) -> Outcome {
        match self.step {
            Step::Interrupted => self.update(Message::Again, desk),
            Step::Driver => {
                self.step = Step::Address;
                Outcome::Focus(self.draft.first().id())
            }
            Step::Address => {
                self.step = Step::Answer;
                (self.found, self.refusal, self.tries) = (None, None, None);
                self.sure = false;
                self.waiting = true;
                let mut secrets = Secrets::default();
                self.draft.keys_into(&mut secrets);
                Outcome::Send(Wanted::Probe(Box::new(self.draft.config(secrets))))
            }
            Step::Answer => {
                self.step = Step::Secrets;
                match self.is_fresh() {
                    true => Outcome::Open,
                    false => Outcome::Focus(Slot::Admin.id()),
                }
            }
            Step::Secrets => {
                let config = self.draft.config(self.secrets());
                self.step = Step::Work;
                // They were written down; from now on somebody has to ask for them.
                self.shown = None;
                self.refusal = None;
                self.waiting = true;
                Outcome::Send(Wanted::SetUp {
                    config: Box::new(config),
                    fresh: self.is_fresh(),
                })
            }
            Step::Place => Outcome::Use(self.place),
            Step::Done => Outcome::Left,
            Step::Work => Outcome::Open,
        }
    }

    fn back(&mut self) -> Outcome {
        self.waiting = false;
        self.aside = false;
        self.step = match self.step {
            Step::Address => Step::Driver,
            Step::Answer => Step::Address,
            Step::Secrets => {
                self.shown = None;
                self.origin = None;
                self.slots = secrets::Slots::default();
                Step::Answer
            }
            // What was begun is on disk, and is offered again.
            _ => return Outcome::Left,
        };
        self.refusal = None;
        Outcome::Send(Wanted::Stop)
    }
}

/// Whether a device that answers can be taken into use.
fn usable(found: &Found) -> bool {
    let life = found.info.as_ref().map(|info| info.state);
    life != Some(Life::Decommissioned)
}

fn nothing_signs(desk: &Desk) -> bool {
    matches!(
        desk.status.tse,
        crate::ui::protocol::Health::Failing(_) | crate::ui::protocol::Health::Absent
    )
}
