//! Every voucher of a register, added up from its receipts.

use std::collections::BTreeMap;

use super::{Move, Voucher, moves, withdrawn};
use crate::money::Money;
use crate::receipt::Receipt;

/// Every voucher by its number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    vouchers: BTreeMap<String, Voucher>,
}

/// Something on a receipt that no register would let happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookError {
    /// Its number was sold before.
    SoldTwice {
        /// The number.
        number: String,
    },
    /// It was never sold.
    NeverSold {
        /// The number.
        number: String,
    },
    /// More was redeemed than was there, or more came back than was redeemed.
    Beyond {
        /// The number.
        number: String,
        /// What would be left.
        left: Money,
    },
    /// It had been taken back before.
    Withdrawn {
        /// The number.
        number: String,
    },
}

impl Book {
    /// Every voucher in order of its number.
    pub fn vouchers(&self) -> impl Iterator<Item = &Voucher> {
        self.vouchers.values()
    }

    /// One voucher.
    pub fn get(&self, number: &str) -> Option<&Voucher> {
        self.vouchers.get(number)
    }

    /// Enters the next receipt; returns what cannot be.
    pub fn enter(&mut self, receipt: &Receipt) -> Vec<BookError> {
        let entered = moves(receipt).into_iter().map(|one| self.apply(one));
        entered.filter_map(Result::err).collect()
    }

    /// Enters one move; a wrong one is entered as far as it goes, so that what follows it is judged by itself.
    fn apply(&mut self, one: Move) -> Result<(), BookError> {
        let number = one.number().to_owned();
        let Some(voucher) = self.vouchers.get_mut(&number) else {
            return match one {
                Move::Sold(voucher) => {
                    self.vouchers.insert(number, *voucher);
                    Ok(())
                }
                _ => Err(BookError::NeverSold { number }),
            };
        };
        match one {
            Move::Sold(_) => Err(BookError::SoldTwice { number }),
            Move::Redeemed { amount, .. } => {
                if voucher.blocked.is_some() {
                    return Err(BookError::Withdrawn { number });
                }
                moved(voucher, -amount)
            }
            Move::GivenBack { amount, .. } => moved(voucher, amount),
            Move::Withdrawn { receipt, .. } => {
                if voucher.blocked.is_some() {
                    return Err(BookError::Withdrawn { number });
                }
                let left = voucher.balance;
                voucher.blocked = Some(withdrawn(receipt));
                match left == voucher.value {
                    true => Ok(()),
                    false => Err(BookError::Beyond { number, left }),
                }
            }
        }
    }
}

fn moved(voucher: &mut Voucher, by: Money) -> Result<(), BookError> {
    let left = voucher.balance + by;
    voucher.balance = left.clamp(Money::ZERO, voucher.value);
    match left == voucher.balance {
        true => Ok(()),
        false => Err(BookError::Beyond {
            number: voucher.number.clone(),
            left,
        }),
    }
}
