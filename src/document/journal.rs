//! The journal of a period: every receipt of a closing, or of some days, in order (Zeitbuch).

pub mod csv;

use super::format::{
    Format, Language, clock, column_names, fact, kind_name, minute, number, report,
};
use super::model::{
    Block, Cell, Column, Document, Gap, Paper, Row, Rule, Spacing, Style, Table, Text,
};
use crate::i18n::date;
use crate::money::Money;
use crate::receipt::{Receipt, Signature};
use crate::site::Site;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// The receipts of closing `z_number`, in the order given.
pub fn document(z_number: u32, receipts: &[Receipt], site: &Site, format: Format) -> Document {
    let title = format!("Journal Z\u{a0}{z_number}");
    lay_out(&title, receipts, site, format, clock)
}

/// The receipts of some days, in the order given; the days are `from` and `to`.
pub fn between(
    (from, to): (NaiveDate, NaiveDate),
    receipts: &[Receipt],
    site: &Site,
    format: Format,
) -> Document {
    let title = match from == to {
        true => format!("Journal {}", date(from)),
        false => format!("Journal {}\u{a0}–\u{a0}{}", date(from), date(to)),
    };
    let time = if from == to { clock } else { minute };
    lay_out(&title, receipts, site, format, time)
}

/// How the time of a receipt is written.
type Time = fn(DateTime<Utc>) -> String;

fn lay_out(title: &str, receipts: &[Receipt], site: &Site, format: Format, time: Time) -> Document {
    let language = format.language;
    let mut document = report(site, format, title);
    let body = &mut document.body;
    if let (Some(first), Some(last)) = (receipts.first(), receipts.last()) {
        let numbers = format!(
            "{}\u{a0}–\u{a0}{} ({})",
            first.number,
            last.number,
            receipts.len()
        );
        body.push(Block::Beside(vec![
            vec![fact(language.say("Belege", "Receipts"), numbers)],
            vec![
                fact(language.say("Von", "From"), minute(first.started)),
                fact(language.say("Bis", "To"), minute(last.finished)),
            ],
        ]));
        body.push(Block::Gap(Gap::Normal));
        body.push(table(receipts, format.paper, language, time));
    } else {
        let none = language.say("Keine Belege", "No receipts");
        body.push(Block::text(none, Style::NORMAL));
    }
    document
}

/// What a receipt added to the drawer, to the accounts, and in sum.
#[derive(Clone, Copy)]
struct Sums {
    cash: Money,
    cashless: Money,
    gross: Money,
}

impl Sums {
    /// Training and aborted sales are listed, but nothing of them was paid.
    fn of(receipt: &Receipt) -> Self {
        let gross = if receipt.kind.counts() {
            receipt.gross()
        } else {
            Money::ZERO
        };
        let cash = receipt.cash();
        Self {
            cash,
            cashless: gross - cash,
            gross,
        }
    }
}

fn table(receipts: &[Receipt], paper: Paper, language: Language, time: Time) -> Block {
    let each: Vec<Sums> = receipts.iter().map(Sums::of).collect();
    let all = Sums {
        cash: each.iter().map(|sums| sums.cash).sum(),
        cashless: each.iter().map(|sums| sums.cashless).sum(),
        gross: each.iter().map(|sums| sums.gross).sum(),
    };
    let rows = receipts.iter().zip(&each);
    match paper {
        Paper::A4 | Paper::A4Landscape => wide(rows, all, language, time),
        Paper::Roll { .. } => narrow(rows, all, language, time),
    }
}

fn wide<'a>(
    receipts: impl Iterator<Item = (&'a Receipt, &'a Sums)>,
    all: Sums,
    language: Language,
    time: Time,
) -> Block {
    let shown = |amount: Money| {
        if amount.is_zero() {
            String::new()
        } else {
            amount.to_string()
        }
    };
    let mut rows: Vec<Row> = receipts
        .map(|(receipt, sums)| {
            Row::new([
                Cell::from(receipt.number.to_string()),
                time(receipt.finished).into(),
                what(receipt, language),
                shown(sums.cash).into(),
                shown(sums.cashless).into(),
                gross(receipt).into(),
                Text::new(signature(receipt, language), Style::SMALL.quiet()).into(),
            ])
        })
        .collect();
    let strong = |text: String| Cell::from(Text::new(text, Style::NORMAL.bold()));
    rows.push(
        Row::new([
            strong(language.say("Summe", "Total").into()).across(3),
            strong(all.cash.to_string()),
            strong(all.cashless.to_string()),
            strong(all.gross.to_string()),
            Cell::empty(),
        ])
        .under(Rule::Thick),
    );
    Block::Table(Table {
        columns: vec![
            Column::LABEL,
            Column::LABEL,
            Column::TEXT,
            Column::AMOUNT,
            Column::AMOUNT,
            Column::AMOUNT,
            Column::AMOUNT,
        ],
        head: Some(column_names([
            language.say("Beleg", "Receipt"),
            language.say("Zeit", "Time"),
            language.say("Vorgang", "Transaction"),
            language.say("Bar", "Cash"),
            language.say("Unbar", "Cashless"),
            language.say("Brutto", "Gross"),
            language.say("Signatur", "Signature"),
        ])),
        rows,
        spacing: Spacing::Normal,
        ruled: true,
    })
}

fn narrow<'a>(
    receipts: impl Iterator<Item = (&'a Receipt, &'a Sums)>,
    all: Sums,
    language: Language,
    time: Time,
) -> Block {
    let quiet = Style::SMALL.quiet();
    let (cash, cashless) = (
        language.say("Bar", "cash"),
        language.say("Unbar", "cashless"),
    );
    let mut rows: Vec<Row> = receipts
        .map(|(receipt, sums)| {
            let way = match (sums.cash.is_zero(), sums.cashless.is_zero()) {
                (false, true) => format!(" · {cash}"),
                (true, false) => format!(" · {cashless}"),
                (false, false) => format!(" · {cash} {}, {cashless} {}", sums.cash, sums.cashless),
                (true, true) => String::new(),
            };
            let line = format!(
                "{}{way} · {} {}",
                time(receipt.finished),
                language.say("Signatur", "signature"),
                signature(receipt, language),
            );
            Row::new([
                Cell::from(receipt.number.to_string()),
                what(receipt, language).and(Text::new(line, quiet)),
                gross(receipt).into(),
            ])
        })
        .collect();
    let sum = |name: &str, amount: Money, style: Style| {
        Row::new([
            Cell::from(Text::new(name, style)).across(2),
            Text::new(amount.to_string(), style).into(),
        ])
    };
    rows.extend([
        sum(cash, all.cash, Style::NORMAL).under(Rule::Thick),
        sum(cashless, all.cashless, Style::NORMAL),
        sum(
            language.say("Summe", "Total"),
            all.gross,
            Style::NORMAL.bold(),
        ),
    ]);
    Block::Table(Table {
        columns: vec![Column::LABEL, Column::TEXT, Column::AMOUNT],
        rows,
        spacing: Spacing::Normal,
        ..Table::default()
    })
}

/// Kind, clerk, items and reason.
fn what(receipt: &Receipt, language: Language) -> Cell {
    let quiet = Style::SMALL.quiet();
    let kind = kind_name(receipt.kind, language);
    let kind = match receipt.refers_to {
        Some(origin) => format!("{kind} {} {origin}", language.say("zu", "of")),
        None => kind.to_owned(),
    };
    let mut what = Cell::from(format!("{kind} · {}", receipt.clerk.name));
    let lines = summary(receipt);
    if !lines.is_empty() && lines != kind {
        what = what.and(Text::new(lines, quiet));
    }
    if let Some(reason) = receipt.reason.as_deref().filter(|r| !r.trim().is_empty()) {
        let name = language.say("Grund", "Reason");
        what = what.and(Text::new(format!("{name}: {reason}"), quiet));
    }
    what
}

/// In brackets where nothing was paid.
fn gross(receipt: &Receipt) -> String {
    if receipt.kind.counts() {
        receipt.gross().to_string()
    } else {
        format!("({})", receipt.gross())
    }
}

fn signature(receipt: &Receipt, language: Language) -> String {
    match &receipt.signature {
        Some(Signature::Signed(signed)) => signed.counter.to_string(),
        Some(Signature::Failed { .. }) => language.say("ausgefallen", "failed").into(),
        None => language.say("offen", "pending").into(),
    }
}

/// `6 × Kopie A4, Stadtchronik`
fn summary(receipt: &Receipt) -> String {
    let names: Vec<String> = receipt
        .valid_lines()
        .map(|line| {
            if line.quantity.abs() == Decimal::ONE {
                line.text.clone()
            } else {
                format!("{}\u{a0}×\u{a0}{}", number(line.quantity), line.text)
            }
        })
        .collect();
    names.join(", ")
}

#[cfg(test)]
mod tests;
