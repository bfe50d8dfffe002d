//! The findings of a check, counted and told.

use std::collections::BTreeMap;

mod titles;

pub use titles::RULES;

/// Language of a finding's sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Deutsch.
    #[default]
    German,
    /// English.
    English,
}

/// Number of a rule, 1 to 57.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub u8);

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "R{}", self.0)
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A rule is broken.
    Error,
    /// Allowed, but an auditor's program complains of it.
    Warning,
    /// Something to know.
    Note,
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The file; empty: the package as a whole.
    pub file: String,
    /// The row, counted from 1 with the header, as an editor counts.
    pub row: Option<u64>,
}

impl Place {
    /// The package as a whole.
    pub fn package() -> Place {
        Place::default()
    }

    /// A file.
    pub fn file(file: &str) -> Place {
        Place {
            file: file.to_owned(),
            row: None,
        }
    }

    /// A row of a file.
    pub fn row(file: &str, row: u64) -> Place {
        Place {
            file: file.to_owned(),
            row: Some(row),
        }
    }
}

/// One finding, told in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, a sentence.
    pub sentence: String,
}

/// Characters of a file's name that are told.
pub(super) const LONGEST_NAME: usize = 120;

/// Characters of a sentence that are told; it may list the values that are allowed.
const LONGEST_SENTENCE: usize = 1_000;

/// A text of a stranger as a terminal may show it: without control characters and marks that turn the direction of
/// writing, and not longer than `most` characters.
pub(super) fn clean(text: String, most: usize) -> String {
    let harmful =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.len() <= most && !text.contains(harmful) {
        return text;
    }
    let harmless = |c| if harmful(c) { '\u{fffd}' } else { c };
    let mut chars = text.chars();
    let mut cleaned: String = chars.by_ref().take(most).map(harmless).collect();
    if chars.next().is_some() {
        cleaned.push('…');
    }
    cleaned
}

/// Collects findings: every one is counted, the first of each rule are told.
#[derive(Debug)]
pub struct Sheet {
    language: Language,
    told_per_rule: usize,
    counts: BTreeMap<(Rule, Severity), u64>,
    told: Vec<Finding>,
}

impl Sheet {
    /// An empty one.
    pub fn new(language: Language, told_per_rule: usize) -> Sheet {
        Sheet {
            language,
            told_per_rule,
            counts: BTreeMap::new(),
            told: Vec::new(),
        }
    }

    /// Adds a finding. `words` gives its German and English sentence and runs only if it is told.
    pub fn add(
        &mut self,
        rule: u8,
        severity: Severity,
        place: impl FnOnce() -> Place,
        words: impl FnOnce() -> (String, String),
    ) {
        let rule = Rule(rule);
        let count = self.counts.entry((rule, severity)).or_default();
        *count += 1;
        if *count <= self.told_per_rule as u64 {
            let (german, english) = words();
            let sentence = match self.language {
                Language::German => german,
                Language::English => english,
            };
            let Place { file, row } = place();
            self.told.push(Finding {
                rule,
                severity,
                place: Place {
                    file: clean(file, LONGEST_NAME),
                    row,
                },
                sentence: clean(sentence, LONGEST_SENTENCE),
            });
        }
    }

    /// Adds an error.
    pub fn error(
        &mut self,
        rule: u8,
        place: impl FnOnce() -> Place,
        words: impl FnOnce() -> (String, String),
    ) {
        self.add(rule, Severity::Error, place, words);
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> u64 {
        let of = self.counts.iter().filter(|((_, s), _)| *s == severity);
        of.map(|(_, count)| count).sum()
    }

    /// How many findings there are of each rule and severity, in order.
    pub fn counts(&self) -> impl Iterator<Item = (Rule, Severity, u64)> {
        self.counts
            .iter()
            .map(|((rule, s), count)| (*rule, *s, *count))
    }

    /// The findings that are told, in the order they were found.
    pub fn told(&self) -> &[Finding] {
        &self.told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stranger_wrote_does_no_harm_to_a_terminal() {
        let mut sheet = Sheet::new(Language::English, 2);
        for _ in 0..3 {
            let place = || Place::file(&format!("\u{1b}]0;x\u{7}{}", "y".repeat(200)));
            sheet.error(9, place, || {
                (
                    String::new(),
                    "is \"a\r\nb\u{202e}c\u{1b}[31m\", ü".to_owned(),
                )
            });
        }
        let rule = (Rule(9), Severity::Error, 3);
        assert_eq!(sheet.counts().collect::<Vec<_>>(), [rule]);
        let [first, _] = sheet.told() else { panic!() };
        assert_eq!(
            first.sentence,
            "is \"a\u{fffd}\u{fffd}b\u{fffd}c\u{fffd}[31m\", ü"
        );
        assert!(first.place.file.starts_with("\u{fffd}]0;x\u{fffd}yyy"));
        assert_eq!(first.place.file.chars().count(), 121);
    }
}
