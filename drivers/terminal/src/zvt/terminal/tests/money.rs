//! Payments.

use super::lines::{ASKED, KEPT, PAID, READY, joined, not_paid, unknown};
use super::script::{cent, config, play};
use crate::{CardTerminal, Condition, Error, Outcome, Reason, Step};

#[test]
fn a_payment_is_on_the_disk_before_the_terminal_hears_of_it() {
    let text = joined(&[
        READY,
        ASKED,
        PAID,
        KEPT,
        ASKED,
        PAID.replace("22 0c", "23 0c")
            .replace("87 00 22", "87 00 23")
            .as_str(),
        KEPT,
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let Outcome::Paid(approval) = terminal.pay(&cent(), &mut clerk) else {
        panic!()
    };
    assert_eq!(approval.cents, 1);
    assert_eq!(approval.receipt_number, "0022");
    assert_eq!(approval.timestamp, "2026-03-08T16:49:23");
    assert_eq!(clerk.paid, [approval]);
    assert_eq!(clerk.steps, [Step::Sent, Step::PresentCard]);
    let note = clerk.mark.as_ref().unwrap().0.clone();
    assert!(note.contains(r#""receipt":21"#), "{note}");
    // The next one knows what came before it, and asks nobody.
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::Paid(_)
    ));
    let note = clerk.mark.as_ref().unwrap().0.clone();
    assert!(note.contains(r#""receipt":22"#), "{note}");
    script.is_over();
}

#[test]
fn a_result_that_cannot_be_kept_is_not_acknowledged() {
    let text = joined(&[READY, ASKED, PAID, "! paid"]);
    let (mut terminal, mut clerk, script) = play(text, config());
    clerk.disk_full = true;
    let error = unknown(terminal.pay(&cent(), &mut clerk));
    assert!(matches!(error, Error::NotKept(_)));
    script.is_over();
}

#[test]
fn what_is_kept_is_paid_whatever_breaks_then() {
    for rest in [
        "X",
        "> 80 00 00\nX",
        "> 80 00 00\n< 06 1e 01 9b\n> 80 00 00",
    ] {
        let text = joined(&[READY, ASKED, PAID, "! paid\n", rest]);
        let (mut terminal, mut clerk, script) = play(text, config());
        assert!(matches!(
            terminal.pay(&cent(), &mut clerk),
            Outcome::Paid(_)
        ));
        script.is_over();
    }
}

#[test]
fn nobody_there_is_not_started() {
    let (mut terminal, mut clerk, script) = play("/", config());
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::NotStarted(Error::Unreachable { .. })
    ));
    script.is_over();
    // Ready, and gone before the payment.
    let mut hasty = config();
    hasty.patience.connect = std::time::Duration::ZERO;
    let (mut terminal, mut clerk, script) = play(joined(&[READY, "/"]), hasty);
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::NotStarted(Error::Unreachable { .. })
    ));
    assert_eq!(clerk.mark, None);
    script.is_over();
    // Only for a moment.
    let text = joined(&[READY, "/\n/\n", ASKED, PAID, KEPT]);
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::Paid(_)
    ));
    script.is_over();
}

#[test]
fn a_line_that_breaks_before_the_result_leaves_it_unknown() {
    for cut in [
        "*\n! sending\nX",
        "*\n! sending\n> 06 01\nX",
        &format!("{ASKED}X"),
    ] {
        let text = joined(&[READY, cut]);
        let (mut terminal, mut clerk, script) = play(text, config());
        let error = unknown(terminal.pay(&cent(), &mut clerk));
        assert!(matches!(error, Error::Lost(_)), "{error:?}");
        script.is_over();
    }
}

#[test]
fn silence_is_unknown() {
    let mut hasty = config();
    hasty.patience.answer = std::time::Duration::from_millis(20);
    hasty.patience.completion = std::time::Duration::from_millis(30);
    for silence in ["*\n! sending\n> 06 01", ASKED] {
        let text = joined(&[READY, silence]);
        let (mut terminal, mut clerk, script) = play(text, hasty.clone());
        let error = unknown(terminal.pay(&cent(), &mut clerk));
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        script.is_over();
    }
}

#[test]
fn an_end_without_a_result_is_unknown() {
    let text = joined(&[READY, ASKED, "< 06 0f 00\n> 80 00 00"]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let error = unknown(terminal.pay(&cent(), &mut clerk));
    assert!(matches!(error, Error::Protocol(_)));
    script.is_over();
}

#[test]
fn refusals_have_a_reason() {
    let declined = "< 04 0f 07 27 05 29 29 00 10 06\n> 80 00 00\n";
    let ended = "< 06 1e 01 05\n> 80 00 00\n";
    for (end, reason, code) in [
        (format!("{declined}{ended}"), Reason::Declined, "05"),
        // The line may break once it was said.
        (format!("{declined}X"), Reason::Declined, "05"),
        ("< 06 1e 01 6c\n> 80 00 00".into(), Reason::Aborted, "6C"),
        (
            "< 06 1e 01 f0\n> 80 00 00".into(),
            Reason::NotReady(Condition::CloseDay),
            "F0",
        ),
        (
            "< 06 1e 01 dc\n> 80 00 00".into(),
            Reason::NotReady(Condition::Service),
            "DC",
        ),
    ] {
        let text = joined(&[READY, ASKED, &end]);
        let (mut terminal, mut clerk, script) = play(text, config());
        let refusal = not_paid(terminal.pay(&cent(), &mut clerk));
        assert_eq!((refusal.reason, refusal.code.as_str()), (reason, code));
        assert!(!refusal.text.is_empty());
        script.is_over();
    }
}

#[test]
fn after_a_refusal_the_terminal_is_asked_for_its_last_again() {
    let again = READY.split_once("49 09 78\n    > 80 00 00").unwrap().1;
    let text = joined(&[
        READY,
        ASKED,
        "< 06 1e 01 6c\n> 80 00 00\n",
        again,
        ASKED,
        PAID,
        KEPT,
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    not_paid(terminal.pay(&cent(), &mut clerk));
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::Paid(_)
    ));
    script.is_over();
}

#[test]
fn a_terminal_that_forgot_us_is_told_and_asked_once_more() {
    let registration = READY.split_once("> 80 00 00").unwrap().0;
    let text = joined(&[
        READY,
        "*\n! sending\n> 06 01\n< 80 00 00\n< 06 1e 01 6b\n> 80 00 00\n",
        registration,
        "> 80 00 00\n",
        ASKED,
        PAID,
        KEPT,
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::Paid(_)
    ));
    script.is_over();
    // Not a third time.
    let forgot = "*\n! sending\n> 06 01\n< 84 6b 00\n";
    let text = joined(&[READY, forgot, registration, "> 80 00 00\n", forgot]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let refusal = not_paid(terminal.pay(&cent(), &mut clerk));
    assert_eq!(refusal.reason, Reason::NotReady(Condition::LogIn));
    script.is_over();
}

#[test]
fn an_old_result_is_no_payment() {
    let old =
        "< 04 0f 15 27 00 04 00 00 00 00 05 00 0b 00 00 21 87 00 21 29 29 00 10 06\n> 80 00 00\n";
    let text = joined(&[READY, ASKED, old, PAID, KEPT]);
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::Paid(_)
    ));
    assert_eq!(clerk.paid.len(), 1);
    script.is_over();
}

#[test]
fn another_amount_is_told_and_another_currency_is_not_taken() {
    let more = PAID.replace("00 01 0b", "09 99 0b");
    let text = joined(&[READY, ASKED, &more, KEPT]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let Outcome::Paid(approval) = terminal.pay(&cent(), &mut clerk) else {
        panic!()
    };
    assert_eq!(approval.cents, 999);
    script.is_over();
    let francs = PAID.replace("49 09 78", "49 07 56");
    let text = joined(&[READY, ASKED, &francs]);
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(matches!(
        unknown(terminal.pay(&cent(), &mut clerk)),
        Error::Protocol(_)
    ));
    script.is_over();
}
