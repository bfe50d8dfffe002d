//! Every filter against a look at every receipt.

use super::*;
use crate::receipt::{Receipt, Signature};

/// A few days of the demo municipality.
fn day() -> Ledger {
    crate::ledger::tests::demo_day()
}

fn every(ledger: &Ledger) -> Vec<Receipt> {
    let last = ledger.last_receipt().unwrap();
    (1..=last)
        .rev()
        .map(|n| ledger.receipt(n).unwrap().unwrap())
        .collect()
}

fn numbers(ledger: &Ledger, filter: &ReceiptFilter) -> Vec<u64> {
    let filter = ReceiptFilter {
        limit: 10_000,
        ..filter.clone()
    };
    ledger
        .find_receipts(&filter)
        .unwrap()
        .iter()
        .map(|row| row.number)
        .collect()
}

/// The filter finds what a look at every receipt finds, and that is something but not everything.
fn same(filter: ReceiptFilter, fits: impl Fn(&Receipt) -> bool) {
    let ledger = &day();
    let all = every(ledger);
    let expected: Vec<u64> = all.iter().filter(|r| fits(r)).map(|r| r.number).collect();
    assert!(
        !expected.is_empty() && expected.len() < all.len(),
        "{filter:?}"
    );
    assert_eq!(numbers(ledger, &filter), expected, "{filter:?}");
}

fn filter() -> ReceiptFilter {
    ReceiptFilter::default()
}

#[test]
fn each_filter_finds_what_a_look_at_every_receipt_finds() {
    let ledger = &day();
    let all = every(ledger);
    let middle = &all[all.len() / 2];
    let (low, high) = (Money::from_cents(1_000), Money::from_cents(5_000));
    let second = all.iter().find_map(|r| r.second.clone()).unwrap();
    let has = |r: &Receipt, text: &str| {
        r.lines
            .iter()
            .any(|l| l.text.to_lowercase().contains(&text.to_lowercase()))
    };
    same(
        ReceiptFilter {
            numbers: Some((5, 12)),
            ..filter()
        },
        |r| (5..=12).contains(&r.number),
    );
    same(
        ReceiptFilter {
            among: Some(vec![3, 9, 99_999]),
            ..filter()
        },
        |r| [3, 9].contains(&r.number),
    );
    same(
        ReceiptFilter {
            from: Some(middle.finished),
            ..filter()
        },
        |r| r.finished >= middle.finished,
    );
    same(
        ReceiptFilter {
            to: Some(middle.finished),
            ..filter()
        },
        |r| r.finished < middle.finished,
    );
    same(
        ReceiptFilter {
            z_number: Some(1),
            ..filter()
        },
        |r| r.z_number == 1,
    );
    same(
        ReceiptFilter {
            clerk: Some(middle.clerk.id.clone()),
            ..filter()
        },
        |r| r.clerk.id == middle.clerk.id,
    );
    same(
        ReceiptFilter {
            second: Some(second.id.clone()),
            ..filter()
        },
        |r| r.second.as_ref() == Some(&second),
    );
    same(
        ReceiptFilter {
            kinds: vec![Kind::Void, Kind::Refund],
            ..filter()
        },
        |r| matches!(r.kind, Kind::Void | Kind::Refund),
    );
    same(
        ReceiptFilter {
            item: "bb0010".into(),
            ..filter()
        },
        |r| r.lines.iter().any(|l| l.item_id == "BB0010"),
    );
    same(
        ReceiptFilter {
            item: "ausweis".into(),
            ..filter()
        },
        |r| has(r, "ausweis"),
    );
    same(
        ReceiptFilter {
            amount: Some((low, high)),
            ..filter()
        },
        |r| (low..=high).contains(&r.gross().abs()),
    );
    same(
        ReceiptFilter {
            payment: Some(PaymentKind::ECKarte),
            ..filter()
        },
        |r| r.payments.iter().any(|p| p.kind == PaymentKind::ECKarte),
    );
    let reference = all
        .iter()
        .flat_map(|r| &r.lines)
        .find_map(|l| l.reference.clone())
        .unwrap();
    same(
        ReceiptFilter {
            reference: reference[..4].into(),
            ..filter()
        },
        |r| {
            r.lines.iter().any(|l| {
                l.reference
                    .as_ref()
                    .is_some_and(|k| k.contains(&reference[..4]))
            })
        },
    );
    let voucher = all
        .iter()
        .flat_map(|r| &r.lines)
        .find_map(|l| l.voucher.clone())
        .unwrap();
    let spaced = format!("{} {}", &voucher[..4], &voucher[4..]);
    same(
        ReceiptFilter {
            voucher: spaced,
            ..filter()
        },
        |r| r.lines.iter().any(|l| l.voucher.as_ref() == Some(&voucher)),
    );
    let signed = |r: &Receipt| matches!(r.signature, Some(Signature::Signed(_)));
    same(
        ReceiptFilter {
            signed: Some(false),
            ..filter()
        },
        |r| !signed(r),
    );
    same(
        ReceiptFilter {
            signed: Some(true),
            ..filter()
        },
        signed,
    );
}

#[test]
fn filters_go_together_and_with_the_line_of_text() {
    let ledger = &day();
    let all = every(ledger);
    let reference = all
        .iter()
        .flat_map(|r| &r.lines)
        .find_map(|l| l.reference.clone())
        .unwrap();
    let with = |r: &Receipt| {
        r.lines
            .iter()
            .any(|l| l.reference.as_ref() == Some(&reference))
    };
    let own = all.iter().find(|r| with(r)).unwrap();
    let line = own
        .lines
        .iter()
        .find(|l| l.reference.as_ref() == Some(&reference))
        .unwrap();
    let sold_by = |r: &Receipt, item: &str| r.lines.iter().any(|l| l.item_id == item);
    same(
        ReceiptFilter {
            item: line.item_id.clone(),
            reference: reference.clone(),
            clerk: Some(own.clerk.id.clone()),
            kinds: vec![own.kind],
            ..filter()
        },
        |r| with(r) && sold_by(r, &line.item_id) && r.clerk == own.clerk && r.kind == own.kind,
    );
    let name = |r: &Receipt, text: &str| {
        let text = text.to_lowercase();
        r.clerk.name.to_lowercase().contains(&text)
            || r.reason
                .as_ref()
                .is_some_and(|reason| reason.to_lowercase().contains(&text))
            || r.lines
                .iter()
                .any(|l| l.text.to_lowercase().contains(&text))
    };
    same(
        ReceiptFilter {
            text: "ausweis".into(),
            payment: Some(PaymentKind::Bar),
            ..filter()
        },
        |r| name(r, "ausweis") && r.payments.iter().any(|p| p.kind == PaymentKind::Bar),
    );
    let surname = own.clerk.name.split(' ').next_back().unwrap().to_owned();
    same(
        ReceiptFilter {
            text: surname.clone(),
            ..filter()
        },
        |r| name(r, &surname),
    );
    same(
        ReceiptFilter {
            text: surname.clone(),
            item: "ausweis".into(),
            ..filter()
        },
        |r| {
            name(r, &surname)
                && r.lines
                    .iter()
                    .any(|l| l.text.to_lowercase().contains("ausweis"))
        },
    );
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let ledger = &day();
    for text in ["", "e"] {
        let mut filter = ReceiptFilter {
            text: text.into(),
            limit: 7,
            ..filter()
        };
        let all = numbers(ledger, &filter);
        let mut paged = Vec::new();
        loop {
            let page = ledger.find_receipts(&filter).unwrap();
            paged.extend(page.iter().map(|row| row.number));
            match page.last() {
                Some(last) if page.len() == 7 => filter.before = Some(last.number),
                _ => break,
            }
        }
        assert_eq!(paged, all);
        assert!(all.len() > 14);
    }
}

#[test]
fn nothing_is_sorted_by_hand_and_no_filter_reads_all_the_lines_twice() {
    let ledger = &day();
    let filters = [
        ReceiptFilter {
            text: "ausweis".into(),
            ..filter()
        },
        ReceiptFilter {
            item: "BB0010".into(),
            ..filter()
        },
        ReceiptFilter {
            item: "Reisepass".into(),
            reference: "47".into(),
            ..filter()
        },
        ReceiptFilter {
            voucher: "99".into(),
            signed: Some(false),
            ..filter()
        },
        ReceiptFilter {
            kinds: vec![Kind::Void],
            payment: Some(PaymentKind::Bar),
            ..filter()
        },
    ];
    for filter in filters {
        let item = item(&ledger.connection, &filter.item).unwrap();
        for (sql, values) in queries(&filter, &item) {
            let mut statement = ledger
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let plan: Vec<String> = statement
                .query_map(params_from_iter(values), |row| row.get(3))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let plan = plan.join("\n");
            assert!(!plan.contains("TEMP B-TREE FOR ORDER"), "{plan}");
            assert!(!plan.contains("TEMP B-TREE FOR GROUP"), "{plan}");
            let scans = plan
                .lines()
                .filter(|line| line.starts_with("SCAN l"))
                .count();
            assert!(scans <= 1, "{plan}");
        }
    }
}
