//! The plain text backend: the column grid as UTF-8.

use super::grid::{self, Grid, Line};
use super::model::{Document, Paper, Rule};

/// How a document becomes plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Letters per line: 42 or 48 for an 80 mm roll.
    pub columns: usize,
    /// What stands in the place of a QR code.
    pub qr: QrText,
}

/// What stands in the place of a QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QrText {
    /// The text of the code, broken at the edge.
    Literal,
    /// A note that it was left out.
    Note(String),
}

impl Options {
    /// As many columns as the paper of a document has room for, with codes as their text.
    pub fn fitting(paper: Paper) -> Self {
        let columns = match paper {
            Paper::A4 => 96,
            Paper::A4Landscape => 140,
            Paper::Roll { width_mm } if width_mm < 70 => 32,
            Paper::Roll { .. } => 48,
        };
        Self {
            columns,
            qr: QrText::Literal,
        }
    }
}

/// The document as lines of at most `columns` letters, each ended by a line feed.
pub fn render(document: &Document, options: &Options) -> String {
    let grid = Grid {
        columns: options.columns,
        double_width: false,
    };
    let width = options.columns.max(16);
    let mut text = String::new();
    for line in grid::lay_out(document, grid) {
        match &line {
            Line::Text(_) if line.is_inverse() => {
                let letters = line.letters();
                let words = format!(" {} ", letters.trim());
                text.push_str(&centered(&words, width, '█'));
            }
            Line::Text(_) => text.push_str(line.letters().trim_end()),
            Line::Rule(rule) => {
                let stroke = match rule {
                    Rule::Thin => "─",
                    Rule::Thick => "━",
                    Rule::Double => "═",
                    Rule::Dashed => "┄",
                };
                text.push_str(&stroke.repeat(width));
            }
            Line::Qr(code) => match &options.qr {
                QrText::Literal => {
                    let letters: Vec<char> = code.chars().collect();
                    let lines: Vec<String> =
                        letters.chunks(width).map(|l| l.iter().collect()).collect();
                    text.push_str(&lines.join("\n"));
                }
                QrText::Note(note) => text.push_str(centered(note, width, ' ').trim_end()),
            },
            Line::PageBreak => text.push('\n'),
        }
        text.push('\n');
    }
    text
}

fn centered(words: &str, width: usize, fill: char) -> String {
    let free = width.saturating_sub(words.chars().count());
    let side = |count| std::iter::repeat_n(fill, count).collect::<String>();
    format!("{}{words}{}", side(free / 2), side(free - free / 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Cell, Column, Paper, Row, Style, Table, Text};

    fn lines(body: Vec<Block>, qr: QrText) -> Vec<String> {
        let document = Document {
            title: "Test".into(),
            author: String::new(),
            language: "de-DE".into(),
            paper: Paper::Roll { width_mm: 80 },
            running_head: vec![],
            footer: vec![],
            page_label: String::new(),
            body,
        };
        let options = Options { columns: 24, qr };
        let text = render(&document, &options);
        assert!(
            text.lines().all(|line| line.chars().count() <= 24),
            "{text}"
        );
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn amounts_share_their_right_edge_and_words_wrap() {
        let table = Table {
            columns: vec![Column::AMOUNT, Column::TEXT, Column::AMOUNT],
            rows: vec![
                Row::new(["1", "Kopie A4 schwarz-weiß", "1,80"]),
                Row::new([
                    Cell::from("−1"),
                    Cell::from("Pfand").and(Text::new("zurück", Style::SMALL)),
                    "−10,00".into(),
                ]),
            ],
            ..Table::default()
        };
        assert_eq!(
            lines(vec![Block::Table(table)], QrText::Literal),
            [
                " 1 Kopie A4         1,80",
                "   schwarz-weiß",
                "−1 Pfand          −10,00",
                "   zurück",
            ]
        );
    }

    #[test]
    fn a_value_too_long_for_its_line_stands_below_its_name() {
        let body = vec![
            Block::pair("Summe", "85,70"),
            Block::pair("Anfangsbestand der Kasse", "250,00"),
            Block::pair("Kasse", "AK-0001-0002-0003-0004"),
        ];
        assert_eq!(
            lines(body, QrText::Literal),
            [
                "Summe              85,70",
                "Anfangsbestand    250,00",
                "der Kasse",
                "Kasse",
                "AK-0001-0002-0003-0004",
            ]
        );
    }

    #[test]
    fn marks_and_codes_have_their_plain_form() {
        let body = vec![
            Block::inverse(["TRAINING"]),
            Block::framed(["TEST-TSE"]),
            Block::Qr {
                text: "V0;Kasse;Kassenbeleg-V1;Beleg".into(),
            },
        ];
        assert_eq!(
            lines(body.clone(), QrText::Literal),
            [
                "███████ TRAINING ███████",
                "┌──────────────────────┐",
                "│       TEST-TSE       │",
                "└──────────────────────┘",
                "V0;Kasse;Kassenbeleg-V1;",
                "Beleg",
            ]
        );
        let noted = lines(body, QrText::Note("[QR-Code]".into()));
        assert_eq!(noted[4], "       [QR-Code]");
    }
}
