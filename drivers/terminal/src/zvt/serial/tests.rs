#![allow(clippy::unwrap_used)]

use super::*;

const LIMITS: Limits = Limits {
    byte: Duration::from_millis(200),
    ack: Duration::from_secs(5),
};

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

fn line() -> (Line, Instant) {
    (Line::new(LIMITS), Instant::now())
}

/// Every `apdu,frame` row of a table, further columns ignored.
fn rows(table: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let rows = table.lines().skip(1).filter(|row| !row.is_empty());
    rows.map(|row| {
        let mut columns = row.split(',');
        (hex(columns.next().unwrap()), hex(columns.next().unwrap()))
    })
    .collect()
}

fn framed_and_read(rows: &[(Vec<u8>, Vec<u8>)]) {
    for (apdu, framed) in rows {
        assert_eq!(&frame(apdu), framed);
        let (mut line, now) = line();
        // Byte by byte, as a slow line delivers them.
        for byte in framed {
            assert!(line.take_apdu().is_none());
            line.receive(&[*byte], now);
        }
        assert_eq!(line.take_apdu().as_ref(), Some(apdu));
        assert_eq!(line.take_output(), [ACK]);
    }
}

#[test]
fn the_check_sum_is_kermit() {
    // The published check value is that of the nine digits alone; the frame's adds one 03.
    let kermit = |bytes: &[u8]| {
        bytes.iter().fold(0u16, |crc, &byte| {
            (0..8).fold(crc ^ u16::from(byte), |crc, _| match crc & 1 {
                1 => (crc >> 1) ^ 0x8408,
                _ => crc >> 1,
            })
        })
    };
    assert_eq!(kermit(b"123456789"), 0x2189);
    assert_eq!(check_sum(b"123456789"), kermit(b"123456789\x03"));
}

#[test]
fn frames_are_written_and_read() {
    let rows = rows(include_str!("../../../tests/data/zvt_serial_frames.csv"));
    assert_eq!(rows.len(), 25);
    framed_and_read(&rows);
}

#[test]
fn frames_of_others_are_written_and_read() {
    let table = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/payment/zvt/serial_frames.csv"
    );
    let Ok(table) = std::fs::read_to_string(table) else {
        eprintln!("skipped: no {table}");
        return;
    };
    let rows = rows(&table);
    assert!(rows.len() >= 38);
    framed_and_read(&rows);
}

#[test]
fn a_recorded_session_goes_over_the_line_byte_by_byte() {
    let session = include_str!("../../../tests/data/zvt_serial_session.hexlog");
    let (mut line, now) = line();
    let mut commands = [
        "06 00 04 12 34 56 be",
        "06 01 0c 04 00 00 00 00 00 01 49 09 78 06 00",
        "06 50 03 12 34 56",
    ]
    .into_iter();
    let mut apdus = 0;
    line.send(&hex(commands.next().unwrap()), now);
    for record in session.lines().filter(|line| !line.starts_with('#')) {
        let (side, bytes) = record.split_once("> ").unwrap();
        let bytes = hex(bytes);
        if side == "ECR" {
            assert_eq!(line.take_output(), bytes, "{record}");
            continue;
        }
        line.receive(&bytes, now);
        let completed = bytes == [ACK];
        if let Some(apdu) = line.take_apdu() {
            apdus += 1;
            if apdu[0] != 0x80 {
                line.send(&hex("80 00 00"), now);
            }
        } else if completed && let Some(command) = commands.next() {
            line.send(&hex(command), now);
        }
    }
    assert_eq!(apdus, 10);
    assert!(line.settled());
    assert_eq!(line.failure(), None);
}

#[test]
fn a_broken_frame_is_refused_and_read_again() {
    let good = frame(&hex("04 ff 01 10"));
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x40;
        let (mut line, now) = line();
        line.receive(&bad, now);
        assert_eq!(line.take_apdu(), None, "byte {at}");
        line.tick(now + LIMITS.byte);
        line.take_output();
        line.receive(&good, now + LIMITS.byte);
        assert_eq!(line.take_apdu(), Some(hex("04 ff 01 10")), "byte {at}");
        assert_eq!(line.take_output(), [ACK], "byte {at}");
    }
}

#[test]
fn a_wrong_check_sum_is_answered_at_once() {
    let mut bad = frame(&hex("80 00 00"));
    *bad.last_mut().unwrap() ^= 1;
    let (mut line, now) = line();
    line.receive(&bad, now);
    assert_eq!(line.take_output(), [NAK]);
    assert!(line.take_apdu().is_none());
}

#[test]
fn a_frame_cut_at_every_byte_is_refused_after_t1_and_the_next_one_read() {
    let good = frame(&hex("06 0f 0a 19 00 29 10 03 10 02 49 09 78"));
    for cut in 1..good.len() {
        let (mut line, now) = line();
        line.receive(&good[..cut], now);
        assert_eq!(line.deadline(), Some(now + LIMITS.byte));
        line.tick(now + LIMITS.byte - Duration::from_millis(1));
        assert!(line.take_output().is_empty());
        line.tick(now + LIMITS.byte);
        assert_eq!(line.take_output(), [NAK], "cut at {cut}");
        assert_eq!(line.deadline(), None);
        line.receive(&good, now + LIMITS.byte);
        assert!(line.take_apdu().is_some(), "cut at {cut}");
    }
}

#[test]
fn the_end_of_a_cut_frame_is_no_acknowledgement() {
    let (mut line, now) = line();
    line.send(&hex("06 01 07 04 00 00 00 00 00 46"), now);
    line.take_output();
    // A 10 that is followed by neither 10 nor 02 nor 03 cannot be, and its rest holds an 06.
    line.receive(&hex("10 02 04 0f 10 99 06 06 06"), now);
    assert!(!line.settled());
    line.tick(now + LIMITS.byte);
    line.receive(&[ACK], now + LIMITS.byte);
    assert!(line.settled());
}

#[test]
fn a_repeat_after_a_lost_acknowledgement_is_delivered_once() {
    let intermediate = frame(&hex("04 ff 01 0e"));
    let (mut line, now) = line();
    line.receive(&intermediate, now);
    assert_eq!(line.take_apdu(), Some(hex("04 ff 01 0e")));
    line.send(&hex("80 00 00"), now);
    line.take_output();
    // The acknowledgement got lost, so it comes again, before and after we have answered.
    line.receive(&intermediate, now + LIMITS.ack);
    assert_eq!(line.take_output(), [ACK]);
    assert_eq!(line.take_apdu(), None);
    assert!(!line.settled());
    // Once our answer is acknowledged, the same words are said anew.
    line.receive(&[ACK], now + LIMITS.ack);
    assert!(line.settled());
    line.receive(&intermediate, now + LIMITS.ack);
    assert_eq!(line.take_apdu(), Some(hex("04 ff 01 0e")));
}

#[test]
fn an_answer_stands_for_a_lost_acknowledgement() {
    let (mut line, now) = line();
    line.send(&hex("06 01 07 04 00 00 00 00 00 46"), now);
    line.take_output();
    line.receive(&frame(&hex("80 00 00")), now);
    assert!(line.settled());
    line.tick(now + LIMITS.ack * 2);
    assert_eq!(line.take_output(), [ACK], "the payment is not sent again");
}

#[test]
fn a_frame_is_sent_three_times_and_then_given_up() {
    for refused in [true, false] {
        let (mut line, mut now) = line();
        let payment = hex("06 01 07 04 00 00 00 09 27 39");
        line.send(&payment, now);
        for _ in 0..TRIES {
            assert_eq!(line.failure(), None);
            assert_eq!(line.take_output(), frame(&payment));
            if refused {
                line.receive(&[NAK], now);
            } else {
                line.tick(now + LIMITS.ack - Duration::from_millis(1));
                assert!(line.take_output().is_empty());
                now += LIMITS.ack;
                line.tick(now);
            }
        }
        assert!(line.take_output().is_empty());
        let failure = match refused {
            true => Failure::NotAcknowledged,
            false => Failure::Silence,
        };
        assert_eq!(line.failure(), Some(failure));
    }
}

#[test]
fn frames_wait_for_each_other() {
    let (mut line, now) = line();
    line.send(&hex("06 b0 00"), now);
    line.send(&hex("80 00 00"), now);
    assert_eq!(line.take_output(), frame(&hex("06 b0 00")));
    line.receive(&[ACK], now);
    assert_eq!(line.take_output(), frame(&hex("80 00 00")));
    line.receive(&[ACK, ACK, NAK], now);
    assert!(line.settled());
    assert!(line.take_output().is_empty());
}

#[test]
fn noise_between_frames_is_passed_over() {
    let (mut line, now) = line();
    line.receive(&[0x00, 0xFF, 0x03, 0x41], now);
    line.receive(&frame(&hex("80 00 00")), now);
    assert_eq!(line.take_apdu(), Some(hex("80 00 00")));
}

#[test]
fn a_frame_without_end_is_refused_before_it_fills_the_memory() {
    let (mut line, now) = line();
    line.receive(&[DLE, STX], now);
    for _ in 0..100 {
        line.receive(&[0x20; 1000], now);
    }
    assert_eq!(line.take_output(), [NAK]);
    assert!(line.body.capacity() < 2 * LONGEST);
    line.receive(&frame(&hex("80 00 00")), now);
    assert_eq!(line.take_apdu(), Some(hex("80 00 00")));
}
