//! Closings (Z, Kassenabschluss) and interim reports (X, Zwischenbericht).

mod cash;
mod terminals;
mod turnover;

use super::format::{
    Format, Language, fact, heading, kind_name, minute, payment_name, person, report, sum_table,
};
use super::model::{Block, Cell, Document, Gap, Paper, Row, Rule, Signature, Style, Text};
use crate::closing::{Closing, Interim, Tally, Totals};
use crate::money::Money;
use crate::receipt::{Kind, PaymentKind, Person};
use crate::site::Site;

/// The report of a finished closing.
pub fn z_report(closing: &Closing, site: &Site, format: Format) -> Document {
    let language = format.language;
    let title = format!(
        "{} Z\u{a0}{}",
        language.say("Kassenabschluss", "Closing"),
        closing.number
    );
    let mut document = report(site, format, &title);
    let body = &mut document.body;
    body.push(facts(
        &closing.totals,
        language,
        vec![
            fact(language.say("Abgeschlossen", "Closed"), minute(closing.at)),
            fact(language.say("Kassenkraft", "Clerk"), person(&closing.clerk)),
            fact(
                language.say("Kassenverwaltung", "Cash manager"),
                person(&closing.second),
            ),
        ],
    ));
    sections(
        body,
        &closing.totals,
        format,
        cash::closed(closing, language),
    );
    body.extend(terminals::blocks(&closing.terminals, language));
    body.extend(terminals::unknown(&closing.unknown, language));
    body.push(Block::Gap(Gap::Large));
    body.push(Block::Together(signed_off(closing, language)));
    document
}

/// Who answers for the closing, and the hash that ties the paper to the ledger.
fn signed_off(closing: &Closing, language: Language) -> Vec<Block> {
    let by = |role: &str, who: &Person| Signature {
        caption: format!("{role}, {}", who.name),
    };
    let clerk = language.say("Kassenkraft", "Clerk");
    let manager = language.say("Kassenverwaltung", "Cash manager");
    let mut blocks = vec![Block::Signatures(vec![
        by(clerk, &closing.clerk),
        by(manager, &closing.second),
    ])];
    if !closing.hash.is_empty() {
        let words = language.say(
            "Prüfsumme des Abschlusses (SHA-256)",
            "Hash of the closing (SHA-256)",
        );
        let hash = format!("{words}\n{}", closing.hash);
        blocks.push(Block::Gap(Gap::Normal));
        blocks.push(Block::text(hash, Style::SMALL.quiet().anywhere()));
    }
    blocks
}

/// The report of an open period.
pub fn x_report(interim: &Interim, site: &Site, format: Format) -> Document {
    let language = format.language;
    let title = format!("{} X", language.say("Zwischenbericht", "Interim report"));
    let mut document = report(site, format, &title);
    let body = &mut document.body;
    body.push(Block::framed([
        language.say(
            "ZWISCHENBERICHT – KEIN ABSCHLUSS",
            "INTERIM REPORT – NOT A CLOSING",
        ),
        language.say(
            "Die Kasse läuft weiter; alle Zahlen sind vorläufig.",
            "The register goes on; all figures are provisional.",
        ),
    ]));
    body.push(Block::Gap(Gap::Normal));
    let period = format!("Z\u{a0}{}", interim.z_number);
    body.push(facts(
        &interim.totals,
        language,
        vec![
            fact(language.say("Stand", "As of"), minute(interim.at)),
            fact(
                language.say("Erstellt durch", "Made by"),
                person(&interim.person),
            ),
            fact(language.say("Laufender Abschluss", "Open period"), period),
        ],
    ));
    sections(body, &interim.totals, format, cash::open(interim, language));
    body.extend(terminals::blocks(&interim.terminals, language));
    document
}

/// What the report is about, in two columns.
fn facts(totals: &Totals, language: Language, who: Vec<Block>) -> Block {
    let mut what = Vec::new();
    if let Some((first, last)) = totals.range {
        let count: u32 = totals.kinds.values().map(|tally| tally.count).sum();
        let numbers = format!("{first}\u{a0}–\u{a0}{last} ({count})");
        what.push(fact(language.say("Belege", "Receipts"), numbers));
    } else {
        what.push(fact(
            language.say("Belege", "Receipts"),
            language.say("keine", "none"),
        ));
    }
    if let Some((from, to)) = totals.span {
        what.push(fact(language.say("Von", "From"), minute(from)));
        what.push(fact(language.say("Bis", "To"), minute(to)));
    }
    Block::Beside(vec![what, who])
}

fn sections(body: &mut Vec<Block>, totals: &Totals, format: Format, cash: Vec<Block>) {
    let language = format.language;
    body.push(Block::Gap(Gap::Large));
    body.extend(turnover::blocks(totals, format));
    body.push(Block::Gap(Gap::Large));
    let mut left = payments(totals, language);
    left.push(Block::Gap(Gap::Large));
    left.extend(signatures(totals, language));
    left.push(Block::Gap(Gap::Large));
    left.extend(events(totals, language));
    let mut right = cash;
    right.push(Block::Gap(Gap::Large));
    right.extend(third_party(totals, language));
    if !totals.forms.is_empty() {
        right.push(Block::Gap(Gap::Large));
        right.extend(forms(totals, language));
    }
    match format.paper {
        Paper::A4 | Paper::A4Landscape => body.push(Block::Beside(vec![left, right])),
        Paper::Roll { .. } => {
            body.extend(right);
            body.push(Block::Gap(Gap::Large));
            body.extend(left);
        }
    }
}

/// One row of a sum: name, number of receipts, amount; grey if there were none.
fn tally_row(name: impl Into<String>, tally: Tally) -> Row {
    let style = if tally.count == 0 {
        Style::NORMAL.quiet()
    } else {
        Style::NORMAL
    };
    Row::new([
        Text::new(name, style),
        Text::new(format!("{}\u{a0}×", tally.count), Style::SMALL.quiet()),
        Text::new(tally.sum.to_string(), style),
    ])
}

/// A total below rows, if there are any.
fn below(rows: &[Row], total: Row) -> Row {
    if rows.is_empty() {
        total
    } else {
        total.under(Rule::Thin)
    }
}

fn total_row(name: impl Into<String>, amount: Money) -> Row {
    let strong = Style::NORMAL.bold();
    Row::new([
        Cell::from(Text::new(name, strong)),
        Cell::empty(),
        Text::new(amount.to_string(), strong).into(),
    ])
}

fn payments(totals: &Totals, language: Language) -> Vec<Block> {
    let mut rows: Vec<Row> = totals
        .payments
        .iter()
        .filter(|(kind, _)| **kind != PaymentKind::Keine)
        .map(|(kind, tally)| {
            let name = match kind {
                PaymentKind::Bar => language.say("Bar mit Geldbewegungen", "Cash with movements"),
                kind => payment_name(*kind, language),
            };
            tally_row(name, *tally)
        })
        .collect();
    let sum = totals.payments.values().map(|tally| tally.sum).sum();
    let all = language.say("Zahlungen gesamt", "All payments");
    rows.push(below(&rows, total_row(all, sum)));
    vec![
        heading(language.say("Zahlungsarten", "Payments")),
        Block::Gap(Gap::Small),
        sum_table(rows),
    ]
}

/// What an auditor looks at first: everything that was taken back or not finished.
fn events(totals: &Totals, language: Language) -> Vec<Block> {
    let of = |kind| totals.kinds.get(&kind).copied().unwrap_or_default();
    let mut rows: Vec<Row> = [Kind::Void, Kind::Refund, Kind::Abort, Kind::Training]
        .into_iter()
        .map(|kind| tally_row(kind_name(kind, language), of(kind)))
        .collect();
    let voided = language.say("Gestrichene Positionen", "Struck-out items");
    rows.push(tally_row(voided, totals.voided_lines));
    rows.push(tally_row(
        language.say("Rabatte", "Discounts"),
        totals.discounts,
    ));
    vec![
        heading(language.say("Besondere Vorgänge", "Special events")),
        Block::Gap(Gap::Small),
        sum_table(rows),
    ]
}

fn third_party(totals: &Totals, language: Language) -> Vec<Block> {
    let mut rows: Vec<Row> = totals
        .third_party
        .iter()
        .map(|(principal, amount)| {
            let name = match principal.as_str() {
                "" => language.say("ohne Angabe", "not named"),
                name => name,
            };
            Row::new([Cell::from(name), Cell::empty(), amount.to_string().into()])
        })
        .collect();
    let sum = totals.third_party.values().copied().sum();
    let all = language.say("Fremde Gelder gesamt", "All third-party money");
    rows.push(below(&rows, total_row(all, sum)));
    vec![
        heading(language.say("Fremde Gelder", "Third-party money")),
        Block::Gap(Gap::Small),
        sum_table(rows),
    ]
}

/// Which forms of value went over the counter: what is in the safe must begin after them.
fn forms(totals: &Totals, language: Language) -> Vec<Block> {
    let rows = totals.forms.values().map(|forms| {
        let mut cell = Cell::from(forms.name.as_str());
        for (words, numbers) in [
            (language.say("verkauft", "sold"), &forms.sold),
            (language.say("zurück", "back"), &forms.returned),
        ] {
            if !numbers.is_empty() {
                let text = format!("{words}: {}", super::stock::printed(numbers));
                cell = cell.and(Text::new(text, Style::SMALL.quiet()));
            }
        }
        let count = forms.sold.count().to_string();
        Row::new([cell, Cell::empty(), Cell::from(count)])
    });
    vec![
        heading(language.say("Wertvordrucke", "Numbered forms")),
        Block::Gap(Gap::Small),
        sum_table(rows.collect()),
    ]
}

fn signatures(totals: &Totals, language: Language) -> Vec<Block> {
    let all = totals.signed + totals.unsigned;
    let signed = format!("{} {} {all}", totals.signed, language.say("von", "of"));
    let mut blocks = vec![
        heading(language.say("Signaturen der TSE", "TSE signatures")),
        Block::Gap(Gap::Small),
        fact(language.say("Signierte Belege", "Signed receipts"), signed),
    ];
    if totals.unsigned > 0 {
        blocks.push(fact(
            language.say("Während eines Ausfalls", "During an outage"),
            totals.unsigned.to_string(),
        ));
    }
    blocks
}

#[cfg(test)]
mod tests;
