//! Cash: differences, counts, closings, openings of the drawer.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{FEW, Material, listed, per_mille, stands_out};
use crate::audit::evaluation::Tally;
use crate::audit::facts::local;
use crate::audit::finding::{Finding, FindingKind, Rank};
use crate::i18n::date;
use crate::money::Money;

/// Closings from which on a habit is one.
const CLOSINGS: usize = 20;
/// Days after which somebody should have counted the drawer unannounced.
const CHECK_DAYS: i64 = 28;
/// Scheßlitz: the weekly settlement nobody demanded.
const WEEK: i64 = 7;
/// A sum of shortages that is more than miscounted change.
const MUCH: Money = Money::from_cents(5_000);

pub(super) fn find(m: &Material<'_>, into: &mut Vec<Finding>) {
    shortages(m, into);
    habits(m, into);
    open_too_long(m, into);
    for clerk in m.clerks {
        let own = (clerk.drawer_openings, clerk.sales.count);
        let all = (m.all.drawer_openings, m.all.sales.count);
        let out = stands_out(own, all, 10);
        let alone = own.0 >= 2 * FEW && per_mille(own.0, own.1) >= 20;
        if out.is_some() || alone {
            let (share, others) = out.unwrap_or((per_mille(own.0, own.1), 0));
            let mut finding = Finding::new(FindingKind::DrawerOpened, Rank::Notable);
            finding.person = Some(m.person(&clerk.id));
            finding.tally.count = own.0;
            finding.of = own.1;
            (finding.share, finding.others) = (share, others);
            into.push(finding);
        }
    }
}

/// A drawer that is short again and again. Honest miscounting goes both ways.
fn shortages(m: &Material<'_>, into: &mut Vec<Finding>) {
    for clerk in m.clerks {
        let own = m.differences.iter().filter(|d| d.clerk.id == clerk.id);
        let short = own.clone().filter(|d| d.amount.is_negative());
        let count = short.clone().count() as u64;
        let sum: Money = own.map(|d| d.amount).sum();
        if count < FEW || count * 10 < clerk.closings * 4 || !sum.is_negative() {
            continue;
        }
        let rank = if sum.abs() >= MUCH {
            Rank::Serious
        } else {
            Rank::Notable
        };
        let days = short.map(|d| date(local(d.at).date()));
        into.push(Finding {
            person: Some(m.person(&clerk.id)),
            tally: Tally {
                count,
                amount: sum.abs(),
            },
            of: clerk.closings,
            list: listed(days),
            receipts: Vec::new(),
            ..Finding::new(FindingKind::Shortages, rank)
        });
    }
}

fn habits(m: &Material<'_>, into: &mut Vec<Finding>) {
    let closings: Vec<_> = m
        .books
        .closings
        .iter()
        .filter(|c| m.t.span.contains(c.at))
        .collect();
    let count = closings.len() as u64;
    let finding = |kind: FindingKind, rank: Rank| {
        let mut finding = Finding::new(kind, rank);
        finding.tally.count = count;
        finding.of = m.t.span.days().unsigned_abs();
        finding
    };
    if closings.len() >= 2 * CLOSINGS && m.differences.is_empty() {
        into.push(finding(FindingKind::NeverDiffers, Rank::Notable));
    }
    if m.t.span.days() >= CHECK_DAYS && closings.len() >= CLOSINGS / 2 && m.books.counts.is_empty()
    {
        into.push(finding(FindingKind::NeverChecked, Rank::Notable));
    }
    let pairs: BTreeSet<[&str; 2]> = closings
        .iter()
        .map(|c| {
            let mut pair = [c.clerk.id.as_str(), c.second.id.as_str()];
            pair.sort_unstable();
            pair
        })
        .collect();
    if let (true, [first, ..], 1) = (closings.len() >= CLOSINGS, closings.as_slice(), pairs.len()) {
        into.push(Finding {
            person: Some(first.clerk.clone()),
            other: Some(first.second.clone()),
            ..finding(FindingKind::SamePair, Rank::Remark)
        });
    }
}

/// Scheßlitz: nobody demanded the closing. A period should be closed on the day of its business.
fn open_too_long(m: &Material<'_>, into: &mut Vec<Finding>) {
    let mut late: Vec<(u32, NaiveDate, i64, u64)> = Vec::new();
    for (number, business) in &m.t.business {
        let closing = m.books.closings.iter().find(|c| c.number == *number);
        // A period that goes on counts up to its last business: today's is not late.
        let end: DateTime<Utc> = closing.map_or(business.last, |closing| closing.at);
        let first = local(business.first).date();
        let days = (local(end).date() - first).num_days();
        if days >= 1 {
            late.push((*number, first, days, business.first_number));
        }
    }
    let Some(longest) = late.iter().map(|(_, _, days, _)| *days).max() else {
        return;
    };
    let rank = if longest >= WEEK {
        Rank::Serious
    } else {
        Rank::Notable
    };
    let entries = late
        .iter()
        .map(|(z, first, days, _)| format!("Z\u{a0}{z} ({}, +{days})", date(*first)));
    let mut finding = Finding::new(FindingKind::OpenTooLong, rank);
    finding.tally.count = late.len() as u64;
    finding.of = longest.unsigned_abs();
    finding.list = listed(entries);
    finding.receipts = late.iter().map(|(_, _, _, receipt)| *receipt).collect();
    into.push(finding);
}
