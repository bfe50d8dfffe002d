//! The lines of a sale.

use super::fit::fit;
use super::press::Press;
use super::tile::Window;
use super::{Element, hairline, line};
use crate::ui::theme::{self, measure, size};
use iced::widget::{Column, Id, column, container, responsive, row, scrollable};
use iced::{Alignment, Font, Length, Padding, font};

/// What a line of the basket shows.
pub struct Line<'a> {
    /// The quantity as it is written.
    pub quantity: std::borrow::Cow<'a, str>,
    /// The name, on one line.
    pub name: std::borrow::Cow<'a, str>,
    /// Unit price, tax, whose money it is.
    pub sub: std::borrow::Cow<'a, str>,
    /// The amount as it is written, without the euro sign.
    pub amount: std::borrow::Cow<'a, str>,
    /// The line the keypad acts on.
    pub selected: bool,
    /// The line has been taken back and stays visible.
    pub void: bool,
}

impl<'a> Line<'a> {
    /// Builds the row, 60 px high with the line below it.
    pub fn view<Message: Clone + 'a>(self, message: Option<Message>) -> Element<'a, Message> {
        let texts = column![
            fit(self.name, size::BODY, theme::REGULAR),
            fit(self.sub, size::SUB, theme::REGULAR).style(theme::soft),
        ];
        let amount = line(self.amount, size::KEY, theme::MEDIUM);
        let amount = if self.void {
            amount.style(theme::soft).font(Font {
                style: font::Style::Italic,
                ..theme::REGULAR
            })
        } else {
            amount
        };
        let content = row![
            container(fit(self.quantity, size::KEY, theme::SEMIBOLD)).width(52),
            container(texts).width(Length::Fill).clip(true),
            amount,
        ]
        .spacing(8)
        .align_y(iced::Center);
        let press = Press::new(content)
            .style(if self.selected {
                theme::selected_row
            } else {
                theme::row
            })
            .align(Alignment::Start, Alignment::Center)
            .scrolls()
            .padding(Padding::from([0, 20]))
            .width(Length::Fill)
            .height(measure::ROW - 1.0)
            .on_press_maybe(message);
        column![press, hairline()].into()
    }
}

/// The list of `count` lines; only those in sight are built.
pub fn lines<'a, Message: Clone + 'a>(
    id: Id,
    count: usize,
    offset: f32,
    on_scroll: impl Fn(f32) -> Message + Clone + 'a,
    at: impl Fn(usize) -> Element<'a, Message> + 'a,
) -> Element<'a, Message> {
    responsive(move |area| {
        let window = Window::new(count, measure::ROW, offset, area.height);
        let rows = Column::with_children((window.first..window.end).map(&at)).padding(Padding {
            top: window.above,
            bottom: window.below,
            ..Padding::ZERO
        });
        let on_scroll = on_scroll.clone();
        scrollable(rows)
            .id(id.clone())
            .width(Length::Fill)
            .height(Length::Fill)
            .on_scroll(move |viewport| on_scroll(viewport.absolute_offset().y))
            .into()
    })
    .into()
}
