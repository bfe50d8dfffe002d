//! The record itself: gaps, signatures, clocks, days without receipts, digits.

use chrono::{Datelike, Weekday};

use super::{Material, listed, range};
use crate::audit::digits::Verdict;
use crate::audit::finding::{Finding, FindingKind, Rank};
use crate::i18n::date;

/// Days with business from which on a day without is one that is missing.
const DAYS: usize = 10;
/// Two days: an outage that long should have been seen to (AEAO § 146a: without delay).
const LONG: i64 = 48 * 60;

pub(super) fn find(m: &Material<'_>, into: &mut Vec<Finding>) {
    if !m.t.missing.is_empty() {
        let mut finding = Finding::new(FindingKind::NumberGaps, Rank::Serious);
        finding.tally.count = m.t.missing.iter().map(|range| range.count()).sum();
        finding.list = listed(m.t.missing.iter().map(range));
        // What stands on both sides of each gap.
        let sides =
            m.t.missing
                .iter()
                .flat_map(|range| [range.first - 1, range.last + 1]);
        finding.receipts = sides.collect();
        into.push(finding);
    }
    counters(m, into);
    if !m.missing_transactions.is_empty() {
        let mut finding = Finding::new(FindingKind::MissingTransactions, Rank::Remark);
        let ranges = m.missing_transactions.iter().map(|(_, range)| range);
        finding.tally.count = ranges.clone().map(|range| range.count()).sum();
        finding.list = listed(ranges.map(range));
        into.push(finding);
    }
    if !m.t.unsigned.is_empty() {
        let longest = m
            .outages
            .iter()
            .map(|outage| outage.minutes)
            .max()
            .unwrap_or(0);
        let rank = if longest >= LONG {
            Rank::Notable
        } else {
            Rank::Remark
        };
        let mut finding = Finding::new(FindingKind::Unsigned, rank);
        finding.tally.count = m.t.unsigned.len() as u64;
        finding.of = m.outages.len() as u64;
        finding.list = format!("{}:{:02}", longest / 60, longest % 60);
        finding.receipts.clone_from(&m.t.unsigned);
        into.push(finding);
    }
    let set_back = m
        .books
        .events
        .iter()
        .filter(|event| event.kind == "clock-accepted" && m.t.span.contains(event.at));
    let set_back: Vec<String> = set_back
        .map(|event| date(super::super::facts::local(event.at).date()))
        .collect();
    if !set_back.is_empty() {
        let mut finding = Finding::new(FindingKind::ClockSetBack, Rank::Notable);
        finding.tally.count = set_back.len() as u64;
        finding.list = listed(set_back);
        into.push(finding);
    }
    idle_days(m, into);
    if m.digits.verdict == Verdict::Differs {
        let mut finding = Finding::new(FindingKind::FirstDigits, Rank::Remark);
        finding.tally.count = m.digits.counts.iter().sum();
        let chi = m.digits.chi_square / 10;
        finding.list = format!("{},{:02}", chi / 100, chi % 100);
        into.push(finding);
    }
}

/// A later log time with a smaller counter, or one counter twice: no TSE signs like that.
fn counters(m: &Material<'_>, into: &mut Vec<Finding>) {
    let mut counters = m.t.counters.clone();
    counters.sort_unstable();
    let mut receipts = Vec::new();
    for pair in counters.windows(2) {
        let ((tse, counter, at, _), (next_tse, next, next_at, receipt)) = (pair[0], pair[1]);
        // Log times have whole seconds at some TSEs.
        if tse == next_tse && (counter == next || (next_at - at).num_seconds() < 0) {
            receipts.push(receipt);
        }
    }
    if !receipts.is_empty() {
        let mut finding = Finding::new(FindingKind::Counters, Rank::Serious);
        finding.tally.count = receipts.len() as u64;
        finding.receipts = receipts;
        into.push(finding);
    }
}

fn idle_days(m: &Material<'_>, into: &mut Vec<Finding>) {
    let busy: Vec<_> =
        m.t.days
            .values()
            .filter(|day| day.sales.count > 0)
            .collect();
    let (true, [first, .., last]) = (busy.len() >= DAYS, busy.as_slice()) else {
        return;
    };
    let days = first.day.iter_days().take_while(|day| *day < last.day);
    let weekdays = days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    let idle: Vec<String> = weekdays
        .filter(|day| m.t.days.get(day).is_none_or(|day| day.sales.count == 0))
        .map(date)
        .collect();
    if !idle.is_empty() {
        let mut finding = Finding::new(FindingKind::IdleDays, Rank::Remark);
        finding.tally.count = idle.len() as u64;
        finding.of = busy.len() as u64;
        finding.list = listed(idle);
        into.push(finding);
    }
}
