//! Charts out of plain boxes: upright bars with a second, darker part.

use iced::widget::{Row, column, container};
use iced::{Length, border};

use super::Message;
use crate::ui::theme::{self, Theme, size};
use crate::ui::widget::{Element, line};

/// One bar.
pub struct Bar {
    /// Below it; empty: nothing.
    pub caption: String,
    /// How high, in any unit the whole chart shares.
    pub height: u64,
    /// How much of it is the part that is marked.
    pub part: u64,
}

/// Height of the tallest bar.
const HEIGHT: f32 = 150.0;

/// Bars beside each other.
pub fn upright<'a>(bars: Vec<Bar>) -> Element<'a, Message> {
    let most = bars
        .iter()
        .map(|bar| bar.height.max(bar.part))
        .max()
        .unwrap_or(0)
        .max(1);
    let high = |value: u64| HEIGHT * (value as f32 / most as f32);
    let gap = if bars.len() > 60 { 1.0 } else { 4.0 };
    Row::with_children(bars.into_iter().map(|bar| {
        let whole = high(bar.height.max(bar.part));
        let part = high(bar.part);
        // What is there at all is seen.
        let part = if bar.part > 0 { part.max(3.0) } else { 0.0 };
        column![
            iced::widget::space().height((HEIGHT - whole.max(part)).max(0.0)),
            block(whole.max(part) - part, false),
            block(part, true),
            container(line(bar.caption, size::HINT, theme::REGULAR).style(theme::soft))
                .center_x(Length::Fill)
                .height(22),
        ]
        .width(Length::Fill)
        .into()
    }))
    .spacing(gap)
    .into()
}

/// A bar from the left, so many thousandths of its place long.
pub fn level<'a>(length: u64, part: u64) -> Element<'a, Message> {
    let portion = |value: u64| u16::try_from(value.min(1000)).unwrap_or(1000);
    let (part, rest) = (portion(part), portion(length.saturating_sub(part)));
    let none = 1000_u16.saturating_sub(part + rest);
    let mut bar = Row::new().height(14);
    for (width, marked) in [(part, true), (rest, false)] {
        if width > 0 {
            bar = bar.push(
                container(iced::widget::space().height(Length::Fill))
                    .width(Length::FillPortion(width))
                    .style(ground(marked)),
            );
        }
    }
    if none > 0 {
        bar = bar.push(iced::widget::space().width(Length::FillPortion(none)));
    }
    bar.into()
}

fn block<'a>(height: f32, marked: bool) -> Element<'a, Message> {
    container(
        iced::widget::space()
            .width(Length::Fill)
            .height(height.max(0.0)),
    )
    .style(ground(marked))
    .into()
}

fn ground(marked: bool) -> impl Fn(&Theme) -> container::Style {
    move |theme: &Theme| container::Style {
        background: Some(if marked { theme.text } else { theme.accent }.into()),
        border: border::rounded(2.0),
        ..container::Style::default()
    }
}
