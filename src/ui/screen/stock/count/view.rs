//! Building the count: fields to fill in, then what differs.

use super::{Message, State, field};
use crate::catalogue::StockMode;
use crate::catalogue::stock::StockRow;
use crate::ui::desk::Desk;
use crate::ui::screen::parts;
use crate::ui::screen::stock::words;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, fit, hairline, line};
use iced::widget::{column, container, row, text_input};
use iced::{Length, Padding};

/// The height of a row with the line below it.
const PITCH: f32 = measure::ROW + 1.0;
const EXPECTED: f32 = 150.0;
const DIFFERENCE: f32 = 190.0;

impl State {
    /// Builds the screen; `note` is what was said last.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        note: Option<&'a (Rank, String)>,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let counted = self.rows.iter().filter(|row| self.counted(row).is_some());
        let arguments = [
            ("n", counted.count().into()),
            ("all", self.rows.len().into()),
        ];
        let unreadable = self
            .rows
            .iter()
            .find(|row| matches!(self.counted(row), Some(Err(_))));
        // The row may be out of sight.
        let progress = match unreadable {
            Some(row) => t.with("stock-unreadable", &[("item", row.name.as_str().into())]),
            None => t.with("stock-progress", &arguments),
        };
        let problem = self
            .problem
            .as_deref()
            .map(|problem| notice::notice(Rank::Stop, problem, None));
        let leaving = self
            .warned
            .then(|| notice::notice(Rank::Warning, t.text("stock-count-leave"), None));
        let problem = problem.or(leaving);
        let (content, buttons): (Element<'a, Message>, _) = if self.checking {
            let ready = self.command().filter(|_| !self.sent);
            let go = match ready {
                Some((_, false)) => t.text("taxes-to-second"),
                _ => t.text("stock-count-go"),
            };
            (
                self.result(desk),
                vec![parts::foot(
                    go,
                    theme::primary,
                    ready.map(|_| Message::Submit),
                )],
            )
        } else {
            let blind = match self.blind {
                true => t.text("stock-open"),
                false => t.text("stock-blind"),
            };
            (
                self.fields(desk, progress),
                vec![
                    parts::foot(blind, theme::secondary, Some(Message::Blind(!self.blind))),
                    parts::foot(
                        t.text("stock-check"),
                        theme::primary,
                        self.all().map(|_| Message::Check),
                    ),
                ],
            )
        };
        parts::frame(
            desk,
            t.text("stock-inventory"),
            column![content].push(problem).spacing(12),
            note,
            Message::Back,
            buttons,
        )
    }

    fn fields<'a>(&'a self, desk: &'a Desk, progress: String) -> Element<'a, Message> {
        let t = desk.t;
        let shown = self.shown();
        let all = parts::choice(
            t.text("stock-filter-all"),
            self.office.is_none(),
            Some(Message::Office(None)),
        );
        let offices = self.offices().into_iter().map(|office| {
            let chosen = self.office.as_deref() == Some(office);
            parts::choice(
                office.to_owned(),
                chosen,
                Some(Message::Office(Some(office.to_owned()))),
            )
        });
        let head = row![
            line(t.text("stock-item"), size::SUB, theme::SEMIBOLD).width(Length::Fill),
            caption(t.text("stock-expected"), EXPECTED),
            line(t.text("stock-counted-field"), size::SUB, theme::SEMIBOLD)
                .width(field_width(desk)),
            caption(t.text("stock-difference-head"), DIFFERENCE),
        ]
        .spacing(space::EDGE)
        .padding(Padding::from([10.0, space::EDGE]));
        let list = parts::window(
            desk,
            "stock-count-list",
            shown.len(),
            PITCH,
            self.offset,
            |at| shown.get(at).map(|row| self.row(desk, at, row)),
            Message::Scrolled,
        );
        column![
            row![
                container(parts::choices(std::iter::once(all).chain(offices))).width(Length::Fill),
                line(progress, size::KEY, theme::SEMIBOLD),
            ]
            .spacing(space::EDGE)
            .align_y(iced::Center),
            container(column![head, hairline(), list])
                .style(theme::card)
                .padding(2)
                .height(Length::Fill)
                .clip(true),
        ]
        .spacing(12)
        .into()
    }

    fn row<'a>(&'a self, desk: &'a Desk, at: usize, stock: &'a StockRow) -> Element<'a, Message> {
        let t = desk.t;
        let counted = self.counted(stock);
        let expected = match (&stock.level, self.blind) {
            (_, true) => "· · ·".to_owned(),
            (Some(level), false) => words::level(level),
            (None, false) => "–".to_owned(),
        };
        let item = stock.item_id.clone();
        let placeholder = match stock.mode {
            StockMode::Numbered => t.text("stock-numbers-hint"),
            _ => "",
        };
        let input = text_input(placeholder, self.text(stock))
            .id(field(at))
            .on_input(move |text| Message::Typed(item.clone(), text))
            .on_submit(Message::Next(at))
            .size(size::KEY)
            .padding([9.0, 12.0])
            .style(theme::field);
        let difference: Element<'a, Message> = match (&counted, self.blind) {
            (Some(Err(key)), _) => {
                container(fit::fit(t.text(key), size::SUB, theme::MEDIUM).style(theme::stop))
                    .align_right(DIFFERENCE)
                    .into()
            }
            (Some(Ok(_)), false) => {
                let difference = self.difference(stock);
                let text = match (&difference, &stock.level) {
                    (Some(difference), _) => words::signed(difference.quantity),
                    (None, Some(_)) => "0".to_owned(),
                    (None, None) => t.text("stock-first").to_owned(),
                };
                let weight = match difference {
                    Some(_) => theme::BOLD,
                    None => theme::REGULAR,
                };
                container(line(text, size::KEY, weight))
                    .align_right(DIFFERENCE)
                    .into()
            }
            _ => iced::widget::space().width(DIFFERENCE).into(),
        };
        let names = column![
            line(&stock.name, size::BODY, theme::MEDIUM),
            line(
                format!("{} · {} · {}", stock.item_id, stock.office, stock.unit),
                size::SUB,
                theme::REGULAR
            )
            .style(theme::soft),
        ];
        column![
            row![
                container(names).width(Length::Fill).clip(true),
                container(line(expected, size::KEY, theme::REGULAR)).align_right(EXPECTED),
                container(input).width(field_width(desk)),
                difference,
            ]
            .spacing(space::EDGE)
            .padding([0.0, space::EDGE])
            .height(measure::ROW)
            .align_y(iced::Center),
            hairline(),
        ]
        .into()
    }

    fn result<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let all = self.all().unwrap_or_default();
        let differing: Vec<&StockRow> = all
            .iter()
            .map(|(row, _)| *row)
            .filter(|row| self.difference(row).is_some())
            .collect();
        let arguments = [("n", all.len().into()), ("differs", differing.len().into())];
        let sentence = t.with("stock-result", &arguments);
        let rows: Vec<Element<'a, Message>> = differing
            .iter()
            .map(|stock| {
                let expected = stock.level.as_ref().map(words::level).unwrap_or_default();
                let counted = match self.counted(stock) {
                    Some(Ok(level)) => words::level(&level),
                    _ => String::new(),
                };
                let difference = self.difference(stock).unwrap_or_default();
                let arguments = [("expected", expected.into()), ("counted", counted.into())];
                let words = words::difference(t, &difference);
                column![
                    row![
                        column![
                            line(&stock.name, size::KEY, theme::MEDIUM),
                            line(
                                t.with("stock-expected-counted", &arguments),
                                size::SUB,
                                theme::REGULAR
                            )
                            .style(theme::soft),
                        ]
                        .width(Length::Fill),
                        crate::ui::widget::words(words, size::KEY, theme::SEMIBOLD),
                    ]
                    .spacing(space::EDGE)
                    .padding([10.0, space::EDGE])
                    .align_y(iced::Center),
                    hairline(),
                ]
                .into()
            })
            .collect();
        let none = rows.is_empty();
        let list = parts::list(rows, t.text("stock-all-right"));
        let why = (!none).then(|| {
            let choices =
                ["stock-why-miscounted", "stock-why-lost", "stock-why-broken"].map(|key| {
                    let reason = t.text(key);
                    parts::choice(
                        reason,
                        self.reason == reason,
                        Some(Message::Reason(reason.to_owned())),
                    )
                });
            column![
                line(t.text("stock-why"), size::BODY, theme::SEMIBOLD),
                parts::choices(choices),
            ]
            .spacing(space::GAP)
        });
        let reason = parts::field(
            "stock-count-reason",
            match none {
                true => t.text("stock-occasion"),
                false => t.text("approval-reason"),
            },
            t.text("approval-reason-hint"),
            &self.reason,
            None,
            Message::Reason,
            Message::Submit,
        );
        let missing = !none && self.reason.trim().is_empty();
        let missing = missing.then(|| crate::ui::widget::soft(t.text("taxes-needs-reason")));
        column![
            crate::ui::widget::words(sentence, size::BUTTON, theme::SEMIBOLD),
            list,
        ]
        .push(why)
        .push(reason)
        .push(missing)
        .spacing(12)
        .into()
    }
}

fn field_width(desk: &Desk) -> f32 {
    if desk.size.width < 1180.0 {
        220.0
    } else {
        320.0
    }
}

fn caption<'a>(text: &'a str, width: f32) -> Element<'a, Message> {
    container(line(text, size::SUB, theme::SEMIBOLD))
        .align_right(width)
        .into()
}
