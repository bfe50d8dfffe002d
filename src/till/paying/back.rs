//! Giving a card payment back: which one, and in which way.

use amtskasse_terminal::{Operation, Original};
use chrono::{DateTime, Utc};

use super::{CardResult, Progress};
use crate::ledger::{DraftPayment, PaymentState};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Payment, Receipt};
use crate::till::{Till, TillError};

impl Till {
    /// The card payment that a void or refund on the screen gives back as a whole, if its terminal can still reverse it.
    pub(super) fn card_of_original(
        &self,
        amount: Money,
    ) -> Result<Option<(String, Original)>, TillError> {
        let Some(draft) = &self.current else {
            return Ok(None);
        };
        let Some(origin) = &draft.sale.origin else {
            return Ok(None);
        };
        let Some(receipt) = self.ledger.receipt(origin.receipt)? else {
            return Ok(None);
        };
        // What went back by card already, in this receipt or because of it, is not told from this.
        let back = |receipt: &Receipt| {
            let mut payments = receipt.payments.iter();
            payments.any(|p| p.kind.by_card() && p.amount.is_negative())
        };
        if back(&receipt) {
            return Ok(None);
        }
        for number in self.ledger.going_back_to(receipt.number)? {
            if self.ledger.receipt(number)?.as_ref().is_some_and(back) {
                return Ok(None);
            }
        }
        // One that was refused is not asked for again.
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        let refused = |p: &DraftPayment| {
            p.asked
                .as_ref()
                .is_some_and(|a| a.operation == Operation::Reversal)
        };
        if payments.iter().any(refused) {
            return Ok(None);
        }
        let fits = |p: &&Payment| p.kind.by_card() && p.amount == -amount;
        let payment = receipt.payments.iter().find(fits);
        match payment.and_then(original_of) {
            Some(original) if self.reversible(&original.0, receipt.finished)? => Ok(Some(original)),
            _ => Ok(None),
        }
    }

    /// Whether a terminal can still reverse what it took at a moment: its numbers begin anew with its day, and the same
    /// number is another customer's then.
    fn reversible(&self, terminal: &str, paid: DateTime<Utc>) -> Result<bool, TillError> {
        let here = self.terminals.config(terminal).is_some();
        let ended = self.ledger.last_day_end(terminal)?;
        Ok(here && ended.is_none_or(|ended| ended < paid))
    }

    /// Takes an approved card payment back, so that the sale can be aborted or paid otherwise: as a reversal first, as a
    /// refund once the terminal refused that.
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
        let tries: Vec<_> = payments
            .iter()
            .filter(|p| takes_back(p, original))
            .collect();
        let reference = format!("{}{TAKE_BACK}{}", original.reference, tries.len());
        let refused = tries.iter().any(|p| {
            let asked = p.asked.as_ref();
            p.state == PaymentState::Declined
                && asked.is_some_and(|a| a.operation == Operation::Reversal && a.mark.is_some())
        });
        let reversal = original
            .payment
            .as_ref()
            .filter(|_| !refused)
            .and_then(original_of);
        let reversal = match reversal {
            Some(found) if self.reversible(&found.0, original.requested)? => Some(found),
            _ => None,
        };
        let amount = -original.amount;
        self.ask_for(amount, reversal, Some(reference), progress)
    }
}

/// Marks the reference of a payment that takes another one back.
const TAKE_BACK: &str = "-R";

/// Whether `row` takes `original` back, or tried to.
pub(super) fn takes_back(row: &DraftPayment, original: &DraftPayment) -> bool {
    let rest = row.reference.strip_prefix(&original.reference);
    rest.is_some_and(|rest| rest.starts_with(TAKE_BACK))
}

/// Whether a payment is money taken in that was not given back yet.
pub(in crate::till) fn can_take_back(row: &DraftPayment, all: &[DraftPayment]) -> bool {
    let done =
        |other: &DraftPayment| other.state != PaymentState::Declined && takes_back(other, row);
    row.state == PaymentState::Approved && row.amount > Money::ZERO && !all.iter().any(done)
}

/// The terminal of a card payment and what it needs to take it back; `None` where it did not tell enough.
fn original_of(payment: &Payment) -> Option<(String, Original)> {
    let card = payment.card.as_ref()?;
    if card.terminal.is_empty() || (card.receipt_number.is_empty() && card.trace.is_empty()) {
        return None;
    }
    let original = Original {
        cents: payment.amount.abs().cents(),
        terminal_id: card.terminal_id.clone(),
        trace: card.trace.clone(),
        receipt_number: card.receipt_number.clone(),
        timestamp: card.timestamp.clone(),
        batch: card.batch.clone(),
    };
    Some((card.terminal.clone(), original))
}
