//! The parts every screen is put together from.

pub mod amount;
pub mod basket;
pub mod button;
pub mod count;
pub mod field;
pub mod fit;
pub mod header;
pub mod inert;
pub mod keypad;
pub mod list;
pub mod modal;
pub mod notice;
pub mod pin_pad;
pub mod press;
pub mod search;
pub mod steps;
pub mod tabs;
pub mod tile;
pub mod totals;

use crate::ui::theme::{self, Theme, size};
use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{Rule, Text, container, rule, text};
use iced::{Font, Length};

/// An element in the look of the register.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme>;

/// Text of this size and weight that may wrap.
pub fn words<'a>(content: impl IntoFragment<'a>, size: f32, font: Font) -> Text<'a, Theme> {
    text(content).size(size).font(font)
}

/// Text that stays on one line: amounts, captions of keys.
pub fn line<'a>(content: impl IntoFragment<'a>, size: f32, font: Font) -> Text<'a, Theme> {
    words(content, size, font).wrapping(Wrapping::None)
}

/// Running text.
pub fn body<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    words(content, size::BODY, theme::REGULAR)
}

/// Running text of second rank.
pub fn soft<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    body(content).style(theme::soft)
}

/// The title of a panel.
pub fn title<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    line(content, size::TITLE, theme::BOLD)
}

/// The line between rows.
pub fn hairline<'a>() -> Rule<'a, Theme> {
    rule::horizontal(1)
}

/// The name of the key that does the same, in a small box.
pub fn badge<'a, Message: 'a>(key: &'a str) -> Element<'a, Message> {
    container(line(key, size::HINT, theme::MEDIUM))
        .padding([2, 8])
        .style(theme::badge)
        .into()
}

/// The name of the key that does the same, in the colours of the button it is on.
pub fn button_badge<'a, Message: 'a>(key: &'a str) -> Element<'a, Message> {
    button::KeyBadge::new(key).into()
}

/// A card around `content` that fills its place.
pub fn card<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> container::Container<'a, Message, Theme> {
    container(content)
        .width(Length::Fill)
        .padding(theme::space::CARD)
        .style(theme::card)
}
