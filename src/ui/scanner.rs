//! Telling a scanner from a person: both type on the keyboard, but a scanner is far quicker.

use std::time::{Duration, Instant};

/// Scanners send a key every few milliseconds; nobody types like that.
pub(super) const PACE: Duration = Duration::from_millis(35);

/// Shorter codes than this are not worth the risk of a mistake.
const SHORTEST: usize = 4;

/// Watches keys that no field has taken.
#[derive(Debug, Default)]
pub struct Scanner {
    code: String,
    last: Option<Instant>,
}

impl Scanner {
    /// A key with a letter or digit. Returns whether it came at a scanner's pace.
    pub fn key(&mut self, text: &str, at: Instant) -> bool {
        let quick = self
            .last
            .is_some_and(|last| at.saturating_duration_since(last) <= PACE);
        if !quick {
            self.code.clear();
        }
        self.code.push_str(text);
        self.last = Some(at);
        quick
    }

    /// Whether what comes now is part of a code: long and quick enough to be no person's typing.
    pub fn is_running(&self, at: Instant) -> bool {
        self.code.chars().count() >= SHORTEST
            && self
                .last
                .is_some_and(|last| at.saturating_duration_since(last) <= PACE)
    }

    /// Enter. Returns the code if a scanner has just sent one.
    pub fn enter(&mut self, at: Instant) -> Option<String> {
        let quick = self
            .last
            .is_some_and(|last| at.saturating_duration_since(last) <= PACE);
        let code = std::mem::take(&mut self.code);
        self.last = None;
        (quick && code.chars().count() >= SHORTEST).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, pace: u64) -> Option<String> {
        let mut scanner = Scanner::default();
        let mut at = Instant::now();
        for letter in text.chars() {
            at += Duration::from_millis(pace);
            scanner.key(&letter.to_string(), at);
        }
        scanner.enter(at + Duration::from_millis(pace))
    }

    #[test]
    fn a_scanner_is_quick() {
        assert_eq!(typed("4006381333931", 5).as_deref(), Some("4006381333931"));
        assert_eq!(typed("4006381333931", 90), None);
        assert_eq!(typed("12", 5), None);
    }

    #[test]
    fn a_digit_typed_before_the_scan_is_no_part_of_it() {
        let mut scanner = Scanner::default();
        let start = Instant::now();
        scanner.key("6", start);
        for (step, letter) in "40063".chars().enumerate() {
            let at = start + Duration::from_millis(500 + 5 * step as u64);
            scanner.key(&letter.to_string(), at);
        }
        assert_eq!(
            scanner.enter(start + Duration::from_millis(525)).as_deref(),
            Some("40063")
        );
    }
}
