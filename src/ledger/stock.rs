//! Stock: what receipts take and put back, deliveries, losses and counts, and the levels they add up to.

mod read;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use rust_decimal::Decimal;

use super::chain::Fact;
use super::{StepError, Writer, millis, stored};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Amount, Counted, Level, MoveKind, Numbers};
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
