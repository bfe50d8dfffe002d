//! Taking stock: many items are counted, the differences are looked at, and only then booked.

mod view;

use std::collections::BTreeMap;

use iced::widget::Id;

use super::read_amount;
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Difference, Level, StockRow};
use crate::ui::protocol::stock::Command;

/// What the count remembers.
#[derive(Debug, Clone)]
pub struct State {
    rows: Vec<StockRow>,
    /// What was typed, by the number of the item.
    typed: BTreeMap<String, String>,
    /// What should be there is not shown.
    blind: bool,
    /// The differences are being looked at.
    checking: bool,
    office: Option<String>,
    reason: String,
    offset: f32,
    problem: Option<String>,
    sent: bool,
    /// Leaving would drop what was counted, and that was said.
    warned: bool,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Something was typed for an item.
    Typed(String, String),
    /// The next field.
    Next(usize),
    /// Whether what should be there is hidden.
    Blind(bool),
    /// Only the items of this office.
    Office(Option<String>),
    /// The list was scrolled.
    Scrolled(f32),
    /// The reason of the differences.
    Reason(String),
    /// Look at the differences.
    Check,
    /// Book it.
    Submit,
    /// A step back, or out.
    Back,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It goes on; a field to put the cursor into.
    Open(Option<Id>),
    /// It was left.
    Closed,
    /// Something to book, and whether one person may book it alone.
    Done(Command, bool),
}

impl State {
    /// A count of these items, nothing counted yet. What is archived and not there is left out.
    pub fn new(rows: Vec<StockRow>) -> Self {
        let kept = |row: &StockRow| {
            let some = row.level.as_ref().is_some_and(|l| !l.quantity().is_zero());
            row.archived.is_none() || some
        };
        Self {
            rows: rows.into_iter().filter(kept).collect(),
            typed: BTreeMap::new(),
            blind: false,
            checking: false,
            office: None,
            reason: String::new(),
            offset: 0.0,
            problem: None,
            sent: false,
            warned: false,
        }
    }

    /// The field of the first item.
    pub fn first_field() -> Id {
        field(0)
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: String) {
        self.sent = false;
        self.problem = Some(sentence);
    }

    /// The second person was not found: it can be sent again.
    pub fn reopen(&mut self) {
        self.sent = false;
    }

    /// Tells the steps apart.
    pub fn page_number(&self) -> u8 {
        1 + u8::from(self.checking)
    }

    /// The rows in sight.
    fn shown(&self) -> Vec<&StockRow> {
        let rows = self.rows.iter();
        rows.filter(|row| self.office.as_ref().is_none_or(|o| *o == row.office))
            .collect()
    }

    /// Offices whose stock is kept, in the order of the catalogue.
    fn offices(&self) -> Vec<&str> {
        let mut offices: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !offices.contains(&row.office.as_str()) {
                offices.push(&row.office);
            }
        }
        offices
    }

    fn text(&self, row: &StockRow) -> &str {
        self.typed.get(&row.item_id).map_or("", String::as_str)
    }

    /// What was counted of an item: nothing yet, a level, or why it cannot be read.
    fn counted(&self, row: &StockRow) -> Option<Result<Level, &'static str>> {
        let text = self.text(row).trim();
        // A zero is how somebody says that no form is left.
        let text = match (row.mode, text) {
            (_, "") => return None,
            (StockMode::Numbered, "0") => return Some(Ok(Level::none(row.mode)?)),
            (_, text) => text,
        };
        let level = row.level.clone().or(Level::none(row.mode))?;
        Some(
            read_amount(row.mode, text)
                .and_then(|amount| level.counted(&amount).map_err(|_| "stock-needs-quantity")),
        )
    }

    /// Counted less expected; a first count has nothing to differ from.
    fn difference(&self, row: &StockRow) -> Option<Difference> {
        let counted = self.counted(row)?.ok()?;
        let expected = row.level.as_ref()?;
        Some(expected.difference(&counted)).filter(|difference| !difference.is_zero())
    }

    /// Everything that was counted, or `None` while a row cannot be read or nothing was counted.
    fn all(&self) -> Option<Vec<(&StockRow, Level)>> {
        let mut all = Vec::new();
        for row in &self.rows {
            match self.counted(row) {
                None => {}
                Some(Ok(level)) => all.push((row, level)),
                Some(Err(_)) => return None,
            }
        }
        (!all.is_empty()).then_some(all)
    }

    fn command(&self) -> Option<(Command, bool)> {
        use crate::catalogue::stock::Amount;
        let all = self.all()?;
        let differing: Vec<&StockRow> = {
            let rows = all.iter().map(|(row, _)| *row);
            rows.filter(|row| self.difference(row).is_some()).collect()
        };
        let reason = self.reason.trim().to_owned();
        if !differing.is_empty() && reason.is_empty() {
            return None;
        }
        let forms = differing.iter().any(|row| row.mode == StockMode::Numbered);
        let counted = all.iter().map(|(row, level)| {
            let amount = match level {
                Level::Quantity(quantity) => Amount::Quantity(*quantity),
                Level::Numbers(numbers) => Amount::Numbers(numbers.clone()),
            };
            (row.item_id.clone(), amount)
        });
        let command = Command::Count {
            counted: counted.collect(),
            reason,
            approval: None,
        };
        Some((command, !forms))
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message) -> Outcome {
        self.problem = None;
        let warned = std::mem::take(&mut self.warned);
        match message {
            Message::Typed(item, text) => {
                self.typed.insert(item, text);
            }
            Message::Next(at) => return Outcome::Open(Some(field(at + 1))),
            Message::Blind(blind) => self.blind = blind,
            Message::Office(office) => {
                self.office = office;
                self.offset = 0.0;
            }
            Message::Scrolled(offset) => {
                self.offset = offset;
                self.warned = warned;
            }
            Message::Reason(reason) => self.reason = reason,
            Message::Check if self.all().is_some() => {
                self.checking = true;
                self.offset = 0.0;
            }
            Message::Check => {}
            Message::Submit => {
                if let (Some((command, alone)), false) = (self.command(), self.sent) {
                    self.sent = true;
                    return Outcome::Done(command, alone);
                }
            }
            Message::Back if self.checking => self.checking = false,
            // An hour of counting is not lost to one key.
            Message::Back if !warned && self.typed.values().any(|text| !text.trim().is_empty()) => {
                self.warned = true;
            }
            Message::Back => return Outcome::Closed,
        }
        Outcome::Open(None)
    }
}

/// The field of a row in sight.
fn field(at: usize) -> Id {
    Id::from(format!("stock-count-{at}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn row(id: &str, level: Option<Level>, mode: StockMode) -> StockRow {
        StockRow {
            item_id: id.into(),
            name: id.into(),
            office: "Amt".into(),
            unit: "Stück".into(),
            mode,
            level,
            minimum: None,
            archived: None,
        }
    }

    fn count() -> State {
        State::new(vec![
            row(
                "A",
                Some(Level::Quantity(Decimal::TEN)),
                StockMode::Quantity,
            ),
            row(
                "F",
                Some(Level::Numbers("1001-1010".parse().unwrap())),
                StockMode::Numbered,
            ),
            row("N", None, StockMode::Quantity),
        ])
    }

    fn typed(state: &mut State, item: &str, text: &str) {
        let _ = state.update(Message::Typed(item.into(), text.into()));
    }

    #[test]
    fn what_was_not_counted_is_left_alone() {
        let mut state = count();
        assert!(state.all().is_none(), "nothing was counted");
        typed(&mut state, "A", "10");
        assert_eq!(state.all().unwrap().len(), 1);
        let (command, alone) = state.command().unwrap();
        assert!(alone, "without a difference nobody else is needed");
        assert!(matches!(command, Command::Count { counted, .. } if counted.len() == 1));
    }

    #[test]
    fn a_difference_needs_a_reason_and_forms_a_second_person() {
        let mut state = count();
        typed(&mut state, "F", "1001-1008");
        assert!(state.command().is_none());
        let _ = state.update(Message::Reason("Schwund".into()));
        assert!(!state.command().unwrap().1);
        typed(&mut state, "F", "1001-1010");
        typed(&mut state, "A", "9,5");
        assert!(
            state.command().unwrap().1,
            "merchandise may differ without one"
        );
    }

    #[test]
    fn a_first_count_differs_from_nothing_and_zero_forms_is_a_count() {
        let mut state = count();
        typed(&mut state, "N", "7");
        assert!(state.command().is_some());
        typed(&mut state, "F", "0");
        let row = state.rows[1].clone();
        assert_eq!(state.difference(&row).unwrap().quantity, Decimal::from(-10));
    }

    #[test]
    fn what_cannot_be_read_holds_the_count_up() {
        let mut state = count();
        typed(&mut state, "A", "zehn");
        assert!(state.all().is_none());
        assert_eq!(state.update(Message::Check), Outcome::Open(None));
        assert!(!state.checking);
    }

    #[test]
    fn what_was_counted_is_not_dropped_by_one_key() {
        let mut state = count();
        typed(&mut state, "A", "10");
        assert_eq!(state.update(Message::Back), Outcome::Open(None));
        typed(&mut state, "N", "3");
        assert_eq!(state.update(Message::Back), Outcome::Open(None));
        assert_eq!(state.update(Message::Back), Outcome::Closed);
        assert_eq!(count().update(Message::Back), Outcome::Closed);
    }
}
