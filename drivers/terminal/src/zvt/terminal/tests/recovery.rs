//! What became of a payment.

use super::lines::{ASKED, KEPT, PAID, READY, joined, unknown};
use super::script::{attempt, cent, config, play};
use crate::{CardTerminal, Error, Outcome, Recovery, Step};

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
    // It may still be at work at the terminal: that is stopped before the old receipt is believed.
    let stop = "*\n> 06 b0\n< 84 83 00\n";
    let text = joined(&[question, old, end, stop, question, old, end]);
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

#[test]
fn a_state_somebody_can_mend_leaves_it_unknown() {
    let ready = "*\n> 05 01\n< 80 00 00\n< 06 0f 01 00\n> 80 00 00\n";
    let mended = "*\n> 06 20\n< 80 00 00\n< 06 1e 01 dc\n> 80 00 00";
    let (mut terminal, mut clerk, script) = play(joined(&[ready, mended]), config());
    let mark = Some(crate::Mark("{}".to_owned()));
    let left = terminal.recover(&attempt(mark.clone()), &mut clerk);
    assert!(matches!(left, Err(Error::Refused(_))), "{left:?}");
    script.is_over();
    let cannot = "*\n> 06 20\n< 84 83 00";
    let (mut terminal, mut clerk, script) = play(joined(&[ready, cannot]), config());
    let left = terminal.recover(&attempt(mark), &mut clerk).unwrap();
    assert!(matches!(left, Recovery::Undecided { last: None, .. }));
    script.is_over();
}

#[test]
fn a_terminal_that_only_prints_its_last_receipt_is_asked_once() {
    let registration = READY.split_once("> 80 00 00").unwrap().0;
    let prints =
        "*\n> 06 20\n< 80 00 00\n< 06 d1 03 81 4f 4b\n> 80 00 00\n< 06 0f 00\n> 80 00 00\n";
    let text = joined(&[
        registration,
        "> 80 00 00\n",
        prints,
        ASKED,
        "< 06 1e 01 6c\n> 80 00 00\n",
        ASKED,
        PAID,
        KEPT,
        ASKED,
        "X\n",
        "*\n> 05 01\n< 80 00 00\n< 06 0f 01 00\n> 80 00 00\n",
        prints,
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::NotPaid(_)
    ));
    assert_eq!(
        clerk.slips, 0,
        "an old receipt is no paper of a new payment"
    );
    assert!(matches!(
        terminal.pay(&cent(), &mut clerk),
        Outcome::Paid(_)
    ));
    unknown(terminal.pay(&cent(), &mut clerk));
    let left = terminal.recover(&attempt(clerk.mark.clone()), &mut clerk);
    assert!(matches!(
        left.unwrap(),
        Recovery::Undecided { last: None, .. }
    ));
    assert_eq!(clerk.slips, 1, "now a person compares it");
    script.is_over();
}
