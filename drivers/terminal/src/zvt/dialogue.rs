//! The dialogue of one command, without any wire: APDUs and the time go in, what is to be done comes out.
//!
//! The command is answered within T3, then the terminal talks until its completion or abort, and each of its messages is
//! acknowledged at once; T4 begins anew with every message. One acknowledgement is more than politeness: that of a status
//! information (`04 0F`) with result `00` lets the terminal commit the payment. It leaves only once the caller says that
//! the result is kept ([`Action::Keep`], [`Dialogue::kept`]).
//!
//! Messages that come before the command was answered belong to an earlier one. They are acknowledged and not counted,
//! and a result `00` among them is not even acknowledged: nobody has kept it.
//!
//! Follows PA00P015 rev. 13.08; tried on no real terminal.

mod number;
mod wish;

use std::time::{Duration, Instant};

pub use number::Numbering;

use super::command::Unencodable;
use super::message::{Abort, Completion, Message, Refused, StatusInformation};
use super::{Apdu, Charset, Command, Slips};
use crate::config::Patience;
use crate::{Slip, Step};
use wish::Wish;

/// What a status information means in a dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// The command moves money: a result `00` is to be kept before it is acknowledged.
    Money,
    /// The command asks for information: totals, an earlier receipt.
    Information,
    /// The command brings none; one that comes belongs to something else.
    Nothing,
}

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EndsWith {
    /// With its acknowledgement (Log-Off).
    Acknowledgement,
    /// With a completion or an abort.
    Completion,
}

/// What is to be done, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send this.
    Send(Apdu),
    /// Show this to the clerk.
    Show(Step),
    /// Money moved: keep it, then call [`Dialogue::kept`] (or [`Dialogue::disown`]); until then the terminal waits. If it
    /// cannot be kept, hang up.
    Keep(Box<StatusInformation>),
    /// Take this slip, then call [`Dialogue::printed`]; until then the terminal waits.
    Print(Slip),
    /// It is over; nothing comes after this.
    Done(End),
}

/// How a dialogue ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Acknowledged, for commands that end with that.
    Acknowledged,
    /// Completed (`06 0F`).
    Completed(Box<Completion>),
    /// Not done (`06 1E`).
    Aborted(Abort),
    /// Refused at once (`84 cc`).
    Refused(Refused),
    /// The terminal was busy, and the clerk did not want to wait.
    Withdrawn,
    /// No answer to the command within T3: it may not have arrived.
    Unanswered(Duration),
    /// The terminal fell silent after it had accepted the command.
    Silent(Duration),
}

/// The dialogue of one command.
#[derive(Debug)]
pub struct Dialogue {
    command: Apdu,
    expects: Expects,
    ends: EndsWith,
    charset: Charset,
    patience: Patience,
    /// How often a busy terminal is still asked again.
    busy: u32,
    numbering: Numbering,
    slips: Slips,
    state: State,
    begun: Instant,
    due: Instant,
    /// Answer to the message that is being worked at.
    pending: Option<Apdu>,
    /// End that follows once everything before it is done.
    ending: Option<End>,
    information: Option<Box<StatusInformation>>,
    kept: Option<Box<StatusInformation>>,
    /// Slips handed over and not taken yet.
    printing: usize,
    abort: Wish,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Sent, not answered.
    Asked,
    /// The terminal is busy; the command is sent again when it is due.
    Waiting,
    /// Accepted.
    Running,
    Over,
}

impl Dialogue {
    /// A dialogue that begins now with [`Dialogue::start`]. Refuses a command whose values ZVT cannot say.
    pub fn new(
        command: &Command,
        expects: Expects,
        settings: Settings,
        now: Instant,
    ) -> Result<Self, Unencodable> {
        let Settings {
            charset,
            patience,
            busy,
            mut numbering,
        } = settings;
        let (number, ends) = match command {
            // Whoever knows numbers repeats the zero.
            Command::Registration(registration) => {
                (registration.tlv.then_some(0), EndsWith::Completion)
            }
            Command::LogOff | Command::Abort => (numbering.advance(), EndsWith::Acknowledgement),
            _ => (numbering.advance(), EndsWith::Completion),
        };
        Ok(Self {
            command: command.encode(number)?,
            expects,
            ends,
            charset,
            patience,
            busy,
            numbering,
            slips: Slips::default(),
            state: State::Asked,
            begun: now,
            due: now + patience.answer,
            pending: None,
            ending: None,
            information: None,
            kept: None,
            printing: 0,
            abort: Wish::default(),
        })
    }

    /// What is to be sent first.
    #[must_use]
    pub fn start(&self) -> Vec<Action> {
        vec![Action::Send(self.command.clone())]
    }

    /// The result that was kept.
    #[must_use]
    pub fn kept_result(&self) -> Option<&StatusInformation> {
        self.kept.as_deref()
    }

    /// The last status information that moved no money: a refusal, totals, an earlier receipt.
    #[must_use]
    pub fn information(&self) -> Option<&StatusInformation> {
        self.information.as_deref()
    }

    /// How far the messages are numbered, for the next dialogue.
    #[must_use]
    pub fn numbering(&self) -> Numbering {
        self.numbering
    }

    /// When [`Dialogue::tick`] is due; `None`: it is over.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        if self.state == State::Over {
            return None;
        }
        let again = self.next_abort();
        Some(again.map_or(self.due, |again| again.min(self.due)))
    }

    /// Works on what the terminal sent.
    pub fn received(&mut self, apdu: &Apdu, now: Instant) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.state == State::Over {
            return actions;
        }
        let message = Message::parse(apdu, self.charset);
        match (&message, self.state) {
            (Message::Acknowledged(_), State::Asked) => self.accepted(now, &mut actions),
            (Message::Refused(refused), State::Asked) => {
                self.refused(refused.clone(), now, &mut actions);
            }
            (Message::Acknowledged(_) | Message::Refused(_), _) => self.abort.open = false,
            (_, State::Asked | State::Waiting) => self.stray(&message, &mut actions),
            _ => self.said(message, now, &mut actions),
        }
        self.tell_abort(now, &mut actions);
        actions
    }

    /// The result of [`Action::Keep`] is on the disk: the terminal may know.
    pub fn kept(&mut self, now: Instant) -> Vec<Action> {
        if self.pending.is_some() {
            self.kept = self.information.take();
        }
        self.answer(now)
    }

    /// The result of [`Action::Keep`] is that of an earlier payment and long known: it is acknowledged and forgotten.
    pub fn disown(&mut self, now: Instant) -> Vec<Action> {
        self.information = None;
        self.answer(now)
    }

    /// The slip of [`Action::Print`] is taken, or could not be.
    pub fn printed(&mut self, taken: bool, now: Instant) -> Vec<Action> {
        // A terminal that hears of no paper may take a payment back that is in our books already.
        if !taken && self.kept.is_none() && self.pending.is_some() {
            self.pending = Some(Apdu::refuse(0xCC));
        }
        self.printing = self.printing.saturating_sub(1);
        match self.printing {
            0 => self.answer(now),
            _ => Vec::new(),
        }
    }

    /// Lets time pass.
    pub fn tick(&mut self, now: Instant) -> Vec<Action> {
        let mut actions = Vec::new();
        if now < self.due || self.state == State::Over {
            self.tell_abort(now, &mut actions);
            return actions;
        }
        match self.state {
            State::Waiting => {
                self.state = State::Asked;
                self.due = now + self.patience.answer;
                actions.push(Action::Send(self.command.clone()));
            }
            State::Asked => self.end(End::Unanswered(self.patience.answer), &mut actions),
            State::Running => self.end(End::Silent(self.patience.completion), &mut actions),
            State::Over => {}
        }
        actions
    }

    fn accepted(&mut self, now: Instant, actions: &mut Vec<Action>) {
        self.state = State::Running;
        self.due = now + self.patience.completion;
        if self.ends == EndsWith::Acknowledgement {
            self.end(End::Acknowledged, actions);
        } else if self.expects == Expects::Money {
            actions.push(Action::Show(Step::Sent));
        }
    }

    fn refused(&mut self, refused: Refused, now: Instant, actions: &mut Vec<Action>) {
        if refused.code != 0x9C || self.busy == 0 {
            return self.end(End::Refused(refused), actions);
        }
        if self.abort.wanted {
            return self.end(End::Withdrawn, actions);
        }
        self.state = State::Waiting;
        self.busy -= 1;
        self.due = now + self.patience.retry;
        let text = "Das Terminal ist beschäftigt, bitte warten".to_owned();
        actions.push(Action::Show(Step::Text(text)));
    }

    /// A message of an earlier command.
    fn stray(&mut self, message: &Message, actions: &mut Vec<Action>) {
        if let Message::Status(status) = message
            && status.result.is_none_or(|result| result == 0)
        {
            return;
        }
        if let Some(reply) = message.reply() {
            actions.push(Action::Send(number::mirrored(reply, message.sequence())));
        }
    }

    /// A message of this command.
    fn said(&mut self, message: Message, now: Instant, actions: &mut Vec<Action>) {
        self.due = now + self.patience.completion;
        self.pending = message
            .reply()
            .map(|reply| number::mirrored(reply, message.sequence()));
        match message {
            Message::Status(status) => self.status(status, now, actions),
            Message::Intermediate(intermediate) => {
                let minutes = intermediate.minutes.unwrap_or_default();
                let longer = Duration::from_secs(u64::from(minutes) * 60);
                self.due = now + self.patience.completion.max(longer);
                actions.extend(intermediate.step().map(Action::Show));
                actions.extend(self.answer(now));
            }
            Message::Print(print) => {
                let slips = self.slips.take(&print);
                self.print(slips, now, actions);
            }
            Message::Completion(completion) => {
                self.ending = Some(End::Completed(completion));
                let slips = self.slips.finish().into_iter().collect();
                self.print(slips, now, actions);
            }
            Message::Abort(abort) => {
                self.ending = Some(End::Aborted(abort));
                let slips = self.slips.finish().into_iter().collect();
                self.print(slips, now, actions);
            }
            _ => actions.extend(self.answer(now)),
        }
    }

    fn status(&mut self, status: Box<StatusInformation>, now: Instant, actions: &mut Vec<Action>) {
        let approved = status.result.is_none_or(|result| result == 0);
        match self.expects {
            // Nobody asked, so nobody can keep it.
            Expects::Nothing if approved => {
                self.pending = None;
                return;
            }
            // What is paid stays paid, whatever follows.
            Expects::Money if self.kept.is_some() => {}
            Expects::Money if status.approved() => {
                self.information = Some(status.clone());
                actions.push(Action::Keep(status));
                return;
            }
            Expects::Money | Expects::Information => self.information = Some(status),
            Expects::Nothing => {}
        }
        actions.extend(self.answer(now));
    }

    /// Hands slips over; the last one carries the answer.
    fn print(&mut self, slips: Vec<Slip>, now: Instant, actions: &mut Vec<Action>) {
        self.printing = slips.len();
        if slips.is_empty() {
            actions.extend(self.answer(now));
        }
        actions.extend(slips.into_iter().map(Action::Print));
    }

    /// Answers the message that is being worked at, and ends after it if it was the last.
    fn answer(&mut self, now: Instant) -> Vec<Action> {
        let mut actions: Vec<Action> = self.pending.take().map(Action::Send).into_iter().collect();
        if let Some(end) = self.ending.take() {
            self.end(end, &mut actions);
        }
        self.tell_abort(now, &mut actions);
        actions
    }

    fn end(&mut self, end: End, actions: &mut Vec<Action>) {
        self.state = State::Over;
        actions.push(Action::Done(end));
    }
}

/// What all dialogues of a terminal have in common.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Character set of the terminal.
    pub charset: Charset,
    /// Time limits.
    pub patience: Patience,
    /// How often a busy terminal is asked again.
    pub busy: u32,
    /// Numbers of the messages.
    pub numbering: Numbering,
}

#[cfg(test)]
mod tests;
