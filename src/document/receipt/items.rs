//! The lines of a receipt.

use crate::catalogue::BusinessCase;
use crate::document::format::{Language, euro, number};
use crate::document::model::{Block, Cell, Column, Row, Spacing, Style, Table, Text};
use crate::receipt::{Line, Receipt};
use crate::tax::TaxKey;
use rust_decimal::Decimal;

use super::tax_table::Group;

/// Quantity, text, tax mark and amount of every line that counts. Amounts stand last so that they share
/// their edge with the sum and the payments.
pub(super) fn table(receipt: &Receipt, groups: &[Group], language: Language) -> Vec<Block> {
    let rows: Vec<Row> = receipt
        .valid_lines()
        .map(|line| {
            Row::new([
                Cell::from(number(line.quantity)),
                description(line, language),
                Cell::from(Text::new(marks(line, groups), Style::NORMAL.quiet())),
                Cell::from(line.gross.to_string()),
            ])
        })
        .collect();
    if rows.is_empty() {
        let none = language.say("Keine Positionen", "No items");
        return vec![Block::text(none, Style::NORMAL.quiet())];
    }
    vec![Block::Table(Table {
        columns: vec![Column::AMOUNT, Column::TEXT, Column::LABEL, Column::AMOUNT],
        rows,
        spacing: Spacing::Normal,
        ..Table::default()
    })]
}

fn description(line: &Line, language: Language) -> Cell {
    let name = match line.case {
        BusinessCase::Rabatt => format!("{}: {}", language.say("Rabatt", "Discount"), line.text),
        BusinessCase::EinzweckgutscheinEinloesung | BusinessCase::MehrzweckgutscheinEinloesung => {
            format!("{}: {}", language.say("Eingelöst", "Redeemed"), line.text)
        }
        _ => line.text.clone(),
    };
    let mut cell = Cell::from(name);
    let quiet = Style::SMALL.quiet();
    for detail in details(line, language) {
        cell = cell.and(Text::new(detail, quiet));
    }
    cell
}

fn details(line: &Line, language: Language) -> Vec<String> {
    let mut details = Vec::new();
    let mut price = Vec::new();
    let single = line.quantity.abs() == Decimal::ONE;
    if !line.price.is_zero() && (!single || !line.discount.is_zero()) {
        price.push(match line.unit.as_str() {
            "" | "Stück" => format!("{} {}", language.say("je", "each"), euro(line.price)),
            unit => format!("{} {unit} {}", language.say("je", "per"), euro(line.price)),
        });
    }
    if !line.discount.is_zero() {
        let name = language.say("Rabatt", "discount");
        price.push(format!("{name} {}", euro(line.discount)));
    }
    if !price.is_empty() {
        details.push(price.join(" · "));
    }
    let official = line
        .parts
        .iter()
        .all(|part| part.key == TaxKey::NOT_TAXABLE);
    if official && !line.legal_basis.is_empty() {
        details.push(line.legal_basis.clone());
    }
    if let Some(principal) = &line.principal
        && !line.third_party.is_zero()
    {
        details.push(if line.third_party == line.gross {
            format!(
                "{} {principal}",
                language.say(
                    "im Namen und für Rechnung von",
                    "in the name and for the account of"
                )
            )
        } else {
            let (of_which, goes_to) = (
                language.say("davon", "of which"),
                language.say("für", "for"),
            );
            format!(
                "{of_which} {} {goes_to} {principal}",
                euro(line.third_party)
            )
        });
    }
    if let Some(number) = &line.voucher {
        details.push(format!(
            "{} {}",
            language.say("Gutschein-Nr.", "Voucher no."),
            crate::voucher::grouped(number)
        ));
    }
    if let Some(reference) = line.reference.as_deref().filter(|r| !r.is_empty()) {
        details.push(format!(
            "{} {reference}",
            language.say("Kassenzeichen", "Reference")
        ));
    }
    if let Some(numbers) = line.numbers.as_deref().filter(|n| !n.is_empty()) {
        let numbers = numbers.replace('-', "–").replace(',', ", ");
        details.push(format!("{} {numbers}", language.say("Nr.", "No.")));
    }
    details
}

/// The marks of the tax groups a line belongs to, `A` or `A B`.
fn marks(line: &Line, groups: &[Group]) -> String {
    let mut marks: Vec<&str> = line
        .parts
        .iter()
        .filter_map(|part| groups.iter().find(|group| group.holds(part, line)))
        .map(|group| group.mark.as_str())
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks.join(" ")
}
