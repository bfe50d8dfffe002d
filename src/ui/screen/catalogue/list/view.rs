//! The picture of the list.

mod entry;

use entry::heads;

use super::super::{Field, Message as Screen, choice};
use super::{Choosing, Filter, Message, Shown, State};
use crate::catalogue::ItemKind;
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::{Element, button, hairline, list, modal, notice, search, soft};
use iced::Length;
use iced::widget::{column, container, row, space as gap};

/// What header, search, filters and buttons take of the height of the window.
pub const AROUND: f32 = 374.0;

impl State {
    /// Builds the screen.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        note: Option<&'a (Rank, String)>,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let may = desk.may(Right::Administer);
        let field = search::search(
            Field::Search.id(),
            t.text("cat-search"),
            &self.query,
            "F2",
            |text| Screen::Typed(Field::Search, text),
            Screen::Open,
            Screen::Typed(Field::Search, String::new()),
        );
        let head = row![
            container(field).width(Length::Fill),
            act(
                Icon::Plus,
                t.text("cat-new"),
                theme::primary,
                may.then_some(Screen::New)
            ),
            act(
                Icon::LayoutGrid,
                t.text("cat-tiles"),
                theme::secondary,
                Some(Screen::OpenTiles)
            ),
            act(
                Icon::FileInput,
                t.text("cat-file"),
                theme::secondary,
                Some(Screen::OpenFile)
            ),
        ]
        .spacing(space::GAP);
        let note = note.map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        let read_only = (!may).then(|| notice::notice(Rank::Info, t.text("cat-read-only"), None));
        let content = column![head, self.filters(desk)]
            .push(read_only)
            .push(note)
            .push(self.table(desk))
            .push(self.foot(desk, may))
            .spacing(12)
            .padding(space::EDGE);
        let screen = column![
            desk.header_with_lamp(
                (t.text("menu-catalogue"), &desk.facts.register),
                Some(Screen::Menu),
                Some(Screen::User),
                Screen::Devices,
            ),
            content.height(Length::Fill),
        ];
        match self.choosing {
            None => screen.into(),
            Some(what) => modal::modal(screen, self.choices(desk, what), None),
        }
    }

    fn filters<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let filter = &self.filter;
        let open = |what| Some(Screen::List(Message::Choose(what)));
        let any = t.text("cat-any");
        let kind = filter.kind.map_or(any, |kind| t.text(kind_key(kind)));
        let shown = Shown::ALL.iter().find(|(shown, _)| *shown == filter.shown);
        let groups = self.groups(desk);
        row![
            choice::key(
                t.text("cat-office"),
                filter.office.as_deref().unwrap_or(any),
                open(Choosing::Office)
            ),
            choice::key(
                t.text("cat-group"),
                group_name(desk, filter.group.as_deref()),
                open(Choosing::Group).filter(|_| groups.len() > 1)
            ),
            choice::key(t.text("cat-kind"), kind, open(Choosing::Kind)),
            choice::key(
                t.text("cat-shown"),
                shown.map_or("", |(_, key)| t.text(key)),
                open(Choosing::Shown)
            ),
        ]
        .spacing(space::GAP)
        .into()
    }

    // Groups of the office that is chosen, or of all.
    fn groups(&self, desk: &Desk) -> Vec<String> {
        let entries = desk.master.iter().flat_map(|m| m.assortment.entries());
        let mut groups: Vec<String> = entries
            .map(|entry| &entry.item)
            .filter(|item| {
                self.filter
                    .office
                    .as_ref()
                    .is_none_or(|o| *o == item.office)
            })
            .map(|item| item.group.clone())
            .collect();
        groups.sort();
        groups.dedup();
        groups
    }

    fn choices<'a>(&'a self, desk: &'a Desk, what: Choosing) -> Element<'a, Screen> {
        let t = desk.t;
        let now = &self.filter;
        let any = || t.text("cat-any").to_owned();
        let (title, choices): (&str, Vec<(String, Filter)>) = match what {
            Choosing::Office => {
                let with = |office| Filter {
                    office,
                    group: None,
                    ..now.clone()
                };
                let offices = desk.master.iter().flat_map(|m| &m.offices);
                let named = offices.map(|o| (o.name.clone(), with(Some(o.name.clone()))));
                (
                    "cat-office",
                    std::iter::once((any(), with(None))).chain(named).collect(),
                )
            }
            Choosing::Group => {
                let with = |group| Filter {
                    group,
                    ..now.clone()
                };
                let groups = self.groups(desk).into_iter();
                let named = groups.map(|g| {
                    let name = group_name(desk, Some(&g)).to_owned();
                    (name, with(Some(g)))
                });
                (
                    "cat-group",
                    std::iter::once((any(), with(None))).chain(named).collect(),
                )
            }
            Choosing::Kind => {
                let with = |kind| Filter {
                    kind,
                    ..now.clone()
                };
                let named = KINDS.map(|k| (t.text(kind_key(k)).to_owned(), with(Some(k))));
                (
                    "cat-kind",
                    std::iter::once((any(), with(None))).chain(named).collect(),
                )
            }
            Choosing::Shown => {
                let named = Shown::ALL.map(|(shown, key)| {
                    (
                        t.text(key).to_owned(),
                        Filter {
                            shown,
                            ..now.clone()
                        },
                    )
                });
                ("cat-shown", named.into_iter().collect())
            }
        };
        let choices = choices.into_iter().map(|(caption, filter)| {
            (
                caption,
                filter == *now,
                Screen::List(Message::Filter(filter)),
            )
        });
        choice::dialog(
            t.text(title),
            t.text("back"),
            choices.collect(),
            Screen::List(Message::Close),
        )
    }

    fn table<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let Some(master) = desk.master.as_deref() else {
            return container(soft(t.text("wait"))).center(Length::Fill).into();
        };
        let content: Element<'a, Screen> = if self.shown.is_empty() {
            container(soft(t.text("cat-none")))
                .center(Length::Fill)
                .into()
        } else {
            list::windowed(
                Self::rows(),
                self.shown.len(),
                self.offset,
                |offset| Screen::List(Message::Scrolled(offset)),
                move |at| {
                    let entry = self
                        .shown
                        .get(at)
                        .and_then(|at| master.assortment.entries().get(*at));
                    match entry {
                        Some(entry) => self.row(at, entry, master, desk),
                        None => gap().height(super::PITCH).into(),
                    }
                },
            )
        };
        let scrolls = self.shown.len() as f32 * super::PITCH > desk.size.height - AROUND;
        container(column![heads(desk, scrolls), hairline(), content])
            .style(theme::card)
            .padding(2)
            .height(Length::Fill)
            .clip(true)
            .into()
    }

    fn foot<'a>(&'a self, desk: &'a Desk, may: bool) -> Element<'a, Screen> {
        let t = desk.t;
        let ticked = self.ticked.len();
        let count = t.with(
            "cat-count",
            &[("n", self.shown.len().into()), ("ticked", ticked.into())],
        );
        let all = Screen::List(Message::TickAll(ticked == 0));
        let (tick, symbol) = if ticked == 0 {
            ("cat-tick-all", Icon::ListChecks)
        } else {
            ("cat-tick-none", Icon::X)
        };
        let mass = t.with("cat-mass-n", &[("n", ticked.into())]);
        let back = (!desk.is_at_home_in_catalogue()).then(|| {
            button::middle(t.text("back"), Some("Esc"), theme::secondary)
                .width(180)
                .on_press(Screen::Back)
        });
        row![]
            .push(back)
            .push(may.then(|| act(symbol, t.text(tick), theme::tertiary, Some(all))))
            .push(
                container(soft(count))
                    .width(Length::Fill)
                    .padding([0.0, space::GAP]),
            )
            .push(may.then(|| {
                button::middle(mass, None, theme::primary)
                    .width(300)
                    .on_press_maybe((ticked > 0).then_some(Screen::OpenMass))
            }))
            .spacing(space::GAP)
            .align_y(iced::Center)
            .into()
    }
}

/// A button as wide as its caption.
fn act<'a>(
    symbol: Icon,
    caption: &'a str,
    style: crate::ui::widget::press::StyleFn,
    message: Option<Screen>,
) -> Element<'a, Screen> {
    button::with_icon(symbol, caption, style)
        .width(Length::Shrink)
        .on_press_maybe(message)
        .into()
}

fn group_name<'a>(desk: &'a Desk, group: Option<&'a str>) -> &'a str {
    match group {
        None => desk.t.text("cat-any"),
        Some("") => desk.t.text("cat-no-group"),
        Some(group) => group,
    }
}

/// Every kind, in the order they are offered.
pub const KINDS: [ItemKind; 4] = [
    ItemKind::Fee,
    ItemKind::Article,
    ItemKind::Service,
    ItemKind::Transit,
];

/// The text that names a kind.
pub fn kind_key(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Fee => "cat-kind-fee",
        ItemKind::Article => "cat-kind-article",
        ItemKind::Service => "cat-kind-service",
        ItemKind::Transit => "cat-kind-transit",
    }
}
