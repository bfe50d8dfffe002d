//! What kinds of Vorgang and of line demand (R34 to R36).

use super::day::{Bon, Day, Line, Signed};
use super::finding;
use super::process::Sums;
use super::words::{BonTyp, GvTyp, PayTyp, money};
use crate::number::Number;
use crate::schema::{DATAPAYMENT, LINES_VAT, TRANSACTIONS};
use crate::verify::Sheet;

/// R34: what the kinds of Vorgang demand.
pub(super) fn kinds(day: &Day, place: usize, bon: &Bon, sheet: &mut Sheet) {
    let id = day.text(bon.id);
    let typ = bon.typ.word();
    match bon.typ {
        BonTyp::AVTraining | BonTyp::AVBelegabbruch | BonTyp::AVSachbezug => {
            for pay in day.pays.of(place) {
                if pay.typ != PayTyp::Keine || pay.base != Number::ZERO {
                    let (kind, amount) = (pay.typ.word(), money(pay.base));
                    finding!(
                        sheet,
                        34,
                        Error,
                        &DATAPAYMENT,
                        pay.row,
                        "BON_ID „{id}“ ist {typ}: erwartet wird keine Zahlung außer Keine 0,00, gefunden {kind} {amount}",
                        "BON_ID \"{id}\" is {typ}: no payment but Keine 0,00 is expected, {kind} {amount} found"
                    );
                }
            }
        }
        BonTyp::AVBelegstorno if day.signed.of(place).iter().any(Signed::complete) => {
            finding!(
                sheet,
                34,
                Error,
                &TRANSACTIONS,
                bon.row,
                "BON_ID „{id}“ ist AVBelegstorno und von einer TSE signiert; mit einer TSE wird mit einem Beleg storniert",
                "BON_ID \"{id}\" is AVBelegstorno and signed by a TSE; with a TSE a Beleg reverses"
            );
        }
        BonTyp::AVSonstige if !bon.named => {
            finding!(
                sheet,
                34,
                Error,
                &TRANSACTIONS,
                bon.row,
                "BON_ID „{id}“ ist AVSonstige und hat keinen BON_NAME",
                "BON_ID \"{id}\" is AVSonstige and has no BON_NAME"
            );
        }
        _ => {}
    }
}

/// R35 and the second half of R36: keys and payments of special lines.
pub(super) fn cases(day: &Day, place: usize, bon: &Bon, sums: &Sums, sheet: &mut Sheet) {
    let lines = day.lines.of(place);
    let special = |line: &Line| line.typ.outside_vat() || line.typ == GvTyp::Other;
    let sevens = day.bon_vats.of(place).iter().any(|amount| amount.key == 7);
    if !sevens && !lines.iter().any(special) {
        return;
    }
    let id = day.text(bon.id);
    let first = day.lines.first(place);
    for amount in day.line_vats.of(place) {
        let Some(line) = lines.get((amount.line as usize).wrapping_sub(first)) else {
            continue;
        };
        let (typ, key) = (line.typ.word(), amount.key);
        if line.typ.outside_vat() && key != 5 {
            if line.typ.last_resort() {
                finding!(
                    sheet,
                    35,
                    Note,
                    &LINES_VAT,
                    amount.row,
                    "{typ} in BON_ID „{id}“ hat Schlüssel {key}; meist ist es 5, der Fall ist zu dokumentieren",
                    "{typ} in BON_ID \"{id}\" has key {key}; mostly it is 5, the case has to be documented"
                );
            } else {
                finding!(
                    sheet,
                    35,
                    Error,
                    &LINES_VAT,
                    amount.row,
                    "{typ} in BON_ID „{id}“ hat Schlüssel {key}, erwartet wird 5",
                    "{typ} in BON_ID \"{id}\" has key {key}, 5 is expected"
                );
            }
        }
        let receivable = matches!(
            line.typ,
            GvTyp::Forderungsentstehung | GvTyp::Forderungsaufloesung
        );
        if key == 7 && !receivable {
            finding!(
                sheet,
                36,
                Warning,
                &LINES_VAT,
                amount.row,
                "Schlüssel 7 bei {typ} in BON_ID „{id}“; erwartet wird er nur bei Forderungsentstehung und Forderungsaufloesung",
                "key 7 with {typ} in BON_ID \"{id}\"; it is expected with Forderungsentstehung and Forderungsaufloesung only"
            );
        }
    }
    if bon.counts() {
        cash_only(day, place, bon, sums, sheet);
    }
}

/// R35: what moves cash only is paid in cash.
fn cash_only(day: &Day, place: usize, bon: &Bon, sums: &Sums, sheet: &mut Sheet) {
    let lines = day.lines.of(place);
    let mut moved = lines
        .iter()
        .zip(&sums.lines)
        .filter(|(line, (sum, _))| line.typ.cash_only() && !line.cancelled && *sum != Number::ZERO);
    let Some((line, _)) = moved.next() else {
        return;
    };
    let alone = lines.iter().all(|line| line.typ.cash_only());
    let pays = day.pays.of(place);
    let other = pays
        .iter()
        .find(|pay| pay.typ != PayTyp::Bar && pay.base != Number::ZERO);
    let Some(other) = other else { return };
    // Beside other lines it is enough that some of it is cash.
    if !alone && pays.iter().any(|pay| pay.typ == PayTyp::Bar) {
        return;
    }
    let (id, typ, kind) = (day.text(bon.id), line.typ.word(), other.typ.word());
    let last_resort = lines
        .iter()
        .filter(|line| line.typ.cash_only())
        .all(|line| line.typ.last_resort());
    if last_resort {
        finding!(
            sheet,
            35,
            Note,
            &DATAPAYMENT,
            other.row,
            "{typ} in BON_ID „{id}“ ist mit {kind} bezahlt; erwartet wird Bar, der Fall ist zu dokumentieren",
            "{typ} in BON_ID \"{id}\" is paid by {kind}; Bar is expected, the case has to be documented"
        );
    } else {
        finding!(
            sheet,
            35,
            Error,
            &DATAPAYMENT,
            other.row,
            "{typ} in BON_ID „{id}“ ist mit {kind} bezahlt, erwartet wird Bar",
            "{typ} in BON_ID \"{id}\" is paid by {kind}, Bar is expected"
        );
    }
}
