//! What an auditor should look at, and why, in words that accuse nobody.

use serde::Serialize;

use super::evaluation::Tally;
use crate::i18n::{Texts, money};
use crate::receipt::Person;

/// How much a finding weighs, the lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Good to know.
    Remark,
    /// Ask about it.
    Notable,
    /// Look at every receipt behind it.
    Serious,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Paid sales were reversed in cash long after the customer had left, and not rung up again.
    PaidAndCancelled,
    /// Reversals and refunds of receipts whose period had been closed.
    AfterClosing,
    /// Somebody reverses far more than the others do.
    ReversalShare,
    /// Reversals shortly before the closing.
    BeforeClosing,
    /// Receipts of somebody who was not logged in.
    Absent,
    /// A reversal, refund or pay-out that nobody allowed.
    NoSecond,
    /// A receipt below zero that goes back to none.
    NoReference,
    /// Receipt numbers are missing.
    NumberGaps,
    /// Signature counters do not rise with the time.
    Counters,
    /// It is always the same second person who allows it.
    SameSecond,
    /// Somebody drops far more sales than the others do.
    Aborts,
    /// Somebody strikes far more lines out than the others do.
    StruckLines,
    /// Somebody grants far more discounts than the others do.
    Discounts,
    /// Training among real sales.
    Training,
    /// The drawer was opened without a sale.
    DrawerOpened,
    /// The drawer is short again and again.
    Shortages,
    /// A drawer with much cash never differs by a cent.
    NeverDiffers,
    /// Nobody counted the drawer between closings.
    NeverChecked,
    /// A period was closed days after its business.
    OpenTooLong,
    /// The same two persons make every closing.
    SamePair,
    /// Cash paid out.
    PayOuts,
    /// Many amounts that went back are round.
    RoundAmounts,
    /// Receipts outside office hours.
    OutsideHours,
    /// Log-ins outside office hours.
    LogInOutside,
    /// Wrong PINs.
    WrongPins,
    /// The clock was set back.
    ClockSetBack,
    /// Transactions of a TSE without a receipt.
    MissingTransactions,
    /// Receipts without a signature.
    Unsigned,
    /// Receipts without the name of a clerk.
    NoName,
    /// Weekdays without a receipt.
    IdleDays,
    /// First digits differ from Benford's law.
    FirstDigits,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// How much it weighs.
    pub rank: Rank,
    /// Whose receipts it is about.
    pub person: Option<Person>,
    /// Another person it is about: who allowed it, who witnessed it.
    pub other: Option<Person>,
    /// How many there are, and how much they come to, without a sign.
    pub tally: Tally,
    /// Out of how many.
    pub of: u64,
    /// Per mille of the person.
    pub share: u64,
    /// Per mille of all others.
    pub others: u64,
    /// Days, numbers or lengths, ready to be read in both languages.
    pub list: String,
    /// The receipts behind it, in order.
    pub receipts: Vec<u64>,
}

impl Finding {
    pub(super) fn new(kind: FindingKind, rank: Rank) -> Finding {
        Finding {
            kind,
            rank,
            person: None,
            other: None,
            tally: Tally::default(),
            of: 0,
            share: 0,
            others: 0,
            list: String::new(),
            receipts: Vec::new(),
        }
    }

    /// What it is called.
    pub fn title<'a>(&self, t: &'a Texts) -> &'a str {
        t.text(self.keys().0)
    }

    /// What was counted, as a sentence.
    pub fn sentence(&self, t: &Texts) -> String {
        let name = |person: &Option<Person>| match person {
            Some(person) if person.name.is_empty() => person.id.clone(),
            Some(person) => person.name.clone(),
            None => String::new(),
        };
        t.with(
            self.keys().1,
            &[
                ("name", name(&self.person).into()),
                ("other", name(&self.other).into()),
                ("n", self.tally.count.into()),
                ("amount", money(self.tally.amount).into()),
                ("of", self.of.into()),
                ("share", permille(self.share).into()),
                ("others", permille(self.others).into()),
                ("list", self.list.as_str().into()),
            ],
        )
    }

    /// What often explains it, and what to look at.
    pub fn explanation<'a>(&self, t: &'a Texts) -> &'a str {
        t.text(self.keys().2)
    }

    fn keys(&self) -> (&'static str, &'static str, &'static str) {
        use FindingKind as K;
        match self.kind {
            K::PaidAndCancelled => ("find-paid", "find-paid-text", "find-paid-why"),
            K::AfterClosing => ("find-after", "find-after-text", "find-after-why"),
            K::ReversalShare => ("find-share", "find-share-text", "find-share-why"),
            K::BeforeClosing => ("find-before", "find-before-text", "find-before-why"),
            K::Absent => ("find-absent", "find-absent-text", "find-absent-why"),
            K::NoSecond => ("find-alone", "find-alone-text", "find-alone-why"),
            K::NoReference => ("find-noref", "find-noref-text", "find-noref-why"),
            K::NumberGaps => ("find-gaps", "find-gaps-text", "find-gaps-why"),
            K::Counters => ("find-counters", "find-counters-text", "find-counters-why"),
            K::SameSecond => ("find-second", "find-second-text", "find-second-why"),
            K::Aborts => ("find-aborts", "find-aborts-text", "find-aborts-why"),
            K::StruckLines => ("find-struck", "find-struck-text", "find-struck-why"),
            K::Discounts => ("find-discount", "find-discount-text", "find-discount-why"),
            K::Training => ("find-training", "find-training-text", "find-training-why"),
            K::DrawerOpened => ("find-drawer", "find-drawer-text", "find-drawer-why"),
            K::Shortages => ("find-short", "find-short-text", "find-short-why"),
            K::NeverDiffers => ("find-exact", "find-exact-text", "find-exact-why"),
            K::NeverChecked => ("find-check", "find-check-text", "find-check-why"),
            K::OpenTooLong => ("find-open", "find-open-text", "find-open-why"),
            K::SamePair => ("find-pair", "find-pair-text", "find-pair-why"),
            K::PayOuts => ("find-payout", "find-payout-text", "find-payout-why"),
            K::RoundAmounts => ("find-round", "find-round-text", "find-round-why"),
            K::OutsideHours => ("find-hours", "find-hours-text", "find-hours-why"),
            K::LogInOutside => ("find-login", "find-login-text", "find-login-why"),
            K::WrongPins => ("find-pins", "find-pins-text", "find-pins-why"),
            K::ClockSetBack => ("find-clock", "find-clock-text", "find-clock-why"),
            K::MissingTransactions => ("find-tse", "find-tse-text", "find-tse-why"),
            K::Unsigned => ("find-unsigned", "find-unsigned-text", "find-unsigned-why"),
            K::NoName => ("find-name", "find-name-text", "find-name-why"),
            K::IdleDays => ("find-idle", "find-idle-text", "find-idle-why"),
            K::FirstDigits => ("find-digits", "find-digits-text", "find-digits-why"),
        }
    }
}

/// `2,5 %` of a share in thousandths.
pub(super) fn permille(share: u64) -> String {
    format!("{},{}\u{a0}%", share / 10, share % 10)
}
