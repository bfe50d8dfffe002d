//! Proof that nothing in the ledger was changed, inserted or removed.

mod archive;
mod signatures;
mod stock;
mod sums;
mod vouchers;

use rusqlite::Connection;
use serde::Serialize;

use super::chain::{Fact, hash_of};
use super::finding::{Finding, FindingKind, Place};
use super::{Ledger, LedgerError, StepError};
use crate::fiscal;
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
            sums::sums(connection, &mut report, &mut signatures)?;
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
    let slip = |key| Place::Row {
        table: "card_slip".to_owned(),
        key,
    };
    let terminal = |key| Place::Row {
        table: "terminal_closing".to_owned(),
        key,
    };
    let series: [(_, _, At); 7] = [
        ("receipt", "number", Place::Receipt),
        ("closing", "number", Place::Closing),
        ("cash_count", "number", Place::Count),
        ("event", "id", Place::Event),
        ("stock_move", "id", Place::Stock),
        ("card_slip", "id", slip),
        ("terminal_closing", "id", terminal),
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
                .execute(update, rusqlite::params![previous, hash, seq])
                .unwrap();
            connection
                .execute(
                    "UPDATE chain_head SET seq = ?, hash = ?",
                    rusqlite::params![seq, hash],
                )
                .unwrap();
            previous = hash;
        }
    }
}
