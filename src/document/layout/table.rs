//! Tables: column widths, rows, and a head for every page.

use super::{Item, Piece, Sheet};
use crate::document::font::FontError;
use crate::document::model::{Align, Cell, Column, Row, Size, Spacing, Style, Table, Width};

/// A cell with the first column it covers.
pub(in crate::document) fn placed(
    row: &Row,
    columns: usize,
) -> impl Iterator<Item = (usize, usize, &Cell)> {
    let mut next = 0;
    row.cells.iter().map_while(move |cell| {
        let first = next;
        let end = (first + usize::from(cell.span.max(1))).min(columns);
        next = end;
        (first < columns).then_some((first, end, cell))
    })
}

/// Widths of columns from what their widest cells need and what there is. `least` is the width
/// below which wrapping text becomes unreadable.
pub(in crate::document) fn share_out(
    columns: &[Column],
    needs: &[f32],
    digit: f32,
    gutter: f32,
    room: f32,
    least: f32,
) -> Vec<f32> {
    let mut widths: Vec<f32> = columns
        .iter()
        .zip(needs)
        .map(|(column, need)| match column.width {
            Width::Fit => *need,
            Width::Digits(count) => f32::from(count) * digit,
            Width::Share(_) => 0.0,
        })
        .collect();
    let shares: f32 = columns.iter().map(|column| weight(*column)).sum();
    let gutters = gutter * columns.len().saturating_sub(1) as f32;
    let fixed: f32 = widths.iter().sum();
    let free = room - gutters - fixed;
    let wanted = if shares > 0.0 { least } else { 0.0 };
    if free < wanted && fixed > 0.0 {
        // Too many wide figures: they shrink alike and wrap rather than leave the paper.
        let factor = ((room - gutters - wanted) / fixed).max(0.1);
        widths.iter_mut().for_each(|width| *width *= factor);
    }
    let free = (room - gutters - widths.iter().sum::<f32>()).max(0.0);
    for (width, column) in widths.iter_mut().zip(columns) {
        if shares > 0.0 {
            *width += free * weight(*column) / shares;
        }
    }
    widths
}

fn weight(column: Column) -> f32 {
    match column.width {
        Width::Share(share) => f32::from(share),
        _ => 0.0,
    }
}

/// Left edge and width of what covers the columns from `first` up to `end`.
pub(in crate::document) fn extent(
    widths: &[f32],
    gutter: f32,
    first: usize,
    end: usize,
) -> (f32, f32) {
    let left: f32 = widths[..first].iter().map(|width| width + gutter).sum();
    let width: f32 = widths[first..end].iter().sum();
    (
        left,
        width + gutter * (end - first).saturating_sub(1) as f32,
    )
}

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
