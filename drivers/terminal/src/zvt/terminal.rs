//! A card terminal that speaks ZVT.
//!
//! Each command has a connection of its own (TCP) or shares the port with the others of its operation (RS-232). The
//! register's side of a payment is kept in this order: baseline known, mark on the disk, request sent, result `00` on
//! the disk, acknowledgement sent. Whatever goes wrong between the mark and a clear answer ends as
//! [`Outcome::Unknown`]; nothing is repeated or reversed by itself.
//!
//! Follows PA00P015 rev. 13.08 (25.05.2018) and PA00P016_04; newer revisions were not seen, and no real terminal was tried.

mod ask;
mod exchange;
mod find;
mod money;
mod quiet;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::command::{Command, Password};
use super::dialogue::{End, Expects, Numbering, Settings};
use super::link::{Connector, Link, Wire};
use super::message::{Abort, Refused};
use super::recovery::{Answer, Seen};
use crate::config::Clock;
use crate::{
    Attempt, Attendant, CardTerminal, Config, DayTotals, Driver, Error, Identity, Last, Nobody,
    Original, Outcome, Reason, Recovery, Refusal, Request, Service, Status,
};
use exchange::{Keep, Keeping, Run, run};

/// How many own transactions are remembered to tell them from those of an unresolved attempt.
const REMEMBERED: usize = 50;

/// How often a busy terminal is asked again, [`crate::config::Patience::retry`] apart.
const BUSY: u32 = 3;

/// Pause before a terminal that was reached a moment ago is tried again.
const MOMENT: Duration = Duration::from_millis(50);

/// A terminal that speaks ZVT.
pub struct Terminal {
    config: Config,
    clock: Clock,
    connector: Box<dyn Connector>,
    password: Password,
    /// Link that can serve the next command of the same operation.
    link: Option<Box<dyn Link>>,
    /// A command of this operation came to its end.
    reached: bool,
    registered: bool,
    numbering: Numbering,
    terminal_id: String,
    /// The terminal's last transaction as far as it is known.
    before: Option<Seen>,
    /// Asked for its last transaction it tells nothing.
    mute: bool,
    /// Own transactions with their references, the newest last.
    own: VecDeque<(String, Seen)>,
    /// Attempts that ended as unknown and were not resolved since.
    unresolved: Vec<Unresolved>,
}

/// An attempt whose outcome is unknown.
struct Unresolved {
    reference: String,
    /// The terminal's last transaction at a time when nothing had followed the attempt yet; once something has, the
    /// terminal can tell nothing of it any more.
    answer: Option<Answer>,
}

impl std::fmt::Debug for Terminal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("zvt::Terminal")
            .field("config", &self.config)
            .field("registered", &self.registered)
            .finish_non_exhaustive()
    }
}

impl Terminal {
    /// A terminal at the address of its configuration; nothing is opened yet.
    pub fn new(config: Config, clock: Clock) -> Result<Self, Error> {
        let wire = Wire::new(&config)?;
        Self::over(Box::new(wire), config, clock)
    }

    /// A terminal at the end of other links.
    pub fn over(
        connector: Box<dyn Connector>,
        config: Config,
        clock: Clock,
    ) -> Result<Self, Error> {
        let password = match &config.password {
            Some(text) => text.parse().map_err(|wrong| {
                let name = &config.name;
                Error::Config(format!("{name}: {wrong}"))
            })?,
            None => Password::default(),
        };
        Ok(Self {
            config,
            clock,
            connector,
            password,
            link: None,
            reached: false,
            registered: false,
            numbering: Numbering::default(),
            terminal_id: String::new(),
            before: None,
            mute: false,
            own: VecDeque::new(),
            unresolved: Vec::new(),
        })
    }

    /// Runs a command that moves no money.
    fn exchange(
        &mut self,
        command: &Command,
        expects: Expects,
        attendant: &mut dyn Attendant,
    ) -> Result<Run, Error> {
        let link = self.open()?;
        let never = &mut |_: &_, _: &mut dyn Attendant| Keeping::Known;
        Ok(self.on(link, command, expects, attendant, never))
    }

    /// The link of this operation, or a new one. A terminal that was there a moment ago may need another moment before it
    /// listens again.
    fn open(&mut self) -> Result<Box<dyn Link>, Error> {
        if let Some(link) = self.link.take() {
            return Ok(link);
        }
        let end = Instant::now() + self.config.patience.connect;
        loop {
            match self.connector.connect() {
                Err(Error::Unreachable { .. }) if self.reached && Instant::now() + MOMENT < end => {
                    std::thread::sleep(MOMENT);
                }
                link => return link,
            }
        }
    }

    fn on(
        &mut self,
        mut link: Box<dyn Link>,
        command: &Command,
        expects: Expects,
        attendant: &mut dyn Attendant,
        keep: Keep<'_>,
    ) -> Run {
        let patience = self.config.patience;
        let settings = Settings {
            charset: self.config.charset,
            patience,
            busy: BUSY,
            numbering: self.numbering,
        };
        let run = run(&mut *link, command, expects, settings, attendant, keep);
        self.numbering = run.numbering;
        if run.end.is_ok() {
            self.reached = true;
            self.link = (!self.connector.proves_presence()).then_some(link);
        }
        run
    }

    /// Ends an operation.
    fn close<T>(&mut self, result: T) -> T {
        self.link = None;
        self.reached = false;
        result
    }

    fn remember(&mut self, reference: &str, seen: Seen) {
        if self.own.len() >= REMEMBERED {
            self.own.pop_front();
        }
        self.own.push_back((reference.to_owned(), seen));
    }
}

/// The refusal of a command that was not accepted.
fn refused(refused: &Refused) -> Refusal {
    refusal_of(refused.result)
}

/// The refusal a bare code means.
fn refusal_of(code: u8) -> Refusal {
    let abort = Abort {
        code: Some(code),
        ..Abort::default()
    };
    abort.refusal()
}

/// What an end that is no success means where no money is at stake.
fn unsuccessful(end: End) -> Error {
    match end {
        End::Aborted(abort) => Error::Refused(abort.refusal()),
        End::Refused(answer) => Error::Refused(refused(&answer)),
        End::Withdrawn => Error::Refused(withdrawn()),
        End::Unanswered(limit) | End::Silent(limit) => Error::Timeout(limit),
        End::Acknowledged | End::Completed(_) => {
            Error::Protocol("an end that does not belong to the command".to_owned())
        }
    }
}

fn withdrawn() -> Refusal {
    Refusal {
        reason: Reason::Aborted,
        text: "Abgebrochen: Das Terminal war beschäftigt".to_owned(),
        code: "9C".to_owned(),
    }
}

impl CardTerminal for Terminal {
    fn identity(&self) -> Identity {
        Identity {
            driver: Driver::Zvt,
            address: self.config.address.clone(),
        }
    }

    fn status(&mut self) -> Result<Status, Error> {
        let status = self.enquire(&mut Nobody);
        self.close(status)
    }

    fn log_in(&mut self, attendant: &mut dyn Attendant) -> Result<Status, Error> {
        let status = self.register_when_idle(attendant);
        self.close(status)
    }

    fn log_off(&mut self) -> Result<(), Error> {
        let done = self.take_leave();
        self.close(done)
    }

    fn pay(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        let outcome = self.payment(request, attendant);
        self.close(outcome)
    }

    fn refund(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        let outcome = self.give_back(request, attendant);
        self.close(outcome)
    }

    fn reverse(
        &mut self,
        original: &Original,
        request: &Request,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        let outcome = self.reversal(original, request, attendant);
        self.close(outcome)
    }

    fn abort(&mut self) -> Result<(), Error> {
        let done = self.wish_abort();
        self.close(done)
    }

    fn recover(
        &mut self,
        attempt: &Attempt,
        attendant: &mut dyn Attendant,
    ) -> Result<Recovery, Error> {
        let recovery = self.find_out(attempt, attendant);
        self.close(recovery)
    }

    fn repeat(&mut self, attendant: &mut dyn Attendant) -> Result<Option<Last>, Error> {
        let last = self.last_with_slips(attendant);
        self.close(last)
    }

    fn totals(&mut self, closure: bool, attendant: &mut dyn Attendant) -> Result<DayTotals, Error> {
        let totals = self.day(closure, attendant);
        self.close(totals)
    }

    fn service(&mut self, service: Service, attendant: &mut dyn Attendant) -> Result<(), Error> {
        let done = self.maintain(service, attendant);
        self.close(done)
    }
}

#[cfg(test)]
mod tests;
