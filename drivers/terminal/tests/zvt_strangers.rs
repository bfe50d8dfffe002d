//! No terminal, something else than a terminal, a wrong password, half frames and huge lengths: typed errors, no hang.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/till.rs"]
mod till;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use amtskasse_terminal::config::Patience;
use amtskasse_terminal::zvt::simulator::{Incident, Memory, Moment, Play, Terminal, Ways};
use amtskasse_terminal::{Config, Driver, Error, Nobody, Outcome};
use common::{Clerk, request};
use till::{config, find_out, hurried, pay, since, started};

const HTTP: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>";
const TLS: &[u8] = &[0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46];
const SSH: &[u8] = b"SSH-2.0-OpenSSH_9.6\r\n";
const OPI: &[u8] = b"\x00\x00\x00\x2A<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
const HALF: &[u8] = &[0x04, 0x0F, 0xDB, 0x27, 0x00, 0x04];
const HUGE: &[u8] = &[0x04, 0x0F, 0xFF, 0xFF, 0xFF, 0x27, 0x00];

fn at(address: &str) -> Config {
    Config {
        patience: hurried(),
        ..Config::new("Schalter 1", Driver::Zvt, address)
    }
}

/// Somebody who answers each connection with these bytes, then hangs up or keeps silent.
fn stranger(answer: &'static [u8], hangs_up: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(answer);
            if !hangs_up {
                kept.push(stream);
            }
        }
    });
    address
}

/// Whatever is asked ends with an error in time, and no money is asked for.
fn nothing_begins(config: &Config) -> Error {
    let begun = Instant::now();
    let mut till = started(config);
    let mut clerk = Clerk::default();
    let outcome = till.pay(&request(1250, "K1-1"), &mut clerk);
    assert!(matches!(outcome, Outcome::NotStarted(_)), "{outcome:?}");
    assert_eq!(clerk.mark(), None);
    assert!(till.log_in(&mut Nobody).is_err());
    assert!(till.totals(true, &mut Nobody).is_err());
    let error = till.status().unwrap_err();
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "{:?}",
        begun.elapsed()
    );
    error
}

#[test]
fn nobody_is_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    drop(listener);
    for address in [
        address.as_str(),
        "tcp://terminal.invalid:20007",
        "serial:///dev/amtskasse-no-such-device",
    ] {
        let error = nothing_begins(&at(address));
        assert!(
            matches!(error, Error::Unreachable { .. }),
            "{address}: {error:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_cable_without_a_terminal() {
    use serialport::SerialPort;
    let (_end, till_end) = serialport::TTYPort::pair().unwrap();
    let device = till_end.name().unwrap();
    let error = nothing_begins(&at(&format!("serial://{device}")));
    assert!(
        matches!(error, Error::Unreachable { .. } | Error::Timeout(_)),
        "{error:?}"
    );
}

#[test]
fn somebody_else_is_there() {
    for (name, answer) in [("HTTP", HTTP), ("TLS", TLS), ("SSH", SSH), ("OPI", OPI)] {
        for hangs_up in [true, false] {
            let error = nothing_begins(&at(&stranger(answer, hangs_up)));
            println!("{name}, hangs up {hangs_up}: {error}");
            assert!(
                matches!(
                    error,
                    Error::NotATerminal {
                        protocol: "ZVT",
                        ..
                    }
                ),
                "{name}: {error:?}"
            );
        }
    }
    for (name, answer) in [("half", HALF), ("huge", HUGE), ("nothing", b"")] {
        let silent = nothing_begins(&at(&stranger(answer, false)));
        assert!(
            matches!(silent, Error::Timeout(_) | Error::NotATerminal { .. }),
            "{name}: {silent:?}"
        );
        let gone = nothing_begins(&at(&stranger(answer, true)));
        assert!(
            matches!(gone, Error::Lost(_) | Error::NotATerminal { .. }),
            "{name}: {gone:?}"
        );
    }
}

#[test]
fn a_wrong_password() {
    for wrong_password in [0x9A, 0x83] {
        let terminal = Terminal::listen(
            0,
            Memory::new(Ways {
                password: 123_456,
                wrong_password,
                ..Ways::default()
            }),
        )
        .unwrap();
        let mut wrong = config(&terminal, hurried());
        wrong.password = Some("654321".to_owned());
        let outcome = started(&wrong).pay(&request(1250, "K1-1"), &mut Clerk::default());
        assert!(
            matches!(outcome, Outcome::NotStarted(Error::WrongPassword)),
            "{outcome:?}"
        );
        let error = started(&wrong).log_in(&mut Nobody).unwrap_err();
        assert!(matches!(error, Error::WrongPassword), "{error:?}");
        wrong.password = Some("123456".to_owned());
        let outcome = started(&wrong).pay(&request(1250, "K1-1"), &mut Clerk::default());
        assert!(matches!(outcome, Outcome::Paid(_)), "{outcome:?}");
        wrong.password = Some("12345".to_owned());
        let refused = amtskasse_terminal::open(&wrong, Box::new(common::now));
        assert!(matches!(refused, Err(Error::Config(_))));
    }
}

/// Bytes that are none of ZVT, in the place of each message of a payment, at both kinds of lines.
#[test]
fn a_payment_in_which_the_terminal_goes_mad() {
    let ways = Ways {
        announces: Some(0),
        patience: Duration::from_millis(150),
        ack: Duration::from_millis(60),
        byte: Duration::from_millis(15),
        ..Ways::default()
    };
    for serial in [false, true] {
        let memory = Memory::new(ways.clone());
        let terminal = match serial {
            true => Terminal::at_pseudo_terminal(memory.clone()).unwrap(),
            false => Terminal::listen(0, memory.clone()).unwrap(),
        };
        let config = config(&terminal, hurried());
        pay(
            &mut *started(&config),
            &memory,
            &request(1, "K1-0"),
            &mut Clerk::default(),
        )
        .unwrap();
        let moments = (0..7)
            .map(Moment::Message)
            .chain([Moment::Approved, Moment::Stated]);
        for moment in moments {
            for bytes in [
                HTTP,
                TLS,
                HALF,
                HUGE,
                &[0; 3000],
                &[0xFF; 3000],
                &[0x10; 3000],
            ] {
                let place = format!("serial {serial}, {moment:?}, {:02X?}", &bytes[..6]);
                let before = memory.charged().len();
                let incident = Incident::Bytes(bytes.to_vec(), Duration::from_millis(400));
                memory.push(Play::with(moment, incident));
                let mut clerk = Clerk::default();
                let mut till = started(&config);
                let word = pay(&mut *till, &memory, &request(777, &place), &mut clerk);
                drop(till);
                let word = word.unwrap_or_else(|left| find_out(&config, &left));
                match since(&memory, before).len() {
                    0 => assert!(word.not_paid(), "{place}: {word:?}"),
                    1 => assert!(word.paid(), "{place}: {word:?}"),
                    _ => panic!("{place}: charged twice"),
                }
            }
        }
    }
}

/// Nobody waits for ever, whatever limits are set; the usual ones are those of the specification.
#[test]
fn the_usual_limits_are_the_specifications() {
    let usual = Patience::default();
    assert_eq!(usual.byte, Duration::from_millis(200));
    assert_eq!(usual.ack, Duration::from_secs(5));
    assert_eq!(usual.answer, Duration::from_secs(5));
    assert_eq!(usual.completion, Duration::from_secs(180));
}
