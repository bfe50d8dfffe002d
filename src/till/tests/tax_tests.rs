//! Taxes that change at midnight, and who may change them.

use chrono::NaiveDate;

use super::*;
use crate::tax::{Decision, Mark, PriceRule, RatePeriod, Regime, TaxKey, TaxProblem, Treatment};

mod earlier;
mod midnight;
mod table;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A register that was set up before a moment, with a TSE that was.
pub(super) fn bench_at(start: &str) -> Bench {
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
