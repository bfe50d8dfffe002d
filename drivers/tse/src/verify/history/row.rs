//! What is kept of each log message, in a form whose bytes sort as they should.

use chrono::{DateTime, Utc};

use super::moment;
use crate::log::Operation;

/// A clock that was never set runs from 1970 on; no TSE is older than this.
const CLOCK_SET: i64 = 946_684_800_000;

/// The facts of one log message that the order of messages is judged by; sorts by key and counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) struct Row {
    pub key: u16,
    pub counter: u64,
    /// Unix milliseconds.
    pub time: i64,
    pub sets_clock: bool,
    /// Hash of the member's name.
    pub name: u64,
    /// Place of the member in the archive.
    pub offset: u64,
}

/// One message of a transaction; sorts by key, number and counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub key: u16,
    pub number: u64,
    pub counter: u64,
    pub time: i64,
    pub operation: Operation,
    pub client: u32,
}

impl Row {
    pub const BYTES: usize = 35;

    pub fn at(&self) -> DateTime<Utc> {
        moment(self.time)
    }

    pub fn clock_set(&self) -> bool {
        self.time >= CLOCK_SET
    }

    pub fn bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..2].copy_from_slice(&self.key.to_be_bytes());
        bytes[2..10].copy_from_slice(&self.counter.to_be_bytes());
        bytes[10..18].copy_from_slice(&self.name.to_be_bytes());
        bytes[18..26].copy_from_slice(&self.offset.to_be_bytes());
        bytes[26..34].copy_from_slice(&self.time.to_be_bytes());
        bytes[34] = u8::from(self.sets_clock);
        bytes
    }

    pub fn read(bytes: &[u8; Self::BYTES]) -> Self {
        Self {
            key: u16::from_be_bytes([bytes[0], bytes[1]]),
            counter: word(bytes, 2),
            name: word(bytes, 10),
            offset: word(bytes, 18),
            time: word(bytes, 26) as i64,
            sets_clock: bytes[34] != 0,
        }
    }
}

impl Step {
    pub const BYTES: usize = 31;

    pub fn bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..2].copy_from_slice(&self.key.to_be_bytes());
        bytes[2..10].copy_from_slice(&self.number.to_be_bytes());
        bytes[10..18].copy_from_slice(&self.counter.to_be_bytes());
        bytes[18..26].copy_from_slice(&self.time.to_be_bytes());
        bytes[26] = match self.operation {
            Operation::Start => 0,
            Operation::Update => 1,
            Operation::Finish => 2,
        };
        bytes[27..].copy_from_slice(&self.client.to_be_bytes());
        bytes
    }

    pub fn read(bytes: &[u8; Self::BYTES]) -> Option<Self> {
        Some(Self {
            key: u16::from_be_bytes([bytes[0], bytes[1]]),
            number: word(bytes, 2),
            counter: word(bytes, 10),
            time: word(bytes, 18) as i64,
            operation: match bytes[26] {
                0 => Operation::Start,
                1 => Operation::Update,
                2 => Operation::Finish,
                _ => return None,
            },
            client: u32::from_be_bytes([bytes[27], bytes[28], bytes[29], bytes[30]]),
        })
    }
}

fn word(bytes: &[u8], from: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[from..from + 8]);
    u64::from_be_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_keep_everything_and_sort() {
        let row = Row {
            key: 1,
            counter: 300,
            time: -5,
            sets_clock: true,
            name: 7,
            offset: 1 << 40,
        };
        assert_eq!(Row::read(&row.bytes()), row);
        let later = Row {
            counter: 70_000,
            ..row
        };
        assert!(row.bytes() < later.bytes());
        let step = Step {
            key: 1,
            number: 256,
            counter: 3,
            time: 4,
            operation: Operation::Finish,
            client: u32::MAX,
        };
        assert_eq!(Step::read(&step.bytes()), Some(step));
        let next = Step {
            number: 257,
            counter: 2,
            ..step
        };
        assert!(step.bytes() < next.bytes());
    }
}
