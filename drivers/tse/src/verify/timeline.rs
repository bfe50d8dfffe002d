//! The rows of an archive in the order of their counters: gaps, repetitions, times, and which certificate
//! was valid when.

use std::io;

use super::chain::Period;
use super::findings::Findings;
use super::history::{Backwards, Row, Rows};
use super::{Kind, Level};

/// Walks once over all rows. Gives the places of members whose name is there twice.
pub(super) fn check(
    rows: &mut Rows,
    periods: &mut [Vec<Period>],
    mut backwards: Vec<Backwards>,
    findings: &mut Findings,
) -> io::Result<Vec<u64>> {
    let mut twice = Vec::new();
    let mut walk = Walk::default();
    while let Some(row) = rows.next()? {
        if walk.key != Some(row.key) {
            walk.end(findings);
            walk = Walk::begin(row, findings);
        }
        if row.sets_clock {
            for transaction in &mut backwards {
                let inside = (transaction.from..=transaction.to).contains(&row.counter);
                transaction.clock_set |= inside && transaction.key == row.key;
            }
        }
        if walk.step(row, findings) && twice.len() < MOST_TWICE {
            twice.push(row.offset);
        }
        // Messages from before the clock was set have a finding of their own.
        if row.clock_set() {
            for period in periods.get_mut(usize::from(row.key)).into_iter().flatten() {
                period.look_at(&row);
            }
        }
    }
    walk.end(findings);
    for transaction in backwards {
        if !transaction.clock_set {
            findings.push(Level::Warning, None, transaction.kind());
        }
    }
    Ok(twice)
}

/// Members of a name that was there before, which are named.
const MOST_TWICE: usize = 1000;

#[derive(Default)]
struct Walk {
    key: Option<u16>,
    /// Row before this one.
    before: Option<Row>,
    /// How often its counter was there.
    same: u64,
    /// Last row written with the clock set.
    clocked: Option<Row>,
    /// Number and first counter of rows from before it was set.
    unset: Option<(u64, u64)>,
}

impl Walk {
    fn begin(row: Row, findings: &mut Findings) -> Self {
        // The first signature may have gone into the certificate request (TR-03153-1, 9.1).
        if row.counter > 2 {
            let first = row.counter;
            findings.push(Level::Info, None, Kind::CounterBegins { first });
        }
        Self {
            key: Some(row.key),
            ..Self::default()
        }
    }

    /// Whether the row's member has the name of the one before.
    fn step(&mut self, row: Row, findings: &mut Findings) -> bool {
        let mut same_name = false;
        match self.before {
            Some(before) if before.counter == row.counter => {
                self.same += 1;
                same_name = before.name == row.name;
            }
            before => {
                self.end_counter(findings);
                self.same = 1;
                if let Some(before) = before
                    && row.counter - before.counter > 1
                {
                    let (from, to) = (before.counter + 1, row.counter - 1);
                    findings.push(Level::Warning, None, Kind::CounterGap { from, to });
                }
            }
        }
        self.before = Some(row);
        if row.clock_set() {
            self.check_time(row, findings);
            self.clocked = Some(row);
        } else {
            self.unset.get_or_insert((0, row.counter)).0 += 1;
        }
        same_name
    }

    fn check_time(&self, row: Row, findings: &mut Findings) {
        let Some(last) = self.clocked.filter(|last| row.time < last.time) else {
            return;
        };
        let (counter, before, after) = (row.counter, last.at(), row.at());
        if row.sets_clock {
            let kind = Kind::TimeSetBack {
                counter,
                before,
                after,
            };
            findings.push(Level::Info, None, kind);
        } else {
            let kind = Kind::TimeStepsBack {
                counter,
                before,
                after,
            };
            findings.push(Level::Warning, None, kind);
        }
    }

    fn end_counter(&self, findings: &mut Findings) {
        if let Some(before) = self.before.filter(|_| self.same > 1) {
            let (counter, count) = (before.counter, self.same);
            findings.push(Level::Error, None, Kind::CounterTwice { counter, count });
        }
    }

    fn end(&self, findings: &mut Findings) {
        self.end_counter(findings);
        if let Some((count, first)) = self.unset {
            findings.push(Level::Info, None, Kind::ClockNotSet { count, first });
        }
    }
}
