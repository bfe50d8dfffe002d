//! Patterns known from court cases and handbooks of auditors.
//!
//! A pattern needs a least number before it says anything, and compares a person with all others where it can: what
//! everybody at this counter does is how the counter works. Cases: Wuppertal 2000–2004 (paid sales reversed in cash),
//! Scheßlitz 2012–2013 (nobody checked, nobody demanded the closing), Pirmasens 2015–2019 (a second person who only
//! nods). What never reached the register, as charged in Münster, no evaluation of it can find.

mod back;
mod drawer;
mod people;
mod record;

use super::digits::Digits;
use super::evaluation::{ClerkFigures, Difference, Outage, Range, Tally};
use super::evaluator::tally;
use super::facts::Books;
use super::finding::{Finding, FindingKind, Rank};
use super::tally::{ByPerson, Tallies};
use crate::money::Money;
use crate::receipt::Person;

/// Below this nothing is said about how somebody works.
const FEW: u64 = 5;
/// So many times the share of the others stands out.
const TIMES: u64 = 3;
/// The others say something from so many sales on.
const OTHERS: u64 = 50;
/// Entries of a list inside a sentence.
const LISTED: usize = 8;

/// What patterns are looked for in.
pub(super) struct Material<'a> {
    pub(super) t: &'a Tallies,
    pub(super) books: &'a Books,
    pub(super) clerks: &'a [ClerkFigures],
    pub(super) all: &'a ClerkFigures,
    pub(super) digits: &'a Digits,
    pub(super) outages: &'a [Outage],
    pub(super) differences: &'a [Difference],
    pub(super) missing_transactions: &'a [(i64, Range)],
}

impl Material<'_> {
    /// A person by id, named as the register knows it.
    fn person(&self, id: &str) -> Person {
        let figures = self.clerks.iter().find(|clerk| clerk.id == id);
        let name = figures
            .map(|clerk| &clerk.name)
            .filter(|name| !name.is_empty());
        Person {
            id: id.to_owned(),
            name: name
                .or_else(|| self.books.names.get(id))
                .map_or_else(|| id.to_owned(), Clone::clone),
        }
    }
}

/// Every finding, the most serious first.
pub(super) fn find(m: &Material<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    back::find(m, &mut findings);
    people::find(m, &mut findings);
    drawer::find(m, &mut findings);
    record::find(m, &mut findings);
    for finding in &mut findings {
        finding.receipts.sort_unstable();
        finding.receipts.dedup();
    }
    findings.sort_by(|a, b| {
        let order = |f: &Finding| (std::cmp::Reverse(f.rank), f.kind);
        order(a)
            .cmp(&order(b))
            .then(b.tally.amount.abs().cmp(&a.tally.amount.abs()))
    });
    findings
}

/// A finding about these receipts.
fn about(kind: FindingKind, rank: Rank, receipts: &[(u64, Money)]) -> Finding {
    Finding {
        tally: tally(receipts),
        receipts: receipts.iter().map(|(number, _)| *number).collect(),
        ..Finding::new(kind, rank)
    }
}

/// One finding per person with at least `least` receipts.
fn each<'a>(
    m: &'a Material<'_>,
    kind: FindingKind,
    lists: &'a ByPerson,
    least: usize,
    rank: impl Fn(usize) -> Rank + 'a,
) -> impl Iterator<Item = Finding> + 'a {
    lists
        .iter()
        .filter(move |(_, list)| list.len() >= least)
        .map(move |(id, list)| Finding {
            person: Some(m.person(id)),
            ..about(kind, rank(list.len()), list)
        })
}

fn per_mille(count: u64, of: u64) -> u64 {
    count * 1000 / of.max(1)
}

/// Shares in per mille of a person and of all others, where the person stands out.
fn stands_out(own: (u64, u64), all: (u64, u64), least: u64) -> Option<(u64, u64)> {
    let others = (all.0.saturating_sub(own.0), all.1.saturating_sub(own.1));
    let (share, rest) = (per_mille(own.0, own.1), per_mille(others.0, others.1));
    let out = own.0 >= FEW && share >= least && others.1 >= OTHERS && share >= TIMES * rest;
    out.then_some((share, rest))
}

/// `1, 2, 3 …`
fn listed<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let mut items = items.into_iter();
    let shown: Vec<String> = items
        .by_ref()
        .take(LISTED)
        .map(|item| item.to_string())
        .collect();
    match items.next() {
        Some(_) => format!("{} …", shown.join(", ")),
        None => shown.join(", "),
    }
}

fn range(range: &Range) -> String {
    match range.first == range.last {
        true => range.first.to_string(),
        false => format!("{}–{}", range.first, range.last),
    }
}

fn of_all(tally: Tally) -> u64 {
    tally.count
}
