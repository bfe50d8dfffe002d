//! The forms of the stock screen: a delivery, a loss, the count of one item.

use super::{read_amount, words};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Amount, Level, StockRow};
use crate::i18n::Texts;
use crate::ui::desk::Desk;
use crate::ui::protocol::stock::Command;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, line, soft};
use iced::Length;
use iced::widget::{column, container, row};

/// The field of the amount.
pub const AMOUNT: &str = "stock-amount";
const REASON: &str = "stock-reason";

/// What a form books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Goods that came in.
    Delivery,
    /// Goods that are gone.
    Loss,
    /// What is there.
    Count,
}

/// What a form remembers.
#[derive(Debug, Clone)]
pub struct State {
    kind: Kind,
    row: StockRow,
    amount: String,
    reason: String,
    problem: Option<String>,
    sent: bool,
    negative: bool,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The amount as typed.
    Amount(String),
    /// The reason or note as typed.
    Reason(String),
    /// It is complete.
    Submit,
    /// Leave it.
    Close,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not yet anything.
    Open,
    /// It was left.
    Closed,
    /// Something to book, and whether one person may book it alone.
    Done(Command, bool),
}

impl State {
    /// An empty form about an item.
    pub fn new(kind: Kind, row: StockRow) -> Self {
        Self {
            kind,
            row,
            amount: String::new(),
            reason: String::new(),
            problem: None,
            sent: false,
            negative: false,
        }
    }

    /// The till refused; the form stays open and says why.
    pub fn failed(&mut self, sentence: String) {
        self.sent = false;
        self.problem = Some(sentence);
    }

    /// The second person was not found: it can be sent again.
    pub fn reopen(&mut self) {
        self.sent = false;
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, negative: bool) -> Outcome {
        self.problem = None;
        self.negative = negative;
        match message {
            Message::Amount(text) => self.amount = text,
            Message::Reason(text) => self.reason = text,
            Message::Close => return Outcome::Closed,
            Message::Submit => {
                if let (Some(outcome), false) = (self.outcome(), self.sent) {
                    self.sent = true;
                    return outcome;
                }
            }
        }
        Outcome::Open
    }

    fn level(&self) -> Option<Level> {
        self.row.level.clone().or(Level::none(self.row.mode))
    }

    /// What was typed and the level after it, or why not.
    fn after(&self, t: &Texts) -> Result<(Amount, Level), String> {
        let amount =
            read_amount(self.row.mode, &self.amount).map_err(|key| t.text(key).to_owned())?;
        let level = self.level().ok_or_else(String::new)?;
        let after = match self.kind {
            Kind::Delivery => level.with(&amount),
            Kind::Loss => level.without(&amount, self.negative),
            Kind::Count => level.counted(&amount),
        };
        let after = after.map_err(|error| words::amount_error(t, &error))?;
        Ok((amount, after))
    }

    // Whether the count differs from what should be there; a first count has nothing to differ from.
    fn differs(&self, after: &Level) -> bool {
        let level = self.row.level.as_ref();
        self.kind == Kind::Count && level.is_some_and(|level| !level.difference(after).is_zero())
    }

    fn needs_reason(&self, after: &Level) -> bool {
        self.kind == Kind::Loss || self.differs(after)
    }

    fn outcome(&self) -> Option<Outcome> {
        // The words are not looked at here.
        let t = crate::i18n::Language::German.texts();
        let (amount, after) = self.after(t).ok()?;
        let reason = self.reason.trim().to_owned();
        if self.needs_reason(&after) && reason.is_empty() {
            return None;
        }
        let item = self.row.item_id.clone();
        let forms = self.row.mode == StockMode::Numbered;
        Some(match self.kind {
            Kind::Delivery => Outcome::Done(
                Command::Deliver {
                    item,
                    amount,
                    note: reason,
                },
                true,
            ),
            Kind::Loss => Outcome::Done(
                Command::Lose {
                    item,
                    amount,
                    reason,
                    approval: None,
                },
                !forms,
            ),
            Kind::Count => Outcome::Done(
                Command::Count {
                    counted: vec![(item, amount)],
                    reason,
                    approval: None,
                },
                !(forms && self.differs(&after)),
            ),
        })
    }

    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let forms = self.row.mode == StockMode::Numbered;
        let title = match self.kind {
            Kind::Delivery => "stock-delivery-title",
            Kind::Loss => "stock-loss-title",
            Kind::Count => "stock-count-title",
        };
        let title = t.with(title, &[("item", self.row.name.as_str().into())]);
        let level = match &self.row.level {
            Some(level) => words::level(level),
            None => t.text("stock-unknown").to_owned(),
        };
        let unit = self.row.unit.as_str();
        let mut facts = column![parts::fact(
            t.text("stock-level"),
            format!("{level} {unit}")
        )]
        .spacing(4);
        if let Some(numbers) = self.row.level.as_ref().and_then(Level::numbers) {
            facts = facts.push(parts::fact(t.text("stock-numbers"), numbers.to_string()));
        }
        let checked = self.after(t);
        // Nothing typed yet is no mistake.
        let problem = match &checked {
            Err(problem) if !self.amount.trim().is_empty() => Some(problem.clone()),
            _ => None,
        };
        let caption = match forms {
            true => t.text("stock-numbers-field"),
            false => t.text("stock-quantity-field"),
        };
        let hint = match forms {
            true => t.text("stock-numbers-hint"),
            false => "",
        };
        let amount = parts::field(
            AMOUNT,
            caption,
            hint,
            &self.amount,
            None,
            Message::Amount,
            Message::Submit,
        );
        let check = match (&checked, problem) {
            (Ok((amount, after)), _) => self.checked(t, amount, after),
            (Err(_), Some(problem)) => notice::notice(Rank::Warning, problem, None),
            (Err(_), None) => soft(" ").into(),
        };
        let reasons: &[&str] = match self.kind {
            Kind::Delivery => &[],
            Kind::Loss if forms => &["stock-why-spoilt", "stock-why-lost", "stock-why-returned"],
            Kind::Loss => &["stock-why-broken", "stock-why-expired", "stock-why-lost"],
            Kind::Count => &["stock-why-miscounted", "stock-why-lost"],
        };
        let chosen = reasons.iter().map(|key| {
            let reason = t.text(key);
            parts::choice(
                reason,
                self.reason == reason,
                Some(Message::Reason(reason.to_owned())),
            )
        });
        let chosen = (!reasons.is_empty()).then(|| parts::choices(chosen));
        let (caption, hint) = match self.kind {
            Kind::Delivery => ("stock-note", "stock-note-hint"),
            _ => ("approval-reason", "approval-reason-hint"),
        };
        let reason = parts::field(
            REASON,
            t.text(caption),
            t.text(hint),
            &self.reason,
            None,
            Message::Reason,
            Message::Submit,
        );
        let waits_for = match &checked {
            Err(_) if self.amount.trim().is_empty() => t.text("stock-needs-amount"),
            Ok((_, after)) if self.needs_reason(after) && self.reason.trim().is_empty() => {
                t.text("taxes-needs-reason")
            }
            _ => "",
        };
        let problem = self
            .problem
            .as_deref()
            .map(|problem| notice::notice(Rank::Stop, problem, None));
        let ready = self.outcome().filter(|_| !self.sent);
        let alone = !matches!(ready, Some(Outcome::Done(_, false)));
        let go = match (self.kind, alone) {
            (_, false) => "taxes-to-second",
            (Kind::Delivery, _) => "stock-delivery-go",
            (Kind::Loss, _) => "stock-loss-go",
            (Kind::Count, _) => "stock-count-go",
        };
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .width(Length::FillPortion(2))
                .on_press(Message::Close),
            button::large(t.text(go), None, theme::primary)
                .width(Length::FillPortion(3))
                .on_press_maybe(ready.map(|_| Message::Submit)),
        ]
        .spacing(space::GAP);
        container(
            column![
                crate::ui::widget::words(title, 24.0, theme::SEMIBOLD),
                facts,
                amount,
                check,
            ]
            .push(chosen)
            .push(reason)
            .push(problem)
            .push(line(waits_for, size::BODY, theme::REGULAR).style(theme::soft))
            .push(buttons)
            .spacing(12),
        )
        .width(Length::Fill)
        .max_width(640)
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }

    // How many that is, and what is there then.
    fn checked<'a>(&self, t: &'a Texts, amount: &Amount, after: &Level) -> Element<'a, Message> {
        let pieces = match amount {
            Amount::Numbers(numbers) => {
                Some(t.with("stock-pieces", &[("n", numbers.count().into())]))
            }
            Amount::Quantity(_) => None,
        };
        let then = match self.kind {
            Kind::Count => {
                let before = self.row.level.as_ref();
                before.map(|before| {
                    let difference = before.difference(after);
                    let difference = words::difference(t, &difference);
                    t.with("stock-difference", &[("difference", difference.into())])
                })
            }
            _ => Some(t.with("stock-after", &[("level", words::level(after).into())])),
        };
        let sentence: Vec<String> = pieces.into_iter().chain(then).collect();
        let rank = match self.differs(after) {
            true => Rank::Warning,
            false => Rank::Info,
        };
        match sentence.is_empty() {
            true => soft(" ").into(),
            false => notice::notice(rank, sentence.join(" · "), None),
        }
    }
}
