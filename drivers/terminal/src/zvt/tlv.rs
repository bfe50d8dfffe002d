//! TLV containers (BMP 06): tags of one or more bytes, lengths as in BER, nested.

/// Deepest nesting that is looked into; terminals use three levels.
const DEEPEST: usize = 8;

/// One tag and its value. No `Debug`: it may be a card number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag's bytes as one number, e.g. `0x1F07`.
    pub tag: u32,
    /// Its value.
    pub value: &'a [u8],
}

/// Why a container cannot be read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It ends inside a tag.
    #[error("the container ends inside a tag")]
    CutOff,
    /// A length in a form that ZVT does not have.
    #[error("a length or tag is written in an unknown form")]
    Length,
}

/// Reads the tags of one level; after an error it ends.
#[derive(Clone)]
pub struct Reader<'a> {
    data: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads a container's value.
    #[must_use]
    pub fn new(data: &'a [u8]) -> Self {
        Self { data }
    }

    fn read(&self) -> Result<(Tlv<'a>, &'a [u8]), Malformed> {
        let (tag, rest) = tag(self.data)?;
        let (head, length) = length(rest)?;
        let value = rest.get(head..head + length).ok_or(Malformed::CutOff)?;
        Ok((Tlv { tag, value }, &rest[head + length..]))
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Tlv<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.data.is_empty() {
            return None;
        }
        match self.read() {
            Ok((tlv, rest)) => {
                self.data = rest;
                Some(Ok(tlv))
            }
            Err(error) => {
                self.data = &[];
                Some(Err(error))
            }
        }
    }
}

/// Calls `visit` with every tag, those inside constructed tags after their parent. Tags nobody knows are no error;
/// the first malformed place is returned and what came before it was visited.
pub fn walk<'a>(data: &'a [u8], visit: &mut dyn FnMut(Tlv<'a>)) -> Result<(), Malformed> {
    level(data, 0, visit)
}

fn level<'a>(
    data: &'a [u8],
    depth: usize,
    visit: &mut dyn FnMut(Tlv<'a>),
) -> Result<(), Malformed> {
    let mut result = Ok(());
    for tlv in Reader::new(data) {
        let tlv = match tlv {
            Ok(tlv) => tlv,
            Err(error) => return result.and(Err(error)),
        };
        visit(tlv);
        if constructed(tlv.tag) && depth < DEEPEST {
            // A defect inside one tag leaves its neighbours readable.
            result = result.and(level(tlv.value, depth + 1, visit));
        }
    }
    result
}

/// Whether the tag holds tags.
#[must_use]
pub fn constructed(tag: u32) -> bool {
    let first = tag.to_be_bytes().into_iter().find(|byte| *byte != 0);
    first.is_some_and(|byte| byte & 0x20 != 0)
}

/// Tag at the beginning, and the rest.
fn tag(data: &[u8]) -> Result<(u32, &[u8]), Malformed> {
    let (&first, mut rest) = data.split_first().ok_or(Malformed::CutOff)?;
    let mut tag = u32::from(first);
    if first & 0x1F == 0x1F {
        loop {
            if tag > 0x00FF_FFFF {
                return Err(Malformed::Length);
            }
            let (&next, further) = rest.split_first().ok_or(Malformed::CutOff)?;
            tag = tag << 8 | u32::from(next);
            rest = further;
            if next & 0x80 == 0 {
                break;
            }
        }
    }
    Ok((tag, rest))
}

/// Bytes the length takes, and the length.
pub(super) fn length(data: &[u8]) -> Result<(usize, usize), Malformed> {
    match data {
        [] | [0x81] | [0x82] | [0x82, _] => Err(Malformed::CutOff),
        [length @ 0..=0x7F, ..] => Ok((1, usize::from(*length))),
        [0x81, length, ..] => Ok((2, usize::from(*length))),
        [0x82, high, low, ..] => Ok((3, usize::from(u16::from_be_bytes([*high, *low])))),
        _ => Err(Malformed::Length),
    }
}

/// Appends a length of at most [`super::apdu::LONGEST`].
pub(super) fn put_length(data: &mut Vec<u8>, length: usize) {
    match length {
        0..=0x7F => data.push(length as u8),
        0x80..=0xFF => data.extend([0x81, length as u8]),
        _ => {
            data.push(0x82);
            data.extend((length.min(super::apdu::LONGEST) as u16).to_be_bytes());
        }
    }
}

/// Appends a tag with its value, cut off at [`super::apdu::LONGEST`] bytes. `tag` is written as it stands, e.g. `0x1F07`.
pub fn put(data: &mut Vec<u8>, tag: u32, value: &[u8]) {
    let bytes = tag.to_be_bytes();
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(3);
    let value = &value[..value.len().min(super::apdu::LONGEST)];
    data.extend(&bytes[first..]);
    put_length(data, value.len());
    data.extend(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_at_every_depth() {
        let data = [
            0x24, 0x04, 0x07, 0x02, b'h', b'i', 0x2F, 0x04, 0x1F, 0x12, 0x01, 0x02, 0x1F, 0x8F,
            0x01, 0x00,
        ];
        let mut found = Vec::new();
        let walked = walk(&data, &mut |tlv| found.push((tlv.tag, tlv.value.len())));
        assert_eq!(walked, Ok(()));
        let expected = [(0x24, 4), (0x07, 2), (0x2F, 4), (0x1F12, 1), (0x1F8F01, 0)];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_defect_inside_a_tag_hides_no_neighbour() {
        let data = [0x24, 0x02, 0x07, 0x05, 0x1F, 0x10, 0x01, 0x02];
        let mut found = Vec::new();
        let walked = walk(&data, &mut |tlv| found.push(tlv.tag));
        assert_eq!(walked, Err(Malformed::CutOff));
        assert_eq!(found, [0x24, 0x1F10]);
    }

    #[test]
    fn malformed_containers_end_without_panic() {
        for data in [
            &[0x1F][..],
            &[0x1F, 0x81],
            &[0x07],
            &[0x07, 0x81],
            &[0x07, 0x82, 0x01],
            &[0x07, 0x84, 0, 0, 0, 1],
            &[0x07, 0x80],
            &[0x1F, 0x81, 0x81, 0x81, 0x01, 0x00],
            &[0x07, 0x02, 0x20],
        ] {
            assert!(walk(data, &mut |_| {}).is_err(), "{data:02X?}");
        }
        let deep: Vec<u8> = std::iter::repeat_n([0x24, 0x7E], 64).flatten().collect();
        assert!(walk(&deep, &mut |_| {}).is_err());
    }
}
