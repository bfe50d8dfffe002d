//! Receipts and their signatures: append and read.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::chain::Fact;
use super::{Ledger, LedgerError, StepError, Writer, millis, moment, stored};
use crate::catalogue::BusinessCase;
use crate::fiscal;
use crate::money::Money;
use crate::receipt::{Card, Kind, Line, Payment, PaymentKind, Person, Receipt, Signature, Signed};
use crate::tax::{KeyTotal, TaxKey, TaxPart};

/// Which receipts a list shows, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceiptFilter {
    /// Text to find in number, item, reason, reference or clerk; empty finds everything.
    pub text: String,
    /// Only this closing period.
    pub z_number: Option<u32>,
    /// At most so many rows.
    pub limit: u32,
}

/// A receipt in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Number.
    pub number: u64,
    /// Closing period.
    pub z_number: u32,
    /// Kind.
    pub kind: Kind,
    /// When it was finished.
    pub finished: DateTime<Utc>,
    /// Clerk's name.
    pub clerk: String,
    /// Gross sum.
    pub gross: Money,
    /// First texts of its lines.
    pub summary: String,
    /// Whether a void of it exists.
    pub voided: bool,
}

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
            .prepare_cached("INSERT INTO receipt VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?
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
            ])?;
        for (index, line) in receipt.lines.iter().enumerate() {
            self.line(number, index as i64 + 1, line)?;
        }
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
                "INSERT INTO receipt_line VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
            ])?;
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
            .prepare_cached("INSERT INTO receipt_signature VALUES (?,?,?,?,?,?,?,?,?,?)")?
            .execute(params![
                number as i64,
                tse.filter(|_| signed.is_some()),
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
        let client = self.client_id()?;
        self.read(|connection| {
            let found = connection
                .prepare_cached("SELECT 1 FROM receipt WHERE number = ?")?
                .exists([number as i64])?;
            if found {
                load(connection, number as i64, &client).map(Some)
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
        let client = self.client_id()?;
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT number FROM receipt WHERE z_number = ? ORDER BY number")?;
            let numbers: Vec<i64> = statement
                .query_map([z_number], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for number in numbers {
                visit(load(connection, number, &client)?);
            }
            Ok(())
        })
    }

    /// Receipts that were written and not yet made final, oldest first, with their TSE transaction.
    pub fn unsigned_receipts(
        &self,
    ) -> Result<Vec<(u64, Option<(u64, DateTime<Utc>)>)>, LedgerError> {
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

    /// Receipts that stand without a signature although the TSE had started their transaction, with its
    /// number; those already looked after are left out.
    pub fn unclaimed_candidates(&self) -> Result<Vec<(u64, u64)>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT r.number, r.tse_transaction FROM receipt_signature s
                 JOIN receipt r ON r.number = s.receipt
                 WHERE s.failure IS NOT NULL AND r.tse_transaction IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM event e WHERE e.kind = 'tse-unclaimed'
                                   AND e.receipt = r.number)
                 ORDER BY r.number",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
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

    /// Receipts for a list, newest first.
    pub fn find_receipts(&self, filter: &ReceiptFilter) -> Result<Vec<ReceiptRow>, LedgerError> {
        let text = filter.text.trim();
        let pattern = format!("%{}%", text.replace(['%', '_'], " "));
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT r.number, r.z_number, r.kind, r.finished_at, r.clerk_name, r.gross_cents,
                        (SELECT group_concat(text, ', ') FROM receipt_line l
                         WHERE l.receipt = r.number AND l.position <= 3),
                        EXISTS (SELECT 1 FROM receipt v WHERE v.refers_to = r.number AND v.kind = 'void')
                 FROM receipt r
                 WHERE (?1 IS NULL OR r.z_number = ?1)
                   AND (?2 = '' OR r.number = CAST(?2 AS INTEGER) OR r.clerk_name LIKE ?3
                        OR r.reason LIKE ?3
                        OR EXISTS (SELECT 1 FROM receipt_line l WHERE l.receipt = r.number
                                   AND (l.text LIKE ?3 OR l.reference LIKE ?3)))
                 ORDER BY r.number DESC LIMIT ?4",
            )?;
            let mut rows = statement.query(params![filter.z_number, text, pattern, filter.limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let kind: String = row.get(2)?;
                found.push(ReceiptRow {
                    number: number as u64,
                    z_number: row.get(1)?,
                    kind: stored("receipt", number, &kind, Kind::from_code)?,
                    finished: moment(row.get(3)?),
                    clerk: row.get(4)?,
                    gross: Money::from_cents(row.get(5)?),
                    summary: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
                    voided: row.get(7)?,
                });
            }
            Ok(found)
        })
    }

    pub(super) fn client_id(&self) -> Result<String, LedgerError> {
        Ok(self.site()?.register.serial)
    }
}

/// Reads one receipt that exists.
pub(super) fn load(
    connection: &Connection,
    number: i64,
    client: &str,
) -> Result<Receipt, StepError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, z_number, kind, started_at, finished_at, clerk_id, clerk_name, second_id,
                second_name, refers_to, reason FROM receipt WHERE number = ?",
    )?;
    let mut rows = statement.query([number])?;
    let Some(row) = rows.next()? else {
        return Err(damaged(number, "the row is missing"));
    };
    let kind: String = row.get(2)?;
    let second: Option<String> = row.get(7)?;
    Ok(Receipt {
        number: number as u64,
        z_number: row.get(1)?,
        kind: stored("receipt", number, &kind, Kind::from_code)?,
        started: moment(row.get(3)?),
        finished: moment(row.get(4)?),
        clerk: Person {
            id: row.get(5)?,
            name: row.get(6)?,
        },
        second: second
            .map(|id| {
                Ok::<_, rusqlite::Error>(Person {
                    id,
                    name: row.get(8)?,
                })
            })
            .transpose()?,
        refers_to: row.get::<_, Option<i64>>(9)?.map(|n| n as u64),
        reason: row.get(10)?,
        lines: lines(connection, number)?,
        payments: payments(connection, number)?,
        totals: totals(connection, number)?,
        signature: signature(connection, number, client)?,
    })
}

fn damaged(number: i64, what: &str) -> StepError {
    let what = what.to_owned();
    StepError::Ledger(LedgerError::Damaged {
        table: "receipt",
        key: number.to_string(),
        what,
    })
}

fn lines(connection: &Connection, number: i64) -> Result<Vec<Line>, StepError> {
    let mut parts_of = connection.prepare_cached(
        "SELECT tax_key, percent, gross_cents FROM receipt_line_tax
         WHERE receipt = ? AND position = ? ORDER BY part",
    )?;
    let mut statement = connection
        .prepare_cached("SELECT * FROM receipt_line WHERE receipt = ? ORDER BY position")?;
    let mut rows = statement.query([number])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let position: i64 = row.get("position")?;
        let mut parts = Vec::new();
        let mut found = parts_of.query([number, position])?;
        while let Some(part) = found.next()? {
            let percent: String = part.get(1)?;
            parts.push(TaxPart {
                key: TaxKey(part.get(0)?),
                percent: stored("receipt_line_tax", number, &percent, |t| t.parse().ok())?,
                gross: Money::from_cents(part.get(2)?),
            });
        }
        lines.push(line(row, number, parts)?);
    }
    Ok(lines)
}

fn line(row: &Row<'_>, number: i64, parts: Vec<TaxPart>) -> Result<Line, StepError> {
    let quantity: String = row.get("quantity")?;
    let case: String = row.get("business_case")?;
    Ok(Line {
        item_id: row.get("item_id")?,
        text: row.get("text")?,
        quantity: stored("receipt_line", number, &quantity, |t| t.parse().ok())?,
        unit: row.get("unit")?,
        price: Money::from_cents(row.get("price_cents")?),
        discount: Money::from_cents(row.get("discount_cents")?),
        gross: Money::from_cents(row.get("gross_cents")?),
        case: stored("receipt_line", number, &case, BusinessCase::from_code)?,
        voided: row.get("voided")?,
        parts,
        tax_text: row.get("tax_text")?,
        legal_basis: row.get("legal_basis")?,
        third_party: Money::from_cents(row.get("third_party_cents")?),
        principal: row.get("principal")?,
        account: row.get("account")?,
        product: row.get("product")?,
        reference: row.get("reference")?,
        origin_line: row.get("origin_line")?,
    })
}

fn payments(connection: &Connection, number: i64) -> Result<Vec<Payment>, StepError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, amount_cents, given_cents, card FROM receipt_payment
         WHERE receipt = ? ORDER BY position",
    )?;
    let mut rows = statement.query([number])?;
    let mut payments = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let card: Option<String> = row.get(3)?;
        payments.push(Payment {
            kind: stored("receipt_payment", number, &kind, PaymentKind::from_code)?,
            amount: Money::from_cents(row.get(1)?),
            given: row.get::<_, Option<i64>>(2)?.map(Money::from_cents),
            card: card
                .map(|c| {
                    stored("receipt_payment", number, &c, |c| {
                        serde_json::from_str::<Card>(c).ok()
                    })
                })
                .transpose()?,
        });
    }
    Ok(payments)
}

fn totals(connection: &Connection, number: i64) -> Result<Vec<KeyTotal>, StepError> {
    let mut statement = connection.prepare_cached(
        "SELECT tax_key, percent, gross_cents, net_cents, vat_cents FROM receipt_total
         WHERE receipt = ? ORDER BY tax_key, CAST(percent AS REAL) DESC",
    )?;
    let mut rows = statement.query([number])?;
    let mut totals = Vec::new();
    while let Some(row) = rows.next()? {
        let percent: String = row.get(1)?;
        totals.push(KeyTotal {
            key: TaxKey(row.get(0)?),
            percent: stored("receipt_total", number, &percent, |t| t.parse().ok())?,
            gross: Money::from_cents(row.get(2)?),
            net: Money::from_cents(row.get(3)?),
            vat: Money::from_cents(row.get(4)?),
        });
    }
    Ok(totals)
}

fn signature(
    connection: &Connection,
    number: i64,
    client: &str,
) -> Result<Option<Signature>, StepError> {
    let row = connection
        .prepare_cached(
            "SELECT s.failure, t.serial, s.transaction_number, s.counter, s.start_at, s.log_at,
                    s.process_type, s.process_data, t.algorithm, t.time_format, s.signature,
                    t.public_key, t.certification_id
             FROM receipt_signature s LEFT JOIN tse t ON t.id = s.tse_id WHERE s.receipt = ?",
        )?
        .query_row([number], |row| {
            if let Some(reason) = row.get(0)? {
                return Ok(Signature::Failed { reason });
            }
            Ok(Signature::Signed(Signed {
                tse_serial: row.get(1)?,
                client_id: client.to_owned(),
                transaction: row.get::<_, i64>(2)? as u64,
                counter: row.get::<_, i64>(3)? as u64,
                start: moment(row.get(4)?),
                log_time: moment(row.get(5)?),
                process_type: row.get(6)?,
                process_data: row.get(7)?,
                algorithm: row.get(8)?,
                time_format: row.get(9)?,
                signature: fiscal::base64(&row.get::<_, Vec<u8>>(10)?),
                public_key: fiscal::base64(&row.get::<_, Vec<u8>>(11)?),
                certified: row.get::<_, Option<String>>(12)?.is_some(),
            }))
        })
        .optional()?;
    Ok(row)
}
