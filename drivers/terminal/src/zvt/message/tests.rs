#![allow(clippy::unwrap_used)]

mod masking;
mod status;

use super::*;
use crate::{Condition, Reason};

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

fn message(text: &str) -> Message {
    Message::parse(&Apdu::parse(&hex(text)).unwrap(), Charset::Auto)
}

fn completion_of(text: &str) -> Completion {
    match message(text) {
        Message::Completion(completion) => *completion,
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_are_read() {
    for text in ["80 00 00", "84 00 00"] {
        assert_eq!(
            message(text),
            Message::Acknowledged(Acknowledged::default())
        );
    }
    let numbered = message("80 00 08 06 06 1F 73 03 00 00 07");
    assert_eq!(numbered.sequence(), Some(7));
    assert_eq!(numbered.reply(), None);
    let refused = |text: &str| match message(text) {
        Message::Refused(refused) => refused,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused("84 83 00").code, 0x83);
    let partial = refused("84 9D 07 04 00 00 00 00 12 50");
    assert_eq!((partial.code, partial.cents), (0x9D, Some(1250)));
    assert_eq!(refused("84 1E 01 6F").result, 0x6F);
    assert_eq!(refused("84 1E 00").result, 0x1E);
}

#[test]
fn intermediate_status_has_three_forms() {
    let intermediate = |text: &str| match message(text) {
        Message::Intermediate(intermediate) => intermediate,
        other => panic!("{other:?}"),
    };
    let bare = intermediate("04 FF 01 0E");
    assert_eq!((bare.code, bare.minutes), (0x0E, None));
    assert_eq!(bare.step(), Some(Step::Authorizing));
    let timed = intermediate("04 FF 02 0A 15");
    assert_eq!((timed.code, timed.minutes), (0x0A, Some(15)));
    assert_eq!(timed.step(), Some(Step::PresentCard));
    let spoken = intermediate("04 FF 0D FF 01 06 09 24 07 07 02 4A 61 07 01 3F");
    assert_eq!(spoken.step(), Some(Step::Text("Ja\n?".to_owned())));
    // Without a time-out, and with one of six minutes.
    let short = intermediate("04 FF 08 0A 06 05 24 03 07 01 61");
    assert_eq!((short.minutes, short.text.as_str()), (None, "a"));
    let six = intermediate("04 FF 09 0A 06 06 05 24 03 07 01 61");
    assert_eq!((six.minutes, six.text.as_str()), (Some(6), "a"));
    let long = intermediate("04 FF 09 0A 06 06 24 04 07 02 61 62");
    assert_eq!((long.minutes, long.text.as_str()), (None, "ab"));
    assert_eq!(intermediate("04 FF 02 0A 06").minutes, Some(6));
    assert_eq!(intermediate("04 FF 00").unread.len(), 1);
    assert_eq!(
        intermediate("04 FF 01 0B").step(),
        Some(Step::Text("Karte entnehmen".to_owned()))
    );
}

#[test]
fn completions_have_many_forms() {
    assert_eq!(completion_of("06 0F 00"), Completion::default());
    assert_eq!(completion_of("06 0F 00").condition(), Condition::Ready);
    let status = completion_of("06 0F 01 DC");
    assert_eq!((status.status, status.result), (Some(0xDC), None));
    assert_eq!(status.condition(), Condition::Service);
    assert_eq!(status.status().text, "Karte steckt noch");
    let day = completion_of("06 0F 02 27 E0");
    assert_eq!((day.status, day.result), (None, Some(0xE0)));
    let registered = completion_of("06 0F 0A 19 01 29 52 52 35 35 49 09 78");
    assert_eq!(registered.terminal_id, "52523535");
    assert_eq!(registered.currency, Some(978));
    assert_eq!(registered.condition(), Condition::Initialise);
    for (wants, condition) in [
        ("00", Condition::Ready),
        ("02", Condition::Diagnose),
        ("04", Condition::Service),
        ("10", Condition::Ready),
    ] {
        let completion = completion_of(&format!("06 0F 02 19 {wants}"));
        assert_eq!(completion.condition(), condition, "{wants}");
    }
    let version = completion_of("06 0F 0B F0 F0 F7 32 2E 31 34 2E 31 35 00");
    assert_eq!(version.version, "2.14.15");
    assert_eq!(version.status, Some(0));
    let bare = completion_of("06 0F 0A F0 F0 F7 32 2E 31 34 2E 31 35");
    assert_eq!((bare.version.as_str(), bare.status), ("2.14.15", None));
    // A status that is the number of a field as well, alone and before a container.
    assert_eq!(completion_of("06 0F 01 E0").condition(), Condition::Wait);
    let maintained = completion_of("06 0F 08 E0 06 05 24 03 07 01 61");
    assert_eq!(maintained.status, Some(0xE0));
    assert_eq!(maintained.status().text, "a");
    let device = completion_of(
        "06 0F 1A F0 F0 F1 31 9C 06 13 E4 0B 1F 40 02 50 54 1F 41 03 31 2E 30 1F 73 03 00 00 12",
    );
    assert_eq!(device.device.name, "PT");
    assert_eq!(device.sequence, Some(12));
    assert_eq!(device.condition(), Condition::Wait);
    assert_eq!(device.status().version, "1");
    // A maker's own form is told and ends the command nevertheless.
    let own = completion_of("06 0F 04 31 37 46 44");
    let reason = Unreadable::UnknownForm;
    assert_eq!(own.unread, [Unread { at: 0, reason }]);
}

#[test]
fn aborts_say_why() {
    let aborted = |text: &str| match message(text) {
        Message::Abort(abort) => abort,
        other => panic!("{other:?}"),
    };
    let pressed = aborted("06 1E 01 6C").refusal();
    assert_eq!(pressed.reason, Reason::Aborted);
    assert_eq!(pressed.code, "6C");
    let currency = aborted("06 1E 04 6F 49 07 56");
    assert_eq!(currency.currency, Some(756));
    assert_eq!(currency.refusal().text, "Falsche Währung");
    let open = aborted("06 1E 04 B8 87 FF FF");
    assert_eq!((open.code, open.receipt), (Some(0xB8), None));
    assert!(open.unread.is_empty());
    let spoken = aborted("06 1E 0D FF 06 0A 1F 16 02 00 13 1F 17 02 4E 6F");
    assert_eq!(spoken.extended_code, "0013");
    assert_eq!(spoken.refusal().text, "No");
    let empty = aborted("06 1E 00");
    assert_eq!(empty.refusal().reason, Reason::Declined);
    assert_eq!(empty.unread.len(), 1);
    for (code, reason) in [
        (0x05, Reason::Declined),
        (0x6B, Reason::NotReady(Condition::LogIn)),
        (0x83, Reason::Unsupported),
        (0x9C, Reason::Busy),
        (0xF0, Reason::NotReady(Condition::CloseDay)),
        (0xC2, Reason::NotReady(Condition::Diagnose)),
        (0x85, Reason::NotReady(Condition::Initialise)),
        (0xCC, Reason::NotReady(Condition::Paper)),
    ] {
        let refusal = aborted(&format!("06 1E 01 {code:02X}")).refusal();
        assert_eq!(refusal.reason, reason, "{code:02X}");
        assert!(!refusal.text.is_empty());
    }
}

#[test]
fn the_rest_is_read_and_answered() {
    let Message::SetClock(clock) = message("04 01 08 AA 26 11 24 0C 19 05 07") else {
        panic!()
    };
    assert_eq!(clock.date, NaiveDate::from_ymd_opt(2026, 11, 24));
    assert_eq!(clock.time, NaiveTime::from_hms_opt(19, 5, 7));
    let Message::Input(input) = message("04 0E 07 06 05 24 03 07 01 3F") else {
        panic!()
    };
    assert!(input.menu && input.text == "?");
    let refused = Some(Apdu::refuse(0x83));
    let acknowledged = Some(Apdu::acknowledge());
    for (text, reply) in [
        ("04 0D 00", &refused),
        ("04 0E 00", &refused),
        ("06 D0 00", &refused),
        ("06 DA 00", &refused),
        ("04 01 00", &acknowledged),
        ("04 0F 00", &acknowledged),
        ("04 FF 00", &acknowledged),
        ("06 D1 00", &acknowledged),
        ("06 D3 00", &acknowledged),
        ("06 0F 00", &acknowledged),
        ("06 1E 00", &acknowledged),
        ("0F A1 00", &acknowledged),
        ("84 9C 00", &None),
    ] {
        assert_eq!(&message(text).reply(), reply, "{text}");
    }
}
