//! The PIN pad, in the order of a telephone as on every card terminal.

use super::Element;
use super::keypad::{Key, keypad};
use crate::ui::icon::Icon;
use crate::ui::theme::{self, Theme, space};
use iced::widget::{Row, column, container, space as gap};
use iced::{Length, border};

/// Dots for the digits typed so far, and the keys. `accept` is dead until a PIN can be complete.
pub fn pin_pad<'a, Message: Clone + 'a>(
    typed: usize,
    digit: impl Fn(char) -> Message,
    backspace: Message,
    accept_caption: &'a str,
    accept: Option<Message>,
    height: f32,
) -> Element<'a, Message> {
    let mut rows: Vec<Vec<Key<'a, Message>>> = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
        .into_iter()
        .map(|faces| faces.into_iter().map(|face| key(face, &digit)).collect())
        .collect();
    rows.push(vec![
        Key::icon(Icon::Delete, backspace),
        key("0", &digit),
        Key::side(accept_caption, accept).style(theme::primary),
    ]);
    column![
        container(dots(typed)).center_x(Length::Fill).height(40),
        keypad(rows, height)
    ]
    .spacing(space::GAP)
    .into()
}

fn key<'a, Message: Clone + 'a>(
    face: &'a str,
    digit: impl Fn(char) -> Message,
) -> Key<'a, Message> {
    Key::digit(face, digit(face.chars().next().unwrap_or('0')))
}

fn dots<'a, Message: 'a>(typed: usize) -> Element<'a, Message> {
    // Always the same number of rings, so that the length of a PIN is not shown.
    Row::with_children((0..typed.max(4)).map(|at| {
        container(gap())
            .width(18)
            .height(18)
            .style(move |theme: &Theme| container::Style {
                background: (at < typed).then(|| theme.accent.into()),
                border: border::rounded(9.0).color(theme.soft).width(if at < typed {
                    0.0
                } else {
                    2.0
                }),
                ..container::Style::default()
            })
            .into()
    }))
    .spacing(space::EDGE)
    .into()
}
