//! A discount on a line or on the whole sale.

use super::super::desk::{Desk, quantity, read_quantity};
use super::entry::{Figure, typed};
use crate::i18n::money;
use crate::money::Money;
use crate::sale::{Discount, DiscountAmount};
use crate::ui::theme::{self, size, space};
use crate::ui::typed;
use crate::ui::widget::keypad::{Key, digits, keypad};
use crate::ui::widget::{Element, button, fit, line, notice, soft};
use iced::Length;
use iced::widget::{Row, column, container, row, space as gap, text_input};

/// What the dialog remembers.
#[derive(Debug, Clone)]
pub struct State {
    selected: Option<u32>,
    whole: bool,
    figure: Figure,
    typed: String,
    reason: String,
    problem: Option<String>,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// On the whole sale, or on the selected line.
    Whole(bool),
    /// Per cent, or an amount.
    Figure(bool),
    /// Digits or a comma.
    Type(&'static str),
    /// Take the last one back.
    Backspace,
    /// The reason as typed or chosen.
    Reason(String),
    /// It is complete.
    Submit,
    /// Take the discount back.
    Remove,
    /// Leave it.
    Close,
}

/// How the dialog ended.
#[derive(Debug)]
pub enum Outcome {
    /// Not yet.
    Open,
    /// Left.
    Closed,
    /// With this.
    Given {
        /// The line; `None` for the whole sale.
        line: Option<u32>,
        /// The discount; `None` takes it back.
        discount: Option<Discount>,
    },
}

impl State {
    /// A dialog for the selected line, or the whole if there is none.
    pub fn new(selected: Option<u32>) -> Self {
        Self {
            selected,
            whole: selected.is_none(),
            figure: Figure::Number,
            typed: String::new(),
            reason: String::new(),
            problem: None,
        }
    }

    /// The till refused; the dialog says why.
    pub fn failed(&mut self, sentence: String) {
        self.problem = Some(sentence);
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message) -> Outcome {
        self.problem = None;
        let line = self.selected.filter(|_| !self.whole);
        match message {
            Message::Whole(whole) => self.whole = whole || self.selected.is_none(),
            Message::Figure(percent) => {
                self.figure = if percent {
                    Figure::Number
                } else {
                    Figure::Amount
                };
                self.typed.clear();
            }
            Message::Type(text) if self.typed.len() + text.len() <= 7 => {
                if text != "," || !self.typed.contains(',') {
                    self.typed.push_str(text);
                }
            }
            Message::Type(_) => {}
            Message::Backspace => {
                self.typed.pop();
            }
            Message::Reason(reason) => self.reason = reason,
            Message::Close => return Outcome::Closed,
            Message::Remove => {
                return Outcome::Given {
                    line,
                    discount: None,
                };
            }
            Message::Submit => {
                let reason = self.reason.trim().to_owned();
                if let Some(amount) = self.amount().filter(|_| !reason.is_empty()) {
                    return Outcome::Given {
                        line,
                        discount: Some(Discount { amount, reason }),
                    };
                }
            }
        }
        Outcome::Open
    }

    fn amount(&self) -> Option<DiscountAmount> {
        match self.figure {
            Figure::Amount => typed::amount(&self.typed)
                .filter(|amount| !amount.is_zero())
                .map(DiscountAmount::Amount),
            _ => read_quantity(&self.typed)
                .filter(|percent| !percent.is_zero())
                .map(DiscountAmount::Percent),
        }
    }

    // The discount this dialog would replace.
    fn in_force(&self, desk: &Desk) -> Option<String> {
        let sale = &desk.sale.as_ref()?.sale;
        let discount = if self.whole {
            sale.discount.as_ref()
        } else {
            let line = sale.lines().iter().find(|l| Some(l.id) == self.selected)?;
            line.discount.as_ref()
        }?;
        let amount = match discount.amount {
            DiscountAmount::Percent(percent) => format!("{} %", quantity(percent)),
            DiscountAmount::Amount(amount) => money(amount),
        };
        Some(format!("{amount}, {}", discount.reason))
    }

    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let choice = |caption: &'static str, chosen: bool, message| {
            button::middle(
                t.text(caption),
                None,
                if chosen {
                    theme::chosen
                } else {
                    theme::tertiary
                },
            )
            .on_press_maybe(message)
        };
        let percent = self.figure == Figure::Number;
        let line_message = self.selected.map(|_| Message::Whole(false));
        let shown = match self.figure {
            Figure::Amount => typed::amount(&self.typed)
                .unwrap_or(Money::ZERO)
                .to_string(),
            _ if self.typed.is_empty() => String::from("0"),
            _ => self.typed.clone(),
        };
        let reasons = [
            "discount-child",
            "discount-pass",
            "discount-damage",
            "discount-staff",
        ]
        .map(|key| {
            let text = t.text(key);
            button::small(
                text,
                if self.reason == text {
                    theme::chosen
                } else {
                    theme::tertiary
                },
            )
            .on_press(Message::Reason(text.to_owned()))
            .into()
        });
        let mut keys = digits(Message::Type, Message::Backspace);
        if percent && let Some(key) = keys.last_mut().and_then(|row| row.get_mut(1)) {
            *key = Key::digit(",", Message::Type(","));
        }
        let left = column![
            row![
                choice("discount-line", !self.whole, line_message),
                choice("discount-whole", self.whole, Some(Message::Whole(true))),
            ]
            .spacing(space::GAP),
            row![
                choice("discount-percent", percent, Some(Message::Figure(true))),
                choice("discount-amount", !percent, Some(Message::Figure(false))),
            ]
            .spacing(space::GAP),
            container(
                row![
                    gap().width(Length::Fill),
                    fit::fit(shown, size::SUM, theme::BOLD),
                    line(if percent { "%" } else { "€" }, size::BUTTON, theme::MEDIUM)
                        .style(theme::soft),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center),
            )
            .padding([4.0, space::EDGE])
            .style(theme::note_card),
            line(t.text("approval-reason"), size::BODY, theme::SEMIBOLD),
            Row::with_children(reasons)
                .spacing(space::GAP)
                .wrap()
                .vertical_spacing(space::GAP),
            text_input(t.text("approval-reason-hint"), &self.reason)
                .on_input(Message::Reason)
                .size(size::KEY)
                .padding([10.0, space::EDGE])
                .style(theme::field),
        ]
        .push(
            self.problem
                .as_deref()
                .map(|problem| notice::notice(notice::Rank::Stop, problem, None)),
        )
        .spacing(space::GAP + space::HALF)
        .width(Length::Fill);
        let reasoned = !self.reason.trim().is_empty();
        let complete = self.amount().is_some() && reasoned;
        let in_force = self.in_force(desk);
        let removable = in_force.is_some();
        let in_force =
            in_force.map(|discount| t.with("discount-in-force", &[("what", discount.into())]));
        container(
            column![line(t.text("discount-title"), 24.0, theme::SEMIBOLD),]
                .push(in_force.map(soft))
                .push(
                    row![left, container(keypad(keys, desk.key_height())).width(280)]
                        .spacing(space::CARD),
                )
                .push((!reasoned).then(|| soft(t.text("approval-needs-reason"))))
                .push(
                    row![
                        button::large(t.text("back"), Some("Esc"), theme::secondary)
                            .on_press(Message::Close),
                        button::large(t.text("discount-remove"), None, theme::secondary)
                            .on_press_maybe(removable.then_some(Message::Remove)),
                        button::large(t.text("apply"), None, theme::primary)
                            .on_press_maybe(complete.then_some(Message::Submit)),
                    ]
                    .spacing(space::GAP),
                )
                .spacing(space::EDGE),
        )
        .max_width(860)
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }
}

/// The figure a key of the keyboard stands for.
pub fn key(text: &str) -> Option<Message> {
    typed(text).map(Message::Type)
}
