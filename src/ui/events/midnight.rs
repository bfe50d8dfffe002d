//! What midnight does to the sale on the screen.

use crate::sale::{LineTax, Sale, SaleLine};
use crate::tax::Rates;

/// Whether another day made a line dearer, cheaper or otherwise taxed. Lines that came, went or got another
/// quantity meanwhile are the clerk's doing.
pub(super) fn has_changed(before: &Sale, now: &Sale, rates: &Rates) -> bool {
    if before.day == now.day {
        return false;
    }
    let of = |line: &SaleLine, sale: &Sale| {
        let tax = match &line.tax {
            LineTax::Dated(tax) => tax.parts(line.price, rates, sale.tax_day()).ok(),
            LineTax::Fixed { parts, .. } => Some(parts.clone()),
        };
        (line.price, tax)
    };
    now.lines().iter().filter(|line| !line.voided).any(|line| {
        let old = before.lines().iter().find(|old| old.id == line.id);
        old.is_some_and(|old| of(old, before) != of(line, now))
    })
}
