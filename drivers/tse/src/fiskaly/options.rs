//! What tests replace: randomness, waiting, limits.

use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

use super::Pause;
use crate::Error;

/// Gives random bytes for ids.
pub type Random = Box<dyn FnMut(&mut [u8]) -> Result<(), Error> + Send>;

/// What tests replace.
pub struct Options {
    /// Random numbers; the system's own by default.
    pub random: Random,
    /// How to wait.
    pub pause: Pause,
    /// Records an export may hold before it is fetched in spans.
    pub records: u64,
    /// Longest time an export may take; the service itself gives up after a day.
    pub export_patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        let system = SystemRandom::new();
        Self {
            random: Box::new(move |bytes| {
                system
                    .fill(bytes)
                    .map_err(|_| Error::Device("the system gives no random numbers".into()))
            }),
            pause: Box::new(std::thread::sleep),
            records: 1_000_000,
            export_patience: Duration::from_secs(24 * 3600),
        }
    }
}
