//! Faults of a line, laid between terminal and till at an exact byte.

use std::time::{Duration, Instant};

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the terminal to the till.
    ToTill,
    /// From the till to the terminal.
    ToTerminal,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// After so many bytes the connection breaks. A serial line carries nothing in either direction until it is healed.
    Cut(Way, usize),
    /// After so many bytes nothing gets through in either direction, for so long; nobody is told. A TCP connection never
    /// comes back, the next one works.
    Silence(Way, usize, Duration),
    /// This byte arrives with these bits changed.
    Flip(Way, usize, u8),
    /// This ACK of the serial line, counted from 0, gets lost.
    LoseAck(Way, usize),
    /// These many stray bytes come before this frame of the terminal, counted from 0.
    Noise(usize, usize),
}

/// What becomes of a connection after some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    On,
    Cut,
    Dead,
}

#[derive(Debug, Default)]
pub(super) struct Tap {
    fault: Option<Fault>,
    struck: bool,
    silent_until: Option<Instant>,
    bytes: [usize; 2],
    acks: [usize; 2],
    frames: usize,
}

impl Tap {
    pub fn arm(&mut self, fault: Fault) {
        *self = Self {
            fault: Some(fault),
            ..Self::default()
        };
    }

    /// Breaks a serial line until it is healed.
    pub fn break_off(&mut self) {
        self.fault = Some(Fault::Cut(Way::ToTill, 0));
        self.struck = true;
    }

    pub fn heal(&mut self) -> bool {
        std::mem::take(self).struck
    }

    pub fn counted(&self) -> (usize, usize) {
        (self.bytes[0], self.bytes[1])
    }

    /// Whether a serial line is dead just now.
    pub fn dead(&mut self) -> bool {
        match (self.fault, self.silent_until) {
            (Some(Fault::Cut(..)), _) => self.struck,
            (_, Some(until)) => Instant::now() < until,
            _ => false,
        }
    }

    /// Lets bytes through: cut down, changed, and what becomes of the connection.
    pub fn pass(&mut self, way: Way, bytes: &mut Vec<u8>) -> Flow {
        let lane = usize::from(way == Way::ToTerminal);
        let before = self.bytes[lane];
        self.bytes[lane] += bytes.len();
        let end = self.bytes[lane];
        match self.fault {
            _ if self.struck => Flow::On,
            Some(Fault::Cut(at_way, at)) if at_way == way && end > at => {
                self.struck = true;
                bytes.truncate(at.saturating_sub(before));
                Flow::Cut
            }
            Some(Fault::Silence(at_way, at, long)) if at_way == way && end > at => {
                self.struck = true;
                self.silent_until = Some(Instant::now() + long);
                bytes.truncate(at.saturating_sub(before));
                Flow::Dead
            }
            Some(Fault::Flip(at_way, at, bits)) if at_way == way && end > at => {
                self.struck = true;
                if let Some(byte) = bytes.get_mut(at.saturating_sub(before)) {
                    *byte ^= bits;
                }
                Flow::On
            }
            _ => Flow::On,
        }
    }

    /// Whether this ACK gets lost.
    pub fn loses_ack(&mut self, way: Way) -> bool {
        let lane = usize::from(way == Way::ToTerminal);
        let number = self.acks[lane];
        self.acks[lane] += 1;
        let lost = self.fault == Some(Fault::LoseAck(way, number)) && !self.struck;
        self.struck |= lost;
        lost
    }

    /// Stray bytes before the next frame.
    pub fn noise(&mut self) -> Vec<u8> {
        let number = self.frames;
        self.frames += 1;
        match self.fault {
            Some(Fault::Noise(at, count)) if at == number && !self.struck => {
                self.struck = true;
                // Neither ACK nor NAK nor the beginning of a frame.
                [0x00, 0xFF, 0x55, 0x03, 0x8A]
                    .iter()
                    .copied()
                    .cycle()
                    .take(count)
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}
