//! Building the rehearsal: the day, the numbers, the warnings, the table, and both receipts over it.

use super::{Message, State, changes_ahead, count};
use crate::i18n::date;
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::catalogue::choice;
use crate::ui::screen::parts;
use crate::ui::screen::tax::words;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, line, modal, soft};
use iced::Length;
use iced::widget::{Column, Row, column, container, row, scrollable, text_input};

/// The paper's letters are this large, so that two rolls of 42 columns fit beside each other.
const LETTER: f32 = 13.0;
const NARROW_LETTER: f32 = 11.0;

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let content: Element<'a, Message> = match &self.rehearsal {
            None => container(soft(t.text("wait"))).center(Length::Fill).into(),
            Some(_) => column![self.top(desk)]
                .push(self.warnings(desk))
                .push(self.advice(desk))
                .push(self.body(desk))
                .spacing(12)
                .into(),
        };
        let compare = match self.ticked.len() {
            0 => t.text("rehearse-compare").to_owned(),
            n => t.with("rehearse-compare-n", &[("n", n.into())]),
        };
        let some = self.rehearsal.is_some();
        let buttons = vec![
            parts::foot(
                t.text("rehearse-pdf"),
                theme::secondary,
                some.then_some(Message::Save { csv: false }),
            ),
            parts::foot(
                t.text("rehearse-csv"),
                theme::secondary,
                some.then_some(Message::Save { csv: true }),
            ),
            parts::foot(
                compare,
                theme::primary,
                (!self.ticked.is_empty()).then_some(Message::Compare),
            ),
        ];
        let screen = parts::frame(
            desk,
            t.text("rehearse-title"),
            content,
            self.note.as_ref(),
            Message::Back,
            buttons,
        );
        if self.comparing {
            return modal::modal(screen, self.papers(desk), None);
        }
        if self.choosing {
            return modal::modal(screen, self.offices(desk), None);
        }
        screen
    }

    fn top<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let field = text_input(t.text("taxes-day-hint"), &self.typed)
            .id(Self::day_field())
            .on_input(Message::Day)
            .on_submit(Message::DaySubmit)
            .size(size::KEY)
            .padding([14.0, space::EDGE])
            .style(theme::field);
        let office = self.office.as_deref().unwrap_or(t.text("rehearse-all"));
        let law = self.rehearsal.as_ref().map(|rehearsal| {
            let laws = (rehearsal.law_before, rehearsal.law_after);
            let (before, after) = (words::law(t, laws.0), words::law(t, laws.1));
            match laws.0 == laws.1 {
                true => after.to_owned(),
                false => format!("{before} → {after}"),
            }
        });
        let sentence = self.rehearsal.as_ref();
        let sentence = sentence.map(|rehearsal| count::sentence(t, rehearsal));
        let texts = column![
            fit::fit(sentence.unwrap_or_default(), size::TITLE, theme::SEMIBOLD),
            line(law.unwrap_or_default(), size::BODY, theme::REGULAR).style(theme::soft),
        ];
        let ahead = desk
            .master
            .as_deref()
            .map(changes_ahead)
            .unwrap_or_default();
        let later = ahead.into_iter().find(|day| Some(*day) > self.on);
        let first = desk
            .master
            .as_deref()
            .map(changes_ahead)
            .unwrap_or_default();
        let first = first.first().copied().filter(|day| Some(*day) != self.on);
        let other = first.or(later).map(|day| {
            button::small(
                t.with("rehearse-next", &[("day", date(day).into())]),
                theme::tertiary,
            )
            .height(measure::MIDDLE)
            .on_press(Message::On(day))
        });
        row![
            container(field).width(170),
            container(texts).width(Length::Fill).clip(true),
        ]
        .push(other)
        .push(
            container(choice::key(
                t.text("rehearse-office"),
                office,
                Some(Message::Choose),
            ))
            .width(220),
        )
        .spacing(space::EDGE)
        .align_y(iced::Center)
        .into()
    }

    // One key for each kind of warning; it narrows the table and says what to do.
    fn warnings<'a>(&'a self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let t = desk.t;
        let keys = self.groups.iter().enumerate().map(|(at, group)| {
            let chosen = self.group == Some(at);
            let symbol = match group.rank {
                Rank::Info => Icon::Info,
                _ => Icon::TriangleAlert,
            };
            let caption = t.with(group.name, &[("n", group.items.len().into())]);
            let style = match (chosen, group.rank) {
                (true, _) => theme::chosen,
                (false, Rank::Info) => theme::tertiary,
                (false, _) => theme::warning_key,
            };
            Press::new(
                row![icon(symbol, 20.0), line(caption, size::BODY, theme::MEDIUM)]
                    .spacing(10)
                    .align_y(iced::Center),
            )
            .style(style)
            .height(measure::SMALL)
            .padding([0.0, 14.0])
            .on_press(Message::Group(at))
            .into()
        });
        (!self.groups.is_empty()).then(|| parts::choices(keys))
    }

    fn advice<'a>(&'a self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let group = self.groups.get(self.group?)?;
        let message = notice::notice(group.rank, desk.t.text(group.advice), None);
        let decide = match group.items.as_slice() {
            _ if !desk.may(Right::Administer) => None,
            [] => None,
            [first, ..] => self
                .ticked
                .iter()
                .find(|ticked| group.items.contains(ticked))
                .or(Some(first))
                .map(|item| {
                    button::small(desk.t.text("rehearse-decide"), theme::secondary)
                        .on_press(Message::Decide(item.clone()))
                }),
        };
        Some(
            Row::new()
                .push(container(message).width(Length::Fill))
                .push(decide)
                .spacing(space::GAP)
                .align_y(iced::Center)
                .into(),
        )
    }

    fn body<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        if !self.shown.is_empty() {
            return self.table(desk);
        }
        container(soft(desk.t.text("rehearse-nothing")))
            .center(Length::Fill)
            .style(theme::card)
            .into()
    }

    fn offices<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let all = std::iter::once((
            t.text("rehearse-all").to_owned(),
            self.office.is_none(),
            Message::Office(None),
        ));
        let offices = self.rehearsal.iter().flat_map(|r| r.offices.iter());
        let offices = offices.filter(|o| o.changed > 0).map(|office| {
            let arguments = [
                ("office", office.office.as_str().into()),
                ("changed", office.changed.into()),
                ("items", office.items.into()),
            ];
            (
                t.with("rehearse-office-count", &arguments),
                self.office.as_ref() == Some(&office.office),
                Message::Office(Some(office.office.clone())),
            )
        });
        choice::dialog(
            t.text("rehearse-office"),
            t.text("back"),
            all.chain(offices).collect(),
            Message::Back,
        )
    }

    fn papers<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let letter = if desk.size.width < 1180.0 {
            NARROW_LETTER
        } else {
            LETTER
        };
        let content: Element<'a, Message> = match &self.preview {
            None => container(soft(t.text("wait")))
                .center_x(Length::Fill)
                .center_y(200)
                .into(),
            Some(preview) => {
                let papers = preview.papers.iter().map(|(day, text)| {
                    column![
                        line(date(*day), size::KEY, theme::SEMIBOLD),
                        container(
                            iced::widget::text(text.as_str())
                                .font(theme::MONO)
                                .size(letter)
                                .line_height(1.3)
                                .wrapping(iced::widget::text::Wrapping::None)
                                .color(iced::Color::BLACK)
                        )
                        .padding(20)
                        .style(theme::paper),
                    ]
                    .spacing(space::GAP)
                    .into()
                });
                let height = (desk.size.height - 260.0).max(240.0);
                container(
                    scrollable(
                        container(Row::with_children(papers).spacing(space::CARD))
                            .center_x(Length::Fill),
                    )
                    .spacing(space::GAP),
                )
                .max_height(height)
                .into()
            }
        };
        let one = self.ticked.len() == 1 && desk.may(Right::Administer);
        let single = self.ticked.iter().next().filter(|_| one);
        let decide = single.and_then(|item| self.change(item)).map(|change| {
            button::large(t.text("rehearse-decide"), None, theme::secondary)
                .width(Length::FillPortion(3))
                .on_press(Message::Decide(change.item_id.clone()))
        });
        container(
            Column::new()
                .push(line(t.text("rehearse-papers"), 24.0, theme::SEMIBOLD))
                .push(content)
                .push(
                    Row::new()
                        .push(
                            button::large(t.text("back"), Some("Esc"), theme::secondary)
                                .width(Length::FillPortion(2))
                                .on_press(Message::Back),
                        )
                        .push(decide)
                        .spacing(space::GAP),
                )
                .spacing(space::EDGE),
        )
        .max_width(960)
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }
}
