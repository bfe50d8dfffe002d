//! The vouchers that can still be redeemed: what the municipality owes their holders.

use chrono::{DateTime, Utc};

use super::format::{Format, column_names, fact, minute, report};
use super::model::{Block, Cell, Column, Document, Gap, Row, Rule, Spacing, Style, Table, Text};
use crate::i18n::date;
use crate::money::Money;
use crate::site::Site;
use crate::voucher::{Voucher, VoucherKind, grouped};

/// The list as of `now`.
pub fn document(open: &[Voucher], now: DateTime<Utc>, site: &Site, format: Format) -> Document {
    let language = format.language;
    let mut document = report(
        site,
        format,
        language.say("Offene Gutscheine", "Open vouchers"),
    );
    let body = &mut document.body;
    let owed: Money = open.iter().map(|voucher| voucher.balance).sum();
    body.push(Block::Beside(vec![
        vec![fact(language.say("Stand", "As of"), minute(now))],
        vec![fact(
            language.say("Gutscheine", "Vouchers"),
            open.len().to_string(),
        )],
    ]));
    body.push(Block::Gap(Gap::Normal));
    if open.is_empty() {
        let none = language.say("Keine offenen Gutscheine", "No open vouchers");
        body.push(Block::text(none, Style::NORMAL));
        return document;
    }
    let names = [
        language.say("Nummer", "Number"),
        language.say("Art", "Kind"),
        language.say("Verkauft", "Sold"),
        language.say("Beleg", "Receipt"),
        language.say("Verjährung", "Time-barred"),
        language.say("Wert", "Value"),
        language.say("Rest", "Balance"),
    ];
    let mut rows: Vec<Row> = open
        .iter()
        .map(|voucher| {
            let kind = match voucher.kind {
                VoucherKind::Single => language.say("Einzweck", "single-purpose"),
                VoucherKind::Multi => language.say("Mehrzweck", "multi-purpose"),
            };
            Row::new([
                grouped(&voucher.number),
                kind.to_owned(),
                date(voucher.issued),
                voucher.receipt.to_string(),
                date(voucher.limitation()),
                voucher.value.to_string(),
                voucher.balance.to_string(),
            ])
        })
        .collect();
    let strong = |text: String| Cell::from(Text::new(text, Style::NORMAL.bold()));
    let sum = language.say("Verbindlichkeit", "Owed");
    rows.push(
        Row::new([strong(sum.to_owned()).across(6), strong(owed.to_string())]).under(Rule::Thick),
    );
    body.push(Block::Table(Table {
        columns: vec![
            Column::TEXT,
            Column::LABEL,
            Column::LABEL,
            Column::AMOUNT,
            Column::LABEL,
            Column::AMOUNT,
            Column::AMOUNT,
        ],
        head: Some(column_names(names)),
        rows,
        spacing: Spacing::Normal,
        ..Table::default()
    }));
    body.push(Block::Gap(Gap::Normal));
    let note = language.say(
        "Verjährung: Ende des dritten Jahres nach dem Jahr des Verkaufs (§§ 195, 199 BGB). Mehrzweckgutscheine werden bei der Einlösung versteuert, Einzweckgutscheine sind es seit dem Verkauf (§ 3 Abs. 13–15 UStG).",
        "Time-barred: end of the third year after the year of the sale (§§ 195, 199 BGB). Multi-purpose vouchers are taxed when redeemed, single-purpose vouchers when sold (§ 3(13)–(15) UStG).",
    );
    body.push(Block::text(note, Style::SMALL.quiet()));
    document
}
