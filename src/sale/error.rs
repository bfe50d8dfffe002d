//! What a sale refuses.

use crate::catalogue::PriceError;
use crate::money::Money;
use crate::tax::NoRate;
use crate::voucher::Refusal;

/// Characters of a Kassenzeichen or another outside reference.
pub const LONGEST_REFERENCE: usize = 40;

/// Why a sale refused something.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SaleError {
    /// Price or quantity out of bounds.
    #[error(transparent)]
    Price(#[from] PriceError),
    /// No such line, or it is struck out.
    #[error("this line is not in the sale any more")]
    NoLine,
    /// A discount on something that has a price fixed by law, or is not ours.
    #[error("no discount is allowed on {0}")]
    NotDiscountable(String),
    /// Not above 0 up to 100 per cent, or above the price.
    #[error("the discount must be above zero and not above the price")]
    DiscountAmount,
    /// The item needs a reference such as a Kassenzeichen.
    #[error("{0} needs a reference (Kassenzeichen)")]
    ReferenceNeeded(String),
    /// A reference longer than [`LONGEST_REFERENCE`] characters (DSFinV-K 2.4, REF_BON_ID).
    #[error("the reference is longer than {LONGEST_REFERENCE} characters")]
    ReferenceTooLong,
    /// A discount on the whole receipt cannot be split over a part of it.
    #[error("a receipt with a discount on the whole can only be voided as a whole")]
    WholeOnly,
    /// More would be given back than is sold.
    #[error("a sale cannot be below zero; money goes back by a refund")]
    BelowZero,
    /// A void or refund cannot be changed line by line.
    #[error("a void or refund cannot be changed")]
    Fixed,
    /// Too many lines.
    #[error("a receipt holds at most {0} lines")]
    TooManyLines(usize),
    /// The tax table has a hole.
    #[error(transparent)]
    NoRate(#[from] NoRate),
    /// Every voucher has a number, and so a line, of its own.
    #[error("vouchers are sold and redeemed one by one")]
    VoucherSingly,
    /// A voucher that is sold has no number yet.
    #[error("{0} needs a voucher number")]
    VoucherNumber(String),
    /// A voucher is no means to buy another one.
    #[error("no voucher is sold on a receipt that redeems one")]
    VoucherForVoucher,
    /// The same voucher a second time.
    #[error("voucher {0} is on this receipt already")]
    VoucherTwice(String),
    /// Vouchers are worth more than what is rung up.
    #[error("vouchers can be redeemed for {goods} € on this receipt")]
    VoucherTooMuch {
        /// What is rung up.
        goods: Money,
    },
    /// What a single-purpose voucher was sold for is not rung up.
    #[error("{0} is only good for what it was sold for; ring that up first")]
    VoucherNotCovered(String),
    /// The voucher is not accepted.
    #[error(transparent)]
    Voucher(#[from] Refusal),
}
