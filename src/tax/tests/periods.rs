//! The tables of the law, day by day, and what may be changed in them.

use super::*;

/// Every period of the keys of DSFinV-K, Annex 2, and of §12 and §24 UStG: key, rate in hundredths, first day in
/// this program's reach, last day.
const PERIODS: [(u16, i64, &str, Option<&str>); 24] = [
    (1, 1900, "2020-01-01", Some("2020-06-30")),
    (1, 1600, "2020-07-01", Some("2020-12-31")),
    (1, 1900, "2021-01-01", None),
    (2, 700, "2020-01-01", Some("2020-06-30")),
    (2, 500, "2020-07-01", Some("2020-12-31")),
    (2, 700, "2021-01-01", None),
    (3, 1070, "2020-01-01", Some("2021-12-31")),
    (3, 950, "2022-01-01", Some("2022-12-31")),
    (3, 900, "2023-01-01", Some("2024-12-05")),
    (3, 840, "2024-12-06", Some("2024-12-31")),
    (3, 780, "2025-01-01", None),
    (4, 550, "2020-01-01", None),
    (5, 0, "2020-01-01", None),
    (6, 0, "2020-01-01", None),
    (7, 0, "2020-01-01", None),
    (8, 0, "2023-01-01", None),
    (11, 1900, "2020-07-01", None),
    (12, 700, "2020-07-01", None),
    (13, 1070, "2022-01-01", None),
    (21, 1600, "2021-01-01", None),
    (22, 500, "2021-01-01", None),
    (23, 950, "2023-01-01", None),
    (33, 900, "2024-12-06", None),
    (43, 840, "2025-01-01", None),
];

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn spans() -> Vec<RateSpan> {
    PERIODS
        .iter()
        .map(|(key, hundredths, from, to)| RateSpan {
            key: TaxKey(*key),
            percent: Decimal::new(*hundredths, 2),
            from: date(from),
            to: to.map(date),
        })
        .collect()
}

#[test]
fn every_period_holds_on_its_first_and_last_day_and_not_beside_them() {
    let rates = Rates::statutory();
    for span in spans() {
        let at = |day| rates.at(span.key, day);
        let rate = Some(span.percent);
        let last = span.to.unwrap_or(day(2028, 2, 29));
        assert_eq!(at(span.from), rate, "{span:?}");
        assert_eq!(at(last), rate, "{span:?}");
        if let Some(to) = span.to {
            assert_ne!(at(to.succ_opt().unwrap()), rate, "{span:?}");
        }
        let first = span.from != day(2020, 1, 1);
        if first {
            assert_ne!(at(span.from.pred_opt().unwrap()), rate, "{span:?}");
        }
    }
    // The table says nothing this test does not know.
    assert_eq!(rates.periods().len(), PERIODS.len());
    let from_spans = Rates::from_spans(spans()).unwrap();
    for offset in 0..3_400 {
        let day = day(2020, 1, 1) + chrono::Days::new(offset);
        for key in 1..=43 {
            let key = TaxKey(key);
            assert_eq!(rates.at(key, day), from_spans.at(key, day), "{key:?} {day}");
        }
    }
}

#[test]
fn the_statutory_table_is_that_of_the_facts() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/dsfinvk/vat_keys.csv"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let rates = Rates::statutory();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut seen = 0;
    for row in rows.records().map(Result::unwrap) {
        let (Ok(key), status) = (row[0].parse(), &row[7]) else {
            continue;
        };
        let key = TaxKey(key);
        let percent: Decimal = row[1].parse().unwrap();
        let from = date(&row[3]);
        // The file gives a key's rate of today and its first day.
        assert_eq!(rates.at(key, day(2026, 11, 24)), Some(percent), "{key:?}");
        assert!(rates.at(key, from).is_some(), "{key:?}");
        assert_eq!(key.slot() + 1, row[5].parse::<usize>().unwrap(), "{key:?}");
        assert_eq!(key.is_current(), status == "current", "{key:?}");
        if status == "historical" || key.0 == 8 {
            assert_eq!(rates.at(key, from.pred_opt().unwrap()), None, "{key:?}");
        }
        seen += 1;
    }
    assert_eq!(seen, 16);
}

#[test]
fn what_was_sold_under_a_rate_goes_back_under_the_key_that_stands_for_it() {
    let rates = Rates::statutory();
    for (key, hundredths, on, expected) in [
        (1, 1900, "2020-06-30", 1),
        (1, 1900, "2020-07-01", 11),
        (1, 1900, "2020-12-31", 11),
        (1, 1900, "2021-01-01", 1),
        (1, 1600, "2020-12-31", 1),
        (1, 1600, "2021-01-01", 21),
        (1, 1600, "2026-12-31", 21),
        (2, 700, "2020-07-01", 12),
        (2, 500, "2021-01-01", 22),
        (2, 700, "2021-01-01", 2),
        (3, 1070, "2021-12-31", 3),
        (3, 1070, "2022-01-01", 13),
        (3, 950, "2023-01-01", 23),
        (3, 900, "2024-12-05", 3),
        (3, 900, "2024-12-06", 33),
        (3, 840, "2025-01-01", 43),
        (3, 780, "2028-02-29", 3),
        (4, 550, "2027-01-01", 4),
        (5, 0, "2027-01-01", 5),
        (6, 0, "2027-01-01", 6),
        (7, 0, "2027-01-01", 7),
        (8, 0, "2027-01-01", 8),
        (21, 1600, "2024-02-29", 21),
    ] {
        let found = rates.key_for(TaxKey(key), Decimal::new(hundredths, 2), date(on));
        assert_eq!(
            found,
            Some(TaxKey(expected)),
            "{key} at {hundredths} on {on}"
        );
    }
    let unknown = rates.key_for(TaxKey(1), Decimal::new(1750, 2), date("2027-01-01"));
    assert_eq!(unknown, None);
}

#[test]
fn a_table_with_holes_or_two_rates_for_a_day_is_refused() {
    let rows = |rows: &[(u16, i64, &str, Option<&str>)]| {
        let span = |(key, rate, from, to): &(u16, i64, &str, Option<&str>)| RateSpan {
            key: TaxKey(*key),
            percent: Decimal::new(*rate, 2),
            from: date(from),
            to: to.map(date),
        };
        Rates::from_spans(rows.iter().map(span).collect()).unwrap_err()
    };
    let open = |to| (1, 1900, "2020-01-01", to);
    let next = |from| (1, 1600, from, None);
    assert_eq!(
        rows(&[open(Some("2020-07-01")), next("2020-07-01")]),
        TaxProblem::Overlap {
            key: TaxKey(1),
            from: date("2020-07-01")
        }
    );
    assert!(matches!(
        rows(&[open(None), next("2020-07-01")]),
        TaxProblem::Overlap { .. }
    ));
    assert_eq!(
        rows(&[open(Some("2020-06-29")), next("2020-07-01")]),
        TaxProblem::Gap {
            key: TaxKey(1),
            day: date("2020-06-30")
        }
    );
    assert!(matches!(
        rows(&[open(Some("2020-06-30"))]),
        TaxProblem::Gap { .. }
    ));
    assert!(matches!(
        rows(&[open(Some("2019-12-31"))]),
        TaxProblem::Backwards { .. }
    ));
    for key in [0, 9, 10, 14, 44, 999, 6000] {
        let row = (key, 1900, "2020-01-01", None);
        assert_eq!(rows(&[row]), TaxProblem::ReservedKey(TaxKey(key)));
    }
    for rate in [-1, 10_001] {
        let row = (1, rate, "2020-01-01", None);
        assert!(matches!(rows(&[row]), TaxProblem::Percent { .. }), "{rate}");
    }
    let row = (5, 700, "2020-01-01", None);
    assert_eq!(rows(&[row]), TaxProblem::WithoutVat(TaxKey(5)));
}

fn rate(key: u16, hundredths: i64, from: &str) -> RatePeriod {
    RatePeriod {
        key: TaxKey(key),
        from: date(from),
        percent: Decimal::new(hundredths, 2),
    }
}

#[test]
fn a_rate_changes_only_ahead_and_leaves_a_key_for_the_old_one() {
    let rates = Rates::statutory();
    let used = Some(date("2026-11-24"));
    let check = |period: &RatePeriod| rates.check_change(period, &[], used);
    assert_eq!(check(&rate(1, 2000, "2028-01-01")), Ok(()));
    assert_eq!(check(&rate(2, 800, "2026-11-25")), Ok(()));
    assert_eq!(
        check(&rate(1, 2000, "2026-11-24")),
        Err(TaxProblem::Begun {
            from: date("2026-11-24"),
            last: date("2026-11-24")
        })
    );
    // 7.8 % has no historical key yet.
    let forward = rate(3, 720, "2027-01-01");
    assert_eq!(
        check(&forward),
        Err(TaxProblem::NoHistoricalKey {
            from: date("2027-01-01"),
            percent: Decimal::new(780, 2),
            own: TaxKey(3078)
        })
    );
    let with = rates.with(&rate(3078, 780, "2027-01-01"));
    assert_eq!(with.check_change(&forward, &[TaxKey(3078)], used), Ok(()));
    let after = with.with(&forward);
    let old = after.key_for(TaxKey(3), Decimal::new(780, 2), date("2027-01-01"));
    assert_eq!(old, Some(TaxKey(3078)));
    // Nothing that another change rests on is taken back, the change itself is.
    let own = [TaxKey(3078)];
    assert!(matches!(
        after.check_withdrawal(TaxKey(3078), date("2027-01-01"), &own),
        Err(TaxProblem::NoHistoricalKey { .. })
    ));
    let withdrawn = after.check_withdrawal(TaxKey(3), date("2027-01-01"), &own);
    assert_eq!(withdrawn, Ok(()));
    assert!(matches!(
        after.check_withdrawal(TaxKey(3), date("2027-01-02"), &own),
        Err(TaxProblem::NothingBegins(_))
    ));
    // One that comes a day too late leaves a day without.
    let late = rates.with(&rate(3078, 780, "2027-01-02"));
    assert!(late.check_change(&forward, &own, used).is_err());
}

#[test]
fn keys_that_stand_for_one_rate_keep_it() {
    let rates = Rates::statutory().with(&rate(1000, 1900, "2027-01-01"));
    let own = [TaxKey(1000)];
    let refused = |period: &RatePeriod| rates.check_change(period, &own, None).unwrap_err();
    for key in [11, 12, 13, 21, 22, 23, 33, 43] {
        let period = rate(key, 1234, "2027-01-01");
        assert_eq!(refused(&period), TaxProblem::FixedKey(TaxKey(key)));
    }
    assert_eq!(
        refused(&rate(1000, 2000, "2028-01-01")),
        TaxProblem::FixedKey(TaxKey(1000))
    );
    assert_eq!(
        refused(&rate(1001, 2000, "2028-01-01")),
        TaxProblem::UndefinedKey(TaxKey(1001))
    );
    for key in [5, 6, 7, 8] {
        let period = rate(key, 100, "2028-01-01");
        assert_eq!(refused(&period), TaxProblem::WithoutVat(TaxKey(key)));
    }
    for hundredths in [-100, 10_100] {
        let period = rate(1, hundredths, "2028-01-01");
        assert!(matches!(refused(&period), TaxProblem::Percent { .. }));
    }
    let fine = RatePeriod {
        percent: Decimal::new(19_001, 3),
        ..rate(1, 0, "2028-01-01")
    };
    assert!(matches!(refused(&fine), TaxProblem::Percent { .. }));
    assert!(matches!(
        refused(&rate(1, 1900, "2028-01-01")),
        TaxProblem::SameRate { .. }
    ));
}

#[test]
fn a_period_is_closed_before_a_rate_or_an_own_key_begins() {
    let rates = Rates::statutory().with(&rate(1000, 1900, "2027-03-01"));
    let changed = |since: &str, on: &str| rates.changed_between(date(since), date(on));
    assert!(changed("2020-06-30", "2020-07-01"));
    assert!(changed("2020-06-30", "2021-01-01"));
    assert!(!changed("2020-07-01", "2020-12-31"));
    assert!(changed("2020-12-31", "2021-01-01"));
    assert!(changed("2024-12-05", "2024-12-06"));
    assert!(!changed("2026-12-31", "2027-01-01"));
    assert!(!changed("2028-02-28", "2028-02-29"));
    assert!(changed("2027-02-28", "2027-03-01"));
    assert!(!changed("2027-03-01", "2027-03-01"));
    let since = date("2020-06-30");
    let fits = |key, hundredths| rates.fits_period(TaxKey(key), Decimal::new(hundredths, 2), since);
    assert!(fits(1, 1900) && fits(11, 1900) && fits(5, 0));
    assert!(!fits(1, 1600) && !fits(1000, 1900));
}

#[test]
fn the_law_changes_for_the_body_as_a_whole_ahead_and_only_forward() {
    let planned = Regimes(vec![(date("2027-01-01"), Regime::New)]);
    let check = |regimes: &Regimes, from: &str, law, today: &str| {
        regimes.check_change(date(from), law, date(today), Some(date(today)))
    };
    // Extended again: the day moves.
    let now = "2026-11-24";
    assert_eq!(check(&planned, "2029-01-01", Regime::New, now), Ok(()));
    assert_eq!(
        check(&planned, "2027-01-01", Regime::New, now),
        Err(TaxProblem::SameLaw)
    );
    assert_eq!(
        check(&planned, "2027-07-01", Regime::New, now),
        Err(TaxProblem::NotNewYear(date("2027-07-01")))
    );
    assert_eq!(
        check(&planned, "2028-01-01", Regime::Old, now),
        Err(TaxProblem::SameLaw)
    );
    assert_eq!(
        check(&planned, "2028-01-01", Regime::Old, "2027-01-01"),
        Err(TaxProblem::NoWayBack)
    );
    assert_eq!(
        check(&planned, "2029-01-01", Regime::New, "2027-01-01"),
        Err(TaxProblem::SameLaw)
    );
    assert!(matches!(
        check(&planned, "2026-01-01", Regime::New, now),
        Err(TaxProblem::Begun { .. })
    ));
    let idle = planned.check_change(date("2026-01-01"), Regime::New, date(now), None);
    assert!(matches!(idle, Err(TaxProblem::NotAhead { .. })));
    let back = |from: &str, today: &str| planned.check_withdrawal(date(from), date(today), None);
    assert_eq!(back("2027-01-01", "2026-12-31"), Ok(()));
    assert!(matches!(
        back("2027-01-01", "2027-01-01"),
        Err(TaxProblem::NotAhead { .. })
    ));
    assert!(matches!(
        back("2028-01-01", "2026-12-31"),
        Err(TaxProblem::NothingBegins(_))
    ));
    assert_eq!(planned.at(date("2026-12-31")), Regime::Old);
    assert_eq!(planned.at(date("2027-01-01")), Regime::New);
}

#[test]
fn a_rate_put_before_a_coming_one_needs_a_key_for_afterwards() {
    let row = |percent: i64, from: &str| RatePeriod {
        key: TaxKey::GENERAL,
        from: date(from),
        percent: Decimal::from(percent),
    };
    let rates = Rates::statutory();
    let later = row(20, "2028-01-01");
    assert_eq!(rates.check_change(&later, &[], None), Ok(()));
    let rates = rates.with(&later);
    let before = row(18, "2027-06-01");
    // From 2028 on nothing stands for 18 %.
    assert!(matches!(
        rates.check_change(&before, &[], None),
        Err(TaxProblem::NoHistoricalKey { .. })
    ));
}
