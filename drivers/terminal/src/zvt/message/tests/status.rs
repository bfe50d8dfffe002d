//! `04 0F`.

use chrono::DateTime;

use super::*;
use crate::zvt::{bmp, tlv};
use crate::{Approval, CardKind, Entry};

fn status(data: &[u8]) -> StatusInformation {
    match Message::parse(&Apdu::new(0x04, 0x0F, data), Charset::Auto) {
        Message::Status(status) => *status,
        other => panic!("{other:?}"),
    }
}

fn now(text: &str) -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A payment of 12.50 as a terminal tells it: own values in the order of the specification's example.
fn paid() -> Vec<u8> {
    hex(
        "27 00 04 00 00 00 00 12 50 0B 00 01 23 0C 14 05 09 0D 11 24 17 00 01 19 70 \
         22 F0 F8 EE EE EE EE EE EE 47 11 29 12 34 56 78 2A 31 32 33 34 35 36 37 38 39 20 20 20 20 20 20 \
         3B 34 35 36 37 38 39 00 00 3C F0 F0 F5 4F 4B 0D 4A 61 49 09 78 87 00 42 88 00 00 43 8A 06 \
         8B F1 F1 4D 61 73 74 65 72 63 61 72 64 00 \
         06 19 24 04 07 02 4A 61 43 07 A0 00 00 00 04 10 10 2F 08 1F 10 01 00 1F 12 01 02",
    )
}

#[test]
fn a_payment_becomes_an_approval() {
    let status = status(&paid());
    assert_eq!(status.unread, []);
    assert!(status.approved());
    assert_eq!(status.turnover, Some(43));
    assert_eq!(status.sequence_number, Some(1));
    assert_eq!(status.currency, Some(978));
    assert_eq!(status.application, "A0000000041010");
    let approval = status.approval(1250, now("2026-11-24T14:05:30+01:00"));
    let expected = Approval {
        cents: 1250,
        kind: CardKind::Credit,
        brand: "Mastercard".to_owned(),
        masked_number: "############4711".to_owned(),
        entry: Entry::Contactless,
        terminal_id: "12345678".to_owned(),
        trace: "000123".to_owned(),
        receipt_number: "0042".to_owned(),
        authorization: "456789".to_owned(),
        timestamp: "2026-11-24T14:05:09".to_owned(),
        batch: String::new(),
        contract: "123456789".to_owned(),
        signature: false,
        text: "OK\nJa".to_owned(),
    };
    assert_eq!(approval, expected);
}

#[test]
fn a_payment_without_an_amount_has_the_requested_one() {
    let status = status(&[0x27, 0x00]);
    let approval = status.approval(777, now("2026-11-24T14:05:30+01:00"));
    assert_eq!((status.cents, approval.cents), (None, 777));
    assert_eq!(
        (approval.timestamp.as_str(), approval.entry),
        ("", Entry::Unknown)
    );
}

#[test]
fn the_year_is_the_nearest_one() {
    let mut data = hex("27 00 0C 23 59 58 0D 12 31");
    let moment = |data: &[u8], at: &str| status(data).moment(now(at)).unwrap().to_string();
    let written = "2026-12-31 23:59:58";
    assert_eq!(moment(&data, "2027-01-01T00:00:03+01:00"), written);
    assert_eq!(moment(&data, "2026-12-31T23:59:59+01:00"), written);
    // A terminal ahead of us on New Year's Eve.
    data = hex("27 00 0C 00 00 05 0D 01 01");
    assert_eq!(
        moment(&data, "2026-12-31T23:59:50+01:00"),
        "2027-01-01 00:00:05"
    );
    // 29 February lies in the leap year, whichever neighbour that is.
    data = hex("27 00 0C 12 00 00 0D 02 29");
    assert_eq!(
        moment(&data, "2028-03-01T12:00:00+01:00"),
        "2028-02-29 12:00:00"
    );
    assert_eq!(
        moment(&data, "2029-01-10T12:00:00+01:00"),
        "2028-02-29 12:00:00"
    );
    assert_eq!(status(&data).moment(now("2026-03-01T12:00:00+01:00")), None);
    // A date with its year needs no guess.
    data.extend(hex("AA 24 02 29"));
    assert_eq!(
        moment(&data, "2026-03-01T12:00:00+01:00"),
        "2024-02-29 12:00:00"
    );
    assert_eq!(
        status(&[0x27, 0]).moment(now("2026-03-01T12:00:00+01:00")),
        None
    );
}

#[test]
fn signature_follows_the_verification_else_the_payment_type() {
    for (verification, payment_type, expected) in [
        (Some(0), Some(0x60), false),
        (Some(1), Some(0x70), true),
        (Some(2), None, false),
        (Some(3), None, false),
        (Some(5), None, true),
        (Some(6), None, true),
        (Some(7), None, true),
        (Some(0xFF), None, false),
        (None, Some(0x40), true),
        (None, Some(0x60), true),
        (None, Some(0x70), false),
        (None, None, false),
    ] {
        let status = StatusInformation {
            verification,
            payment_type,
            ..StatusInformation::default()
        };
        assert_eq!(
            status.signature(),
            expected,
            "{verification:?} {payment_type:?}"
        );
    }
}

#[test]
fn large_numbers_come_in_tags() {
    let mut container = Vec::new();
    tlv::put(&mut container, 0x1F2B, &[0x04, 0x10, 0x01, 0x50]);
    tlv::put(&mut container, 0x41, &[0x01, 0x2C]);
    tlv::put(&mut container, 0x4A, b"Stadtkarte");
    let mut data = hex("27 00 0B 00 00 00 8A FF");
    bmp::put(&mut data, 0x06, &container).unwrap();
    let status = status(&data);
    assert_eq!(status.trace, "04100150");
    assert_eq!(status.card_type, Some(300));
    assert_eq!(status.brand().0, "Stadtkarte");
}

#[test]
fn a_container_before_the_short_card_type_wins_too() {
    let data = hex("27 00 06 04 41 02 01 2C 8A FF");
    assert_eq!(status(&data).card_type, Some(300));
}

#[test]
fn refusals_have_the_terminals_words_first() {
    let own = status(&hex(
        "27 05 3C F0 F0 F4 48 6F 73 74 06 07 24 05 07 03 50 49 4E",
    ));
    assert_eq!(own.refusal().text, "PIN");
    assert_eq!(own.refusal().code, "05");
    assert_eq!(
        status(&hex("27 05 3C F0 F0 F4 48 6F 73 74")).refusal().text,
        "Host"
    );
    assert_eq!(status(&hex("27 78")).refusal().text, "Karte abgelaufen");
    assert_eq!(status(&[]).refusal().code, "");
}

#[test]
fn totals_of_the_day() {
    let mut data = hex("27 00 04 00 00 00 00 35 00");
    let totals = Totals {
        first: 68,
        last: 71,
        rows: [
            (12, 2000),
            (0, 0),
            (1, 1000),
            (0, 0),
            (0, 0),
            (0, 0),
            (255, 500),
        ],
    };
    bmp::put(&mut data, 0x60, &totals.bytes().unwrap()).unwrap();
    let status = status(&data);
    assert_eq!(status.totals.as_ref(), Some(&totals));
    let day = totals.day("12345678", status.cents, true);
    assert_eq!(
        (day.cents, day.count, day.receipts),
        (3500, Some(268), Some((68, 71)))
    );
    let circuits: Vec<_> = day
        .circuits
        .iter()
        .map(|row| (row.name.as_str(), row.count, row.cents))
        .collect();
    assert_eq!(
        circuits,
        [
            ("girocard", 12, 2000),
            ("Mastercard", 1, 1000),
            ("Andere", 255, 500)
        ]
    );
    // Without a sum the rows are it.
    assert_eq!(totals.day("", None, false).cents, 3500);
}

/// Every cut and every unknown field of a payment leaves what stands before it: the result above all.
#[test]
fn nothing_unreadable_hides_the_result() {
    let whole = status(&paid());
    for cut in 2..paid().len() {
        let part = status(&paid()[..cut]);
        assert_eq!(part.result, Some(0), "cut at {cut}");
        if cut >= 9 {
            assert_eq!(part.cents, whole.cents, "cut at {cut}");
        }
    }
    for number in 0..=0xFF {
        if bmp::find(number).is_some() {
            continue;
        }
        let mut data = hex("27 00 04 00 00 00 00 12 50");
        data.extend([number, 1, 2, 3]);
        let status = status(&data);
        assert_eq!((status.result, status.cents), (Some(0), Some(1250)));
        let reason = Unreadable::UnknownBmp(number);
        assert_eq!(status.unread, [Unread { at: 9, reason }]);
    }
}

#[test]
fn values_without_sense_are_told_and_passed_over() {
    for (field, number) in [
        ("04 00 00 00 00 12 5E", 0x04),
        ("0C 25 00 00", 0x0C),
        ("0D 13 01", 0x0D),
        ("0D 02 30", 0x0D),
        ("0B FF FF FF", 0x0B),
        ("87 0A 00", 0x87),
        ("49 0F FF", 0x49),
        ("AA 26 02 29", 0xAA),
        ("60 F0 F0 F2 00 01", 0x60),
    ] {
        let mut data = hex("27 00");
        data.extend(hex(field));
        data.extend(hex("29 12 34 56 78"));
        let status = status(&data);
        assert_eq!(status.result, Some(0));
        assert_eq!(status.terminal_id, "12345678", "{field}");
        let reason = Unreadable::Value(number);
        assert_eq!(status.unread, [Unread { at: 2, reason }]);
    }
    let broken = status(&hex("27 00 06 03 07 05 41 29 12 34 56 78"));
    assert_eq!(broken.terminal_id, "12345678");
    let reason = Unreadable::Tlv;
    assert_eq!(broken.unread, [Unread { at: 2, reason }]);
}
