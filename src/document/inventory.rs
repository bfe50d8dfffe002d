//! The record of an inventory count (Inventurprotokoll): what should have been there, what was, and who says so.

use super::format::{Format, Language, column_names, fact, minute, number, person, report};
use super::model::{
    Align, Block, Cell, Column, Document, Gap, Row, Signature, Spacing, Style, Table, Text, Width,
};
use crate::catalogue::stock::{Counted, Level};
use crate::ledger::CountSheet;
use crate::site::Site;

/// The paper of a count; `name` knows the items.
pub fn document(
    sheet: &CountSheet,
    name: impl Fn(&str) -> String,
    site: &Site,
    format: Format,
) -> Document {
    let language = format.language;
    let title = language.say("Inventurprotokoll", "Inventory record");
    let mut document = report(site, format, &format!("{title} {}", sheet.number));
    let body = &mut document.body;
    let differing = sheet.items.iter().filter(|i| !i.difference().is_zero());
    let second = sheet.second.as_ref().map(|second| {
        fact(
            language.say("Freigegeben durch", "Approved by"),
            person(second),
        )
    });
    let mut left = vec![
        fact(language.say("Gezählt", "Counted"), minute(sheet.at)),
        fact(
            language.say("Gebucht durch", "Booked by"),
            person(&sheet.person),
        ),
    ];
    left.extend(second);
    body.push(Block::Beside(vec![
        left,
        vec![
            fact(
                language.say("Artikel", "Items"),
                sheet.items.len().to_string(),
            ),
            fact(
                language.say("Mit Differenz", "With a difference"),
                differing.count().to_string(),
            ),
        ],
    ]));
    if let Some(reason) = sheet.reason.as_deref().filter(|r| !r.trim().is_empty()) {
        body.push(Block::text(
            format!("{}: {reason}", language.say("Grund", "Reason")),
            Style::NORMAL,
        ));
    }
    body.push(Block::Gap(Gap::Normal));
    body.push(items(&sheet.items, name, language));
    body.push(Block::Gap(Gap::Large));
    body.push(Block::Signatures(vec![
        Signature {
            caption: language.say("Gezählt durch", "Counted by").into(),
        },
        Signature {
            caption: language.say("Zeuge", "Witness").into(),
        },
    ]));
    document
}

fn items(items: &[Counted], name: impl Fn(&str) -> String, language: Language) -> Block {
    let strong = Style::NORMAL.bold();
    let mut rows = Vec::new();
    for item in items {
        let difference = item.difference();
        let style = match difference.is_zero() {
            true => Style::NORMAL,
            false => strong,
        };
        rows.push(Row::new([
            Cell::from(Text::new(item.item_id.as_str(), style)),
            Text::new(name(&item.item_id), style).into(),
            Text::new(number(item.expected.quantity()), style).into(),
            Text::new(number(item.counted.quantity()), style).into(),
            Text::new(number(difference.quantity), style).into(),
        ]));
        let numbers = [
            (
                language.say("Nummern", "Numbers"),
                item.counted.numbers().map(ToString::to_string),
            ),
            (
                language.say("Es fehlen", "Missing"),
                listed(&item.expected, &difference.missing),
            ),
            (
                language.say("Überzählig", "Unexpected"),
                listed(&item.expected, &difference.unexpected),
            ),
        ];
        for (caption, numbers) in numbers {
            let numbers = numbers.filter(|numbers| !numbers.is_empty());
            rows.extend(numbers.map(|numbers| {
                Row::new([
                    Cell::empty(),
                    Text::new(format!("{caption}: {numbers}"), Style::SMALL.quiet()).into(),
                    Cell::empty(),
                    Cell::empty(),
                    Cell::empty(),
                ])
            }));
        }
    }
    let figure = Column::new(Width::Share(1), Align::Right);
    Block::Table(Table {
        columns: vec![
            Column::new(Width::Share(1), Align::Left),
            Column::new(Width::Share(4), Align::Left),
            figure,
            figure,
            figure,
        ],
        head: Some(column_names([
            language.say("Nummer", "Number"),
            language.say("Bezeichnung", "Name"),
            language.say("Soll", "Expected"),
            language.say("Gezählt", "Counted"),
            language.say("Differenz", "Difference"),
        ])),
        rows,
        spacing: Spacing::Normal,
        ruled: true,
    })
}

fn listed(expected: &Level, numbers: &crate::catalogue::stock::Numbers) -> Option<String> {
    expected.numbers().map(|_| numbers.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture;
    use crate::document::text;
    use crate::receipt::Person;

    #[test]
    fn a_record_names_what_is_missing_and_who_says_so() {
        let person = |id: &str, name: &str| Person {
            id: id.into(),
            name: name.into(),
        };
        let sheet = CountSheet {
            number: 7,
            at: chrono::DateTime::UNIX_EPOCH,
            person: person("201", "M. Berger"),
            second: Some(person("202", "T. Hoffmann")),
            reason: Some("Inventur 2026".into()),
            items: vec![Counted {
                item_id: "BB0300".into(),
                expected: Level::Numbers("1001-1010".parse().unwrap()),
                counted: Level::Numbers("1001-1008".parse().unwrap()),
            }],
        };
        let paper = document(
            &sheet,
            |_| "Fischereischein".into(),
            &fixture::site(),
            Format::A4,
        );
        let options = text::Options::fitting(paper.paper);
        let written = text::render(&paper, &options);
        for words in [
            "Inventurprotokoll 7",
            "Fischereischein",
            "Es fehlen: 1009-1010",
            "T. Hoffmann (202)",
            "Inventur 2026",
            "−2",
        ] {
            assert!(written.contains(words), "{words} is not in:\n{written}");
        }
    }
}
