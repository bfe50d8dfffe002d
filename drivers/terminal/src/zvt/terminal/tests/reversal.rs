//! Money that goes back, terminals that are shared, and other ways to work.

use super::lines::{ASKED, KEPT, PAID, READY, joined, not_paid, unknown};
use super::script::{attempt, cent, config, over, play};
use crate::config::Slips;
use crate::{CardTerminal, Condition, Error, Operation, Original, Outcome, Reason};

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
    // PAX: the amount of another payment, which is the one it took back.
    let wrong = taken_back
        .replace("05 00 0b", "07 00 0b")
        .replace("37 00 00 21", "37 00 00 00");
    let text = joined(&[READY, REVERSING, &wrong]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let outcome = terminal.reverse(&original(), &request, &mut clerk);
    assert!(matches!(unknown(outcome), Error::Protocol(_)));
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

#[test]
fn less_is_asked_for_only_where_it_is_taken() {
    let mut partial = config();
    partial.partial = true;
    let asked = "*\n! sending\n> 06 01 12 04 00 00 00 00 00 01 49 09 78 19 40 06 04 1f 70 01 01\n< 84 83 00";
    let (mut terminal, mut clerk, script) = play(joined(&[READY, asked]), partial);
    not_paid(terminal.pay(&cent(), &mut clerk));
    script.is_over();
}

#[test]
fn a_command_refused_with_a_reason_tells_it() {
    let asked = "*\n! sending\n> 06 01\n< 84 1e 01 7d";
    let (mut terminal, mut clerk, script) = play(joined(&[READY, asked]), config());
    let refusal = not_paid(terminal.pay(&cent(), &mut clerk));
    assert_eq!(refusal.code, "7D");
    script.is_over();
}
