//! Headings with numbers, paragraphs, lists and tables; cover and contents.

use super::Procedure;
use crate::document::format::{fact, test_mark};
use crate::document::layout::{self, Item};
use crate::document::model::{
    Align, Block, Cell, Column, Document, Gap, Paper as Sheet, Row, Rule, Size, Spacing, Style,
    Table, Text, Weight, Width,
};
use crate::document::pdf::PdfError;
use crate::i18n::{self, Language};

const TITLE: &str = "Verfahrensdokumentation";

/// A documentation that is being written.
pub(super) struct Paper {
    cover: Vec<Block>,
    headings: Vec<String>,
    pages: Vec<usize>,
    body: Vec<Block>,
    document: Document,
    /// What the municipality has to add, as it came up.
    pub(super) open: Vec<String>,
}

impl Paper {
    pub(super) fn new(procedure: &Procedure, pages: &[usize]) -> Paper {
        let site = &procedure.site;
        let quiet = Style::SMALL.quiet();
        let head = format!("{TITLE} · {}", crate::document::format::desk(site));
        let stand = format!("Stand {}", i18n::date(procedure.today));
        Paper {
            cover: cover(procedure),
            headings: Vec::new(),
            pages: pages.to_vec(),
            body: Vec::new(),
            open: Vec::new(),
            document: Document {
                title: format!("{TITLE} – {}", crate::document::format::desk(site)),
                author: site.municipality.name.clone(),
                language: "de-DE".into(),
                paper: Sheet::A4,
                running_head: vec![
                    Block::pair(Text::new(head, quiet), Text::new(stand, quiet)),
                    Block::Rule(Rule::Thin),
                ],
                footer: Vec::new(),
                page_label: "Seite {page} von {pages}".into(),
                body: Vec::new(),
            },
        }
    }

    /// Begins a part.
    pub(super) fn section(&mut self, title: &str) {
        let number = self.headings.len() + 1;
        let heading = format!("{number}\u{a0}\u{a0}{title}");
        self.headings.push(heading.clone());
        if number > 1 {
            self.body.push(Block::Gap(Gap::Large));
        }
        let style = Style::NORMAL.sized(Size::Large).weighing(Weight::Bold);
        self.body.push(Block::text(heading, style));
        self.body.push(Block::Gap(Gap::Small));
    }

    /// A heading inside a part.
    pub(super) fn sub(&mut self, title: &str) {
        self.body.push(Block::Gap(Gap::Small));
        self.body
            .push(Block::text(title, Style::NORMAL.weighing(Weight::SemiBold)));
        self.body.push(Block::Gap(Gap::Small));
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.body.push(Block::text(text, Style::NORMAL));
        self.body.push(Block::Gap(Gap::Small));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.body.push(Block::text(text, Style::SMALL.quiet()));
        self.body.push(Block::Gap(Gap::Small));
    }

    pub(super) fn mark(&mut self, lines: &[&str]) {
        self.body.push(Block::framed(lines.iter().copied()));
        self.body.push(Block::Gap(Gap::Small));
    }

    pub(super) fn fact(&mut self, name: &str, value: impl Into<String>) {
        let value: String = value.into();
        self.body.push(fact(name, value));
    }

    pub(super) fn points<S: Into<String>>(&mut self, points: impl IntoIterator<Item = S>) {
        let rows = points
            .into_iter()
            .map(|point| Row::new([Cell::from("–".to_owned()), Cell::from(point.into())]));
        self.body.push(Block::Table(Table {
            columns: vec![Column::new(Width::Digits(2), Align::Left), Column::TEXT],
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ..Table::default()
        }));
        self.body.push(Block::Gap(Gap::Small));
    }

    /// A table; columns with a share wrap, the others are as wide as their widest cell.
    pub(super) fn table(&mut self, columns: &[(&str, Column)], rows: Vec<Vec<String>>) {
        let head = columns.iter().map(|(name, _)| *name);
        let cell = |text: String| Cell::from(Text::new(text, Style::SMALL));
        let rows = rows
            .into_iter()
            .map(|row| Row::new(row.into_iter().map(cell)));
        self.body.push(Block::Table(Table {
            columns: columns.iter().map(|(_, column)| *column).collect(),
            head: Some(crate::document::format::column_names(head)),
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ruled: true,
        }));
        self.body.push(Block::Gap(Gap::Small));
    }

    pub(super) fn page_break(&mut self) {
        self.body.push(Block::PageBreak);
    }

    /// Leaves a place to be filled in by hand, and remembers it for the list at the end.
    pub(super) fn leave(&mut self, what: &str) {
        let part = self.headings.len();
        self.open.push(format!("{what} (Teil {part})"));
        self.body.push(Block::text(
            format!("[Von der Kommune zu ergänzen: {what}]"),
            Style::NORMAL.weighing(Weight::Medium),
        ));
        self.body.push(Block::Gap(Gap::Small));
    }

    /// On which page each part begins.
    pub(super) fn pages(self) -> Result<Vec<usize>, PdfError> {
        let headings = self.headings.clone();
        let pages = layout::lay_out(&self.finish())?;
        let on = |heading: &str| {
            // The contents name it as well, in lighter letters.
            let begins = |item: &Item| match item {
                Item::Letters { weight, text, .. } => {
                    *weight == Weight::Bold && heading.starts_with(text.as_str()) && text.len() > 3
                }
                _ => false,
            };
            let place = pages.iter().position(|page| page.items.iter().any(begins));
            place.map_or(0, |place| place + 1)
        };
        Ok(headings.iter().map(|heading| on(heading)).collect())
    }

    pub(super) fn finish(mut self) -> Document {
        let mut body = self.cover;
        body.push(Block::PageBreak);
        body.push(Block::text(
            "Inhalt",
            Style::NORMAL.sized(Size::Large).weighing(Weight::SemiBold),
        ));
        body.push(Block::Gap(Gap::Normal));
        for (at, heading) in self.headings.iter().enumerate() {
            let page = self.pages.get(at).map(ToString::to_string);
            body.push(Block::pair(
                Text::new(heading.as_str(), Style::NORMAL),
                Text::new(page.unwrap_or_else(|| "00".to_owned()), Style::NORMAL),
            ));
            body.push(Block::Gap(Gap::Small));
        }
        body.push(Block::PageBreak);
        body.append(&mut self.body);
        self.document.body = body;
        self.document
    }
}

fn cover(procedure: &Procedure) -> Vec<Block> {
    let site = &procedure.site;
    let (name, office) = crate::document::format::split_name(&site.municipality.name);
    let mut blocks = vec![Block::text(
        name,
        Style::NORMAL.sized(Size::Large).weighing(Weight::SemiBold),
    )];
    if let Some(office) = office {
        blocks.push(Block::text(office, Style::NORMAL));
    }
    blocks.push(Block::text(
        crate::document::format::address(site),
        Style::NORMAL.quiet(),
    ));
    for _ in 0..6 {
        blocks.push(Block::Gap(Gap::Large));
    }
    blocks.push(Block::text(
        TITLE,
        Style::NORMAL.sized(Size::Huge).weighing(Weight::Bold),
    ));
    blocks.push(Block::text(
        "für das elektronische Aufzeichnungssystem",
        Style::NORMAL.sized(Size::Large),
    ));
    blocks.push(Block::Gap(Gap::Large));
    blocks.push(fact("Zahlstelle", &site.pay_point.name));
    blocks.push(fact("Kasse", &site.register.name));
    blocks.push(fact("Seriennummer", &site.register.serial));
    blocks.push(fact("Programm", format!("Amtskasse {}", procedure.version)));
    blocks.push(fact(
        "Erzeugt",
        crate::document::format::minute(procedure.created),
    ));
    if !procedure.notice.counts() {
        blocks.push(Block::Gap(Gap::Large));
        blocks.push(test_mark(Language::German));
    }
    if procedure.demo {
        blocks.push(Block::Gap(Gap::Normal));
        blocks.push(Block::framed([
            "Musterdaten",
            "Diese Kasse ist mit einer erfundenen Kommune eingerichtet.",
        ]));
    }
    for _ in 0..4 {
        blocks.push(Block::Gap(Gap::Large));
    }
    blocks.push(Block::text(
        "Dieses Dokument erzeugt die Kasse aus ihren Einstellungen, Stammdaten und Aufzeichnungen am genannten Tag. Es beschreibt \
         Aufbau und Ablauf des Verfahrens nach den GoBD (Abschnitt 10.1) und gilt zusammen mit der Dienstanweisung der Kommune. \
         Was nur die Kommune wissen kann, ist offen gelassen und am Ende aufgelistet. Frühere Fassungen sind aufzubewahren.",
        Style::NORMAL,
    ));
    blocks
}
