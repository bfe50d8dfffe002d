//! The keys of the keyboard, on one page.

use super::super::desk::Desk;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, badge, button, fit, modal, soft};
use iced::widget::{Column, column, container, row};

const KEYS: [(&str, &str); 13] = [
    ("F1", "help-title"),
    ("F2", "help-search"),
    ("F4", "help-times"),
    ("F5", "help-price"),
    ("F6", "help-discount"),
    ("F7", "help-park"),
    ("F8", "help-cash"),
    ("F9", "help-card"),
    ("F10", "menu-title"),
    ("F12", "help-next"),
    ("Entf", "help-strike"),
    ("Esc", "help-back"),
    ("Tab", "help-tab"),
];

/// Builds the page; `close` is what leaving it means.
pub fn view<'a, Message: Clone + 'a>(desk: &'a Desk, close: Message) -> Element<'a, Message> {
    let t = desk.t;
    let half = KEYS.len().div_ceil(2);
    let list = |keys: &[(&'static str, &'static str)]| {
        let rows = keys.iter().map(|(key, text)| {
            row![
                container(badge(key)).width(64),
                container(fit::fit(t.text(text), size::BODY, theme::REGULAR))
                    .width(iced::Length::Fill)
            ]
            .align_y(iced::Center)
            .height(34)
            .into()
        });
        Column::with_children(rows).width(iced::Length::Fill)
    };
    modal::dialog(
        t.text("help-title"),
        column![
            row![list(&KEYS[..half]), list(&KEYS[half..])].spacing(space::EDGE),
            soft(t.text("help-scanner")),
        ]
        .spacing(space::EDGE),
        vec![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .on_press(close)
                .into(),
        ],
    )
}
