//! Bytes of the simulated terminal, written and read here once more: a mistake of the driver's codec must not be answered
//! by the same mistake.

/// An APDU: class, instruction, length (FF: two more bytes, low one first), data.
pub(super) fn apdu(command: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = command.to_be_bytes().to_vec();
    match u8::try_from(data.len()) {
        Ok(short) if short < 0xFF => bytes.push(short),
        _ => {
            let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
            bytes.push(0xFF);
            bytes.extend(length.to_le_bytes());
        }
    }
    bytes.extend(data);
    bytes
}

/// The first whole APDU in the buffer, taken out of it.
pub(super) fn take(buffer: &mut Vec<u8>) -> Option<Command> {
    let (start, length) = match buffer.get(2)? {
        0xFF => {
            let length = u16::from_le_bytes([*buffer.get(3)?, *buffer.get(4)?]);
            (5, usize::from(length))
        }
        short => (3, usize::from(*short)),
    };
    let data = buffer.get(start..start + length)?.to_vec();
    let code = u16::from_be_bytes([*buffer.first()?, *buffer.get(1)?]);
    buffer.drain(..start + length);
    Some(Command { code, data })
}

/// What the till sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// Class and instruction.
    pub code: u16,
    /// What follows the length.
    pub data: Vec<u8>,
}

/// Decimal digits, two in a byte, zeros in front.
pub(super) fn bcd(mut value: u64, bytes: usize) -> Vec<u8> {
    let mut out = vec![0; bytes];
    for byte in out.iter_mut().rev() {
        let two = u8::try_from(value % 100).unwrap_or_default();
        *byte = ((two / 10) << 4) | (two % 10);
        value /= 100;
    }
    out
}

/// The number in decimal digits, two in a byte.
pub(super) fn number(bytes: &[u8]) -> Option<u64> {
    bytes.iter().try_fold(0u64, |value, byte| {
        let (high, low) = (byte >> 4, byte & 15);
        let two = u64::from(high) * 10 + u64::from(low);
        (high < 10 && low < 10).then(|| value * 100 + two)
    })
}

/// Digits as text in bytes, two in a byte; `E` for a masked one, `F` in front where they are odd.
pub(super) fn nibbles(digits: &str) -> Vec<u8> {
    let value = |c: char| match c {
        '*' => 0xE,
        c => c
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .unwrap_or(0xF),
    };
    let mut all: Vec<u8> = digits.chars().map(value).collect();
    if all.len() % 2 == 1 {
        all.push(0xF);
    }
    all.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// A field whose length stands in front of it in `digits` bytes `F0…F9`.
pub(super) fn lengthy(field: u8, digits: u32, data: &[u8]) -> Vec<u8> {
    let mut out = vec![field];
    for place in (0..digits).rev() {
        let digit = data.len() / 10usize.pow(place) % 10;
        out.push(0xF0 | u8::try_from(digit).unwrap_or_default());
    }
    out.extend(data);
    out
}

/// A tag with its length as in BER.
pub(super) fn tlv(tag: u16, data: &[u8]) -> Vec<u8> {
    let mut out = match u8::try_from(tag) {
        Ok(short) => vec![short],
        Err(_) => tag.to_be_bytes().to_vec(),
    };
    match data.len() {
        length @ 0..0x80 => out.push(u8::try_from(length).unwrap_or_default()),
        length @ 0x80..0x100 => out.extend([0x81, u8::try_from(length).unwrap_or_default()]),
        length => {
            out.push(0x82);
            out.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    out.extend(data);
    out
}

/// The tags of a container, one level deep.
pub(super) fn tags(mut bytes: &[u8]) -> Vec<(u16, &[u8])> {
    let mut found = Vec::new();
    while let Some((tag, data, rest)) = one_tag(bytes) {
        found.push((tag, data));
        bytes = rest;
    }
    found
}

fn one_tag(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let first = *bytes.first()?;
    let (tag, at) = match first & 0x1F {
        0x1F => (u16::from_be_bytes([first, *bytes.get(1)?]), 2),
        _ => (u16::from(first), 1),
    };
    let (length, start) = match *bytes.get(at)? {
        0x81 => (usize::from(*bytes.get(at + 1)?), at + 2),
        0x82 => {
            let length = u16::from_be_bytes([*bytes.get(at + 1)?, *bytes.get(at + 2)?]);
            (usize::from(length), at + 3)
        }
        short => (usize::from(short), at + 1),
    };
    let data = bytes.get(start..start + length)?;
    Some((tag, data, &bytes[start + length..]))
}

/// The data of a message with one more tag in its container; as they are where that cannot be found.
pub(super) fn with_tag(code: u16, data: &[u8], tag: &[u8]) -> Vec<u8> {
    let start = match code {
        // Status, then a time limit, then the container.
        0x04FF => data.len().min(2),
        0x040F | 0x060F | 0x8000 => match fields(data) {
            Some(found) => {
                let last = found.last().filter(|(field, _)| *field == 0x06);
                last.map_or(data.len(), |(_, inner)| data.len() - tlv(0x06, inner).len())
            }
            None => return data.to_vec(),
        },
        0x06D3 => 0,
        _ => return data.to_vec(),
    };
    let (head, container) = data.split_at(start);
    let inner = one_tag(container).map_or(&[][..], |(_, inner, _)| inner);
    let mut out = head.to_vec();
    out.extend(tlv(0x06, &[inner, tag].concat()));
    out
}

/// The message number (TLV 1F73) of a command.
pub(super) fn message_number(code: u16, data: &[u8]) -> Option<u64> {
    let fixed = match code {
        0x0600 => 4,
        0x0501 | 0x0620 | 0x0630 | 0x0631 | 0x0650 | 0x0693 => 3,
        _ => 0,
    };
    let rest = data.get(fixed..)?;
    let rest = match code {
        0x0600 => rest.strip_prefix(&[0x09, 0x78]).unwrap_or(rest),
        _ => rest,
    };
    let found = fields(rest)?;
    let containers = found.iter().filter(|(field, _)| *field == 0x06);
    let mut inner = containers.flat_map(|(_, data)| tags(data));
    let number_tag = inner.find(|(tag, _)| *tag == 0x1F73)?;
    number(number_tag.1)
}

/// The fields a till may send after the fixed part of a command, by number; `None`: one of them is unknown or cut.
pub(super) fn fields(mut bytes: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut found = Vec::new();
    while let Some((field, rest)) = bytes.split_first() {
        let (start, length) = match field {
            0x01 | 0x02 | 0x03 | 0x05 | 0x19 | 0x27 | 0x8A => (0, 1),
            0x04 => (0, 6),
            0x0B | 0x0C | 0x37 | 0x3D | 0x88 | 0xAA => (0, 3),
            0x0D | 0x0E | 0x17 | 0x3A | 0x49 | 0x87 => (0, 2),
            0x29 => (0, 4),
            0x2A => (0, 15),
            0x3B => (0, 8),
            0x06 => {
                let (_, data, _) = one_tag(bytes)?;
                (data.as_ptr() as usize - rest.as_ptr() as usize, data.len())
            }
            0x22 | 0x23 | 0x2D | 0x8B => (2, digits(rest.get(..2)?)?),
            0x24 | 0x3C => (3, digits(rest.get(..3)?)?),
            _ => return None,
        };
        found.push((*field, rest.get(start..start + length)?));
        bytes = &rest[start + length..];
    }
    Some(found)
}

fn digits(bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0, |value, byte| {
        (byte >> 4 == 0xF && byte & 15 < 10).then(|| value * 10 + usize::from(byte & 15))
    })
}

/// CRC-16/KERMIT over an APDU and the ETX behind it.
pub(super) fn crc(apdu: &[u8]) -> u16 {
    let mut crc = 0u16;
    for byte in apdu.iter().chain(&[0x03]) {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0x8408 } else { 0 };
        }
    }
    crc
}

/// An APDU as a frame of the serial line.
pub(super) fn frame(apdu: &[u8]) -> Vec<u8> {
    let mut out = vec![0x10, 0x02];
    for byte in apdu {
        out.push(*byte);
        if *byte == 0x10 {
            out.push(0x10);
        }
    }
    out.extend([0x10, 0x03]);
    out.extend(crc(apdu).to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn bytes_are_those_of_the_recorded_session() {
        // Facts 1.1: 80 00 00 on a serial line, 06 0F with doubled 10.
        assert_eq!(
            frame(&apdu(0x8000, &[])),
            [0x10, 0x02, 0x80, 0x00, 0x00, 0x10, 0x03, 0xf5, 0x1f]
        );
        let completion = [0x19, 0, 0x29, 0x29, 0, 0x10, 0x06, 0x49, 0x09, 0x78];
        let framed = frame(&apdu(0x060F, &completion));
        assert_eq!(framed[framed.len() - 2..], [0xef, 0x72]);
        assert_eq!(bcd(1250, 6), [0, 0, 0, 0, 0x12, 0x50]);
        assert_eq!(number(&bcd(987_654, 6)), Some(987_654));
        assert_eq!(number(&[0x1A]), None);
        assert_eq!(nibbles("****4711"), [0xEE, 0xEE, 0x47, 0x11]);
        assert_eq!(lengthy(0x3C, 3, b"GEN")[..4], [0x3C, 0xF0, 0xF0, 0xF3]);
        assert_eq!(tlv(0x1F10, &[0]), [0x1F, 0x10, 1, 0]);
        assert_eq!(tlv(0x25, &[7; 200])[..3], [0x25, 0x81, 200]);
    }

    #[test]
    fn a_command_comes_in_pieces_and_in_pairs() {
        let long = apdu(0x06D3, &[7; 300]);
        let mut buffer = long[..100].to_vec();
        assert_eq!(take(&mut buffer), None);
        buffer.extend(&long[100..]);
        buffer.extend(apdu(0x8000, &[]));
        assert_eq!(take(&mut buffer).unwrap().data.len(), 300);
        assert_eq!(take(&mut buffer).unwrap().code, 0x8000);
        assert!(buffer.is_empty());
    }

    #[test]
    fn fields_of_a_command_are_found() {
        let mut bytes = vec![0x04, 0, 0, 0, 0, 0, 1, 0x49, 0x09, 0x78];
        bytes.extend(tlv(0x06, &tlv(0x26, &tlv(0x0A, &[0x06, 0xD3]))));
        bytes.extend(lengthy(0x3C, 3, b"x"));
        let found = fields(&bytes).unwrap();
        assert_eq!(found[2].0, 0x06);
        assert_eq!(tags(found[2].1)[0].0, 0x26);
        assert_eq!(found[3], (0x3C, b"x".as_slice()));
        assert_eq!(fields(&[0x04, 0]), None);
        assert_eq!(fields(&[0xC1]), None);
    }
}
