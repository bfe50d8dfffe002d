//! The sums of businesscases.csv (R42, R43).

use std::collections::{HashMap, HashSet};

use super::columns::case as at;
use super::day::Day;
use super::finding;
use super::links::{agency, twice, vat_key};
use super::process::wrong_vat;
use super::sums::Sums;
use super::words::{CENT, GvTyp, HALF_CENT, differ, money, whole};
use crate::number::Number;
use crate::schema::{BUSINESSCASES, CASHPOINTCLOSING};
use crate::verify::books::Books;
use crate::verify::{Error, Sheet};

/// A row of businesscases.csv.
pub(super) struct Case {
    row: u64,
    typ: GvTyp,
    name: String,
    agency: u64,
    pub(super) key: u64,
    pub(super) gross: Option<Number>,
    net: Option<Number>,
    vat: Option<Number>,
}

/// Reads businesscases.csv (R15, R20).
pub(super) fn read(
    books: &mut Books,
    closing: usize,
    day: &Day,
    sheet: &mut Sheet,
) -> Result<Vec<Case>, Error> {
    let mut cases: Vec<Case> = Vec::new();
    let mut known = HashSet::new();
    let table = &BUSINESSCASES;
    books.each(closing, table, &mut |row| {
        let (typ, name) = (row.text(at::GV_TYP), row.text(at::GV_NAME));
        let agency = agency(day, table, row, at::AGENTUR_ID, sheet);
        vat_key(day, table, row, at::UST_SCHLUESSEL, sheet);
        let Some(key) = whole(row.text(at::UST_SCHLUESSEL)) else {
            return;
        };
        if !known.insert((typ.to_owned(), name.to_owned(), agency, key)) {
            let value = format!("{typ}, {name}, {agency}, {key}");
            twice(
                sheet,
                table,
                row.line,
                "GV_TYP, GV_NAME, AGENTUR_ID, UST_SCHLUESSEL",
                &value,
            );
        }
        cases.push(Case {
            row: row.line,
            typ: GvTyp::of(typ),
            name: name.to_owned(),
            agency,
            key,
            gross: row.number(at::Z_UMS_BRUTTO),
            net: row.number(at::Z_UMS_NETTO),
            vat: row.number(at::Z_UST),
        });
    })?;
    Ok(cases)
}

/// R42 and R43.
pub(super) fn check(day: &Day, sums: &Sums<'_>, cases: &[Case], sheet: &mut Sheet) {
    let of = |typ, name: &str, agency, key| {
        let sum = sums.cases.get(&(typ, name, agency, key));
        sum.copied().unwrap_or_default()
    };
    // Discounts and surcharges may be netted into the turnover of the closing (spec p. 48).
    let mut netted: HashMap<(u64, u64), Number> = HashMap::new();
    for case in cases.iter().filter(|case| case.typ.netted()) {
        *netted.entry((case.agency, case.key)).or_default() += case.gross.unwrap_or_default();
    }
    for ((typ, _, agency, key), sum) in &sums.cases {
        if typ.netted() {
            *netted.entry((*agency, *key)).or_default() += -*sum;
        }
    }
    let nets: HashSet<(u64, u64)> = sums
        .cases
        .keys()
        .filter(|(typ, ..)| matches!(typ, GvTyp::Rabatt | GvTyp::Aufschlag))
        .map(|(_, _, agency, key)| (*agency, *key))
        .collect();
    let fits_netted = |typ: GvTyp, agency: u64, key: u64| {
        let rest = netted.get(&(agency, key)).copied().unwrap_or_default();
        typ.netted() && nets.contains(&(agency, key)) && !differ(rest, Number::ZERO, HALF_CENT)
    };
    for case in cases {
        let (typ, name, agency, key) = (case.typ.word(), &case.name, case.agency, case.key);
        let Some(gross) = case.gross else { continue };
        let sum = of(case.typ, name, agency, key);
        if differ(gross, sum, HALF_CENT) && !fits_netted(case.typ, agency, key) {
            let (gross, sum) = (money(gross), money(sum));
            finding!(
                sheet,
                42,
                Error,
                &BUSINESSCASES,
                case.row,
                "Z_UMS_BRUTTO von {typ} „{name}“, Agentur {agency}, Schlüssel {key}, ist {gross}; die Zeilen der Belege ergeben {sum}",
                "Z_UMS_BRUTTO of {typ} \"{name}\", agency {agency}, key {key}, is {gross}; the lines of the Belege come to {sum}"
            );
        }
        let (Some(net), Some(vat)) = (case.net, case.vat) else {
            continue;
        };
        if differ(gross, net + vat, HALF_CENT) {
            let (gross, sum) = (money(gross), money(net + vat));
            finding!(
                sheet,
                43,
                Error,
                &BUSINESSCASES,
                case.row,
                "Z_UMS_BRUTTO von {typ} „{name}“, Schlüssel {key}, ist {gross}; Z_UMS_NETTO und Z_UST ergeben {sum}",
                "Z_UMS_BRUTTO of {typ} \"{name}\", key {key}, is {gross}; Z_UMS_NETTO and Z_UST come to {sum}"
            );
            continue;
        }
        // VAT of the sum or sum of the receipts' VAT: a cent per receipt lies between.
        let tolerance = CENT * i128::from(sums.receipts.max(1));
        let method = (sums.by_gross, sums.by_net);
        let percent = day.percent(key);
        if let Some(expected) =
            percent.and_then(|percent| wrong_vat(key, percent, gross, net, vat, method, tolerance))
        {
            let (vat, expected) = (money(vat), money(expected));
            finding!(
                sheet,
                43,
                Error,
                &BUSINESSCASES,
                case.row,
                "Z_UST von {typ} „{name}“, Schlüssel {key}, ist {vat}; erwartet werden etwa {expected}",
                "Z_UST of {typ} \"{name}\", key {key}, is {vat}; about {expected} are expected"
            );
        }
    }
    let Some(closing) = day.closing else { return };
    let there: HashSet<(GvTyp, &str, u64, u64)> = cases
        .iter()
        .map(|case| (case.typ, case.name.as_str(), case.agency, case.key))
        .collect();
    let mut lacking: Vec<_> = sums
        .cases
        .iter()
        .filter(|((typ, name, agency, key), sum)| {
            **sum != Number::ZERO
                && !there.contains(&(*typ, *name, *agency, *key))
                && !fits_netted(*typ, *agency, *key)
        })
        .map(|((typ, name, agency, key), sum)| (typ.word(), *name, *agency, *key, *sum))
        .collect();
    lacking.sort_unstable();
    for (typ, name, agency, key, sum) in lacking {
        let sum = money(sum);
        finding!(
            sheet,
            42,
            Error,
            &CASHPOINTCLOSING,
            closing.row,
            "businesscases.csv hat keine Zeile für {typ} „{name}“, Agentur {agency}, Schlüssel {key}; die Zeilen der Belege ergeben {sum}",
            "businesscases.csv has no row for {typ} \"{name}\", agency {agency}, key {key}; the lines of the Belege come to {sum}"
        );
    }
}
