//! Papers of the stock: the inventory list (Bestandsliste) and the sheet of a count (Inventurprotokoll).

use chrono::{DateTime, Utc};

use super::format::{
    Format, Language, column_names, euro, fact, heading, minute, number, person, report,
};
use super::model::{
    Align, Block, Cell, Column, Document, Gap, Row, Signature, Spacing, Style, Table, Text, Width,
};
use crate::catalogue::stock::{Counted, Level, Numbers, StockRow};
use crate::ledger::CountSheet;
use crate::money::Money;
use crate::site::Site;

/// An item in the inventory list, with what one of it costs where values are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The item and its level.
    pub row: StockRow,
    /// Price today; `None`: no value is shown.
    pub price: Option<Money>,
}

/// What is there at a moment, by office. Values are prices, not costs: what the shelves would sell for.
pub fn list(items: &[Listed], at: DateTime<Utc>, site: &Site, format: Format) -> Document {
    let language = format.language;
    let mut document = report(
        site,
        format,
        language.say("Bestandsliste", "Inventory list"),
    );
    let body = &mut document.body;
    let low = items.iter().filter(|item| item.row.is_low()).count();
    body.push(Block::Beside(vec![
        vec![fact(language.say("Stand", "As of"), minute(at))],
        vec![fact(
            language.say("Unter dem Mindestbestand", "Below the minimum"),
            low.to_string(),
        )],
    ]));
    let valued = items.iter().any(|item| item.price.is_some());
    let mut offices: Vec<&str> = items.iter().map(|item| item.row.office.as_str()).collect();
    offices.dedup();
    for office in offices {
        body.push(Block::Gap(Gap::Normal));
        body.push(heading(office));
        let of_it = items.iter().filter(|item| item.row.office == office);
        body.push(Block::Table(Table {
            columns: columns(valued),
            head: Some(list_head(valued, language)),
            rows: of_it.map(|item| list_row(item, valued, language)).collect(),
            spacing: Spacing::Normal,
            ruled: true,
        }));
    }
    if valued {
        let sum: Money = items.iter().filter_map(value).sum();
        let name = language.say("Verkaufswert gesamt", "Sales value in all");
        body.push(Block::Gap(Gap::Normal));
        body.push(fact(name, euro(sum)));
    }
    document
}

fn columns(valued: bool) -> Vec<Column> {
    let amount = Column::new(Width::Digits(7), Align::Right);
    let mut columns = vec![Column::new(Width::Digits(8), Align::Left), Column::TEXT];
    columns.extend([amount, amount]);
    if valued {
        columns.push(Column::new(Width::Digits(10), Align::Right));
    }
    columns
}

fn list_head(valued: bool, language: Language) -> Row {
    let mut names = vec![
        language.say("Nummer", "Number"),
        language.say("Artikel", "Item"),
        language.say("Bestand", "Level"),
        language.say("Minimum", "Minimum"),
    ];
    if valued {
        names.push(language.say("Wert €", "Value €"));
    }
    column_names(names)
}

fn value(item: &Listed) -> Option<Money> {
    let level = item.row.level.as_ref()?.quantity();
    Some(item.price?.times(level))
}

fn list_row(item: &Listed, valued: bool, language: Language) -> Row {
    let row = &item.row;
    let (quiet, strong) = (Style::NORMAL.quiet(), Style::NORMAL.bold());
    let low = row.is_low();
    let mut name = Cell::from(row.name.as_str());
    if let Some(numbers) = row.level.as_ref().and_then(Level::numbers) {
        name = name.and(Text::new(forms(numbers, language), Style::SMALL.quiet()));
    }
    if low {
        let order = language.say("unter dem Mindestbestand", "below the minimum");
        name = name.and(Text::new(order, Style::SMALL.bold()));
    }
    let level = match &row.level {
        Some(level) => Text::new(
            number(level.quantity()),
            if low { strong } else { Style::NORMAL },
        ),
        None => Text::new("–", quiet),
    };
    let minimum = row.minimum.map_or_else(String::new, number);
    let mut cells = vec![
        Cell::from(Text::new(row.item_id.as_str(), quiet)),
        name,
        Cell::from(level),
        Cell::from(Text::new(minimum, quiet)),
    ];
    if valued {
        cells.push(Cell::from(
            value(item).map_or_else(String::new, |v| v.to_string()),
        ));
    }
    Row::new(cells)
}

/// `Nr. 1001–1050, 1060`
fn forms(numbers: &Numbers, language: Language) -> String {
    match numbers.is_empty() {
        true => language
            .say("keine Nummer mehr da", "no number left")
            .to_owned(),
        false => format!("{} {}", language.say("Nr.", "No."), printed(numbers)),
    }
}

/// Numbers as they stand on paper.
pub(super) fn printed(numbers: &Numbers) -> String {
    numbers.to_string().replace('-', "–").replace(',', ", ")
}

/// The sheet of a count. `name` gives the name of an item.
pub fn sheet(
    sheet: &CountSheet,
    name: impl Fn(&str) -> String,
    site: &Site,
    format: Format,
) -> Document {
    let language = format.language;
    let title = language.say("Inventurprotokoll", "Stock count sheet");
    let mut document = report(site, format, &format!("{title} {}", sheet.number));
    let body = &mut document.body;
    let differences = sheet
        .items
        .iter()
        .filter(|item| !item.difference().is_zero());
    let differences = differences.count();
    body.push(Block::Beside(vec![
        vec![
            fact(language.say("Gezählt", "Counted"), minute(sheet.at)),
            fact(
                language.say("Gezählt durch", "Counted by"),
                person(&sheet.person),
            ),
        ],
        vec![
            fact(
                language.say("Artikel", "Items"),
                sheet.items.len().to_string(),
            ),
            fact(
                language.say("Mit Differenz", "With a difference"),
                differences.to_string(),
            ),
        ],
    ]));
    body.push(Block::Gap(Gap::Normal));
    let amount = Column::new(Width::Digits(7), Align::Right);
    body.push(Block::Table(Table {
        columns: vec![
            Column::new(Width::Digits(8), Align::Left),
            Column::TEXT,
            amount,
            amount,
            amount,
        ],
        head: Some(column_names([
            language.say("Nummer", "Number"),
            language.say("Artikel", "Item"),
            language.say("Soll", "Expected"),
            language.say("Gezählt", "Counted"),
            language.say("Differenz", "Difference"),
        ])),
        rows: sheet
            .items
            .iter()
            .map(|item| sheet_row(item, name(&item.item_id), language))
            .collect(),
        spacing: Spacing::Normal,
        ruled: true,
    }));
    if let Some(reason) = &sheet.reason {
        body.push(Block::Gap(Gap::Normal));
        let words = language.say("Grund", "Reason");
        body.push(Block::text(format!("{words}: {reason}"), Style::NORMAL));
    }
    body.push(Block::Gap(Gap::Large));
    let second = match &sheet.second {
        Some(second) => format!("{}, {}", language.say("Zustimmung", "Agreed"), second.name),
        None => language
            .say("Zeuge oder Kassenverwaltung", "Witness or cash manager")
            .to_owned(),
    };
    let counted = language.say("Gezählt durch", "Counted by");
    body.push(Block::Signatures(vec![
        Signature {
            caption: format!("{counted}, {}", sheet.person.name),
        },
        Signature { caption: second },
    ]));
    document
}

fn sheet_row(item: &Counted, name: String, language: Language) -> Row {
    let quiet = Style::NORMAL.quiet();
    let difference = item.difference();
    let mut cell = Cell::from(name);
    if let Some(numbers) = item.counted.numbers() {
        cell = cell.and(Text::new(forms(numbers, language), Style::SMALL.quiet()));
    }
    for (words, numbers) in [
        (language.say("fehlt", "missing"), &difference.missing),
        (
            language.say("unerwartet", "unexpected"),
            &difference.unexpected,
        ),
    ] {
        if !numbers.is_empty() {
            let text = format!("{words}: {}", forms(numbers, language));
            cell = cell.and(Text::new(text, Style::SMALL.bold()));
        }
    }
    let style = match difference.is_zero() {
        true => quiet,
        false => Style::NORMAL.bold(),
    };
    let sign = match difference.quantity.is_sign_positive() && !difference.quantity.is_zero() {
        true => "+",
        false => "",
    };
    Row::new([
        Cell::from(Text::new(item.item_id.as_str(), quiet)),
        cell,
        Cell::from(number(item.expected.quantity())),
        Cell::from(number(item.counted.quantity())),
        Cell::from(Text::new(
            format!("{sign}{}", number(difference.quantity)),
            style,
        )),
    ])
}

#[cfg(test)]
mod tests;
