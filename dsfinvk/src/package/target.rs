//! Where a package goes: a ZIP file or a folder, under another name until it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Shape, WriteError};
use crate::schema::V2_4;
use crate::{dtd, index};

enum Kind {
    Zip(Box<ZipWriter<Medium>>),
    Folder {
        open: Option<BufWriter<File>>,
        bytes: u64,
    },
    Done,
}

pub(super) struct Target {
    path: PathBuf,
    /// The name until it is whole.
    draft: PathBuf,
    kind: Kind,
    given_up: Arc<AtomicBool>,
}

/// The file of an archive. One that is given up takes everything and keeps nothing: the archive's writer writes its
/// directory even when it is only dropped.
struct Medium {
    file: BufWriter<File>,
    place: u64,
    given_up: Arc<AtomicBool>,
}

impl Medium {
    fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }
}

impl Write for Medium {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = match self.is_given_up() {
            true => data.len(),
            false => self.file.write(data)?,
        };
        self.place += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.is_given_up() {
            true => Ok(()),
            false => self.file.flush(),
        }
    }
}

impl Seek for Medium {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.place = match (self.is_given_up(), to) {
            (false, to) => self.file.seek(to)?,
            (true, SeekFrom::Start(place)) => place,
            (true, SeekFrom::Current(by)) => self.place.saturating_add_signed(by),
            (true, SeekFrom::End(_)) => self.place,
        };
        Ok(self.place)
    }
}

impl Target {
    pub(super) fn create(path: &Path, shape: Shape) -> Result<Target, WriteError> {
        let failed = |source| WriteError::Io {
            path: path.to_owned(),
            source,
        };
        let name = path
            .file_name()
            .ok_or_else(|| failed(io::ErrorKind::InvalidFilename.into()))?;
        let mut draft = name.to_owned();
        draft.push(".part");
        let draft = path.with_file_name(draft);
        let given_up = Arc::new(AtomicBool::new(false));
        let kind = match shape {
            Shape::Zip => {
                if path.is_dir() {
                    return Err(failed(io::ErrorKind::IsADirectory.into()));
                }
                // What a power cut left of an earlier attempt. A link is removed, not followed.
                let _ = fs::remove_file(&draft);
                let file = OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .open(&draft)
                    .map_err(failed)?;
                Kind::Zip(Box::new(ZipWriter::new(Medium {
                    file: BufWriter::with_capacity(1 << 20, file),
                    place: 0,
                    given_up: given_up.clone(),
                })))
            }
            Shape::Folder => {
                let occupied = match fs::read_dir(path) {
                    Ok(mut entries) => entries.next().is_some(),
                    Err(_) => path.exists(),
                };
                if occupied {
                    return Err(WriteError::Exists(path.to_owned()));
                }
                clear_up(&draft)?;
                fs::create_dir(&draft).map_err(failed)?;
                Kind::Folder {
                    open: None,
                    bytes: 0,
                }
            }
        };
        Ok(Target {
            path: path.to_owned(),
            draft,
            kind,
            given_up,
        })
    }

    fn failed(&self, source: io::Error) -> WriteError {
        WriteError::Io {
            path: self.path.clone(),
            source,
        }
    }

    pub(super) fn file(&mut self, name: &'static str) -> Result<(), WriteError> {
        let begun = match &mut self.kind {
            Kind::Zip(zip) => {
                // No time, no owner: the same rows make the same bytes. A table may be longer than 4 GiB.
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Deflated)
                    .compression_level(Some(1))
                    .last_modified_time(zip::DateTime::default())
                    .unix_permissions(0o644)
                    .large_file(true);
                zip.start_file(name, options).map_err(io::Error::from)
            }
            Kind::Folder { open, .. } => {
                let ended = close(open.take());
                ended.and_then(|()| {
                    let file = File::create(self.draft.join(name))?;
                    *open = Some(BufWriter::with_capacity(1 << 20, file));
                    Ok(())
                })
            }
            Kind::Done => Ok(()),
        };
        begun.map_err(|e| self.failed(e))
    }

    pub(super) fn write(&mut self, data: &[u8]) -> Result<(), WriteError> {
        let written = match &mut self.kind {
            Kind::Zip(zip) => zip.write_all(data),
            Kind::Folder { open, bytes } => {
                *bytes += data.len() as u64;
                open.as_mut().map_or(Ok(()), |file| file.write_all(data))
            }
            Kind::Done => Ok(()),
        };
        written.map_err(|e| self.failed(e))
    }

    /// Everything is on the disk, and then under its name.
    pub(super) fn finish(mut self) -> Result<u64, WriteError> {
        let bytes = match std::mem::replace(&mut self.kind, Kind::Done) {
            Kind::Zip(zip) => zip
                .finish()
                .map_err(io::Error::from)
                .and_then(|medium| medium.file.into_inner().map_err(|e| e.into_error()))
                .and_then(|file| {
                    file.sync_all()?;
                    Ok(file.metadata()?.len())
                }),
            Kind::Folder { mut open, bytes } => close(open.take()).map(|()| bytes),
            Kind::Done => Ok(0),
        };
        let bytes = bytes.map_err(|e| self.failed(e))?;
        if self.draft.is_dir() && self.path.is_dir() {
            // An empty folder stands in the way of a rename on some systems.
            fs::remove_dir(&self.path).map_err(|e| self.failed(e))?;
        }
        fs::rename(&self.draft, &self.path).map_err(|e| self.failed(e))?;
        Ok(bytes)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::Relaxed);
        self.kind = Kind::Done;
        let _ = fs::remove_file(&self.draft);
        let _ = fs::remove_dir_all(&self.draft);
    }
}

/// Removes what a power cut left of an earlier attempt, and nothing else.
fn clear_up(draft: &Path) -> Result<(), WriteError> {
    let Ok(entries) = fs::read_dir(draft) else {
        return Ok(());
    };
    let ours = |name: &std::ffi::OsStr| {
        let tables = V2_4.tables.iter().map(|table| table.file);
        let mut names = tables.chain([dtd::FILE, index::FILE]);
        names.any(|known| name == known)
    };
    for entry in entries.flatten() {
        if !ours(&entry.file_name()) {
            return Err(WriteError::Exists(draft.to_owned()));
        }
    }
    let _ = fs::remove_dir_all(draft);
    Ok(())
}

fn close(file: Option<BufWriter<File>>) -> io::Result<()> {
    match file {
        Some(file) => file.into_inner().map_err(|e| e.into_error())?.sync_all(),
        None => Ok(()),
    }
}
