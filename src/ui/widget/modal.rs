//! A dialog over a darkened screen.

use super::inert::inert;
use super::{Element, words};
use crate::ui::theme::{self, size, space};
use iced::Length;
use iced::widget::text::IntoFragment;
use iced::widget::{Column, Row, center, column, container, mouse_area, opaque, scrollable, stack};

/// Lays `dialog` over `screen`; what lies behind cannot be pressed. `outside` is what a press beside
/// the dialog means, if it means anything.
pub fn modal<'a, Message: Clone + 'a>(
    screen: impl Into<Element<'a, Message>>,
    dialog: impl Into<Element<'a, Message>>,
    outside: Option<Message>,
) -> Element<'a, Message> {
    // Large type on a small screen: what does not fit can be scrolled to.
    let veil = center(scrollable(container(opaque(dialog)).center_x(Length::Fill)))
        .padding(space::CARD)
        .style(theme::veil);
    let veil: Element<'a, Message> = match outside {
        Some(message) => mouse_area(veil).on_press(message).into(),
        None => veil.into(),
    };
    stack![inert(screen), opaque(veil)].into()
}

/// A dialog with a title, what it is about, and its buttons from left to right.
pub fn dialog<'a, Message: 'a>(
    title: impl IntoFragment<'a>,
    content: impl Into<Element<'a, Message>>,
    buttons: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    container(
        Column::new()
            .push(words(title, 24.0, theme::SEMIBOLD))
            .push(content)
            .push((!buttons.is_empty()).then(|| Row::with_children(buttons).spacing(space::GAP)))
            .spacing(space::EDGE + space::HALF),
    )
    .width(Length::Fill)
    .max_width(620)
    .padding(space::WIDE)
    .style(theme::dialog)
    .into()
}

/// A sentence inside a dialog.
pub fn sentence<'a, Message: 'a>(text: impl IntoFragment<'a>) -> Element<'a, Message> {
    column![words(text, size::KEY, theme::REGULAR)].into()
}
