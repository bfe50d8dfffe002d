//! Two tills at one terminal.

use std::time::Duration;

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{Cut, Direction, How, Moment, Script};
use amtskasse_terminal::{Outcome, Reason, open};

use crate::common::{Clerk, attempt, now, request};
use crate::harness::{Counter, DIALECTS, Word, judge, refused, till};

/// A request that ends after so many bytes.
fn lost_request() -> Script {
    Script::approve().cut(Cut {
        channel: amtskasse_terminal::opi::simulator::Channel::Zero,
        direction: Direction::ToTerminal,
        message: 0,
        byte: 100,
        how: How::Close,
    })
}

#[test]
fn the_other_tills_message_is_never_taken_for_ours() {
    for dialect in DIALECTS {
        for arrives in [true, false] {
            for per_workstation in [true, false] {
                let mut counter = Counter::new(dialect);
                counter.config.shared = true;
                counter.memory.change(|habits| {
                    habits.per_workstation = per_workstation;
                    habits.pause = Duration::ZERO;
                });
                counter.memory.push(match arrives {
                    true => Script::approve().failing(Moment::BeforeAnswer, How::PowerCycle),
                    false => lost_request(),
                });
                let paying = counter.request(1250);
                let begun = now();
                let mut clerk = Clerk::default();
                // Off the line while the other till pays: the driver's own recovery finds nothing.
                let memory = counter.memory.clone();
                counter.config.patience.recovery = Duration::ZERO;
                let outcome = counter.driver().pay(&paying, &mut clerk);
                // The other till's numbers run like ours: the same amount, the same request.
                let id = memory
                    .heard()
                    .iter()
                    .rev()
                    .find(|heard| heard.kind == "CardPayment")
                    .map_or("1".to_owned(), |heard| heard.request.clone());
                memory.pays_elsewhere("2", &id, 1250);
                let ours: Vec<_> = memory
                    .charged()
                    .into_iter()
                    .filter(|charge| charge.workstation == "1")
                    .collect();
                if let Outcome::Paid(_) | Outcome::NotPaid(_) | Outcome::NotStarted(_) = outcome {
                    let word = counter.resolve(outcome, &attempt(&paying, &clerk, begun)).0;
                    judge(&word, &ours, false, &format!("{dialect:?} {arrives}"));
                    continue;
                }
                let word = counter.recover(&attempt(&paying, &clerk, begun));
                let what = format!("{dialect:?} arrives {arrives} own {per_workstation} {word:?}");
                // A ticket names no till; whose it was nobody can see.
                let told = arrives && per_workstation && dialect != Dialect::Ccv;
                judge(&word, &ours, !told, &what);
            }
        }
    }
}

#[test]
fn whoever_comes_second_hears_that_the_terminal_is_busy() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let terminal = counter.terminal.as_ref().unwrap();
        let other = till(&counter.memory, terminal, dialect, "2");
        let memory = counter.memory.clone();
        let script = Script::approve().slow(Duration::from_millis(400));
        memory.push(script);
        let first = std::thread::spawn(move || {
            let (word, _) = counter.pay(1250, &mut Clerk::default());
            (counter, word)
        });
        while !memory
            .heard()
            .iter()
            .any(|heard| heard.kind == "CardPayment")
        {
            std::thread::sleep(Duration::from_millis(2));
        }
        let mut driver = open(&other, Box::new(now)).unwrap();
        let outcome = driver.pay(&request(990, "K2-1"), &mut Clerk::default());
        refused(&outcome, Reason::Busy);
        let (_counter, word) = first.join().unwrap();
        assert_eq!(word, Word::Paid(1250), "{dialect:?}");
        assert_eq!(memory.charged().len(), 1);
        let outcome = driver.pay(&request(990, "K2-2"), &mut Clerk::default());
        assert!(
            matches!(outcome, Outcome::Paid(_)),
            "{dialect:?} {outcome:?}"
        );
    }
}

#[test]
fn two_tills_in_a_hurry_at_one_terminal() {
    let mut counter = Counter::new(Dialect::De);
    let memory = counter.memory.clone();
    memory.change(|habits| habits.per_workstation = true);
    let terminal = counter.terminal.as_ref().unwrap();
    let mut other = Counter::new(Dialect::De);
    other.config = till(&memory, terminal, Dialect::De, "2");
    other.memory = memory.clone();
    let work = |mut counter: Counter| {
        std::thread::spawn(move || {
            let mut paid = 0;
            for number in 0..40 {
                if number % 4 == 0 {
                    let script = Script::approve();
                    counter
                        .memory
                        .push(script.failing(Moment::BeforeAnswer, How::Close));
                }
                let (word, outcome) = counter.pay(100 + number, &mut Clerk::default());
                match word {
                    Word::Paid(_) => paid += 1,
                    Word::NotPaid => {}
                    Word::Undecided => panic!("{outcome:?}"),
                }
            }
            (counter, paid)
        })
    };
    counter.config.patience.recovery = Duration::from_secs(2);
    other.config.patience.recovery = Duration::from_secs(2);
    let (first, second) = (work(counter), work(other));
    let ((first, one), (second, two)) = (first.join().unwrap(), second.join().unwrap());
    let charged = memory.charged();
    let of = |till: &str| {
        charged
            .iter()
            .filter(|charge| charge.workstation == till)
            .count()
    };
    assert_eq!((of("1"), of("2")), (one, two));
    assert!(one > 0 && two > 0);
    drop((first, second));
}
