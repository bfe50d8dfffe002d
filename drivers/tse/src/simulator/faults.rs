//! Failures the simulator can be told to have.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Error;

/// Handle to a simulator's failures. Clones share their state, so a test or the settings screen keeps
/// one while the device is boxed elsewhere. Several failures may be on at once.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    on: Vec<Fault>,
    slow: Option<Duration>,
    hang: Option<Duration>,
    writes: u64,
    stop_after: Option<u64>,
    stopped: Option<u64>,
}

/// One way to fail, on until it is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Every call answers [`Error::Busy`].
    Busy,
    /// Every call answers [`Error::Removed`].
    Removed,
    /// Signing calls answer [`Error::CertificateExpired`].
    CertificateExpired,
    /// Writing calls answer [`Error::StorageFull`].
    StorageFull,
    /// Transactions answer [`Error::TimeNotSet`] until it is cleared, whatever `update_time` did.
    TimeNotSet,
    /// The device signs, stores and returns signatures that do not verify.
    BadSignature,
    /// The self-test answers [`Error::SelfTestFailed`].
    SelfTestFails,
    /// Start, update and finish are carried out, and answer [`Error::Timeout`].
    LosesAnswer,
    /// `info` tells serial number, key and certificates of another device.
    ForeignDevice,
    /// Start, update and finish answer with the number and the counter of another transaction.
    Lies,
}

impl Faults {
    /// No failures.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is plain data; a panic elsewhere leaves it as valid as before.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Turns a failure on.
    pub fn set(&self, fault: Fault) {
        let mut state = self.state();
        if !state.on.contains(&fault) {
            state.on.push(fault);
        }
    }

    /// Turns a failure off.
    pub fn clear(&self, fault: Fault) {
        self.state().on.retain(|on| *on != fault);
    }

    /// Turns every failure off and forgets a planned stop. A device that has stopped stays dead: open it again.
    pub fn clear_all(&self) {
        let mut state = self.state();
        state.on.clear();
        state.slow = None;
        state.hang = None;
        state.stop_after = None;
        state.stopped = None;
    }

    /// Whether a failure is on.
    #[must_use]
    pub fn is_set(&self, fault: Fault) -> bool {
        self.state().on.contains(&fault)
    }

    /// Makes every call take this long. Beyond the device's time-out the call is still carried out, but
    /// its answer is lost and the caller gets [`Error::Timeout`].
    pub fn slow(&self, by: Option<Duration>) {
        self.state().slow = by;
    }

    /// Makes every call hang for this long before it is carried out, beyond any time-out of the device's own; a
    /// call that hangs goes on as soon as this is cleared.
    pub fn hang(&self, until: Option<Duration>) {
        self.state().hang = until;
    }

    /// Waits as long as [`Faults::hang`] says.
    pub(crate) fn wait(&self) {
        let begin = Instant::now();
        while self.state().hang.is_some_and(|hang| begin.elapsed() < hang) {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Cuts the power after the `n`-th durable write from now on (1 = the next): the write is on disk, the
    /// answer never comes ([`Error::Removed`]), and the device is dead until it is opened again.
    pub fn stop_after_writes(&self, n: u64) {
        let mut state = self.state();
        state.stop_after = Some(state.writes + n);
        state.stopped = None;
    }

    /// Durable writes made so far by the devices that share this handle.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.state().writes
    }

    /// Number of the write the power was cut after, if it was.
    #[must_use]
    pub fn stopped(&self) -> Option<u64> {
        self.state().stopped
    }

    pub(crate) fn delay(&self) -> Option<Duration> {
        self.state().slow
    }

    /// Counts a durable write and says whether the power goes now.
    pub(crate) fn written(&self) -> Result<(), Error> {
        let mut state = self.state();
        state.writes += 1;
        if state.stop_after == Some(state.writes) {
            state.stop_after = None;
            state.stopped = Some(state.writes);
            return Err(power_cut(state.writes));
        }
        Ok(())
    }
}

pub(crate) fn power_cut(write: u64) -> Error {
    Error::Removed(format!("simulated power cut after write {write}"))
}
