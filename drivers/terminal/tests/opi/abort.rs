//! An abort is a wish: only the outcome of the payment counts.

use std::time::{Duration, Instant};

use amtskasse_terminal::Reason;
use amtskasse_terminal::opi::simulator::{AbortHabit, How, Moment, Script};

use crate::common::{AbortWhen, Clerk};
use crate::harness::{Counter, DIALECTS, Word, judge, refused};

fn hasty(text: &str) -> Clerk {
    Clerk {
        abort: AbortWhen::Text(text.to_owned()),
        ..Clerk::default()
    }
}

#[test]
fn an_abort_in_time_stops_the_payment() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let script = Script::approve().slow(Duration::from_secs(4));
        counter.memory.push(script);
        let begun = Instant::now();
        let (word, outcome) = counter.pay(1250, &mut hasty("vorhalten"));
        assert_eq!(word, Word::NotPaid, "{dialect:?} {outcome:?}");
        refused(&outcome.unwrap(), Reason::Aborted);
        assert!(begun.elapsed() < Duration::from_secs(3), "{dialect:?}");
        assert!(counter.memory.charged().is_empty());
        counter.no_complaints();
    }
}

#[test]
fn an_abort_that_comes_too_late_ends_in_the_truth() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut script = Script::approve().slow(Duration::from_millis(200));
        script.past_abort = true;
        counter.memory.push(script);
        let (word, outcome) = counter.pay(1250, &mut hasty("vorhalten"));
        counter.settled();
        let what = format!("{dialect:?} {outcome:?}");
        judge(&word, &counter.memory.charged(), false, &what);
        assert_eq!(word, Word::Paid(1250));
    }
}

#[test]
fn a_terminal_that_takes_no_abort_is_waited_for() {
    for dialect in DIALECTS {
        for habit in [AbortHabit::Unavailable, AbortHabit::Ignored] {
            let mut counter = Counter::new(dialect);
            counter.memory.change(|habits| habits.abort = habit);
            let script = Script::approve().slow(Duration::from_millis(200));
            counter.memory.push(script);
            let (word, outcome) = counter.pay(1250, &mut hasty("vorhalten"));
            counter.settled();
            let what = format!("{dialect:?} {habit:?} {outcome:?}");
            judge(&word, &counter.memory.charged(), false, &what);
        }
    }
}

#[test]
fn an_abort_before_anything_was_shown() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let script = Script::approve().slow(Duration::from_millis(500));
        counter.memory.push(script);
        let mut clerk = Clerk {
            abort: AbortWhen::AtOnce,
            ..Clerk::default()
        };
        let (word, outcome) = counter.pay(1250, &mut clerk);
        counter.settled();
        let what = format!("{dialect:?} {outcome:?}");
        judge(&word, &counter.memory.charged(), false, &what);
    }
}

#[test]
fn an_abort_whose_payment_loses_its_line() {
    for dialect in DIALECTS {
        for past in [false, true] {
            for how in [How::Close, How::Silence] {
                let mut counter = Counter::new(dialect);
                let mut script = Script::approve().slow(Duration::from_millis(200));
                script.past_abort = past;
                counter
                    .memory
                    .push(script.failing(Moment::BeforeCharge, how));
                let (word, outcome) = counter.pay(1250, &mut hasty("vorhalten"));
                counter.settled();
                let what = format!("{dialect:?} {past} {how:?} {outcome:?}");
                judge(&word, &counter.memory.charged(), false, &what);
            }
        }
    }
}

#[test]
fn an_abort_is_asked_for_a_few_times_at_most() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        counter
            .memory
            .change(|habits| habits.abort = AbortHabit::Unavailable);
        let script = Script::approve().slow(Duration::from_millis(500));
        counter.memory.push(script);
        counter.pay(1250, &mut hasty("vorhalten"));
        counter.settled();
        let heard = counter.memory.heard();
        let aborts = heard.iter().filter(|heard| heard.kind == "AbortRequest");
        assert!((1..=3).contains(&aborts.count()), "{dialect:?}");
    }
}
