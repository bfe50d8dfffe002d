//! What lies on the shelves of the demo municipality when its register is set up.

use rust_decimal::Decimal;

use super::SetupError;
use crate::catalogue::stock::{Amount, Numbers};
use crate::catalogue::{Entry, StockMode};

/// Pieces of what goes as usual.
const USUAL: i64 = 120;

/// Pieces of what goes fast.
const FAST: [(&str, i64); 6] = [
    ("BB0260", 400),
    ("BB0270", 400),
    ("KA0050", 200),
    ("KA0060", 200),
    ("KA0110", 360),
    ("MU0140", 400),
];

/// Numbers of the forms of value and tokens that are kept by them.
const NUMBERED: [(&str, &str); 3] = [
    ("BB0250", "4001-4080"),
    ("KF0140", "ZB 240001-240250"),
    ("KF0150", "05001-05400"),
];

/// What is there at first.
pub(super) fn first(entries: &[Entry]) -> Result<Vec<(String, Amount)>, SetupError> {
    let kept = entries.iter().filter(|e| e.item.stock != StockMode::None);
    kept.map(|entry| {
        let id = entry.item.id.as_str();
        let amount = match NUMBERED.iter().find(|(numbered, ..)| *numbered == id) {
            Some((_, numbers)) => {
                let numbers: Result<Numbers, _> = numbers.parse();
                Amount::Numbers(numbers.map_err(|e| SetupError::Demo(e.to_string()))?)
            }
            None => {
                let fast = FAST.iter().find(|(fast, ..)| *fast == id);
                Amount::Quantity(Decimal::from(fast.map_or(USUAL, |(_, there)| *there)))
            }
        };
        Ok((id.to_owned(), amount))
    })
    .collect()
}
