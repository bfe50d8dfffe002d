//! The lines of a Vorgang: quantity, price and how it came about (R31 to R33).

use super::day::{Amount, Bon, Day, Line};
use super::finding;
use super::process::Sums;
use super::words::{CENT, differ, money};
use crate::number::Number;
use crate::schema::{ITEMAMOUNTS, LINES, LINES_VAT, TRANSACTIONS};
use crate::verify::Sheet;

/// R31 to R33: each line.
pub(super) fn check(day: &Day, place: usize, bon: &Bon, sums: &Sums, sheet: &mut Sheet) {
    let id = day.text(bon.id);
    if sums.gross && sums.net {
        finding!(
            sheet,
            32,
            Warning,
            &TRANSACTIONS,
            bon.row,
            "die Zeilen von BON_ID „{id}“ mischen Brutto- und Nettoverfahren; erwartet wird eines von beiden",
            "the lines of BON_ID \"{id}\" mix the gross and the net method; one of the two is expected"
        );
    }
    for amount in day.line_vats.of(place) {
        if amount.gross.is_some() && amount.net.is_some() {
            finding!(
                sheet,
                32,
                Warning,
                &LINES_VAT,
                amount.row,
                "POS_BRUTTO und POS_NETTO sind beide gefüllt; erwartet wird POS_BRUTTO allein oder POS_NETTO mit POS_UST",
                "POS_BRUTTO and POS_NETTO are both filled; POS_BRUTTO alone or POS_NETTO with POS_UST is expected"
            );
        }
    }
    let first = day.lines.first(place);
    let found = day.found.of(place);
    for (at, line) in day.lines.of(place).iter().enumerate() {
        let (sum, any) = sums.lines.get(at).copied().unwrap_or_default();
        let price = price(line);
        if let Some(expected) = price
            && (any || bon.counts())
            && !(line.cancelled && sum == Number::ZERO)
            && differ(sum, expected, CENT)
        {
            let (position, sum, expected) = (day.text(line.place), money(sum), money(expected));
            finding!(
                sheet,
                31,
                Error,
                &LINES,
                line.row,
                "BON_ID „{id}“, POS_ZEILE {position}: MENGE / FAKTOR × STK_BR ergibt {expected}, lines_vat.csv {sum}",
                "BON_ID \"{id}\", POS_ZEILE {position}: MENGE / FAKTOR × STK_BR comes to {expected}, lines_vat.csv to {sum}"
            );
        }
        if !found.is_empty() {
            let line_place = (first + at) as u32;
            pricing(day, place, line, line_place, price, sheet);
        }
    }
}

/// MENGE / FAKTOR × STK_BR.
fn price(line: &Line) -> Option<Number> {
    let (quantity, price) = (line.quantity?, line.price?);
    let product = quantity.0.checked_mul(price.0)?;
    match line.factor {
        None => Some(Number(product / 100_000)),
        Some(Number(0)) => None,
        Some(factor) => Some(Number(product / factor.0)),
    }
}

/// R33: how a price came about.
fn pricing(
    day: &Day,
    place: usize,
    line: &Line,
    line_place: u32,
    price: Option<Number>,
    sheet: &mut Sheet,
) {
    let parts = day.found.of_line(place, line_place);
    let Some(first) = parts.first() else {
        return;
    };
    let (id, position) = (day.id(place), day.text(line.place));
    if !parts.iter().any(|part| part.base) {
        finding!(
            sheet,
            33,
            Error,
            &ITEMAMOUNTS,
            first.row,
            "zu BON_ID „{id}“, POS_ZEILE {position}, fehlt die Zeile mit TYP base_amount",
            "BON_ID \"{id}\", POS_ZEILE {position}, has no row with TYP base_amount"
        );
    }
    let whole: Number = parts.iter().map(Amount::whole).sum();
    if price.is_some_and(|price| !differ(whole, price, CENT)) {
        return;
    }
    let sum = |amounts: &[Amount]| amounts.iter().map(Amount::whole).sum::<Number>();
    // Both are in order of their keys.
    for same in parts.chunk_by(|one, next| one.key == next.key) {
        let Some(part) = same.first() else { continue };
        let amounts = day.line_vats.of_line(place, line_place);
        let from = amounts.partition_point(|amount| amount.key < part.key);
        let to = amounts.partition_point(|amount| amount.key <= part.key);
        let expected = sum(amounts.get(from..to).unwrap_or_default());
        let found = sum(same);
        if differ(found, expected, CENT) {
            let (key, found, expected) = (part.key, money(found), money(expected));
            finding!(
                sheet,
                33,
                Error,
                &ITEMAMOUNTS,
                part.row,
                "BON_ID „{id}“, POS_ZEILE {position}, Schlüssel {key}: die Preisfindung ergibt {found}, lines_vat.csv {expected}",
                "BON_ID \"{id}\", POS_ZEILE {position}, key {key}: the price parts come to {found}, lines_vat.csv to {expected}"
            );
        }
    }
}
