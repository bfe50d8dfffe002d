//! The log storage: `log.bin`, append-only and the only truth, and `index.bin`, which can be lost.
//!
//! A record is `length of DER (u32) | CRC-32 over the rest | facts | DER`, little-endian. It is durable
//! before the call that made it returns. An index entry is written only after its record is durable and
//! never synced: whatever of the index survives a crash is true, and the rest is read from the log.
//!
//! Deleting replaces the log by one that begins with what survives (`Survivors`). The header then carries the counter
//! of that moment, and the index of the old log no longer belongs to it.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::disk::{io_error, private, replace, sync_folder};
use super::faults::Faults;
use super::index::{Entry, Facts, Index, Kind, Survivors, array};
use crate::Error;

const HEADER: u64 = 32;
const RECORD: u64 = 8 + Facts::BYTES as u64;
/// Far beyond any log message; a longer length in the file is damage.
const LONGEST: u32 = 1 << 24;

/// Bytes the file grows by.
const ROOM: u64 = 64 * 1024;

/// Whether nothing but zeros is left to read.
fn only_zeros(reader: &mut impl Read) -> std::io::Result<bool> {
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest)?;
    Ok(rest.iter().all(|byte| *byte == 0))
}

/// First bytes of both files. `deleted` is the signature counter at the last deletion.
fn header(deleted: u64, id: &[u8; 16]) -> Vec<u8> {
    let mut header = b"AMTSTSE\x01".to_vec();
    header.extend_from_slice(&deleted.to_le_bytes());
    header.extend_from_slice(id);
    header
}

/// One record of the log.
fn record(facts: Facts, der: &[u8]) -> Vec<u8> {
    let mut record = Vec::with_capacity(RECORD as usize + der.len());
    record.extend_from_slice(&(der.len() as u32).to_le_bytes());
    record.extend_from_slice(&[0; 4]);
    record.extend_from_slice(&facts.to_bytes());
    record.extend_from_slice(der);
    let sum = crc32fast::hash(record.get(8..).unwrap_or_default());
    record
        .get_mut(4..8)
        .unwrap_or_default()
        .copy_from_slice(&sum.to_le_bytes());
    record
}

pub(crate) struct Store {
    header: Vec<u8>,
    path: PathBuf,
    log: File,
    index_file: File,
    pub index: Index,
    /// First byte after the last record.
    end: u64,
    /// Length of the file. Behind `end` it is zeros: a write into room that is there already need not wait
    /// for the file system to note a new length.
    room: u64,
    /// Set when a failed write could not be taken back.
    broken: bool,
}

impl Store {
    /// Opens or creates the storage; `id` ties the files to their device.
    pub fn open(folder: &Path, id: &[u8; 16], faults: &Faults) -> Result<Self, Error> {
        let path = folder.join("log.bin");
        let mut header = header(0, id);
        let mut log = private()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(io_error("opening", &path))?;
        let len = log.metadata().map_err(io_error("reading", &path))?.len();
        if len < HEADER {
            // A header that was cut off by a crash has no record behind it.
            log.set_len(0)
                .and_then(|()| log.write_all(&header))
                .and_then(|()| log.sync_all())
                .and_then(|()| sync_folder(&path))
                .map_err(io_error("writing", &path))?;
            faults.written()?;
        } else {
            let mut found = [0; HEADER as usize];
            log.read_exact(&mut found)
                .map_err(io_error("reading", &path))?;
            header = self::header(u64::from_le_bytes(array(&found, 8).unwrap_or_default()), id);
            if found[..] != header[..] {
                return Err(Error::Damaged(format!(
                    "{} does not belong to this device",
                    path.display()
                )));
            }
        }
        let index_path = folder.join("index.bin");
        let index_file = private()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&index_path)
            .map_err(io_error("opening", &index_path))?;
        let mut store = Self {
            header: header.clone(),
            path,
            log,
            index_file,
            index: Index::default(),
            end: HEADER,
            room: HEADER,
            broken: false,
        };
        let len = len.max(HEADER);
        store.read_survivors(len)?;
        store.read_index(&index_path, &header, len)?;
        store.read_tail(len)?;
        store.room = store.end;
        Ok(store)
    }

    /// The first record, if a deletion left one. It was there before the log had its name, so it cannot be torn.
    fn read_survivors(&mut self, len: u64) -> Result<(), Error> {
        if array(&self.header, 8) == Some([0; 8]) {
            return Ok(());
        }
        let mut head = [0; RECORD as usize];
        let mut body = Vec::new();
        let mut read = || -> std::io::Result<()> {
            self.log.read_exact(&mut head)?;
            let size = u64::from(u32::from_le_bytes(array(&head, 0).unwrap_or_default()));
            body.resize(size.min(len) as usize, 0);
            self.log.read_exact(&mut body)
        };
        let whole = read().is_ok();
        let survivors = Facts::from_bytes(&head[8..])
            .filter(|facts| {
                whole
                    && facts.kind == Kind::Survivors
                    && record(*facts, &body)[..RECORD as usize] == head
            })
            .and_then(|_| serde_json::from_slice::<Survivors>(&body).ok())
            .filter(|survivors| Some(survivors.counter.to_le_bytes()) == array(&self.header, 8))
            .ok_or_else(|| self.damaged())?;
        self.index = Index::after(survivors);
        self.end += RECORD + body.len() as u64;
        Ok(())
    }

    /// Replaces the log by what survives and the log message that says so, in one durable step.
    pub fn start_over(
        &mut self,
        survivors: &Survivors,
        facts: Facts,
        der: &[u8],
        faults: &Faults,
    ) -> Result<(), Error> {
        let id = array(&self.header, 16).unwrap_or_default();
        let mut content = header(survivors.counter, &id);
        let first = Facts {
            kind: Kind::Survivors,
            client: 0,
            counter: survivors.counter,
            transaction: survivors.transactions,
            time: facts.time,
        };
        let json =
            serde_json::to_vec(survivors).map_err(|error| Error::Device(error.to_string()))?;
        content.extend_from_slice(&record(first, &json));
        content.extend_from_slice(&record(facts, der));
        replace(&self.path, &content, faults)?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        *self = Self::open(folder, &id, faults)?;
        Ok(())
    }

    /// Takes over the index as far as it is whole, and cuts it there.
    fn read_index(&mut self, path: &Path, header: &[u8], log_len: u64) -> Result<(), Error> {
        let mut bytes = Vec::new();
        self.index_file
            .read_to_end(&mut bytes)
            .map_err(io_error("reading", path))?;
        let entries = bytes.strip_prefix(header);
        for entry in entries.unwrap_or_default().chunks_exact(Entry::BYTES) {
            let Some(entry) = Entry::from_bytes(entry) else {
                break;
            };
            if entry.offset != self.end + RECORD {
                break;
            }
            if entry.end() > log_len {
                return Err(Error::Damaged(format!(
                    "{} is shorter than it was: log message {} is missing",
                    self.path.display(),
                    entry.facts.counter
                )));
            }
            if !self.index.push(entry) {
                break;
            }
            self.end = entry.end();
        }
        let keep = header.len() + self.index.entries.len() * Entry::BYTES;
        let rewrite = |file: &mut File| -> std::io::Result<()> {
            if entries.is_none() {
                file.set_len(0)?;
                file.rewind()?;
                return file.write_all(header);
            }
            file.set_len(keep as u64)?;
            file.seek(SeekFrom::End(0)).map(drop)
        };
        rewrite(&mut self.index_file).map_err(io_error("writing", path))
    }

    /// Reads the records the index does not know and cuts off a torn one at the very end.
    fn read_tail(&mut self, len: u64) -> Result<(), Error> {
        let path = self.path.clone();
        let failed = || io_error("reading", &path);
        let mut fresh = Vec::new();
        self.log.seek(SeekFrom::Start(self.end)).map_err(failed())?;
        let mut reader = BufReader::with_capacity(1 << 18, &self.log);
        let mut head = [0; RECORD as usize];
        let mut body = Vec::new();
        while len - self.end >= RECORD {
            reader.read_exact(&mut head).map_err(failed())?;
            let size = u32::from_le_bytes(array(&head, 0).unwrap_or_default());
            let sum = u32::from_le_bytes(array(&head, 4).unwrap_or_default());
            let rest = len - self.end - RECORD;
            if size > LONGEST || u64::from(size) > rest {
                break;
            }
            body.resize(size as usize, 0);
            reader.read_exact(&mut body).map_err(failed())?;
            let mut hasher = crc32fast::Hasher::new();
            hasher.update(&head[8..]);
            hasher.update(&body);
            let entry = Facts::from_bytes(&head[8..]).map(|facts| Entry {
                facts,
                offset: self.end + RECORD,
                len: size,
            });
            match entry {
                Some(entry) if hasher.finalize() == sum => {
                    if !self.index.push(entry) {
                        return Err(self.damaged());
                    }
                    fresh.extend_from_slice(&entry.to_bytes());
                    self.end = entry.end();
                }
                // Only the last record can be torn: one is written at a time, and synced. Behind it is
                // nothing, or room that was never used.
                _ if size > 0 && !only_zeros(&mut reader).map_err(failed())? => {
                    return Err(self.damaged());
                }
                _ => break,
            }
        }
        if self.end < len {
            self.log
                .set_len(self.end)
                .and_then(|()| self.log.sync_all())
                .map_err(io_error("cutting", &path))?;
        }
        self.index_file
            .write_all(&fresh)
            .map_err(io_error("writing", &path.with_file_name("index.bin")))
    }

    fn damaged(&self) -> Error {
        Error::Damaged(format!(
            "{}: the record at byte {} is not what was written",
            self.path.display(),
            self.end
        ))
    }

    /// Writes one log message; on return it is on disk and in the index.
    pub fn append(&mut self, facts: Facts, der: &[u8], faults: &Faults) -> Result<(), Error> {
        if self.broken {
            return Err(Error::Damaged(format!(
                "{}: a write failed and could not be taken back; reopen the device",
                self.path.display()
            )));
        }
        let record = record(facts, der);
        let written = self
            .make_room(record.len() as u64)
            .and_then(|()| self.log.seek(SeekFrom::Start(self.end)))
            .and_then(|_| self.log.write_all(&record))
            .and_then(|()| self.log.sync_data());
        if let Err(error) = written {
            self.room = self.end;
            self.broken = self
                .log
                .set_len(self.end)
                .and_then(|()| self.log.sync_all())
                .is_err();
            return Err(io_error("writing", &self.path)(error));
        }
        let entry = Entry {
            facts,
            offset: self.end + RECORD,
            len: der.len() as u32,
        };
        self.end = entry.end();
        if !self.index.push(entry) {
            self.broken = true;
            return Err(self.damaged());
        }
        faults.written()?;
        // A failure here costs only the next opening some time: the log has it all. But a hole would
        // hide what follows it, so the file is given up instead.
        if self.index_file.write_all(&entry.to_bytes()).is_err() {
            let _ = self.index_file.set_len(0);
        }
        Ok(())
    }

    /// Lengthens the file when the next record does not fit into it.
    fn make_room(&mut self, record: u64) -> std::io::Result<()> {
        if self.end + record <= self.room {
            return Ok(());
        }
        let zeros = vec![0; (record + ROOM) as usize];
        self.log.seek(SeekFrom::Start(self.room))?;
        self.log.write_all(&zeros)?;
        self.log.sync_all()?;
        self.room += zeros.len() as u64;
        Ok(())
    }

    /// The log message of an entry.
    pub fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, Error> {
        let mut der = vec![0; entry.len as usize];
        self.log
            .seek(SeekFrom::Start(entry.offset))
            .and_then(|_| self.log.read_exact(&mut der))
            .map_err(io_error("reading", &self.path))?;
        Ok(der)
    }

    /// A second reader over the log for an export, which reads in long strides.
    pub fn reader(&self) -> Result<BufReader<File>, Error> {
        File::open(&self.path)
            .map(|file| BufReader::with_capacity(1 << 18, file))
            .map_err(io_error("opening", &self.path))
    }

    /// Bytes in use.
    pub fn used(&self) -> u64 {
        self.end
    }
}
