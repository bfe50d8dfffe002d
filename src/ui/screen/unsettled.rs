//! Card payments nobody knows the outcome of: a manager finds them here and goes to the sale to settle them.

use super::super::desk::Desk;
use crate::i18n::{date_time, money};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, line, list, modal};
use iced::widget::{Column, column, container, scrollable};

/// What can happen in the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// To the sale with this draft.
    Open(i64),
    /// Leave the list.
    Close,
}

/// Builds the list, to be laid over a screen.
pub fn view(desk: &Desk) -> Element<'_, Message> {
    let t = desk.t;
    let rows = desk.unsettled.iter().map(|payment| {
        let sub = [
            date_time(payment.at),
            payment.terminal.clone(),
            payment.sale.clone(),
        ];
        let sub: Vec<String> = sub.into_iter().filter(|part| !part.is_empty()).collect();
        let main = t.text(match payment.answer {
            Some(_) => "unsettled-answered",
            None => "unsettled-silent",
        });
        // One sale at a time is on the screen.
        let open = payment.here || desk.sale.is_none();
        list::entry(
            main,
            sub.join(" · "),
            line(money(payment.amount), size::KEY, theme::SEMIBOLD),
            false,
            open.then_some(Message::Open(payment.draft)),
        )
    });
    let text = match desk.sale.is_some() && desk.unsettled.iter().all(|payment| !payment.here) {
        true => "waiting-busy",
        false => "unsettled-text",
    };
    modal::dialog(
        t.text("unsettled-title"),
        column![
            modal::sentence(t.text(text)),
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
