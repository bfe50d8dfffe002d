#![allow(clippy::unwrap_used, clippy::panic)]

use chrono::{Datelike, Timelike};

use super::*;
use crate::Request;

const CENTS: i64 = 1250;

fn now() -> DateTime<FixedOffset> {
    "2026-03-31T10:00:00+02:00".parse().unwrap()
}

/// A transaction `minutes` after the request.
fn status(receipt: u16, cents: i64, minutes: i64) -> StatusInformation {
    let moment = now() + TimeDelta::minutes(minutes);
    StatusInformation {
        result: Some(0),
        cents: Some(cents),
        trace: format!("{:06}", u32::from(receipt) + 500),
        receipt: Some(receipt),
        time: NaiveTime::from_hms_opt(moment.hour(), moment.minute(), moment.second()),
        day: Some((moment.month(), moment.day())),
        terminal_id: "29001006".to_owned(),
        ..StatusInformation::default()
    }
}

fn refusal(code: u8) -> StatusInformation {
    StatusInformation {
        result: Some(code),
        terminal_id: "29001006".to_owned(),
        ..StatusInformation::default()
    }
}

/// A payment after receipt 21.
fn note() -> Note {
    Note {
        terminal_id: "29001006".to_owned(),
        cents: CENTS,
        operation: Operation::Payment,
        reference: "K1-7".to_owned(),
        moment: now(),
        shared: false,
        before: Some(Seen::of(&status(21, CENTS, -30))),
        original_trace: String::new(),
    }
}

fn judged(note: &Note, answer: Answer, others: &[Seen]) -> Recovery {
    let attempt = Attempt {
        request: Request {
            cents: CENTS,
            reference: note.reference.clone(),
        },
        operation: note.operation,
        mark: Some(note.mark()),
        begun: note.moment,
    };
    judge(&attempt, &answer, others, now() + TimeDelta::hours(1))
}

fn last(status: StatusInformation) -> Answer {
    Answer::Last(Box::new(status))
}

/// `paid`, `not paid` or `undecided`, whether a transaction is shown with that.
fn word(recovery: &Recovery) -> &'static str {
    match recovery {
        Recovery::Paid(_) => "paid",
        Recovery::NotPaid(_) => "not paid",
        Recovery::Undecided { last: Some(_), .. } => "undecided",
        Recovery::Undecided { last: None, .. } => "undecided, nothing known",
    }
}

#[test]
fn the_note_outlives_the_program() {
    let note = note();
    assert_eq!(Note::read(&note.mark()), Some(note));
    assert_eq!(Note::read(&Mark("K1-7".to_owned())), None);
}

#[test]
fn a_terminal_of_our_own_settles_it() {
    let note = note();
    for (answer, expected) in [
        (status(21, CENTS, -30), "not paid"),
        (status(22, CENTS, 1), "paid"),
        // Numbers in between were used up by refusals.
        (status(25, CENTS, 1), "paid"),
        // The terminal's clock may be wrong; its numbers count.
        (status(22, CENTS, -90), "paid"),
        (status(22, CENTS + 1, 1), "undecided"),
        // Numbers that run back, or contradict each other.
        (status(20, CENTS, 1), "undecided"),
        (
            StatusInformation {
                trace: "000001".to_owned(),
                ..status(21, CENTS, 1)
            },
            "undecided",
        ),
        (refusal(0x05), "not paid"),
        (
            StatusInformation {
                receipt: Some(22),
                ..refusal(0x6C)
            },
            "not paid",
        ),
        (
            StatusInformation {
                receipt: Some(24),
                ..refusal(0x6C)
            },
            "undecided",
        ),
        (
            StatusInformation {
                terminal_id: "29001007".to_owned(),
                ..status(22, CENTS, 1)
            },
            "undecided",
        ),
        (
            StatusInformation {
                cents: None,
                ..status(22, CENTS, 1)
            },
            "undecided",
        ),
        // Somebody reversed something.
        (
            StatusInformation {
                original_trace: "000521".to_owned(),
                ..status(22, CENTS, 1)
            },
            "undecided",
        ),
    ] {
        let recovery = judged(&note, last(answer.clone()), &[]);
        assert_eq!(word(&recovery), expected, "{answer:?}");
    }
}

#[test]
fn a_shared_terminal_settles_only_that_nothing_happened() {
    let note = Note {
        shared: true,
        ..note()
    };
    for (answer, expected) in [
        (status(21, CENTS, -30), "not paid"),
        (status(22, CENTS, 1), "undecided"),
        (status(22, CENTS + 1, 1), "undecided"),
        (refusal(0x05), "undecided"),
    ] {
        let recovery = judged(&note, last(answer.clone()), &[]);
        assert_eq!(word(&recovery), expected, "{answer:?}");
    }
}

#[test]
fn receipt_numbers_begin_anew_after_9999() {
    let note = Note {
        before: Some(Seen::of(&status(9999, CENTS, -30))),
        ..note()
    };
    for (answer, expected) in [
        (status(9999, CENTS, -30), "not paid"),
        (status(1, CENTS, 1), "paid"),
        (status(9998, CENTS, 1), "undecided"),
        (
            StatusInformation {
                receipt: Some(1),
                ..refusal(0x05)
            },
            "not paid",
        ),
    ] {
        let recovery = judged(&note, last(answer.clone()), &[]);
        assert_eq!(word(&recovery), expected, "{answer:?}");
    }
    assert_eq!(distance(9998, 9999), 1);
    assert_eq!(distance(9999, 1), 1);
    assert_eq!(distance(1, 1), 0);
}

#[test]
fn without_a_baseline_only_the_time_settles_it() {
    let note = Note {
        before: None,
        ..note()
    };
    for (minutes, expected) in [
        (-3, "undecided"),
        (-2, "paid"),
        (0, "paid"),
        (15, "paid"),
        (16, "undecided"),
        // An hour off may be daylight saving, a day off is no clock.
        (-60, "undecided"),
        (-26 * 60, "undecided"),
        (-27 * 60, "not paid"),
        // Without a year a date 300 days ago is one 65 days ahead.
        (-300 * 24 * 60, "undecided"),
    ] {
        let recovery = judged(&note, last(status(22, CENTS, minutes)), &[]);
        assert_eq!(word(&recovery), expected, "{minutes}");
    }
    let timeless = StatusInformation {
        time: None,
        ..status(22, CENTS, 0)
    };
    assert_eq!(word(&judged(&note, last(timeless), &[])), "undecided");
    let other = status(22, CENTS + 1, 1);
    assert_eq!(word(&judged(&note, last(other), &[])), "undecided");
}

#[test]
fn a_baseline_that_was_a_refusal_counts() {
    let note = Note {
        before: Some(Seen::of(&refusal(0x05))),
        ..note()
    };
    for (answer, expected) in [
        (refusal(0x05), "not paid"),
        (refusal(0x6C), "not paid"),
        (status(22, CENTS, 1), "paid"),
    ] {
        assert_eq!(word(&judged(&note, last(answer), &[])), expected);
    }
    let shared = Note {
        shared: true,
        ..note
    };
    let recovery = judged(&shared, last(refusal(0x05)), &[]);
    assert_eq!(word(&recovery), "undecided");
}

#[test]
fn what_belongs_to_a_later_payment_is_not_ours() {
    let later = [Seen::of(&status(22, CENTS, 5))];
    let recovery = judged(&note(), last(status(22, CENTS, 5)), &later);
    assert_eq!(
        word(&recovery),
        "not paid",
        "nothing came between 21 and 22"
    );
    let later = [Seen::of(&status(23, CENTS, 5))];
    let recovery = judged(&note(), last(status(23, CENTS, 5)), &later);
    assert_eq!(word(&recovery), "undecided", "22 may be ours");
}

#[test]
fn a_terminal_without_numbers_is_told_by_its_trace() {
    let bare = |trace: &str| StatusInformation {
        receipt: None,
        trace: trace.to_owned(),
        day: None,
        time: None,
        ..status(1, CENTS, 0)
    };
    let note = Note {
        before: Some(Seen::of(&bare("000521"))),
        ..note()
    };
    for (trace, expected) in [
        ("000521", "not paid"),
        ("521", "not paid"),
        ("000522", "paid"),
        ("", "undecided"),
    ] {
        assert_eq!(word(&judged(&note, last(bare(trace)), &[])), expected);
    }
}

#[test]
fn a_reversal_is_told_by_what_it_took_back() {
    let note = Note {
        operation: Operation::Reversal,
        original_trace: "000521".to_owned(),
        ..note()
    };
    for (original_trace, expected) in [("521", "paid"), ("", "paid"), ("000520", "undecided")] {
        let answer = StatusInformation {
            original_trace: original_trace.to_owned(),
            ..status(22, CENTS, 1)
        };
        assert_eq!(word(&judged(&note, last(answer), &[])), expected);
    }
}

#[test]
fn a_terminal_that_does_not_tell_leaves_it_to_a_person() {
    let refused = Answer::Refused(Refusal {
        reason: Reason::Unsupported,
        text: "Funktion nicht möglich".to_owned(),
        code: "83".to_owned(),
    });
    for answer in [Answer::Untold, refused] {
        let recovery = judged(&note(), answer, &[]);
        assert_eq!(word(&recovery), "undecided, nothing known");
    }
    let attempt = Attempt {
        request: Request {
            cents: CENTS,
            reference: "K1-7".to_owned(),
        },
        operation: Operation::Payment,
        mark: Some(Mark("scribble".to_owned())),
        begun: now(),
    };
    let recovery = judge(&attempt, &last(status(22, CENTS, 1)), &[], now());
    assert_eq!(word(&recovery), "undecided");
    let unsent = Attempt {
        mark: None,
        ..attempt
    };
    let recovery = judge(&unsent, &last(status(22, CENTS, 1)), &[], now());
    assert_eq!(word(&recovery), "not paid");
}

#[test]
fn only_the_last_payment_can_be_reversed_where_it_is_so() {
    let original = |receipt: &str, trace: &str| Original {
        cents: CENTS,
        terminal_id: String::new(),
        trace: trace.to_owned(),
        receipt_number: receipt.to_owned(),
        timestamp: String::new(),
        batch: String::new(),
    };
    let seen = Seen::of(&status(21, CENTS, -30));
    assert!(is_last(&original("0021", "000521"), &seen));
    assert!(is_last(&original("21", ""), &seen));
    assert!(!is_last(&original("20", ""), &seen));
    assert!(!is_last(&original("21", "000001"), &seen));
    assert!(!is_last(&original("", "000521"), &seen));
}
