//! Ringing up: tiles and search on the left, the basket on the right, the keypad below.

mod dialog;
mod message;
mod shelf;
mod typing;
mod view;
mod voucher;

pub use message::Message;
use shelf::Shelf;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::find::Finder;
use super::super::protocol::Command;
use super::{discount, entry};
use crate::money::Money;
use iced::widget::Id;
use rust_decimal::Decimal;

/// The longest row of digits one can type.
const LONGEST: usize = 13;

/// What the screen remembers.
#[derive(Debug)]
pub struct State {
    finder: Finder,
    query: String,
    hits: Option<Vec<usize>>,
    shelf: Shelf,
    offset: f32,
    basket_offset: f32,
    typed: String,
    times: Option<Decimal>,
    price: Option<Money>,
    selected: Option<u32>,
    dialog: Option<Dialog>,
    keypad_open: bool,
}

/// A dialog over the screen.
#[derive(Debug, Clone)]
pub(in crate::ui) enum Dialog {
    Quantity(u32, entry::State),
    Price(Target, entry::State),
    Reference {
        item: String,
        quantity: Decimal,
        price: Option<Money>,
        text: String,
        problem: Option<String>,
        /// On its way to the till; a second Enter must not ring it up twice.
        sent: bool,
    },
    Discount(discount::State),
    /// A voucher is redeemed, or with a line: its card's number.
    Voucher(Option<u32>, entry::State),
    /// The day of the supply.
    Supplied(entry::State),
    Groups,
    Park(String),
    Abort,
    /// Money goes back another way than it came: the second press.
    OtherWay(Place),
}

/// What kind of dialog lies over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogKind {
    /// One for a figure.
    Figure,
    /// The one for a discount.
    Discount,
    /// One with a text field.
    Text,
    /// One with nothing to type.
    Other,
}

/// What a typed price is for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ui) enum Target {
    Line(u32),
    Item(String, Decimal),
}

impl State {
    /// The screen of a fresh register.
    pub fn new(desk: &Desk) -> Self {
        Self {
            finder: Finder::new(desk.facts.catalogue.clone()),
            query: String::new(),
            hits: None,
            shelf: Shelf::new(desk),
            offset: 0.0,
            basket_offset: 0.0,
            typed: String::new(),
            times: None,
            price: None,
            selected: None,
            dialog: None,
            keypad_open: false,
        }
    }

    /// Another day or another catalogue: what is typed, searched and open stays.
    pub fn renew(&mut self, desk: &Desk) {
        self.finder = Finder::new(desk.facts.catalogue.clone());
        self.shelf.renew(desk);
        if self.hits.is_some() {
            self.hits = Some(self.finder.find(&self.query));
        }
    }

    /// The search field.
    pub fn search_field() -> Id {
        Id::new("search")
    }

    /// The text field of a dialog.
    pub fn text_field() -> Id {
        Id::new("sale-text")
    }

    /// The basket.
    pub fn basket() -> Id {
        Id::new("basket")
    }

    /// Whether a dialog lies over the screen.
    pub fn has_dialog(&self) -> bool {
        self.dialog.is_some()
    }

    /// Whether a scanner may type into what is open.
    pub(in crate::ui) fn may_scan(&self) -> bool {
        matches!(self.dialog, None | Some(Dialog::Voucher(..)))
    }

    /// The dialog over the screen.
    pub(in crate::ui) fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    /// Puts the dialog back to what it was; a dialog that is gone stays gone.
    pub(in crate::ui) fn restore_dialog(&mut self, before: Dialog) {
        if self.dialog.is_some() {
            self.dialog = Some(before);
        }
    }

    /// Tells the dialogs apart; 0 for none.
    pub(in crate::ui) fn dialog_number(&self) -> u8 {
        match &self.dialog {
            None => 0,
            Some(Dialog::Quantity(..)) => 1,
            Some(Dialog::Price(..)) => 2,
            Some(Dialog::Reference { .. }) => 3,
            Some(Dialog::Discount(_)) => 4,
            Some(Dialog::Groups) => 5,
            Some(Dialog::Park(_)) => 6,
            Some(Dialog::Abort) => 7,
            Some(Dialog::OtherWay(_)) => 8,
            Some(Dialog::Voucher(..)) => 9,
            Some(Dialog::Supplied(_)) => 10,
        }
    }

    /// Whether the tiles show what was searched for.
    pub fn is_searching(&self) -> bool {
        self.hits.is_some()
    }

    /// What the keyboard types into.
    pub fn dialog_kind(&self) -> DialogKind {
        match &self.dialog {
            Some(
                Dialog::Quantity(..)
                | Dialog::Price(..)
                | Dialog::Voucher(..)
                | Dialog::Supplied(_),
            ) => DialogKind::Figure,
            Some(Dialog::Discount(_)) => DialogKind::Discount,
            Some(Dialog::Reference { .. } | Dialog::Park(_)) => DialogKind::Text,
            _ => DialogKind::Other,
        }
    }

    /// The line below or above the selected one.
    pub fn neighbour(&self, desk: &Desk, down: bool) -> Option<u32> {
        let lines: Vec<u32> = desk
            .sale_text
            .lines
            .iter()
            .filter(|line| !line.voided)
            .map(|line| line.id)
            .collect();
        let at = lines.iter().position(|id| Some(*id) == self.selected)?;
        let next = if down { at + 1 } else { at.checked_sub(1)? };
        lines.get(next).copied()
    }

    pub(super) fn has_entry(&self) -> bool {
        !self.typed.is_empty() || self.times.is_some() || self.price.is_some()
    }

    /// The open sale has changed.
    pub fn sale_changed(&mut self, desk: &Desk) {
        match &desk.sale {
            Some(open) => {
                let lines = open.sale.lines();
                let exists = |id: &u32| lines.iter().any(|line| line.id == *id && !line.voided);
                let last = lines
                    .iter()
                    .rev()
                    .find(|line| !line.voided)
                    .map(|line| line.id);
                self.selected = open.touched.or(self.selected).filter(exists).or(last);
            }
            None => {
                self.selected = None;
                self.basket_offset = 0.0;
            }
        }
    }

    /// Where the basket has to be scrolled to so that the selected line is in sight.
    pub fn scroll_to(&self, desk: &Desk) -> Option<f32> {
        let at = desk
            .sale_text
            .lines
            .iter()
            .position(|line| Some(line.id) == self.selected)?;
        // The basket is about as high as the window less header and totals.
        let in_sight = ((desk.size.height - 420.0) / 60.0).max(1.0);
        Some(((at as f32 + 1.0 - in_sight) * 60.0).max(0.0))
    }

    /// The till refused something; an open dialog shows why. Returns whether it did.
    pub fn failed(&mut self, sentence: &str) -> bool {
        match &mut self.dialog {
            Some(
                Dialog::Quantity(_, entry)
                | Dialog::Price(_, entry)
                | Dialog::Voucher(_, entry)
                | Dialog::Supplied(entry),
            ) => {
                entry.failed(sentence.to_owned());
                true
            }
            Some(Dialog::Discount(discount)) => {
                discount.failed(sentence.to_owned());
                true
            }
            Some(Dialog::Reference { problem, sent, .. }) => {
                *problem = Some(sentence.to_owned());
                *sent = false;
                true
            }
            _ => false,
        }
    }

    /// What the till was asked for has worked: a dialog that was waiting for it can go.
    pub fn succeeded(&mut self) {
        self.dialog = None;
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            Message::Search(query) => {
                self.hits = (!query.trim().is_empty()).then(|| self.finder.find(&query));
                self.query = query;
                self.offset = 0.0;
            }
            Message::SearchFrom(letter) => {
                self.query.push(letter);
                self.hits = Some(self.finder.find(&self.query));
                self.offset = 0.0;
                return Action::Focus(Self::search_field());
            }
            Message::SearchSubmit => {
                // The field lets go of the keyboard: what is typed next is a quantity, not a search.
                let action = self.search_submit(desk);
                return Action::Many(vec![Action::Focus(Id::new("keypad")), action]);
            }
            Message::SearchFocus => return Action::Select(Self::search_field()),
            Message::Group(group) => {
                self.shelf.open(group);
                self.clear_search();
                self.dialog = None;
            }
            Message::Subgroup(group) => {
                self.shelf.group = group;
                self.offset = 0.0;
            }
            Message::Groups => self.dialog = Some(Dialog::Groups),
            Message::Scrolled(offset) => self.offset = offset,
            Message::BasketScrolled(offset) => self.basket_offset = offset,
            Message::Tile(at) => {
                if let Some(item) = desk.facts.catalogue.items().get(at).cloned() {
                    self.clear_search();
                    return self.ring_up(&item, desk);
                }
            }
            Message::Scanned(code) => {
                self.typed.clear();
                return self.code(&code, desk);
            }
            Message::Select(line) => self.selected = Some(line),
            Message::Type(digits) => {
                if self.typed.len() + digits.len() <= LONGEST {
                    self.typed.push_str(digits);
                }
            }
            Message::Backspace => {
                if self.typed.pop().is_none() {
                    (self.times, self.price) = (None, None);
                }
            }
            Message::Clear => self.clear_entry(),
            Message::Times => return self.times(desk),
            Message::Price => return self.price(desk),
            Message::Discount => {
                if desk.sale.as_ref().is_some_and(|open| !open.sale.is_empty()) {
                    self.dialog = Some(Dialog::Discount(discount::State::new(self.selected)));
                }
            }
            Message::Voucher => self.voucher(desk),
            Message::Supplied => {
                if desk
                    .sale
                    .as_ref()
                    .is_some_and(|open| open.sale.origin.is_none())
                {
                    self.dialog = Some(Dialog::Supplied(entry::State::new(entry::Figure::Date)));
                }
            }
            Message::Apply => return self.apply(desk),
            Message::Park => return self.park(desk),
            Message::Strike => {
                if let Some(line) = self.selected {
                    return Action::Send(Command::Strike { line });
                }
            }
            Message::TakeBack => {
                let paid = desk
                    .sale
                    .as_ref()
                    .and_then(|open| open.paid.iter().rev().find(|p| p.can_take_back));
                if let Some(paid) = paid {
                    return Action::Send(Command::TakeBack {
                        payment: paid.id,
                        card: paid.card,
                    });
                }
            }
            Message::Abort => {
                if desk.sale.is_some() {
                    self.dialog = Some(Dialog::Abort);
                }
            }
            Message::AbortFor(reason) => {
                self.dialog = None;
                return Action::Send(Command::Abort { reason });
            }
            Message::PayCash => return self.pay(Place::Cash, desk),
            Message::PayCard => return self.pay(Place::Card(desk.sale_text.due), desk),
            Message::Finish => {
                self.clear_entry();
                return Action::Send(Command::Finish);
            }
            Message::Keypad => self.keypad_open = !self.keypad_open,
            Message::Entry(message) => return self.entry(message, desk),
            Message::InDiscount(message) => return self.in_discount(message),
            Message::Text(text) => self.set_text(text),
            Message::Confirm => return self.confirm(),
            Message::PayAnyway => {
                if let Some(Dialog::OtherWay(place)) = self.dialog.take() {
                    return Action::Go(place);
                }
            }
            Message::Close => {
                if self.dialog.take().is_none() {
                    self.clear_search();
                    self.clear_entry();
                }
            }
            Message::Menu | Message::User | Message::Devices => {}
        }
        Action::None
    }
}
