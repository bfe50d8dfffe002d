//! Closings made before: number, date, turnover, and the report once more.

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{Command, PastClosing};
use super::closing::signed;
use crate::i18n::{date_time, money};
use crate::ui::icon::Icon;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::{Element, button, card, hairline, line, notice, soft};
use iced::Length;
use iced::widget::{Column, column, container, row, scrollable};

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    found: Option<Vec<PastClosing>>,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Save the report of this closing.
    Pdf(u32),
    /// Leave.
    Back,
}

impl State {
    /// The closings have come.
    pub fn set_found(&mut self, found: Vec<PastClosing>) {
        self.found = Some(found);
    }

    /// A report was saved, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: &Message) -> Action {
        self.note = None;
        match message {
            Message::Pdf(number) => Action::Send(Command::SaveClosingPdf { number: *number }),
            Message::Back => Action::Go(Place::Sale),
        }
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let rows = self.found.iter().flatten().map(|closing| {
            let sub = if closing.difference.is_zero() {
                date_time(closing.at)
            } else {
                let difference = signed(closing.difference);
                let difference = t.with("closings-difference", &[("amount", difference.into())]);
                format!("{} · {difference}", date_time(closing.at))
            };
            column![
                row![
                    line(format!("Z {}", closing.number), size::KEY, theme::SEMIBOLD).width(90),
                    line(sub, size::BODY, theme::REGULAR).width(Length::Fill),
                    line(money(closing.turnover), size::KEY, theme::MEDIUM),
                    container(
                        button::with_icon(Icon::FileText, t.text("save-pdf"), theme::secondary)
                            .on_press(Message::Pdf(closing.number))
                    )
                    .width(230),
                ]
                .spacing(space::EDGE)
                .padding([space::GAP, space::EDGE])
                .align_y(iced::Center),
                hairline(),
            ]
            .into()
        });
        let list: Element<'a, Message> = match &self.found {
            None => container(soft(t.text("wait"))).center(Length::Fill).into(),
            Some(found) if found.is_empty() => container(soft(t.text("closings-none")))
                .center(Length::Fill)
                .into(),
            Some(_) => scrollable(Column::with_children(rows))
                .spacing(space::GAP)
                .height(Length::Fill)
                .into(),
        };
        let note = self
            .note
            .as_ref()
            .map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        column![
            desk.header_titled(t.text("menu-closings"), &desk.facts.register, None, None),
            container(
                column![card(list).height(Length::Fill)]
                    .push(note)
                    .push(
                        button::large(t.text("back"), Some("Esc"), theme::secondary)
                            .width(220)
                            .on_press(Message::Back),
                    )
                    .spacing(space::EDGE)
                    .max_width(960)
            )
            .center_x(Length::Fill)
            .padding(desk.gap())
            .height(Length::Fill),
        ]
        .into()
    }
}
