//! The paper at the end.

use iced::Length;
use iced::widget::{column, row};

use super::words::days;
use super::{Message, State};
use crate::i18n::money;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::audit::Look;
use crate::ui::screen::devices::words::moment;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, words};

impl State {
    pub(super) fn paper<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let visit = &look.visit;
        let exported = visit.exported.last().map(|exported| {
            t.with(
                "audit-done-export",
                &[
                    ("first", exported.closings.0.into()),
                    ("last", exported.closings.1.into()),
                    ("days", days(exported.period).into()),
                ],
            )
        });
        let proven = visit.proof.as_ref().map(|proof| match proof.holds() {
            true => t.with("audit-holds", &[("at", moment(proof.at).into())]),
            false => t.with(
                "audit-fails",
                &[
                    ("at", moment(proof.at).into()),
                    ("n", proof.faults().into()),
                ],
            ),
        });
        let counted = visit.count.as_ref().map(|count| {
            t.with(
                "audit-done-count",
                &[
                    ("counted", money(count.pieces.total()).into()),
                    ("difference", money(count.difference()).into()),
                ],
            )
        });
        let line = |name: &'static str, said: Option<String>| {
            let symbol = match said {
                Some(_) => icon(Icon::CircleCheck, 24.0).style(theme::accent),
                None => icon(Icon::Circle, 24.0).style(theme::soft),
            };
            let said = said.unwrap_or_else(|| t.text("audit-not-done").to_owned());
            row![
                symbol,
                column![
                    words(t.text(name), size::KEY, theme::MEDIUM),
                    words(said, size::BODY, theme::REGULAR).style(theme::soft),
                ]
                .width(Length::Fill),
            ]
            .spacing(space::EDGE)
            .align_y(iced::Center)
            .into()
        };
        let content = vec![
            line("audit-step-export", exported),
            line("audit-step-proof", proven),
            line("audit-step-count", counted),
            crate::ui::widget::hairline().into(),
            words(t.text("audit-paper-how"), size::BODY, theme::REGULAR).into(),
        ];
        parts::panel(
            t.text("audit-paper-title"),
            t.with("audit-paper-text", &[("at", moment(visit.begun).into())]),
            content,
            None,
        )
    }
}
