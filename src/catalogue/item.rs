//! One item as it is on one day.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::BusinessCase;
use crate::money::Money;
use crate::tax::{NoRate, Rates, TaxKey, TaxPart, Treatment};

/// What kind of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ItemKind {
    /// Fee of an official act, fixed by law or ordinance (Gebühr).
    Fee,
    /// Merchandise (Artikel).
    Article,
    /// Service, admission, use of a room (Leistung).
    Service,
    /// Money that belongs to somebody else (durchlaufender Posten).
    Transit,
}

impl ItemKind {
    /// Whether a clerk may grant a discount: fees are fixed by law, transit money is not ours to give.
    pub fn discountable(self) -> bool {
        matches!(self, ItemKind::Article | ItemKind::Service)
    }

    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            ItemKind::Fee => "fee",
            ItemKind::Article => "article",
            ItemKind::Service => "service",
            ItemKind::Transit => "transit",
        }
    }

    /// Reads [`ItemKind::code`].
    pub fn from_code(code: &str) -> Option<ItemKind> {
        [
            ItemKind::Fee,
            ItemKind::Article,
            ItemKind::Service,
            ItemKind::Transit,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// How the price of an item comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PriceMode {
    /// One price; quantity is a whole number of pieces.
    Fixed,
    /// Price per unit (page, metre, week, 100 g); quantity may have up to three decimals.
    PerQuantity,
    /// The clerk types the amount, within the limits.
    Range {
        /// Lowest amount.
        min: Money,
        /// Highest amount.
        max: Money,
    },
}

/// Whether and how stock of an item is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum StockMode {
    /// Not at all.
    #[default]
    None,
    /// By quantity (Handelsware).
    Quantity,
    /// By number, piece for piece (Wertvordrucke).
    Numbered,
}

impl StockMode {
    /// Stable name for database and file.
    pub fn code(self) -> &'static str {
        match self {
            StockMode::None => "no",
            StockMode::Quantity => "yes",
            StockMode::Numbered => "numbered",
        }
    }

    /// Reads [`StockMode::code`].
    pub fn from_code(code: &str) -> Option<StockMode> {
        [StockMode::None, StockMode::Quantity, StockMode::Numbered]
            .into_iter()
            .find(|mode| mode.code() == code)
    }
}

/// A share of an item's own price that goes to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Haushaltsstelle or Sachkonto.
    pub account: String,
    /// Product or cost object.
    pub product: String,
    /// Weight among the item's splits, above zero.
    pub share: Decimal,
}

/// Something a clerk can ring up, as it is on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Number, unique, e.g. `BB0010`.
    pub id: String,
    /// Full name, as printed.
    pub name: String,
    /// Short name for narrow places.
    pub short_name: String,
    /// Office whose tiles show it.
    pub office: String,
    /// Group inside the office; empty for none.
    #[serde(default)]
    pub group: String,
    /// Kind.
    pub kind: ItemKind,
    /// Business case of its lines.
    pub case: BusinessCase,
    /// Price per piece or unit, gross, the suggestion for a range; below zero for returns.
    pub price: Money,
    /// How the price comes about.
    pub mode: PriceMode,
    /// Unit, e.g. `Stück`, `Seite`.
    pub unit: String,
    /// How it is taxed.
    #[serde(default)]
    pub tax: Treatment,
    /// Law or ordinance the price stands on.
    pub legal_basis: String,
    /// Part of the price that belongs to somebody else, per piece.
    pub third_party: Money,
    /// Whose money a transit item or the third-party share is.
    pub principal: Option<String>,
    /// Account the third-party share is booked to; `None`: the item's own.
    #[serde(default)]
    pub third_party_account: Option<String>,
    /// Whether and how stock is kept.
    #[serde(default)]
    pub stock: StockMode,
    /// Product group or cost object.
    pub product: String,
    /// Account in the finance system.
    pub account: String,
    /// Accounts the own part of the price is split over; empty: all of it goes to `account`.
    #[serde(default)]
    pub splits: Vec<Split>,
    /// Bar code.
    pub ean: Option<String>,
    /// Short code a clerk types, unique.
    #[serde(default)]
    pub code: Option<String>,
    /// Whether the line needs a reference such as a Kassenzeichen.
    pub needs_reference: bool,
}

impl Item {
    /// Office and group in one (WARENGR), e.g. `Bürgerbüro: Ausweise`.
    pub fn group_name(&self) -> Option<String> {
        match (self.office.as_str(), self.group.as_str()) {
            ("", "") => None,
            (office, "") => Some(office.to_owned()),
            ("", group) => Some(group.to_owned()),
            (office, group) => Some(format!("{office}: {group}")),
        }
    }

    /// What of `gross` for `quantity` belongs to somebody else: of a transit item with a principal all of it.
    pub fn third_party_of(&self, gross: Money, quantity: Decimal) -> Money {
        match self.kind == ItemKind::Transit && self.principal.is_some() {
            true => gross,
            false => self.third_party.times(quantity),
        }
    }

    /// `gross` for `quantity` by key when it is taxed by `tax`, with the rates of `day`. What is only passed on to
    /// somebody else is no part of the taxable price (§10(1) sentence 5 UStG).
    pub fn tax_parts(
        &self,
        tax: &Treatment,
        gross: Money,
        quantity: Decimal,
        rates: &Rates,
        day: NaiveDate,
    ) -> Result<Vec<TaxPart>, NoRate> {
        let foreign = match tax.is_taxed(rates, day) {
            true => self.third_party_of(gross, quantity),
            false => Money::ZERO,
        };
        let mut parts = tax.parts(gross - foreign, rates, day)?;
        if !foreign.is_zero() {
            let passed_on = Treatment::single(TaxKey::NOT_TAXABLE);
            parts.extend(passed_on.parts(foreign, rates, day)?);
        }
        Ok(parts)
    }

    /// Checks an amount or quantity a clerk wants to ring up. What goes back is a refund with a second person,
    /// never a negative quantity.
    pub fn check(&self, quantity: Decimal, price: Money) -> Result<(), PriceError> {
        let whole = quantity.fract().is_zero();
        if quantity <= Decimal::ZERO || quantity > Decimal::from(99_999) {
            return Err(PriceError::Quantity);
        }
        match self.mode {
            PriceMode::PerQuantity if quantity.normalize().scale() > 3 => Err(PriceError::Quantity),
            PriceMode::Fixed | PriceMode::Range { .. } if !whole => Err(PriceError::WholePieces),
            PriceMode::Fixed | PriceMode::PerQuantity if price != self.price => {
                Err(PriceError::Fixed(self.price))
            }
            PriceMode::Range { min, max } if price < min || price > max => {
                Err(PriceError::Outside { min, max })
            }
            _ => Ok(()),
        }
    }
}

/// Why a price or quantity is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// Zero, too large, or more than three decimals.
    #[error("quantity must be between 0.001 and 99,999")]
    Quantity,
    /// A fraction of something that only comes whole.
    #[error("this item is only sold in whole pieces")]
    WholePieces,
    /// The price is fixed.
    #[error("the price is fixed at {0} €")]
    Fixed(Money),
    /// Out of the allowed range.
    #[error("the amount must be between {min} € and {max} €")]
    Outside {
        /// Lowest amount.
        min: Money,
        /// Highest amount.
        max: Money,
    },
}
