//! Where the register takes its time from.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::{Europe::Berlin, Tz};

/// How far a clock may have been set back before the register stops recording.
pub(super) const TOLERANCE: TimeDelta = TimeDelta::minutes(2);

/// A source of time.
pub trait Clock: Send + Sync {
    /// The moment, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The computer's clock, cut to milliseconds as the ledger stores them.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }
}

/// A clock that stands still until it is moved; for the demo and for tests.
#[derive(Debug)]
pub struct SimulatedClock(AtomicI64);

impl SimulatedClock {
    /// A clock that shows `start`.
    pub fn new(start: DateTime<Utc>) -> SimulatedClock {
        SimulatedClock(AtomicI64::new(start.timestamp_millis()))
    }

    /// Moves the clock, backwards too.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, to: DateTime<Utc>) {
        self.0.store(to.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// The wall clock of Europe/Berlin, for screens and paper.
pub fn local(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&Berlin)
}

/// The day in Europe/Berlin; taxes change at its midnight.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    local(at).date_naive()
}
