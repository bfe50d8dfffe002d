//! Several TAR archives of one TSE as one, member by member as they came.

use std::collections::HashSet;
use std::io::{self, Read, Write};

use tar::{Archive, Builder, EntryType, Header, PaxExtensions};

use crate::Error;
use crate::name::{LogName, NameKind};

/// Longest header of extensions; a member's name is far shorter.
const LONGEST_EXTENSION: u64 = 1 << 16;
/// Two empty blocks end an archive.
const END: usize = 1024;

/// Writes the members of several archives into one: certificates and `info.csv` once, a log message once.
pub(super) struct Merger<'a, W: Write> {
    out: Builder<W>,
    /// Keeps only this client's transactions.
    client: Option<&'a str>,
    /// Names of what is no log message.
    others: HashSet<String>,
    /// Counters of system and audit logs: spans of transactions may both hold those between them.
    between: HashSet<u64>,
    logs: u64,
}

impl<'a, W: Write> Merger<'a, W> {
    pub fn new(out: W, client: Option<&'a str>) -> Self {
        Self {
            out: Builder::new(out),
            client,
            others: HashSet::new(),
            between: HashSet::new(),
            logs: 0,
        }
    }

    /// Adds an archive.
    pub fn add(&mut self, archive: impl Read) -> Result<(), Error> {
        let unreadable = |error: io::Error| Error::Protocol(format!("the archive: {error}"));
        let failed = |source| Error::Io {
            context: "writing the export".into(),
            source,
        };
        let mut archive = Archive::new(archive);
        // Headers that belong to the member after them.
        let mut before: Vec<(Header, Vec<u8>)> = Vec::new();
        let mut long_name = None;
        for entry in archive.entries().map_err(unreadable)?.raw(true) {
            let mut entry = entry.map_err(unreadable)?;
            let header = entry.header().clone();
            let kind = header.entry_type();
            if matches!(kind, EntryType::XHeader | EntryType::GNULongName) {
                if entry.size() > LONGEST_EXTENSION {
                    return Err(Error::Protocol("the archive: a name without end".into()));
                }
                let mut content = Vec::new();
                entry.read_to_end(&mut content).map_err(unreadable)?;
                long_name = name_in(kind, &content).or(long_name);
                before.push((header, content));
                continue;
            }
            let short = || String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let name = long_name.take().unwrap_or_else(short);
            if !self.wanted(&name) {
                before.clear();
                continue;
            }
            for (header, content) in before.drain(..) {
                self.out.append(&header, &content[..]).map_err(failed)?;
            }
            let size = entry.size();
            let mut counted = Counted {
                reader: &mut entry,
                read: 0,
            };
            self.out.append(&header, &mut counted).map_err(failed)?;
            if counted.read != size {
                return Err(Error::Protocol(format!("the archive is cut off in {name}")));
            }
        }
        Ok(())
    }

    /// Ends the archive; gives the number of log messages in it.
    pub fn finish(self) -> io::Result<u64> {
        self.out.into_inner()?.flush()?;
        Ok(self.logs)
    }

    fn wanted(&mut self, name: &str) -> bool {
        let bare = name.trim_start_matches("./");
        let wanted = match LogName::parse(bare) {
            None => return self.others.insert(bare.to_owned()),
            Some(log) => match log.kind {
                NameKind::Transaction { client_id, .. } => {
                    self.client.is_none_or(|client| client == client_id)
                }
                NameKind::System(_) | NameKind::Audit => self.between.insert(log.counter),
            },
        };
        self.logs += u64::from(wanted);
        wanted
    }
}

fn name_in(kind: EntryType, content: &[u8]) -> Option<String> {
    if kind == EntryType::GNULongName {
        let end = content.iter().position(|byte| *byte == 0);
        let name = content.get(..end.unwrap_or(content.len()))?;
        return Some(String::from_utf8_lossy(name).into_owned());
    }
    PaxExtensions::new(content)
        .filter_map(Result::ok)
        .find(|extension| extension.key_bytes() == b"path")
        .map(|extension| String::from_utf8_lossy(extension.value_bytes()).into_owned())
}

struct Counted<R> {
    reader: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

/// Passes an archive on and remembers how it ends.
pub(super) struct Tail<'a> {
    out: &'a mut dyn Write,
    length: u64,
    zeros: usize,
}

impl<'a> Tail<'a> {
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            length: 0,
            zeros: 0,
        }
    }

    /// Whether what went through ended as an archive does.
    pub fn ended(&self) -> bool {
        self.length.is_multiple_of(512) && self.zeros >= END
    }
}

impl Write for Tail<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let part = bytes.get(..written).unwrap_or_default();
        let zeros = part.iter().rev().take_while(|byte| **byte == 0).count();
        self.zeros = match zeros == part.len() {
            true => self.zeros.saturating_add(zeros),
            false => zeros,
        };
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn archive(members: &[&str]) -> Vec<u8> {
        let mut archive = Builder::new(Vec::new());
        for name in members {
            let mut header = Header::new_ustar();
            header.set_size(name.len() as u64);
            archive
                .append_data(&mut header, name, name.as_bytes())
                .unwrap();
        }
        archive.into_inner().unwrap()
    }

    fn names(archive: &[u8]) -> Vec<String> {
        let mut archive = Archive::new(archive);
        let entries = archive.entries().unwrap();
        entries
            .map(|entry| {
                let mut entry = entry.unwrap();
                let name = entry.path().unwrap().display().to_string();
                let mut content = String::new();
                entry.read_to_string(&mut content).unwrap();
                assert_eq!(content, name);
                name
            })
            .collect()
    }

    #[test]
    fn what_is_in_both_is_taken_once_and_long_names_survive() {
        let long = format!(
            "Unixt_5_Sig-5_Log-Tra_No-1_Start_Client-{}.log",
            "k".repeat(90)
        );
        let audit = "Unixt_4_Sig-4_Log-Aud.log";
        let own = "Unixt_6_Sig-6_Log-Tra_No-2_Start_Client-K1.log";
        let first = archive(&["a_X509.cer", "info.csv", audit, &long]);
        let second = archive(&["a_X509.cer", "info.csv", "./Unixt_4_Sig-4_Log-Aud.log", own]);
        let merged = |client| {
            let mut out = Vec::new();
            let mut merger = Merger::new(&mut out, client);
            merger.add(&first[..]).unwrap();
            merger.add(&second[..]).unwrap();
            let logs = merger.finish().unwrap();
            (logs, names(&out))
        };
        let (logs, all) = merged(None);
        assert_eq!(all, ["a_X509.cer", "info.csv", audit, &long, own]);
        assert_eq!(logs, 3);
        let (logs, one) = merged(Some("K1"));
        assert_eq!(one, ["a_X509.cer", "info.csv", audit, own]);
        assert_eq!(logs, 2);
    }

    #[test]
    fn an_archive_that_breaks_off_is_refused_wherever_it_does() {
        let whole = archive(&["info.csv", "Unixt_4_Sig-4_Log-Aud.log"]);
        for length in 0..whole.len() {
            let part = &whole[..length];
            let mut sink = io::sink();
            let mut tail = Tail::new(&mut sink);
            for piece in part.chunks(97) {
                tail.write_all(piece).unwrap();
            }
            assert!(!tail.ended(), "{length}");
            let _ = Merger::new(io::sink(), None).add(part);
        }
        let mut sink = io::sink();
        let mut tail = Tail::new(&mut sink);
        tail.write_all(&whole).unwrap();
        assert!(tail.ended());
    }
}
