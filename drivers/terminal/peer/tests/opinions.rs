//! Messages built from values: what one writes the other reads.

use amtskasse_terminal::zvt::message::Totals;
use amtskasse_terminal::zvt::{Apdu, Charset, Command, Message, StatusInformation};
use proptest::prelude::*;
use zvt::ZvtSerializer;
use zvt::packets::{self, tlv};

fn ours(bytes: &[u8]) -> Message {
    Message::parse(&Apdu::parse(bytes).unwrap(), Charset::Cp437)
}

fn status(bytes: &[u8]) -> StatusInformation {
    match ours(bytes) {
        Message::Status(status) => *status,
        other => panic!("{other:?}"),
    }
}

fn row(count: u8, cents: usize) -> packets::NumAndTotal {
    packets::NumAndTotal {
        num: count,
        total: cents,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn status_information(
        amount in prop::option::of(0usize..=999_999_999_999),
        trace in prop::option::of(0usize..=999_999),
        clock in prop::option::of((0usize..24, 0usize..60, 0usize..60)),
        day in prop::option::of((1usize..=12, 1usize..=28)),
        numbers in prop::option::of((0usize..=9999, 0usize..=9999, 0usize..=99_999_999)),
        bytes in prop::option::of((any::<u8>(), any::<u8>(), 0u8..=0xFE)),
        texts in prop::option::of(("[A-Za-z ÄÖÜäöüß]{1,20}", "[A-Z0-9]{8}", "[0-9]{9}      ")),
        currency in prop::option::of(0usize..=9999),
        result in prop::option::of(any::<u8>()),
    ) {
        let theirs = packets::StatusInformation {
            amount,
            trace_number: trace,
            time: clock.map(|(hour, minute, second)| hour * 10_000 + minute * 100 + second),
            date: day.map(|(month, day)| month * 100 + day),
            card_sequence_number: numbers.map(|numbers| numbers.0),
            receipt_no: numbers.map(|numbers| numbers.1),
            terminal_id: numbers.map(|numbers| numbers.2),
            card_type: bytes.map(|bytes| bytes.0),
            zvt_card_type: bytes.map(|bytes| bytes.1),
            zvt_card_type_id: bytes.map(|bytes| bytes.2),
            card_name: texts.as_ref().map(|texts| texts.0.clone()),
            additional_text: texts.as_ref().map(|texts| texts.0.clone()),
            aid_authorization_attribute: texts.as_ref().map(|texts| texts.1.clone()),
            vu_number: texts.as_ref().map(|texts| texts.2.clone()),
            currency,
            result_code: result,
            ..packets::StatusInformation::default()
        };
        let bytes_written = theirs.zvt_serialize();
        let read = status(&bytes_written);
        prop_assert_eq!(&read.unread, &[]);
        prop_assert_eq!(read.cents, amount.map(|amount| amount as i64));
        prop_assert_eq!(read.trace, trace.map(|trace| format!("{trace:06}")).unwrap_or_default());
        prop_assert_eq!(
            read.time.map(|time| time.to_string()),
            clock.map(|(hour, minute, second)| format!("{hour:02}:{minute:02}:{second:02}"))
        );
        prop_assert_eq!(read.day, day.map(|(month, day)| (month as u32, day as u32)));
        prop_assert_eq!(read.sequence_number, numbers.map(|numbers| numbers.0 as u16));
        prop_assert_eq!(read.receipt, numbers.map(|numbers| numbers.1 as u16));
        prop_assert_eq!(
            read.terminal_id,
            numbers.map(|numbers| format!("{:08}", numbers.2)).unwrap_or_default()
        );
        prop_assert_eq!(read.payment_type, bytes.map(|bytes| bytes.0));
        prop_assert_eq!(read.card_type, bytes.map(|bytes| u16::from(bytes.1)));
        prop_assert_eq!(read.network_card_type, bytes.map(|bytes| u16::from(bytes.2)));
        if let Some((name, authorization, contract)) = &texts {
            prop_assert_eq!(read.card_name.as_str(), name.trim_end());
            prop_assert_eq!(read.host_text.as_str(), name.trim_end());
            prop_assert_eq!(&read.authorization, authorization);
            prop_assert_eq!(read.contract.as_str(), contract.trim_end());
        }
        prop_assert_eq!(read.currency, currency.map(|currency| currency as u16));
        prop_assert_eq!(read.result, result);
    }

    #[test]
    fn totals(first in 0u16..=9999, last in 0u16..=9999, rows in prop::array::uniform7((any::<u8>(), 0i64..=999_999_999_999))) {
        let written = Totals { first, last, rows };
        let mut data = Vec::new();
        amtskasse_terminal::zvt::bmp::put(&mut data, 0x60, &written.bytes().unwrap()).unwrap();
        let bytes = Apdu::new(0x04, 0x0F, data).encode();
        let (theirs, rest) = packets::StatusInformation::zvt_deserialize(&bytes).unwrap();
        prop_assert!(rest.is_empty());
        let theirs = theirs.single_amounts.unwrap();
        let expected = packets::SingleAmounts {
            receipt_no_start: first.into(),
            receipt_no_end: last.into(),
            girocard: row(rows[0].0, rows[0].1 as usize),
            jcb: row(rows[1].0, rows[1].1 as usize),
            eurocard: row(rows[2].0, rows[2].1 as usize),
            amex: row(rows[3].0, rows[3].1 as usize),
            visa: row(rows[4].0, rows[4].1 as usize),
            diners: row(rows[5].0, rows[5].1 as usize),
            others: row(rows[6].0, rows[6].1 as usize),
        };
        prop_assert_eq!(theirs, expected);
        prop_assert_eq!(status(&bytes).totals, Some(written));
    }

    #[test]
    fn print_blocks(
        kind in prop::option::of(1u8..=3),
        lines in prop::collection::vec("[ -~ÄÖÜäöüß]{0,60}", 1..40),
    ) {
        let theirs = packets::PrintTextBlock {
            tlv: Some(tlv::PrintTextBlock {
                receipt_type: kind,
                lines: Some(tlv::TextLines { lines: lines.clone(), eol: None }),
            }),
        };
        let Message::Print(print) = ours(&theirs.zvt_serialize()) else { panic!() };
        prop_assert_eq!(print.kind, kind);
        prop_assert_eq!(&print.unread, &[]);
        prop_assert_eq!(print.lines.len(), lines.len());
        for (ours, theirs) in print.lines.iter().zip(&lines) {
            let expected = amtskasse_terminal::mask::text(theirs);
            let expected = amtskasse_terminal::zvt::message::PrintText::Text(expected);
            prop_assert_eq!(&ours.text, &expected);
        }
    }

    #[test]
    fn registrations(password in 0u32..=999_999, config in any::<u8>(), currency in prop::option::of(1000u16..=2999)) {
        use amtskasse_terminal::zvt::command::Registration;
        let command = Registration {
            config,
            currency,
            service: None,
            tlv: false,
            commands: Vec::new(),
            ..Registration::till_prints(format!("{password:06}").parse().unwrap())
        };
        let bytes = Command::Registration(command.clone()).encode(None).unwrap().encode();
        let theirs = packets::Registration {
            password: password as usize,
            config_byte: config,
            currency: currency.map(usize::from),
            tlv: None,
        };
        prop_assert_eq!(&theirs.zvt_serialize(), &bytes);
        prop_assert_eq!(packets::Registration::zvt_deserialize(&bytes).unwrap().0, theirs);
        prop_assert_eq!(Command::parse(&Apdu::parse(&bytes).unwrap()), Ok(Command::Registration(command)));
    }
}

#[test]
fn commands() {
    use amtskasse_terminal::zvt::command::StatusEnquiry;
    let password = "123456".parse().unwrap();
    let written = |command: Command| command.encode(None).unwrap().encode();
    let (password_read, enquiry) = (Some(password), StatusEnquiry::default());
    for (ours, theirs) in [
        (
            Command::EndOfDay(password),
            packets::EndOfDay { password: 123_456 }.zvt_serialize(),
        ),
        (
            Command::Initialisation(password),
            packets::Initialization { password: 123_456 }.zvt_serialize(),
        ),
        (
            Command::Diagnosis(Some(2)),
            packets::Diagnosis {
                tlv: Some(tlv::Diagnosis {
                    diagnosis_type: Some(2),
                }),
            }
            .zvt_serialize(),
        ),
        (
            Command::StatusEnquiry(StatusEnquiry {
                password: password_read,
                service: Some(4),
            }),
            packets::StatusEnquiry {
                password: Some(123_456),
                service_byte: Some(4),
                tlv: None,
            }
            .zvt_serialize(),
        ),
        (
            Command::StatusEnquiry(enquiry),
            packets::StatusEnquiry {
                password: None,
                service_byte: None,
                tlv: None,
            }
            .zvt_serialize(),
        ),
    ] {
        assert_eq!(written(ours), theirs);
    }
    assert_eq!(
        Apdu::acknowledge().encode(),
        packets::Ack {}.zvt_serialize()
    );
}

#[test]
fn the_rest_of_what_a_terminal_says() {
    let Message::Completion(completion) = ours(
        &packets::CompletionData {
            result_code: Some(0),
            status_byte: Some(2),
            terminal_id: Some(52_523_535),
            currency: Some(978),
        }
        .zvt_serialize(),
    ) else {
        panic!()
    };
    assert_eq!((completion.result, completion.wants), (Some(0), Some(2)));
    assert_eq!(
        (completion.terminal_id.as_str(), completion.currency),
        ("52523535", Some(978))
    );
    // It reads a software version and writes none, so this one is ours.
    let written = Apdu::new(0x06, 0x0F, *b"\xF0\xF1\xF4GER-APP-v2.0.9\xC2").encode();
    let (theirs, _) = packets::ReceiptPrintoutCompletion::zvt_deserialize(&written).unwrap();
    assert_eq!(theirs.sw_version, "GER-APP-v2.0.9");
    assert_eq!(theirs.terminal_status_code, 0xC2);
    let Message::Completion(enquiry) = ours(&written) else {
        panic!()
    };
    assert_eq!(
        (enquiry.version.as_str(), enquiry.status),
        ("GER-APP-v2.0.9", Some(0xC2))
    );
    let Message::Abort(abort) = ours(&packets::Abort { error: 0x6C }.zvt_serialize()) else {
        panic!()
    };
    assert_eq!(abort.code, Some(0x6C));
    let Message::SetClock(clock) = ours(
        &packets::SetTimeAndDate {
            date: 261_124,
            time: 190_507,
        }
        .zvt_serialize(),
    ) else {
        panic!()
    };
    assert_eq!(clock.date.unwrap().to_string(), "2026-11-24");
    assert_eq!(clock.time.unwrap().to_string(), "19:05:07");
    let line = packets::PrintLine {
        attribute: 0x40,
        text: "Händler".to_owned(),
    };
    let Message::Print(print) = ours(&line.zvt_serialize()) else {
        panic!()
    };
    assert_eq!(print.lines[0].attribute, 0x40);
}
