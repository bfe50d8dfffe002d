//! References between Vorgänge (R19, R22, R23, R37). Only what is referred to is remembered across closings.

use std::collections::HashMap;

use super::columns::{BON_ID, reference as at};
use super::day::{Amount, Day, NO_LINE};
use super::finding;
use super::links::{line_of, owner};
use super::rates::current;
use super::words::{GvTyp, money};
use crate::number::Number;
use crate::schema::{LINES, REFERENCES, TRANSACTIONS};
use crate::verify::books::{Books, Row};
use crate::verify::{Error, Sheet};

/// A Vorgang somebody refers to.
#[derive(Debug, Clone, Copy, Default)]
struct Target {
    found: bool,
    counts: bool,
    end: Option<i64>,
    amounts: Amounts,
}

/// A total and what it is made of: a sum of amounts each times a number of its VAT key, so that a reversal has the
/// negative of it. A historical key counts as the current one it replaces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Amounts {
    gross: Number,
    mixed: i128,
}

impl Amounts {
    fn of(day: &Day, bon: usize) -> Amounts {
        let mix = |amount: &Amount| {
            let weight = current(amount.key).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 8;
            amount.whole().0.wrapping_mul(i128::from(weight))
        };
        let vats = day.bon_vats.of(bon).iter();
        Amounts {
            gross: day
                .bons
                .get(bon)
                .and_then(|bon| bon.gross)
                .unwrap_or_default(),
            mixed: vats.map(mix).fold(0, i128::wrapping_add),
        }
    }

    fn reverses(self, other: Amounts) -> bool {
        self.gross == -other.gross && self.mixed == other.mixed.wrapping_neg()
    }
}

/// A row with REF_TYP Transaktion.
#[derive(Debug)]
struct Pending {
    row: u64,
    target: u32,
    end: Option<i64>,
    itself: bool,
    /// A reversal: its row in transactions.csv and what it came to.
    reversal: Option<(u64, Amounts)>,
}

/// All references of a package.
#[derive(Debug, Default)]
pub(super) struct References {
    /// By register and Z_NR, then by BON_ID.
    wanted: HashMap<(String, String), HashMap<String, u32>>,
    targets: Vec<Target>,
    pending: Vec<Pending>,
}

impl References {
    /// Reads what is referred to anywhere.
    pub(super) fn collect(books: &mut Books) -> Result<References, Error> {
        let mut all = References::default();
        for closing in 0..books.closings().len() {
            books.each(closing, &REFERENCES, &mut |row| {
                if let Some([register, number, id]) = target(row) {
                    let closing = (register.to_owned(), number.to_owned());
                    let next = u32::try_from(all.targets.len()).unwrap_or(u32::MAX);
                    let ids = all.wanted.entry(closing).or_default();
                    if !ids.contains_key(id) {
                        ids.insert(id.to_owned(), next);
                        all.targets.push(Target::default());
                    }
                }
            })?;
        }
        Ok(all)
    }

    /// Looks at the references of a closing and remembers what others refer to in it.
    pub(super) fn take(
        &mut self,
        books: &mut Books,
        closing: usize,
        key: &(String, String),
        day: &mut Day,
        sheet: &mut Sheet,
    ) -> Result<(), Error> {
        if let Some(ids) = self.wanted.get(key) {
            for (id, place) in ids {
                let Some(bon) = day.bon(id) else { continue };
                let target = Target {
                    found: true,
                    counts: day.bons.get(bon as usize).is_some_and(|bon| bon.counts()),
                    end: day.bons.get(bon as usize).and_then(|bon| bon.end),
                    amounts: Amounts::of(day, bon as usize),
                };
                if let Some(kept) = self.targets.get_mut(*place as usize) {
                    *kept = target;
                }
            }
        }
        // Vorgang and line of every reference; the line is missing where the head refers.
        let mut places: Vec<(u32, u32)> = Vec::new();
        let mut inside: Vec<u32> = Vec::new();
        books.each(closing, &REFERENCES, &mut |row| {
            let Some((bon, _)) = owner(day, &REFERENCES, row, sheet) else { return };
            let line = match row.text(at::POS_ZEILE) {
                "" => Some(NO_LINE),
                _ => line_of(day, bon, &REFERENCES, row, sheet),
            };
            places.extend(line.map(|line| (bon, line)));
            if row.text(at::REF_TYP) != "Transaktion" {
                external(row, sheet);
                return;
            }
            inside.push(bon);
            let Some([register, number, id]) = target(row) else {
                let missing = [
                    (at::REF_DATUM, "REF_DATUM"),
                    (at::REF_Z_KASSE_ID, "REF_Z_KASSE_ID"),
                    (at::REF_Z_NR, "REF_Z_NR"),
                    (at::REF_BON_ID, "REF_BON_ID"),
                ];
                let missing: Vec<&str> =
                    missing.iter().filter(|(at, _)| row.text(*at).is_empty()).map(|(_, name)| *name).collect();
                let missing = missing.join(", ");
                finding!(sheet, 22, Error, &REFERENCES, row.line,
                    "REF_TYP Transaktion braucht REF_DATUM, REF_Z_KASSE_ID, REF_Z_NR und REF_BON_ID; leer: {missing}",
                    "REF_TYP Transaktion needs REF_DATUM, REF_Z_KASSE_ID, REF_Z_NR and REF_BON_ID; empty: {missing}");
                return;
            };
            let other = (register.to_owned(), number.to_owned());
            let place = self.wanted.get(&other).and_then(|ids| ids.get(id));
            let source = day.bons.get(bon as usize);
            if let (Some(place), Some(source)) = (place, source) {
                self.pending.push(Pending {
                    row: row.line,
                    target: *place,
                    end: source.end,
                    itself: other == *key && id == row.text(BON_ID),
                    reversal: source.reversal.then(|| (source.row, Amounts::of(day, bon as usize))),
                });
            }
        })?;
        places.sort_unstable();
        inside.sort_unstable();
        needed(day, &places, &inside, sheet);
        Ok(())
    }

    /// Judges what crosses closings, when all are read. `known`: register and Z_NR of every closing.
    pub(super) fn finish(
        &self,
        known: &std::collections::HashSet<(String, String)>,
        sheet: &mut Sheet,
    ) {
        let mut names: Vec<(&str, &str, &str, bool)> =
            vec![("", "", "", false); self.targets.len()];
        for (closing, ids) in &self.wanted {
            let there = known.contains(closing);
            for (id, place) in ids {
                if let Some(name) = names.get_mut(*place as usize) {
                    *name = (&closing.0, &closing.1, id, there);
                }
            }
        }
        // Row of the reversal, and whether one of its references fits.
        let mut reversals: HashMap<u64, (bool, &Pending)> = HashMap::new();
        for pending in &self.pending {
            let place = pending.target as usize;
            let (Some(target), Some((register, number, id, there))) =
                (self.targets.get(place), names.get(place).copied())
            else {
                continue;
            };
            if !there {
                finding!(
                    sheet,
                    22,
                    Note,
                    &REFERENCES,
                    pending.row,
                    "verweist auf BON_ID „{id}“ in Abschluss {number} der Kasse „{register}“, der nicht in der Lieferung ist",
                    "refers to BON_ID \"{id}\" in closing {number} of register \"{register}\", which is not in the package"
                );
            } else if !target.found {
                finding!(
                    sheet,
                    22,
                    Error,
                    &REFERENCES,
                    pending.row,
                    "verweist auf BON_ID „{id}“ in Abschluss {number} der Kasse „{register}“; den Vorgang gibt es dort nicht",
                    "refers to BON_ID \"{id}\" in closing {number} of register \"{register}\"; there is no such Vorgang"
                );
            } else if pending.itself {
                finding!(
                    sheet,
                    22,
                    Error,
                    &REFERENCES,
                    pending.row,
                    "BON_ID „{id}“ verweist auf sich selbst; erwartet wird ein älterer Vorgang",
                    "BON_ID \"{id}\" refers to itself; an older Vorgang is expected"
                );
            } else if target
                .end
                .zip(pending.end)
                .is_some_and(|(target, source)| target > source)
            {
                finding!(
                    sheet,
                    22,
                    Error,
                    &REFERENCES,
                    pending.row,
                    "verweist auf BON_ID „{id}“ in Abschluss {number}; erwartet wird ein älterer Vorgang, dieser endet später",
                    "refers to BON_ID \"{id}\" in closing {number}; an older Vorgang is expected, this one ends later"
                );
            }
            if let Some((row, amounts)) = pending.reversal {
                let fits = !target.found || target.counts && amounts.reverses(target.amounts);
                let entry = reversals.entry(row).or_insert((false, pending));
                entry.0 |= fits;
            }
        }
        let mut wrong: Vec<_> = reversals
            .into_iter()
            .filter(|(_, (fits, _))| !fits)
            .collect();
        wrong.sort_unstable_by_key(|(row, _)| *row);
        for (row, (_, pending)) in wrong {
            let place = pending.target as usize;
            let (Some(target), Some((_, _, id, _))) = (self.targets.get(place), names.get(place))
            else {
                continue;
            };
            if !target.counts {
                finding!(
                    sheet,
                    37,
                    Error,
                    &TRANSACTIONS,
                    row,
                    "BON_STORNO 1: der Vorgang, auf den verwiesen wird (BON_ID „{id}“), ist kein Beleg",
                    "BON_STORNO 1: the Vorgang that is referred to (BON_ID \"{id}\") is no Beleg"
                );
                continue;
            }
            let own = pending
                .reversal
                .map_or(Number::ZERO, |(_, amounts)| amounts.gross);
            let (own, other) = (money(own), money(target.amounts.gross));
            finding!(
                sheet,
                37,
                Error,
                &TRANSACTIONS,
                row,
                "BON_STORNO 1: {own} hebt BON_ID „{id}“ über {other} nicht auf; erwartet werden dieselben Beträge je Schlüssel mit umgekehrtem Vorzeichen",
                "BON_STORNO 1: {own} does not undo BON_ID \"{id}\" of {other}; the same amounts per key with the opposite sign are expected"
            );
        }
    }
}

/// Register, Z_NR and BON_ID of a complete reference inside DSFinV-K.
fn target<'a>(row: &Row<'a>) -> Option<[&'a str; 3]> {
    let target = [
        row.text(at::REF_Z_KASSE_ID),
        row.text(at::REF_Z_NR),
        row.text(at::REF_BON_ID),
    ];
    let whole = row.text(at::REF_TYP) == "Transaktion"
        && !row.text(at::REF_DATUM).is_empty()
        && target.iter().all(|part| !part.is_empty());
    whole.then_some(target)
}

/// R23, and R22 for ExterneSonstige.
fn external(row: &Row<'_>, sheet: &mut Sheet) {
    let typ = row.text(at::REF_TYP);
    if typ == "ExterneSonstige" && row.text(at::REF_NAME).is_empty() {
        finding!(
            sheet,
            22,
            Error,
            &REFERENCES,
            row.line,
            "REF_TYP ExterneSonstige braucht einen REF_NAME, er ist leer",
            "REF_TYP ExterneSonstige needs a REF_NAME, it is empty"
        );
    }
    if row.text(at::REF_BON_ID).is_empty() {
        finding!(
            sheet,
            23,
            Error,
            &REFERENCES,
            row.line,
            "REF_TYP {typ} braucht eine REF_BON_ID, sie ist leer",
            "REF_TYP {typ} needs a REF_BON_ID, it is empty"
        );
    }
    for (place, column) in [
        (at::REF_DATUM, "REF_DATUM"),
        (at::REF_Z_KASSE_ID, "REF_Z_KASSE_ID"),
        (at::REF_Z_NR, "REF_Z_NR"),
    ] {
        let found = row.text(place);
        if !found.is_empty() {
            finding!(
                sheet,
                23,
                Error,
                &REFERENCES,
                row.line,
                "{column} ist bei REF_TYP {typ} leer erwartet, gefunden „{found}“",
                "{column} is expected empty with REF_TYP {typ}, \"{found}\" found"
            );
        }
    }
}

/// R37: lines and reversals that need a reference.
fn needed(day: &Day, places: &[(u32, u32)], inside: &[u32], sheet: &mut Sheet) {
    for (at, line) in day.lines.all().iter().enumerate() {
        let settles = matches!(
            line.typ,
            GvTyp::Forderungsaufloesung | GvTyp::Anzahlungsaufloesung
        );
        // Who trains or breaks off settles nothing.
        if !settles
            || !day
                .bons
                .get(line.bon as usize)
                .is_some_and(super::day::Bon::counts)
        {
            continue;
        }
        let has = |line_place: u32| places.binary_search(&(line.bon, line_place)).is_ok();
        if !has(NO_LINE) && !has(at as u32) {
            let (id, place, typ) = (
                day.id(line.bon as usize),
                day.text(line.place),
                line.typ.word(),
            );
            finding!(
                sheet,
                37,
                Error,
                &LINES,
                line.row,
                "{typ} in BON_ID „{id}“, POS_ZEILE {place}, hat keine Zeile in references.csv",
                "{typ} in BON_ID \"{id}\", POS_ZEILE {place}, has no row in references.csv"
            );
        }
    }
    for (at, bon) in day.bons.iter().enumerate() {
        if bon.reversal && inside.binary_search(&(at as u32)).is_err() {
            let id = day.text(bon.id);
            finding!(
                sheet,
                37,
                Error,
                &TRANSACTIONS,
                bon.row,
                "BON_ID „{id}“ hat BON_STORNO 1, aber keinen Verweis mit REF_TYP Transaktion auf den stornierten Beleg",
                "BON_ID \"{id}\" has BON_STORNO 1 but no reference with REF_TYP Transaktion to the reversed Beleg"
            );
        }
    }
}
