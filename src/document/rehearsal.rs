//! The paper of a rehearsal: what changes on a day, item by item, and what a receipt would look like on both days.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::format::{self, Format, Language, column_names, heading, number};
use super::model::{
    Align, Block, Cell, Column, Document, Gap, Paper, Row, Spacing, Style, Table, Text, Weight,
    Width,
};
use crate::catalogue::{ItemChange, OfficeCount, Rehearsal, Side};
use crate::i18n::date;
use crate::money::Money;
use crate::site::Site;
use crate::tax::PriceRule;

mod sample;
mod words;

#[cfg(test)]
mod tests;

pub use super::format::percent;
use sample::paper;
pub use sample::{Preview, SampleError, preview, preview_text};
pub use words::{concern, concern_group, groups, shares};

/// The whole rehearsal on A4 landscape, with both receipts where some are wanted.
pub fn document(rehearsal: &Rehearsal, preview: Option<&Preview>, site: &Site) -> Document {
    let on = date(rehearsal.on);
    let format = Format {
        paper: Paper::A4Landscape,
        language: Language::German,
        test_tse: false,
    };
    let mut document = format::report(site, format, &format!("Was sich am {on} ändert"));
    let body = &mut document.body;
    body.push(summary(rehearsal));
    body.push(Block::Gap(Gap::Large));
    body.push(heading("Was noch zu entscheiden oder zu wissen ist"));
    body.push(Block::Gap(Gap::Small));
    body.extend(warnings(rehearsal));
    body.push(Block::Gap(Gap::Large));
    body.push(heading(format!(
        "Artikel und Gebühren, die sich ändern ({})",
        rehearsal.changes.len()
    )));
    body.push(Block::Gap(Gap::Small));
    body.extend(changes(rehearsal));
    body.push(Block::Gap(Gap::Large));
    body.push(heading("Je Amt"));
    body.push(Block::Gap(Gap::Small));
    body.push(offices(&rehearsal.offices));
    if let Some(preview) = preview {
        body.push(Block::PageBreak);
        body.push(heading("Derselbe Beleg an beiden Tagen"));
        body.push(Block::Gap(Gap::Normal));
        let stack = |receipt, of: NaiveDate| {
            let title = Block::text(date(of), Style::NORMAL.weighing(Weight::SemiBold));
            let mut blocks = vec![title, Block::Gap(Gap::Small)];
            blocks.extend(paper(receipt, site).body);
            blocks
        };
        body.push(Block::Beside(vec![
            stack(&preview.before, rehearsal.before),
            stack(&preview.after, rehearsal.on),
        ]));
    }
    document
}

fn summary(rehearsal: &Rehearsal) -> Block {
    let law = match rehearsal.law_before == rehearsal.law_after {
        true => format!("{} (unverändert)", rehearsal.law_after.paragraph()),
        false => format!(
            "{}, bisher {}",
            rehearsal.law_after.paragraph(),
            rehearsal.law_before.paragraph()
        ),
    };
    let rates: Vec<String> = rehearsal
        .rates
        .iter()
        .map(|change| {
            let shown = |rate: Option<Decimal>| rate.map_or("–".to_owned(), percent);
            format!(
                "Schlüssel {}: {} → {}",
                change.key.0,
                shown(change.before),
                shown(change.after)
            )
        })
        .collect();
    let rates = match rates.is_empty() {
        true => "keine Änderung".to_owned(),
        false => rates.join("; "),
    };
    let decide = rehearsal
        .warnings
        .iter()
        .filter(|w| w.concern.needs_decision());
    let taxed = |of: fn(&OfficeCount) -> usize| -> usize { rehearsal.offices.iter().map(of).sum() };
    Block::Beside(vec![
        vec![
            format::fact("Recht", law),
            format::fact("Steuersätze", rates),
        ],
        vec![
            format::fact("Es ändern sich", rehearsal.changes.len().to_string()),
            format::fact(
                "Mit Umsatzsteuer",
                format!(
                    "{}, bisher {}",
                    taxed(|o| o.taxed_after),
                    taxed(|o| o.taxed_before)
                ),
            ),
            format::fact("Noch zu entscheiden", decide.count().to_string()),
        ],
    ])
}

/// So that a row stays far below a page.
const ITEMS_PER_ROW: usize = 40;

fn warnings(rehearsal: &Rehearsal) -> Vec<Block> {
    let groups = groups(rehearsal);
    if groups.is_empty() {
        return vec![Block::text("Nichts.", Style::NORMAL)];
    }
    let mut rows = Vec::new();
    for (title, decide, items) in groups {
        let mut title = match decide {
            true => Cell::from(Text::new(
                format!("Zu entscheiden: {title}"),
                Style::NORMAL.weighing(Weight::SemiBold),
            )),
            false => Cell::from(title),
        };
        // A row never breaks across pages, so a long list is many rows.
        for items in items.chunks(ITEMS_PER_ROW) {
            let items = Cell::from(Text::new(items.join("; "), Style::SMALL));
            rows.push(Row::new([
                std::mem::replace(&mut title, Cell::empty()),
                items,
            ]));
        }
        if !title.paragraphs.is_empty() {
            rows.push(Row::new([title]));
        }
    }
    vec![Block::Table(Table {
        columns: vec![
            Column::new(Width::Share(2), Align::Left),
            Column::new(Width::Share(3), Align::Left),
        ],
        rows,
        spacing: Spacing::Loose,
        ruled: false,
        ..Table::default()
    })]
}

fn changes(rehearsal: &Rehearsal) -> Vec<Block> {
    if rehearsal.changes.is_empty() {
        return vec![Block::text("Nichts ändert sich.", Style::NORMAL)];
    }
    let (before, on) = (short(rehearsal.before), short(rehearsal.on));
    let names = [
        "Nummer".to_owned(),
        "Bezeichnung".to_owned(),
        format!("{before}: Satz"),
        "netto".to_owned(),
        "USt".to_owned(),
        "brutto".to_owned(),
        format!("{on}: Satz"),
        "netto".to_owned(),
        "USt".to_owned(),
        "brutto".to_owned(),
        "Begründung und Rechtsgrundlage".to_owned(),
    ];
    let mut rows = Vec::new();
    for change in &rehearsal.changes {
        rows.push(row(change));
    }
    vec![Block::Table(Table {
        columns: vec![
            Column::LABEL,
            Column::new(Width::Share(4), Align::Left),
            Column::new(Width::Fit, Align::Right),
            Column::AMOUNT,
            Column::AMOUNT,
            Column::AMOUNT,
            Column::new(Width::Fit, Align::Right),
            Column::AMOUNT,
            Column::AMOUNT,
            Column::AMOUNT,
            Column::new(Width::Share(5), Align::Left),
        ],
        head: Some(column_names(names.iter().map(String::as_str))),
        rows,
        spacing: Spacing::Normal,
        ruled: true,
    })]
}

fn row(change: &ItemChange) -> Row {
    let quiet = Style::SMALL.quiet();
    let name = Cell::from(change.name.as_str()).and(Text::new(change.office.as_str(), quiet));
    let mut cells = vec![Cell::from(change.item_id.as_str()), name];
    for side in [&change.before, &change.after] {
        cells.extend(side_cells(side.as_ref()));
    }
    cells.push(why(change));
    Row::new(cells)
}

fn side_cells(side: Option<&Side>) -> [Cell; 4] {
    let Some(side) = side else {
        return [Cell::from("–"), Cell::empty(), Cell::empty(), Cell::empty()];
    };
    let amount = |amount: Money| Cell::from(amount.to_string());
    let mut tax = Cell::empty();
    for words in shares(side) {
        tax = tax.and(Text::new(words, Style::NORMAL));
    }
    let gross = Text::new(
        side.gross.to_string(),
        Style::NORMAL.weighing(Weight::SemiBold),
    );
    [tax, amount(side.net), amount(side.vat), Cell::from(gross)]
}

fn why(change: &ItemChange) -> Cell {
    let mut cell = Cell::empty();
    let small = Style::SMALL;
    let Some(after) = &change.after else {
        return cell.and(Text::new("nicht mehr im Angebot", small));
    };
    let known = [after.reason.as_str(), after.legal_basis.as_str()];
    let known: Vec<&str> = known.into_iter().filter(|t| !t.trim().is_empty()).collect();
    if !known.is_empty() {
        cell = cell.and(Text::new(known.join(" · "), small));
    }
    if after.is_taxed() {
        cell = cell.and(Text::new(rule_name(after.price_rule), small.quiet()));
    }
    if let Some(pending) = &change.pending {
        let words = shares(pending).join(" + ");
        let text = format!("wartet auf Freigabe: {words}, {} €", pending.gross);
        cell = cell.and(Text::new(text, small.weighing(Weight::SemiBold)));
    }
    if cell.paragraphs.is_empty() {
        cell = cell.and(Text::new(
            "ohne Begründung",
            small.weighing(Weight::SemiBold),
        ));
    }
    cell
}

fn offices(offices: &[OfficeCount]) -> Block {
    let rows = offices.iter().map(|office| {
        let counts = [
            office.items,
            office.changed,
            office.taxed_before,
            office.taxed_after,
            office.to_decide,
        ];
        let mut cells = vec![Cell::from(office.office.as_str())];
        cells.extend(counts.map(|count| Cell::from(number(Decimal::from(count)))));
        Row::new(cells)
    });
    let mut columns = vec![Column::TEXT];
    columns.extend([Column::AMOUNT; 5]);
    Block::Table(Table {
        columns,
        head: Some(column_names([
            "Amt",
            "im Angebot",
            "ändern sich",
            "bisher mit USt",
            "künftig mit USt",
            "zu entscheiden",
        ])),
        rows: rows.collect(),
        spacing: Spacing::Normal,
        ruled: true,
    })
}

/// What becomes of a price, in words.
pub fn rule_name(rule: PriceRule) -> &'static str {
    match rule {
        PriceRule::GrossFixed => "Preis bleibt, USt darin",
        PriceRule::NetPlusVat => "Preis zuzüglich USt",
    }
}

fn short(day: NaiveDate) -> String {
    day.format("%d.%m.%y").to_string()
}
