//! The TAR container (TR-03151, Anhang C), read from front to back in constant memory. Readers disagree
//! about damaged archives, so this one refuses where others guess.

use std::collections::HashSet;
use std::io::{BufReader, Read, Seek, SeekFrom};

use super::findings::Findings;
use super::{Error, Kind, Level};

mod header;

use header::{BLOCK, Extended, Header, MemberKind};

/// Far beyond any log message, certificate or info.csv.
const LARGEST: u64 = 4 << 20;
/// Far beyond any extended header with a name in it.
const LARGEST_EXTENDED: u64 = 64 << 10;
/// Far beyond any name TR-03151, 5.1 describes.
const LONGEST_NAME: usize = 1024;
/// Members that are no log messages: a chain, its revocation lists and info.csv.
const MOST_OTHERS: usize = 1000;
/// All of them together.
const MOST_OTHER_BYTES: u64 = 32 << 20;

/// A regular file of the archive.
pub(super) struct Member {
    pub name: String,
    pub content: Vec<u8>,
    /// Place of its header.
    pub offset: u64,
}

/// The archive, read member by member.
pub(super) struct Container<R: Read + Seek> {
    reader: BufReader<R>,
    begin: u64,
    /// Both from `begin`.
    length: u64,
    position: u64,
    members: u64,
    logs: u64,
    last: String,
    others: HashSet<String>,
    other_bytes: u64,
    ended: bool,
}

impl<R: Read + Seek> Container<R> {
    pub fn open(reader: R) -> Result<Self, Error> {
        let mut reader = BufReader::with_capacity(1 << 18, reader);
        let begin = reader.stream_position().map_err(Error::Io)?;
        let end = reader.seek(SeekFrom::End(0)).map_err(Error::Io)?;
        reader.seek(SeekFrom::Start(begin)).map_err(Error::Io)?;
        let mut container = Self {
            reader,
            begin,
            length: end.saturating_sub(begin),
            position: 0,
            members: 0,
            logs: 0,
            last: "its beginning".into(),
            others: HashSet::new(),
            other_bytes: 0,
            ended: false,
        };
        container.sniff()?;
        Ok(container)
    }

    /// Members so far, directories and links included.
    pub fn members(&self) -> u64 {
        self.members
    }

    fn go_to(&mut self, position: u64) -> Result<(), Error> {
        let from = self.reader.stream_position().map_err(Error::Io)?;
        // Skips inside of the buffer keep it.
        match i64::try_from(i128::from(self.begin + position) - i128::from(from)) {
            Ok(distance) => self.reader.seek_relative(distance),
            Err(_) => self
                .reader
                .seek(SeekFrom::Start(self.begin + position))
                .map(drop),
        }
        .map_err(Error::Io)?;
        self.position = position;
        Ok(())
    }

    fn take(&mut self, length: u64) -> Result<Vec<u8>, Error> {
        let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        self.reader
            .by_ref()
            .take(length)
            .read_to_end(&mut content)
            .map_err(Error::Io)?;
        self.position += content.len() as u64;
        Ok(content)
    }

    /// The next regular file that is not too large; what is wrong with others becomes a finding.
    pub fn next(&mut self, findings: &mut Findings) -> Result<Option<Member>, Error> {
        let mut extended = Extended::default();
        let mut first = None;
        while !self.ended {
            let offset = *first.get_or_insert(self.position);
            let Some(header) = self.header(findings)? else {
                self.ended = true;
                break;
            };
            let size = match header.kind {
                MemberKind::Regular => extended.size.unwrap_or(header.size),
                _ => header.size,
            };
            let start = self.position;
            let end = self.whole(&header, &extended, start, size)?;
            if header.kind.describes_the_next() {
                if size > LARGEST_EXTENDED {
                    let reason = format!("{size} bytes, at most {LARGEST_EXTENDED} expected");
                    let name = Some(header.name.as_str());
                    findings.push(Level::Error, name, Kind::ForeignFile { reason });
                } else {
                    let content = self.take(size)?;
                    extended.read(header.kind, &content);
                }
                self.go_to(end)?;
                continue;
            }
            first = None;
            self.members += 1;
            let name = extended.name.take().unwrap_or(header.name);
            let sparse = std::mem::take(&mut extended).sparse;
            let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
            let Some(name) = self.accept(findings, name, header.kind, sparse, size) else {
                self.go_to(end)?;
                continue;
            };
            let content = self.take(size)?;
            // The filling after the last member may be missing.
            self.go_to(end.min(self.length))?;
            self.logs += u64::from(name.ends_with(".log"));
            self.last.clone_from(&name);
            return Ok(Some(Member {
                name,
                content,
                offset,
            }));
        }
        Ok(None)
    }

    /// End of the member, filling included; refuses one that is not whole.
    fn whole(
        &self,
        header: &Header,
        extended: &Extended,
        start: u64,
        size: u64,
    ) -> Result<u64, Error> {
        let found = self.length - start;
        if size > found {
            return Err(Error::CutOff {
                member: extended.name.clone().unwrap_or(header.name.clone()),
                expected: size,
                found,
                logs: self.logs,
            });
        }
        Ok((start + size.next_multiple_of(BLOCK)).min(self.length))
    }

    /// The name, if the member is to be looked into.
    fn accept(
        &mut self,
        findings: &mut Findings,
        name: String,
        kind: MemberKind,
        sparse: bool,
        size: u64,
    ) -> Option<String> {
        let shown: String = name.chars().take(LONGEST_NAME).collect();
        let mut refuse = |kind| findings.push(Level::Error, Some(&shown), kind);
        match kind {
            MemberKind::Directory if size == 0 => return None,
            MemberKind::Regular if !sparse => {}
            _ => {
                let what = match kind {
                    MemberKind::Regular => "a sparse file".to_owned(),
                    kind => kind.to_string(),
                };
                refuse(Kind::NotARegularFile { what });
                return None;
            }
        }
        if name.len() > LONGEST_NAME {
            let bytes = name.len() as u64;
            refuse(Kind::NameTooLong { bytes });
            return None;
        }
        let unsafe_name = name.starts_with(['/', '\\'])
            || name.contains('\0')
            || name.as_bytes().get(1) == Some(&b':')
            || name.split(['/', '\\']).any(|part| part == "..");
        if unsafe_name {
            refuse(Kind::UnsafeName);
            return None;
        }
        if size > LARGEST {
            let reason = format!("{size} bytes, at most {LARGEST} expected");
            refuse(Kind::ForeignFile { reason });
            return None;
        }
        // Log messages of the same name are found by their counter.
        if !name.ends_with(".log") {
            self.other_bytes += size;
            if self.others.len() >= MOST_OTHERS || self.other_bytes > MOST_OTHER_BYTES {
                let reason = "too many files that are no log messages".into();
                refuse(Kind::ForeignFile { reason });
                return None;
            }
            if !self.others.insert(name.clone()) {
                refuse(Kind::NameTwice);
            }
        }
        Some(name)
    }

    /// The next header, or `None` at the end of the archive.
    fn header(&mut self, findings: &mut Findings) -> Result<Option<Header>, Error> {
        let left = self.length - self.position;
        if left == 0 || !self.position.is_multiple_of(BLOCK) {
            findings.push(Level::Warning, None, Kind::NoClosingBlocks);
            return Ok(None);
        }
        if left < BLOCK {
            return Err(Error::CutOff {
                member: format!("the header after {}", self.last),
                expected: BLOCK,
                found: left,
                logs: self.logs,
            });
        }
        let block = self.take(BLOCK)?;
        if block.iter().all(|byte| *byte == 0) {
            match self.surplus()? {
                0 if left < 2 * BLOCK => findings.push(Level::Warning, None, Kind::NoClosingBlocks),
                0 => {}
                // Readers disagree about what follows the first end mark, so members could hide there.
                bytes => findings.push(Level::Error, None, Kind::DataAfterEnd { bytes }),
            }
            return Ok(None);
        }
        let header = Header::parse(&block).map_err(|reason| Error::Damaged {
            after: self.last.clone(),
            reason: reason.into(),
        })?;
        Ok(Some(header))
    }

    /// Reads to the end; counts what is not zero filling.
    fn surplus(&mut self) -> Result<u64, Error> {
        let mut buffer = [0; 8192];
        let (mut read, mut last_data) = (0u64, 0);
        loop {
            match self.reader.read(&mut buffer).map_err(Error::Io)? {
                0 => return Ok(last_data),
                length => {
                    let part = buffer.get(..length).unwrap_or_default();
                    if let Some(at) = part.iter().rposition(|byte| *byte != 0) {
                        last_data = read + at as u64 + 1;
                    }
                    read += length as u64;
                }
            }
        }
    }

    /// Hands what follows up to the end to `look`, log messages left out, and comes back. Damage found on
    /// the way ends it: reading on from here meets it again and names it.
    pub fn ahead(&mut self, mut look: impl FnMut(Member)) -> Result<(), Error> {
        let (position, members, logs) = (self.position, self.members, self.logs);
        let (last, others) = (self.last.clone(), self.others.clone());
        let other_bytes = self.other_bytes;
        let (mut unseen, ended) = (Findings::default(), self.ended);
        while let Ok(Some(member)) = self.next_other(&mut unseen) {
            look(member);
        }
        (self.members, self.logs, self.last, self.others, self.ended) =
            (members, logs, last, others, ended);
        self.reader
            .seek(SeekFrom::Start(self.begin + position))
            .map_err(Error::Io)?;
        self.position = position;
        self.other_bytes = other_bytes;
        Ok(())
    }

    fn next_other(&mut self, unseen: &mut Findings) -> Result<Option<Member>, Error> {
        while let Some(member) = self.next(unseen)? {
            if !member.name.ends_with(".log") {
                return Ok(Some(member));
            }
        }
        Ok(None)
    }

    /// Name of the member whose header stands at `offset`.
    pub fn name_at(&mut self, offset: u64) -> Result<Option<String>, Error> {
        self.go_to(offset)?;
        self.ended = false;
        Ok(self
            .next(&mut Findings::default())?
            .map(|member| member.name))
    }

    /// Looks at the first block, because what people pass by mistake deserves a better answer than
    /// "bad checksum".
    fn sniff(&mut self) -> Result<(), Error> {
        if self.length == 0 {
            return Err(Error::Empty);
        }
        let head = self.take(BLOCK)?;
        self.go_to(0)?;
        let zero = head.len() as u64 == BLOCK && head.iter().all(|byte| *byte == 0);
        if zero || header::checksum_holds(&head) {
            return Ok(());
        }
        let found = match head.as_slice() {
            [b'P', b'K', ..] => "a ZIP file",
            [0x1F, 0x8B, ..] => "a gzip file",
            [b'%', b'P', b'D', b'F', ..] => "a PDF document",
            [b'V', b'0', b';', ..] => "the text of a receipt's QR code",
            [0x30, 0x81..=0x84, ..] => "a single log message or certificate",
            _ if (head.len() as u64) < BLOCK => "a file too short for a TAR header",
            _ => "a file without a TAR header",
        };
        Err(Error::NotAnArchive {
            found: found.into(),
        })
    }
}
