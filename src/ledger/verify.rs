//! Proof that nothing in the ledger was changed, inserted or removed.

mod archive;
mod signatures;
mod stock;
mod vouchers;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::chain::{Fact, hash_of};
use super::finding::{Finding, FindingKind, Place};
use super::{Ledger, LedgerError, StepError, receipts};
use crate::closing::Totals;
use crate::fiscal;
use crate::money::Money;
use crate::receipt::Signature;
use crate::voucher::{Book, BookError};
use signatures::{Signatures, devices};

/// Result of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LedgerReport {
    /// Entries of the chain that were checked.
    pub entries: u64,
    /// Receipts among them.
    pub receipts: u64,
    /// Signatures of a TSE among them.
    pub signatures: u64,
    /// Signatures that were checked against the key of their TSE.
    pub genuine: u64,
    /// Receipts issued while the TSE was out.
    pub unsigned: u64,
    /// Closings among them.
    pub closings: u64,
    /// Hash of the newest entry, lower-case hex: the whole ledger in one number.
    pub head: String,
    /// Signatures that were found in the TSE's own archive, when one was given.
    pub matched: Option<u64>,
    /// What does not hold; empty means that everything holds.
    pub findings: Vec<Finding>,
}

impl LedgerReport {
    /// Adds a finding.
    fn find(&mut self, place: &Place, kind: FindingKind) {
        let place = place.clone();
        self.findings.push(Finding { place, kind });
    }
}

impl Ledger {
    /// Checks the chain, the numbering, the sums, the closings and every signature. `progress` is told the
    /// entry or signature it is at and how many there are.
    pub fn verify(&self, mut progress: impl FnMut(u64, u64)) -> Result<LedgerReport, LedgerError> {
        let client = self.site()?.register.serial;
        let tses = self.tses();
        let on_record = self.events_of("tse")?;
        self.read(|connection| {
            let mut report = LedgerReport::default();
            let signed: i64 = connection.query_row(
                "SELECT count(*) FROM receipt_signature WHERE signature IS NOT NULL",
                [],
                |row| row.get(0),
            )?;
            chain(connection, &mut report, signed, &mut progress)?;
            devices(connection, &mut report, tses, &on_record)?;
            strays(connection, &mut report)?;
            gaps(connection, &mut report)?;
            keys(connection, &mut report)?;
            let mut signatures = Signatures::new(&client, &mut progress, signed as u64);
            sums(connection, &mut report, &mut signatures)?;
            signatures.check(&mut report);
            stock::check(connection, &mut report)?;
            Ok(report)
        })
    }
}

fn chain(
    connection: &Connection,
    report: &mut LedgerReport,
    signed: i64,
    progress: &mut impl FnMut(u64, u64),
) -> Result<(), StepError> {
    let entries: i64 = connection.query_row("SELECT count(*) FROM chain", [], |r| r.get(0))?;
    let total = entries + signed;
    let mut statement =
        connection.prepare("SELECT seq, kind, fact, at, previous, hash FROM chain ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let (mut last_seq, mut last_hash) = (0i64, vec![0u8; 32]);
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let code: String = row.get(1)?;
        let key: i64 = row.get(2)?;
        let (previous, hash): (Vec<u8>, Vec<u8>) = (row.get(4)?, row.get(5)?);
        let place = Place::Entry {
            seq,
            kind: code.clone(),
            fact: key,
        };
        if seq != last_seq + 1 {
            let (from, to) = (last_seq + 1, seq - 1);
            report.find(&place, FindingKind::EntriesMissing { from, to });
        } else if previous != last_hash {
            report.find(&place, FindingKind::DoesNotFollow);
        }
        match Fact::from_code(&code) {
            None => report.find(&place, FindingKind::KindUnknown),
            Some(fact) => {
                let (table, column) = fact.tables()[0];
                let there = connection
                    .prepare_cached(&format!("SELECT 1 FROM {table} WHERE {column} = ?"))?
                    .exists([key])?;
                if !there {
                    report.find(&place, FindingKind::RowMissing { table });
                } else if hash_of(connection, fact, key, row.get(3)?, &previous)? != hash {
                    report.find(&place, FindingKind::ContentChanged);
                }
                match fact {
                    Fact::Receipt => report.receipts += 1,
                    Fact::Closing => report.closings += 1,
                    _ => {}
                }
            }
        }
        report.entries += 1;
        if report.entries.is_multiple_of(512) {
            progress(report.entries, total as u64);
        }
        (last_seq, last_hash) = (seq, hash);
    }
    let (seq, hash): (i64, Vec<u8>) =
        connection.query_row("SELECT seq, hash FROM chain_head", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?;
    if (seq, &hash) != (last_seq, &last_hash) {
        let (recorded, found) = (seq, last_seq);
        report.find(&Place::End, FindingKind::ChainCut { recorded, found });
    }
    report.head = fiscal::hex(&last_hash);
    Ok(())
}

/// Rows that no chain entry stands for.
fn strays(connection: &Connection, report: &mut LedgerReport) -> Result<(), StepError> {
    for fact in Fact::ALL {
        for (table, column) in fact.tables() {
            let mut statement = connection.prepare(&format!(
                "SELECT DISTINCT {column} FROM {table} t WHERE NOT EXISTS
                 (SELECT 1 FROM chain c WHERE c.kind = ? AND c.fact = t.{column}) LIMIT 100"
            ))?;
            let mut rows = statement.query([fact.code()])?;
            while let Some(row) = rows.next()? {
                let key: i64 = row.get(0)?;
                let table = (*table).to_owned();
                report.find(&Place::Row { table, key }, FindingKind::Stray);
            }
        }
    }
    Ok(())
}

/// Numbers that must have no gap.
fn gaps(connection: &Connection, report: &mut LedgerReport) -> Result<(), StepError> {
    type At = fn(i64) -> Place;
    let series: [(_, _, At); 5] = [
        ("receipt", "number", Place::Receipt),
        ("closing", "number", Place::Closing),
        ("cash_count", "number", Place::Count),
        ("event", "id", Place::Event),
        ("stock_move", "id", Place::Stock),
    ];
    for (table, column, place) in series {
        let mut statement =
            connection.prepare(&format!("SELECT {column} FROM {table} ORDER BY {column}"))?;
        let mut rows = statement.query([])?;
        let mut expected = 1i64;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            if number != expected {
                let (from, to) = (expected, number - 1);
                report.find(&place(number), FindingKind::NumbersMissing { from, to });
            }
            expected = number + 1;
        }
    }
    Ok(())
}

fn keys(connection: &Connection, report: &mut LedgerReport) -> Result<(), StepError> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, rowid): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        let key = rowid.unwrap_or_default();
        report.find(&Place::Row { table, key }, FindingKind::DanglingReference);
    }
    Ok(())
}

/// Sums that must agree with each other: what is printed, what was signed, what a closing says.
fn sums(
    connection: &Connection,
    report: &mut LedgerReport,
    signatures: &mut Signatures<'_>,
) -> Result<(), StepError> {
    let last: i64 =
        connection.query_row("SELECT coalesce(max(number), 0) FROM receipt", [], |r| {
            r.get(0)
        })?;
    let mut statement = connection.prepare("SELECT number FROM receipt ORDER BY number")?;
    let numbers: Vec<i64> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (mut z, mut totals) = (0u32, Totals::default());
    let mut book = Book::default();
    for number in numbers {
        let place = Place::Receipt(number);
        let receipt = match receipts::load(connection, number) {
            Ok(receipt) => receipt,
            Err(StepError::Ledger(LedgerError::Damaged { table, what, .. })) => {
                report.find(&place, unreadable(format!("table {table}: {what}")));
                continue;
            }
            Err(StepError::Sqlite(
                e @ (rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::FromSqlConversionFailure(..)),
            )) => {
                report.find(&place, unreadable(e.to_string()));
                continue;
            }
            Err(other) => return Err(other),
        };
        let lines: Money = receipt.valid_lines().map(|line| line.gross).sum();
        if lines != receipt.gross() {
            let totals = receipt.gross();
            report.find(&place, FindingKind::LinesDiffer { lines, totals });
        }
        let paid: Money = receipt.payments.iter().map(|p| p.amount).sum();
        if receipt.kind.counts() && paid != receipt.gross() {
            let gross = receipt.gross();
            report.find(&place, FindingKind::PaidDiffers { paid, gross });
        }
        let expected = fiscal::process_data_of(&receipt);
        match &receipt.signature {
            None if number == last => {}
            None => report.find(&place, FindingKind::NotFinal),
            Some(Signature::Failed { .. }) => report.unsigned += 1,
            Some(Signature::Signed(signed)) => {
                report.signatures += 1;
                if signed.process_data != expected {
                    report.find(&place, FindingKind::SignedOtherSums);
                }
                signatures.add(number, signed, report);
            }
        }
        if receipt.z_number != z {
            closing(connection, report, z, &totals)?;
            if receipt.z_number != z + 1 {
                let (closing, previous) = (receipt.z_number, z);
                report.find(&place, FindingKind::ClosingOrder { closing, previous });
            }
            (z, totals) = (receipt.z_number, Totals::default());
        }
        totals.add(&receipt);
        for wrong in book.enter(&receipt) {
            report.find(
                &place,
                FindingKind::Voucher {
                    number: number_of(wrong),
                },
            );
        }
    }
    vouchers::compare(connection, report, &book)?;
    closing(connection, report, z, &totals)
}

fn number_of(wrong: BookError) -> String {
    match wrong {
        BookError::SoldTwice { number }
        | BookError::NeverSold { number }
        | BookError::Beyond { number, .. }
        | BookError::Withdrawn { number } => number,
    }
}

fn unreadable(reason: String) -> FindingKind {
    FindingKind::Unreadable { reason }
}

/// Compares a stored closing with the receipts of its period.
fn closing(
    connection: &Connection,
    report: &mut LedgerReport,
    number: u32,
    totals: &Totals,
) -> Result<(), StepError> {
    let found = connection
        .prepare("SELECT 1 FROM closing WHERE number = ?")?
        .exists([number])?;
    if !found {
        return Ok(());
    }
    let place = Place::Closing(i64::from(number));
    let stored: i64 = connection.query_row(
        "SELECT coalesce(sum(gross_cents), 0) FROM closing_case WHERE closing = ?",
        [number],
        |row| row.get(0),
    )?;
    let cases = totals.cases();
    let computed: Money = cases.iter().map(|row| row.total.gross).sum();
    if stored != computed.cents() {
        let of = "all business cases".to_owned();
        report.find(&place, FindingKind::ClosingDiffers { of });
    }
    for row in &cases {
        let same = connection
            .prepare_cached(
                "SELECT 1 FROM closing_case WHERE closing = ? AND business_case = ? AND principal = ?
                 AND tax_key = ? AND percent = ? AND gross_cents = ? AND vat_cents = ?",
            )?
            .exists(params![
                number,
                row.case.code(),
                row.principal,
                row.total.key.0,
                row.total.percent.normalize().to_string(),
                row.total.gross.cents(),
                row.total.vat.cents()
            ])?;
        if !same {
            let of = row.case.code().to_owned();
            report.find(&place, FindingKind::ClosingDiffers { of });
        }
    }
    for (kind, tally) in &totals.payments {
        let same = connection
            .prepare_cached(
                "SELECT 1 FROM closing_payment WHERE closing = ? AND kind = ? AND amount_cents = ?",
            )?
            .exists(params![number, kind.code(), tally.sum.cents()])?;
        if !same {
            let of = kind.code().to_owned();
            report.find(&place, FindingKind::ClosingDiffers { of });
        }
    }
    Ok(())
}

#[cfg(test)]
impl Ledger {
    /// Computes every hash anew, as somebody who improves the ledger by hand would.
    pub(crate) fn rehash(folder: &std::path::Path) {
        let connection = Connection::open(folder.join(super::FILE)).unwrap();
        let rows: Vec<(i64, String, i64, i64)> = connection
            .prepare("SELECT seq, kind, fact, at FROM chain ORDER BY seq")
            .unwrap()
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut previous = vec![0u8; 32];
        for (seq, kind, fact, at) in rows {
            let fact_kind = Fact::from_code(&kind).unwrap();
            let hash = hash_of(&connection, fact_kind, fact, at, &previous).unwrap();
            let update = "UPDATE chain SET previous = ?, hash = ? WHERE seq = ?";
            connection
                .execute(update, params![previous, hash, seq])
                .unwrap();
            connection
                .execute(
                    "UPDATE chain_head SET seq = ?, hash = ?",
                    params![seq, hash],
                )
                .unwrap();
            previous = hash;
        }
    }
}
