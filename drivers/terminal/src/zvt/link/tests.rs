#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use super::*;
use crate::Driver;

/// A server that does this with its first connection.
fn server(work: impl FnOnce(std::net::TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || work(listener.accept().unwrap().0));
    port
}

fn connected(port: u16) -> TcpLink {
    TcpLink::connect("127.0.0.1", port, &Patience::default()).unwrap()
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(5)
}

#[test]
fn what_answers_in_another_language_is_no_terminal() {
    for (greeting, named) in [
        (&b"HTTP/1.1 400 Bad Request\r\n"[..], "HTTP"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "TLS"),
        (b"\x00\x00\x00\x20<?xml version", "OPI"),
        (b"\x10\x02\x80\x00\x00\x10\x03\xf5\x1f", "serial"),
        (b"\x00\x03\x80\x00\x00", "two bytes"),
        (b"220 mail ESMTP", "something else"),
    ] {
        let port = server(move |mut stream| {
            let _ = stream.read(&mut [0; 3]);
            stream.write_all(greeting).unwrap();
        });
        let mut link = connected(port);
        link.send(&Apdu::new(0x05, 0x01, [])).unwrap();
        let Err(Error::NotATerminal { found, address, .. }) = link.receive(soon()) else {
            panic!("{named}")
        };
        assert!(found.contains(named), "{found}");
        assert_eq!(address, format!("tcp://127.0.0.1:{port}"));
    }
}

#[test]
fn a_terminal_that_goes_mad_is_another_matter() {
    let port = server(|mut stream| {
        stream.write_all(b"\x80\x00\x00HTTP").unwrap();
    });
    let mut link = connected(port);
    assert_eq!(link.receive(soon()).unwrap(), Some(Apdu::acknowledge()));
    assert!(matches!(link.receive(soon()), Err(Error::Protocol(_))));
}

#[test]
fn apdus_are_put_together_as_the_network_delivers_them() {
    let long = Apdu::new(0x06, 0xD3, vec![0x20; 1648]);
    let mut bytes = long.encode();
    bytes.extend(Apdu::acknowledge().encode());
    bytes.extend(Apdu::new(0x06, 0x0F, []).encode());
    let port = server(move |mut stream| {
        for piece in [&bytes[..1], &bytes[1..4], &bytes[4..1024], &bytes[1024..]] {
            stream.write_all(piece).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let mut link = connected(port);
    assert_eq!(link.receive(soon()).unwrap(), Some(long));
    assert_eq!(link.receive(soon()).unwrap(), Some(Apdu::acknowledge()));
    let end = link.receive(soon()).unwrap().unwrap();
    assert_eq!(end.code(), 0x060F);
    assert!(matches!(link.receive(soon()), Err(Error::Lost(_))));
}

#[test]
fn half_an_apdu_is_none_and_its_time_passes() {
    let port = server(|mut stream| {
        stream.write_all(&[0x04, 0x0F, 0x20, 0x27, 0x00]).unwrap();
        std::thread::sleep(Duration::from_secs(2));
    });
    let mut link = connected(port);
    let begun = Instant::now();
    let limit = Duration::from_millis(60);
    assert_eq!(link.receive(begun + limit).unwrap(), None);
    assert!((limit..limit * 5).contains(&begun.elapsed()));
    // A moment that is over already does not block.
    assert_eq!(link.receive(begun).unwrap(), None);
}

#[test]
fn nobody_there_is_told_with_the_address() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let refused = TcpLink::connect("127.0.0.1", port, &Patience::default());
    let Err(Error::Unreachable { address, reason }) = refused else {
        panic!()
    };
    assert_eq!(address, format!("tcp://127.0.0.1:{port}"));
    assert!(!reason.is_empty());
    let nameless = TcpLink::connect("terminal.invalid", port, &Patience::default());
    assert!(matches!(nameless, Err(Error::Unreachable { .. })));
    let nowhere = SerialLink::open("/dev/no-such-port", 9600, 2, &Patience::default());
    assert!(matches!(nowhere, Err(Error::Unreachable { .. })));
}

#[test]
fn an_address_says_which_way() {
    let wire = |address| Wire::new(&Config::new("", Driver::Zvt, address));
    assert!(wire("tcp://10.0.0.7").unwrap().proves_presence());
    assert!(!wire("serial:///dev/ttyS0").unwrap().proves_presence());
    assert!(matches!(wire("10.0.0.7"), Err(Error::Config(_))));
}

#[cfg(unix)]
mod pseudo_terminal {
    use serialport::{SerialPort, TTYPort};

    use super::*;
    use crate::zvt::serial::frame;

    fn hasty() -> Patience {
        Patience {
            byte: Duration::from_millis(30),
            ack: Duration::from_millis(60),
            ..Patience::default()
        }
    }

    /// Our end of a line and the terminal's.
    fn line() -> (SerialLink, TTYPort) {
        let (ours, theirs) = TTYPort::pair().unwrap();
        let device = theirs.name().unwrap();
        drop(theirs);
        let link = SerialLink::open(&device, 9600, 2, &hasty()).unwrap();
        (link, ours)
    }

    fn read(port: &mut TTYPort, count: usize) -> Vec<u8> {
        port.set_timeout(Duration::from_secs(5)).unwrap();
        let mut bytes = vec![0; count];
        port.read_exact(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn frames_go_over_a_port_and_come_back() {
        let (mut link, mut port) = line();
        let command = Apdu::new(0x06, 0x70, []);
        link.send(&command).unwrap();
        let framed = frame(&command.encode());
        assert_eq!(read(&mut port, framed.len()), framed);
        port.write_all(&[0x06]).unwrap();
        port.write_all(&frame(&[0x80, 0, 0])).unwrap();
        assert_eq!(link.receive(soon()).unwrap(), Some(Apdu::acknowledge()));
        assert_eq!(read(&mut port, 1), [0x06]);
        link.finish();
    }

    #[test]
    fn a_frame_cut_off_is_refused_and_read_again() {
        let (mut link, mut port) = line();
        let framed = frame(&[0x80, 0, 0]);
        port.write_all(&framed[..4]).unwrap();
        assert_eq!(
            link.receive(Instant::now() + hasty().byte * 3).unwrap(),
            None
        );
        assert_eq!(read(&mut port, 1), [0x15]);
        port.write_all(&framed).unwrap();
        assert_eq!(link.receive(soon()).unwrap(), Some(Apdu::acknowledge()));
    }

    #[test]
    fn a_silent_line_is_given_up_after_three_tries() {
        let (mut link, mut port) = line();
        let command = Apdu::new(0x06, 0x70, []);
        link.send(&command).unwrap();
        assert!(matches!(
            link.receive(soon()),
            Err(Error::Unreachable { .. })
        ));
        let framed = frame(&command.encode());
        assert_eq!(read(&mut port, framed.len() * 3), framed.repeat(3));
    }

    #[test]
    fn a_port_that_goes_away_is_a_lost_line() {
        let (mut link, port) = line();
        drop(port);
        assert!(matches!(link.receive(soon()), Err(Error::Lost(_))));
    }

    #[test]
    fn something_else_in_a_whole_frame_is_no_terminal() {
        let (mut link, mut port) = line();
        port.write_all(&frame(b"AT+CGMI")).unwrap();
        assert!(matches!(
            link.receive(soon()),
            Err(Error::NotATerminal { .. })
        ));
    }
}
