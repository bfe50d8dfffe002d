//! Turns blocks into pieces.

use super::{Item, MM, Piece, Role, Sheet, stack};
use crate::document::font::FontError;
use crate::document::model::{
    Align, Block, Gap, KeyValue, Look, Mark, Rule, Signature, Size, Style, Text, Tone, Weight,
};
use crate::document::pdf::PdfError;
use crate::document::qr;

/// Grey lines between rows; black ones carry meaning.
const HAIRLINE: f32 = 0.5;
pub(super) const LIGHT: f32 = 0.78;
pub(super) const BLACK: f32 = 0.0;
const THIN: f32 = 0.6;
const THICK: f32 = 1.2;

impl Sheet {
    pub(super) fn pieces(&self, blocks: &[Block], width: f32) -> Result<Vec<Piece>, PdfError> {
        let mut pieces = Vec::new();
        for block in blocks {
            match block {
                Block::Text(text) => pieces.extend(self.paragraph(text, width)?),
                Block::KeyValue(pair) => pieces.push(self.pair(pair, width)?),
                Block::Table(table) => pieces.extend(self.table(table, width)?),
                Block::Rule(rule) => pieces.push(self.rule(*rule, width)),
                Block::Gap(gap) => pieces.push(Piece::space(self.gap_height(*gap))),
                Block::Qr { text } => pieces.push(self.qr(text, width)?),
                Block::Mark(mark) => pieces.push(self.mark(mark, width)?),
                Block::Signatures(fields) => pieces.push(self.signatures(fields, width)?),
                Block::Beside(stacks) => pieces.extend(self.beside(stacks, width)?),
                Block::Together(blocks) => pieces.push(stack(self.pieces(blocks, width)?)),
                Block::Chart(chart) => pieces.extend(self.chart(chart, width)?),
                Block::PageBreak => pieces.push(self.page_break()),
            }
        }
        Ok(pieces)
    }

    fn page_break(&self) -> Piece {
        let role = match self.height {
            Some(_) => Role::PageBreak,
            None => Role::Space,
        };
        Piece {
            height: 3.0 * self.gap,
            role,
            ..Piece::default()
        }
    }

    fn gap_height(&self, gap: Gap) -> f32 {
        match gap {
            Gap::Small => self.gap * 0.4,
            Gap::Normal => self.gap,
            Gap::Large => self.gap * 2.0,
        }
    }

    /// One piece per line. Headings, and the first and the last two lines, stay together.
    fn paragraph(&self, text: &Text, width: f32) -> Result<Vec<Piece>, FontError> {
        let lines = self.lines(&text.text, text.style, width)?;
        let count = lines.len();
        let is_heading = text.style.size >= Size::Large || text.style.weight.is_strong();
        let mut pieces = Vec::new();
        for (index, line) in lines.into_iter().enumerate() {
            let last = index + 1 == count;
            pieces.push(Piece {
                height: self.line_height(text.style.size),
                items: self.line(line, text.style, text.style.align, 0.0, 0.0, width)?,
                keep_with_next: if last {
                    is_heading
                } else {
                    index == 0 || index + 2 == count
                },
                ..Piece::default()
            });
        }
        Ok(pieces)
    }

    /// Letters of one line inside a box that starts at `x` and `y`; none for an empty line.
    pub(super) fn line(
        &self,
        line: String,
        style: Style,
        align: Align,
        x: f32,
        y: f32,
        width: f32,
    ) -> Result<Vec<Item>, FontError> {
        if line.is_empty() {
            return Ok(Vec::new());
        }
        let free = width - self.measure(style)?(&line);
        let indent = match align {
            Align::Left => 0.0,
            Align::Center => free / 2.0,
            Align::Right => free,
        };
        Ok(vec![Item::Letters {
            x: x + indent,
            baseline: y + self.ascent(style.size),
            size: self.size(style.size),
            weight: style.weight,
            tone: style.tone,
            text: line,
        }])
    }

    fn pair(&self, pair: &KeyValue, width: f32) -> Result<Piece, FontError> {
        let gutter = self.size(Size::Normal);
        let key_width = self.measure(pair.key.style)?(&pair.key.text);
        let value_width = self.measure(pair.value.style)?(&pair.value.text);
        let (key, value) = (pair.key.style, pair.value.style);
        let baseline = self.ascent(key.size).max(self.ascent(value.size));
        let mut piece = Piece::default();
        let (key_room, value_room, below) = if key_width + gutter + value_width <= width + 0.01 {
            (width, width, false)
        } else if key_width > 0.55 * width && value_width <= 0.4 * width {
            (width - gutter - value_width, width, false)
        } else {
            (width, width, true)
        };
        let mut y = baseline - self.ascent(key.size);
        for line in self.lines(&pair.key.text, key, key_room)? {
            piece
                .items
                .extend(self.line(line, key, Align::Left, 0.0, y, width)?);
            y += self.line_height(key.size);
        }
        // A value below its name reads as a paragraph, so it keeps to the left.
        let (align, mut value_y) = if below {
            (Align::Left, y)
        } else {
            (Align::Right, baseline - self.ascent(value.size))
        };
        for line in self.lines(&pair.value.text, value, value_room)? {
            piece
                .items
                .extend(self.line(line, value, align, 0.0, value_y, width)?);
            value_y += self.line_height(value.size);
        }
        piece.height = y.max(value_y);
        Ok(piece)
    }

    pub(super) fn rule(&self, rule: Rule, width: f32) -> Piece {
        let height = self.gap * 0.9;
        let middle = height / 2.0;
        let fill = |y: f32, height: f32| Item::Fill {
            x: 0.0,
            y,
            width,
            height,
            grey: BLACK,
        };
        let items = match rule {
            Rule::Thin => vec![fill(middle - THIN / 2.0, THIN)],
            Rule::Thick => vec![fill(middle - THICK / 2.0, THICK)],
            Rule::Double => vec![fill(middle - 1.4, THIN), fill(middle + 0.8, THIN)],
            Rule::Dashed => vec![Item::Dashes {
                x: 0.0,
                y: middle,
                width,
            }],
        };
        Piece {
            height,
            items,
            keep_with_next: rule == Rule::Thick,
            ..Piece::default()
        }
    }

    pub(super) fn hairline(&self, y: f32, width: f32) -> Item {
        Item::Fill {
            x: 0.0,
            y,
            width,
            height: HAIRLINE,
            grey: LIGHT,
        }
    }

    fn qr(&self, text: &str, width: f32) -> Result<Piece, PdfError> {
        let code = qr::Code::new(text)?;
        let module = code.module_mm() * MM;
        let edge = code.size() as f32 * module;
        // The paper's own margin is white already; this is for whatever stands above and below.
        let quiet = qr::QUIET as f32 * module;
        Ok(Piece {
            height: edge + 2.0 * quiet,
            items: vec![Item::Qr {
                x: (width - edge) / 2.0,
                y: quiet,
                module,
                code,
            }],
            ..Piece::default()
        })
    }

    fn mark(&self, mark: &Mark, width: f32) -> Result<Piece, FontError> {
        let tone = match mark.look {
            Look::Framed => Tone::Normal,
            Look::Inverse => Tone::Inverse,
        };
        let pad = self.gap * 0.7;
        let mut letters = Vec::new();
        let mut y = pad;
        for (index, line) in mark.lines.iter().enumerate() {
            let (size, weight) = match (index, mark.look) {
                (0, Look::Inverse) => (Size::Large, Weight::Bold),
                (0, Look::Framed) => (Size::Normal, Weight::Bold),
                _ => (Size::Normal, Weight::Regular),
            };
            let style = Style {
                size,
                weight,
                tone,
                ..Style::NORMAL
            };
            for line in self.lines(line, style, width - 2.0 * pad)? {
                letters.extend(self.line(line, style, Align::Center, 0.0, y, width)?);
                y += self.line_height(size);
            }
        }
        let height = y + pad;
        let ground = match mark.look {
            Look::Inverse => Item::Fill {
                x: 0.0,
                y: 0.0,
                width,
                height,
                grey: BLACK,
            },
            Look::Framed => Item::Frame {
                x: THICK / 2.0,
                y: THICK / 2.0,
                width: width - THICK,
                height: height - THICK,
                thickness: THICK,
            },
        };
        letters.insert(0, ground);
        Ok(Piece {
            height,
            items: letters,
            ..Piece::default()
        })
    }

    fn signatures(&self, fields: &[Signature], width: f32) -> Result<Piece, FontError> {
        let side_by_side = self.height.is_some() && fields.len() > 1;
        let gutter = 2.0 * self.gap;
        let count = fields.len().max(1) as f32;
        let field_width = if side_by_side {
            (width - gutter * (count - 1.0)) / count
        } else if self.height.is_some() {
            width / 2.0
        } else {
            width
        };
        // Room for a hand: 11 mm above the line.
        let room = 11.0 * MM;
        let style = Style::SMALL;
        let mut whole = Piece::default();
        for (index, field) in fields.iter().enumerate() {
            let (x, y) = if side_by_side {
                (index as f32 * (field_width + gutter), 0.0)
            } else {
                (0.0, whole.height)
            };
            let mut line_y = y + room;
            whole.items.push(Item::Fill {
                x,
                y: line_y,
                width: field_width,
                height: THIN,
                grey: BLACK,
            });
            line_y += 2.0;
            for line in self.lines(&field.caption, style, field_width)? {
                whole
                    .items
                    .extend(self.line(line, style, Align::Left, x, line_y, field_width)?);
                line_y += self.line_height(style.size);
            }
            whole.height = whole.height.max(line_y);
        }
        Ok(whole)
    }

    fn beside(&self, stacks: &[Vec<Block>], width: f32) -> Result<Vec<Piece>, PdfError> {
        let Some(page) = self.height else {
            return self.one_below_the_other(stacks, width);
        };
        let gutter = 3.0 * self.gap;
        let count = stacks.len().max(1) as f32;
        let own = (width - gutter * (count - 1.0)) / count;
        let mut whole = Piece::default();
        for (index, blocks) in stacks.iter().enumerate() {
            let mut column = stack(self.pieces(blocks, own)?);
            column.shift(index as f32 * (own + gutter), 0.0);
            whole.height = whole.height.max(column.height);
            whole.items.append(&mut column.items);
        }
        // What is too high for a page has to break somewhere.
        if whole.height > 0.8 * page {
            return self.one_below_the_other(stacks, width);
        }
        Ok(vec![whole])
    }

    fn one_below_the_other(
        &self,
        stacks: &[Vec<Block>],
        width: f32,
    ) -> Result<Vec<Piece>, PdfError> {
        let mut pieces = Vec::new();
        for (index, blocks) in stacks.iter().enumerate() {
            if index > 0 {
                pieces.push(Piece::space(self.gap));
            }
            pieces.extend(self.pieces(blocks, width)?);
        }
        Ok(pieces)
    }
}
