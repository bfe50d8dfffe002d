//! VAT keys and their rates by time (Annex 2 of 05.12.2024).

use super::words::days;
use crate::number::Number;

/// What a key of Annex 2 means from a day on.
struct Rate {
    key: u64,
    /// First and last day, year, month, day; no last day: still in force.
    from: (i64, i64, i64),
    to: Option<(i64, i64, i64)>,
    /// Per cent, times 100.
    hundredths: i64,
}

const fn rate(
    key: u64,
    from: (i64, i64, i64),
    to: Option<(i64, i64, i64)>,
    hundredths: i64,
) -> Rate {
    Rate {
        key,
        from,
        to,
        hundredths,
    }
}

/// First day of the format.
const BEGIN: (i64, i64, i64) = (2020, 1, 1);

const RATES: [Rate; 24] = [
    rate(1, BEGIN, Some((2020, 6, 30)), 19_00),
    rate(1, (2020, 7, 1), Some((2020, 12, 31)), 16_00),
    rate(1, (2021, 1, 1), None, 19_00),
    rate(2, BEGIN, Some((2020, 6, 30)), 7_00),
    rate(2, (2020, 7, 1), Some((2020, 12, 31)), 5_00),
    rate(2, (2021, 1, 1), None, 7_00),
    rate(3, BEGIN, Some((2021, 12, 31)), 10_70),
    rate(3, (2022, 1, 1), Some((2022, 12, 31)), 9_50),
    rate(3, (2023, 1, 1), Some((2024, 12, 5)), 9_00),
    rate(3, (2024, 12, 6), Some((2024, 12, 31)), 8_40),
    rate(3, (2025, 1, 1), None, 7_80),
    rate(4, BEGIN, None, 5_50),
    rate(5, BEGIN, None, 0),
    rate(6, BEGIN, None, 0),
    rate(7, BEGIN, None, 0),
    rate(8, (2023, 1, 1), None, 0),
    rate(11, (2020, 7, 1), None, 19_00),
    rate(12, (2020, 7, 1), None, 7_00),
    rate(13, (2022, 1, 1), None, 10_70),
    rate(21, (2021, 1, 1), None, 16_00),
    rate(22, (2021, 1, 1), None, 5_00),
    rate(23, (2023, 1, 1), None, 9_50),
    rate(33, (2024, 12, 6), None, 9_00),
    rate(43, (2025, 1, 1), None, 8_40),
];

/// First day for which the rate of key 3 was not looked up: a deviation is a warning only.
const UNCERTAIN: (i64, i64, i64) = (2026, 1, 1);

/// What R21 says of a key with a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// They belong together.
    Fits,
    /// The rate of the key on that day is another.
    Expected(Number),
    /// As `Expected`, but the law of that day was not looked up.
    Doubtful(Number),
    /// The key may not be used before a later day.
    TooEarly,
    /// Reserved, not in Annex 2.
    Reserved,
    /// Individual, to be explained in the Verfahrensdokumentation.
    Individual,
}

fn day(date: (i64, i64, i64)) -> i64 {
    days(date.0, date.1, date.2)
}

/// Whether `percent` is the rate of `key` on one of several days (days since 1970): a closing may be written after
/// midnight of the day it belongs to.
pub(super) fn fit(key: u64, percent: Number, on: &[i64]) -> Fit {
    if key >= 1_000 {
        return Fit::Individual;
    }
    if !RATES.iter().any(|rate| rate.key == key) {
        return Fit::Reserved;
    }
    let in_force = |rate: &&Rate| {
        rate.key == key
            && on
                .iter()
                .any(|at| *at >= day(rate.from) && rate.to.is_none_or(|to| *at <= day(to)))
    };
    let number = |rate: &Rate| Number::cents(rate.hundredths);
    let mut rates = RATES.iter().filter(in_force);
    if on.is_empty()
        || RATES
            .iter()
            .filter(in_force)
            .any(|rate| number(rate) == percent)
    {
        return Fit::Fits;
    }
    match rates.next() {
        None => Fit::TooEarly,
        Some(rate) if key == 3 && on.iter().any(|at| *at >= day(UNCERTAIN)) => {
            Fit::Doubtful(number(rate))
        }
        Some(rate) => Fit::Expected(number(rate)),
    }
}

/// The key whose place in time a historical key takes: its second digit.
pub(super) fn current(key: u64) -> u64 {
    match key {
        11 | 12 | 13 | 21 | 22 | 23 | 33 | 43 => key % 10,
        _ => key,
    }
}

/// Place in processData, 0 to 4; that of an individual key goes by its rate (4.5). `None`: its rate belongs nowhere.
pub(super) fn slot(key: u64, percent: Option<Number>) -> Option<usize> {
    match current(key) {
        1 => Some(0),
        2 => Some(1),
        3 => Some(2),
        4 => Some(3),
        5..=8 => Some(4),
        _ => {
            let percent = percent?;
            let rate = RATES
                .iter()
                .find(|rate| Number::cents(rate.hundredths) == percent)?;
            slot(rate.key, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(hundredths: i64) -> Number {
        Number::cents(hundredths)
    }

    #[test]
    fn rates_go_by_the_day() {
        let on = |y, m, d| [days(y, m, d)];
        assert_eq!(fit(1, percent(19_00), &on(2026, 3, 2)), Fit::Fits);
        assert_eq!(fit(1, percent(16_00), &on(2020, 12, 31)), Fit::Fits);
        assert_eq!(
            fit(1, percent(16_00), &on(2021, 1, 1)),
            Fit::Expected(percent(19_00))
        );
        // Written after midnight.
        assert_eq!(
            fit(1, percent(16_00), &[days(2021, 1, 1), days(2020, 12, 31)]),
            Fit::Fits
        );
        assert_eq!(fit(3, percent(9_00), &on(2024, 12, 5)), Fit::Fits);
        assert_eq!(fit(3, percent(8_40), &on(2024, 12, 6)), Fit::Fits);
        assert_eq!(
            fit(3, percent(8_40), &on(2025, 1, 1)),
            Fit::Expected(percent(7_80))
        );
        assert_eq!(
            fit(3, percent(8_40), &on(2026, 1, 1)),
            Fit::Doubtful(percent(7_80))
        );
        assert_eq!(fit(21, percent(16_00), &on(2020, 12, 31)), Fit::TooEarly);
        assert_eq!(fit(21, percent(16_00), &on(2021, 1, 1)), Fit::Fits);
        assert_eq!(fit(9, percent(0), &on(2026, 1, 1)), Fit::Reserved);
        assert_eq!(fit(14, percent(0), &on(2026, 1, 1)), Fit::Reserved);
        assert_eq!(fit(2425, percent(14_25), &on(2026, 1, 1)), Fit::Individual);
    }

    #[test]
    fn slots_are_shared_by_historical_and_current_keys() {
        for (key, place) in [
            (1, 0),
            (11, 0),
            (21, 0),
            (12, 1),
            (22, 1),
            (43, 2),
            (4, 3),
            (5, 4),
            (8, 4),
        ] {
            assert_eq!(slot(key, None), Some(place));
        }
        assert_eq!(slot(1_019, Some(percent(19_00))), Some(0));
        assert_eq!(slot(2_425, Some(percent(14_25))), None);
        assert_eq!(current(33), 3);
    }

    #[test]
    fn the_table_is_the_one_of_the_annex() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../shared/data/dsfinvk/vat_keys.csv"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            return;
        };
        let mut seen = 0;
        for line in text.lines().skip(1) {
            let mut fields = line.split(',');
            let (Some(key), Some(rate)) = (fields.next(), fields.next()) else {
                continue;
            };
            let Ok(key) = key.parse::<u64>() else {
                continue;
            };
            let rate = Number::read(rate.replace('.', ",").as_bytes(), 2).unwrap();
            let from = line
                .split(',')
                .find(|field| field.len() == 10 && field.starts_with("20"))
                .unwrap();
            let from = super::super::words::date(from).unwrap();
            let today = days(2025, 6, 1);
            assert_eq!(fit(key, rate, &[today]), Fit::Fits, "{line}");
            assert_ne!(fit(key, rate, &[from - 1]), Fit::Fits, "{line}");
            seen += 1;
        }
        assert_eq!(seen, 16);
    }
}
