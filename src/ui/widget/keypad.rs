//! The keypad: digits as on a calculator, `0` and `00`, and side keys.

use super::Element;
use super::fit::fit;
use super::press::{Press, StyleFn};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, size, space};
use iced::Length;
use iced::widget::{Column, Row};

/// One key.
pub struct Key<'a, Message> {
    face: Element<'a, Message>,
    style: StyleFn,
    message: Option<Message>,
    eager: bool,
}

impl<'a, Message: Clone + 'a> Key<'a, Message> {
    /// A digit, or `00`.
    pub fn digit(face: &'a str, message: Message) -> Self {
        Self {
            face: fit(face, size::DIGIT, theme::MEDIUM).into(),
            style: theme::key,
            message: Some(message),
            eager: true,
        }
    }

    /// A key with a word on it; it fires on release, for what it does is more than a digit.
    pub fn side(face: &'a str, message: Option<Message>) -> Self {
        Self {
            face: fit(face, size::KEY, theme::MEDIUM).into(),
            style: theme::quiet,
            message,
            eager: false,
        }
    }

    /// A key with an icon on it.
    pub fn icon(face: Icon, message: Message) -> Self {
        Self {
            face: icon(face, 24.0).into(),
            style: theme::quiet,
            message: Some(message),
            eager: true,
        }
    }

    /// Gives the key another rank.
    pub fn style(mut self, style: StyleFn) -> Self {
        self.style = style;
        self
    }

    fn view(self, height: f32) -> Element<'a, Message> {
        Press::new(self.face)
            .style(self.style)
            .width(Length::Fill)
            .height(height)
            .padding([0.0, space::HALF])
            .on_press_maybe(self.message)
            .apply_eager(self.eager)
            .into()
    }
}

impl<'a, Message: Clone + 'a> Press<'a, Message> {
    fn apply_eager(self, eager: bool) -> Self {
        // The keyboard has its own digits; forty stops of the Tab key would only be in the way.
        if eager {
            self.eager().skip_focus()
        } else {
            self
        }
    }
}

/// Rows of keys of equal width and this height.
pub fn keypad<'a, Message: Clone + 'a>(
    rows: Vec<Vec<Key<'a, Message>>>,
    height: f32,
) -> Element<'a, Message> {
    Column::with_children(rows.into_iter().map(|keys| {
        Row::with_children(keys.into_iter().map(move |key| key.view(height)))
            .spacing(space::GAP)
            .into()
    }))
    .spacing(space::GAP)
    .into()
}

/// The digits of a keypad as messages: 7-8-9 on top, `0 00` and backspace below.
pub fn digits<'a, Message: Clone + 'a>(
    press: impl Fn(&'static str) -> Message,
    backspace: Message,
) -> Vec<Vec<Key<'a, Message>>> {
    vec![
        vec![
            Key::digit("7", press("7")),
            Key::digit("8", press("8")),
            Key::digit("9", press("9")),
        ],
        vec![
            Key::digit("4", press("4")),
            Key::digit("5", press("5")),
            Key::digit("6", press("6")),
        ],
        vec![
            Key::digit("1", press("1")),
            Key::digit("2", press("2")),
            Key::digit("3", press("3")),
        ],
        vec![
            Key::digit("0", press("0")),
            Key::digit("00", press("00")),
            Key::icon(Icon::Delete, backspace),
        ],
    ]
}
