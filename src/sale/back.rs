//! Going back to an earlier receipt: voids and refunds.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::line::as_item;
use super::{LineTax, Sale, SaleError, SaleLine};
use crate::catalogue::stock::Numbers;
use crate::catalogue::{BusinessCase, PriceError};
use crate::money::Money;
use crate::receipt::{AccountPart, Kind, Line, Receipt};
use crate::tax::{Rates, TaxPart};
use crate::voucher::VoucherKind;

/// Why a sale goes back to an earlier receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// [`Kind::Void`] or [`Kind::Refund`].
    pub kind: Kind,
    /// Number of the receipt.
    pub receipt: u64,
    /// Reason.
    pub reason: String,
    /// The second person who allowed it.
    pub second: crate::receipt::Person,
}

/// A quantity of one line that is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// Position of the line, from 0.
    pub position: usize,
    /// How much of it; the sign is the line's own.
    pub quantity: Decimal,
    /// How much of it was given back before.
    pub before: Decimal,
}

impl Return {
    /// The first return of a line.
    pub fn of(position: usize, quantity: Decimal) -> Return {
        Return {
            position,
            quantity,
            before: Decimal::ZERO,
        }
    }
}

impl Sale {
    /// The sale that gives back `returns`, or with `None` the whole receipt. Amounts, tax rates, accounts and
    /// shares are the original's own; a rate that is no longer the current one gets its historical key.
    pub fn going_back(
        day: NaiveDate,
        original: &Receipt,
        origin: Origin,
        returns: Option<&[Return]>,
        rates: &Rates,
    ) -> Result<Sale, SaleError> {
        let mut sale = Sale {
            origin: Some(origin),
            supplied: original.supplied,
            ..Sale::new(day, false)
        };
        // A discount belongs to several lines: giving one of them back alone would give too much.
        // The same holds for a voucher that paid for several: what it paid for never comes back as money.
        let discounted = |line: &Line| {
            let redeemed = VoucherKind::redeemed_by(line.case).is_some();
            (line.case == BusinessCase::Rabatt || redeemed) && !line.voided
        };
        if returns.is_some() && original.lines.iter().any(discounted) {
            return Err(SaleError::WholeOnly);
        }
        let whole: Vec<Return> = original
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.voided)
            .map(|(position, line)| Return::of(position, line.quantity))
            .collect();
        for part in returns.unwrap_or(&whole) {
            let line = original.lines.get(part.position).filter(|l| !l.voided);
            let line = line.ok_or(SaleError::NoLine)?;
            let after = part.before + part.quantity;
            let in_range = after.abs() <= line.quantity.abs()
                && part.quantity.is_sign_negative() == line.quantity.is_sign_negative();
            if !in_range || part.quantity.is_zero() {
                return Err(SaleError::Price(PriceError::Quantity));
            }
            sale.push_back(*part, line, rates);
        }
        if sale.lines.is_empty() {
            return Err(SaleError::NoLine);
        }
        Ok(sale)
    }

    fn push_back(&mut self, part: Return, line: &Line, rates: &Rates) {
        let before = returned_upto(line, part.before);
        let after = returned_upto(line, part.before + part.quantity);
        let day = self.day;
        let differences = |a: Vec<Money>, b: Vec<Money>| a.into_iter().zip(b).map(|(a, b)| a - b);
        let parts = line
            .parts
            .iter()
            .zip(differences(before.parts, after.parts));
        let parts = parts.map(|(p, gross)| TaxPart {
            key: rates.key_for(p.key, p.percent, day).unwrap_or(p.key),
            percent: p.percent,
            gross,
        });
        let splits = differences(before.splits, after.splits);
        let splits = line.splits.iter().zip(splits);
        let tax = LineTax::Fixed {
            parts: parts.collect(),
            text: line.tax_text.clone(),
            third_party: before.third_party - after.third_party,
            splits: splits
                .map(|(split, gross)| AccountPart {
                    gross,
                    ..split.clone()
                })
                .collect(),
        };
        let id = self.next_id();
        self.lines.push(SaleLine {
            id,
            item: as_item(line),
            quantity: -part.quantity,
            price: line.price,
            discount: None,
            tax,
            reference: line.reference.clone(),
            origin_line: u32::try_from(part.position).ok(),
            voucher: line.voucher.clone(),
            numbers: returned_numbers(line, &part),
            voided: false,
        });
    }
}

/// The share of a line that is back once so much of it is.
struct Returned {
    parts: Vec<Money>,
    third_party: Money,
    splits: Vec<Money>,
}

/// What is given back in pieces adds up to the original to the cent, because each piece is the difference of two
/// rounded shares of the whole; and each costs what it cost, because its sum is rounded and not its parts.
fn returned_upto(line: &Line, quantity: Decimal) -> Returned {
    let share = |whole: Money| Money::round(whole.decimal() * quantity / line.quantity);
    let gross = share(line.gross);
    let parts: Vec<Decimal> = line.parts.iter().map(|p| p.gross.decimal()).collect();
    let splits: Vec<Decimal> = line.splits.iter().map(|s| s.gross.decimal()).collect();
    Returned {
        parts: gross.split(&parts),
        third_party: share(line.third_party),
        splits: gross.split(&splits),
    }
}

/// The forms that come back with a part of a line: the next ones after those that came back before.
fn returned_numbers(line: &Line, part: &Return) -> Option<String> {
    let sold: Numbers = line.numbers.as_deref()?.parse().ok()?;
    let whole = |quantity: Decimal| quantity.trunc().to_u64().unwrap_or(0);
    let back = sold.slice(whole(part.before), whole(part.quantity));
    Some(back.to_string()).filter(|text| !text.is_empty())
}
