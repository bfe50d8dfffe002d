//! The dialogs over the sale.

use super::typing::outside;
use super::{Dialog, Message, State, Target};
use crate::catalogue::PriceMode;
use crate::i18n::money;
use crate::ui::action::{Action, Place};
use crate::ui::desk::Desk;
use crate::ui::protocol::Command;
use crate::ui::screen::{discount, entry};
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, modal, notice};
use iced::Length;
use iced::widget::{Column, Row, column, scrollable, text_input};

impl State {
    pub(super) fn park(&mut self, desk: &Desk) -> Action {
        self.clear_entry();
        if desk.sale.as_ref().is_some_and(|open| !open.sale.is_empty()) {
            self.dialog = Some(Dialog::Park(String::new()));
            Action::Focus(Self::text_field())
        } else {
            Action::Go(Place::Waiting)
        }
    }

    pub(super) fn entry(&mut self, message: entry::Message, desk: &Desk) -> Action {
        let (
            Some(
                Dialog::Quantity(_, entry)
                | Dialog::Price(_, entry)
                | Dialog::Voucher(_, entry)
                | Dialog::Supplied(entry),
            ),
            false,
        ) = (&mut self.dialog, message == entry::Message::Close)
        else {
            self.dialog = None;
            return Action::None;
        };
        if message == entry::Message::Today {
            entry.sent();
            return Action::Send(Command::Supplied(None));
        }
        entry.update(&message);
        if message != entry::Message::Submit || !entry.is_complete() {
            return Action::None;
        }
        match &mut self.dialog {
            Some(Dialog::Quantity(line, entry)) => match entry.number() {
                Some(quantity) => {
                    entry.sent();
                    Action::Send(Command::SetQuantity {
                        line: *line,
                        quantity,
                    })
                }
                None => Action::None,
            },
            Some(Dialog::Voucher(line, entry)) => {
                let number = entry.code().to_owned();
                entry.sent();
                Action::Send(match *line {
                    Some(line) => Command::VoucherNumber { line, number },
                    None => Command::Redeem { number },
                })
            }
            Some(Dialog::Supplied(entry)) => match entry.date() {
                Some(day) => {
                    entry.sent();
                    Action::Send(Command::Supplied(Some(day)))
                }
                None => Action::None,
            },
            Some(Dialog::Price(Target::Line(line), entry)) => match entry.amount() {
                Some(price) => {
                    entry.sent();
                    Action::Send(Command::SetPrice { line: *line, price })
                }
                None => Action::None,
            },
            Some(Dialog::Price(Target::Item(id, quantity), entry)) => {
                let (id, quantity, price) = (id.clone(), *quantity, entry.amount());
                // Nobody should type a Kassenzeichen for a price that does not do.
                let refusal = self
                    .finder
                    .exact(&id)
                    .zip(price)
                    .and_then(|(item, price)| outside(item, price, desk));
                if let Some(sentence) = refusal {
                    entry.failed(sentence);
                    return Action::None;
                }
                entry.sent();
                self.price_of_item(id, quantity, price)
            }
            _ => Action::None,
        }
    }

    fn price_of_item(
        &mut self,
        item: String,
        quantity: rust_decimal::Decimal,
        price: Option<crate::money::Money>,
    ) -> Action {
        if self
            .finder
            .exact(&item)
            .is_some_and(|item| item.needs_reference)
        {
            self.ask_reference(item, quantity, price);
            return Action::Focus(Self::text_field());
        }
        Action::Send(Command::Add {
            item,
            quantity,
            price,
            reference: None,
        })
    }

    pub(super) fn in_discount(&mut self, message: discount::Message) -> Action {
        let Some(Dialog::Discount(state)) = &mut self.dialog else {
            return Action::None;
        };
        match state.update(message) {
            discount::Outcome::Open => Action::None,
            discount::Outcome::Closed => {
                self.dialog = None;
                Action::None
            }
            discount::Outcome::Given { line, discount } => {
                Action::Send(Command::SetDiscount { line, discount })
            }
        }
    }

    pub(super) fn set_text(&mut self, new: String) {
        if let Some(Dialog::Reference { text, .. } | Dialog::Park(text)) = &mut self.dialog {
            *text = new;
        }
    }

    pub(super) fn confirm(&mut self) -> Action {
        match &mut self.dialog {
            // The dialog stays until the till has taken it: a refusal throws nothing away.
            Some(Dialog::Reference {
                item,
                quantity,
                price,
                text,
                sent,
                problem,
            }) if !text.trim().is_empty() && !*sent => {
                *sent = true;
                *problem = None;
                Action::Send(Command::Add {
                    item: item.clone(),
                    quantity: *quantity,
                    price: *price,
                    reference: Some(text.trim().to_owned()),
                })
            }
            Some(Dialog::Park(name)) => {
                let name = name.trim().to_owned();
                self.dialog = None;
                Action::Send(Command::Park { name })
            }
            _ => Action::None,
        }
    }

    pub(super) fn over<'a>(
        &'a self,
        screen: Element<'a, Message>,
        desk: &'a Desk,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let Some(dialog) = &self.dialog else {
            return screen;
        };
        let content: Element<'a, Message> = match dialog {
            Dialog::Quantity(line, entry) => {
                let open = desk.sale.as_ref();
                let line = open.and_then(|open| open.sale.lines().iter().find(|l| l.id == *line));
                let (name, unit) = line.map_or(("", ""), |line| {
                    (line.item.name.as_str(), line.item.unit.as_str())
                });
                entry
                    .view(desk, t.text("sale-quantity"), name.to_owned(), unit)
                    .map(Message::Entry)
            }
            Dialog::Price(target, entry) => {
                let item = match target {
                    Target::Item(item, _) => self.finder.exact(item),
                    Target::Line(id) => desk.sale.as_ref().and_then(|open| {
                        let line = open.sale.lines().iter().find(|line| line.id == *id)?;
                        Some(&line.item)
                    }),
                };
                let hint = match item.map(|item| (item.name.as_str(), item.mode)) {
                    Some((name, PriceMode::Range { min, max })) => {
                        format!("{name}: {min} – {}", money(max))
                    }
                    Some((name, _)) => name.to_owned(),
                    None => String::new(),
                };
                entry
                    .view(desk, t.text("sale-price"), hint, "€")
                    .map(Message::Entry)
            }
            Dialog::Voucher(line, entry) => {
                let (title, hint) = match line {
                    Some(_) => ("voucher-card", "voucher-card-hint"),
                    None => ("voucher-redeem", "voucher-redeem-hint"),
                };
                entry
                    .view(desk, t.text(title), t.text(hint).to_owned(), "")
                    .map(Message::Entry)
            }
            Dialog::Supplied(entry) => {
                let hint = t.text("supplied-hint").to_owned();
                entry
                    .view(desk, t.text("supplied-title"), hint, "")
                    .map(Message::Entry)
            }
            Dialog::Discount(state) => state.view(desk).map(Message::InDiscount),
            Dialog::Reference {
                text,
                item,
                problem,
                sent,
                ..
            } => {
                let name = self
                    .finder
                    .exact(item)
                    .map_or("", |item| item.name.as_str());
                let complete = !text.trim().is_empty() && !sent;
                let problem = problem
                    .as_deref()
                    .map(|problem| notice::notice(notice::Rank::Stop, problem, None));
                let field = field(t.text("sale-reference-hint"), text);
                modal::dialog(
                    t.text("sale-reference"),
                    column![modal::sentence(name), field]
                        .push(problem)
                        .spacing(space::EDGE),
                    vec![
                        close(desk),
                        button::large(t.text("apply"), None, theme::primary)
                            .on_press_maybe(complete.then_some(Message::Confirm))
                            .into(),
                    ],
                )
            }
            Dialog::Park(text) => modal::dialog(
                t.text("park-title"),
                column![
                    modal::sentence(t.text("park-text")),
                    field(t.text("park-hint"), text)
                ]
                .spacing(space::EDGE),
                vec![
                    close(desk),
                    button::large(t.text("park"), None, theme::primary)
                        .on_press(Message::Confirm)
                        .into(),
                ],
            ),
            Dialog::Groups => self.all_groups(desk),
            Dialog::Abort => abort(desk),
            Dialog::OtherWay(place) => other_way(desk, *place),
        };
        modal::modal(screen, content, None)
    }

    fn all_groups<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let names = std::iter::once(desk.t.text("group-favourites"))
            .chain(desk.facts.offices.iter().map(|(name, _)| name.as_str()));
        let tiles: Vec<Element<'a, Message>> = names
            .enumerate()
            .map(|(at, name)| {
                Press::new(fit::fit(name, size::KEY, theme::MEDIUM))
                    .style(if at == self.shelf.tab {
                        theme::chosen
                    } else {
                        theme::quiet
                    })
                    .width(264)
                    .height(measure::MIDDLE)
                    .padding([0.0, space::GAP])
                    .on_press(Message::Group(at))
                    .into()
            })
            .collect();
        let all = Row::with_children(tiles)
            .spacing(space::GAP)
            .wrap()
            .vertical_spacing(space::GAP);
        modal::dialog(
            desk.t.text("groups-title"),
            scrollable(Column::new().push(all).width(Length::Fill))
                .spacing(space::GAP)
                .height(Length::Shrink),
            vec![close(desk)],
        )
    }
}

fn abort(desk: &Desk) -> Element<'_, Message> {
    let t = desk.t;
    let reasons = [
        t.text("abort-customer-left"),
        t.text("abort-wrong"),
        t.text("abort-no-means"),
    ]
    .map(|reason| {
        button::middle(reason, None, theme::danger)
            .on_press(Message::AbortFor(reason.to_owned()))
            .into()
    });
    modal::dialog(
        t.text("abort-title"),
        column![
            modal::sentence(t.text("abort-text")),
            Column::with_children(reasons).spacing(space::GAP)
        ]
        .spacing(space::EDGE),
        vec![close(desk)],
    )
}

fn other_way(desk: &Desk, place: Place) -> Element<'_, Message> {
    let t = desk.t;
    let (text, go) = match place {
        Place::Card(_) => ("pay-other-way-card", "pay-card-back"),
        _ => ("pay-other-way-cash", "pay-cash-back"),
    };
    modal::dialog(
        t.text("pay-other-way"),
        modal::sentence(t.text(text)),
        vec![
            close(desk),
            button::large(t.text(go), None, theme::secondary)
                .on_press(Message::PayAnyway)
                .into(),
        ],
    )
}

fn close(desk: &Desk) -> Element<'_, Message> {
    button::large(desk.t.text("back"), Some("Esc"), theme::secondary)
        .on_press(Message::Close)
        .into()
}

fn field<'a>(hint: &'a str, text: &'a str) -> iced::widget::TextInput<'a, Message, theme::Theme> {
    text_input(hint, text)
        .id(State::text_field())
        .on_input(Message::Text)
        .on_submit(Message::Confirm)
        .size(size::KEY)
        .padding([14.0, space::EDGE])
        .style(theme::field)
}
