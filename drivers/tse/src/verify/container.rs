//! The TAR container (TR-03151, Anhang C), read once from front to back.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, Chain, Cursor, Read};
use std::rc::Rc;

use super::{Error, Finding, Kind, Level};

const BLOCK: u64 = 512;
/// Far beyond any log message, certificate or info.csv.
const LARGEST: u64 = 16 << 20;

/// Calls `on_file` with name and content of each regular file; gives the number of members.
pub(super) fn read(
    reader: impl Read,
    findings: &mut Vec<Finding>,
    mut on_file: impl FnMut(&mut Vec<Finding>, String, Vec<u8>),
) -> Result<u64, Error> {
    let (reader, count) = Counted::new(sniff(reader)?);
    let mut archive = tar::Archive::new(reader);
    let mut names = HashSet::new();
    let (mut members, mut logs) = (0, 0);
    let (mut last, mut end) = (String::from("its beginning"), 0);
    let entries = archive.entries().map_err(Error::Io)?;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            // The last member is whole, only the filling up to the next block is not.
            Err(_) if count.get() < end => break,
            Err(_) if !count.get().is_multiple_of(BLOCK) => {
                return Err(Error::CutOff {
                    member: format!("the header after {last}"),
                    expected: BLOCK,
                    found: count.get() % BLOCK,
                    logs,
                });
            }
            Err(error) => {
                return Err(Error::Damaged {
                    after: last,
                    reason: error.to_string(),
                });
            }
        };
        members += 1;
        let size = entry.size();
        let raw = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = raw.strip_prefix("./").unwrap_or(&raw).to_owned();
        end = entry.raw_file_position() + size.next_multiple_of(BLOCK);
        let mut note = |level, kind| findings.push(Finding::new(level, Some(&name), kind));
        let kind = entry.header().entry_type();
        if kind.is_dir() {
            continue;
        }
        if !kind.is_file() {
            let what = format!("a member of type {kind:?}");
            note(Level::Error, Kind::NotARegularFile { what });
            continue;
        }
        if name.starts_with('/') || name.split(['/', '\\']).any(|part| part == "..") {
            note(Level::Error, Kind::UnsafeName);
            continue;
        }
        if !names.insert(name.clone()) {
            note(Level::Error, Kind::NameTwice);
        }
        if size > LARGEST {
            let reason = format!("{size} bytes, at most {LARGEST} expected");
            note(Level::Error, Kind::ForeignFile { reason });
            continue;
        }
        let mut content = Vec::with_capacity(size as usize);
        entry.read_to_end(&mut content).map_err(Error::Io)?;
        if (content.len() as u64) < size {
            return Err(Error::CutOff {
                member: name,
                expected: size,
                found: content.len() as u64,
                logs,
            });
        }
        logs += u64::from(name.ends_with(".log"));
        last.clone_from(&name);
        on_file(findings, name, content);
    }
    let surplus = drain(archive.into_inner())?;
    if surplus > 0 {
        findings.push(Finding::new(
            // Readers disagree about what follows the first end mark, so members could hide there.
            Level::Error,
            None,
            Kind::DataAfterEnd { bytes: surplus },
        ));
    } else if count.get() < end + 2 * BLOCK {
        findings.push(Finding::new(Level::Warning, None, Kind::NoClosingBlocks));
    }
    Ok(members)
}

/// Looks at the first block, because what people pass by mistake deserves a better answer than
/// "bad checksum".
fn sniff<R: Read>(mut reader: R) -> Result<Chain<Cursor<Vec<u8>>, R>, Error> {
    let mut head = Vec::with_capacity(BLOCK as usize);
    reader
        .by_ref()
        .take(BLOCK)
        .read_to_end(&mut head)
        .map_err(Error::Io)?;
    if head.is_empty() {
        return Err(Error::Empty);
    }
    let header_holds = head.len() == BLOCK as usize && {
        let header = tar::Header::from_byte_slice(&head);
        let sum: u32 = head
            .iter()
            .enumerate()
            .map(|(at, byte)| match at {
                148..156 => u32::from(b' '),
                _ => u32::from(*byte),
            })
            .sum();
        header.cksum().ok() == Some(sum) || head.iter().all(|byte| *byte == 0)
    };
    if header_holds {
        return Ok(Cursor::new(head).chain(reader));
    }
    let found = match head.as_slice() {
        [b'P', b'K', ..] => "a ZIP file",
        [0x1F, 0x8B, ..] => "a gzip file",
        [b'%', b'P', b'D', b'F', ..] => "a PDF document",
        [b'V', b'0', b';', ..] => "the text of a receipt's QR code",
        [0x30, 0x81..=0x84, ..] => "a single log message or certificate",
        _ if head.len() < BLOCK as usize => "a file too short for a TAR header",
        _ => "a file without a TAR header",
    };
    Err(Error::NotAnArchive {
        found: found.into(),
    })
}

/// Reads to the end; counts what is not zero filling.
fn drain(mut reader: impl Read) -> Result<u64, Error> {
    let mut buffer = [0; 8192];
    let (mut read, mut last_data) = (0u64, 0);
    loop {
        match reader.read(&mut buffer).map_err(Error::Io)? {
            0 => return Ok(last_data),
            len => {
                let part = buffer.get(..len).unwrap_or_default();
                if let Some(at) = part.iter().rposition(|byte| *byte != 0) {
                    last_data = read + at as u64 + 1;
                }
                read += len as u64;
            }
        }
    }
}

/// Counts the bytes that were read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    fn new(inner: R) -> (Self, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        let reader = Self {
            inner,
            count: count.clone(),
        };
        (reader, count)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(buffer)?;
        self.count.set(self.count.get() + len as u64);
        Ok(len)
    }
}
