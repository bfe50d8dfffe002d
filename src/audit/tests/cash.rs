//! Drawer, counts and closings.

use super::*;

#[test]
fn a_drawer_that_is_short_again_and_again_is_found() {
    let mut office = Office::year();
    assert_eq!(office.find(FindingKind::Shortages), None);
    let own = office
        .books
        .closings
        .iter_mut()
        .filter(|c| c.clerk.name == "D. Petrov");
    for closing in own.step_by(2) {
        closing.counted = closing.expected - Money::from_cents(500);
    }
    let found = office.find(FindingKind::Shortages).unwrap();
    assert_eq!(found.rank, Rank::Serious);
    assert_eq!(found.person.unwrap().name, "D. Petrov");
}

#[test]
fn a_drawer_that_never_differs_and_is_never_counted_is_found() {
    let mut office = Office::year();
    for closing in &mut office.books.closings {
        closing.counted = closing.expected;
        (closing.clerk, closing.second) = (person("A. Yilmaz"), person("M. Sommer"));
    }
    office.books.counts.clear();
    for kind in [
        FindingKind::NeverDiffers,
        FindingKind::NeverChecked,
        FindingKind::SamePair,
    ] {
        let found = office.find(kind).unwrap();
        assert_eq!(
            found.tally.count,
            office.books.closings.len() as u64,
            "{kind:?}"
        );
    }
}

#[test]
fn schesslitz_a_period_nobody_closed_for_weeks_is_found() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    assert_eq!(office.find(FindingKind::OpenTooLong), None);
    // From the 3rd on everything goes into one period, closed on the 31st.
    let last = office.books.closings.pop().unwrap();
    office.books.closings.truncate(1);
    office
        .books
        .closings
        .push(ClosingFact { number: 2, ..last });
    for receipt in &mut office.receipts {
        receipt.z_number = receipt.z_number.min(2);
    }
    let found = office.find(FindingKind::OpenTooLong).unwrap();
    assert_eq!(found.rank, Rank::Serious);
    assert_eq!((found.tally.count, found.of), (1, 28));
    assert!(found.list.contains("03.03.2026, +28"), "{}", found.list);
}

#[test]
fn a_period_that_is_open_today_is_not_late() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    office.books.closings.pop();
    assert_eq!(office.find(FindingKind::OpenTooLong), None);
}

#[test]
fn openings_of_the_drawer_without_a_receipt_are_counted() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    for n in 0..20 {
        office.event(
            "drawer-opened",
            Some("B. Weber"),
            at(day("2026-03-20"), 9, n),
        );
    }
    // One with a receipt is a sale.
    office.event(
        "drawer-opened",
        Some("A. Yilmaz"),
        at(day("2026-03-20"), 10, 0),
    );
    office.books.events.last_mut().unwrap().receipt = Some(5);
    let evaluation = office.evaluate();
    assert_eq!(evaluation.all.drawer_openings, 20);
    let found = office.find(FindingKind::DrawerOpened).unwrap();
    assert_eq!(
        (found.tally.count, found.person.unwrap().name.as_str()),
        (20, "B. Weber")
    );
}

#[test]
fn pay_outs_are_listed_with_who_booked_them() {
    let mut office = Office::honest("2026-03-02", "2026-03-31");
    for n in 0..3 {
        let noon = at(day("2026-03-31"), 12, n);
        office.receipt(Kind::PayOut, "C. Groß", noon, -1_500).second = Some(person("M. Sommer"));
    }
    let found = office.find(FindingKind::PayOuts).unwrap();
    assert_eq!(
        (found.tally.count, found.tally.amount.cents(), found.of),
        (3, 4_500, 3)
    );
}
