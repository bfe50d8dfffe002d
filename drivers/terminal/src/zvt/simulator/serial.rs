//! The simulated terminal's end of a serial line: frames, acknowledgements, repeats.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use serialport::SerialPort;

use super::line::{Gone, Line};
use super::memory::Memory;
use super::tap::{Flow, Way};
use super::wire::{Command, crc, frame, take};

const ACK: u8 = 0x06;
const NAK: u8 = 0x15;

/// What comes over the line.
enum Heard {
    Ack,
    Nak,
    Frame(Vec<u8>),
    Broken,
}

/// A serial line.
pub(super) struct Serial {
    port: Box<dyn SerialPort>,
    memory: Memory,
    raw: Vec<u8>,
    waiting: VecDeque<Command>,
    /// The last frame we acknowledged, until one of ours is: the same again is a repeat.
    acknowledged: Option<Vec<u8>>,
    /// A message of ours that wants an answer is on its way.
    out: bool,
    silent_until: Option<Instant>,
    last_byte: Instant,
}

impl Serial {
    pub fn new(port: Box<dyn SerialPort>, memory: Memory) -> Self {
        Self {
            port,
            memory,
            raw: Vec::new(),
            waiting: VecDeque::new(),
            acknowledged: None,
            out: false,
            silent_until: None,
            last_byte: Instant::now(),
        }
    }

    fn dead(&mut self) -> bool {
        self.silent_until
            .is_some_and(|until| Instant::now() < until)
            || self.memory.with(|kept| kept.tap.dead())
            || self.memory.away()
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.dead() {
            return;
        }
        let mut bytes = bytes.to_vec();
        let _ = self
            .memory
            .with(|kept| kept.tap.pass(Way::ToTill, &mut bytes));
        let _ = self.port.write_all(&bytes);
        let _ = self.port.flush();
    }

    fn acknowledge(&mut self, apdu: &[u8]) {
        if !self.memory.with(|kept| kept.tap.loses_ack(Way::ToTill)) {
            self.write(&[ACK]);
        }
        self.acknowledged = Some(apdu.to_vec());
    }

    /// Takes in what is there, waiting at most so long; `false`: nothing came.
    fn read(&mut self, within: Duration) -> Result<bool, Gone> {
        let _ = self.port.set_timeout(within.max(Duration::from_millis(1)));
        let mut chunk = [0; 1024];
        match self.port.read(&mut chunk) {
            Ok(0) => Err(Gone),
            Ok(count) => {
                if !self.dead() {
                    let mut bytes = chunk[..count].to_vec();
                    let flow = self
                        .memory
                        .with(|kept| kept.tap.pass(Way::ToTerminal, &mut bytes));
                    self.raw.extend(bytes);
                    self.last_byte = Instant::now();
                    return Ok(flow == Flow::On);
                }
                Ok(false)
            }
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                Ok(false)
            }
            Err(_) => Err(Gone),
        }
    }

    /// The next thing on the line, or `None` after so long.
    fn hear(&mut self, within: Duration) -> Result<Option<Heard>, Gone> {
        let end = Instant::now() + within;
        loop {
            if let Some(heard) = self.parse() {
                return Ok(Some(heard));
            }
            let left = end.saturating_duration_since(Instant::now());
            let limit = match self.raw.is_empty() {
                true => left,
                // T1 runs.
                false => self.memory.with(|kept| kept.ways.byte),
            };
            if left.is_zero() && self.raw.is_empty() {
                return Ok(None);
            }
            if !self.read(limit)? && !self.raw.is_empty() && self.last_byte.elapsed() >= limit {
                self.raw.clear();
                return Ok(Some(Heard::Broken));
            }
        }
    }

    fn parse(&mut self) -> Option<Heard> {
        let begins = |at: &u8| matches!(*at, ACK | NAK | 0x10);
        let start = self.raw.iter().position(begins).unwrap_or(self.raw.len());
        self.raw.drain(..start);
        match *self.raw.first()? {
            ACK => {
                self.raw.remove(0);
                return Some(Heard::Ack);
            }
            NAK => {
                self.raw.remove(0);
                return Some(Heard::Nak);
            }
            _ => {}
        }
        if *self.raw.get(1)? != 0x02 {
            self.raw.clear();
            return Some(Heard::Broken);
        }
        let (mut apdu, mut at) = (Vec::new(), 2);
        loop {
            match (*self.raw.get(at)?, self.raw.get(at + 1)) {
                (0x10, None) => return None,
                (0x10, Some(0x10)) => {
                    apdu.push(0x10);
                    at += 2;
                }
                (0x10, Some(0x03)) => break,
                (0x10, Some(_)) => {
                    self.raw.clear();
                    return Some(Heard::Broken);
                }
                (byte, _) => {
                    apdu.push(byte);
                    at += 1;
                }
            }
        }
        let check = [*self.raw.get(at + 2)?, *self.raw.get(at + 3)?];
        self.raw.drain(..at + 4);
        Some(match crc(&apdu) == u16::from_le_bytes(check) {
            true => Heard::Frame(apdu),
            false => Heard::Broken,
        })
    }

    /// Acknowledges a frame; `true`: it is a new one and waits now.
    fn frame(&mut self, apdu: Vec<u8>) -> bool {
        // An answer while a message of ours is out is the answer to that, however much it looks like the one before.
        let answers = matches!(apdu.first(), Some(0x80 | 0x84)) && self.out;
        let repeated = self.acknowledged.as_ref() == Some(&apdu) && !answers;
        self.acknowledge(&apdu);
        if repeated {
            return false;
        }
        let mut buffer = apdu;
        if let Some(command) = take(&mut buffer) {
            self.waiting.push_back(command);
        }
        true
    }

    /// Waits for the ACK of our frame; `false`: it has to be sent again.
    fn acknowledgement(&mut self) -> Result<bool, Gone> {
        let end = Instant::now() + self.memory.with(|kept| kept.ways.ack);
        loop {
            match self.hear(end.saturating_duration_since(Instant::now()))? {
                None | Some(Heard::Nak) => return Ok(false),
                Some(Heard::Ack)
                    if self.memory.with(|kept| kept.tap.loses_ack(Way::ToTerminal)) => {}
                Some(Heard::Ack) => {
                    self.acknowledged = None;
                    return Ok(true);
                }
                Some(Heard::Broken) => self.write(&[NAK]),
                // Whoever goes on has heard us.
                Some(Heard::Frame(apdu)) => {
                    if self.frame(apdu) {
                        return Ok(true);
                    }
                }
            }
        }
    }
}

impl Line for Serial {
    fn send(&mut self, apdu: &[u8]) -> Result<(), Gone> {
        let noise = self.memory.with(|kept| kept.tap.noise());
        let mut bytes = noise;
        bytes.extend(frame(apdu));
        self.out = !matches!(apdu.first(), Some(0x80 | 0x84));
        let mut sent = Err(Gone);
        for _ in 0..3 {
            self.write(&bytes);
            if self.acknowledgement()? {
                sent = Ok(());
                break;
            }
            bytes = frame(apdu);
        }
        self.out = false;
        if sent.is_err() {
            // Whoever comes back begins anew.
            self.acknowledged = None;
        }
        sent
    }

    fn receive(&mut self, within: Duration) -> Result<Option<Command>, Gone> {
        let end = Instant::now() + within;
        loop {
            if let Some(command) = self.waiting.pop_front() {
                return Ok(Some(command));
            }
            match self.hear(end.saturating_duration_since(Instant::now()))? {
                None => return Ok(None),
                Some(Heard::Frame(apdu)) => {
                    self.frame(apdu);
                }
                Some(Heard::Broken) => self.write(&[NAK]),
                Some(Heard::Ack | Heard::Nak) => {}
            }
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.write(bytes);
    }

    fn cut(&mut self) {
        self.memory.with(|kept| kept.tap.break_off());
    }

    fn power_off(&mut self) {
        self.raw.clear();
        self.waiting.clear();
        self.acknowledged = None;
    }

    fn silence(&mut self, long: Duration) {
        self.silent_until = Some(Instant::now() + long);
    }

    fn lasts(&self) -> bool {
        true
    }
}
