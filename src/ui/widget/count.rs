//! A row of the count: denomination, number, amount.

use super::{Element, hairline, line};
use crate::ui::theme::{self, size};
use iced::widget::text::IntoFragment;
use iced::widget::{Id, column, container, row, text_input};
use iced::{Alignment, Length};

/// What a row of the count shows.
pub struct CountRow<'a> {
    /// Names the number field, so that Enter can move on to the next one.
    pub id: Id,
    /// The denomination as it is written.
    pub name: &'a str,
    /// The number as typed so far.
    pub number: &'a str,
    /// Number times denomination, as it is written.
    pub amount: String,
}

impl<'a> CountRow<'a> {
    /// Builds the row with the line above it.
    pub fn view<Message: Clone + 'a>(
        self,
        on_input: impl Fn(String) -> Message + 'a,
        on_submit: Message,
    ) -> Element<'a, Message> {
        let number = text_input("0", self.number)
            .id(self.id)
            .on_input(on_input)
            .on_submit(on_submit)
            .align_x(Alignment::End)
            .size(size::KEY)
            .padding([5, 11])
            .width(74)
            .style(theme::number);
        column![
            hairline(),
            row![
                cell(self.name).width(Length::Fill),
                number,
                container(cell(self.amount)).align_right(148),
            ]
            .padding([0, 6])
            .height(45)
            .align_y(iced::Center),
        ]
        .into()
    }
}

fn cell<'a>(text: impl IntoFragment<'a>) -> iced::widget::Text<'a, theme::Theme> {
    line(text, size::KEY, theme::REGULAR)
}
