//! The first pass: every file once, then the closings as a whole (R11 to R13).

use std::path::Path;

use super::super::{Error, Place, Progress, Sheet};
use super::filing::{Closing, MASTERS, MOST_CLOSINGS, Register};
use super::source::Source;
use super::table::{self, Stop};
use super::{Books, Shelf, declared};
use crate::index;

pub(super) fn first(
    path: &Path,
    source: &Source,
    sheet: &mut Sheet,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Books, Error> {
    let description = declared::description(source, sheet)?;
    let plans = declared::plans(source, description.as_ref(), sheet);
    if plans.is_empty() && source.find(index::FILE).is_none() {
        return Err(Error::NoPackage {
            path: path.to_owned(),
        });
    }
    let bytes: u64 = plans.iter().map(|plan| plan.found.size).sum();
    let whole = source.unpacked + 2 * bytes;
    let mut before = source.unpacked;
    let mut register = Register::default();
    let mut shelves = Vec::new();
    for plan in &plans {
        let failed = |error| Error::Io {
            path: plan.found.path.clone(),
            source: error,
        };
        let file = plan.found.open().map_err(failed)?;
        let mut told = |done: u64| {
            let done = before + done.min(plan.found.size);
            progress(Progress { done, whole })
        };
        if !told(0) {
            return Err(Error::Stopped);
        }
        match table::read(plan, file, &mut register, sheet, &mut told).map_err(failed)? {
            Ok(read) => shelves.extend(read),
            Err(Stop) => return Err(Error::Stopped),
        }
        before += plan.found.size;
    }
    let mut closings: Vec<(usize, Closing)> = register.closings.into_iter().enumerate().collect();
    closings.sort_by(|a, b| a.1.key.cmp(&b.1.key));
    let mut numbers = vec![0; closings.len()];
    for (number, (place, _)) in closings.iter().enumerate() {
        if let Some(to) = numbers.get_mut(*place) {
            *to = number as u32;
        }
    }
    let closings: Vec<_> = closings.into_iter().map(|(_, closing)| closing).collect();
    check(&closings, register.too_many, sheet);
    let shelves = shelves.into_iter().map(|(shelf, runs)| Shelf {
        runs: runs.sorted(&numbers),
        ..shelf
    });
    Ok(Books {
        shelves: shelves.collect(),
        closings: closings.into_iter().map(|closing| closing.key).collect(),
        before,
        bytes,
        visited: 0,
    })
}

/// R11 to R13; the closings stand by register and moment of creation.
fn check(closings: &[Closing], too_many: bool, sheet: &mut Sheet) {
    if too_many {
        sheet.error(13, Place::package, || {
            (
                format!("mehr als {MOST_CLOSINGS} Abschlüsse; die weiteren sind nicht geprüft"),
                format!("more than {MOST_CLOSINGS} closings; the further ones are not checked"),
            )
        });
    }
    let name = |closing: &Closing| {
        let key = &closing.key;
        let show = super::fields::short;
        let parts = [&key.number, &key.register, &key.created].map(|part| show(part));
        let [number, register, created] = parts;
        (
            format!("Abschluss {number} der Kasse {register} vom {created}"),
            format!("closing {number} of register {register} of {created}"),
        )
    };
    for closing in closings {
        let (file, row) = closing.seen;
        let place = || Place::row(file, row);
        if closing
            .masters
            .first()
            .is_none_or(|master| master.rows == 0)
        {
            sheet.error(13, place, || {
                let (german, english) = name(closing);
                (
                    format!("{german} steht nicht in cashpointclosing.csv"),
                    format!("{english} is not in cashpointclosing.csv"),
                )
            });
            continue;
        }
        for (master, file) in closing.masters.iter().zip(MASTERS) {
            let wrong = match file {
                "vat.csv" => master.rows == 0,
                _ => master.rows != 1,
            };
            if !wrong {
                continue;
            }
            let (rows, row) = (master.rows, master.last);
            let place = || match rows {
                0 => Place::file(file),
                _ => Place::row(file, row),
            };
            sheet.error(12, place, || {
                let (german, english) = name(closing);
                match rows {
                    0 => (
                        format!("{german} hat hier keine Zeile"),
                        format!("{english} has no row here"),
                    ),
                    _ => (
                        format!("{german} hat hier {rows} Zeilen statt einer"),
                        format!("{english} has {rows} rows here instead of one"),
                    ),
                }
            });
        }
    }
    // The same number, other moments.
    let mut same: Vec<&Closing> = closings.iter().collect();
    same.sort_by_key(|closing| {
        (
            &closing.key.register,
            &closing.key.number,
            closing.seen_at(),
        )
    });
    for pair in same.windows(2) {
        let [one, other] = pair else { continue };
        if one.key.register != other.key.register || one.key.number != other.key.number {
            continue;
        }
        let (file, row) = other.seen;
        sheet.error(11, || Place::row(file, row), || {
            let (number, register) = (&one.key.number, &one.key.register);
            let (is, was) = (&other.key.created, &one.key.created);
            (
                format!("Z_ERSTELLUNG des Abschlusses {number} der Kasse {register} ist hier „{is}“, zuvor „{was}“"),
                format!("Z_ERSTELLUNG of closing {number} of register {register} is \"{is}\" here, \"{was}\" before"),
            )
        });
    }
}
