//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::message;

/// Writes `path` through `fill`: under another name in the same folder, synced, then renamed. Nothing stays
/// behind when it fails. Returns the size.
pub(super) fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    check_target(path)?;
    let draft = draft_of(path);
    let result = (|| {
        let file = File::create(&draft).map_err(|e| failed(path, &e))?;
        let mut writer = BufWriter::with_capacity(1 << 16, file);
        fill(&mut writer)?;
        let file = writer.into_inner().map_err(|e| failed(path, e.error()))?;
        file.sync_all().map_err(|e| failed(path, &e))?;
        let size = file.metadata().map_err(|e| failed(path, &e))?.len();
        fs::rename(&draft, path).map_err(|e| failed(path, &e))?;
        // What a device deletes next is only in here: the name has to outlive a power cut as well.
        #[cfg(unix)]
        File::open(folder_of(path))
            .and_then(|folder| folder.sync_all())
            .map_err(|e| failed(path, &e))?;
        Ok(size)
    })();
    if result.is_err() {
        let _ = fs::remove_file(&draft);
    }
    result
}

/// Refuses a target that cannot become a file, before any work is done for it.
pub(super) fn check_target(path: &Path) -> Result<(), Failure> {
    if path.is_dir() || path.file_name().is_none() {
        let path = path.display();
        return Err(Failure::new(format!(
            "{path}: das ist ein Ordner, hier wird der Name einer Datei erwartet."
        )));
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        let folder = folder.display();
        return Err(Failure::new(format!(
            "{folder}: diesen Ordner gibt es nicht."
        )));
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Opens a file for reading.
pub(super) fn open(path: &Path, expected: &str) -> Result<File, Failure> {
    if path.is_dir() {
        let path = path.display();
        return Err(Failure::new(format!(
            "{path}: das ist ein Ordner, erwartet wird {expected}."
        )));
    }
    File::open(path).map_err(|e| failed(path, &e))
}

/// The sentence for a file operation that failed.
pub(super) fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::new(message::io(path, error))
}

fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
