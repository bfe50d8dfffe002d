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
/// Rows of a table that stays on one page.
const SHORT: usize = 12;

/// A documentation that is being written.
pub(super) struct Paper {
    cover: Vec<Block>,
    headings: Vec<String>,
    pages: Vec<usize>,
    body: Vec<Block>,
    /// Headings that wait for what they stand over.
    waiting: Vec<Block>,
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
            waiting: Vec::new(),
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
        self.flush();
        if number > 1 {
            self.body.push(Block::Gap(Gap::Large));
        }
        let style = Style::NORMAL.sized(Size::Large).weighing(Weight::Bold);
        self.waiting.push(Block::text(heading, style));
        self.waiting.push(Block::Gap(Gap::Small));
    }

    /// A heading inside a part.
    pub(super) fn sub(&mut self, title: &str) {
        // Right below the heading of a part, both stay with what follows.
        self.waiting.push(Block::Gap(Gap::Small));
        self.waiting
            .push(Block::text(title, Style::NORMAL.weighing(Weight::SemiBold)));
        self.waiting.push(Block::Gap(Gap::Small));
    }

    // A heading never stands alone at the foot of a page, and what is short stays whole.
    fn push(&mut self, block: Block, stays: bool) {
        match stays {
            true => {
                let mut together = std::mem::take(&mut self.waiting);
                together.push(block);
                self.body.push(Block::Together(together));
            }
            false => {
                self.flush();
                self.body.push(block);
            }
        }
        self.body.push(Block::Gap(Gap::Small));
    }

    fn flush(&mut self) {
        self.body.append(&mut self.waiting);
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.push(Block::text(text, Style::NORMAL), true);
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.push(Block::text(text, Style::SMALL.quiet()), true);
    }

    pub(super) fn mark(&mut self, lines: &[&str]) {
        self.push(Block::framed(lines.iter().copied()), true);
    }

    /// Names and their values.
    pub(super) fn facts<S: Into<String>>(
        &mut self,
        facts: impl IntoIterator<Item = (&'static str, S)>,
    ) {
        let rows = facts.into_iter().map(|(name, value)| {
            let value: String = value.into();
            Row::new([
                Cell::from(Text::new(name, Style::NORMAL.quiet())),
                Cell::from(value),
            ])
        });
        let table = Table {
            columns: vec![
                Column::new(Width::Share(3), Align::Left),
                Column::new(Width::Share(7), Align::Left),
            ],
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ..Table::default()
        };
        self.push(Block::Table(table), true);
    }

    pub(super) fn points<S: Into<String>>(&mut self, points: impl IntoIterator<Item = S>) {
        let points = points
            .into_iter()
            .map(|point| ("–".to_owned(), point.into()));
        self.listed(points.collect());
    }

    /// Points in their order.
    pub(super) fn steps(&mut self, steps: &[&str]) {
        let steps = steps.iter().enumerate();
        self.listed(
            steps
                .map(|(at, step)| (format!("{}.", at + 1), (*step).to_owned()))
                .collect(),
        );
    }

    /// Points to tick off by hand.
    pub(super) fn boxes(&mut self, points: Vec<String>) {
        let points = points.into_iter().map(|point| ("[  ]".to_owned(), point));
        self.listed(points.collect());
    }

    fn listed(&mut self, points: Vec<(String, String)>) {
        let rows = points
            .into_iter()
            .map(|(mark, point)| Row::new([Cell::from(mark), Cell::from(point)]));
        let table = Table {
            columns: vec![Column::new(Width::Digits(3), Align::Left), Column::TEXT],
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ..Table::default()
        };
        self.push(Block::Table(table), false);
    }

    /// A table; columns with a share wrap, the others are as wide as their widest cell.
    pub(super) fn table(&mut self, columns: &[(&str, Column)], rows: Vec<Vec<String>>) {
        let stays = rows.len() <= SHORT;
        let head = columns.iter().map(|(name, _)| *name);
        let cell = |text: String| Cell::from(Text::new(text, Style::SMALL));
        let rows = rows
            .into_iter()
            .map(|row| Row::new(row.into_iter().map(cell)));
        let table = Table {
            columns: columns.iter().map(|(_, column)| *column).collect(),
            head: Some(crate::document::format::column_names(head)),
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ruled: true,
        };
        self.push(Block::Table(table), stays);
    }

    pub(super) fn page_break(&mut self) {
        self.flush();
        self.body.push(Block::PageBreak);
    }

    /// Leaves a place to be filled in by hand, and remembers it for the list at the end.
    pub(super) fn leave(&mut self, what: &str) {
        let part = self.headings.len();
        self.open.push(format!("{what} (Teil {part})"));
        let text = format!("[Von der Kommune zu ergänzen: {what}]");
        let style = Style::NORMAL.weighing(Weight::Medium);
        self.push(Block::text(text, style), true);
    }

    /// On which page each part begins.
    pub(super) fn pages(self) -> Result<Vec<usize>, PdfError> {
        let headings = self.headings.clone();
        let pages = layout::lay_out(&self.finish())?;
        let on = |heading: &str| {
            // The contents name it as well, in lighter letters.
            let begins = |item: &Item| match item {
                Item::Letters { weight, text, .. } => {
                    *weight == Weight::Bold && plain(text) == plain(heading)
                }
                _ => false,
            };
            let place = pages.iter().position(|page| page.items.iter().any(begins));
            place.map_or(0, |place| place + 1)
        };
        Ok(headings.iter().map(|heading| on(heading)).collect())
    }

    pub(super) fn finish(mut self) -> Document {
        self.flush();
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

// However its spaces are set.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
