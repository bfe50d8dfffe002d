//! What became of a payment whose answer got lost, judged by the last transaction the terminal tells of.
//!
//! ZVT has no key that ties a receipt to a request. What there is: the last transaction known before the request, its
//! amount, the terminal, and that nobody else uses the terminal. Where that does not settle it, a person has to.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::message::StatusInformation;
use crate::{Attempt, Last, Mark, Operation, Original, Reason, Recovery, Refusal};

/// What a driver notes before it sends a request; as JSON it is the [`Mark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Terminal id, empty where the terminal never told.
    pub terminal_id: String,
    /// Cents.
    pub cents: i64,
    /// Kind of request.
    pub operation: Operation,
    /// The register's reference.
    pub reference: String,
    /// When it left, by the register's clock.
    pub moment: DateTime<FixedOffset>,
    /// Others use the terminal too.
    pub shared: bool,
    /// The last transaction before it, if it was known.
    pub before: Option<Seen>,
    /// Trace number of the payment a reversal takes back, else empty.
    #[serde(default)]
    pub original_trace: String,
}

impl Note {
    /// The mark.
    #[must_use]
    pub fn mark(&self) -> Mark {
        // Only maps with odd keys can fail, and there are none in it.
        Mark(serde_json::to_string(self).unwrap_or_default())
    }

    /// The note of a mark.
    #[must_use]
    pub fn read(mark: &Mark) -> Option<Self> {
        serde_json::from_str(&mark.0).ok()
    }
}

/// What tells one transaction of a terminal from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Receipt number, 1 to 9999.
    pub receipt: Option<u16>,
    /// Trace number.
    pub trace: String,
    /// Month and day.
    pub day: Option<(u32, u32)>,
    /// Time of the terminal.
    pub time: Option<NaiveTime>,
    /// Cents.
    pub cents: Option<i64>,
    /// Whether money moved.
    pub approved: bool,
}

/// How a transaction stands to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Same,
    After,
    /// The numbers contradict each other, run backwards, or there are none.
    Unclear,
}

impl Seen {
    /// The transaction a status information is about.
    #[must_use]
    pub fn of(status: &StatusInformation) -> Self {
        Self {
            receipt: status.receipt,
            trace: status.trace.clone(),
            day: status.day,
            time: status.time,
            cents: status.cents,
            approved: status.approved(),
        }
    }

    /// Whether both are the same transaction beyond doubt.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.relation(other) == Relation::Same
    }

    /// Whether it can be told from others: by a number, or because it is a refusal.
    #[must_use]
    pub fn tellable(&self) -> bool {
        self.receipt.is_some() || !self.trace.is_empty() || !self.approved
    }

    /// Whether it comes right after the other, or at least nothing says that there is one between.
    fn follows(&self, before: &Self) -> bool {
        match (before.receipt, self.receipt) {
            (Some(before), Some(this)) => distance(before, this) == 1,
            _ => true,
        }
    }

    /// How it stands to one that was the last before it.
    fn relation(&self, before: &Self) -> Relation {
        let traces = match (self.trace.as_str(), before.trace.as_str()) {
            ("", _) | (_, "") => None,
            (this, that) => Some(same_number(this, that)),
        };
        let moments = match (self.day.zip(self.time), before.day.zip(before.time)) {
            (Some(this), Some(that)) => Some(this == that),
            _ => None,
        };
        let receipts = before.receipt.zip(self.receipt);
        let other_end = self.approved != before.approved;
        let cents = self
            .cents
            .zip(before.cents)
            .map(|(this, that)| this == that);
        // Numbers begin anew with the terminal's day: the same number alone is not the same transaction.
        let told = [traces, moments, cents];
        let agrees = match told.contains(&Some(false)) {
            true => Some(false),
            false => traces.or(moments),
        };
        match (receipts, agrees) {
            // Half of the numbers lie ahead, half behind: a number that ran back was not given anew.
            (Some((that, this)), _) if that != this => match distance(that, this) {
                1..=4999 => Relation::After,
                _ => Relation::Unclear,
            },
            (Some(_), Some(false)) => Relation::Unclear,
            (Some(_), _) if other_end => Relation::Unclear,
            (Some(_), _) => Relation::Same,
            (None, _) if other_end => Relation::After,
            (None, _) => match traces {
                Some(true) => Relation::Same,
                Some(false) => Relation::After,
                None => Relation::Unclear,
            },
        }
    }
}

/// Steps from one receipt number to another; after 9999 comes 1.
fn distance(from: u16, to: u16) -> u16 {
    let (from, to) = (from % 9999, to % 9999);
    (to + 9999 - from) % 9999
}

/// What a terminal answers to the question for its last transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This one.
    Last(Box<StatusInformation>),
    /// It was asked and completed without telling, having printed at best.
    Untold,
    /// It refused.
    Refused(Refusal),
}

/// How far the terminal's clock may be behind the register's where only the time tells.
const BEHIND: TimeDelta = TimeDelta::minutes(2);
/// How long after the request its receipt may come where only the time tells.
const AHEAD: TimeDelta = TimeDelta::minutes(15);
/// What is older than this cannot be the request's even if the terminal has the wrong day light saving and time zone.
const OLD: TimeDelta = TimeDelta::hours(26);

/// What became of an attempt. `others` are transactions known to belong to other requests; `now` gives the terminal's
/// date its year.
#[must_use]
pub fn judge(
    attempt: &Attempt,
    answer: &Answer,
    others: &[Seen],
    now: DateTime<FixedOffset>,
) -> Recovery {
    let Some(mark) = &attempt.mark else {
        return not_booked("Nicht an das Terminal gesendet");
    };
    let status = match answer {
        Answer::Last(status) => status,
        Answer::Untold => {
            return undecided(
                None,
                "Das Terminal meldet seinen letzten Beleg nicht an die Kasse, sondern druckt ihn \
                 höchstens. Bitte Betrag, Belegnummer und Uhrzeit auf dem Beleg vergleichen."
                    .to_owned(),
            );
        }
        Answer::Refused(refusal) => {
            return undecided(
                None,
                format!(
                    "Das Terminal nennt seinen letzten Beleg nicht: {}",
                    refusal.text
                ),
            );
        }
    };
    let last = last_of(status, now);
    let Some(note) = Note::read(mark) else {
        let why = "Was vor der Zahlung notiert wurde, ist nicht lesbar.".to_owned();
        return undecided(Some(last), why);
    };
    match settle(&note, attempt, status, others, now) {
        Settled::NotBooked(text) => not_booked(text),
        Settled::Refused => Recovery::NotPaid(status.refusal()),
        Settled::Paid => Recovery::Paid(last.approval),
        Settled::Open(why) => undecided(Some(last), why),
    }
}

/// A transaction as a person is told of it.
#[must_use]
pub fn last_of(status: &StatusInformation, now: DateTime<FixedOffset>) -> Last {
    Last {
        approved: status.approved(),
        cents: status.cents.unwrap_or_default(),
        approval: status.approval(0, now),
        text: match status.approved() {
            true => String::new(),
            false => status.refusal().text,
        },
    }
}

enum Settled {
    NotBooked(&'static str),
    Refused,
    Paid,
    Open(String),
}

fn settle(
    note: &Note,
    attempt: &Attempt,
    status: &StatusInformation,
    others: &[Seen],
    now: DateTime<FixedOffset>,
) -> Settled {
    let open = |why: &str| Settled::Open(why.to_owned());
    let last = Seen::of(status);
    let id = &status.terminal_id;
    if !id.is_empty() && !note.terminal_id.is_empty() && *id != note.terminal_id {
        return Settled::Open(format!(
            "Die Zahlung begann an Terminal {}, geantwortet hat Terminal {id}.",
            note.terminal_id
        ));
    }
    let next = match &note.before {
        Some(before) => match last.relation(before) {
            Relation::Same => {
                return Settled::NotBooked(
                    "Nicht gebucht: Der letzte Beleg des Terminals ist noch der davor",
                );
            }
            Relation::Unclear if !last.approved && !before.approved && !note.shared => {
                // Whether it is the old refusal or a new one: nothing was paid since.
                return Settled::Refused;
            }
            Relation::Unclear => {
                return open("Der letzte Beleg des Terminals lässt sich nicht einordnen.");
            }
            Relation::After => last.follows(before),
        },
        None => match age(note, status, now) {
            Age::Old => {
                return Settled::NotBooked(
                    "Nicht gebucht: Der letzte Beleg des Terminals ist älter",
                );
            }
            Age::Unclear => {
                return open(
                    "Die Uhrzeit des letzten Belegs passt nicht sicher zu dieser Zahlung.",
                );
            }
            Age::Fits => true,
        },
    };
    if others.iter().any(|other| last.is(other)) {
        return match next && note.before.is_some() && !note.shared {
            true => Settled::NotBooked(
                "Nicht gebucht: Der nächste Beleg gehört zu einer späteren Zahlung",
            ),
            false => {
                open("Der letzte Beleg des Terminals gehört zu einer anderen Zahlung dieser Kasse.")
            }
        };
    }
    if !status.approved() {
        return match next && !note.shared {
            true => Settled::Refused,
            false => open(
                "Der letzte Vorgang am Terminal wurde abgelehnt; es kann ein anderer gewesen sein.",
            ),
        };
    }
    if status.cents != Some(attempt.request.cents) {
        return open("Der letzte Beleg des Terminals hat einen anderen Betrag.");
    }
    if contradicts(note, attempt.operation, status) {
        return open("Der letzte Beleg des Terminals ist ein Vorgang anderer Art.");
    }
    if note.shared {
        return open(
            "Der Betrag passt, aber auch eine andere Kasse benutzt dieses Terminal: Bitte Beleg und Kunde vergleichen.",
        );
    }
    Settled::Paid
}

/// Whether the receipt tells of another operation. Only a reversal leaves a trace of what it took back.
fn contradicts(note: &Note, operation: Operation, status: &StatusInformation) -> bool {
    let original = status.original_trace.as_str();
    match operation {
        _ if original.is_empty() => false,
        Operation::Payment | Operation::Refund => true,
        Operation::Reversal => !same_number(original, &note.original_trace),
    }
}

/// Whether two trace numbers are the same or one is not told; leading zeros do not count.
#[must_use]
pub fn same_number(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.is_empty() || other.is_empty() || one == other
}

enum Age {
    Fits,
    Old,
    Unclear,
}

fn age(note: &Note, status: &StatusInformation, now: DateTime<FixedOffset>) -> Age {
    let Some(moment) = status.moment(now) else {
        return Age::Unclear;
    };
    let after = moment - note.moment.naive_local();
    if after < -OLD {
        Age::Old
    } else if after >= -BEHIND && after <= AHEAD {
        Age::Fits
    } else {
        Age::Unclear
    }
}

/// Whether an original can be reversed at a terminal that reverses its last transaction only.
#[must_use]
pub fn is_last(original: &Original, last: &Seen) -> bool {
    let receipt = original.receipt_number.trim().parse().ok();
    receipt.is_some()
        && receipt == last.receipt
        && same_number(&original.trace, &last.trace)
        && last.approved
}

fn not_booked(text: &str) -> Recovery {
    Recovery::NotPaid(Refusal {
        reason: Reason::Aborted,
        text: text.to_owned(),
        code: String::new(),
    })
}

fn undecided(last: Option<Last>, why: String) -> Recovery {
    Recovery::Undecided { last, why }
}

#[cfg(test)]
mod tests;
