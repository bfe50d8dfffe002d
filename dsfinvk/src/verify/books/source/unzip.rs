//! Unpacks a ZIP file. No name of an entry ever becomes the name of a file.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Content, Found, Source, flat, is_asked_for};
use crate::verify::sheet::{LONGEST_NAME, clean};
use crate::verify::{Error, Place, Progress, Sheet, ZipFault};

/// More entries than any package has: 20 tables, the tables of a maker, some papers.
const MOST_ENTRIES: u64 = 1_000;

/// Bytes of the central directory of so many entries with names of some length.
const LARGEST_DIRECTORY: u64 = MOST_ENTRIES * 1_024;

/// How much a package may unpack to, whatever its size.
const ALWAYS_FINE: u64 = 64 << 20;

/// Rows that repeat their keys shrink to a fiftieth. Deflate can do no better than a thousandth, and that is a bomb.
const RATIO: u64 = 300;

pub(super) fn unzip(
    path: &Path,
    mut file: File,
    sheet: &mut Sheet,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Source, Error> {
    let io_failed = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let fault = |fault| Error::Zip {
        path: path.to_owned(),
        fault,
    };
    let size = file.seek(SeekFrom::End(0)).map_err(io_failed)?;
    match directory(&mut file, size).map_err(io_failed)? {
        None => return Err(fault(ZipFault::Truncated)),
        Some((entries, bytes)) if entries > MOST_ENTRIES || bytes > LARGEST_DIRECTORY => {
            return Err(fault(ZipFault::TooManyEntries {
                limit: MOST_ENTRIES,
            }));
        }
        Some(_) => {}
    }
    let mut zip = ZipArchive::new(file).map_err(|error| failed(path, "", error))?;
    if zip.len() as u64 > MOST_ENTRIES {
        return Err(fault(ZipFault::TooManyEntries {
            limit: MOST_ENTRIES,
        }));
    }
    if zip.has_duplicate_names() {
        sheet.error(2, Place::package, || {
            (
                "die ZIP-Datei enthält mehrere Einträge desselben Namens; geprüft wird der letzte"
                    .to_owned(),
                "the ZIP file has several entries of the same name; the last one is checked"
                    .to_owned(),
            )
        });
    }
    let limit = (size.saturating_mul(RATIO)).max(ALWAYS_FINE);
    let entries = look(path, &mut zip, sheet, limit)?;
    let whole: u64 = entries.iter().map(|entry| entry.size).sum();
    let mut files = Vec::new();
    let mut unpacked = 0;
    for entry in entries {
        let content = if is_asked_for(&entry.name) {
            let done = &mut |part: u64| {
                progress(Progress {
                    done: unpacked + part,
                    whole: 3 * whole,
                })
            };
            let (file, bytes) = content(path, &mut zip, &entry, limit - unpacked, done)?;
            unpacked += bytes;
            Content::Unpacked(file)
        } else {
            Content::Left
        };
        files.push(Found {
            path: path.join(&entry.shown),
            name: entry.name,
            size: entry.size,
            content,
        });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Source { files, unpacked })
}

/// An entry that is a file of the package.
struct Entry {
    index: usize,
    /// As the ZIP has it.
    shown: String,
    name: String,
    size: u64,
}

/// Looks at every entry before one is unpacked.
fn look(
    path: &Path,
    zip: &mut ZipArchive<File>,
    sheet: &mut Sheet,
    limit: u64,
) -> Result<Vec<Entry>, Error> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut whole = 0u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index);
        let entry = entry.map_err(|error| failed(path, "", error))?;
        let shown = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
        };
        let parts: Vec<&str> = shown.split(['/', '\\']).collect();
        let absolute = shown.starts_with(['/', '\\']) || shown.get(1..2) == Some(":");
        if absolute || parts.contains(&"..") || shown.contains('\0') {
            let (german, english) = ("ein Pfad, der hinausführt,", "a path that leads out");
            flat(sheet, &shown, german, english);
            continue;
        }
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            flat(sheet, &shown, "eine Verknüpfung", "a link");
            continue;
        }
        if entry.encrypted() {
            return Err(Error::Zip {
                path: path.to_owned(),
                fault: ZipFault::Encrypted {
                    entry: clean(shown, LONGEST_NAME),
                },
            });
        }
        let name = parts.last().copied().unwrap_or_default().to_owned();
        let size = entry.size();
        if is_asked_for(&name) {
            whole = whole.saturating_add(size);
        }
        if whole > limit {
            return Err(Error::Bomb {
                path: path.to_owned(),
                entry: clean(shown, LONGEST_NAME),
                limit,
            });
        }
        if parts.len() > 1 {
            sheet.error(
                2,
                || Place::file(&shown),
                || {
                    (
                        "liegt in einem Unterordner; ein Paket ist ein flacher Ordner".to_owned(),
                        "lies in a sub-folder; a package is a flat folder".to_owned(),
                    )
                },
            );
        }
        // A file at the top goes before one of the same name in a sub-folder.
        let entry = Entry {
            index,
            name,
            size,
            shown,
        };
        match entries.iter_mut().find(|known| known.name == entry.name) {
            None => entries.push(entry),
            Some(known) if known.shown.len() > entry.shown.len() => *known = entry,
            Some(_) => {}
        }
    }
    Ok(entries)
}

/// Unpacks an entry into a file without a name.
fn content(
    path: &Path,
    zip: &mut ZipArchive<File>,
    entry: &Entry,
    limit: u64,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(Arc<File>, u64), Error> {
    let unpack = |error| failed(path, &entry.shown, error);
    let write = |source| Error::Io {
        path: std::env::temp_dir(),
        source,
    };
    let mut from = zip.by_index(entry.index).map_err(unpack)?;
    let mut to = tempfile::tempfile().map_err(write)?;
    let mut chunk = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unpack(error.into())),
        };
        bytes += read as u64;
        // The directory may lie about the size.
        if bytes > limit {
            return Err(Error::Bomb {
                path: path.to_owned(),
                entry: clean(entry.shown.clone(), LONGEST_NAME),
                limit,
            });
        }
        to.write_all(chunk.get(..read).unwrap_or_default())
            .map_err(write)?;
        if !progress(bytes) {
            return Err(Error::Stopped);
        }
    }
    if bytes != entry.size {
        return Err(Error::Zip {
            path: path.to_owned(),
            fault: ZipFault::Damaged {
                entry: clean(entry.shown.clone(), LONGEST_NAME),
            },
        });
    }
    Ok((Arc::new(to), bytes))
}

fn failed(path: &Path, entry: &str, error: ZipError) -> Error {
    let entry = clean(entry.to_owned(), LONGEST_NAME);
    let fault = match error {
        ZipError::Io(source) if source.kind() == io::ErrorKind::Unsupported => {
            ZipFault::Method { entry }
        }
        ZipError::Io(source)
            if !matches!(
                source.kind(),
                io::ErrorKind::InvalidData
                    | io::ErrorKind::InvalidInput
                    | io::ErrorKind::UnexpectedEof
                    | io::ErrorKind::Other
            ) =>
        {
            return Error::Io {
                path: path.to_owned(),
                source,
            };
        }
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ZipFault::Encrypted { entry }
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            ZipFault::Method { entry }
        }
        _ => ZipFault::Damaged { entry },
    };
    Error::Zip {
        path: path.to_owned(),
        fault,
    }
}

/// Entries and bytes of the central directory, as the end of the file says; `None` if there is no such end.
fn directory(file: &mut File, size: u64) -> io::Result<Option<(u64, u64)>> {
    // Behind the end record a comment of up to 64 KiB may follow, before it the records of ZIP64.
    let from = size.saturating_sub(22 + 0xffff + 256);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(size - from).read_to_end(&mut tail)?;
    file.rewind()?;
    let number = |at: usize, bytes: usize| -> Option<u64> {
        let bytes = tail.get(at..at + bytes)?.iter().rev();
        Some(bytes.fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    let Some(at) = memchr::memmem::rfind(&tail, b"PK\x05\x06") else {
        return Ok(None);
    };
    let (Some(entries), Some(bytes)) = (number(at + 10, 2), number(at + 12, 4)) else {
        return Ok(None);
    };
    if entries < 0xffff && bytes < 0xffff_ffff {
        return Ok(Some((entries, bytes)));
    }
    let before = tail.get(..at).unwrap_or_default();
    let at = memchr::memmem::rfind(before, b"PK\x06\x06");
    let counts = at.and_then(|at| Some((number(at + 32, 8)?, number(at + 40, 8)?)));
    Ok(Some(counts.unwrap_or((entries, bytes))))
}
