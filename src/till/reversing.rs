//! Voids and refunds: a new receipt with opposite signs, never a change of the old one.

use rust_decimal::Decimal;

use super::{Approval, Till, TillError};
use crate::catalogue::{Item, PriceMode};
use crate::people::Right;
use crate::receipt::{Kind, Line, Receipt};
use crate::sale::{Origin, Sale};
use crate::tax::{TaxKey, Treatment};

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
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let original = self
            .ledger
            .receipt(number)?
            .ok_or(TillError::UnknownReceipt(number))?;
        self.check_reversible(&original, lines)?;
        let second = self.second(approval)?.person();
        let now = self.now()?;
        self.open_day()?;
        let origin = Origin {
            kind,
            receipt: number,
            reason: reason.to_owned(),
            second,
        };
        let sale = Sale::going_back(self.today(), &original, origin, lines, |line| {
            self.catalogue
                .by_id(&line.item_id)
                .cloned()
                .unwrap_or_else(|| vanished(line))
        })?;
        self.begin(sale, &user.id, now)
    }

    /// Nothing is given back twice: not by a void after a refund, nor by refunds that add up to more than
    /// was sold, nor by one that is still open.
    fn check_reversible(
        &self,
        original: &Receipt,
        lines: Option<&[(usize, Decimal)]>,
    ) -> Result<(), TillError> {
        let refused = Err(TillError::NotReversible(original.number));
        if original.kind != Kind::Sale {
            return refused;
        }
        let open = self
            .ledger
            .drafts()?
            .into_iter()
            .filter_map(|d| d.sale.origin);
        if open
            .into_iter()
            .any(|origin| origin.receipt == original.number)
        {
            return refused;
        }
        let mut returned = vec![Decimal::ZERO; original.lines.len()];
        for number in self.ledger.going_back_to(original.number)? {
            let Some(receipt) = self.ledger.receipt(number)? else {
                continue;
            };
            match (receipt.kind, lines) {
                (Kind::Refund, Some(_)) => {}
                (Kind::Void | Kind::Refund, _) => return refused,
                _ => continue,
            }
            for line in receipt.valid_lines() {
                let position = line.origin_line.and_then(|p| usize::try_from(p).ok());
                if let Some(sum) = position.and_then(|p| returned.get_mut(p)) {
                    *sum -= line.quantity;
                }
            }
        }
        for (position, quantity) in lines.unwrap_or_default() {
            let sold = original
                .lines
                .get(*position)
                .map_or(Decimal::ZERO, |l| l.quantity);
            let before = returned.get(*position).copied().unwrap_or_default();
            if (before + quantity).abs() > sold.abs() {
                return refused;
            }
        }
        Ok(())
    }
}

/// Stands in for an item that left the catalogue; the lines of a reversal carry their own amounts and taxes.
fn vanished(line: &Line) -> Item {
    let untaxed = Treatment::single(TaxKey::NOT_TAXABLE);
    Item {
        id: line.item_id.clone(),
        name: line.text.clone(),
        short_name: line.text.clone(),
        office: String::new(),
        kind: crate::catalogue::ItemKind::Article,
        case: line.case,
        price: line.price,
        mode: PriceMode::Fixed,
        unit: line.unit.clone(),
        old: untaxed.clone(),
        new: untaxed,
        legal_basis: line.legal_basis.clone(),
        third_party: line.third_party,
        principal: line.principal.clone(),
        stocked: false,
        product: line.product.clone(),
        account: line.account.clone(),
        ean: None,
        needs_reference: false,
    }
}
