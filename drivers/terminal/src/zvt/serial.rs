//! Link layer of the RS-232 transport (PA00P016_04): frames, check sum, acknowledgements and repeats, without any wire.
//!
//! Bytes and the time go in, bytes and whole APDUs come out. A frame is `10 02` APDU `10 03` and a check sum of two bytes,
//! low byte first; every `10` inside the APDU is doubled, the check sum never is and is read by its position. Each frame is
//! answered by a bare `06` or `15`.
//!
//! Written from the specification and from recordings of another implementation; tried on no real terminal.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

const STX: u8 = 0x02;
const ETX: u8 = 0x03;
const ACK: u8 = 0x06;
const DLE: u8 = 0x10;
const NAK: u8 = 0x15;

/// How often a frame is sent before the line is given up: the first time and two repeats.
pub const TRIES: u32 = 3;

/// Longest APDU: class, instruction, `FF` and two bytes of length, then data.
pub const LONGEST: usize = 5 + 0xFFFF;

/// Check sum of a frame: CRC-16/KERMIT over the APDU as it is before doubling, and one `03`.
#[must_use]
pub fn check_sum(apdu: &[u8]) -> u16 {
    apdu.iter().chain([&ETX]).fold(0, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte), |crc, _| match crc & 1 {
            1 => (crc >> 1) ^ 0x8408,
            _ => crc >> 1,
        })
    })
}

/// An APDU as it goes over the line.
#[must_use]
pub fn frame(apdu: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(apdu.len() + 8);
    out.extend([DLE, STX]);
    for &byte in apdu {
        out.push(byte);
        if byte == DLE {
            out.push(DLE);
        }
    }
    out.extend([DLE, ETX]);
    out.extend(check_sum(apdu).to_le_bytes());
    out
}

/// Why the line layer gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody acknowledged a frame, and nothing else was ever heard.
    #[error("nothing at the other end of the line")]
    Silence,
    /// A frame was sent three times and never acknowledged.
    #[error("a frame was sent {TRIES} times and not acknowledged")]
    NotAcknowledged,
}

/// Time limits of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// T1: between two bytes of a frame.
    pub byte: Duration,
    /// T2: for the acknowledgement of a frame.
    pub ack: Duration,
}

/// Where in a frame the receiver is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between frames: only `06`, `15` and the beginning of a frame mean anything.
    Outside,
    /// After a `10` outside a frame.
    Beginning,
    Inside,
    /// After a `10` inside a frame.
    Escaped,
    CheckLow,
    CheckHigh(u8),
    /// In the rest of something that is refused already; what looks like an acknowledgement in it is none.
    Skipping,
}

/// A frame of ours that is not acknowledged yet.
#[derive(Debug)]
struct Outstanding {
    frame: Vec<u8>,
    tries: u32,
    since: Instant,
}

/// One end of a serial line.
#[derive(Debug)]
pub struct Line {
    limits: Limits,
    place: Place,
    body: Vec<u8>,
    last_byte: Option<Instant>,
    /// The last APDU that was acknowledged, until a frame of ours is: the same one again is a repeat whose
    /// acknowledgement got lost.
    acknowledged: Option<Vec<u8>>,
    received: VecDeque<Vec<u8>>,
    waiting: VecDeque<Vec<u8>>,
    outstanding: Option<Outstanding>,
    output: Vec<u8>,
    heard: bool,
    failure: Option<Failure>,
}

impl Line {
    /// An idle line.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            place: Place::Outside,
            body: Vec::new(),
            last_byte: None,
            acknowledged: None,
            received: VecDeque::new(),
            waiting: VecDeque::new(),
            outstanding: None,
            output: Vec::new(),
            heard: false,
            failure: None,
        }
    }

    /// Queues an APDU; it leaves once the frame before it is acknowledged.
    pub fn send(&mut self, apdu: &[u8], now: Instant) {
        self.waiting.push_back(frame(apdu));
        self.start_next(now);
    }

    /// Takes in bytes that arrived.
    pub fn receive(&mut self, bytes: &[u8], now: Instant) {
        for &byte in bytes {
            self.byte(byte, now);
        }
    }

    /// Lets time pass: a frame that stopped half-way is refused, one that was not acknowledged is sent again. Whatever has
    /// arrived until `now` must have been taken in before.
    pub fn tick(&mut self, now: Instant) {
        if self.place != Place::Outside {
            if self
                .last_byte
                .is_some_and(|last| now < last + self.limits.byte)
            {
                return;
            }
            match self.place {
                Place::Skipping => self.place = Place::Outside,
                _ => self.refuse(Place::Outside),
            }
        }
        let limit = self.limits.ack;
        if let Some(outstanding) = &self.outstanding
            && now >= outstanding.since + limit
        {
            self.repeat(now);
        }
    }

    /// When [`Line::tick`] is due next.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        if self.place != Place::Outside {
            return self.last_byte.map(|last| last + self.limits.byte);
        }
        self.outstanding
            .as_ref()
            .map(|outstanding| outstanding.since + self.limits.ack)
    }

    /// Bytes to be written now.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    /// The next APDU that arrived whole, already acknowledged.
    pub fn take_apdu(&mut self) -> Option<Vec<u8>> {
        self.received.pop_front()
    }

    /// Whether everything that was to be sent is acknowledged.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.outstanding.is_none() && self.waiting.is_empty()
    }

    /// Whether any whole frame or acknowledgement was ever received.
    #[must_use]
    pub fn heard(&self) -> bool {
        self.heard
    }

    /// Why the line was given up, once it was.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        self.failure
    }

    fn byte(&mut self, byte: u8, now: Instant) {
        self.last_byte = Some(now);
        self.place = match (self.place, byte) {
            (Place::Outside, ACK) => {
                self.acknowledgement(now);
                Place::Outside
            }
            (Place::Outside, NAK) => {
                if self.outstanding.is_some() {
                    self.heard = true;
                    self.repeat(now);
                }
                Place::Outside
            }
            (Place::Outside | Place::Beginning | Place::Skipping, DLE) => Place::Beginning,
            (Place::Beginning | Place::Escaped, STX) => {
                // Also in the middle of a frame: its rest got lost, and a new one begins.
                self.body.clear();
                Place::Inside
            }
            (Place::Outside, _) => Place::Outside,
            (Place::Beginning | Place::Skipping, _) => Place::Skipping,
            (Place::Inside, DLE) => Place::Escaped,
            (Place::Inside, _) | (Place::Escaped, DLE) => self.push(byte),
            (Place::Escaped, ETX) => Place::CheckLow,
            (Place::Escaped, _) => {
                self.refuse(Place::Skipping);
                Place::Skipping
            }
            (Place::CheckLow, _) => Place::CheckHigh(byte),
            (Place::CheckHigh(low), high) => {
                self.whole(u16::from_le_bytes([low, high]), now);
                Place::Outside
            }
        };
    }

    fn push(&mut self, byte: u8) -> Place {
        if self.body.len() >= LONGEST {
            self.refuse(Place::Skipping);
            return Place::Skipping;
        }
        self.body.push(byte);
        Place::Inside
    }

    /// A frame that cannot be used: the other end sends it again.
    fn refuse(&mut self, place: Place) {
        // A lone 10 between frames may have been noise as well as a beginning; a refusal harms in neither case.
        self.place = place;
        self.body.clear();
        self.output.push(NAK);
    }

    fn whole(&mut self, check: u16, now: Instant) {
        let apdu = std::mem::take(&mut self.body);
        if check_sum(&apdu) != check {
            self.output.push(NAK);
            return;
        }
        self.heard = true;
        self.output.push(ACK);
        if self.acknowledged.as_ref() == Some(&apdu) {
            return;
        }
        // Whoever goes on has heard us, even if the acknowledgement itself got lost: sending a command again that is
        // already being worked at could do it twice.
        self.acknowledgement(now);
        self.acknowledged = Some(apdu.clone());
        self.received.push_back(apdu);
    }

    fn acknowledgement(&mut self, now: Instant) {
        if self.outstanding.take().is_some() {
            self.heard = true;
            self.acknowledged = None;
        }
        self.start_next(now);
    }

    fn start_next(&mut self, now: Instant) {
        if self.outstanding.is_some() || self.failure.is_some() {
            return;
        }
        if let Some(frame) = self.waiting.pop_front() {
            self.output.extend_from_slice(&frame);
            self.outstanding = Some(Outstanding {
                frame,
                tries: 1,
                since: now,
            });
        }
    }

    fn repeat(&mut self, now: Instant) {
        let Some(outstanding) = &mut self.outstanding else {
            return;
        };
        if outstanding.tries >= TRIES {
            self.outstanding = None;
            self.waiting.clear();
            self.failure = Some(match self.heard {
                true => Failure::NotAcknowledged,
                false => Failure::Silence,
            });
            return;
        }
        outstanding.tries += 1;
        outstanding.since = now;
        self.output.extend_from_slice(&outstanding.frame);
    }
}

#[cfg(test)]
mod tests;
