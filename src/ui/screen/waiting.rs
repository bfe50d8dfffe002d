//! Sales that wait: parked, or left behind by a power cut.

use super::super::desk::Desk;
use crate::i18n::{date_time, money};
use crate::ui::protocol::CardTrace;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{Rank, notice};
use crate::ui::widget::{Element, button, line, list, modal};
use iced::widget::{Column, column, container, scrollable};

/// What can happen in the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Go on with this one.
    Recall(i64),
    /// Leave the list.
    Close,
}

/// Builds the list, to be laid over the sale; `recovered` says that a power cut left some of them.
pub fn view(desk: &Desk, recovered: bool) -> Element<'_, Message> {
    let t = desk.t;
    let rows = desk.waiting.iter().map(|sale| {
        let lines = t.with("sale-lines", &[("n", sale.lines.into())]);
        let card = sale.card.map(|card| {
            let (rank, key) = match card {
                CardTrace::NotCharged => (Rank::Info, "waiting-not-charged"),
                CardTrace::Charged => (Rank::Warning, "waiting-charged"),
                CardTrace::Unknown => (Rank::Stop, "waiting-unknown"),
            };
            notice(rank, t.text(key), None)
        });
        let entry = list::entry(
            &sale.name,
            format!("{} · {lines}", date_time(sale.since)),
            line(money(sale.gross), size::KEY, theme::SEMIBOLD),
            false,
            // One sale at a time is on the screen.
            desk.sale.is_none().then_some(Message::Recall(sale.draft)),
        );
        column![entry].push(card).into()
    });
    let text = match (recovered, desk.sale.is_some()) {
        (true, _) => t.text("waiting-recovered"),
        (false, true) => t.text("waiting-busy"),
        (false, false) => t.text("waiting-text"),
    };
    modal::dialog(
        t.text("waiting-title"),
        column![
            modal::sentence(text),
            container(scrollable(Column::with_children(rows)).spacing(space::GAP)).max_height(360),
        ]
        .spacing(space::EDGE),
        vec![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .on_press(Message::Close)
                .into(),
        ],
    )
}
