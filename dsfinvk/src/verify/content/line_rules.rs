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
    let parts = || {
        day.found
            .of(place)
            .iter()
            .filter(|part| part.line == line_place)
    };
    let Some(first) = parts().next() else { return };
    let (id, position) = (day.id(place), day.text(line.place));
    if !parts().any(|part| part.base) {
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
    let of = |amounts: &mut dyn Iterator<Item = &Amount>, key: u64| -> Number {
        amounts
            .filter(|amount| amount.key == key)
            .map(Amount::whole)
            .sum()
    };
    let whole: Number = parts().map(Amount::whole).sum();
    if price.is_some_and(|price| !differ(whole, price, CENT)) {
        return;
    }
    let mut seen = Vec::new();
    for part in parts() {
        if seen.contains(&part.key) {
            continue;
        }
        seen.push(part.key);
        let mut amounts = day
            .line_vats
            .of(place)
            .iter()
            .filter(|amount| amount.line == line_place);
        let (found, expected) = (of(&mut parts(), part.key), of(&mut amounts, part.key));
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
