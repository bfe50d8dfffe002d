//! Writing a catalogue so that reading it back changes nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{COLUMNS, WRITTEN, account, tax};
use crate::catalogue::{BusinessCase, Entry, Item, ItemKind, PriceMode};
use crate::tax::{Decision, Regime};

/// Every item with every period that was, is or will be, as CSV in UTF-8.
pub fn write<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = writer()?;
    for entry in entries {
        let entry = &as_decided(entry);
        let mut rows: Vec<[String; WRITTEN]> = Vec::new();
        for day in days(entry) {
            let row = row(entry, day, Some(day));
            // Two rows that only differ in their first day are one period.
            let same = |last: &[String; WRITTEN]| last[..6] == row[..6] && last[8..] == row[8..];
            if !rows.last().is_some_and(same) {
                if let (Some(last), Some(end)) = (rows.last_mut(), day.pred_opt()) {
                    last[7] = end.to_string();
                }
                rows.push(row);
            }
        }
        for row in rows {
            writer.write_record(&row)?;
        }
    }
    finish(writer)
}

/// Every item as it is on a day, one row each and without days; items off the offer are left out.
pub fn write_on<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    day: NaiveDate,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = writer()?;
    for entry in entries {
        let gone = entry.archived.is_some_and(|from| from <= day);
        if !gone && entry.price_on(day).is_some() {
            writer.write_record(row(&as_decided(entry), day, None))?;
        }
    }
    finish(writer)
}

/// An item nobody has agreed to anything about is written as proposed: a file needs a treatment, and read back it
/// proposes the same again.
fn as_decided(entry: &Entry) -> Cow<'_, Entry> {
    let mut entry = Cow::Borrowed(entry);
    if !entry.decisions.iter().any(Decision::holds) {
        for decision in &mut entry.to_mut().decisions {
            if decision.waits() {
                decision.approved = Some(decision.proposed.clone());
            }
        }
    }
    entry
}

fn writer() -> Result<csv::Writer<Vec<u8>>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&COLUMNS[..WRITTEN])?;
    Ok(writer)
}

fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer
        .into_inner()
        .map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}

/// The first days of the periods of an item: none before it has a price.
fn days(entry: &Entry) -> BTreeSet<NaiveDate> {
    let first = entry.prices.first().map(|price| price.from);
    let prices = entry.prices.iter().map(|price| price.from);
    let holding = entry.decisions.iter().filter(|d| d.holds());
    let decisions = holding.map(|d| Some(d.from).max(first).unwrap_or(d.from));
    match first {
        Some(_) => prices.chain(decisions).collect(),
        None => BTreeSet::new(),
    }
}

fn row(entry: &Entry, day: NaiveDate, from: Option<NaiveDate>) -> [String; WRITTEN] {
    let item = &entry.item;
    let price = entry.price_on(day);
    let (mode, min, max) = match price.map(|p| p.mode) {
        Some(PriceMode::Range { min, max }) => ("range", min.plain(), max.plain()),
        Some(PriceMode::PerQuantity) => ("quantity", String::new(), String::new()),
        _ => ("fixed", String::new(), String::new()),
    };
    let old = entry.decision_on(Regime::Old, day);
    let new = entry.decision_on(Regime::New, day);
    let of = |decision: Option<&Decision>, text: fn(&Decision) -> String| {
        decision.map(text).unwrap_or_default()
    };
    let tax = |d: &Decision| tax::text(&d.treatment);
    let rule = |d: &Decision| d.price_rule.code().to_owned();
    let reason = |d: &Decision| d.reason.clone();
    let basis = |d: &Decision| d.legal_basis.clone();
    let words = |d: &Decision| d.treatment.text.clone().unwrap_or_default();
    let third_party = price.map(|p| p.third_party).filter(|p| !p.is_zero());
    let day_text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        item.id.clone(),
        item.name.clone(),
        item.short_name.clone(),
        item.office.clone(),
        item.group.clone(),
        kind(item).to_owned(),
        day_text(from),
        String::new(),
        price.map(|p| p.amount.plain()).unwrap_or_default(),
        mode.to_owned(),
        min,
        max,
        item.unit.clone(),
        of(old, tax),
        of(new, tax),
        of(old, rule),
        of(new, rule),
        of(old, reason),
        of(new, reason),
        of(old, basis),
        of(new, basis),
        of(old, words),
        of(new, words),
        item.legal_basis.clone(),
        third_party.map(|p| p.plain()).unwrap_or_default(),
        optional(&item.principal),
        optional(&item.third_party_account),
        if item.needs_reference { "yes" } else { "no" }.to_owned(),
        item.stock.code().to_owned(),
        entry
            .minimum
            .map(|m| m.normalize().to_string())
            .unwrap_or_default(),
        item.product.clone(),
        account::text(item),
        optional(&item.ean),
        optional(&item.code),
        day_text(entry.archived),
        entry.note.clone(),
    ]
}

fn kind(item: &Item) -> &'static str {
    match (item.case, item.kind) {
        (BusinessCase::Pfand | BusinessCase::PfandRueckzahlung, _) => "deposit",
        (BusinessCase::Rabatt, _) => "discount",
        (BusinessCase::MehrzweckgutscheinKauf, _) => "voucher-multi",
        (BusinessCase::EinzweckgutscheinKauf, _) => "voucher-single",
        (BusinessCase::Forderungsaufloesung, _) => "openitem",
        (_, ItemKind::Fee) => "fee",
        (_, ItemKind::Article) => "article",
        (_, ItemKind::Service) => "service",
        (_, ItemKind::Transit) => "transit",
    }
}
