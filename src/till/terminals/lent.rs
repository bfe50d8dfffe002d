//! Terminals on a thread of their own: logging in, and being asked about what is unknown while nobody waits.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use amtskasse_terminal::{CardTerminal, Condition, Error, Nobody, Recovery, Slip, Status};

use super::{Collector, TerminalHealth, Terminals, Tested, attempt, local_now};
use crate::ledger::DraftPayment;
use crate::till::{Till, TillError};

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

/// What a terminal was asked in the background.
pub(super) enum Report {
    Status(Result<Status, Error>),
    Recovered(Box<Told>),
    Tested(Box<Tested>),
}

/// What a terminal said about an unknown payment.
pub(super) struct Told {
    row: DraftPayment,
    answer: Result<Recovery, Error>,
    slips: Vec<Slip>,
}

pub(super) type Lent = Receiver<(Box<dyn CardTerminal>, Report)>;

impl Terminals {
    /// Lends a device to a thread that runs `work` with it.
    pub(super) fn lend(
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

impl Till {
    /// Looks after the terminals while nobody pays: takes back those that were lent, asks about what is unknown, logs in.
    pub(in crate::till) fn tick_terminals(&mut self) -> Result<(), TillError> {
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
                // One that is still `requested` between two calls was left by a step that could not be written.
                .find(|row| self.blocks(row, &name));
            match asks.and_then(|row| attempt(&row).map(|attempt| (row, attempt))) {
                Some((row, attempt)) => self.terminals.lend(place, move |device| {
                    let mut collector = Collector::default();
                    let answer = device.recover(&attempt, &mut collector);
                    let slips = collector.slips;
                    Report::Recovered(Box::new(Told { row, answer, slips }))
                }),
                None => self
                    .terminals
                    .lend(place, |device| Report::Status(device.log_in(&mut Nobody))),
            }
        }
        Ok(())
    }

    /// Waits until a terminal that was lent is back; one that does not come is busy.
    pub(in crate::till) fn await_terminal(&mut self, name: &str) -> Result<(), TillError> {
        let place = self.terminals.place(name).ok_or(TillError::NoTerminal)?;
        match self.terminal_back(place, LENT)? {
            true => Ok(()),
            false => Err(TillError::TerminalBusy),
        }
    }

    /// Takes a terminal that was lent back, with what it has to tell; `Ok(false)`: it is not back yet.
    pub(super) fn terminal_back(
        &mut self,
        place: usize,
        patience: Duration,
    ) -> Result<bool, TillError> {
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
            Report::Recovered(told) => told.answer.as_ref().err(),
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
                    let open = |told: &Told| matches!(told.answer, Ok(Recovery::Undecided { .. }));
                    let settled = !matches!(&report, Report::Recovered(told) if open(told));
                    let pause = if settled { Duration::ZERO } else { PAUSES[3] };
                    slot.next = Some(Instant::now() + pause);
                }
            }
        }
        match report {
            Report::Recovered(told) => {
                if let Ok(answer) = told.answer {
                    self.recovered(&told.row, answer, &told.slips)?;
                }
            }
            Report::Tested(tested) => self.tested(*tested)?,
            _ => {}
        }
        Ok(true)
    }

    /// Has the terminals asked at the next quiet moment.
    pub(in crate::till) fn ask_terminals_soon(&mut self) {
        for slot in &mut self.terminals.slots {
            if slot.lent.is_none() && slot.next.is_none() {
                slot.next = Some(Instant::now());
            }
        }
    }
}
