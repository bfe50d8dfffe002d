//! What an answer means: refusals, doubts, other amounts, answers to somebody else.

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{Answer, End, Script, Words};
use amtskasse_terminal::{Outcome, Reason};

use crate::common::Clerk;
use crate::harness::{Counter, DIALECTS, Word, approved, judge, refused};

#[test]
fn a_refusal_comes_with_the_terminals_words() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        for (words, expected) in [
            (
                Words::AnswerText("Zahlung fehlgeschlagen".to_owned()),
                "Zahlung fehlgeschlagen",
            ),
            (
                Words::ErrorText("Karte ungültig & gesperrt".to_owned()),
                "Karte ungültig & gesperrt",
            ),
            (Words::ActionCode(116), ""),
            (Words::ActionCode(101), ""),
            (Words::ActionCode(117), ""),
            (Words::None, ""),
        ] {
            counter.memory.push(Script::ends(End::Decline(words)));
            let mut clerk = Clerk::default();
            let (_, outcome) = counter.pay(1250, &mut clerk);
            let text = refused(&outcome.unwrap(), Reason::Declined);
            assert!(text.contains(expected) && !text.is_empty(), "{text}");
            assert!(clerk.approvals().is_empty());
        }
        assert!(counter.memory.charged().is_empty());
        counter.no_complaints();
    }
}

#[test]
fn results_that_refuse_are_told_apart() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        for result in [
            "Busy",
            "DeviceUnavailable",
            "FormatError",
            "ParsingError",
            "ValidationError",
            "MissingMandatoryData",
            "NotSupported",
            "UnknownCard",
            "Aborted",
            "CommunicationError",
        ] {
            counter.memory.push(Script::result(result));
            let (word, outcome) = counter.pay(1250, &mut Clerk::default());
            assert_eq!(word, Word::NotPaid, "{dialect:?} {result} {outcome:?}");
            let Some(Outcome::NotPaid(refusal)) = outcome else {
                panic!("{dialect:?} {result} {outcome:?}");
            };
            assert!(!refusal.text.is_empty());
            match result {
                "Busy" => assert_eq!(refusal.reason, Reason::Busy),
                "Aborted" => assert_eq!(refusal.reason, Reason::Aborted),
                "NotSupported" => assert_eq!(refusal.reason, Reason::Unsupported),
                _ => {}
            }
        }
        assert!(counter.memory.charged().is_empty());
    }
}

#[test]
fn results_that_leave_a_doubt_are_never_taken_for_a_no() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        for (number, result) in ["PartialFailure", "TimedOut", "Sonnenschein", "Succes", ""]
            .into_iter()
            .enumerate()
        {
            for charged in [false, true] {
                let before = counter.memory.charged().len();
                counter.memory.push(match charged {
                    true => Script::ends(End::ChargedResult(result.to_owned())),
                    false => Script::result(result),
                });
                let cents = 1250 + 2 * number as i64 + i64::from(charged);
                let (word, _) = counter.pay(cents, &mut Clerk::default());
                let charges = &counter.memory.charged()[before..];
                judge(
                    &word,
                    charges,
                    true,
                    &format!("{dialect:?} {result} {charged}"),
                );
            }
        }
    }
}

#[test]
fn another_amount_is_told() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        for cents in [500, 1400] {
            counter.memory.push(Script::approve().charging(cents));
            let (_, outcome) = counter.pay(1250, &mut Clerk::default());
            assert_eq!(approved(&outcome.unwrap()).cents, cents);
        }
    }
}

#[test]
fn a_mislabelled_or_foreign_answer_is_not_a_result() {
    for dialect in DIALECTS {
        for answer in [
            Answer::OtherRequest,
            Answer::OtherWorkstation,
            Answer::Mislabelled,
            Answer::NoTotal,
            Answer::Currency("CHF".to_owned()),
        ] {
            let mut counter = Counter::new(dialect);
            counter
                .memory
                .push(Script::approve().answer(answer.clone()));
            let (word, outcome) = counter.pay(1250, &mut Clerk::default());
            let undecided = dialect == Dialect::Ccv;
            let what = format!("{dialect:?} {answer:?} {outcome:?}");
            judge(&word, &counter.memory.charged(), undecided, &what);
            // A refusal of somebody else is none of ours.
            counter
                .memory
                .push(Script::decline().answer(answer.clone()));
            let before = counter.memory.charged().len();
            let (word, _) = counter.pay(1251, &mut Clerk::default());
            judge(&word, &counter.memory.charged()[before..], true, &what);
        }
    }
}
