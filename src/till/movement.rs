//! Cash that comes and goes without a sale. Each movement is a signed receipt (AEAO 1.10.2).

use super::recovery::register;
use super::{Approval, Finished, Till, TillError};
use crate::money::Money;
use crate::people::{Right, User};
use crate::receipt::{Kind, Payment, PaymentKind, Person, Receipt, movement_line, totals_of};

/// A movement as the clerk asks for it.
#[derive(Debug, Clone)]
pub struct Movement {
    /// [`Kind::Float`], [`Kind::Skim`], [`Kind::Delivery`], [`Kind::PayIn`] or [`Kind::PayOut`].
    pub kind: Kind,
    /// Amount, above zero; the kind says which way it goes.
    pub amount: Money,
    /// Where from or where to, bag number, voucher.
    pub reason: String,
    /// Second person; a pay-out needs one.
    pub approval: Option<Approval>,
}

impl Till {
    /// Moves cash into or out of the drawer.
    pub fn move_cash(&mut self, movement: &Movement) -> Result<Finished, TillError> {
        let user = self.require(Right::MoveCash)?;
        self.settle()?;
        if self.training {
            return Err(TillError::Training);
        }
        let reason = movement.reason.trim();
        if movement.amount <= Money::ZERO || movement.amount > Money::LIMIT {
            let due = Money::LIMIT;
            return Err(TillError::Amount {
                given: movement.amount,
                due,
            });
        }
        let (amount, name) = match movement.kind {
            Kind::Float => (movement.amount, "Wechselgeld"),
            Kind::PayIn => (movement.amount, "Einzahlung"),
            Kind::Skim => (-movement.amount, "Abschöpfung"),
            Kind::Delivery => (-movement.amount, "Ablieferung"),
            Kind::PayOut => (-movement.amount, "Auszahlung"),
            _ => return Err(TillError::NotAllowed(Right::MoveCash)),
        };
        if reason.is_empty() && matches!(movement.kind, Kind::PayIn | Kind::PayOut) {
            return Err(TillError::ReasonNeeded);
        }
        let second = match (&movement.approval, movement.kind) {
            (Some(approval), _) => Some(self.second(approval)?.person()),
            (None, Kind::PayOut) => return Err(TillError::NotAllowed(Right::Approve)),
            (None, _) => None,
        };
        if amount.is_negative() {
            self.cash_available(-amount)?;
        }
        self.open_day()?;
        let clerk = user.person();
        self.movement(movement.kind, name, amount, Some(reason), clerk, second)
    }

    /// Writes and signs one movement.
    pub(super) fn movement(
        &mut self,
        kind: Kind,
        name: &str,
        amount: Money,
        reason: Option<&str>,
        clerk: Person,
        second: Option<Person>,
    ) -> Result<Finished, TillError> {
        let now = self.now()?;
        let lines: Vec<_> = movement_line(kind, name, amount).into_iter().collect();
        let payment = Payment {
            kind: PaymentKind::Bar,
            amount,
            given: None,
            card: None,
        };
        let receipt = Receipt {
            number: super::finish::UNNUMBERED,
            z_number: self.period.number,
            kind,
            started: now,
            finished: now,
            clerk,
            second,
            refers_to: None,
            supplied: None,
            reason: reason.filter(|r| !r.is_empty()).map(str::to_owned),
            totals: totals_of(&lines),
            lines,
            payments: vec![payment],
            signature: None,
        };
        self.complete(receipt, None, &[], None)
    }

    /// Begins the period: the cash the last closing left is recorded as Anfangsbestand, so that every
    /// closing explains its drawer alone (DSFinV-K 2.4, p. 54).
    pub(super) fn open_day(&mut self) -> Result<(), TillError> {
        if !self.opening_due() {
            return Ok(());
        }
        let carried = self.period.carried;
        let clerk = self.user.as_ref().map_or_else(register, User::person);
        self.movement(Kind::Opening, "Anfangsbestand", carried, None, clerk, None)?;
        Ok(())
    }

    /// Whether the next thing recorded is the opening balance.
    pub(super) fn opening_due(&self) -> bool {
        self.period.since.is_none() && !self.period.carried.is_zero()
    }

    /// Refuses to pay out more than there is: a drawer is never below zero.
    pub(super) fn cash_available(&self, amount: Money) -> Result<(), TillError> {
        let available = self.ledger.expected_cash()?;
        if amount > available {
            Err(TillError::NotEnoughCash { available })
        } else {
            Ok(())
        }
    }
}
