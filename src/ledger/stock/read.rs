//! Levels, history and count sheets, read back.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::{CountSheet, StockChange, StockMove, StockSource, decimal, forms, level_of};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Counted, Level, Levels, MoveKind, Numbers, StockRow};
use crate::ledger::{Ledger, LedgerError, StepError, millis, moment, stored};
use crate::receipt::{Kind, Person};

impl Ledger {
    /// What there is of every item whose stock is kept.
    pub fn stock(&self) -> Result<Levels, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT item_id, quantity, numbers FROM stock_level")?;
            let mut rows = statement.query([])?;
            let mut levels = Levels::new();
            while let Some(row) = rows.next()? {
                let (item, quantity): (String, String) = (row.get(0)?, row.get(1)?);
                let level = level_of(&item, &quantity, row.get(2)?)?;
                levels.insert(item, level);
            }
            Ok(levels)
        })
    }

    /// What there is of one item; `None`: its stock is not kept.
    pub fn stock_of(&self, item_id: &str) -> Result<Option<Level>, LedgerError> {
        self.read(|connection| {
            let row: Option<(String, Option<String>)> = connection
                .prepare_cached("SELECT quantity, numbers FROM stock_level WHERE item_id = ?")?
                .query_row([item_id], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let level = row.map(|(quantity, numbers)| level_of(item_id, &quantity, numbers));
            level.transpose()
        })
    }

    /// Every item of which stock is to be kept, in the order of the catalogue, with level and minimum.
    pub fn stock_list(&self) -> Result<Vec<StockRow>, LedgerError> {
        let levels = self.stock()?;
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, name, office, unit, stock, minimum, archived_from FROM item
                 WHERE stock <> 'no' ORDER BY position",
            )?;
            let mut rows = statement.query([])?;
            let mut list = Vec::new();
            while let Some(row) = rows.next()? {
                let (item_id, mode): (String, String) = (row.get(0)?, row.get(4)?);
                let mode = stored("item", &item_id, &mode, StockMode::from_code)?;
                let minimum: Option<String> = row.get(5)?;
                list.push(StockRow {
                    name: row.get(1)?,
                    office: row.get(2)?,
                    unit: row.get(3)?,
                    mode,
                    level: levels.get(&item_id).filter(|l| l.fits(mode)).cloned(),
                    minimum: minimum
                        .map(|minimum| decimal("item", &item_id, &minimum))
                        .transpose()?,
                    archived: row
                        .get::<_, Option<String>>(6)?
                        .map(|day| stored("item", &item_id, &day, |t| t.parse().ok()))
                        .transpose()?,
                    item_id,
                });
            }
            Ok(list)
        })
    }

    /// What changed the level of an item in `from..to`, oldest first.
    pub fn stock_history(
        &self,
        item_id: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<StockChange>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT c.seq, c.at, 'receipt', s.receipt, r.kind, r.clerk_name, s.quantity, s.level,
                        s.numbers, r.reason, s.position
                 FROM receipt_stock s JOIN receipt r ON r.number = s.receipt
                 JOIN chain c ON c.kind = 'receipt' AND c.fact = s.receipt
                 WHERE s.item_id = ?1 AND c.at >= ?2 AND c.at < ?3
                 UNION ALL
                 SELECT c.seq, c.at, 'stock', m.id, m.kind, m.person_name, m.quantity, m.level,
                        m.numbers, m.reason, 0
                 FROM stock_move m JOIN chain c ON c.kind = 'stock' AND c.fact = m.id
                 WHERE m.item_id = ?1 AND c.at >= ?2 AND c.at < ?3
                 ORDER BY 1, 11",
            )?;
            let mut rows = statement.query(params![item_id, millis(from), millis(to)])?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                let table: String = row.get(2)?;
                let (key, kind): (i64, String) = (row.get(3)?, row.get(4)?);
                let source = match table.as_str() {
                    "receipt" => {
                        let kind = stored("receipt", key, &kind, Kind::from_code)?;
                        StockSource::Receipt(key as u64, kind)
                    }
                    _ => {
                        let kind = stored("stock_move", key, &kind, MoveKind::from_code)?;
                        StockSource::Move(key as u64, kind)
                    }
                };
                let (quantity, level): (String, String) = (row.get(6)?, row.get(7)?);
                changes.push(StockChange {
                    at: moment(row.get(1)?),
                    source,
                    person: row.get(5)?,
                    quantity: decimal("stock", key, &quantity)?,
                    level: decimal("stock", key, &level)?,
                    numbers: forms("stock", key, row.get(8)?)?,
                    reason: row.get(9)?,
                });
            }
            Ok(changes)
        })
    }

    /// Number of the newest count sheet; 0 when none was made.
    pub fn last_sheet(&self) -> Result<u64, LedgerError> {
        self.read(|connection| {
            let last: Option<i64> =
                connection.query_row("SELECT max(sheet) FROM stock_move", [], |row| row.get(0))?;
            Ok(last.unwrap_or(0) as u64)
        })
    }

    /// A count sheet.
    pub fn sheet(&self, number: u64) -> Result<Option<CountSheet>, LedgerError> {
        let moves = self.sheet_moves(number)?;
        let Some(first) = moves.first() else {
            return Ok(None);
        };
        let (at, person) = (first.at, first.person.clone());
        let (second, reason) = (first.second.clone(), first.reason.clone());
        let mut items = Vec::with_capacity(moves.len());
        for moved in moves {
            items.push(Counted {
                expected: self.expected_at(&moved)?,
                item_id: moved.item_id,
                counted: moved.level,
            });
        }
        Ok(Some(CountSheet {
            number,
            at,
            person,
            second,
            reason,
            items,
        }))
    }

    fn sheet_moves(&self, number: u64) -> Result<Vec<StockMove>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT * FROM stock_move WHERE sheet = ? ORDER BY id")?;
            let mut rows = statement.query([number as i64])?;
            let mut moves = Vec::new();
            while let Some(row) = rows.next()? {
                moves.push(moved(row)?);
            }
            Ok(moves)
        })
    }

    /// What should have been there when a count was made. Of forms the numbers: those of the count before, and
    /// what came and went since.
    fn expected_at(&self, count: &StockMove) -> Result<Level, LedgerError> {
        if count.numbers.is_none() {
            return Ok(Level::Quantity(count.level.quantity() - count.quantity));
        }
        let begin = DateTime::<Utc>::MIN_UTC.max(moment(0));
        let end = count.at + chrono::TimeDelta::milliseconds(1);
        let mut there = Numbers::new();
        for change in self.stock_history(&count.item_id, begin, end)? {
            let numbers = change.numbers.unwrap_or_default();
            match change.source {
                StockSource::Move(id, _) if id == count.id => break,
                StockSource::Move(_, MoveKind::Count) => there = numbers,
                _ if change.quantity.is_sign_negative() => there = there.minus(&numbers),
                _ => there = there.plus(&numbers),
            }
        }
        Ok(Level::Numbers(there))
    }
}

/// A row of table `stock_move`.
pub(in crate::ledger) fn moved(row: &rusqlite::Row<'_>) -> Result<StockMove, StepError> {
    let id: i64 = row.get("id")?;
    let kind: String = row.get("kind")?;
    let (quantity, level): (String, String) = (row.get("quantity")?, row.get("level")?);
    let kind = stored("stock_move", id, &kind, MoveKind::from_code)?;
    let numbers = forms("stock_move", id, row.get("numbers")?)?;
    let second: Option<String> = row.get("second_id")?;
    let level = match (&numbers, kind) {
        (Some(numbers), MoveKind::Count) => Level::Numbers(numbers.clone()),
        _ => Level::Quantity(decimal("stock_move", id, &level)?),
    };
    Ok(StockMove {
        id: id as u64,
        at: moment(row.get("at")?),
        item_id: row.get("item_id")?,
        kind,
        quantity: decimal("stock_move", id, &quantity)?,
        level,
        numbers,
        person: Person {
            id: row.get("person_id")?,
            name: row.get("person_name")?,
        },
        second: match second {
            Some(id) => Some(Person {
                id,
                name: row.get("second_name")?,
            }),
            None => None,
        },
        reason: row.get("reason")?,
        sheet: row.get::<_, Option<i64>>("sheet")?.map(|n| n as u64),
    })
}
