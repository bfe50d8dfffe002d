//! Paying: step 2 of the life of a sale. An intent is on the disk before the terminal is asked, and a sale
//! with an unknown payment can neither be finished nor dropped.

mod back;
mod card;
mod held;

pub(super) use back::can_take_back;
pub(super) use card::card_payment;
pub use card::{CardResult, Held, NoProgress, Progress};

use super::view::paid;
use super::{Finished, Till, TillError};
use crate::ledger::{DraftPayment, PaymentState};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Kind, Payment, PaymentKind, Receipt, check_tax, totals_of};

impl Till {
    /// Takes cash for all that is due, or pays it out where money goes back. `given` is what the customer
    /// hands over.
    pub fn pay_cash(&mut self, given: Money) -> Result<Finished, TillError> {
        let due = self.ready_to_pay()?;
        if given < due || (due <= Money::ZERO && given != due) || given > Money::LIMIT {
            return Err(TillError::Amount { given, due });
        }
        if due.is_negative() {
            self.cash_available(-due)?;
        } else if !due.is_zero() {
            self.takes_cash()?;
        }
        let last = (!due.is_zero()).then_some(Payment {
            kind: PaymentKind::Bar,
            amount: due,
            given: Some(given).filter(|_| !due.is_negative()),
            card: None,
        });
        self.finish_sale(last)
    }

    /// Takes a part in cash; the rest is paid some other way. Returns what is still due.
    pub fn pay_part_in_cash(&mut self, amount: Money) -> Result<Money, TillError> {
        let due = self.ready_to_pay()?;
        if amount <= Money::ZERO || amount >= due {
            return Err(TillError::Amount { given: amount, due });
        }
        self.takes_cash()?;
        let payment = Payment {
            kind: PaymentKind::Bar,
            amount,
            given: Some(amount),
            card: None,
        };
        let row = self.payment_row(false, amount, PaymentState::Approved, Some(payment))?;
        self.ledger.write(|w| w.payment_added(&row))?;
        Ok(due - amount)
    }

    /// Hands a part paid in cash back to the customer, before the sale is finished.
    pub fn take_back_cash(&mut self, payment: i64) -> Result<(), TillError> {
        let user = self.require(Right::Sell)?;
        self.settle()?;
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?.id;
        let payments = self.ledger.draft_payments(Some(draft))?;
        let row = payments.into_iter().find(|p| p.id == payment && !p.card);
        let row = row.ok_or(TillError::NoOpenPayment)?;
        let now = self.now()?;
        let text = format!("{} {} €", row.reference, row.amount);
        self.ledger.write(|w| {
            w.cash_payment_removed(payment)?;
            w.event("payments-returned", Some(&user.id), None, &text, now)
        })?;
        Ok(())
    }

    /// What is due on the sale on the screen, once it may be paid at all.
    fn ready_to_pay(&mut self) -> Result<Money, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        self.open_day()?;
        let draft = self.current.clone().ok_or(TillError::NoSale)?;
        if draft.sale.is_empty() {
            return Err(TillError::EmptySale);
        }
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        if payments.iter().any(is_open) {
            return Err(TillError::PaymentUnknown);
        }
        // Whoever pays must have seen the sum; what is checked is the sale as midnight may have changed it.
        let gross = draft.sale.gross();
        self.turn_page()?;
        let draft = self.current.clone().ok_or(TillError::NoSale)?;
        draft.sale.payable()?;
        self.in_stock_to_pay(&draft)?;
        draft.sale.vouchers_covered(&self.rates)?;
        // Better now than after the card was charged.
        let lines = draft.sale.receipt_lines(&self.rates)?;
        check_tax(draft.sale.kind(), &lines)?;
        self.fits_period(&lines)?;
        let due = draft.sale.gross() - paid(&payments);
        if draft.sale.gross() != gross {
            return Err(TillError::SumChanged { due });
        }
        let why = self.look_first(&payments)?;
        match why.is_empty() {
            true => Ok(due),
            false => Err(TillError::LookAtCard { due, why }),
        }
    }

    pub(super) fn due(&self) -> Result<Money, TillError> {
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?;
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        Ok(draft.sale.gross() - paid(&payments))
    }

    pub(super) fn has_unknown(&self, draft: i64) -> Result<bool, TillError> {
        Ok(self.ledger.draft_payments(Some(draft))?.iter().any(is_open))
    }

    fn payment_row(
        &mut self,
        card: bool,
        amount: Money,
        state: PaymentState,
        payment: Option<Payment>,
    ) -> Result<DraftPayment, TillError> {
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?.id;
        // Row ids come again after a restore, moments do not.
        let now = self.now()?;
        let moment = now.timestamp();
        let serial = &self.site.register.serial;
        let reference = format!("{serial}-{}-{moment:x}", self.next_payment);
        self.next_payment += 1;
        Ok(DraftPayment {
            id: 0,
            draft,
            card,
            amount,
            reference,
            state,
            payment,
            requested: now,
            asked: None,
        })
    }

    /// Step 3: the sale is paid; `last` is the payment that completes it and needs no row of its own.
    pub(super) fn finish_sale(&mut self, last: Option<Payment>) -> Result<Finished, TillError> {
        let user = self.require(Right::Sell)?;
        let draft = self.current.clone().ok_or(TillError::NoSale)?;
        // Whoever allowed it cannot also be the one who hands the money out.
        let alone = |origin: &crate::sale::Origin| origin.second.id == user.id;
        if draft.sale.origin.as_ref().is_some_and(alone) {
            return Err(TillError::SamePerson);
        }
        let finished = self.now()?;
        let kind = draft.sale.kind();
        let mut payments = Vec::new();
        let mut references = Vec::new();
        if kind != Kind::Training {
            for row in self.ledger.draft_payments(Some(draft.id))? {
                if let Some(payment) = row.payment.filter(|_| row.state == PaymentState::Approved) {
                    payments.push(payment);
                    references.push(row.reference);
                }
            }
            payments.extend(last);
            if payments.is_empty() {
                let kind = PaymentKind::Keine;
                payments.push(Payment {
                    kind,
                    amount: Money::ZERO,
                    given: None,
                    card: None,
                });
            }
        }
        let waived = match kind {
            Kind::Sale => self.waived(&payments)?,
            _ => None,
        };
        let event = waived.as_deref().map(|text| ("payment-rule-waived", text));
        let sale = self.as_of_today(&draft.sale, finished);
        let mut lines = sale.receipt_lines(&self.rates)?;
        self.assign_numbers(&draft, &mut lines)?;
        let origin = draft.sale.origin.clone();
        let receipt = Receipt {
            number: super::finish::UNNUMBERED,
            z_number: self.period.number,
            kind,
            started: draft.started.min(finished),
            finished,
            clerk: user.person(),
            second: origin.as_ref().map(|o| o.second.clone()),
            refers_to: origin.as_ref().map(|o| o.receipt),
            supplied: sale.supplied,
            reason: origin.map(|o| o.reason),
            totals: totals_of(&lines),
            lines,
            payments,
            signature: None,
        };
        let done = self.complete(receipt, Some(&draft), &references, event)?;
        self.current = None;
        Ok(done)
    }
}

/// Whether a sale holds money, or may: what was taken back counts for nothing.
pub(super) fn holds_money(payments: &[DraftPayment]) -> bool {
    payments.iter().any(is_open) || !paid(payments).is_zero()
}

/// Whether the outcome of a payment is open.
pub(super) fn is_open(row: &DraftPayment) -> bool {
    row.state.is_open()
}
