//! BMP 60: the totals of a terminal's day.

use crate::zvt::bcd;
use crate::{Circuit, DayTotals};

/// Names of the seven rows of BMP 60 in their order.
const ROWS: [&str; 7] = [
    "girocard",
    "JCB",
    "Mastercard",
    "American Express",
    "Visa",
    "Diners",
    "Andere",
];

/// Receipt numbers and sums per circuit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// First receipt number.
    pub first: u16,
    /// Last receipt number.
    pub last: u16,
    /// Number and cents of girocard, JCB, Mastercard, American Express, Visa, Diners, others.
    pub rows: [(u8, i64); 7],
}

impl Totals {
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let short = |at: usize| {
            let number = bcd::number(value.get(at..at + 2)?)?;
            u16::try_from(number).ok()
        };
        let mut rows = [(0, 0); 7];
        for (row, place) in rows.iter_mut().enumerate() {
            let at = 4 + row * 7;
            // The one number here that is binary: ten payments are 0A. Two other implementations read it so.
            let count = *value.get(at)?;
            let cents = bcd::number(value.get(at + 1..at + 7)?)?;
            *place = (count, cents.try_into().ok()?);
        }
        Some(Self {
            first: short(0)?,
            last: short(2)?,
            rows,
        })
    }

    /// The value of BMP 60; `None`: a number has too many digits.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(53);
        bytes.extend(bcd::bytes::<2>(self.first.into())?);
        bytes.extend(bcd::bytes::<2>(self.last.into())?);
        for (count, cents) in self.rows {
            bytes.push(count);
            bytes.extend(bcd::bytes::<6>(cents.try_into().ok()?)?);
        }
        Some(bytes)
    }

    /// In the terms of every terminal; circuits without payments are left out.
    #[must_use]
    pub fn day(&self, terminal_id: &str, cents: Option<i64>, closed: bool) -> DayTotals {
        let rows = ROWS.iter().zip(self.rows);
        let circuits: Vec<Circuit> = rows
            .filter(|(_, (count, cents))| *count > 0 || *cents != 0)
            .map(|(name, (count, cents))| Circuit {
                name: (*name).to_owned(),
                count: count.into(),
                cents,
            })
            .collect();
        DayTotals {
            terminal_id: terminal_id.to_owned(),
            cents: cents.unwrap_or_else(|| circuits.iter().map(|circuit| circuit.cents).sum()),
            count: Some(circuits.iter().map(|circuit| circuit.count).sum()),
            receipts: (self.last > 0).then_some((self.first.into(), self.last.into())),
            circuits,
            closed,
        }
    }
}
