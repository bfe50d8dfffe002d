//! Short messages: inside a screen, or passing by over it.

use super::press::Press;
use super::{Element, words};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Theme, measure, size, space};
use iced::widget::text::IntoFragment;
use iced::widget::{container, row, stack};
use iced::{Alignment, Length, Padding};

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// Good to know.
    Info,
    /// It has worked.
    Done,
    /// Look at it.
    Warning,
    /// Nothing goes on without doing something about it.
    Stop,
}

impl Rank {
    fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Done => Icon::CircleCheck,
            Self::Warning => Icon::TriangleAlert,
            Self::Stop => Icon::OctagonX,
        }
    }

    fn style(self) -> fn(&Theme) -> container::Style {
        match self {
            // Green is kept for "paid".
            Self::Info | Self::Done => theme::note_card,
            Self::Warning => theme::warning_card,
            Self::Stop => theme::stop_card,
        }
    }
}

/// A message with an icon, so that its rank does not hang on the colour; `close` takes it away.
pub fn notice<'a, Message: Clone + 'a>(
    rank: Rank,
    text: impl IntoFragment<'a>,
    close: Option<Message>,
) -> Element<'a, Message> {
    container(
        row![
            icon(rank.icon(), 22.0),
            words(text, size::BODY, theme::MEDIUM).width(Length::Fill),
        ]
        .push(close.map(|message| {
            Press::new(icon(Icon::X, 20.0))
                .style(theme::bare_press)
                .width(44)
                .height(44)
                .on_press(message)
        }))
        .spacing(12)
        .align_y(iced::Center),
    )
    .width(Length::Fill)
    .padding([8.0, space::EDGE])
    .style(rank.style())
    .into()
}

/// Shows a message over a screen, below its header: buttons are at the lower edge.
pub fn toast<'a, Message: 'a>(
    screen: impl Into<Element<'a, Message>>,
    message: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let place = message.map(|message| {
        container(container(message).max_width(720))
            .width(Length::Fill)
            .height(Length::Fill)
            .padding(Padding {
                top: measure::HEADER + space::GAP,
                right: space::CARD,
                bottom: space::CARD,
                left: space::CARD,
            })
            .align_x(Alignment::Center)
            .align_y(Alignment::Start)
            .into()
    });
    stack([Some(screen.into()), place].into_iter().flatten()).into()
}
