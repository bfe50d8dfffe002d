//! Numbers of forms: `1001-1050,1060`, with letters before and leading zeros where the printer put them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Most digits of a number.
const DIGITS: usize = 15;
/// Most numbers in one entry: more is a slip of the finger.
const MOST: u64 = 1_000_000;

/// A set of form numbers. A number is its letters and its value: `0017` and `17` are the same form, printed with
/// the zeros that were seen first on any number of these letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    /// By the letters before the digits; never an empty series.
    series: BTreeMap<String, Series>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Series {
    /// Digits to fill up to with zeros; 0: none.
    width: usize,
    /// First and last of each run: sorted, apart from each other by at least one number.
    runs: Vec<(u64, u64)>,
}

/// Why a text is no set of numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumbersError {
    /// Nothing there.
    #[error("no number is given; expected is e.g. 1001-1050,1060")]
    Empty,
    /// Not a number or range.
    #[error("{0:?} is no number and no range; expected is e.g. 1001-1050,1060")]
    Shape(String),
    /// From and to the wrong way round, or of different series.
    #[error("{0:?} goes backwards; expected is from-to")]
    Backwards(String),
    /// Given twice.
    #[error("{0} is given twice")]
    Twice(String),
    /// Too many at once.
    #[error("more than {MOST} numbers at once")]
    TooMany,
}

impl Numbers {
    /// No number at all.
    pub fn new() -> Numbers {
        Numbers::default()
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        let runs = self.series.values().flat_map(|series| &series.runs);
        runs.map(|(first, last)| last - first + 1).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// First and last of each run, in order, as printed.
    pub fn ranges(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.series.iter().flat_map(|(prefix, series)| {
            let print = move |number| series.print(prefix, number);
            let runs = series.runs.iter();
            runs.map(move |(first, last)| (print(*first), print(*last)))
        })
    }

    /// The lowest number as printed.
    pub fn first(&self) -> Option<String> {
        self.ranges().next().map(|(first, _)| first)
    }

    /// Whether every number of `other` is in here.
    pub fn contains(&self, other: &Numbers) -> bool {
        other.minus(self).is_empty()
    }

    /// These and those.
    pub fn plus(&self, other: &Numbers) -> Numbers {
        self.merged(other, join)
    }

    /// These without those.
    pub fn minus(&self, other: &Numbers) -> Numbers {
        self.merged(other, subtract)
    }

    /// Those that are in both.
    pub fn common(&self, other: &Numbers) -> Numbers {
        self.merged(other, |a, b| subtract(a, &subtract(a, b)))
    }

    /// The lowest `count`, or all when there are fewer.
    pub fn lowest(&self, count: u64) -> Numbers {
        self.slice(0, count)
    }

    /// `count` numbers in order after the lowest `skip`; fewer when there are not so many.
    pub fn slice(&self, mut skip: u64, mut count: u64) -> Numbers {
        let mut slice = Numbers::new();
        for (prefix, series) in &self.series {
            let mut runs = Vec::new();
            for &(first, last) in &series.runs {
                let length = last - first + 1;
                let left_out = skip.min(length);
                skip -= left_out;
                let taken = count.min(length - left_out);
                count -= taken;
                if taken > 0 {
                    let first = first + left_out;
                    runs.push((first, first + taken - 1));
                }
            }
            slice.put(prefix, series.width, runs);
        }
        slice
    }

    /// `count` numbers in order from the only number of `first` on; `None` when it is not in here, or there are
    /// not so many from there on.
    pub fn from(&self, first: &Numbers, count: u64) -> Option<Numbers> {
        let (prefix, series) = first.series.iter().next()?;
        let number = series.runs.first()?.0;
        if first.count() != 1 || !self.contains(first) {
            return None;
        }
        let before = self.series.get(prefix).map_or(0, |series| {
            let below = series.runs.iter().filter(|(from, _)| *from < number);
            below
                .map(|(from, to)| (*to).min(number - 1) - from + 1)
                .sum()
        });
        let smaller = self.series.range(..prefix.clone());
        let earlier: u64 = smaller
            .flat_map(|(_, series)| &series.runs)
            .map(|(from, to)| to - from + 1)
            .sum();
        let found = self.slice(earlier + before, count);
        (found.count() == count).then_some(found)
    }

    /// The `count` numbers after the highest, as they come from the printer's.
    pub fn following(&self, count: u64) -> Option<Numbers> {
        let (prefix, series) = self.series.last_key_value()?;
        let last = series.runs.last()?.1;
        let mut next = Numbers::new();
        if count > 0 {
            next.put(prefix, series.width, vec![(last + 1, last + count)]);
        }
        Some(next)
    }

    /// These, with leading zeros like those of `other`.
    pub fn printed_like(mut self, other: &Numbers) -> Numbers {
        for (prefix, series) in &mut self.series {
            let known = other.series.get(prefix);
            series.width = series.width.max(known.map_or(0, |known| known.width));
        }
        self
    }

    fn merged(
        &self,
        other: &Numbers,
        merge: impl Fn(&[(u64, u64)], &[(u64, u64)]) -> Runs,
    ) -> Numbers {
        let mut result = Numbers::new();
        let mut prefixes: Vec<&String> = self.series.keys().chain(other.series.keys()).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        let none = Series::default();
        for prefix in prefixes {
            let here = self.series.get(prefix).unwrap_or(&none);
            let there = other.series.get(prefix).unwrap_or(&none);
            let width = here.width.max(there.width);
            result.put(prefix, width, merge(&here.runs, &there.runs));
        }
        result
    }

    fn put(&mut self, prefix: &str, width: usize, runs: Runs) {
        if !runs.is_empty() {
            self.series
                .insert(prefix.to_owned(), Series { width, runs });
        }
    }
}

type Runs = Vec<(u64, u64)>;

impl Series {
    fn print(&self, prefix: &str, number: u64) -> String {
        format!("{prefix}{number:0width$}", width = self.width)
    }
}

/// Two sorted lists of runs in one.
fn join(a: &[(u64, u64)], b: &[(u64, u64)]) -> Runs {
    let mut all: Runs = a.iter().chain(b).copied().collect();
    all.sort_unstable();
    let mut joined: Runs = Vec::with_capacity(all.len());
    for (first, last) in all {
        match joined.last_mut() {
            Some((_, end)) if first <= *end + 1 => *end = (*end).max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// `a` without `b`.
fn subtract(a: &[(u64, u64)], b: &[(u64, u64)]) -> Runs {
    let mut left = Vec::with_capacity(a.len());
    let mut holes = b.iter().peekable();
    for &(mut first, last) in a {
        while holes.next_if(|(_, end)| *end < first).is_some() {}
        let mut rest = holes.clone();
        while let Some(&(from, to)) = rest.next_if(|(from, _)| *from <= last) {
            if from > first {
                left.push((first, from - 1));
            }
            first = to + 1;
        }
        if first <= last {
            left.push((first, last));
        }
    }
    left
}

impl fmt::Display for Numbers {
    /// `1001-1050,1060`; reads back with [`Numbers::from_str`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for (prefix, series) in &self.series {
            for (first, last) in &series.runs {
                write!(f, "{comma}{}", series.print(prefix, *first))?;
                if first != last {
                    write!(f, "-{}", series.print("", *last))?;
                }
                comma = ",";
            }
        }
        Ok(())
    }
}

impl FromStr for Numbers {
    type Err = NumbersError;

    /// Reads numbers and ranges with commas, semicolons or line ends between them. A dash may be a hyphen or an
    /// en dash. Letters need not be repeated: `AB1001-1050,1060` are all of series AB.
    fn from_str(text: &str) -> Result<Numbers, NumbersError> {
        let mut numbers = Numbers::new();
        let mut letters = String::new();
        let parts = text.split([',', ';', '\n']).map(str::trim);
        for part in parts.filter(|part| !part.is_empty()) {
            let range = range(part, &mut letters)?;
            if numbers.count() + range.count() > MOST {
                return Err(NumbersError::TooMany);
            }
            let twice = numbers.common(&range);
            if !twice.is_empty() {
                return Err(NumbersError::Twice(twice.to_string()));
            }
            numbers = numbers.plus(&range);
        }
        match numbers.is_empty() {
            true => Err(NumbersError::Empty),
            false => Ok(numbers),
        }
    }
}

/// Reads `1060` or `1001-1050`; `letters` are those before, and those of what comes next.
fn range(part: &str, letters: &mut String) -> Result<Numbers, NumbersError> {
    let (from, to) = match part.split_once(['-', '–']) {
        Some((from, to)) => (single(from, part)?, Some(single(to, part)?)),
        None => (single(part, part)?, None),
    };
    let (prefix, width, first) = from;
    if !prefix.is_empty() {
        letters.clone_from(&prefix);
    }
    let prefix = letters.clone();
    let last = match to {
        None => first,
        Some((letters, _, last)) if letters.is_empty() || letters == prefix => last,
        Some(_) => return Err(NumbersError::Shape(part.to_owned())),
    };
    if last < first {
        return Err(NumbersError::Backwards(part.to_owned()));
    }
    if last - first >= MOST {
        return Err(NumbersError::TooMany);
    }
    let mut numbers = Numbers::new();
    numbers.put(&prefix, width, vec![(first, last)]);
    Ok(numbers)
}

/// Letters, digits to fill up to, value.
fn single(text: &str, part: &str) -> Result<(String, usize, u64), NumbersError> {
    let shape = || NumbersError::Shape(part.to_owned());
    let text = text.trim();
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (letters, digits) = text.split_at(text.len() - digits);
    if digits.is_empty() || digits.len() > DIGITS || letters.chars().count() > 16 {
        return Err(shape());
    }
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '/' | '.' | ':');
    if !letters.chars().all(fits) {
        return Err(shape());
    }
    let width = match digits.len() > 1 && digits.starts_with('0') {
        true => digits.len(),
        false => 0,
    };
    let value = digits.parse().map_err(|_| shape())?;
    Ok((letters.to_uppercase(), width, value))
}

#[cfg(test)]
mod tests;
