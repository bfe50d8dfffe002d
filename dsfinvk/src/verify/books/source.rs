//! The files of a package, in a folder or a ZIP file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Error, Place, Progress, Sheet, ZipFault};

mod unzip;

/// A package's files.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) files: Vec<Found>,
    /// Bytes that were unpacked; none for a folder.
    pub(super) unpacked: u64,
}

/// A file of the package.
#[derive(Debug)]
pub(super) struct Found {
    /// Its name without folders.
    pub(super) name: String,
    pub(super) size: u64,
    /// Where it came from, for a person.
    pub(super) path: PathBuf,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A file on disk.
    Disk,
    /// An unpacked one, which has no name and is gone with its last handle, whatever happens.
    Unpacked(Arc<File>),
    /// Was not unpacked: nothing in it is asked for.
    Left,
}

impl Found {
    /// Opens it for reading from the beginning.
    pub(super) fn open(&self) -> io::Result<Arc<File>> {
        match &self.content {
            Content::Disk => Ok(Arc::new(File::open(&self.path)?)),
            Content::Unpacked(file) => {
                io::Seek::rewind(&mut &**file)?;
                Ok(Arc::clone(file))
            }
            Content::Left => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Its content, of which there may be at most `most` bytes; `None` if there are more.
    pub(super) fn read(&self, most: u64) -> io::Result<Option<Vec<u8>>> {
        if self.size > most {
            return Ok(None);
        }
        let mut content = Vec::new();
        self.open()?.take(most + 1).read_to_end(&mut content)?;
        Ok((content.len() as u64 <= most).then_some(content))
    }
}

/// Whether a file of this name is read at all.
fn is_asked_for(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".csv", ".xml", ".dtd"]
        .iter()
        .any(|end| name.ends_with(end))
}

impl Source {
    /// Looks into a folder, or unpacks a ZIP file.
    pub(super) fn open(
        path: &Path,
        sheet: &mut Sheet,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Source, Error> {
        let failed = |source| Error::Io {
            path: path.to_owned(),
            source,
        };
        let meta = fs::metadata(path).map_err(failed)?;
        let source = if meta.is_dir() {
            Source {
                files: folder(path, sheet).map_err(failed)?,
                unpacked: 0,
            }
        } else if meta.is_file() {
            let mut file = File::open(path).map_err(failed)?;
            let mut first = Vec::new();
            let head = (&mut file).take(512).read_to_end(&mut first);
            head.map_err(failed)?;
            if !first.starts_with(b"PK\x03\x04") && !first.starts_with(b"PK\x05\x06") {
                return Err(Error::Zip {
                    path: path.to_owned(),
                    fault: match first.get(257..262) {
                        Some(b"ustar") => ZipFault::Tar,
                        _ => ZipFault::NotZip,
                    },
                });
            }
            unzip::unzip(path, file, sheet, progress)?
        } else {
            return Err(failed(io::ErrorKind::InvalidInput.into()));
        };
        source.names(sheet);
        Ok(source)
    }

    /// A file by its name, whatever its case; the exact one first.
    pub(super) fn find(&self, name: &str) -> Option<&Found> {
        let exact = self.files.iter().find(|file| file.name == name);
        exact.or_else(|| {
            let mut files = self.files.iter();
            files.find(|file| file.name.eq_ignore_ascii_case(name))
        })
    }

    /// Names that differ in case only: nobody knows which of them is meant.
    fn names(&self, sheet: &mut Sheet) {
        let mut known = BTreeMap::new();
        for file in &self.files {
            let Some(other) = known.insert(file.name.to_lowercase(), &file.name) else {
                continue;
            };
            sheet.error(
                2,
                || Place::file(&file.name),
                || {
                    (
                        format!("die Datei gibt es zweimal, auch als „{other}“"),
                        format!("there are two of this file, the other one is \"{other}\""),
                    )
                },
            );
        }
    }
}

fn folder(path: &Path, sheet: &mut Sheet) -> io::Result<Vec<Found>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_file() {
            files.push(Found {
                name,
                size: entry.metadata()?.len(),
                path: entry.path(),
                content: Content::Disk,
            });
            continue;
        }
        let (german, english) = match (kind.is_dir(), kind.is_symlink()) {
            (true, _) => ("ein Unterordner", "a sub-folder"),
            (_, true) => ("eine Verknüpfung", "a link"),
            _ => ("keine gewöhnliche Datei", "no ordinary file"),
        };
        flat(sheet, &name, german, english);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn flat(sheet: &mut Sheet, name: &str, german: &str, english: &str) {
    sheet.error(
        2,
        || Place::file(name),
        || {
            (
                format!(
                    "das ist {german} und bleibt ungelesen; ein Paket ist ein flacher Ordner gewöhnlicher Dateien"
                ),
                format!(
                    "this is {english} and is not read; a package is a flat folder of ordinary files"
                ),
            )
        },
    );
}
