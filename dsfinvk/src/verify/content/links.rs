//! Whether what a row names is there (R19, R20), and what is there twice (R15).

use super::columns::{BON_ID, POS_ZEILE};
use super::day::{Day, Text};
use super::finding;
use super::words::{BonTyp, whole};
use crate::schema::{PA, SLAVES, Table, VAT};
use crate::verify::Sheet;
use crate::verify::books::Row;

/// R19: the Vorgang a row belongs to, and whether it is an order.
pub(super) fn owner(
    day: &mut Day,
    table: &'static Table,
    row: &Row<'_>,
    sheet: &mut Sheet,
) -> Option<(u32, bool)> {
    let id = row.text(BON_ID);
    let bon = day.bon(id);
    if bon.is_none() {
        finding!(
            sheet,
            19,
            Error,
            table,
            row.line,
            "BON_ID „{id}“ gibt es in diesem Abschluss nicht in transactions.csv",
            "there is no BON_ID \"{id}\" in transactions.csv in this closing"
        );
    }
    let bon = bon?;
    let order = day
        .bons
        .get(bon as usize)
        .is_some_and(|bon| bon.typ == BonTyp::AVBestellung);
    Some((bon, order))
}

/// R19: the line a row belongs to.
pub(super) fn line_of(
    day: &mut Day,
    bon: u32,
    table: &'static Table,
    row: &Row<'_>,
    sheet: &mut Sheet,
) -> Option<u32> {
    let place = row.text(POS_ZEILE);
    let line = day.line(bon, place);
    if line.is_none() {
        let id = row.text(BON_ID);
        finding!(
            sheet,
            19,
            Error,
            table,
            row.line,
            "POS_ZEILE „{place}“ von BON_ID „{id}“ gibt es nicht in lines.csv",
            "there is no POS_ZEILE \"{place}\" of BON_ID \"{id}\" in lines.csv"
        );
    }
    line
}

/// R20: a VAT key that vat.csv of the closing has.
pub(super) fn vat_key(
    day: &Day,
    table: &'static Table,
    row: &Row<'_>,
    place: usize,
    sheet: &mut Sheet,
) -> Option<u64> {
    let text = row.text(place);
    let key = whole(text)?;
    if day.vat(key).is_none() {
        missing(sheet, table, row.line, "UST_SCHLUESSEL", text, &VAT);
    }
    Some(key)
}

/// R20: an agency that pa.csv of the closing has; empty is 0.
pub(super) fn agency(
    day: &Day,
    table: &'static Table,
    row: &Row<'_>,
    place: usize,
    sheet: &mut Sheet,
) -> u64 {
    let text = row.text(place);
    let id = whole(text).unwrap_or_default();
    if id != 0 && !day.agencies.contains(&id) {
        missing(sheet, table, row.line, "AGENTUR_ID", text, &PA);
    }
    id
}

pub(super) fn terminal(
    day: &mut Day,
    table: &'static Table,
    row: &Row<'_>,
    place: usize,
    sheet: &mut Sheet,
) -> Text {
    let id = row.text(place);
    if id.is_empty() {
        return Text::default();
    }
    match day.terminal(id) {
        Some((known, _)) => known,
        None => {
            missing(sheet, table, row.line, "TERMINAL_ID", id, &SLAVES);
            Text::default()
        }
    }
}

/// R15.
pub(super) fn twice(sheet: &mut Sheet, table: &'static Table, row: u64, column: &str, value: &str) {
    finding!(
        sheet,
        15,
        Error,
        table,
        row,
        "{column} „{value}“ kommt in diesem Abschluss ein zweites Mal vor",
        "{column} \"{value}\" occurs a second time in this closing"
    );
}

/// R20.
pub(super) fn missing(
    sheet: &mut Sheet,
    table: &'static Table,
    row: u64,
    column: &str,
    value: &str,
    wanted: &'static Table,
) {
    let wanted = wanted.file;
    finding!(
        sheet,
        20,
        Error,
        table,
        row,
        "{column} „{value}“ gibt es in diesem Abschluss nicht in {wanted}",
        "there is no {column} \"{value}\" in {wanted} in this closing"
    );
}
