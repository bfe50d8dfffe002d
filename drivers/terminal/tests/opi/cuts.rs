//! A payment cut at every byte, in both directions, on both channels, and at every moment between.

use std::collections::HashMap;

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{Channel, Cut, Habits, How, LostDevice, Moment, Script};

use crate::common::{Call, Clerk};
use crate::harness::{Counter, DIALECTS, Word, judge};

/// Every place in the messages of a payment where its line can fail.
fn places(counter: &mut Counter, script: &Script) -> Vec<Cut> {
    // The first one logs in.
    counter.pay(100, &mut Clerk::default());
    let _ = counter.memory.passed();
    counter.memory.push(script.clone());
    counter.pay(101, &mut Clerk::default());
    let mut seen = HashMap::new();
    let mut places = Vec::new();
    for passed in counter.memory.passed() {
        let message = seen.entry((passed.channel, passed.direction)).or_insert(0);
        for byte in 0..passed.bytes {
            places.push(Cut {
                channel: passed.channel,
                direction: passed.direction,
                message: *message,
                byte,
                how: How::Close,
            });
        }
        *message += 1;
    }
    places
}

/// Pays with each of the cuts; how many were paid, not paid, left to a person.
fn pay_with_cuts(
    counter: &mut Counter,
    script: &Script,
    cuts: impl Iterator<Item = Cut>,
) -> [u32; 3] {
    let mut counts = [0; 3];
    for (number, cut) in cuts.enumerate() {
        let what = format!("{:?} {cut:?}", counter.config.dialect);
        let before = counter.memory.charged().len();
        counter.memory.push(script.clone().cut(cut));
        let mut clerk = Clerk::default();
        let (word, outcome) = counter.pay(1000 + number as i64, &mut clerk);
        counter.settled();
        let charges = counter.memory.charged().split_off(before);
        // The terminal knows what it charged, and once nothing can be running any more, what it did not.
        judge(&word, &charges, false, &format!("{what} {outcome:?}"));
        // Nothing is reversed, nothing is repeated, money is journalled before it counts.
        let sendings = clerk.calls.iter();
        let sendings = sendings.filter(|call| matches!(call, Call::Sending(_)));
        assert!(sendings.count() <= 2, "{what}");
        let moved = counter.memory.heard();
        assert!(
            moved.iter().all(|heard| heard.kind != "PaymentReversal"),
            "{what}"
        );
        if let Some(amtskasse_terminal::Outcome::Paid(approval)) = &outcome {
            assert_eq!(clerk.approvals(), [approval], "{what}");
        }
        counter.memory.clear_scripts();
        match word {
            Word::Paid(_) => counts[0] += 1,
            Word::NotPaid => counts[1] += 1,
            Word::Undecided => counts[2] += 1,
        }
        // A ticket that waits is a matter of the next payment, and tested as such.
        counter
            .memory
            .change(|habits| habits.insists_on_ticket = false);
    }
    counts
}

fn channel_zero(dialect: Dialect) {
    let mut counter = Counter::new(dialect);
    counter.memory.change(|habits| habits.prints = false);
    for script in [Script::approve(), Script::decline()] {
        let places = places(&mut counter, &script);
        let cuts = places
            .into_iter()
            .filter(|cut| cut.channel == Channel::Zero);
        let counts = pay_with_cuts(&mut counter, &script, cuts);
        assert!(counts.iter().sum::<u32>() > 700, "{counts:?}");
        println!("{dialect:?} {:?}: {counts:?}", script.end);
    }
}

#[test]
fn every_byte_of_channel_zero_german_classic() {
    channel_zero(Dialect::De);
}

#[test]
fn every_byte_of_channel_zero_ingenico() {
    channel_zero(Dialect::Ingenico);
}

#[test]
fn every_byte_of_channel_zero_ccv() {
    channel_zero(Dialect::Ccv);
}

#[test]
fn every_byte_of_channel_zero_nexi() {
    channel_zero(Dialect::NexiCh);
}

fn channel_one(dialect: Dialect, lost: LostDevice, step: usize) {
    let mut counter = Counter::new(dialect);
    counter.memory.change(|habits| habits.lost_device = lost);
    let script = Script::approve();
    let places = places(&mut counter, &script);
    let cuts = places
        .into_iter()
        .filter(|cut| cut.channel == Channel::One)
        .step_by(step);
    let counts = pay_with_cuts(&mut counter, &script, cuts);
    assert!(counts.iter().sum::<u32>() > 1000, "{counts:?}");
    println!("{dialect:?} {lost:?}: {counts:?}");
}

#[test]
fn every_byte_of_channel_one_german_classic() {
    channel_one(Dialect::De, LostDevice::GoOn, 1);
}

#[test]
fn every_third_byte_of_channel_one_ccv() {
    channel_one(Dialect::Ccv, LostDevice::Abort, 3);
}

#[test]
fn a_power_cut_at_any_place() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let script = Script::approve();
        let places = places(&mut counter, &script);
        let cuts = places.into_iter().step_by(37).map(|cut| Cut {
            how: How::PowerCycle,
            ..cut
        });
        let counts = pay_with_cuts(&mut counter, &script, cuts);
        println!("{dialect:?}: {counts:?}");
    }
}

#[test]
fn silence_at_any_place() {
    for dialect in DIALECTS {
        let mut habits = Habits::of(dialect);
        habits.patience = std::time::Duration::from_millis(100);
        let mut counter = Counter::with(habits);
        let script = Script::approve();
        let places = places(&mut counter, &script);
        let cuts = places.into_iter().step_by(499).map(|cut| Cut {
            how: How::Silence,
            ..cut
        });
        let counts = pay_with_cuts(&mut counter, &script, cuts);
        println!("{dialect:?}: {counts:?}");
    }
}

#[test]
fn every_moment_in_every_way() {
    for dialect in DIALECTS {
        for script in [Script::approve(), Script::decline()] {
            for moment in [
                Moment::Accepted,
                Moment::BeforeCharge,
                Moment::AfterCharge,
                Moment::BeforeAnswer,
            ] {
                for how in [How::Close, How::Silence, How::PowerCycle] {
                    let what = format!("{dialect:?} {:?} {moment:?} {how:?}", script.end);
                    let mut counter = Counter::new(dialect);
                    // A terminal without any earlier message has nothing to tell ours from.
                    counter.pay(990, &mut Clerk::default());
                    counter.memory.push(script.clone().failing(moment, how));
                    let (word, outcome) = counter.pay(1250, &mut Clerk::default());
                    counter.settled();
                    let charges = counter.memory.charged().split_off(1);
                    judge(&word, &charges, false, &format!("{what} {outcome:?}"));
                }
            }
        }
    }
}
