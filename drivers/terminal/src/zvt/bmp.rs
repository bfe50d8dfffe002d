//! BMPs: numbered fields whose length only their table tells.

mod table;

pub use table::TABLE;

/// How the length of a field is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Always this many bytes.
    Fixed(usize),
    /// Two digits in the low nibbles of two bytes `Fx Fy`.
    LlVar,
    /// Three digits in the low nibbles of three bytes `Fx Fy Fz`.
    LllVar,
    /// As in BER: below `80`, `81 nn` or `82 hi lo`.
    Ber,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bmp {
    /// Its number.
    pub number: u8,
    /// How its length is told.
    pub length: Length,
    /// What it holds.
    pub name: &'static str,
}

/// The row of a number, if the table has it.
#[must_use]
pub fn find(number: u8) -> Option<&'static Bmp> {
    let at = TABLE.binary_search_by_key(&number, |bmp| bmp.number).ok()?;
    TABLE.get(at)
}

/// A field as it stands in a message. No `Debug`: it may be a card number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its number.
    pub number: u8,
    /// Its bytes without the length.
    pub value: &'a [u8],
}

/// Where and why reading stopped, or a value was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {at}: {reason}")]
pub struct Unread {
    /// Place of the field in the data of the APDU, from 0.
    pub at: usize,
    /// Why.
    pub reason: Unreadable,
}

/// Reasons of [`Unread`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// The table does not know the number, so nobody knows where the field ends.
    #[error("unknown BMP {0:02X}")]
    UnknownBmp(u8),
    /// The message ends inside the field.
    #[error("BMP {0:02X} is cut off")]
    CutOff(u8),
    /// Its length is not written as the table says.
    #[error("the length of BMP {0:02X} cannot be read")]
    Length(u8),
    /// Its value is out of the range of its kind: no digits, no date …
    #[error("the value of BMP {0:02X} makes no sense")]
    Value(u8),
    /// Value of a TLV tag out of the range of its kind.
    #[error("the value of tag {0:X} makes no sense")]
    TagValue(u32),
    /// A TLV container with lengths that do not fit into each other.
    #[error("the TLV container cannot be read")]
    Tlv,
    /// The message is shorter than its kind requires.
    #[error("the message is empty or too short")]
    TooShort,
    /// Data in a form of the maker's own.
    #[error("data in an unknown form")]
    UnknownForm,
}

/// Reads one field after the other; after an error it ends.
#[derive(Clone)]
pub struct Reader<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads the data of an APDU from byte `at` on.
    #[must_use]
    pub fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at }
    }

    /// Place of the next field in the data.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    fn field(&self, number: u8, rest: &'a [u8]) -> Result<(Field<'a>, usize), Unreadable> {
        let bmp = find(number).ok_or(Unreadable::UnknownBmp(number))?;
        let (head, length) = match bmp.length {
            Length::Fixed(length) => (0, length),
            Length::LlVar => (2, digits(rest, 2, number)?),
            Length::LllVar => (3, digits(rest, 3, number)?),
            Length::Ber => super::tlv::length(rest).map_err(|error| match error {
                super::tlv::Malformed::CutOff => Unreadable::CutOff(number),
                super::tlv::Malformed::Length => Unreadable::Length(number),
            })?,
        };
        let value = rest
            .get(head..head + length)
            .ok_or(Unreadable::CutOff(number))?;
        Ok((Field { number, value }, 1 + head + length))
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Field<'a>, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&number, rest) = self.data.get(self.at..)?.split_first()?;
        let at = self.at;
        match self.field(number, rest) {
            Ok((field, length)) => {
                self.at += length;
                Some(Ok(field))
            }
            Err(reason) => {
                self.at = self.data.len();
                Some(Err(Unread { at, reason }))
            }
        }
    }
}

/// The length in the low nibbles of the first bytes. The high ones are `F`; some implementations write `0`.
fn digits(rest: &[u8], count: usize, number: u8) -> Result<usize, Unreadable> {
    let bytes = rest.get(..count).ok_or(Unreadable::CutOff(number))?;
    bytes.iter().try_fold(0, |sum, byte| match byte {
        0xF0..=0xF9 | 0x00..=0x09 => Ok(sum * 10 + usize::from(byte & 0x0F)),
        _ => Err(Unreadable::Length(number)),
    })
}

/// A value that cannot be written as the field of this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{length} bytes cannot be written as BMP {number:02X}")]
pub struct Unwritable {
    /// The field.
    pub number: u8,
    /// Length of the value in bytes.
    pub length: usize,
}

/// Appends a field to the data of an APDU.
pub fn put(data: &mut Vec<u8>, number: u8, value: &[u8]) -> Result<(), Unwritable> {
    let length = value.len();
    let unwritable = Unwritable { number, length };
    let digit = |place: usize| 0xF0 | (length / place % 10) as u8;
    match find(number).ok_or(unwritable)?.length {
        Length::Fixed(fixed) if fixed == length => data.push(number),
        Length::LlVar if length < 100 => data.extend([number, digit(10), digit(1)]),
        Length::LllVar if length < 1000 => data.extend([number, digit(100), digit(10), digit(1)]),
        Length::Ber if length <= super::apdu::LONGEST => {
            data.push(number);
            super::tlv::put_length(data, length);
        }
        _ => return Err(unwritable),
    }
    data.extend(value);
    Ok(())
}

#[cfg(test)]
mod tests;
