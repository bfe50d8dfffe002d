//! Levels computed anew from every receipt and move, in the order of the chain.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rust_decimal::Decimal;

use super::super::stock::{forms, level_of};
use super::sums::unreadable;
use super::{FindingKind, LedgerReport, Place, StepError};
use crate::catalogue::stock::{Level, MoveKind, Numbers};
use crate::ledger::LedgerError;

/// A change of a level as it was recorded.
struct Change {
    place: Place,
    item: String,
    /// `None`: a receipt.
    kind: Option<MoveKind>,
    quantity: Decimal,
    level: Decimal,
    numbers: Option<Numbers>,
}

/// Checks what receipts and moves say of the level after them, that no form went out twice, that receipts took
/// what they sold, and that the levels kept at hand are what is true.
pub(super) fn check(connection: &Connection, report: &mut LedgerReport) -> Result<(), StepError> {
    let mut levels: BTreeMap<String, Level> = BTreeMap::new();
    let mut statement = connection.prepare(
        "SELECT c.seq, s.position, NULL, s.receipt, s.item_id, s.quantity, s.level, s.numbers
         FROM receipt_stock s JOIN chain c ON c.kind = 'receipt' AND c.fact = s.receipt
         UNION ALL
         SELECT c.seq, 0, m.kind, m.id, m.item_id, m.quantity, m.level, m.numbers
         FROM stock_move m JOIN chain c ON c.kind = 'stock' AND c.fact = m.id
         ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(3)?;
        let place = match row.get::<_, Option<String>>(2)? {
            None => Place::Receipt(key),
            Some(_) => Place::Stock(key),
        };
        match change(row, place.clone()) {
            Ok(change) => apply(&change, &mut levels, report),
            Err(StepError::Ledger(LedgerError::Damaged { table, what, .. })) => {
                report.find(&place, unreadable(format!("table {table}: {what}")));
            }
            Err(other) => return Err(other),
        }
    }
    kept_at_hand(connection, &levels, report)?;
    lines(connection, report)
}

fn change(row: &rusqlite::Row<'_>, place: Place) -> Result<Change, StepError> {
    let key: i64 = row.get(3)?;
    let kind: Option<String> = row.get(2)?;
    let table = match kind {
        None => "receipt_stock",
        Some(_) => "stock_move",
    };
    let decimal = |text: String| super::super::stored(table, key, &text, |t| t.parse().ok());
    Ok(Change {
        place,
        item: row.get(4)?,
        kind: kind
            .map(|kind| super::super::stored(table, key, &kind, MoveKind::from_code))
            .transpose()?,
        quantity: decimal(row.get(5)?)?,
        level: decimal(row.get(6)?)?,
        numbers: forms(table, key, row.get(7)?)?,
    })
}

fn apply(change: &Change, levels: &mut BTreeMap<String, Level>, report: &mut LedgerReport) {
    let item = || change.item.clone();
    let before = levels.get(&change.item);
    let was = before.map_or(Decimal::ZERO, Level::quantity);
    let begins = matches!(change.kind, Some(MoveKind::Delivery | MoveKind::Count));
    if before.is_none() && !begins {
        report.find(&change.place, FindingKind::StockNotKept { item: item() });
    }
    let (expected, found) = (was + change.quantity, change.level);
    if expected != found {
        let kind = FindingKind::StockDiffers {
            item: item(),
            expected: expected.normalize(),
            found: found.normalize(),
        };
        report.find(&change.place, kind);
    }
    let after = match &change.numbers {
        None => Level::Quantity(change.level),
        Some(numbers) => {
            let there = before.and_then(Level::numbers).cloned().unwrap_or_default();
            let out = change.quantity.is_sign_negative();
            // Going out, a number must have been there; coming in, it must not.
            let wrong = match (change.kind, out) {
                (Some(MoveKind::Count), _) => Numbers::new(),
                (_, true) => numbers.minus(&there),
                (_, false) => numbers.common(&there),
            };
            if !wrong.is_empty() {
                let (item, numbers) = (item(), wrong.to_string());
                let kind = match out {
                    true => FindingKind::FormsNotThere { item, numbers },
                    false => FindingKind::FormsTwice { item, numbers },
                };
                report.find(&change.place, kind);
            }
            Level::Numbers(match (change.kind, out) {
                (Some(MoveKind::Count), _) => numbers.clone(),
                (_, true) => there.minus(numbers),
                (_, false) => there.plus(numbers),
            })
        }
    };
    if let Level::Numbers(numbers) = &after
        && Decimal::from(numbers.count()) != change.level
    {
        let kind = FindingKind::StockDiffers {
            item: item(),
            expected: Decimal::from(numbers.count()),
            found: change.level.normalize(),
        };
        report.find(&change.place, kind);
    }
    levels.insert(change.item.clone(), after);
}

/// Compares table `stock_level` with the truth.
fn kept_at_hand(
    connection: &Connection,
    levels: &BTreeMap<String, Level>,
    report: &mut LedgerReport,
) -> Result<(), StepError> {
    let mut statement = connection.prepare("SELECT item_id, quantity, numbers FROM stock_level")?;
    let mut rows = statement.query([])?;
    let mut at_hand = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (item, quantity): (String, String) = (row.get(0)?, row.get(1)?);
        match level_of(&item, &quantity, row.get(2)?) {
            Ok(level) => {
                // Of forms the quantity is kept beside the numbers; both must say the same.
                let said = quantity.parse().unwrap_or(Decimal::MIN);
                at_hand.insert(item, (level, said));
            }
            Err(StepError::Ledger(LedgerError::Damaged { what, .. })) => {
                report.find(&Place::Item(item), unreadable(what));
            }
            Err(other) => return Err(other),
        }
    }
    let items: std::collections::BTreeSet<&String> = levels.keys().chain(at_hand.keys()).collect();
    for item in items {
        let expected = levels.get(item);
        let found = at_hand.get(item);
        let same = expected == found.map(|(level, _)| level)
            && found.is_none_or(|(level, said)| level.quantity() == *said);
        if !same {
            let kind = FindingKind::StockDiffers {
                item: item.clone(),
                expected: expected.map_or(Decimal::ZERO, Level::quantity).normalize(),
                found: found.map_or(Decimal::ZERO, |(_, said)| *said).normalize(),
            };
            report.find(&Place::Item(item.clone()), kind);
        }
    }
    Ok(())
}

/// What a receipt moved must be what its line says.
fn lines(connection: &Connection, report: &mut LedgerReport) -> Result<(), StepError> {
    let mut statement = connection.prepare(
        "SELECT s.receipt, s.item_id, s.quantity, l.quantity, l.item_id, l.voided, s.numbers, l.numbers
         FROM receipt_stock s LEFT JOIN receipt_line l
           ON l.receipt = s.receipt AND l.position = s.position",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (receipt, item): (i64, String) = (row.get(0)?, row.get(1)?);
        let parse = |text: Option<String>| text.and_then(|text| text.parse::<Decimal>().ok());
        let moved = parse(row.get(2)?);
        let sold = parse(row.get(3)?);
        let (line_item, voided): (Option<String>, Option<bool>) = (row.get(4)?, row.get(5)?);
        let forms: (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        // A form that was gone when the money had moved already is not on the line either.
        let same = match &forms.0 {
            None => moved.zip(sold).is_some_and(|(moved, sold)| moved == -sold),
            Some(numbers) => forms.1.as_ref() == Some(numbers),
        };
        if !same || voided != Some(false) || line_item.as_ref() != Some(&item) {
            let kind = FindingKind::StockOtherThanSold { item };
            report.find(&Place::Receipt(receipt), kind);
        }
    }
    Ok(())
}
