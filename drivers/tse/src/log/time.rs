//! The CHOICE of time formats a log message may use (TR-03151, 2.3).

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::algorithm::LogTimeFormat;
use crate::der::{put, put_unsigned, unsigned};

/// A moment as a log message states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogTime {
    /// How it is written.
    pub format: LogTimeFormat,
    /// The moment, UTC.
    pub at: DateTime<Utc>,
}

impl LogTime {
    /// `at` in `format`; what the format cannot express is cut off.
    #[must_use]
    pub fn new(format: LogTimeFormat, at: DateTime<Utc>) -> Self {
        let per_unit = match format {
            LogTimeFormat::GeneralizedTimeWithMilliseconds => 1,
            LogTimeFormat::UtcTime => 60_000,
            _ => 1_000,
        };
        let millis = at.timestamp_millis().div_euclid(per_unit) * per_unit;
        Self {
            format,
            at: DateTime::from_timestamp_millis(millis).unwrap_or(at),
        }
    }

    /// The date in a member's name, e.g. `Unixt_1630408502` (TR-03151, 5.1).
    #[must_use]
    pub fn file_part(&self) -> String {
        match self.format {
            LogTimeFormat::UnixTime => format!("Unixt_{}", self.at.timestamp()),
            LogTimeFormat::UtcTime | LogTimeFormat::UtcTimeWithSeconds => {
                format!("Utc_{}", self.text())
            }
            _ => format!("Gent_{}", self.text()),
        }
    }

    fn text(&self) -> String {
        let pattern = match self.format {
            LogTimeFormat::UnixTime => return self.at.timestamp().to_string(),
            LogTimeFormat::UtcTime => "%y%m%d%H%MZ",
            LogTimeFormat::UtcTimeWithSeconds => "%y%m%d%H%M%SZ",
            LogTimeFormat::GeneralizedTime => "%Y%m%d%H%M%SZ",
            LogTimeFormat::GeneralizedTimeWithMilliseconds => "%Y%m%d%H%M%S%.3fZ",
        };
        self.at.format(pattern).to_string()
    }

    /// Value bytes without tag and length, as system logs carry times inside `systemOperationData`.
    pub(crate) fn raw(&self) -> Vec<u8> {
        let mut element = Vec::new();
        self.put(&mut element, self.tag());
        element.split_off(2)
    }

    pub(crate) fn tag(&self) -> u8 {
        match self.format {
            LogTimeFormat::UnixTime => 0x02,
            LogTimeFormat::UtcTime | LogTimeFormat::UtcTimeWithSeconds => 0x17,
            _ => 0x18,
        }
    }

    pub(crate) fn put(&self, out: &mut Vec<u8>, tag: u8) {
        match self.format {
            LogTimeFormat::UnixTime => {
                put_unsigned(out, tag, u64::try_from(self.at.timestamp()).unwrap_or(0));
            }
            _ => put(out, tag, self.text().as_bytes()),
        }
    }

    /// Reads one of the three kinds of time elements.
    pub(crate) fn read(tag: u8, content: &[u8]) -> Option<Self> {
        if tag == 0x02 {
            let seconds = i64::try_from(unsigned(tag, content).ok()?).ok()?;
            return Some(Self {
                format: LogTimeFormat::UnixTime,
                at: DateTime::from_timestamp(seconds, 0)?,
            });
        }
        let text = std::str::from_utf8(content).ok()?;
        let (format, pattern) = match (tag, text.len()) {
            (0x17, 11) => (LogTimeFormat::UtcTime, "%y%m%d%H%MZ"),
            (0x17, 13) => (LogTimeFormat::UtcTimeWithSeconds, "%y%m%d%H%M%SZ"),
            (0x18, 15) => (LogTimeFormat::GeneralizedTime, "%Y%m%d%H%M%SZ"),
            (0x18, 17..=24) => (
                LogTimeFormat::GeneralizedTimeWithMilliseconds,
                "%Y%m%d%H%M%S%.fZ",
            ),
            _ => return None,
        };
        Some(Self {
            format,
            at: NaiveDateTime::parse_from_str(text, pattern).ok()?.and_utc(),
        })
    }
}
