//! Stock: what receipts take and put back, deliveries, losses and counts, and the levels they add up to.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use rust_decimal::Decimal;

use super::chain::Fact;
use super::{Ledger, LedgerError, StepError, Writer, millis, moment, stored};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Amount, Counted, Level, Levels, MoveKind, Numbers, StockRow};
use crate::receipt::{Kind, Line, Person, Receipt};

/// A delivery, a loss or a count of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockMove {
    /// Number, gapless; 0 until it is written.
    pub id: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Item number.
    pub item_id: String,
    /// Why.
    pub kind: MoveKind,
    /// Change of the level; of a count the difference.
    pub quantity: Decimal,
    /// Level after it; of a count what was counted.
    pub level: Level,
    /// Delivery, loss: the numbers moved; count: those that are there. `None` where there are no numbers.
    pub numbers: Option<Numbers>,
    /// Who.
    pub person: Person,
    /// The second person, where one was needed.
    pub second: Option<Person>,
    /// Delivery note, reason.
    pub reason: Option<String>,
    /// Count: number of its sheet (Inventurprotokoll), gapless.
    pub sheet: Option<u64>,
}

/// An inventory count (Inventurprotokoll).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountSheet {
    /// Number, gapless.
    pub number: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who counted.
    pub person: Person,
    /// Who was asked where numbers were missing or too many.
    pub second: Option<Person>,
    /// Reason of the differences, or occasion.
    pub reason: Option<String>,
    /// The items in the order they were counted.
    pub items: Vec<Counted>,
}

/// What changed a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockSource {
    /// A receipt, by its number and kind.
    Receipt(u64, Kind),
    /// A move, by its number and kind.
    Move(u64, MoveKind),
}

/// A change of an item's level, in the history of the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockChange {
    /// When.
    pub at: DateTime<Utc>,
    /// By what.
    pub source: StockSource,
    /// Name of who did it.
    pub person: String,
    /// Change.
    pub quantity: Decimal,
    /// Level after it.
    pub level: Decimal,
    /// Numbers moved, or after a count those that are there.
    pub numbers: Option<Numbers>,
    /// Reason or delivery note.
    pub reason: Option<String>,
}

fn text(quantity: Decimal) -> String {
    quantity.normalize().to_string()
}

fn decimal(table: &'static str, key: impl ToString, text: &str) -> Result<Decimal, StepError> {
    stored(table, key, text, |t| t.parse().ok())
}

pub(super) fn forms(
    table: &'static str,
    key: impl ToString,
    text: Option<String>,
) -> Result<Option<Numbers>, StepError> {
    // No form left is an empty text: that the item has numbers must not get lost.
    let read = |text: &str| match text {
        "" => Some(Numbers::new()),
        text => text.parse().ok(),
    };
    text.map(|text| stored(table, key, &text, read)).transpose()
}

impl Writer<'_> {
    /// Moves the stock by what a receipt sold or takes back. Lines of items that are not kept, or not in this
    /// form, move nothing. Must run before the receipt is chained.
    pub(super) fn receipt_stock(&self, receipt: &Receipt) -> Result<(), StepError> {
        if !receipt.kind.counts() {
            return Ok(());
        }
        for (index, line) in receipt.lines.iter().enumerate() {
            if line.voided || line.item_id.is_empty() {
                continue;
            }
            if let Some(level) = self.kept(&line.item_id)? {
                self.line_stock(receipt.number as i64, index as i64 + 1, line, level)?;
            }
        }
        Ok(())
    }

    /// The level of an item that is kept, in the form the item is kept in today.
    fn kept(&self, item_id: &str) -> Result<Option<Level>, StepError> {
        let row: Option<(String, Option<String>, String)> = self
            .transaction
            .prepare_cached(
                "SELECT l.quantity, l.numbers, i.stock FROM stock_level l JOIN item i ON i.id = l.item_id
                 WHERE l.item_id = ?",
            )?
            .query_row([item_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((quantity, numbers, mode)) = row else {
            return Ok(None);
        };
        let level = level_of(item_id, &quantity, numbers)?;
        let mode = stored("item", item_id, &mode, StockMode::from_code)?;
        Ok(Some(level).filter(|level| level.fits(mode)))
    }

    fn line_stock(
        &self,
        receipt: i64,
        position: i64,
        line: &Line,
        level: Level,
    ) -> Result<(), StepError> {
        let (change, after, numbers) = match level {
            Level::Quantity(level) => {
                let after = Level::Quantity(level - line.quantity);
                (-line.quantity, after, None)
            }
            Level::Numbers(level) => {
                let named = forms("receipt_line", receipt, line.numbers.clone())?;
                let named = named.unwrap_or_default();
                // The numbers were chosen from what is there; whatever else is printed moves nothing twice.
                let (moved, after, sign) = match line.quantity.is_sign_negative() {
                    false => (named.common(&level), level.minus(&named), -Decimal::ONE),
                    true => (named.minus(&level), level.plus(&named), Decimal::ONE),
                };
                if moved.is_empty() {
                    return Ok(());
                }
                let change = sign * Decimal::from(moved.count());
                (change, Level::Numbers(after), Some(moved))
            }
        };
        self.transaction
            .prepare_cached("INSERT INTO receipt_stock VALUES (?, ?, ?, ?, ?, ?)")?
            .execute(params![
                receipt,
                position,
                line.item_id,
                text(change),
                text(after.quantity()),
                numbers.map(|numbers| numbers.to_string()),
            ])?;
        self.level(&line.item_id, &after)
    }

    fn level(&self, item_id: &str, level: &Level) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO stock_level VALUES (?, ?, ?)")?
            .execute(params![
                item_id,
                text(level.quantity()),
                level.numbers().map(Numbers::to_string),
            ])?;
        Ok(())
    }

    /// Records a delivery, a loss or a count, and the level after it; returns its number.
    pub(crate) fn stock_move(&self, moved: &StockMove) -> Result<u64, StepError> {
        let id: i64 = self
            .transaction
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM stock_move")?
            .query_row([], |row| row.get(0))?;
        self.transaction
            .prepare_cached("INSERT INTO stock_move VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")?
            .execute(params![
                id,
                millis(moved.at),
                moved.item_id,
                moved.kind.code(),
                text(moved.quantity),
                text(moved.level.quantity()),
                moved.numbers.as_ref().map(Numbers::to_string),
                moved.person.id,
                moved.person.name,
                moved.second.as_ref().map(|p| &p.id),
                moved.second.as_ref().map(|p| &p.name),
                moved.reason,
                moved.sheet.map(|sheet| sheet as i64),
            ])?;
        self.level(&moved.item_id, &moved.level)?;
        self.chain(Fact::Stock, id, moved.at)?;
        Ok(id as u64)
    }

    /// The number of the next count sheet.
    pub(crate) fn next_sheet(&self) -> Result<u64, StepError> {
        let last: Option<i64> =
            self.transaction
                .query_row("SELECT max(sheet) FROM stock_move", [], |row| row.get(0))?;
        Ok(last.unwrap_or(0) as u64 + 1)
    }
}

pub(super) fn level_of(
    item_id: &str,
    quantity: &str,
    numbers: Option<String>,
) -> Result<Level, StepError> {
    Ok(match forms("stock_level", item_id, numbers)? {
        Some(numbers) => Level::Numbers(numbers),
        None => Level::Quantity(decimal("stock_level", item_id, quantity)?),
    })
}

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
pub(super) fn moved(row: &rusqlite::Row<'_>) -> Result<StockMove, StepError> {
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

impl Writer<'_> {
    /// Records what is there when a register is set up.
    pub(super) fn first_stock(
        &self,
        stock: &[(String, Amount)],
        now: DateTime<Utc>,
    ) -> Result<(), StepError> {
        for (item_id, amount) in stock {
            let (level, numbers) = match amount {
                Amount::Quantity(quantity) => (Level::Quantity(*quantity), None),
                Amount::Numbers(numbers) => {
                    (Level::Numbers(numbers.clone()), Some(numbers.clone()))
                }
            };
            self.stock_move(&StockMove {
                id: 0,
                at: now,
                item_id: item_id.clone(),
                kind: MoveKind::Delivery,
                quantity: level.quantity(),
                level,
                numbers,
                person: Person::register(),
                second: None,
                reason: Some("Anfangsbestand".into()),
                sheet: None,
            })?;
        }
        Ok(())
    }
}
