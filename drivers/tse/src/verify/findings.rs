//! Collecting findings, so many of each kind that a person could read them: an archive of millions of
//! forged messages must not fill the memory with their names.

use std::mem::{Discriminant, discriminant};

use super::{Finding, Kind, Level};

/// Findings of one kind and level that are kept; of the rest there is only the number.
const MOST: u64 = 1000;

#[derive(Debug, Default)]
pub(super) struct Findings {
    kept: Vec<Finding>,
    counts: Vec<(Level, Discriminant<Kind>, u64)>,
}

impl Findings {
    pub fn push(&mut self, level: Level, member: Option<&str>, kind: Kind) {
        let which = (level, discriminant(&kind));
        let place = self
            .counts
            .iter()
            .position(|seen| (seen.0, seen.1) == which);
        let place = place.unwrap_or_else(|| {
            self.counts.push((which.0, which.1, 0));
            self.counts.len() - 1
        });
        if let Some((.., count)) = self.counts.get_mut(place) {
            *count += 1;
            if *count <= MOST {
                self.kept.push(Finding::new(level, member, kind));
            }
        }
    }

    /// All of them, the heaviest first and otherwise in their order.
    pub fn finish(mut self) -> Vec<Finding> {
        for (level, which, count) in self.counts {
            let Some(count) = count.checked_sub(MOST).filter(|more| *more > 0) else {
                continue;
            };
            let same = self
                .kept
                .iter()
                .find(|kept| kept.level == level && discriminant(&kept.kind) == which);
            let of = same.map_or_else(String::new, |same| same.kind.name());
            let kind = Kind::More { of, count };
            self.kept.push(Finding::new(level, None, kind));
        }
        self.kept
            .sort_by_key(|finding| std::cmp::Reverse(finding.level));
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_to_read_is_counted() {
        let mut findings = Findings::default();
        for counter in 0..1_500 {
            let kind = Kind::CounterTwice { counter, count: 2 };
            findings.push(Level::Error, None, kind);
        }
        findings.push(Level::Warning, Some("a"), Kind::NoInfoCsv);
        let findings = findings.finish();
        assert_eq!(findings.len(), 1_002);
        let of = "counter-twice".to_owned();
        assert_eq!(findings[1_000].kind, Kind::More { of, count: 500 });
        assert_eq!(findings[1_000].level, Level::Error);
    }
}
