//! Frames: four bytes of length, the higher ones first, and as many bytes of XML.

/// Longest payload that is taken; real ones have a few hundred bytes, a long receipt some thousands.
pub const LIMIT: usize = 4 * 1024 * 1024;

/// Bytes that are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Something else than OPI speaks.
    #[error("no OPI: {0}")]
    NotOpi(String),
    /// A length beyond [`LIMIT`].
    #[error("a message of {0} bytes; at most {LIMIT} are taken")]
    TooLong(usize),
    /// A frame without a message.
    #[error("a message of 0 bytes")]
    Empty,
}

/// A payload as a frame.
pub fn encode(payload: &[u8]) -> Result<Vec<u8>, Wrong> {
    if payload.is_empty() {
        return Err(Wrong::Empty);
    }
    let length = u32::try_from(payload.len())
        .ok()
        .filter(|_| payload.len() <= LIMIT)
        .ok_or(Wrong::TooLong(payload.len()))?;
    let mut frame = Vec::with_capacity(4 + payload.len());
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(payload);
    Ok(frame)
}

/// Puts frames together from segments of any size; several may come in one.
#[derive(Debug, Default)]
pub struct Reader {
    bytes: Vec<u8>,
}

impl Reader {
    /// A reader that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what came from the line.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether a frame has begun and not ended.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// The next whole payload, once it is there. After an error nothing that follows can be trusted.
    pub fn take(&mut self) -> Result<Option<Vec<u8>>, Wrong> {
        let Some(&first) = self.bytes.first() else {
            return Ok(None);
        };
        // 16 MiB and more: either a text or another protocol, and its sender may wait for us after these few bytes.
        if first != 0 {
            return Err(Wrong::NotOpi(found(&self.bytes)));
        }
        let Some((&[a, b, c, d], payload)) = self.bytes.split_first_chunk::<4>() else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        if length > LIMIT {
            return Err(Wrong::TooLong(length));
        }
        if length == 0 {
            return Err(Wrong::Empty);
        }
        // XML, in UTF-8 or with a mark of its byte order.
        if let Some(&begin) = payload.first()
            && !matches!(
                begin,
                b'<' | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xFE | 0xFF
            )
        {
            return Err(Wrong::NotOpi(format!(
                "the payload begins with {}, not with XML",
                hex(payload)
            )));
        }
        if payload.len() < length {
            return Ok(None);
        }
        let rest = self.bytes.split_off(4 + length);
        let mut frame = std::mem::replace(&mut self.bytes, rest);
        frame.drain(..4);
        Ok(Some(frame))
    }
}

/// Says what the first bytes look like.
fn found(bytes: &[u8]) -> String {
    let what = match bytes {
        [0x15 | 0x16, 0x03, ..] => "TLS",
        [b'H', b'T', b'T', b'P', ..] => "an HTTP server",
        [b'S', b'S', b'H', b'-', ..] => "an SSH server",
        [0x80 | 0x84, _, ..] | [0x04, 0x0F | 0xFF, ..] | [0x06, _, ..] | [0x10, 0x02, ..] => {
            "it looks like ZVT"
        }
        [b'<', ..] => "XML without its length",
        _ => "unknown bytes",
    };
    format!("{what} ({})", hex(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes.iter().take(8).map(|b| format!("{b:02X}")).collect();
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn segments_of_any_size_become_the_same_frames() {
        let mut stream = encode(b"<a/>").unwrap();
        assert_eq!(stream, b"\0\0\0\x04<a/>");
        stream.extend(encode("<b>Gebühr</b>".as_bytes()).unwrap());
        for size in 1..=stream.len() {
            let mut reader = Reader::new();
            let mut frames = Vec::new();
            for segment in stream.chunks(size) {
                reader.push(segment);
                while let Some(frame) = reader.take().unwrap() {
                    frames.push(frame);
                }
            }
            assert_eq!(frames, [b"<a/>".to_vec(), "<b>Gebühr</b>".into()], "{size}");
            assert!(!reader.is_pending());
        }
    }

    #[test]
    fn written_frames_are_read() {
        let mut lengths = Vec::new();
        for line in include_str!("../../tests/opi/framing.txt").lines() {
            let Some((_, bytes)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
                continue;
            };
            let bytes: Vec<u8> = bytes
                .split_whitespace()
                .map(|byte| u8::from_str_radix(byte, 16).unwrap())
                .collect();
            let mut reader = Reader::new();
            reader.push(&bytes);
            let payload = reader.take().unwrap().unwrap();
            assert_eq!(encode(&payload).unwrap(), bytes);
            lengths.push(payload.len());
        }
        assert_eq!(lengths, [241, 28, 27]);
    }

    #[test]
    fn other_protocols_are_named_after_their_first_bytes() {
        for (bytes, name) in [
            (&b"HTTP/1.1 400 Bad Request\r\n"[..], "HTTP"),
            (b"\x15\x03\x01\x00\x02\x02\x0A", "TLS"),
            (b"\x84\x83\x00", "ZVT"),
            (b"\x06\x0F\x00", "ZVT"),
            (b"\x80\x00\x00", "ZVT"),
            (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH"),
            (b"<?xml version=\"1.0\"?>", "without its length"),
            (b"220 smtp ready\r\n", "unknown bytes (32 32 30"),
            (b"\0\0\0\x10\x01\x02\x03", "not with XML"),
        ] {
            let mut reader = Reader::new();
            reader.push(bytes);
            let Err(Wrong::NotOpi(found)) = reader.take() else {
                panic!("{name}")
            };
            assert!(found.contains(name), "{found}");
        }
    }

    #[test]
    fn lengths_are_limited() {
        let read = |bytes: &[u8]| {
            let mut reader = Reader::new();
            reader.push(bytes);
            reader.take()
        };
        assert_eq!(read(b"\0\x40\0\x01"), Err(Wrong::TooLong(LIMIT + 1)));
        assert_eq!(read(b"\0\0\0\0"), Err(Wrong::Empty));
        assert_eq!(read(b"\0\x40\0\0<"), Ok(None));
        assert_eq!(
            encode(&vec![b'<'; LIMIT + 1]),
            Err(Wrong::TooLong(LIMIT + 1))
        );
        assert_eq!(encode(b""), Err(Wrong::Empty));
    }
}
