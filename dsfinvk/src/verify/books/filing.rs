//! Which rows belong to which closing.

use std::collections::HashMap;

use super::Key;
use crate::schema::V2_4;

/// Rows of one closing further apart than this are two runs.
const GAP: u64 = 4096;

/// More closings than any package has: fifty registers, one a day, ten years.
pub(super) const MOST_CLOSINGS: usize = 200_000;

/// A part of a file that holds rows of a closing, with those of others between them if it is mixed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) closing: u32,
    pub(super) mixed: bool,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) line: u64,
}

/// A closing as it turned up.
#[derive(Debug)]
pub(super) struct Closing {
    pub(super) key: Key,
    /// File and row it was first seen in.
    pub(super) seen: (&'static str, u64),
    /// Rows in the files of [`MASTERS`].
    pub(super) masters: [Master; 4],
}

/// Files that have rows for every closing.
pub(super) const MASTERS: [&str; 4] = [
    "cashpointclosing.csv",
    "location.csv",
    "cashregister.csv",
    "vat.csv",
];

/// Rows of a closing in one of [`MASTERS`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Master {
    pub(super) rows: u64,
    /// The last one.
    pub(super) last: u64,
}

impl Closing {
    /// Place in the order in which closings turned up: the tables of the format have theirs.
    pub(super) fn seen_at(&self) -> (usize, u64) {
        let (file, row) = self.seen;
        let place = V2_4.tables.iter().position(|table| table.file == file);
        (place.unwrap_or(usize::MAX), row)
    }
}

/// Gives closings their numbers, in the order they turn up.
#[derive(Debug, Default)]
pub(super) struct Register {
    by_key: HashMap<String, u32>,
    pub(super) closings: Vec<Closing>,
    joined: String,
    /// Closings beyond the limit turned up.
    pub(super) too_many: bool,
}

impl Register {
    /// The number of a closing; `None` if there are too many.
    pub(super) fn number(&mut self, key: [&str; 3], seen: (&'static str, u64)) -> Option<u32> {
        self.joined.clear();
        for part in key {
            self.joined.push_str(part);
            self.joined.push('\n');
        }
        if let Some(number) = self.by_key.get(&self.joined) {
            return Some(*number);
        }
        if self.closings.len() >= MOST_CLOSINGS {
            self.too_many = true;
            return None;
        }
        let number = self.closings.len() as u32;
        self.by_key.insert(self.joined.clone(), number);
        let [register, created, z_nr] = key.map(str::to_owned);
        self.closings.push(Closing {
            key: Key {
                register,
                created,
                number: z_nr,
            },
            seen,
            masters: Default::default(),
        });
        Some(number)
    }

    /// Counts a row of one of [`MASTERS`].
    pub(super) fn count(&mut self, closing: u32, master: usize, row: u64) {
        let closing = self.closings.get_mut(closing as usize);
        if let Some(master) = closing.and_then(|closing| closing.masters.get_mut(master)) {
            master.rows += 1;
            master.last = row;
        }
    }
}

/// The runs of one file.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// Latest run of each closing.
    latest: Vec<u32>,
}

impl Runs {
    /// Files a row.
    pub(super) fn add(&mut self, closing: u32, start: u64, length: u64, line: u64) {
        let place = closing as usize;
        if self.latest.len() <= place {
            self.latest.resize(place + 1, u32::MAX);
        }
        let end = start + length;
        let latest = self.latest.get_mut(place);
        if let Some(latest) = latest {
            match self.runs.get_mut(*latest as usize) {
                Some(run) if start - run.end <= GAP => {
                    run.mixed |= run.end != start;
                    run.end = end;
                }
                _ => {
                    *latest = self.runs.len() as u32;
                    self.runs.push(Run {
                        closing,
                        mixed: false,
                        start,
                        end,
                        line,
                    });
                }
            }
        }
    }

    /// The runs by closing, each closing having got a new number.
    pub(super) fn sorted(mut self, numbers: &[u32]) -> Vec<Run> {
        for run in &mut self.runs {
            if let Some(number) = numbers.get(run.closing as usize) {
                run.closing = *number;
            }
        }
        self.runs
            .sort_unstable_by_key(|run| (run.closing, run.start));
        self.runs
    }
}
