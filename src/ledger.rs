//! The SQLite file of a register: migrations, appends, queries. Nothing else in the program speaks SQL.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

mod assortment;
mod audit;
mod backup;
mod card;
mod chain;
mod day;
mod draft;
mod finding;
mod master;
mod migration;
mod period;
mod reading;
mod receipts;
mod site;
mod standing;
mod stock;
mod stream;
mod tax;
mod tiles;
mod verify;
mod voucher;

#[cfg(test)]
mod tests;

pub use crate::catalogue::Office;
pub use backup::{backup, restore};
pub use card::KeptSlip;
pub use day::{Event, ZPeriod};
pub use draft::{Asked, Draft, DraftPayment, PaymentState};
pub use finding::{Finding, FindingKind, Place};
pub use master::{Master, StoredUser, TseRecord, create_master};
pub use receipts::{ReceiptFilter, ReceiptRow};
pub use standing::ClosingMark;
pub use stock::{CountSheet, StockChange, StockMove, StockSource};
pub use stream::{
    CaseRow, ClosingRow, HeadRow, LineRow, LineTaxRow, PaymentRow, ReferenceRow, SignatureRow,
    Snapshot, Span, TotalRow,
};
pub use verify::LedgerReport;

/// Name of the database inside a data folder.
pub const FILE: &str = "amtskasse.db";
/// A receipt touches a dozen tables and indexes, each with a page of its own: small pages keep a commit small.
const PAGE_SIZE: u32 = 512;
/// Name while it is being made; what a power cut leaves under it is thrown away.
const NEW_FILE: &str = "amtskasse.db.new";
/// Name of the file that keeps a second program off the same data.
pub(crate) const LOCK: &str = "amtskasse.lock";
const APPLICATION_ID: i32 = 1_097_692_235;
const SCHEMA_VERSION: i32 = 4;
const SCHEMA: &str = include_str!("../schema.sql");

/// Why the ledger could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// No database in the folder.
    #[error("{0}: no register is set up here")]
    Missing(PathBuf),
    /// There is one already.
    #[error("{0}: a register is set up here already")]
    Exists(PathBuf),
    /// Not SQLite, or damaged beyond reading.
    #[error("{0}: this is not a readable database")]
    Unreadable(PathBuf),
    /// SQLite, but not ours.
    #[error("{0}: this database belongs to another program")]
    Foreign(PathBuf),
    /// Written by a later version of the program.
    #[error(
        "{path}: the database has version {found}, this program knows up to {SCHEMA_VERSION}; use a newer Amtskasse"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i32,
    },
    /// Written by an earlier version of the program and not brought up yet; that needs the right to write.
    #[error(
        "{path}: the database has version {found} of an earlier Amtskasse; open the register once to bring it up"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i32,
    },
    /// Another process works with the same data.
    #[error("{0}: another Amtskasse is running on this data")]
    InUse(PathBuf),
    /// The folder or file cannot be written.
    #[error("{0}: no permission to write here")]
    ReadOnly(PathBuf),
    /// No space left.
    #[error("{0}: the disk is full")]
    DiskFull(PathBuf),
    /// A file operation failed.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Stored data that this program never writes.
    #[error("{table} {key}: {what}")]
    Damaged {
        /// Table.
        table: &'static str,
        /// Key of the row.
        key: String,
        /// What is wrong.
        what: String,
    },
    /// A voucher was redeemed, sold or taken back elsewhere in the meantime; nothing was written.
    #[error("voucher {0} does not allow this any more")]
    Voucher(String),
    /// A test stopped the process here; see [`Failpoint`].
    #[error("stopped by a failpoint")]
    Stopped,
    /// Anything else SQLite reported.
    #[error("{path}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
}

/// Stops the process, as far as the ledger is concerned, right before or right after a chosen commit: the
/// seam by which tests cut the power at every durable step.
#[derive(Debug, Clone, Default)]
pub struct Failpoint(Option<Arc<AtomicI64>>);

impl Failpoint {
    /// Passes `steps` points, then fails at every further one.
    pub fn after(steps: i64) -> Failpoint {
        Failpoint(Some(Arc::new(AtomicI64::new(steps))))
    }

    fn pass(&self) -> Result<(), LedgerError> {
        match &self.0 {
            Some(left) if left.fetch_sub(1, Ordering::SeqCst) <= 0 => Err(LedgerError::Stopped),
            _ => Ok(()),
        }
    }
}

/// The open database.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    failpoint: Failpoint,
    /// Items on receipts up to this one.
    sold: RefCell<(i64, HashSet<String>)>,
    // Held for the life of the ledger; the operating system lets go of it even after a SIGKILL.
    _lock: Option<File>,
}

impl Ledger {
    /// Creates a new database in `folder`, which is made if needed, and fills it. It is set up under another
    /// name: a power cut in here leaves no half-made register behind.
    pub(crate) fn create(
        folder: &Path,
        fill: impl FnOnce(&Writer<'_>) -> Result<(), StepError>,
    ) -> Result<(), LedgerError> {
        let path = folder.join(FILE);
        std::fs::create_dir_all(folder).map_err(|source| io(folder, source))?;
        let _lock = lock(folder)?;
        if path.exists() {
            return Err(LedgerError::Exists(folder.to_owned()));
        }
        let draft = folder.join(NEW_FILE);
        let _ = std::fs::remove_file(&draft);
        let made = fill_new(&draft, fill)
            .map_err(|e| e.at(&draft))
            .and_then(|()| std::fs::rename(&draft, &path).map_err(|source| io(&path, source)));
        if made.is_err() {
            let _ = std::fs::remove_file(&draft);
        }
        made
    }

    /// Opens the database in `folder` for writing; one process at a time.
    pub fn open(folder: &Path) -> Result<Ledger, LedgerError> {
        let path = existing(folder)?;
        let lock = lock(folder)?;
        migration::bring_up(&path)?;
        Ledger::connect(path, lock)
    }

    /// Opens the database for reading, beside a running register.
    pub fn open_read_only(folder: &Path) -> Result<Ledger, LedgerError> {
        let path = existing(folder)?;
        let connection = reading::database(&path)?;
        let ledger = Ledger::connected(connection, path, None)?;
        match ledger.version()? {
            found if found < SCHEMA_VERSION => Err(LedgerError::Older {
                path: ledger.path,
                found,
            }),
            _ => Ok(ledger),
        }
    }

    fn connect(path: PathBuf, lock: File) -> Result<Ledger, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(|e| wrap(&path, e))?;
        Ledger::connected(connection, path, Some(lock))
    }

    fn connected(
        connection: Connection,
        path: PathBuf,
        lock: Option<File>,
    ) -> Result<Ledger, LedgerError> {
        let ledger = Ledger {
            connection,
            path,
            failpoint: Failpoint::default(),
            sold: RefCell::default(),
            _lock: lock,
        };
        ledger.check_identity()?;
        if ledger._lock.is_some() {
            // FULL: a commit is on the disk before anybody is told of it. A truncated WAL keeps the next
            // start quick.
            ledger.pragma("journal_mode", "WAL")?;
            ledger.pragma("synchronous", "FULL")?;
            ledger.pragma("foreign_keys", "ON")?;
        }
        ledger.connection.set_prepared_statement_cache_capacity(256);
        Ok(ledger)
    }

    fn check_identity(&self) -> Result<(), LedgerError> {
        if self.number("application_id")? != APPLICATION_ID {
            return Err(LedgerError::Foreign(self.path.clone()));
        }
        let found = self.version()?;
        if found > SCHEMA_VERSION {
            return Err(LedgerError::Newer {
                path: self.path.clone(),
                found,
            });
        }
        Ok(())
    }

    fn version(&self) -> Result<i32, LedgerError> {
        self.number("user_version")
    }

    fn number(&self, pragma: &str) -> Result<i32, LedgerError> {
        self.connection
            .pragma_query_value(None, pragma, |row| row.get(0))
            .map_err(|e| self.wrap(e))
    }

    fn pragma(&self, name: &str, value: &str) -> Result<(), LedgerError> {
        self.connection
            .pragma_update(None, name, value)
            .map_err(|e| self.wrap(e))
    }

    /// Lets tests stop at a chosen commit.
    pub fn set_failpoint(&mut self, failpoint: Failpoint) {
        self.failpoint = failpoint;
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` as one durable step: all of it is on the disk when this returns, or none of it.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, StepError>,
    ) -> Result<T, LedgerError> {
        let path = self.path.clone();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| wrap(&path, e))?;
        let result = work(&Writer {
            transaction: &transaction,
        })
        .map_err(|e| e.at(&path))?;
        self.failpoint.pass()?;
        transaction.commit().map_err(|e| wrap(&path, e))?;
        self.failpoint.pass()?;
        Ok(result)
    }

    fn wrap(&self, error: rusqlite::Error) -> LedgerError {
        wrap(&self.path, error)
    }
}

/// An open transaction; what may be appended is written as methods of this type, one file per subject.
pub(crate) struct Writer<'a> {
    transaction: &'a rusqlite::Transaction<'a>,
}

/// An error inside a step, before it knows its file.
#[derive(Debug)]
pub(crate) enum StepError {
    Sqlite(rusqlite::Error),
    Ledger(LedgerError),
}

impl StepError {
    fn at(self, path: &Path) -> LedgerError {
        match self {
            StepError::Sqlite(e) => wrap(path, e),
            StepError::Ledger(e) => e,
        }
    }
}

impl From<rusqlite::Error> for StepError {
    fn from(e: rusqlite::Error) -> StepError {
        StepError::Sqlite(e)
    }
}

impl From<LedgerError> for StepError {
    fn from(e: LedgerError) -> StepError {
        StepError::Ledger(e)
    }
}

fn fill_new(
    path: &Path,
    fill: impl FnOnce(&Writer<'_>) -> Result<(), StepError>,
) -> Result<(), StepError> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "page_size", PAGE_SIZE)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    fill(&Writer {
        transaction: &transaction,
    })?;
    Ok(transaction.commit()?)
}

fn existing(folder: &Path) -> Result<PathBuf, LedgerError> {
    let path = folder.join(FILE);
    if path.exists() {
        Ok(path)
    } else {
        Err(LedgerError::Missing(folder.to_owned()))
    }
}

fn lock(folder: &Path) -> Result<File, LedgerError> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| io(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LedgerError::InUse(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(io(&path, source)),
    }
}

fn io(path: &Path, source: std::io::Error) -> LedgerError {
    use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let path = path.to_owned();
    match source.kind() {
        PermissionDenied | ReadOnlyFilesystem => LedgerError::ReadOnly(path),
        StorageFull | QuotaExceeded => LedgerError::DiskFull(path),
        _ => LedgerError::Io { path, source },
    }
}

fn wrap(path: &Path, source: rusqlite::Error) -> LedgerError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => LedgerError::Unreadable(path),
        Some(ErrorCode::DiskFull) => LedgerError::DiskFull(path),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            LedgerError::ReadOnly(path)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::InUse(path),
        _ => LedgerError::Sqlite { path, source },
    }
}

fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Reads a stored text through `parse`, or says which row is damaged.
fn stored<T>(
    table: &'static str,
    key: impl ToString,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StepError> {
    parse(text).ok_or_else(|| {
        let what = format!("{text:?} is not a value this program writes");
        StepError::Ledger(LedgerError::Damaged {
            table,
            key: key.to_string(),
            what,
        })
    })
}
