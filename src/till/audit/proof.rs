//! Whether what is there is what was recorded: the ledger in itself, the ledger against the archives of the TSEs signature
//! by signature, and what was taken along as it lies on the medium.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use amtskasse_dsfinvk::verify::{self as package, Severity};
use chrono::{DateTime, Utc};

use super::archives::archived;
use super::export::{Exported, sum_of};
use super::work::{Shared, Step};
use crate::fiscal;
use crate::ledger::{Finding, FindingKind, Ledger, LedgerError, LedgerReport, Place};
use crate::message;
use crate::receipt::Signature;

/// Findings of the package that are told in full, per rule.
const TOLD: usize = 3;

/// What was checked, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// Chain, numbers, sums, signatures, and the comparison with the archives.
    pub ledger: LedgerReport,
    /// The archives of the TSEs, each for itself.
    pub archives: Vec<CheckedArchive>,
    /// Signatures so new that no archive holds them yet; they were checked with the key of their TSE.
    pub beyond: u64,
    /// What was taken along, as it lies on the medium; `None`: nothing was.
    pub export: Option<CheckedExport>,
}

/// An archive of a TSE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedArchive {
    /// Name of the file.
    pub file: String,
    /// Signatures in it that are genuine.
    pub genuine: u64,
    /// What is wrong with it, in German; `None`: nothing.
    pub problem: Option<String>,
}

/// What was taken along, read back from the medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedExport {
    /// Files whose checksum is the one they were written with.
    pub whole: usize,
    /// Names of the others.
    pub damaged: Vec<String>,
    /// The package against the rules of DSFinV-K, or why it could not be checked, in German.
    pub package: Result<CheckedPackage, String>,
}

/// A package that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckedPackage {
    /// Closings in it.
    pub closings: u64,
    /// Vorgänge in it.
    pub transactions: u64,
    /// Signatures that were verified.
    pub signatures: u64,
    /// Rules that are broken, how often in all.
    pub errors: u64,
    /// What is allowed but remarked.
    pub warnings: u64,
    /// The first of the errors, in German.
    pub told: Vec<String>,
}

impl Proof {
    /// Whether everything that was checked holds.
    pub fn holds(&self) -> bool {
        self.ledger.findings.is_empty()
            && self.archives.iter().all(|one| one.problem.is_none())
            && self.export.as_ref().is_none_or(CheckedExport::holds)
    }
}

impl Proof {
    /// How much does not hold.
    pub fn faults(&self) -> u64 {
        let archives = self.archives.iter().filter(|one| one.problem.is_some());
        let export = self.export.as_ref().map_or(0, |export| {
            let package = export.package.as_ref();
            export.damaged.len() as u64 + package.map_or(1, |package| package.errors)
        });
        self.ledger.findings.len() as u64 + archives.count() as u64 + export
    }
}

impl CheckedExport {
    /// Whether it is whole and keeps the rules.
    pub fn holds(&self) -> bool {
        self.damaged.is_empty()
            && self
                .package
                .as_ref()
                .is_ok_and(|package| package.errors == 0)
    }
}

/// Checks everything; `None`: broken off.
pub(super) fn run(
    data: &Path,
    exported: Option<&Arc<Exported>>,
    at: DateTime<Utc>,
    shared: &Shared,
) -> Result<Option<Proof>, LedgerError> {
    let ledger = Ledger::open_read_only(data)?;
    let mut report = ledger.verify(|done, whole| {
        shared.tell(Step::Ledger, done, whole);
    })?;
    let Some((archives, beyond)) = compare(&ledger, data, &mut report, shared)? else {
        return Ok(None);
    };
    let export = match exported {
        None => None,
        Some(exported) => match read_back(exported, shared) {
            None => return Ok(None),
            checked => checked,
        },
    };
    Ok(Some(Proof {
        at,
        ledger: report,
        archives,
        beyond,
        export,
    }))
}

/// The archives and, in `report`, every signature of the ledger against them.
fn compare(
    ledger: &Ledger,
    data: &Path,
    report: &mut LedgerReport,
    shared: &Shared,
) -> Result<Option<(Vec<CheckedArchive>, u64)>, LedgerError> {
    let client = ledger.site()?.register.serial;
    let all = archived(ledger, data)?;
    let files = || all.iter().flat_map(|one| &one.files);
    let size = |path: &Path| path.metadata().map_or(0, |metadata| metadata.len());
    let whole = files().map(|(_, path)| size(path)).sum();
    let (mut finishes, mut checked, mut done) = (fiscal::Finishes::new(&client), Vec::new(), 0);
    for (_, path) in files() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (genuine, problem) = match File::open(path) {
            Err(error) => (0, Some(message::io(path, &error))),
            Ok(file) => {
                let watched = Watched {
                    file,
                    shared,
                    done,
                    whole,
                };
                match finishes.add(BufReader::with_capacity(1 << 18, watched)) {
                    _ if shared.is_stopped() => return Ok(None),
                    Err(error) => (0, Some(message::archive(path, &error))),
                    Ok(found) => {
                        let first = || found.findings.first().map(message::archive_finding);
                        let problem = (!found.holds()).then(|| first().unwrap_or_default());
                        (found.signatures.valid, problem)
                    }
                }
            }
        };
        done += size(path);
        checked.push(CheckedArchive {
            file: name.into_owned(),
            genuine,
            problem,
        });
    }
    if checked.is_empty() {
        return Ok(Some((checked, report.signatures)));
    }
    ledger.match_tse(&finishes.found, report)?;
    let mut reaches: HashMap<String, u64> = HashMap::new();
    for finish in finishes.found {
        let last = reaches.entry(finish.serial).or_default();
        *last = finish.counter.max(*last);
    }
    let beyond = take_newer(ledger, &reaches, &mut report.findings)?;
    Ok(Some((checked, beyond)))
}

/// The register goes on while all this is checked: what it has signed since the last archive is missing in none.
fn take_newer(
    ledger: &Ledger,
    reaches: &HashMap<String, u64>,
    findings: &mut Vec<Finding>,
) -> Result<u64, LedgerError> {
    let mut newer = 0;
    let mut left = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        if let (Place::Receipt(number), FindingKind::NotInArchive { .. }) =
            (&finding.place, &finding.kind)
            && let Some(receipt) = ledger.receipt(number.unsigned_abs())?
            && let Some(Signature::Signed(signed)) = receipt.signature
            && reaches
                .get(&signed.tse_serial)
                .is_some_and(|last| signed.counter > *last)
        {
            newer += 1;
            continue;
        }
        left.push(finding);
    }
    *findings = left;
    Ok(newer)
}

/// What was taken along; `None`: broken off.
fn read_back(exported: &Exported, shared: &Shared) -> Option<CheckedExport> {
    let whole: u64 = exported.files.iter().map(|file| file.size).sum();
    let (mut done, mut fine, mut damaged) = (0, 0, Vec::new());
    for taken in &exported.files {
        let file = File::open(exported.folder.join(&taken.name));
        let sum = file.and_then(|file| {
            sum_of(file, &mut |read| {
                shared.tell(Step::ReadBack, done + read, whole)
            })
        });
        if shared.is_stopped() {
            return None;
        }
        match sum {
            Ok(Some((size, sha256))) if (size, &sha256) == (taken.size, &taken.sha256) => fine += 1,
            _ => damaged.push(taken.name.clone()),
        }
        done += taken.size;
    }
    let options = package::Options {
        told_per_rule: TOLD,
        ..package::Options::default()
    };
    let path = exported.package().unwrap_or_default();
    let report = package::package(&path, &options, &mut |progress| {
        shared.tell(Step::Check, progress.done, progress.whole)
    });
    let package = match report {
        _ if shared.is_stopped() => return None,
        Err(error) => Err(message::dsfinvk(&error)),
        Ok(report) => Ok(CheckedPackage {
            closings: report.closings,
            transactions: report.transactions,
            signatures: report.signatures,
            errors: report.sheet.count(Severity::Error),
            warnings: report.sheet.count(Severity::Warning),
            told: report
                .sheet
                .told()
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .map(message::dsfinvk_finding)
                .collect(),
        }),
    };
    Some(CheckedExport {
        whole: fine,
        damaged,
        package,
    })
}

/// A file that says how far it was read, and ends when somebody breaks off.
struct Watched<'a> {
    file: File,
    shared: &'a Shared,
    done: u64,
    whole: u64,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.done += read as u64;
        match self
            .shared
            .tell(Step::Compare, self.done.min(self.whole), self.whole)
        {
            true => Ok(read),
            false => Err(io::Error::other("broken off")),
        }
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
