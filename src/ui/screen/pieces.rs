//! Counting the drawer by denomination; part of the closing and of a count in between.

use super::super::desk::Desk;
use crate::cash::{DENOMINATIONS, Denomination, Pieces};
use crate::money::Money;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, measure, space};
use crate::ui::widget::Element;
use crate::ui::widget::count::CountRow;
use crate::ui::widget::keypad::{Key, keypad};
use iced::Length;
use iced::widget::{Column, Id, column, container, row, scrollable};

/// The most digits a number of pieces has.
const LONGEST: usize = 5;

/// What was counted so far.
#[derive(Debug, Clone)]
pub struct State {
    rows: Vec<(Denomination, String)>,
    /// The row that is being filled.
    at: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            rows: DENOMINATIONS
                .into_iter()
                .map(|piece| (piece, String::new()))
                .collect(),
            at: 0,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Fill this row.
    Row(usize),
    /// A digit for the row.
    Type(&'static str),
    /// Take the last digit back.
    Backspace,
    /// The next row.
    Next,
    /// The row before.
    Before,
}

impl State {
    /// The list, to scroll it.
    pub fn list() -> Id {
        Id::new("count")
    }

    /// Reacts to a message; returns how far down the list the row lies, to bring it into sight.
    pub fn update(&mut self, message: Message) -> Option<f32> {
        let last = self.rows.len().saturating_sub(1);
        match message {
            Message::Row(row) => self.at = row.min(last),
            Message::Type(digit) => {
                if let Some((_, number)) = self.rows.get_mut(self.at)
                    && digit.chars().all(|c| c.is_ascii_digit())
                    && number.len() + digit.len() <= LONGEST
                {
                    number.push_str(digit);
                    let figures = number.trim_start_matches('0').len();
                    let zeros = number.len() - figures.max(1).min(number.len());
                    number.drain(..zeros);
                }
            }
            Message::Backspace => {
                if let Some((_, number)) = self.rows.get_mut(self.at) {
                    number.pop();
                }
            }
            Message::Next => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Message::Before => self.at = self.at.checked_sub(1).unwrap_or(last),
        }
        matches!(message, Message::Next | Message::Before)
            .then(|| self.at as f32 / last.max(1) as f32)
    }

    /// What was counted.
    pub fn pieces(&self) -> Pieces {
        let mut pieces = Pieces::new();
        for (piece, number) in &self.rows {
            pieces.set(*piece, number.parse().unwrap_or(0));
        }
        pieces
    }

    /// Whether anything was typed.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|(_, number)| number.is_empty())
    }

    /// Its sum.
    pub fn total(&self) -> Money {
        self.pieces().total()
    }

    /// Builds the table, which scrolls, and the keys that fill it.
    pub fn view<'a>(&'a self, desk: &'a Desk, labels: &'a [String]) -> Element<'a, Message> {
        let rows = self.rows.iter().enumerate().map(|(at, (piece, number))| {
            let count = i64::from(number.parse::<u32>().unwrap_or(0));
            CountRow {
                name: labels.get(at).map_or("", String::as_str),
                number,
                amount: Money::from_cents(i64::from(piece.cents) * count).to_string(),
                selected: at == self.at,
            }
            .view(Message::Row(at))
        });
        let digit = |face| Key::digit(face, Message::Type(face));
        let next = Key::side(desk.t.text("count-next"), Some(Message::Next)).style(theme::primary);
        let keys = vec![
            vec![digit("7"), digit("8"), digit("9")],
            vec![digit("4"), digit("5"), digit("6")],
            vec![digit("1"), digit("2"), digit("3")],
            vec![digit("0"), Key::icon(Icon::Delete, Message::Backspace)],
            vec![next],
        ];
        let height = if desk.is_low() {
            measure::SMALL
        } else {
            measure::MIDDLE
        };
        row![
            scrollable(Column::with_children(rows))
                .id(Self::list())
                .spacing(space::GAP)
                .width(Length::Fill)
                .height(Length::Fill),
            container(column![keypad(keys, height)]).width(172),
        ]
        .spacing(space::GAP)
        .into()
    }

    /// The names of the rows.
    pub fn labels() -> Vec<String> {
        Self::default()
            .rows
            .iter()
            .map(|(piece, _)| piece.label())
            .collect()
    }
}
