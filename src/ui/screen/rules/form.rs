//! The form of one payment rule.

mod view;

pub(super) use view::picker;

use crate::acceptance::{Means, Rule};
use crate::catalogue::ItemKind;
use crate::money::Money;
use crate::ui::desk::Desk;

pub(super) const FROM: &str = "rules-from";
pub(super) const UP_TO: &str = "rules-up-to";

/// How a rule limits its kinds of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Only up to a sum.
    UpTo,
    /// Only from a sum on.
    From,
    /// Only from a sum on and up to another.
    Between,
    /// Not at all.
    Never,
}

impl Limit {
    pub(super) const ALL: [Limit; 4] = [Limit::UpTo, Limit::From, Limit::Between, Limit::Never];

    fn of(rule: &Rule) -> Self {
        match (rule.from, rule.up_to) {
            (_, Some(Money::ZERO)) => Limit::Never,
            (Some(_), Some(_)) => Limit::Between,
            (Some(_), None) => Limit::From,
            (None, _) => Limit::UpTo,
        }
    }

    fn has_from(self) -> bool {
        matches!(self, Limit::From | Limit::Between)
    }

    fn has_up_to(self) -> bool {
        matches!(self, Limit::UpTo | Limit::Between)
    }
}

/// What is chosen from a list of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The office.
    Office,
    /// The group.
    Group,
    /// The pay point.
    PayPoint,
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Kinds,
    From,
    UpTo,
    Whole,
}

/// What a form remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Which rule; `None`: a new one.
    at: Option<usize>,
    kinds: Vec<Means>,
    limit: Limit,
    from: String,
    up_to: String,
    items: Option<ItemKind>,
    office: Option<String>,
    group: Option<String>,
    pay_point: Option<String>,
    picking: Option<Pick>,
    problem: Option<(Wrong, String)>,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Limit a kind of payment, or leave it alone.
    Kind(Means),
    /// Limit it so.
    Limit(Limit),
    /// The lower limit as typed.
    From(String),
    /// The upper limit as typed.
    UpTo(String),
    /// Only items of this kind.
    Items(Option<ItemKind>),
    /// Choose from a list.
    Pick(Pick),
    /// This was chosen; `None`: all of them.
    Picked(Option<String>),
    /// It is complete.
    Submit,
    /// Leave the list, or the form.
    Close,
}

impl Message {
    /// Whether it is something typed.
    pub fn types(&self) -> bool {
        matches!(self, Message::From(_) | Message::UpTo(_))
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not yet anything.
    Open,
    /// It was left.
    Closed,
    /// This field is to be put right.
    Focus(&'static str),
    /// This rule, in the place of that one.
    Filled(Option<usize>, Rule),
}

/// The key of what a kind of item is called.
pub(super) fn kind_key(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Fee => "rules-fees",
        ItemKind::Article => "rules-articles",
        ItemKind::Service => "rules-services",
        ItemKind::Transit => "rules-transit",
    }
}

impl State {
    /// A form with what is known.
    pub fn new(at: Option<usize>, rule: Option<&Rule>) -> Self {
        let text = |amount: Option<Money>| {
            let amount = amount.filter(|amount| !amount.is_zero());
            amount.map(|amount| amount.to_string()).unwrap_or_default()
        };
        Self {
            at,
            kinds: rule.map(|rule| rule.kinds.clone()).unwrap_or_default(),
            limit: rule.map_or(Limit::UpTo, Limit::of),
            from: text(rule.and_then(|rule| rule.from)),
            up_to: text(rule.and_then(|rule| rule.up_to)),
            items: rule.and_then(|rule| rule.items),
            office: rule.and_then(|rule| rule.office.clone()),
            group: rule.and_then(|rule| rule.group.clone()),
            pay_point: rule.and_then(|rule| rule.pay_point.clone()),
            picking: None,
            problem: None,
        }
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        match self.picking {
            None => 1,
            Some(pick) => 2 + pick as u8,
        }
    }

    fn picked(&self, pick: Pick) -> Option<&str> {
        match pick {
            Pick::Office => self.office.as_deref(),
            Pick::Group => self.group.as_deref(),
            Pick::PayPoint => self.pay_point.as_deref(),
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, others: &[Rule], desk: &Desk) -> Outcome {
        self.problem = None;
        match message {
            Message::Kind(kind) => match self.kinds.contains(&kind) {
                true => self.kinds.retain(|known| *known != kind),
                false => {
                    self.kinds.push(kind);
                    self.kinds.sort();
                }
            },
            Message::Limit(limit) => {
                self.limit = limit;
                let field = match (limit.has_from(), limit.has_up_to()) {
                    (true, _) => FROM,
                    (false, true) => UP_TO,
                    (false, false) => return Outcome::Open,
                };
                return Outcome::Focus(field);
            }
            Message::From(text) => self.from = text,
            Message::UpTo(text) => self.up_to = text,
            Message::Items(items) => self.items = items,
            Message::Pick(pick) => self.picking = Some(pick),
            Message::Picked(name) => match self.picking.take() {
                Some(Pick::Office) => {
                    // A group of another office would speak of nothing.
                    if self.office != name {
                        self.group = None;
                    }
                    self.office = name;
                }
                Some(Pick::Group) => self.group = name,
                Some(Pick::PayPoint) => self.pay_point = name,
                None => {}
            },
            Message::Close if self.picking.take().is_some() => {}
            Message::Close => return Outcome::Closed,
            Message::Submit if self.picking.is_some() => {}
            Message::Submit => match self.rule(others, desk) {
                Ok(rule) => return Outcome::Filled(self.at, rule),
                Err((wrong, sentence)) => {
                    self.problem = Some((wrong, sentence));
                    match wrong {
                        Wrong::From => return Outcome::Focus(FROM),
                        Wrong::UpTo => return Outcome::Focus(UP_TO),
                        Wrong::Kinds | Wrong::Whole => {}
                    }
                }
            },
        }
        Outcome::Open
    }

    fn rule(&self, others: &[Rule], desk: &Desk) -> Result<Rule, (Wrong, String)> {
        let t = desk.t;
        if self.kinds.is_empty() {
            return Err((Wrong::Kinds, t.text("rules-no-kinds").to_owned()));
        }
        let read = |wanted: bool, text: &str, wrong: Wrong| {
            if !wanted {
                return Ok(None);
            }
            let amount = Money::parse(text).filter(|amount| *amount > Money::ZERO);
            match (amount, text.trim()) {
                (Some(amount), _) => Ok(Some(amount)),
                (None, "") => Err((wrong, t.text("rules-amount-missing").to_owned())),
                (None, text) => {
                    let sentence = t.with("rules-amount-wrong", &[("text", text.into())]);
                    Err((wrong, sentence))
                }
            }
        };
        let from = read(self.limit.has_from(), &self.from, Wrong::From)?;
        let up_to = read(self.limit.has_up_to(), &self.up_to, Wrong::UpTo)?;
        if from.zip(up_to).is_some_and(|(from, up_to)| from > up_to) {
            return Err((Wrong::UpTo, t.text("rules-crossed").to_owned()));
        }
        let rule = Rule {
            kinds: self.kinds.clone(),
            pay_point: self.pay_point.clone(),
            office: self.office.clone(),
            group: self.group.clone(),
            items: self.items,
            from,
            up_to: match self.limit {
                Limit::Never => Some(Money::ZERO),
                _ => up_to,
            },
        };
        let mut others = others.iter().enumerate();
        match others.any(|(at, other)| Some(at) != self.at && *other == rule) {
            true => Err((Wrong::Whole, t.text("rules-twice").to_owned())),
            false => Ok(rule),
        }
    }
}
