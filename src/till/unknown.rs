//! Card payments whose answer got lost: asking the terminal, or a manager's word.

use amtskasse_terminal::{Recovery, Slip};

use super::paying::is_open;
use super::terminals::{Collector, attempt};
use super::{Approval, CardResult, NoProgress, Progress, Till, TillError};
use crate::i18n::Both;
use crate::ledger::{DraftPayment, PaymentState};
use crate::people::Right;
use crate::receipt::{Card, Payment, PaymentKind};

/// What a manager knows of a payment the terminal cannot tell of any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// Whether the card was charged.
    pub charged: Option<Charged>,
    /// How it is known; never empty.
    pub reason: String,
}

/// A charge on a manager's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charged {
    /// Number of the terminal's receipt; never empty.
    pub receipt_number: String,
    /// Kind of card.
    pub kind: PaymentKind,
}

impl Till {
    /// Asks the terminal what became of the unknown payment of the sale on the screen, and finishes the sale
    /// if that completes it.
    pub fn resolve_payment(&mut self) -> Result<CardResult, TillError> {
        self.resolve_payment_watched(&mut NoProgress)
    }

    /// As [`Till::resolve_payment`], with somebody who watches and may stop waiting.
    pub fn resolve_payment_watched(
        &mut self,
        progress: &mut dyn Progress,
    ) -> Result<CardResult, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        let row = self.unknown_payment()?;
        match self.asked(&row, progress)? {
            Ok((answer, slips)) => self.told(&row, answer, &slips),
            Err(state) => self.after_resolution(state),
        }
    }

    /// Settles an unknown payment on a manager's word, when the terminal cannot tell any more.
    pub fn resolve_payment_by_hand(
        &mut self,
        resolution: &Resolution,
        approval: &Approval,
    ) -> Result<CardResult, TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        let reason = resolution.reason.trim();
        if reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let number = resolution.charged.as_ref().map(|c| c.receipt_number.trim());
        if number == Some("") {
            return Err(TillError::SlipNumberNeeded);
        }
        let row = self.unknown_payment()?;
        let second = self.second(approval)?;
        let now = self.now()?;
        let payment = resolution.charged.as_ref().map(|charged| Payment {
            kind: charged.kind,
            amount: row.amount,
            given: None,
            card: Some(Card {
                receipt_number: charged.receipt_number.trim().to_owned(),
                terminal: row
                    .asked
                    .as_ref()
                    .map_or(String::new(), |a| a.terminal.clone()),
                ..Card::default()
            }),
        });
        let (state, word) = match number {
            Some(number) => (PaymentState::Approved, format!("bezahlt, Beleg {number}")),
            None => (PaymentState::Declined, "nicht bezahlt".to_owned()),
        };
        let listed = self.listed(&row.reference)?;
        let text = format!(
            "{} {} € {word}: {reason}{listed}",
            row.reference, row.amount
        );
        self.ledger.write(|w| {
            match &payment {
                Some(payment) => w.payment_approved(row.id, payment)?,
                None => w.payment_ended(row.id, state, None)?,
            }
            w.event("payment-resolved", Some(&second.id), None, &text, now)
        })?;
        self.terminals.undecided.retain(|u| u.payment != row.id);
        self.after_resolution(state)
    }

    /// Puts the sale on the screen aside together with its unknown payment, so that the next customer can be served. It
    /// stays on the list of what is to be settled.
    pub fn settle_later(&mut self) -> Result<(), TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        let row = self.unknown_payment()?;
        let name = format!("Karte ungeklärt, {} €", row.amount);
        self.ledger
            .write(|w| w.draft_parked(row.draft, Some(&name)))?;
        self.current = None;
        Ok(())
    }

    pub(super) fn after_resolution(
        &mut self,
        state: PaymentState,
    ) -> Result<CardResult, TillError> {
        match state {
            PaymentState::Approved => self.approved(),
            PaymentState::Declined => Ok(CardResult::Declined {
                reason: String::new(),
            }),
            _ => Ok(CardResult::Unknown {
                reason: Both::of(|_| String::new()),
            }),
        }
    }

    /// Asks the terminal what became of an unknown payment, now. One of an earlier version has nothing a terminal
    /// could be asked with and stays unknown.
    pub(super) fn ask_terminal(&mut self, row: &DraftPayment) -> Result<PaymentState, TillError> {
        match self.asked(row, &mut NoProgress)? {
            Ok((answer, slips)) => self.recovered(row, answer, &slips),
            Err(state) => Ok(state),
        }
    }

    /// What its terminal says about a payment; `Err`: there is nothing to ask, it is in this state.
    fn asked(
        &mut self,
        row: &DraftPayment,
        progress: &mut dyn Progress,
    ) -> Result<Result<(Recovery, Vec<Slip>), PaymentState>, TillError> {
        let Some(attempt) = attempt(row) else {
            return Ok(Err(PaymentState::Unknown));
        };
        let name = row.terminal();
        self.await_terminal(name)?;
        // It may have come back with the answer.
        let state = self.state_of(row)?;
        if !state.is_open() {
            return Ok(Err(state));
        }
        let device = self.terminals.device(name).ok_or(TillError::NoTerminal)?;
        // One that is not there is not asked for as long as a recovery may take: somebody waits.
        device.status()?;
        let mut collector = Collector {
            watcher: Some(progress),
            ..Collector::default()
        };
        let answer = device.recover(&attempt, &mut collector)?;
        Ok(Ok((answer, collector.slips)))
    }

    /// The state a payment is in now; one that is gone went with its sale.
    pub(super) fn state_of(&self, row: &DraftPayment) -> Result<PaymentState, TillError> {
        let mut payments = self.ledger.draft_payments(Some(row.draft))?.into_iter();
        let now = payments.find(|p| p.id == row.id);
        Ok(now.map_or(PaymentState::Declined, |p| p.state))
    }

    fn unknown_payment(&self) -> Result<DraftPayment, TillError> {
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?;
        let mut payments = self.ledger.draft_payments(Some(draft.id))?.into_iter();
        payments.find(is_open).ok_or(TillError::NoOpenPayment)
    }
}
