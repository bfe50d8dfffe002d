//! The notes and coins that really lie in the drawer. The ledger only knows sums; what a count finds comes
//! from here, and with it the differences of a clerk who gave wrong change.

use crate::cash::{DENOMINATIONS, Denomination, Pieces};
use crate::money::Money;

/// Change money as the main cash office hands it out: 250.00 €.
const FLOAT: [(u32, u32); 10] = [
    (1_000, 5),
    (500, 10),
    (200, 30),
    (100, 50),
    (50, 40),
    (20, 50),
    (10, 50),
    (5, 50),
    (2, 75),
    (1, 100),
];

/// Small money for a 50 € note, as fetched when the drawer runs out of it.
const SMALL: [(u32, u32); 9] = [
    (500, 4),
    (200, 6),
    (100, 8),
    (50, 8),
    (20, 15),
    (10, 20),
    (5, 12),
    (2, 15),
    (1, 10),
];
const SMALL_FOR: Money = Money::from_cents(5_000);

/// The drawer's content.
#[derive(Debug, Clone, Default)]
pub(super) struct Purse(Pieces);

/// Change money of a pay point: the usual pieces where it is the usual sum, else the fewest.
pub(super) fn change_money(amount: Money) -> Pieces {
    let usual = pieces(&FLOAT);
    match usual.total() == amount {
        true => usual,
        false => Pieces::fewest(amount),
    }
}

fn pieces(of: &[(u32, u32)]) -> Pieces {
    let mut pieces = Pieces::new();
    for &(cents, number) in of {
        pieces.set(Denomination { cents }, number);
    }
    pieces
}

impl Purse {
    /// What a count finds.
    pub fn pieces(&self) -> &Pieces {
        &self.0
    }

    /// Puts money in.
    pub fn put(&mut self, pieces: &Pieces) {
        for (denomination, number) in pieces.iter() {
            self.0.set(denomination, self.0.get(denomination) + number);
        }
    }

    /// Takes these pieces out, as far as they are there.
    pub fn take(&mut self, pieces: &Pieces) {
        for (denomination, number) in pieces.iter() {
            let left = self.0.get(denomination).saturating_sub(number);
            self.0.set(denomination, left);
        }
    }

    /// Puts in what a customer hands over and takes the change out; false, and nothing moved, when the
    /// drawer cannot give it.
    pub fn exchange(&mut self, given: Money, due: Money) -> bool {
        let before = self.clone();
        self.put(&Pieces::fewest(given));
        if self.pay_out(given - due) {
            return true;
        }
        *self = before;
        false
    }

    /// Takes `amount` out in the largest pieces that fit, small money fetched for a note when needed;
    /// false, and nothing moved, when the drawer cannot give it.
    pub fn pay_out(&mut self, amount: Money) -> bool {
        let before = self.clone();
        for _ in 0..3 {
            if let Some(out) = exactly(&self.0, amount) {
                self.take(&out);
                return true;
            }
            if !self.fetch_small() {
                break;
            }
        }
        *self = before;
        false
    }

    /// Changes 50 € of notes into small money; the sum stays what it is.
    fn fetch_small(&mut self) -> bool {
        let mut notes = Pieces::new();
        for (denomination, number) in self.0.iter().filter(|(d, _)| d.cents >= 1_000) {
            notes.set(denomination, number);
        }
        match exactly(&notes, SMALL_FOR) {
            Some(out) => {
                self.take(&out);
                self.put(&pieces(&SMALL));
                true
            }
            None => false,
        }
    }

    /// The largest pieces that add up to at most `amount`; nothing moves.
    pub fn up_to(&self, amount: Money, smallest: u32) -> Pieces {
        let mut rest = amount.cents().max(0);
        let mut out = Pieces::new();
        for (denomination, there) in self.0.iter().filter(|(d, _)| d.cents >= smallest) {
            let fits = rest / i64::from(denomination.cents);
            let number = u32::try_from(fits).unwrap_or(u32::MAX).min(there);
            out.set(denomination, number);
            rest -= i64::from(number) * i64::from(denomination.cents);
        }
        out
    }
}

/// Pieces out of `there` that make `amount` exactly, large ones first.
fn exactly(there: &Pieces, amount: Money) -> Option<Pieces> {
    let mut chosen = [0u32; DENOMINATIONS.len()];
    if !fill(there, amount.cents(), 0, &mut chosen) {
        return None;
    }
    let mut out = Pieces::new();
    for (denomination, number) in DENOMINATIONS.into_iter().zip(chosen) {
        out.set(denomination, number);
    }
    Some(out)
}

fn fill(there: &Pieces, rest: i64, place: usize, chosen: &mut [u32; DENOMINATIONS.len()]) -> bool {
    if rest == 0 {
        return true;
    }
    let (Some(denomination), true) = (DENOMINATIONS.get(place), rest > 0) else {
        return false;
    };
    let value = i64::from(denomination.cents);
    let fits = u32::try_from(rest / value).unwrap_or(u32::MAX);
    let most = fits.min(there.get(*denomination));
    // One piece less than the most is enough to make 60 out of 50 and three 20: two pieces less would
    // only be smaller money for the same sum.
    for number in (most.saturating_sub(1)..=most).rev() {
        if let Some(slot) = chosen.get_mut(place) {
            *slot = number;
        }
        if fill(there, rest - i64::from(number) * value, place + 1, chosen) {
            return true;
        }
    }
    if let Some(slot) = chosen.get_mut(place) {
        *slot = 0;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(cents: i64) -> Money {
        Money::from_cents(cents)
    }

    #[test]
    fn tables_add_up() {
        assert_eq!(pieces(&FLOAT).total(), euro(25_000));
        assert_eq!(pieces(&SMALL).total(), SMALL_FOR);
        assert_eq!(change_money(euro(10_000)).total(), euro(10_000));
    }

    #[test]
    fn a_drawer_gives_change_as_long_as_it_can() {
        let mut purse = Purse::default();
        assert!(!purse.exchange(euro(1_000), euro(600)));
        purse.put(&change_money(euro(25_000)));
        assert!(purse.exchange(euro(5_000), euro(4_600)));
        assert_eq!(purse.pieces().total(), euro(29_600));
        // No 5 € note and no 1 € coin: six euros are three twos.
        let mut odd = Purse(pieces(&[(500, 1), (200, 3)]));
        assert!(odd.pay_out(euro(600)));
        assert_eq!(odd.pieces().total(), euro(500));
        assert!(!odd.pay_out(euro(100)));
    }

    #[test]
    fn small_money_is_fetched_for_a_note() {
        let mut purse = Purse(pieces(&[(5_000, 2)]));
        assert!(purse.exchange(euro(5_000), euro(4_937)));
        assert_eq!(purse.pieces().total(), euro(14_937));
    }

    #[test]
    fn skimming_takes_the_large_pieces() {
        let purse = Purse(pieces(&[(5_000, 3), (2_000, 4), (100, 9)]));
        let out = purse.up_to(euro(19_950), 500);
        assert_eq!(out.total(), euro(19_000));
        assert_eq!(out.get(Denomination { cents: 2_000 }), 2);
    }
}
