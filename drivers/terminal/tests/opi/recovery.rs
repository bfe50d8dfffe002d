//! What became of it: the ways a terminal tells, and the ways it misleads.

use std::time::Duration;

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{
    Channel, Cut, Direction, Habits, How, Moment, RepeatHabit, Script,
};
use amtskasse_terminal::{Attempt, Error, Mark, Operation, Outcome, Reason, Recovery};
use chrono::DateTime;

use crate::common::{Clerk, attempt, now};
use crate::harness::{Counter, DIALECTS, Word, approved, judge, of_kind, original};

fn lost_request() -> Script {
    Script::approve().cut(Cut {
        channel: Channel::Zero,
        direction: Direction::ToTerminal,
        message: 0,
        byte: 60,
        how: How::Close,
    })
}

/// A payment whose outcome the driver does not find out by itself, and the attempt as the register kept it.
fn lost(counter: &mut Counter, cents: i64, script: Script) -> Option<Attempt> {
    counter.memory.push(script);
    counter.config.patience.recovery = Duration::ZERO;
    let request = counter.request(cents);
    let begun = now();
    let mut clerk = Clerk::default();
    match counter.driver().pay(&request, &mut clerk) {
        Outcome::Unknown(_) => Some(attempt(&request, &clerk, begun)),
        outcome => {
            let word = counter
                .resolve(outcome, &attempt(&request, &clerk, begun))
                .0;
            counter.settled();
            judge(&word, &counter.memory.charged(), false, "resolved at once");
            None
        }
    }
}

#[test]
fn while_the_customer_still_pays_nobody_says_no() {
    for dialect in DIALECTS {
        for repeats in [false, true] {
            let mut counter = Counter::new(dialect);
            // An older message of our own is the last one until ours ends.
            counter.pay(990, &mut Clerk::default());
            counter
                .memory
                .change(|habits| habits.repeats_while_busy = repeats);
            let script = Script::approve().slow(Duration::from_millis(300));
            let script = script.failing(Moment::Accepted, How::Close);
            let Some(attempt) = lost(&mut counter, 1250, script) else {
                continue;
            };
            match counter.driver().recover(&attempt, &mut Clerk::default()) {
                Ok(Recovery::Paid(approval)) => assert_eq!(approval.cents, 1250),
                Ok(Recovery::NotPaid(refusal)) => {
                    panic!("{dialect:?} {repeats}: {refusal:?} while the customer pays")
                }
                Ok(Recovery::Undecided { .. }) | Err(_) => {}
            }
            counter.settled();
            let word = counter.recover(&attempt);
            let charges = counter.memory.charged();
            judge(
                &word,
                &charges[1..],
                false,
                &format!("{dialect:?} {repeats}"),
            );
        }
    }
}

#[test]
fn a_request_that_never_arrived_is_not_paid_in_the_end() {
    for dialect in [Dialect::De, Dialect::Ingenico, Dialect::NexiCh] {
        let mut counter = Counter::new(dialect);
        counter.pay(990, &mut Clerk::default());
        let Some(attempt) = lost(&mut counter, 1250, lost_request()) else {
            panic!("{dialect:?}: a request that never arrived was answered")
        };
        // For as long as a payment may take it could still be running: the till has to ask again.
        let mut driver = counter.driver();
        let recovery = driver.recover(&attempt, &mut Clerk::default());
        assert!(
            matches!(&recovery, Err(Error::Refused(refusal)) if refusal.reason == Reason::Busy),
            "{dialect:?} {recovery:?}"
        );
        std::thread::sleep(counter.config.patience.response);
        let word = counter.recover(&attempt);
        assert_eq!(word, Word::NotPaid, "{dialect:?}");
    }
}

#[test]
fn a_refusal_wrapped_in_a_success_stays_a_refusal() {
    for dialect in DIALECTS {
        for repeat in [RepeatHabit::Wrapped, RepeatHabit::Original] {
            let mut counter = Counter::new(dialect);
            counter.memory.change(|habits| habits.repeat = repeat);
            let script = Script::decline().failing(Moment::BeforeCharge, How::Close);
            let Some(attempt) = lost(&mut counter, 1250, script) else {
                continue;
            };
            counter.settled();
            assert_eq!(
                counter.recover(&attempt),
                Word::NotPaid,
                "{dialect:?} {repeat:?}"
            );
        }
    }
}

#[test]
fn the_terminal_lost_power_and_its_log_ins() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        counter.memory.change(|habits| habits.login = true);
        let script = Script::approve().failing(Moment::BeforeAnswer, How::Close);
        let Some(attempt) = lost(&mut counter, 1250, script) else {
            continue;
        };
        counter.settled();
        counter.restart_terminal();
        let word = counter.recover(&attempt);
        let what = format!("{dialect:?}");
        judge(&word, &counter.memory.charged(), false, &what);
    }
}

#[test]
fn a_log_in_may_hide_the_answer_but_not_change_it() {
    for dialect in DIALECTS {
        for login in [false, true] {
            let mut counter = Counter::new(dialect);
            counter.memory.change(|habits| {
                habits.login = login;
                habits.remembers_services = true;
            });
            let script = Script::approve().failing(Moment::BeforeAnswer, How::PowerCycle);
            let Some(attempt) = lost(&mut counter, 1250, script) else {
                continue;
            };
            let word = counter.recover(&attempt);
            let what = format!("{dialect:?} {login}");
            judge(&word, &counter.memory.charged(), login, &what);
        }
    }
}

#[test]
fn a_clock_that_stands_still_confuses_nobody() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        counter.stopped_clock = Some(DateTime::UNIX_EPOCH.fixed_offset());
        let (word, _) = counter.pay(1250, &mut Clerk::default());
        assert_eq!(word, Word::Paid(1250));
        for _ in 0..3 {
            let Some(attempt) = lost(&mut counter, 1250, lost_request()) else {
                panic!("{dialect:?}: a request that never arrived was answered")
            };
            let word = counter.recover(&attempt);
            assert!(
                !matches!(word, Word::Paid(_)),
                "{dialect:?}: the payment before"
            );
        }
    }
}

#[test]
fn a_ticket_of_an_earlier_payment_of_the_same_amount_is_not_ours() {
    for dialect in DIALECTS {
        for skew in [0, 600, -600] {
            let mut habits = Habits::of(dialect);
            habits.clock_skew = skew;
            let mut counter = Counter::with(habits);
            counter.pay(1250, &mut Clerk::default());
            if skew == 0 {
                // So that the two do not happen in the same second.
                std::thread::sleep(Duration::from_millis(1100));
            }
            let Some(attempt) = lost(&mut counter, 1250, lost_request()) else {
                panic!("{dialect:?}: a request that never arrived was answered")
            };
            let word = counter.recover(&attempt);
            assert!(
                !matches!(word, Word::Paid(_)),
                "{dialect:?} {skew}: the payment before"
            );
        }
    }
}

#[test]
fn a_terminal_whose_clock_is_ahead_makes_nothing_of_an_old_ticket() {
    for dialect in DIALECTS {
        for skew in [2, 3] {
            let mut habits = Habits::of(dialect);
            habits.clock_skew = skew;
            habits.repeat = RepeatHabit::Unsupported;
            let mut counter = Counter::with(habits);
            counter.pay(1250, &mut Clerk::default());
            let Some(attempt) = lost(&mut counter, 1250, lost_request()) else {
                panic!("{dialect:?}: a request that never arrived was answered")
            };
            // By now the old ticket lies between the beginning of the payment and the present.
            std::thread::sleep(Duration::from_millis(3100));
            let word = counter.recover(&attempt);
            assert!(
                !matches!(word, Word::Paid(_)),
                "{dialect:?} {skew}: the payment before"
            );
        }
    }
}

#[test]
fn refunds_and_reversals_are_found_again() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let (_, outcome) = counter.pay(1250, &mut Clerk::default());
        let paid = approved(&outcome.unwrap());
        for operation in [Operation::Reversal, Operation::Refund] {
            counter
                .memory
                .change(|habits| habits.insists_on_ticket = false);
            let before = counter.memory.charged().len();
            let script = Script::approve().failing(Moment::BeforeAnswer, How::Close);
            counter.memory.push(script);
            let request = counter.request(1250);
            let begun = now();
            let mut clerk = Clerk::default();
            let mut driver = counter.driver();
            let outcome = match operation {
                Operation::Refund => driver.refund(&request, &mut clerk),
                _ => driver.reverse(&original(&paid), &request, &mut clerk),
            };
            drop(driver);
            let kept = of_kind(attempt(&request, &clerk, begun), operation);
            let (word, outcome) = counter.resolve(outcome, &kept);
            let charges = counter.memory.charged().split_off(before);
            let what = format!("{dialect:?} {operation:?} {outcome:?}");
            judge(&word, &charges, dialect == Dialect::Ccv, &what);
        }
    }
}

#[test]
fn an_attempt_without_a_mark_never_left() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let request = counter.request(1250);
        let attempt = attempt(&request, &Clerk::default(), now());
        assert_eq!(counter.recover(&attempt), Word::NotPaid);
    }
}

#[test]
fn a_mark_that_cannot_be_read_settles_nothing() {
    for mark in [
        "",
        "{}",
        "null",
        "\u{0}",
        "{\"request\":99999999999999999999}",
        "[[[[",
    ] {
        let mut counter = Counter::new(Dialect::De);
        counter.pay(1250, &mut Clerk::default());
        let request = counter.request(1250);
        let attempt = Attempt {
            mark: Some(Mark(mark.to_owned())),
            ..attempt(&request, &Clerk::default(), now())
        };
        let recovery = counter.driver().recover(&attempt, &mut Clerk::default());
        assert!(
            matches!(recovery, Ok(Recovery::Undecided { .. }) | Err(_)),
            "{mark} {recovery:?}"
        );
    }
}

#[test]
fn a_terminal_that_is_gone_leaves_it_unknown() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let script = Script::approve().failing(Moment::BeforeAnswer, How::Close);
        let Some(attempt) = lost(&mut counter, 1250, script) else {
            continue;
        };
        let address = counter.terminal.take().unwrap().address();
        let recovery = counter.driver().recover(&attempt, &mut Clerk::default());
        assert!(
            matches!(recovery, Err(Error::Unreachable { .. })),
            "{recovery:?}"
        );
        let again = amtskasse_terminal::opi::simulator::Terminal::start;
        counter.terminal = Some(again(counter.memory.clone(), address).unwrap());
        let word = counter.recover(&attempt);
        judge(
            &word,
            &counter.memory.charged(),
            false,
            &format!("{dialect:?}"),
        );
    }
}

#[test]
fn a_ticket_that_waits_does_not_make_the_next_payment_unknown() {
    for dialect in [Dialect::Ccv, Dialect::NexiCh] {
        for repeat in [RepeatHabit::Unsupported, RepeatHabit::Original] {
            let mut counter = Counter::new(dialect);
            counter.memory.change(|habits| habits.repeat = repeat);
            let script = Script::approve().failing(Moment::BeforeAnswer, How::Close);
            let kept = lost(&mut counter, 1250, script);
            counter.settled();
            let (word, outcome) = counter.pay(1300, &mut Clerk::default());
            let charges = counter.memory.charged();
            judge(
                &word,
                &charges[1..],
                false,
                &format!("{dialect:?} {outcome:?}"),
            );
            // The first one is asked for after all that: what it says must not be wrong.
            if let Some(attempt) = kept {
                let word = counter.recover(&attempt);
                judge(&word, &charges[..1], true, &format!("{dialect:?} late"));
            }
        }
    }
}

#[test]
fn the_last_transaction_can_be_asked_for() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut driver = counter.driver();
        driver.log_in(&mut Clerk::default()).unwrap();
        assert_eq!(
            driver.repeat(&mut Clerk::default()).unwrap(),
            None,
            "{dialect:?}"
        );
        counter.pay(1250, &mut Clerk::default());
        let last = driver.repeat(&mut Clerk::default()).unwrap().unwrap();
        assert!(last.approved);
        assert_eq!(last.cents, 1250, "{dialect:?}");
        assert_eq!(last.approval.terminal_id, "68276185");
    }
}
