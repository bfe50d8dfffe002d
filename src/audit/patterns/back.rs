//! Reversals, refunds and pay-outs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{FEW, Material, TIMES, about, each, of_all, per_mille, stands_out};
use crate::audit::evaluator::shortly_before;
use crate::audit::finding::{Finding, FindingKind, Rank};
use crate::audit::tally::Back;
use crate::money::Money;
use crate::receipt::Person;

/// Late reversals in cash from which on they are a pattern and no accident.
const PATTERN: usize = 3;
/// Approvals from which on it is remarkable that they all come from one person.
const APPROVALS: usize = 10;
/// Ten euro, in cents.
const ROUND: i64 = 1_000;

pub(super) fn find(m: &Material<'_>, into: &mut Vec<Finding>) {
    let mut by_clerk: BTreeMap<&str, Vec<&Back>> = BTreeMap::new();
    for back in &m.t.back {
        by_clerk.entry(&back.clerk).or_default().push(back);
    }
    paid_and_cancelled(m, &by_clerk, into);
    let closed: BTreeMap<u32, DateTime<Utc>> =
        m.books.closings.iter().map(|c| (c.number, c.at)).collect();
    for (id, backs) in &by_clerk {
        let person = m.person(id);
        after_closing(&person, backs, into);
        share(m, &person, backs, into);
        before_closing(&person, backs, &closed, into);
        round_amounts(m, &person, backs, into);
    }
    same_second(m, &by_clerk, into);
    if !m.t.alone.is_empty() {
        let rank = if m.t.alone.len() >= PATTERN {
            Rank::Serious
        } else {
            Rank::Notable
        };
        into.push(about(FindingKind::NoSecond, rank, &m.t.alone));
    }
    if !m.t.no_reference.is_empty() {
        // A deposit that goes back is a sale below zero.
        let back = |number: u64| m.t.back.iter().any(|back| back.number == number);
        let any = m.t.no_reference.iter().any(|(number, _)| back(*number));
        let rank = if any { Rank::Notable } else { Rank::Remark };
        into.push(about(FindingKind::NoReference, rank, &m.t.no_reference));
    }
    let all = of_all(m.all.pay_outs);
    into.extend(
        each(m, FindingKind::PayOuts, &m.t.pay_outs, PATTERN, |_| {
            Rank::Remark
        })
        .map(|finding| Finding { of: all, ..finding }),
    );
}

fn amounts(backs: &[&Back]) -> Vec<(u64, Money)> {
    backs.iter().map(|back| (back.number, back.gross)).collect()
}

/// Wuppertal: paid sales are reversed as a whole and in cash, long after the customer has left, and nobody pays again.
fn paid_and_cancelled(
    m: &Material<'_>,
    by_clerk: &BTreeMap<&str, Vec<&Back>>,
    into: &mut Vec<Finding>,
) {
    let is_one = |back: &&Back| back.whole && back.in_cash && back.is_late() && !back.corrected;
    let counts: BTreeMap<&str, Vec<&Back>> = by_clerk
        .iter()
        .map(|(id, backs)| (*id, backs.iter().copied().filter(is_one).collect()))
        .collect();
    let every: usize = counts.values().map(Vec::len).sum();
    for clerk in m.clerks {
        let Some(own) = counts.get(clerk.id.as_str()) else {
            continue;
        };
        let sales = clerk.sales.count;
        let share = per_mille(own.len() as u64, sales);
        let rest = (every - own.len()) as u64;
        let others = per_mille(rest, m.all.sales.count - sales);
        // Three in a thousand: in Wuppertal it were several a day. Where all do it, it is how the counter works.
        if own.len() < PATTERN || share < 3 || share < TIMES * others {
            continue;
        }
        into.push(Finding {
            person: Some(m.person(&clerk.id)),
            of: sales,
            share,
            others,
            ..about(FindingKind::PaidAndCancelled, Rank::Serious, &amounts(own))
        });
    }
}

fn after_closing(person: &Person, backs: &[&Back], into: &mut Vec<Finding>) {
    let late: Vec<&Back> = backs
        .iter()
        .copied()
        .filter(|back| back.after_closing)
        .collect();
    if late.is_empty() {
        return;
    }
    // Goods brought back a day later are daily business; many of them are not.
    let many = late.len() >= FEW as usize && late.len() * 2 >= backs.len();
    let rank = if many { Rank::Notable } else { Rank::Remark };
    into.push(Finding {
        person: Some(person.clone()),
        of: backs.len() as u64,
        ..about(FindingKind::AfterClosing, rank, &amounts(&late))
    });
}

fn share(m: &Material<'_>, person: &Person, backs: &[&Back], into: &mut Vec<Finding>) {
    let Some(clerk) = m.clerks.iter().find(|clerk| clerk.id == person.id) else {
        return;
    };
    let all = m.all.reversals.plus(m.all.refunds).count;
    let own = (backs.len() as u64, clerk.sales.count);
    if let Some((share, others)) = stands_out(own, (all, m.all.sales.count), 20) {
        into.push(Finding {
            person: Some(person.clone()),
            of: clerk.sales.count,
            share,
            others,
            ..about(FindingKind::ReversalShare, Rank::Notable, &amounts(backs))
        });
    }
}

fn before_closing(
    person: &Person,
    backs: &[&Back],
    closed: &BTreeMap<u32, DateTime<Utc>>,
    into: &mut Vec<Finding>,
) {
    let is_before = |back: &&Back| {
        let at = closed.get(&back.z_number);
        !back.corrected && at.is_some_and(|at| shortly_before(*at, back.finished))
    };
    let before: Vec<&Back> = backs.iter().copied().filter(is_before).collect();
    if before.len() >= FEW as usize && before.len() * 2 >= backs.len() {
        into.push(Finding {
            person: Some(person.clone()),
            of: backs.len() as u64,
            ..about(FindingKind::BeforeClosing, Rank::Notable, &amounts(&before))
        });
    }
}

/// Pirmasens: the second person only nods. It cannot be seen, but it can be seen that it is always the same one.
fn same_second(m: &Material<'_>, by_clerk: &BTreeMap<&str, Vec<&Back>>, into: &mut Vec<Finding>) {
    let seconds = m.t.back.iter().filter_map(|back| back.second.as_ref());
    let approvers: BTreeSet<&str> = seconds.map(|second| second.id.as_str()).collect();
    for (id, backs) in by_clerk {
        let mut seconds = backs.iter().filter_map(|back| back.second.as_ref());
        let Some(first) = seconds.next() else {
            continue;
        };
        let allowed = backs.iter().filter(|back| back.second.is_some()).count();
        if allowed < APPROVALS || seconds.any(|second| second.id != first.id) {
            continue;
        }
        // Where only one person ever allows anything, it is no choice of this clerk.
        let rank = if approvers.len() > 1 {
            Rank::Notable
        } else {
            Rank::Remark
        };
        into.push(Finding {
            person: Some(m.person(id)),
            other: Some(first.clone()),
            of: backs.len() as u64,
            ..about(FindingKind::SameSecond, rank, &amounts(backs))
        });
    }
}

fn round_amounts(m: &Material<'_>, person: &Person, backs: &[&Back], into: &mut Vec<Finding>) {
    let is_round = |amount: Money| amount.cents() % ROUND == 0;
    let round: Vec<&Back> = backs
        .iter()
        .copied()
        .filter(|back| is_round(back.gross))
        .collect();
    let sold = m.t.amounts.iter().filter(|(amount, _)| is_round(**amount));
    let sold: u64 = sold.map(|(_, times)| times).sum();
    let share = per_mille(round.len() as u64, backs.len() as u64);
    let others = per_mille(sold, m.all.sales.count);
    if round.len() >= APPROVALS && share >= 500 && share >= 2 * others {
        into.push(Finding {
            person: Some(person.clone()),
            of: backs.len() as u64,
            share,
            others,
            ..about(FindingKind::RoundAmounts, Rank::Remark, &amounts(&round))
        });
    }
}
