//! What a screen needs to know, as plain data that can cross threads.

use chrono::{DateTime, Utc};

use super::paying::can_take_back;
use super::{Till, TillError};
use crate::ledger::{DraftPayment, PaymentState};
use crate::money::Money;
use crate::sale::Sale;
use crate::tax::KeyTotal;

/// The sale on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct SaleView {
    /// Number the receipt will probably get.
    pub next_number: u64,
    /// What is rung up.
    pub sale: Sale,
    /// Totals per tax key.
    pub totals: Vec<KeyTotal>,
    /// Gross sum.
    pub gross: Money,
    /// Payments so far.
    pub payments: Vec<OpenPayment>,
    /// What is still due; below zero when money goes back.
    pub due: Money,
}

/// A payment of the open sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPayment {
    /// Id, to resolve or take it back.
    pub id: i64,
    /// Whether it is a card payment.
    pub card: bool,
    /// Amount.
    pub amount: Money,
    /// How far it is.
    pub state: PaymentState,
    /// Whether it can be given back to the customer now.
    pub can_take_back: bool,
}

/// A parked sale in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedSale {
    /// Id, to recall it.
    pub id: i64,
    /// Name it was parked under.
    pub name: String,
    /// When it was begun.
    pub started: DateTime<Utc>,
    /// Number of lines.
    pub lines: usize,
    /// Gross sum.
    pub gross: Money,
}

/// Health of the register, for the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Name of the TSE, e.g. `TEST-TSE`.
    pub tse: String,
    /// Whether the TSE is certified.
    pub tse_certified: bool,
    /// Since when and why the TSE is out; `None`: it works.
    pub outage: Option<(DateTime<Utc>, String)>,
    /// Whether another TSE signs than the one in first place, which is out.
    pub tse_stands_in: bool,
    /// Something about a TSE somebody has to look after within the next months.
    pub tse_warning: bool,
    /// Name of the card terminal; `None`: there is none.
    pub terminal: Option<String>,
    /// Cash that should be in the drawer.
    pub cash: Money,
    /// Banknotes allowed in reach.
    pub note_limit: Money,
    /// Number the next closing gets.
    pub z_number: u32,
    /// Parked sales.
    pub parked: usize,
    /// Whether training is on.
    pub training: bool,
}

impl Till {
    /// The sale on the screen, if any.
    pub fn view(&self) -> Result<Option<SaleView>, TillError> {
        let Some(draft) = &self.current else {
            return Ok(None);
        };
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        Ok(Some(SaleView {
            next_number: self.last_receipt + 1 + u64::from(self.opening_due()),
            sale: draft.sale.clone(),
            totals: draft.sale.totals(&self.rates)?,
            gross: draft.sale.gross(),
            due: draft.sale.gross() - paid(&payments),
            payments: payments
                .iter()
                .map(|p| OpenPayment {
                    id: p.id,
                    card: p.card,
                    amount: p.amount,
                    state: p.state,
                    can_take_back: can_take_back(p, &payments),
                })
                .collect(),
        }))
    }

    /// Parked sales, oldest first.
    pub fn parked(&self) -> Result<Vec<ParkedSale>, TillError> {
        let current = self.current.as_ref().map(|draft| draft.id);
        let drafts = self
            .ledger
            .drafts()?
            .into_iter()
            .filter(|d| Some(d.id) != current);
        Ok(drafts
            .map(|draft| ParkedSale {
                id: draft.id,
                name: draft.parked.clone().unwrap_or_default(),
                started: draft.started,
                lines: draft.sale.lines().iter().filter(|l| !l.voided).count(),
                gross: draft.sale.gross(),
            })
            .collect())
    }

    /// The register's health.
    pub fn status(&self) -> Result<Status, TillError> {
        Ok(Status {
            tse: self.signer.name(),
            tse_certified: self.signer.certified(),
            outage: self.signer.outage(),
            tse_stands_in: self.signer.active() > 0,
            tse_warning: self.tse_warned()?,
            terminal: self.terminals.chosen().map(|config| config.name.clone()),
            cash: self.ledger.expected_cash()?,
            note_limit: self.site.pay_point.note_limit,
            z_number: self.period.number,
            parked: self.parked()?.len(),
            training: self.training,
        })
    }
}

/// Sum of the payments that really happened.
pub(super) fn paid(payments: &[DraftPayment]) -> Money {
    payments
        .iter()
        .filter(|p| p.state == PaymentState::Approved)
        .map(|p| p.amount)
        .sum()
}
