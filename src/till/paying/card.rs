//! Paying by card, and taking such a payment back.

use std::time::Instant;

use amtskasse_terminal::{
    Approval as CardApproval, CardKind, Mark, Operation, Original, Outcome, Question, Reason,
    Recovery, Request, Slip, Step,
};

use super::super::Finished;
use super::super::terminals::{Collector, Keeper, TerminalHealth, attempt};
use crate::i18n::Both;
use crate::ledger::{Asked, DraftPayment, PaymentState};
use crate::money::Money;
use crate::receipt::{Card, Payment, PaymentKind};
use crate::till::{Till, TillError};

/// How an attempt to pay by card ended.
#[derive(Debug, Clone, PartialEq)]
pub enum CardResult {
    /// Approved, and the sale is fully paid.
    Finished(Box<Finished>),
    /// Approved, and something is still due.
    Approved {
        /// What is still due.
        due: Money,
    },
    /// Approved, but somebody has to look at it before the sale is finished: accept it ([`Till::pay_cash`] with nothing
    /// due finishes the sale) or take it back.
    Held {
        /// What is still due; below zero: the terminal took more.
        due: Money,
        /// What is to be looked at.
        why: Vec<Held>,
    },
    /// Declined or aborted; nothing was charged.
    Declined {
        /// Words for the clerk.
        reason: String,
    },
    /// Nothing was sent to the terminal.
    Unreachable {
        /// What stood in the way.
        reason: Both<String>,
    },
    /// Nobody knows; ask the terminal with [`Till::resolve_payment`].
    Unknown {
        /// What happened to the connection; empty where it is not known.
        reason: Both<String>,
    },
}

/// Why an approved payment waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The customer's signature has to be compared.
    Signature,
    /// The terminal took another amount than it was asked for.
    Amount {
        /// Asked for.
        asked: Money,
        /// Taken.
        taken: Money,
    },
    /// The payment rules do not allow this kind of card here.
    Kind(PaymentKind),
}

/// Whoever watches a terminal at work: sees its steps, may wish to stop it, answers its questions.
pub trait Progress {
    /// The terminal reached a new step.
    fn step(&mut self, step: Step);
    /// Polled: `true` once the clerk asked for an abort. The terminal may be past that point.
    fn abort_requested(&self) -> bool;
    /// The terminal asks something; shown until [`Progress::unask`].
    fn ask(&mut self, question: &Question);
    /// Polled: the answer, once there is one.
    fn answer(&mut self) -> Option<bool>;
    /// The question is over.
    fn unask(&mut self);
}

/// Progress of a payment nobody watches; every question is answered with no.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn step(&mut self, _step: Step) {}
    fn abort_requested(&self) -> bool {
        false
    }
    fn ask(&mut self, _: &Question) {}
    fn answer(&mut self) -> Option<bool> {
        Some(false)
    }
    fn unask(&mut self) {}
}

/// Mark of a request that was refused before anything was sent.
const REFUSED: &str = "refused";

impl Till {
    /// Asks the terminal for `amount` (all that is due, or a part), or gives it back on the card where money
    /// goes back. Blocks until the terminal has answered.
    pub fn pay_card(
        &mut self,
        amount: Money,
        progress: &mut dyn Progress,
    ) -> Result<CardResult, TillError> {
        let due = self.ready_to_pay()?;
        let fits = if due.is_negative() {
            due <= amount
        } else {
            amount <= due
        };
        if amount.is_zero() || amount.is_negative() != due.is_negative() || !fits {
            return Err(TillError::Amount { given: amount, due });
        }
        if due > Money::ZERO {
            self.takes_cards()?;
        }
        let training = self
            .current
            .as_ref()
            .is_some_and(|draft| draft.sale.training);
        if training {
            let card = PaymentKind::ECKarte;
            let last = Payment {
                kind: card,
                amount,
                given: None,
                card: None,
            };
            return Ok(CardResult::Finished(Box::new(
                self.finish_sale(Some(last))?,
            )));
        }
        let original = match amount.is_negative() {
            true => self.card_of_original(amount)?,
            false => None,
        };
        self.ask_for(amount, original, None, progress)
    }

    /// Asks a terminal for money, or to give it back: as a reversal where `original` is known, else as a refund.
    /// `reference` is ours, if the payment needs a special one.
    pub(super) fn ask_for(
        &mut self,
        amount: Money,
        original: Option<(String, Original)>,
        reference: Option<String>,
        progress: &mut dyn Progress,
    ) -> Result<CardResult, TillError> {
        let terminal = match &original {
            Some((terminal, _)) => terminal.clone(),
            None => self
                .terminals
                .chosen()
                .ok_or(TillError::NoTerminal)?
                .name
                .clone(),
        };
        self.await_terminal(&terminal)?;
        self.terminal_is_free(&terminal)?;
        let mut row = self.payment_row(true, amount, PaymentState::Requested, None)?;
        if let Some(reference) = reference {
            row.reference = reference;
        }
        row.asked = Some(Asked {
            terminal: terminal.clone(),
            operation: match (&original, amount.is_negative()) {
                (Some(_), _) => Operation::Reversal,
                (None, true) => Operation::Refund,
                (None, false) => Operation::Payment,
            },
            mark: None,
        });
        row.id = self.ledger.write(|w| w.payment_added(&row))?;
        let request = Request {
            cents: amount.abs().cents(),
            reference: row.reference.clone(),
        };
        let device = self
            .terminals
            .device(&terminal)
            .ok_or(TillError::NoTerminal)?;
        let mut keeper = Keeper {
            ledger: &mut self.ledger,
            row: &row,
            terminal: &terminal,
            clock: self.clock.clone(),
            watcher: progress,
            printer: self.printer.as_deref_mut(),
            warnings: Vec::new(),
            sent: None,
            kept: false,
            signs: false,
            compared: false,
            failed: None,
        };
        let outcome = match &original {
            Some((_, original)) => device.reverse(original, &request, &mut keeper),
            None if amount.is_negative() => device.refund(&request, &mut keeper),
            None => device.pay(&request, &mut keeper),
        };
        let (sent, kept, failed) = (keeper.sent.take(), keeper.kept, keeper.failed.take());
        let warnings = std::mem::take(&mut keeper.warnings);
        self.warnings.extend(warnings);
        if let Some(asked) = &mut row.asked {
            asked.mark = sent;
        }
        if !kept && let Some(failed) = failed {
            return Err(failed.into());
        }
        self.card_answered(&row, kept, outcome, progress)
    }

    fn card_answered(
        &mut self,
        row: &DraftPayment,
        kept: bool,
        outcome: Outcome,
        progress: &mut dyn Progress,
    ) -> Result<CardResult, TillError> {
        let name = row.terminal();
        if !matches!(outcome, Outcome::NotStarted(_) | Outcome::Unknown(_)) {
            self.terminals.answered(name);
        }
        // Whatever the driver makes of it in the end: what is on the disk as paid is paid.
        if kept {
            return self.approved();
        }
        match outcome {
            Outcome::Paid(approval) => {
                let payment = card_payment(row, approval);
                self.ledger
                    .write(|w| w.payment_approved(row.id, &payment))?;
                self.approved()
            }
            Outcome::NotPaid(refusal) => {
                let asked = row.asked.as_ref();
                if refusal.reason == Reason::Unsupported && asked.is_some_and(|a| a.mark.is_none())
                {
                    // It will not do this, now or ever: the next try goes another way.
                    let mark = Mark(REFUSED.to_owned());
                    self.ledger.write(|w| w.payment_sending(row.id, &mark))?;
                }
                self.not_paid(row)?;
                self.print_slips_of_refusal(&row.reference)?;
                let reason = match refusal.reason {
                    Reason::Aborted => String::new(),
                    Reason::Declined if !refusal.text.is_empty() => refusal.text,
                    _ => crate::message::refused(&refusal),
                };
                Ok(CardResult::Declined { reason })
            }
            Outcome::NotStarted(error) => {
                self.not_paid(row)?;
                self.terminals
                    .heard(name, TerminalHealth::Failing(error.to_string()));
                self.ask_terminals_soon();
                let reason = crate::message::both(&error, crate::message::terminal);
                Ok(CardResult::Unreachable { reason })
            }
            Outcome::Unknown(error) => {
                self.ledger
                    .write(|w| w.payment_ended(row.id, PaymentState::Unknown, None))?;
                self.recover_now(row, &error, progress)
            }
        }
    }

    fn not_paid(&mut self, row: &DraftPayment) -> Result<(), TillError> {
        self.ledger
            .write(|w| w.payment_ended(row.id, PaymentState::Declined, None))?;
        Ok(())
    }

    /// An answer got lost a moment ago: asks the terminal for it while the customer is still there.
    fn recover_now(
        &mut self,
        row: &DraftPayment,
        error: &amtskasse_terminal::Error,
        progress: &mut dyn Progress,
    ) -> Result<CardResult, TillError> {
        let unknown = CardResult::Unknown {
            reason: crate::message::both(error, crate::message::terminal),
        };
        let name = row.terminal();
        let (Some(attempt), Some(config)) = (attempt(row), self.terminals.config(name)) else {
            return Ok(unknown);
        };
        let (patience, until) = (config.patience, Instant::now() + config.patience.recovery);
        self.ask_terminals_soon();
        if patience.recovery.is_zero() {
            return Ok(unknown);
        }
        progress.step(Step::Recovering);
        while Instant::now() < until && !progress.abort_requested() {
            let mut collector = Collector {
                watcher: Some(&mut *progress),
                ..Collector::default()
            };
            let Some(device) = self.terminals.device(name) else {
                break;
            };
            match device.recover(&attempt, &mut collector) {
                Ok(answer) => return self.told(row, answer, &collector.slips),
                Err(_) => std::thread::sleep(patience.retry),
            }
        }
        Ok(unknown)
    }

    /// What a terminal said about a payment whose answer got lost, for the sale on the screen.
    pub(in crate::till) fn told(
        &mut self,
        row: &DraftPayment,
        answer: Recovery,
        slips: &[Slip],
    ) -> Result<CardResult, TillError> {
        let state = self.recovered(row, answer, slips)?;
        self.after_resolution(state)
    }

    /// Money moved and is on the disk: finishes the sale, unless somebody has to look at the payment first.
    pub(in crate::till) fn approved(&mut self) -> Result<CardResult, TillError> {
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?.id;
        let payments = self.ledger.draft_payments(Some(draft))?;
        let why = self.look_first(&payments)?;
        let due = self.due()?;
        match (why.is_empty(), due.is_zero()) {
            (false, _) => Ok(CardResult::Held { due, why }),
            (true, true) => Ok(CardResult::Finished(Box::new(self.finish_sale(None)?))),
            (true, false) => Ok(CardResult::Approved { due }),
        }
    }

    /// Whether a terminal may be asked for something new. While the outcome of any payment at it is unknown, a new
    /// one would overwrite the only memory that can tell.
    fn terminal_is_free(&self, terminal: &str) -> Result<(), TillError> {
        let open = self.ledger.open_payments()?;
        match open.iter().any(|row| self.blocks(row, terminal)) {
            true => Err(TillError::PaymentUnknown),
            false => Ok(()),
        }
    }
}

/// The payment as it goes on the receipt; its amount is the terminal's.
pub(in crate::till) fn card_payment(row: &DraftPayment, approval: CardApproval) -> Payment {
    let kind = match approval.kind {
        CardKind::Debit => PaymentKind::ECKarte,
        CardKind::Credit => PaymentKind::Kreditkarte,
        CardKind::Service => PaymentKind::ElZahlungsdienstleister,
        CardKind::Prepaid => PaymentKind::Guthabenkarte,
    };
    let taken = Money::from_cents(approval.cents);
    let amount = match (approval.cents, row.amount.is_negative()) {
        // Some terminals answer a reversal with no amount.
        (0, _) => row.amount,
        (_, true) => -taken.abs(),
        (_, false) => taken,
    };
    let card = Card {
        brand: approval.brand,
        masked_number: amtskasse_terminal::mask::number(&approval.masked_number),
        terminal_id: approval.terminal_id,
        trace: approval.trace,
        authorization: approval.authorization,
        receipt_number: approval.receipt_number,
        timestamp: approval.timestamp,
        batch: approval.batch,
        terminal: row.terminal().to_owned(),
        signature: approval.signature,
        asked: Some(row.amount).filter(|asked| *asked != amount),
    };
    Payment {
        kind,
        amount,
        given: None,
        card: Some(card),
    }
}
