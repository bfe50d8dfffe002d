//! One receipt, read back with everything on it.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::catalogue::BusinessCase;
use crate::fiscal;
use crate::ledger::{LedgerError, StepError, moment, stored};
use crate::money::Money;
use crate::receipt::{
    AccountPart, Card, Kind, Line, Payment, PaymentKind, Person, Receipt, Signature, Signed,
};
use crate::tax::{KeyTotal, TaxKey, TaxPart};

/// Reads one receipt that exists.
pub(in crate::ledger) fn load(connection: &Connection, number: i64) -> Result<Receipt, StepError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, z_number, kind, started_at, finished_at, clerk_id, clerk_name, second_id,
                second_name, refers_to, reason, supplied_day FROM receipt WHERE number = ?",
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
        supplied: row
            .get::<_, Option<String>>(11)?
            .map(|day| stored("receipt", number, &day, |t| t.parse().ok()))
            .transpose()?,
        lines: lines(connection, number)?,
        payments: payments(connection, number)?,
        totals: totals(connection, number)?,
        signature: signature(connection, number)?,
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
    let mut splits_of = connection.prepare_cached(
        "SELECT account, product, gross_cents FROM receipt_line_account
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
        let mut line = line(row, number, parts)?;
        let splits = splits_of.query_map([number, position], |part| {
            Ok(AccountPart {
                account: part.get(0)?,
                product: part.get(1)?,
                gross: Money::from_cents(part.get(2)?),
            })
        })?;
        line.splits = splits.collect::<Result<_, _>>()?;
        lines.push(line);
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
        splits: Vec::new(),
        voucher: row.get("voucher")?,
        numbers: row.get("numbers")?,
        group: row.get("item_group")?,
        ean: row.get("ean")?,
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

fn signature(connection: &Connection, number: i64) -> Result<Option<Signature>, StepError> {
    let row = connection
        .prepare_cached(
            "SELECT s.failure, t.serial, s.transaction_number, s.counter, s.start_at, s.log_at,
                    s.process_type, s.process_data, t.algorithm, t.time_format, s.signature,
                    t.public_key, t.certification_id, s.client_id
             FROM receipt_signature s LEFT JOIN tse t ON t.id = s.tse_id WHERE s.receipt = ?",
        )?
        .query_row([number], |row| {
            if let Some(reason) = row.get(0)? {
                return Ok(Signature::Failed { reason });
            }
            Ok(Signature::Signed(Box::new(Signed {
                tse_serial: row.get(1)?,
                client_id: row.get(13)?,
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
            })))
        })
        .optional()?;
    Ok(row)
}
