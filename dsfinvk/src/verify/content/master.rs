//! Master data of a closing: rates of the VAT keys (R21), and whose receipts it holds.

use super::archive::Clients;
use super::day::Day;
use super::finding;
use super::rates::{Fit, fit};
use super::words::{date, money};
use crate::schema::VAT;
use crate::verify::Sheet;
use crate::verify::books::{Key, Time};

/// How far the clocks of register and TSE may be apart, in milliseconds.
const APART: i64 = 60_000;

/// R21. `created` is Z_ERSTELLUNG.
pub(super) fn check(day: &Day, created: &str, sheet: &mut Sheet) {
    // Rates are those of the day the business was done on; the closing may be written after midnight.
    let posted = day.closing.and_then(|closing| closing.posted);
    let first = day.bons.iter().filter_map(|bon| bon.start).min();
    let first = first.map(|millis| millis.div_euclid(86_400_000));
    let days: Vec<i64> = [date(created), posted, first]
        .into_iter()
        .flatten()
        .collect();
    for vat in &day.vat {
        let (key, row) = (vat.key, vat.row);
        let Some(percent) = vat.percent else { continue };
        let found = money(percent);
        match fit(key, percent, &days) {
            Fit::Fits => {}
            Fit::Expected(rate) => {
                let rate = money(rate);
                finding!(
                    sheet,
                    21,
                    Error,
                    &VAT,
                    row,
                    "UST_SATZ zu Schlüssel {key} ist {found}; an diesem Tag ist es {rate}",
                    "UST_SATZ of key {key} is {found}; on that day it is {rate}"
                );
            }
            Fit::Doubtful(rate) => {
                let rate = money(rate);
                finding!(
                    sheet,
                    21,
                    Warning,
                    &VAT,
                    row,
                    "UST_SATZ zu Schlüssel {key} ist {found}, zuletzt bekannt ist {rate}; den Satz dieses Jahres bitte nachsehen",
                    "UST_SATZ of key {key} is {found}, {rate} is the last one known; please look up the rate of this year"
                );
            }
            Fit::TooEarly => {
                finding!(
                    sheet,
                    21,
                    Error,
                    &VAT,
                    row,
                    "Schlüssel {key} mit {found} % gibt es an diesem Tag noch nicht",
                    "key {key} of {found} % does not exist on that day yet"
                );
            }
            Fit::Reserved => {
                finding!(
                    sheet,
                    21,
                    Error,
                    &VAT,
                    row,
                    "Schlüssel {key} ist reserviert; erwartet wird einer aus Anlage 2 oder ein eigener ab 1000",
                    "key {key} is reserved; one of Annex 2 or an individual one from 1000 on is expected"
                );
            }
            Fit::Individual => {
                finding!(
                    sheet,
                    21,
                    Note,
                    &VAT,
                    row,
                    "Schlüssel {key} mit {found} % ist ein eigener; er ist in der Verfahrensdokumentation zu erklären",
                    "key {key} of {found} % is an individual one; the Verfahrensdokumentation has to explain it"
                );
            }
        }
    }
}

/// Notes from when to when register and terminals have their receipts.
pub(super) fn clients(day: &Day, key: &Key, clients: &mut Clients) {
    let signed = day.signed.all().iter();
    let starts = day
        .bons
        .iter()
        .filter_map(|bon| bon.start)
        .chain(signed.clone().filter_map(|row| row.start));
    let ends = day
        .bons
        .iter()
        .filter_map(|bon| bon.end)
        .chain(signed.filter_map(|row| row.end));
    let (Some(from), Some(last)) = (starts.min(), ends.max()) else {
        return;
    };
    // Before the first closing of a register there is nothing that could belong elsewhere.
    let from = match key.number.as_str() {
        "1" => i64::MIN,
        _ => from,
    };
    // What was finished up to the closing belongs to it, as far as the two clocks agree.
    let closed = Time::read(&key.created)
        .filter(|time| time.zone)
        .map_or(last, |time| time.millis - APART);
    let to = last.max(closed);
    let register = day.register.map(|register| register.serial);
    let terminals = day.terminals.iter().map(|(_, serial)| *serial);
    for serial in register.into_iter().chain(terminals) {
        let serial = day.text(serial);
        if serial.is_empty() {
            continue;
        }
        match clients.get_mut(serial) {
            Some(span) => *span = (span.0.min(from), span.1.max(to)),
            None => {
                clients.insert(serial.to_owned(), (from, to));
            }
        }
    }
}
