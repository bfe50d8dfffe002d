//! The card terminals on the screen of devices: how they are, and a payment of one cent to try them out.

use super::{Message, State};
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::protocol::terminal::Terminal;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, line, soft};
use amtskasse_terminal::Driver;
use iced::Length;
use iced::widget::{Column, column, container, row};

impl State {
    pub(super) fn terminals<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let rows = desk.status.terminals.iter();
        let rows: Vec<Element<'a, Message>> =
            rows.map(|terminal| self.terminal(desk, terminal)).collect();
        let untried = desk
            .status
            .terminals
            .iter()
            .any(|t| !t.driver.tried_on_device());
        let hint = desk.t.text(match untried {
            true => "terminals-untried",
            false => "terminals-hint",
        });
        column![
            container(parts::list(rows, desk.t.text("health-absent"))).height(Length::Fill),
            soft(hint),
        ]
        .spacing(space::GAP)
        .into()
    }

    fn terminal<'a>(&'a self, desk: &'a Desk, terminal: &'a Terminal) -> Element<'a, Message> {
        let t = desk.t;
        let (_, words) = desk.terminal_in_words(terminal);
        let driver = match terminal.driver {
            Driver::Test => t.text("terminals-driver-test"),
            Driver::Zvt => "ZVT",
            Driver::Opi => "OPI",
        };
        let place = match terminal.address.is_empty() {
            true => driver.to_owned(),
            false => format!("{driver} · {}", terminal.address),
        };
        let tags = [
            (terminal.chosen, "terminals-chosen"),
            (terminal.shared, "terminals-shared"),
        ];
        let tags = tags.into_iter().filter(|(has, _)| *has);
        let head = row![line(terminal.name.as_str(), size::KEY, theme::SEMIBOLD)]
            .extend(tags.map(|(_, key)| parts::tag(t.text(key), false)))
            .spacing(space::GAP)
            .align_y(iced::Center);
        let free = !self.testing && desk.sale.is_none() && !terminal.blocked;
        let tests = desk.may(Right::Administer).then(|| {
            let pay = Message::TestPayment(terminal.name.clone());
            row![
                button::small(t.text("terminals-test"), theme::tertiary)
                    .on_press_maybe(free.then_some(pay)),
                button::small(t.text("terminals-test-back"), theme::tertiary)
                    .on_press_maybe(free.then_some(Message::TestBack)),
            ]
            .spacing(space::GAP)
        });
        let texts = Column::new()
            .push(head)
            .push(line(words, size::BODY, theme::REGULAR))
            .push(line(place, size::SUB, theme::REGULAR).style(theme::soft))
            .spacing(2)
            .width(Length::Fill);
        column![
            row![texts]
                .push(tests)
                .spacing(space::EDGE)
                .padding([12.0, 20.0])
                .align_y(iced::Center),
            crate::ui::widget::hairline(),
        ]
        .into()
    }
}
