//! The files of a package.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::super::{Error, Place, Sheet};

/// A package's files, unpacked if it is a ZIP.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) files: Vec<Found>,
    _unpacked: Option<TempDir>,
}

/// A file at the top of the package.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) size: u64,
}

impl Source {
    pub(super) fn open(path: &Path, sheet: &mut Sheet) -> Result<Source, Error> {
        let failed = |source| Error::Io {
            path: path.to_owned(),
            source,
        };
        let meta = fs::metadata(path).map_err(failed)?;
        if meta.is_dir() {
            let files = folder(path, sheet).map_err(failed)?;
            return Ok(Source {
                files,
                _unpacked: None,
            });
        }
        Err(failed(io::ErrorKind::Unsupported.into()))
    }
}

fn folder(path: &Path, sheet: &mut Sheet) -> io::Result<Vec<Found>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_file() {
            let size = entry.metadata()?.len();
            let path = entry.path();
            files.push(Found { name, path, size });
            continue;
        }
        let (german, english) = match (kind.is_dir(), kind.is_symlink()) {
            (true, _) => ("ein Unterordner", "a sub-folder"),
            (_, true) => ("eine Verknüpfung", "a link"),
            _ => ("keine gewöhnliche Datei", "no ordinary file"),
        };
        sheet.error(
            2,
            || Place::file(&name),
            || {
                (
                    format!(
                        "das ist {german}; ein Paket ist ein flacher Ordner gewöhnlicher Dateien"
                    ),
                    format!("this is {english}; a package is a flat folder of ordinary files"),
                )
            },
        );
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
