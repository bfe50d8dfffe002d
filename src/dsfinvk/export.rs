//! The way of an export: which closings, then table after table.

use std::path::Path;
use std::rc::Rc;

use amtskasse_dsfinvk::index::CERTIFICATE_PARTS;
use amtskasse_dsfinvk::number::Number;
use amtskasse_dsfinvk::package::{Package, Record, key};
use amtskasse_dsfinvk::schema::Table;

use super::stamp::Stamps;
use super::{ExportError, Period, Progress, Shape, Summary};
use crate::ledger::{ClosingRow, Ledger, Snapshot, TseRecord};
use crate::site::PeriodMaster;
use crate::till::local_day;

/// Tables with rows per receipt.
const PER_RECEIPT: u64 = 9;
/// Receipts between two looks at the progress.
const STEP: u64 = 1024;
/// Characters of a certificate in one column (TSE_ZERTIFIKAT_I).
pub(super) const CERTIFICATE_PART: usize = 1000;

/// A closing with what its rows share. There may be thousands of them: what is long is looked up when its table is written.
pub(super) struct Shut {
    pub(super) row: ClosingRow,
    /// Mostly the same as at the closing before.
    pub(super) master: Rc<PeriodMaster>,
    /// The first three columns of every row.
    pub(super) key: Vec<u8>,
}

/// Writes every closing that has a receipt of the period. `progress` breaks it off with `false`. Whatever goes wrong,
/// nothing half-written stays.
pub fn export(
    ledger: &Ledger,
    period: Period,
    target: &Path,
    shape: Shape,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Summary, ExportError> {
    if period.to < period.from {
        return Err(ExportError::Backwards);
    }
    let snapshot = ledger.snapshot()?;
    let rows: Vec<ClosingRow> = snapshot
        .closings()?
        .into_iter()
        .filter(|row| local_day(row.from) <= period.to && local_day(row.to) >= period.from)
        .collect();
    let open = snapshot.open_between(|at| {
        let day = local_day(at);
        period.from <= day && day <= period.to
    })?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Err(ExportError::NoClosing { open });
    };
    let closings = (first.number, last.number);
    let receipts = rows.iter().map(|row| row.span.1 - row.span.0 + 1).sum();
    let tses = ledger.tses()?;
    let package = Package::create(target, shape, certificate_parts(&tses))?;
    let mut writing = Writing {
        whole: receipts * PER_RECEIPT,
        ..Writing::begin(package, snapshot, rows, tses, progress)?
    };
    writing.everything()?;
    let written = writing.package.finish()?;
    Ok(Summary {
        closings,
        receipts,
        rows: written.rows,
        bytes: written.bytes,
        open,
    })
}

/// The csv files of one closing, in memory.
pub(super) fn tables(
    ledger: &Ledger,
    number: u32,
) -> Result<Vec<(&'static str, Vec<u8>)>, ExportError> {
    let snapshot = ledger.snapshot()?;
    let mut rows = snapshot.closings()?;
    rows.retain(|row| row.number == number);
    if rows.is_empty() {
        return Err(ExportError::UnknownClosing(number));
    }
    let tses = ledger.tses()?;
    let package = Package::in_memory(certificate_parts(&tses));
    let mut unwatched = |_| true;
    let mut writing = Writing::begin(package, snapshot, rows, tses, &mut unwatched)?;
    writing.everything()?;
    Ok(writing.package.into_tables()?)
}

/// How many columns the longest certificate takes.
fn certificate_parts(tses: &[TseRecord]) -> usize {
    let longest = tses.iter().map(|tse| leaf(tse).len()).max().unwrap_or(0);
    longest.div_ceil(CERTIFICATE_PART).max(CERTIFICATE_PARTS)
}

fn shut(snapshot: &Snapshot<'_>, rows: Vec<ClosingRow>) -> Result<Vec<Shut>, ExportError> {
    let mut stamps = Stamps::default();
    let mut shut: Vec<Shut> = Vec::with_capacity(rows.len());
    for row in rows {
        let master = super::master::of(snapshot.ledger(), &row)?;
        let master = match shut.last() {
            Some(before) if *before.master == master => before.master.clone(),
            _ => Rc::new(master),
        };
        let created = String::from_utf8_lossy(stamps.local(row.at.timestamp_millis())).into_owned();
        shut.push(Shut {
            key: key(&master.site.register.serial, &created, row.number),
            master,
            row,
        });
    }
    Ok(shut)
}

/// The certificate of a TSE as tse.csv has it: base64 of the leaf.
pub(super) fn leaf(tse: &TseRecord) -> String {
    let leaf = tse.certificates.first();
    leaf.map_or_else(String::new, |der| crate::fiscal::base64(der))
}

/// One bit per receipt: what one table saw and a later one asks for.
#[derive(Debug, Default)]
pub(super) struct Marks {
    first: u64,
    bits: Vec<u64>,
}

impl Marks {
    fn from(first: u64) -> Marks {
        Marks {
            first,
            bits: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, receipt: u64) {
        let place = (receipt - self.first.min(receipt)) as usize;
        if self.bits.len() <= place / 64 {
            self.bits.resize(place / 64 + 1, 0);
        }
        if let Some(word) = self.bits.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub(super) fn has(&self, receipt: u64) -> bool {
        let place = (receipt - self.first.min(receipt)) as usize;
        let word = self.bits.get(place / 64).copied().unwrap_or(0);
        word & (1 << (place % 64)) != 0
    }

    /// The first one of a span that is marked.
    pub(super) fn first(&self, (first, last): (u64, u64)) -> Option<u64> {
        (first..=last).find(|receipt| self.has(*receipt))
    }
}

/// What the first tables saw of the receipts.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// There is such a receipt; in a ledger that was tampered with there may be gaps.
    pub(super) there: Marks,
    /// It enters no sums.
    pub(super) uncounted: Marks,
    /// It was broken off.
    pub(super) aborted: Marks,
    /// A line has a discount.
    pub(super) discounted: Marks,
    /// It refers to something.
    pub(super) refers: Marks,
}

impl Seen {
    fn from(first: u64) -> Seen {
        Seen {
            there: Marks::from(first),
            uncounted: Marks::from(first),
            aborted: Marks::from(first),
            discounted: Marks::from(first),
            refers: Marks::from(first),
        }
    }
}

/// An export under way.
pub(super) struct Writing<'a, 'p> {
    pub(super) package: Package,
    pub(super) snapshot: Snapshot<'a>,
    pub(super) shut: Vec<Shut>,
    pub(super) tses: Vec<TseRecord>,
    pub(super) stamps: Stamps,
    pub(super) seen: Seen,
    done: u64,
    whole: u64,
    progress: &'p mut dyn FnMut(Progress) -> bool,
}

/// Whether a table has rows per receipt; only those count for the progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    PerClosing,
    PerReceipt,
}

impl<'a, 'p> Writing<'a, 'p> {
    fn begin(
        package: Package,
        snapshot: Snapshot<'a>,
        rows: Vec<ClosingRow>,
        tses: Vec<TseRecord>,
        progress: &'p mut dyn FnMut(Progress) -> bool,
    ) -> Result<Writing<'a, 'p>, ExportError> {
        let start = rows.first().map_or(1, |row| row.span.0);
        Ok(Writing {
            package,
            shut: shut(&snapshot, rows)?,
            snapshot,
            tses,
            stamps: Stamps::default(),
            seen: Seen::from(start),
            done: 0,
            whole: 0,
            progress,
        })
    }

    fn everything(&mut self) -> Result<(), ExportError> {
        self.master()?;
        self.sums()?;
        self.single()
    }
}

impl Writing<'_, '_> {
    /// Writes a table: `rows` is called for every closing, with a pen for its rows.
    pub(super) fn table(
        &mut self,
        table: &'static Table,
        kind: Rows,
        mut rows: impl FnMut(&Snapshot<'_>, &Shut, &mut Pen<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.package.begin(table)?;
        for shut in &self.shut {
            let (first, last) = shut.row.span;
            let mut pen = Pen {
                package: &mut self.package,
                stamps: &mut self.stamps,
                seen: &mut self.seen,
                table,
                key: &shut.key,
                first,
                next: first + STEP,
                done: self.done,
                whole: self.whole,
                progress: &mut *self.progress,
            };
            rows(&self.snapshot, shut, &mut pen)?;
            if kind == Rows::PerReceipt {
                self.done += last - first + 1;
            }
        }
        let (done, whole) = (self.done, self.whole);
        match (self.progress)(Progress { done, whole }) {
            true => Ok(()),
            false => Err(ExportError::Stopped),
        }
    }
}

/// Writes rows of one table and one closing.
pub(super) struct Pen<'p> {
    package: &'p mut Package,
    stamps: &'p mut Stamps,
    pub(super) seen: &'p mut Seen,
    table: &'static Table,
    key: &'p [u8],
    first: u64,
    next: u64,
    done: u64,
    whole: u64,
    progress: &'p mut dyn FnMut(Progress) -> bool,
}

impl Pen<'_> {
    /// Writes a row of the closing.
    pub(super) fn row(
        &mut self,
        fill: impl for<'b> FnOnce(Record<'b>, &mut Stamps) -> Record<'b>,
    ) -> Result<(), ExportError> {
        let record = self.package.row(self.table).key(self.key, 3);
        fill(record, self.stamps).end();
        Ok(self.package.step()?)
    }

    /// Writes a row of a receipt.
    pub(super) fn of(
        &mut self,
        receipt: u64,
        fill: impl for<'b> FnOnce(Record<'b>, &mut Stamps) -> Record<'b>,
    ) -> Result<(), ExportError> {
        if receipt >= self.next {
            self.next = receipt + STEP;
            let done = self.done + (receipt - self.first);
            let whole = self.whole;
            if !(self.progress)(Progress { done, whole }) {
                return Err(ExportError::Stopped);
            }
        }
        self.row(|record, stamps| fill(record.whole(receipt as i64), stamps))
    }
}

/// A decimal text of the ledger (`-0.5`), exact to five decimals.
pub(super) fn decimal(text: &str) -> Number {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut value: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes().take(5)) {
        value = value * 10 + i128::from(byte.saturating_sub(b'0').min(9));
    }
    for _ in fraction.len().min(5)..5 {
        value *= 10;
    }
    Number(if negative { -value } else { value })
}
