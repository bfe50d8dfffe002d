//! A row of the count: denomination, number, amount.

use super::press::Press;
use super::{Element, hairline, line};
use crate::ui::theme::{self, measure, size};
use iced::widget::text::IntoFragment;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// What a row of the count shows.
pub struct CountRow<'a> {
    /// The denomination as it is written.
    pub name: &'a str,
    /// The number as typed so far.
    pub number: &'a str,
    /// Number times denomination, as it is written.
    pub amount: String,
    /// The row the keys fill.
    pub selected: bool,
}

impl<'a> CountRow<'a> {
    /// Builds the row with the line below it.
    pub fn view<Message: Clone + 'a>(self, message: Message) -> Element<'a, Message> {
        let number = if self.number.is_empty() {
            cell("0").style(theme::soft)
        } else {
            cell(self.number)
        };
        let number = container(number)
            .align_right(74)
            .padding([6, 11])
            .style(theme::count_field);
        column![
            Press::new(
                row![
                    cell(self.name).width(Length::Fill),
                    number,
                    container(cell(self.amount)).align_right(118),
                ]
                .align_y(iced::Center),
            )
            .style(if self.selected {
                theme::selected_row
            } else {
                theme::row
            })
            .align(Alignment::Start, Alignment::Center)
            .scrolls()
            .skip_focus()
            .padding([0, 8])
            .width(Length::Fill)
            .height(measure::SMALL)
            .on_press(message),
            hairline(),
        ]
        .into()
    }
}

fn cell<'a>(text: impl IntoFragment<'a>) -> iced::widget::Text<'a, theme::Theme> {
    line(text, size::KEY, theme::REGULAR)
}
