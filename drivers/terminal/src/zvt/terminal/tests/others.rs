//! Commands that move no money.

use super::script::{config, play};
use crate::{CardTerminal, Condition, Error, Reason, Service};

const REGISTERED: &str = "
    *
    > 06 00
    < 80 00 00
    < 06 0f 0a 19 02 29 29 00 10 06 49 09 78
    > 80 00 00
";

fn joined(parts: &[&str]) -> &'static str {
    parts.concat().leak()
}

#[test]
fn a_status_tells_what_a_terminal_wants() {
    let (mut terminal, _, script) = play(
        "*\n> 05 01 03 12 34 56\n< 80 00 00\n< 06 0f 09 f0 f0 f5 31 2e 32 2e 33 f0\n> 80 00 00",
        config(),
    );
    let status = terminal.status().unwrap();
    assert_eq!(status.condition, Condition::CloseDay);
    assert_eq!(status.version, "1.2.3");
    script.is_over();
}

#[test]
fn a_registration_tells_id_and_wish() {
    let (mut terminal, mut clerk, script) = play(REGISTERED, config());
    let status = terminal.log_in(&mut clerk).unwrap();
    assert_eq!(status.terminal_id, "29001006");
    assert_eq!(status.condition, Condition::Diagnose);
    script.is_over();
}

#[test]
fn an_old_terminal_gets_the_shortest_registration() {
    let text = "
        *
        > 06 00 16
        < 84 83 00
        *
        > 06 00 06 12 34 56 be 09 78
        < 80 00 00
        < 06 0f 00
        > 80 00 00
    ";
    let (mut terminal, mut clerk, script) = play(text, config());
    assert!(terminal.log_in(&mut clerk).is_ok());
    script.is_over();
}

#[test]
fn a_wrong_password_is_what_is_left() {
    for refusal in ["< 84 83 00", "< 80 00 00\n< 06 1e 01 9a\n> 80 00 00"] {
        let text = joined(&["*\n> 06 00 16\n", refusal, "\n*\n> 06 00 06\n", refusal]);
        let (mut terminal, mut clerk, script) = play(text, config());
        assert!(matches!(
            terminal.log_in(&mut clerk),
            Err(Error::WrongPassword)
        ));
        script.is_over();
    }
    // A state is none.
    let text = "*\n> 06 00\n< 80 00 00\n< 06 1e 01 f0\n> 80 00 00";
    let (mut terminal, mut clerk, script) = play(text, config());
    let Err(Error::Refused(refusal)) = terminal.log_in(&mut clerk) else {
        panic!()
    };
    assert_eq!(refusal.reason, Reason::NotReady(Condition::CloseDay));
    script.is_over();
}

#[test]
fn a_password_has_six_digits() {
    let mut wrong = config();
    wrong.password = Some("1234".to_owned());
    let refused = crate::open(&wrong, Box::new(super::script::now));
    assert!(matches!(refused.err(), Some(Error::Config(text)) if text.contains("Schalter 1")));
    wrong.password = None;
    wrong.address = "terminal".to_owned();
    let refused = crate::open(&wrong, Box::new(super::script::now));
    assert!(matches!(refused.err(), Some(Error::Config(_))));
}

#[test]
fn numbers_are_used_once_the_terminal_knows_them() {
    let text = "
        *
        > 06 00
        < 80 00 00
        < 06 0f 08 06 06 1f 73 03 00 00 00
        > 80 00 08 06 06 1f 73 03 00 00 00
        *
        > 06 70 08 06 06 1f 73 03 00 00 01
        < 80 00 08 06 06 1f 73 03 00 00 01
        < 06 0f 08 06 06 1f 73 03 00 00 01
        > 80 00 08 06 06 1f 73 03 00 00 01
        *
        > 06 02 08 06 06 1f 73 03 00 00 02
        < 80 00 00
    ";
    let (mut terminal, mut clerk, script) = play(text, config());
    terminal.service(Service::Diagnose, &mut clerk).unwrap();
    terminal.log_off().unwrap();
    script.is_over();
}

#[test]
fn a_day_is_closed_and_its_totals_told() {
    // Recorded (Feig, TeleCash): receipts 233 to 234, two payments of Visa.
    let totals = "
        < 04 0f 4d 27 00 04 00 00 00 00 09 58 0b 00 09 82 0d 04 06 0c 08 17 06 60 f0 f5 f3 02 33 02 34 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 09 58 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
        > 80 00 00
        < 06 d1 02 00 20
        > 80 00 00
        < 06 d1 03 81 4f 4b
        > 80 00 00
        < 06 0f 02 27 e0
        > 80 00 00
    ";
    let text = joined(&[
        REGISTERED,
        "*\n> 06 10 03 12 34 56\n< 84 83 00\n",
        "*\n> 06 50 03 12 34 56\n< 80 00 00\n< 04 ff 01 0f\n> 80 00 00\n",
        totals,
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let Err(Error::Refused(refusal)) = terminal.totals(false, &mut clerk) else {
        panic!()
    };
    assert_eq!(refusal.reason, Reason::Unsupported);
    let totals = terminal.totals(true, &mut clerk).unwrap();
    assert_eq!(
        (totals.cents, totals.count, totals.closed),
        (958, Some(2), true)
    );
    assert_eq!(totals.receipts, Some((233, 234)));
    assert_eq!(totals.terminal_id, "29001006");
    assert_eq!(clerk.slips, 1);
    script.is_over();
}

#[test]
fn an_end_of_day_that_failed_says_why() {
    let text = joined(&[
        REGISTERED,
        "*\n> 06 50\n< 80 00 00\n< 04 0f 02 27 77\n> 80 00 00\n< 06 1e 01 77\n> 80 00 00",
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let Err(Error::Refused(refusal)) = terminal.totals(true, &mut clerk) else {
        panic!()
    };
    assert_eq!(refusal.code, "77");
    script.is_over();
}

#[test]
fn a_receipt_comes_once_more_with_its_slips() {
    let text = joined(&[
        REGISTERED,
        "*\n> 06 20 05 12 34 56 03 01\n< 80 00 00\n< 06 1e 01 6b\n> 80 00 00\n",
        REGISTERED,
        "*\n> 06 20 05 12 34 56 03 01\n< 80 00 00\n",
        "< 04 0f 0e 27 00 04 00 00 00 00 00 01 87 00 22 19 70\n> 80 00 00\n",
        "< 06 d1 03 81 4f 4b\n> 80 00 00\n< 06 0f 00\n> 80 00 00",
    ]);
    let (mut terminal, mut clerk, script) = play(text, config());
    let last = terminal.repeat(&mut clerk).unwrap().unwrap();
    assert_eq!((last.approved, last.cents), (true, 1));
    assert_eq!(clerk.slips, 1);
    script.is_over();
}

#[test]
fn a_terminal_that_never_tells_its_last_is_not_waited_for_long() {
    let mut hasty = config();
    hasty.patience.answer = std::time::Duration::from_millis(10);
    let text = joined(&[REGISTERED, "*\n> 06 20\n< 80 00 00"]);
    let (mut terminal, mut clerk, script) = play(text, hasty);
    let begun = std::time::Instant::now();
    assert_eq!(terminal.repeat(&mut clerk).unwrap(), None);
    assert!(begun.elapsed() < std::time::Duration::from_secs(5));
    script.is_over();
}
