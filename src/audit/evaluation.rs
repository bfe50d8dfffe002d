//! What comes of an evaluation.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::digits::Digits;
use super::facts::{Hours, Span};
use super::finding::Finding;
use crate::money::Money;
use crate::receipt::Person;

/// How many, and how much they come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// Their sum; of reversals, refunds, discounts, aborts and pay-outs without a sign.
    #[serde(rename = "cents")]
    pub amount: Money,
}

impl Tally {
    /// One more over this amount.
    pub fn add(&mut self, amount: Money) {
        self.count += 1;
        self.amount += amount;
    }

    /// Both together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            count: self.count + other.count,
            amount: self.amount + other.amount,
        }
    }
}

/// Figures of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ClerkFigures {
    /// Id.
    pub id: String,
    /// Name as on the newest receipt.
    pub name: String,
    /// Sales.
    pub sales: Tally,
    /// Receipts reversed as a whole.
    pub reversals: Tally,
    /// Receipts given back in part or as goods.
    pub refunds: Tally,
    /// Reversals and refunds whose sum was sold again within ten minutes: corrections.
    pub corrected: u64,
    /// Reversals and refunds more than 15 minutes after the sale.
    pub late: Tally,
    /// Reversals and refunds of receipts of a closed period.
    pub after_closing: Tally,
    /// Reversals and refunds in the half hour before the closing.
    pub before_closing: Tally,
    /// Sales begun and dropped, with what was rung up.
    pub aborts: Tally,
    /// Lines struck out before the end.
    pub struck: Tally,
    /// Receipts with discounts.
    pub discounts: Tally,
    /// Training.
    pub training: Tally,
    /// Cash paid out.
    pub pay_outs: Tally,
    /// Openings of the drawer without a receipt.
    pub drawer_openings: u64,
    /// Closings made.
    pub closings: u64,
    /// Differences at these closings: how many were not zero, and their sum with its sign.
    pub differences: Tally,
    /// What was missing in all, below zero. A shortage that a surplus makes good again is still one.
    #[serde(rename = "shortage_cents")]
    pub shortage: Money,
}

impl ClerkFigures {
    /// Shortages and surpluses apart, where there are both.
    pub fn difference_text(&self) -> String {
        let surplus = self.differences.amount - self.shortage;
        match self.shortage.is_zero() || surplus.is_zero() {
            true => self.differences.amount.to_string(),
            false => format!("{} +{surplus}", self.shortage),
        }
    }
}

/// Figures of one hour of the day, over all days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hour {
    /// Sales.
    pub sales: Tally,
    /// Reversals and refunds.
    pub back: Tally,
}

/// Figures of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The day, in legal time.
    pub day: NaiveDate,
    /// Sales.
    pub sales: Tally,
    /// Reversals and refunds.
    pub back: Tally,
    /// Closings made on it.
    pub closings: u32,
    /// Counted less expected, of these closings.
    #[serde(rename = "difference_cents")]
    pub difference: Money,
}

/// A closing's count against what was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Z_NR.
    pub z_number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who closed.
    pub clerk: Person,
    /// Counted less expected.
    #[serde(rename = "cents")]
    pub amount: Money,
}

/// Time without a TSE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Outage {
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; `None`: it goes on.
    pub to: Option<DateTime<Utc>>,
    /// Minutes of it in the span.
    pub minutes: i64,
}

/// Numbers from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// First.
    pub first: u64,
    /// Last.
    pub last: u64,
}

impl Range {
    /// How many.
    pub fn count(self) -> u64 {
        self.last - self.first + 1
    }
}

/// Everything an evaluation says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evaluation {
    /// The days.
    pub span: Span,
    /// Office hours it went by.
    pub hours_open: Hours,
    /// First and last receipt.
    pub numbers: Option<Range>,
    /// All receipts, with what they come to as turnover.
    pub receipts: Tally,
    /// The same figures over everybody.
    pub all: ClerkFigures,
    /// Per person, by turnover, the largest first.
    pub clerks: Vec<ClerkFigures>,
    /// Per hour of the day.
    pub hours: [Hour; 24],
    /// Per day with receipts or closings.
    pub days: Vec<Day>,
    /// Closings whose count differed.
    pub differences: Vec<Difference>,
    /// Times without a TSE.
    pub outages: Vec<Outage>,
    /// Receipts without a signature.
    pub unsigned: u64,
    /// Receipt numbers that are missing.
    pub missing_numbers: Vec<Range>,
    /// Transaction numbers without a receipt, by TSE.
    pub missing_transactions: Vec<(i64, Range)>,
    /// First digits of the sales.
    pub digits: Digits,
    /// What to look at, the most serious first.
    pub findings: Vec<Finding>,
}
