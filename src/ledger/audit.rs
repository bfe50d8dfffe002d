//! Facts for an evaluation: everything of a span in one pass.
//!
//! Receipts are read by their numbers, which rise with the time; three cursors over the primary keys of receipts, lines
//! and payments run side by side, so that no row is looked up.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};

use super::{Ledger, LedgerError, StepError, millis, moment, stored};
use crate::audit::{
    Books, ClosingFact, CountFact, Evaluation, Evaluator, EventFact, Hours, Origin, ReceiptFact,
    Signing, Span,
};
use crate::money::Money;
use crate::receipt::{Kind, Person};

impl Ledger {
    /// The evaluation of a span as of `now`. `go_on` hears now and then how many receipts are through, of how many,
    /// and stops the work by answering no; then there is no evaluation.
    pub fn evaluate(
        &self,
        span: Span,
        hours: Hours,
        now: DateTime<Utc>,
        go_on: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Option<Evaluation>, LedgerError> {
        self.read(|connection| {
            // One picture of the ledger, while the register may go on writing.
            let connection = connection.unchecked_transaction()?;
            let ends = span.moments();
            let until = now.min(ends.1);
            let mut evaluator = Evaluator::new(span, hours, books(&connection, ends)?, until);
            let through = receipts(&connection, ends, &mut evaluator, go_on)?;
            Ok(through.then(|| evaluator.finish()))
        })
    }

    /// First and last number of the receipts finished in a span; `None` where there are none.
    pub fn numbers_of(&self, span: Span) -> Result<Option<(u64, u64)>, LedgerError> {
        self.read(|connection| {
            let ends = numbers(connection, span.moments())?;
            Ok(ends.map(|(first, last)| (first as u64, last as u64)))
        })
    }
}

type Ends = (DateTime<Utc>, DateTime<Utc>);

fn numbers(connection: &Connection, ends: Ends) -> Result<Option<(i64, i64)>, StepError> {
    let found: (Option<i64>, Option<i64>) = connection
        .prepare_cached(
            "SELECT min(number), max(number) FROM receipt WHERE finished_at >= ? AND finished_at < ?",
        )?
        .query_row([millis(ends.0), millis(ends.1)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(found.0.zip(found.1))
}

fn books(connection: &Connection, ends: Ends) -> Result<Books, StepError> {
    Ok(Books {
        closings: closings(connection, ends)?,
        counts: counts(connection, ends)?,
        events: events(connection, ends)?,
        names: names(connection)?,
        accounted: accounted(connection)?,
    })
}

/// Closings in the span, and the one after it: the last receipts of the span belong to it.
fn closings(connection: &Connection, ends: Ends) -> Result<Vec<ClosingFact>, StepError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, at, clerk_id, clerk_name, second_id, second_name, expected_cents, counted_cents,
                last_receipt
         FROM closing WHERE at >= ?1 AND number <= coalesce(
             (SELECT min(number) FROM closing WHERE at >= ?2), (SELECT max(number) FROM closing))
         ORDER BY number",
    )?;
    let rows = statement.query_map([millis(ends.0), millis(ends.1)], |row| {
        Ok(ClosingFact {
            number: row.get(0)?,
            at: moment(row.get(1)?),
            clerk: person(row, 2)?,
            second: person(row, 4)?,
            expected: Money::from_cents(row.get(6)?),
            counted: Money::from_cents(row.get(7)?),
            last_receipt: row.get::<_, Option<i64>>(8)?.map(|n| n as u64),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn counts(connection: &Connection, ends: Ends) -> Result<Vec<CountFact>, StepError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, person_id, person_name, expected_cents, counted_cents FROM cash_count
         WHERE occasion = 'check' AND at >= ? AND at < ? ORDER BY number",
    )?;
    let rows = statement.query_map([millis(ends.0), millis(ends.1)], |row| {
        Ok(CountFact {
            at: moment(row.get(0)?),
            person: person(row, 1)?,
            expected: Money::from_cents(row.get(3)?),
            counted: Money::from_cents(row.get(4)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn events(connection: &Connection, ends: Ends) -> Result<Vec<EventFact>, StepError> {
    let mut events = Vec::new();
    // Who was logged in when the span began, and whether the TSE was out.
    for (begins, stops) in [
        ("log-in", "log-out"),
        ("tse-outage-begin", "tse-outage-end"),
    ] {
        let before = connection
            .prepare_cached(
                "SELECT at, kind, person_id, receipt FROM event
                 WHERE kind IN (?1, ?2) AND at < ?3 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(params![begins, stops, millis(ends.0)], event)
            .optional()?;
        events.extend(before);
    }
    // In the order they were recorded: a log-out and the log-in after it may fall on the same millisecond.
    let mut statement = connection.prepare_cached(
        "SELECT at, kind, person_id, receipt FROM event
         WHERE kind IN ('log-in', 'log-out', 'wrong-pin', 'clock-accepted', 'drawer-opened',
                        'tse-outage-begin', 'tse-outage-end')
           AND at >= ? AND at < ? ORDER BY id",
    )?;
    let rows = statement.query_map([millis(ends.0), millis(ends.1)], event)?;
    for row in rows {
        events.push(row?);
    }
    events.sort_by_key(|event| event.at);
    Ok(events)
}

fn event(row: &Row<'_>) -> Result<EventFact, rusqlite::Error> {
    Ok(EventFact {
        at: moment(row.get(0)?),
        kind: row.get(1)?,
        person: row.get(2)?,
        receipt: row.get::<_, Option<i64>>(3)?.map(|n| n as u64),
    })
}

fn names(connection: &Connection) -> Result<BTreeMap<String, String>, StepError> {
    let mut statement = connection.prepare_cached("SELECT id, name FROM person")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Transactions that belong to no signed receipt and are accounted for: of sales that are open, of receipts whose
/// signature failed after the start, and those the register found nothing for and recorded.
fn accounted(connection: &Connection) -> Result<Vec<(i64, u64)>, StepError> {
    // Which device started the first two is not written beside them; a number is let off at each.
    let mut statement = connection.prepare_cached(
        "SELECT t.id, d.tse_transaction FROM draft d, tse t WHERE d.tse_transaction IS NOT NULL
         UNION SELECT t.id, r.tse_transaction FROM receipt_signature s
             JOIN receipt r ON r.number = s.receipt, tse t
             WHERE s.failure IS NOT NULL AND r.tse_transaction IS NOT NULL
         UNION SELECT t.id, CAST(substr(e.text, length(t.serial) + 2) AS INTEGER) FROM event e
             JOIN tse t ON e.text LIKE t.serial || ' %' WHERE e.kind = 'tse-unclaimed'",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn person(row: &Row<'_>, at: usize) -> Result<Person, rusqlite::Error> {
    Ok(Person {
        id: row.get(at)?,
        name: row.get(at + 1)?,
    })
}

/// How many receipts pass between two questions whether to go on.
const STEP: u64 = 2_000;

/// Passes every receipt on; no where somebody stopped it.
fn receipts(
    connection: &Connection,
    ends: Ends,
    evaluator: &mut Evaluator,
    go_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<bool, StepError> {
    let Some((first, last)) = numbers(connection, ends)? else {
        return Ok(go_on(0, 0));
    };
    let all = (last - first + 1) as u64;
    let mut heads = connection.prepare_cached(
        "SELECT r.number, r.z_number, r.kind, r.started_at, r.finished_at, r.clerk_id, r.clerk_name,
                r.second_id, r.second_name, r.gross_cents, r.refers_to, o.z_number, o.finished_at,
                s.tse_id, s.transaction_number, s.counter, s.log_at, s.receipt IS NOT NULL
         FROM receipt r LEFT JOIN receipt o ON o.number = r.refers_to
             LEFT JOIN receipt_signature s ON s.receipt = r.number
         WHERE r.number BETWEEN ? AND ? ORDER BY r.number",
    )?;
    let mut lines = connection.prepare_cached(
        "SELECT receipt, voided, gross_cents, discount_cents, business_case FROM receipt_line
         WHERE receipt BETWEEN ? AND ? ORDER BY receipt",
    )?;
    let mut payments = connection.prepare_cached(
        "SELECT receipt, kind, amount_cents FROM receipt_payment
         WHERE receipt BETWEEN ? AND ? ORDER BY receipt",
    )?;
    let mut heads = heads.query([first, last])?;
    let mut lines = Beside::new(lines.query([first, last])?);
    let mut payments = Beside::new(payments.query([first, last])?);
    let mut through = 0;
    while let Some(row) = heads.next()? {
        let mut fact = head(row)?;
        lines.up_to(fact.number, |row| {
            let (gross, discount): (i64, i64) = (row.get(2)?, row.get(3)?);
            if row.get(1)? {
                fact.struck += 1;
                fact.struck_gross += Money::from_cents(gross);
                return Ok(());
            }
            // A discount on the whole receipt is a line of its own.
            let whole = is(row, 4, "Rabatt")?;
            fact.discount += Money::from_cents(if whole { gross } else { discount });
            Ok(())
        })?;
        payments.up_to(fact.number, |row| {
            if is(row, 1, "Bar")? {
                fact.cash += Money::from_cents(row.get(2)?);
            }
            Ok(())
        })?;
        evaluator.receipt(&fact);
        through += 1;
        if through % STEP == 0 && !go_on(through, all) {
            return Ok(false);
        }
    }
    Ok(go_on(through, all))
}

/// Whether a column holds this word; nothing is copied for it.
fn is(row: &Row<'_>, at: usize, word: &str) -> Result<bool, StepError> {
    let found = row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(found == word)
}

fn head(row: &Row<'_>) -> Result<ReceiptFact, StepError> {
    let number: i64 = row.get(0)?;
    let kind = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
    let second: Option<String> = row.get(7)?;
    let origin: Option<i64> = row.get(10)?;
    let is_final: bool = row.get(17)?;
    Ok(ReceiptFact {
        number: number as u64,
        z_number: row.get(1)?,
        kind: stored("receipt", number, kind, Kind::from_code)?,
        started: moment(row.get(3)?),
        finished: moment(row.get(4)?),
        clerk: person(row, 5)?,
        second: second
            .map(|id| {
                let name: Option<String> = row.get(8)?;
                Ok::<_, rusqlite::Error>(Person {
                    id,
                    name: name.unwrap_or_default(),
                })
            })
            .transpose()?,
        origin: origin
            .map(|number| {
                Ok::<_, rusqlite::Error>(Origin {
                    number: number as u64,
                    z_number: row.get(11)?,
                    finished: moment(row.get(12)?),
                })
            })
            .transpose()?,
        gross: Money::from_cents(row.get(9)?),
        cash: Money::ZERO,
        struck: 0,
        struck_gross: Money::ZERO,
        discount: Money::ZERO,
        signing: match (is_final, row.get::<_, Option<i64>>(13)?) {
            (false, _) => Signing::Pending,
            (true, None) => Signing::Failed,
            (true, Some(tse)) => Signing::Signed {
                tse,
                transaction: row.get::<_, i64>(14)? as u64,
                counter: row.get::<_, i64>(15)? as u64,
                log_time: moment(row.get(16)?),
            },
        },
    })
}

/// Rows that belong to receipts, read beside them: column 0 is the number of the receipt.
struct Beside<'a> {
    rows: Rows<'a>,
    begun: bool,
    ended: bool,
}

impl<'a> Beside<'a> {
    fn new(rows: Rows<'a>) -> Beside<'a> {
        Beside {
            rows,
            begun: false,
            ended: false,
        }
    }

    /// Passes the rows of this receipt on, and over those of receipts before it.
    fn up_to(
        &mut self,
        number: u64,
        mut take: impl FnMut(&Row<'_>) -> Result<(), StepError>,
    ) -> Result<(), StepError> {
        if !self.begun {
            self.begun = true;
            self.ended = self.rows.next()?.is_none();
        }
        while !self.ended {
            // `Rows::get` is the row the cursor stands on.
            let Some(row) =
                rusqlite::fallible_streaming_iterator::FallibleStreamingIterator::get(&self.rows)
            else {
                break;
            };
            let of = row.get::<_, i64>(0)? as u64;
            if of > number {
                return Ok(());
            }
            if of == number {
                take(row)?;
            }
            self.ended = self.rows.next()?.is_none();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
