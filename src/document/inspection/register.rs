//! What the register is: its TSEs, their outages, its program and its ledger.

use super::{HEAD, Inspection, hex, many, thousands};
use crate::document::format::{column_names, fact, minute};
use crate::document::model::{
    Align, Block, Cell, Column, Gap, Row, Spacing, Style, Table, Text, Weight, Width,
};

/// Outages that are listed; the export holds them all.
const MOST: usize = 15;

pub(super) fn tses(inspection: &Inspection) -> Vec<Block> {
    let rows = inspection.tses.iter().map(|tse| {
        let name = match &tse.certification {
            Some(id) => format!("{}, Zertifizierung {id}", tse.name),
            // The built-in one says so in its name.
            None if tse.name.contains("zertifiziert") => tse.name.clone(),
            None => format!("{}, ohne Zertifizierung", tse.name),
        };
        let until = match tse.to {
            Some(to) => format!("{} bis {}", minute(tse.from), minute(to)),
            None => format!("seit {}", minute(tse.from)),
        };
        let mut life = Cell::from(Text::new(until, Style::NORMAL));
        if let Some(end) = tse.certificate_end {
            life = life.and(Text::new(
                format!("Zertifikat bis {}", minute(end)),
                Style::SMALL,
            ));
        }
        Row::new([
            Cell::from(Text::new(name, Style::NORMAL.weighing(Weight::Medium)))
                .and(hex(&tse.serial))
                .and(Text::new(&tse.algorithm, Style::SMALL)),
            life,
        ])
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return vec![Block::text("Noch keine.", Style::NORMAL)];
    }
    vec![Block::Table(Table {
        columns: vec![Column::TEXT, Column::new(Width::Fit, Align::Left)],
        head: Some(column_names(["TSE, Seriennummer, Verfahren", "Im Einsatz"]).under(HEAD)),
        rows,
        spacing: Spacing::Normal,
        ruled: true,
    })]
}

pub(super) fn outages(inspection: &Inspection) -> Vec<Block> {
    if inspection.outages.is_empty() {
        return vec![Block::text("Keine aufgezeichnet.", Style::NORMAL)];
    }
    let rows = inspection.outages.iter().take(MOST).map(|outage| {
        Row::new([
            Text::new(minute(outage.from), Style::NORMAL),
            Text::new(
                outage.to.map_or_else(|| "dauert an".to_owned(), minute),
                Style::NORMAL,
            ),
            Text::new(&outage.reason, Style::NORMAL),
            Text::new(outage.receipts.to_string(), Style::NORMAL),
        ])
    });
    let mut blocks = vec![Block::Table(Table {
        columns: vec![
            Column::LABEL,
            Column::LABEL,
            Column::TEXT,
            Column::new(Width::Fit, Align::Right),
        ],
        head: Some(column_names(["Von", "Bis", "Grund", "Belege ohne Signatur"]).under(HEAD)),
        rows: rows.collect(),
        spacing: Spacing::Tight,
        ruled: false,
    })];
    let more = inspection.outages.len().saturating_sub(MOST);
    if more > 0 {
        blocks.push(Block::text(
            format!("… und {}", many(more as u64, "früherer", "frühere")),
            Style::SMALL.quiet(),
        ));
    }
    blocks
}

pub(super) fn program(inspection: &Inspection) -> Block {
    let program = &inspection.program;
    let (entry, hash) = &inspection.head;
    let size = match &program.sum {
        Some((size, _)) => format!("{} ({}\u{a0}Byte)", program.path, thousands(*size)),
        None => format!("{} (nicht lesbar)", program.path),
    };
    let mut blocks = vec![
        fact("Programm", format!("Amtskasse {}", program.version)),
        fact("Datei", size),
    ];
    if let Some((_, sum)) = &program.sum {
        blocks.push(Block::text(
            format!("Prüfsumme der Datei (SHA-256)\n{sum}"),
            Style::SMALL.anywhere(),
        ));
    }
    blocks.push(Block::Gap(Gap::Small));
    blocks.push(fact("Neuester Eintrag des Kassenbuchs", thousands(*entry)));
    blocks.push(Block::text(
        format!("Prüfsumme der Kette bis dahin (SHA-256)\n{hash}"),
        Style::SMALL.anywhere(),
    ));
    Block::Together(blocks)
}
