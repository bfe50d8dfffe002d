//! How much of an item is there.

use rust_decimal::Decimal;

use super::Numbers;
use crate::catalogue::StockMode;

/// A quantity or numbers that come, go or are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// Merchandise.
    Quantity(Decimal),
    /// Forms of value.
    Numbers(Numbers),
}

/// Why an amount does not suit an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Its forms have numbers.
    #[error("forms of this kind are kept by their numbers")]
    NumbersNeeded,
    /// It has no numbers.
    #[error("stock of this item is kept by quantity, not by numbers")]
    QuantityNeeded,
    /// Zero, below zero, too large, or more than three decimals.
    #[error("the quantity must be between 0.001 and 999,999")]
    Quantity,
    /// Came in, but are there already.
    #[error("the numbers {0} are there already")]
    There(Numbers),
    /// Went out, but are not there.
    #[error("the numbers {0} are not there")]
    NotThere(Numbers),
    /// More went than is there.
    #[error("only {0} are there")]
    Short(Decimal),
}

/// What is there of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// So much of it; below zero only where that is allowed.
    Quantity(Decimal),
    /// These forms.
    Numbers(Numbers),
}

/// Counted less expected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Quantity; below zero: something is missing.
    pub quantity: Decimal,
    /// Numbers that should be there and are not.
    pub missing: Numbers,
    /// Numbers that are there and should not be.
    pub unexpected: Numbers,
}

impl Difference {
    /// Whether everything is as it should be.
    pub fn is_zero(&self) -> bool {
        self.quantity.is_zero() && self.missing.is_empty() && self.unexpected.is_empty()
    }
}

impl Level {
    /// Nothing, in the form an item is kept in; `None` for one that is not kept.
    pub fn none(mode: StockMode) -> Option<Level> {
        match mode {
            StockMode::None => None,
            StockMode::Quantity => Some(Level::Quantity(Decimal::ZERO)),
            StockMode::Numbered => Some(Level::Numbers(Numbers::new())),
        }
    }

    /// How much it is.
    pub fn quantity(&self) -> Decimal {
        match self {
            Level::Quantity(quantity) => *quantity,
            Level::Numbers(numbers) => Decimal::from(numbers.count()),
        }
    }

    /// Which forms are there.
    pub fn numbers(&self) -> Option<&Numbers> {
        match self {
            Level::Quantity(_) => None,
            Level::Numbers(numbers) => Some(numbers),
        }
    }

    /// Whether it is in the form an item is kept in. One whose form was changed has to be counted first.
    pub fn fits(&self, mode: StockMode) -> bool {
        matches!(
            (self, mode),
            (Level::Quantity(_), StockMode::Quantity) | (Level::Numbers(_), StockMode::Numbered)
        )
    }

    /// The level after a delivery.
    pub fn with(&self, amount: &Amount) -> Result<Level, AmountError> {
        match (self, amount) {
            (Level::Quantity(level), Amount::Quantity(quantity)) => {
                Ok(Level::Quantity(level + above_zero(*quantity)?))
            }
            (Level::Numbers(level), Amount::Numbers(numbers)) => {
                let there = level.common(numbers);
                match there.is_empty() {
                    true => Ok(Level::Numbers(level.plus(numbers))),
                    false => Err(AmountError::There(there)),
                }
            }
            _ => Err(self.other_form()),
        }
    }

    /// The level after a loss; `below_zero` lets a quantity fall under zero.
    pub fn without(&self, amount: &Amount, below_zero: bool) -> Result<Level, AmountError> {
        match (self, amount) {
            (Level::Quantity(level), Amount::Quantity(quantity)) => {
                let quantity = above_zero(*quantity)?;
                match quantity > *level && !below_zero {
                    true => Err(AmountError::Short(*level)),
                    false => Ok(Level::Quantity(level - quantity)),
                }
            }
            (Level::Numbers(level), Amount::Numbers(numbers)) => {
                let strange = numbers.minus(level);
                match strange.is_empty() {
                    true => Ok(Level::Numbers(level.minus(numbers))),
                    false => Err(AmountError::NotThere(strange)),
                }
            }
            _ => Err(self.other_form()),
        }
    }

    /// The level after a count.
    pub fn counted(&self, amount: &Amount) -> Result<Level, AmountError> {
        match (self, amount) {
            (Level::Quantity(_), Amount::Quantity(quantity)) if quantity.is_zero() => {
                Ok(Level::Quantity(Decimal::ZERO))
            }
            (Level::Quantity(_), Amount::Quantity(quantity)) => {
                Ok(Level::Quantity(above_zero(*quantity)?))
            }
            (Level::Numbers(level), Amount::Numbers(numbers)) => {
                Ok(Level::Numbers(numbers.clone().printed_like(level)))
            }
            _ => Err(self.other_form()),
        }
    }

    /// `counted` less what should be there.
    pub fn difference(&self, counted: &Level) -> Difference {
        let (missing, unexpected) = match (self, counted) {
            (Level::Numbers(here), Level::Numbers(there)) => (here.minus(there), there.minus(here)),
            (_, Level::Numbers(there)) => (Numbers::new(), there.clone()),
            _ => Default::default(),
        };
        Difference {
            quantity: counted.quantity() - self.quantity(),
            missing,
            unexpected,
        }
    }

    fn other_form(&self) -> AmountError {
        match self {
            Level::Quantity(_) => AmountError::QuantityNeeded,
            Level::Numbers(_) => AmountError::NumbersNeeded,
        }
    }
}

fn above_zero(quantity: Decimal) -> Result<Decimal, AmountError> {
    let fits = quantity > Decimal::ZERO
        && quantity <= Decimal::from(999_999)
        && quantity.normalize().scale() <= 3;
    match fits {
        true => Ok(quantity),
        false => Err(AmountError::Quantity),
    }
}

#[cfg(test)]
mod tests;
