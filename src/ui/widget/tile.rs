//! Item tiles and the grid they stand in.

use super::fit::fit;
use super::press::Press;
use super::{Element, words};
use crate::ui::theme::{self, measure, size, space};
use iced::widget::text::{LineHeight, Wrapping};
use iced::widget::{Row, column, container, responsive, row, scrollable, space as gap};
use iced::{Alignment, Color, Length, Padding, Size};

/// What a tile shows.
#[derive(Debug, Clone, Copy)]
pub struct Tile<'a> {
    /// The colour of its group.
    pub stripe: Color,
    /// The name, up to two lines.
    pub name: &'a str,
    /// The price as it is written, or what stands for it.
    pub price: &'a str,
    /// Unit, stock or whose money it is.
    pub hint: &'a str,
}

impl<'a> Tile<'a> {
    /// Builds the tile.
    pub fn view<Message: Clone + 'a>(self, message: Option<Message>) -> Element<'a, Message> {
        let name = words(self.name, name_size(self.name), theme::MEDIUM)
            .line_height(LineHeight::Absolute(20.0.into()))
            .wrapping(Wrapping::WordOrGlyph)
            .width(Length::Fill);
        Press::new(
            column![
                container(name).height(40).clip(true),
                gap().height(Length::Fill),
                row![
                    fit(self.price, size::BODY, theme::SEMIBOLD),
                    container(fit(self.hint, size::HINT, theme::REGULAR).style(theme::soft))
                        .align_right(Length::Fill)
                        .clip(true),
                ]
                .spacing(space::HALF)
                .align_y(iced::Center),
            ]
            .width(Length::Fill)
            .height(Length::Fill),
        )
        .style(theme::key)
        .stripe(self.stripe)
        .scrolls()
        .align(Alignment::Start, Alignment::Start)
        .padding(Padding {
            top: 9.0,
            right: 10.0,
            bottom: 9.0,
            left: 18.0,
        })
        .width(Length::Fill)
        .height(measure::TILE)
        .on_press_maybe(message)
        .into()
    }
}

/// German fees have long names; one that would break within a word is set a little smaller.
fn name_size(name: &str) -> f32 {
    let longest = name
        .split([' ', '-', '/'])
        .map(|word| word.chars().count())
        .max();
    match longest.unwrap_or(0) {
        0..=16 => size::BODY,
        17..=18 => 15.0,
        _ => 14.0,
    }
}

/// How many tiles stand beside each other in this width.
pub fn columns(width: f32) -> usize {
    let fitting = ((width + space::GAP) / (measure::TILE_WIDTH + space::GAP)).floor();
    // A drawing measure, far below the limits of the integer.
    (fitting as usize).max(2)
}

/// A grid of `count` tiles that scrolls. Only the rows in sight are built, so that a catalogue of
/// thousands costs no more than one screen of it.
pub fn grid<'a, Message: Clone + 'a>(
    id: iced::widget::Id,
    count: usize,
    offset: f32,
    on_scroll: impl Fn(f32) -> Message + Clone + 'a,
    tile: impl Fn(usize) -> Element<'a, Message> + 'a,
) -> Element<'a, Message> {
    responsive(move |Size { width, height }| {
        let columns = columns(width);
        let rows = count.div_ceil(columns);
        let window = Window::new(rows, measure::TILE + space::GAP, offset, height);
        let built = (window.first..window.end).map(|at| {
            let cells = (0..columns).map(|column| {
                let at = at * columns + column;
                if at < count {
                    tile(at)
                } else {
                    gap().width(Length::Fill).into()
                }
            });
            Row::with_children(cells).spacing(space::GAP).into()
        });
        let list = iced::widget::Column::with_children(built)
            .spacing(space::GAP)
            .padding(Padding {
                top: window.above,
                bottom: window.below,
                ..Padding::ZERO
            });
        let on_scroll = on_scroll.clone();
        scrollable(list)
            .id(id.clone())
            .width(Length::Fill)
            .height(Length::Fill)
            .spacing(space::GAP)
            .on_scroll(move |viewport| on_scroll(viewport.absolute_offset().y))
            .into()
    })
    .into()
}

/// The rows of a long list that are in sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The first row to build.
    pub first: usize,
    /// The row after the last one to build.
    pub end: usize,
    /// The height of the rows left out above.
    pub above: f32,
    /// The height of the rows left out below.
    pub below: f32,
}

impl Window {
    /// The window over `rows` rows of `pitch` height, scrolled by `offset`, `height` of it in sight.
    pub fn new(rows: usize, pitch: f32, offset: f32, height: f32) -> Self {
        // Drawing measures: never negative, far below the limits of the integer.
        let fitting = (height / pitch).ceil() as usize + 2;
        let first = ((offset / pitch).floor() as usize).saturating_sub(1);
        let first = first.min(rows.saturating_sub(fitting));
        let end = (first + fitting + 1).min(rows);
        Self {
            first,
            end,
            above: first as f32 * pitch,
            below: (rows - end) as f32 * pitch,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_covers_what_is_in_sight_and_keeps_the_height() {
        for rows in [0, 1, 5, 60, 2000] {
            for offset in [0.0, 59.0, 600.0, 100_000.0] {
                let window = Window::new(rows, 60.0, offset, 400.0);
                let built = (window.end - window.first) as f32 * 60.0;
                assert_eq!(window.above + built + window.below, rows as f32 * 60.0);
                assert!(window.end - window.first <= 11);
                if offset + 400.0 <= rows as f32 * 60.0 {
                    assert!(window.above <= offset && window.above + built >= offset + 400.0);
                }
            }
        }
    }
}
