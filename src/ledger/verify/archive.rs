//! The ledger against the TSE's own archive, signature by signature.

use std::collections::{HashMap, HashSet};

use amtskasse_tse::log::LogTime;
use rusqlite::{Connection, OptionalExtension};

use super::LedgerReport;
use crate::fiscal::{self, SignedFinish};
use crate::ledger::finding::{FindingKind, Place};
use crate::ledger::{Event, Ledger, LedgerError, StepError, moment, receipts};

impl Ledger {
    /// Compares every signature of the ledger with the finishes of a TSE's archive, both ways.
    pub fn match_tse(
        &self,
        finishes: &[SignedFinish],
        report: &mut LedgerReport,
    ) -> Result<(), LedgerError> {
        let mut archive: HashMap<(String, u64), &SignedFinish> = finishes
            .iter()
            .map(|f| ((f.serial.clone(), f.transaction), f))
            .collect();
        let serials: HashSet<&str> = finishes.iter().map(|f| f.serial.as_str()).collect();
        let unclaimed = self.events_of("tse-unclaimed")?;
        let signing = self.unsigned_receipts()?;
        let mut matched = 0;
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT s.receipt, t.serial, s.transaction_number, s.counter, s.process_data, s.signature,
                        s.start_at, s.log_at
                 FROM receipt_signature s JOIN tse t ON t.id = s.tse_id ORDER BY s.receipt",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let serial: String = row.get(1)?;
                let place = Place::Receipt(number);
                // Signatures of an earlier TSE are in that device's archive, not in this one.
                if !serials.is_empty() && !serials.contains(serial.as_str()) {
                    continue;
                }
                let transaction = row.get::<_, i64>(2)? as u64;
                let Some(finish) = archive.remove(&(serial, transaction)) else {
                    report.find(&place, FindingKind::NotInArchive { transaction });
                    continue;
                };
                let same = finish.counter == row.get::<_, i64>(3)? as u64
                    && finish.process_data == row.get::<_, String>(4)?.as_bytes()
                    && finish.signature == row.get::<_, Vec<u8>>(5)?;
                // An archive that was limited to a period may lack the start.
                let (start, end) = (row.get(6)?, row.get(7)?);
                let times = agree(&finish.log_time, end)
                    && finish.start.as_ref().is_none_or(|time| agree(time, start));
                match (same, times) {
                    (true, true) => matched += 1,
                    (false, _) => report.find(&place, FindingKind::OtherSignature),
                    (true, false) => report.find(&place, FindingKind::OtherTimes),
                }
            }
            // A power cut between the TSE's answer and its record: the next start stores the signature.
            for (number, start) in &signing {
                let Some((transaction, _)) = start else {
                    continue;
                };
                let receipt = receipts::load(connection, *number as i64)?;
                let asked = fiscal::process_data_of(&receipt);
                archive.retain(|(_, found), finish| {
                    found != transaction || finish.process_data != asked.as_bytes()
                });
            }
            // Signatures whose answer got lost during an outage are on record as events.
            for event in &unclaimed {
                let Some(key) = key_of(event) else {
                    continue;
                };
                if let Some(finish) = archive.get(&key)
                    && stands_unsigned(connection, event, finish)?
                {
                    archive.remove(&key);
                }
            }
            Ok(())
        })?;
        let mut left: Vec<_> = archive.into_values().collect();
        left.sort_by_key(|finish| finish.transaction);
        for finish in left {
            report.find(
                &Place::Transaction(finish.transaction),
                FindingKind::NoReceipt,
            );
        }
        report.matched = Some(matched);
        Ok(())
    }
}

/// Whether a stored moment is the archive's, as exactly as the archive's format can say.
fn agree(time: &LogTime, stored: Option<i64>) -> bool {
    stored.is_some_and(|at| LogTime::new(time.format, moment(at)).at == time.at)
}

/// Serial and transaction an event `tse-unclaimed` speaks of.
fn key_of(event: &Event) -> Option<(String, u64)> {
    let (serial, number) = event.text.split_once(' ')?;
    Some((serial.to_owned(), number.parse().ok()?))
}

/// Whether the event's receipt really stands without a signature and is what the TSE signed.
fn stands_unsigned(
    connection: &Connection,
    event: &Event,
    finish: &SignedFinish,
) -> Result<bool, StepError> {
    let asked: Option<String> = connection
        .prepare_cached(
            "SELECT s.process_data FROM receipt_signature s JOIN receipt r ON r.number = s.receipt
             WHERE s.receipt = ? AND s.failure IS NOT NULL AND r.tse_transaction = ?",
        )?
        .query_row(
            rusqlite::params![event.receipt.map(|n| n as i64), finish.transaction as i64],
            |row| row.get(0),
        )
        .optional()?;
    Ok(asked.is_some_and(|data| data.as_bytes() == finish.process_data))
}
