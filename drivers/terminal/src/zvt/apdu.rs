//! APDUs: class, instruction, length, data; and their way out of a stream that is cut anywhere.

use std::fmt;

/// Longest data an APDU can have.
pub const LONGEST: usize = 0xFFFF;

/// One message of either side. Its data can hold passwords and card numbers, so `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Apdu {
    /// First byte.
    pub class: u8,
    /// Second byte.
    pub instruction: u8,
    /// Everything behind the length, at most [`LONGEST`] bytes.
    pub data: Vec<u8>,
}

impl fmt::Debug for Apdu {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            class, instruction, ..
        } = self;
        let length = self.data.len();
        write!(out, "Apdu({class:02X} {instruction:02X}, {length} bytes)")
    }
}

impl Apdu {
    /// An APDU; data beyond [`LONGEST`] bytes cannot be said on the wire and is cut off.
    #[must_use]
    pub fn new(class: u8, instruction: u8, data: impl Into<Vec<u8>>) -> Self {
        let mut data = data.into();
        data.truncate(LONGEST);
        Self {
            class,
            instruction,
            data,
        }
    }

    /// `80 00 00`: understood.
    #[must_use]
    pub fn acknowledge() -> Self {
        Self::new(0x80, 0x00, [])
    }

    /// `84 cc 00`: refused, e.g. `83` unknown command, `CC` printer not ready.
    #[must_use]
    pub fn refuse(code: u8) -> Self {
        Self::new(0x84, code, [])
    }

    /// Class and instruction as one number, e.g. `0x040F`.
    #[must_use]
    pub fn code(&self) -> u16 {
        u16::from_be_bytes([self.class, self.instruction])
    }

    /// Bytes on the wire (TCP), or what a serial frame wraps.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let length = self.data.len().min(LONGEST);
        let mut bytes = Vec::with_capacity(length + 5);
        bytes.extend([self.class, self.instruction]);
        match u8::try_from(length) {
            Ok(short) if short < 0xFF => bytes.push(short),
            _ => {
                bytes.push(0xFF);
                // At most LONGEST, so both bytes hold it.
                bytes.extend((length as u16).to_le_bytes());
            }
        }
        bytes.extend(&self.data[..length]);
        bytes
    }

    /// Exactly one APDU, e.g. the inside of a serial frame.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotZvt> {
        let mut reassembler = Reassembler::default();
        reassembler.push(bytes);
        match reassembler.next()? {
            Some(apdu) if reassembler.pending() == 0 => Ok(apdu),
            Some(_) => Err(NotZvt::Surplus(reassembler.pending())),
            None => Err(NotZvt::Half(bytes.len())),
        }
    }
}

/// Bytes that are no ZVT.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotZvt {
    /// Another protocol, or noise.
    #[error("{what} instead of ZVT, beginning with {bytes}")]
    Foreign {
        /// What it looks like.
        what: Foreign,
        /// First bytes in hexadecimal, eight at most.
        bytes: String,
    },
    /// An APDU longer than this side takes.
    #[error("an APDU of {length} bytes, {limit} at most")]
    TooLong {
        /// Length it states.
        length: usize,
        /// Longest allowed.
        limit: usize,
    },
    /// Bytes behind the one APDU that was expected.
    #[error("{0} bytes behind the end of the APDU")]
    Surplus(usize),
    /// Fewer bytes than the APDU says it has.
    #[error("an APDU that ends after {0} bytes, before its own end")]
    Half(usize),
}

/// What answers where a ZVT terminal should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A TLS alert: the port wants an encrypted connection.
    TlsAlert,
    /// Another TLS record.
    Tls,
    /// A web server.
    Http,
    /// XML without a length.
    Xml,
    /// XML behind a length of four bytes, as OPI sends it.
    Opi,
    /// A secure shell.
    Ssh,
    /// ZVT in serial framing.
    SerialFrame,
    /// An APDU behind a length of two bytes: a setting of some terminals that must be off.
    LengthPrefix,
    /// None of these.
    Unknown,
}

impl fmt::Display for Foreign {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::TlsAlert => "a TLS alert (an encrypted port)",
            Self::Tls => "TLS (an encrypted port)",
            Self::Http => "HTTP (a web server)",
            Self::Xml => "XML",
            Self::Opi => "XML behind a length (an OPI port)",
            Self::Ssh => "SSH",
            Self::SerialFrame => "ZVT in serial framing",
            Self::LengthPrefix => "ZVT behind a length of two bytes",
            Self::Unknown => "something else",
        })
    }
}

impl Foreign {
    /// What these bytes look like.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x15, 3, ..] => Self::TlsAlert,
            [0x14..=0x17, 3, ..] => Self::Tls,
            [b'H', b'T', b'T', b'P', ..] => Self::Http,
            [b'S', b'S', b'H', b'-', ..] => Self::Ssh,
            [b'<', ..] | [0xEF, 0xBB, 0xBF, b'<', ..] => Self::Xml,
            [0, _, _, _, b'<', ..] | [0, _, _, _, 0xEF, 0xBB, 0xBF, ..] => Self::Opi,
            [0x10, 0x02, ..] => Self::SerialFrame,
            [high, low, class, _, length, ..]
                if is_class(*class)
                    && u16::from_be_bytes([*high, *low]) == u16::from(*length) + 3 =>
            {
                Self::LengthPrefix
            }
            _ => Self::Unknown,
        }
    }
}

/// First bytes the specification and known makers use.
fn is_class(byte: u8) -> bool {
    matches!(byte, 0x01 | 0x04 | 0x05 | 0x06 | 0x08 | 0x0F | 0x80 | 0x84)
}

/// Puts APDUs together from a stream that may be cut, or joined, anywhere.
#[derive(Clone)]
pub struct Reassembler {
    buffer: Vec<u8>,
    limit: usize,
}

impl Default for Reassembler {
    fn default() -> Self {
        Self::with_limit(LONGEST)
    }
}

impl fmt::Debug for Reassembler {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Reassembler({} bytes pending)", self.buffer.len())
    }
}

impl Reassembler {
    /// Refuses APDUs with more data than this many bytes.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        let buffer = Vec::new();
        Self { buffer, limit }
    }

    /// Takes what the line brought.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole APDU; `None`: more bytes are needed. Once it fails it keeps failing: what follows on such a line
    /// cannot be trusted.
    // Not an iterator: `None` is not the end of it.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Apdu>, NotZvt> {
        let Some((&class, rest)) = self.buffer.split_first() else {
            return Ok(None);
        };
        if !is_class(class) {
            return Err(self.foreign());
        }
        let (head, length) = match rest {
            [_, 0xFF, low, high, ..] => (5, usize::from(u16::from_le_bytes([*low, *high]))),
            [_, length, ..] if *length != 0xFF => (3, usize::from(*length)),
            _ => return Ok(None),
        };
        if length > self.limit {
            let limit = self.limit;
            return Err(NotZvt::TooLong { length, limit });
        }
        if self.buffer.len() < head + length {
            return Ok(None);
        }
        let instruction = self.buffer[1];
        let data = self.buffer[head..head + length].to_vec();
        self.buffer.drain(..head + length);
        Ok(Some(Apdu {
            class,
            instruction,
            data,
        }))
    }

    /// Bytes of an APDU that is not whole yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.buffer.len()
    }

    fn foreign(&self) -> NotZvt {
        let first = &self.buffer[..self.buffer.len().min(8)];
        let bytes: Vec<String> = first.iter().map(|byte| format!("{byte:02X}")).collect();
        NotZvt::Foreign {
            what: Foreign::of(&self.buffer),
            bytes: bytes.join(" "),
        }
    }
}

#[cfg(test)]
mod tests;
