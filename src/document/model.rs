//! The blocks a document is made of.

mod style;
mod table;

pub use style::{Align, Size, Style, Text, Tone, Weight, Wrap};
pub use table::{Cell, Column, Row, Spacing, Table, Width};

/// Something to print or to save: its paper, what frames every page, and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Shown in the title bar of a PDF viewer and used as the name of a print job.
    pub title: String,
    /// Who issues it: the municipality. Metadata only.
    pub author: String,
    /// Language tag of the text (`de-DE`), for screen readers.
    pub language: String,
    /// What it is laid out for.
    pub paper: Paper,
    /// Top of every A4 page after the first; a roll has no second page.
    pub running_head: Vec<Block>,
    /// Bottom of every A4 page; once at the end of a roll.
    pub footer: Vec<Block>,
    /// A4 page number with the places `{page}` and `{pages}`, empty for none.
    pub page_label: String,
    /// The content from top to bottom.
    pub body: Vec<Block>,
}

/// The paper a document is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A receipt roll: as long as the content needs.
    Roll {
        /// Width of the paper, 80 or 58 mm.
        width_mm: u16,
    },
    /// Portrait pages with margins for a folder, header and footer.
    A4,
    /// The same on its side, for wide tables.
    A4Landscape,
}

/// One element of a document, always as wide as the space it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(Text),
    /// A name at the left and its value at the right edge.
    KeyValue(KeyValue),
    /// Rows whose columns share their edges.
    Table(Table),
    /// A line from edge to edge.
    Rule(Rule),
    /// Empty space.
    Gap(Gap),
    /// A QR code, centred.
    Qr {
        /// Exactly what a scanner reads.
        text: String,
    },
    /// A notice nobody may overlook.
    Mark(Mark),
    /// Lines to sign on: side by side on A4, one below the other on a roll.
    Signatures(Vec<Signature>),
    /// Stacks of blocks side by side on A4, one below the other on a roll.
    Beside(Vec<Vec<Block>>),
    /// Blocks that stay on one page.
    Together(Vec<Block>),
    /// A chart.
    Chart(Chart),
    /// The rest starts on a new page; a roll shows a wide gap.
    PageBreak,
}

/// Bars by size, one unit for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The bars.
    pub bars: Vec<Bar>,
    /// Upright and beside each other on A4, as for hours and days; else, and on every roll, one below the other.
    pub upright: bool,
}

/// One bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its size in words; an upright chart has no room for it.
    pub value: String,
    /// Its size in any unit the chart shares.
    pub size: u64,
    /// How much of it is marked black.
    pub part: u64,
}

impl Chart {
    /// The size of the longest bar, at least one.
    pub fn longest(&self) -> u64 {
        let sizes = self.bars.iter().map(|bar| bar.size.max(bar.part));
        sizes.max().unwrap_or(0).max(1)
    }
}

/// A name and its value on one line; a value too long for it moves below the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue {
    /// At the left edge.
    pub key: Text,
    /// At the right edge, or below the name.
    pub value: Text,
}

/// A horizontal line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Between parts of the same kind.
    Thin,
    /// Above a total.
    Thick,
    /// Below a final total.
    Double,
    /// Where paper is torn or folded.
    Dashed,
}

/// Vertical space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Lets two lines breathe; plain text shows nothing.
    Small,
    /// An empty line.
    Normal,
    /// Between the parts of a document.
    Large,
}

/// A notice nobody may overlook, one sentence per line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The sentences, the first one large.
    pub lines: Vec<String>,
    /// How it stands out.
    pub look: Look,
}

/// How a notice stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Black letters in a frame: true, but not the point of the paper.
    Framed,
    /// White letters on black: changes what the paper is worth.
    Inverse,
}

/// A line to sign on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Below the line: who signs.
    pub caption: String,
}

impl Block {
    /// A paragraph.
    pub fn text(text: impl Into<String>, style: Style) -> Self {
        Self::Text(Text::new(text, style))
    }

    /// A name and its value in normal text.
    pub fn pair(key: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self::KeyValue(KeyValue {
            key: key.into(),
            value: value.into(),
        })
    }

    /// A single row of cells.
    pub fn columns(columns: impl Into<Vec<Column>>, row: Row) -> Self {
        Self::Table(Table {
            columns: columns.into(),
            rows: vec![row],
            ..Table::default()
        })
    }

    /// A framed notice.
    pub fn framed<S: Into<String>>(lines: impl IntoIterator<Item = S>) -> Self {
        Self::Mark(Mark {
            lines: lines.into_iter().map(Into::into).collect(),
            look: Look::Framed,
        })
    }

    /// A notice in white on black.
    pub fn inverse<S: Into<String>>(lines: impl IntoIterator<Item = S>) -> Self {
        Self::Mark(Mark {
            lines: lines.into_iter().map(Into::into).collect(),
            look: Look::Inverse,
        })
    }
}
