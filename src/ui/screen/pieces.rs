//! Counting the drawer by denomination; part of the closing and of a count in between.

use super::super::desk::Desk;
use crate::cash::{DENOMINATIONS, Denomination, Pieces};
use crate::money::Money;
use crate::ui::widget::Element;
use crate::ui::widget::count::CountRow;
use iced::widget::{Column, Id, scrollable};

/// What was counted so far.
#[derive(Debug, Clone)]
pub struct State {
    rows: Vec<(Denomination, String)>,
}

impl Default for State {
    fn default() -> Self {
        // Notes above 100 € are refused at the counter, so they only take room.
        let usual = DENOMINATIONS
            .into_iter()
            .filter(|piece| piece.cents <= 10_000);
        Self {
            rows: usual.map(|piece| (piece, String::new())).collect(),
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A number was typed: row, text.
    Number(usize, String),
    /// Enter in this row.
    Next(usize),
}

impl State {
    /// The field of a row.
    pub fn field(row: usize) -> Id {
        Id::from(format!("count-{row}"))
    }

    /// Reacts to a message; returns the field to go to.
    pub fn update(&mut self, message: Message) -> Option<Id> {
        match message {
            Message::Number(row, text) => {
                if let Some((_, number)) = self.rows.get_mut(row)
                    && text.len() <= 5
                    && text.chars().all(|c| c.is_ascii_digit())
                {
                    *number = text;
                }
                None
            }
            Message::Next(row) => {
                let next = (row + 1) % self.rows.len();
                Some(Self::field(next))
            }
        }
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

    /// Builds the table; it scrolls where there is no room for thirteen rows.
    pub fn view<'a>(&'a self, _desk: &'a Desk, labels: &'a [String]) -> Element<'a, Message> {
        let rows = self.rows.iter().enumerate().map(|(at, (piece, number))| {
            let count = i64::from(number.parse::<u32>().unwrap_or(0));
            CountRow {
                id: Self::field(at),
                name: labels.get(at).map_or("", String::as_str),
                number,
                amount: Money::from_cents(i64::from(piece.cents) * count).to_string(),
            }
            .view(move |text| Message::Number(at, text), Message::Next(at))
        });
        scrollable(Column::with_children(rows)).spacing(8).into()
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
