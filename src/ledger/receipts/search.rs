//! Finding receipts: by one line of text, and by anything that stands on them.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::ledger::{Ledger, LedgerError, StepError, millis, moment, stored};
use crate::money::Money;
use crate::receipt::{Kind, PaymentKind};

/// Which receipts a list shows, newest first. Every condition that is set has to hold; [`Default`] shows all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceiptFilter {
    /// Text to find in number, item, reason, reference or clerk; empty finds everything.
    pub text: String,
    /// Only this closing period.
    pub z_number: Option<u32>,
    /// First and last number.
    pub numbers: Option<(u64, u64)>,
    /// Only these numbers.
    pub among: Option<Vec<u64>>,
    /// Finished at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Finished before this moment.
    pub to: Option<DateTime<Utc>>,
    /// Id of the clerk.
    pub clerk: Option<String>,
    /// Id of the second person.
    pub second: Option<String>,
    /// One of these kinds; none: any.
    pub kinds: Vec<Kind>,
    /// An item by its number, or by a part of its text on the receipt.
    pub item: String,
    /// Lowest and highest gross sum, without regard to the sign.
    pub amount: Option<(Money, Money)>,
    /// Paid this way, at least in part.
    pub payment: Option<PaymentKind>,
    /// Part of a Kassenzeichen.
    pub reference: String,
    /// Number of a voucher sold or redeemed.
    pub voucher: String,
    /// With a signature, or without.
    pub signed: Option<bool>,
    /// Only numbers below this one: the next page after a list that ended with it.
    pub before: Option<u64>,
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

const COLUMNS: &str =
    "SELECT r.number, r.z_number, r.kind, r.finished_at, r.clerk_name, r.gross_cents,
        (SELECT group_concat(text, ', ') FROM receipt_line l
         WHERE l.receipt = r.number AND l.position <= 3),
        EXISTS (SELECT 1 FROM receipt v WHERE v.refers_to = r.number AND v.kind = 'void')";

/// What is read in its own order, newest first, until the list is full. Looking the lines of every receipt up costs
/// twice as much as reading all lines and looking up the receipts of those that fit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Along {
    Heads,
    Lines,
}

/// Conditions as SQL, with their values; only what is asked for, so that SQLite looks at nothing else.
struct Conditions {
    along: Along,
    /// The column with the number of the receipt.
    key: &'static str,
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn of(filter: &ReceiptFilter, along: Along) -> Conditions {
        let key = match along {
            Along::Heads => "r.number",
            Along::Lines => "l.receipt",
        };
        let mut c = Conditions {
            along,
            key,
            sql: Vec::new(),
            values: Vec::new(),
        };
        if let Some((first, last)) = filter.numbers {
            c.add(
                &format!("{key} BETWEEN ? AND ?"),
                [number(first), number(last)],
            );
        }
        if let Some(before) = filter.before {
            c.add(&format!("{key} < ?"), [number(before)]);
        }
        if let Some(among) = &filter.among {
            // Numbers, so that nothing in it needs to be escaped.
            let list: Vec<String> = among.iter().map(u64::to_string).collect();
            let json = Value::Text(format!("[{}]", list.join(",")));
            c.add(
                &format!("{key} IN (SELECT value FROM json_each(?))"),
                [json],
            );
        }
        c.head(filter);
        c.beside(filter);
        c
    }

    /// What the head of the receipt says.
    fn head(&mut self, filter: &ReceiptFilter) {
        if let Some(z_number) = filter.z_number {
            self.add("r.z_number = ?", [Value::Integer(z_number.into())]);
        }
        if let Some(from) = filter.from {
            self.add("r.finished_at >= ?", [Value::Integer(millis(from))]);
        }
        if let Some(to) = filter.to {
            self.add("r.finished_at < ?", [Value::Integer(millis(to))]);
        }
        if let Some(clerk) = &filter.clerk {
            self.add("r.clerk_id = ?", [Value::Text(clerk.clone())]);
        }
        if let Some(second) = &filter.second {
            self.add("r.second_id = ?", [Value::Text(second.clone())]);
        }
        if !filter.kinds.is_empty() {
            let marks = vec!["?"; filter.kinds.len()].join(", ");
            let kinds = filter
                .kinds
                .iter()
                .map(|kind| Value::Text(kind.code().into()));
            self.add(&format!("r.kind IN ({marks})"), kinds);
        }
        if let Some((low, high)) = filter.amount {
            let ends = [Value::Integer(low.cents()), Value::Integer(high.cents())];
            self.add("abs(r.gross_cents) BETWEEN ? AND ?", ends);
        }
    }

    /// What stands beside it: signature, voucher, payments.
    fn beside(&mut self, filter: &ReceiptFilter) {
        // Receipts are made final one after another: those being signed are the newest.
        const UNSIGNED: &str = "(SELECT receipt FROM receipt_signature WHERE failure IS NOT NULL
             UNION ALL SELECT number FROM receipt
                 WHERE number > (SELECT coalesce(max(receipt), 0) FROM receipt_signature))";
        match filter.signed {
            Some(true) => self.add(&format!("{} NOT IN {UNSIGNED}", self.key), []),
            Some(false) => self.add(&format!("{} IN {UNSIGNED}", self.key), []),
            None => {}
        }
        let voucher: String = filter.voucher.split_whitespace().collect();
        if !voucher.is_empty() {
            let own = "SELECT receipt FROM receipt_line WHERE voucher = ?";
            self.add(&format!("{} IN ({own})", self.key), [Value::Text(voucher)]);
        }
        if let Some(payment) = filter.payment {
            self.add(
                "EXISTS (SELECT 1 FROM receipt_payment p WHERE p.receipt = r.number AND p.kind = ?)",
                [Value::Text(payment.code().into())],
            );
        }
    }

    /// A condition a line has to meet: this one where lines are read along, else any of the receipt.
    fn line(&mut self, here: bool, condition: &str, value: Value) {
        match here && self.along == Along::Lines {
            true => self.add(condition, [value]),
            false => {
                let any = "EXISTS (SELECT 1 FROM receipt_line l WHERE l.receipt = r.number AND";
                self.add(&format!("{any} {condition})"), [value]);
            }
        }
    }

    fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.to_owned());
        self.values.extend(values);
    }

    fn into_query(mut self, limit: u32) -> (String, Vec<Value>) {
        let mut sql = COLUMNS.to_owned();
        sql.push_str(match self.along {
            Along::Heads => " FROM receipt r",
            Along::Lines => " FROM receipt_line l CROSS JOIN receipt r ON r.number = l.receipt",
        });
        for (at, condition) in self.sql.iter().enumerate() {
            sql.push_str(if at == 0 { " WHERE " } else { " AND " });
            sql.push_str(condition);
        }
        sql.push_str(match self.along {
            Along::Heads => " ORDER BY r.number DESC LIMIT ?",
            Along::Lines => " GROUP BY l.receipt ORDER BY l.receipt DESC LIMIT ?",
        });
        self.values.push(Value::Integer(limit.into()));
        (sql, self.values)
    }
}

/// The queries whose results together are the list.
fn queries(filter: &ReceiptFilter, item: &Item<'_>) -> Vec<(String, Vec<Value>)> {
    let (reference, text) = (filter.reference.trim(), filter.text.trim());
    let has_item = !matches!(item, Item::Any);
    let along = match has_item || !reference.is_empty() {
        true => Along::Lines,
        false => Along::Heads,
    };
    let mut c = Conditions::of(filter, along);
    // A condition on lines that is read along; others may be met by another line of the receipt.
    if !reference.is_empty() {
        c.line(true, "l.reference LIKE ?", part(reference));
    }
    match item {
        Item::Any => {}
        Item::Number(id) => c.line(
            reference.is_empty(),
            "l.item_id = ?",
            Value::Text(id.clone()),
        ),
        Item::Text(text) => c.line(reference.is_empty(), "l.text LIKE ?", part(text)),
    }
    if text.is_empty() {
        return vec![c.into_query(filter.limit)];
    }
    let pattern = part(text);
    let own = [Value::Text(text.into()), pattern.clone(), pattern.clone()];
    const HEAD: &str = "r.number = CAST(? AS INTEGER) OR r.clerk_name LIKE ? OR r.reason LIKE ?";
    const LINE: &str = "l.text LIKE ? OR l.reference LIKE ?";
    if along == Along::Lines {
        let any = "EXISTS (SELECT 1 FROM receipt_line l WHERE l.receipt = r.number AND";
        c.add(&format!("({HEAD} OR {any} ({LINE})))"), own);
        c.values.extend([pattern.clone(), pattern]);
        return vec![c.into_query(filter.limit)];
    }
    c.add(&format!("({HEAD})"), own);
    let mut lines = Conditions::of(filter, Along::Lines);
    lines.add(&format!("({LINE})"), [pattern.clone(), pattern]);
    vec![c.into_query(filter.limit), lines.into_query(filter.limit)]
}

/// What was typed for an item.
enum Item<'a> {
    Any,
    /// The number of an item as the register knows it.
    Number(String),
    /// Part of its text on the receipt.
    Text(&'a str),
}

/// What no receipt has as a number finds nothing instead of failing.
fn number(number: u64) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn part(text: &str) -> Value {
    Value::Text(format!("%{}%", text.replace(['%', '_'], " ")))
}

impl Ledger {
    /// Receipts for a list, newest first.
    pub fn find_receipts(&self, filter: &ReceiptFilter) -> Result<Vec<ReceiptRow>, LedgerError> {
        self.read(|connection| {
            let mut found: Vec<ReceiptRow> = Vec::new();
            for (sql, values) in queries(filter, &item(connection, filter.item.trim())?) {
                let mut statement = connection.prepare_cached(&sql)?;
                let mut rows = statement.query(params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    found.push(receipt_row(row)?);
                }
            }
            found.sort_by_key(|row| std::cmp::Reverse(row.number));
            found.dedup_by_key(|row| row.number);
            found.truncate(filter.limit as usize);
            Ok(found)
        })
    }
}

/// Items are never deleted: a number that is none is a part of a text.
fn item<'a>(connection: &Connection, typed: &'a str) -> Result<Item<'a>, StepError> {
    if typed.is_empty() {
        return Ok(Item::Any);
    }
    let id = connection
        .prepare_cached("SELECT id FROM item WHERE id = ? COLLATE NOCASE")?
        .query_row([typed], |row| row.get(0))
        .optional()?;
    Ok(id.map_or(Item::Text(typed), Item::Number))
}

fn receipt_row(row: &Row<'_>) -> Result<ReceiptRow, StepError> {
    let number: i64 = row.get(0)?;
    let kind: String = row.get(2)?;
    Ok(ReceiptRow {
        number: number as u64,
        z_number: row.get(1)?,
        kind: stored("receipt", number, &kind, Kind::from_code)?,
        finished: moment(row.get(3)?),
        clerk: row.get(4)?,
        gross: Money::from_cents(row.get(5)?),
        summary: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        voided: row.get(7)?,
    })
}

#[cfg(test)]
mod tests;
