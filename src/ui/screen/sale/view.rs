//! The picture of the sale.

use super::{Message, State};
use crate::acceptance::Means;
use crate::money::Money;
use crate::receipt::Kind;
use crate::ui::desk::Desk;
use crate::ui::icon::Icon;
use crate::ui::protocol::Health;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::basket::{self, Line};
use crate::ui::widget::keypad::{Key, keypad};
use crate::ui::widget::press::{Press, StyleFn};
use crate::ui::widget::tile::{self, Tile};
use crate::ui::widget::{Element, button, hairline, line, search, soft, tabs, title, totals};
use iced::widget::{Id, Row, column, container, row, rule, space as gap};
use iced::{Length, Padding};

/// Below this height there is no room for tiles and keypad at once.
const KEYPAD_NEEDS: f32 = 640.0;

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let panel = desk.side_panel();
        let main = row![
            self.left(desk, desk.size.width - panel),
            rule::vertical(1),
            container(self.right(desk))
                .width(panel - 1.0)
                .style(theme::panel),
        ]
        .height(Length::Fill);
        let screen = column![
            desk.header_with_lamp(
                (&desk.facts.pay_point, &desk.facts.register),
                Some(Message::Menu),
                Some(Message::User),
                Message::Devices,
            ),
            main
        ];
        self.over(screen.into(), desk)
    }

    fn left<'a>(&'a self, desk: &'a Desk, width: f32) -> Element<'a, Message> {
        let t = desk.t;
        let field = search::search(
            Self::search_field(),
            t.text("sale-search"),
            &self.query,
            "F2",
            Message::Search,
            Message::SearchSubmit,
            Message::Close,
        );
        let small = desk.size.height < KEYPAD_NEEDS;
        let toggle = small.then(|| {
            button::icon_only(Icon::Calculator, theme::quiet)
                .height(measure::MIDDLE)
                .width(measure::MIDDLE)
                .on_press(Message::Keypad)
        });
        let mut content = column![row![field].push(toggle).spacing(space::GAP)]
            .spacing(12)
            .padding(space::EDGE)
            .width(Length::Fill);
        if !small || !self.keypad_open {
            content = content
                .push(self.group_tabs(desk, width - 2.0 * space::EDGE))
                .push(self.chips(desk))
                .push(container(self.tiles(desk)).height(Length::Fill));
        }
        if !small || self.keypad_open {
            content = content.push(self.keys(desk));
        }
        content.into()
    }

    fn group_tabs<'a>(&'a self, desk: &'a Desk, width: f32) -> Element<'a, Message> {
        let t = desk.t;
        let names: Vec<&str> = std::iter::once(t.text("group-favourites"))
            .chain(desk.facts.offices.iter().map(|(name, _)| name.as_str()))
            .collect();
        let fitting = tabs::fitting(names.iter().copied(), width);
        // The open group is always among the tabs, at the last place if it is far behind.
        let mut shown: Vec<usize> = (0..fitting).collect();
        if self.shelf.tab >= fitting
            && let Some(last) = shown.last_mut()
        {
            *last = self.shelf.tab;
        }
        let open = if self.hits.is_some() {
            usize::MAX
        } else {
            shown
                .iter()
                .position(|at| *at == self.shelf.tab)
                .unwrap_or(0)
        };
        let more = (fitting < names.len()).then(|| (t.text("group-more"), Message::Groups));
        let tabs_shown = shown
            .into_iter()
            .filter_map(|at| names.get(at).map(|name| (*name, Message::Group(at))));
        tabs::tabs(tabs_shown.chain(more), open)
    }

    fn in_group(&self) -> &[usize] {
        self.hits.as_deref().unwrap_or_else(|| self.shelf.items())
    }

    // The groups of an office, where it has several.
    fn chips<'a>(&'a self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let t = desk.t;
        let groups: Vec<&str> = self.shelf.groups().collect();
        if groups.is_empty() || self.hits.is_some() {
            return None;
        }
        let chip = |name: &'a str, group: Option<usize>| {
            let chosen = self.shelf.group == group;
            Press::new(line(name, size::SUB, theme::MEDIUM))
                .style(if chosen {
                    theme::chosen
                } else {
                    theme::tertiary
                })
                .padding([0.0, 12.0])
                .height(44)
                .on_press(Message::Subgroup(group))
                .into()
        };
        let named = groups.into_iter().enumerate().map(|(at, name)| {
            let name = if name.is_empty() {
                t.text("group-none")
            } else {
                name
            };
            chip(name, Some(at))
        });
        let all = std::iter::once(chip(t.text("group-all"), None));
        Some(
            Row::with_children(all.chain(named))
                .spacing(space::GAP)
                .wrap()
                .vertical_spacing(space::GAP)
                .into(),
        )
    }

    fn tiles<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let shown = self.in_group();
        if shown.is_empty() {
            let text = if self.hits.is_some() {
                "sale-no-hits"
            } else {
                "sale-no-favourites"
            };
            return container(soft(desk.t.text(text)))
                .center(Length::Fill)
                .into();
        }
        let items = desk.facts.catalogue.items();
        tile::grid(
            Id::new("tiles"),
            shown.len(),
            self.offset,
            Message::Scrolled,
            move |at| {
                let item = shown
                    .get(at)
                    .and_then(|at| Some((*at, items.get(*at)?, desk.tiles.get(*at)?)));
                let Some((at, item, text)) = item else {
                    return gap().width(Length::Fill).into();
                };
                // Two lines of a tile hold about 36 letters; beyond that the short name says more.
                let long = item.name.chars().count() > 36 && !item.short_name.is_empty();
                Tile {
                    stripe: text.stripe,
                    name: if long { &item.short_name } else { &item.name },
                    price: &text.price,
                    hint: &text.hint,
                }
                .view(Some(Message::Tile(at)))
            },
        )
    }

    fn keys<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let digit = |face| Key::digit(face, Message::Type(face));
        let side = |key, message| Key::side(t.text(key), Some(message));
        let empty = desk.sale.as_ref().is_none_or(|open| open.sale.is_empty());
        let park = match (empty, desk.waiting.len()) {
            (true, 1..) => Key::side(t.text("park-show"), Some(Message::Park)),
            (true, 0) => Key::side(t.text("park"), None),
            (false, _) => side("park", Message::Park),
        };
        let apply = Key::side(t.text("apply"), self.has_entry().then_some(Message::Apply));
        let rows = vec![
            vec![
                digit("7"),
                digit("8"),
                digit("9"),
                Key::icon(Icon::Delete, Message::Backspace),
                side("key-times", Message::Times),
                park,
            ],
            vec![
                digit("4"),
                digit("5"),
                digit("6"),
                Key::side("C", Some(Message::Clear)),
                side("key-price", Message::Price),
                side("key-discount", Message::Discount),
            ],
            vec![
                digit("1"),
                digit("2"),
                digit("3"),
                digit("0"),
                digit("00"),
                if self.has_entry() {
                    apply.style(theme::primary)
                } else {
                    apply
                },
            ],
        ];
        keypad(rows, desk.key_height())
    }

    fn right<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let origin = desk
            .sale
            .as_ref()
            .and_then(|open| open.sale.origin.as_ref());
        let number = match origin {
            Some(origin) => t.with(
                if origin.kind == Kind::Void {
                    "sale-void-of"
                } else {
                    "sale-refund-of"
                },
                &[("n", origin.receipt.into())],
            ),
            None => t.with("sale-number", &[("n", desk.status.next_receipt.into())]),
        };
        let head = row![title(number), soft(&desk.sale_text.count)]
            .push(gap().width(Length::Fill))
            .push(self.pending().or_else(|| self.day_of_supply(desk)))
            .spacing(12)
            .align_y(iced::Center)
            .height(51)
            .padding(Padding {
                left: 20.0,
                right: 20.0,
                top: 8.0,
                bottom: 0.0,
            });
        let lines = &desk.sale_text.lines;
        let basket: Element<'a, Message> = if lines.is_empty() {
            container(soft(t.text("sale-empty")))
                .center(Length::Fill)
                .into()
        } else {
            basket::lines(
                Self::basket(),
                lines.len(),
                self.basket_offset,
                Message::BasketScrolled,
                move |at| {
                    let Some(text) = lines.get(at) else {
                        return gap().into();
                    };
                    Line {
                        quantity: (&text.quantity).into(),
                        name: (&text.name).into(),
                        sub: (&text.sub).into(),
                        amount: (&text.amount).into(),
                        selected: self.selected == Some(text.id),
                        void: text.voided,
                    }
                    .view((!text.voided).then_some(Message::Select(text.id)))
                },
            )
        };
        column![
            head,
            hairline(),
            container(basket).height(Length::Fill),
            rule::horizontal(2).style(theme::sum_line),
            self.foot(desk),
        ]
        .into()
    }

    fn foot<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let text = &desk.sale_text;
        let details = text
            .details
            .iter()
            .map(|(caption, amount)| totals::detail(caption.as_str(), amount.as_str()))
            .collect();
        let sum = if text.sum.is_empty() {
            crate::i18n::money(Money::ZERO)
        } else {
            text.sum.clone()
        };
        let partly = desk.sale.as_ref().is_some_and(|open| !open.paid.is_empty());
        let caption = t.text(if partly { "sale-rest" } else { "sale-sum" });
        let full = desk.sale.as_ref().is_some_and(|open| !open.sale.is_empty());
        let open = desk.sale.is_some();
        let pay: Element<'a, Message> = if full && text.due.is_zero() {
            button::large(t.text("sale-finish"), Some("F12"), theme::primary)
                .on_press(Message::Finish)
                .into()
        } else {
            let back = text.due.is_negative();
            let accepted = desk.sale.as_ref().map(|open| &open.acceptance);
            let accepted = accepted.filter(|_| !back);
            let no_card = accepted.is_some_and(|a| a.no_card().is_some());
            let no_cash = accepted.is_some_and(|a| a.refusal(Means::Cash).is_some());
            let card = full && desk.status.terminal != Health::Absent && !no_card;
            // Money goes back the way it came.
            let cash_first = back && !desk.pays_back_by_card();
            let (cash_style, card_style): (StyleFn, StyleFn) = if cash_first {
                (theme::primary, theme::secondary)
            } else {
                (theme::secondary, theme::primary)
            };
            row![
                button::large(
                    t.text(if back { "pay-cash-back" } else { "pay-cash" }),
                    Some("F8"),
                    cash_style
                )
                .on_press_maybe((full && !no_cash).then_some(Message::PayCash)),
                button::large(
                    t.text(if back { "pay-card-back" } else { "pay-card" }),
                    Some("F9"),
                    card_style
                )
                .on_press_maybe(card.then_some(Message::PayCard)),
            ]
            .spacing(space::GAP)
            .into()
        };
        let fixed = desk
            .sale
            .as_ref()
            .is_some_and(|open| open.sale.origin.is_some());
        let strike = self
            .selected
            .filter(|_| open && !fixed)
            .map(|_| Message::Strike);
        let rules = desk.refused_in_words();
        let rules = (full && !rules.is_empty()).then(|| soft(rules.join(" · ")));
        column![
            totals::totals(details, caption, sum),
            column![].push(rules),
            pay,
            row![
                if partly {
                    let open = desk.sale.as_ref();
                    let back = open.is_some_and(|open| open.paid.iter().any(|p| p.can_take_back));
                    button::narrow(t.text("sale-take-back"), theme::tertiary)
                        .on_press_maybe(back.then_some(Message::TakeBack))
                } else {
                    button::narrow(t.text("sale-strike"), theme::tertiary).on_press_maybe(strike)
                },
                button::narrow(t.text(self.voucher_key(desk)), theme::tertiary)
                    .on_press_maybe((open && !fixed && !partly).then_some(Message::Voucher)),
                button::narrow(t.text("sale-abort"), theme::tertiary)
                    .on_press_maybe(open.then_some(Message::Abort)),
            ]
            .spacing(space::GAP),
        ]
        .spacing(space::GAP)
        .padding(Padding {
            top: 12.0,
            right: 20.0,
            bottom: 16.0,
            left: 20.0,
        })
        .into()
    }
}
