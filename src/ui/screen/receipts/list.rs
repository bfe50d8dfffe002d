//! The left half: the search, what it is narrowed down to, and what was found.

use super::view::kind;
use super::{Message, State};
use crate::i18n::date_time;
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::icon::Icon;
use crate::ui::protocol::Found;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::{Element, button, fit, line, list, search, soft};
use iced::Length;
use iced::widget::{Column, column, container, row, scrollable, space as gap};

impl State {
    pub(super) fn left<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let field = search::search(
            Self::search_field(),
            t.text("receipts-search"),
            &self.query,
            "F2",
            Message::Search,
            Message::Submit,
            Message::Search(String::new()),
        );
        let narrowed = self.dialog.count();
        let caption = match narrowed {
            0 => t.text("receipts-filter").to_owned(),
            n => t.with("receipts-filter-n", &[("n", n.into())]),
        };
        let style = match narrowed {
            0 => theme::secondary,
            _ => theme::chosen,
        };
        let filter = button::with_icon(Icon::SlidersHorizontal, caption, style)
            .width(168)
            .height(measure::MIDDLE)
            .on_press(Message::Filter);
        let rows: Element<'a, Message> = match &self.found {
            None => container(soft(t.text("wait"))).center(Length::Fill).into(),
            Some(found) if found.is_empty() => container(soft(t.text("receipts-none")))
                .center(Length::Fill)
                .into(),
            Some(found) => self.rows(desk, found),
        };
        let about = self.behind.as_ref().map(|(title, _)| {
            container(fit::fit(title, size::BODY, theme::SEMIBOLD))
                .padding([10.0, space::EDGE])
                .width(Length::Fill)
                .style(theme::note_card)
        });
        column![
            row![container(field).width(Length::Fill), filter]
                .spacing(space::GAP)
                .align_y(iced::Center)
        ]
        .push(about)
        .push(
            container(rows)
                .style(theme::card)
                .padding(2)
                .height(Length::Fill)
                .clip(true),
        )
        .push(
            row![]
                .push(
                    button::large(t.text("back"), Some("Esc"), theme::secondary)
                        .width(220)
                        .on_press(Message::Back),
                )
                .push(gap().width(Length::Fill))
                .push((narrowed > 0).then(|| {
                    button::with_icon(Icon::X, t.text("receipts-no-filter"), theme::secondary)
                        .width(200)
                        .height(measure::KEY)
                        .on_press(Message::NoFilter)
                }))
                .push(desk.may(Right::Approve).then(|| {
                    button::with_icon(Icon::FileText, t.text("vouchers-open"), theme::secondary)
                        .width(240)
                        .height(measure::KEY)
                        .on_press(Message::Vouchers)
                }))
                .spacing(space::GAP),
        )
        .spacing(12)
        .padding(space::EDGE)
        .width(Length::Fill)
        .into()
    }

    fn rows<'a>(&'a self, desk: &'a Desk, found: &'a [Found]) -> Element<'a, Message> {
        let t = desk.t;
        let open = self.open.as_ref().map(|(receipt, _)| receipt.number);
        let rows = found.iter().map(|row| {
            let mark = if row.voided {
                t.text("receipt-voided")
            } else {
                kind(desk, row.kind)
            };
            let main = row![
                line(row.number.to_string(), size::KEY, theme::SEMIBOLD).width(76),
                container(column![
                    line(&row.summary, size::BODY, theme::REGULAR),
                    line(
                        format!("{} · {} · {mark}", date_time(row.at), row.clerk),
                        size::SUB,
                        theme::REGULAR
                    )
                    .style(theme::soft),
                ])
                .width(Length::Fill)
                .clip(true),
                line(row.gross.to_string(), size::KEY, theme::MEDIUM),
            ]
            .spacing(space::GAP)
            .align_y(iced::Center);
            list::custom(
                main,
                open == Some(row.number),
                Some(Message::Open(row.number)),
            )
        });
        let more = self.more.then(|| {
            container(
                button::middle(t.text("receipts-more"), None, theme::secondary)
                    .on_press(Message::Further),
            )
            .padding(space::GAP)
        });
        scrollable(Column::with_children(rows).push(more))
            .spacing(0)
            .height(Length::Fill)
            .into()
    }
}
