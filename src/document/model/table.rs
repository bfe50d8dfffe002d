//! Rows and columns.

use super::Rule;
use super::style::{Align, Text};

/// Rows whose columns share their edges, with a head that is repeated on every page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// How wide the columns are and which edge they keep to.
    pub columns: Vec<Column>,
    /// Names of the columns.
    pub head: Option<Row>,
    /// The rows. A row never breaks across pages.
    pub rows: Vec<Row>,
    /// Space between rows.
    pub spacing: Spacing,
    /// A thin line between rows (A4 and PDF only; a roll has no room for them).
    pub ruled: bool,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// How wide it is.
    pub width: Width,
    /// Which edge its cells keep to.
    pub align: Align,
}

/// How a column gets its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// As wide as its widest cell, which is never broken: amounts.
    Fit,
    /// Room for this many digits.
    Digits(u8),
    /// This share of what the others leave; text wraps.
    Share(u8),
}

impl Column {
    /// Wrapping text at the left edge.
    pub const TEXT: Self = Self::new(Width::Share(1), Align::Left);
    /// Unbroken text at the left edge.
    pub const LABEL: Self = Self::new(Width::Fit, Align::Left);
    /// Unbroken figures at the right edge.
    pub const AMOUNT: Self = Self::new(Width::Fit, Align::Right);

    /// A column of a width and an alignment.
    pub const fn new(width: Width, align: Align) -> Self {
        Self { width, align }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// One cell per column; fewer leave the last ones empty.
    pub cells: Vec<Cell>,
    /// A line above the row, as over a total.
    pub rule: Option<Rule>,
}

impl Row {
    /// A row of cells.
    pub fn new<C: Into<Cell>>(cells: impl IntoIterator<Item = C>) -> Self {
        Self {
            cells: cells.into_iter().map(Into::into).collect(),
            rule: None,
        }
    }

    /// The same with a line above it.
    pub fn under(self, rule: Rule) -> Self {
        Self {
            rule: Some(rule),
            ..self
        }
    }
}

/// What stands where a row and a column meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Paragraphs from top to bottom. The first lines of a row share their baseline.
    pub paragraphs: Vec<Text>,
    /// How many columns it covers, at least one.
    pub span: u8,
}

impl Cell {
    /// An empty cell.
    pub fn empty() -> Self {
        Self {
            paragraphs: Vec::new(),
            span: 1,
        }
    }

    /// The same with one more paragraph.
    pub fn and(mut self, text: impl Into<Text>) -> Self {
        self.paragraphs.push(text.into());
        self
    }

    /// The same over several columns.
    pub fn across(self, span: u8) -> Self {
        Self { span, ..self }
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self {
            paragraphs: vec![text.into()],
            span: 1,
        }
    }
}

/// Space between the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spacing {
    /// None: a sentence in columns.
    #[default]
    Tight,
    /// A little: rows of one line each.
    Normal,
    /// Half a line: rows of several lines.
    Loose,
}
