//! Dated rates.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{TaxKey, TaxProblem};

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

    /// Rates out of periods that say when they end, as tables of a law do. What a key stands for must be known
    /// without a gap from its first day on, and only once.
    pub fn from_spans(mut spans: Vec<RateSpan>) -> Result<Rates, TaxProblem> {
        spans.sort_by_key(|span| (span.key, span.from));
        for (place, span) in spans.iter().enumerate() {
            let (key, from) = (span.key, span.from);
            check_key(key)?;
            check_percent(key, span.percent)?;
            if span.to.is_some_and(|to| to < from) {
                return Err(TaxProblem::Backwards { key, from });
            }
            let next = spans.get(place + 1).filter(|next| next.key == key);
            let after = span.to.and_then(|to| to.succ_opt());
            match (after, next) {
                (None, Some(next)) => {
                    let from = next.from;
                    return Err(TaxProblem::Overlap { key, from });
                }
                (Some(day), Some(next)) if next.from < day => {
                    let from = next.from;
                    return Err(TaxProblem::Overlap { key, from });
                }
                (Some(day), next) if next.is_none_or(|next| next.from > day) => {
                    return Err(TaxProblem::Gap { key, day });
                }
                _ => {}
            }
        }
        let periods = spans.into_iter().map(|span| RatePeriod {
            key: span.key,
            from: span.from,
            percent: span.percent,
        });
        Ok(Rates::new(periods.collect()))
    }

    /// The same with one more row; a row of the same key and day is replaced.
    pub fn with(&self, period: &RatePeriod) -> Rates {
        let mut rates = self.without(period.key, period.from);
        rates.periods.push(period.clone());
        Rates::new(rates.periods)
    }

    /// The same without the row of a key that begins on a day.
    pub fn without(&self, key: TaxKey, from: NaiveDate) -> Rates {
        let mut periods = self.periods.clone();
        periods.retain(|p| (p.key, p.from) != (key, from));
        Rates { periods }
    }

    /// Whether a row may be added: known key, sane rate, not on a day up to `used`, which has receipts, and with
    /// a key left that stands for the rate that ends. `own` are the keys the taxpayer defined.
    pub fn check_change(
        &self,
        period: &RatePeriod,
        own: &[TaxKey],
        used: Option<NaiveDate>,
    ) -> Result<(), TaxProblem> {
        let RatePeriod { key, from, percent } = *period;
        check_key(key)?;
        if key.is_own() && !own.contains(&key) {
            return Err(TaxProblem::UndefinedKey(key));
        }
        check_percent(key, percent)?;
        if let Some(last) = used.filter(|last| from <= *last) {
            return Err(TaxProblem::Begun { from, last });
        }
        let before = from.pred_opt().and_then(|day| self.at(key, day));
        let fixed = !key.is_current() || (key.is_own() && before.is_some());
        if fixed {
            return Err(TaxProblem::FixedKey(key));
        }
        if self.at(key, from) == Some(percent) {
            return Err(TaxProblem::SameRate { key, percent });
        }
        // What ends on a later day is from now on the rate that begins here.
        let with = self.with(period);
        let later = with
            .periods
            .iter()
            .filter(|p| p.key == key && p.from >= from);
        later
            .into_iter()
            .try_for_each(|p| with.check_successors(key, p.from, own))
    }

    /// Whether a row that has not begun may be taken back: no other change may rest on it.
    pub fn check_withdrawal(
        &self,
        key: TaxKey,
        from: NaiveDate,
        own: &[TaxKey],
    ) -> Result<(), TaxProblem> {
        if !self.periods.iter().any(|p| (p.key, p.from) == (key, from)) {
            return Err(TaxProblem::NothingBegins(from));
        }
        let rest = self.without(key, from);
        let later = rest.periods.iter().filter(|p| p.from >= from);
        later
            .into_iter()
            .try_for_each(|p| rest.check_successors(p.key, p.from, own))
    }

    /// Whether some key stands for the rate of `key` that ends when `from` begins (DSFinV-K, Annex 2): without
    /// one nothing sold before could be given back.
    fn check_successors(
        &self,
        key: TaxKey,
        from: NaiveDate,
        own: &[TaxKey],
    ) -> Result<(), TaxProblem> {
        let Some(percent) = from.pred_opt().and_then(|day| self.at(key, day)) else {
            return Ok(());
        };
        if self.key_for(key, percent, from).is_some() {
            return Ok(());
        }
        let own = self.free_key(key, percent, own);
        Err(TaxProblem::NoHistoricalKey { from, percent, own })
    }

    /// A free key of the taxpayer's own for `percent`, in the thousand that says its kind, e.g. 3078 for 7.8 %.
    fn free_key(&self, key: TaxKey, percent: Decimal, own: &[TaxKey]) -> TaxKey {
        let thousand = TaxKey::FIRST_INDIVIDUAL * (key.slot() as u16 + 1);
        let tenths = (percent * Decimal::TEN).trunc();
        let tenths = u16::try_from(tenths).unwrap_or_default().min(999);
        let taken = |k: &TaxKey| own.contains(k) || self.periods.iter().any(|p| p.key == *k);
        (0..1000)
            .map(|step| TaxKey(thousand + (tenths + step) % 1000))
            .find(|k| !taken(k))
            .unwrap_or(TaxKey(thousand))
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

    /// Every key that has a rate on `day`, with that rate in per cent, in order.
    pub fn on(&self, day: NaiveDate) -> Vec<(TaxKey, Decimal)> {
        let mut keys: Vec<TaxKey> = self.periods.iter().map(|p| p.key).collect();
        keys.dedup();
        let rated = keys.into_iter();
        rated
            .filter_map(|key| Some((key, self.at(key, day)?)))
            .collect()
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

    /// Whether a period that began on `since` must be closed before anything new is booked on `day`: a rate has
    /// changed meanwhile, or an own key has begun, which only a new period can have (DSFinV-K, Annex 2).
    pub fn changed_between(&self, since: NaiveDate, day: NaiveDate) -> bool {
        let started = |p: &RatePeriod| since < p.from && p.from <= day;
        let differs = |p: &RatePeriod| match self.at(p.key, since) {
            Some(was) => was != p.percent,
            None => p.key.is_own(),
        };
        self.periods.iter().any(|p| started(p) && differs(p))
    }

    /// Whether a part at `percent` under `key` fits into the closing of a period that began on `since`: each key
    /// has one rate per closing (DSFinV-K 2.4, vat.csv).
    pub fn fits_period(&self, key: TaxKey, percent: Decimal, since: NaiveDate) -> bool {
        match self.at(key, since) {
            Some(rate) => rate == percent,
            None => !key.is_own(),
        }
    }
}

/// A rate with its first and last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateSpan {
    /// The key.
    pub key: TaxKey,
    /// Per cent.
    pub percent: Decimal,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it is open.
    pub to: Option<NaiveDate>,
}

fn check_key(key: TaxKey) -> Result<(), TaxProblem> {
    match key.is_known() {
        true => Ok(()),
        false => Err(TaxProblem::ReservedKey(key)),
    }
}

fn check_percent(key: TaxKey, percent: Decimal) -> Result<(), TaxProblem> {
    let sane = percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED;
    if !sane || percent.normalize().scale() > 2 {
        return Err(TaxProblem::Percent { percent });
    }
    match key.slot() == 4 && !percent.is_zero() {
        true => Err(TaxProblem::WithoutVat(key)),
        false => Ok(()),
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
