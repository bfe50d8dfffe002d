use super::*;
use crate::zvt::message::PrintLine;
use crate::zvt::{Apdu, Charset, Message, tlv};

fn print(apdu: &Apdu) -> Print {
    match Message::parse(apdu, Charset::Auto) {
        Message::Print(print) => print,
        other => panic!("{other:?}"),
    }
}

/// `06 D1`.
fn line(attribute: u8, text: &[u8], kind: Option<u8>) -> Print {
    let mut data = vec![attribute];
    data.extend(text);
    if let Some(kind) = kind {
        data.extend([0x06, 0x04, 0x1F, 0x07, 0x01, kind]);
    }
    print(&Apdu::new(6, 0xD1, data))
}

/// `06 D3` of lines with their attributes.
fn block(kind: Option<u8>, marks: Option<u8>, lines: &[(u8, &[u8])]) -> Print {
    let mut texts = Vec::new();
    for (attribute, text) in lines {
        tlv::put(&mut texts, 0x09, &[*attribute]);
        tlv::put(&mut texts, 0x07, text);
    }
    let mut container = Vec::new();
    if let Some(kind) = kind {
        tlv::put(&mut container, 0x1F07, &[kind]);
    }
    if let Some(marks) = marks {
        tlv::put(&mut container, 0x1F37, &[marks]);
    }
    tlv::put(&mut container, 0x25, &texts);
    let mut data = Vec::new();
    crate::zvt::bmp::put(&mut data, 6, &container).unwrap();
    print(&Apdu::new(6, 0xD3, data))
}

fn texts(slip: &Slip) -> Vec<&str> {
    slip.lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn lines_end_with_their_attribute_and_not_with_one_wrong_kind() {
    let mut slips = Slips::default();
    let mut whole = Vec::new();
    for (attribute, text, kind) in [
        (0x40, &b"** H\xC4NDLERBELEG **"[..], 1),
        (0x00, b"Terminal-ID: 29001006", 1),
        (0x00, b" ", 1),
        (0x81, b"", 1),
        (0x40, b"** KUNDENBELEG **", 2),
        // Tagged as the other slip by the terminal's mistake.
        (0x40, b"STADT MUSTER", 1),
        (0x00, b"", 2),
        (0x00, b"BEZAHLT", 2),
        (0xFF, b"", 2),
    ] {
        whole.extend(slips.take(&line(attribute, text, Some(kind))));
    }
    let [merchant, customer] = whole.as_slice() else {
        panic!("{whole:?}")
    };
    assert_eq!(merchant.kind, SlipKind::Merchant);
    assert_eq!(
        texts(merchant),
        ["** HÄNDLERBELEG **", "Terminal-ID: 29001006"]
    );
    assert!(merchant.lines[0].centred && !merchant.lines[1].centred);
    assert_eq!(customer.kind, SlipKind::Customer);
    assert_eq!(
        texts(customer),
        ["** KUNDENBELEG **", "STADT MUSTER", "", "BEZAHLT"]
    );
    assert_eq!(slips.finish(), None);
}

#[test]
fn attributes_become_flags() {
    let mut slips = Slips::default();
    for (attribute, text) in [
        (0x60, &b"wide"[..]),
        (0x50, b"tall"),
        (0x03, b"indented"),
        (0x80, b"RFU, not the last one"),
    ] {
        assert!(slips.take(&line(attribute, text, Some(3))).is_empty());
    }
    let slip = slips.finish().unwrap();
    assert_eq!(slip.kind, SlipKind::Administration);
    let flags: Vec<_> = slip
        .lines
        .iter()
        .map(|line| (line.centred, line.wide, line.tall))
        .collect();
    assert_eq!(
        flags,
        [
            (true, true, false),
            (true, false, true),
            (false, false, false),
            (false, false, false)
        ]
    );
    assert_eq!(texts(&slip)[2..], ["   indented", "RFU, not the last one"]);
}

#[test]
fn blocks_are_slips_with_or_without_an_end() {
    let mut slips = Slips::default();
    let merchant = block(Some(1), Some(0x82), &[(0x40, b"Beleg"), (0x81, b"ENDE")]);
    let whole = slips.take(&merchant);
    assert_eq!(whole.len(), 1);
    assert!(whole[0].signature);
    assert_eq!(texts(&whole[0]), ["Beleg", "ENDE"]);
    // The next ones mark no end: the second begins with its kind, and the command's end ends it.
    assert!(
        slips
            .take(&block(Some(1), Some(1), &[(0, b"a")]))
            .is_empty()
    );
    assert!(
        slips
            .take(&block(None, None, &[(0, b"more of a")]))
            .is_empty()
    );
    let first = slips.take(&block(Some(2), Some(1), &[(0, b"b")]));
    assert_eq!(texts(&first[0]), ["a", "more of a"]);
    assert!(!first[0].signature);
    let last = slips.finish().unwrap();
    assert_eq!((last.kind, texts(&last)), (SlipKind::Customer, vec!["b"]));
}

#[test]
fn an_attribute_that_no_line_follows_ends_a_block() {
    let texts = [0x07, 1, b'x', 0x09, 1, 0x81];
    let mut container = Vec::new();
    tlv::put(&mut container, 0x25, &texts);
    let mut data = Vec::new();
    crate::zvt::bmp::put(&mut data, 6, &container).unwrap();
    let mut slips = Slips::default();
    assert_eq!(slips.take(&print(&Apdu::new(6, 0xD3, data))).len(), 1);
}

#[test]
fn without_kinds_the_words_tell() {
    for (text, kind) in [
        ("** HÄNDLERBELEG **", SlipKind::Merchant),
        ("K U N D E N", SlipKind::Administration),
        ("-- Kundenbeleg --", SlipKind::Customer),
        ("** KASSENSCHNITT **", SlipKind::Administration),
    ] {
        let mut slips = Slips::default();
        let print = Print {
            lines: vec![PrintLine {
                attribute: 0x81,
                text: PrintText::Text(text.to_owned()),
            }],
            ..Print::default()
        };
        assert_eq!(slips.take(&print)[0].kind, kind, "{text}");
    }
}

#[test]
fn a_slip_without_end_is_cut() {
    let mut slips = Slips::default();
    let line = line(0, b"x", Some(3));
    let whole = (0..LONGEST).flat_map(|_| slips.take(&line)).count();
    assert_eq!(whole, 1);
}

#[test]
fn card_numbers_on_paper_are_masked() {
    let mut slips = Slips::default();
    let mut whole = slips.take(&line(0x81, b"Karte 4111 1111 1111 1111", Some(2)));
    whole.extend(slips.take(&block(
        Some(1),
        None,
        &[(0x81, b"PAN 4111111111111111 12/29")],
    )));
    let shown = format!("{whole:?}");
    assert!(shown.contains("#### #### #### 1111") && shown.contains("############1111 12/29"));
    assert!(!shown.contains("4111"));
}
