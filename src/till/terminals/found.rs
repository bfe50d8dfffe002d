//! What a terminal says about a payment whose answer got lost, written down once.

use amtskasse_terminal::{Approval, Last, Recovery, Refusal, Slip};

use super::Undecided;
use crate::ledger::{DraftPayment, PaymentState};
use crate::till::slips::to_be_signed;
use crate::till::{Till, TillError, paying};

/// What a terminal said of a payment at last, for the record.
fn told(row: &DraftPayment, word: &str, listed: &str) -> String {
    format!(
        "{} {} € {word} laut Terminal{listed}",
        row.reference, row.amount
    )
}

impl Till {
    /// A transaction belongs to one payment. One that another payment has already, made after this one got lost, says
    /// nothing about this one.
    fn unless_taken(&self, row: &DraftPayment, answer: Recovery) -> Result<Recovery, TillError> {
        let Recovery::Paid(approval) = answer else {
            return Ok(answer);
        };
        let payment = paying::card_payment(row, approval.clone());
        let card = payment.card.unwrap_or_default();
        let taken = self
            .ledger
            .belongs_to_another(&card, &row.reference, row.requested)?;
        Ok(match taken {
            false => Recovery::Paid(approval),
            true => Recovery::Undecided {
                last: Some(Last {
                    approved: true,
                    cents: approval.cents,
                    approval,
                    text: String::new(),
                }),
                why: "Der letzte Beleg des Terminals gehört schon zu einer anderen Zahlung.".into(),
            },
        })
    }

    /// A terminal says "paid" of a payment that was settled as not paid, or went with its sale: that is on record and
    /// told, and somebody has to look after the customer's money.
    fn contradicted(&mut self, row: &DraftPayment, answer: Recovery) -> Result<(), TillError> {
        let Recovery::Paid(approval) = self.unless_taken(row, answer)? else {
            return Ok(());
        };
        let on_receipt = self.ledger.reference_on_receipt(&row.reference)?;
        if on_receipt || self.state_of(row)? == PaymentState::Approved {
            return Ok(());
        }
        let text = format!(
            "{} {} €: nicht bezahlt laut Kasse, bezahlt laut Terminal, Beleg {}",
            row.reference, row.amount, approval.receipt_number
        );
        let now = self.clock.now();
        self.record("payment-contradicted", None, &text, now)?;
        self.warnings.push(text);
        Ok(())
    }

    /// Writes down what a terminal said about an unknown payment, unless somebody settled it meanwhile.
    pub(in crate::till) fn recovered(
        &mut self,
        row: &DraftPayment,
        answer: Recovery,
        slips: &[Slip],
    ) -> Result<PaymentState, TillError> {
        let open = self.ledger.open_payments()?;
        if !open.iter().any(|open| open.id == row.id) {
            // Settled meanwhile, one way or the other.
            let state = self.state_of(row)?;
            self.contradicted(row, answer)?;
            return Ok(state);
        }
        self.terminals.undecided.retain(|u| u.payment != row.id);
        let answer = self.unless_taken(row, answer)?;
        match answer {
            Recovery::Paid(approval) => {
                self.store_recovered(row, approval, slips)?;
                Ok(PaymentState::Approved)
            }
            Recovery::NotPaid(Refusal { .. }) => {
                let (listed, now) = (self.listed(&row.reference)?, self.clock.now());
                let person = self.user.as_ref().map(|user| user.id.clone());
                self.ledger.write(|w| {
                    w.payment_ended(row.id, PaymentState::Declined, None)?;
                    match listed.is_empty() {
                        true => Ok(()),
                        false => {
                            let text = told(row, "nicht bezahlt", &listed);
                            w.event("payment-resolved", person.as_deref(), None, &text, now)
                        }
                    }
                })?;
                Ok(PaymentState::Declined)
            }
            Recovery::Undecided { last, why } => {
                self.ledger
                    .write(|w| w.payment_ended(row.id, PaymentState::Unknown, None))?;
                self.terminals.undecided.push(Undecided {
                    payment: row.id,
                    last,
                    why,
                });
                Ok(PaymentState::Unknown)
            }
        }
    }

    fn store_recovered(
        &mut self,
        row: &DraftPayment,
        approval: Approval,
        slips: &[Slip],
    ) -> Result<(), TillError> {
        let payment = paying::card_payment(row, approval);
        let name = row.terminal();
        let (listed, now) = (self.listed(&row.reference)?, self.clock.now());
        let person = self.user.as_ref().map(|user| user.id.clone());
        self.ledger.write(|w| {
            w.payment_approved(row.id, &payment)?;
            for slip in slips {
                w.card_slip(name, Some(&row.reference), slip, now)?;
            }
            match listed.is_empty() {
                true => Ok(()),
                false => {
                    let text = told(row, "bezahlt", &listed);
                    w.event("payment-resolved", person.as_deref(), None, &text, now)
                }
            }
        })?;
        for slip in slips.iter().filter(|slip| to_be_signed(slip)) {
            self.print_slip(&row.reference, slip);
        }
        Ok(())
    }
}
