//! How a price is taxed: under one key or under several.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{NoRate, Rates, TaxKey, TaxPart};
use crate::money::Money;

/// How an item is taxed: one key, or several with shares (a menu: 70 % food, 30 % drink).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treatment {
    /// Keys with their share of the gross price; shares are weights, never zero in sum.
    pub shares: Vec<(TaxKey, Decimal)>,
    /// Words for the receipt where the law wants them, e.g. `steuerfrei nach § 4 Nr. 20a UStG`.
    pub text: Option<String>,
}

impl Default for Treatment {
    fn default() -> Treatment {
        Treatment::single(TaxKey::NOT_TAXABLE)
    }
}

impl Treatment {
    /// Everything under one key.
    pub fn single(key: TaxKey) -> Treatment {
        Treatment {
            shares: vec![(key, Decimal::ONE)],
            text: None,
        }
    }

    /// Nobody decided yet: VAT cannot be determined (DSFinV-K 2.4, 3.2.6), and none is shown.
    pub fn undecided() -> Treatment {
        Treatment::single(TaxKey::UNDETERMINED)
    }

    /// Whether any of it is taxed above zero under `rates` on `day`.
    pub fn is_taxed(&self, rates: &Rates, day: NaiveDate) -> bool {
        let above_zero = |key| rates.at(key, day).is_some_and(|p| !p.is_zero());
        self.shares.iter().any(|(key, _)| above_zero(*key))
    }

    /// The rate of the whole in per cent of the net price on `day`; for shares the rate that gives the same
    /// VAT. Keys without a rate count as zero.
    pub fn percent(&self, rates: &Rates, day: NaiveDate) -> Decimal {
        let all: Decimal = self.shares.iter().map(|(_, share)| *share).sum();
        let net: Decimal = self
            .shares
            .iter()
            .map(|(key, share)| {
                let percent = rates.at(*key, day).unwrap_or_default();
                *share / (Decimal::ONE_HUNDRED + percent)
            })
            .sum();
        if net.is_zero() {
            return Decimal::ZERO;
        }
        // Two quotients leave 18.99…96 % of 19 %, enough to round half a cent the wrong way.
        (all / net - Decimal::ONE_HUNDRED).round_dp(20)
    }

    /// The parts of `gross` with the rates of `day`; they add up to `gross`. Keys without a rate on that
    /// day are an error of the tax table, named in the result.
    pub fn parts(
        &self,
        gross: Money,
        rates: &Rates,
        day: NaiveDate,
    ) -> Result<Vec<TaxPart>, NoRate> {
        let weights: Vec<Decimal> = self.shares.iter().map(|(_, weight)| *weight).collect();
        self.shares
            .iter()
            .zip(gross.split(&weights))
            .map(|(&(key, _), gross)| {
                let percent = rates.at(key, day).ok_or(NoRate { key, day })?;
                Ok(TaxPart {
                    key,
                    percent,
                    gross,
                })
            })
            .collect()
    }
}
