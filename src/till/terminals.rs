//! The card terminals of a register: which there are, how they are, and asking them for what got lost while nobody waits.
//!
//! A terminal is on the till's own thread while somebody pays. In between it is lent to a thread of its own to log in or to
//! be asked about an unknown payment, so that a terminal that does not answer never keeps the counter waiting.

mod absent;
mod closing;
pub mod journal;
mod keeper;
pub mod probe;
mod setup;
pub mod store;
mod trial;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use amtskasse_terminal::{
    Approval, Attempt, CardTerminal, Condition, Config, Driver, Error, Last, Nobody, Recovery,
    Refusal, Request, Slip, Status,
};
use chrono::{DateTime, FixedOffset, Utc};

use super::clock::local;
use super::slips::to_be_signed;
use super::{Till, TillError};
use crate::ledger::{DraftPayment, PaymentState};

pub(in crate::till) use absent::NoTerminal;
pub(super) use keeper::{Collector, Keeper};
pub use setup::TerminalNews;
pub use trial::Tested;

/// How long a payment waits for a terminal that is being asked something in the background.
const LENT: Duration = Duration::from_secs(20);
/// Pauses between two tries to ask a terminal in the background.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_secs(60),
];

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

/// What a terminal was asked in the background.
enum Report {
    Status(Result<Status, Error>),
    Recovered {
        row: DraftPayment,
        answer: Result<Recovery, Error>,
        slips: Vec<Slip>,
    },
    Tested(Box<Tested>),
}

type Lent = Receiver<(Box<dyn CardTerminal>, Report)>;

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

    /// Asks what got lost only once, for tests.
    #[cfg(test)]
    pub(super) fn hurry(&mut self) {
        for slot in &mut self.slots {
            let patience = &mut slot.config.patience;
            patience.recovery = Duration::ZERO;
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

    /// What was found out about a terminal in passing.
    pub(super) fn heard(&mut self, name: &str, health: TerminalHealth) {
        if let Some(slot) = self.place(name).and_then(|at| self.slots.get_mut(at)) {
            slot.health = health;
            slot.tries = 0;
        }
    }

    /// Lends a device to a thread that runs `work` with it.
    fn lend(
        &mut self,
        place: usize,
        work: impl FnOnce(&mut dyn CardTerminal) -> Report + Send + 'static,
    ) {
        let Some(slot) = self.slots.get_mut(place) else {
            return;
        };
        let Some(mut device) = slot.device.take() else {
            return;
        };
        let (sender, receiver) = mpsc::channel();
        slot.lent = Some(receiver);
        slot.next = None;
        let spawned = std::thread::Builder::new()
            .name("terminal".into())
            .spawn(move || {
                let report = work(device.as_mut());
                // The till may be gone; then nobody needs the device any more.
                let _ = sender.send((device, report));
            });
        if let Err(error) = spawned {
            // The device went down with the thread that never began: the driver is opened anew.
            let reopened = amtskasse_terminal::open(&slot.config, Box::new(local_now));
            slot.lent = None;
            slot.device = reopened.ok();
            slot.health = TerminalHealth::Failing(error.to_string());
        }
    }
}

/// Local time for drivers that are opened where no clock is at hand.
pub(super) fn local_now() -> DateTime<FixedOffset> {
    local(Utc::now()).fixed_offset()
}

/// What a terminal said of a payment at last, for the record.
fn told(row: &DraftPayment, word: &str, listed: &str) -> String {
    format!(
        "{} {} € {word} laut Terminal{listed}",
        row.reference, row.amount
    )
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
        here && !(answered && !self.may_run(row, terminal))
    }

    /// Whether a payment may still be at work at its terminal.
    fn may_run(&self, row: &DraftPayment, terminal: &str) -> bool {
        let patience = self.terminals.config(terminal).map(|c| c.patience);
        let longest = patience.map_or(Duration::ZERO, |p| p.completion.max(p.response));
        let since = (self.clock.now() - row.requested).to_std();
        // A clock that was set back says nothing.
        since.is_ok_and(|since| since < longest)
    }

    /// Looks after the terminals while nobody pays: takes back those that were lent, asks about what is unknown, logs in.
    pub(super) fn tick_terminals(&mut self) -> Result<(), TillError> {
        for place in 0..self.terminals.slots.len() {
            self.terminal_back(place, Duration::ZERO)?;
            let due = self.terminals.slots.get(place).and_then(|slot| slot.next);
            if due.is_none_or(|due| Instant::now() < due) {
                continue;
            }
            let Some(name) = self
                .terminals
                .slots
                .get(place)
                .map(|s| s.config.name.clone())
            else {
                continue;
            };
            let open = self.ledger.open_payments()?;
            let asks = open
                .into_iter()
                .find(|row| row.state == PaymentState::Unknown && self.blocks(row, &name));
            match asks.and_then(|row| attempt(&row).map(|attempt| (row, attempt))) {
                Some((row, attempt)) => self.terminals.lend(place, move |device| {
                    let mut collector = Collector::default();
                    let answer = device.recover(&attempt, &mut collector);
                    Report::Recovered {
                        row,
                        answer,
                        slips: collector.slips,
                    }
                }),
                None => self
                    .terminals
                    .lend(place, |device| Report::Status(device.log_in(&mut Nobody))),
            }
        }
        Ok(())
    }

    /// Waits until a terminal that was lent is back; `Ok(false)`: it is not.
    pub(super) fn await_terminal(&mut self, name: &str) -> Result<(), TillError> {
        let place = self.terminals.place(name).ok_or(TillError::NoTerminal)?;
        match self.terminal_back(place, LENT)? {
            true => Ok(()),
            false => Err(TillError::TerminalBusy),
        }
    }

    fn terminal_back(&mut self, place: usize, patience: Duration) -> Result<bool, TillError> {
        let Some(slot) = self.terminals.slots.get_mut(place) else {
            return Ok(false);
        };
        let Some(lent) = &slot.lent else {
            return Ok(slot.device.is_some());
        };
        let answer = match patience.is_zero() {
            true => lent.try_recv().map_err(|e| e == TryRecvError::Empty),
            false => lent
                .recv_timeout(patience)
                .map_err(|e| e == RecvTimeoutError::Timeout),
        };
        let (device, report) = match answer {
            Ok(back) => back,
            Err(true) => return Ok(false),
            Err(false) => {
                // Its thread ended without a word: a defect, and no reason to lose the terminal.
                slot.lent = None;
                slot.device = amtskasse_terminal::open(&slot.config, Box::new(local_now)).ok();
                let there = slot.device.is_some();
                self.test_broke_off(place);
                return Ok(there);
            }
        };
        slot.lent = None;
        slot.device = Some(device);
        let failed = match &report {
            Report::Status(Err(error)) => Some(error),
            Report::Recovered {
                answer: Err(error), ..
            } => Some(error),
            _ => None,
        };
        match failed {
            Some(error) => {
                slot.health = TerminalHealth::Failing(error.to_string());
                let pause = PAUSES.get(slot.tries).or(PAUSES.last());
                slot.next = pause.map(|pause| Instant::now() + *pause);
                slot.tries += 1;
            }
            None => {
                slot.tries = 0;
                if let Report::Status(Ok(status)) = &report {
                    slot.health = TerminalHealth::Answered(status.clone());
                    // One that wants time or a person is asked again.
                    slot.next = (status.condition != Condition::Ready)
                        .then(|| Instant::now() + Duration::from_secs(30));
                } else {
                    let settled = !matches!(
                        report,
                        Report::Recovered {
                            answer: Ok(Recovery::Undecided { .. }),
                            ..
                        }
                    );
                    let pause = if settled { Duration::ZERO } else { PAUSES[3] };
                    slot.next = Some(Instant::now() + pause);
                }
            }
        }
        match report {
            Report::Recovered {
                row,
                answer: Ok(answer),
                slips,
            } => {
                self.recovered(&row, answer, &slips)?;
            }
            Report::Tested(tested) => self.tested(*tested)?,
            _ => {}
        }
        Ok(true)
    }

    /// Has the terminals asked at the next quiet moment.
    pub(super) fn ask_terminals_soon(&mut self) {
        for slot in &mut self.terminals.slots {
            if slot.lent.is_none() && slot.next.is_none() {
                slot.next = Some(Instant::now());
            }
        }
    }

    /// A transaction belongs to one payment. One that another payment has already, made after this one got lost, says
    /// nothing about this one.
    fn unless_taken(&self, row: &DraftPayment, answer: Recovery) -> Result<Recovery, TillError> {
        let Recovery::Paid(approval) = answer else {
            return Ok(answer);
        };
        let payment = super::paying::card_payment(row, approval.clone());
        let card = payment.card.unwrap_or_default();
        let taken = self
            .ledger
            .belongs_to_another(&card, &row.reference, row.requested)?;
        Ok(match taken {
            false => Recovery::Paid(approval),
            true => Recovery::Undecided {
                last: Some(Last {
                    approved: true,
                    cents: approval.cents,
                    approval,
                    text: String::new(),
                }),
                why: "Der letzte Beleg des Terminals gehört schon zu einer anderen Zahlung.".into(),
            },
        })
    }

    /// Writes down what a terminal said about an unknown payment, unless somebody settled it meanwhile.
    pub(super) fn recovered(
        &mut self,
        row: &DraftPayment,
        answer: Recovery,
        slips: &[Slip],
    ) -> Result<PaymentState, TillError> {
        let open = self.ledger.open_payments()?;
        if !open.iter().any(|open| open.id == row.id) {
            // Settled meanwhile, one way or the other.
            return self.state_of(row);
        }
        self.terminals.undecided.retain(|u| u.payment != row.id);
        let answer = self.unless_taken(row, answer)?;
        match answer {
            Recovery::Paid(approval) => {
                self.store_recovered(row, approval, slips)?;
                Ok(PaymentState::Approved)
            }
            Recovery::NotPaid(Refusal { .. }) => {
                let (listed, now) = (self.listed(&row.reference)?, self.clock.now());
                let person = self.user.as_ref().map(|user| user.id.clone());
                self.ledger.write(|w| {
                    w.payment_ended(row.id, PaymentState::Declined, None)?;
                    match listed.is_empty() {
                        true => Ok(()),
                        false => {
                            let text = told(row, "nicht bezahlt", &listed);
                            w.event("payment-resolved", person.as_deref(), None, &text, now)
                        }
                    }
                })?;
                Ok(PaymentState::Declined)
            }
            Recovery::Undecided { last, why } => {
                self.ledger
                    .write(|w| w.payment_ended(row.id, PaymentState::Unknown, None))?;
                self.terminals.undecided.push(Undecided {
                    payment: row.id,
                    last,
                    why,
                });
                Ok(PaymentState::Unknown)
            }
        }
    }

    fn store_recovered(
        &mut self,
        row: &DraftPayment,
        approval: Approval,
        slips: &[Slip],
    ) -> Result<(), TillError> {
        let payment = super::paying::card_payment(row, approval);
        let name = row.asked.as_ref().map_or("", |asked| &asked.terminal);
        let (listed, now) = (self.listed(&row.reference)?, self.clock.now());
        let person = self.user.as_ref().map(|user| user.id.clone());
        self.ledger.write(|w| {
            w.payment_approved(row.id, &payment)?;
            for slip in slips {
                w.card_slip(name, Some(&row.reference), slip, now)?;
            }
            match listed.is_empty() {
                true => Ok(()),
                false => {
                    let text = told(row, "bezahlt", &listed);
                    w.event("payment-resolved", person.as_deref(), None, &text, now)
                }
            }
        })?;
        for slip in slips.iter().filter(|slip| to_be_signed(slip)) {
            self.print_slip(&row.reference, slip);
        }
        Ok(())
    }
}
