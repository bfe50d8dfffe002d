//! The card terminals of a register: which there are, how they are, and asking them for what got lost while nobody waits.
//!
//! A terminal is on the till's own thread while somebody pays. In between it is lent to a thread of its own to log in or to
//! be asked about an unknown payment, so that a terminal that does not answer never keeps the counter waiting.

mod absent;
mod closing;
mod found;
pub mod journal;
mod keeper;
mod lent;
pub mod probe;
mod service;
mod setup;
pub mod store;
mod trial;

use std::time::{Duration, Instant};

use amtskasse_terminal::{Attempt, CardTerminal, Config, Driver, Last, Request, Status};
use chrono::{DateTime, FixedOffset, Utc};

use super::clock::local;
use super::{Till, TillError};
use crate::ledger::DraftPayment;

pub(in crate::till) use absent::NoTerminal;
pub(super) use keeper::{Collector, Keeper};
use lent::{Lent, Report};
pub use service::{Errand, Served};
pub use setup::TerminalNews;
pub use trial::Tested;

/// A terminal as it is handed to the till.
pub struct ConnectedTerminal {
    /// What it was told.
    pub config: Config,
    /// Its driver.
    pub device: Box<dyn CardTerminal>,
}

/// How a terminal is, for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalView {
    /// What people call it.
    pub name: String,
    /// Its driver.
    pub driver: Driver,
    /// Where it is.
    pub address: String,
    /// How it is.
    pub health: TerminalHealth,
    /// Whether other tills use it too.
    pub shared: bool,
    /// Whether payments go to it.
    pub chosen: bool,
    /// Whether a payment at it is unknown and keeps it from the next one.
    pub blocked: bool,
}

/// How a terminal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalHealth {
    /// It was not asked yet, or is being asked.
    Unknown,
    /// It answered.
    Answered(Status),
    /// It did not, and why (English; the screen says it in words of its own).
    Failing(String),
}

/// What a terminal answered that settled nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Row id of the payment.
    pub payment: i64,
    /// The last transaction it told of.
    pub last: Option<Last>,
    /// German sentence: why that settles nothing.
    pub why: String,
}

struct Slot {
    config: Config,
    device: Option<Box<dyn CardTerminal>>,
    lent: Option<Lent>,
    health: TerminalHealth,
    tries: usize,
    next: Option<Instant>,
}

/// The terminals a till owns.
pub(super) struct Terminals {
    slots: Vec<Slot>,
    chosen: usize,
    pub(super) undecided: Vec<Undecided>,
    work: trial::Work,
}

impl Slot {
    fn new(terminal: ConnectedTerminal) -> Self {
        Self {
            config: terminal.config,
            device: Some(terminal.device),
            lent: None,
            health: TerminalHealth::Unknown,
            tries: 0,
            next: Some(Instant::now()),
        }
    }
}

impl Terminals {
    pub(super) fn new(terminals: Vec<ConnectedTerminal>) -> Self {
        Self {
            slots: terminals.into_iter().map(Slot::new).collect(),
            chosen: 0,
            undecided: Vec::new(),
            work: trial::Work::default(),
        }
    }

    fn add(&mut self, terminal: ConnectedTerminal) {
        self.slots.push(Slot::new(terminal));
    }

    /// Another device in the place of one; what that was asked in the background is asked again.
    fn replace(&mut self, name: &str, terminal: ConnectedTerminal) {
        if let Some(slot) = self.place(name).and_then(|at| self.slots.get_mut(at)) {
            *slot = Slot::new(terminal);
        }
    }

    fn remove(&mut self, name: &str) {
        let Some(place) = self.place(name) else {
            return;
        };
        self.slots.remove(place);
        if self.chosen > place {
            self.chosen -= 1;
        } else if self.chosen == place {
            self.chosen = 0;
        }
    }

    fn clear(&mut self) {
        self.slots.clear();
        self.chosen = 0;
    }

    fn name(&self, place: usize) -> Option<String> {
        self.slots.get(place).map(|slot| slot.config.name.clone())
    }

    /// Name of the terminal payments go to.
    pub(super) fn chosen(&self) -> Option<&Config> {
        self.slots.get(self.chosen).map(|slot| &slot.config)
    }

    pub(super) fn configs(&self) -> impl Iterator<Item = &Config> {
        self.slots.iter().map(|slot| &slot.config)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.config.name == name)
    }

    /// The device of this name, unless it is lent.
    pub(super) fn device(&mut self, name: &str) -> Option<&mut Box<dyn CardTerminal>> {
        let place = self.place(name)?;
        self.slots.get_mut(place)?.device.as_mut()
    }

    pub(super) fn config(&self, name: &str) -> Option<&Config> {
        self.configs().find(|config| config.name == name)
    }

    /// It works again, whatever was said of it before.
    pub(super) fn answered(&mut self, name: &str) {
        let slot = self.place(name).and_then(|at| self.slots.get_mut(at));
        if let Some(slot) = slot.filter(|s| matches!(s.health, TerminalHealth::Failing(_))) {
            slot.health = TerminalHealth::Unknown;
            slot.tries = 0;
            slot.next = Some(Instant::now());
        }
    }

    /// What was found out about a terminal in passing.
    pub(super) fn heard(&mut self, name: &str, health: TerminalHealth) {
        if let Some(slot) = self.place(name).and_then(|at| self.slots.get_mut(at)) {
            slot.health = health;
            slot.tries = 0;
        }
    }
}

/// Local time for drivers that are opened where no clock is at hand.
pub(super) fn local_now() -> DateTime<FixedOffset> {
    local(Utc::now()).fixed_offset()
}

/// The attempt a row stands for, as its driver wants to hear of it.
pub(super) fn attempt(row: &DraftPayment) -> Option<Attempt> {
    let asked = row.asked.as_ref()?;
    Some(Attempt {
        request: Request {
            cents: row.amount.abs().cents(),
            reference: row.reference.clone(),
        },
        operation: asked.operation,
        mark: asked.mark.clone(),
        begun: local(row.requested).fixed_offset(),
    })
}

impl Till {
    /// The card terminals, the first one first.
    pub fn terminals(&self) -> Result<Vec<TerminalView>, TillError> {
        let open = self.ledger.open_payments()?;
        let view = |(place, slot): (usize, &Slot)| TerminalView {
            name: slot.config.name.clone(),
            driver: slot.config.driver,
            address: slot.config.address.clone(),
            health: slot.health.clone(),
            shared: slot.config.shared,
            chosen: place == self.terminals.chosen,
            blocked: open.iter().any(|row| self.blocks(row, &slot.config.name)),
        };
        Ok(self.terminals.slots.iter().enumerate().map(view).collect())
    }

    /// Sends payments to another terminal from now on.
    pub fn choose_terminal(&mut self, name: &str) -> Result<(), TillError> {
        self.terminals.chosen = self.terminals.place(name).ok_or(TillError::NoTerminal)?;
        Ok(())
    }

    /// What the terminals answered about payments that stay unknown all the same.
    pub fn undecided(&self) -> &[Undecided] {
        &self.terminals.undecided
    }

    /// Whether an open payment keeps the terminal from the next one: it would overwrite the only memory that can tell.
    /// One whose terminal has answered, and could not tell, keeps nobody once it cannot be at work there any more.
    pub(super) fn blocks(&self, row: &DraftPayment, terminal: &str) -> bool {
        let here = row.asked.as_ref().is_some_and(|a| a.terminal == terminal);
        let answered = self.terminals.undecided.iter().any(|u| u.payment == row.id);
        here && (!answered || self.may_run(row, terminal))
    }

    /// Whether a payment may still be at work at its terminal.
    fn may_run(&self, row: &DraftPayment, terminal: &str) -> bool {
        let patience = self.terminals.config(terminal).map(|c| c.patience);
        let longest = patience.map_or(Duration::ZERO, |p| p.completion.max(p.response));
        let since = (self.clock.now() - row.requested).to_std();
        // A clock that was set back says nothing.
        since.is_ok_and(|since| since < longest)
    }
}
