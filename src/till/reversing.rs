//! Voids and refunds: a new receipt with opposite signs, never a change of the old one.

use rust_decimal::Decimal;

use super::{Approval, Till, TillError};
use crate::people::Right;
use crate::receipt::{Kind, Receipt};
use crate::sale::{Origin, Return, Sale};

impl Till {
    /// Begins the reversal of a whole receipt; it is finished by paying the money back.
    pub fn begin_void(
        &mut self,
        number: u64,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        self.begin_reversal(Kind::Void, number, None, reason, approval)
    }

    /// Begins a refund of some lines: position from 0 and quantity of each.
    pub fn begin_refund(
        &mut self,
        number: u64,
        lines: &[(usize, Decimal)],
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        self.begin_reversal(Kind::Refund, number, Some(lines), reason, approval)
    }

    fn begin_reversal(
        &mut self,
        kind: Kind,
        number: u64,
        lines: Option<&[(usize, Decimal)]>,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let user = self.require(Right::Sell)?;
        self.settle()?;
        if self.current.is_some() {
            return Err(TillError::SaleOpen);
        }
        if self.training {
            return Err(TillError::Training);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let original = self
            .ledger
            .receipt(number)?
            .ok_or(TillError::UnknownReceipt(number))?;
        let returns = self.check_reversible(&original, lines)?;
        let positions: Option<Vec<usize>> =
            lines.map(|lines| lines.iter().map(|(position, _)| *position).collect());
        self.vouchers_may_go_back(&original, positions.as_deref())?;
        let second = self.second(approval)?.person();
        let now = self.now()?;
        self.open_day()?;
        let origin = Origin {
            kind,
            receipt: number,
            reason: reason.to_owned(),
            second,
        };
        let sale = Sale::going_back(
            self.today(),
            &original,
            origin,
            returns.as_deref(),
            &self.rates,
        )?;
        self.begin(sale, &user.id, now)
    }

    /// Nothing is given back twice: not by a void after a refund, nor by refunds that add up to more than
    /// was sold, nor by one that is still open. Returns what goes back with what went back before.
    fn check_reversible(
        &self,
        original: &Receipt,
        lines: Option<&[(usize, Decimal)]>,
    ) -> Result<Option<Vec<Return>>, TillError> {
        let refused = || TillError::NotReversible(original.number);
        if original.kind != Kind::Sale {
            return Err(refused());
        }
        let open = self.ledger.drafts()?;
        let mut open = open.iter().filter_map(|draft| draft.sale.origin.as_ref());
        if open.any(|origin| origin.receipt == original.number) {
            return Err(refused());
        }
        let mut returned = vec![Decimal::ZERO; original.lines.len()];
        for number in self.ledger.going_back_to(original.number)? {
            let Some(receipt) = self.ledger.receipt(number)? else {
                continue;
            };
            match (receipt.kind, lines) {
                (Kind::Refund, Some(_)) => {}
                (Kind::Void | Kind::Refund, _) => return Err(refused()),
                _ => continue,
            }
            for line in receipt.valid_lines() {
                let position = line.origin_line.and_then(|p| usize::try_from(p).ok());
                if let Some(sum) = position.and_then(|p| returned.get_mut(p)) {
                    *sum -= line.quantity;
                }
            }
        }
        let Some(lines) = lines else { return Ok(None) };
        let mut returns = Vec::with_capacity(lines.len());
        for &(position, quantity) in lines {
            let sold = original.lines.get(position).ok_or_else(refused)?.quantity;
            let before = returned.get_mut(position).ok_or_else(refused)?;
            returns.push(Return {
                position,
                quantity,
                before: *before,
            });
            *before += quantity;
            if before.abs() > sold.abs() {
                return Err(refused());
            }
        }
        Ok(Some(returns))
    }
}
