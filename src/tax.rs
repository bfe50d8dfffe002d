//! Tax keys, dated rates, dated law, and what an item is taxed at on a given day.
//!
//! A rate belongs to a key and a day ([`Rates`]); a treatment belongs to an item, a law and a day
//! ([`Decision`]); which law holds on a day is a matter of the municipality as a whole ([`Regimes`]). Nothing
//! is switched by hand: whoever asks names the day.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Money;

mod decision;
mod key;
mod problem;
mod rates;
mod regime;
mod treatment;

#[cfg(test)]
mod tests;

pub use decision::{Decision, Mark, PriceRule, in_force};
pub use key::TaxKey;
pub use problem::TaxProblem;
pub use rates::{NoRate, RatePeriod, RateSpan, Rates};
pub use regime::{Regime, Regimes, check_ahead};
pub use treatment::Treatment;

/// VAT contained in `gross` at `percent`, rounded commercially.
pub fn vat_within(gross: Money, percent: Decimal) -> Money {
    Money::round(gross.decimal() * percent / (Decimal::ONE_HUNDRED + percent))
}

/// A gross amount under one key, with the rate that held when it was rung up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxPart {
    /// Tax key.
    pub key: TaxKey,
    /// Rate in per cent on the day of the sale.
    pub percent: Decimal,
    /// Gross amount.
    pub gross: Money,
}

/// Gross, net and VAT of one key and rate; `gross == net + vat` always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyTotal {
    /// Tax key.
    pub key: TaxKey,
    /// Rate in per cent.
    pub percent: Decimal,
    /// Gross sum.
    pub gross: Money,
    /// Gross less VAT.
    pub net: Money,
    /// VAT, computed once from the gross sum.
    pub vat: Money,
}

impl KeyTotal {
    /// The total of `gross` under `key` at `percent`.
    pub fn of(key: TaxKey, percent: Decimal, gross: Money) -> KeyTotal {
        let vat = vat_within(gross, percent);
        KeyTotal {
            key,
            percent,
            gross,
            net: gross - vat,
            vat,
        }
    }
}

/// Totals per key and rate of any number of parts, in order of key and falling rate.
pub fn totals<'a>(parts: impl Iterator<Item = &'a TaxPart>) -> Vec<KeyTotal> {
    let mut sums: std::collections::BTreeMap<(TaxKey, std::cmp::Reverse<Decimal>), Money> =
        std::collections::BTreeMap::new();
    for part in parts {
        *sums
            .entry((part.key, std::cmp::Reverse(part.percent)))
            .or_default() += part.gross;
    }
    sums.into_iter()
        .map(|((key, percent), gross)| KeyTotal::of(key, percent.0, gross))
        .collect()
}
