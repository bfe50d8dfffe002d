//! What the TSE has to say of a Vorgang (R49, R50, R55 to R57), and handing its rows on to be compared over closings
//! (R52, [`super::journal`]) and to be verified (R54, [`super::signatures`]).

use super::day::{Bon, Day, Signed};
use super::devices::Devices;
use super::finding;
use super::journal::{Entry, Journal};
use super::process_data::Builder;
use super::signatures::{Job, Signatures};
use super::words::BonTyp;
use crate::schema::{CASHREGISTER, TRANSACTIONS, TRANSACTIONS_TSE};
use crate::verify::Sheet;

/// Seconds by which the clocks of register and TSE may differ (R56), in milliseconds.
const APART: i64 = 60_000;

/// Looks at the TSE rows of one closing.
pub(super) fn check(
    day: &Day,
    devices: &Devices,
    journal: &mut Journal,
    signatures: &mut Signatures,
    builder: &mut Builder,
    sheet: &mut Sheet,
) {
    serial(day, sheet);
    for (place, bon) in day.bons.iter().enumerate() {
        let rows = day.signed.of(place);
        if rows.is_empty() {
            unsecured(day, bon, sheet);
        }
        for signed in rows {
            row(day, bon, signed, sheet);
            builder.check(day, place, bon, signed, sheet);
            if !signed.complete() {
                continue;
            }
            let Some(device) = signed.tse.and_then(|id| day.device(id)) else {
                continue;
            };
            let kind = day.text(signed.kind);
            let data = match day.text(signed.data) {
                "" => builder.of(day, place, bon, kind).unwrap_or_default(),
                data => data,
            };
            hand_on(
                day, bon, signed, device, data, devices, journal, signatures, sheet,
            );
        }
    }
}

/// R57.
fn serial(day: &Day, sheet: &mut Sheet) {
    let Some(register) = day.register else { return };
    let serial = day.text(register.serial);
    if serial.contains(['/', '_']) {
        finding!(
            sheet,
            57,
            Error,
            &CASHREGISTER,
            register.row,
            "KASSE_SERIENNR „{serial}“ enthält / oder _; erwartet wird eine ohne beide",
            "KASSE_SERIENNR \"{serial}\" has / or _ in it; one without both is expected"
        );
    }
}

/// R49: which Vorgänge a TSE has to secure.
fn unsecured(day: &Day, bon: &Bon, sheet: &mut Sheet) {
    let (id, typ) = (day.text(bon.id), bon.typ.word());
    match bon.typ {
        // A reversal by a mere flag knows no TSE (R34); other Vorgänge, such as an operator who logs out, need none.
        BonTyp::AVBelegstorno | BonTyp::AVSonstige | BonTyp::Other => {}
        // Whether what was recorded elsewhere had to be secured here depends on the business.
        BonTyp::AVRechnung | BonTyp::AVTransfer => {
            finding!(
                sheet,
                49,
                Warning,
                &TRANSACTIONS,
                bon.row,
                "BON_ID „{id}“ ({typ}) hat keine Zeile in transactions_tse.csv",
                "BON_ID \"{id}\" ({typ}) has no row in transactions_tse.csv"
            );
        }
        _ => {
            finding!(
                sheet,
                49,
                Error,
                &TRANSACTIONS,
                bon.row,
                "BON_ID „{id}“ ({typ}) hat keine Zeile in transactions_tse.csv; erwartet wird eine, bei Ausfall der TSE mit TSE_TA_FEHLER",
                "BON_ID \"{id}\" ({typ}) has no row in transactions_tse.csv; one is expected, during an outage of the TSE with TSE_TA_FEHLER"
            );
        }
    }
}

/// R50, R55 and R56.
fn row(day: &Day, bon: &Bon, signed: &Signed, sheet: &mut Sheet) {
    let id = day.text(bon.id);
    if !signed.failed && !signed.complete() {
        let parts = [
            (signed.tse.is_none(), "TSE_ID"),
            (signed.number.is_none(), "TSE_TANR"),
            (signed.start.is_none(), "TSE_TA_START"),
            (signed.end.is_none(), "TSE_TA_ENDE"),
            (signed.kind.is_empty(), "TSE_TA_VORGANGSART"),
            (signed.counter.is_none(), "TSE_TA_SIGZ"),
            (signed.signature.is_empty(), "TSE_TA_SIG"),
        ];
        let missing: Vec<&str> = parts
            .iter()
            .filter(|(none, _)| *none)
            .map(|(_, name)| *name)
            .collect();
        let missing = missing.join(", ");
        finding!(
            sheet,
            50,
            Error,
            &TRANSACTIONS_TSE,
            signed.row,
            "zu BON_ID „{id}“ fehlen {missing}; erwartet werden alle Angaben der TSE oder ein TSE_TA_FEHLER",
            "BON_ID \"{id}\" lacks {missing}; everything the TSE says or a TSE_TA_FEHLER is expected"
        );
    }
    let kind = day.text(signed.kind);
    let typ = bon.typ.word();
    let expected = match bon.typ {
        BonTyp::Beleg => Some("Kassenbeleg-V1"),
        BonTyp::AVBestellung => Some("Bestellung-V1"),
        _ => None,
    };
    let listed = ["Kassenbeleg-V1", "Bestellung-V1", "SonstigerVorgang"].contains(&kind);
    match expected {
        _ if kind.is_empty() => {}
        Some(expected) if kind != expected => {
            finding!(
                sheet,
                55,
                Error,
                &TRANSACTIONS_TSE,
                signed.row,
                "TSE_TA_VORGANGSART von BON_ID „{id}“ ({typ}) ist „{kind}“, erwartet wird {expected}",
                "TSE_TA_VORGANGSART of BON_ID \"{id}\" ({typ}) is \"{kind}\", {expected} is expected"
            );
        }
        _ if !listed => {
            finding!(
                sheet,
                55,
                Error,
                &TRANSACTIONS_TSE,
                signed.row,
                "TSE_TA_VORGANGSART von BON_ID „{id}“ ist „{kind}“; erwartet wird Kassenbeleg-V1, Bestellung-V1 oder SonstigerVorgang",
                "TSE_TA_VORGANGSART of BON_ID \"{id}\" is \"{kind}\"; Kassenbeleg-V1, Bestellung-V1 or SonstigerVorgang is expected"
            );
        }
        _ => {}
    }
    for (column, register, tse) in [
        ("BON_START, TSE_TA_START", bon.start, signed.start),
        ("BON_ENDE, TSE_TA_ENDE", bon.end, signed.end),
    ] {
        let Some((register, tse)) = register.zip(tse) else {
            continue;
        };
        let apart = (register - tse).abs();
        if apart > APART {
            let seconds = apart / 1_000;
            finding!(
                sheet,
                56,
                Warning,
                &TRANSACTIONS_TSE,
                signed.row,
                "{column} von BON_ID „{id}“ liegen {seconds} Sekunden auseinander, erwartet werden höchstens 60",
                "{column} of BON_ID \"{id}\" are {seconds} seconds apart, 60 at most are expected"
            );
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn hand_on(
    day: &Day,
    bon: &Bon,
    signed: &Signed,
    place: usize,
    data: &str,
    devices: &Devices,
    journal: &mut Journal,
    signatures: &mut Signatures,
    sheet: &mut Sheet,
) {
    let Some(device) = devices.all.get(place) else {
        return;
    };
    let (Some(number), Some(counter), Some(start), Some(end)) =
        (signed.number, signed.counter, signed.start, signed.end)
    else {
        return;
    };
    let kind = day.text(signed.kind);
    let signature = day.text(signed.signature);
    let recoded;
    let data = if device.ascii && !data.is_ascii() {
        recoded = data
            .chars()
            .map(|c| if c.is_ascii() { c } else { '?' })
            .collect::<String>();
        recoded.as_str()
    } else {
        data
    };
    journal.push(
        Entry::new(device.serial, number, counter, (start, end), signed.row),
        (kind, data, signature),
    );
    // TERMINAL_ID is there only if the terminal's serial number is the client id (2.3).
    let terminal = Some(day.text(bon.terminal)).filter(|id| !id.is_empty());
    let terminal = terminal
        .and_then(|id| day.terminal(id))
        .map(|(_, serial)| day.text(serial))
        .unwrap_or_default();
    let register = day
        .register
        .map(|register| day.text(register.serial))
        .unwrap_or_default();
    signatures.push(
        devices,
        place,
        || Job {
            row: signed.row,
            id: day.text(bon.id).to_owned(),
            clients: [terminal, register].map(str::to_owned),
            kind: kind.to_owned(),
            data: data.to_owned(),
            number,
            counter,
            times: (start, end),
            signature: signature.to_owned(),
            device: place,
        },
        sheet,
    );
}
