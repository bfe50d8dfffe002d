//! Kassensturz: counted blind, then compared.

use iced::Length;
use iced::widget::{column, container};

use super::{Message, State};
use crate::i18n::money;
use crate::ui::desk::Desk;
use crate::ui::protocol::audit::Look;
use crate::ui::screen::devices::words::moment;
use crate::ui::screen::parts;
use crate::ui::theme::space;
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::totals::{statement, sum_statement};
use crate::ui::widget::{Element, card, title};

impl State {
    pub(super) fn drawer<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        if let (false, Some(count)) = (self.counts(), &look.visit.count) {
            let difference = count.difference();
            let verdict = match difference.is_zero() {
                true => notice::notice(Rank::Done, t.text("drawer-count-right"), None),
                false => notice::notice(
                    Rank::Warning,
                    t.with(
                        "drawer-count-difference",
                        &[("difference", money(difference).into())],
                    ),
                    None,
                ),
            };
            let content = vec![
                verdict,
                statement(t.text("audit-counted"), money(count.pieces.total())),
                statement(t.text("drawer-expected"), money(count.expected)),
                sum_statement(t.text("audit-difference"), money(difference)),
                parts::fact(t.text("audit-count-at"), moment(count.at)),
                parts::fact(t.text("audit-count-by"), count.counter.name.as_str()),
            ];
            let sub = t.with("audit-count-number", &[("n", count.number.into())]);
            return parts::panel(t.text("audit-count-title"), sub, content, None);
        }
        card(
            column![
                title(t.text("audit-count-title")),
                crate::ui::widget::soft(t.text("audit-count-text")),
                container(self.count.view(desk, &self.labels).map(Message::Count))
                    .height(Length::Fill),
                sum_statement(t.text("audit-counted"), money(self.count.total())),
            ]
            .spacing(space::GAP),
        )
        .padding([14, 20])
        .height(Length::Fill)
        .into()
    }
}
