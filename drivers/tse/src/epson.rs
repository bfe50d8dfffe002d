//! Epson TSE: USB or microSD stick in a TM printer, in a TSE server, or behind Epson's Windows driver.
//!
//! All three speak the same protocol: XML frames over TCP 8009 or TLS 8143, with JSON requests inside. The address is
//! `tcp://host:8009` or `tls://host:8143`; [`Config::device`] is the id of the TSE at that host: `local_TSE` unless told
//! otherwise; a TSE server shows the ids of its sticks (`TSE_…`) in its control centre.
//!
//! # Several registers on one TSE
//! An open device belongs to one connection alone, so that every call opens it, does its work and closes it again.
//! While it is open elsewhere, a register asks again and again: the longer it waits the oftener, and who was just served lets
//! others go first. No call waits longer than it may; then it is [`Error::Busy`].
//!
//! # Secrets
//! [`Secrets::api_secret`](crate::driver::Secrets::api_secret) is the host's secret key, exactly 8 characters. The set-up
//! puts it in the place of the well-known `EPSONKEY`. A host that was set up for one register knows it already for the next.
//!
//! # After a failure
//! What may have been carried out is never sent a second time by the driver itself. A line that broke is dropped; the next call
//! connects anew and takes over what the old connection had open, as the host would otherwise lock everyone out
//! for 60 s. [`Tse::transaction`](crate::Tse::transaction) finds out what became of a call: first by the list of open transactions and the
//! device's last answer to the client, then by an export of this one transaction.
//!
//! Before a log-in that was refused is tried again the driver must be opened anew: three wrong PINs block the TSE.
//!
//! # What it was tried on
//! The crate's own [`simulator`] and the public test samples of the project cin-tse (hash vector, `GetStorageInfo` of a
//! development TSE). **It was never tried on a real device.** Of the maker's documents the meaning of these parts is not
//! certain: ids of devices at a TSE server, behaviour of `UpdateTimeForFirst` when the time is set, reach of the export time-out.
//! There is no incremental export; deleting needs the archive to be read a second time.

mod code;
mod device;
mod export;
pub mod frame;
mod host;
mod login;
mod lookup;
pub mod reply;
mod session;
mod setup;
pub mod simulator;

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, Instant};

use crate::driver::{Clock, Config};
use crate::line::{Address, Deadline};
use crate::{Error, Secret, Stamp, tls};
use host::{Host, Line, Resume};
use session::Session;

/// The secret key every host is delivered with.
pub const DELIVERED_KEY: &str = "EPSONKEY";
/// The TSE of a printer or of the Windows driver.
pub const LOCAL_TSE: &str = "local_TSE";

/// Limit of a function inside the host.
const NORMAL: Duration = Duration::from_secs(10);
/// Limit of set-up and self-test inside the host.
const LONG: Duration = Duration::from_secs(120);
/// Who was just served lets others go first for this long.
const COURTESY: Duration = Duration::from_millis(60);
/// First and shortest pause between two attempts to open a device that is open elsewhere.
const PAUSES: (Duration, Duration) = (Duration::from_millis(60), Duration::from_millis(3));
/// Pauses get half as long with every such time of waiting, so that of those who wait the longest comes first.
const HALVED: Duration = Duration::from_millis(500);
/// Broken connections that are remembered.
const LOST: usize = 4;
/// The device is closed even if the call's own time is up.
const CLOSING: Duration = Duration::from_millis(300);

/// A TSE at an Epson host.
pub struct Epson {
    config: Config,
    host: Host,
    device: String,
    clock: Clock,
    line: Option<Line>,
    /// Broken connections that may have left the device open, the last one last.
    lost: Vec<Resume>,
    released: Option<Instant>,
    courtesy: Duration,
    chance: u64,
    /// Secrets of the configuration that were refused, with the tries left.
    refused: Vec<(Secret, Option<u32>)>,
    /// Serial number and public key, once the device said them.
    serial: Option<Vec<u8>>,
    key: Option<(Vec<u8>, String)>,
    certificates: Vec<Vec<u8>>,
    certificate_end: Option<chrono::DateTime<chrono::Utc>>,
    /// Each client's last start.
    starts: BTreeMap<String, Stamp>,
    /// Highest signature counter and log time that were seen.
    last: Option<(u64, chrono::DateTime<chrono::Utc>)>,
    /// Digest of the log messages of the last whole export.
    exported: Option<[u8; 32]>,
    /// An export of ours may still be running.
    cancel: bool,
}

impl Epson {
    /// A driver for the device of `config`; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Configuration`] says what is wrong.
    pub fn open(config: &Config, clock: Clock) -> Result<Self, Error> {
        let address = Address::parse(&config.address, &[("tcp", 8009), ("tls", 8143)])?;
        let tls = match address.scheme {
            "tls" => Some(tls::client(config.trust.as_deref())?),
            _ => None,
        };
        let key = &config.secrets.api_secret;
        if !key.is_empty() && key.chars().count() != 8 {
            return Err(Error::Configuration(
                "secret key of the Epson host: exactly 8 characters expected".into(),
            ));
        }
        Ok(Self {
            host: Host { address, tls },
            device: config.device.clone().unwrap_or_else(|| LOCAL_TSE.into()),
            config: config.clone(),
            clock,
            line: None,
            lost: Vec::new(),
            released: None,
            courtesy: COURTESY,
            chance: RandomState::new().build_hasher().finish() | 1,
            refused: Vec::new(),
            serial: None,
            key: None,
            certificates: Vec::new(),
            certificate_end: None,
            starts: BTreeMap::new(),
            last: None,
            exported: None,
            cancel: false,
        })
    }

    /// A driver that lets nobody go first, for a TSE that no other register uses.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.courtesy = Duration::ZERO;
        self
    }

    /// Opens the device, works, closes it again. What the work gave is given, even if closing failed.
    fn action<T>(
        &mut self,
        deadline: Deadline,
        work: impl FnOnce(&mut Session<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let line = self.acquire(deadline)?;
        let mut session = Session::new(self, line, deadline);
        let result = session.prepare().and_then(|()| work(&mut session));
        session.end(Deadline::after(
            deadline.left().unwrap_or_default().max(CLOSING),
        ));
        self.released = Some(Instant::now());
        result
    }

    /// A line on which the device is open.
    fn acquire(&mut self, deadline: Deadline) -> Result<Line, Error> {
        if let Some(released) = self.released {
            let pause = self.courtesy.saturating_sub(released.elapsed());
            std::thread::sleep(pause.min(deadline.left()?));
        }
        let since = Instant::now();
        let mut line = match self.line.take() {
            Some(line) => line,
            None => Line::connect(&self.host, deadline)?,
        };
        let mut fresh = false;
        loop {
            let code = match self.try_open(&mut line, deadline) {
                Ok(code) => code,
                // A line that was idle may have been closed by the host; nothing was asked on it yet.
                Err(Error::Removed(_)) if !fresh => {
                    fresh = true;
                    line = Line::connect(&self.host, deadline)?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            if code == "OK" {
                self.lost.clear();
                return Ok(line);
            }
            let error = code::error(&code, code::About::default());
            let pause = self.pause(since.elapsed());
            match deadline.left() {
                Ok(left) if pause < left && matches!(error, Error::Busy) => {
                    std::thread::sleep(pause);
                }
                _ => {
                    self.line = Some(line);
                    return Err(error);
                }
            }
        }
    }

    /// Takes over what a broken line had open, as long as the host lets us, and opens the device.
    fn try_open(&mut self, line: &mut Line, deadline: Deadline) -> Result<String, Error> {
        let mut result = Ok(false);
        for resume in self.lost.iter().rev() {
            result = line.take_over(&self.device, resume, deadline);
            if !matches!(result, Ok(false)) {
                break;
            }
        }
        if matches!(result, Ok(true)) {
            self.lost.clear();
        }
        let result = result.and_then(|_| line.open(&self.device, deadline));
        if result.is_err() {
            self.lose(line);
        }
        result
    }

    /// Remembers a broken line that may have left the device open.
    fn lose(&mut self, line: &Line) {
        if self.lost.len() >= LOST {
            self.lost.remove(0);
        }
        self.lost.push(line.resume());
    }

    /// How long to wait before asking again: never in step with the others, and the shorter the longer it took.
    fn pause(&mut self, waited: Duration) -> Duration {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        let (first, shortest) = PAUSES;
        let halvings = waited.as_secs_f64() / HALVED.as_secs_f64();
        let longest = first.mul_f64((-halvings).exp2()).max(shortest);
        let half = longest / 2;
        let spread = u64::try_from(half.as_micros()).unwrap_or(1).max(1);
        half + Duration::from_micros(self.chance % spread)
    }
}
