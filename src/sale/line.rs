//! One line of an open sale, and what it becomes on the receipt.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalogue::{BusinessCase, Item, ItemKind, PriceMode, StockMode};
use crate::money::Money;
use crate::receipt::{AccountPart, Line};
use crate::tax::{NoRate, Rates, TaxPart, Treatment};

/// How a line is taxed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineTax {
    /// By the treatment and the rates of the sale's day.
    Dated(Treatment),
    /// As on the receipt it goes back to: a refund after a rate change keeps its old rate.
    Fixed {
        /// Gross amounts per key.
        parts: Vec<TaxPart>,
        /// Words for the receipt.
        text: Option<String>,
        /// Part that belongs to somebody else.
        third_party: Money,
        /// Accounts the own part is split over.
        #[serde(default)]
        splits: Vec<AccountPart>,
    },
}

/// A reduction of the price, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// How much.
    pub amount: DiscountAmount,
    /// Why, as printed.
    pub reason: String,
}

/// How much a discount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiscountAmount {
    /// Per cent, above 0 up to 100.
    Percent(Decimal),
    /// A fixed gross amount above zero.
    Amount(Money),
}

impl Discount {
    /// The discount on `gross` as a non-negative amount, never more than `gross`.
    pub(super) fn of(&self, gross: Money) -> Money {
        match self.amount {
            DiscountAmount::Percent(percent) => gross.times(percent / Decimal::ONE_HUNDRED),
            DiscountAmount::Amount(amount) => amount.min(gross),
        }
    }
}

/// A line of an open sale. Everything it needs of the item is copied, so that a change of the catalogue
/// never reaches into an open sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleLine {
    /// Id inside the sale, stable while lines come and go.
    pub id: u32,
    /// The item as it was when rung up.
    pub item: Item,
    /// Quantity.
    pub quantity: Decimal,
    /// Price per unit.
    pub price: Money,
    /// Discount on the line.
    pub discount: Option<Discount>,
    /// Taxation.
    pub tax: LineTax,
    /// Kassenzeichen or the like.
    pub reference: Option<String>,
    /// Position of the line a refund gives back, from 0.
    pub origin_line: Option<u32>,
    /// Number of the voucher sold or redeemed.
    #[serde(default)]
    pub voucher: Option<String>,
    /// Forms the clerk chose, or that come back; `None`: the lowest numbers that are there.
    #[serde(default)]
    pub numbers: Option<String>,
    /// Struck out.
    pub voided: bool,
}

impl SaleLine {
    /// Quantity × price before any discount.
    pub fn full_price(&self) -> Money {
        self.price.times(self.quantity)
    }

    /// Discount on the line, zero or above for sales.
    pub fn reduction(&self) -> Money {
        self.discount
            .as_ref()
            .map_or(Money::ZERO, |d| d.of(self.own_price()))
    }

    /// What is ours of the price before any discount: money of others is not ours to give away.
    pub(super) fn own_price(&self) -> Money {
        let full = self.full_price();
        full - self.item.third_party_of(full, self.quantity)
    }

    /// What is ours of what the line costs.
    pub(super) fn own_gross(&self) -> Money {
        self.gross() - self.third_party()
    }

    /// What the line costs.
    pub fn gross(&self) -> Money {
        match &self.tax {
            LineTax::Dated(_) => self.full_price() - self.reduction(),
            LineTax::Fixed { parts, .. } => parts.iter().map(|p| p.gross).sum(),
        }
    }

    /// The gross amount per key: rates of the day of the supply, keys of the day it is booked. What is only
    /// passed on to somebody else is no part of the taxable price (§10(1) sentence 5 UStG).
    pub(super) fn parts(
        &self,
        rates: &Rates,
        supplied: NaiveDate,
        booked: NaiveDate,
    ) -> Result<Vec<TaxPart>, NoRate> {
        let parts = match &self.tax {
            LineTax::Dated(tax) => {
                let (gross, quantity) = (self.gross(), self.quantity);
                self.item.tax_parts(tax, gross, quantity, rates, supplied)?
            }
            LineTax::Fixed { parts, .. } => parts.clone(),
        };
        Ok(booked_on(parts, rates, booked))
    }

    /// As [`SaleLine::parts`], of what is ours.
    pub(super) fn own_parts(
        &self,
        rates: &Rates,
        supplied: NaiveDate,
        booked: NaiveDate,
    ) -> Result<Vec<TaxPart>, NoRate> {
        let parts = match &self.tax {
            LineTax::Dated(treatment) => treatment.parts(self.own_gross(), rates, supplied)?,
            LineTax::Fixed { parts, .. } => parts.clone(),
        };
        Ok(booked_on(parts, rates, booked))
    }

    /// The part that belongs to somebody else.
    fn third_party(&self) -> Money {
        match &self.tax {
            LineTax::Fixed { third_party, .. } => *third_party,
            LineTax::Dated(_) => self.item.third_party_of(self.gross(), self.quantity),
        }
    }

    /// The accounts the line is split over: those of the own part, and the one for what belongs to others where it
    /// has one of its own. Empty: all of it goes to the item's account.
    fn splits(&self) -> Vec<AccountPart> {
        if let LineTax::Fixed { splits, .. } = &self.tax {
            return splits.clone();
        }
        let part = |account: &str, product: &str, gross| AccountPart {
            account: account.to_owned(),
            product: product.to_owned(),
            gross,
        };
        let item = &self.item;
        let foreign = self.third_party();
        let apart = item
            .third_party_account
            .as_deref()
            .filter(|_| !foreign.is_zero());
        if item.splits.is_empty() && apart.is_none() {
            return Vec::new();
        }
        let own = self.gross() - foreign;
        let weights: Vec<Decimal> = item.splits.iter().map(|s| s.share).collect();
        let splits = item.splits.iter().zip(own.split(&weights));
        let mut parts: Vec<AccountPart> = splits
            .map(|(split, gross)| part(&split.account, &split.product, gross))
            .collect();
        if item.splits.is_empty() {
            parts.push(part(&item.account, &item.product, own));
        }
        parts.push(part(apart.unwrap_or(&item.account), &item.product, foreign));
        parts.retain(|part| !part.gross.is_zero());
        parts
    }

    pub(super) fn discountable(&self) -> bool {
        let ours = self.item.kind.discountable() && !self.is_voucher();
        !self.voided && ours && self.own_price() > Money::ZERO
    }

    /// Words the law wants beside the line.
    pub(super) fn tax_text(&self) -> Option<String> {
        match &self.tax {
            LineTax::Dated(treatment) => treatment.text.clone(),
            LineTax::Fixed { text, .. } => text.clone(),
        }
    }

    /// The line as the receipt will hold it.
    pub(super) fn receipt_line(&self, parts: Vec<TaxPart>) -> Line {
        let gross = self.gross();
        let tax_text = self.tax_text();
        Line {
            item_id: self.item.id.clone(),
            text: self.item.name.clone(),
            quantity: self.quantity,
            unit: self.item.unit.clone(),
            price: self.price,
            discount: gross - self.full_price(),
            gross,
            case: self.item.case,
            voided: self.voided,
            parts,
            tax_text,
            legal_basis: self.item.legal_basis.clone(),
            third_party: self.third_party(),
            principal: self.item.principal.clone(),
            account: self.item.account.clone(),
            product: self.item.product.clone(),
            reference: self.reference.clone(),
            origin_line: self.origin_line,
            splits: self.splits(),
            voucher: self.voucher.clone(),
            numbers: self.numbers.clone(),
            group: self.item.group_name(),
            ean: self.item.ean.clone(),
        }
    }
}

/// Rates keep their amounts and get the keys they have on the day they are booked.
fn booked_on(mut parts: Vec<TaxPart>, rates: &Rates, day: NaiveDate) -> Vec<TaxPart> {
    for part in &mut parts {
        let key = rates.key_for(part.key, part.percent, day);
        part.key = key.unwrap_or(part.key);
    }
    parts
}

/// The line of a discount on the whole receipt.
pub(super) fn discount_line(
    reason: &str,
    tax_text: Option<String>,
    reduction: Money,
    parts: Vec<TaxPart>,
) -> Line {
    Line {
        item_id: String::new(),
        text: reason.to_owned(),
        quantity: -Decimal::ONE,
        unit: String::new(),
        price: reduction,
        discount: Money::ZERO,
        gross: -reduction,
        case: BusinessCase::Rabatt,
        voided: false,
        parts,
        tax_text,
        legal_basis: String::new(),
        third_party: Money::ZERO,
        principal: None,
        account: String::new(),
        product: String::new(),
        reference: None,
        origin_line: None,
        splits: Vec::new(),
        voucher: None,
        numbers: None,
        group: None,
        ean: None,
    }
}

/// The item of a line that goes back, out of the line alone: what the catalogue says today does not matter, and
/// the item may be gone from it.
pub(super) fn as_item(line: &Line) -> Item {
    Item {
        id: line.item_id.clone(),
        name: line.text.clone(),
        short_name: line.text.clone(),
        office: line.group.clone().unwrap_or_default(),
        group: String::new(),
        kind: ItemKind::Article,
        case: line.case,
        price: line.price,
        mode: PriceMode::Fixed,
        unit: line.unit.clone(),
        tax: Treatment::default(),
        legal_basis: line.legal_basis.clone(),
        third_party: Money::ZERO,
        principal: line.principal.clone(),
        third_party_account: None,
        stock: StockMode::None,
        product: line.product.clone(),
        account: line.account.clone(),
        splits: Vec::new(),
        ean: line.ean.clone(),
        code: None,
        needs_reference: false,
    }
}
