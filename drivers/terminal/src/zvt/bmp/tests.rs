#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn the_table_is_sorted() {
    assert!(TABLE.windows(2).all(|pair| pair[0].number < pair[1].number));
}

#[test]
fn every_kind_of_length_is_read() {
    let data = [
        0x27, 0x00, 0x04, 0, 0, 0, 0, 0x12, 0x50, 0x22, 0xF0, 0xF2, 0xEE, 0x12, 0x3C, 0xF0, 0xF0,
        0xF1, b'x', 0x06, 0x81, 0x02, 0x24, 0x00,
    ];
    let fields: Vec<(u8, Vec<u8>)> = Reader::new(&data, 0)
        .map(|field| field.map(|field| (field.number, field.value.to_vec())))
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(
        fields,
        [
            (0x27, vec![0]),
            (0x04, vec![0, 0, 0, 0, 0x12, 0x50]),
            (0x22, vec![0xEE, 0x12]),
            (0x3C, b"x".to_vec()),
            (0x06, vec![0x24, 0])
        ]
    );
}

#[test]
fn lengths_are_read_without_their_high_nibbles_too() {
    let mut reader = Reader::new(&[0x3C, 0x00, 0x00, 0x01, b'x', 0x27, 0x05], 0);
    assert!(matches!(reader.next(), Some(Ok(field)) if field.value == b"x"));
    assert!(matches!(reader.next(), Some(Ok(field)) if field.number == 0x27));
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    for (data, at, reason) in [
        (&[0x27, 0, 0x31, 1][..], 2, Unreadable::UnknownBmp(0x31)),
        (&[0x27, 0, 0x04, 0, 0], 2, Unreadable::CutOff(0x04)),
        (&[0x22, 0xF0], 0, Unreadable::CutOff(0x22)),
        (&[0x22, 0xF0, 0xF3, 0x11], 0, Unreadable::CutOff(0x22)),
        (&[0x22, 0x30, 0x31, 0x11], 0, Unreadable::Length(0x22)),
        (&[0x22, 0xFA, 0xF0], 0, Unreadable::Length(0x22)),
        (&[0x06, 0x83, 0, 0, 1, 0], 0, Unreadable::Length(0x06)),
        (&[0x06, 0x82, 1], 0, Unreadable::CutOff(0x06)),
        (&[0x06], 0, Unreadable::CutOff(0x06)),
    ] {
        let mut reader = Reader::new(data, 0);
        let unread = reader.find_map(Result::err).unwrap();
        assert_eq!(unread, Unread { at, reason });
        assert!(reader.next().is_none());
    }
}

#[test]
fn a_value_that_does_not_fit_is_not_written() {
    let mut data = Vec::new();
    assert!(put(&mut data, 0x04, &[0; 5]).is_err());
    assert!(put(&mut data, 0x22, &[0; 100]).is_err());
    assert!(put(&mut data, 0x3C, &[0; 1000]).is_err());
    assert!(put(&mut data, 0x31, &[]).is_err());
    assert!(data.is_empty());
}
