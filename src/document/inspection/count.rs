//! The count of the drawer.

use super::Inspection;
use crate::cash::Count;
use crate::document::format::{column_names, euro, fact, minute, person};
use crate::document::model::{Block, Column, Gap, Row, Rule, Spacing, Style, Table, Text};
use crate::money::Money;

pub(super) fn count(inspection: &Inspection) -> Vec<Block> {
    let Some(count) = &inspection.count else {
        return vec![Block::text("Nicht durchgeführt.", Style::NORMAL)];
    };
    let mut left = vec![pieces(count)];
    if count.pieces.total().is_zero() {
        left = vec![Block::text("Es war kein Bargeld da.", Style::NORMAL)];
    }
    let difference = count.difference();
    let name = match difference {
        d if d.is_zero() => "Differenz",
        d if d.is_negative() => "Differenz (Fehlbetrag)",
        _ => "Differenz (Überschuss)",
    };
    let row = |name: &str, amount: Money, style: Style| {
        Row::new([Text::new(name, style), Text::new(euro(amount), style)])
    };
    let strong = Style::NORMAL.bold();
    let mut right = vec![
        fact("Zählprotokoll", count.number.to_string()),
        fact("Gezählt", minute(count.at)),
        fact("Gezählt durch", person(&count.counter)),
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns: vec![Column::TEXT, Column::AMOUNT],
            rows: vec![
                row("Gezählt", count.pieces.total(), strong),
                row("Soll laut Kassenbuch", count.expected, Style::NORMAL),
                row(name, difference, strong).under(Rule::Thick),
            ],
            ..Table::default()
        }),
    ];
    if let Some(reason) = count.reason.as_deref().filter(|r| !r.trim().is_empty()) {
        right.push(Block::text(format!("Erklärung: {reason}"), Style::NORMAL));
    }
    vec![Block::Beside(vec![left, right])]
}

fn pieces(count: &Count) -> Block {
    let rows = count.pieces.iter().map(|(piece, number)| {
        let amount = Money::from_cents(i64::from(piece.cents) * i64::from(number));
        Row::new([
            piece.label().replace(' ', "\u{a0}"),
            number.to_string(),
            amount.to_string(),
        ])
    });
    Block::Table(Table {
        columns: vec![Column::TEXT, Column::AMOUNT, Column::AMOUNT],
        head: Some(column_names(["Nennwert", "Anzahl", "Betrag"])),
        rows: rows.collect(),
        spacing: Spacing::Tight,
        ruled: false,
    })
}
