//! Tabs of groups and the pills of numbered steps.

use super::press::Press;
use super::{Element, line};
use crate::ui::theme::{self, Theme, measure, size, space};
use iced::border;
use iced::widget::text::IntoFragment;
use iced::widget::{Row, container};

/// A row of tabs, one of them open; it wraps where it is too long.
pub fn tabs<'a, Message: Clone + 'a>(
    names: impl IntoIterator<Item = (&'a str, Message)>,
    open: usize,
) -> Element<'a, Message> {
    row(names, open)
}

fn row<'a, Message: Clone + 'a>(
    names: impl IntoIterator<Item = (impl IntoFragment<'a>, Message)>,
    open: usize,
) -> Element<'a, Message> {
    Row::with_children(names.into_iter().enumerate().map(|(at, (name, message))| {
        Press::new(line(name, size::BODY, theme::MEDIUM))
            .style(if at == open {
                theme::open_tab
            } else {
                theme::tab
            })
            .padding([0.0, space::EDGE])
            .height(measure::SMALL)
            .on_press(message)
            .into()
    }))
    .spacing(space::GAP)
    .wrap()
    .vertical_spacing(space::GAP)
    .into()
}

/// A row of tabs whose names were put together, one of them open.
pub fn owned<'a, Message: Clone + 'a>(
    names: impl IntoIterator<Item = (String, Message)>,
    open: usize,
) -> Element<'a, Message> {
    row(names, open)
}

/// How many of these names have room beside each other in this width, one more tab included.
pub fn fitting<'a>(names: impl IntoIterator<Item = &'a str>, width: f32) -> usize {
    // An estimate on the safe side: a medium letter of 16 px is 8.6 px wide on average.
    let tab = |name: &str| name.chars().count() as f32 * 9.0 + 2.0 * space::EDGE + space::GAP;
    let mut left = width - tab("Mehr …");
    names
        .into_iter()
        .take_while(|name| {
            left -= tab(name);
            left >= 0.0
        })
        .count()
}

/// Numbered steps of which one is under way.
pub fn pills<'a, Message: 'a>(names: &[&'a str], current: usize) -> Element<'a, Message> {
    Row::with_children(names.iter().enumerate().map(|(at, name)| {
        let is_current = at == current;
        container(line(
            format!("{} {name}", at + 1),
            size::BODY,
            theme::MEDIUM,
        ))
        .center_y(36)
        .padding([0, 14])
        .style(move |theme: &Theme| container::Style {
            text_color: Some(if is_current {
                theme.on_accent
            } else {
                theme.text
            }),
            background: Some(
                if is_current {
                    theme.accent
                } else {
                    theme.quiet
                }
                .into(),
            ),
            border: border::rounded(18.0),
            ..container::Style::default()
        })
        .into()
    }))
    .spacing(space::GAP)
    .wrap()
    .vertical_spacing(space::HALF)
    .into()
}
