//! Numbers inside a closing: unique, without gaps, the first and the last (R15 to R18, R45).

use super::day::{Amount, Day};
use super::finding;
use super::links::twice;
use super::words::whole;
use crate::schema::{CASHPOINTCLOSING, LINES, LINES_VAT, TRANSACTIONS, TRANSACTIONS_VAT, Table};
use crate::verify::Sheet;

/// Looks at one closing.
pub(super) fn check(day: &Day, sheet: &mut Sheet) {
    receipt_numbers(day, sheet);
    ids(day, sheet);
    let mut places = Vec::new();
    for bon in 0..day.bons.len() {
        line_numbers(day, bon, &mut places, sheet);
        vat_keys(day, bon, &LINES_VAT, day.line_vats.of(bon), sheet);
        vat_keys(day, bon, &TRANSACTIONS_VAT, day.bon_vats.of(bon), sheet);
    }
}

/// R16: BON_NR.
fn receipt_numbers(day: &Day, sheet: &mut Sheet) {
    let mut numbers: Vec<(u64, u64)> = day
        .bons
        .iter()
        .filter_map(|bon| bon.number.map(|number| (number, bon.row)))
        .collect();
    numbers.sort_unstable();
    let mut missing = 0;
    let mut first_gap = None;
    for pair in numbers.windows(2) {
        let [(before, _), (number, row)] = *pair else {
            continue;
        };
        if number == before {
            finding!(
                sheet,
                16,
                Error,
                &TRANSACTIONS,
                row,
                "BON_NR {number} kommt in diesem Abschluss ein zweites Mal vor",
                "BON_NR {number} occurs a second time in this closing"
            );
        } else if number - before > 1 {
            missing += number - before - 1;
            first_gap.get_or_insert((before, number, row));
        }
    }
    if let Some((before, number, row)) = first_gap {
        finding!(
            sheet,
            16,
            Warning,
            &TRANSACTIONS,
            row,
            "auf BON_NR {before} folgt {number}; in diesem Abschluss fehlen {missing} Nummern",
            "BON_NR {before} is followed by {number}; {missing} numbers are missing in this closing"
        );
    }
}

/// R17 inside a closing, and R45.
fn ids(day: &Day, sheet: &mut Sheet) {
    let Some(closing) = day.closing else { return };
    let (first, last) = (day.text(closing.first), day.text(closing.last));
    if day.bons.is_empty() {
        return;
    }
    let mut ids: Vec<u64> = day
        .bons
        .iter()
        .filter_map(|bon| whole(day.text(bon.id)))
        .collect();
    if ids.len() < day.bons.len() {
        for (column, end) in [("Z_START_ID", first), ("Z_ENDE_ID", last)] {
            if !day.bons.iter().any(|bon| day.text(bon.id) == end) {
                finding!(
                    sheet,
                    45,
                    Error,
                    &CASHPOINTCLOSING,
                    closing.row,
                    "{column} „{end}“ ist keine BON_ID dieses Abschlusses",
                    "{column} \"{end}\" is no BON_ID of this closing"
                );
            }
        }
        return;
    }
    ids.sort_unstable();
    ids.dedup();
    let (Some(&least), Some(&most)) = (ids.first(), ids.last()) else {
        return;
    };
    for (column, end, found) in [("Z_START_ID", first, least), ("Z_ENDE_ID", last, most)] {
        if whole(end) != Some(found) {
            let which = if column == "Z_START_ID" {
                ("kleinste", "smallest")
            } else {
                ("größte", "largest")
            };
            finding!(sheet, 45, Error, &CASHPOINTCLOSING, closing.row,
                "{column} ist „{end}“, die {} BON_ID des Abschlusses ist {found}", which.0;
                "{column} is \"{end}\", the {} BON_ID of the closing is {found}", which.1);
        }
    }
    // What lies outside of Z_START_ID and Z_ENDE_ID is told by R45 already.
    let missing = most - least + 1 - ids.len() as u64;
    if missing > 0 {
        let gap = ids
            .windows(2)
            .find(|pair| pair[1] - pair[0] > 1)
            .map_or(least, |pair| pair[0] + 1);
        finding!(
            sheet,
            17,
            Error,
            &CASHPOINTCLOSING,
            closing.row,
            "von BON_ID {least} bis {most} fehlen {missing}, als erste {gap}",
            "{missing} are missing from BON_ID {least} to {most}, the first is {gap}"
        );
    }
}

/// R18: POS_ZEILE counts 1, 2, 3 …
fn line_numbers(day: &Day, bon: usize, places: &mut Vec<u64>, sheet: &mut Sheet) {
    let lines = day.lines.of(bon);
    let number = |place: usize| {
        lines
            .get(place)
            .and_then(|line| whole(day.text(line.place)))
    };
    if (0..lines.len()).all(|at| number(at) == Some(at as u64 + 1)) {
        return;
    }
    places.clear();
    for line in lines {
        let place = day.text(line.place);
        let Some(number) = whole(place) else {
            finding!(sheet, 18, Error, &LINES, line.row,
                "POS_ZEILE „{place}“ ist keine Zahl; erwartet wird eine von 1 bis {}", lines.len();
                "POS_ZEILE \"{place}\" is no number; one from 1 to {} is expected", lines.len());
            return;
        };
        places.push(number);
    }
    places.sort_unstable();
    // A number that is there twice is told by R15.
    places.dedup();
    if let Some(at) = (0..places.len()).find(|at| places.get(*at) != Some(&(*at as u64 + 1))) {
        let id = day.id(bon);
        let row = lines.first().map_or(0, |line| line.row);
        let (expected, found) = (at + 1, places.get(at).copied().unwrap_or_default());
        finding!(
            sheet,
            18,
            Error,
            &LINES,
            row,
            "die Zeilen von BON_ID „{id}“ zählen nicht von 1 an ohne Lücke: erwartet POS_ZEILE {expected}, gefunden {found}",
            "the lines of BON_ID \"{id}\" do not count from 1 without a gap: POS_ZEILE {expected} expected, {found} found"
        );
    }
}

/// R15 for amounts by VAT key.
fn vat_keys(day: &Day, bon: usize, table: &'static Table, amounts: &[Amount], sheet: &mut Sheet) {
    if amounts.len() < 2 {
        return;
    }
    let id = |amount: &Amount| (amount.line, amount.key);
    let mut tell = |amount: &Amount| {
        let key = amount.key.to_string();
        let place = format!("BON_ID {}, UST_SCHLUESSEL", day.id(bon));
        twice(sheet, table, amount.row, &place, &key);
    };
    if amounts.is_sorted_by(|one, next| id(one) < id(next)) {
        return;
    }
    let mut sorted: Vec<&Amount> = amounts.iter().collect();
    sorted.sort_by_key(|amount| (id(amount), amount.row));
    for pair in sorted.windows(2) {
        if id(pair[0]) == id(pair[1]) {
            tell(pair[1]);
        }
    }
}
