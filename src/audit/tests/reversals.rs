//! Reversals, refunds and pay-outs.

use super::*;

/// Several times a week the head cashier reverses a paid sale of about 50 € in the evening and takes the cash.
pub(super) fn wuppertal(office: &mut Office) {
    for _ in 0..60 {
        let z = office.receipts.last().unwrap().z_number;
        let sales: Vec<usize> = (0..office.receipts.len())
            .filter(|n| office.receipts[*n].kind == Kind::Sale)
            .filter(|n| office.receipts[*n].clerk.name == "C. Groß")
            .collect();
        let paid = sales[office.chance(sales.len() as u64) as usize];
        let (origin, number) = (office.receipts[paid].clone(), office.receipts.len());
        let later = origin.finished + TimeDelta::minutes(95);
        office.back(Kind::Void, "C. Groß", paid, later, "M. Sommer");
        // Written on the day of the sale, not at the end of the year.
        office.receipts[number].z_number = origin.z_number.min(z);
    }
}

#[test]
fn wuppertal_is_found_with_its_receipts() {
    let mut office = Office::year();
    assert_eq!(office.find(FindingKind::PaidAndCancelled), None);
    let before = office.receipts.len() as u64;
    wuppertal(&mut office);
    let evaluation = office.evaluate();
    let first = &evaluation.findings[0];
    assert_eq!(first.kind, FindingKind::PaidAndCancelled);
    assert_eq!(first.rank, Rank::Serious);
    assert_eq!(first.person.as_ref().unwrap().name, "C. Groß");
    assert_eq!(first.tally.count, 60);
    assert_eq!(
        first.receipts,
        (before + 1..=before + 60).collect::<Vec<_>>()
    );
    assert!(first.share > 10 * first.others.max(1));
    // Nobody else is named by it.
    let same = evaluation.findings.iter().filter(|f| f.kind == first.kind);
    assert_eq!(same.count(), 1);
}

#[test]
fn a_reversal_that_is_rung_up_again_or_made_by_everybody_is_no_wuppertal() {
    let mut office = Office::year();
    for n in 0..12 {
        let paid = office
            .receipts
            .iter()
            .position(|r| r.kind == Kind::Sale)
            .unwrap()
            + n;
        let (later, cents) = {
            let origin = &office.receipts[paid];
            (
                origin.finished + TimeDelta::minutes(40),
                origin.gross.cents(),
            )
        };
        office.back(Kind::Void, "A. Yilmaz", paid, later, "M. Sommer");
        office.receipt(
            Kind::Sale,
            "A. Yilmaz",
            later + TimeDelta::minutes(1),
            cents.abs(),
        );
    }
    assert_eq!(office.find(FindingKind::PaidAndCancelled), None);
    let mut office = Office::year();
    for (n, clerk) in CLERKS.iter().cycle().take(80).enumerate() {
        let later = office.receipts[n].finished + TimeDelta::minutes(40);
        office.back(Kind::Void, clerk, n, later, "M. Sommer");
    }
    assert_eq!(office.find(FindingKind::PaidAndCancelled), None);
}

#[test]
fn who_reverses_more_than_all_others_is_compared_with_them() {
    let mut office = Office::year();
    assert_eq!(office.find(FindingKind::ReversalShare), None);
    for n in 0..90 {
        let soon = office.receipts[n].finished + TimeDelta::minutes(3);
        office.back(Kind::Void, "B. Weber", n, soon, "N. Winter");
    }
    let found = office.find(FindingKind::ReversalShare).unwrap();
    assert_eq!(found.person.unwrap().name, "B. Weber");
    assert!(found.share >= 3 * found.others);
}

#[test]
fn reversals_in_the_last_half_hour_are_found() {
    let mut office = Office::year();
    assert_eq!(office.find(FindingKind::BeforeClosing), None);
    let closings: Vec<(u32, DateTime<Utc>)> = office
        .books
        .closings
        .iter()
        .map(|c| (c.number, c.at))
        .collect();
    for (z, closed) in closings.iter().take(40) {
        let paid = office
            .receipts
            .iter()
            .position(|r| r.z_number == *z)
            .unwrap();
        office.back(
            Kind::Void,
            "D. Petrov",
            paid,
            *closed - TimeDelta::minutes(10),
            "N. Winter",
        );
        office.receipts.last_mut().unwrap().z_number = *z;
    }
    let found = office.find(FindingKind::BeforeClosing).unwrap();
    assert_eq!(
        (found.tally.count, found.person.unwrap().name.as_str()),
        (40, "D. Petrov")
    );
}

#[test]
fn what_nobody_allowed_or_goes_back_to_nothing_is_found() {
    let mut office = Office::year();
    let evening = at(office.span.to, 15, 0);
    office.receipt(Kind::PayOut, "A. Yilmaz", evening, -5_000);
    let refund = office.receipt(Kind::Refund, "A. Yilmaz", evening, -2_000);
    refund.second = Some(person("M. Sommer"));
    let numbers = [
        office.receipts.len() as u64 - 1,
        office.receipts.len() as u64,
    ];
    assert_eq!(
        office.find(FindingKind::NoSecond).unwrap().receipts,
        [numbers[0]]
    );
    assert_eq!(
        office.find(FindingKind::NoReference).unwrap().receipts,
        [numbers[1]]
    );
}

#[test]
fn reversals_of_a_closed_day_and_round_sums_are_counted() {
    let mut office = Office::year();
    let last = at(office.span.to, 15, 0);
    for n in 0..30 {
        office.receipts[n].gross = Money::from_cents(5_000);
        office.back(
            Kind::Refund,
            "A. Yilmaz",
            n,
            last + TimeDelta::minutes(n as i64),
            "M. Sommer",
        );
    }
    let after = office.find(FindingKind::AfterClosing).unwrap();
    assert_eq!(after.rank, Rank::Notable);
    assert!(after.tally.count >= 30);
    assert_eq!(
        office.find(FindingKind::RoundAmounts).unwrap().tally.count,
        30
    );
}

#[test]
fn a_second_person_who_is_always_the_same_is_named() {
    let mut office = Office::year();
    assert_eq!(office.find(FindingKind::SameSecond), None);
    let own = office
        .receipts
        .iter_mut()
        .filter(|r| r.clerk.name == "A. Yilmaz");
    own.filter(|r| r.second.is_some())
        .for_each(|r| r.second = Some(person("M. Sommer")));
    let found = office.find(FindingKind::SameSecond).unwrap();
    assert_eq!(found.rank, Rank::Notable);
    assert_eq!(found.person.unwrap().name, "A. Yilmaz");
    assert_eq!(found.other.unwrap().name, "M. Sommer");
}
