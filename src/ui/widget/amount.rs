//! Cards that carry an amount, and the notes and coins of the change.

use super::fit::fit;
use super::{Element, card, line};
use crate::ui::theme::{self, size, space};
use iced::Length;
use iced::widget::text::IntoFragment;
use iced::widget::{Row, column, container, row, space as gap};

/// A caption with the amount a screen is about.
pub fn due<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    column![
        line(caption, size::KEY, theme::REGULAR).style(theme::soft),
        fit(amount, size::DUE, theme::BOLD).line_height(1.1),
    ]
    .into()
}

/// A card with a caption and an amount beside it.
pub fn given<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    card(
        row![
            line(caption, size::KEY, theme::REGULAR).style(theme::soft),
            gap().width(Length::Fill),
            container(fit(amount, size::AMOUNT, theme::SEMIBOLD)).center_y(Length::Fill),
        ]
        .height(44),
    )
    .into()
}

/// One kind of note or coin of the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denomination {
    /// How many of it.
    pub count: u32,
    /// Its name: `10 €`, `20 ct`.
    pub name: String,
}

/// The green card: the change, readable at arm's length, and how to give it.
pub fn change<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
    denominations: Vec<Denomination>,
    low: bool,
) -> Element<'a, Message> {
    container(column![
        line(caption, size::KEY, theme::REGULAR).style(theme::soft),
        fit(
            amount,
            if low { size::DUE } else { size::CHANGE },
            theme::BOLD
        )
        .line_height(1.15),
        gap().height(if low { space::HALF } else { space::EDGE }),
        Row::with_children(denominations.into_iter().map(chip))
            .spacing(12)
            .wrap()
            .vertical_spacing(12),
    ])
    .width(Length::Fill)
    .height(Length::Fill)
    .padding(if low { space::EDGE } else { space::CARD })
    .clip(true)
    .style(theme::paid_card)
    .into()
}

fn chip<'a, Message: 'a>(denomination: Denomination) -> Element<'a, Message> {
    container(
        row![
            line(
                format!("{}×", denomination.count),
                size::TITLE,
                theme::REGULAR
            )
            .style(theme::soft),
            line(denomination.name, size::TITLE, theme::SEMIBOLD),
        ]
        .spacing(6),
    )
    .padding([11, 16])
    .style(theme::chip)
    .into()
}

/// The card of an amount that is still missing: plain, for green says "paid".
pub fn missing<'a, Message: 'a>(
    caption: impl IntoFragment<'a>,
    amount: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    card(column![
        line(caption, size::KEY, theme::REGULAR).style(theme::soft),
        fit(amount, size::DUE, theme::BOLD).style(theme::soft),
    ])
    .height(Length::Fill)
    .into()
}
