//! Every row of a span of receipts, in order and without loading a receipt: for exports of any length.
//!
//! A [`Snapshot`] sees the ledger as it was when it was taken, however long it is read and whatever the register writes
//! meanwhile. Texts are borrowed from SQLite; nothing is kept between rows.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::types::ValueRef;
use rusqlite::{Row, Transaction, params};

mod rows;

pub use rows::{
    CaseRow, ClosingRow, HeadRow, LineRow, LineTaxRow, PaymentRow, ReferenceRow, SignatureRow,
    Span, TotalRow,
};

use super::{Ledger, LedgerError, StepError, millis, moment, stored, wrap};
use crate::receipt::Kind;

/// The ledger at one moment.
#[derive(Debug)]
pub struct Snapshot<'a> {
    ledger: &'a Ledger,
    // As long as it is open, every reading of the ledger sees the same.
    _transaction: Transaction<'a>,
}

impl Ledger {
    /// The ledger as it is now, to be read for a while.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, LedgerError> {
        let transaction = self
            .connection
            .unchecked_transaction()
            .map_err(|e| wrap(&self.path, e))?;
        // A transaction sees what is there at its first reading.
        transaction
            .query_row("SELECT count(*) FROM setting", [], |_| Ok(()))
            .map_err(|e| wrap(&self.path, e))?;
        Ok(Snapshot {
            ledger: self,
            _transaction: transaction,
        })
    }
}

impl<'a> Snapshot<'a> {
    /// The ledger, for everything that is small.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Every closing, oldest first.
    pub fn closings(&self) -> Result<Vec<ClosingRow>, LedgerError> {
        self.ledger.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT c.number, c.at, c.first_receipt, c.last_receipt, f.started_at, l.finished_at,
                    (SELECT b.finished_at FROM receipt b
                     WHERE b.number BETWEEN c.first_receipt AND c.last_receipt AND b.kind NOT IN ('difference', 'skim')
                     ORDER BY b.number DESC LIMIT 1)
                 FROM closing c JOIN receipt f ON f.number = c.first_receipt
                 JOIN receipt l ON l.number = c.last_receipt ORDER BY c.number",
            )?;
            let rows = statement.query_map([], |row| {
                let to = row.get(5)?;
                Ok(ClosingRow {
                    number: row.get(0)?,
                    at: moment(row.get(1)?),
                    span: (unsigned(row.get(2)?), unsigned(row.get(3)?)),
                    from: moment(row.get(4)?),
                    to: moment(to),
                    business_to: moment(row.get::<_, Option<i64>>(6)?.unwrap_or(to)),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many receipts that wait for their closing were finished at a moment `counts` agrees to.
    pub fn open_between(&self, counts: impl Fn(DateTime<Utc>) -> bool) -> Result<u64, LedgerError> {
        self.ledger.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT finished_at FROM receipt
                 WHERE number > (SELECT coalesce(max(last_receipt), 0) FROM closing)",
            )?;
            let mut rows = statement.query([])?;
            let mut open = 0;
            while let Some(row) = rows.next()? {
                open += u64::from(counts(moment(row.get(0)?)));
            }
            Ok(open)
        })
    }

    /// Sums of a closing by business case.
    pub fn cases(&self, closing: u32) -> Result<Vec<CaseRow>, LedgerError> {
        self.ledger.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT business_case, principal, tax_key, gross_cents, net_cents, vat_cents
                 FROM closing_case WHERE closing = ? ORDER BY business_case, principal, tax_key, percent",
            )?;
            let rows = statement.query_map([closing], |row| {
                Ok(CaseRow {
                    case: row.get(0)?,
                    principal: row.get(1)?,
                    key: row.get(2)?,
                    cents: [row.get(3)?, row.get(4)?, row.get(5)?],
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Sums of a closing by kind of payment (ZAHLART_TYP).
    pub fn closing_payments(&self, closing: u32) -> Result<Vec<(String, i64)>, LedgerError> {
        self.ledger.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT kind, amount_cents FROM closing_payment WHERE closing = ? ORDER BY kind",
            )?;
            let rows = statement.query_map([closing], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether a TSE signed anything in a span.
    pub fn signed_by(&self, tse: i64, (first, last): Span) -> Result<bool, LedgerError> {
        self.ledger.read(|connection| {
            Ok(connection
                .prepare_cached(
                    // The plus keeps the index by TSE out of it, which knows no spans.
                    "SELECT 1 FROM receipt_signature WHERE receipt BETWEEN ? AND ? AND +tse_id = ? LIMIT 1",
                )?
                .exists([first as i64, last as i64, tse])?)
        })
    }

    fn each<E: From<LedgerError>>(
        &self,
        sql: &str,
        (first, last): Span,
        mut visit: impl FnMut(&Row<'_>) -> Result<Result<(), E>, StepError>,
    ) -> Result<(), E> {
        let done = self.ledger.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([first as i64, last as i64])?;
            while let Some(row) = rows.next()? {
                if let Err(stop) = visit(row)? {
                    return Ok(Err(stop));
                }
            }
            Ok(Ok(()))
        });
        done.map_err(E::from)?
    }

    /// Heads. Of invoices only those made out until then count: what is closed stays as it was.
    pub fn heads<E: From<LedgerError>>(
        &self,
        span: Span,
        until: DateTime<Utc>,
        mut visit: impl FnMut(&HeadRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let recipients = self.recipients(span, until)?;
        let sql = "SELECT number, kind, started_at, finished_at, clerk_id, clerk_name, reason, gross_cents,
                refers_to IS NOT NULL
             FROM receipt WHERE number BETWEEN ?1 AND ?2 ORDER BY number";
        self.each(sql, span, |row| {
            let number = row.get(0)?;
            Ok(visit(&HeadRow {
                number: unsigned(number),
                kind: kind(row, 1, number)?,
                started: row.get(2)?,
                finished: row.get(3)?,
                clerk_id: text(row, 4)?,
                clerk_name: text(row, 5)?,
                reason: text(row, 6)?,
                gross_cents: row.get(7)?,
                goes_back: row.get(8)?,
                recipient: recipients.get(&number).map_or("", String::as_str),
            }))
        })
    }

    /// To whom invoices were made out until then, the last of each receipt. They are few, and looked for once per span.
    fn recipients(
        &self,
        (first, last): Span,
        until: DateTime<Utc>,
    ) -> Result<HashMap<i64, String>, LedgerError> {
        self.ledger.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT receipt, text FROM event
                 WHERE kind = 'invoice' AND receipt BETWEEN ?1 AND ?2 AND at <= ?3 ORDER BY id",
            )?;
            let span = params![first as i64, last as i64, millis(until)];
            let rows = statement.query_map(span, |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Payments; a receipt without one has no row.
    pub fn payments<E: From<LedgerError>>(
        &self,
        span: Span,
        mut visit: impl FnMut(&PaymentRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT receipt, kind, amount_cents FROM receipt_payment
             WHERE receipt BETWEEN ?1 AND ?2 ORDER BY receipt, position";
        self.each(sql, span, |row| {
            Ok(visit(&PaymentRow {
                receipt: unsigned(row.get(0)?),
                payment: text(row, 1)?,
                cents: row.get(2)?,
            }))
        })
    }

    /// Lines.
    pub fn lines<E: From<LedgerError>>(
        &self,
        span: Span,
        mut visit: impl FnMut(&LineRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT receipt, position, item_id, text, quantity, unit, price_cents, discount_cents, gross_cents,
                business_case, voided, third_party_cents, principal, reference, voucher, item_group, ean
             FROM receipt_line WHERE receipt BETWEEN ?1 AND ?2 ORDER BY receipt, position";
        self.each(sql, span, |row| {
            Ok(visit(&LineRow {
                receipt: unsigned(row.get(0)?),
                position: row.get(1)?,
                item_id: text(row, 2)?,
                text: text(row, 3)?,
                quantity: text(row, 4)?,
                unit: text(row, 5)?,
                price_cents: row.get(6)?,
                discount_cents: row.get(7)?,
                gross_cents: row.get(8)?,
                case: text(row, 9)?,
                voided: row.get(10)?,
                third_party_cents: row.get(11)?,
                principal: text(row, 12)?,
                reference: text(row, 13)?,
                voucher: text(row, 14)?,
                group: text(row, 15)?,
                ean: text(row, 16)?,
            }))
        })
    }

    /// Parts of lines by tax key.
    pub fn line_taxes<E: From<LedgerError>>(
        &self,
        span: Span,
        mut visit: impl FnMut(&LineTaxRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT receipt, position, tax_key, gross_cents FROM receipt_line_tax
             WHERE receipt BETWEEN ?1 AND ?2 ORDER BY receipt, position, part";
        self.each(sql, span, |row| {
            Ok(visit(&LineTaxRow {
                receipt: unsigned(row.get(0)?),
                position: row.get(1)?,
                key: row.get(2)?,
                cents: row.get(3)?,
                discount_cents: 0,
                line_cents: 0,
            }))
        })
    }

    /// Parts of the lines with a discount.
    pub fn discounted<E: From<LedgerError>>(
        &self,
        receipt: u64,
        mut visit: impl FnMut(&LineTaxRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT t.receipt, t.position, t.tax_key, t.gross_cents, l.discount_cents, l.gross_cents
             FROM receipt_line l CROSS JOIN receipt_line_tax t ON t.receipt = l.receipt AND t.position = l.position
             WHERE l.receipt BETWEEN ?1 AND ?2 AND l.discount_cents <> 0 ORDER BY l.position, t.part";
        self.each(sql, (receipt, receipt), |row| {
            Ok(visit(&LineTaxRow {
                receipt,
                position: row.get(1)?,
                key: row.get(2)?,
                cents: row.get(3)?,
                discount_cents: row.get(4)?,
                line_cents: row.get(5)?,
            }))
        })
    }

    /// Totals by tax key and rate, as printed.
    pub fn totals<E: From<LedgerError>>(
        &self,
        span: Span,
        mut visit: impl FnMut(&TotalRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT receipt, tax_key, gross_cents, net_cents, vat_cents FROM receipt_total
             WHERE receipt BETWEEN ?1 AND ?2 ORDER BY receipt, tax_key, percent";
        self.each(sql, span, |row| {
            Ok(visit(&TotalRow {
                receipt: unsigned(row.get(0)?),
                key: row.get(1)?,
                gross_cents: row.get(2)?,
                net_cents: row.get(3)?,
                vat_cents: row.get(4)?,
            }))
        })
    }

    /// Signatures and outages.
    pub fn signatures<E: From<LedgerError>>(
        &self,
        span: Span,
        mut visit: impl FnMut(&SignatureRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT receipt, coalesce(tse_id, 0), coalesce(transaction_number, 0), coalesce(counter, 0),
                coalesce(start_at, 0), coalesce(log_at, 0), process_type, process_data, signature, failure
             FROM receipt_signature WHERE receipt BETWEEN ?1 AND ?2 ORDER BY receipt";
        self.each(sql, span, |row| {
            Ok(visit(&SignatureRow {
                receipt: unsigned(row.get(0)?),
                tse: row.get(1)?,
                transaction: row.get(2)?,
                counter: row.get(3)?,
                start: row.get(4)?,
                end: row.get(5)?,
                process_type: text(row, 6)?,
                process_data: text(row, 7)?,
                signature: match row.get_ref(8)? {
                    ValueRef::Blob(bytes) => bytes,
                    _ => &[],
                },
                failure: text(row, 9)?,
            }))
        })
    }

    /// What a receipt refers to: an earlier one, and the outside.
    pub fn references<E: From<LedgerError>>(
        &self,
        receipt: u64,
        mut visit: impl FnMut(&ReferenceRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT r.number, 0, t.number, t.z_number, t.finished_at, NULL
                 FROM receipt r NOT INDEXED CROSS JOIN receipt t ON t.number = r.refers_to
                 WHERE r.number BETWEEN ?1 AND ?2 AND r.refers_to IS NOT NULL
             UNION ALL
             SELECT receipt, position, NULL, NULL, NULL, reference FROM receipt_line
                 WHERE receipt BETWEEN ?1 AND ?2 AND reference <> ''
             ORDER BY 1, 2";
        self.each(sql, (receipt, receipt), |row| {
            let back: Option<i64> = row.get(2)?;
            Ok(visit(&ReferenceRow {
                receipt,
                position: row.get(1)?,
                back_to: match back {
                    Some(number) => Some((unsigned(number), row.get(3)?, row.get(4)?)),
                    None => None,
                },
                reference: text(row, 5)?,
            }))
        })
    }
}

fn unsigned(number: i64) -> u64 {
    number.unsigned_abs()
}

/// A text where it lies; NULL is empty.
fn text<'r>(row: &'r Row<'_>, place: usize) -> Result<&'r str, StepError> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(""),
        value => Ok(value.as_str().map_err(rusqlite::Error::from)?),
    }
}

fn kind(row: &Row<'_>, place: usize, number: i64) -> Result<Kind, StepError> {
    stored("receipt", number, text(row, place)?, Kind::from_code)
}
