//! Sums per tax rate, and the words that stand in for a rate where there is none.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::format::{Language, percent};
use crate::document::model::{Block, Cell, Column, Gap, Row, Style, Table, Text};
use crate::money::Money;
use crate::receipt::{Line, Receipt};
use crate::tax::{KeyTotal, TaxKey, TaxPart};

/// Lines that share a tax mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// `A`, `B` …, in order of the keys.
    pub(super) mark: String,
    key: TaxKey,
    percent: Decimal,
    /// Distinguishes reasons for exemption; empty for taxed groups.
    reason: String,
    total: KeyTotal,
}

impl Group {
    /// Whether a part of a line belongs here.
    pub(super) fn holds(&self, part: &TaxPart, line: &Line) -> bool {
        self.key == part.key
            && self.percent == part.percent
            && (is_taxed(part.percent) || self.reason == reason(part.key, line))
    }
}

fn is_taxed(percent: Decimal) -> bool {
    !percent.is_zero()
}

/// Why no VAT is charged, in the words of the line where the item has its own.
fn reason(key: TaxKey, line: &Line) -> String {
    match &line.tax_text {
        // A line over several keys has its words for the exempt part.
        Some(text)
            if !text.trim().is_empty() && (key == TaxKey::EXEMPT || line.parts.len() == 1) =>
        {
            text.clone()
        }
        _ => default_reason(key).to_owned(),
    }
}

fn default_reason(key: TaxKey) -> &'static str {
    match key {
        TaxKey::NOT_TAXABLE => "nicht steuerbar",
        TaxKey::EXEMPT => "steuerfrei nach § 4 UStG",
        TaxKey::UNDETERMINED => "USt nicht ermittelbar",
        TaxKey::ZERO => "Nullsteuersatz nach § 12 Abs. 3 UStG",
        _ => "ohne Umsatzsteuer",
    }
}

/// The groups of a receipt. Taxed sums are the stored totals, to the cent; sums without VAT are split
/// by their reason, which needs no rounding.
pub(super) fn groups(receipt: &Receipt) -> Vec<Group> {
    let mut groups = Vec::new();
    for total in &receipt.totals {
        if is_taxed(total.percent) {
            groups.push((String::new(), total.clone()));
            continue;
        }
        let mut reasons: BTreeMap<String, Money> = BTreeMap::new();
        for line in receipt.valid_lines() {
            for part in &line.parts {
                if part.key == total.key && part.percent == total.percent {
                    *reasons.entry(reason(part.key, line)).or_default() += part.gross;
                }
            }
        }
        for (reason, gross) in reasons {
            groups.push((reason, KeyTotal::of(total.key, total.percent, gross)));
        }
    }
    groups
        .into_iter()
        .enumerate()
        .map(|(index, (reason, total))| Group {
            mark: char::from(b'A' + (index % 26) as u8).to_string(),
            key: total.key,
            percent: total.percent,
            reason,
            total,
        })
        .collect()
}

/// Rate, net, VAT and gross per group; never a VAT figure where none is owed (§14c UStG).
pub(super) fn blocks(groups: &[Group], language: Language) -> Vec<Block> {
    if groups.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Gap(Gap::Normal), table(groups, language)];
    blocks.extend(notes(groups, language));
    blocks
}

fn table(groups: &[Group], language: Language) -> Block {
    let small = |text: String| Text::new(text, Style::SMALL);
    let names = [
        "",
        language.say("Steuersatz", "VAT rate"),
        language.say("Netto", "Net"),
        language.say("USt", "VAT"),
        language.say("Brutto", "Gross"),
    ];
    let any_taxed = groups.iter().any(|group| is_taxed(group.percent));
    let rows = groups.iter().map(|group| {
        let mark = Cell::from(small(group.mark.clone()));
        let gross = Cell::from(small(group.total.gross.to_string()));
        if is_taxed(group.percent) {
            Row::new([
                mark,
                small(percent(group.percent)).into(),
                small(group.total.net.to_string()).into(),
                small(group.total.vat.to_string()).into(),
                gross,
            ])
        } else {
            let reason = translated(&group.reason, language);
            Row::new([mark, Cell::from(small(reason)).across(3), gross])
        }
    });
    let quiet = Style::SMALL.quiet();
    Block::Table(Table {
        columns: vec![
            Column::LABEL,
            Column::TEXT,
            Column::AMOUNT,
            Column::AMOUNT,
            Column::AMOUNT,
        ],
        head: any_taxed.then(|| Row::new(names.map(|name| Text::new(name, quiet)))),
        rows: rows.collect(),
        ..Table::default()
    })
}

fn translated(reason: &str, language: Language) -> String {
    match (language, reason) {
        (Language::English, "nicht steuerbar") => "not taxable (nicht steuerbar)".into(),
        _ => reason.replace("§ ", "§\u{a0}").replace("Nr. ", "Nr.\u{a0}"),
    }
}

/// Sentences below the table.
fn notes(groups: &[Group], language: Language) -> Vec<Block> {
    let averaged = |group: &Group| matches!(group.key.slot(), 2 | 3) && is_taxed(group.percent);
    if !groups.iter().any(averaged) {
        return Vec::new();
    }
    let marks: Vec<&str> = groups
        .iter()
        .filter(|group| averaged(group))
        .map(|group| group.mark.as_str())
        .collect();
    let words = language.say(
        "Durchschnittssatz nach § 24 UStG (Land- und Forstwirtschaft)",
        "average rate of § 24 UStG (agriculture and forestry)",
    );
    let note = format!("{}: {words}", marks.join(", "));
    vec![
        Block::Gap(Gap::Small),
        Block::text(note, Style::SMALL.quiet()),
    ]
}
