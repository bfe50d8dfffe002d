//! Everything a ZVT terminal may do during a payment, on a real socket and at a real pseudo-terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/till.rs"]
mod till;

use std::time::{Duration, Instant};

use amtskasse_terminal::zvt::simulator::{
    Card, Letters, Memory, Oddity, Play, Terminal, Verdict, Ways,
};
use amtskasse_terminal::{
    Approval, CardKind, Condition, Config, Entry, Outcome, Reason, Refusal, SlipKind, Step,
};
use common::{AbortWhen, Call, Clerk, request};
use till::{Word, calm, config, find_out, pay, since, started};

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

/// Pays 12.50 as the play wants it.
fn play(terminal: &Terminal, config: &Config, play: Play, clerk: &mut Clerk) -> Outcome {
    terminal.memory().push(play);
    started(config).pay(&request(1250, "K1-1"), clerk)
}

#[test]
fn cards_come_as_they_are() {
    both(&Ways::default(), |terminal, config| {
        let mut till = started(&config);
        for (card, kind, entry, brand, signature) in [
            (
                Card::girocard(),
                CardKind::Debit,
                Entry::Chip,
                "girocard",
                false,
            ),
            (
                Card::contactless(),
                CardKind::Debit,
                Entry::Contactless,
                "girocard",
                false,
            ),
            (Card::credit(), CardKind::Credit, Entry::Chip, "VISA", false),
            (
                Card::signed(),
                CardKind::Credit,
                Entry::Chip,
                "Mastercard",
                true,
            ),
            (
                Card::paypass_signed(),
                CardKind::Credit,
                Entry::Contactless,
                "Mastercard",
                true,
            ),
        ] {
            terminal.memory().push(Play::approve(card.clone()));
            let mut clerk = Clerk::default();
            let approval = paid(till.pay(&request(1250, "K1-1"), &mut clerk));
            let case = format!("{card:?}: {approval:?}");
            assert_eq!((approval.cents, approval.kind), (1250, kind), "{case}");
            assert_eq!(
                (approval.entry, approval.signature),
                (entry, signature),
                "{case}"
            );
            assert_eq!(approval.brand, brand, "{case}");
            assert_eq!(approval.terminal_id, "29001006");
            assert!(approval.masked_number.contains('#'), "{case}");
            assert!(approval.text.starts_with("GEN.NR.:"), "{case}");
            assert_eq!(approval.timestamp.len(), 19, "{case}");
            assert_eq!(clerk.approvals(), [&approval]);
            let kinds: Vec<_> = clerk.slips().iter().map(|slip| slip.kind).collect();
            assert_eq!(kinds, [SlipKind::Merchant, SlipKind::Customer]);
            assert_eq!(clerk.slips()[0].lines[0].text, "* HÄNDLERBELEG *");
            assert!(clerk.slips()[0].lines[0].centred);
        }
        for card in [Card::phone(), Card::high_type()] {
            terminal.memory().push(Play::approve(card));
            let approval = paid(till.pay(&request(1250, "K1-1"), &mut Clerk::default()));
            assert_eq!(approval.entry, Entry::Contactless);
            assert!(!approval.brand.is_empty());
        }
        assert_eq!(terminal.memory().charged().len(), 7);
    });
}

#[test]
fn numbers_that_are_long_or_begin_anew() {
    both(&Ways::default(), |terminal, config| {
        terminal.memory().set_next(9_999);
        let mut till = started(&config);
        let numbers = [(); 2].map(|()| {
            let approval = paid(till.pay(&request(1, "K1-1"), &mut Clerk::default()));
            (approval.receipt_number, approval.trace)
        });
        let number = |receipt: &str, trace: &str| (receipt.to_owned(), trace.to_owned());
        assert_eq!(
            numbers,
            [number("9999", "009999"), number("0001", "010000")]
        );
        terminal.memory().set_next(12_345_678);
        let approval = paid(till.pay(&request(1, "K1-1"), &mut Clerk::default()));
        assert_eq!(approval.trace, "12345678");
    });
}

#[test]
fn what_is_refused_is_refused_in_words() {
    both(&Ways::default(), |terminal, config| {
        for (verdict, code, reason) in [
            (Verdict::Decline(0x05), "05", Reason::Declined),
            (Verdict::Decline(0x6C), "6C", Reason::Aborted),
            (Verdict::Decline(0xC3), "C3", Reason::Declined),
            (Verdict::Decline(0x78), "78", Reason::Declined),
            (Verdict::Abort(0x6C), "6C", Reason::Aborted),
            (Verdict::Refuse(0x83), "83", Reason::Unsupported),
            (
                Verdict::Abort(0xF0),
                "F0",
                Reason::NotReady(Condition::CloseDay),
            ),
        ] {
            let mut clerk = Clerk::default();
            let refusal = refused(play(terminal, &config, Play::ends(verdict), &mut clerk));
            assert_eq!(
                (refusal.code.as_str(), refusal.reason),
                (code, reason),
                "{refusal:?}"
            );
            assert!(!refusal.text.is_empty());
            assert!(clerk.approvals().is_empty());
        }
        let refusal = refused(play(
            terminal,
            &config,
            Play::ends(Verdict::Decline(0x05)),
            &mut Clerk::default(),
        ));
        assert_eq!(refusal.text, "Karte abgelehnt");
        assert!(terminal.memory().charged().is_empty());
    });
}

#[test]
fn the_clerk_stops_it_in_time_and_too_late() {
    both(&Ways::default(), |terminal, config| {
        let slow = Play {
            pace: Duration::from_millis(150),
            ..Play::default()
        };
        let mut clerk = Clerk {
            abort: AbortWhen::Steps(1),
            ..Clerk::default()
        };
        let refusal = refused(play(terminal, &config, slow.clone(), &mut clerk));
        assert_eq!(refusal.reason, Reason::Aborted);
        // Once the card is in, the terminal refuses to stop, and the outcome counts.
        let mut clerk = Clerk {
            abort: AbortWhen::Text("warten".to_owned()),
            ..Clerk::default()
        };
        paid(play(terminal, &config, slow, &mut clerk));
        assert!(terminal.memory().commands(0x06B0) >= 2);
        assert_eq!(terminal.memory().charged().len(), 1);
    });
}

#[test]
fn steps_are_shown_in_the_terminals_words() {
    for letters in [Letters::Cp437, Letters::Latin1, Letters::Utf8] {
        let ways = Ways {
            letters,
            ..Ways::default()
        };
        both(&ways, |terminal, config| {
            let mut clerk = Clerk::default();
            paid(play(terminal, &config, Play::default(), &mut clerk));
            let texts = ["Karte vorhalten\neinstecken/durchziehen", "Bitte warten"];
            assert_eq!(clerk.texts(), texts);
            assert_eq!(
                clerk.slips()[0].lines[0].text,
                "* HÄNDLERBELEG *",
                "{letters:?}"
            );
            let first = clerk
                .calls
                .iter()
                .find(|call| matches!(call, Call::Step(_)));
            assert_eq!(first, Some(&Call::Step(Step::Sent)));
        });
    }
    let ways = Ways {
        texts: false,
        announces: None,
        ..Ways::default()
    };
    both(&ways, |terminal, config| {
        let mut clerk = Clerk::default();
        paid(play(terminal, &config, Play::default(), &mut clerk));
        let shown = |step: &Step| clerk.calls.contains(&Call::Step(step.clone()));
        assert!(shown(&Step::PresentCard), "{:?}", clerk.calls);
    });
}

#[test]
fn what_nobody_knows_costs_no_result() {
    both(&Ways::default(), |terminal, config| {
        for oddity in [Oddity::FieldAfter, Oddity::Tags, Oddity::Commands] {
            let mut clerk = Clerk::default();
            let approval = paid(play(terminal, &config, Play::odd(oddity), &mut clerk));
            assert_eq!(approval.cents, 1250, "{oddity:?}");
            assert_eq!(clerk.approvals().len(), 1);
        }
    });
}

#[test]
fn a_result_that_cannot_be_read_is_asked_for_again() {
    both(&Ways::default(), |terminal, config| {
        let memory = terminal.memory();
        pay(
            &mut *started(&config),
            memory,
            &request(1, "K1-0"),
            &mut Clerk::default(),
        )
        .unwrap();
        for odd_again in [false, true] {
            memory.push(Play {
                odd_again,
                ..Play::odd(Oddity::FieldBefore)
            });
            let before = memory.charged().len();
            let mut clerk = Clerk::default();
            let mut till = started(&config);
            let left = pay(&mut *till, memory, &request(1250, "K1-1"), &mut clerk).unwrap_err();
            assert!(clerk.approvals().is_empty());
            assert_eq!(since(memory, before).len(), 1);
            let word = find_out(&config, &left);
            match odd_again {
                false => assert!(word.paid(), "{word:?}"),
                true => assert!(matches!(word, Word::Undecided(_)), "{word:?}"),
            }
        }
    });
}

#[test]
fn slips_come_in_blocks_in_lines_before_the_result_or_stay_at_the_terminal() {
    both(&Ways::default(), |terminal, mut config| {
        let mut clerk = Clerk::default();
        let first = Play {
            prints_first: true,
            ..Play::approve(Card::signed())
        };
        paid(play(terminal, &config, first, &mut clerk));
        assert_eq!(clerk.slips().len(), 2);
        assert!(clerk.slips()[0].signature && !clerk.slips()[1].signature);
        let paid_at = clerk
            .calls
            .iter()
            .position(|call| matches!(call, Call::Paid(_)));
        let printed_at = clerk
            .calls
            .iter()
            .position(|call| matches!(call, Call::Print(_)));
        assert!(printed_at < paid_at);
        // A slip that cannot be kept costs nothing that is paid.
        let mut clerk = Clerk {
            fail_print: true,
            ..Clerk::default()
        };
        paid(play(terminal, &config, Play::default(), &mut clerk));
        config.slips = amtskasse_terminal::config::Slips::Terminal;
        let mut clerk = Clerk::default();
        paid(play(terminal, &config, Play::default(), &mut clerk));
        assert!(clerk.slips().is_empty());
        assert_eq!(terminal.memory().printed().len(), 2);
        // Without any intermediate status.
        let silent = Play {
            silent: true,
            ..Play::default()
        };
        paid(play(terminal, &config, silent, &mut Clerk::default()));
    });
}

#[test]
fn other_amounts_are_told_as_they_are() {
    both(&Ways::default(), |terminal, config| {
        for cents in [1000, 1300] {
            let other = Play {
                approves: Some(cents),
                ..Play::default()
            };
            let approval = paid(play(terminal, &config, other, &mut Clerk::default()));
            assert_eq!(approval.cents, cents);
        }
        let elsewhere = Play {
            terminal_id: Some(11_223_344),
            ..Play::default()
        };
        let approval = paid(play(terminal, &config, elsewhere, &mut Clerk::default()));
        assert_eq!(approval.terminal_id, "11223344");
    });
}

#[test]
fn a_busy_terminal_is_asked_again_and_not_for_ever() {
    both(&Ways::default(), |terminal, config| {
        let busy = |times| Play {
            busy: times,
            ..Play::default()
        };
        let mut clerk = Clerk::default();
        paid(play(terminal, &config, busy(2), &mut clerk));
        let sending = |call: &&Call| matches!(call, Call::Sending(_));
        assert_eq!(clerk.calls.iter().filter(sending).count(), 1);
        let refusal = refused(play(terminal, &config, busy(1000), &mut Clerk::default()));
        assert_eq!(refusal.reason, Reason::Busy);
        assert_eq!(terminal.memory().charged().len(), 1);
    });
}

#[test]
fn a_slow_terminal_may_take_its_time() {
    let ways = Ways {
        announces: Some(1),
        ..Ways::default()
    };
    both(&ways, |terminal, mut config| {
        // Longer than T4 after each message, but the terminal has announced a minute; before the first message and after
        // the last intermediate status it keeps within T4.
        config.patience.completion = Duration::from_millis(400);
        config.patience.answer = Duration::from_millis(400);
        let slow = Play {
            pace: Duration::from_millis(250),
            ..Play::default()
        };
        let begun = Instant::now();
        paid(play(terminal, &config, slow, &mut Clerk::default()));
        assert!(begun.elapsed() > Duration::from_millis(1000));
    });
}

#[test]
fn messages_are_numbered_where_the_terminal_wants_it() {
    let ways = Ways {
        numbers: true,
        ..Ways::default()
    };
    both(&ways, |terminal, config| {
        let mut till = started(&config);
        for _ in 0..2 {
            let approval = paid(till.pay(&request(1250, "K1-1"), &mut Clerk::default()));
            assert_eq!(approval.cents, 1250);
        }
        let memory = terminal.memory();
        assert_eq!(memory.unmirrored(), 0);
        let numbered = |apdu: &[u8]| apdu.windows(3).any(|tag| tag == [0x1F, 0x73, 0x03]);
        // Registration, its completion, and everything after it but acknowledgements of what had no number.
        let received = memory.received();
        let commands = received.iter().filter(|apdu| apdu[0] == 0x06);
        assert!(
            commands.clone().all(|apdu| numbered(apdu)),
            "{received:02X?}"
        );
        assert_eq!(commands.count(), 4);
    });
}
