//! The page of prices: what it cost, costs and will cost, and the next price.

use super::super::{Message, Mode, State, Value};
use super::{Field, Screen, pair};
use crate::catalogue::{Price, PriceMode};
use crate::i18n::{date, money};
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::{Element, button, hairline, line, soft};
use iced::Length;
use iced::widget::{Column, column, container, row};

/// The texts of the ways a price comes about.
pub const MODES: [(Mode, &str); 3] = [
    (Mode::Fixed, "cat-mode-fixed"),
    (Mode::PerQuantity, "cat-mode-quantity"),
    (Mode::Range, "cat-mode-range"),
];

impl State {
    pub(super) fn price_page<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let title = if self.entry.is_some() {
            "cat-price-next"
        } else {
            "cat-price-first"
        };
        let modes =
            MODES.map(|(mode, key)| (t.text(key), self.draft.mode == mode, Value::Mode(mode)));
        let field =
            |field, caption, placeholder| self.field(desk, field, t.text(caption), placeholder);
        let limits = (self.draft.mode == Mode::Range).then(|| {
            pair(
                field(Field::PriceMin, "cat-price-min", "0,00"),
                field(Field::PriceMax, "cat-price-max", "0,00"),
            )
        });
        let amount = match self.draft.mode {
            Mode::Fixed => "cat-price-amount",
            Mode::PerQuantity => "cat-price-per-unit",
            Mode::Range => "cat-price-suggested",
        };
        let next = column![
            line(t.text(title), size::KEY, theme::SEMIBOLD),
            pair(
                self.segments(desk, t.text("cat-mode"), Field::Mode, modes),
                field(Field::PriceFrom, "cat-price-from", t.text("cat-hint-day")),
            ),
            pair(
                field(Field::Price, amount, "0,00"),
                field(Field::ThirdParty, "cat-third-party", "0,00"),
            ),
        ]
        .push(limits)
        .push(soft(t.text("cat-price-hint")))
        .spacing(space::EDGE);
        Column::new()
            .push(self.entry.as_ref().map(|_| self.prices(desk)))
            .push(desk.may(Right::Administer).then_some(next))
            .spacing(space::CARD)
            .into()
    }

    fn prices<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let (Some(entry), Some(master)) = (&self.entry, desk.master.as_deref()) else {
            return column![].into();
        };
        let may = desk.may(Right::Administer);
        let current = entry.price_on(master.today).map(|price| price.from);
        let rows = entry.prices.iter().rev().map(|price| {
            let coming = price.from > master.today;
            let withdrawn = self.draft.withdrawn.contains(&price.from);
            let state = match (withdrawn, coming, Some(price.from) == current) {
                (true, ..) => t.text("cat-price-withdrawn"),
                (_, true, _) => t.text("cat-price-coming"),
                (_, _, true) => t.text("cat-price-now"),
                _ => t.text("cat-price-past"),
            };
            let weight = if Some(price.from) == current {
                theme::SEMIBOLD
            } else {
                theme::REGULAR
            };
            let key = if withdrawn {
                "cat-price-keep"
            } else {
                "cat-price-withdraw"
            };
            let withdraw = (coming && may).then(|| {
                button::small(t.text(key), theme::tertiary)
                    .on_press(Screen::Form(Message::Withdraw(price.from)))
            });
            let from = if price.from <= crate::catalogue::file::FIRST_DAY {
                t.text("cat-price-always").to_owned()
            } else {
                t.with("cat-price-since", &[("day", date(price.from).into())])
            };
            column![
                row![
                    line(from, size::BODY, weight).width(180),
                    line(amount(price, t), size::BODY, weight).width(Length::Fill),
                    line(state, size::BODY, theme::REGULAR).style(theme::soft),
                ]
                .push(withdraw)
                .spacing(space::EDGE)
                .height(measure::MIDDLE)
                .align_y(iced::Center),
                hairline(),
            ]
            .into()
        });
        column![
            line(t.text("cat-prices"), size::KEY, theme::SEMIBOLD),
            container(Column::with_children(rows)),
        ]
        .spacing(space::GAP)
        .into()
    }
}

fn amount(price: &Price, t: &'static crate::i18n::Texts) -> String {
    let mut text = match price.mode {
        PriceMode::Fixed => money(price.amount),
        PriceMode::PerQuantity => {
            t.with("cat-amount-unit", &[("amount", money(price.amount).into())])
        }
        PriceMode::Range { min, max } => format!("{min} – {}", money(max)),
    };
    if !price.third_party.is_zero() {
        let part = t.with(
            "cat-amount-third",
            &[("amount", money(price.third_party).into())],
        );
        text.push_str(" · ");
        text.push_str(&part);
    }
    text
}
