//! Card payments somebody has to look at before their sale is finished. Why is read from what is on the disk, so that
//! neither a power cut nor an answer that comes late makes anybody forget it.

use super::back::takes_back;
use super::card::Held;
use crate::ledger::{DraftPayment, PaymentState};
use crate::money::Money;
use crate::till::{Till, TillError};

impl Till {
    /// Why somebody has to look at the card payments among these, those of the sale on the screen. Each is told once; whoever goes on
    /// then has seen it.
    pub(super) fn look_first(&mut self, rows: &[DraftPayment]) -> Result<Vec<Held>, TillError> {
        let mut why = Vec::new();
        for row in rows {
            let back = |other: &DraftPayment| {
                other.state == PaymentState::Approved && takes_back(other, row)
            };
            if self.looked_at.contains(&row.id) || rows.iter().any(back) {
                continue;
            }
            let held = self.reasons(row)?;
            if !held.is_empty() {
                self.looked_at.insert(row.id);
            }
            why.extend(held);
        }
        Ok(why)
    }

    fn reasons(&self, row: &DraftPayment) -> Result<Vec<Held>, TillError> {
        let mut why = Vec::new();
        let payment = row.payment.as_ref();
        let payment = payment.filter(|_| row.state == PaymentState::Approved);
        let Some((payment, card)) = payment.and_then(|p| p.card.as_ref().map(|c| (p, c))) else {
            return Ok(why);
        };
        let partial = self
            .terminals
            .config(&card.terminal)
            .is_some_and(|c| c.partial);
        let taken = payment.amount;
        let other = card
            .asked
            .filter(|asked| !(partial && taken.abs() < asked.abs()));
        why.extend(other.map(|asked| Held::Amount { asked, taken }));
        if card.signature && taken > Money::ZERO {
            why.push(Held::Signature);
        }
        if taken > Money::ZERO && !self.accepts(payment.kind)? {
            why.push(Held::Kind(payment.kind));
        }
        Ok(why)
    }
}
