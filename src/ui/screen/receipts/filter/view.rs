//! The picture of the dialog.

use iced::widget::{Column, Row, column, container, row, scrollable};
use iced::{Length, Padding};

use super::{Field, Message, State, id};
use crate::people::Right;
use crate::receipt::{Kind, PaymentKind};
use crate::ui::desk::Desk;
use crate::ui::screen::parts;
use crate::ui::screen::receipts::view::kind;
use crate::ui::theme::{self, space};
use crate::ui::widget::{Element, button, field, line};

impl State {
    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let rows = column![
            self.pair(desk, Field::NumberFrom, Field::NumberTo),
            self.pair(desk, Field::DayFrom, Field::DayTo),
            self.pair(desk, Field::AmountFrom, Field::AmountTo),
            self.pair(desk, Field::Item, Field::Reference),
            self.pair(desk, Field::Voucher, Field::Closing),
        ]
        .spacing(space::GAP);
        let users = desk.facts.users.iter();
        let clerks = users.clone().filter(|user| user.role.may(Right::Sell));
        let seconds = users.filter(|user| user.role.may(Right::Approve));
        let kinds = Kind::ALL.map(|k| {
            let chosen = self.kinds.contains(&k);
            parts::choice(kind(desk, k), chosen, Some(Message::Kind(k)))
        });
        let payments = PaymentKind::ALL.map(|payment| {
            let chosen = self.payment == Some(payment);
            let message = Some(Message::Payment(payment));
            parts::choice(desk.payment_kind(payment), chosen, message)
        });
        let signed = [(true, "filter-signed"), (false, "filter-unsigned")].map(|(signed, key)| {
            let chosen = self.signed == Some(signed);
            parts::choice(t.text(key), chosen, Some(Message::Signed(signed)))
        });
        let choices = Column::new()
            .push(group(t.text("filter-kind"), kinds))
            .push(group(
                t.text("filter-clerk"),
                clerks.map(|user| {
                    let chosen = self.clerk.as_ref() == Some(&user.id);
                    parts::choice(&user.name, chosen, Some(Message::Clerk(user.id.clone())))
                }),
            ))
            .push(group(
                t.text("filter-second"),
                seconds.map(|user| {
                    let chosen = self.second.as_ref() == Some(&user.id);
                    parts::choice(&user.name, chosen, Some(Message::Second(user.id.clone())))
                }),
            ))
            .push(row![
                container(group(t.text("filter-payment"), payments)).width(Length::Fill),
                container(group(t.text("filter-signature"), signed)).width(Length::Shrink),
            ])
            .spacing(space::GAP);
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Close),
            button::large(t.text("filter-clear"), None, theme::secondary).on_press(Message::Clear),
            button::large(t.text("filter-go"), None, theme::primary).on_press(Message::Go),
        ]
        .spacing(space::GAP);
        container(
            column![
                line(t.text("filter-title"), 24.0, theme::SEMIBOLD),
                // The buttons stay in sight whatever there is to choose from.
                scrollable(
                    column![rows, choices]
                        .spacing(space::EDGE)
                        .padding(Padding {
                            right: space::EDGE,
                            ..Padding::ZERO
                        })
                )
                .height((desk.size.height - 250.0).clamp(200.0, 720.0)),
                buttons
            ]
            .spacing(space::EDGE),
        )
        .max_width(860)
        .padding(space::EDGE)
        .style(theme::dialog)
        .into()
    }

    fn pair<'a>(
        &'a self,
        desk: &'a Desk,
        left: Field,
        right: Field,
    ) -> Row<'a, Message, theme::Theme> {
        row![self.field(desk, left), self.field(desk, right)].spacing(space::EDGE)
    }

    fn field<'a>(&'a self, desk: &'a Desk, which: Field) -> Element<'a, Message> {
        let (caption, hint, problem) = match which {
            Field::NumberFrom => ("filter-number-from", "filter-any", "filter-needs-number"),
            Field::NumberTo => ("filter-number-to", "filter-same", "filter-needs-number"),
            Field::DayFrom => ("filter-day-from", "filter-day-hint", "filter-needs-day"),
            Field::DayTo => ("filter-day-to", "filter-same", "filter-needs-day"),
            Field::AmountFrom => ("filter-amount-from", "filter-any", "filter-needs-amount"),
            Field::AmountTo => ("filter-amount-to", "filter-same", "filter-needs-amount"),
            Field::Item => ("filter-item", "filter-any", "filter-any"),
            Field::Reference => ("filter-reference", "filter-any", "filter-any"),
            Field::Voucher => ("filter-voucher", "filter-any", "filter-any"),
            Field::Closing => ("filter-closing", "filter-any", "filter-needs-number"),
        };
        let t = desk.t;
        field::Field {
            id: id(which),
            caption: t.text(caption),
            placeholder: t.text(hint),
            value: &self.typed[which as usize],
            problem: self.wrong.contains(&which).then(|| t.text(problem)),
        }
        .view(move |text| Message::Text(which, text), Some(Message::Go))
    }
}

fn group<'a>(
    caption: &'a str,
    choices: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    column![parts::section(caption), parts::choices(choices)]
        .spacing(6)
        .into()
}
