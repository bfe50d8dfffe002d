//! Opening a database to read it, wherever it lies.
//!
//! SQLite reads beside a writer with the help of files it makes next to the database. A write-protected
//! medium takes none, and a backup should not get any: such a file is read as it lies there.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{LedgerError, wrap};

/// Opens a register's database, which may be in use.
pub(super) fn database(path: &Path) -> Result<Connection, LedgerError> {
    let connection = plain(path)?;
    let first: Result<i32, _> = connection.pragma_query_value(None, "user_version", |r| r.get(0));
    match first {
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::CannotOpen) && !in_use(path) => {
            as_it_lies(path)
        }
        _ => Ok(connection),
    }
}

/// Opens a file nobody writes to.
pub(super) fn backup(path: &Path) -> Result<Connection, LedgerError> {
    match in_use(path) {
        true => plain(path),
        false => as_it_lies(path),
    }
}

fn plain(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(|e| wrap(path, e))
}

/// A log beside the database holds what is newer than it; it is gone or empty when nobody writes.
fn in_use(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(PathBuf::from(log)).is_ok_and(|log| log.len() > 0)
}

fn as_it_lies(path: &Path) -> Result<Connection, LedgerError> {
    let Some(uri) = immutable(path) else {
        return plain(path);
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(uri, flags).map_err(|e| wrap(path, e))
}

/// The path as SQLite's URI; `None` for a name that is no text.
fn immutable(path: &Path) -> Option<String> {
    let text = std::path::absolute(path).ok()?.to_str()?.to_owned();
    let text = match cfg!(windows) {
        true => format!("/{}", text.replace('\\', "/")),
        false => text,
    };
    let escaped = text
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    Some(format!("file://{escaped}?immutable=1"))
}
