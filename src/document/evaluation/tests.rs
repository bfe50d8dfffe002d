use super::*;
use crate::audit::{Books, Evaluator, Hours, ReceiptFact, Signing, Span};
use crate::document::fixture::{clerk, look, manager, morning, site};
use crate::money::Money;
use crate::receipt::{Kind, Person};
use chrono::{DateTime, TimeDelta, Utc};

fn fact(number: u64, kind: Kind, clerk: Person, at: DateTime<Utc>, cents: i64) -> ReceiptFact {
    ReceiptFact {
        number,
        z_number: 1,
        kind,
        started: at,
        finished: at,
        clerk,
        second: None,
        origin: None,
        gross: Money::from_cents(cents),
        cash: Money::from_cents(cents),
        struck: 0,
        struck_gross: Money::ZERO,
        discount: Money::ZERO,
        signing: Signing::Failed,
    }
}

/// Two persons over a month; one of them gives money back without a receipt to go back to.
fn month() -> Evaluation {
    let day = morning().date_naive();
    let span = Span {
        from: day,
        to: day + TimeDelta::days(30),
    };
    let mut evaluator = Evaluator::new(span, Hours::default(), Books::default(), morning());
    for n in 0..120_u64 {
        let at = morning() + TimeDelta::minutes(360 * n as i64 + n as i64);
        let who = if n % 3 == 0 { manager() } else { clerk() };
        evaluator.receipt(&fact(n + 1, Kind::Sale, who, at, 1_000 + 37 * n as i64));
    }
    let at = morning() + TimeDelta::days(30);
    evaluator.receipt(&fact(121, Kind::Refund, clerk(), at, -2_500));
    evaluator.finish()
}

#[test]
fn findings_come_first_with_their_receipts_and_charts_follow() {
    for (name, format) in [
        ("evaluation", Format::A4),
        ("evaluation-roll", Format::ROLL),
    ] {
        let text = look(name, &document(&month(), &site(), format));
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains("Minus ohne Bezug"), "{text}");
        assert!(plain.contains("Belege: 121"), "{text}");
        assert!(plain.contains("wirft niemandem etwas vor"), "{text}");
        let (found, persons) = (
            text.find("Minus ohne Bezug"),
            text.find("Verkäufe nach Uhrzeit"),
        );
        assert!(found < persons, "{text}");
        assert!(text.contains('▒') && plain.contains("1 (1,2"), "{text}");
    }
}

#[test]
fn an_empty_month_says_so() {
    let day = morning().date_naive();
    let span = Span { from: day, to: day };
    let evaluation = Evaluator::new(span, Hours::default(), Books::default(), morning()).finish();
    let text = look(
        "evaluation-empty",
        &document(&evaluation, &site(), Format::A4),
    );
    assert!(text.contains("Nichts fällt auf"), "{text}");
}
