//! An amount as it is typed: digits are cents from the right, until a comma fixes the point.

use crate::money::Money;

/// The most digits an amount may have.
const LONGEST: usize = 8;

/// What was typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(String);

impl Typed {
    /// Takes digits or a comma; what would make no amount is ignored.
    pub fn push(&mut self, text: &str) {
        for letter in text.chars() {
            let cents = self.0.split_once(',').map(|(_, cents)| cents.len());
            match (letter, cents) {
                (',', None) => self.0.push(letter),
                ('0'..='9', None) if self.0.len() < LONGEST => self.0.push(letter),
                ('0'..='9', Some(0 | 1)) => self.0.push(letter),
                _ => {}
            }
        }
    }

    /// Takes the last digit or the comma back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Forgets it.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The amount, if anything was typed.
    pub fn amount(&self) -> Option<Money> {
        amount(&self.0)
    }
}

/// Reads an amount as typed: `1250` and `12,5` are 12.50.
pub fn amount(text: &str) -> Option<Money> {
    let cents = match text.split_once(',') {
        None => text.parse().ok()?,
        Some((euros, cents)) if cents.len() <= 2 && !text.eq(",") => {
            let digits = format!("{euros}{cents:0<2}");
            digits.parse().ok()?
        }
        Some(_) => return None,
    };
    Some(Money::from_cents(cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(keys: &[&str]) -> Option<i64> {
        let mut typed = Typed::default();
        for key in keys {
            typed.push(key);
        }
        typed.amount().map(Money::cents)
    }

    #[test]
    fn digits_are_cents_until_a_comma_fixes_the_point() {
        assert_eq!(cents(&["1", "2", "5", "0"]), Some(1_250));
        assert_eq!(cents(&["1", "2", ",", "5", "0"]), Some(1_250));
        assert_eq!(cents(&["1", "2", ","]), Some(1_200));
        assert_eq!(cents(&["1", "2", ",", "5"]), Some(1_250));
        assert_eq!(cents(&["1", "2", ",", "00", "7"]), Some(1_200));
        assert_eq!(cents(&[",", "5", "0", ","]), Some(50));
        assert_eq!(cents(&[","]), None);
        assert_eq!(cents(&[]), None);
    }
}
