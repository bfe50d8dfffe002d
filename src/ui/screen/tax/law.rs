//! Under which law the municipality is, and from when on another one holds.

use super::form::Kind;
use super::view::may_change;
use super::{Message, State, words};
use crate::i18n::date;
use crate::tax::Regime;
use crate::ui::desk::Desk;
use crate::ui::protocol::MasterData;
use crate::ui::screen::parts;
use crate::ui::screen::rehearsal::count;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, hairline, line, soft};
use iced::Length;
use iced::widget::{Column, column, container, row, scrollable, space as gap};

pub(super) fn view<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
) -> (Element<'a, Message>, Vec<Element<'a, Message>>) {
    let t = desk.t;
    let switch = master.switch();
    let sentence = match switch {
        Some((on, law)) => {
            let arguments = [("day", date(on).into()), ("law", words::law(t, law).into())];
            t.with("taxes-law-comes", &arguments)
        }
        None => {
            let law = words::law(t, master.regimes.at(master.today));
            t.with("taxes-law-stays", &[("law", law.into())])
        }
    };
    let counted = state
        .rehearsal
        .as_ref()
        .filter(|rehearsal| switch.is_some_and(|(on, _)| on == rehearsal.on))
        .map(|rehearsal| count::sentence(t, rehearsal));
    let rehearse = switch.map(|(on, _)| {
        button::large(t.text("taxes-rehearse"), None, theme::primary)
            .width(320)
            .on_press(Message::Rehearse(on))
    });
    let big = container(
        Column::new()
            .push(crate::ui::widget::words(sentence, 28.0, theme::SEMIBOLD))
            .push(
                counted
                    .map(|counted| crate::ui::widget::words(counted, size::TITLE, theme::REGULAR)),
            )
            .push(rehearse)
            .spacing(space::EDGE),
    )
    .width(Length::Fill)
    .padding(space::WIDE)
    .style(theme::card);
    let rows = spans(desk, master);
    let plan = container(
        column![
            line(t.text("taxes-law-plan"), size::TITLE, theme::SEMIBOLD),
            Column::with_children(rows),
            crate::ui::widget::words(t.text("taxes-law-hint"), size::SUB, theme::REGULAR)
                .style(theme::soft),
        ]
        .push((!may_change(desk)).then(|| soft(t.text("taxes-read-only"))))
        .spacing(space::GAP),
    )
    .width(Length::Fill)
    .padding(space::CARD)
    .style(theme::card);
    let content = scrollable(column![big, plan].spacing(space::EDGE)).height(Length::Fill);
    let allowed = may_change(desk);
    let caption = match switch {
        Some(_) => t.text("taxes-move-law"),
        None => t.text("taxes-new-law"),
    };
    let withdraw = switch.filter(|_| allowed);
    let buttons = vec![
        parts::foot(
            t.text("taxes-withdraw-law"),
            theme::secondary,
            withdraw.map(|(on, _)| Message::Open(Kind::NoLaw(on))),
        ),
        parts::foot(
            caption,
            if switch.is_some() {
                theme::secondary
            } else {
                theme::primary
            },
            allowed.then_some(Message::Open(Kind::Law)),
        ),
    ];
    (content.into(), buttons)
}

// The old law holds before the first row.
fn spans<'a>(desk: &'a Desk, master: &'a MasterData) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let rows = &master.regimes.0;
    let mut spans: Vec<(Option<chrono::NaiveDate>, Regime)> = Vec::new();
    if rows.first().is_none_or(|(_, law)| *law != Regime::Old) {
        spans.push((None, Regime::Old));
    }
    spans.extend(rows.iter().map(|(from, law)| (Some(*from), *law)));
    let ends: Vec<_> = spans
        .iter()
        .skip(1)
        .map(|(from, _)| from.and_then(|from| from.pred_opt()))
        .chain(std::iter::once(None))
        .collect();
    spans
        .into_iter()
        .zip(ends)
        .map(|((from, law), end)| {
            let day = |day: chrono::NaiveDate| date(day).into();
            // A first day long before the register says nothing.
            let from = from.filter(|from| *from > crate::catalogue::file::FIRST_DAY);
            let span = match (from, end) {
                (None, None) => t.text("taxes-always").to_owned(),
                (None, Some(end)) => t.with("taxes-until", &[("day", day(end))]),
                (Some(from), None) => t.with("taxes-from-on", &[("day", day(from))]),
                (Some(from), Some(end)) => format!("{} – {}", date(from), date(end)),
            };
            let now = from.is_none_or(|from| from <= master.today)
                && end.is_none_or(|end| end >= master.today);
            let weight = if now { theme::SEMIBOLD } else { theme::REGULAR };
            let mark = now.then(|| parts::tag(t.text("taxes-holds"), false));
            column![
                row![
                    line(span, size::KEY, weight).width(260),
                    line(words::law(t, law), size::KEY, weight),
                    gap().width(Length::Fill),
                ]
                .push(mark)
                .spacing(space::EDGE)
                .height(56)
                .align_y(iced::Center),
                hairline(),
            ]
            .into()
        })
        .collect()
}
