//! Tables: rows, and a head for every page.

use super::{Item, Piece, Sheet};
use crate::document::columns::{extent, placed, share_out};
use crate::document::font::FontError;
use crate::document::model::{Align, Row, Size, Spacing, Style, Table};

impl Sheet {
    pub(super) fn table(&self, table: &Table, width: f32) -> Result<Vec<Piece>, FontError> {
        let gutter = self.size(Size::Normal) * 0.9;
        let needs = self.needs(table)?;
        let digit = self.measure(Style::NORMAL)?("0");
        let widths = share_out(&table.columns, &needs, digit, gutter, width, width * 0.25);
        let grid = Grid {
            table,
            widths: &widths,
            gutter,
        };
        let mut pieces = Vec::new();
        let head = match &table.head {
            Some(row) => {
                let mut head = self.row(&grid, row)?;
                head.height += 1.5;
                head.items.push(Item::Fill {
                    x: 0.0,
                    y: head.height - 0.6,
                    width,
                    height: 0.6,
                    grey: 0.0,
                });
                head.height += 1.0;
                head.keep_with_next = true;
                Some(Box::new(head))
            }
            None => None,
        };
        if let Some(head) = &head {
            pieces.push((**head).clone());
        }
        for (index, row) in table.rows.iter().enumerate() {
            let mut piece = self.row(&grid, row)?;
            if table.ruled && index > 0 && row.rule.is_none() {
                piece.items.push(self.hairline(-0.2, width));
            }
            if let Some(rule) = row.rule {
                let mut line = self.rule(rule, width);
                piece.shift(0.0, line.height);
                piece.height += line.height;
                piece.items.append(&mut line.items);
            }
            piece.head.clone_from(&head);
            // A total never stands alone at the top of a page.
            if let Some(above) = pieces.last_mut()
                && row.rule.is_some()
            {
                above.keep_with_next = true;
            }
            pieces.push(piece);
        }
        Ok(pieces)
    }

    /// Width of the widest unbroken cell of every column.
    fn needs(&self, table: &Table) -> Result<Vec<f32>, FontError> {
        let mut needs = vec![0.0_f32; table.columns.len()];
        for row in table.head.iter().chain(&table.rows) {
            for (first, end, cell) in placed(row, table.columns.len()) {
                if end - first > 1 {
                    continue;
                }
                for text in &cell.paragraphs {
                    let measure = self.measure(text.style)?;
                    let widest = text.text.split('\n').map(&measure).fold(0.0, f32::max);
                    needs[first] = needs[first].max(widest);
                }
            }
        }
        Ok(needs)
    }

    fn row(&self, grid: &Grid<'_>, row: &Row) -> Result<Piece, FontError> {
        let pad = match grid.table.spacing {
            Spacing::Tight => 0.0,
            Spacing::Normal => self.gap * 0.16,
            Spacing::Loose => self.gap * 0.36,
        };
        let count = grid.table.columns.len();
        let baseline = placed(row, count)
            .filter_map(|(_, _, cell)| cell.paragraphs.first())
            .map(|text| self.ascent(text.style.size))
            .fold(0.0, f32::max);
        let mut piece = Piece::default();
        for (first, end, cell) in placed(row, count) {
            let (x, width) = extent(grid.widths, grid.gutter, first, end);
            let align: Align = grid.table.columns[first].align;
            let mut y = match cell.paragraphs.first() {
                Some(text) => pad + baseline - self.ascent(text.style.size),
                None => continue,
            };
            for text in &cell.paragraphs {
                for line in self.lines(&text.text, text.style, width)? {
                    let letters = self.line(line, text.style, align, x, y, width)?;
                    piece.items.extend(letters);
                    y += self.line_height(text.style.size);
                }
            }
            piece.height = piece.height.max(y + pad);
        }
        Ok(piece)
    }
}

struct Grid<'a> {
    table: &'a Table,
    widths: &'a [f32],
    gutter: f32,
}
