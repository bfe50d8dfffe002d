//! A field to fill in, with its caption above it and what is wrong with it below.

use super::{Element, line};
use crate::ui::theme::{self, size, space};
use iced::widget::{Id, column, text_input};

/// A caption, a field and, if there is one, the reason why its content does not do.
pub struct Field<'a> {
    /// Names the field.
    pub id: Id,
    /// What belongs into it.
    pub caption: &'a str,
    /// An example or nothing.
    pub placeholder: &'a str,
    /// What is in it.
    pub value: &'a str,
    /// Why that does not do.
    pub problem: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// Builds the field.
    pub fn view<Message: Clone + 'a>(
        self,
        on_input: impl Fn(String) -> Message + 'a,
        on_submit: Option<Message>,
    ) -> Element<'a, Message> {
        column![
            line(self.caption, size::BODY, theme::MEDIUM),
            text_input(self.placeholder, self.value)
                .id(self.id)
                .on_input(on_input)
                .on_submit_maybe(on_submit)
                .size(size::KEY)
                .padding([12.0, space::EDGE])
                .style(theme::field),
        ]
        .push(
            self.problem
                .map(|problem| line(problem, size::SUB, theme::MEDIUM).style(theme::stop)),
        )
        .spacing(6)
        .into()
    }
}
