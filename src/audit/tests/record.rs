//! Gaps, signatures, clocks, missing days.

use super::*;

fn month() -> Office {
    Office::honest("2026-03-02", "2026-03-31")
}

#[test]
fn missing_receipts_are_named_with_what_stands_beside_them() {
    let mut office = month();
    office
        .receipts
        .retain(|r| !(40..=42).contains(&r.number) && r.number != 77);
    let found = office.find(FindingKind::NumberGaps).unwrap();
    assert_eq!((found.rank, found.tally.count), (Rank::Serious, 4));
    assert_eq!(found.list, "40–42, 77");
    assert_eq!(found.receipts, [39, 43, 76, 78]);
    // Their transactions at the TSE are missing as well.
    assert_eq!(
        office
            .find(FindingKind::MissingTransactions)
            .unwrap()
            .tally
            .count,
        4
    );
}

#[test]
fn transactions_that_are_accounted_for_are_not_missing() {
    let mut office = month();
    for receipt in &mut office.receipts[50..] {
        let Signing::Signed { transaction, .. } = &mut receipt.signing else {
            continue;
        };
        *transaction += 2;
    }
    office.books.accounted = vec![(1, 51)];
    let found = office.find(FindingKind::MissingTransactions).unwrap();
    assert_eq!((found.tally.count, found.list.as_str()), (1, "52"));
    office.books.accounted.push((1, 52));
    assert_eq!(office.find(FindingKind::MissingTransactions), None);
}

#[test]
fn a_counter_that_is_used_twice_or_runs_backwards_is_found() {
    for wrong in [20, 30] {
        let mut office = month();
        let Signing::Signed { counter, .. } = &mut office.receipts[10].signing else {
            panic!("everything is signed here");
        };
        *counter = wrong;
        // 20 is that of the receipt before; 30 stands between later ones.
        let found = office.find(FindingKind::Counters).unwrap();
        assert_eq!(found.rank, Rank::Serious, "{wrong}");
    }
}

#[test]
fn receipts_without_a_signature_go_with_the_outage() {
    let mut office = month();
    for receipt in &mut office.receipts[100..105] {
        receipt.signing = Signing::Failed;
    }
    let (begin, end) = (office.receipts[100].finished, office.receipts[104].finished);
    office.event("tse-outage-begin", None, begin);
    office.event("tse-outage-end", None, end);
    let found = office.find(FindingKind::Unsigned).unwrap();
    assert_eq!(
        (found.tally.count, found.of, found.rank),
        (5, 1, Rank::Remark)
    );
    // It never ended: that is more than two days.
    office.books.events.pop();
    let found = office.find(FindingKind::Unsigned).unwrap();
    assert_eq!(found.rank, Rank::Notable);
    assert_eq!(office.evaluate().outages[0].to, None);
}

#[test]
fn a_clock_that_was_set_back_and_a_missing_weekday_are_found() {
    let mut office = month();
    assert_eq!(office.find(FindingKind::IdleDays), None);
    office.event(
        "clock-accepted",
        Some("A. Yilmaz"),
        at(day("2026-03-12"), 9, 0),
    );
    assert_eq!(
        office.find(FindingKind::ClockSetBack).unwrap().list,
        "12.03.2026"
    );
    let thursday = day("2026-03-19");
    office
        .receipts
        .retain(|r| r.finished < at(thursday, 0, 0) || r.finished > at(thursday, 23, 0));
    assert_eq!(
        office.find(FindingKind::IdleDays).unwrap().list,
        "19.03.2026"
    );
}
