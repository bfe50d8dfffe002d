//! Places a document in columns of equal width: the world of receipt printers and plain text.

mod blocks;

use super::model::{Block, Document, Rule, Size, Style, Tone};
use super::wrap::wrap;

/// What a device with fixed columns can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Letters of normal width per line: 42 or 48 on 80 mm, 32 on 58 mm.
    pub columns: usize,
    /// Whether [`Size::Huge`] takes two columns per letter, as ESC/POS double width does.
    pub double_width: bool,
}

/// One line of a device with fixed columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Letters from the left edge; no spans for an empty line.
    Text(Vec<Span>),
    /// A line from edge to edge.
    Rule(Rule),
    /// A QR code, centred; the device draws it.
    Qr(String),
    /// The paper may be cut here.
    PageBreak,
}

/// Letters of one style. The style's alignment is already turned into spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The letters.
    pub text: String,
    /// How they are printed.
    pub style: Style,
}

/// The lines of a document. `columns` below 16 are treated as 16.
pub fn lay_out(document: &Document, grid: Grid) -> Vec<Line> {
    let grid = Grid {
        columns: grid.columns.max(16),
        ..grid
    };
    let mut lines = Vec::new();
    grid.blocks(&document.body, &mut lines);
    grid.blocks(&document.footer, &mut lines);
    lines
}

/// A text at a column.
struct Placed {
    column: usize,
    text: String,
    style: Style,
}

impl Grid {
    /// Columns a text takes.
    fn width(&self, text: &str, style: Style) -> usize {
        let letters = text.chars().filter(|c| *c != '\u{ad}').count();
        letters * self.letter(style)
    }

    fn letter(&self, style: Style) -> usize {
        if self.double_width && style.size == Size::Huge {
            2
        } else {
            1
        }
    }

    fn wrap(&self, text: &str, style: Style, columns: usize) -> Vec<String> {
        wrap(text, columns as f32, style.wrap, &|text| {
            self.width(text, style) as f32
        })
    }

    /// A line of texts that do not overlap, in the order of their columns.
    fn line(&self, texts: Vec<Placed>) -> Line {
        let mut spans: Vec<Span> = Vec::new();
        let mut column = 0;
        for placed in texts.into_iter().filter(|placed| !placed.text.is_empty()) {
            if placed.column > column {
                spans.push(Span {
                    text: " ".repeat(placed.column - column),
                    style: Style::NORMAL,
                });
                column = placed.column;
            }
            column += self.width(&placed.text, placed.style);
            spans.push(Span {
                text: placed.text,
                style: placed.style,
            });
        }
        Line::Text(spans)
    }

    fn blocks(&self, blocks: &[Block], lines: &mut Vec<Line>) {
        for block in blocks {
            self.block(block, lines);
        }
    }
}

impl Line {
    /// The letters without their style.
    pub fn letters(&self) -> String {
        match self {
            Self::Text(spans) => spans.iter().map(|span| span.text.as_str()).collect(),
            Self::Qr(text) => text.clone(),
            Self::Rule(_) | Self::PageBreak => String::new(),
        }
    }

    /// Whether the line is printed white on black.
    pub fn is_inverse(&self) -> bool {
        matches!(self, Self::Text(spans) if spans.iter().any(|s| s.style.tone == Tone::Inverse))
    }
}
