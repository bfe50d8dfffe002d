//! Thousands of payments with random cards, refusals, cuts, restarts and late questions, at terminals of every kind, with
//! one till and with two: `paid` and `not paid` are only said when they are true.
//!
//! `AMTSKASSE_SEED=n` repeats a run, `AMTSKASSE_ROUNDS=n` makes it longer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/till.rs"]
mod till;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use amtskasse_terminal::zvt::simulator::{
    Card, Charge, Fault, Forsaken, Incident, Memory, Moment, Oddity, Play, Terminal,
    Unacknowledged, Verdict, Way, Ways,
};
use amtskasse_terminal::{CardTerminal, Config, Recovery};
use common::{Clerk, request};
use till::{Left, Word, config, hurried, pay, since, started};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end).unwrap()).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn ways(dice: &mut Dice) -> Ways {
    Ways {
        wants_registration: dice.percent(70),
        unacknowledged: match dice.percent(25) {
            true => Unacknowledged::TakenBack,
            false => Unacknowledged::Stays,
        },
        forsaken: match dice.percent(50) {
            true => Forsaken::GoesOn,
            false => Forsaken::Stops,
        },
        keeps_refusals: dice.percent(60),
        repeats_to_master_only: dice.percent(20),
        service_byte: dice.percent(90),
        several: dice.percent(70),
        idle: dice.percent(20).then(|| Duration::from_millis(30)),
        announces: Some(0),
        patience: Duration::from_millis(120),
        ack: Duration::from_millis(60),
        byte: Duration::from_millis(15),
        ..Ways::default()
    }
}

fn play(dice: &mut Dice) -> Play {
    let cards = [
        Card::girocard(),
        Card::contactless(),
        Card::credit(),
        Card::signed(),
        Card::phone(),
        Card::high_type(),
    ];
    let mut play = Play::approve(cards[dice.below(cards.len())].clone());
    match dice.below(100) {
        0..15 => play.verdict = Verdict::Decline([0x05, 0x6C, 0xC3, 0x78][dice.below(4)]),
        15..20 => play.verdict = Verdict::Abort(0x6C),
        20..22 => play.verdict = Verdict::Refuse(0x83),
        22..26 => play.oddity = [Oddity::FieldAfter, Oddity::Tags][dice.below(2)],
        26..28 => play.oddity = Oddity::Commands,
        28..30 => play.oddity = Oddity::FieldBefore,
        30..32 => play.busy = 1,
        32..34 => play.prints_first = true,
        34..36 => play.silent = true,
        _ => {}
    }
    if dice.percent(15) {
        let moments = [
            Moment::Message(dice.below(8)),
            Moment::Approved,
            Moment::Stated,
            Moment::Acknowledged,
        ];
        let incidents = [
            Incident::Cut,
            Incident::Silence(Duration::from_millis(200)),
            Incident::PowerCycle(Duration::from_millis(50)),
        ];
        play.incident = Some((
            moments[dice.below(moments.len())],
            incidents[dice.below(incidents.len())].clone(),
        ));
    }
    play
}

/// A payment whose outcome a till does not know, and what really came of it.
struct Pending {
    left: Left,
    truth: Vec<Charge>,
}

/// Several tills at one terminal.
struct Scene {
    seed: u64,
    dice: Dice,
    terminal: Terminal,
    configs: Vec<Config>,
    tills: Vec<Box<dyn CardTerminal>>,
    pending: Vec<Vec<Pending>>,
    taken_back: bool,
    counts: [usize; 4],
    step: usize,
}

impl Scene {
    fn new(seed: u64, tills: usize) -> Self {
        let mut dice = Dice(seed);
        let ways = ways(&mut dice);
        let taken_back = ways.unacknowledged == Unacknowledged::TakenBack;
        let memory = Memory::new(ways);
        let terminal = match dice.percent(25) && tills == 1 {
            true => Terminal::at_pseudo_terminal(memory).unwrap(),
            false => Terminal::listen(0, memory).unwrap(),
        };
        let config = Config {
            shared: tills > 1,
            ..config(&terminal, hurried())
        };
        // Near its end, so that receipt numbers begin anew in the middle.
        let next = 9_999 - u64::try_from(dice.below(40)).unwrap();
        terminal.memory().set_next(next);
        Self {
            seed,
            dice,
            terminal,
            tills: (0..tills).map(|_| started(&config)).collect(),
            pending: (0..tills).map(|_| Vec::new()).collect(),
            configs: vec![config; tills],
            taken_back,
            counts: [0; 4],
            step: 0,
        }
    }

    fn check(&mut self, word: &Word, truth: &[Charge], kept: bool) {
        let place = format!("seed {}, step {}", self.seed, self.step);
        match (word, truth) {
            (Word::Paid(approval), [charge]) => {
                let receipt = approval.receipt_number.parse::<u16>().unwrap();
                assert_eq!(
                    (approval.cents, receipt),
                    (charge.cents, charge.receipt),
                    "{place}"
                );
                self.counts[0] += 1;
            }
            (Word::NotPaid(_), []) => self.counts[1] += 1,
            (Word::Undecided(why), _) => {
                if std::env::var_os("AMTSKASSE_WHY").is_some() {
                    let ways = self.terminal.memory().ways();
                    println!(
                        "undecided: {why} (service byte {}, refusals kept {})",
                        ways.service_byte, ways.keeps_refusals
                    );
                }
                self.counts[2] += 1;
            }
            // See the cut tests: an old terminal that missed the acknowledgement.
            (Word::Paid(_), []) if self.taken_back && kept => self.counts[3] += 1,
            _ => panic!("{place}: the till says {word:?}, the terminal {truth:?}"),
        }
    }

    fn pay(&mut self, who: usize) {
        let memory = self.terminal.memory().clone();
        // Few amounts, so that they are often equal.
        let cents = [100, 250, 999][self.dice.below(3)];
        memory.push(play(&mut self.dice));
        if self.dice.percent(40) {
            let (way, at) = match self.dice.percent(70) {
                true => (Way::ToTill, self.dice.below(800)),
                false => (Way::ToTerminal, self.dice.below(120)),
            };
            memory.arm(match self.dice.percent(80) {
                true => Fault::Cut(way, at),
                false => Fault::Silence(way, at, Duration::from_millis(300)),
            });
        }
        let before = memory.charged().len();
        let mut clerk = Clerk {
            fail_paid: self.dice.percent(3),
            ..Clerk::default()
        };
        let reference = format!("K{who}-{}", self.step);
        let till = &mut *self.tills[who];
        let outcome = pay(till, &memory, &request(cents, &reference), &mut clerk);
        memory.heal();
        memory.forget_plays();
        let truth = since(&memory, before);
        match outcome {
            Ok(word) => self.check(&word, &truth, !clerk.approvals().is_empty()),
            Err(left) => self.pending[who].push(Pending { left, truth }),
        }
    }

    fn restart(&mut self, who: usize) {
        self.tills[who] = started(&self.configs[who]);
    }

    /// Asks about one of the unknown ones; it may stay unknown if the terminal cannot be asked.
    fn ask(&mut self, who: usize) {
        let place = self.dice.below(self.pending[who].len());
        let pending = self.pending[who].swap_remove(place);
        let attempt = pending.left.attempt();
        let word = match self.tills[who].recover(&attempt, &mut Clerk::default()) {
            Ok(Recovery::Paid(approval)) => Word::Paid(Box::new(approval)),
            Ok(Recovery::NotPaid(refusal)) => Word::NotPaid(format!("{refusal:?}")),
            Ok(Recovery::Undecided { why, .. }) => Word::Undecided(why),
            Err(_) => return self.pending[who].push(pending),
        };
        self.check(&word, &pending.truth, false);
    }

    /// `patient`: nobody pays at the terminal before what is unknown was asked about, as the register does it.
    fn run(&mut self, steps: usize, patient: bool) {
        for step in 0..steps {
            self.step = step;
            let who = self.dice.below(self.tills.len());
            let open = !self.pending[who].is_empty();
            // What a driver did since is its own knowledge: a new one must ask first.
            if self.dice.percent(10) && (patient || !open) {
                self.restart(who);
            }
            match open && (patient || self.dice.percent(40)) {
                true => self.ask(who),
                false => self.pay(who),
            }
        }
    }
}

fn number(name: &str, usual: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(usual, |value| value.parse().unwrap())
}

fn everywhere(name: &str, tills: usize, patient: bool) -> [usize; 4] {
    let seed = number("AMTSKASSE_SEED", 20_261_124);
    let rounds = usize::try_from(number("AMTSKASSE_ROUNDS", 32)).unwrap();
    let (next, counts) = (AtomicUsize::new(0), [const { AtomicUsize::new(0) }; 4]);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                loop {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    if round >= rounds {
                        break;
                    }
                    let mut scene = Scene::new(seed + u64::try_from(round).unwrap(), tills);
                    scene.run(40, patient);
                    for (sum, count) in counts.iter().zip(scene.counts) {
                        sum.fetch_add(count, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let counts = counts.map(|count| count.load(Ordering::Relaxed));
    let [paid, not_paid, undecided, taken_back] = counts;
    println!(
        "{name}: seed {seed}, {rounds} terminals, {paid} paid, {not_paid} not paid, {undecided} undecided, {taken_back} taken back"
    );
    assert!(paid > 5 * rounds && not_paid > 5 * rounds);
    counts
}

#[test]
fn one_till_that_asks_before_it_goes_on() {
    everywhere("one till", 1, true);
}

#[test]
fn one_till_that_goes_on_before_it_asks() {
    everywhere("one till, late", 1, false);
}

#[test]
fn two_tills_at_one_terminal() {
    everywhere("two tills", 2, true);
}

#[test]
fn two_tills_that_go_on_before_they_ask() {
    everywhere("two tills, late", 2, false);
}

/// Two tills at the same time: the terminal serves one and refuses the other, and neither takes the other's payment for
/// its own. Amounts tell them apart.
#[test]
fn two_tills_at_the_same_time() {
    let memory = Memory::new(Ways {
        announces: Some(0),
        patience: Duration::from_millis(300),
        ..Ways::default()
    });
    let terminal = Terminal::listen(0, memory.clone()).unwrap();
    let config = Config {
        shared: true,
        ..config(&terminal, hurried())
    };
    for _ in 0..80 {
        memory.push(Play {
            pace: Duration::from_millis(2),
            ..Play::default()
        });
    }
    let (paid, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for who in 0..2 {
            let (config, paid, refused) = (&config, &paid, &refused);
            scope.spawn(move || {
                let mut till = started(config);
                for number in 0..40 {
                    let cents = 1_000 * (who + 1) + number;
                    let wanted = request(cents, &format!("K{who}-{number}"));
                    match till.pay(&wanted, &mut Clerk::default()) {
                        amtskasse_terminal::Outcome::Paid(approval) => {
                            assert_eq!(approval.cents, cents);
                            paid.fetch_add(1, Ordering::Relaxed);
                        }
                        amtskasse_terminal::Outcome::NotPaid(_) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        other => println!("{other:?}"),
                    }
                }
            });
        }
    });
    let charged = memory.charged();
    assert_eq!(charged.len(), paid.into_inner());
    let mut amounts: Vec<_> = charged.iter().map(|charge| charge.cents).collect();
    amounts.sort_unstable();
    amounts.dedup();
    assert_eq!(amounts.len(), charged.len(), "charged twice");
    assert!(charged.len() > 10, "{} of 80 were paid", charged.len());
}
