//! What a clerk rings up until it is paid: a pure state machine. No clock, no disk, no device.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Item, PriceMode};
use crate::money::Money;
use crate::receipt::{Kind, Line};
use crate::tax::{KeyTotal, Rates, totals};
use crate::voucher::VoucherKind;

mod back;
mod error;
mod line;
mod reduction;
mod voucher;

#[cfg(test)]
mod tests;

pub use back::{Origin, Return};
pub use error::{LONGEST_REFERENCE, SaleError};
pub use line::{Discount, DiscountAmount, LineTax, SaleLine};

/// A sale being rung up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// The day it is rung up and booked.
    pub day: NaiveDate,
    /// The day of the supply, where it was another one: its treatments and rates hold (§27(1) UStG).
    #[serde(default)]
    pub supplied: Option<NaiveDate>,
    /// Rung up for training: secured by the TSE, but no business.
    pub training: bool,
    /// Set when this is a void or refund; its lines are then fixed.
    pub origin: Option<Origin>,
    /// Discount on everything discountable.
    pub discount: Option<Discount>,
    lines: Vec<SaleLine>,
    next_line: u32,
}

/// Longest receipt, struck-out lines included.
pub const MAX_LINES: usize = 500;

impl Sale {
    /// An empty sale on `day`.
    pub fn new(day: NaiveDate, training: bool) -> Sale {
        Sale {
            day,
            supplied: None,
            training,
            origin: None,
            discount: None,
            lines: Vec::new(),
            next_line: 1,
        }
    }

    /// The day whose treatments and rates hold.
    pub fn tax_day(&self) -> NaiveDate {
        self.supplied.unwrap_or(self.day)
    }

    /// Whether the sale may be paid as it is. A deposit may come back alone; a price reduction may not turn a
    /// sale into a pay-out, which needs a second person, and a voucher pays for no more than there is.
    pub fn payable(&self) -> Result<(), SaleError> {
        if self.origin.is_some() {
            return Ok(());
        }
        let goods = self.goods();
        if goods.is_negative() {
            return Err(SaleError::BelowZero);
        }
        if (goods - self.redeemed()).is_negative() {
            return Err(SaleError::VoucherTooMuch { goods });
        }
        let unnumbered = |line: &&SaleLine| !line.voided && line.is_unnumbered();
        match self.lines.iter().find(unnumbered) {
            Some(line) => Err(SaleError::VoucherNumber(line.item.name.clone())),
            None => Ok(()),
        }
    }

    fn next_id(&mut self) -> u32 {
        let id = self.next_line;
        self.next_line += 1;
        id
    }

    /// Every line, struck-out ones included, in order of entry.
    pub fn lines(&self) -> &[SaleLine] {
        &self.lines
    }

    /// Whether nothing that counts is rung up.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.voided)
    }

    /// Rings up `quantity` of `item`; `price` only where the clerk may set one. The same item at the same
    /// price joins the line that is already there. Returns the id of the line.
    pub fn add(
        &mut self,
        item: &Item,
        quantity: Decimal,
        price: Option<Money>,
        reference: Option<String>,
    ) -> Result<u32, SaleError> {
        self.changeable()?;
        let price = price.unwrap_or(item.price);
        item.check(quantity, price)?;
        let voucher = VoucherKind::sold_by(item.case).is_some();
        if voucher {
            self.may_sell_voucher(quantity)?;
        }
        if item.needs_reference && reference.as_deref().is_none_or(|r| r.trim().is_empty()) {
            return Err(SaleError::ReferenceNeeded(item.name.clone()));
        }
        let reference = reference.map(|text| text.trim().to_owned());
        if reference
            .as_deref()
            .is_some_and(|text| text.chars().count() > LONGEST_REFERENCE)
        {
            return Err(SaleError::ReferenceTooLong);
        }
        let joins = |line: &&mut SaleLine| {
            !line.voided
                && line.item.id == item.id
                && line.price == price
                && line.discount.is_none()
                && line.reference.is_none()
                && line.numbers.is_none()
                && !voucher
                && !matches!(item.mode, PriceMode::Range { .. })
        };
        if reference.is_none()
            && let Some(line) = self.lines.iter_mut().find(joins)
        {
            item.check(line.quantity + quantity, price)?;
            line.quantity += quantity;
            return Ok(line.id);
        }
        if self.lines.len() >= MAX_LINES {
            return Err(SaleError::TooManyLines(MAX_LINES));
        }
        let id = self.next_id();
        self.lines.push(SaleLine {
            id,
            item: item.clone(),
            quantity,
            price,
            discount: None,
            tax: LineTax::Dated(item.tax.clone()),
            reference,
            origin_line: None,
            voucher: None,
            numbers: None,
            voided: false,
        });
        Ok(id)
    }

    /// Sets the quantity of a line.
    pub fn set_quantity(&mut self, line: u32, quantity: Decimal) -> Result<(), SaleError> {
        self.changeable()?;
        let line = self.line_mut(line)?;
        if line.is_voucher() && quantity != line.quantity {
            return Err(SaleError::VoucherSingly);
        }
        line.item.check(quantity.abs(), line.price)?;
        if line.quantity != quantity {
            line.numbers = None;
        }
        line.quantity = quantity;
        Ok(())
    }

    /// Says which forms a line hands out; `None` leaves it to the register.
    pub fn set_numbers(&mut self, line: u32, numbers: Option<String>) -> Result<(), SaleError> {
        self.changeable()?;
        self.line_mut(line)?.numbers = numbers;
        Ok(())
    }

    /// Sets the price of a line, where the item leaves it to the clerk.
    pub fn set_price(&mut self, line: u32, price: Money) -> Result<(), SaleError> {
        self.changeable()?;
        let line = self.line_mut(line)?;
        line.item.check(line.quantity.abs(), price)?;
        line.price = price;
        line.pay_price();
        Ok(())
    }

    /// Strikes a line out; it stays visible and counts for nothing.
    pub fn void_line(&mut self, line: u32) -> Result<(), SaleError> {
        self.changeable()?;
        self.line_mut(line)?.voided = true;
        Ok(())
    }

    /// Grants a discount on one line, or on everything discountable; `None` takes it back.
    pub fn set_discount(
        &mut self,
        line: Option<u32>,
        discount: Option<Discount>,
    ) -> Result<(), SaleError> {
        self.changeable()?;
        let base = match line {
            Some(id) => {
                let line = self.line_mut(id)?;
                if !line.discountable() {
                    return Err(SaleError::NotDiscountable(line.item.name.clone()));
                }
                line.own_price()
            }
            None => self.discountable_sum(),
        };
        if let Some(discount) = &discount {
            let fits = match discount.amount {
                DiscountAmount::Percent(p) => p > Decimal::ZERO && p <= Decimal::ONE_HUNDRED,
                DiscountAmount::Amount(a) => a > Money::ZERO && a <= base,
            };
            if base.is_zero() {
                return Err(SaleError::NotDiscountable("receipt".into()));
            }
            if !fits {
                return Err(SaleError::DiscountAmount);
            }
        }
        match line {
            Some(id) => self.line_mut(id)?.discount = discount,
            None => self.discount = discount,
        }
        Ok(())
    }

    /// Moves the sale to another day and asks again how each item is taxed, and what it costs where the clerk has
    /// no say; for a sale that was open over midnight, or whose supply was on another day. What counts is the day
    /// of the supply (§13(1) no. 1a, §27(1) UStG), and that is the day somebody pays and gets it: until then
    /// nothing was promised. `item` gives the item as it is on the new tax day; `None` leaves a line as it is.
    pub fn move_to(
        &mut self,
        day: NaiveDate,
        supplied: Option<NaiveDate>,
        item: impl Fn(&str) -> Option<Item>,
    ) {
        self.day = day;
        self.supplied = supplied.filter(|supplied| *supplied != day);
        for line in &mut self.lines {
            let LineTax::Dated(treatment) = &mut line.tax else {
                continue;
            };
            if let Some(now) = item(&line.item.id) {
                treatment.clone_from(&now.tax);
                if !matches!(now.mode, PriceMode::Range { .. }) {
                    line.price = now.price;
                }
                line.item = now;
            }
        }
    }

    /// What the receipt will be called.
    pub fn kind(&self) -> Kind {
        match &self.origin {
            Some(origin) => origin.kind,
            None if self.training => Kind::Training,
            None => Kind::Sale,
        }
    }

    /// Gross sum.
    pub fn gross(&self) -> Money {
        let lines: Money = self
            .lines
            .iter()
            .filter(|l| !l.voided)
            .map(SaleLine::gross)
            .sum();
        lines - self.reduction()
    }

    /// Discount on the whole, zero or above.
    pub fn reduction(&self) -> Money {
        self.discount
            .as_ref()
            .map_or(Money::ZERO, |d| d.of(self.discountable_sum()))
    }

    /// Totals per tax key.
    pub fn totals(&self, rates: &Rates) -> Result<Vec<KeyTotal>, SaleError> {
        let lines = self.receipt_lines(rates)?;
        Ok(totals(
            lines.iter().filter(|l| !l.voided).flat_map(|l| &l.parts),
        ))
    }

    /// The lines as the receipt will hold them, the discount on the whole as a line of its own, split over
    /// the keys it reduces (DSFinV-K 2.4, p. 36).
    pub fn receipt_lines(&self, rates: &Rates) -> Result<Vec<Line>, SaleError> {
        let mut lines = Vec::with_capacity(self.lines.len() + 1);
        for line in &self.lines {
            let parts = line.parts(rates, self.tax_day(), self.day)?;
            lines.push(line.receipt_line(parts));
        }
        lines.extend(self.discount_lines(rates)?);
        voucher::prepaid(&mut lines);
        Ok(lines)
    }

    fn discountable_sum(&self) -> Money {
        self.lines
            .iter()
            .filter(|l| l.discountable())
            .map(SaleLine::own_gross)
            .sum()
    }

    fn changeable(&self) -> Result<(), SaleError> {
        if self.origin.is_some() {
            Err(SaleError::Fixed)
        } else {
            Ok(())
        }
    }

    fn line_mut(&mut self, id: u32) -> Result<&mut SaleLine, SaleError> {
        self.lines
            .iter_mut()
            .find(|l| l.id == id && !l.voided)
            .ok_or(SaleError::NoLine)
    }
}
