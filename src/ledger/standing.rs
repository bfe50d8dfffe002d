//! How far the ledger has come: its newest entry, its closings, what is not closed yet.

use chrono::{DateTime, Utc};

use super::{Ledger, LedgerError, moment};
use crate::fiscal;

/// A closing in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingMark {
    /// Z_NR.
    pub number: u32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// When its first receipt was begun.
    pub from: DateTime<Utc>,
    /// When its last receipt was finished.
    pub to: DateTime<Utc>,
}

impl Ledger {
    /// Number and hash (lower-case hex) of the newest entry of the chain: the whole ledger in one number.
    pub fn head(&self) -> Result<(u64, String), LedgerError> {
        self.read(|connection| {
            let (seq, hash): (i64, Vec<u8>) = connection
                .prepare_cached("SELECT seq, hash FROM chain_head")?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok((seq.unsigned_abs(), fiscal::hex(&hash)))
        })
    }

    /// Every closing, oldest first.
    pub fn closing_marks(&self) -> Result<Vec<ClosingMark>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT c.number, c.at, f.started_at, l.finished_at FROM closing c
                 JOIN receipt f ON f.number = c.first_receipt JOIN receipt l ON l.number = c.last_receipt
                 ORDER BY c.number",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(ClosingMark {
                    number: row.get(0)?,
                    at: moment(row.get(1)?),
                    from: moment(row.get(2)?),
                    to: moment(row.get(3)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Receipts of the open period, whatever their kind.
    pub fn receipts_since_closing(&self) -> Result<u64, LedgerError> {
        self.read(|connection| {
            // Numbers have no gap.
            let number: i64 = connection
                .prepare_cached(
                    "SELECT coalesce((SELECT max(number) FROM receipt), 0)
                          - coalesce((SELECT max(last_receipt) FROM closing), 0)",
                )?
                .query_row([], |row| row.get(0))?;
            Ok(number.unsigned_abs())
        })
    }
}
