//! Vouchers on an open sale.

use rust_decimal::Decimal;

use super::line::as_item;
use super::{LineTax, MAX_LINES, Sale, SaleError, SaleLine};
use crate::catalogue::{BusinessCase, PriceMode};
use crate::money::Money;
use crate::receipt::Line;
use crate::tax::{Rates, TaxKey, TaxPart};
use crate::voucher::{Number, Voucher, VoucherKind};

impl SaleLine {
    /// Whether a voucher is sold or redeemed.
    pub fn is_voucher(&self) -> bool {
        self.is_redemption() || VoucherKind::sold_by(self.item.case).is_some()
    }

    /// Whether a voucher is redeemed.
    pub fn is_redemption(&self) -> bool {
        VoucherKind::redeemed_by(self.item.case).is_some()
    }

    /// Whether a voucher is sold that has no number yet.
    pub(super) fn is_unnumbered(&self) -> bool {
        VoucherKind::sold_by(self.item.case).is_some() && self.voucher.is_none()
    }

    /// A redemption is as large as its price says.
    pub(super) fn pay_price(&mut self) {
        if let LineTax::Fixed { parts, .. } = &mut self.tax
            && let [part] = parts.as_mut_slice()
        {
            part.gross = -self.price;
        }
    }
}

impl Sale {
    fn sum_of(&self, counts: impl Fn(&SaleLine) -> bool) -> Money {
        let lines = self.lines.iter().filter(|l| !l.voided && counts(l));
        lines.map(SaleLine::gross).sum()
    }

    /// What is rung up, before deposits that come back and vouchers.
    pub(super) fn goods(&self) -> Money {
        let returned = self.sum_of(|l| l.item.case == BusinessCase::PfandRueckzahlung);
        self.gross() - returned + self.redeemed()
    }

    /// What is paid by vouchers, zero or above for a sale.
    pub fn redeemed(&self) -> Money {
        -self.sum_of(SaleLine::is_redemption)
    }

    /// What may still be paid by vouchers.
    pub fn redeemable(&self) -> Money {
        (self.goods() - self.redeemed()).max(Money::ZERO)
    }

    pub(super) fn may_sell_voucher(&self, quantity: Decimal) -> Result<(), SaleError> {
        if quantity != Decimal::ONE {
            return Err(SaleError::VoucherSingly);
        }
        if self.lines.iter().any(|l| !l.voided && l.is_redemption()) {
            return Err(SaleError::VoucherForVoucher);
        }
        Ok(())
    }

    /// Gives a voucher that is sold its number.
    pub fn set_voucher(&mut self, line: u32, number: &Number) -> Result<(), SaleError> {
        self.changeable()?;
        let taken = |l: &SaleLine| {
            l.id != line && !l.voided && l.voucher.as_deref() == Some(number.as_str())
        };
        if self.lines.iter().any(taken) {
            return Err(SaleError::VoucherTwice(number.to_string()));
        }
        let line = self.line_mut(line)?;
        if VoucherKind::sold_by(line.item.case).is_none() {
            return Err(SaleError::NoLine);
        }
        line.voucher = Some(number.to_string());
        Ok(())
    }

    /// Redeems `amount` of a voucher; `sold` is the line that sold it, `available` what is left of it. A
    /// single-purpose voucher gives back the keys and rates it was taxed at, a multi-purpose voucher is no
    /// turnover. Returns the id of the line.
    pub fn redeem(
        &mut self,
        voucher: &Voucher,
        sold: &Line,
        (amount, available): (Money, Money),
        rates: &Rates,
    ) -> Result<u32, SaleError> {
        self.changeable()?;
        if self.lines.len() >= MAX_LINES {
            return Err(SaleError::TooManyLines(MAX_LINES));
        }
        let of_voucher = |l: &&SaleLine| !l.voided && l.is_voucher();
        for line in self.lines.iter().filter(of_voucher) {
            if !line.is_redemption() {
                return Err(SaleError::VoucherForVoucher);
            }
            if line.voucher.as_deref() == Some(voucher.number.as_str()) {
                return Err(SaleError::VoucherTwice(voucher.number.clone()));
            }
        }
        if let Some(refusal) = voucher.refuses(amount) {
            return Err(refusal.into());
        }
        let goods = self.redeemable();
        if amount > goods {
            return Err(SaleError::VoucherTooMuch { goods });
        }
        let mut item = as_item(sold);
        item.case = voucher.kind.redemption();
        item.price = amount;
        let mut parts = vec![TaxPart {
            key: TaxKey::NOT_TAXABLE,
            percent: Decimal::ZERO,
            gross: -amount,
        }];
        match voucher.kind {
            VoucherKind::Multi => {
                let min = Money::from_cents(1);
                let max = available.min(voucher.balance);
                item.mode = PriceMode::Range { min, max };
            }
            VoucherKind::Single => {
                parts.clone_from(&voucher.tax);
                for part in &mut parts {
                    let key = rates.key_for(part.key, part.percent, self.day);
                    part.key = key.unwrap_or(part.key);
                    part.gross = -part.gross;
                }
            }
        }
        let id = self.next_id();
        self.lines.push(SaleLine {
            id,
            item,
            quantity: -Decimal::ONE,
            price: amount,
            discount: None,
            tax: LineTax::Fixed {
                parts,
                text: sold.tax_text.clone(),
                third_party: Money::ZERO,
                splits: Vec::new(),
            },
            reference: None,
            origin_line: None,
            voucher: Some(voucher.number.clone()),
            numbers: None,
            voided: false,
        });
        let covered = self.vouchers_covered(rates);
        if covered.is_err() {
            self.lines.pop();
        }
        covered.map(|()| id)
    }

    /// Whether what single-purpose vouchers were sold for is rung up: their VAT goes back only where the same
    /// VAT comes in.
    pub fn vouchers_covered(&self, rates: &Rates) -> Result<(), SaleError> {
        let redeemed = BusinessCase::EinzweckgutscheinEinloesung;
        let any = self
            .lines
            .iter()
            .any(|l| !l.voided && l.item.case == redeemed);
        if self.origin.is_some() || !any {
            return Ok(());
        }
        let lines = self.receipt_lines(rates)?;
        let valid = || lines.iter().filter(|line| !line.voided);
        let single = |line: &&Line| line.case == redeemed;
        for voucher in valid().filter(single) {
            for part in &voucher.parts {
                let parts = valid().flat_map(|line| &line.parts);
                let of_kind = parts.filter(|other| same_kind(other.key, part.key));
                if of_kind
                    .map(|other| other.gross)
                    .sum::<Money>()
                    .is_negative()
                {
                    return Err(SaleError::VoucherNotCovered(voucher.text.clone()));
                }
            }
        }
        Ok(())
    }
}

/// Whether two keys stand for the same kind of tax, today's rate or an earlier one.
fn same_kind(a: TaxKey, b: TaxKey) -> bool {
    a.slot() == b.slot() && (a.slot() < 4 || a == b)
}

/// What a single-purpose voucher pays for was supplied when the voucher was sold (§3(14) sentences 2 and 3 UStG):
/// so much of the goods is booked at the voucher's keys and rates, and nothing remains to be taxed again, not
/// even the difference after a change of rates.
pub(super) fn prepaid(lines: &mut [Line]) {
    let single = |line: &&Line| {
        !line.voided
            && line.origin_line.is_none()
            && line.case == BusinessCase::EinzweckgutscheinEinloesung
    };
    let vouchers: Vec<TaxPart> = lines
        .iter()
        .filter(single)
        .flat_map(|l| l.parts.clone())
        .collect();
    let mut given: Vec<TaxPart> = Vec::new();
    for part in vouchers {
        let same = |p: &&mut TaxPart| (p.key, p.percent) == (part.key, part.percent);
        match given.iter_mut().find(same) {
            Some(sum) => sum.gross += part.gross,
            None => given.push(part),
        }
    }
    for voucher in given {
        let at_rate = |p: &TaxPart| (p.key, p.percent) == (voucher.key, voucher.percent);
        let goods = |line: &&mut Line| {
            !line.voided
                && VoucherKind::redeemed_by(line.case).is_none()
                && line.gross > Money::ZERO
        };
        let there: Money = lines
            .iter_mut()
            .filter(goods)
            .flat_map(|line| line.parts.iter())
            .filter(|p| at_rate(p))
            .map(|p| p.gross)
            .sum();
        let mut missing = -voucher.gross - there;
        for line in lines.iter_mut().filter(goods) {
            let mut moved = Money::ZERO;
            let others = |p: &&mut TaxPart| same_kind(p.key, voucher.key) && !at_rate(p);
            for part in line.parts.iter_mut().filter(others) {
                let take = missing.min(part.gross).max(Money::ZERO);
                part.gross -= take;
                missing -= take;
                moved += take;
            }
            if moved.is_zero() {
                continue;
            }
            line.parts.retain(|part| !part.gross.is_zero());
            match line.parts.iter_mut().find(|p| at_rate(p)) {
                Some(part) => part.gross += moved,
                None => line.parts.push(TaxPart {
                    gross: moved,
                    ..voucher.clone()
                }),
            }
        }
    }
}
