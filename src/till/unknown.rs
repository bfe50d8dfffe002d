//! Card payments whose answer got lost: asking the terminal, or a manager's word.

use amtskasse_terminal::Outcome;

use super::paying::{card_payment, is_open};
use super::{Approval, CardResult, Till, TillError};
use crate::ledger::{DraftPayment, PaymentState};
use crate::people::Right;
use crate::receipt::{Card, Payment, PaymentKind};

impl Till {
    /// Asks the terminal what became of the unknown payment of the sale on the screen, and finishes the sale
    /// if that completes it.
    pub fn resolve_payment(&mut self) -> Result<CardResult, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        let row = self.unknown_payment()?;
        let state = self.ask_terminal(&row)?;
        self.after_resolution(state)
    }

    /// Settles an unknown payment on a manager's word, when the terminal cannot tell any more.
    pub fn resolve_payment_by_hand(
        &mut self,
        charged: bool,
        reason: &str,
        approval: &Approval,
    ) -> Result<CardResult, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        if reason.trim().is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let row = self.unknown_payment()?;
        let second = self.second(approval)?;
        let now = self.now()?;
        let (state, payment) = if charged {
            let card = Some(Card::default());
            let kind = PaymentKind::ECKarte;
            let payment = Payment {
                kind,
                amount: row.amount,
                given: None,
                card,
            };
            (PaymentState::Approved, Some(payment))
        } else {
            (PaymentState::Declined, None)
        };
        let text = format!("{} € {state:?}: {}", row.amount, reason.trim());
        self.ledger.write(|w| {
            w.payment_ended(row.id, state, payment.as_ref())?;
            w.event("payment-resolved", Some(&second.id), None, &text, now)
        })?;
        self.after_resolution(state)
    }

    fn after_resolution(&mut self, state: PaymentState) -> Result<CardResult, TillError> {
        match state {
            PaymentState::Approved => {
                let due = self.due()?;
                if due.is_zero() {
                    Ok(CardResult::Finished(Box::new(self.finish_sale(None)?)))
                } else {
                    Ok(CardResult::Approved { due })
                }
            }
            PaymentState::Declined => Ok(CardResult::Declined {
                reason: String::new(),
            }),
            _ => Ok(CardResult::Unknown {
                reason: String::new(),
            }),
        }
    }

    /// Compares the terminal's last transaction with an unknown payment. Only a match, or a clear mismatch,
    /// settles it.
    pub(super) fn ask_terminal(&mut self, row: &DraftPayment) -> Result<PaymentState, TillError> {
        let terminal = self.terminal.as_mut().ok_or(TillError::NoTerminal)?;
        let last = terminal.last_outcome()?;
        let (state, payment) = match last {
            None => (PaymentState::Declined, None),
            Some(last) => {
                let same = match &last.reference {
                    Some(reference) => {
                        Some(*reference == row.reference && last.cents == row.amount.abs().cents())
                    }
                    // Without a reference another amount is another payment, the same amount proves nothing.
                    None if last.cents != row.amount.abs().cents() => Some(false),
                    None => None,
                };
                match (same, last.outcome) {
                    (None, _) => (PaymentState::Unknown, None),
                    (Some(true), Outcome::Approved(approval)) => (
                        PaymentState::Approved,
                        Some(card_payment(row.amount, approval)),
                    ),
                    _ => (PaymentState::Declined, None),
                }
            }
        };
        if state != PaymentState::Unknown {
            self.ledger
                .write(|w| w.payment_ended(row.id, state, payment.as_ref()))?;
        }
        Ok(state)
    }

    fn unknown_payment(&self) -> Result<DraftPayment, TillError> {
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?;
        let mut payments = self.ledger.draft_payments(Some(draft.id))?.into_iter();
        payments.find(is_open).ok_or(TillError::NoOpenPayment)
    }
}
