//! X and Z totals: what a period adds up to.

pub mod terminals;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalogue::BusinessCase;
use crate::catalogue::stock::Numbers;
use crate::money::Money;
use crate::receipt::{Kind, Line, PaymentKind, Person, Receipt, Signature};
use crate::tax::{KeyTotal, TaxKey};

/// One row of a closing's business cases: everything of one kind under one tax key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTotal {
    /// Business case (GV_TYP).
    pub case: BusinessCase,
    /// Whose money it is, for transit items (DSFinV-K's agency); empty for the municipality's own.
    pub principal: String,
    /// Gross, net and VAT under one key and rate, computed from the gross sum.
    pub total: KeyTotal,
}

/// Number and sum of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub count: u32,
    /// Sum.
    pub sum: Money,
}

impl Tally {
    fn add(&mut self, amount: Money) {
        self.count += 1;
        self.sum += amount;
    }
}

/// Numbered forms of one item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forms {
    /// What the item is called.
    pub name: String,
    /// Numbers that were sold.
    pub sold: Numbers,
    /// Numbers that a void or refund brought back.
    pub returned: Numbers,
}

/// Running sums of a period; fed with receipts in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// First and last receipt number.
    pub range: Option<(u64, u64)>,
    /// Start of the first and end of the last receipt.
    pub span: Option<(DateTime<Utc>, DateTime<Utc>)>,
    cases: BTreeMap<(BusinessCase, String, TaxKey, Decimal), Money>,
    /// Sums per kind of payment, receipts that count only.
    pub payments: BTreeMap<PaymentKind, Tally>,
    /// Number and gross sum per kind of receipt.
    pub kinds: BTreeMap<Kind, Tally>,
    /// Cash per kind of receipt: what went in and out of the drawer.
    pub cash: BTreeMap<Kind, Tally>,
    /// Struck-out lines and what they would have cost.
    pub voided_lines: Tally,
    /// Discounts granted in sales; what a void takes back is a void, not a discount.
    pub discounts: Tally,
    /// Money that belongs to others, per principal.
    pub third_party: BTreeMap<String, Money>,
    /// Numbered forms that went out and came back, by item number.
    pub forms: BTreeMap<String, Forms>,
    /// Receipts with a TSE signature.
    pub signed: u32,
    /// Receipts during a TSE outage.
    pub unsigned: u32,
}

impl Totals {
    /// Adds a finished receipt.
    pub fn add(&mut self, receipt: &Receipt) {
        let first = self.range.map_or(receipt.number, |(first, _)| first);
        self.range = Some((first, receipt.number));
        let start = self.span.map_or(receipt.started, |(start, _)| start);
        self.span = Some((start, receipt.finished));
        match receipt.signature {
            Some(Signature::Signed(_)) => self.signed += 1,
            _ => self.unsigned += 1,
        }
        self.kinds
            .entry(receipt.kind)
            .or_default()
            .add(receipt.gross());
        if !receipt.kind.counts() {
            return;
        }
        for line in receipt.lines.iter().filter(|l| l.voided) {
            self.voided_lines.add(line.gross);
        }
        for line in receipt.valid_lines() {
            self.add_forms(receipt.kind, line);
            for part in &line.parts {
                // The principal only makes a row of its own where the whole line is his.
                let whole = line
                    .principal
                    .as_deref()
                    .filter(|_| line.third_party == line.gross);
                let key = (
                    line.case,
                    whole.unwrap_or_default().to_owned(),
                    part.key,
                    part.percent,
                );
                *self.cases.entry(key).or_default() += part.gross;
            }
            if line.case == BusinessCase::Rabatt && receipt.kind == Kind::Sale {
                self.discounts.add(line.gross);
            } else if !line.discount.is_zero() && receipt.kind == Kind::Sale {
                self.discounts.add(line.discount);
            }
            if !line.third_party.is_zero() {
                let principal = line.principal.clone().unwrap_or_default();
                *self.third_party.entry(principal).or_default() += line.third_party;
            }
        }
        for payment in &receipt.payments {
            self.payments
                .entry(payment.kind)
                .or_default()
                .add(payment.amount);
        }
        if !receipt.cash().is_zero() {
            self.cash
                .entry(receipt.kind)
                .or_default()
                .add(receipt.cash());
        }
    }

    fn add_forms(&mut self, kind: Kind, line: &Line) {
        let numbers = line.numbers.as_deref().and_then(|text| text.parse().ok());
        let Some(numbers) = numbers else { return };
        let forms = self.forms.entry(line.item_id.clone()).or_default();
        forms.name.clone_from(&line.text);
        match kind {
            Kind::Sale => forms.sold = forms.sold.plus(&numbers),
            _ => forms.returned = forms.returned.plus(&numbers),
        }
    }

    /// Business cases in order of case, principal, key and rate.
    pub fn cases(&self) -> Vec<CaseTotal> {
        let row =
            |((case, principal, key, percent), gross): (&(_, String, _, _), &Money)| CaseTotal {
                case: *case,
                principal: principal.clone(),
                total: KeyTotal::of(*key, *percent, *gross),
            };
        self.cases.iter().map(row).collect()
    }

    /// Everything per tax key.
    pub fn keys(&self) -> Vec<KeyTotal> {
        let mut sums: BTreeMap<(TaxKey, Decimal), Money> = BTreeMap::new();
        for ((_, _, key, percent), gross) in &self.cases {
            *sums.entry((*key, *percent)).or_default() += *gross;
        }
        sums.into_iter()
            .map(|((key, percent), gross)| KeyTotal::of(key, percent, gross))
            .collect()
    }

    /// Turnover: gross of everything that is not a mere movement of cash.
    pub fn turnover(&self) -> Money {
        let rows = self
            .cases
            .iter()
            .filter(|((case, ..), _)| !case.moves_cash_only());
        rows.map(|(_, gross)| *gross).sum()
    }

    /// Change of the drawer over the period, opening float included.
    pub fn cash_change(&self) -> Money {
        self.cash.values().map(|tally| tally.sum).sum()
    }
}

/// A finished closing (Z).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Z_NR, from 1, gapless.
    pub number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who closed.
    pub clerk: Person,
    /// Who signed it off.
    pub second: Person,
    /// Sums of the period.
    pub totals: Totals,
    /// Cash the ledger expected before the difference was booked.
    pub expected: Money,
    /// Cash counted.
    pub counted: Money,
    /// Number of the count it rests on.
    pub count_number: u64,
    /// Explanation of a difference.
    pub reason: Option<String>,
    /// Cash that stays in the drawer for the next period.
    pub carried: Money,
    /// Card payments of parked sales whose outcome nobody knew.
    pub unknown: Vec<UnknownPayment>,
    /// Ends of day of the card terminals in the period, tries that failed too.
    pub terminals: Vec<terminals::Recorded>,
    /// Hash of the closing's entry in the chain, lower-case hex.
    pub hash: String,
}

/// A card payment whose outcome nobody knew when the period was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPayment {
    /// Our reference.
    pub reference: String,
    /// Name of the terminal that was asked; empty where it is not known.
    pub terminal: String,
    /// What was asked for; below zero: to give it back.
    pub amount: Money,
    /// When it was asked for.
    pub requested: DateTime<Utc>,
}

impl Closing {
    /// Counted less expected.
    pub fn difference(&self) -> Money {
        self.counted - self.expected
    }
}

/// An interim report (X): the totals of the open period without closing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interim {
    /// Number the closing will get.
    pub z_number: u32,
    /// When the report was made.
    pub at: DateTime<Utc>,
    /// Who asked.
    pub person: Person,
    /// Sums so far.
    pub totals: Totals,
    /// Cash that should be in the drawer.
    pub expected: Money,
    /// What the card terminals say, where they were asked.
    pub terminals: Vec<terminals::Recorded>,
}
