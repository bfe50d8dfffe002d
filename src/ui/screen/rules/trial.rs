//! Trying rules out before they hold: what is taken for an item at a price.

use iced::Length;
use iced::widget::{Column, Id, column, container, row};

use super::super::parts;
use super::Message as Screen;
use super::form::picker;
use crate::acceptance::{Means, Rule, Rules};
use crate::catalogue::Item;
use crate::i18n::money;
use crate::money::Money;
use crate::ui::desk::Desk;
use crate::ui::find::Index;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::rules::Look;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, hairline, line, modal, soft, words};

const AMOUNT: &str = "rules-try-amount";
const ITEM: &str = "rules-try-item";

/// The field of the amount.
pub(super) fn amount_field() -> Id {
    Id::new(AMOUNT)
}

/// What is tried out.
#[derive(Debug)]
pub struct State {
    amount: String,
    item: String,
    pay_point: String,
    index: Option<Index>,
    picking: bool,
    /// Position of the item among those of the master data.
    found: Option<usize>,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The amount as typed.
    Amount(String),
    /// The item as typed.
    Item(String),
    /// Choose another pay point.
    Pick,
    /// At this pay point.
    PayPoint(String),
}

impl Message {
    /// Whether it is something typed.
    pub fn types(&self) -> bool {
        matches!(self, Message::Amount(_) | Message::Item(_))
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            amount: "120,00".to_owned(),
            item: String::new(),
            pay_point: String::new(),
            picking: false,
            index: None,
            found: None,
        }
    }
}

impl State {
    /// Master data have come, or have changed.
    pub(super) fn set_master(&mut self, desk: &Desk) {
        let entries = desk.master.iter().flat_map(|m| m.assortment.entries());
        self.index = Some(Index::new(entries.map(|entry| &entry.item)));
        self.search();
    }

    /// It is tried out at this pay point, unless another one was chosen.
    pub(super) fn at(&mut self, pay_point: &str) {
        if self.pay_point.is_empty() {
            pay_point.clone_into(&mut self.pay_point);
        }
    }

    /// Whether another pay point is being chosen.
    pub(super) fn is_picking(&self) -> bool {
        self.picking
    }

    /// Leaves it. Returns whether there was anything to leave.
    pub(super) fn stop_picking(&mut self) -> bool {
        std::mem::take(&mut self.picking)
    }

    pub(super) fn update(&mut self, message: Message) {
        match message {
            Message::Amount(text) => self.amount = text,
            Message::Item(text) => {
                self.item = text;
                self.search();
            }
            Message::Pick => self.picking = true,
            Message::PayPoint(id) => (self.pay_point, self.picking) = (id, false),
        }
    }

    fn search(&mut self) {
        let index = self.index.as_mut();
        self.found = index.and_then(|index| index.best(&self.item, 1).first().copied());
    }

    /// The item; `None`: whatever it is. `Err`: there is none of this name.
    fn item<'a>(&self, desk: &'a Desk) -> Result<Option<&'a Item>, ()> {
        if self.item.trim().is_empty() {
            return Ok(None);
        }
        let master = desk.master.as_ref().ok_or(())?;
        let entry = self
            .found
            .and_then(|at| master.assortment.entries().get(at));
        entry.map(|entry| Some(&entry.item)).ok_or(())
    }

    pub(super) fn view<'a>(
        &'a self,
        desk: &'a Desk,
        look: &'a Look,
        draft: &'a [Rule],
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let amount = Money::parse(&self.amount).filter(|amount| *amount > Money::ZERO);
        let problem = amount.is_none().then(|| t.text("rules-amount-example"));
        let item = self.item(desk);
        let unknown = item.is_err().then(|| t.text("rules-try-unknown"));
        let field = |id, caption, hint, value, problem, message: fn(String) -> Message| {
            parts::field(
                id,
                t.text(caption),
                t.text(hint),
                value,
                problem,
                move |text| Screen::Trial(message(text)),
                Screen::TrialFocus,
            )
        };
        let fields = row![
            container(field(
                AMOUNT,
                "rules-try-amount",
                "rules-amount-hint",
                &self.amount,
                problem,
                Message::Amount
            ))
            .width(Length::FillPortion(2)),
            container(field(
                ITEM,
                "rules-try-item",
                "rules-try-item-hint",
                &self.item,
                unknown,
                Message::Item
            ))
            .width(Length::FillPortion(3)),
        ]
        .spacing(space::GAP);
        let points = (look.pay_points.len() > 1).then(|| {
            let mut all = look.pay_points.iter();
            let here = all.find(|(id, _)| *id == self.pay_point);
            let name = here.map_or("", |(_, name)| name);
            row![
                container(line(t.text("rules-point"), size::BODY, theme::MEDIUM))
                    .width(Length::FillPortion(2)),
                container(picker(name, Screen::Trial(Message::Pick))).width(Length::FillPortion(3)),
            ]
            .spacing(space::GAP)
            .align_y(iced::Center)
            .into()
        });
        let mut content: Vec<Element<'a, Screen>> = vec![fields.into()];
        content.extend(points);
        if let (Some(amount), Ok(item)) = (amount, item) {
            content.push(self.outcome(desk, draft, amount, item));
        }
        parts::panel(
            t.text("rules-try"),
            t.text("rules-try-sub").to_owned(),
            content,
            None,
        )
    }

    /// The list of pay points, to be laid over the screen.
    pub(super) fn list<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Screen> {
        let t = desk.t;
        let all = look.pay_points.iter().map(|(id, name)| {
            let chosen = self.pay_point == *id;
            let message = Screen::Trial(Message::PayPoint(id.clone()));
            parts::choice(name.as_str(), chosen, Some(message))
        });
        modal::dialog(
            t.text("rules-try-point"),
            parts::choices(all),
            vec![
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .on_press(Screen::Back)
                    .into(),
            ],
        )
    }

    fn outcome<'a>(
        &self,
        desk: &'a Desk,
        draft: &'a [Rule],
        amount: Money,
        item: Option<&'a Item>,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let accepted = Rules(draft.to_vec()).try_out(item, amount, &self.pay_point);
        let name = item.map_or(t.text("rules-try-anything"), |item| item.name.as_str());
        let question = [("amount", money(amount).into()), ("item", name.into())];
        let question = t.with("rules-try-question", &question);
        let mut rows =
            Column::new()
                .spacing(space::GAP)
                .push(words(question, size::BODY, theme::SEMIBOLD));
        for kind in Means::ALL {
            let refusal = accepted.refusal(kind);
            let (symbol, style, says): (Icon, fn(&theme::Theme) -> _, String) = match refusal {
                None => (Icon::Check, theme::plain, t.text("rules-taken").to_owned()),
                Some(refused) => {
                    let row = draft.iter().position(|rule| *rule == refused.rule);
                    let row = row.map_or(0, |row| row + 1);
                    let why = refused.sentence(desk.lang);
                    let why = [("n", row.into()), ("rule", why.into())];
                    (Icon::X, theme::stop, t.with("rules-refused", &why))
                }
            };
            let says = words(says, size::SUB, theme::REGULAR).style(theme::soft);
            rows = rows.push(hairline()).push(
                row![
                    icon(symbol, 20.0).style(style),
                    line(kind.name(desk.lang), size::BODY, theme::MEDIUM).width(128),
                    column![says].width(Length::Fill),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center),
            );
        }
        match draft.is_empty() {
            true => column![rows, soft(t.text("rules-none"))]
                .spacing(space::GAP)
                .into(),
            false => rows.into(),
        }
    }
}
