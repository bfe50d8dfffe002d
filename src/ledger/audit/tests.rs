use crate::audit::{FindingKind, Hours, Span};
use crate::ledger::tests::demo_day;
use crate::money::Money;
use crate::receipt::{Kind, Signature};

fn span() -> Span {
    Span {
        from: "2026-11-23".parse().unwrap(),
        to: "2026-11-25".parse().unwrap(),
    }
}

#[test]
fn what_is_streamed_is_what_stands_on_the_receipts() {
    let ledger = demo_day();
    let now = "2026-12-01T00:00:00Z".parse().unwrap();
    let found = ledger
        .evaluate(span(), Hours::default(), now, &mut |_, _| true)
        .unwrap()
        .unwrap();
    let mut receipts = Vec::new();
    let (first, last) = ledger.numbers_of(span()).unwrap().unwrap();
    ledger
        .each_receipt_between(first, last, |receipt| receipts.push(receipt))
        .unwrap();
    assert_eq!(found.receipts.count, receipts.len() as u64);
    let sum = |kinds: &[Kind]| -> Money {
        let own = receipts.iter().filter(|r| kinds.contains(&r.kind));
        own.map(|r| r.gross()).sum()
    };
    assert_eq!(
        found.receipts.amount,
        sum(&[Kind::Sale, Kind::Void, Kind::Refund])
    );
    assert_eq!(found.all.reversals.amount, -sum(&[Kind::Void]));
    assert_eq!(found.all.aborts.amount, sum(&[Kind::Abort]));
    let with_customer = |kind| matches!(kind, Kind::Sale | Kind::Void | Kind::Refund | Kind::Abort);
    let struck = receipts
        .iter()
        .filter(|r| with_customer(r.kind))
        .flat_map(|r| &r.lines);
    assert_eq!(
        found.all.struck.count,
        struck.filter(|line| line.voided).count() as u64
    );
    let failed = |s: &Option<Signature>| matches!(s, Some(Signature::Failed { .. }));
    let unsigned = receipts.iter().filter(|r| failed(&r.signature)).count() as u64;
    assert_eq!(found.unsigned, unsigned);
    // The demo is honest, and the register numbers without gaps.
    for finding in &found.findings {
        let never = [
            FindingKind::Absent,
            FindingKind::NumberGaps,
            FindingKind::Counters,
            FindingKind::NoSecond,
            FindingKind::PaidAndCancelled,
            FindingKind::MissingTransactions,
        ];
        assert!(!never.contains(&finding.kind), "{finding:?}");
    }
}

#[test]
fn the_work_can_be_stopped_and_an_empty_span_is_no_error() {
    let ledger = demo_day();
    let now = "2026-12-01T00:00:00Z".parse().unwrap();
    let stopped = ledger
        .evaluate(span(), Hours::default(), now, &mut |_, _| false)
        .unwrap();
    assert_eq!(stopped, None);
    let before = Span {
        from: "2020-01-01".parse().unwrap(),
        to: "2020-12-31".parse().unwrap(),
    };
    let found = ledger
        .evaluate(before, Hours::default(), now, &mut |_, _| true)
        .unwrap()
        .unwrap();
    assert_eq!((found.receipts.count, found.findings), (0, Vec::new()));
    assert_eq!(ledger.numbers_of(before).unwrap(), None);
}
