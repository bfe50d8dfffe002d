//! A terminal without hardware: it goes through the steps a real one goes through and fails in the ways a real
//! one fails. Its memory outlives it, as a terminal's does when the register's power goes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::status::Circuit;
use crate::{
    Approval, Attempt, Attendant, CardKind, CardTerminal, Condition, DayTotals, Driver, Entry,
    Error, Identity, Last, Mark, Original, Outcome, Reason, Recovery, Refusal, Request, Service,
    Slip, SlipKind, Status, Step,
};

/// Terminal id of the simulated terminal.
pub const TERMINAL_ID: &str = "65000001";

/// How the next payment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Approved, girocard.
    Approve,
    /// Approved, credit card.
    ApproveCredit,
    /// Approved, and the customer has to sign.
    ApproveSigned,
    /// Approved, but only this many cents.
    ApprovePart(i64),
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
    last: Option<Known>,
    charged: Vec<(String, i64)>,
    operations: Vec<&'static str>,
    day: DayTotals,
    trace: u32,
    offline: bool,
}

/// The last transaction, with the reference it belonged to.
#[derive(Debug, Clone)]
struct Known {
    reference: String,
    last: Last,
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

    /// In which way each of [`SharedMemory::charged`] went: `payment`, `refund`, `reversal`.
    pub fn operations(&self) -> Vec<&'static str> {
        self.with(|memory| memory.operations.clone())
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

    fn reached(&self) -> Result<(), Error> {
        match self.memory.with(|memory| memory.offline) {
            true => Err(unreachable()),
            false => Ok(()),
        }
    }

    /// Goes through the visible steps; `true` when the clerk asked for an abort in time.
    fn steps(&self, attendant: &mut dyn Attendant) -> bool {
        for step in [Step::Sent, Step::PresentCard] {
            attendant.step(step);
            let slices = 20;
            for _ in 0..slices {
                if attendant.abort_requested() {
                    return true;
                }
                std::thread::sleep(self.pause / slices);
            }
        }
        attendant.step(Step::Authorizing);
        std::thread::sleep(self.pause);
        false
    }

    fn transact(
        &mut self,
        request: &Request,
        operation: &'static str,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        let sign = if operation == "payment" { 1 } else { -1 };
        let script = self
            .memory
            .with(|memory| memory.script.pop_front())
            .unwrap_or(Script::Approve);
        if script == Script::Unreachable {
            return Outcome::NotStarted(unreachable());
        }
        if let Err(error) = self.reached() {
            return Outcome::NotStarted(error);
        }
        if let Err(error) = attendant.sending(&Mark(request.reference.clone())) {
            return Outcome::NotStarted(error.into());
        }
        if self.steps(attendant) || script == Script::Abort {
            return self.refuse(request, Reason::Aborted, "Abgebrochen", "6C");
        }
        match script {
            Script::Decline => self.refuse(request, Reason::Declined, "Karte abgelehnt", "05"),
            Script::LoseThenNothing => Outcome::Unknown(lost()),
            _ => {
                let approval = self.approve(request, sign, script);
                self.memory.with(|memory| memory.operations.push(operation));
                if script == Script::ApproveThenLose {
                    return Outcome::Unknown(lost());
                }
                if let Err(error) = attendant.paid(&approval) {
                    return Outcome::Unknown(error.into());
                }
                for slip in slips(&approval, request, sign) {
                    // What is paid stays paid; the slip can be asked for again.
                    let _ = attendant.print(&slip);
                }
                Outcome::Paid(approval)
            }
        }
    }

    fn approve(&mut self, request: &Request, sign: i64, script: Script) -> Approval {
        let cents = match script {
            Script::ApprovePart(cents) => cents,
            _ => request.cents,
        };
        let (kind, brand, masked) = match script {
            Script::ApproveCredit | Script::ApproveSigned => {
                (CardKind::Credit, "Mastercard", "############4711")
            }
            _ => (CardKind::Debit, "girocard", "###############0123"),
        };
        self.memory.with(|memory| {
            memory.trace += 1;
            let moved = sign * cents;
            memory.charged.push((request.reference.clone(), moved));
            let count = memory.day.count.unwrap_or_default() + 1;
            memory.day.count = Some(count);
            memory.day.cents += moved;
            let first = memory.day.receipts.map_or(memory.trace, |(first, _)| first);
            memory.day.receipts = Some((first, memory.trace));
            match memory.day.circuits.iter_mut().find(|c| c.name == brand) {
                Some(circuit) => {
                    circuit.count += 1;
                    circuit.cents += moved;
                }
                None => memory.day.circuits.push(Circuit {
                    name: brand.to_owned(),
                    count: 1,
                    cents: moved,
                }),
            }
            let trace = memory.trace;
            let approval = Approval {
                cents,
                kind,
                brand: brand.to_owned(),
                masked_number: masked.to_owned(),
                entry: Entry::Contactless,
                terminal_id: TERMINAL_ID.to_owned(),
                trace: format!("{trace:06}"),
                receipt_number: format!("{:04}", trace % 10_000),
                authorization: format!("{:06}", (u64::from(trace) * 7919) % 1_000_000),
                signature: script == Script::ApproveSigned,
                ..Approval::default()
            };
            memory.last = Some(Known {
                reference: request.reference.clone(),
                last: Last {
                    approved: true,
                    cents,
                    approval: approval.clone(),
                    text: String::new(),
                },
            });
            approval
        })
    }

    fn refuse(&self, request: &Request, reason: Reason, text: &str, code: &str) -> Outcome {
        self.memory.with(|memory| {
            memory.last = Some(Known {
                reference: request.reference.clone(),
                last: Last {
                    approved: false,
                    cents: request.cents,
                    approval: Approval::default(),
                    text: text.to_owned(),
                },
            });
        });
        Outcome::NotPaid(refusal(reason, text, code))
    }
}

fn refusal(reason: Reason, text: &str, code: &str) -> Refusal {
    Refusal {
        reason,
        text: text.to_owned(),
        code: code.to_owned(),
    }
}

fn unreachable() -> Error {
    Error::Unreachable {
        address: "127.0.0.1:22000".to_owned(),
        reason: "connection refused".to_owned(),
    }
}

fn lost() -> Error {
    Error::Lost("connection reset by peer".to_owned())
}

/// Merchant's and customer's copy.
fn slips(approval: &Approval, request: &Request, sign: i64) -> [Slip; 2] {
    let euros = |cents: i64| format!("{},{:02}", cents / 100, cents % 100);
    let lines = |title: &str| {
        let what = if sign < 0 {
            "Gutschrift"
        } else {
            "Kartenzahlung"
        };
        [
            title.to_owned(),
            "TEST-TERMINAL".to_owned(),
            format!("{what} {}", approval.brand),
            format!("Betrag EUR {}", euros(approval.cents)),
            format!("Terminal-ID {TERMINAL_ID}"),
            format!(
                "TA-Nr {}  Beleg {}",
                approval.trace, approval.receipt_number
            ),
            format!("Karte {}", approval.masked_number),
            format!("Genehmigung {}", approval.authorization),
            format!("Ref {}", request.reference),
        ]
        .map(|text| crate::attendant::SlipLine {
            text,
            ..Default::default()
        })
        .to_vec()
    };
    [
        (SlipKind::Merchant, "* Händlerbeleg *"),
        (SlipKind::Customer, "* Kundenbeleg *"),
    ]
    .map(|(kind, title)| Slip {
        kind,
        lines: lines(title),
        signature: approval.signature && kind == SlipKind::Merchant,
    })
}

impl CardTerminal for Simulator {
    fn identity(&self) -> Identity {
        Identity {
            driver: Driver::Test,
            address: String::new(),
        }
    }

    fn status(&mut self) -> Result<Status, Error> {
        self.reached()?;
        Ok(Status {
            condition: Condition::Ready,
            terminal_id: TERMINAL_ID.to_owned(),
            version: "Testterminal".to_owned(),
            text: String::new(),
        })
    }

    fn log_in(&mut self, _: &mut dyn Attendant) -> Result<Status, Error> {
        self.status()
    }

    fn log_off(&mut self) -> Result<(), Error> {
        self.reached()
    }

    fn pay(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        self.transact(request, "payment", attendant)
    }

    fn refund(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        self.transact(request, "refund", attendant)
    }

    fn reverse(
        &mut self,
        _: &Original,
        request: &Request,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        self.transact(request, "reversal", attendant)
    }

    fn recover(&mut self, attempt: &Attempt, _: &mut dyn Attendant) -> Result<Recovery, Error> {
        self.reached()?;
        let Some(mark) = &attempt.mark else {
            return Ok(Recovery::NotPaid(refusal(
                Reason::Aborted,
                "Nicht gesendet",
                "",
            )));
        };
        Ok(match self.memory.with(|memory| memory.last.clone()) {
            Some(known) if known.reference == mark.0 => match known.last.approved {
                true => Recovery::Paid(known.last.approval),
                false => Recovery::NotPaid(refusal(Reason::Declined, &known.last.text, "")),
            },
            _ => Recovery::NotPaid(refusal(Reason::Aborted, "Nicht gebucht", "")),
        })
    }

    fn repeat(&mut self, _: &mut dyn Attendant) -> Result<Option<Last>, Error> {
        self.reached()?;
        Ok(self
            .memory
            .with(|memory| memory.last.as_ref().map(|known| known.last.clone())))
    }

    fn totals(&mut self, closure: bool, _: &mut dyn Attendant) -> Result<DayTotals, Error> {
        self.reached()?;
        Ok(self.memory.with(|memory| {
            let totals = DayTotals {
                terminal_id: TERMINAL_ID.to_owned(),
                count: Some(memory.day.count.unwrap_or_default()),
                closed: closure,
                ..memory.day.clone()
            };
            if closure {
                memory.day = DayTotals::default();
            }
            totals
        }))
    }

    fn service(&mut self, _: Service, _: &mut dyn Attendant) -> Result<(), Error> {
        self.reached()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chrono::DateTime;

    use super::*;
    use crate::{Nobody, NotKept, Operation, Question};

    #[derive(Default)]
    struct Watch {
        steps: Vec<Step>,
        abort: bool,
        mark: Option<Mark>,
    }

    impl Attendant for Watch {
        fn sending(&mut self, mark: &Mark) -> Result<(), NotKept> {
            self.mark = Some(mark.clone());
            Ok(())
        }
        fn paid(&mut self, _: &Approval) -> Result<(), NotKept> {
            Ok(())
        }
        fn step(&mut self, step: Step) {
            self.steps.push(step);
        }
        fn abort_requested(&self) -> bool {
            self.abort
        }
        fn print(&mut self, _: &Slip) -> Result<(), NotKept> {
            Ok(())
        }
        fn ask(&mut self, _: &Question) {}
        fn answer(&mut self) -> Option<bool> {
            None
        }
        fn unask(&mut self) {}
    }

    fn request() -> Request {
        Request {
            cents: 1250,
            reference: "K1-1".into(),
        }
    }

    fn attempt(mark: Option<Mark>) -> Attempt {
        Attempt {
            request: request(),
            operation: Operation::Payment,
            mark,
            begun: DateTime::UNIX_EPOCH.fixed_offset(),
        }
    }

    #[test]
    fn a_lost_answer_is_found_again() {
        let memory = SharedMemory::default();
        memory.push(Script::ApproveThenLose);
        let mut terminal = Simulator::new(memory.clone(), Duration::ZERO);
        let mut watch = Watch::default();
        let outcome = terminal.pay(&request(), &mut watch);
        assert!(matches!(outcome, Outcome::Unknown(Error::Lost(_))));
        let mut successor = Simulator::new(memory.clone(), Duration::ZERO);
        let recovery = successor
            .recover(&attempt(watch.mark), &mut Nobody)
            .unwrap();
        let Recovery::Paid(approval) = recovery else {
            panic!("{recovery:?}")
        };
        assert_eq!(approval.cents, 1250);
        assert_eq!(memory.charged().len(), 1);
    }

    #[test]
    fn a_lost_request_charges_nothing() {
        let memory = SharedMemory::default();
        memory.push(Script::LoseThenNothing);
        let mut terminal = Simulator::new(memory.clone(), Duration::ZERO);
        let mut watch = Watch::default();
        let outcome = terminal.pay(&request(), &mut watch);
        assert!(matches!(outcome, Outcome::Unknown(_)));
        assert!(memory.charged().is_empty());
        let recovery = terminal.recover(&attempt(watch.mark), &mut Nobody).unwrap();
        assert!(matches!(recovery, Recovery::NotPaid(_)));
    }

    #[test]
    fn an_abort_in_time_stops_it() {
        let memory = SharedMemory::default();
        let mut terminal = Simulator::new(memory.clone(), Duration::ZERO);
        let mut watch = Watch {
            abort: true,
            ..Watch::default()
        };
        let outcome = terminal.pay(&request(), &mut watch);
        assert!(matches!(outcome, Outcome::NotPaid(refusal) if refusal.reason == Reason::Aborted));
        assert_eq!(watch.steps, [Step::Sent]);
        assert!(memory.charged().is_empty());
    }
}
