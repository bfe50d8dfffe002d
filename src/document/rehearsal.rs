//! The paper of a rehearsal: what changes on a day, item by item, and what a receipt would look like on both days.

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Europe::Berlin;
use rust_decimal::Decimal;

use super::format::{self, Format, Language, column_names, heading, number};
use super::model::{
    Align, Block, Cell, Column, Document, Gap, Paper, Row, Spacing, Style, Table, Text, Weight,
    Width,
};
use super::{receipt as receipt_paper, text};
use crate::catalogue::{
    Assortment, Catalogue, Item, ItemChange, OfficeCount, PriceMode, Rehearsal, Side,
};
use crate::money::Money;
use crate::receipt::{Kind, Person, Receipt, totals_of};
use crate::sale::{Sale, SaleError};
use crate::site::Site;
use crate::tax::{PriceRule, Rates, Regime, Regimes};

mod words;

#[cfg(test)]
mod tests;

pub use super::format::percent;
pub use words::{concern, concern_group, groups, shares};

/// Why no receipt could be previewed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SampleError {
    /// No such item, or it is on offer on neither day.
    #[error("item {0:?} is on offer on neither day")]
    NotOnOffer(String),
    /// The sale refuses the item.
    #[error("{item}: {error}")]
    Sale {
        /// Number of the item.
        item: String,
        /// Why.
        error: SaleError,
    },
    /// A key has no rate.
    #[error(transparent)]
    Rates(SaleError),
}

/// The same receipt on the day before and on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// On the day before.
    pub before: Receipt,
    /// On the day.
    pub after: Receipt,
}

/// One piece of each of `items`, rung up on the day before and on the day of a rehearsal. What is not on offer on
/// one of them is left off there.
pub fn preview(
    assortment: &Assortment,
    rates: &Rates,
    regimes: &Regimes,
    on: NaiveDate,
    items: &[String],
) -> Result<Preview, SampleError> {
    let before = on.pred_opt().unwrap_or(on);
    let offers = [before, on].map(|day| assortment.on(day, rates, regimes));
    for id in items {
        if offers.iter().all(|offer| offer.by_id(id).is_none()) {
            return Err(SampleError::NotOnOffer(id.clone()));
        }
    }
    let [before, after] = &offers;
    Ok(Preview {
        before: sample(before, rates, items)?,
        after: sample(after, rates, items)?,
    })
}

fn sample(offer: &Catalogue, rates: &Rates, items: &[String]) -> Result<Receipt, SampleError> {
    let day = offer.day();
    let mut sale = Sale::new(day, false);
    for item in items.iter().filter_map(|id| offer.by_id(id)) {
        let reference = item.needs_reference.then(|| "Muster".to_owned());
        let price = item.price.max(smallest(item));
        sale.add(item, Decimal::ONE, Some(price), reference)
            .map_err(|error| SampleError::Sale {
                item: item.id.clone(),
                error,
            })?;
    }
    let lines = sale.receipt_lines(rates).map_err(SampleError::Rates)?;
    let noon = day.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12);
    let at = Berlin.from_local_datetime(&noon).earliest();
    let at = at.map(|at| at.to_utc()).unwrap_or_default();
    Ok(Receipt {
        number: 0,
        z_number: 0,
        kind: Kind::Sale,
        started: at,
        finished: at,
        clerk: Person {
            id: String::new(),
            name: String::new(),
        },
        second: None,
        refers_to: None,
        reason: None,
        supplied: None,
        totals: totals_of(&lines),
        lines,
        payments: Vec::new(),
        signature: None,
    })
}

/// The smallest amount a clerk could type.
fn smallest(item: &Item) -> Money {
    match item.mode {
        PriceMode::Range { min, .. } => min,
        PriceMode::Fixed | PriceMode::PerQuantity => item.price,
    }
}

/// Both receipts as text of `columns` letters a line each.
pub fn preview_text(preview: &Preview, site: &Site, columns: usize) -> [String; 2] {
    let options = text::Options {
        columns,
        qr: text::QrText::Literal,
    };
    [&preview.before, &preview.after].map(|receipt| text::render(&paper(receipt, site), &options))
}

fn paper(receipt: &Receipt, site: &Site) -> Document {
    let options = receipt_paper::Options {
        sample: true,
        ..receipt_paper::Options::default()
    };
    receipt_paper::document(receipt, site, &options)
}

/// The whole rehearsal on A4 landscape, with both receipts where some are wanted.
pub fn document(rehearsal: &Rehearsal, preview: Option<&Preview>, site: &Site) -> Document {
    let on = day(rehearsal.on);
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
            let title = Block::text(day(of), Style::NORMAL.weighing(Weight::SemiBold));
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
        true => format!("{} (unverändert)", law_name(rehearsal.law_after)),
        false => format!(
            "{}, bisher {}",
            law_name(rehearsal.law_after),
            law_name(rehearsal.law_before)
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

/// A law by its paragraph.
pub fn law_name(law: Regime) -> &'static str {
    match law {
        Regime::Old => "§ 2 Abs. 3 UStG a. F.",
        Regime::New => "§ 2b UStG",
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

fn short(day: NaiveDate) -> String {
    day.format("%d.%m.%y").to_string()
}
