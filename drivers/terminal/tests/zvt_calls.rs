//! Money that goes back, the other calls, power cuts and a full disk, on a real socket and at a real pseudo-terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/till.rs"]
mod till;

use std::time::Duration;

use amtskasse_terminal::zvt::simulator::{Incident, Memory, Moment, Play, Terminal, Verdict, Ways};
use amtskasse_terminal::{
    Approval, Condition, Config, Error, Nobody, Operation, Original, Outcome, Reason, Recovery,
    Refusal, Service, SlipKind,
};
use common::{Clerk, request};
use till::{calm, config, find_out, hurried, pay, since, started};

/// A terminal of both kinds of lines; each test runs at both.
fn both(ways: &Ways, test: impl Fn(&Terminal, Config)) {
    let network = Terminal::listen(0, Memory::new(ways.clone())).unwrap();
    test(&network, config(&network, calm()));
    let serial = Terminal::at_pseudo_terminal(Memory::new(ways.clone())).unwrap();
    test(&serial, config(&serial, calm()));
}

fn paid(outcome: Outcome) -> Approval {
    match outcome {
        Outcome::Paid(approval) => approval,
        other => panic!("{other:?}"),
    }
}

fn refused(outcome: Outcome) -> Refusal {
    match outcome {
        Outcome::NotPaid(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn money_goes_back() {
    both(&Ways::default(), |terminal, config| {
        let mut till = started(&config);
        let approval = paid(till.pay(&request(1250, "K1-1"), &mut Clerk::default()));
        let other = paid(till.pay(&request(900, "K1-2"), &mut Clerk::default()));
        let original = |approval: &Approval| Original {
            cents: approval.cents,
            terminal_id: approval.terminal_id.clone(),
            trace: approval.trace.clone(),
            receipt_number: approval.receipt_number.clone(),
            timestamp: approval.timestamp.clone(),
            batch: approval.batch.clone(),
        };
        let mut clerk = Clerk::default();
        let back = till.reverse(&original(&approval), &request(1250, "K1-3"), &mut clerk);
        assert_eq!(paid(back).cents, 1250);
        assert_eq!(clerk.approvals().len(), 1);
        let charged = terminal.memory().charged();
        let reversal = charged.last().unwrap();
        assert_eq!(
            (reversal.operation, reversal.of),
            (Operation::Reversal, Some(1))
        );
        let refund = paid(till.refund(&request(300, "K1-4"), &mut Clerk::default()));
        assert_eq!(refund.cents, 300);
        assert_eq!(
            terminal.memory().charged().last().unwrap().operation,
            Operation::Refund
        );
        let totals = till.totals(true, &mut clerk).unwrap();
        assert_eq!(
            (totals.cents, totals.closed),
            (1250 + 900 - 1250 - 300, true)
        );
        assert_eq!(totals.receipts, Some((1, 4)));
        assert_eq!(totals.circuits.len(), 1);
        assert_eq!(clerk.slips().last().unwrap().kind, SlipKind::Administration);
        // After the end of day nothing can be reversed.
        let late = till.reverse(&original(&other), &request(900, "K1-5"), &mut clerk);
        assert_eq!(refused(late).code, "B5");
        terminal.memory().change(|ways| ways.refuses_refunds = true);
        let refund = till.refund(&request(300, "K1-6"), &mut clerk);
        assert_eq!(refused(refund).reason, Reason::Unsupported);
    });
}

#[test]
fn the_other_calls_work() {
    both(&Ways::default(), |terminal, config| {
        let mut till = started(&config);
        let nothing = till.repeat(&mut Nobody);
        assert!(
            matches!(nothing, Ok(None) | Err(Error::Refused(_))),
            "{nothing:?}"
        );
        let status = till.status().unwrap();
        assert_eq!(status.condition, Condition::Ready);
        assert_eq!(status.version, "SIM V1.0.0");
        assert_eq!(till.log_in(&mut Nobody).unwrap().terminal_id, "29001006");
        let approval = paid(till.pay(&request(1250, "K1-1"), &mut Clerk::default()));
        let mut clerk = Clerk::default();
        let last = till.repeat(&mut clerk).unwrap().unwrap();
        assert_eq!((last.approved, last.cents), (true, 1250));
        assert_eq!(last.approval.receipt_number, approval.receipt_number);
        assert_eq!(clerk.slips().len(), 2);
        assert!(clerk.approvals().is_empty(), "an old payment is no new one");
        for service in [Service::Initialise, Service::Diagnose] {
            till.service(service, &mut clerk).unwrap();
        }
        for (state, condition) in [
            (0x51, Condition::Initialise),
            (0xC2, Condition::Diagnose),
            (0xF0, Condition::CloseDay),
            (0x9C, Condition::Wait),
            (0xDC, Condition::Service),
        ] {
            terminal.memory().change(|ways| ways.state = state);
            assert_eq!(till.status().unwrap().condition, condition, "{state:02X}");
        }
        till.log_off().unwrap();
        terminal.memory().change(|ways| ways.state = 0);
        // It forgot us, and is told again.
        paid(till.pay(&request(1, "K1-2"), &mut Clerk::default()));
    });
}

#[test]
fn a_terminal_that_closes_idle_connections_and_one_that_loses_its_power() {
    let ways = Ways {
        idle: Some(Duration::from_millis(20)),
        several: false,
        ..Ways::default()
    };
    both(&ways, |terminal, config| {
        let mut till = started(&config);
        for number in 0..3 {
            paid(till.pay(&request(100 + number, "K1-1"), &mut Clerk::default()));
            std::thread::sleep(Duration::from_millis(40));
        }
        // Registered before, forgotten by the terminal.
        terminal.memory().power_cycle(Duration::ZERO);
        paid(till.pay(&request(500, "K1-2"), &mut Clerk::default()));
        assert_eq!(terminal.memory().charged().len(), 4);
    });
}

#[test]
fn the_power_fails_during_a_payment() {
    let ways = Ways {
        announces: Some(0),
        patience: Duration::from_millis(150),
        ..Ways::default()
    };
    both(&ways, |terminal, mut config| {
        config.patience = hurried();
        let memory = terminal.memory();
        pay(
            &mut *started(&config),
            memory,
            &request(1, "K1-0"),
            &mut Clerk::default(),
        )
        .unwrap();
        for moment in [
            Moment::Message(1),
            Moment::Message(2),
            Moment::Approved,
            Moment::Stated,
            Moment::Acknowledged,
        ] {
            let before = memory.charged().len();
            memory.push(Play::with(
                moment,
                Incident::PowerCycle(Duration::from_millis(200)),
            ));
            let mut till = started(&config);
            let word = pay(
                &mut *till,
                memory,
                &request(777, "K1-1"),
                &mut Clerk::default(),
            );
            drop(till);
            let word = word.unwrap_or_else(|left| find_out(&config, &left));
            match since(memory, before).len() {
                0 => assert!(word.not_paid(), "{moment:?}: {word:?}"),
                _ => assert!(word.paid(), "{moment:?}: {word:?}"),
            }
        }
    });
}

#[test]
fn what_the_register_cannot_keep_is_not_sent_or_not_acknowledged() {
    both(&Ways::default(), |terminal, config| {
        let memory = terminal.memory();
        pay(
            &mut *started(&config),
            memory,
            &request(1, "K1-0"),
            &mut Clerk::default(),
        )
        .unwrap();
        let begun = memory.begun();
        let mut clerk = Clerk {
            fail_sending: true,
            ..Clerk::default()
        };
        let outcome = started(&config).pay(&request(1250, "K1-1"), &mut clerk);
        assert!(
            matches!(outcome, Outcome::NotStarted(Error::NotKept(_))),
            "{outcome:?}"
        );
        assert_eq!(memory.begun(), begun);
        let before = memory.charged().len();
        let acknowledged = memory.received().len();
        let mut clerk = Clerk {
            fail_paid: true,
            ..Clerk::default()
        };
        let mut till = started(&config);
        let left = pay(&mut *till, memory, &request(1250, "K1-2"), &mut clerk).unwrap_err();
        drop(till);
        let heard = memory.received().split_off(acknowledged);
        assert_eq!(heard.last().unwrap()[..2], [0x80, 0x00]);
        assert_eq!(since(memory, before).len(), 1);
        assert!(find_out(&config, &left).paid());
    });
}

/// A payment whose answer got lost, and another one before anybody asked: what the terminal tells then is about the other.
#[test]
fn what_came_after_a_lost_payment_is_not_taken_for_it() {
    let ways = Ways {
        announces: Some(0),
        patience: Duration::from_millis(150),
        ack: Duration::from_millis(60),
        ..Ways::default()
    };
    both(&ways, |terminal, mut config| {
        config.patience = hurried();
        let memory = terminal.memory();
        for (moment, charged) in [(Moment::Message(1), 0), (Moment::Approved, 1)] {
            for later in [Play::default(), Play::ends(Verdict::Decline(0x6C))] {
                pay(
                    &mut *started(&config),
                    memory,
                    &request(1, "K1-0"),
                    &mut Clerk::default(),
                )
                .unwrap();
                let case = format!("{moment:?}, {:?}", later.verdict);
                let before = memory.charged().len();
                memory.push(Play::with(
                    moment,
                    Incident::Silence(Duration::from_millis(700)),
                ));
                let mut till = started(&config);
                let lost = pay(
                    &mut *till,
                    memory,
                    &request(500, "K1-1"),
                    &mut Clerk::default(),
                );
                let left = lost.unwrap_err();
                assert_eq!(since(memory, before).len(), charged, "{case}");
                std::thread::sleep(Duration::from_millis(700));
                memory.push(later);
                // It may wait until the first one is asked about, but then it says so.
                let second = pay(
                    &mut *till,
                    memory,
                    &request(500, "K1-2"),
                    &mut Clerk::default(),
                );
                assert!(second.is_ok(), "{case}");
                memory.forget_plays();
                let attempt = left.attempt();
                let answer = till.recover(&attempt, &mut Nobody).unwrap();
                match answer {
                    Recovery::Paid(_) => assert_eq!(charged, 1, "{case}: {answer:?}"),
                    Recovery::NotPaid(_) => assert_eq!(charged, 0, "{case}: {answer:?}"),
                    Recovery::Undecided { .. } => {}
                }
            }
        }
    });
}

/// A terminal that tells its last receipt only to a till it knows, and forgot it when its power failed.
#[test]
fn a_terminal_that_forgot_the_till_is_told_again_before_its_word_counts() {
    let ways = Ways {
        announces: Some(0),
        patience: Duration::from_millis(150),
        ack: Duration::from_millis(60),
        wants_registration: false,
        repeats_to_master_only: true,
        ..Ways::default()
    };
    both(&ways, |terminal, mut config| {
        config.patience = hurried();
        let memory = terminal.memory();
        let first = request(1, "K1-0");
        pay(
            &mut *started(&config),
            memory,
            &first,
            &mut Clerk::default(),
        )
        .unwrap();
        for (moment, charged) in [(Moment::Message(1), false), (Moment::Stated, true)] {
            memory.push(Play::with(moment, Incident::PowerCycle(Duration::ZERO)));
            let mut till = started(&config);
            let lost = pay(
                &mut *till,
                memory,
                &request(500, "K1-1"),
                &mut Clerk::default(),
            );
            drop(till);
            let word = lost.unwrap_or_else(|left| find_out(&config, &left));
            assert_eq!(
                (word.paid(), word.not_paid()),
                (charged, !charged),
                "{word:?}"
            );
        }
    });
}
