//! The search field; a scanner types into it as well.

use super::press::Press;
use super::{Element, badge};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, measure, size, space};
use iced::widget::{Id, container, stack, text_input};
use iced::{Length, Padding};

/// A field with a placeholder and the key that puts the cursor into it.
pub fn search<'a, Message: Clone + 'a>(
    id: Id,
    placeholder: &'a str,
    value: &str,
    hotkey: &'a str,
    on_input: impl Fn(String) -> Message + 'a,
    on_submit: Message,
    on_clear: Message,
) -> Element<'a, Message> {
    let end: Element<'a, Message> = if value.is_empty() {
        badge(hotkey)
    } else {
        Press::new(icon(Icon::X, 20.0))
            .style(theme::bare_press)
            .width(44)
            .height(44)
            .on_press(on_clear)
            .into()
    };
    let field = text_input(placeholder, value)
        .id(id)
        .on_input(on_input)
        .on_submit(on_submit)
        .size(size::KEY)
        .line_height(iced::Pixels(24.0))
        .padding(Padding {
            right: 72.0,
            left: space::EDGE,
            top: 16.0,
            bottom: 16.0,
        })
        .style(theme::field);
    let end = container(end)
        .align_right(Length::Fill)
        .center_y(measure::MIDDLE)
        .padding(Padding {
            right: if value.is_empty() { space::EDGE } else { 6.0 },
            ..Padding::ZERO
        });
    stack![field, end].into()
}
