//! How somebody works compared with the others, and who was there when.

use std::collections::BTreeMap;

use chrono::{Datelike, Weekday};

use super::{Material, each, of_all, stands_out};
use crate::audit::evaluation::ClerkFigures;
use crate::audit::evaluation::Tally;
use crate::audit::finding::{Finding, FindingKind, Rank};
use crate::audit::tally::ByPerson;

/// From so many on it is no accident.
const PATTERN: usize = 3;
/// Wrong PINs of one person from which on somebody may be guessing.
const WRONG_PINS: u64 = 10;

pub(super) fn find(m: &Material<'_>, into: &mut Vec<Finding>) {
    let aborts = |c: &ClerkFigures| (c.aborts, c.sales.count + c.aborts.count);
    compared(m, FindingKind::Aborts, &m.t.aborts, 30, aborts, into);
    let struck = |c: &ClerkFigures| (c.struck, c.sales.count);
    compared(m, FindingKind::StruckLines, &m.t.struck, 50, struck, into);
    let discounts = |c: &ClerkFigures| (c.discounts, c.sales.count);
    compared(
        m,
        FindingKind::Discounts,
        &m.t.discounts,
        30,
        discounts,
        into,
    );
    let weighed = |serious: Rank, light: Rank| {
        move |count: usize| if count >= PATTERN { serious } else { light }
    };
    into.extend(
        each(
            m,
            FindingKind::Training,
            &m.t.training_among,
            PATTERN,
            |_| Rank::Notable,
        )
        .map(|finding| Finding {
            of: of_all(m.all.training),
            ..finding
        }),
    );
    let rank = weighed(Rank::Serious, Rank::Notable);
    into.extend(each(m, FindingKind::Absent, &m.t.absent, 1, rank));
    let rank = weighed(Rank::Notable, Rank::Remark);
    let sundays = open_on_sundays(m);
    let mut outside = m.t.outside.clone();
    if !sundays {
        for (person, list) in &m.t.sundays {
            outside.entry(person.clone()).or_default().extend(list);
        }
    }
    into.extend(each(m, FindingKind::OutsideHours, &outside, 1, rank));
    events(m, sundays, into);
    if !m.t.no_name.is_empty() {
        into.push(super::about(
            FindingKind::NoName,
            Rank::Notable,
            &m.t.no_name,
        ));
    }
}

fn compared(
    m: &Material<'_>,
    kind: FindingKind,
    lists: &ByPerson,
    least: u64,
    figures: impl Fn(&ClerkFigures) -> (Tally, u64),
    into: &mut Vec<Finding>,
) {
    let all = figures(m.all);
    for clerk in m.clerks {
        let (own, of) = figures(clerk);
        let out = stands_out((own.count, of), (all.0.count, all.1), least);
        let (Some((share, others)), Some(list)) = (out, lists.get(&clerk.id)) else {
            continue;
        };
        into.push(Finding {
            person: Some(m.person(&clerk.id)),
            // Of struck-out lines there are more than receipts.
            tally: own,
            of,
            share,
            others,
            ..super::about(kind, Rank::Notable, list)
        });
    }
}

/// Whether there is business on half of the Sundays, and on more than one.
fn open_on_sundays(m: &Material<'_>) -> bool {
    let days =
        m.t.span
            .from
            .iter_days()
            .take_while(|day| *day <= m.t.span.to);
    let sundays = days.filter(|day| day.weekday() == Weekday::Sun);
    let (mut all, mut busy) = (0, 0);
    for day in sundays {
        all += 1;
        busy += usize::from(m.t.days.get(&day).is_some_and(|day| day.sales.count > 0));
    }
    busy >= 2 && busy * 2 >= all
}

fn events(m: &Material<'_>, sundays: bool, into: &mut Vec<Finding>) {
    let mut early: BTreeMap<&str, u64> = BTreeMap::new();
    let mut wrong: BTreeMap<&str, u64> = BTreeMap::new();
    for event in &m.books.events {
        let Some(person) = event
            .person
            .as_deref()
            .filter(|_| m.t.span.contains(event.at))
        else {
            continue;
        };
        match event.kind.as_str() {
            "log-in" if !m.t.hours_open.contain(event.at, sundays) => {
                *early.entry(person).or_default() += 1
            }
            "wrong-pin" => *wrong.entry(person).or_default() += 1,
            _ => {}
        }
    }
    let finding = |kind: FindingKind, rank: Rank, person: &str, count: u64| {
        let mut finding = Finding::new(kind, rank);
        finding.person = Some(m.person(person));
        finding.tally.count = count;
        finding
    };
    for (person, count) in early {
        let rank = if count >= PATTERN as u64 {
            Rank::Notable
        } else {
            Rank::Remark
        };
        into.push(finding(FindingKind::LogInOutside, rank, person, count));
    }
    for (person, count) in wrong.into_iter().filter(|(_, count)| *count >= WRONG_PINS) {
        into.push(finding(
            FindingKind::WrongPins,
            Rank::Notable,
            person,
            count,
        ));
    }
}
