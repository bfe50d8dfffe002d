//! How somebody works, and who was there.

use super::*;

/// Changes what `clerk` sold, every `n`th time.
fn each_sale_of(office: &mut Office, clerk: &str, n: usize, change: impl Fn(&mut ReceiptFact)) {
    let sales = office.receipts.iter_mut().filter(|r| r.kind == Kind::Sale);
    sales
        .filter(|r| r.clerk.name == clerk)
        .step_by(n)
        .for_each(change);
}

#[test]
fn discounts_struck_lines_and_aborts_stand_out_against_the_others() {
    for kind in [
        FindingKind::Discounts,
        FindingKind::StruckLines,
        FindingKind::Aborts,
    ] {
        let mut office = Office::year();
        assert_eq!(office.find(kind), None);
        each_sale_of(&mut office, "B. Weber", 4, |r| match kind {
            FindingKind::Discounts => r.discount = Money::from_cents(-300),
            FindingKind::StruckLines => {
                r.struck = 2;
                r.struck_gross = Money::from_cents(1_200);
            }
            _ => r.kind = Kind::Abort,
        });
        let found = office.find(kind).unwrap();
        assert_eq!(found.person.unwrap().name, "B. Weber", "{kind:?}");
        assert!(found.share >= 3 * found.others, "{kind:?}");
        assert!(found.receipts.len() > 100, "{kind:?}");
    }
}

#[test]
fn training_among_sales_is_found_and_training_in_a_quiet_hour_is_not() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    let morning = at(day("2026-03-31"), 7, 20);
    for n in 0..10 {
        office.receipt(
            Kind::Training,
            "A. Yilmaz",
            morning + TimeDelta::minutes(n),
            2_000,
        );
    }
    assert_eq!(office.find(FindingKind::Training), None);
    let noon = at(day("2026-03-31"), 12, 0);
    for n in 0..4 {
        let sold = noon + TimeDelta::minutes(20 * n);
        office.receipt(Kind::Sale, "A. Yilmaz", sold, 2_000);
        office.receipt(
            Kind::Training,
            "A. Yilmaz",
            sold + TimeDelta::minutes(2),
            2_000,
        );
    }
    let found = office.find(FindingKind::Training).unwrap();
    assert_eq!((found.tally.count, found.tally.amount.cents()), (4, 8_000));
    assert_eq!(found.of, 14);
}

#[test]
fn bookings_while_somebody_else_is_logged_in_are_found() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    let there = office.receipts[5].clerk.name.clone();
    let away = CLERKS.iter().find(|name| **name != there).unwrap();
    for n in 5..9 {
        office.receipts[n].clerk = person(away);
    }
    let found = office.find(FindingKind::Absent).unwrap();
    assert_eq!(found.rank, Rank::Serious);
    assert_eq!(found.person.unwrap().name, **away);
    assert_eq!(found.receipts, [6, 7, 8, 9]);
}

#[test]
fn nights_and_sundays_are_outside_the_hours() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    assert_eq!(office.find(FindingKind::OutsideHours), None);
    let sunday = at(day("2026-03-29"), 11, 0);
    office.event("log-in", Some("A. Yilmaz"), sunday);
    office.receipt(Kind::Sale, "A. Yilmaz", sunday, 1_000);
    office.event("log-out", Some("A. Yilmaz"), sunday + TimeDelta::minutes(9));
    for _ in 0..10 {
        office.event("wrong-pin", Some("B. Weber"), sunday);
    }
    assert_eq!(
        office.find(FindingKind::OutsideHours).unwrap().tally.count,
        1
    );
    assert_eq!(
        office.find(FindingKind::LogInOutside).unwrap().tally.count,
        1
    );
    assert_eq!(office.find(FindingKind::WrongPins).unwrap().tally.count, 10);
}

#[test]
fn a_museum_is_open_on_sundays() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    for sunday in ["2026-03-08", "2026-03-15", "2026-03-29"] {
        let noon = at(day(sunday), 12, 0);
        office.event("log-in", Some("A. Yilmaz"), noon);
        office.receipt(Kind::Sale, "A. Yilmaz", noon, 400);
    }
    assert_eq!(office.find(FindingKind::OutsideHours), None);
    assert_eq!(office.find(FindingKind::LogInOutside), None);
    office.receipt(Kind::Sale, "A. Yilmaz", at(day("2026-03-29"), 23, 0), 400);
    assert_eq!(
        office.find(FindingKind::OutsideHours).unwrap().tally.count,
        1
    );
}

#[test]
fn a_receipt_without_a_name_is_found() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    office.receipts[3].clerk.name.clear();
    assert_eq!(office.find(FindingKind::NoName).unwrap().receipts, [4]);
}
