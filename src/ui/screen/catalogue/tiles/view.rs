//! The picture of the tiles: whose, which in which order, and what can be added.

use super::super::{Field, Message as Screen, pieces};
use super::{Message, Owner, Page, State};
use crate::catalogue::change::TileScope;
use crate::people::{Right, Role};
use crate::ui::desk::Desk;
use crate::ui::icon::Icon;
use crate::ui::protocol::MasterData;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::press::Press;
use crate::ui::widget::{
    Element, button, fit, hairline, line, list, modal, notice, search, soft, tabs,
};
use iced::widget::{Column, column, container, row, scrollable, space as gap};
use iced::{Alignment, Length};

impl State {
    /// Builds the screen.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        note: Option<&'a (Rank, String)>,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let Some(master) = desk.master.as_deref() else {
            return container(soft(t.text("wait"))).center(Length::Fill).into();
        };
        let may = desk.may(Right::Administer);
        let read_only = (!may).then(|| notice::notice(Rank::Info, t.text("cat-read-only"), None));
        let note = note.map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        let middle = match self.page {
            Page::Items => self.chosen(desk, master, may),
            Page::Offices => self.offices(desk, master, may),
        };
        let adds = (may && self.page == Page::Items).then(|| self.adding(desk, master));
        let content = Column::new()
            .push(read_only)
            .push(note)
            .push(
                row![self.owners(desk, master), middle]
                    .push(adds)
                    .spacing(space::EDGE)
                    .height(Length::Fill),
            )
            .push(self.foot(desk, master, may))
            .spacing(12)
            .padding(space::EDGE);
        let screen = column![
            desk.header_titled(
                t.text("cat-tiles-title"),
                &desk.facts.register,
                None,
                Some(Screen::User)
            ),
            content.height(Length::Fill),
        ];
        if self.asking {
            modal::modal(
                screen,
                pieces::leave(
                    desk,
                    Screen::Tiles(Message::Stay),
                    Screen::Tiles(Message::Discard),
                ),
                None,
            )
        } else {
            screen.into()
        }
    }

    fn owners<'a>(&'a self, desk: &'a Desk, master: &'a MasterData) -> Element<'a, Screen> {
        let t = desk.t;
        let key = |owner: Owner, name: &'a str| {
            let chosen = self.owner == owner;
            Press::new(fit::fit(name, size::BODY, theme::MEDIUM))
                .style(if chosen { theme::chosen } else { theme::key })
                .align(Alignment::Start, Alignment::Center)
                .scrolls()
                .padding([0.0, 12.0])
                .width(Length::Fill)
                .height(measure::SMALL)
                .on_press(Screen::Tiles(Message::Owner(owner)))
                .into()
        };
        let points = master.pay_points.iter();
        let points = points.map(|p| key((TileScope::PayPoint, p.id.clone()), &p.name));
        let sellers = desk.facts.users.iter();
        let sellers = sellers.filter(|user| matches!(user.role, Role::Clerk | Role::Manager));
        let sellers = sellers.map(|user| key((TileScope::User, user.id.clone()), &user.name));
        let head = |key| line(t.text(key), size::SUB, theme::MEDIUM).style(theme::soft);
        let all = column![head("cat-tiles-point")]
            .extend(points)
            .push(gap().height(space::GAP))
            .push(head("cat-tiles-user"))
            .extend(sellers)
            .spacing(space::GAP);
        container(
            scrollable(container(all).padding(12))
                .spacing(0)
                .height(Length::Fill),
        )
        .style(theme::card)
        .padding(2)
        .width((desk.size.width * 0.19).clamp(200.0, 280.0))
        .height(Length::Fill)
        .into()
    }

    fn pages<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let message = |page| Screen::Tiles(Message::Page(page));
        let mut names = vec![(t.text("cat-tiles-items"), message(Page::Items))];
        if self.owner.0 == TileScope::PayPoint {
            names.push((t.text("cat-tiles-offices"), message(Page::Offices)));
        }
        tabs::tabs(names, usize::from(self.page == Page::Offices))
    }

    fn chosen<'a>(
        &'a self,
        desk: &'a Desk,
        master: &'a MasterData,
        may: bool,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let last = self.items.len().saturating_sub(1);
        let rows = self.items.iter().enumerate().map(|(at, id)| {
            let entry = master.assortment.entry(id);
            let name = entry.map_or(id.as_str(), |entry| entry.item.name.as_str());
            let office = entry.map_or("", |entry| entry.item.office.as_str());
            let key = |symbol, message, can: bool| {
                button::icon_only(symbol, theme::secondary)
                    .on_press_maybe((may && can).then_some(Screen::Tiles(message)))
            };
            let cells = row![
                line(format!("{}", at + 1), size::BODY, theme::MEDIUM)
                    .style(theme::soft)
                    .width(28),
                container(column![
                    fit::fit(name, size::BODY, theme::MEDIUM),
                    line(office, size::SUB, theme::REGULAR).style(theme::soft),
                ])
                .width(Length::Fill)
                .clip(true),
                key(Icon::ArrowUp, Message::Up(at), at > 0),
                key(Icon::ArrowDown, Message::Down(at), at < last),
                key(Icon::X, Message::Remove(at), true),
            ]
            .spacing(space::GAP)
            .align_y(iced::Center)
            .height(measure::ROW)
            .padding([0.0, 12.0]);
            let moved = self.moved == Some(at);
            let ground = if moved { theme::note_card } else { theme::bare };
            column![container(cells).style(ground), hairline()].into()
        });
        let content: Element<'a, Screen> = if self.items.is_empty() {
            let key = match self.owner.0 {
                TileScope::PayPoint => "cat-tiles-none-point",
                TileScope::User => "cat-tiles-none-user",
            };
            let begin = button::middle(t.text("cat-tiles-begin"), None, theme::secondary)
                .width(240)
                .on_press_maybe(may.then_some(Screen::Tiles(Message::Begin)));
            container(
                column![soft(t.text(key)).align_x(Alignment::Center), begin]
                    .spacing(space::EDGE)
                    .align_x(Alignment::Center),
            )
            .center(Length::Fill)
            .padding(space::CARD)
            .into()
        } else {
            scrollable(Column::with_children(rows))
                .spacing(0)
                .height(Length::Fill)
                .into()
        };
        self.panel(desk, content)
    }

    fn offices<'a>(
        &'a self,
        desk: &'a Desk,
        master: &'a MasterData,
        may: bool,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let rows = master.offices.iter().map(|office| {
            let shown = self.offices.is_empty() || self.offices.contains(&office.name);
            let symbol = if shown {
                Icon::SquareCheck
            } else {
                Icon::Square
            };
            let message = Screen::Tiles(Message::Office(office.name.clone()));
            list::custom(
                row![
                    crate::ui::icon::icon(symbol, 22.0),
                    line(&office.name, size::KEY, theme::MEDIUM),
                ]
                .spacing(12)
                .align_y(iced::Center),
                false,
                may.then_some(message),
            )
        });
        let content = column![
            container(soft(t.text("cat-tiles-offices-hint"))).padding([0.0, space::EDGE]),
            scrollable(Column::with_children(rows))
                .spacing(0)
                .height(Length::Fill),
        ]
        .spacing(space::GAP);
        self.panel(desk, content.into())
    }

    fn panel<'a>(&'a self, desk: &'a Desk, content: Element<'a, Screen>) -> Element<'a, Screen> {
        parts::card(column![
            container(self.pages(desk)).padding(12),
            hairline(),
            content
        ])
    }

    fn adding<'a>(&'a self, desk: &'a Desk, master: &'a MasterData) -> Element<'a, Screen> {
        let t = desk.t;
        let field = search::search(
            Field::TileSearch.id(),
            t.text("cat-tiles-add"),
            &self.query,
            "F2",
            |text| Screen::Typed(Field::TileSearch, text),
            Screen::Submit,
            Screen::Typed(Field::TileSearch, String::new()),
        );
        let entries = master.assortment.entries();
        let rows = self
            .hits
            .iter()
            .filter_map(|at| entries.get(*at))
            .map(|entry| {
                list::entry(
                    entry.item.name.as_str(),
                    format!("{} · {}", entry.item.id, entry.item.office),
                    crate::ui::icon::icon(Icon::Plus, 20.0),
                    false,
                    Some(Screen::Tiles(Message::Add(entry.item.id.clone()))),
                )
            });
        column![
            field,
            container(
                scrollable(Column::with_children(rows))
                    .spacing(0)
                    .height(Length::Fill)
            )
            .style(theme::card)
            .padding(2)
            .height(Length::Fill)
            .clip(true),
        ]
        .spacing(12)
        .width(Length::FillPortion(1))
        .into()
    }

    fn foot<'a>(
        &'a self,
        desk: &'a Desk,
        master: &'a MasterData,
        may: bool,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let save =
            (may && self.is_changed(master) && !self.sent).then_some(Screen::Tiles(Message::Save));
        row![
            button::middle(t.text("back"), Some("Esc"), theme::secondary)
                .width(150)
                .on_press(Screen::Back),
            gap().width(Length::Fill),
        ]
        .push(may.then(|| {
            button::middle(t.text("cat-save"), Some("F12"), theme::primary)
                .width(270)
                .on_press_maybe(save)
        }))
        .spacing(space::GAP)
        .into()
    }
}
