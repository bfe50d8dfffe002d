//! The figures beside the steps of the closing.

use super::view::signed;
use super::{Message, State, Step};
use crate::i18n::money;
use crate::money::Money;
use crate::receipt::{Kind, PaymentKind};
use crate::ui::desk::Desk;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::totals::{statement, sum_statement};
use crate::ui::widget::{Element, button, card, fit, line, soft};
use iced::Length;
use iced::widget::{
    Column, Row, column, container, row, rule, scrollable, space as gap, text_input,
};

impl State {
    pub(super) fn right<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let mut content = Column::new().spacing(space::EDGE);
        if let (Some(period), true) = (&self.period, self.step != Step::Closed) {
            let totals = &period.totals;
            let cash = |kinds: &[Kind]| -> Money {
                kinds
                    .iter()
                    .filter_map(|kind| totals.cash.get(kind))
                    .map(|tally| tally.sum)
                    .sum()
            };
            let sales = totals.cash.get(&Kind::Sale).copied().unwrap_or_default();
            let income = t.with("closing-cash-in", &[("n", sales.count.into())]);
            let mut rows = Column::new()
                .push(statement(
                    t.text("closing-opening"),
                    cash(&[Kind::Opening]).to_string(),
                ))
                .push(statement(income, sales.sum.to_string()))
                .push(statement(
                    t.text("closing-cash-out"),
                    cash(&[Kind::Void, Kind::Refund, Kind::PayOut]).to_string(),
                ));
            for (kinds, caption) in [
                (&[Kind::Float, Kind::PayIn][..], "closing-put-in"),
                (
                    &[Kind::Skim, Kind::Delivery, Kind::Difference][..],
                    "closing-taken-out",
                ),
            ] {
                let sum = cash(kinds);
                if !sum.is_zero() {
                    rows = rows.push(statement(t.text(caption), sum.to_string()));
                }
            }
            rows = rows
                .push(rule::horizontal(2).style(theme::sum_line))
                .push(sum_statement(
                    t.text("closing-expected"),
                    money(period.expected),
                ));
            if self.step > Step::Look {
                rows = rows
                    .push(sum_statement(
                        t.text("closing-counted"),
                        money(self.count.total()),
                    ))
                    .push(gap().height(10))
                    .push(self.difference_card(desk));
            }
            content = content.push(card(rows).padding(20));
            let cards: Vec<_> = PaymentKind::ALL
                .iter()
                .filter(|kind| kind.by_card())
                .filter_map(|kind| totals.payments.get(kind))
                .collect();
            let count: u32 = cards.iter().map(|tally| tally.count).sum();
            let sum: Money = cards.iter().map(|tally| tally.sum).sum();
            let signed = [
                ("signed", totals.signed.into()),
                ("all", (totals.signed + totals.unsigned).into()),
            ];
            content = content.push(
                card(column![
                    statement(
                        t.with("closing-card", &[("n", count.into())]),
                        sum.to_string()
                    ),
                    statement(
                        t.text("closing-signatures"),
                        t.with("closing-signed", &signed)
                    ),
                ])
                .padding(20),
            );
        }
        let next = match self.step {
            Step::Look => t.text("closing-next-count"),
            Step::Count => t.text("closing-next-skim"),
            Step::Skim => t.text("closing-next-sign"),
            Step::Sign => t.text("closing-go"),
            Step::Closed => t.text("closing-finish"),
        };
        let back = if self.step == Step::Closed {
            None
        } else {
            Some(
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .width(Length::FillPortion(1))
                    .on_press(Message::Back),
            )
        };
        let print = (self.step == Step::Look).then(|| {
            button::large(t.text("closing-print-x"), None, theme::secondary)
                .width(Length::FillPortion(1))
                .on_press(Message::Pdf)
        });
        let buttons = Row::new()
            .push(back)
            .push(print)
            .push(
                button::large(next, Some("F12"), theme::primary)
                    .width(Length::FillPortion(2))
                    .on_press_maybe(self.may_go_on(desk).then_some(Message::Next)),
            )
            .spacing(space::GAP);
        column![container(scrollable(content).spacing(space::GAP)).height(Length::Fill),]
            // A button that stays dead has to say what it waits for.
            .push(
                self.lacks_reason()
                    .then(|| soft(t.text("closing-needs-reason"))),
            )
            .push(buttons)
            .spacing(space::EDGE)
            .into()
    }

    fn difference_card<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let difference = self.difference();
        let head = row![
            line(t.text("closing-difference"), 24.0, theme::BOLD),
            gap().width(Length::Fill),
            fit::fit(signed(difference), 24.0, theme::BOLD),
        ];
        if difference.is_zero() || self.count.is_empty() {
            return container(head)
                .padding(space::EDGE)
                .width(Length::Fill)
                .style(if self.count.is_empty() {
                    theme::bare
                } else {
                    theme::paid_card
                })
                .into();
        }
        let chosen = self.reason.as_deref().unwrap_or_default();
        let reasons = ["difference-change", "difference-note", "difference-unknown"].map(|key| {
            let text = t.text(key);
            button::small(
                text,
                if chosen == text {
                    theme::chosen
                } else {
                    theme::tertiary
                },
            )
            .on_press_maybe((self.step == Step::Count).then(|| Message::Reason(text.to_owned())))
            .into()
        });
        let mut content = column![
            head,
            line(t.text("difference-why"), size::BODY, theme::REGULAR),
            Row::with_children(reasons)
                .spacing(space::GAP)
                .wrap()
                .vertical_spacing(space::GAP),
        ]
        .spacing(space::GAP);
        if self.step == Step::Count {
            content = content.push(
                text_input(t.text("approval-reason-hint"), chosen)
                    .on_input(Message::ReasonText)
                    .size(size::BODY)
                    .padding([9.0, 12.0])
                    .style(theme::field),
            );
        }
        container(content)
            .padding(space::EDGE)
            .width(Length::Fill)
            .style(theme::warning_card)
            .into()
    }
}
