//! A terminal without hardware: it goes through the steps a real one goes through and fails in the ways a real
//! one fails. Its memory outlives it, as a terminal's does when the register's power goes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::{
    Approval, CardKind, CardTerminal, DayTotals, Error, LastOutcome, Outcome, Progress, Request,
    Step, TerminalInfo,
};

/// How the next payment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Approved, girocard.
    Approve,
    /// Approved, credit card.
    ApproveCredit,
    /// Declined by the host.
    Decline,
    /// The customer presses stop.
    Abort,
    /// Approved, but the line breaks before the answer arrives.
    ApproveThenLose,
    /// The line breaks before the card was charged.
    LoseThenNothing,
    /// Nobody answers at the address.
    Unreachable,
}

/// What a simulated terminal remembers.
#[derive(Debug, Default)]
pub struct Memory {
    script: VecDeque<Script>,
    last: Option<LastOutcome>,
    charged: Vec<(String, i64)>,
    day: DayTotals,
    trace: u32,
    offline: bool,
}

/// Handle to the memory of a simulated terminal.
#[derive(Debug, Clone, Default)]
pub struct SharedMemory(Arc<Mutex<Memory>>);

impl SharedMemory {
    fn with<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Decides how one of the next payments goes; without a script every payment is approved.
    pub fn push(&self, script: Script) {
        self.with(|memory| memory.script.push_back(script));
    }

    /// Takes the terminal off the line, or puts it back.
    pub fn set_offline(&self, offline: bool) {
        self.with(|memory| memory.offline = offline);
    }

    /// Everything that was really charged (or, below zero, given back): reference and cents.
    pub fn charged(&self) -> Vec<(String, i64)> {
        self.with(|memory| memory.charged.clone())
    }
}

/// The simulated terminal.
#[derive(Debug, Default)]
pub struct Simulator {
    memory: SharedMemory,
    pause: Duration,
}

impl Simulator {
    /// A terminal that spends `pause` at each step, with a memory that may be shared with its successor.
    pub fn new(memory: SharedMemory, pause: Duration) -> Simulator {
        Simulator { memory, pause }
    }

    /// Goes through the visible steps; `true` when the clerk asked for an abort in time.
    fn steps(&self, progress: &mut dyn Progress) -> bool {
        for step in [Step::Sent, Step::PresentCard] {
            progress.step(step);
            let slices = 20;
            for _ in 0..slices {
                if progress.abort_requested() {
                    return true;
                }
                std::thread::sleep(self.pause / slices);
            }
        }
        progress.step(Step::Authorizing);
        std::thread::sleep(self.pause);
        false
    }

    fn transact(
        &mut self,
        request: &Request,
        sign: i64,
        progress: &mut dyn Progress,
    ) -> Result<Outcome, Error> {
        let script = self
            .memory
            .with(|memory| memory.script.pop_front())
            .unwrap_or(Script::Approve);
        let offline = self.memory.with(|memory| memory.offline);
        if script == Script::Unreachable || offline {
            return Err(Error::Refused("127.0.0.1:22000: connection refused".into()));
        }
        if self.steps(progress) || script == Script::Abort {
            return Ok(self.remember(request, Outcome::Aborted));
        }
        match script {
            Script::Decline => {
                let reason = "Karte abgelehnt".to_owned();
                Ok(self.remember(request, Outcome::Declined { reason }))
            }
            Script::LoseThenNothing => Err(Error::Lost("connection reset by peer".into())),
            _ => {
                let kind = match script {
                    Script::ApproveCredit => CardKind::Credit,
                    _ => CardKind::Debit,
                };
                let outcome = self.approve(request, sign, kind);
                if script == Script::ApproveThenLose {
                    return Err(Error::Lost("connection reset by peer".into()));
                }
                Ok(outcome)
            }
        }
    }

    fn approve(&mut self, request: &Request, sign: i64, kind: CardKind) -> Outcome {
        let trace = self.memory.with(|memory| {
            memory.trace += 1;
            memory
                .charged
                .push((request.reference.clone(), sign * request.cents));
            memory.day.count += 1;
            memory.day.cents += sign * request.cents;
            memory.trace
        });
        let (brand, masked) = match kind {
            CardKind::Debit => ("girocard", "###############0123"),
            CardKind::Credit => ("Mastercard", "############4711"),
        };
        let approval = Approval {
            kind,
            brand: brand.to_owned(),
            masked_number: masked.to_owned(),
            terminal_id: "65000001".to_owned(),
            trace: format!("{trace:06}"),
            authorization: format!("{:06}", (u64::from(trace) * 7919) % 1_000_000),
            customer_slip: vec!["* Kundenbeleg *".to_owned(), "TEST-TERMINAL".to_owned()],
        };
        self.remember(request, Outcome::Approved(approval))
    }

    fn remember(&self, request: &Request, outcome: Outcome) -> Outcome {
        self.memory.with(|memory| {
            memory.last = Some(LastOutcome {
                reference: Some(request.reference.clone()),
                cents: request.cents,
                outcome: outcome.clone(),
            });
        });
        outcome
    }
}

impl CardTerminal for Simulator {
    fn describe(&mut self) -> Result<TerminalInfo, Error> {
        Ok(TerminalInfo {
            name: "Testterminal".to_owned(),
            terminal_id: "65000001".to_owned(),
        })
    }

    fn pay(&mut self, request: &Request, progress: &mut dyn Progress) -> Result<Outcome, Error> {
        self.transact(request, 1, progress)
    }

    fn refund(&mut self, request: &Request, progress: &mut dyn Progress) -> Result<Outcome, Error> {
        self.transact(request, -1, progress)
    }

    fn last_outcome(&mut self) -> Result<Option<LastOutcome>, Error> {
        self.memory.with(|memory| match memory.offline {
            true => Err(Error::Refused("127.0.0.1:22000: connection refused".into())),
            false => Ok(memory.last.clone()),
        })
    }

    fn close_day(&mut self) -> Result<DayTotals, Error> {
        Ok(self.memory.with(|memory| std::mem::take(&mut memory.day)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    struct Watch(Vec<Step>, bool);

    impl Progress for Watch {
        fn step(&mut self, step: Step) {
            self.0.push(step);
        }
        fn abort_requested(&self) -> bool {
            self.1
        }
    }

    fn request() -> Request {
        Request {
            cents: 1250,
            reference: "K1-1".into(),
        }
    }

    #[test]
    fn a_lost_answer_is_found_again() {
        let memory = SharedMemory::default();
        memory.push(Script::ApproveThenLose);
        let mut terminal = Simulator::new(memory.clone(), Duration::ZERO);
        let mut watch = Watch(Vec::new(), false);
        assert!(matches!(
            terminal.pay(&request(), &mut watch),
            Err(Error::Lost(_))
        ));
        let mut successor = Simulator::new(memory.clone(), Duration::ZERO);
        let last = successor.last_outcome().unwrap().unwrap();
        assert_eq!(
            (last.reference.as_deref(), last.cents),
            (Some("K1-1"), 1250)
        );
        assert!(matches!(last.outcome, Outcome::Approved(_)));
        assert_eq!(memory.charged().len(), 1);
    }

    #[test]
    fn a_lost_request_charges_nothing() {
        let memory = SharedMemory::default();
        memory.push(Script::LoseThenNothing);
        let mut terminal = Simulator::new(memory.clone(), Duration::ZERO);
        assert!(
            terminal
                .pay(&request(), &mut Watch(Vec::new(), false))
                .is_err()
        );
        assert!(memory.charged().is_empty());
        assert_eq!(terminal.last_outcome().unwrap(), None);
    }

    #[test]
    fn an_abort_in_time_stops_it() {
        let memory = SharedMemory::default();
        let mut terminal = Simulator::new(memory.clone(), Duration::ZERO);
        let mut watch = Watch(Vec::new(), true);
        assert_eq!(
            terminal.pay(&request(), &mut watch).unwrap(),
            Outcome::Aborted
        );
        assert_eq!(watch.0, [Step::Sent]);
        assert!(memory.charged().is_empty());
    }
}
