//! Business days without a display: everything a register does, rung up through [`Till`] like at the screen,
//! with a simulated clock and simulated devices.
//!
//! The same seed gives the same customers, times, amounts and numbers; only keys and signatures differ. What
//! a day looks like is in `day.rs`, what a customer does in `visit.rs`, what they come for in `basket/`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use amtskasse_tse::verify;
use chrono::{Days, NaiveDate, TimeDelta};
use serde::Serialize;

use crate::dsfinvk;
use crate::fiscal;
use crate::ledger::{Ledger, LedgerError, LedgerReport};
use crate::money::Money;
use crate::setup::{self, SetupError};
use crate::till::{Till, TillError, local_day};

mod basket;
mod calendar;
mod chance;
mod day;
mod desk;
mod papers;
mod purse;
mod shelves;
mod switch;
mod visit;
mod vouchers;

use calendar::Hours;
use day::Day;
use desk::Desk;
use papers::Papers;

/// What to ring up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// First day.
    pub start: NaiveDate,
    /// Days in a row; Sundays and holidays have museum business only.
    pub days: u32,
    /// Customers on a working day.
    pub receipts: u32,
    /// Chooses among all possible days.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Receipts, movements of cash included.
    pub receipts: u64,
    /// Receipts by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Closings: one a day, and one where a clerk handed the drawer over.
    pub closings: u64,
    /// Gross turnover.
    #[serde(rename = "turnover_cents")]
    pub turnover: Money,
    /// Counted less expected, over all closings.
    #[serde(rename = "difference_cents")]
    pub difference: Money,
    /// PDF files of receipts.
    pub papers: u64,
    /// Whether ledger and archive hold and match.
    pub holds: bool,
    /// Check of the ledger, compared with the archive.
    pub ledger: LedgerReport,
    /// Errors in the archive.
    pub archive_errors: u64,
}

/// Why nothing was rung up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// The folder holds something already.
    #[error("{0}: the folder is not empty")]
    NotEmpty(PathBuf),
    /// There is a file of that name.
    #[error("{0}: not a folder")]
    NotAFolder(PathBuf),
    /// A file could not be written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The register could not be set up.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The till refused something.
    #[error(transparent)]
    Till(#[from] TillError),
    /// The archive just written cannot be read.
    #[error("{0}: {1}")]
    Archive(PathBuf, verify::Error),
    /// The package for the tax audit was not written.
    #[error(transparent)]
    Export(#[from] dsfinvk::ExportError),
    /// The calendar ends.
    #[error("there is no such day")]
    NoSuchDay,
}

impl From<LedgerError> for DemoError {
    fn from(error: LedgerError) -> DemoError {
        DemoError::Till(error.into())
    }
}

/// What a demo leaves in its folder.
const MADE: [&str; 5] = ["data", "receipts", "closings", "tse.tar", "dsfinvk.zip"];

/// Rings up `plan` and leaves in `out` the data folder `data`, `receipts/*.pdf`, `closings/*.pdf` (counts, stock) and
/// `tse.tar` and `dsfinvk.zip`; or leaves `out` as it was. The data folder is whole at every moment, even when the process is
/// killed. `progress` is told customers served and customers in all.
pub fn run(
    out: &Path,
    plan: &Plan,
    mut progress: impl FnMut(u64, u64),
) -> Result<Summary, DemoError> {
    let made = prepare(out)?;
    let result = ring_up(out, plan, &mut progress);
    if result.is_err() {
        for name in MADE {
            let path = out.join(name);
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
        if made {
            let _ = fs::remove_dir(out);
        }
    }
    result
}

/// Makes sure that `out` is an empty folder; says whether it had to be made.
fn prepare(out: &Path) -> Result<bool, DemoError> {
    match fs::read_dir(out) {
        Ok(entries) => {
            if entries.count() > 0 {
                return Err(DemoError::NotEmpty(out.to_owned()));
            }
            Ok(false)
        }
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(out).map_err(|source| at(out, source))?;
            Ok(true)
        }
        Err(file) if file.kind() == io::ErrorKind::NotADirectory => {
            Err(DemoError::NotAFolder(out.to_owned()))
        }
        Err(source) => Err(at(out, source)),
    }
}

fn ring_up(
    folder: &Path,
    plan: &Plan,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Summary, DemoError> {
    let days = days(plan)?;
    let customers: u64 = days.iter().map(|day| u64::from(day.customers)).sum();
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Err(DemoError::NoSuchDay);
    };
    let span = (local_day(first.hours.from), local_day(last.hours.from));
    let data = folder.join("data");
    let start = first.hours.from - TimeDelta::minutes(30);
    setup::set_up(&data, None, start)?;
    let mut desk = Desk::open(&data, start, plan.seed)?;
    desk.look_at_shelves();
    let (mut papers, mut tally) = (Papers::default(), Tally::default());
    let mut served = 0;
    for day in &days {
        let closings = desk.work(day, plan.seed, &mut || {
            served += 1;
            progress(served, customers);
        })?;
        for closing in closings {
            tally.closings += 1;
            tally.turnover += closing.totals.turnover();
            tally.difference += closing.difference();
            desk.till
                .ledger()
                .each_receipt_of(closing.number, |receipt| {
                    *tally.kinds.entry(receipt.kind.code()).or_default() += 1;
                    papers.see(&receipt);
                })?;
        }
    }
    let mut till = desk.till;
    print(&till, folder, &papers)?;
    let tar = folder.join("tse.tar");
    write(&tar, |out| {
        till.export_tse(&amtskasse_tse::ExportFilter::All, out)
            .map_err(DemoError::Till)
    })?;
    let client = till.site().register.serial.clone();
    let everything = dsfinvk::Period {
        from: NaiveDate::MIN,
        to: NaiveDate::MAX,
    };
    let package = folder.join("dsfinvk.zip");
    dsfinvk::export(
        till.ledger(),
        everything,
        &package,
        dsfinvk::Shape::Zip,
        &mut |_| true,
    )?;
    let (report, archive_errors) = check(till.ledger(), &tar, &client)?;
    Ok(Summary {
        first_day: span.0,
        last_day: span.1,
        receipts: tally.kinds.values().sum(),
        kinds: tally.kinds,
        closings: tally.closings,
        turnover: tally.turnover,
        difference: tally.difference,
        papers: papers.list().len() as u64,
        holds: report.findings.is_empty() && archive_errors == 0,
        ledger: report,
        archive_errors,
    })
}

#[derive(Default)]
struct Tally {
    kinds: BTreeMap<&'static str, u64>,
    closings: u64,
    turnover: Money,
    difference: Money,
}

fn days(plan: &Plan) -> Result<Vec<Day>, DemoError> {
    (0..u64::from(plan.days))
        .map(|number| {
            let day = plan.start.checked_add_days(Days::new(number));
            let hours = day.and_then(Hours::of).ok_or(DemoError::NoSuchDay)?;
            Ok(Day {
                hours,
                number,
                customers: hours.customers(plan.receipts),
            })
        })
        .collect()
}

/// Writes the papers: receipts of every kind, each closing, and the first day's counts.
fn print(till: &Till, folder: &Path, papers: &Papers) -> Result<(), DemoError> {
    let (receipts, closings) = (folder.join("receipts"), folder.join("closings"));
    for folder in [&receipts, &closings] {
        fs::create_dir(folder).map_err(|source| at(folder, source))?;
    }
    let save = |path: PathBuf, pdf: Vec<u8>| write(&path, |out| put(out, &path, &pdf));
    for (number, name) in papers.list() {
        save(receipts.join(name), till.receipt_pdf(number, false)?)?;
    }
    let last = till.ledger().z_period()?.number;
    for z in 1..last {
        save(closings.join(format!("Z-{z}.pdf")), till.closing_pdf(z)?)?;
    }
    for number in 1..=till.ledger().last_count()? {
        let first_day = till
            .ledger()
            .count(number)?
            .is_some_and(|count| count.z_number == 1);
        if first_day {
            let name = format!("Zaehlprotokoll-{number}.pdf");
            save(closings.join(name), till.count_pdf(number)?)?;
        }
    }
    for number in 1..=till.ledger().last_sheet()? {
        let name = format!("Inventurprotokoll-{number}.pdf");
        save(closings.join(name), till.sheet_pdf(number)?)?;
    }
    save(closings.join("Bestandsliste.pdf"), till.stock_pdf(true)?)?;
    save(closings.join("Offene-Gutscheine.pdf"), till.vouchers_pdf()?)?;
    Ok(())
}

fn check(ledger: &Ledger, tar: &Path, client: &str) -> Result<(LedgerReport, u64), DemoError> {
    let mut report = ledger.verify(|_, _| {})?;
    let file = File::open(tar).map_err(|source| at(tar, source))?;
    let (archive, finishes) = fiscal::finishes(BufReader::with_capacity(1 << 18, file), client)
        .map_err(|error| DemoError::Archive(tar.to_owned(), error))?;
    ledger.match_tse(&finishes, &mut report)?;
    Ok((report, archive.count(verify::Level::Error) as u64))
}

fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), DemoError>,
) -> Result<(), DemoError> {
    let file = File::create(path).map_err(|source| at(path, source))?;
    let mut writer = BufWriter::with_capacity(1 << 16, file);
    fill(&mut writer)?;
    writer.flush().map_err(|source| at(path, source))
}

fn put(out: &mut dyn Write, path: &Path, bytes: &[u8]) -> Result<(), DemoError> {
    out.write_all(bytes).map_err(|source| at(path, source))
}

fn at(path: &Path, source: io::Error) -> DemoError {
    let path = path.to_owned();
    DemoError::Io { path, source }
}
