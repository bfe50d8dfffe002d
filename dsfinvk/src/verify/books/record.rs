//! Records of a csv file (RFC 4180 with a delimiter of one's own), one after the other from any reader.
//!
//! The reader forgives what it can tell apart and says what it forgave: a bare LF, a quote in the middle of a field,
//! a quote that is never closed (then the record ends with its line), bytes that are no UTF-8 (then they are read as
//! Latin-1).

use std::io::{self, Read};

mod scan;

use scan::{Step, plain, quoted};

/// The longest record; a quoted field with all of them would have 100,000 characters.
pub const LONGEST: usize = 512 * 1024;

/// After so many quotes that are never closed a file's records end with their lines.
const PATIENCE: u32 = 16;

/// First size of the buffer; it grows with the longest record.
const CHUNK: usize = 64 * 1024;

/// How a record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// CR LF.
    CrLf,
    /// LF alone.
    Lf,
    /// With the file.
    End,
}

/// What is wrong with the form of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// A quote in the middle of a field without quotes.
    pub stray_quote: bool,
    /// Something between the closing quote and the next delimiter.
    pub after_quote: bool,
    /// A quote that is never closed.
    pub open_quote: bool,
    /// A carriage return outside of quotes that is no part of a line end.
    pub stray_return: bool,
    /// Bytes that are no UTF-8.
    pub not_utf8: bool,
    /// Longer than [`LONGEST`]; it was cut.
    pub too_long: bool,
}

/// A record; its fields are without their quotes.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Line it begins in, from 1.
    pub line: u64,
    /// Where it begins in the file, in bytes.
    pub start: u64,
    /// Its length in bytes with the line end.
    pub length: u64,
    /// How it ends.
    pub ending: Ending,
    /// What is wrong with it.
    pub form: Form,
    pub(super) text: &'a str,
    pub(super) ranges: &'a [(u32, u32)],
}

impl<'a> Record<'a> {
    /// Number of fields, at least one.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether the line is empty.
    pub fn is_empty(&self) -> bool {
        self.ranges.len() == 1 && self.text.is_empty()
    }

    /// A field; empty beyond the last.
    pub fn field(&self, place: usize) -> &'a str {
        field(self.text, self.ranges, place)
    }
}

pub(super) fn field<'a>(text: &'a str, ranges: &[(u32, u32)], place: usize) -> &'a str {
    let Some(&(from, to)) = ranges.get(place) else {
        return "";
    };
    text.get(from as usize..to as usize).unwrap_or_default()
}

/// Reads records.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    delimiter: u8,
    buffer: Vec<u8>,
    at: usize,
    full: usize,
    ended: bool,
    offset: u64,
    line: u64,
    open_quotes: u32,
    ranges: Vec<(u32, u32)>,
    plain: Vec<u8>,
    decoded: String,
}

impl<R: Read> Reader<R> {
    /// Reads from `source`, whose first byte is byte `offset` of the file and lies in its line `line`.
    pub fn new(source: R, delimiter: u8, offset: u64, line: u64) -> Reader<R> {
        Reader {
            source,
            delimiter,
            buffer: Vec::new(),
            at: 0,
            full: 0,
            ended: false,
            offset,
            line,
            open_quotes: 0,
            ranges: Vec::with_capacity(32),
            plain: Vec::new(),
            decoded: String::new(),
        }
    }

    /// Begins anew with another source.
    pub fn reset(&mut self, source: R, offset: u64, line: u64) {
        self.source = source;
        (self.at, self.full, self.ended) = (0, 0, false);
        (self.offset, self.line, self.open_quotes) = (offset, line, 0);
    }

    /// Takes another delimiter from here on.
    pub fn divide_by(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// The bytes that come next, at least `least` of them unless the source ends.
    pub fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.full - self.at < least && !self.ended {
            self.fill()?;
        }
        Ok(self.buffer.get(self.at..self.full).unwrap_or_default())
    }

    /// Leaves out bytes that [`Reader::peek`] has shown.
    pub fn skip(&mut self, bytes: usize) {
        let bytes = bytes.min(self.full - self.at);
        self.at += bytes;
        self.offset += bytes as u64;
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.full, 0);
            self.full -= self.at;
            self.at = 0;
        }
        if self.full == self.buffer.len() {
            let size = (self.buffer.len() * 2).max(CHUNK);
            self.buffer.resize(size, 0);
        }
        let room = self.buffer.get_mut(self.full..).unwrap_or_default();
        loop {
            match self.source.read(room) {
                Ok(0) => self.ended = true,
                Ok(bytes) => self.full += bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }

    /// The next record; `None` at the end.
    pub fn next_record(&mut self) -> io::Result<Option<Record<'_>>> {
        let mut form;
        let step = loop {
            let bytes = self.buffer.get(self.at..self.full).unwrap_or_default();
            if bytes.is_empty() && self.ended {
                return Ok(None);
            }
            let limited = bytes.len() >= LONGEST;
            let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
            let last = self.ended || limited;
            self.ranges.clear();
            form = Form::default();
            let step = match plain(bytes, self.delimiter, last, &mut self.ranges) {
                Some(step) => step,
                None => {
                    let quotes = self.open_quotes < PATIENCE;
                    let step = quoted(
                        bytes,
                        self.delimiter,
                        last,
                        quotes,
                        (&mut self.ranges, &mut self.plain),
                        &mut form,
                    );
                    if form.open_quote {
                        self.open_quotes += 1;
                    }
                    step
                }
            };
            match step {
                Step::Whole { length, .. } => {
                    form.too_long = limited && length == LONGEST;
                    break step;
                }
                Step::More => self.fill()?,
            }
        };
        let Step::Whole {
            length,
            lines,
            plain,
        } = step
        else {
            return Ok(None);
        };
        let raw = self
            .buffer
            .get(self.at..self.at + length)
            .unwrap_or_default();
        let ending = match raw {
            [.., b'\r', b'\n'] => Ending::CrLf,
            [.., b'\n'] => Ending::Lf,
            _ => Ending::End,
        };
        let bytes: &[u8] = if plain { raw } else { &self.plain };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => {
                form.not_utf8 = true;
                latin1(bytes, &mut self.ranges, &mut self.decoded);
                &self.decoded
            }
        };
        if plain {
            let whole = ending != Ending::End || self.ranges.len() > 1;
            form.stray_return = whole && has_return(bytes, ending);
        }
        let record = Record {
            line: self.line,
            start: self.offset,
            length: length as u64,
            ending,
            form,
            text: if self.ranges.as_slice() == [(0, 0)] {
                ""
            } else {
                text
            },
            ranges: &self.ranges,
        };
        self.at += length;
        self.offset += length as u64;
        self.line += lines;
        Ok(Some(record))
    }
}

fn has_return(bytes: &[u8], ending: Ending) -> bool {
    let body = match ending {
        Ending::CrLf => bytes.len() - 2,
        Ending::Lf => bytes.len() - 1,
        Ending::End => bytes.len(),
    };
    bytes
        .get(..body)
        .is_some_and(|body| memchr::memchr(b'\r', body).is_some())
}

/// Each byte as the character with its number; the ranges move along.
fn latin1(bytes: &[u8], ranges: &mut [(u32, u32)], to: &mut String) {
    to.clear();
    for range in ranges {
        let from = to.len() as u32;
        let field = bytes.get(range.0 as usize..range.1 as usize);
        match field.map(std::str::from_utf8) {
            Some(Ok(text)) => to.push_str(text),
            _ => to.extend(field.unwrap_or_default().iter().map(|byte| *byte as char)),
        }
        *range = (from, to.len() as u32);
    }
}

#[cfg(test)]
mod tests;
