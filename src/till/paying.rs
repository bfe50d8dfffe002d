//! Paying: step 2 of the life of a sale. An intent is on the disk before the terminal is asked, and a sale
//! with an unknown payment can neither be finished nor dropped.

use amtskasse_terminal::{
    Approval as CardApproval, CardKind, Error, Outcome, Progress, Request, Step,
};

use super::view::paid;
use super::{Finished, Till, TillError};
use crate::ledger::{DraftPayment, PaymentState};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Card, Kind, Payment, PaymentKind, Receipt, check_tax, totals_of};

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
    /// Takes cash for all that is due, or pays it out where money goes back. `given` is what the customer
    /// hands over.
    pub fn pay_cash(&mut self, given: Money) -> Result<Finished, TillError> {
        let due = self.ready_to_pay()?;
        if given < due || (due <= Money::ZERO && given != due) || given > Money::LIMIT {
            return Err(TillError::Amount { given, due });
        }
        if due.is_negative() {
            self.cash_available(-due)?;
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
        let now = self.now()?;
        let payment = Payment {
            kind: PaymentKind::Bar,
            amount,
            given: Some(amount),
            card: None,
        };
        let row = self.payment_row(false, amount, PaymentState::Approved, Some(payment))?;
        self.ledger.write(|w| w.payment_added(&row, now))?;
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

    /// What is due on the sale on the screen, once it may be paid at all.
    fn ready_to_pay(&mut self) -> Result<Money, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        self.open_day()?;
        let draft = self.current.clone().ok_or(TillError::NoSale)?;
        if draft.sale.is_empty() {
            return Err(TillError::EmptySale);
        }
        if self.has_unknown(draft.id)? {
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
        check_tax(draft.sale.kind(), &draft.sale.receipt_lines(&self.rates)?)?;
        self.fits_period(&draft.sale)?;
        let due = self.due()?;
        match draft.sale.gross() == gross {
            true => Ok(due),
            false => Err(TillError::SumChanged { due }),
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
        let moment = self.clock.now().timestamp();
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
        let done = self.complete(receipt, Some(&draft), &references, None)?;
        self.current = None;
        Ok(done)
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
pub(super) fn can_take_back(row: &DraftPayment, all: &[DraftPayment]) -> bool {
    let done =
        |other: &DraftPayment| other.state != PaymentState::Declined && takes_back(other, row);
    row.state == PaymentState::Approved && row.amount > Money::ZERO && !all.iter().any(done)
}

/// Whether the outcome of a payment is open. What is still `requested` between two calls was cut off.
pub(super) fn is_open(row: &DraftPayment) -> bool {
    matches!(row.state, PaymentState::Unknown | PaymentState::Requested)
}

pub(super) fn card_payment(amount: Money, approval: CardApproval) -> Payment {
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
