//! Tax keys, dated rates, and what an item is taxed at on a given day.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Money;

/// A tax key of DSFinV-K (Annex 2 of 05.12.2024). The key says what kind of tax it is; which rate it
/// stands for depends on the day and is looked up in [`Rates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaxKey(pub u16);

impl TaxKey {
    /// General rate, §12(1) UStG.
    pub const GENERAL: TaxKey = TaxKey(1);
    /// Reduced rate, §12(2) UStG.
    pub const REDUCED: TaxKey = TaxKey(2);
    /// Average rate of agriculture, §24(1) no. 3 UStG.
    pub const AVERAGE: TaxKey = TaxKey(3);
    /// Average rate of forestry, §24(1) no. 1 UStG.
    pub const FORESTRY: TaxKey = TaxKey(4);
    /// Outside the scope of VAT: official acts, transfers of money.
    pub const NOT_TAXABLE: TaxKey = TaxKey(5);
    /// Exempt, e.g. §4 no. 20a UStG.
    pub const EXEMPT: TaxKey = TaxKey(6);

    /// Position of the key in the five sums of `Kassenbeleg-V1`, 0 to 4 (DSFinV-K, Annex I): current and
    /// historical rates of a kind share a slot, everything without VAT goes last.
    pub fn slot(self) -> usize {
        match self.0 {
            1 | 11 | 21 => 0,
            2 | 12 | 22 => 1,
            3 | 13 | 23 | 33 | 43 => 2,
            4 => 3,
            _ => 4,
        }
    }
}

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
}

/// VAT contained in `gross` at `percent`, rounded commercially.
pub fn vat_within(gross: Money, percent: Decimal) -> Money {
    Money::round(gross.decimal() * percent / (Decimal::ONE_HUNDRED + percent))
}

/// The law that decides whether a municipality acts as an entrepreneur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Regime {
    /// §2(3) UStG in its old form: taxable only inside a business of a commercial kind (BgA).
    Old,
    /// §2b UStG.
    New,
}

/// From which day a municipality as a whole is under which law; rows in order of their day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Regimes(pub Vec<(NaiveDate, Regime)>);

impl Regimes {
    /// The law on `day`; before the first row the old one.
    pub fn at(&self, day: NaiveDate) -> Regime {
        self.0
            .iter()
            .rfind(|(from, _)| *from <= day)
            .map_or(Regime::Old, |(_, regime)| *regime)
    }
}

/// How an item is taxed: one key, or several with shares (a menu: 70 % food, 30 % drink).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treatment {
    /// Keys with their share of the gross price; shares are weights, never zero in sum.
    pub shares: Vec<(TaxKey, Decimal)>,
    /// Words for the receipt where the law wants them, e.g. `steuerfrei nach § 4 Nr. 20a UStG`.
    pub text: Option<String>,
}

impl Treatment {
    /// Everything under one key.
    pub fn single(key: TaxKey) -> Treatment {
        Treatment {
            shares: vec![(key, Decimal::ONE)],
            text: None,
        }
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

/// A key has no rate on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("tax key {} has no rate on {day}", key.0)]
pub struct NoRate {
    /// The key.
    pub key: TaxKey,
    /// The day.
    pub day: NaiveDate,
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn rates_change_on_their_day() {
        let rates = Rates::statutory();
        for (key, date, hundredths) in [
            (1, day(2020, 6, 30), 1900),
            (1, day(2020, 7, 1), 1600),
            (1, day(2020, 12, 31), 1600),
            (1, day(2026, 11, 24), 1900),
            (3, day(2024, 12, 5), 900),
            (3, day(2024, 12, 6), 840),
            (3, day(2025, 1, 1), 780),
        ] {
            assert_eq!(
                rates.at(TaxKey(key), date),
                Some(Decimal::new(hundredths, 2)),
                "{key} {date}"
            );
        }
        assert_eq!(rates.at(TaxKey(8), day(2022, 1, 1)), None);
    }

    #[test]
    fn the_look_example_is_taxed_as_drawn() {
        assert_eq!(
            vat_within(Money::from_cents(180), Decimal::new(19, 0)).cents(),
            29
        );
        assert_eq!(
            vat_within(Money::from_cents(2490), Decimal::new(7, 0)).cents(),
            163
        );
    }

    #[test]
    fn a_menu_is_split_seventy_thirty() {
        let menu = Treatment {
            shares: vec![
                (TaxKey::REDUCED, Decimal::new(7, 1)),
                (TaxKey::GENERAL, Decimal::new(3, 1)),
            ],
            text: None,
        };
        let parts = menu
            .parts(
                Money::from_cents(850),
                &Rates::statutory(),
                day(2026, 11, 24),
            )
            .unwrap();
        assert_eq!(parts[0].gross.cents(), 595);
        assert_eq!(parts[1].gross.cents(), 255);
    }

    proptest! {
        #[test]
        fn net_and_vat_make_gross(
            parts in prop::collection::vec((1u16..=6, -1_000_000i64..1_000_000), 0..40),
        ) {
            let rates = Rates::statutory();
            let parts: Vec<TaxPart> = parts
                .into_iter()
                .map(|(key, cents)| TaxPart {
                    key: TaxKey(key),
                    percent: rates.at(TaxKey(key), day(2026, 11, 24)).unwrap(),
                    gross: Money::from_cents(cents),
                })
                .collect();
            let all = totals(parts.iter());
            for total in &all {
                prop_assert_eq!(total.gross, total.net + total.vat);
            }
            let gross: Money = parts.iter().map(|p| p.gross).sum();
            prop_assert_eq!(gross, all.iter().map(|t| t.net + t.vat).sum::<Money>());
            let reversed = totals(parts.iter().rev());
            prop_assert_eq!(all, reversed);
        }
    }
}
