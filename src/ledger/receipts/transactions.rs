//! Which receipt a transaction of the TSE belongs to. Transaction numbers mean something only together with the
//! device that counted them: each one starts at 1.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

use crate::ledger::{Ledger, LedgerError, moment};

/// A receipt that stands without a signature although the TSE had started its transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclaimed {
    /// Number of the receipt.
    pub receipt: u64,
    /// Transaction.
    pub transaction: u64,
    /// What the TSE was asked to sign.
    pub process_data: String,
}

/// Transaction and log time of its start, if the TSE had answered.
type TseStart = Option<(u64, DateTime<Utc>)>;

/// Serial of the device that was connected when receipt `r` was written: the last one that took over before.
const DEVICE: &str = "(SELECT json_extract(e.text, '$.serial') FROM event e
     JOIN chain ce ON ce.kind = 'event' AND ce.fact = e.id
     WHERE e.kind = 'tse' AND ce.seq < (SELECT seq FROM chain WHERE kind = 'receipt' AND fact = r.number)
     ORDER BY e.id DESC LIMIT 1)";

impl Ledger {
    /// Receipts that were written and not yet made final, oldest first, with their TSE transaction.
    pub fn unsigned_receipts(&self) -> Result<Vec<(u64, TseStart)>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT number, tse_transaction, tse_start_at FROM receipt r
                 WHERE NOT EXISTS (SELECT 1 FROM receipt_signature s WHERE s.receipt = r.number)
                 ORDER BY number",
            )?;
            let rows = statement.query_map([], |row| {
                let number: i64 = row.get(0)?;
                let transaction: Option<i64> = row.get(1)?;
                let at: Option<i64> = row.get(2)?;
                Ok((
                    number as u64,
                    transaction.zip(at).map(|(t, at)| (t as u64, moment(at))),
                ))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Serial of the TSE that was connected when a receipt was written.
    pub fn device_of(&self, number: u64) -> Result<Option<String>, LedgerError> {
        self.read(|connection| {
            let serial: Option<Option<String>> = connection
                .prepare_cached(&format!(
                    "SELECT {DEVICE} FROM receipt r WHERE r.number = ?"
                ))?
                .query_row([number as i64], |row| row.get(0))
                .optional()?;
            Ok(serial.flatten())
        })
    }

    /// Receipts without a signature whose transaction the device `serial` had started and no other receipt
    /// has; those already looked after are left out.
    pub fn unclaimed_candidates(&self, serial: &str) -> Result<Vec<Unclaimed>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT r.number, r.tse_transaction, s.process_data FROM receipt_signature s
                 JOIN receipt r ON r.number = s.receipt
                 WHERE s.failure IS NOT NULL AND r.tse_transaction IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM event e WHERE e.kind = 'tse-unclaimed'
                                   AND e.receipt = r.number)
                   AND NOT EXISTS (SELECT 1 FROM receipt_signature o JOIN tse t ON t.id = o.tse_id
                                   WHERE t.serial = ?1 AND o.transaction_number = r.tse_transaction)
                   AND {DEVICE} = ?1
                 ORDER BY r.number"
            ))?;
            let rows = statement.query_map([serial], |row| {
                Ok(Unclaimed {
                    receipt: row.get::<_, i64>(0)? as u64,
                    transaction: row.get::<_, i64>(1)? as u64,
                    process_data: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Receipts that were made final without a signature between two events, by the order of the chain: a clock may
    /// have been set in between.
    pub fn unsigned_between(&self, begin: u64, end: Option<u64>) -> Result<u64, LedgerError> {
        self.read(|connection| {
            let count: i64 = connection
                .prepare_cached(
                    "SELECT count(*) FROM receipt_signature s
                     JOIN chain c ON c.kind = 'signature' AND c.fact = s.receipt
                     WHERE s.failure IS NOT NULL
                       AND c.seq > (SELECT seq FROM chain WHERE kind = 'event' AND fact = ?1)
                       AND (?2 IS NULL
                            OR c.seq < (SELECT seq FROM chain WHERE kind = 'event' AND fact = ?2))",
                )?
                .query_row(
                    rusqlite::params![begin as i64, end.map(|end| end as i64)],
                    |row| row.get(0),
                )?;
            Ok(count.unsigned_abs())
        })
    }

    /// Highest signature counter on a receipt the TSE `serial` signed; 0: none.
    pub fn last_counter(&self, serial: &str) -> Result<u64, LedgerError> {
        self.read(|connection| {
            let last: Option<i64> = connection
                .prepare_cached(
                    "SELECT s.counter FROM receipt_signature s JOIN tse t ON t.id = s.tse_id
                     WHERE t.serial = ? ORDER BY s.receipt DESC LIMIT 1",
                )?
                .query_row([serial], |row| row.get(0))
                .optional()?;
            Ok(last.unwrap_or_default().unsigned_abs())
        })
    }

    /// The first receipt signed by the TSE `serial` with a counter in `after < counter <= to` whose counter and
    /// signature value `there` does not know.
    pub fn first_missing(
        &self,
        serial: &str,
        after: u64,
        to: u64,
        there: impl Fn(u64, &[u8]) -> bool,
    ) -> Result<Option<u64>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT s.receipt, s.counter, s.signature FROM receipt_signature s
                 JOIN tse t ON t.id = s.tse_id WHERE t.serial = ? AND s.counter > ? AND s.counter <= ?
                 ORDER BY s.receipt",
            )?;
            let mut rows =
                statement.query(rusqlite::params![serial, after as i64, to as i64])?;
            while let Some(row) = rows.next()? {
                let counter: i64 = row.get(1)?;
                let signature: Vec<u8> = row.get(2)?;
                if !there(counter.unsigned_abs(), &signature) {
                    return Ok(Some(row.get::<_, i64>(0)?.unsigned_abs()));
                }
            }
            Ok(None)
        })
    }

    /// Receipts the TSE `serial` signed since a moment.
    pub fn signed_since(&self, serial: &str, since: DateTime<Utc>) -> Result<u64, LedgerError> {
        self.read(|connection| {
            // From the newest back, as far as needed: the years before are not read.
            let mut statement = connection.prepare_cached(
                "SELECT s.log_at, t.serial = ? FROM receipt_signature s JOIN tse t ON t.id = s.tse_id
                 ORDER BY s.receipt DESC",
            )?;
            let mut rows = statement.query([serial])?;
            let mut count = 0;
            while let Some(row) = rows.next()? {
                if row.get::<_, i64>(0)? < since.timestamp_millis() {
                    break;
                }
                count += u64::from(row.get::<_, bool>(1)?);
            }
            Ok(count)
        })
    }

    /// Whether a receipt was written for this transaction of the device `serial`.
    pub fn transaction_known(&self, serial: &str, transaction: u64) -> Result<bool, LedgerError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(&format!(
                    "SELECT 1 FROM receipt r WHERE r.tse_transaction = ?1 AND {DEVICE} = ?2"
                ))?
                .exists(rusqlite::params![transaction as i64, serial])?)
        })
    }

    /// Whether a receipt has the signature of this transaction; `tse` is the device's row.
    pub fn signature_taken(&self, tse: i64, transaction: u64) -> Result<bool, LedgerError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT 1 FROM receipt_signature WHERE tse_id = ? AND transaction_number = ?",
                )?
                .exists([tse, transaction as i64])?)
        })
    }
}
