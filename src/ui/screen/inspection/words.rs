//! What several steps show: days, long numbers, how far something is.

use iced::widget::{Row, column, container};
use iced::{Length, border};

use super::Message;
use crate::dsfinvk::Period;
use crate::i18n::date;
use crate::till::audit::{Progress, Step as Doing};
use crate::ui::desk::Desk;
use crate::ui::screen::devices::words::{bytes, groups};
use crate::ui::theme::{self, Theme, size, space};
use crate::ui::widget::{Element, line, steps, words};

/// `01.11.2026 bis 30.11.2026`
pub(super) fn days(period: Period) -> String {
    match period.from == period.to {
        true => date(period.from),
        false => format!("{} – {}", date(period.from), date(period.to)),
    }
}

/// A checksum in groups that can be compared by eye.
pub(super) fn sum<'a>(hex: &str) -> Element<'a, Message> {
    words(groups(hex), size::HINT, theme::MONO)
        .style(theme::soft)
        .into()
}

/// The steps of something under way, how far the present one is, and in a bar as well.
pub(super) fn progress<'a>(
    desk: &'a Desk,
    now: Progress,
    doing: &[Doing],
    names: &[&'static str],
) -> Element<'a, Message> {
    let t = desk.t;
    let at = doing.iter().position(|step| *step == now.step).unwrap_or(0);
    let names: Vec<&str> = names.iter().map(|key| t.text(key)).collect();
    let permille = u128::from(now.done.min(now.whole)) * 1000 / u128::from(now.whole.max(1));
    let permille = u16::try_from(permille).unwrap_or(1000);
    let said = match (now.whole, now.done) {
        (0, 0) => t.text("audit-wait").to_owned(),
        (0, done) => bytes(done),
        _ => format!("{}\u{a0}%", permille / 10),
    };
    let part = |portion: u16, filled: bool| {
        container(iced::widget::space())
            .width(Length::FillPortion(portion))
            .height(12)
            .style(move |theme: &Theme| container::Style {
                background: Some(if filled { theme.accent } else { theme.quiet }.into()),
                border: border::rounded(6.0),
                ..container::Style::default()
            })
    };
    let filled = permille.clamp(8, 1000);
    let bar = Row::new()
        .push(part(filled, true))
        .push((filled < 1000).then(|| part(1000 - filled, false)));
    column![
        steps::steps(&names, at),
        line(said, size::BUTTON, theme::SEMIBOLD),
        bar,
    ]
    .spacing(space::EDGE)
    .into()
}
