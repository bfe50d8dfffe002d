//! The transactions of every TSE in the package, in order (R52). What is kept of one are 48 bytes.

use std::hash::{BuildHasher, RandomState};

use super::finding;
use crate::schema::TRANSACTIONS_TSE;
use crate::verify::{Place, Severity, Sheet};

/// A finished transaction of the package.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) number: u64,
    pub(super) counter: u64,
    /// Milliseconds since 1970.
    pub(super) start: i64,
    pub(super) end: i64,
    /// Hash of processType, processData and signature.
    pub(super) digest: u64,
    row: u32,
    serial: u16,
    /// Whether an archive has it.
    pub(super) seen: bool,
}

const _: () = assert!(size_of::<Entry>() == 48);

impl Entry {
    pub(super) fn new(
        serial: usize,
        number: u64,
        counter: u64,
        (start, end): (i64, i64),
        row: u64,
    ) -> Entry {
        Entry {
            number,
            counter,
            start,
            end,
            digest: 0,
            row: u32::try_from(row).unwrap_or(u32::MAX),
            serial: u16::try_from(serial).unwrap_or(u16::MAX),
            seen: false,
        }
    }

    pub(super) fn row(&self) -> u64 {
        u64::from(self.row)
    }

    pub(super) fn serial(&self) -> usize {
        usize::from(self.serial)
    }

    fn by_number(&self) -> (u16, u64, u32) {
        (self.serial, self.number, self.row)
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Journal {
    hash: RandomState,
    entries: Vec<Entry>,
}

impl Journal {
    /// Takes a transaction with its processType, processData and signature (base64).
    pub(super) fn push(&mut self, entry: Entry, (kind, data, signature): (&str, &str, &str)) {
        // What is no base64 matches no archive.
        let digest = self.digest(kind.as_bytes(), data.as_bytes(), signature);
        self.entries.push(Entry { digest, ..entry });
    }

    pub(super) fn digest(&self, kind: &[u8], data: &[u8], signature: &str) -> u64 {
        self.hash
            .hash_one((kind, data, signature.trim_end_matches('=')))
    }

    /// Puts them in order of TSE and transaction number, and looks at that order.
    pub(super) fn sort(&mut self, serials: &[String], sheet: &mut Sheet) {
        if !self.entries.is_sorted_by_key(Entry::by_number) {
            self.entries.sort_unstable_by_key(Entry::by_number);
        }
        for entries in self.entries.chunk_by(|one, next| one.serial == next.serial) {
            let serial = entries
                .first()
                .and_then(|entry| serials.get(entry.serial()))
                .map_or("", String::as_str);
            let mut missing = 0;
            for pair in entries.windows(2) {
                let [before, next] = pair else { continue };
                let (number, row) = (next.number, next.row());
                if number == before.number {
                    let other = before.row();
                    finding!(
                        sheet,
                        52,
                        Error,
                        &TRANSACTIONS_TSE,
                        row,
                        "TSE_TANR {number} der TSE {serial} kommt ein zweites Mal vor, zuerst in Zeile {other}",
                        "TSE_TANR {number} of TSE {serial} occurs a second time, first in row {other}"
                    );
                    continue;
                }
                missing += number - before.number - 1;
                if next.start < before.start {
                    let (start, earlier, other) =
                        (time(next.start), time(before.start), before.number);
                    finding!(
                        sheet,
                        52,
                        Error,
                        &TRANSACTIONS_TSE,
                        row,
                        "TSE_TA_START von Transaktion {number} ist {start}; erwartet wird nicht vor {earlier}, dem Beginn von Transaktion {other}",
                        "TSE_TA_START of transaction {number} is {start}; not before {earlier} is expected, when transaction {other} began"
                    );
                }
            }
            if missing > 0 {
                let place = || Place::file(TRANSACTIONS_TSE.file);
                sheet.add(52, Severity::Note, place, || {
                    (
                        format!("Nummern, die zwischen den Transaktionen der TSE {serial} fehlen, etwa von anderen Kassen an derselben TSE: {missing}"),
                        format!("numbers missing between the transactions of TSE {serial}, of other registers of the same TSE perhaps: {missing}"),
                    )
                });
            }
        }
    }

    /// The transactions of a TSE with this number; they are in order.
    pub(super) fn find(&mut self, serial: usize, number: u64) -> &mut [Entry] {
        let key = (u16::try_from(serial).unwrap_or(u16::MAX), number);
        let of = |entry: &Entry| (entry.serial, entry.number);
        let from = self.entries.partition_point(|entry| of(entry) < key);
        let rest = self.entries.get_mut(from..).unwrap_or_default();
        let count = rest.iter().take_while(|entry| of(entry) == key).count();
        rest.get_mut(..count).unwrap_or_default()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Looks at the signature counters; afterwards nothing can be found by number any more.
    pub(super) fn counters(&mut self, serials: &[String], sheet: &mut Sheet) {
        let by_counter = |entry: &Entry| (entry.serial, entry.counter, entry.row);
        if !self.entries.is_sorted_by_key(by_counter) {
            self.entries.sort_unstable_by_key(by_counter);
        }
        for entries in self.entries.chunk_by(|one, next| one.serial == next.serial) {
            let serial = entries
                .first()
                .and_then(|entry| serials.get(entry.serial()))
                .map_or("", String::as_str);
            for pair in entries.windows(2) {
                let [before, next] = pair else { continue };
                let (counter, row) = (next.counter, next.row());
                if counter == before.counter {
                    let other = before.row();
                    finding!(
                        sheet,
                        52,
                        Error,
                        &TRANSACTIONS_TSE,
                        row,
                        "TSE_TA_SIGZ {counter} der TSE {serial} kommt ein zweites Mal vor, zuerst in Zeile {other}",
                        "TSE_TA_SIGZ {counter} of TSE {serial} occurs a second time, first in row {other}"
                    );
                } else if next.end < before.end {
                    let (end, earlier, other) = (time(next.end), time(before.end), before.counter);
                    finding!(
                        sheet,
                        52,
                        Error,
                        &TRANSACTIONS_TSE,
                        row,
                        "TSE_TA_ENDE zu TSE_TA_SIGZ {counter} ist {end}; erwartet wird nicht vor {earlier}, der Zeit zu {other}",
                        "TSE_TA_ENDE of TSE_TA_SIGZ {counter} is {end}; not before {earlier} is expected, the time of {other}"
                    );
                }
            }
        }
    }
}

/// A moment for a sentence.
pub(super) fn time(millis: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(millis);
    at.map_or_else(
        || millis.to_string(),
        |at| at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    )
}
