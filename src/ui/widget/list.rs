//! Rows of lists one can choose from.

use super::press::Press;
use super::tile::Window;
use super::{Element, hairline, line};
use crate::ui::theme::{self, measure, size, space};
use iced::widget::text::IntoFragment;
use iced::widget::{Column, Id, column, container, responsive, row, scrollable};
use iced::{Alignment, Length, Padding, Size};

/// A list of `count` rows of the height of [`custom`] that scrolls. Only the rows in sight are built, so that ten
/// thousand cost no more than one screen of them.
pub fn windowed<'a, Message: Clone + 'a>(
    id: Id,
    count: usize,
    offset: f32,
    on_scroll: impl Fn(f32) -> Message + Clone + 'a,
    row: impl Fn(usize) -> Element<'a, Message> + 'a,
) -> Element<'a, Message> {
    responsive(move |Size { height, .. }| {
        let window = Window::new(count, measure::ROW + 1.0, offset, height);
        let rows = (window.first..window.end).map(&row);
        let on_scroll = on_scroll.clone();
        scrollable(Column::with_children(rows).padding(Padding {
            top: window.above,
            bottom: window.below,
            ..Padding::ZERO
        }))
        .id(id.clone())
        .width(Length::Fill)
        .height(Length::Fill)
        .spacing(0)
        .on_scroll(move |viewport| on_scroll(viewport.absolute_offset().y))
        .into()
    })
    .into()
}

/// A row with a main text, a second line and something at its right end.
pub fn entry<'a, Message: Clone + 'a>(
    main: impl IntoFragment<'a>,
    sub: impl IntoFragment<'a>,
    end: impl Into<Element<'a, Message>>,
    selected: bool,
    message: Option<Message>,
) -> Element<'a, Message> {
    let texts = column![
        line(main, size::KEY, theme::MEDIUM),
        line(sub, size::SUB, theme::REGULAR).style(theme::soft),
    ];
    custom(
        row![container(texts).width(Length::Fill).clip(true), end.into()]
            .spacing(space::EDGE)
            .align_y(iced::Center),
        selected,
        message,
    )
}

/// A row with any content.
pub fn custom<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    selected: bool,
    message: Option<Message>,
) -> Element<'a, Message> {
    column![
        Press::new(content)
            .style(if selected {
                theme::selected_row
            } else {
                theme::row
            })
            .align(Alignment::Start, Alignment::Center)
            .scrolls()
            .padding([0.0, space::EDGE])
            .width(Length::Fill)
            .height(measure::ROW)
            .on_press_maybe(message),
        hairline(),
    ]
    .into()
}
