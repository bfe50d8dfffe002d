//! A copy of the whole database in one file, and the way back.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{FILE, Ledger, LedgerError, NEW_FILE, io, lock, wrap};

/// Copies the database of `folder` to `out` while the register may be running. The file appears under its
/// name only when it is complete.
pub fn backup(folder: &Path, out: &Path) -> Result<(), LedgerError> {
    let ledger = Ledger::open_read_only(folder)?;
    let draft = out.with_extension("part");
    let result = ledger
        .connection
        .backup("main", &draft, None::<fn(rusqlite::backup::Progress)>)
        .map_err(|e| wrap(&draft, e))
        .and_then(|()| {
            let file = std::fs::File::open(&draft).map_err(|source| io(&draft, source))?;
            file.sync_all().map_err(|source| io(&draft, source))?;
            std::fs::rename(&draft, out).map_err(|source| io(out, source))
        });
    if result.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    result
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
    let source = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|e| wrap(backup, e))?;
    let source = Ledger {
        connection: source,
        path: backup.to_owned(),
        failpoint: super::Failpoint::default(),
        _lock: None,
    };
    source.check_identity()?;
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
    let draft = folder.join(NEW_FILE);
    let _ = std::fs::remove_file(&draft);
    let result = source
        .connection
        .backup("main", &draft, None::<fn(rusqlite::backup::Progress)>)
        .map_err(|e| wrap(&draft, e))
        .and_then(|()| std::fs::rename(&draft, &target).map_err(|source| io(&target, source)));
    if result.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    result
}
