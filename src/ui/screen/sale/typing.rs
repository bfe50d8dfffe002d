//! What is typed and searched, and what becomes of it.

use super::{Dialog, State, Target};
use crate::acceptance::Means;
use crate::catalogue::{Item, PriceMode};
use crate::i18n::money;
use crate::money::Money;
use crate::ui::action::{Action, Place};
use crate::ui::desk::{Desk, read_quantity};
use crate::ui::protocol::Command;
use crate::ui::screen::entry;
use crate::ui::typed::{self, Typed};
use crate::ui::widget::notice::Rank;
use crate::voucher::Number;
use rust_decimal::Decimal;

impl State {
    pub(super) fn clear_search(&mut self) {
        self.query.clear();
        self.hits = None;
        self.offset = 0.0;
    }

    pub(super) fn clear_entry(&mut self) {
        self.typed.clear();
        self.times = None;
        self.price = None;
    }

    pub(super) fn search_submit(&mut self, desk: &Desk) -> Action {
        if let Some(item) = self.finder.exact(&self.query).cloned() {
            self.clear_search();
            return self.ring_up(&item, desk);
        }
        // One hit, or the best of several: the first tile.
        match self.hits.as_deref() {
            Some([first, ..]) => {
                let item = desk.facts.catalogue.items().get(*first).cloned();
                self.clear_search();
                item.map_or(Action::None, |item| self.ring_up(&item, desk))
            }
            Some([]) => self.not_found(&self.query.clone(), desk),
            None => Action::None,
        }
    }

    pub(super) fn code(&mut self, code: &str, desk: &Desk) -> Action {
        self.clear_search();
        match self.finder.exact(code).cloned() {
            Some(item) => self.ring_up(&item, desk),
            None if Number::is_ours(code.trim()) => Action::Send(Command::Redeem {
                number: code.trim().to_owned(),
            }),
            None => self.not_found(code, desk),
        }
    }

    pub(super) fn not_found(&self, code: &str, desk: &Desk) -> Action {
        let sentence = desk
            .t
            .with("problem-no-item", &[("code", code.trim().into())]);
        Action::Notice(Rank::Warning, sentence)
    }

    pub(super) fn ring_up(&mut self, item: &Item, desk: &Desk) -> Action {
        let quantity = self.times.unwrap_or(Decimal::ONE);
        let price = self.price;
        let mut typed = Typed::default();
        typed.push(&price.map(Money::cents).unwrap_or_default().to_string());
        self.clear_entry();
        self.dialog = None;
        let refusal = price.and_then(|price| outside(item, price, desk));
        if matches!(item.mode, PriceMode::Range { .. }) && (price.is_none() || refusal.is_some()) {
            let entry = match refusal {
                Some(sentence) => entry::State::refused(typed, sentence),
                None => entry::State::new(entry::Figure::Amount),
            };
            self.dialog = Some(Dialog::Price(
                Target::Item(item.id.clone(), quantity),
                entry,
            ));
            return Action::None;
        }
        if item.needs_reference {
            self.ask_reference(item.id.clone(), quantity, price);
            return Action::Focus(Self::text_field());
        }
        Action::Send(Command::Add {
            item: item.id.clone(),
            quantity,
            price,
            reference: None,
        })
    }

    pub(super) fn ask_reference(&mut self, item: String, quantity: Decimal, price: Option<Money>) {
        self.dialog = Some(Dialog::Reference {
            item,
            quantity,
            price,
            text: String::new(),
            problem: None,
            sent: false,
        });
    }

    pub(super) fn times(&mut self, desk: &Desk) -> Action {
        if self.typed.is_empty() {
            if let Some(line) = self.selected.filter(|_| desk.sale.is_some()) {
                self.dialog = Some(Dialog::Quantity(
                    line,
                    entry::State::new(entry::Figure::Number),
                ));
            }
            return Action::None;
        }
        self.times = read_quantity(&self.typed).filter(|times| !times.is_zero());
        self.typed.clear();
        Action::None
    }

    pub(super) fn price(&mut self, desk: &Desk) -> Action {
        if !self.typed.is_empty() {
            self.price = typed::amount(&self.typed);
            self.typed.clear();
            return Action::None;
        }
        let Some(open) = &desk.sale else {
            return Action::None;
        };
        let line = open
            .sale
            .lines()
            .iter()
            .find(|line| Some(line.id) == self.selected);
        match line.map(|line| (line.id, line.item.mode)) {
            Some((id, PriceMode::Range { .. })) => {
                let entry = entry::State::new(entry::Figure::Amount);
                self.dialog = Some(Dialog::Price(Target::Line(id), entry));
                Action::None
            }
            Some(_) => Action::Notice(Rank::Info, desk.t.text("sale-price-is-fixed").to_owned()),
            None => Action::None,
        }
    }

    pub(super) fn apply(&mut self, desk: &Desk) -> Action {
        if let (Some(line), true) = (self.selected, self.times.is_some() || self.price.is_some()) {
            let quantity = self
                .times
                .map(|quantity| Command::SetQuantity { line, quantity });
            let price = self.price.map(|price| Command::SetPrice { line, price });
            self.clear_entry();
            return Action::Many(
                quantity
                    .into_iter()
                    .chain(price)
                    .map(Action::Send)
                    .collect(),
            );
        }
        if self.typed.is_empty() {
            return Action::None;
        }
        let code = std::mem::take(&mut self.typed);
        self.code(&code, desk)
    }

    pub(super) fn pay(&mut self, place: Place, desk: &Desk) -> Action {
        self.clear_entry();
        self.clear_search();
        if desk.sale.as_ref().is_none_or(|open| open.sale.is_empty()) {
            let sentence = desk.t.text("problem-nothing-rung-up").to_owned();
            return Action::Notice(Rank::Info, sentence);
        }
        if desk.sale_text.due.is_zero() {
            return Action::Send(Command::Finish);
        }
        let refused = desk
            .sale
            .as_ref()
            .filter(|_| desk.sale_text.due > Money::ZERO);
        let refused = refused.and_then(|open| match place {
            Place::Card(_) => open.acceptance.no_card(),
            _ => open.acceptance.refusal(Means::Cash),
        });
        if let Some(refused) = refused {
            return Action::Notice(Rank::Info, refused.sentence(desk.lang));
        }
        // Money goes back the way it came, unless somebody says so twice.
        let card = matches!(place, Place::Card(_));
        if desk.sale_text.due.is_negative() && card != desk.pays_back_by_card() {
            self.dialog = Some(Dialog::OtherWay(place));
            return Action::None;
        }
        Action::Go(place)
    }
}

/// Why this price of the item does not do.
pub(super) fn outside(item: &Item, price: Money, desk: &Desk) -> Option<String> {
    match item.mode {
        PriceMode::Range { min, max } if price < min || price > max => Some(desk.t.with(
            "problem-price-outside",
            &[("min", money(min).into()), ("max", money(max).into())],
        )),
        _ => None,
    }
}
