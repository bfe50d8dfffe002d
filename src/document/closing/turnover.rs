//! Business cases per tax key (DSFinV-K's GV_TYP × UST_SCHLUESSEL).

use super::below;
use crate::catalogue::BusinessCase;
use crate::closing::{CaseTotal, Totals};
use crate::document::format::{Format, Language, column_names, heading, percent};
use crate::document::model::{Block, Cell, Column, Gap, Paper, Row, Rule, Style, Table, Text};
use crate::money::Money;
use crate::tax::{KeyTotal, TaxKey};

/// Turnover with net and VAT first, then the mere movements of cash, to which no tax belongs. Both
/// together are what was paid.
pub(super) fn blocks(totals: &Totals, format: Format) -> Vec<Block> {
    let language = format.language;
    let (movements, turnover): (Vec<CaseTotal>, Vec<CaseTotal>) = totals
        .cases()
        .into_iter()
        .partition(|row| row.case.moves_cash_only());
    let title = heading(language.say("Geschäftsvorfälle nach Steuer", "Business cases by tax"));
    if turnover.is_empty() && movements.is_empty() {
        let none = language.say("Noch keine Geschäftsvorfälle", "No business cases yet");
        let none = Block::text(none, Style::NORMAL.quiet());
        return vec![title, Block::Gap(Gap::Small), none];
    }
    let vat: Money = taxed(&turnover).map(|row| row.total.vat).sum();
    let all: Money = movements.iter().map(|row| row.total.gross).sum();
    let lay_out = match format.paper {
        Paper::A4 | Paper::A4Landscape => wide_row,
        Paper::Roll { .. } => narrow_row,
    };
    let mut rows: Vec<Row> = turnover.iter().map(|row| lay_out(row, language)).collect();
    let sum = language.say("Umsatz gesamt", "Total turnover");
    let sum = sum_row(sum, vat, totals.turnover(), format);
    rows.push(below(&rows, sum));
    if !movements.is_empty() {
        rows.extend(movements.iter().map(|row| lay_out(row, language)));
        let sum = language.say("Alle Geschäftsvorfälle", "All business cases");
        rows.push(sum_row(sum, Money::ZERO, totals.turnover() + all, format).under(Rule::Thin));
    }
    let (columns, names) = match format.paper {
        Paper::A4 | Paper::A4Landscape => (
            vec![
                Column::TEXT,
                Column::LABEL,
                Column::AMOUNT,
                Column::AMOUNT,
                Column::AMOUNT,
            ],
            vec![
                language.say("Geschäftsvorfall", "Business case"),
                language.say("Steuer", "Tax"),
                language.say("Netto", "Net"),
                language.say("USt", "VAT"),
                language.say("Brutto", "Gross"),
            ],
        ),
        Paper::Roll { .. } => (
            vec![Column::TEXT, Column::AMOUNT],
            vec![
                language.say("Geschäftsvorfall", "Business case"),
                language.say("Brutto", "Gross"),
            ],
        ),
    };
    vec![
        title,
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns,
            head: Some(column_names(names)),
            rows,
            ..Table::default()
        }),
    ]
}

fn taxed(rows: &[CaseTotal]) -> impl Iterator<Item = &CaseTotal> {
    rows.iter().filter(|row| !row.total.percent.is_zero())
}

fn wide_row(row: &CaseTotal, language: Language) -> Row {
    let total = &row.total;
    let figure = |amount: Money| {
        if total.percent.is_zero() {
            String::new()
        } else {
            amount.to_string()
        }
    };
    Row::new([
        name(row, language),
        rate(total, language),
        figure(total.net),
        figure(total.vat),
        total.gross.to_string(),
    ])
}

/// A roll has no room for five columns: rate, net and VAT stand below the name.
fn narrow_row(row: &CaseTotal, language: Language) -> Row {
    let total = &row.total;
    let mut details = rate(total, language);
    if !total.percent.is_zero() {
        let (net, vat) = (language.say("Netto", "net"), language.say("USt", "VAT"));
        details = format!("{details} · {net} {} · {vat} {}", total.net, total.vat);
    }
    Row::new([
        Cell::from(name(row, language)).and(Text::new(details, Style::SMALL.quiet())),
        total.gross.to_string().into(),
    ])
}

fn sum_row(name: &str, vat: Money, gross: Money, format: Format) -> Row {
    let strong = |text: String| Cell::from(Text::new(text, Style::NORMAL.bold()));
    let name = strong(name.to_owned());
    let gross = strong(gross.to_string());
    match format.paper {
        Paper::A4 | Paper::A4Landscape => {
            let vat = match vat.is_zero() {
                true => Cell::empty(),
                false => strong(vat.to_string()),
            };
            Row::new([name.across(3), vat, gross])
        }
        Paper::Roll { .. } => {
            let words = format.language.say("darin USt", "with VAT");
            let name = match vat.is_zero() {
                true => name,
                false => name.and(Text::new(format!("{words} {vat}"), Style::SMALL.quiet())),
            };
            Row::new([name, gross])
        }
    }
}

fn rate(total: &KeyTotal, language: Language) -> String {
    match total.key {
        _ if !total.percent.is_zero() => percent(total.percent),
        TaxKey::NOT_TAXABLE => language.say("nicht steuerbar", "not taxable").into(),
        TaxKey::EXEMPT => language.say("steuerfrei", "exempt").into(),
        TaxKey(7) => language.say("nicht ermittelbar", "not determinable").into(),
        _ => percent(total.percent),
    }
}

fn name(row: &CaseTotal, language: Language) -> String {
    let case = match row.case {
        BusinessCase::Umsatz => language.say("Umsatz", "Sales"),
        BusinessCase::Pfand => language.say("Pfand", "Deposits"),
        BusinessCase::PfandRueckzahlung => language.say("Pfandrückzahlung", "Deposits returned"),
        BusinessCase::Rabatt => language.say("Rabatt", "Discounts"),
        BusinessCase::EinzweckgutscheinKauf => {
            language.say("Einzweckgutscheine", "Single-purpose vouchers")
        }
        BusinessCase::EinzweckgutscheinEinloesung => language.say(
            "Einzweckgutscheine eingelöst",
            "Single-purpose vouchers redeemed",
        ),
        BusinessCase::MehrzweckgutscheinEinloesung => language.say(
            "Mehrzweckgutscheine eingelöst",
            "Multi-purpose vouchers redeemed",
        ),
        BusinessCase::MehrzweckgutscheinKauf => {
            language.say("Mehrzweckgutscheine", "Multi-purpose vouchers")
        }
        BusinessCase::Forderungsentstehung => language.say("Entstandene Forderungen", "New claims"),
        BusinessCase::Forderungsaufloesung => language.say("Bezahlte Forderungen", "Claims paid"),
        BusinessCase::Anzahlungseinstellung => language.say("Anzahlungen", "Prepayments"),
        BusinessCase::Anzahlungsaufloesung => {
            language.say("Verrechnete Anzahlungen", "Prepayments used")
        }
        BusinessCase::Privatentnahme => language.say("Privatentnahmen", "Private withdrawals"),
        BusinessCase::Privateinlage => language.say("Privateinlagen", "Private contributions"),
        BusinessCase::Anfangsbestand => language.say("Anfangsbestand", "Opening cash"),
        BusinessCase::Geldtransit => language.say("Geldtransit", "Cash transfers"),
        BusinessCase::Einzahlung => language.say("Einzahlungen", "Pay-ins"),
        BusinessCase::Auszahlung => language.say("Auszahlungen", "Pay-outs"),
        BusinessCase::DifferenzSollIst => language.say("Differenz Soll–Ist", "Cash differences"),
    };
    if row.principal.is_empty() {
        case.to_owned()
    } else {
        format!("{case} {} {}", language.say("für", "for"), row.principal)
    }
}
