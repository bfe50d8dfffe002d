//! Counts, closings and events.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::chain::Fact;
use super::{Ledger, LedgerError, StepError, Writer, millis, moment, stored};
use crate::cash::{Count, CountOccasion, Denomination, Pieces};
use crate::closing::{Closing, Totals};
use crate::money::Money;
use crate::receipt::{Person, Receipt};

/// Something worth remembering that is no receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Number, gapless.
    pub id: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What, e.g. `tse-outage-begin`.
    pub kind: String,
    /// Who.
    pub person: Option<String>,
    /// The receipt it is about.
    pub receipt: Option<u64>,
    /// Details.
    pub text: String,
}

/// Where the register stands in its series of closings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZPeriod {
    /// Number the next closing gets.
    pub number: u32,
    /// Cash the last closing left in the drawer.
    pub carried: Money,
    /// When the first thing was recorded since; `None`: nothing was.
    pub since: Option<DateTime<Utc>>,
}

impl Writer<'_> {
    /// Records an event.
    pub(crate) fn event(
        &self,
        kind: &str,
        person: Option<&str>,
        receipt: Option<u64>,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StepError> {
        let id: i64 = self
            .transaction
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM event")?
            .query_row([], |row| row.get(0))?;
        self.transaction
            .prepare_cached("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)")?
            .execute(params![
                id,
                millis(now),
                kind,
                person,
                receipt.map(|r| r as i64),
                text
            ])?;
        self.chain(Fact::Event, id, now)
    }

    /// Records a count.
    pub(crate) fn count(&self, count: &Count) -> Result<(), StepError> {
        let occasion = match count.occasion {
            CountOccasion::Closing => "closing",
            CountOccasion::Check => "check",
        };
        self.transaction.execute(
            "INSERT INTO cash_count VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                count.number as i64,
                count.z_number,
                occasion,
                millis(count.at),
                count.counter.id,
                count.counter.name,
                count.expected.cents(),
                count.pieces.total().cents(),
                count.reason,
            ],
        )?;
        for (denomination, pieces) in count.pieces.iter() {
            self.transaction.execute(
                "INSERT INTO cash_count_piece VALUES (?, ?, ?)",
                params![count.number as i64, denomination.cents, pieces],
            )?;
        }
        self.chain(Fact::Count, count.number as i64, count.at)
    }

    /// Records a closing with its sums.
    pub(crate) fn closing(&self, closing: &Closing) -> Result<(), StepError> {
        self.transaction.execute(
            "INSERT INTO closing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                closing.number,
                millis(closing.at),
                closing.totals.range.map(|(first, _)| first as i64),
                closing.totals.range.map(|(_, last)| last as i64),
                closing.clerk.id,
                closing.clerk.name,
                closing.second.id,
                closing.second.name,
                closing.expected.cents(),
                closing.counted.cents(),
                closing.count_number as i64,
                closing.reason,
                closing.carried.cents(),
            ],
        )?;
        for row in closing.totals.cases() {
            self.transaction.execute(
                "INSERT INTO closing_case VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    closing.number,
                    row.case.code(),
                    row.principal,
                    row.total.key.0,
                    row.total.percent.normalize().to_string(),
                    row.total.gross.cents(),
                    row.total.net.cents(),
                    row.total.vat.cents(),
                ],
            )?;
        }
        for (kind, tally) in &closing.totals.payments {
            self.transaction.execute(
                "INSERT INTO closing_payment VALUES (?, ?, ?, ?)",
                params![closing.number, kind.code(), tally.count, tally.sum.cents()],
            )?;
        }
        for unknown in &closing.unknown {
            self.transaction.execute(
                "INSERT INTO closing_unknown VALUES (?, ?, ?, ?, ?)",
                params![
                    closing.number,
                    unknown.reference,
                    unknown.terminal,
                    unknown.amount.cents(),
                    millis(unknown.requested),
                ],
            )?;
        }
        self.chain(Fact::Closing, i64::from(closing.number), closing.at)
    }
}

impl Ledger {
    /// The open period.
    pub fn z_period(&self) -> Result<ZPeriod, LedgerError> {
        self.read(|connection| {
            let last: Option<(u32, i64)> = connection
                .prepare_cached(
                    "SELECT number, carried_cents FROM closing ORDER BY number DESC LIMIT 1",
                )?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let (number, carried) = last.unwrap_or((0, 0));
            // Numbers and periods rise together.
            let since: Option<i64> = connection
                .prepare_cached(
                    "SELECT finished_at FROM receipt WHERE z_number = ?1 AND number >
                     coalesce((SELECT max(last_receipt) FROM closing), 0) ORDER BY number LIMIT 1",
                )?
                .query_row([number + 1], |row| row.get(0))
                .optional()?;
            Ok(ZPeriod {
                number: number + 1,
                carried: Money::from_cents(carried),
                since: since.map(moment),
            })
        })
    }

    /// Cash that should be in the drawer now. Every closing's successor begins with an opening receipt over
    /// what was carried, so the sum over the open period is the drawer.
    pub fn expected_cash(&self) -> Result<Money, LedgerError> {
        let period = self.z_period()?;
        if period.since.is_none() {
            return Ok(period.carried);
        }
        self.read(|connection| {
            let cents: i64 = connection
                .prepare_cached(
                    "SELECT coalesce(sum(p.amount_cents), 0) FROM receipt r
                     JOIN receipt_payment p ON p.receipt = r.number
                     WHERE r.number > (SELECT coalesce(max(last_receipt), 0) FROM closing)
                       AND p.kind = 'Bar' AND r.kind NOT IN ('abort', 'training')",
                )?
                .query_row([], |row| row.get(0))?;
            Ok(Money::from_cents(cents))
        })
    }

    /// Sums of one period, computed from its receipts.
    pub fn totals_of(&self, z_number: u32) -> Result<Totals, LedgerError> {
        let mut totals = Totals::default();
        self.each_receipt_of(z_number, |receipt: Receipt| totals.add(&receipt))?;
        Ok(totals)
    }

    /// A finished closing.
    pub fn closing(&self, number: u32) -> Result<Option<Closing>, LedgerError> {
        let found = self.read(|connection| {
            Ok(connection
                .query_row(
                    "SELECT c.at, c.clerk_id, c.clerk_name, c.second_id, c.second_name,
                            c.expected_cents, c.counted_cents, c.count_number, c.reason,
                            c.carried_cents, lower(hex(k.hash))
                     FROM closing c JOIN chain k ON k.kind = 'closing' AND k.fact = c.number
                     WHERE c.number = ?",
                    [number],
                    |row| {
                        Ok(Closing {
                            number,
                            at: moment(row.get(0)?),
                            clerk: Person {
                                id: row.get(1)?,
                                name: row.get(2)?,
                            },
                            second: Person {
                                id: row.get(3)?,
                                name: row.get(4)?,
                            },
                            totals: Totals::default(),
                            expected: Money::from_cents(row.get(5)?),
                            counted: Money::from_cents(row.get(6)?),
                            count_number: row.get::<_, i64>(7)? as u64,
                            reason: row.get(8)?,
                            carried: Money::from_cents(row.get(9)?),
                            unknown: Vec::new(),
                            terminals: Vec::new(),
                            hash: row.get(10)?,
                        })
                    },
                )
                .optional()?)
        })?;
        match found {
            Some(closing) => Ok(Some(Closing {
                totals: self.totals_of(number)?,
                unknown: self.unknown_of(number)?,
                terminals: self.terminal_closings(number)?,
                ..closing
            })),
            None => Ok(None),
        }
    }

    /// A count.
    pub fn count(&self, number: u64) -> Result<Option<Count>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT z_number, occasion, at, person_id, person_name, expected_cents, reason
                 FROM cash_count WHERE number = ?",
            )?;
            let mut rows = statement.query([number as i64])?;
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            let occasion: String = row.get(1)?;
            let occasion = stored("cash_count", number, &occasion, |o| match o {
                "closing" => Some(CountOccasion::Closing),
                "check" => Some(CountOccasion::Check),
                _ => None,
            })?;
            let mut pieces = Pieces::new();
            let mut found =
                connection.prepare("SELECT cents, pieces FROM cash_count_piece WHERE count = ?")?;
            let mut piece_rows = found.query([number as i64])?;
            while let Some(piece) = piece_rows.next()? {
                pieces.set(
                    Denomination {
                        cents: piece.get(0)?,
                    },
                    piece.get(1)?,
                );
            }
            Ok(Some(Count {
                number,
                z_number: row.get(0)?,
                occasion,
                at: moment(row.get(2)?),
                counter: Person {
                    id: row.get(3)?,
                    name: row.get(4)?,
                },
                pieces,
                expected: Money::from_cents(row.get(5)?),
                reason: row.get(6)?,
            }))
        })
    }

    /// Number of the newest count; 0 when none was made.
    pub fn last_count(&self) -> Result<u64, LedgerError> {
        self.read(|connection| {
            let last: Option<i64> =
                connection.query_row("SELECT max(number) FROM cash_count", [], |row| row.get(0))?;
            Ok(last.unwrap_or(0) as u64)
        })
    }

    /// The newest event of one of `kinds`.
    pub fn last_event(&self, kinds: &[&str]) -> Result<Option<Event>, LedgerError> {
        let mut newest: Option<Event> = None;
        for kind in kinds {
            let found = self.read(|connection| {
                Ok(connection
                    .prepare_cached(
                        "SELECT id, at, kind, person_id, receipt, text FROM event
                         WHERE kind = ? ORDER BY id DESC LIMIT 1",
                    )?
                    .query_row([kind], event)
                    .optional()?)
            })?;
            if found.as_ref().map(|e| e.id) > newest.as_ref().map(|e| e.id) {
                newest = found;
            }
        }
        Ok(newest)
    }

    /// Every event of one kind, oldest first.
    pub fn events_of(&self, kind: &str) -> Result<Vec<Event>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, at, kind, person_id, receipt, text FROM event WHERE kind = ? ORDER BY id",
            )?;
            let rows = statement.query_map([kind], event)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Every event from `since` on, oldest first.
    pub fn events_since(&self, since: DateTime<Utc>) -> Result<Vec<Event>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT id, at, kind, person_id, receipt, text FROM event WHERE at >= ? ORDER BY id",
            )?;
            let rows = statement.query_map([millis(since)], event)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Moment of the newest fact that must never lie in the future: a clock that is behind it was set back.
    /// Log-ins and the like do not count, or a log-in under a wrong clock would hide it.
    pub fn last_moment(&self) -> Result<Option<DateTime<Utc>>, LedgerError> {
        self.read(|connection| {
            let last: Option<i64> = connection
                .prepare_cached(
                    "SELECT at FROM chain c WHERE kind <> 'event'
                        OR EXISTS (SELECT 1 FROM event e WHERE e.id = c.fact
                                   AND e.kind = 'clock-accepted')
                     ORDER BY seq DESC LIMIT 1",
                )?
                .query_row([], |row| row.get(0))
                .optional()?;
            Ok(last.map(moment))
        })
    }
}

fn event(row: &rusqlite::Row<'_>) -> Result<Event, rusqlite::Error> {
    Ok(Event {
        id: row.get::<_, i64>(0)? as u64,
        at: moment(row.get(1)?),
        kind: row.get(2)?,
        person: row.get(3)?,
        receipt: row.get::<_, Option<i64>>(4)?.map(|n| n as u64),
        text: row.get(5)?,
    })
}
