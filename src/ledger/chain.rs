//! The hash chain over everything recorded.
//!
//! An entry's hash is SHA-256 over: the predecessor's hash (32 bytes), then the entry's kind, fact and
//! moment, then every row of the fact in the order of [`rows`]. A text is its length (8 bytes, big endian) and
//! its UTF-8 bytes, a number 8 bytes big endian. A row is the table's name and, for each column that is not
//! NULL, its name, one byte for the type and the value. Leaving NULL out lets a later version add columns
//! without touching the hash of an old row.

use chrono::{DateTime, Utc};
use ring::digest::{Context, SHA256};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::{StepError, Writer, millis};

/// What a chain entry stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Receipt,
    Signature,
    Count,
    Closing,
    Event,
    Stock,
    Period,
    Slip,
    Terminal,
}

impl Fact {
    pub(super) const ALL: [Fact; 9] = [
        Fact::Receipt,
        Fact::Signature,
        Fact::Count,
        Fact::Closing,
        Fact::Event,
        Fact::Stock,
        Fact::Period,
        Fact::Slip,
        Fact::Terminal,
    ];

    pub(super) fn code(self) -> &'static str {
        match self {
            Fact::Receipt => "receipt",
            Fact::Signature => "signature",
            Fact::Count => "count",
            Fact::Closing => "closing",
            Fact::Event => "event",
            Fact::Stock => "stock",
            Fact::Period => "period",
            Fact::Slip => "slip",
            Fact::Terminal => "terminal",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Fact> {
        Fact::ALL.into_iter().find(|fact| fact.code() == code)
    }

    /// Table and key column of the head row, then of its details.
    pub(super) fn tables(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Fact::Receipt => &[
                ("receipt", "number"),
                ("receipt_line", "receipt"),
                ("receipt_line_tax", "receipt"),
                ("receipt_line_account", "receipt"),
                ("receipt_stock", "receipt"),
                ("receipt_total", "receipt"),
                ("receipt_payment", "receipt"),
            ],
            Fact::Signature => &[("receipt_signature", "receipt")],
            Fact::Count => &[("cash_count", "number"), ("cash_count_piece", "count")],
            Fact::Closing => &[
                ("closing", "number"),
                ("closing_case", "closing"),
                ("closing_payment", "closing"),
                ("closing_unknown", "closing"),
            ],
            Fact::Event => &[("event", "id")],
            Fact::Stock => &[("stock_move", "id")],
            Fact::Period => &[("period_master", "z_number")],
            Fact::Slip => &[("card_slip", "id")],
            Fact::Terminal => &[("terminal_closing", "id")],
        }
    }
}

impl Writer<'_> {
    /// Closes the fact: no row of it can be added afterwards.
    pub(super) fn chain(&self, fact: Fact, key: i64, at: DateTime<Utc>) -> Result<(), StepError> {
        let connection: &Connection = self.transaction;
        let (seq, previous): (i64, Vec<u8>) = connection
            .prepare_cached("SELECT seq, hash FROM chain_head")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let hash = hash_of(connection, fact, key, millis(at), &previous)?;
        connection
            .prepare_cached(
                "INSERT INTO chain (seq, kind, fact, at, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                seq + 1,
                fact.code(),
                key,
                millis(at),
                previous,
                hash
            ])?;
        connection
            .prepare_cached("UPDATE chain_head SET seq = ?, hash = ?")?
            .execute(params![seq + 1, hash])?;
        Ok(())
    }
}

/// The hash an entry must have.
pub(super) fn hash_of(
    connection: &Connection,
    fact: Fact,
    key: i64,
    at: i64,
    previous: &[u8],
) -> Result<Vec<u8>, rusqlite::Error> {
    let mut context = Context::new(&SHA256);
    context.update(previous);
    text(&mut context, fact.code());
    context.update(&key.to_be_bytes());
    context.update(&at.to_be_bytes());
    for (table, column) in fact.tables() {
        rows(connection, &mut context, table, column, key)?;
    }
    Ok(context.finish().as_ref().to_vec())
}

/// Feeds every row of `table` that belongs to `key`, in order of the primary key.
fn rows(
    connection: &Connection,
    context: &mut Context,
    table: &'static str,
    column: &'static str,
    key: i64,
) -> Result<(), rusqlite::Error> {
    let order = match table {
        "receipt_line" | "receipt_payment" | "receipt_stock" => "position",
        "receipt_line_tax" | "receipt_line_account" => "position, part",
        "receipt_total" => "tax_key, percent",
        "cash_count_piece" => "cents",
        "closing_case" => "business_case, principal, tax_key, percent",
        "closing_payment" => "kind",
        "closing_unknown" => "reference",
        _ => column,
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT * FROM {table} WHERE {column} = ?1 ORDER BY {order}"
    ))?;
    let mut found = statement.query([key])?;
    while let Some(row) = found.next()? {
        text(context, table);
        for index in 0..row.as_ref().column_count() {
            let value = row.get_ref(index)?;
            if value == ValueRef::Null {
                continue;
            }
            text(context, row.as_ref().column_name(index)?);
            match value {
                ValueRef::Null => {}
                ValueRef::Integer(number) => {
                    context.update(b"i");
                    context.update(&number.to_be_bytes());
                }
                ValueRef::Real(number) => {
                    context.update(b"r");
                    context.update(&number.to_bits().to_be_bytes());
                }
                ValueRef::Text(bytes) => {
                    context.update(b"t");
                    blob(context, bytes);
                }
                ValueRef::Blob(bytes) => {
                    context.update(b"b");
                    blob(context, bytes);
                }
            }
        }
    }
    Ok(())
}

fn text(context: &mut Context, text: &str) {
    blob(context, text.as_bytes());
}

fn blob(context: &mut Context, bytes: &[u8]) {
    context.update(&(bytes.len() as u64).to_be_bytes());
    context.update(bytes);
}
