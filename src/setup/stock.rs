//! What lies on the shelves of the demo municipality when its register is set up.

use rust_decimal::Decimal;

use super::SetupError;
use crate::catalogue::stock::{Amount, Numbers};
use crate::catalogue::{Entry, StockMode};

/// Goods that nobody needs more of than others: minimum and what is there at first.
const USUAL: (i64, i64) = (25, 120);

/// Goods that go fast.
const FAST: [(&str, i64, i64); 6] = [
    ("BB0260", 60, 400),
    ("BB0270", 60, 400),
    ("KA0050", 40, 200),
    ("KA0060", 40, 200),
    ("KA0110", 60, 360),
    ("MU0140", 60, 400),
];

/// Forms of value and tokens that are kept by their numbers: minimum and the numbers at first.
const NUMBERED: [(&str, i64, &str); 3] = [
    ("BB0250", 20, "4001-4080"),
    ("KF0140", 50, "ZB 240001-240250"),
    ("KF0150", 40, "05001-05400"),
];

/// Says which items of the demo municipality are kept by number, and below which level somebody orders.
pub(super) fn keep(entries: &mut [Entry]) {
    for entry in entries
        .iter_mut()
        .filter(|e| e.item.stock != StockMode::None)
    {
        let id = entry.item.id.as_str();
        let fast = FAST.iter().find(|(fast, ..)| *fast == id);
        let numbered = NUMBERED.iter().find(|(numbered, ..)| *numbered == id);
        let minimum = match (numbered, fast) {
            (Some((_, minimum, _)), _) | (None, Some((_, minimum, _))) => *minimum,
            (None, None) => USUAL.0,
        };
        if numbered.is_some() {
            entry.item.stock = StockMode::Numbered;
        }
        entry.minimum = Some(Decimal::from(minimum));
    }
}

/// What is there at first.
pub(super) fn first(entries: &[Entry]) -> Result<Vec<(String, Amount)>, SetupError> {
    let kept = entries.iter().filter(|e| e.item.stock != StockMode::None);
    kept.map(|entry| {
        let id = entry.item.id.as_str();
        let amount = match NUMBERED.iter().find(|(numbered, ..)| *numbered == id) {
            Some((_, _, numbers)) => {
                let numbers: Result<Numbers, _> = numbers.parse();
                Amount::Numbers(numbers.map_err(|e| SetupError::Demo(e.to_string()))?)
            }
            None => {
                let fast = FAST.iter().find(|(fast, ..)| *fast == id);
                Amount::Quantity(Decimal::from(fast.map_or(USUAL.1, |(_, _, there)| *there)))
            }
        };
        Ok((id.to_owned(), amount))
    })
    .collect()
}
