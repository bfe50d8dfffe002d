//! Thousands of operations by chance: no charge is lost, invented or made twice.

use std::time::Duration;

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{
    Answer, Card, Channel, Cut, Direction, End, Habits, How, Moment, RepeatHabit, Script, Words,
};
use amtskasse_terminal::{Approval, Operation, Outcome};

use crate::common::{AbortWhen, Clerk, attempt, now};
use crate::harness::{Counter, DIALECTS, Word, judge, of_kind, original};

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize].clone()
    }
}

fn script(chance: &mut Chance) -> Script {
    let end = match chance.below(10) {
        0 => End::Decline(Words::ErrorText("Karte gesperrt".to_owned())),
        1 => End::Decline(Words::AnswerText("abgelehnt".to_owned())),
        2 => End::Result(
            chance
                .pick(&["Busy", "Aborted", "TimedOut", "Wetter"])
                .to_owned(),
        ),
        3 => End::ChargedResult(chance.pick(&["PartialFailure", "Wetter"]).to_owned()),
        _ => End::Approve,
    };
    let mut script = Script::ends(end).card(chance.pick(&[
        Card::Girocard,
        Card::Contactless,
        Card::Phone,
        Card::Credit,
        Card::Unmasked,
    ]));
    if chance.one_in(3) {
        script = script.cut(Cut {
            channel: chance.pick(&[Channel::Zero, Channel::Zero, Channel::One]),
            direction: chance.pick(&[Direction::ToTerminal, Direction::ToTill]),
            message: 0,
            byte: chance.below(900) as usize,
            how: chance.pick(&[How::Close, How::Close, How::PowerCycle]),
        });
    }
    if chance.one_in(4) {
        let moment = chance.pick(&[
            Moment::Accepted,
            Moment::BeforeCharge,
            Moment::AfterCharge,
            Moment::BeforeAnswer,
        ]);
        script = script.failing(moment, chance.pick(&[How::Close, How::PowerCycle]));
    }
    if chance.one_in(8) {
        script = script.answer(chance.pick(&[
            Answer::OtherRequest,
            Answer::Raw(b"HTTP/1.1 500\r\n\r\n".to_vec()),
            Answer::Total("viel".to_owned()),
        ]));
    }
    if chance.one_in(10) {
        script = script.charging(chance.below(5000) as i64 + 1);
    }
    if chance.one_in(6) {
        script = script.slow(Duration::from_millis(chance.below(40)));
    }
    script
}

fn run(dialect: Dialect, seed: u64, operations: usize) {
    let mut chance = Chance(seed);
    let mut habits = Habits::of(dialect);
    habits.per_workstation = chance.one_in(2);
    if chance.one_in(3) {
        habits.repeat = RepeatHabit::Wrapped;
    }
    let mut counter = Counter::with(habits);
    let mut last: Option<Approval> = None;
    let mut counts = [0; 3];
    for number in 0..operations {
        let script = script(&mut chance);
        let what = format!("seed {seed} operation {number} {dialect:?} {script:?}");
        counter.memory.push(script);
        let cents = chance.below(100_000) as i64 + 1;
        let before = counter.memory.charged().len();
        let mut clerk = Clerk {
            fail_paid: chance.one_in(20),
            fail_print: chance.one_in(20),
            fail_sending: chance.one_in(40),
            ..Clerk::default()
        };
        if chance.one_in(10) {
            clerk.abort = AbortWhen::Steps(chance.below(3) as usize);
        }
        let operation = match (chance.below(8), &last) {
            (0, Some(_)) => Operation::Reversal,
            (1, _) => Operation::Refund,
            _ => Operation::Payment,
        };
        let cents = match (operation, &last) {
            (Operation::Reversal, Some(paid)) => paid.cents,
            _ => cents,
        };
        let what = format!("{what} {operation:?}");
        let request = counter.request(cents);
        let begun = now();
        let mut driver = counter.driver();
        let outcome = match (operation, last.take()) {
            (Operation::Reversal, Some(paid)) => {
                driver.reverse(&original(&paid), &request, &mut clerk)
            }
            (Operation::Refund, _) => driver.refund(&request, &mut clerk),
            _ => driver.pay(&request, &mut clerk),
        };
        drop(driver);
        if let (Outcome::Paid(approval), Operation::Payment) = (&outcome, operation) {
            last = Some(approval.clone());
        }
        let kept = of_kind(attempt(&request, &clerk, begun), operation);
        let (word, outcome) = counter.resolve(outcome, &kept);
        counter.settled();
        let charges = counter.memory.charged().split_off(before);
        judge(&word, &charges, true, &format!("{what} {outcome:?}"));
        counts[match word {
            Word::Paid(_) => 0,
            Word::NotPaid => 1,
            Word::Undecided => 2,
        }] += 1;
        counter.memory.clear_scripts();
        if chance.one_in(50) {
            counter.restart_terminal();
        }
    }
    println!("{dialect:?} seed {seed}: paid, not paid, undecided {counts:?}");
    assert!(
        counts[0] > operations / 5 && counts[2] < operations / 3,
        "{counts:?}"
    );
}

#[test]
fn operations_by_chance() {
    let seed = std::env::var("AMTSKASSE_SEED").ok();
    let seed = seed
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_124);
    let operations = std::env::var("AMTSKASSE_OPERATIONS").ok();
    let operations = operations.and_then(|n| n.parse().ok()).unwrap_or(600);
    let threads = DIALECTS
        .map(|dialect| std::thread::spawn(move || run(dialect, seed + dialect as u64, operations)));
    for thread in threads {
        thread.join().unwrap();
    }
}
