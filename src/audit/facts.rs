//! What an evaluation is told of a ledger.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Europe::Berlin;
use serde::Serialize;

use crate::money::Money;
use crate::receipt::{Kind, Person};

/// Days in legal time, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Span {
    /// Whether a moment lies in it.
    pub fn contains(self, at: DateTime<Utc>) -> bool {
        (self.from..=self.to).contains(&local(at).date())
    }

    /// Its first moment, and the first moment after it.
    pub fn moments(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let begin = |day: NaiveDate| moment_of(day.and_time(chrono::NaiveTime::MIN));
        (
            begin(self.from),
            begin(self.to + chrono::TimeDelta::days(1)),
        )
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

/// When the office is open at the widest, in full hours of legal time. Sundays it is closed, unless there is business on
/// half of them: a museum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Hours {
    /// First hour.
    pub opens: u32,
    /// First hour after it.
    pub closes: u32,
}

impl Default for Hours {
    /// From 6 to 20 o'clock: nobody who came early or stayed late is a finding.
    fn default() -> Hours {
        Hours {
            opens: 6,
            closes: 20,
        }
    }
}

impl Hours {
    /// Whether somebody may well be at work; `sundays`: on Sundays too.
    pub fn contain(self, at: DateTime<Utc>, sundays: bool) -> bool {
        let at = local(at);
        let open = sundays || at.weekday() != Weekday::Sun;
        open && (self.opens..self.closes).contains(&at.hour())
    }
}

/// A receipt, as far as an evaluation looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptFact {
    /// Number.
    pub number: u64,
    /// Closing period.
    pub z_number: u32,
    /// Kind.
    pub kind: Kind,
    /// When the first thing was rung up.
    pub started: DateTime<Utc>,
    /// When it was finished.
    pub finished: DateTime<Utc>,
    /// Who rang it up.
    pub clerk: Person,
    /// Who allowed it.
    pub second: Option<Person>,
    /// The receipt it goes back to.
    pub origin: Option<Origin>,
    /// Gross sum.
    pub gross: Money,
    /// What it changed in the drawer; of an abort or training too.
    pub cash: Money,
    /// Lines struck out before it was finished.
    pub struck: u32,
    /// Their sum.
    pub struck_gross: Money,
    /// Discounts, zero or below.
    pub discount: Money,
    /// What the TSE said.
    pub signing: Signing,
}

/// The receipt a reversal or refund goes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Number.
    pub number: u64,
    /// Closing period.
    pub z_number: u32,
    /// When it was finished.
    pub finished: DateTime<Utc>,
}

/// What became of the signature of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// Signed.
    Signed {
        /// The TSE.
        tse: i64,
        /// Transaction number.
        transaction: u64,
        /// Signature counter.
        counter: u64,
        /// Log time of the finish.
        log_time: DateTime<Utc>,
    },
    /// The TSE was out.
    Failed,
    /// It is being signed.
    Pending,
}

/// A closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingFact {
    /// Z_NR.
    pub number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who closed.
    pub clerk: Person,
    /// Who witnessed it.
    pub second: Person,
    /// Cash as computed.
    pub expected: Money,
    /// Cash as counted.
    pub counted: Money,
    /// The last receipt of its period.
    pub last_receipt: Option<u64>,
}

/// A count of the drawer between closings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountFact {
    /// When.
    pub at: DateTime<Utc>,
    /// Who counted.
    pub person: Person,
    /// Cash as computed.
    pub expected: Money,
    /// Cash as counted.
    pub counted: Money,
}

/// An entry of the event log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFact {
    /// When.
    pub at: DateTime<Utc>,
    /// What, e.g. `log-in`.
    pub kind: String,
    /// Who, by id.
    pub person: Option<String>,
    /// The receipt it is about.
    pub receipt: Option<u64>,
}

/// Everything of a ledger that is no receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Books {
    /// Every closing whose period touches the span, oldest first.
    pub closings: Vec<ClosingFact>,
    /// Counts between closings, in the span.
    pub counts: Vec<CountFact>,
    /// Events of the span, oldest first, led by the last log-in or log-out and an outage begun before it.
    pub events: Vec<EventFact>,
    /// Names by id.
    pub names: BTreeMap<String, String>,
    /// Transactions of a TSE that belong to no receipt for a known reason: TSE, transaction number.
    pub accounted: Vec<(i64, u64)>,
}

/// The moment a legal time in Germany means; in the hour that comes twice in autumn, the first.
pub fn moment_of(local: NaiveDateTime) -> DateTime<Utc> {
    let at = Berlin.from_local_datetime(&local).earliest();
    at.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// Legal time in Germany.
pub(super) fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Berlin).naive_local()
}
