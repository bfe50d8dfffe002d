//! A terminal has to be chosen, or an approved payment looked at: the decisions before and after a payment.

use super::{Message, State};
use crate::i18n::money;
use crate::money::Money;
use crate::till::Held;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::header::Lamp;
use crate::ui::widget::press::Press;
use crate::ui::widget::totals::statement;
use crate::ui::widget::{Element, button, line, notice, soft, words};
use iced::widget::{Column, Row, column, row};
use iced::{Alignment, Length};

impl State {
    /// The terminals, the one used last with the keyboard's way to it.
    pub(super) fn choice<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let terminals = desk.status.terminals.iter().map(|terminal| {
            let (lamp, words) = desk.terminal_in_words(terminal);
            let style = match (terminal.chosen, lamp) {
                (true, _) => theme::chosen,
                _ => theme::tertiary,
            };
            let hint = (terminal.chosen && !terminal.blocked)
                .then(|| crate::ui::widget::button_badge::<Message>("F9"));
            let message = (!terminal.blocked).then(|| Message::At(terminal.name.clone()));
            let content = row![
                column![
                    line(terminal.name.as_str(), size::KEY, theme::SEMIBOLD),
                    line(words, size::SUB, theme::REGULAR),
                ]
                .width(Length::Fill),
            ]
            .push(hint)
            .spacing(space::GAP)
            .align_y(iced::Center);
            let entry = Press::new(content)
                .style(style)
                .align(Alignment::Start, Alignment::Center)
                .padding([0.0, space::EDGE])
                .width(Length::Fill)
                .height(measure::KEY)
                .on_press_maybe(message);
            let blocked = terminal.blocked.then(|| {
                let name = [("name", terminal.name.as_str().into())];
                notice::notice(
                    notice::Rank::Warning,
                    t.with("terminal-blocked-text", &name),
                    None,
                )
            });
            let bad = matches!(lamp, Lamp::Bad) && !terminal.blocked;
            column![entry]
                .push(blocked)
                .push(bad.then(|| soft(t.text("terminal-try-anyway"))))
                .spacing(space::HALF)
                .into()
        });
        let title = match desk.status.terminals.len() {
            0 | 1 => "terminal-is-blocked",
            _ => "card-choose",
        };
        column![
            line(t.text(title), size::KEY, theme::SEMIBOLD),
            Column::with_children(terminals).spacing(space::GAP),
        ]
        .spacing(12)
        .into()
    }

    /// Why an approved payment is not finished yet.
    pub(super) fn held<'a>(&'a self, desk: &'a Desk, why: &[Held]) -> Element<'a, Message> {
        let t = desk.t;
        let mut all = Column::new().spacing(space::EDGE);
        for reason in why {
            all = match *reason {
                Held::Signature => all
                    .push(notice::notice(
                        notice::Rank::Warning,
                        t.text("held-signature"),
                        None,
                    ))
                    .push(words(
                        t.text("held-signature-text"),
                        size::KEY,
                        theme::REGULAR,
                    )),
                Held::Amount { asked, taken } => all
                    .push(notice::notice(
                        notice::Rank::Stop,
                        t.text("held-amount"),
                        None,
                    ))
                    .push(
                        column![
                            statement(t.text("held-asked"), money(asked.abs())),
                            statement(t.text("held-taken"), money(taken.abs())),
                            statement(
                                t.text(match desk.sale_text.due < Money::ZERO {
                                    true => "held-too-much",
                                    false => "held-due",
                                }),
                                money(desk.sale_text.due.abs())
                            ),
                        ]
                        .spacing(space::HALF),
                    ),
                Held::Kind(kind) => {
                    let kind = [("kind", desk.payment_kind(kind).into())];
                    all.push(notice::notice(
                        notice::Rank::Warning,
                        t.with("held-kind", &kind),
                        None,
                    ))
                    .push(words(
                        t.text("held-kind-text"),
                        size::KEY,
                        theme::REGULAR,
                    ))
                }
            };
        }
        if why.is_empty() {
            all = all.push(notice::notice(
                notice::Rank::Done,
                t.text("held-found"),
                None,
            ));
        }
        all.into()
    }

    /// Accept or give back; giving back is proposed where the amount is another one or the kind is not allowed.
    pub(super) fn held_buttons<'a>(
        &'a self,
        desk: &'a Desk,
        why: &[Held],
    ) -> Row<'a, Message, theme::Theme> {
        let t = desk.t;
        let only_signature = why.iter().all(|reason| *reason == Held::Signature);
        let signed = why.contains(&Held::Signature);
        let wrong = why.iter().any(|why| matches!(why, Held::Amount { .. }));
        let (accept, refuse) = match (signed && !wrong, desk.sale_text.due.is_zero()) {
            (true, _) => ("held-signature-right", "held-signature-wrong"),
            (false, true) => ("held-accept", "held-take-back"),
            (false, false) => ("held-go-on", "held-take-back"),
        };
        let (accept_style, refuse_style): (
            crate::ui::widget::press::StyleFn,
            crate::ui::widget::press::StyleFn,
        ) = match only_signature {
            true => (theme::primary, theme::secondary),
            false => (theme::secondary, theme::primary),
        };
        let free = !self.asking;
        let can = free && Self::returnable(desk).is_some();
        row![
            button::large(t.text(refuse), None, refuse_style)
                .on_press_maybe(can.then_some(Message::TakeBack)),
            button::large(t.text(accept), None, accept_style)
                .on_press_maybe(free.then_some(Message::Accept)),
        ]
    }
}
