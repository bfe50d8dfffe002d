//! Receipts and their signatures: append and read.

use chrono::{DateTime, Utc};
use rusqlite::params;

mod load;
mod search;
mod transactions;

pub(super) use load::load;
pub use search::{ReceiptFilter, ReceiptRow};

use super::chain::Fact;
use super::{Ledger, LedgerError, StepError, Writer, millis};

use crate::fiscal;
use crate::money::Money;
use crate::receipt::{Line, Receipt, Signature};

impl Writer<'_> {
    /// Writes a receipt whole, number and all, in state *signing*; `references` are those of its payments
    /// in order, so that no payment can ever be used by two receipts.
    pub(crate) fn receipt(
        &self,
        receipt: &Receipt,
        tse_start: Option<(u64, DateTime<Utc>)>,
        references: &[String],
    ) -> Result<(), StepError> {
        let number = receipt.number as i64;
        self.transaction
            .prepare_cached("INSERT INTO receipt VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?
            .execute(params![
                number,
                receipt.z_number,
                receipt.kind.code(),
                millis(receipt.started),
                millis(receipt.finished),
                receipt.clerk.id,
                receipt.clerk.name,
                receipt.second.as_ref().map(|p| &p.id),
                receipt.second.as_ref().map(|p| &p.name),
                receipt.refers_to.map(|n| n as i64),
                receipt.reason,
                receipt.gross().cents(),
                tse_start.map(|(transaction, _)| transaction as i64),
                tse_start.map(|(_, at)| millis(at)),
                receipt.supplied.map(|day| day.to_string()),
            ])?;
        for (index, line) in receipt.lines.iter().enumerate() {
            self.line(number, index as i64 + 1, line)?;
        }
        self.receipt_stock(receipt)?;
        for total in &receipt.totals {
            self.transaction
                .prepare_cached("INSERT INTO receipt_total VALUES (?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    number,
                    total.key.0,
                    total.percent.normalize().to_string(),
                    total.gross.cents(),
                    total.net.cents(),
                    total.vat.cents(),
                ])?;
        }
        for (index, payment) in receipt.payments.iter().enumerate() {
            let card = payment
                .card
                .as_ref()
                .map(|c| serde_json::to_string(c).unwrap_or_default());
            self.transaction
                .prepare_cached("INSERT INTO receipt_payment VALUES (?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    number,
                    index as i64 + 1,
                    payment.kind.code(),
                    payment.amount.cents(),
                    payment.given.map(Money::cents),
                    card,
                    references.get(index),
                ])?;
        }
        self.chain(Fact::Receipt, number, receipt.finished)
    }

    fn line(&self, number: i64, position: i64, line: &Line) -> Result<(), StepError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO receipt_line VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params![
                number,
                position,
                line.item_id,
                line.text,
                line.quantity.normalize().to_string(),
                line.unit,
                line.price.cents(),
                line.discount.cents(),
                line.gross.cents(),
                line.case.code(),
                line.voided,
                line.tax_text,
                line.legal_basis,
                line.third_party.cents(),
                line.principal,
                line.account,
                line.product,
                line.reference,
                line.origin_line,
                line.voucher,
                line.numbers,
                line.group,
                line.ean,
            ])?;
        for (part, split) in line.splits.iter().enumerate() {
            self.transaction
                .prepare_cached("INSERT INTO receipt_line_account VALUES (?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    number,
                    position,
                    part as i64 + 1,
                    split.account,
                    split.product,
                    split.gross.cents(),
                ])?;
        }
        for (part_number, part) in line.parts.iter().enumerate() {
            self.transaction
                .prepare_cached("INSERT INTO receipt_line_tax VALUES (?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    number,
                    position,
                    part_number as i64 + 1,
                    part.key.0,
                    part.percent.normalize().to_string(),
                    part.gross.cents(),
                ])?;
        }
        Ok(())
    }

    /// Makes a receipt final. `tse` is the row of the device that signed; `None` on a failure.
    pub(crate) fn signature(
        &self,
        number: u64,
        tse: Option<i64>,
        process: (&str, &str),
        signature: &Signature,
        now: DateTime<Utc>,
    ) -> Result<(), StepError> {
        let (signed, failure) = match signature {
            Signature::Signed(signed) => (Some(signed), None),
            Signature::Failed { reason } => (None, Some(reason)),
        };
        let value = signed.and_then(|s| fiscal::unbase64(&s.signature));
        self.transaction
            .prepare_cached("INSERT INTO receipt_signature VALUES (?,?,?,?,?,?,?,?,?,?,?)")?
            .execute(params![
                number as i64,
                tse.filter(|_| signed.is_some()),
                signed.map(|s| &s.client_id),
                signed.map(|s| s.transaction as i64),
                signed.map(|s| s.counter as i64),
                signed.map(|s| millis(s.start)),
                signed.map(|s| millis(s.log_time)),
                process.0,
                process.1,
                value,
                failure,
            ])?;
        self.chain(Fact::Signature, number as i64, now)
    }
}

impl Ledger {
    /// Number of the newest receipt; 0 on a new register.
    pub fn last_receipt(&self) -> Result<u64, LedgerError> {
        self.read(|connection| {
            let last: Option<i64> = connection
                .prepare_cached("SELECT max(number) FROM receipt")?
                .query_row([], |row| row.get(0))?;
            Ok(last.unwrap_or(0) as u64)
        })
    }

    /// One receipt with everything on it.
    pub fn receipt(&self, number: u64) -> Result<Option<Receipt>, LedgerError> {
        self.read(|connection| {
            let found = connection
                .prepare_cached("SELECT 1 FROM receipt WHERE number = ?")?
                .exists([number as i64])?;
            if found {
                load(connection, number as i64).map(Some)
            } else {
                Ok(None)
            }
        })
    }

    /// Calls `visit` for every receipt of a closing period in order.
    pub fn each_receipt_of(
        &self,
        z_number: u32,
        mut visit: impl FnMut(Receipt),
    ) -> Result<(), LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT number FROM receipt WHERE z_number = ? ORDER BY number")?;
            let numbers: Vec<i64> = statement
                .query_map([z_number], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for number in numbers {
                visit(load(connection, number)?);
            }
            Ok(())
        })
    }

    /// Calls `visit` for every receipt from the first to the last number, in order.
    pub fn each_receipt_between(
        &self,
        first: u64,
        last: u64,
        mut visit: impl FnMut(Receipt),
    ) -> Result<(), LedgerError> {
        self.read(|connection| {
            // One picture of the ledger, while the register may go on writing.
            let connection = connection.unchecked_transaction()?;
            let mut statement = connection.prepare_cached(
                "SELECT number FROM receipt WHERE number BETWEEN ? AND ? ORDER BY number",
            )?;
            let mut rows = statement.query([first as i64, last as i64])?;
            while let Some(row) = rows.next()? {
                visit(load(&connection, row.get(0)?)?);
            }
            Ok(())
        })
    }

    /// Numbers of the voids and refunds that go back to a receipt.
    pub fn going_back_to(&self, number: u64) -> Result<Vec<u64>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT number FROM receipt WHERE refers_to = ? ORDER BY number")?;
            let rows = statement.query_map([number as i64], |row| row.get::<_, i64>(0))?;
            Ok(rows
                .map(|n| n.map(|n| n as u64))
                .collect::<Result<_, _>>()?)
        })
    }
}
