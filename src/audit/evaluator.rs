//! Takes facts in, one after another, and makes an evaluation of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::digits::Digits;
use super::evaluation::{ClerkFigures, Difference, Evaluation, Outage, Range, Tally};
use super::facts::{Books, EventFact, Hours, ReceiptFact, Span, local};
use super::patterns::{self, Material};
use super::presence::Presence;
use super::tally::Tallies;
use crate::money::Money;

/// Minutes before a closing in which a reversal is one shortly before it.
const BEFORE: i64 = 30;

/// See the module.
#[derive(Debug)]
pub struct Evaluator {
    books: Books,
    tallies: Tallies,
    /// The moment up to which an outage that goes on is counted.
    until: DateTime<Utc>,
}

impl Evaluator {
    /// An evaluation of a span: everything but its receipts is known. `until` is now, or the end of the span where
    /// that is earlier.
    pub fn new(span: Span, hours: Hours, books: Books, until: DateTime<Utc>) -> Evaluator {
        let presence = Presence::of(&books.events);
        Evaluator {
            tallies: Tallies::new(span, hours, presence),
            books,
            until,
        }
    }

    /// One receipt more, in the order of their numbers.
    pub fn receipt(&mut self, receipt: &ReceiptFact) {
        self.tallies.receipt(receipt);
    }

    /// What comes of them all.
    pub fn finish(mut self) -> Evaluation {
        let differences = self.closings();
        self.before_closing();
        self.drawer();
        let outages = outages(&self.books.events, self.tallies.span, self.until);
        let missing_transactions = self.missing_transactions();
        let t = &self.tallies;
        let mut clerks: Vec<ClerkFigures> = t.clerks.values().cloned().collect();
        for clerk in &mut clerks {
            if clerk.name.is_empty()
                && let Some(name) = self.books.names.get(&clerk.id)
            {
                clerk.name.clone_from(name);
            }
        }
        clerks.sort_by(|a, b| (b.sales.amount, &a.id).cmp(&(a.sales.amount, &b.id)));
        let all = sum(&clerks);
        let digits = Digits::of(&t.amounts);
        let findings = patterns::find(&Material {
            t,
            books: &self.books,
            clerks: &clerks,
            all: &all,
            digits: &digits,
            outages: &outages,
            differences: &differences,
            missing_transactions: &missing_transactions,
        });
        let turnover = all.sales.amount - all.reversals.amount - all.refunds.amount;
        Evaluation {
            span: t.span,
            hours_open: t.hours_open,
            numbers: t.numbers,
            receipts: Tally {
                count: t.receipts,
                amount: turnover,
            },
            all,
            clerks,
            hours: t.hours,
            days: t.days.values().copied().collect(),
            differences,
            outages,
            unsigned: t.unsigned.len() as u64,
            missing_numbers: t.missing.clone(),
            missing_transactions,
            digits,
            findings,
        }
    }

    /// Differences per closing and person, and closings per day.
    fn closings(&mut self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for closing in &self.books.closings {
            if !self.tallies.span.contains(closing.at) {
                continue;
            }
            let amount = closing.counted - closing.expected;
            let day = self.tallies.day(local(closing.at).date());
            day.closings += 1;
            day.difference += amount;
            let clerk = self.tallies.clerk(&closing.clerk.id, &closing.clerk.name);
            clerk.closings += 1;
            if !amount.is_zero() {
                clerk.differences.add(amount);
                clerk.shortage += amount.min(Money::ZERO);
                differences.push(Difference {
                    z_number: closing.number,
                    at: closing.at,
                    clerk: closing.clerk.clone(),
                    amount,
                });
            }
        }
        differences
    }

    fn before_closing(&mut self) {
        let at: BTreeMap<u32, DateTime<Utc>> = self
            .books
            .closings
            .iter()
            .map(|c| (c.number, c.at))
            .collect();
        let t = &mut self.tallies;
        for back in &t.back {
            let Some(clerk) = t.clerks.get_mut(&back.clerk) else {
                continue;
            };
            let closed = at.get(&back.z_number);
            if closed.is_some_and(|closed| shortly_before(*closed, back.finished)) {
                clerk.before_closing.add(back.gross);
            }
            if back.corrected {
                clerk.corrected += 1;
            }
        }
    }

    fn drawer(&mut self) {
        for event in &self.books.events {
            if is_opening(event) && self.tallies.span.contains(event.at) {
                let id = event.person.clone().unwrap_or_default();
                self.tallies.clerk(&id, "").drawer_openings += 1;
            }
        }
    }

    fn missing_transactions(&self) -> Vec<(i64, Range)> {
        let mut used: BTreeSet<(i64, u64)> = self.tallies.transactions.iter().copied().collect();
        let ends = |tse: i64| {
            let own = self
                .tallies
                .transactions
                .iter()
                .filter(|(of, _)| *of == tse);
            let numbers = own.map(|(_, number)| *number);
            (numbers.clone().min(), numbers.max())
        };
        let tses: BTreeSet<i64> = used.iter().map(|(tse, _)| *tse).collect();
        used.extend(self.books.accounted.iter().copied());
        let mut missing = Vec::new();
        for tse in tses {
            let (Some(first), Some(last)) = ends(tse) else {
                continue;
            };
            let mut next = first;
            for (_, number) in used.range((tse, first)..=(tse, last)) {
                if *number > next {
                    let range = Range {
                        first: next,
                        last: *number - 1,
                    };
                    missing.push((tse, range));
                }
                next = *number + 1;
            }
        }
        missing
    }
}

/// Whether an event is an opening of the drawer that belongs to no receipt.
pub(super) fn is_opening(event: &EventFact) -> bool {
    event.kind == "drawer-opened" && event.receipt.is_none()
}

/// Whether a reversal was made in the last half hour before the closing of its period.
pub(super) fn shortly_before(closing: DateTime<Utc>, finished: DateTime<Utc>) -> bool {
    (0..BEFORE).contains(&(closing - finished).num_minutes())
}

fn outages(events: &[EventFact], span: Span, until: DateTime<Utc>) -> Vec<Outage> {
    let mut outages: Vec<Outage> = Vec::new();
    let minutes = |from: DateTime<Utc>, to: DateTime<Utc>| (to - from).num_minutes().max(0);
    let mut open: Option<DateTime<Utc>> = None;
    for event in events {
        match (event.kind.as_str(), open) {
            ("tse-outage-begin", None) => open = Some(event.at),
            ("tse-outage-end", Some(from)) => {
                open = None;
                outages.push(Outage {
                    from,
                    to: Some(event.at),
                    minutes: minutes(from, event.at),
                });
            }
            _ => {}
        }
    }
    outages.extend(open.map(|from| Outage {
        from,
        to: None,
        minutes: minutes(from, until),
    }));
    // What began before the span and ended before it is led in by the last events before it.
    outages.retain(|outage| {
        let ends = outage.to.unwrap_or(until);
        local(ends).date() >= span.from && local(outage.from).date() <= span.to
    });
    outages
}

fn sum(clerks: &[ClerkFigures]) -> ClerkFigures {
    let mut all = ClerkFigures::default();
    for clerk in clerks {
        for (sum, own) in [
            (&mut all.sales, clerk.sales),
            (&mut all.reversals, clerk.reversals),
            (&mut all.refunds, clerk.refunds),
            (&mut all.late, clerk.late),
            (&mut all.after_closing, clerk.after_closing),
            (&mut all.before_closing, clerk.before_closing),
            (&mut all.aborts, clerk.aborts),
            (&mut all.struck, clerk.struck),
            (&mut all.discounts, clerk.discounts),
            (&mut all.training, clerk.training),
            (&mut all.pay_outs, clerk.pay_outs),
            (&mut all.differences, clerk.differences),
        ] {
            *sum = sum.plus(own);
        }
        all.shortage += clerk.shortage;
        all.corrected += clerk.corrected;
        all.drawer_openings += clerk.drawer_openings;
        all.closings += clerk.closings;
    }
    all
}

/// The sum of amounts with how many there are.
pub(super) fn tally<'a>(list: impl IntoIterator<Item = &'a (u64, Money)>) -> Tally {
    let mut tally = Tally::default();
    for (_, amount) in list {
        tally.add(*amount);
    }
    tally
}
