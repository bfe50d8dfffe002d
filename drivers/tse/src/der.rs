//! Just enough DER for log messages. They are no regular ASN.1 (the context-tagged elements stand in
//! the outer SEQUENCE without a wrapper, and one of them may have an indefinite length), and the
//! signature covers the bytes as they stand, so a general decoder that re-encodes would not do.

/// What is wrong with a byte string that should be DER.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DerError {
    /// The bytes end inside an element.
    #[error("the data ends inside an element")]
    Truncated,
    /// A length that DER forbids: longer than needed, indefinite, or beyond four bytes.
    #[error("element {0:02X} has a length DER does not allow")]
    Length(u8),
    /// Multi-byte tags never occur in log messages.
    #[error("tag {0:02X} is not used in log messages")]
    Tag(u8),
    /// Another element was expected.
    #[error("element {expected:02X} expected, {}", found.map_or_else(|| "nothing found".into(), |tag| format!("{tag:02X} found")))]
    Unexpected {
        /// The expected tag.
        expected: u8,
        /// The tag that stands there.
        found: Option<u8>,
    },
    /// An INTEGER that is negative, not minimal or above 64 bits.
    #[error("element {0:02X} is not a minimal, non-negative INTEGER of at most 64 bits")]
    Integer(u8),
    /// Bytes after the end.
    #[error("{0} surplus bytes")]
    Surplus(usize),
}

/// One tag-length-value element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// Whether the length was the indefinite form 80 … 00 00.
    pub indefinite: bool,
}

/// Reads elements one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The next element; `indefinite` names the one tag that may have an indefinite length.
    pub fn next(&mut self, indefinite: Option<u8>) -> Result<Element<'a>, DerError> {
        let [tag, first, rest @ ..] = self.rest else {
            return Err(DerError::Truncated);
        };
        if tag & 0x1F == 0x1F {
            return Err(DerError::Tag(*tag));
        }
        let (len, rest) = match *first {
            short @ 0..=0x7F => (usize::from(short), rest),
            0x80 if indefinite == Some(*tag) => return self.next_indefinite(*tag),
            form @ 0x81..=0x84 => {
                let count = usize::from(form & 0x7F);
                let bytes = rest.get(..count).ok_or(DerError::Truncated)?;
                let len = bytes
                    .iter()
                    .fold(0usize, |len, byte| len << 8 | usize::from(*byte));
                if bytes.first() == Some(&0) || len < 0x80 {
                    return Err(DerError::Length(*tag));
                }
                (len, rest.get(count..).unwrap_or_default())
            }
            _ => return Err(DerError::Length(*tag)),
        };
        let content = rest.get(..len).ok_or(DerError::Truncated)?;
        self.rest = rest.get(len..).unwrap_or_default();
        Ok(Element {
            tag: *tag,
            content,
            indefinite: false,
        })
    }

    fn next_indefinite(&mut self, tag: u8) -> Result<Element<'a>, DerError> {
        let body = self.rest.get(2..).ok_or(DerError::Truncated)?;
        let mut inner = Reader::new(body);
        loop {
            let used = body.len() - inner.remaining();
            if inner.rest.starts_with(&[0, 0]) {
                self.rest = inner.rest.get(2..).unwrap_or_default();
                return Ok(Element {
                    tag,
                    content: body.get(..used).unwrap_or_default(),
                    indefinite: true,
                });
            }
            inner.next(None)?;
        }
    }

    /// The next element, which must have this tag.
    pub fn expect(&mut self, tag: u8) -> Result<&'a [u8], DerError> {
        match self.peek() {
            Some(found) if found == tag => Ok(self.next(None)?.content),
            found => Err(DerError::Unexpected {
                expected: tag,
                found,
            }),
        }
    }

    /// The next element if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, DerError> {
        match self.peek() {
            Some(found) if found == tag => Ok(Some(self.next(None)?.content)),
            _ => Ok(None),
        }
    }

    /// Refuses anything that is left.
    pub fn end(&self) -> Result<(), DerError> {
        match self.rest.len() {
            0 => Ok(()),
            surplus => Err(DerError::Surplus(surplus)),
        }
    }
}

/// Value of a non-negative INTEGER's content.
pub(crate) fn unsigned(tag: u8, content: &[u8]) -> Result<u64, DerError> {
    let digits = match content {
        [0] => return Ok(0),
        [0, next, ..] if next & 0x80 == 0 => return Err(DerError::Integer(tag)),
        [0, rest @ ..] => rest,
        [first, ..] if first & 0x80 == 0 => content,
        _ => return Err(DerError::Integer(tag)),
    };
    if digits.len() > 8 {
        return Err(DerError::Integer(tag));
    }
    Ok(digits
        .iter()
        .fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// Appends an element.
pub(crate) fn put(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    out.push(tag);
    let len = content.len();
    if len < 0x80 {
        out.push(len as u8);
    } else {
        let bytes = len.to_be_bytes();
        let skip = bytes.iter().take_while(|byte| **byte == 0).count();
        out.push(0x80 | (bytes.len() - skip) as u8);
        out.extend_from_slice(bytes.get(skip..).unwrap_or_default());
    }
    out.extend_from_slice(content);
}

/// Appends a non-negative INTEGER, with a leading 00 where the top bit is set.
pub(crate) fn put_unsigned(out: &mut Vec<u8>, tag: u8, value: u64) {
    let mut bytes = [0; 9];
    bytes[1..].copy_from_slice(&value.to_be_bytes());
    let mut skip = bytes.iter().take_while(|byte| **byte == 0).count().min(8);
    if skip > 0 && bytes[skip] & 0x80 != 0 {
        skip -= 1;
    }
    put(out, tag, &bytes[skip..]);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn integers_are_minimal_and_signed() {
        for (value, expected) in [
            (0, vec![2, 1, 0]),
            (127, vec![2, 1, 127]),
            (128, vec![2, 2, 0, 128]),
            (44131, vec![2, 3, 0, 0xAC, 0x63]),
            (u64::MAX, [vec![2, 9, 0], vec![255; 8]].concat()),
        ] {
            let mut out = Vec::new();
            put_unsigned(&mut out, 2, value);
            assert_eq!(out, expected);
            assert_eq!(unsigned(2, &out[2..]), Ok(value));
        }
        assert!(unsigned(2, &[]).is_err());
        assert!(unsigned(2, &[0x80]).is_err());
        assert!(unsigned(2, &[0, 1]).is_err());
        assert!(unsigned(2, &[1; 9]).is_err());
    }

    #[test]
    fn lengths_beyond_127_bytes() {
        for len in [0usize, 127, 128, 255, 256, 65_536] {
            let mut out = Vec::new();
            put(&mut out, 4, &vec![7; len]);
            let mut reader = Reader::new(&out);
            assert_eq!(reader.expect(4).unwrap().len(), len);
            reader.end().unwrap();
        }
        assert_eq!(
            Reader::new(&[4, 0x81, 1, 0]).next(None).unwrap_err(),
            DerError::Length(4)
        );
        assert_eq!(
            Reader::new(&[4, 0x80, 0, 0]).next(None).unwrap_err(),
            DerError::Length(4)
        );
        assert_eq!(
            Reader::new(&[4, 5, 0]).next(None).unwrap_err(),
            DerError::Truncated
        );
    }

    #[test]
    fn indefinite_length_ends_at_the_two_zeros_between_elements() {
        let bytes = [0xA2, 0x80, 4, 2, 0, 0, 4, 1, 9, 0, 0, 2, 1, 1];
        let mut reader = Reader::new(&bytes);
        let element = reader.next(Some(0xA2)).unwrap();
        assert_eq!(element.content, &bytes[2..9]);
        assert!(element.indefinite);
        assert_eq!(reader.expect(2).unwrap(), [1]);
    }
}
