//! Cash: denominations, counts, what to hand over and what to give back.

use serde::{Deserialize, Serialize};

use crate::money::Money;

/// A euro note or coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Denomination {
    /// Face value in cents.
    pub cents: u32,
}

/// Notes and coins, largest first.
pub const DENOMINATIONS: [Denomination; 15] = [
    Denomination { cents: 50_000 },
    Denomination { cents: 20_000 },
    Denomination { cents: 10_000 },
    Denomination { cents: 5_000 },
    Denomination { cents: 2_000 },
    Denomination { cents: 1_000 },
    Denomination { cents: 500 },
    Denomination { cents: 200 },
    Denomination { cents: 100 },
    Denomination { cents: 50 },
    Denomination { cents: 20 },
    Denomination { cents: 10 },
    Denomination { cents: 5 },
    Denomination { cents: 2 },
    Denomination { cents: 1 },
];

impl Denomination {
    /// Whether it is a banknote.
    pub fn is_note(self) -> bool {
        self.cents >= 500
    }

    /// Face value.
    pub fn value(self) -> Money {
        Money::from_cents(i64::from(self.cents))
    }

    /// `50 €` or `20 ct`.
    pub fn label(self) -> String {
        match self.cents {
            cents if cents >= 100 => format!("{} €", cents / 100),
            cents => format!("{cents} ct"),
        }
    }
}

/// How many of each note and coin were counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pieces(Vec<(Denomination, u32)>);

impl Pieces {
    /// Nothing counted.
    pub fn new() -> Pieces {
        Pieces::default()
    }

    /// Sets how many pieces of `denomination` there are.
    pub fn set(&mut self, denomination: Denomination, number: u32) {
        self.0.retain(|(d, _)| *d != denomination);
        if number > 0 {
            self.0.push((denomination, number));
            self.0.sort_by_key(|(d, _)| std::cmp::Reverse(d.cents));
        }
    }

    /// Number of pieces of `denomination`.
    pub fn get(&self, denomination: Denomination) -> u32 {
        self.0
            .iter()
            .find(|(d, _)| *d == denomination)
            .map_or(0, |(_, n)| *n)
    }

    /// Denominations that are there, largest first.
    pub fn iter(&self) -> impl Iterator<Item = (Denomination, u32)> + '_ {
        self.0.iter().copied()
    }

    /// Sum of all pieces.
    pub fn total(&self) -> Money {
        self.0
            .iter()
            .map(|(d, n)| Money::from_cents(i64::from(d.cents) * i64::from(*n)))
            .sum()
    }

    /// Sum of the banknotes alone; what DGUV 115-005 limits.
    pub fn notes(&self) -> Money {
        let notes = self.0.iter().filter(|(d, _)| d.is_note());
        notes
            .map(|(d, n)| Money::from_cents(i64::from(d.cents) * i64::from(*n)))
            .sum()
    }

    /// The fewest pieces that make `amount`, without notes above 100 €: change as it is handed over.
    pub fn fewest(amount: Money) -> Pieces {
        let mut rest = amount.cents().max(0);
        let mut pieces = Pieces::new();
        for denomination in DENOMINATIONS.into_iter().filter(|d| d.cents <= 10_000) {
            let number = rest / i64::from(denomination.cents);
            rest -= number * i64::from(denomination.cents);
            pieces.set(denomination, u32::try_from(number).unwrap_or(u32::MAX));
        }
        pieces
    }
}

/// Why a count was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CountOccasion {
    /// At the closing.
    Closing,
    /// Unannounced or between closings (Kassensturz).
    Check,
}

/// A count of the drawer (Zählprotokoll).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Number, gapless.
    pub number: u64,
    /// Closing period it fell into.
    pub z_number: u32,
    /// Why.
    pub occasion: CountOccasion,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// Who counted.
    pub counter: crate::receipt::Person,
    /// What was there.
    pub pieces: Pieces,
    /// What the ledger says should be there.
    pub expected: Money,
    /// Explanation of a difference.
    pub reason: Option<String>,
}

impl Count {
    /// Counted less expected; a shortage is below zero.
    pub fn difference(&self) -> Money {
        self.pieces.total() - self.expected
    }
}

/// Up to five amounts a customer is likely to hand over for `due`, ascending, `due` itself first.
///
/// For each note the smallest sum at or above `due` reachable with it, and whole euros when `due` has
/// cents. No 200 € and 500 € notes: most offices refuse them.
pub fn suggestions(due: Money) -> Vec<Money> {
    if due <= Money::ZERO {
        return Vec::new();
    }
    let mut sums = vec![due.cents()];
    for step in [100, 500, 1_000, 2_000, 5_000, 10_000] {
        // Who owes more than a hundred does not pay with a five-euro note on top.
        if step == 500 && due.cents() > 10_000 {
            continue;
        }
        sums.push((due.cents() + step - 1) / step * step);
    }
    sums.sort_unstable();
    sums.dedup();
    sums.into_iter().take(5).map(Money::from_cents).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn euros(cents: &[i64]) -> Vec<Money> {
        cents.iter().map(|c| Money::from_cents(*c)).collect()
    }

    #[test]
    fn suggestions_are_what_people_hand_over() {
        assert_eq!(
            suggestions(Money::from_cents(8570)),
            euros(&[8570, 8600, 9000, 10_000])
        );
        assert_eq!(
            suggestions(Money::from_cents(20_280)),
            euros(&[20_280, 20_300, 21_000, 22_000, 25_000])
        );
        assert_eq!(
            suggestions(Money::from_cents(4600)),
            euros(&[4600, 5000, 6000, 10_000])
        );
        assert_eq!(
            suggestions(Money::from_cents(500)),
            euros(&[500, 1000, 2000, 5000, 10_000])
        );
        assert_eq!(
            suggestions(Money::from_cents(30)),
            euros(&[30, 100, 500, 1000, 2000])
        );
        assert!(suggestions(Money::ZERO).is_empty());
    }

    #[test]
    fn change_as_drawn() {
        let change = Pieces::fewest(Money::from_cents(1430));
        let labels: Vec<String> = change
            .iter()
            .map(|(d, n)| format!("{n}× {}", d.label()))
            .collect();
        assert_eq!(labels, ["1× 10 €", "2× 2 €", "1× 20 ct", "1× 10 ct"]);
    }

    proptest! {
        #[test]
        fn change_adds_up(cents in 0i64..200_000) {
            prop_assert_eq!(Pieces::fewest(Money::from_cents(cents)).total().cents(), cents);
        }

        #[test]
        fn suggestions_suffice(cents in 1i64..200_000) {
            let all = suggestions(Money::from_cents(cents));
            prop_assert!(all.iter().all(|s| s.cents() >= cents) && all.is_sorted() && all.len() <= 5);
        }
    }
}
