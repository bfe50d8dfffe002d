//! What the rows say (R14 to R57), closing by closing.
//!
//! No more than one closing's rows are held. Across closings there remain about a hundred bytes of each closing, of each
//! Vorgang that another refers to, and 48 bytes of each signed transaction ([`journal`]).

mod archive;
mod archive_words;
mod case_rules;
mod columns;
mod course;
mod day;
mod devices;
mod journal;
mod keys;
mod kind_rules;
mod line_rules;
mod links;
mod load;
mod master;
mod process;
mod process_data;
mod rates;
mod references;
mod rows;
mod signatures;
mod sums;
mod tse;
mod watched;
mod words;

use std::cell::Cell;
use std::collections::HashSet;

use super::books::Books;
use super::{Error, Options, Progress, Sheet};
use archive::Clients;
use course::Course;
use day::Day;
use devices::Devices;
use journal::Journal;
use process_data::Builder;
use references::References;
use signatures::Signatures;
use watched::Watch;

/// Adds a finding about a row: rule, severity, table, row, and its sentence in German and English.
macro_rules! finding {
    ($sheet:expr, $rule:literal, $severity:ident, $table:expr, $row:expr, $german:literal, $english:literal) => {
        $sheet.add(
            $rule,
            $crate::verify::Severity::$severity,
            || $crate::verify::Place::row($table.file, $row),
            || (format!($german), format!($english)),
        )
    };
    ($sheet:expr, $rule:literal, $severity:ident, $table:expr, $row:expr,
        $german:literal, $for_german:expr; $english:literal, $for_english:expr) => {
        $sheet.add(
            $rule,
            $crate::verify::Severity::$severity,
            || $crate::verify::Place::row($table.file, $row),
            || {
                (
                    format!($german, $for_german),
                    format!($english, $for_english),
                )
            },
        )
    };
}
use finding;

/// What was counted on the way.
pub(super) struct Found {
    pub(super) transactions: u64,
    pub(super) signatures: u64,
    pub(super) matched: Option<u64>,
}

pub(super) fn check(
    books: &mut Books,
    sheet: &mut Sheet,
    options: &Options,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Found, Error> {
    let stopped = Cell::new(false);
    let archives = archive::bytes(&options.archives);
    let stage = books.progress();
    let mut watch = Watch {
        done: stage.done,
        whole: stage.whole + archives,
        tell: progress,
        stopped: &stopped,
    };
    let keys = books.closings().to_vec();
    let known: HashSet<(String, String)> = keys
        .iter()
        .map(|key| (key.register.clone(), key.number.clone()))
        .collect();
    let mut references = References::collect(books)?;
    let mut devices = Devices::default();
    let mut journal = Journal::default();
    let mut signatures = Signatures::default();
    let mut course = Course::default();
    let mut clients = Clients::default();
    let mut builder = Builder::default();
    let mut day = Day::default();
    let mut transactions = 0;
    for (closing, key) in keys.iter().enumerate() {
        day.clear();
        load::master(books, closing, &mut day, &mut devices, sheet)?;
        load::single(books, closing, &mut day, sheet)?;
        transactions += day.bons.len() as u64;
        master::check(&day, &key.created, sheet);
        keys::check(&day, sheet);
        process::check(&day, sheet);
        let own = (key.register.clone(), key.number.clone());
        references.take(books, closing, &own, &mut day, sheet)?;
        let stock = course.take(&key.register, &key.number, &day, sheet);
        sums::check(books, closing, &day, &stock, sheet)?;
        tse::check(
            &day,
            &devices,
            &mut journal,
            &mut signatures,
            &mut builder,
            sheet,
        );
        master::clients(&day, key, &mut clients);
        let stage = books.progress();
        watch.done = stage.done;
        watch.whole = stage.whole + archives;
        if !watch.tell() {
            return Err(Error::Stopped);
        }
    }
    references.finish(&known, sheet);
    signatures.finish(&devices, sheet);
    journal.sort(&devices.serials, sheet);
    watch.done = watch.whole - archives;
    let matched = match options.archives.as_slice() {
        [] => None,
        paths => Some(archive::check(
            paths,
            &mut journal,
            &devices.serials,
            &clients,
            &mut watch,
            sheet,
        )?),
    };
    journal.counters(&devices.serials, sheet);
    Ok(Found {
        transactions,
        signatures: signatures.verified,
        matched,
    })
}
