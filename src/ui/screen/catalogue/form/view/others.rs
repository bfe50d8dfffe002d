//! The pages of accounts, stock and tiles.

use super::super::{Message, State, Value};
use super::{Field, Screen, pair};
use crate::catalogue::StockMode;
use crate::catalogue::change::TileScope;
use crate::people::{Right, Role};
use crate::ui::action::Place;
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::Icon;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, line, soft, words};
use iced::Length;
use iced::widget::{Column, Row, column, container, row};

impl State {
    pub(super) fn accounts<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let may = desk.may(Right::Administer);
        let field = |field, caption, placeholder| {
            self.field(desk, field, t.text(caption), t.text(placeholder))
        };
        let splits = (0..self.draft.splits).map(|at| {
            row![
                field(Field::SplitAccount(at), "cat-account", "cat-hint-account"),
                field(Field::SplitProduct(at), "cat-product", ""),
                container(field(Field::SplitShare(at), "cat-share", "")).width(150),
                column![
                    line(" ", size::BODY, theme::MEDIUM),
                    button::icon_only(Icon::Trash2, theme::tertiary)
                        .on_press_maybe(may.then_some(Screen::Form(Message::RemoveSplit(at)))),
                ]
                .spacing(6),
            ]
            .spacing(space::EDGE)
            .into()
        });
        let more = button::with_icon(Icon::Plus, t.text("cat-split-more"), theme::tertiary)
            .width(Length::Shrink)
            .on_press_maybe(may.then_some(Screen::Form(Message::AddSplit)));
        let own: Element<'a, Screen> = if self.draft.splits == 0 {
            pair(
                field(Field::Account, "cat-account", "cat-hint-account"),
                field(Field::Product, "cat-product", "cat-hint-product"),
            )
        } else {
            Column::with_children(splits).spacing(space::GAP).into()
        };
        column![
            own,
            more,
            soft(t.text("cat-split-hint")),
            pair(
                field(Field::Principal, "cat-principal", "cat-hint-principal"),
                field(
                    Field::ThirdPartyAccount,
                    "cat-third-party-account",
                    "cat-hint-third-party-account",
                ),
            ),
            soft(t.text("cat-principal-hint")),
        ]
        .spacing(space::EDGE)
        .into()
    }

    pub(super) fn stock<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let modes = [
            (StockMode::None, "cat-stock-none"),
            (StockMode::Quantity, "cat-stock-quantity"),
            (StockMode::Numbered, "cat-stock-numbered"),
        ];
        let modes =
            modes.map(|(mode, key)| (t.text(key), self.draft.stock == mode, Value::Stock(mode)));
        let kept = self.draft.stock != StockMode::None;
        let level = self
            .entry
            .as_ref()
            .filter(|_| kept)
            .and_then(|entry| desk.facts.stock.get(&entry.item.id))
            .map(|level| t.with("cat-stock-level", &[("n", quantity(*level).into())]));
        let minimum = kept.then(|| {
            container(self.field(desk, Field::Minimum, t.text("cat-minimum"), "")).width(280)
        });
        column![self.segments(desk, t.text("cat-stock"), Field::Stock, modes)]
            .push(minimum)
            .push(level.map(|level| words(level, size::KEY, theme::MEDIUM)))
            .push(
                row![
                    button::with_icon(Icon::Package, t.text("cat-stock-go"), theme::secondary)
                        .width(Length::Shrink)
                        .on_press(Screen::Go(Place::Stock)),
                    soft(t.text("cat-stock-hint")),
                ]
                .spacing(space::EDGE)
                .align_y(iced::Center),
            )
            .spacing(space::EDGE)
            .into()
    }

    pub(super) fn tiles<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let (Some(entry), Some(master)) = (&self.entry, desk.master.as_deref()) else {
            return soft(t.text("cat-tiles-later")).into();
        };
        let may = desk.may(Right::Administer);
        let key = |scope: TileScope, owner: &str, caption: String| {
            let on = master.tiles_shown(scope, owner).contains(&entry.item.id);
            let message = Screen::Form(Message::Tile(scope, owner.to_owned()));
            let symbol = if on { Icon::SquareCheck } else { Icon::Square };
            button::with_icon(
                symbol,
                caption,
                if on { theme::chosen } else { theme::secondary },
            )
            .width(300)
            .on_press_maybe(may.then_some(message))
            .into()
        };
        let points = master.pay_points.iter();
        let points = points.map(|p| key(TileScope::PayPoint, &p.id, p.name.clone()));
        let sellers = desk.facts.users.iter();
        let sellers = sellers.filter(|user| matches!(user.role, Role::Clerk | Role::Manager));
        let sellers = sellers.map(|user| key(TileScope::User, &user.id, user.name.clone()));
        let wrapped = |keys: Vec<Element<'a, Screen>>| {
            Row::with_children(keys)
                .spacing(space::GAP)
                .wrap()
                .vertical_spacing(space::GAP)
        };
        column![
            line(t.text("cat-tiles-point"), size::KEY, theme::SEMIBOLD),
            wrapped(points.collect()),
            line(t.text("cat-tiles-user"), size::KEY, theme::SEMIBOLD),
            wrapped(sellers.collect()),
            soft(t.text("cat-tiles-hint")),
        ]
        .spacing(space::EDGE)
        .into()
    }
}
