//! Turns blocks into lines.

use super::{Grid, Line, Placed};
use crate::document::columns::{extent, placed, share_out};
use crate::document::model::{
    Align, Bar, Block, Chart, Gap, KeyValue, Look, Mark, Row, Rule, Signature, Size, Style, Table,
    Text, Tone, Weight,
};

const EMPTY: Line = Line::Text(Vec::new());

impl Grid {
    pub(super) fn block(&self, block: &Block, lines: &mut Vec<Line>) {
        match block {
            Block::Text(text) => {
                for line in self.wrap(&text.text, text.style, self.columns) {
                    lines.push(self.aligned(line, text.style, text.style.align));
                }
            }
            Block::KeyValue(pair) => self.pair(pair, lines),
            Block::Table(table) => self.table(table, lines),
            Block::Rule(rule) => lines.push(Line::Rule(*rule)),
            Block::Gap(Gap::Small) => {}
            Block::Gap(Gap::Normal) => lines.push(EMPTY),
            Block::Gap(Gap::Large) => lines.extend([EMPTY, EMPTY]),
            Block::Qr { text } => lines.push(Line::Qr(text.clone())),
            Block::Mark(mark) => self.mark(mark, lines),
            Block::Signatures(fields) => self.signatures(fields, lines),
            Block::Beside(stacks) => {
                for (index, blocks) in stacks.iter().enumerate() {
                    if index > 0 {
                        lines.push(EMPTY);
                    }
                    self.blocks(blocks, lines);
                }
            }
            Block::Together(blocks) => self.blocks(blocks, lines),
            Block::Chart(chart) => self.chart(chart, lines),
            Block::PageBreak => lines.push(Line::PageBreak),
        }
    }

    /// Names, bars and values, one line each.
    fn chart(&self, chart: &Chart, lines: &mut Vec<Line>) {
        let style = Style::NORMAL;
        let widest =
            |texts: &dyn Fn(&Bar) -> usize| chart.bars.iter().map(texts).max().unwrap_or(0);
        let name = widest(&|bar| self.width(&bar.name, style)).min(self.columns / 3);
        let value = widest(&|bar| self.width(&bar.value, style)).min(self.columns / 3);
        let room = self.columns.saturating_sub(name + value + 2).max(1) as u64;
        for bar in &chart.bars {
            let long = |size: u64| (size * room).div_ceil(chart.longest()).min(room) as usize;
            let (part, whole) = (long(bar.part), long(bar.size.max(bar.part)));
            let drawn = "█".repeat(part) + &"▒".repeat(whole - part);
            let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
            let shown = cut(&bar.value, value);
            let texts = [
                (0, cut(&bar.name, name)),
                (name + 1, drawn),
                (
                    self.indent(&shown, style, Align::Right, self.columns),
                    shown,
                ),
            ];
            let placed = texts.into_iter().filter(|(_, text)| !text.is_empty());
            let placed = placed.map(|(column, text)| Placed {
                column,
                text,
                style,
            });
            lines.push(self.line(placed.collect()));
        }
    }

    fn aligned(&self, text: String, style: Style, align: Align) -> Line {
        let column = self.indent(&text, style, align, self.columns);
        self.line(vec![Placed {
            column,
            text,
            style,
        }])
    }

    fn indent(&self, text: &str, style: Style, align: Align, width: usize) -> usize {
        let free = width.saturating_sub(self.width(text, style));
        match align {
            Align::Left => 0,
            Align::Center => free / 2,
            Align::Right => free,
        }
    }

    fn pair(&self, pair: &KeyValue, lines: &mut Vec<Line>) {
        let (key, value) = (pair.key.style, pair.value.style);
        let key_width = self.width(&pair.key.text, key);
        let value_width = self.width(&pair.value.text, value);
        let one_line = key_width + 1 + value_width <= self.columns;
        if !one_line && value_width * 5 > self.columns * 2 {
            for line in self.wrap(&pair.key.text, key, self.columns) {
                lines.push(self.aligned(line, key, Align::Left));
            }
            for line in self.wrap(&pair.value.text, value, self.columns) {
                lines.push(self.aligned(line, value, Align::Left));
            }
            return;
        }
        let room = self.columns.saturating_sub(value_width + 1);
        let values = self.wrap(&pair.value.text, value, self.columns);
        let mut values = values.into_iter();
        for line in self.wrap(&pair.key.text, key, room) {
            let mut texts = vec![Placed {
                column: 0,
                text: line,
                style: key,
            }];
            texts.extend(values.next().map(|text| Placed {
                column: self.indent(&text, value, Align::Right, self.columns),
                text,
                style: value,
            }));
            lines.push(self.line(texts));
        }
    }

    fn table(&self, table: &Table, lines: &mut Vec<Line>) {
        let mut needs = vec![0.0_f32; table.columns.len()];
        for row in table.head.iter().chain(&table.rows) {
            for (first, end, cell) in placed(row, needs.len()) {
                for text in cell.paragraphs.iter().filter(|_| end - first == 1) {
                    let widest = text.text.split('\n').map(|t| self.width(t, text.style));
                    needs[first] = needs[first].max(widest.max().unwrap_or(0) as f32);
                }
            }
        }
        let room = self.columns as f32;
        let widths = share_out(&table.columns, &needs, 1.0, 1.0, room, room * 0.25);
        let widths = whole(
            &widths,
            self.columns.saturating_sub(widths.len().saturating_sub(1)),
        );
        if let Some(head) = &table.head {
            self.row(table, &widths, head, lines);
            lines.push(Line::Rule(Rule::Thin));
        }
        for row in &table.rows {
            if let Some(rule) = row.rule {
                lines.push(Line::Rule(rule));
            }
            self.row(table, &widths, row, lines);
        }
    }

    fn row(&self, table: &Table, widths: &[f32], row: &Row, lines: &mut Vec<Line>) {
        let mut cells = Vec::new();
        for (first, end, cell) in placed(row, widths.len()) {
            let (left, width) = extent(widths, 1.0, first, end);
            let (left, width) = (left as usize, width as usize);
            let align = table.columns[first].align;
            let mut column = Vec::new();
            for text in &cell.paragraphs {
                for line in self.wrap(&text.text, text.style, width.max(1)) {
                    column.push(Placed {
                        column: left + self.indent(&line, text.style, align, width),
                        text: line,
                        style: text.style,
                    });
                }
            }
            cells.push(column.into_iter());
        }
        let mut left = true;
        while left {
            let texts: Vec<Placed> = cells.iter_mut().filter_map(Iterator::next).collect();
            left = !texts.is_empty();
            if left {
                lines.push(self.line(texts));
            }
        }
    }

    fn mark(&self, mark: &Mark, lines: &mut Vec<Line>) {
        let inner = self.columns - 4;
        let inverse = mark.look == Look::Inverse;
        let style = |index: usize| Style {
            size: if inverse && index == 0 {
                Size::Large
            } else {
                Size::Normal
            },
            weight: if index == 0 {
                Weight::Bold
            } else {
                Weight::Regular
            },
            tone: if inverse { Tone::Inverse } else { Tone::Normal },
            ..Style::NORMAL
        };
        let edge = |left: char, right: char| {
            let bar = "─".repeat(self.columns - 2);
            self.aligned(format!("{left}{bar}{right}"), Style::NORMAL, Align::Left)
        };
        if !inverse {
            lines.push(edge('┌', '┐'));
        }
        for (index, text) in mark.lines.iter().enumerate() {
            let style = style(index);
            for line in self.wrap(text, style, inner) {
                let before = self.indent(&line, style, Align::Center, inner);
                let after = inner - before - self.width(&line, style);
                let (before, after) = (" ".repeat(before), " ".repeat(after));
                lines.push(if inverse {
                    let text = format!("  {before}{line}{after}  ");
                    self.aligned(text, style, Align::Left)
                } else {
                    let text = format!("│ {before}{line}{after} │");
                    self.aligned(text, style, Align::Left)
                });
            }
        }
        if !inverse {
            lines.push(edge('└', '┘'));
        }
    }

    fn signatures(&self, fields: &[Signature], lines: &mut Vec<Line>) {
        for field in fields {
            lines.extend([EMPTY, EMPTY, EMPTY]);
            lines.push(Line::Rule(Rule::Thin));
            let caption = Text::new(field.caption.clone(), Style::SMALL);
            self.block(&Block::Text(caption), lines);
        }
    }
}

/// Whole columns: fractions go to the widest column, which is the one that wraps.
fn whole(widths: &[f32], room: usize) -> Vec<f32> {
    let mut whole: Vec<f32> = widths.iter().map(|width| width.floor()).collect();
    let rest = room as f32 - whole.iter().sum::<f32>();
    let widest = (0..whole.len()).max_by(|a, b| widths[*a].total_cmp(&widths[*b]));
    if let Some(widest) = widest
        && widths.iter().any(|width| width.fract() > 0.0)
    {
        whole[widest] = (whole[widest] + rest).max(1.0);
    }
    whole
}
