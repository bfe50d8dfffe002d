use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

mod periods;

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

#[test]
fn vat_on_top_is_commercially_rounded_at_half_a_cent() {
    let rates = Rates::statutory();
    let mut wrong = Vec::new();
    for period in rates.periods() {
        let treatment = Treatment::single(period.key);
        let percent = treatment.percent(&rates, period.from);
        if percent != period.percent {
            wrong.push((period.key, period.from, percent));
        }
    }
    assert_eq!(wrong, []);
}
