//! Dated rates.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::TaxKey;

/// One rate and the day from which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatePeriod {
    /// The key the rate belongs to.
    pub key: TaxKey,
    /// First day.
    pub from: NaiveDate,
    /// Per cent.
    pub percent: Decimal,
}

/// Every rate of every key, dated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    periods: Vec<RatePeriod>,
}

impl Rates {
    /// Rates out of dated rows, in any order.
    pub fn new(mut periods: Vec<RatePeriod>) -> Rates {
        periods.sort_by_key(|p| (p.key, p.from));
        Rates { periods }
    }

    /// The rates of German law since 2020 (§12, §24 UStG; DSFinV-K, Annex 2).
    pub fn statutory() -> Rates {
        let row = |key, (year, month, day), hundredths| RatePeriod {
            key: TaxKey(key),
            from: NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default(),
            percent: Decimal::new(hundredths, 2),
        };
        Rates::new(vec![
            row(1, (2007, 1, 1), 1900),
            row(1, (2020, 7, 1), 1600),
            row(1, (2021, 1, 1), 1900),
            row(2, (1983, 7, 1), 700),
            row(2, (2020, 7, 1), 500),
            row(2, (2021, 1, 1), 700),
            row(3, (2007, 1, 1), 1070),
            row(3, (2022, 1, 1), 950),
            row(3, (2023, 1, 1), 900),
            row(3, (2024, 12, 6), 840),
            row(3, (2025, 1, 1), 780),
            row(4, (2007, 1, 1), 550),
            row(5, (2000, 1, 1), 0),
            row(6, (2000, 1, 1), 0),
            row(7, (2000, 1, 1), 0),
            row(8, (2023, 1, 1), 0),
            row(11, (2020, 7, 1), 1900),
            row(12, (2020, 7, 1), 700),
            row(13, (2022, 1, 1), 1070),
            row(21, (2021, 1, 1), 1600),
            row(22, (2021, 1, 1), 500),
            row(23, (2023, 1, 1), 950),
            row(33, (2024, 12, 6), 900),
            row(43, (2025, 1, 1), 840),
        ])
    }

    /// Every row, ordered by key and day.
    pub fn periods(&self) -> &[RatePeriod] {
        &self.periods
    }

    /// The rate of `key` on `day` in per cent; `None` before its first day.
    pub fn at(&self, key: TaxKey, day: NaiveDate) -> Option<Decimal> {
        self.periods
            .iter()
            .rfind(|p| p.key == key && p.from <= day)
            .map(|p| p.percent)
    }

    /// The key under which a turnover that was taxed under `key` at `percent` is booked on `day`: the key itself
    /// while its rate is still the same, else the historical or individual key of the same kind that stands for
    /// that rate (DSFinV-K, Annex 2). `None`: no such key is defined.
    pub fn key_for(&self, key: TaxKey, percent: Decimal, day: NaiveDate) -> Option<TaxKey> {
        if self.at(key, day) == Some(percent) {
            return Some(key);
        }
        let mut keys: Vec<TaxKey> = self.periods.iter().map(|p| p.key).collect();
        keys.dedup();
        let kind = |k: &TaxKey| k.slot() == key.slot() && (key.slot() < 4 || *k == key);
        keys.into_iter()
            .find(|k| kind(k) && self.at(*k, day) == Some(percent))
    }

    /// Whether any rate changed after `since` and not later than `day`.
    pub fn changed_between(&self, since: NaiveDate, day: NaiveDate) -> bool {
        let started = |p: &RatePeriod| since < p.from && p.from <= day;
        let differs = |p: &RatePeriod| self.at(p.key, since).is_some_and(|was| was != p.percent);
        self.periods.iter().any(|p| started(p) && differs(p))
    }
}

/// A key has no rate on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("tax key {} has no rate on {day}", key.0)]
pub struct NoRate {
    /// The key.
    pub key: TaxKey,
    /// The day.
    pub day: NaiveDate,
}
