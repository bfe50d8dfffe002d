//! The archives of the TSEs that the register keeps, as far as an auditor wants them.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use crate::ledger::{Ledger, LedgerError};
use crate::till::local_day;
use crate::till::tse;

/// The archives of one TSE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// Its serial number, lower-case hex.
    pub serial: String,
    /// Up to which signature counter the verified archives reach; 0: there is none.
    pub reaches: u64,
    /// Signature counter of the newest receipt it signed.
    pub signed: u64,
    /// The files, oldest first, with the moment each was begun.
    pub files: Vec<(DateTime<Utc>, PathBuf)>,
}

impl Archived {
    /// Whether every signature on a receipt is in them.
    pub fn complete(&self) -> bool {
        self.reaches >= self.signed
    }

    /// Those that can hold something signed between the first and the last of these days.
    pub(super) fn covering(
        &self,
        (from, to): (NaiveDate, NaiveDate),
    ) -> impl Iterator<Item = &PathBuf> {
        let mut before: Option<NaiveDate> = None;
        self.files.iter().filter_map(move |(at, path)| {
            let (begins, ends) = (before, local_day(*at));
            before = Some(ends);
            // Each holds what was signed after the one before it was begun.
            let late = begins.is_some_and(|begins| begins > to);
            (ends >= from && !late).then_some(path)
        })
    }
}

/// The archives of every TSE this register signed with, in the order of their first use.
pub(super) fn archived(ledger: &Ledger, data: &Path) -> Result<Vec<Archived>, LedgerError> {
    let mut all = Vec::new();
    for record in ledger.tses()? {
        let (folder, reaches) = tse::archives_of(data, &record.serial);
        all.push(Archived {
            reaches,
            signed: ledger.last_counter(&record.serial)?,
            files: files(&folder),
            serial: record.serial,
        });
    }
    Ok(all)
}

fn files(folder: &Path) -> Vec<(DateTime<Utc>, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name();
            let seconds = name.to_str()?.strip_prefix("Export_Unixt_")?;
            let seconds: i64 = seconds.strip_suffix(".tar")?.parse().ok()?;
            Some((DateTime::from_timestamp(seconds, 0)?, entry.path()))
        })
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archives_of_a_period_are_those_that_can_hold_it() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let files = [3, 10, 17, 24].map(|on| {
            let at = day(on).and_hms_opt(3, 0, 0).unwrap().and_utc();
            (at, PathBuf::from(on.to_string()))
        });
        let archived = Archived {
            serial: String::new(),
            reaches: 9,
            signed: 9,
            files: files.into(),
        };
        let covering = |from, to| {
            let names = archived.covering((day(from), day(to)));
            names
                .map(|path| path.to_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(covering(12, 16), ["17"]);
        assert_eq!(covering(10, 10), ["10", "17"]);
        assert_eq!(covering(1, 30), ["3", "10", "17", "24"]);
        assert_eq!(covering(26, 30), Vec::<String>::new());
        assert!(archived.complete());
    }
}
