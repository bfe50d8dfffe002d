//! Taxes that change at midnight, and who may change them.

use chrono::NaiveDate;

use super::*;
use crate::tax::{Decision, Mark, PriceRule, RatePeriod, Regime, TaxKey, TaxProblem, Treatment};

mod midnight;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A register that was set up before a moment, with a TSE that was.
fn bench_at(start: &str) -> Bench {
    static TEMPLATE: std::sync::LazyLock<tempfile::TempDir> = std::sync::LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        setup::set_up(folder.path(), None, DateTime::UNIX_EPOCH).unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SimulatedClock::new(moment("2020-06-01T08:00:00Z")));
        drop(open_test_tse(folder.path(), Options::default(), clock));
        folder
    });
    let folder = tempfile::tempdir().unwrap();
    copy(TEMPLATE.path(), folder.path());
    Bench {
        folder,
        clock: Arc::new(SimulatedClock::new(moment(start))),
        memory: SharedMemory::default(),
        faults: Faults::new(),
    }
}

fn hoffmann() -> Approval {
    Approval {
        user_id: "202".into(),
        pin: "4444".into(),
    }
}

fn admin() -> Approval {
    Approval {
        user_id: "401".into(),
        pin: "6666".into(),
    }
}

fn decision(by: &str, from: &str, key: TaxKey, price_rule: PriceRule) -> Decision {
    Decision {
        id: 0,
        regime: Regime::Old,
        from: date(from),
        treatment: Treatment::single(key),
        price_rule,
        reason: "Marktrelevant".into(),
        legal_basis: "§ 12 Abs. 1 UStG".into(),
        proposed: Mark {
            by: by.into(),
            at: start(),
        },
        approved: None,
        refused: None,
    }
}

fn propose(till: &mut Till, item: &str, decision: &Decision) -> i64 {
    let id = till.ledger.write(|w| w.decision(item, decision)).unwrap();
    till.reload_master().unwrap();
    id
}

fn key_of(till: &Till, item: &str) -> u16 {
    till.catalogue().by_id(item).unwrap().tax.shares[0].0.0
}

fn problem<T: std::fmt::Debug>(result: Result<T, TillError>) -> TaxProblem {
    match result.unwrap_err() {
        TillError::Tax(problem) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_treatment_needs_another_person_and_then_begins_by_itself() {
    let bench = Bench::new();
    let mut till = bench.open();
    let general = decision("401", "2026-11-25", TaxKey::GENERAL, PriceRule::GrossFixed);
    let id = propose(&mut till, "BB0190", &general);
    let pending = till.pending_tax().unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(
        (pending[0].item_id.as_str(), pending[0].proposed_by.as_str()),
        ("BB0190", "D. Admin")
    );
    assert!(!pending[0].late);

    // A clerk cannot, nor can whoever decided it; another clerk's word does not help.
    assert!(matches!(
        till.approve_tax(&[id], None),
        Err(TillError::NotAllowed(_))
    ));
    let krueger = Approval {
        user_id: "102".into(),
        pin: "2222".into(),
    };
    assert!(matches!(
        till.approve_tax(&[id], Some(&krueger)),
        Err(TillError::NotAllowed(_))
    ));
    assert!(matches!(
        till.approve_tax(&[id], Some(&admin())),
        Err(TillError::SamePerson)
    ));
    till.log_in("401", "6666").unwrap();
    assert!(matches!(
        till.approve_tax(&[id], None),
        Err(TillError::SamePerson)
    ));
    // All or none.
    assert_eq!(
        problem(till.approve_tax(&[id, 99_999], Some(&berger()))),
        TaxProblem::UnknownDecision(99_999)
    );
    assert_eq!(till.pending_tax().unwrap().len(), 1);

    let edition = till.edition();
    till.approve_tax(&[id], Some(&berger())).unwrap();
    assert!(till.edition() > edition);
    assert_eq!(till.pending_tax().unwrap(), []);
    assert_eq!(
        problem(till.approve_tax(&[id], Some(&berger()))),
        TaxProblem::Decided(id)
    );
    let history = till.tax_history("BB0190").unwrap();
    let last = history.last().unwrap();
    assert_eq!(history.len(), 3);
    assert_eq!(last.approved_by.as_deref(), Some("M. Berger"));
    let event = &till.ledger().events_of("tax-approved").unwrap()[0];
    assert_eq!(event.person.as_deref(), Some("201"));
    assert_eq!(
        event.text,
        "BB0190 Kopie A4 schwarz-weiß: § 2 Abs. 3 UStG a. F. ab 25.11.2026: Schlüssel 1, Preis brutto"
    );

    till.log_in("101", "1111").unwrap();
    assert_eq!(key_of(&till, "BB0190"), 5);
    bench.clock.set(moment("2026-11-24T22:59:59.999Z"));
    till.tick().unwrap();
    assert_eq!(key_of(&till, "BB0190"), 5);
    bench.clock.set(moment("2026-11-24T23:00:00Z"));
    till.tick().unwrap();
    assert_eq!(key_of(&till, "BB0190"), 1);
    ring(&mut till, "BB0190", 10);
    let receipt = till.pay_cash(euro(300)).unwrap().receipt;
    assert_eq!(receipt.totals[0].vat, euro(48));
    assert_sound(&mut till);
}

#[test]
fn whoever_is_logged_in_and_did_not_decide_it_is_the_second_person() {
    let bench = Bench::new();
    let mut till = bench.open();
    let general = decision("401", "2026-12-01", TaxKey::GENERAL, PriceRule::GrossFixed);
    let id = propose(&mut till, "BB0190", &general);
    till.log_in("201", "3333").unwrap();
    till.approve_tax(&[id], None).unwrap();
    let history = till.tax_history("BB0190").unwrap();
    assert_eq!(history[2].approved_by.as_deref(), Some("M. Berger"));
}

#[test]
fn a_decision_that_was_overtaken_by_receipts_is_refused() {
    let bench = Bench::new();
    let mut till = bench.open();
    let today = decision("401", "2026-11-24", TaxKey::GENERAL, PriceRule::GrossFixed);
    let id = propose(&mut till, "BB0190", &today);
    ring(&mut till, "BB0010", 1);
    let begun = TaxProblem::Begun {
        from: date("2026-11-24"),
        last: date("2026-11-24"),
    };
    // A sale that is still open took its taxes already.
    assert_eq!(problem(till.approve_tax(&[id], Some(&berger()))), begun);
    till.pay_cash(euro(4600)).unwrap();
    assert_eq!(problem(till.approve_tax(&[id], Some(&berger()))), begun);
    assert!(till.pending_tax().unwrap()[0].late);
    // Refused, and decided anew for tomorrow.
    till.log_in("201", "3333").unwrap();
    assert!(matches!(
        till.refuse_tax(&[id], " "),
        Err(TillError::ReasonNeeded)
    ));
    till.refuse_tax(&[id], "zu spät").unwrap();
    let tomorrow = Decision {
        from: date("2026-11-25"),
        ..today
    };
    let id = propose(&mut till, "BB0190", &tomorrow);
    till.approve_tax(&[id], None).unwrap();
    assert_eq!(key_of(&till, "BB0190"), 5);
}

#[test]
fn the_first_decision_on_a_new_item_may_begin_today() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(euro(4600)).unwrap();
    let mut entry = till.assortment().entry("BB0190").unwrap().clone();
    (entry.item.id, entry.item.code) = ("BB0999".into(), None);
    entry.decisions.clear();
    till.ledger.write(|w| w.entry(999, &entry)).unwrap();
    let today = decision("401", "2026-11-24", TaxKey::GENERAL, PriceRule::GrossFixed);
    let id = propose(&mut till, "BB0999", &today);
    assert!(till.catalogue().by_id("BB0999").is_none());
    assert!(!till.pending_tax().unwrap()[0].late);
    till.approve_tax(&[id], Some(&berger())).unwrap();
    assert_eq!(key_of(&till, "BB0999"), 1);
}

#[test]
fn a_decision_is_taken_back_by_its_author_or_refused_by_somebody_who_may() {
    let bench = Bench::new();
    let mut till = bench.open();
    let general = decision("101", "2026-12-01", TaxKey::GENERAL, PriceRule::GrossFixed);
    let own = propose(&mut till, "BB0190", &general);
    let other = Decision {
        proposed: Mark {
            by: "401".into(),
            at: start(),
        },
        ..general
    };
    let other = propose(&mut till, "BB0200", &other);
    assert!(matches!(
        till.refuse_tax(&[own, other], "nein"),
        Err(TillError::NotAllowed(_))
    ));
    till.refuse_tax(&[own], "doch nicht").unwrap();
    till.log_in("202", "4444").unwrap();
    till.refuse_tax(&[other], "hoheitlich").unwrap();
    assert_eq!(till.pending_tax().unwrap(), []);
    assert_eq!(
        problem(till.approve_tax(&[own], None)),
        TaxProblem::Decided(own)
    );
    let history = till.tax_history("BB0200").unwrap();
    assert_eq!(history[2].refused_by.as_deref(), Some("T. Hoffmann"));
    bench.clock.set(moment("2026-12-02T09:00:00Z"));
    till.tick().unwrap();
    assert_eq!((key_of(&till, "BB0190"), key_of(&till, "BB0200")), (5, 5));
    let events = till.ledger().events_of("tax-refused").unwrap();
    assert_eq!(events.len(), 2);
    assert!(events[1].text.ends_with("hoheitlich"), "{}", events[1].text);
}

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

#[test]
fn a_power_cut_leaves_no_half_approval() {
    for steps in 0..2 {
        let bench = Bench::new();
        let mut till = bench.open();
        let general = decision("401", "2026-12-01", TaxKey::GENERAL, PriceRule::GrossFixed);
        let ids = ["BB0190", "BB0200"].map(|item| propose(&mut till, item, &general));
        till.set_failpoint(Failpoint::after(steps));
        assert!(till.approve_tax(&ids, Some(&berger())).is_err(), "{steps}");
        drop(till);
        let till = bench.open();
        let waiting = till.pending_tax().unwrap().len();
        assert!(waiting == 2 || waiting == 0, "{steps}: {waiting}");
        let events = till.ledger().events_of("tax-approved").unwrap();
        assert_eq!(events.len(), 2 - waiting, "{steps}");
    }
}
