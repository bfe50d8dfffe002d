//! Payments that end at once, in every dialect.

use std::time::Duration;

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{Asks, Card, Encoding, FULL_NUMBER, Habits, Script};
use amtskasse_terminal::{
    CardKind, Condition, Entry, Error, Operation, Outcome, Reason, SlipKind, Step,
};

use crate::common::{Call, Clerk, attempt, now};
use crate::harness::{
    Counter, DIALECTS, Word, approved, judge, not_started, of_kind, original, refused,
};

#[test]
fn a_payment_is_approved_in_every_dialect() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        for (card, kind, brand, end) in [
            (Card::Girocard, CardKind::Debit, "girocard", "4747"),
            (Card::Contactless, CardKind::Debit, "girocard", "4747"),
            (Card::Phone, CardKind::Credit, "Mastercard", "0036"),
            (Card::Credit, CardKind::Credit, "VISA", "1111"),
        ] {
            counter.memory.push(Script::approve().card(card));
            let mut clerk = Clerk::default();
            let (_, outcome) = counter.pay(1250, &mut clerk);
            let approval = approved(&outcome.unwrap());
            assert_eq!(approval.cents, 1250);
            assert_eq!(approval.brand.to_lowercase(), brand.to_lowercase());
            if brand == "girocard" {
                assert_eq!(approval.kind, kind, "{dialect:?} {card:?}");
            }
            assert!(
                approval.masked_number.ends_with(end),
                "{dialect:?} {}",
                approval.masked_number
            );
            assert_eq!(approval.terminal_id, "68276185");
            assert!(!approval.trace.is_empty());
            assert!(!approval.receipt_number.is_empty());
            assert!(!approval.authorization.is_empty());
            assert_eq!(approval.batch, "1");
            if matches!(dialect, Dialect::De | Dialect::Ingenico) {
                let entry = match card {
                    Card::Contactless | Card::Phone => Entry::Contactless,
                    _ => Entry::Chip,
                };
                assert_eq!(approval.entry, entry, "{dialect:?} {card:?}");
            }
            assert_eq!(clerk.approvals(), [&approval]);
            let kinds: Vec<SlipKind> = clerk.slips().iter().map(|slip| slip.kind).collect();
            assert_eq!(
                kinds,
                [SlipKind::Merchant, SlipKind::Customer],
                "{dialect:?}"
            );
            for slip in clerk.slips() {
                assert!(slip.lines[0].text.contains("beleg"), "{slip:?}");
                assert!(slip.lines.iter().any(|line| line.text.contains("12,50")));
            }
            let merchant = clerk.slips()[0];
            assert!(
                merchant.lines[0].text.contains("Händlerbeleg"),
                "{dialect:?}"
            );
            assert!(clerk.texts().contains(&"Bitte warten"), "{:?}", clerk.calls);
        }
        assert_eq!(counter.memory.charged().len(), 4);
        counter.no_complaints();
    }
}

#[test]
fn nothing_leaves_before_the_register_kept_the_mark() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let memory = counter.memory.clone();
        let heard = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let kept = std::sync::Arc::clone(&heard);
        let mut clerk = Clerk {
            on_sending: Some(Box::new(move || {
                std::thread::sleep(Duration::from_millis(30));
                kept.lock().unwrap().push(memory.heard());
            })),
            ..Clerk::default()
        };
        counter.pay(1250, &mut clerk);
        let seen = heard.lock().unwrap().clone();
        for heard in &seen {
            assert!(
                heard.iter().all(|heard| heard.kind != "CardPayment"),
                "{dialect:?} {heard:?}"
            );
        }
        assert!(!seen.is_empty());
    }
}

#[test]
fn what_the_register_cannot_keep_is_not_sent() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut clerk = Clerk {
            fail_sending: true,
            ..Clerk::default()
        };
        let (_, outcome) = counter.pay(1250, &mut clerk);
        let outcome = outcome.unwrap();
        assert!(matches!(not_started(&outcome), Error::NotKept(_)));
        assert!(counter.memory.charged().is_empty());
        let heard = counter.memory.heard();
        assert!(heard.iter().all(|heard| heard.kind != "CardPayment"));
    }
}

#[test]
fn what_was_paid_and_not_kept_is_unknown_and_found_again() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut clerk = Clerk {
            fail_paid: true,
            ..Clerk::default()
        };
        let (word, outcome) = counter.pay(1250, &mut clerk);
        assert!(
            matches!(outcome, Some(Outcome::Unknown(Error::NotKept(_)))),
            "{outcome:?}"
        );
        let undecided = dialect == Dialect::Ccv;
        judge(
            &word,
            &counter.memory.charged(),
            undecided,
            &format!("{dialect:?}"),
        );
    }
}

#[test]
fn a_slip_that_cannot_be_kept_takes_nothing_back() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut clerk = Clerk {
            fail_print: true,
            ..Clerk::default()
        };
        let (word, _) = counter.pay(1250, &mut clerk);
        judge(
            &word,
            &counter.memory.charged(),
            false,
            &format!("{dialect:?}"),
        );
    }
}

#[test]
fn a_log_in_is_made_when_the_terminal_asks_for_it() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        counter.memory.change(|habits| habits.login = true);
        let (word, outcome) = counter.pay(1250, &mut Clerk::default());
        assert_eq!(word, Word::Paid(1250), "{dialect:?} {outcome:?}");
        assert_eq!(counter.memory.charged().len(), 1);
        assert!(counter.memory.logged_in("1"));
        // The terminal forgets it, as after an update.
        counter.memory.power_cycle();
        let (word, outcome) = counter.pay(1300, &mut Clerk::default());
        assert_eq!(word, Word::Paid(1300), "{dialect:?} {outcome:?}");
        assert_eq!(counter.memory.charged().len(), 2);
        counter.no_complaints();
    }
}

#[test]
fn logging_in_and_off_and_asking_how_it_is() {
    for dialect in DIALECTS {
        let counter = Counter::new(dialect);
        let mut driver = counter.driver();
        let status = driver.log_in(&mut Clerk::default()).unwrap();
        assert_eq!(status.condition, Condition::Ready);
        assert!(counter.memory.logged_in("1"), "{dialect:?}");
        let status = driver.status().unwrap();
        assert_eq!(status.condition, Condition::Ready);
        assert_eq!(status.terminal_id, "68276185", "{dialect:?}");
        driver.log_off().unwrap();
        assert!(!counter.memory.logged_in("1"), "{dialect:?}");
        counter.no_complaints();
    }
}

#[test]
fn the_signature_is_for_a_person() {
    for dialect in DIALECTS {
        for (reply, paid) in [(Some(true), true), (Some(false), false), (None, false)] {
            let mut counter = Counter::new(dialect);
            let script = Script::approve().card(Card::Credit);
            counter.memory.push(script.asking(Asks::Signature));
            let mut clerk = Clerk {
                reply,
                ..Clerk::default()
            };
            let (word, outcome) = counter.pay(1250, &mut clerk);
            judge(
                &word,
                &counter.memory.charged(),
                false,
                &format!("{dialect:?} {outcome:?}"),
            );
            assert_eq!(word == Word::Paid(1250), paid, "{dialect:?} {reply:?}");
            assert_eq!(clerk.questions().len(), 1);
            assert!(clerk.questions()[0].signature, "{dialect:?}");
            assert!(clerk.questions()[0].text.contains("Unterschrift"));
            assert!(clerk.calls.contains(&Call::Unask));
            if paid {
                assert!(approved(&outcome.unwrap()).signature, "{dialect:?}");
                assert!(clerk.slips()[0].signature, "{dialect:?}");
                assert!(!clerk.slips()[1].signature, "{dialect:?}");
            }
            counter.no_complaints();
        }
    }
}

#[test]
fn a_question_about_paper_is_asked_too() {
    let mut counter = Counter::new(Dialect::De);
    counter.memory.push(Script::approve().asking(Asks::Receipt));
    let mut clerk = Clerk {
        reply: Some(true),
        ..Clerk::default()
    };
    let (word, _) = counter.pay(1250, &mut clerk);
    assert_eq!(word, Word::Paid(1250));
    assert!(!clerk.questions()[0].signature);
}

#[test]
fn texts_of_a_finished_request_are_not_shown() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut script = Script::approve();
        script.stale = Some("Noch 5 Sekunden".to_owned());
        script.texts.push("Karte\nentnehmen".to_owned());
        counter.memory.push(script);
        let mut clerk = Clerk::default();
        let (word, _) = counter.pay(1250, &mut clerk);
        assert_eq!(word, Word::Paid(1250), "{dialect:?}");
        assert!(
            clerk.texts().iter().all(|text| !text.contains("Noch 5")),
            "{dialect:?}"
        );
        assert!(
            clerk.texts().contains(&"Karte\nentnehmen"),
            "{:?}",
            clerk.texts()
        );
        assert!(clerk.calls.contains(&Call::Step(Step::Sent)));
        counter.no_complaints();
    }
}

#[test]
fn no_full_card_number_leaves_the_driver() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let mut script = Script::approve().card(Card::Unmasked);
        script.texts.push(format!("Karte {FULL_NUMBER}"));
        counter.memory.push(script);
        let mut clerk = Clerk::default();
        let (word, outcome) = counter.pay(1250, &mut clerk);
        assert_eq!(word, Word::Paid(1250));
        let last = counter.driver().repeat(&mut clerk);
        let all = format!("{outcome:?} {:?} {last:?}", clerk.calls);
        assert!(!all.contains(FULL_NUMBER), "{dialect:?} {all}");
        assert!(all.contains("1111"), "{dialect:?}");
    }
}

#[test]
fn encodings_namespaces_and_attribute_order_do_not_matter() {
    for dialect in DIALECTS {
        for encoding in [Encoding::Utf8, Encoding::Latin1] {
            for variant in 0..8 {
                let mut habits = Habits::of(dialect);
                habits.encoding = encoding;
                habits.namespace = variant & 1 != 0;
                habits.schema_location = variant & 2 != 0;
                habits.reversed_attributes = variant & 4 != 0;
                habits.one_connection = variant & 1 != 0;
                habits.stan_prefix = "TC".to_owned();
                let mut counter = Counter::with(habits);
                let mut script = Script::approve();
                script.texts.push("Gebühr größer als üblich".to_owned());
                counter.memory.push(script);
                let mut clerk = Clerk::default();
                let (_, outcome) = counter.pay(1250, &mut clerk);
                let approval = approved(&outcome.unwrap());
                assert!(approval.trace.starts_with("TC"), "{approval:?}");
                assert!(clerk.texts().contains(&"Gebühr größer als üblich"));
                assert_eq!(clerk.slips().len(), 2);
                counter.no_complaints();
            }
        }
    }
}

#[test]
fn the_terminal_may_call_back_where_the_till_says() {
    let mut habits = Habits::of(Dialect::De);
    habits.calls_sender = true;
    let mut counter = Counter::with(habits);
    let port = counter.config.listen.unwrap();
    counter.config.sender = Some(format!("[127.0.0.1]:{port}"));
    counter.memory.set_till("1", ([127, 0, 0, 1], 9).into());
    let mut clerk = Clerk::default();
    let (word, _) = counter.pay(1250, &mut clerk);
    assert_eq!(word, Word::Paid(1250));
    assert_eq!(clerk.slips().len(), 2);
}

#[test]
fn money_goes_back_by_refund_and_by_reversal() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let (_, outcome) = counter.pay(1250, &mut Clerk::default());
        let first = approved(&outcome.unwrap());
        let request = counter.request(1250);
        let mut clerk = Clerk::default();
        let outcome = counter
            .driver()
            .reverse(&original(&first), &request, &mut clerk);
        let begun = now();
        let kept = of_kind(attempt(&request, &clerk, begun), Operation::Reversal);
        let (word, outcome) = counter.resolve(outcome, &kept);
        assert_eq!(word, Word::Paid(1250), "{dialect:?} {outcome:?}");
        let request = counter.request(700);
        let outcome = counter.driver().refund(&request, &mut clerk);
        let kept = of_kind(attempt(&request, &clerk, begun), Operation::Refund);
        let (word, outcome) = counter.resolve(outcome, &kept);
        assert_eq!(word, Word::Paid(700), "{dialect:?} {outcome:?}");
        let cents: Vec<i64> = counter.memory.charged().iter().map(|c| c.cents).collect();
        assert_eq!(cents, [1250, -1250, -700], "{dialect:?}");
        // Nothing is taken back twice.
        if dialect == Dialect::De {
            let request = counter.request(1250);
            let outcome = counter
                .driver()
                .reverse(&original(&first), &request, &mut clerk);
            refused(&outcome, Reason::Declined);
        }
        counter.no_complaints();
    }
}
