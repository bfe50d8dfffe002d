//! Finds the end of a record and its fields.

use super::Form;

/// How far a scan came.
pub(super) enum Step {
    /// A record of so many bytes with its line end.
    Whole {
        length: usize,
        lines: u64,
        plain: bool,
    },
    More,
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The high bit of every byte that is zero; above the first one it may also mark others.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// A record without quotes; `None` if it has one.
pub(super) fn plain(
    bytes: &[u8],
    delimiter: u8,
    last: bool,
    ranges: &mut Vec<(u32, u32)>,
) -> Option<Step> {
    let delimiters = ONES * u64::from(delimiter);
    let (ends, quotes) = (ONES * u64::from(b'\n'), ONES * u64::from(b'"'));
    let mut from = 0;
    let mut visit = |place: usize, byte: u8| -> Option<Option<usize>> {
        if byte == delimiter {
            ranges.push((from as u32, place as u32));
            from = place + 1;
        } else if byte == b'\n' {
            let returned = place > from && bytes.get(place - 1) == Some(&b'\r');
            ranges.push((from as u32, (place - usize::from(returned)) as u32));
            return Some(Some(place + 1));
        } else if byte == b'"' {
            return None;
        }
        Some(None)
    };
    let whole = |length| {
        Some(Step::Whole {
            length,
            lines: 1,
            plain: true,
        })
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, chunk) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        let mut marks = zeros(word ^ delimiters) | zeros(word ^ ends) | zeros(word ^ quotes);
        while marks != 0 {
            let place = marks.trailing_zeros() as usize / 8;
            if let Some(length) = visit(number * 8 + place, chunk[place])? {
                return whole(length);
            }
            marks &= marks - 1;
        }
    }
    for (place, byte) in rest.iter().enumerate() {
        if let Some(length) = visit(words.len() * 8 + place, *byte)? {
            return whole(length);
        }
    }
    if !last {
        return Some(Step::More);
    }
    ranges.push((from as u32, bytes.len() as u32));
    whole(bytes.len())
}

/// A record with quotes; its fields are unwrapped into `to`.
pub(super) fn quoted(
    bytes: &[u8],
    delimiter: u8,
    last: bool,
    quotes: bool,
    to: (&mut Vec<(u32, u32)>, &mut Vec<u8>),
    form: &mut Form,
) -> Step {
    let (ranges, text) = to;
    ranges.clear();
    text.clear();
    let mut from = 0;
    let mut lines = 1;
    let mut place = 0;
    let mut close = |text: &mut Vec<u8>| {
        ranges.push((from, text.len() as u32));
        from = text.len() as u32;
    };
    loop {
        // At the beginning of a field.
        if quotes && bytes.get(place) == Some(&b'"') {
            place += 1;
            let before = lines;
            loop {
                let rest = bytes.get(place..).unwrap_or_default();
                let Some(length) = memchr::memchr(b'"', rest) else {
                    if !last {
                        return Step::More;
                    }
                    // Never closed: the record ends with its line, its quotes are taken as they are.
                    form.open_quote = true;
                    return quoted(bytes, delimiter, true, false, (ranges, text), form);
                };
                let part = rest.get(..length).unwrap_or_default();
                lines += memchr::memchr_iter(b'\n', part).count() as u64;
                text.extend_from_slice(part);
                place += length + 1;
                match bytes.get(place) {
                    Some(b'"') => {
                        text.push(b'"');
                        place += 1;
                    }
                    None if !last => return Step::More,
                    _ => break,
                }
            }
            // A line end is looked at below, anything else does not belong here.
            match bytes.get(place) {
                Some(b'\r') if bytes.get(place + 1) == Some(&b'\n') => {}
                Some(b'\r') if bytes.get(place + 1).is_none() && !last => return Step::More,
                Some(b'\n') | None => {}
                Some(byte) if *byte == delimiter => {}
                // The quote of a later line closed it.
                Some(_) if lines > before => {
                    form.open_quote = true;
                    return quoted(bytes, delimiter, last, false, (ranges, text), form);
                }
                Some(_) => form.after_quote = true,
            }
        }
        let rest = bytes.get(place..).unwrap_or_default();
        let Some(length) = memchr::memchr2(delimiter, b'\n', rest) else {
            if !last {
                return Step::More;
            }
            text.extend_from_slice(rest);
            close(text);
            return Step::Whole {
                length: bytes.len(),
                lines,
                plain: false,
            };
        };
        let mut part = rest.get(..length).unwrap_or_default();
        let ends = rest.get(length) == Some(&b'\n');
        if ends && let [body @ .., b'\r'] = part {
            part = body;
        }
        if !form.open_quote && memchr::memchr(b'"', part).is_some() {
            form.stray_quote = true;
        }
        if memchr::memchr(b'\r', part).is_some() {
            form.stray_return = true;
        }
        text.extend_from_slice(part);
        place += length + 1;
        close(text);
        if ends {
            return Step::Whole {
                length: place,
                lines,
                plain: false,
            };
        }
    }
}
