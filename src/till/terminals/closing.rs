//! The end of day of the card terminals (Kassenschnitt): asked for before our closing, held against our payments, on record
//! whatever came of it. It never stops our closing.

use amtskasse_terminal::{DayTotals, Slip};

use super::Collector;
use crate::closing::terminals::{
    Circuit, Occasion, Ours, Outcome, Recorded, TerminalClosing, Theirs, circuits, compare, tally,
};
use crate::closing::{Interim, Tally, UnknownPayment};
use crate::ledger::PaymentState;
use crate::money::Money;
use crate::people::Right;
use crate::till::paying::is_open;
use crate::till::terminals::TerminalHealth;
use crate::till::{Till, TillError, local};

/// Our card payments of a terminal since its last end of day.
struct Since {
    payments: Vec<Ours>,
    /// References of those whose sales are still open.
    open: Vec<String>,
}

/// What a terminal answered when it was asked for its totals.
struct Answer {
    outcome: Outcome,
    slips: Vec<Slip>,
}

impl Answer {
    fn failed(reason: String) -> Answer {
        Answer {
            outcome: Outcome::Failed { reason },
            slips: Vec::new(),
        }
    }
}

impl Till {
    /// Ends the day of every terminal whose end of day is ours. What a closing that stopped half-way has done already is
    /// not done again.
    pub(in crate::till) fn close_terminals(&mut self) -> Result<(), TillError> {
        let ours = self.terminals.configs().filter(|config| config.closes);
        let names: Vec<String> = ours.map(|config| config.name.clone()).collect();
        for name in names {
            if !self.closed_before(&name)? {
                self.end_of_day(&name, Occasion::Closing)?;
            }
        }
        Ok(())
    }

    /// Whether this closing ended the terminal's day already, and nothing was paid there since.
    fn closed_before(&self, name: &str) -> Result<bool, TillError> {
        let recorded = self.ledger.terminal_closings(self.period.number)?;
        let done = recorded.iter().any(|one| {
            let closing = &one.closing;
            one.terminal == name && closing.succeeded() && closing.occasion == Occasion::Closing
        });
        Ok(done && self.since_last(name)?.payments.is_empty())
    }

    /// Ends the day of one terminal by hand, to make up for a time that failed. It is recorded in the open period.
    pub fn close_terminal(&mut self, name: &str) -> Result<Recorded, TillError> {
        self.require(Right::Close)?;
        self.settle()?;
        let config = self.terminals.config(name).ok_or(TillError::NoTerminal)?;
        if !config.closes {
            return Err(TillError::TerminalNotOurs(name.to_owned()));
        }
        self.end_of_day(name, Occasion::Repeat)?;
        let mut recorded = self.ledger.terminal_closings(self.period.number)?;
        recorded.pop().ok_or(TillError::NoTerminal)
    }

    /// A terminal's totals beside ours, for an interim report; ends and records nothing.
    pub fn terminal_totals(&mut self, name: &str) -> Result<TerminalClosing, TillError> {
        self.require(Right::Read)?;
        self.settle()?;
        self.terminals.config(name).ok_or(TillError::NoTerminal)?;
        let answer = self.ask_totals(name, false)?;
        self.compared(name, Occasion::Interim, answer.outcome)
    }

    /// Adds what the terminals say now to an interim report; those that do not answer are named with the reason.
    pub fn ask_totals_for(&mut self, interim: &mut Interim) -> Result<(), TillError> {
        let configs = self.terminals.configs();
        let names: Vec<String> = configs.map(|config| config.name.clone()).collect();
        interim.terminals.clear();
        for terminal in names {
            let closing = self.terminal_totals(&terminal)?;
            interim.terminals.push(Recorded {
                id: 0,
                at: self.clock.now(),
                terminal,
                closing,
            });
        }
        Ok(())
    }

    fn end_of_day(&mut self, name: &str, occasion: Occasion) -> Result<(), TillError> {
        let answer = match self.owes_an_answer(name)? {
            Some(reason) => Answer::failed(reason),
            None => self.ask_totals(name, true)?,
        };
        let closing = self.compared(name, occasion, answer.outcome)?;
        let (number, now) = (self.period.number, self.now()?);
        self.ledger.write(|w| {
            for slip in &answer.slips {
                w.card_slip(name, None, slip, now)?;
            }
            w.terminal_closing(number, name, &closing, now)
        })?;
        Ok(())
    }

    /// Why a terminal may not end its day yet: it would forget what became of a payment nobody knows of.
    fn owes_an_answer(&self, name: &str) -> Result<Option<String>, TillError> {
        let open = self.ledger.open_payments()?;
        let owes = open.iter().any(|row| self.blocks(row, name));
        Ok(owes.then(|| "Eine Zahlung an diesem Terminal ist noch ungeklärt.".to_owned()))
    }

    fn ask_totals(&mut self, name: &str, closure: bool) -> Result<Answer, TillError> {
        match self.await_terminal(name) {
            Ok(()) => {}
            Err(TillError::TerminalBusy) => {
                return Ok(Answer::failed("Das Terminal ist beschäftigt.".to_owned()));
            }
            Err(error) => return Err(error),
        }
        let Some(device) = self.terminals.device(name) else {
            return Ok(Answer::failed("Das Terminal ist nicht da.".to_owned()));
        };
        let mut collector = Collector::default();
        let answer = device.totals(closure, &mut collector);
        let outcome = match answer {
            Ok(totals) if closure && !totals.closed => Outcome::Failed {
                reason: "Das Terminal nannte Summen, schloss aber nicht ab.".to_owned(),
            },
            Ok(totals) => Outcome::Totals(theirs(totals)),
            Err(error) => {
                let reason = crate::message::terminal(&error);
                let health = TerminalHealth::Failing(error.to_string());
                self.terminals.heard(name, health);
                self.ask_terminals_soon();
                Outcome::Failed { reason }
            }
        };
        Ok(Answer {
            outcome,
            slips: collector.slips,
        })
    }

    /// A terminal's word held against our payments.
    fn compared(
        &self,
        name: &str,
        occasion: Occasion,
        outcome: Outcome,
    ) -> Result<TerminalClosing, TillError> {
        let since = self.since_last(name)?;
        let differences = match &outcome {
            Outcome::Totals(theirs) => compare(&since.payments, theirs),
            Outcome::Failed { .. } => Vec::new(),
        };
        Ok(TerminalClosing {
            occasion,
            outcome,
            ours: tally(&since.payments),
            circuits: circuits(&since.payments),
            differences,
            shared: self.terminals.config(name).is_some_and(|c| c.shared),
            last_receipt: self.ledger.last_receipt()?,
            open: since.open,
        })
    }

    fn since_last(&self, name: &str) -> Result<Since, TillError> {
        let last = self.ledger.last_terminal_closing(name)?;
        let (after, counted) = last.map_or((0, Vec::new()), |last| {
            (last.closing.last_receipt, last.closing.open)
        });
        let mut payments = self.ledger.card_payments_after(name, after)?;
        let mut open = Vec::new();
        for row in self.ledger.draft_payments(None)? {
            let Some(payment) = row.payment.filter(|_| row.state == PaymentState::Approved) else {
                continue;
            };
            let Some(card) = payment.card.filter(|card| card.terminal == name) else {
                continue;
            };
            open.push(row.reference.clone());
            payments.push(Ours {
                reference: row.reference,
                receipt: None,
                amount: payment.amount,
                brand: card.brand,
                slip: card.receipt_number,
            });
        }
        payments.retain(|payment| !counted.contains(&payment.reference));
        Ok(Since { payments, open })
    }

    /// Asks the terminals about payments nobody knows of, before the day ends; one that is not there is no reason to wait.
    pub(in crate::till) fn ask_about_unknown(&mut self) -> Result<(), TillError> {
        for row in self.ledger.open_payments()? {
            let name = row.asked.as_ref().map(|asked| asked.terminal.clone());
            if !name.is_some_and(|name| self.blocks(&row, &name)) {
                continue;
            }
            // The terminal's own troubles leave the payment as it is.
            if let Err(error @ TillError::Ledger(_)) = self.ask_terminal(&row) {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Sales that hold a payment nobody knows the outcome of: they do not keep the day open.
    pub(in crate::till) fn unknown_sales(&self) -> Result<Vec<i64>, TillError> {
        let open = self.ledger.open_payments()?;
        Ok(open.iter().map(|row| row.draft).collect())
    }

    /// Puts a sale with an unknown payment aside, so that the day can be closed.
    pub(in crate::till) fn park_unknown(&mut self) -> Result<(), TillError> {
        let Some(draft) = self.current.as_ref().map(|draft| draft.id) else {
            return Ok(());
        };
        let payments = self.ledger.draft_payments(Some(draft))?;
        let Some(row) = payments.iter().find(|row| is_open(row)) else {
            return Ok(());
        };
        let at = local(row.requested).format("%d.%m. %H:%M");
        let name = format!("Karte ungeklärt {at}, {} €", row.amount);
        self.ledger.write(|w| w.draft_parked(draft, Some(&name)))?;
        self.current = None;
        Ok(())
    }

    /// What the closing has to list.
    pub(in crate::till) fn unknown_payments(&self) -> Result<Vec<UnknownPayment>, TillError> {
        let mut open = self.ledger.open_payments()?;
        open.sort_by(|a, b| (a.requested, &a.reference).cmp(&(b.requested, &b.reference)));
        let listed = open.into_iter().map(|row| UnknownPayment {
            terminal: row.asked.map_or(String::new(), |asked| asked.terminal),
            reference: row.reference,
            amount: row.amount,
            requested: row.requested,
        });
        Ok(listed.collect())
    }

    /// Words for an event about a payment that a closing listed as unknown; empty where none did.
    pub(in crate::till) fn listed(&self, reference: &str) -> Result<String, TillError> {
        let listed = self.ledger.listed_unknown(reference)?;
        Ok(listed.map_or_else(String::new, |z| {
            format!(" (im Kassenabschluss Z {z} als ungeklärt aufgeführt)")
        }))
    }
}

fn theirs(totals: DayTotals) -> Theirs {
    let circuits = totals.circuits.into_iter().map(|circuit| Circuit {
        name: circuit.name,
        tally: Tally {
            count: circuit.count,
            sum: Money::from_cents(circuit.cents),
        },
    });
    Theirs {
        terminal_id: totals.terminal_id,
        sum: Money::from_cents(totals.cents),
        count: totals.count,
        receipts: totals.receipts,
        circuits: circuits.collect(),
    }
}
