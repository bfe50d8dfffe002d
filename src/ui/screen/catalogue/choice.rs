//! One of several, in a dialog: reached by touch and by keyboard alike, unlike a list that drops down.

use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, line, modal};
use iced::widget::{Column, column, container, row, scrollable};
use iced::{Alignment, Length};

/// A key that opens the dialog: what is chosen, below what it is about.
pub fn key<'a, Message: Clone + 'a>(
    caption: &'a str,
    chosen: impl iced::widget::text::IntoFragment<'a>,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    Press::new(
        row![
            column![
                line(caption, size::HINT, theme::REGULAR).style(theme::soft),
                fit::fit(chosen, size::BODY, theme::MEDIUM),
            ]
            .width(Length::Fill),
            icon(Icon::ChevronDown, 20.0),
        ]
        .spacing(space::GAP)
        .align_y(iced::Center),
    )
    .style(theme::held)
    .align(Alignment::Start, Alignment::Center)
    .padding([0.0, 12.0])
    .width(Length::Fill)
    .height(measure::MIDDLE)
    .on_press_maybe(on_press)
    .into()
}

/// The dialog: every choice, and whether it is the one that holds.
pub fn dialog<'a, Message: Clone + 'a>(
    title: &'a str,
    back: &'a str,
    choices: Vec<(String, bool, Message)>,
    close: Message,
) -> Element<'a, Message> {
    let rows = choices.into_iter().map(|(caption, chosen, message)| {
        Press::new(
            row![fit::fit(caption, size::KEY, theme::MEDIUM)]
                .push(chosen.then(|| icon(Icon::Check, 20.0)))
                .spacing(space::GAP)
                .align_y(iced::Center),
        )
        .style(if chosen { theme::chosen } else { theme::key })
        .align(Alignment::Start, Alignment::Center)
        .scrolls()
        .padding([0.0, space::EDGE])
        .width(Length::Fill)
        .height(measure::MIDDLE)
        .on_press(message)
        .into()
    });
    modal::dialog(
        title,
        container(scrollable(Column::with_children(rows).spacing(space::GAP)).spacing(space::GAP))
            .max_height(420),
        vec![
            button::large(back, Some("Esc"), theme::secondary)
                .on_press(close)
                .into(),
        ],
    )
}
