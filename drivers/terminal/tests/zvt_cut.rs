//! The line is cut at every byte of a payment, in both directions; the till is restarted; its final word is always the
//! terminal's truth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/till.rs"]
mod till;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use amtskasse_terminal::Config;
use amtskasse_terminal::zvt::simulator::{
    Fault, Forsaken, Memory, Terminal, Unacknowledged, Way, Ways,
};
use common::{Call, Clerk, request};
use till::{Word, config, find_out, hurried, pay, since, started};

/// How a terminal in a hurry is built.
fn ways() -> Ways {
    Ways {
        patience: Duration::from_millis(150),
        ack: Duration::from_millis(60),
        byte: Duration::from_millis(15),
        announces: Some(0),
        ..Ways::default()
    }
}

/// What is done at each byte.
#[derive(Clone)]
struct Plan {
    name: &'static str,
    serial: bool,
    ways: Ways,
    fault: fn(Way, usize) -> Fault,
    /// Every so many bytes.
    stride: usize,
    /// The terminal takes a payment back whose acknowledgement it missed.
    taken_back: bool,
}

impl Plan {
    fn new(name: &'static str, serial: bool) -> Self {
        Self {
            name,
            serial,
            ways: ways(),
            fault: Fault::Cut,
            stride: 1,
            taken_back: false,
        }
    }
}

#[derive(Default)]
struct Tally {
    paid: AtomicUsize,
    not_paid: AtomicUsize,
    recovered: AtomicUsize,
    taken_back: AtomicUsize,
}

/// One payment with a fault, to its final word; `true`: the fault was met.
fn one(plan: &Plan, memory: &Memory, config: &Config, way: Way, at: usize, tally: &Tally) -> bool {
    let place = format!("{}: {way:?} byte {at}", plan.name);
    let cents = 100 + i64::try_from(at % 50_000).unwrap();
    let request = request(cents, &place);
    let before = memory.charged().len();
    let closings = memory.closings();
    memory.arm((plan.fault)(way, at));
    let mut clerk = Clerk::default();
    let mut till = started(config);
    let outcome = pay(&mut *till, memory, &request, &mut clerk);
    let met = memory.heal();
    let word = match outcome {
        Ok(word) => word,
        Err(left) => {
            drop(till);
            tally.recovered.fetch_add(1, Ordering::Relaxed);
            find_out(config, &left)
        }
    };
    let charged = since(memory, before);
    let kept = clerk.approvals().first().copied();
    match (&word, charged.as_slice()) {
        (Word::Paid(approval), [charge]) => {
            tally.paid.fetch_add(1, Ordering::Relaxed);
            assert_eq!((approval.cents, charge.cents), (cents, cents), "{place}");
            let receipt = approval.receipt_number.parse::<u16>().unwrap();
            assert_eq!(receipt, charge.receipt, "{place}");
            assert!(kept.is_none_or(|kept| *kept == **approval), "{place}");
        }
        (Word::NotPaid(why), []) => {
            if std::env::var_os("WHY").is_some() {
                println!("{place}: {why}");
            }
            tally.not_paid.fetch_add(1, Ordering::Relaxed);
            assert!(kept.is_none(), "{place}: kept as paid");
        }
        // The acknowledgement itself got lost, and a terminal of the old kind takes the payment back: nobody can know.
        (Word::Paid(_), []) if plan.taken_back && kept.is_some() => {
            tally.taken_back.fetch_add(1, Ordering::Relaxed);
        }
        _ => panic!("{place}: the till says {word:?}, the terminal {charged:?}"),
    }
    let sending = |call: &Call| matches!(call, Call::Sending(_));
    if let Some(paid) = clerk
        .calls
        .iter()
        .position(|call| matches!(call, Call::Paid(_)))
    {
        assert!(clerk.calls[..paid].iter().any(sending), "{place}");
    }
    assert_eq!(memory.closings(), closings, "{place}");
    met
}

/// A terminal that has seen a payment before: one with an empty memory has nothing to compare with.
fn terminal(plan: &Plan) -> Terminal {
    let memory = Memory::new(plan.ways.clone());
    let terminal = match plan.serial {
        true => Terminal::at_pseudo_terminal(memory).unwrap(),
        false => Terminal::listen(0, memory).unwrap(),
    };
    let mut till = started(&config(&terminal, hurried()));
    let first = request(77, "first");
    pay(&mut *till, terminal.memory(), &first, &mut Clerk::default()).unwrap();
    terminal
}

/// How many bytes a payment is, in both directions.
fn lengths(plan: &Plan) -> (usize, usize) {
    let terminal = terminal(plan);
    let (memory, config) = (terminal.memory(), config(&terminal, hurried()));
    memory.arm(Fault::Cut(Way::ToTill, usize::MAX));
    let mut till = started(&config);
    let paid = pay(
        &mut *till,
        memory,
        &request(100, "length"),
        &mut Clerk::default(),
    );
    assert!(paid.is_ok_and(|word| word.paid()), "{}", plan.name);
    drop(till);
    std::thread::sleep(Duration::from_millis(50));
    memory.counted()
}

/// Cuts at every byte, on several terminals at once: most of the time is waiting.
fn everywhere(plan: &Plan) {
    let (to_till, to_terminal) = lengths(plan);
    let mut places: Vec<_> = (0..to_till).map(|at| (Way::ToTill, at)).collect();
    places.extend((0..to_terminal).map(|at| (Way::ToTerminal, at)));
    let places: Vec<_> = places.into_iter().step_by(plan.stride).collect();
    let (next, tally) = (AtomicUsize::new(0), Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let terminal = terminal(plan);
                let (memory, config) = (terminal.memory(), config(&terminal, hurried()));
                while let Some((way, at)) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                    one(plan, memory, &config, *way, *at, &tally);
                }
            });
        }
    });
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    println!(
        "{}: {to_till} bytes to the till, {to_terminal} to the terminal, {} payments: {} paid, {} not paid, {} taken back, {} by asking",
        plan.name,
        places.len(),
        count(&tally.paid),
        count(&tally.not_paid),
        count(&tally.taken_back),
        count(&tally.recovered),
    );
    assert!(count(&tally.paid) > 0 && count(&tally.not_paid) > 0);
    assert!(count(&tally.recovered) > 0, "no cut was ever felt");
}

#[test]
fn tcp_cut_at_every_byte() {
    everywhere(&Plan::new("TCP", false));
}

#[test]
fn tcp_cut_at_every_byte_of_an_old_terminal() {
    let mut plan = Plan::new("TCP, taken back", false);
    plan.ways.unacknowledged = Unacknowledged::TakenBack;
    plan.taken_back = true;
    everywhere(&plan);
}

#[test]
fn tcp_cut_while_the_customer_goes_on() {
    let mut plan = Plan::new("TCP, goes on", false);
    plan.ways.forsaken = Forsaken::GoesOn;
    plan.ways.several = true;
    plan.stride = 2;
    everywhere(&plan);
}

#[test]
fn tcp_queueing_connections() {
    let mut plan = Plan::new("TCP, one at a time", false);
    plan.ways.several = false;
    plan.ways.forsaken = Forsaken::GoesOn;
    plan.stride = 3;
    everywhere(&plan);
}

#[test]
fn tcp_falls_silent_at_every_byte() {
    let mut plan = Plan::new("TCP, silence", false);
    plan.fault = |way, at| Fault::Silence(way, at, Duration::from_secs(3600));
    plan.stride = 2;
    everywhere(&plan);
}

#[test]
fn tcp_terminal_without_refusals_or_registration() {
    let mut plan = Plan::new("TCP, remembers payments only", false);
    plan.ways.keeps_refusals = false;
    plan.ways.wants_registration = false;
    plan.ways.idle = Some(Duration::from_millis(30));
    plan.stride = 2;
    everywhere(&plan);
}

#[test]
fn serial_cut_at_every_byte() {
    everywhere(&Plan::new("serial", true));
}

#[test]
fn serial_silence_shorter_than_the_patience() {
    let mut plan = Plan::new("serial, short silence", true);
    plan.fault = |way, at| Fault::Silence(way, at, Duration::from_millis(40));
    everywhere_or_unfelt(&plan);
}

#[test]
fn serial_every_byte_corrupted_once() {
    let mut plan = Plan::new("serial, one bit wrong", true);
    plan.fault = |way, at| Fault::Flip(way, at, 0x04);
    everywhere_or_unfelt(&plan);
}

/// As [`everywhere`], where repeats repair most.
fn everywhere_or_unfelt(plan: &Plan) {
    let (to_till, to_terminal) = lengths(plan);
    let tally = Tally::default();
    let next = AtomicUsize::new(0);
    let total = to_till + to_terminal;
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let terminal = terminal(plan);
                let (memory, config) = (terminal.memory(), config(&terminal, hurried()));
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (way, at) = match at {
                        at if at < to_till => (Way::ToTill, at),
                        at if at < total => (Way::ToTerminal, at - to_till),
                        _ => break,
                    };
                    one(plan, memory, &config, way, at, &tally);
                }
            });
        }
    });
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    println!(
        "{}: {total} payments: {} paid, {} not paid, {} by asking",
        plan.name,
        count(&tally.paid),
        count(&tally.not_paid),
        count(&tally.recovered),
    );
    assert!(count(&tally.paid) > total / 2);
}

#[test]
fn serial_every_ack_lost_once() {
    let mut plan = Plan::new("serial, ACK lost", true);
    plan.fault = Fault::LoseAck;
    let counts = [Way::ToTill, Way::ToTerminal].map(|way| until_unmet(&plan, way));
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
}

#[test]
fn serial_noise_before_every_frame() {
    let mut plan = Plan::new("serial, noise", true);
    plan.fault = |_, at| Fault::Noise(at, 7);
    assert!(until_unmet(&plan, Way::ToTill) > 5);
}

/// Faults at 0, 1, 2 … until a payment passes without meeting its fault: how many were met. All are paid.
fn until_unmet(plan: &Plan, way: Way) -> usize {
    let terminal = terminal(plan);
    let (memory, config) = (terminal.memory(), config(&terminal, hurried()));
    let tally = Tally::default();
    let met = (0..)
        .take_while(|at| one(plan, memory, &config, way, *at, &tally))
        .count();
    println!("{}: {way:?}: {met}", plan.name);
    assert_eq!(tally.not_paid.into_inner(), 0, "{}", plan.name);
    met
}
