//! A clock to test with.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use amtskasse_tse::driver::Clock;
use chrono::{DateTime, Utc};

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// At so many seconds after 1970.
    pub fn at(seconds: i64) -> Self {
        Self(Arc::new(AtomicI64::new(seconds)))
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0.load(Ordering::SeqCst), 0).unwrap()
    }

    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn boxed(&self) -> Clock {
        let clock = self.clone();
        Box::new(move || clock.now())
    }
}
