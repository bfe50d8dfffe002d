//! Count sheets (Zählprotokoll), for a closing and for a check in between (Kassensturz).

use super::format::{Format, Language, column_names, fact, minute, person, report};
use super::model::{
    Align, Block, Cell, Column, Document, Gap, Row, Rule, Signature, Spacing, Style, Table, Text,
    Width,
};
use crate::cash::{Count, CountOccasion, DENOMINATIONS, Denomination};
use crate::money::Money;
use crate::site::Site;

/// The sheet of a count.
pub fn document(count: &Count, site: &Site, format: Format) -> Document {
    let language = format.language;
    let title = match count.occasion {
        CountOccasion::Closing => language.say("Zählprotokoll", "Count sheet"),
        CountOccasion::Check => language.say("Kassenbestandsaufnahme", "Cash check"),
    };
    let mut document = report(site, format, &format!("{title} {}", count.number));
    let body = &mut document.body;
    let occasion = match count.occasion {
        CountOccasion::Closing => language.say("Kassenabschluss", "Closing"),
        CountOccasion::Check => language.say("Kassensturz", "Check between closings"),
    };
    body.push(Block::Beside(vec![
        vec![
            fact(language.say("Gezählt", "Counted"), minute(count.at)),
            fact(
                language.say("Gezählt durch", "Counted by"),
                person(&count.counter),
            ),
        ],
        vec![
            fact(language.say("Anlass", "Occasion"), occasion),
            fact(
                language.say("Abschluss", "Closing"),
                format!("Z\u{a0}{}", count.z_number),
            ),
        ],
    ]));
    body.push(Block::Gap(Gap::Normal));
    body.push(pieces(count, language));
    body.push(Block::Gap(Gap::Normal));
    body.push(comparison(count, language));
    if let Some(reason) = count.reason.as_deref().filter(|r| !r.trim().is_empty()) {
        body.push(Block::text(
            format!("{}: {reason}", language.say("Grund", "Reason")),
            Style::NORMAL,
        ));
    }
    body.push(Block::Gap(Gap::Large));
    body.push(Block::Signatures(vec![
        Signature {
            caption: format!(
                "{}, {}",
                language.say("Gezählt durch", "Counted by"),
                count.counter.name
            ),
        },
        Signature {
            caption: language
                .say("Zeuge oder Kassenverwaltung", "Witness or cash manager")
                .into(),
        },
    ]));
    document
}

fn pieces(count: &Count, language: Language) -> Block {
    let amount = |d: Denomination, n: u32| Money::from_cents(i64::from(d.cents) * i64::from(n));
    let quiet = Style::NORMAL.quiet();
    let mut rows = Vec::new();
    let subtotal = |name: &str, sum: Money| {
        let strong = Style::NORMAL.bold();
        Row::new([
            Cell::from(Text::new(name, strong)),
            Cell::empty(),
            Text::new(sum.to_string(), strong).into(),
        ])
        .under(Rule::Thin)
    };
    let total = count.pieces.total();
    let notes = count.pieces.notes();
    for denomination in DENOMINATIONS {
        let number = count.pieces.get(denomination);
        // Most offices refuse 200 € and 500 €; the rows appear when one was taken all the same.
        if number == 0 && denomination.cents > 10_000 {
            continue;
        }
        let style = if number == 0 { quiet } else { Style::NORMAL };
        rows.push(Row::new([
            Text::new(denomination.label().replace(' ', "\u{a0}"), style),
            Text::new(number.to_string(), style),
            Text::new(amount(denomination, number).to_string(), style),
        ]));
        if denomination.cents == 500 {
            rows.push(subtotal(language.say("Banknoten", "Banknotes"), notes));
        }
    }
    rows.push(subtotal(language.say("Münzen", "Coins"), total - notes));
    Block::Table(Table {
        columns: vec![
            Column::TEXT,
            Column::new(Width::Share(1), Align::Right),
            Column::new(Width::Share(1), Align::Right),
        ],
        head: Some(column_names([
            language.say("Nennwert", "Denomination"),
            language.say("Anzahl", "Number"),
            language.say("Betrag", "Amount"),
        ])),
        rows,
        spacing: Spacing::Normal,
        ruled: true,
    })
}

fn comparison(count: &Count, language: Language) -> Block {
    let row = |name: &str, amount: String, style: Style| {
        Row::new([Text::new(name, style), Text::new(amount, style)])
    };
    let strong = Style::NORMAL.bold();
    let difference = count.difference();
    let verdict = match difference {
        d if d.is_zero() => language.say("Differenz", "Difference"),
        d if d.is_negative() => language.say("Differenz (Fehlbetrag)", "Difference (shortage)"),
        _ => language.say("Differenz (Überschuss)", "Difference (surplus)"),
    };
    Block::Table(Table {
        columns: vec![Column::TEXT, Column::AMOUNT],
        rows: vec![
            row(
                language.say("Gezählt", "Counted"),
                count.pieces.total().to_string(),
                strong,
            ),
            row(
                language.say("Soll laut Kassenbuch", "Expected by the ledger"),
                count.expected.to_string(),
                Style::NORMAL,
            ),
            row(verdict, difference.to_string(), strong).under(Rule::Thick),
        ],
        ..Table::default()
    })
}

#[cfg(test)]
mod tests;
