#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};

use super::*;
use crate::Operation;

fn hex(text: &str) -> Vec<u8> {
    let pairs = text.split_whitespace();
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

/// A till that knows no more than to acknowledge; what it heard, without 80 00 00.
fn exchange(stream: &mut TcpStream, command: &str) -> Vec<Vec<u8>> {
    stream.write_all(&hex(command)).unwrap();
    let (mut buffer, mut heard) = (Vec::new(), Vec::new());
    loop {
        let mut chunk = [0; 256];
        let count = stream.read(&mut chunk).unwrap();
        assert_ne!(count, 0, "closed");
        buffer.extend(&chunk[..count]);
        while let Some(message) = wire::take(&mut buffer) {
            if message.code == 0x8000 {
                continue;
            }
            let code = message.code;
            heard.push(wire::apdu(code, &message.data));
            if code >> 8 == 0x84 {
                return heard;
            }
            stream.write_all(&hex("80 00 00")).unwrap();
            if code == 0x060F || code == 0x061E {
                return heard;
            }
        }
    }
}

fn connected(terminal: &Terminal) -> TcpStream {
    TcpStream::connect(terminal.port.unwrap()).unwrap()
}

const REGISTER: &str = "06 00 10 00 00 00 BE 09 78 03 01 06 06 26 04 0A 02 06 D3";
const PAY: &str = "06 01 0A 04 00 00 00 00 12 50 49 09 78";

#[test]
fn a_payment_over_tcp_is_kept() {
    let terminal = Terminal::listen(0, Memory::default()).unwrap();
    let mut stream = connected(&terminal);
    assert_eq!(exchange(&mut stream, PAY), [hex("06 1E 01 6B")]);
    let done = exchange(&mut stream, REGISTER);
    assert_eq!(done, [hex("06 0F 0A 19 00 29 29 00 10 06 49 09 78")]);
    let codes = |heard: &[Vec<u8>]| -> Vec<u16> {
        let code = |apdu: &Vec<u8>| u16::from_be_bytes([apdu[0], apdu[1]]);
        heard.iter().map(code).collect()
    };
    let paid = exchange(&mut stream, PAY);
    assert_eq!(
        codes(&paid),
        [0x04FF, 0x04FF, 0x040F, 0x06D3, 0x06D3, 0x060F]
    );
    let charge = Charge {
        operation: Operation::Payment,
        cents: 1250,
        receipt: 1,
        of: None,
    };
    assert_eq!(terminal.memory().charged(), [charge]);
    let again = exchange(&mut stream, "06 20 05 00 00 00 03 03");
    assert_eq!(again[0], paid[2]);
    assert_eq!(codes(&again), [0x040F, 0x060F]);
    let back = exchange(&mut stream, "06 30 06 00 00 00 87 00 01");
    assert_eq!(codes(&back)[1], 0x040F);
    assert_eq!(terminal.memory().charged()[1].of, Some(1));
    let twice = exchange(&mut stream, "06 30 06 00 00 00 87 00 01");
    assert_eq!(twice.last().unwrap(), &hex("06 1E 01 B4"));
    let day = exchange(&mut stream, "06 50 03 00 00 00");
    assert_eq!(codes(&day), [0x04FF, 0x040F, 0x06D3, 0x060F]);
    assert_eq!(exchange(&mut stream, "06 C0 01 05"), [hex("84 83 00")]);
    assert_eq!(
        exchange(&mut stream, "06 50 03 00 00 01"),
        [hex("06 1E 01 9A")]
    );
}

#[test]
fn what_is_not_acknowledged_stays_or_is_taken_back() {
    for (unacknowledged, charged) in [(Unacknowledged::Stays, 1), (Unacknowledged::TakenBack, 0)] {
        let memory = Memory::new(Ways {
            unacknowledged,
            wants_registration: false,
            ..Ways::default()
        });
        let terminal = Terminal::listen(0, memory.clone()).unwrap();
        memory.push(Play::with(Moment::Stated, Incident::Cut));
        let mut stream = connected(&terminal);
        stream.write_all(&hex(PAY)).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).ok();
        assert!(memory.rests(Duration::from_secs(2)));
        assert_eq!(memory.charged().len(), charged);
    }
}

#[cfg(unix)]
#[test]
fn a_serial_line_is_framed_and_acknowledged() {
    use serialport::SerialPort;
    let terminal = Terminal::at_pseudo_terminal(Memory::default()).unwrap();
    let device = terminal.address().strip_prefix("serial://").unwrap();
    let mut port = serialport::new(device, 9600)
        .timeout(Duration::from_secs(1))
        .open_native()
        .unwrap();
    let told = |port: &mut serialport::TTYPort, bytes: &[u8], count: usize| {
        port.write_all(bytes).unwrap();
        let mut answer = vec![0; count];
        port.read_exact(&mut answer).unwrap();
        answer
    };
    let register = wire::frame(&hex(REGISTER));
    let mut broken = register.clone();
    broken[6] ^= 1;
    assert_eq!(told(&mut port, &broken, 1), [0x15]);
    assert_eq!(
        told(&mut port, &register, 10),
        hex("06 10 02 80 00 00 10 03 f5 1f")
    );
    // The recorded answer of the facts, but for the terminal's id.
    assert_eq!(
        told(&mut port, &[0x06], 20),
        hex("10 02 06 0f 0a 19 00 29 29 00 10 10 06 49 09 78 10 03 ef 72")
    );
    assert_eq!(
        told(&mut port, &hex("06 10 02 80 00 00 10 03 f5 1f"), 1),
        [0x06]
    );
    port.set_timeout(Duration::from_millis(50)).unwrap();
    assert!(port.read(&mut [0]).is_err());
}
