//! Rows put together to items: one row each, or one for every period.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::error::{Expected, FileFault};
use super::row::{Header, Row};
use super::{COLUMNS, FIRST_DAY, Listed};
use crate::catalogue::Price;
use crate::i18n::date;
use crate::tax::{Decision, Regime};

/// The columns that may differ from period to period.
const DATED: [&str; 18] = [
    "valid_from",
    "valid_to",
    "price_eur",
    "price_mode",
    "price_min",
    "price_max",
    "tax_pre_2b",
    "tax_post_2b",
    "price_rule_pre_2b",
    "price_rule_post_2b",
    "tax_reason_pre_2b",
    "tax_reason_post_2b",
    "tax_legal_basis_pre_2b",
    "tax_legal_basis_post_2b",
    "tax_text_pre_2b",
    "tax_text_post_2b",
    "third_party_share_eur",
    "tax_note",
];

/// The items of a file; what is wrong is added to `faults`.
pub(super) fn items(
    header: &Header,
    rows: Vec<Row<'_>>,
    faults: &mut Vec<FileFault>,
) -> Vec<Listed> {
    let dated = header.has("valid_from");
    let mut groups: Vec<Vec<Row<'_>>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let id = row.text("id").to_owned();
        match known.get(&id) {
            // A row without an id is wrong by itself, and belongs to no other.
            Some(&place) if !id.is_empty() => {
                let first = groups[place].first().map_or(0, |first| first.number);
                if dated {
                    groups[place].push(row);
                } else {
                    // Without days it is no further period, and its place among periods is not worth a word.
                    row.fault("id", Expected::FreshId(first));
                    faults.extend(row.faults.into_inner());
                }
            }
            _ => {
                known.insert(id, groups.len());
                groups.push(vec![row]);
            }
        }
    }
    let mut items = Vec::new();
    for group in groups {
        items.push(item(&group));
        faults.extend(group.into_iter().flat_map(|row| row.faults.into_inner()));
    }
    items
}

struct Period<'a, 'b> {
    row: &'a Row<'b>,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

fn item(rows: &[Row<'_>]) -> Listed {
    let several = rows.len() > 1;
    let mut periods: Vec<Period<'_, '_>> = rows
        .iter()
        .map(|row| {
            let from = row.day("valid_from");
            if from.is_none() && several && row.text("valid_from").is_empty() {
                row.fault("valid_from", Expected::FirstDay);
            }
            let (from, to) = (from.unwrap_or(FIRST_DAY), row.day("valid_to"));
            if to.is_some_and(|to| to < from) {
                row.fault("valid_to", Expected::Period);
            }
            Period { row, from, to }
        })
        .collect();
    periods.sort_by_key(|period| period.from);
    check_follow(&periods);
    let first = &rows[0];
    for row in &rows[1..] {
        check_same(first, row);
    }
    if rows
        .iter()
        .all(|row| row.text("tax_pre_2b").is_empty() && row.text("tax_post_2b").is_empty())
    {
        first.fault("tax_post_2b", Expected::Treatment);
    }
    let (mut entry, mut prices, mut decisions) = (None, Vec::new(), Vec::new());
    for period in &periods {
        let of_row = period.row.entry(period.from);
        prices.extend(of_row.prices.iter().cloned());
        decisions.extend(of_row.decisions.iter().cloned());
        entry.get_or_insert(of_row);
    }
    let mut entry = entry.unwrap_or_else(|| first.entry(FIRST_DAY));
    entry.prices = without_repeats(prices);
    entry.decisions = [Regime::Old, Regime::New]
        .into_iter()
        .flat_map(|regime| decided(&decisions, regime))
        .collect();
    entry.decisions.sort_by_key(|decision| decision.from);
    Listed {
        entry,
        dated: rows.iter().any(|row| !row.text("valid_from").is_empty()),
        rows: periods.iter().map(|p| (p.from, p.row.number)).collect(),
    }
}

/// Periods follow each other without overlap or gap, and the last one is open.
fn check_follow(periods: &[Period<'_, '_>]) {
    let ended = periods.iter().any(|period| period.to.is_some());
    for pair in periods.windows(2) {
        let [a, b] = pair else { continue };
        let row = a.row.number;
        let next = a.to.and_then(|to| to.succ_opt());
        let overlaps = match a.to {
            Some(to) => b.from <= to,
            // Without any last day a period ends where the next one begins.
            None => ended || b.from == a.from,
        };
        if overlaps {
            let until = a.to.map(date);
            b.row.fault("valid_from", Expected::Overlap { row, until });
        } else if let Some(next) = next.filter(|next| b.from > *next) {
            let expected = date(next);
            b.row.fault("valid_from", Expected::Gap { row, expected });
        }
    }
    if let Some(last) = periods.last().filter(|last| last.to.is_some()) {
        last.row.fault("valid_to", Expected::Open);
    }
}

fn check_same(first: &Row<'_>, row: &Row<'_>) {
    for column in COLUMNS {
        if !DATED.contains(&column) && row.text(column) != first.text(column) {
            row.fault(column, Expected::Same(first.number));
        }
    }
}

/// A price that goes on through the next period does not begin again.
fn without_repeats(mut prices: Vec<Price>) -> Vec<Price> {
    prices.dedup_by(|next, before| {
        (next.amount, next.mode, next.third_party)
            == (before.amount, before.mode, before.third_party)
    });
    prices
}

/// Nor does a decision.
fn decided(decisions: &[Decision], regime: Regime) -> Vec<Decision> {
    let of_regime = decisions.iter().filter(|d| d.regime == regime);
    let mut decided: Vec<Decision> = of_regime.cloned().collect();
    decided.dedup_by(|next, before| {
        let same = |d: &Decision| {
            (
                d.treatment.clone(),
                d.price_rule,
                d.reason.clone(),
                d.legal_basis.clone(),
            )
        };
        same(next) == same(before)
    });
    decided
}
