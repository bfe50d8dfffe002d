//! What was taken along.

use super::{Export, HEAD, Inspection, hex, thousands};
use crate::document::format::{column_names, minute};
use crate::document::model::{
    Align, Block, Cell, Column, Gap, Row, Spacing, Style, Table, Text, Weight, Width,
};
use crate::i18n::date;

pub(super) fn exports(inspection: &Inspection) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, export) in inspection.exports.iter().enumerate() {
        if at > 0 {
            blocks.push(Block::Gap(Gap::Normal));
        }
        blocks.extend(one(export));
    }
    if blocks.is_empty() {
        blocks.push(Block::text("Es wurde nichts mitgegeben.", Style::NORMAL));
    }
    if inspection.open.receipts > 0 {
        blocks.push(Block::Gap(Gap::Small));
        blocks.push(Block::text(
            "Die DSFinV-K enthält nur abgeschlossene Tage; was noch nicht abgeschlossen ist, folgt mit dem nächsten Kassenabschluss.",
            Style::SMALL.quiet(),
        ));
    }
    blocks
}

fn one(export: &Export) -> Vec<Block> {
    let period = match export.days {
        (from, to) if from == to => date(from),
        (from, to) => format!("{} bis {}", date(from), date(to)),
    };
    let (first, last) = export.closings;
    let numbers = match first == last {
        true => format!("Z\u{a0}{first}"),
        false => format!("Z\u{a0}{first} bis Z\u{a0}{last}"),
    };
    let said = format!(
        "{period} ({numbers}), geschrieben am {} nach {}",
        minute(export.at),
        export.folder
    );
    let rows = export.files.iter().map(|file| {
        Row::new([
            Cell::from(Text::new(
                &file.name,
                Style::NORMAL.weighing(Weight::Medium).anywhere(),
            ))
            .and(hex(&file.sha256)),
            Text::new(format!("{}\u{a0}Byte", thousands(file.size)), Style::NORMAL).into(),
        ])
    });
    let table = Table {
        columns: vec![Column::TEXT, Column::new(Width::Fit, Align::Right)],
        head: Some(column_names(["Datei und ihre Prüfsumme (SHA-256)", "Größe"]).under(HEAD)),
        rows: rows.collect(),
        spacing: Spacing::Normal,
        ruled: true,
    };
    let mut blocks = vec![
        Block::text(said, Style::NORMAL),
        Block::Gap(Gap::Small),
        Block::Table(table),
    ];
    for (serial, archived, signed) in &export.behind {
        let short = serial.get(..8).unwrap_or(serial);
        blocks.push(Block::text(
            format!(
                "TSE {short}…: Das Archiv reicht bis Signatur {}, signiert wurde bis {}. Der Rest folgt mit dem nächsten Archiv.",
                thousands(*archived),
                thousands(*signed)
            ),
            Style::NORMAL,
        ));
    }
    blocks
}
