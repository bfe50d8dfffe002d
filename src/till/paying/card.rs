//! Paying by card, and taking such a payment back.

use amtskasse_terminal::{
    Approval as CardApproval, CardKind, Error, Outcome, Progress, Request, Step,
};

use super::super::Finished;
use super::is_open;
use crate::ledger::{DraftPayment, PaymentState};
use crate::money::Money;
use crate::people::Right;
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
    /// Declined or aborted; nothing was charged.
    Declined {
        /// Words for the clerk.
        reason: String,
    },
    /// Nobody answered at the terminal; nothing was sent.
    Unreachable {
        /// What the network said.
        reason: String,
    },
    /// Nobody knows; ask the terminal with [`Till::resolve_payment`].
    Unknown {
        /// What happened to the connection.
        reason: String,
    },
}

/// Progress of a payment nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn step(&mut self, _step: Step) {}
    fn abort_requested(&self) -> bool {
        false
    }
}

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
        self.terminal_is_free()?;
        let now = self.now()?;
        let mut row = self.payment_row(true, amount, PaymentState::Requested, None)?;
        row.id = self.ledger.write(|w| w.payment_added(&row, now))?;
        let request = Request {
            cents: amount.abs().cents(),
            reference: row.reference.clone(),
        };
        let Some(terminal) = &mut self.terminal else {
            return Err(TillError::NoTerminal);
        };
        let answer = if amount.is_negative() {
            terminal.refund(&request, progress)
        } else {
            terminal.pay(&request, progress)
        };
        self.card_answered(&row, answer)
    }

    fn card_answered(
        &mut self,
        row: &DraftPayment,
        answer: Result<Outcome, Error>,
    ) -> Result<CardResult, TillError> {
        let end = |till: &mut Till, state, payment: Option<&Payment>| {
            till.ledger
                .write(|w| w.payment_ended(row.id, state, payment))
        };
        match answer {
            Ok(Outcome::Approved(approval)) => {
                let payment = card_payment(row.amount, approval);
                end(self, PaymentState::Approved, Some(&payment))?;
                let due = self.due()?;
                if due.is_zero() {
                    return Ok(CardResult::Finished(Box::new(self.finish_sale(None)?)));
                }
                Ok(CardResult::Approved { due })
            }
            Ok(Outcome::Declined { reason }) => {
                end(self, PaymentState::Declined, None)?;
                Ok(CardResult::Declined { reason })
            }
            Ok(Outcome::Aborted) => {
                end(self, PaymentState::Declined, None)?;
                Ok(CardResult::Declined {
                    reason: String::new(),
                })
            }
            // The request never left the register.
            Err(Error::Refused(reason)) => {
                end(self, PaymentState::Declined, None)?;
                Ok(CardResult::Unreachable { reason })
            }
            Err(error) => {
                end(self, PaymentState::Unknown, None)?;
                Ok(CardResult::Unknown {
                    reason: error.to_string(),
                })
            }
        }
    }

    /// Takes an approved card payment back on the card, so that the sale can be aborted or paid otherwise.
    pub fn take_back_card(
        &mut self,
        payment: i64,
        progress: &mut dyn Progress,
    ) -> Result<CardResult, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?;
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        let original = payments
            .iter()
            .find(|p| p.id == payment && p.card && can_take_back(p, &payments))
            .ok_or(TillError::NoOpenPayment)?;
        self.terminal_is_free()?;
        let now = self.now()?;
        let mut row = self.payment_row(true, -original.amount, PaymentState::Requested, None)?;
        let tries = payments.iter().filter(|p| takes_back(p, original)).count();
        row.reference = format!("{}{TAKE_BACK}{tries}", original.reference);
        row.id = self.ledger.write(|w| w.payment_added(&row, now))?;
        let request = Request {
            cents: row.amount.abs().cents(),
            reference: row.reference.clone(),
        };
        let Some(terminal) = &mut self.terminal else {
            return Err(TillError::NoTerminal);
        };
        let answer = terminal.refund(&request, progress);
        self.card_answered(&row, answer)
    }

    /// Whether the terminal may be asked for something new. While the outcome of any payment is unknown, a new
    /// one would overwrite the only memory that can tell.
    fn terminal_is_free(&self) -> Result<(), TillError> {
        if self.terminal.is_none() {
            return Err(TillError::NoTerminal);
        }
        if self.ledger.draft_payments(None)?.iter().any(is_open) {
            return Err(TillError::PaymentUnknown);
        }
        Ok(())
    }
}

/// Marks the reference of a payment that takes another one back.
const TAKE_BACK: &str = "-R";

/// Whether `row` takes `original` back, or tried to.
fn takes_back(row: &DraftPayment, original: &DraftPayment) -> bool {
    let rest = row.reference.strip_prefix(&original.reference);
    rest.is_some_and(|rest| rest.starts_with(TAKE_BACK))
}

/// Whether a payment is money taken in that was not given back yet.
pub(in crate::till) fn can_take_back(row: &DraftPayment, all: &[DraftPayment]) -> bool {
    let done =
        |other: &DraftPayment| other.state != PaymentState::Declined && takes_back(other, row);
    row.state == PaymentState::Approved && row.amount > Money::ZERO && !all.iter().any(done)
}

pub(in crate::till) fn card_payment(amount: Money, approval: CardApproval) -> Payment {
    let kind = match approval.kind {
        CardKind::Debit => PaymentKind::ECKarte,
        CardKind::Credit => PaymentKind::Kreditkarte,
    };
    let card = Card {
        brand: approval.brand,
        masked_number: mask(&approval.masked_number),
        terminal_id: approval.terminal_id,
        trace: approval.trace,
        authorization: approval.authorization,
    };
    Payment {
        kind,
        amount,
        given: None,
        card: Some(card),
    }
}

/// Masks whatever a terminal forgot to: at most the last four digits stay readable.
fn mask(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let masked = number.chars().map(|c| {
        if !c.is_ascii_digit() {
            return c;
        }
        seen += 1;
        if seen + 4 > digits { c } else { '#' }
    });
    masked.collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_card_number_is_kept() {
        assert_eq!(super::mask("4711471147110123"), "############0123");
        assert_eq!(super::mask("############0123"), "############0123");
        assert_eq!(super::mask("4711 4711"), "#### 4711");
    }
}
