//! A card number in any field of any message never comes out of the parser.

use super::*;
use crate::zvt::bmp::{self, Length, TABLE};
use crate::zvt::{Slips, tlv};

/// A test number of a scheme, as digits and as nibbles.
const NUMBER: &str = "4111111111111111";
const NIBBLES: [u8; 8] = [0x41, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11];

/// Everything the parser makes of it, shown.
fn shown(class: u8, instruction: u8, data: Vec<u8>) -> String {
    let apdu = Apdu::new(class, instruction, data);
    let message = Message::parse(&apdu, Charset::Auto);
    let mut shown = format!("{apdu:?} {message:?} {:?}", message.reply());
    if let Message::Status(status) = &message {
        let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        shown += &format!("{:?} {:?}", status.approval(1, now), status.refusal());
    }
    if let Message::Print(print) = &message {
        let mut slips = Slips::default();
        shown += &format!("{:?} {:?}", slips.take(print), slips.finish());
    }
    if let Message::Completion(completion) = &message {
        shown += &format!("{:?}", completion.status());
    }
    if let Message::Abort(abort) = &message {
        shown += &format!("{:?}", abort.refusal());
    }
    shown
}

fn clean(shown: &str, place: &str) {
    let digits: String = shown.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    assert!(!digits.contains(NUMBER), "{place}: {shown}");
    // Nor as the list of bytes it is made of.
    assert!(!shown.contains("65, 17, 17"), "{place}: {shown}");
    assert!(!shown.contains("52, 49, 49"), "{place}: {shown}");
}

/// Ways to write it.
fn values() -> [Vec<u8>; 5] {
    [
        NIBBLES.to_vec(),
        NUMBER.into(),
        format!("Karte {NUMBER} 12/29").into(),
        b"4111 1111 1111 1111".to_vec(),
        format!("{NUMBER}=29122010000000000000").into(),
    ]
}

#[test]
fn in_every_field() {
    for bmp in TABLE {
        for mut value in values() {
            if let Length::Fixed(length) = bmp.length {
                value.resize(length, b' ');
            }
            let mut data = Vec::new();
            bmp::put(&mut data, bmp.number, &value).unwrap();
            for (class, instruction) in KINDS {
                let place = format!("{class:02X} {instruction:02X} BMP {:02X}", bmp.number);
                clean(&shown(class, instruction, data.clone()), &place);
            }
        }
    }
}

const KINDS: [(u8, u8); 12] = [
    (0x04, 0x0F),
    (0x04, 0xFF),
    (0x06, 0x0F),
    (0x06, 0x1E),
    (0x06, 0xD1),
    (0x06, 0xD3),
    (0x04, 0x01),
    (0x04, 0x0D),
    (0x80, 0x00),
    (0x84, 0x9D),
    (0x84, 0x1E),
    (0x0F, 0xA1),
];

#[test]
fn in_every_tag() {
    let tags = (0..=0xFF)
        .filter(|tag| tag & 0x1F != 0x1F)
        .chain(0x1F00..=0x1F7F);
    for tag in tags {
        for value in values() {
            let mut inner = Vec::new();
            tlv::put(&mut inner, tag, &value);
            for outer in [None, Some(0x24), Some(0x25), Some(0xE4)] {
                let container = match outer {
                    None => inner.clone(),
                    Some(outer) => {
                        let mut container = Vec::new();
                        tlv::put(&mut container, outer, &inner);
                        container
                    }
                };
                let mut data = Vec::new();
                bmp::put(&mut data, 0x06, &container).unwrap();
                for (class, instruction) in [(4, 0x0F), (6, 0x0F), (6, 0xD3), (0x80, 0)] {
                    let place = format!("{class:02X} {instruction:02X} tag {tag:X}");
                    clean(&shown(class, instruction, data.clone()), &place);
                }
                let late = [&[0x0A, 0x01], data.as_slice()].concat();
                for (class, instruction) in [(4, 0xFF), (6, 0x1E), (6, 0xD1)] {
                    let skip = usize::from(instruction == 0x1E);
                    let place = format!("{class:02X} {instruction:02X} tag {tag:X}");
                    clean(&shown(class, instruction, late[skip..].to_vec()), &place);
                }
            }
        }
    }
}

#[test]
fn without_any_form() {
    for (class, instruction) in KINDS {
        for value in values() {
            clean(&shown(class, instruction, value.clone()), "bare");
            let version = [b"\xF0\xF9\xF9", value.as_slice()].concat();
            clean(&shown(class, instruction, version), "behind a length");
            let length = [
                0xF0,
                0xF0 | (value.len() / 10) as u8,
                0xF0 | (value.len() % 10) as u8,
            ];
            let version = [length.as_slice(), value.as_slice()].concat();
            clean(&shown(class, instruction, version), "as a version");
        }
    }
}

#[test]
fn a_number_the_terminal_did_not_mask_keeps_four_digits() {
    for (value, expected) in [
        (&NIBBLES[..], "############1111"),
        (
            &[0x67, 0x20, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x5F],
            "###############2345",
        ),
        (
            &[0x47, 0x11, 0x00, 0xEE, 0xEE, 0xEE, 0xE8, 0x00, 0x4F],
            "#############8004",
        ),
        (
            &[0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0x57, 0x26],
            "############5726",
        ),
    ] {
        let mut data = Vec::new();
        bmp::put(&mut data, 0x22, value).unwrap();
        let Message::Status(status) = Message::parse(&Apdu::new(4, 0x0F, data), Charset::Auto)
        else {
            panic!()
        };
        assert_eq!(status.masked_number, expected);
    }
}
