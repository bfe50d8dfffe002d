//! What an auditor takes along: the DSFinV-K of a period and the archives of the TSEs, in one folder on a medium.
//!
//! It is written under a hidden name and gets its own when everything is on the medium and made durable. Whatever goes
//! wrong before, the folder goes again; what a medium that was pulled out still holds goes with the next export to it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use ring::digest::{Context, SHA256};

use super::archives::{Archived, archived};
use super::medium::{MediumError, failed};
use super::work::{Shared, Step};
use crate::dsfinvk::{self, Period, Shape, WriteError};
use crate::fiscal;
use crate::ledger::{ClosingMark, Ledger, LedgerError};
use crate::till::{local, local_day};

/// What every folder that is taken along begins with.
const NAME: &str = "Kassen-Nachschau";
/// What it is called until it is whole.
const PART: &str = "part";
/// Name of the list of checksums, in the form of `sha256sum`.
pub const SUMS: &str = "SHA256SUMS.txt";

/// Whether the export of a period has a closing: it was open on one of the days.
pub fn holds(period: Period, mark: &ClosingMark) -> bool {
    local_day(mark.from) <= period.to && local_day(mark.to) >= period.from
}

/// What to take along, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Which days.
    pub period: Period,
    /// The folder on the medium.
    pub target: PathBuf,
}

/// A file that was taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its name inside the folder, with `/` between folder and file.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, lower-case hex.
    pub sha256: String,
}

/// What was taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// When.
    pub at: DateTime<Utc>,
    /// The folder on the medium.
    pub folder: PathBuf,
    /// The days that were asked for.
    pub period: Period,
    /// First and last closing in it.
    pub closings: (u32, u32),
    /// How many closings.
    pub number: usize,
    /// Its files; the first is the DSFinV-K.
    pub files: Vec<Taken>,
    /// How far the archives of each TSE reach.
    pub archives: Vec<Archived>,
}

impl Exported {
    /// The DSFinV-K package.
    pub fn package(&self) -> Option<PathBuf> {
        self.files.first().map(|file| self.folder.join(&file.name))
    }

    /// The archives of the TSEs.
    pub fn tars(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let tar = |file: &&Taken| file.name.ends_with(".tar");
        self.files
            .iter()
            .filter(tar)
            .map(|file| self.folder.join(&file.name))
    }

    /// Signatures on receipts that no archive holds yet.
    pub fn unarchived(&self) -> bool {
        self.archives.iter().any(|one| !one.complete())
    }
}

/// Why nothing was taken along.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// No closing in the period.
    #[error("no closing was made in this period")]
    NothingClosed,
    /// The medium.
    #[error(transparent)]
    Medium(#[from] MediumError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The package could not be made.
    #[error(transparent)]
    Package(dsfinvk::ExportError),
    /// An archive of a TSE could not be read.
    #[error("{path}: {source}")]
    Archive {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody broke it off.
    #[error("broken off")]
    Stopped,
    /// The work ended without a result.
    #[error("the work ended without a result")]
    Died,
}

/// Writes it all, with a ledger of its own: the register goes on meanwhile.
pub(super) fn run(
    order: &Order,
    data: &Path,
    at: DateTime<Utc>,
    shared: &Shared,
) -> Result<Exported, ExportError> {
    let target = &order.target;
    if !target.is_dir() {
        return Err(MediumError::Missing(target.clone()).into());
    }
    let ledger = Ledger::open_read_only(data)?;
    sweep(target);
    let name = free_name(target, &ledger.site()?.register.serial, at);
    let draft = target.join(format!(".{name}.{PART}"));
    let io = |error| ExportError::from(failed(target, &draft, error));
    fs::create_dir(&draft).map_err(io)?;
    let folder = target.join(&name);
    let made = fill(order, &ledger, data, at, &draft, shared)
        .and_then(|exported| fs::rename(&draft, &folder).map_err(io).map(|()| exported));
    match made {
        Ok(exported) => {
            durable(target);
            Ok(Exported { folder, ..exported })
        }
        Err(error) => {
            // On a medium that is gone nothing can be tidied up.
            let _ = fs::remove_dir_all(&draft);
            Err(error)
        }
    }
}

fn fill(
    order: &Order,
    ledger: &Ledger,
    data: &Path,
    at: DateTime<Utc>,
    draft: &Path,
    shared: &Shared,
) -> Result<Exported, ExportError> {
    let all = ledger.closing_marks()?;
    let marks: Vec<_> = all.iter().filter(|m| holds(order.period, m)).collect();
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
        return Err(ExportError::NothingClosed);
    };
    let closings = (first.number, last.number);
    let name = format!("DSFinV-K_Z{}-Z{}.zip", closings.0, closings.1);
    let mut files = vec![package(order, ledger, draft, name, shared)?];

    // What the first closing holds was signed after the closing before it.
    let before = all.iter().rfind(|mark| mark.number < first.number);
    let begins = before.map_or(NaiveDate::MIN, |mark| local_day(mark.at));
    let span = (begins, local_day(last.at));
    let archives = archived(ledger, data)?;
    let wanted: Vec<&PathBuf> = archives.iter().flat_map(|one| one.covering(span)).collect();
    let size = |path: &&PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
    let whole = wanted.iter().map(size).sum();
    let mut copy = Copy {
        target: &order.target,
        draft,
        shared,
        done: 0,
        whole,
    };
    for path in wanted {
        files.push(copy.take(path)?);
    }
    let sums: String = files
        .iter()
        .map(|file| format!("{}  {}\n", file.sha256, file.name))
        .collect();
    let path = draft.join(SUMS);
    let io = |error| failed(&order.target, &path, error);
    let mut file = File::create(&path).map_err(io)?;
    file.write_all(sums.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(io)?;
    Ok(Exported {
        at,
        folder: PathBuf::new(),
        period: order.period,
        closings,
        number: marks.len(),
        files,
        archives,
    })
}

fn package(
    order: &Order,
    ledger: &Ledger,
    draft: &Path,
    name: String,
    shared: &Shared,
) -> Result<Taken, ExportError> {
    let path = draft.join(&name);
    let written = dsfinvk::export(ledger, order.period, &path, Shape::Zip, &mut |progress| {
        shared.tell(Step::Package, progress.done, progress.whole)
    });
    written.map_err(|error| match error {
        dsfinvk::ExportError::Stopped => ExportError::Stopped,
        dsfinvk::ExportError::NoClosing { .. } => ExportError::NothingClosed,
        dsfinvk::ExportError::Ledger(error) => error.into(),
        dsfinvk::ExportError::Write(WriteError::Io { path, source }) => {
            failed(&order.target, &path, source).into()
        }
        error => ExportError::Package(error),
    })?;
    let io = |error| ExportError::from(failed(&order.target, &path, error));
    let file = File::open(&path).map_err(io)?;
    file.sync_all().map_err(io)?;
    let (size, sha256) = sum_of(file, &mut |_| !shared.is_stopped())
        .map_err(io)?
        .ok_or(ExportError::Stopped)?;
    Ok(Taken { name, size, sha256 })
}

/// Copies archives to the medium.
struct Copy<'a> {
    target: &'a Path,
    draft: &'a Path,
    shared: &'a Shared,
    done: u64,
    whole: u64,
}

impl Copy<'_> {
    fn take(&mut self, from: &Path) -> Result<Taken, ExportError> {
        let part = |path: Option<&std::ffi::OsStr>| {
            path.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        };
        let device = part(from.parent().and_then(Path::file_name));
        let folder = format!("TSE_{device}");
        let name = format!("{folder}/{}", part(from.file_name()));
        let to = self.draft.join(&name);
        let out_io = |error| ExportError::from(failed(self.target, &to, error));
        let in_io = |source| ExportError::Archive {
            path: from.to_owned(),
            source,
        };
        fs::create_dir_all(self.draft.join(folder)).map_err(out_io)?;
        let mut input = File::open(from).map_err(in_io)?;
        let mut output = File::create(&to).map_err(out_io)?;
        let (mut digest, mut size) = (Context::new(&SHA256), 0);
        let mut buffer = vec![0; 1 << 18];
        loop {
            let read = input.read(&mut buffer).map_err(in_io)?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            output.write_all(bytes).map_err(out_io)?;
            digest.update(bytes);
            size += read as u64;
            self.done += read as u64;
            if !self.shared.tell(Step::Copy, self.done, self.whole) {
                return Err(ExportError::Stopped);
            }
        }
        output.sync_all().map_err(out_io)?;
        Ok(Taken {
            name,
            size,
            sha256: fiscal::hex(digest.finish().as_ref()),
        })
    }
}

/// Size and SHA-256 of a file; `None` when `go_on`, which is told the bytes so far, breaks it off.
pub(super) fn sum_of(
    mut file: impl Read,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Option<(u64, String)>> {
    let (mut digest, mut size) = (Context::new(&SHA256), 0);
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = match file.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        digest.update(bytes);
        size += read as u64;
        if !go_on(size) {
            return Ok(None);
        }
    }
    Ok(Some((size, fiscal::hex(digest.finish().as_ref()))))
}

/// Takes away what an export left that lost its medium halfway.
fn sweep(target: &Path) {
    let Ok(entries) = fs::read_dir(target) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&format!(".{NAME}")) && name.ends_with(&format!(".{PART}")) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn free_name(target: &Path, serial: &str, at: DateTime<Utc>) -> String {
    // A folder on a stick of any format: no blanks, no colons.
    let name = format!("{NAME}_{serial}_{}", local(at).format("%Y-%m-%d_%H%M"));
    let mut free = name.clone();
    let mut more = 2;
    while target.join(&free).exists() {
        free = format!("{name}_{more}");
        more += 1;
    }
    free
}

/// The name of the folder is on the medium, too.
fn durable(folder: &Path) {
    // Windows opens no folders, and some formats sync none; the files themselves are durable already.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
