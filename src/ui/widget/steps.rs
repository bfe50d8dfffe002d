//! The course of a card payment: four bars, and what the terminal shows.

use super::fit::fit;
use super::{Element, words};
use crate::ui::theme::{self, Theme, size, space};
use iced::widget::{Row, column, container, space as gap};
use iced::{Length, border};

/// Bars with a caption below each; those before `current` are done.
pub fn steps<'a, Message: 'a>(names: &[&'a str], current: usize) -> Element<'a, Message> {
    Row::with_children(names.iter().enumerate().map(|(at, name)| {
        let bar = container(gap())
            .width(Length::Fill)
            .height(6)
            .style(move |theme: &Theme| {
                let color = match at.cmp(&current) {
                    std::cmp::Ordering::Less => theme.paid,
                    std::cmp::Ordering::Equal => theme.accent,
                    std::cmp::Ordering::Greater => theme.line,
                };
                container::Style {
                    background: Some(color.into()),
                    border: border::rounded(1.0),
                    ..container::Style::default()
                }
            });
        let name = match at.cmp(&current) {
            std::cmp::Ordering::Less => fit(*name, size::BODY, theme::REGULAR),
            std::cmp::Ordering::Equal => {
                fit(*name, size::BODY, theme::SEMIBOLD).style(theme::accent)
            }
            std::cmp::Ordering::Greater => {
                fit(*name, size::BODY, theme::REGULAR).style(theme::soft)
            }
        };
        column![bar, name]
            .spacing(space::GAP + 4.0)
            .width(Length::Fill)
            .into()
    }))
    .spacing(space::GAP)
    .into()
}

/// The dark panel that repeats the display of the terminal, line by line as it came.
pub fn display<'a, Message: 'a>(text: impl Into<String>, height: f32) -> Element<'a, Message> {
    let text = text.into();
    let lines = text.lines().count();
    let longest = text.lines().map(|line| line.chars().count()).max();
    let size = match (lines, longest.unwrap_or_default()) {
        (0..=2, 0..=42) => 28.0,
        (0..=5, 0..=52) => size::BUTTON,
        _ => size::BODY,
    };
    let height = height.max(lines as f32 * size * 1.32 + 2.0 * space::EDGE);
    container(
        words(text, size, theme::MEDIUM)
            .align_x(iced::Center)
            .line_height(1.32),
    )
    .center_x(Length::Fill)
    .center_y(height)
    .padding([0, 16])
    .style(theme::display)
    .into()
}
