//! The end of a sale: what tax is in it, and the sum.

use super::fit::fit;
use super::{Element, line};
use crate::ui::theme::{self, size};
use iced::Length;
use iced::widget::text::IntoFragment;
use iced::widget::{Column, column, container, row, space as gap};

/// A caption on the left, an amount on the right, both of second rank.
pub fn detail<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        container(fit(caption, 15.0, theme::REGULAR).style(theme::soft)).width(Length::Fill),
        line(amount, 15.0, theme::REGULAR).style(theme::soft),
    ]
    .into()
}

/// The details and, large, the sum.
pub fn totals<'a, Message: 'a>(
    details: Vec<Element<'a, Message>>,
    caption: impl IntoFragment<'a>,
    sum: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    column![
        Column::with_children(details).spacing(3),
        row![
            line(caption, size::BUTTON, theme::SEMIBOLD),
            gap().width(Length::Fill),
            fit(sum, size::SUM, theme::BOLD),
        ]
        .align_y(iced::Center),
    ]
    .spacing(4)
    .into()
}

/// A line of a statement: caption, amount.
pub fn statement<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        container(fit(caption, size::TITLE, theme::REGULAR)).width(Length::Fill),
        line(amount, size::TITLE, theme::REGULAR),
    ]
    .height(43)
    .align_y(iced::Center)
    .into()
}

/// A line of a statement that carries a sum.
pub fn sum_statement<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        container(fit(caption, size::TITLE, theme::REGULAR)).width(Length::Fill),
        line(amount, 24.0, theme::BOLD),
    ]
    .height(48)
    .align_y(iced::Center)
    .into()
}
