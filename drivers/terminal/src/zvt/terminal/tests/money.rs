//! Payments, refunds, reversals, and what became of them.

use super::script::{attempt, cent, config, over, play};
use crate::config::Slips;
use crate::{CardTerminal, Condition, Error, Operation, Original, Outcome, Reason, Recovery, Step};

/// Registration, and the question for the last receipt: number 21, five euros.
const READY: &str = "
    *
    > 06 00 16 12 34 56 be 09 78 03 01 06 0c 1f 73 03 00 00 00 26 04 0a 02 06 d3
    < 80 00 00
    < 06 0f 0a 19 00 29 29 00 10 06 49 09 78
    > 80 00 00
    *
    > 06 20 05 12 34 56 03 03
    < 80 00 00
    < 04 0f 15 27 00 04 00 00 00 00 05 00 0b 00 00 21 87 00 21 29 29 00 10 06
    > 80 00 00
    < 06 0f 00
    > 80 00 00
";

/// A payment of one cent up to its result.
const ASKED: &str = "
    *
    ! sending
    > 06 01 0c 04 00 00 00 00 00 01 49 09 78 19 40
    < 80 00 00
    < 04 ff 01 0a
    > 80 00 00
";

/// Its result, receipt 22.
const PAID: &str = "
    < 04 0f 21 27 00 04 00 00 00 00 00 01 0b 00 00 22 0c 16 49 23 0d 03 08 87 00 22 29 29 00 10 06 49 09 78 8a 05
";

const KEPT: &str = "
    ! paid
    > 80 00 00
    < 06 0f 00
    > 80 00 00
";

fn joined(parts: &[&str]) -> &'static str {
    parts.concat().leak()
}

fn unknown(outcome: Outcome) -> Error {
    match outcome {
        Outcome::Unknown(error) => error,
        other => panic!("{other:?}"),
    }
}

fn not_paid(outcome: Outcome) -> crate::Refusal {
    match outcome {
        Outcome::NotPaid(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

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
    let text = script_of_refusal();
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::NotStarted(Error::Unreachable { .. })
    ));
    assert_eq!(clerk.mark, None);
    script.is_over();
}

/// Ready, and gone before the payment.
fn script_of_refusal() -> &'static str {
    joined(&[READY, "/"])
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

#[test]
fn an_unknown_payment_is_found_out_without_registering() {
    let question = "
        *
        > 05 01 03 12 34 56
        < 80 00 00
        < 06 0f 01 00
        > 80 00 00
        *
        > 06 20 05 12 34 56 03 03
        < 80 00 00
    ";
    let end = "> 80 00 00\n< 06 0f 00\n> 80 00 00\n";
    let text = joined(&[READY, ASKED, "X\n", question, PAID, end]);
    let (mut terminal, mut clerk, script) = play(text, config());
    unknown(terminal.pay(&cent(), &mut clerk));
    let found = terminal.recover(&attempt(clerk.mark.clone()), &mut clerk);
    let Recovery::Paid(approval) = found.unwrap() else {
        panic!()
    };
    assert_eq!(approval.receipt_number, "0022");
    assert_eq!(clerk.steps.last(), Some(&Step::Recovering));
    script.is_over();
    // Another program, later: the mark is enough.
    let old = "< 04 0f 15 27 00 04 00 00 00 00 05 00 0b 00 00 21 87 00 21 29 29 00 10 06\n";
    let text = joined(&[question, old, end]);
    let mark = clerk.mark;
    let (mut terminal, mut clerk, script) = play(text, config());
    let found = terminal.recover(&attempt(mark), &mut clerk);
    assert!(matches!(found.unwrap(), Recovery::NotPaid(_)));
    script.is_over();
    let (mut terminal, mut clerk, _) = play("", config());
    let found = terminal.recover(&attempt(None), &mut clerk);
    assert!(matches!(found.unwrap(), Recovery::NotPaid(_)));
}

#[test]
fn a_busy_or_absent_terminal_is_asked_again_and_then_left() {
    let mut hasty = config();
    hasty.patience.retry = std::time::Duration::from_millis(10);
    hasty.patience.recovery = std::time::Duration::from_millis(400);
    let busy = "*\n> 05 01\n< 80 00 00\n< 06 0f 01 9c\n> 80 00 00\n";
    let ready = "*\n> 05 01\n< 80 00 00\n< 06 0f 01 00\n> 80 00 00\n";
    let told = "*\n> 06 20\n< 80 00 00\n< 04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70\n> 80 00 00\n< 06 0f 00\n> 80 00 00";
    let text = joined(&[READY, ASKED, "X\n", "/\n/\n", busy, ready, told]);
    let (mut terminal, mut clerk, script) = play(text, hasty.clone());
    unknown(terminal.pay(&cent(), &mut clerk));
    let found = terminal.recover(&attempt(clerk.mark.clone()), &mut clerk);
    assert!(matches!(found.unwrap(), Recovery::Paid(_)));
    script.is_over();
    hasty.patience.recovery = std::time::Duration::from_millis(25);
    let (mut terminal, mut clerk, _) = play("/\n/\n/\n", hasty);
    let mark = Some(crate::Mark("{}".to_owned()));
    let left = terminal.recover(&attempt(mark), &mut clerk);
    assert!(matches!(left, Err(Error::Unreachable { .. })));
}

#[test]
fn what_is_unknown_is_asked_before_something_else_follows() {
    // A payment is cut off; the next one begins by asking for the last receipt, and that is what counts for the first.
    let again = "*\n> 06 20\n< 80 00 00\n";
    let end = "> 80 00 00\n< 06 0f 00\n> 80 00 00\n";
    let next = PAID
        .replace("22 0c", "23 0c")
        .replace("87 00 22", "87 00 23");
    let text = joined(&[READY, ASKED, "X\n", again, PAID, end, ASKED, &next, KEPT]);
    let (mut terminal, mut clerk, script) = play(text, config());
    unknown(terminal.pay(&cent(), &mut clerk));
    let first = attempt(clerk.mark.clone());
    let mut other = cent();
    other.reference = "K1-8".to_owned();
    assert!(matches!(terminal.pay(&other, &mut clerk), Outcome::Paid(_)));
    let Recovery::Paid(approval) = terminal.recover(&first, &mut clerk).unwrap() else {
        panic!()
    };
    assert_eq!(approval.receipt_number, "0022");
    script.is_over();
}

fn original() -> Original {
    Original {
        cents: 500,
        terminal_id: "29001006".to_owned(),
        trace: "000021".to_owned(),
        receipt_number: "0021".to_owned(),
        timestamp: String::new(),
        batch: String::new(),
    }
}

/// A reversal of receipt 21 up to its result.
const REVERSING: &str = "
    *
    ! sending
    > 06 30 0d 12 34 56 87 00 21 04 00 00 00 00 05 00
    < 80 00 00
";

#[test]
fn a_reversal_is_what_was_asked_for_or_unknown() {
    let mut request = cent();
    request.cents = 500;
    let taken_back =
        "< 04 0f 16 27 00 04 00 00 00 00 05 00 0b 00 00 22 87 00 22 37 00 00 21 19 70\n";
    let text = joined(&[READY, REVERSING, taken_back, KEPT]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let outcome = terminal.reverse(&original(), &request, &mut clerk);
    assert!(matches!(outcome, Outcome::Paid(_)), "{outcome:?}");
    assert!(clerk.mark.unwrap().0.contains("reversal"));
    script.is_over();
    // It took back another one: not acknowledged, and a person has to look.
    let wrong = taken_back.replace("37 00 00 21", "37 00 00 20");
    let text = joined(&[READY, REVERSING, &wrong]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let outcome = terminal.reverse(&original(), &request, &mut clerk);
    assert!(matches!(unknown(outcome), Error::Protocol(_)));
    script.is_over();
    // PAX: the amount of another payment. It is told as it is.
    let wrong = taken_back
        .replace("05 00 0b", "07 00 0b")
        .replace("37 00 00 21", "37 00 00 00");
    let text = joined(&[READY, REVERSING, &wrong, KEPT]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let outcome = terminal.reverse(&original(), &request, &mut clerk);
    assert!(matches!(outcome, Outcome::Paid(approval) if approval.cents == 700));
    script.is_over();
}

#[test]
fn a_reversal_that_took_place_before_is_done() {
    let mut request = cent();
    request.cents = 500;
    let text = joined(&[READY, REVERSING, "< 06 1e 01 b4\n> 80 00 00\n! paid"]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let outcome = terminal.reverse(&original(), &request, &mut clerk);
    assert!(matches!(outcome, Outcome::Paid(_)), "{outcome:?}");
    script.is_over();
}

#[test]
fn reversals_that_cannot_be_are_not_sent() {
    let mut last_only = config();
    last_only.reverses_last_only = true;
    let earlier = Original {
        receipt_number: "0020".to_owned(),
        ..original()
    };
    let (mut terminal, mut clerk, script) = play(READY, last_only);
    let refusal = not_paid(terminal.reverse(&earlier, &cent(), &mut clerk));
    assert_eq!(refusal.reason, Reason::Unsupported);
    script.is_over();
    let elsewhere = Original {
        terminal_id: "29001007".to_owned(),
        ..original()
    };
    let (mut terminal, mut clerk, script) = play(READY, config());
    not_paid(terminal.reverse(&elsewhere, &cent(), &mut clerk));
    script.is_over();
    let numberless = Original {
        receipt_number: String::new(),
        ..original()
    };
    let (mut terminal, mut clerk, _) = play("", config());
    not_paid(terminal.reverse(&numberless, &cent(), &mut clerk));
}

#[test]
fn a_refund_asks_with_the_password() {
    let text = joined(&[
        READY,
        "*\n! sending\n> 06 31 0d 12 34 56 04 00 00 00 00 00 01 49 09 78\n< 84 83 00",
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let refusal = not_paid(terminal.refund(&cent(), &mut clerk));
    assert_eq!(refusal.reason, Reason::Unsupported);
    assert!(clerk.mark.unwrap().0.contains("refund"));
    script.is_over();
    let none = crate::Request {
        cents: 0,
        reference: String::new(),
    };
    let (mut terminal, mut clerk, _) = play("", config());
    for outcome in [
        terminal.refund(&none, &mut clerk),
        terminal.pay(&none, &mut clerk),
    ] {
        assert!(matches!(outcome, Outcome::NotStarted(Error::Config(_))));
    }
}

#[test]
fn a_shared_terminal_is_asked_each_time_and_not_disturbed() {
    let mut shared = config();
    shared.shared = true;
    shared.patience.retry = std::time::Duration::from_millis(1);
    let again = READY.split_once("49 09 78\n    > 80 00 00").unwrap().1;
    let busy =
        "*\n> 06 20\n< 84 9c 00\n> 06 20\n< 84 9c 00\n> 06 20\n< 84 9c 00\n> 06 20\n< 84 9c 00";
    let text = joined(&[READY, ASKED, PAID, KEPT, again, ASKED, PAID, KEPT, busy]);
    let (mut terminal, mut clerk, script) = play(text, shared);
    for _ in 0..2 {
        assert!(matches!(
            terminal.pay(&cent(), &mut clerk),
            Outcome::Paid(_)
        ));
    }
    let refusal = not_paid(terminal.pay(&cent(), &mut clerk));
    assert_eq!(refusal.reason, Reason::Busy);
    script.is_over();
}

#[test]
fn at_a_serial_port_one_link_serves_an_operation_and_presence_is_proved() {
    let one_link = READY.replace("    *\n", "");
    let asked = ASKED.replace("    *\n", "");
    let enquiry = "> 05 01\n< 80 00 00\n< 06 0f 01 00\n> 80 00 00\n";
    let next = PAID
        .replace("22 0c", "23 0c")
        .replace("87 00 22", "87 00 23");
    let text = joined(&[
        "*\n", &one_link, &asked, PAID, KEPT, "*\n", enquiry, &asked, &next, KEPT,
    ]);
    let (mut terminal, mut clerk, script) = over(text, config(), false);
    for _ in 0..2 {
        assert!(matches!(
            terminal.pay(&cent(), &mut clerk),
            Outcome::Paid(_)
        ));
    }
    script.is_over();
}

#[test]
fn a_terminal_that_prints_itself_is_registered_so() {
    let mut prints = config();
    prints.slips = Slips::Terminal;
    let text = "*\n> 06 00 10 12 34 56 38 09 78\n< 80 00 00\n< 06 0f 00\n> 80 00 00";
    let (mut terminal, mut clerk, script) = play(text, prints);
    assert_eq!(
        terminal.log_in(&mut clerk).unwrap().condition,
        Condition::Ready
    );
    script.is_over();
    assert_eq!(attempt(None).operation, Operation::Payment);
}
