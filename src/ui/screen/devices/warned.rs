//! What a manager is told when logging in: what about the TSEs needs looking after.

use super::words;
use crate::ui::desk::Desk;
use crate::ui::protocol::tse::Warned;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, line, soft};
use iced::Length;
use iced::widget::{Column, column, container, row};

/// What can happen with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Look at the devices.
    Look,
    /// Later.
    Close,
}

/// Builds the dialog.
pub fn view<'a>(desk: &'a Desk, warned: &'a [Warned]) -> Element<'a, Message> {
    let t = desk.t;
    let several = warned
        .iter()
        .filter_map(|one| match one {
            Warned::Device { serial, .. } => Some(serial),
            _ => None,
        })
        .collect::<std::collections::BTreeSet<_>>()
        .len()
        > 1;
    let sentences = warned.iter().map(|one| {
        let (rank, sentence) = match one {
            Warned::Outage(since, reason) => (
                Rank::Stop,
                t.with(
                    "tse-warned-outage",
                    &[
                        ("since", words::moment(*since).into()),
                        ("reason", words::reason(reason).into()),
                    ],
                ),
            ),
            Warned::StandsIn => (Rank::Warning, t.text("tse-warned-stands-in").to_owned()),
            Warned::Archive(why) => (
                Rank::Warning,
                t.with("tse-warned-archive", &[("why", why.as_str().into())]),
            ),
            Warned::Device { serial, warning } => {
                let sentence = words::warning(t, warning);
                let short = serial.get(..8).unwrap_or(serial);
                let rank = match warning.months {
                    0 => Rank::Stop,
                    _ => Rank::Warning,
                };
                match several {
                    true => (rank, format!("TSE {short}: {sentence}")),
                    false => (rank, sentence),
                }
            }
        };
        notice::notice(rank, sentence, None)
    });
    container(
        column![
            line(t.text("tse-warned-title"), 24.0, theme::SEMIBOLD),
            Column::with_children(sentences).spacing(space::GAP),
            soft(t.text("tse-warned-daily")).size(size::SUB),
            row![
                button::large(t.text("tse-warned-later"), Some("Esc"), theme::secondary)
                    .width(Length::FillPortion(2))
                    .on_press(Message::Close),
                button::large(t.text("tse-warned-look"), None, theme::primary)
                    .width(Length::FillPortion(3))
                    .on_press(Message::Look),
            ]
            .spacing(space::GAP),
        ]
        .spacing(space::EDGE),
    )
    .width(Length::Fill)
    .max_width(680)
    .padding(desk.gap().max(space::EDGE))
    .style(theme::dialog)
    .into()
}
