//! Rates, own keys and the law, changed by two people.

use super::*;

#[test]
fn a_rate_is_one_dated_row_that_two_people_set() {
    let bench = Bench::new();
    let mut till = bench.open();
    let period = RatePeriod {
        key: TaxKey::GENERAL,
        from: date("2028-02-29"),
        percent: Decimal::from(21),
    };
    let items = till.assortment().clone();
    assert!(matches!(
        till.set_rate(&period, "Gesetz", &berger()),
        Err(TillError::NotAllowed(_))
    ));
    till.log_in("401", "6666").unwrap();
    let wrong = Approval {
        pin: "0000".into(),
        ..berger()
    };
    for refused in [
        till.set_rate(&period, "", &berger()),
        till.set_rate(&period, "Gesetz", &admin()),
        till.set_rate(&period, "Gesetz", &wrong),
    ] {
        assert!(refused.is_err());
    }
    assert_eq!(till.rates(), &crate::tax::Rates::statutory());
    till.set_rate(&period, "BGBl. 2027 I Nr. 1", &berger())
        .unwrap();
    assert_eq!(till.assortment(), &items, "no item is touched");
    let at = |till: &Till, day: &str| till.rates().at(TaxKey::GENERAL, date(day)).unwrap();
    assert_eq!(at(&till, "2028-02-28"), Decimal::from(19));
    assert_eq!(at(&till, "2028-02-29"), Decimal::from(21));
    let event = &till.ledger().events_of("tax-rate").unwrap()[0];
    assert_eq!(
        event.text,
        "Schlüssel 1 ab 29.02.2028: 21 %: BGBl. 2027 I Nr. 1 (Freigabe: 201 M. Berger)"
    );
    // Read again from the disk.
    drop(till);
    let mut till = bench.open();
    assert_eq!(at(&till, "2028-02-29"), Decimal::from(21));
    till.log_in("401", "6666").unwrap();
    till.withdraw_rate(TaxKey::GENERAL, period.from, "vertagt", &hoffmann())
        .unwrap();
    assert_eq!(till.rates(), &crate::tax::Rates::statutory());
    assert!(matches!(
        problem(till.withdraw_rate(TaxKey::GENERAL, date("2021-01-01"), "x", &berger())),
        TaxProblem::NotAhead { .. } | TaxProblem::NoHistoricalKey { .. }
    ));
    assert_sound(&mut till);
}

#[test]
fn no_rate_begins_on_a_day_that_has_receipts() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0140", 1);
    till.pay_cash(euro(120)).unwrap();
    till.log_in("401", "6666").unwrap();
    let period = RatePeriod {
        key: TaxKey::GENERAL,
        from: date("2026-11-24"),
        percent: Decimal::from(20),
    };
    assert!(matches!(
        problem(till.set_rate(&period, "Gesetz", &berger())),
        TaxProblem::Begun { .. }
    ));
}

#[test]
fn an_own_key_is_defined_once_and_kept_while_it_is_used() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.log_in("401", "6666").unwrap();
    let period = RatePeriod {
        key: TaxKey(1025),
        from: date("2026-12-01"),
        percent: Decimal::from(19),
    };
    let define = |till: &mut Till, period: &RatePeriod, text: &str| {
        till.add_tax_key(period, text, "neu", &berger())
    };
    assert_eq!(
        problem(define(&mut till, &period, " ")),
        TaxProblem::TextNeeded
    );
    for (key, expected) in [
        (1, TaxProblem::NotOwnKey(TaxKey(1))),
        (11, TaxProblem::NotOwnKey(TaxKey(11))),
        (500, TaxProblem::ReservedKey(TaxKey(500))),
    ] {
        let period = RatePeriod {
            key: TaxKey(key),
            ..period.clone()
        };
        assert_eq!(problem(define(&mut till, &period, "x")), expected);
    }
    define(&mut till, &period, "Differenzbesteuerung § 25a UStG").unwrap();
    assert_eq!(
        problem(define(&mut till, &period, "x")),
        TaxProblem::KeyExists(TaxKey(1025))
    );
    assert_eq!(
        till.tax_keys().unwrap(),
        [(TaxKey(1025), "Differenzbesteuerung § 25a UStG".to_owned())]
    );
    let used = decision("401", "2026-12-01", TaxKey(1025), PriceRule::GrossFixed);
    let id = propose(&mut till, "BU0030", &used);
    let withdraw = |till: &mut Till| {
        till.withdraw_rate(TaxKey(1025), date("2026-12-01"), "unnötig", &berger())
    };
    assert!(matches!(
        problem(withdraw(&mut till)),
        TaxProblem::KeyInUse { .. }
    ));
    till.refuse_tax(&[id], "doch regelbesteuert").unwrap();
    withdraw(&mut till).unwrap();
    assert_eq!(till.rates().at(TaxKey(1025), date("2026-12-01")), None);
}

#[test]
fn an_extension_of_the_transition_moves_the_day_of_the_whole_body() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.log_in("401", "6666").unwrap();
    let set =
        |till: &mut Till, from: &str, law| till.set_regime(date(from), law, "JStG 2026", &berger());
    assert!(matches!(
        problem(set(&mut till, "2028-07-01", Regime::New)),
        TaxProblem::NotNewYear(_)
    ));
    assert!(matches!(
        problem(set(&mut till, "2026-01-01", Regime::New)),
        TaxProblem::NotAhead { .. }
    ));
    set(&mut till, "2029-01-01", Regime::New).unwrap();
    assert_eq!(till.regimes().0, [(date("2029-01-01"), Regime::New)]);
    let event = &till.ledger().events_of("tax-regime").unwrap()[0];
    assert_eq!(
        event.text,
        "§ 2b UStG ab 01.01.2029 statt ab 01.01.2027: JStG 2026 (Freigabe: 201 M. Berger)"
    );
    bench.clock.set(moment("2027-01-04T09:00:00Z"));
    till.tick().unwrap();
    assert_eq!(key_of(&till, "BB0190"), 5);
    till.withdraw_regime(date("2029-01-01"), "aufgehoben", &berger())
        .unwrap();
    set(&mut till, "2028-01-01", Regime::New).unwrap();
    bench.clock.set(moment("2028-01-03T09:00:00Z"));
    till.tick().unwrap();
    assert_eq!(key_of(&till, "BB0190"), 1);
    assert_eq!(
        problem(set(&mut till, "2030-01-01", Regime::Old)),
        TaxProblem::NoWayBack
    );
    assert!(matches!(
        problem(till.withdraw_regime(date("2028-01-01"), "x", &berger())),
        TaxProblem::NotAhead { .. }
    ));
}
