//! What vouchers are still worth: kept at hand, and proved from the receipts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::{Ledger, LedgerError, StepError, Writer, stored};
use crate::money::Money;
use crate::receipt::Receipt;
use crate::voucher::{
    BLOCKED, Move, UNBLOCKED, Voucher, VoucherKind, moves, read_block, withdrawn,
};

const COLUMNS: &str =
    "number, kind, item_id, receipt, issued_day, value_cents, balance_cents, tax, blocked";

impl Writer<'_> {
    /// Moves the vouchers of a receipt, in the same step as the receipt itself. One that is spent, blocked or
    /// unknown stops the whole step: nothing of the receipt is written then.
    pub(crate) fn vouchers_moved(&self, receipt: &Receipt) -> Result<(), StepError> {
        for one in moves(receipt) {
            let changed = match &one {
                Move::Sold(voucher) => self.voucher_sold(voucher)?,
                Move::Redeemed { number, amount } => self
                    .transaction
                    .prepare_cached(
                        "UPDATE voucher SET balance_cents = balance_cents - ?1
                         WHERE number = ?2 AND blocked IS NULL AND balance_cents >= ?1",
                    )?
                    .execute(params![amount.cents(), number])?,
                Move::GivenBack { number, amount } => self
                    .transaction
                    .prepare_cached(
                        "UPDATE voucher SET balance_cents = balance_cents + ?1
                         WHERE number = ?2 AND balance_cents + ?1 <= value_cents",
                    )?
                    .execute(params![amount.cents(), number])?,
                Move::Withdrawn { number, receipt } => self
                    .transaction
                    .prepare_cached(
                        "UPDATE voucher SET blocked = ?1
                         WHERE number = ?2 AND blocked IS NULL AND balance_cents = value_cents",
                    )?
                    .execute(params![withdrawn(*receipt), number])?,
            };
            if changed != 1 {
                let number = one.number().to_owned();
                return Err(LedgerError::Voucher(number).into());
            }
        }
        Ok(())
    }

    /// Blocks a voucher by hand for `reason`, or with `None` accepts it again. Whoever calls it writes the event
    /// beside it, by which the block can be proved.
    pub(crate) fn voucher_blocked(
        &self,
        number: &str,
        reason: Option<&str>,
    ) -> Result<(), StepError> {
        let changed = self
            .transaction
            .prepare_cached("UPDATE voucher SET blocked = ?1 WHERE number = ?2")?
            .execute(params![reason, number])?;
        match changed {
            1 => Ok(()),
            _ => Err(LedgerError::Voucher(number.to_owned()).into()),
        }
    }

    fn voucher_sold(&self, voucher: &Voucher) -> Result<usize, StepError> {
        let tax = serde_json::to_string(&voucher.tax).unwrap_or_default();
        Ok(self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO voucher VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)")?
            .execute(params![
                voucher.number,
                voucher.kind.code(),
                voucher.item_id,
                voucher.receipt as i64,
                voucher.issued.to_string(),
                voucher.value.cents(),
                voucher.balance.cents(),
                tax,
            ])?)
    }
}

impl Ledger {
    /// One voucher as it is kept at hand.
    pub fn voucher(&self, number: &str) -> Result<Option<Voucher>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM voucher WHERE number = ?"))?
                .query_row([number], |row| Ok(voucher(row)))
                .optional()?
                .transpose()
        })
    }

    /// Every voucher ever sold, oldest first.
    pub fn vouchers(&self) -> Result<Vec<Voucher>, LedgerError> {
        self.read(vouchers)
    }

    /// Why each voucher is blocked by hand, by its number.
    pub fn blocked_by_hand(&self) -> Result<BTreeMap<String, String>, LedgerError> {
        self.read(blocked_by_hand)
    }

    /// What was left of a voucher after a receipt, for its paper.
    pub fn voucher_after(&self, number: &str, receipt: u64) -> Result<Money, LedgerError> {
        self.read(|connection| {
            let redeemed: i64 = connection
                .prepare_cached(
                    "SELECT coalesce(sum(l.gross_cents), 0) FROM receipt_line l
                     JOIN receipt r ON r.number = l.receipt
                     WHERE l.voucher = ?1 AND l.voided = 0 AND r.number <= ?2
                       AND r.kind IN ('sale', 'void', 'refund')",
                )?
                .query_row(params![number, receipt as i64], |row| row.get(0))?;
            Ok(Money::from_cents(redeemed))
        })
    }
}

/// Every voucher kept at hand, in order of the receipts that sold them.
pub(super) fn vouchers(connection: &rusqlite::Connection) -> Result<Vec<Voucher>, StepError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM voucher ORDER BY receipt, number"
    ))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(voucher(row)?);
    }
    Ok(found)
}

/// Why each voucher is blocked by hand, out of the events that say so.
pub(super) fn blocked_by_hand(
    connection: &rusqlite::Connection,
) -> Result<BTreeMap<String, String>, StepError> {
    let mut statement = connection
        .prepare_cached("SELECT kind, text FROM event WHERE kind IN (?1, ?2) ORDER BY id")?;
    let mut rows = statement.query([BLOCKED, UNBLOCKED])?;
    let mut blocked = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (kind, text): (String, String) = (row.get(0)?, row.get(1)?);
        match read_block(&text) {
            Some((number, reason)) if kind == BLOCKED => {
                blocked.insert(number.to_owned(), reason.to_owned());
            }
            Some((number, _)) => drop(blocked.remove(number)),
            None => {}
        }
    }
    Ok(blocked)
}

fn voucher(row: &Row<'_>) -> Result<Voucher, StepError> {
    let number: String = row.get(0)?;
    let (kind, day, tax): (String, String, String) = (row.get(1)?, row.get(4)?, row.get(7)?);
    Ok(Voucher {
        kind: stored("voucher", &number, &kind, VoucherKind::from_code)?,
        item_id: row.get(2)?,
        receipt: row.get::<_, i64>(3)? as u64,
        issued: stored("voucher", &number, &day, |d| d.parse::<NaiveDate>().ok())?,
        value: Money::from_cents(row.get(5)?),
        balance: Money::from_cents(row.get(6)?),
        tax: stored("voucher", &number, &tax, |t| serde_json::from_str(t).ok())?,
        blocked: row.get(8)?,
        number,
    })
}
