//! Levels, changes and differences in words.

use rust_decimal::Decimal;

use crate::catalogue::stock::{AmountError, Difference, Level, MoveKind, NumbersError, StockRow};
use crate::i18n::Texts;
use crate::ledger::StockSource;
use crate::receipt::Kind;
use crate::ui::desk::quantity;

/// How much is there: `12`, `1,5`.
pub(super) fn level(level: &Level) -> String {
    quantity(level.quantity())
}

/// A change with its sign: `+5`, `−2`.
pub(super) fn signed(value: Decimal) -> String {
    if value > Decimal::ZERO {
        format!("+{}", quantity(value))
    } else {
        quantity(value)
    }
}

/// Whether somebody should look after an item: it is running out, or below zero.
pub(super) fn warns(row: &StockRow) -> bool {
    let negative = row
        .level
        .as_ref()
        .is_some_and(|level| level.quantity() < Decimal::ZERO);
    row.archived.is_none() && (row.is_low() || negative)
}

/// What changed a level.
pub(super) fn source(t: &Texts, source: &StockSource) -> String {
    match source {
        StockSource::Receipt(number, kind) => {
            let key = match kind {
                Kind::Void => "stock-by-void",
                Kind::Refund => "stock-by-refund",
                _ => "stock-by-receipt",
            };
            t.with(key, &[("n", (*number).into())])
        }
        StockSource::Move(_, kind) => t
            .text(match kind {
                MoveKind::Delivery => "stock-delivery",
                MoveKind::Loss => "stock-loss",
                MoveKind::Count => "stock-count",
            })
            .to_owned(),
    }
}

/// What a difference is: `−2`, `+1`, and which numbers are missing or too many.
pub(super) fn difference(t: &Texts, difference: &Difference) -> String {
    let mut words = vec![signed(difference.quantity)];
    if difference.is_zero() {
        return "0".to_owned();
    }
    let numbers = [
        ("stock-missing", &difference.missing),
        ("stock-unexpected", &difference.unexpected),
    ];
    for (key, numbers) in numbers {
        if !numbers.is_empty() {
            words.push(t.with(key, &[("numbers", numbers.to_string().into())]));
        }
    }
    words.join(" · ")
}

/// Why numbers cannot be read, as the key of a sentence.
pub(super) fn numbers_error(error: &NumbersError) -> &'static str {
    match error {
        NumbersError::Empty => "stock-needs-numbers",
        NumbersError::Shape(_) => "stock-numbers-shape",
        NumbersError::Backwards(_) => "stock-numbers-backwards",
        NumbersError::Twice(_) => "stock-numbers-twice",
        NumbersError::TooMany => "stock-numbers-many",
    }
}

/// Why an amount does not suit, as a sentence.
pub(super) fn amount_error(t: &Texts, error: &AmountError) -> String {
    let numbers = |key, numbers: &dyn std::fmt::Display| {
        t.with(key, &[("numbers", numbers.to_string().into())])
    };
    match error {
        AmountError::NumbersNeeded => t.text("stock-needs-numbers").to_owned(),
        AmountError::QuantityNeeded | AmountError::Quantity => {
            t.text("stock-needs-quantity").to_owned()
        }
        AmountError::There(there) => numbers("stock-numbers-there", there),
        AmountError::NotThere(gone) => numbers("stock-numbers-gone", gone),
        AmountError::Short(left) => t.with("stock-short", &[("n", quantity(*left).into())]),
    }
}
