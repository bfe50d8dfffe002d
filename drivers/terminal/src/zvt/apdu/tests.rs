#![allow(clippy::unwrap_used)]

use super::*;

fn all(reassembler: &mut Reassembler) -> Vec<Apdu> {
    std::iter::from_fn(|| reassembler.next().unwrap()).collect()
}

#[test]
fn lengths_from_ff_on_take_two_more_bytes_low_byte_first() {
    for (length, head) in [
        (0, vec![6, 0xD3, 0]),
        (0xFE, vec![6, 0xD3, 0xFE]),
        (0xFF, vec![6, 0xD3, 0xFF, 0xFF, 0]),
        (0x0461, vec![6, 0xD3, 0xFF, 0x61, 0x04]),
        (LONGEST, vec![6, 0xD3, 0xFF, 0xFF, 0xFF]),
    ] {
        let apdu = Apdu::new(6, 0xD3, vec![7; length]);
        let bytes = apdu.encode();
        assert_eq!(bytes[..bytes.len() - length], head);
        assert_eq!(Apdu::parse(&bytes).unwrap(), apdu);
    }
    // The long form of a short length is read, too.
    assert_eq!(
        Apdu::parse(&[6, 0x0F, 0xFF, 1, 0, 0xDC]).unwrap(),
        Apdu::new(6, 0x0F, [0xDC])
    );
}

#[test]
fn a_stream_may_be_cut_and_joined_anywhere() {
    let apdus = [
        Apdu::acknowledge(),
        Apdu::new(4, 0xFF, [0x0E]),
        Apdu::new(6, 0xD3, vec![0x20; 1648]),
        Apdu::new(6, 0x0F, []),
    ];
    let stream: Vec<u8> = apdus.iter().flat_map(Apdu::encode).collect();
    for cut in 0..=stream.len() {
        let mut reassembler = Reassembler::default();
        reassembler.push(&stream[..cut]);
        let mut found = all(&mut reassembler);
        reassembler.push(&stream[cut..]);
        found.extend(all(&mut reassembler));
        assert_eq!(found, apdus, "cut at {cut}");
        assert_eq!(reassembler.pending(), 0);
    }
    let mut reassembler = Reassembler::default();
    let mut found = Vec::new();
    for byte in &stream {
        reassembler.push(&[*byte]);
        found.extend(all(&mut reassembler));
    }
    assert_eq!(found, apdus);
}

#[test]
fn another_protocol_is_named() {
    let cases: [(&[u8], Foreign); 10] = [
        (&[0x15, 3, 1, 0, 2, 2, 70], Foreign::TlsAlert),
        (&[0x16, 3, 3, 0, 100, 2], Foreign::Tls),
        (b"HTTP/1.1 400 Bad Request\r\n", Foreign::Http),
        (b"<?xml version=\"1.0\"?>", Foreign::Xml),
        (b"\0\0\x01\x20<?xml version", Foreign::Opi),
        (b"\0\0\x01\x20\xEF\xBB\xBF<?xml", Foreign::Opi),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Foreign::Ssh),
        (
            &[0x10, 2, 0x80, 0, 0, 0x10, 3, 0xF5, 0x1F],
            Foreign::SerialFrame,
        ),
        (&[0, 3, 0x80, 0, 0], Foreign::LengthPrefix),
        (b"login: ", Foreign::Unknown),
    ];
    for (bytes, expected) in cases {
        let mut reassembler = Reassembler::default();
        reassembler.push(bytes);
        for _ in 0..2 {
            let error = reassembler.next().unwrap_err();
            let NotZvt::Foreign { what, bytes: first } = &error else {
                panic!("{error}")
            };
            assert_eq!((*what, first.len()), (expected, bytes.len().min(8) * 3 - 1));
        }
    }
}

#[test]
fn what_is_too_long_half_or_too_much_is_refused() {
    let mut reassembler = Reassembler::with_limit(16);
    reassembler.push(&[6, 0xD3, 0xFF, 17, 0]);
    let (length, limit) = (17, 16);
    assert_eq!(
        reassembler.next().unwrap_err(),
        NotZvt::TooLong { length, limit }
    );
    assert_eq!(Apdu::parse(&[6, 0x0F, 2, 0]).unwrap_err(), NotZvt::Half(4));
    assert_eq!(
        Apdu::parse(&[6, 0x0F, 0, 0]).unwrap_err(),
        NotZvt::Surplus(1)
    );
}

#[test]
fn debug_shows_no_data() {
    let shown = format!("{:?}", Apdu::new(6, 0x30, [0x12, 0x34, 0x56]));
    assert_eq!(shown, "Apdu(06 30, 3 bytes)");
}
