//! A dialog for one figure: a price, a quantity, an amount.

use super::super::desk::{Desk, read_quantity};
use crate::money::Money;
use crate::ui::theme::{self, size, space};
use crate::ui::typed::Typed;
use crate::ui::widget::keypad::{Key, digits, keypad};
use crate::ui::widget::{Element, button, fit, line, notice};
use chrono::NaiveDate;
use iced::Length;
use iced::widget::{column, container, row, space as gap};
use rust_decimal::Decimal;

/// Height of the figure, empty or not: the dialog must not jump with the first digit.
const FIGURE: f32 = 60.0;
/// The longest code.
const CODE: usize = 20;

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Typed in cents from the right, `1 2 5 0` is 12.50, or with a comma.
    Amount,
    /// Typed as it is written, with a comma.
    Number,
    /// The digits of a code: of a voucher.
    Code,
    /// A day as eight digits, `3 0 1 2 2 0 2 6` is 30.12.2026.
    Date,
}

/// What the dialog remembers.
#[derive(Debug, Clone)]
pub struct State {
    /// What kind of figure.
    pub figure: Figure,
    amount: Typed,
    number: String,
    /// The figure was refused; it stays in sight, but the next digit begins a new one.
    refused: bool,
    sent: bool,
    problem: Option<String>,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Digits or a comma.
    Type(&'static str),
    /// Take the last one back.
    Backspace,
    /// Today, for a day.
    Today,
    /// It is complete.
    Submit,
    /// Leave it.
    Close,
}

impl State {
    /// An empty dialog.
    pub fn new(figure: Figure) -> Self {
        Self {
            figure,
            amount: Typed::default(),
            number: String::new(),
            refused: false,
            sent: false,
            problem: None,
        }
    }

    /// A dialog for an amount that was typed before and refused.
    pub fn refused(typed: Typed, sentence: String) -> Self {
        let mut state = Self {
            amount: typed,
            ..Self::new(Figure::Amount)
        };
        state.failed(sentence);
        state
    }

    /// Reacts to typing; closing and submitting are the parent's business.
    pub fn update(&mut self, message: &Message) {
        self.problem = None;
        match message {
            Message::Type(text) => {
                if std::mem::take(&mut self.refused) {
                    self.amount.clear();
                    self.number.clear();
                }
                let comma_again = *text == "," && self.number.contains(',');
                match self.figure {
                    Figure::Amount => self.amount.push(text),
                    Figure::Number if self.number.len() + text.len() <= 9 && !comma_again => {
                        self.number.push_str(text);
                    }
                    Figure::Code if *text != "," && self.number.len() + text.len() <= CODE => {
                        self.number.push_str(text);
                    }
                    Figure::Date if *text != "," && self.number.len() + text.len() <= 8 => {
                        self.number.push_str(text);
                    }
                    Figure::Number | Figure::Code | Figure::Date => {}
                }
            }
            Message::Backspace => {
                self.refused = false;
                self.amount.pop();
                self.number.pop();
            }
            Message::Submit | Message::Close | Message::Today => {}
        }
    }

    /// The amount as typed.
    pub fn amount(&self) -> Option<Money> {
        self.amount.amount()
    }

    /// The amount as it was typed.
    pub fn typed(&self) -> Typed {
        self.amount.clone()
    }

    /// Whether there is a figure to send that has not been sent yet.
    pub fn is_complete(&self) -> bool {
        let figure = match self.figure {
            Figure::Amount => self.amount().is_some_and(|amount| !amount.is_zero()),
            Figure::Number => self.number().is_some(),
            Figure::Code => !self.number.is_empty(),
            Figure::Date => self.date().is_some(),
        };
        figure && !self.sent
    }

    /// The figure is on its way to the till; a second press must not send it again.
    pub fn sent(&mut self) {
        self.sent = true;
    }

    /// The number as typed.
    pub fn number(&self) -> Option<Decimal> {
        read_quantity(&self.number)
    }

    /// The digits as typed.
    pub fn code(&self) -> &str {
        &self.number
    }

    /// The day as typed, once it is one.
    pub fn date(&self) -> Option<NaiveDate> {
        let digits = Some(&self.number).filter(|digits| digits.len() == 8)?;
        NaiveDate::parse_from_str(digits, "%d%m%Y").ok()
    }

    /// Says why the figure does not do.
    pub fn failed(&mut self, sentence: String) {
        self.problem = Some(sentence);
        self.refused = true;
        self.sent = false;
    }

    /// Builds the dialog.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        title: &'a str,
        hint: String,
        unit: &'a str,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let shown = match self.figure {
            Figure::Amount => self.amount().unwrap_or_default().to_string(),
            Figure::Number if self.number.is_empty() => String::from("0"),
            Figure::Code => grouped(&self.number),
            Figure::Date => dotted(&self.number),
            Figure::Number => self.number.clone(),
        };
        // A code is longer than any amount.
        let face = match self.figure {
            Figure::Code => size::BUTTON,
            _ => size::SUM,
        };
        let mut keys = digits(Message::Type, Message::Backspace);
        if self.figure == Figure::Number
            && let Some(last) = keys.last_mut()
            && let Some(key) = last.get_mut(1)
        {
            *key = Key::digit(",", Message::Type(","));
        }
        // No day is typed with two noughts at once, but one that was set may go back to today.
        if self.figure == Figure::Date
            && let Some(last) = keys.last_mut()
            && let Some(key) = last.get_mut(1)
        {
            let set = desk.sale.as_ref().and_then(|open| open.sale.supplied);
            *key = Key::side(t.text("supplied-today"), set.map(|_| Message::Today));
        }
        let complete = self.is_complete();
        container(
            column![
                line(title, 24.0, theme::SEMIBOLD),
                fit::fit(hint, size::BODY, theme::REGULAR).style(theme::soft),
                container(
                    row![
                        gap().width(Length::Fill),
                        fit::fit(shown, face, theme::BOLD),
                        line(unit, size::BUTTON, theme::MEDIUM).style(theme::soft),
                    ]
                    .spacing(space::GAP)
                    .height(FIGURE)
                    .align_y(iced::Center),
                )
                .padding([4.0, space::EDGE])
                .style(theme::note_card),
            ]
            .push(
                self.problem
                    .as_deref()
                    .map(|problem| notice::notice(notice::Rank::Stop, problem, None)),
            )
            .push(keypad(keys, desk.key_height()))
            .push(
                row![
                    button::large(t.text("back"), Some("Esc"), theme::secondary)
                        .on_press(Message::Close),
                    button::large(t.text("apply"), None, theme::primary)
                        .on_press_maybe(complete.then_some(Message::Submit)),
                ]
                .spacing(space::GAP),
            )
            .spacing(space::GAP + space::HALF),
        )
        .max_width(460)
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }
}

/// Digits in fours, as they are printed.
fn grouped(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let fours: Vec<String> = digits.chunks(4).map(|four| four.iter().collect()).collect();
    fours.join(" ")
}

/// A day while it is typed: `TT.MM.JJJJ` with what is there already.
fn dotted(digits: &str) -> String {
    let mut digits = digits.chars();
    "TT.MM.JJJJ"
        .chars()
        .map(|place| match place {
            '.' => '.',
            _ => digits.next().unwrap_or('–'),
        })
        .collect()
}

/// The figure a key of the keyboard stands for.
pub fn typed(text: &str) -> Option<&'static str> {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ","]
        .into_iter()
        .find(|digit| *digit == text || (text == "." && *digit == ","))
}
