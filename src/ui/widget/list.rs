//! Rows of lists one can choose from.

use super::press::Press;
use super::{Element, hairline, line};
use crate::ui::theme::{self, measure, size, space};
use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

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
