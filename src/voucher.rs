//! Vouchers: their numbers, what they are worth, and what a receipt does to them.
//!
//! A multi-purpose voucher is no turnover when it is sold and a means of payment when it is redeemed; a
//! single-purpose voucher is taxed when it is sold, and what it is redeemed for is no turnover of its own
//! (§3(13)–(15) UStG). The lines of receipts are the truth: [`Book`] adds them up, here for the register and
//! again for whoever checks it.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Berlin;
use serde::{Deserialize, Serialize};

use crate::catalogue::BusinessCase;
use crate::money::Money;
use crate::receipt::{Kind, Line, Receipt};
use crate::tax::TaxPart;

mod book;
mod number;

#[cfg(test)]
mod tests;

pub use book::{Book, BookError};
pub use number::{Number, NumberError, grouped};

/// What is decided when a voucher is sold (§3(13)–(15) UStG).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VoucherKind {
    /// Place and tax of the supply are known: taxed when sold.
    Single,
    /// Taxed when redeemed.
    Multi,
}

impl VoucherKind {
    /// The kind a line sells; `None` for everything that sells no voucher.
    pub fn sold_by(case: BusinessCase) -> Option<VoucherKind> {
        match case {
            BusinessCase::EinzweckgutscheinKauf => Some(VoucherKind::Single),
            BusinessCase::MehrzweckgutscheinKauf => Some(VoucherKind::Multi),
            _ => None,
        }
    }

    /// The kind a line redeems; `None` for everything that redeems no voucher.
    pub fn redeemed_by(case: BusinessCase) -> Option<VoucherKind> {
        match case {
            BusinessCase::EinzweckgutscheinEinloesung => Some(VoucherKind::Single),
            BusinessCase::MehrzweckgutscheinEinloesung => Some(VoucherKind::Multi),
            _ => None,
        }
    }

    /// Business case of its redemption.
    pub fn redemption(self) -> BusinessCase {
        match self {
            VoucherKind::Single => BusinessCase::EinzweckgutscheinEinloesung,
            VoucherKind::Multi => BusinessCase::MehrzweckgutscheinEinloesung,
        }
    }

    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            VoucherKind::Single => "single",
            VoucherKind::Multi => "multi",
        }
    }

    /// Reads [`VoucherKind::code`].
    pub fn from_code(code: &str) -> Option<VoucherKind> {
        [VoucherKind::Single, VoucherKind::Multi]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A voucher that was sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// Its number (GUTSCHEIN_NR).
    pub number: String,
    /// Its kind.
    pub kind: VoucherKind,
    /// Item it was sold as.
    pub item_id: String,
    /// Receipt that sold it.
    pub receipt: u64,
    /// Day it was sold.
    pub issued: NaiveDate,
    /// What was paid for it.
    pub value: Money,
    /// What it is still worth.
    pub balance: Money,
    /// Gross amounts per key and rate it was taxed at when sold.
    pub tax: Vec<TaxPart>,
    /// Why it is not accepted any more.
    pub blocked: Option<String>,
}

impl Voucher {
    /// Whether anything can be bought with it.
    pub fn is_open(&self) -> bool {
        self.blocked.is_none() && self.balance > Money::ZERO
    }

    /// Last day on which the municipality cannot refuse it as time-barred: three years from the end of the year
    /// it was sold in (§§195, 199(1) BGB). A register only says so; a municipality may accept it for longer.
    pub fn limitation(&self) -> NaiveDate {
        limitation(self.issued)
    }

    /// Why it cannot be redeemed for `amount`, `None` if it can.
    pub fn refuses(&self, amount: Money) -> Option<Refusal> {
        let number = self.number.clone();
        if let Some(reason) = &self.blocked {
            let reason = reason.clone();
            return Some(Refusal::Blocked { number, reason });
        }
        if self.balance <= Money::ZERO {
            return Some(Refusal::Spent { number });
        }
        let part = self.kind == VoucherKind::Single && amount != self.value;
        if part || amount <= Money::ZERO || amount > self.balance {
            let balance = self.balance;
            return Some(Refusal::Balance { number, balance });
        }
        None
    }
}

/// [`Voucher::limitation`] of a voucher that is sold on `day`.
pub fn limitation(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year() + 3, 12, 31).unwrap_or(day)
}

/// Why a voucher is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This register never sold it.
    #[error("no voucher {number} was sold at this register")]
    Unknown {
        /// The number.
        number: String,
    },
    /// It was taken back.
    #[error("voucher {number} is blocked: {reason}")]
    Blocked {
        /// The number.
        number: String,
        /// Why.
        reason: String,
    },
    /// It is not blocked, or not by hand.
    #[error("voucher {number} is not blocked")]
    NotBlocked {
        /// The number.
        number: String,
    },
    /// Nothing is left of it.
    #[error("voucher {number} has been redeemed already")]
    Spent {
        /// The number.
        number: String,
    },
    /// More than is left, or only a part of a single-purpose voucher.
    #[error("voucher {number} can be redeemed for {balance} €")]
    Balance {
        /// The number.
        number: String,
        /// What is left.
        balance: Money,
    },
    /// Another open sale uses it, or one that takes it back.
    #[error("voucher {number} is in use on another sale that is still open")]
    InUse {
        /// The number.
        number: String,
    },
    /// It was used before it could be taken back.
    #[error("voucher {number} has been redeemed; its sale cannot be taken back")]
    Redeemed {
        /// The number.
        number: String,
    },
    /// The number is one of another voucher or of an item.
    #[error("the number {number} is taken already")]
    Taken {
        /// The number.
        number: String,
    },
}

/// What a line of a receipt does to a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// It is sold.
    Sold(Box<Voucher>),
    /// So much of it is redeemed.
    Redeemed {
        /// Number.
        number: String,
        /// Above zero.
        amount: Money,
    },
    /// A redemption is taken back.
    GivenBack {
        /// Number.
        number: String,
        /// Above zero.
        amount: Money,
    },
    /// Its sale is taken back.
    Withdrawn {
        /// Number.
        number: String,
        /// The receipt that took it back.
        receipt: u64,
    },
}

impl Move {
    /// The voucher it is about.
    pub fn number(&self) -> &str {
        match self {
            Move::Sold(voucher) => &voucher.number,
            Move::Redeemed { number, .. }
            | Move::GivenBack { number, .. }
            | Move::Withdrawn { number, .. } => number,
        }
    }
}

/// What a receipt does to vouchers. Training and aborts move none.
pub fn moves(receipt: &Receipt) -> Vec<Move> {
    let back = match receipt.kind {
        Kind::Sale => false,
        Kind::Void | Kind::Refund => true,
        _ => return Vec::new(),
    };
    receipt
        .valid_lines()
        .filter_map(|line| of_line(line, receipt.number, receipt.finished, back))
        .collect()
}

fn of_line(line: &Line, receipt: u64, at: DateTime<Utc>, back: bool) -> Option<Move> {
    let number = line.voucher.clone()?;
    if VoucherKind::redeemed_by(line.case).is_some() {
        let amount = line.gross.abs();
        return Some(match back {
            true => Move::GivenBack { number, amount },
            false => Move::Redeemed { number, amount },
        });
    }
    let kind = VoucherKind::sold_by(line.case)?;
    if back {
        return Some(Move::Withdrawn { number, receipt });
    }
    Some(Move::Sold(Box::new(Voucher {
        number,
        kind,
        item_id: line.item_id.clone(),
        receipt,
        issued: at.with_timezone(&Berlin).date_naive(),
        value: line.gross,
        balance: line.gross,
        tax: line.parts.clone(),
        blocked: None,
    })))
}

/// Kind of the event by which a voucher is blocked by hand.
pub const BLOCKED: &str = "voucher-blocked";
/// Kind of the event by which it is accepted again.
pub const UNBLOCKED: &str = "voucher-unblocked";

/// What such an event says: the number, and why.
pub fn block_text(number: &str, reason: &str) -> String {
    format!("{number}: {reason}")
}

/// Reads [`block_text`].
pub fn read_block(text: &str) -> Option<(&str, &str)> {
    text.split_once(": ")
}

/// Why a voucher whose sale was taken back is not accepted.
pub fn withdrawn(receipt: u64) -> String {
    format!("zurückgenommen mit Beleg {receipt}")
}
