//! How the columns of a table share the width they have, in points or in letters.

use super::model::{Align, Cell, Column, Row, Width};

/// A cell with the first column it covers.
pub(super) fn placed(row: &Row, columns: usize) -> impl Iterator<Item = (usize, usize, &Cell)> {
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
pub(super) fn share_out(
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
    // Too much for the paper: labels shrink and wrap first, then the text, and figures only when nothing
    // else is left.
    let floor = room * 0.14;
    let is_figure = |column: &Column| column.align == Align::Right;
    let mut wanted = if shares > 0.0 { least } else { 0.0 };
    let excess = |widths: &[f32], wanted: f32| widths.iter().sum::<f32>() + wanted + gutters - room;
    let too_much = excess(&widths, wanted);
    shrink(&mut widths, too_much, |index| {
        (!is_figure(&columns[index])).then_some(floor)
    });
    wanted = (wanted - excess(&widths, wanted).max(0.0)).max(wanted.min(floor));
    let too_much = excess(&widths, wanted);
    shrink(&mut widths, too_much, |_| Some(1.0));
    let free = (room - gutters - widths.iter().sum::<f32>()).max(0.0);
    for (width, column) in widths.iter_mut().zip(columns) {
        if shares > 0.0 {
            *width += free * weight(*column) / shares;
        }
    }
    widths
}

/// Takes the excess from the columns that have a least width, in proportion to what they have above it.
fn shrink(widths: &mut [f32], excess: f32, least: impl Fn(usize) -> Option<f32>) {
    let spare =
        |index: usize, width: f32| least(index).map_or(0.0, |least| (width - least).max(0.0));
    let all: f32 = widths.iter().enumerate().map(|(i, w)| spare(i, *w)).sum();
    if excess <= 0.0 || all <= 0.0 {
        return;
    }
    let factor = (excess / all).min(1.0);
    for (index, width) in widths.iter_mut().enumerate() {
        *width -= spare(index, *width) * factor;
    }
}

fn weight(column: Column) -> f32 {
    match column.width {
        Width::Share(share) => f32::from(share),
        _ => 0.0,
    }
}

/// Left edge and width of what covers the columns from `first` up to `end`.
pub(super) fn extent(widths: &[f32], gutter: f32, first: usize, end: usize) -> (f32, f32) {
    let left: f32 = widths[..first].iter().map(|width| width + gutter).sum();
    let width: f32 = widths[first..end].iter().sum();
    (
        left,
        width + gutter * (end - first).saturating_sub(1) as f32,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_takes_what_figures_leave() {
        let columns = [Column::AMOUNT, Column::TEXT, Column::AMOUNT];
        let widths = share_out(&columns, &[2.0, 90.0, 8.0], 1.0, 1.0, 42.0, 10.0);
        assert_eq!(widths, [2.0, 30.0, 8.0]);
        assert_eq!(extent(&widths, 1.0, 1, 3), (3.0, 39.0));
    }

    #[test]
    fn shares_are_weights() {
        let share = |share| Column::new(Width::Share(share), Align::Left);
        let columns = [
            share(1),
            share(3),
            Column::new(Width::Digits(4), Align::Right),
        ];
        let widths = share_out(&columns, &[0.0; 3], 2.0, 0.0, 48.0, 0.0);
        assert_eq!(widths, [10.0, 30.0, 8.0]);
    }

    #[test]
    fn labels_give_way_before_figures() {
        let columns = [Column::TEXT, Column::LABEL, Column::AMOUNT];
        let widths = share_out(&columns, &[50.0, 60.0, 30.0], 1.0, 0.0, 100.0, 25.0);
        assert_eq!(widths, [25.0, 45.0, 30.0]);
        let widths = share_out(&columns, &[50.0, 60.0, 70.0], 1.0, 0.0, 100.0, 25.0);
        assert_eq!(widths.iter().sum::<f32>().round(), 100.0);
        assert_eq!(widths[2], 70.0);
    }

    #[test]
    fn a_cell_may_cover_several_columns_but_not_more_than_there_are() {
        let row = Row::new([Cell::from("a").across(2), "b".into(), "c".into()]);
        let spans: Vec<_> = placed(&row, 3)
            .map(|(first, end, _)| (first, end))
            .collect();
        assert_eq!(spans, [(0, 2), (2, 3)]);
    }
}
