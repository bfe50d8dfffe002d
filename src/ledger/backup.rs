//! A copy of the whole database in one file, and the way back.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ffi};

use super::reading;
use super::{FILE, Ledger, LedgerError, NEW_FILE, io, lock, wrap};

/// Copies the database of `folder` to `out` while the register may be running. The file appears under its
/// name only when it is complete.
pub fn backup(folder: &Path, out: &Path) -> Result<(), LedgerError> {
    let ledger = Ledger::open_read_only(folder)?;
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    copy(&ledger, &out.with_file_name(name), out)
}

/// Copies under the name `draft`, and renames what is whole and on the disk.
fn copy(ledger: &Ledger, draft: &Path, target: &Path) -> Result<(), LedgerError> {
    let _ = std::fs::remove_file(draft);
    let result = copy_pages(&ledger.connection, draft)
        .map_err(|e| wrap(draft, e))
        .and_then(|()| {
            let file = std::fs::File::open(draft).map_err(|source| io(draft, source))?;
            file.sync_all().map_err(|source| io(draft, source))?;
            std::fs::rename(draft, target).map_err(|source| io(target, source))
        });
    if result.is_err() {
        let _ = std::fs::remove_file(draft);
    }
    result
}

/// All pages in one step: a copy in several begins anew whenever the register writes in between, which need
/// not ever end.
fn copy_pages(from: &Connection, draft: &Path) -> Result<(), rusqlite::Error> {
    let mut to = Connection::open(draft)?;
    match Backup::new(from, &mut to)?.step(-1)? {
        StepResult::Done => {}
        _ => {
            return Err(rusqlite::Error::SqliteFailure(
                ffi::Error::new(ffi::SQLITE_BUSY),
                None,
            ));
        }
    }
    to.close().map_err(|(_, e)| e)
}

/// Sets up `folder` with the database of a backup. A folder that holds a register already is never touched.
pub fn restore(folder: &Path, backup: &Path) -> Result<(), LedgerError> {
    if !backup.exists() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(LedgerError::Io {
            path: backup.to_owned(),
            source,
        });
    }
    let source = Ledger::connected(reading::backup(backup)?, backup.to_owned(), None)?;
    let broken = source.read(|connection| {
        Ok(
            connection.query_row("PRAGMA integrity_check(1)", [], |row| {
                row.get::<_, String>(0)
            })?,
        )
    })?;
    if broken != "ok" {
        return Err(LedgerError::Unreadable(backup.to_owned()));
    }
    std::fs::create_dir_all(folder).map_err(|source| io(folder, source))?;
    let _lock = lock(folder)?;
    let target = folder.join(FILE);
    if target.exists() {
        return Err(LedgerError::Exists(folder.to_owned()));
    }
    copy(&source, &folder.join(NEW_FILE), &target)
}
