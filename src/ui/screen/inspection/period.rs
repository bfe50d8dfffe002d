//! Which days.

use chrono::{Datelike, Days, NaiveDate};
use iced::Length;
use iced::widget::row;

use super::words::days as in_words;
use super::{Message, Preset, State};
use crate::dsfinvk::Period;
use crate::till::audit::ClosingMark;
use crate::till::local_day;
use crate::ui::desk::Desk;
use crate::ui::protocol::audit::Look;
use crate::ui::screen::devices::words::moment;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, hairline, line, words};

const PRESETS: [(Preset, &str); 6] = [
    (Preset::Today, "audit-today"),
    (Preset::Month, "audit-month"),
    (Preset::LastMonth, "audit-last-month"),
    (Preset::Year, "audit-year"),
    (Preset::All, "audit-all"),
    (Preset::Span, "audit-span"),
];

/// The days of a preset, or those that were typed.
pub(super) fn days(preset: Preset, look: &Look, from: &str, to: &str) -> Option<Period> {
    let today = local_day(look.now);
    let month = today.with_day(1)?;
    let (from, to) = match preset {
        Preset::Today => (today, today),
        Preset::Month => (month, today),
        Preset::LastMonth => {
            let last = month.checked_sub_days(Days::new(1))?;
            (last.with_day(1)?, last)
        }
        Preset::Year => (NaiveDate::from_ymd_opt(today.year(), 1, 1)?, today),
        Preset::All => {
            let closings = &look.standing.closings;
            let first = closings.first().map_or(today, |mark| local_day(mark.from));
            let last = closings.last().map_or(today, |mark| local_day(mark.to));
            (first, last)
        }
        Preset::Span => (parts::read_day(from)?, parts::read_day(to)?),
    };
    (from <= to).then_some(Period { from, to })
}

impl State {
    pub(super) fn days<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let presets = PRESETS.map(|(preset, key)| {
            let chosen = self.preset == preset;
            parts::choice(t.text(key), chosen, Some(Message::Preset(preset)))
        });
        let mut content = vec![parts::choices(presets)];
        if self.preset == Preset::Span {
            let field = |id, key, value, on_input: fn(String) -> Message| {
                let wrong = t.text("audit-day-wrong");
                let typed = !str::is_empty(value) && parts::read_day(value).is_none();
                parts::field(
                    id,
                    t.text(key),
                    "01.11.2026",
                    value,
                    typed.then_some(wrong),
                    on_input,
                    Message::Next,
                )
            };
            content.push(
                row![
                    field("audit-from", "audit-from", &self.from, Message::From),
                    field("audit-to", "audit-to", &self.to, Message::To),
                ]
                .spacing(space::EDGE)
                .width(Length::Fill)
                .into(),
            );
        }
        let closings = self.closings();
        content.push(match (self.period(), closings.first(), closings.last()) {
            (None, ..) => notice::notice(Rank::Info, t.text("audit-type-days"), None),
            (Some(period), Some(first), Some(last)) => notice::notice(
                Rank::Done,
                t.with(
                    "audit-closings",
                    &[
                        ("n", closings.len().into()),
                        ("first", first.number.into()),
                        ("last", last.number.into()),
                        ("days", in_words(period).into()),
                    ],
                ),
                None,
            ),
            _ => notice::notice(Rank::Warning, t.text("audit-no-closing"), None),
        });
        content.extend(open_day(desk, look));
        content.extend(listed(desk, &closings));
        parts::panel(
            t.text("audit-period-title"),
            t.text("audit-period-text").to_owned(),
            content,
            None,
        )
    }
}

/// Closings that are listed; the number of all of them stands above.
const MOST: usize = 60;

// The closings, newest first.
fn listed<'a>(desk: &'a Desk, closings: &[ClosingMark]) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let mut rows = Vec::new();
    for mark in closings.iter().rev().take(MOST) {
        let when = t.with(
            "audit-closing-span",
            &[
                ("from", moment(mark.from).into()),
                ("to", moment(mark.to).into()),
            ],
        );
        rows.push(hairline().into());
        rows.push(
            row![
                line(format!("Z {}", mark.number), size::BODY, theme::SEMIBOLD).width(72),
                words(when, size::BODY, theme::REGULAR).width(Length::Fill),
                line(
                    t.with("audit-closing-at", &[("at", moment(mark.at).into())]),
                    size::SUB,
                    theme::REGULAR
                )
                .style(theme::soft),
            ]
            .spacing(space::EDGE)
            .align_y(iced::Center)
            .into(),
        );
    }
    rows
}

// What no export holds, because it is not closed.
fn open_day<'a>(desk: &'a Desk, look: &'a Look) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let standing = &look.standing;
    let Some(since) = standing.since.filter(|_| standing.receipts > 0) else {
        return vec![
            words(t.text("audit-nothing-open"), size::BODY, theme::REGULAR)
                .style(theme::soft)
                .into(),
        ];
    };
    let said = t.with(
        "audit-open-day",
        &[
            ("n", standing.receipts.into()),
            ("since", moment(since).into()),
        ],
    );
    let mut lines = vec![notice::notice(Rank::Warning, said, None)];
    if standing.sales > 0 {
        let waiting = t.with("audit-open-sales", &[("n", standing.sales.into())]);
        lines.push(words(waiting, size::BODY, theme::REGULAR).into());
    }
    lines.push(
        row![
            words(t.text("audit-open-x"), size::BODY, theme::REGULAR).width(Length::Fill),
            button::small(t.text("audit-x"), theme::secondary).on_press(Message::Interim),
        ]
        .spacing(space::EDGE)
        .align_y(iced::Center)
        .into(),
    );
    lines
}
