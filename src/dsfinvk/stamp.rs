//! Moments as text, quickly: millions of them lie in the same few hours.

use chrono::{DateTime, Timelike, Utc};

use crate::till::local;

const HOUR: i64 = 3_600_000;

/// Writes moments of Europe/Berlin (`2026-11-24T10:42:00+01:00`) and of UTC (`2026-11-24T09:42:00.000Z`).
#[derive(Debug, Default)]
pub(super) struct Stamps {
    local: Hour,
    utc: Hour,
}

/// The hour the last moment was in. Offsets change at full hours of UTC, so one hour has one.
#[derive(Debug, Default)]
struct Hour {
    number: Option<i64>,
    before: String,
    after: String,
    text: Vec<u8>,
}

impl Hour {
    fn enter(&mut self, at: i64, name: impl FnOnce(DateTime<Utc>) -> (String, String)) {
        let number = at.div_euclid(HOUR);
        if self.number != Some(number) {
            let begin = DateTime::from_timestamp_millis(number * HOUR).unwrap_or_default();
            (self.before, self.after) = name(begin);
            self.number = Some(number);
        }
        self.text.clear();
        self.text.extend_from_slice(self.before.as_bytes());
        let seconds = at.rem_euclid(HOUR) / 1000;
        self.two(seconds / 60);
        self.text.push(b':');
        self.two(seconds % 60);
    }

    fn two(&mut self, number: i64) {
        self.text.push(b'0' + (number / 10) as u8);
        self.text.push(b'0' + (number % 10) as u8);
    }
}

impl Stamps {
    /// A moment by the wall clock.
    pub(super) fn local(&mut self, at: i64) -> &[u8] {
        self.local.enter(at, |hour| {
            let hour = local(hour);
            (
                format!("{}T{:02}:", hour.date_naive(), hour.hour()),
                hour.format("%:z").to_string(),
            )
        });
        self.local
            .text
            .extend_from_slice(self.local.after.as_bytes());
        &self.local.text
    }

    /// A moment of the TSE.
    pub(super) fn utc(&mut self, at: i64) -> &[u8] {
        self.utc.enter(at, |hour| {
            (hour.format("%Y-%m-%dT%H:").to_string(), String::new())
        });
        let millis = at.rem_euclid(1000);
        self.utc.text.push(b'.');
        self.utc.text.push(b'0' + (millis / 100) as u8);
        self.utc.two(millis % 100);
        self.utc.text.push(b'Z');
        &self.utc.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fiscal::tse_time;

    #[test]
    fn as_chrono_writes_them() {
        let mut stamps = Stamps::default();
        // Both changes of the clock in 2026, and moments before 1970.
        let starts = [
            "2026-03-28T22:30:00Z",
            "2026-10-24T22:30:00Z",
            "1969-12-31T21:59:59Z",
        ];
        for start in starts {
            let start: DateTime<Utc> = start.parse().unwrap();
            for step in 0..400 {
                let at = start.timestamp_millis() + step * 97_531;
                let moment = DateTime::from_timestamp_millis(at).unwrap();
                let expected = local(moment).format("%Y-%m-%dT%H:%M:%S%:z").to_string();
                assert_eq!(stamps.local(at), expected.as_bytes());
                assert_eq!(stamps.utc(at), tse_time(moment).as_bytes());
            }
        }
    }
}
