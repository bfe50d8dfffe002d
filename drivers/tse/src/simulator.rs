//! A TSE in software: it behaves like a certified device and says everywhere that it is none.
//!
//! Its clock is lost whenever it is opened and by every self-test, as with the devices in the field
//! (Swissbit, Epson, Diebold Nixdorf): call `self_test`, then `update_time`, then transactions.
//!
//! ```
//! use amtskasse_tse::simulator::{Options, Simulator};
//! use amtskasse_tse::{SetUp, Tse};
//!
//! # fn main() -> Result<(), amtskasse_tse::Error> {
//! # let folder = tempfile::tempdir().map_err(|e| amtskasse_tse::Error::Device(e.to_string()))?;
//! # let folder = folder.path();
//! let mut device = Simulator::open(folder, Options::default(), Box::new(chrono::Utc::now))?;
//! device.self_test()?;
//! device.set_up(&SetUp {
//!     admin_pin: "48151".into(),
//!     time_admin_pin: "62342".into(),
//!     admin_puk: "108108".into(),
//!     description: "Bürgerbüro".into(),
//! })?;
//! device.update_time(chrono::Utc::now())?;
//! device.register_client("KASSE-1")?;
//! let start = device.start("KASSE-1")?;
//! let data = b"Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Bar";
//! let finish = device.finish("KASSE-1", start.transaction, "Kassenbeleg-V1", data)?;
//! assert_eq!(finish.signature.len(), 96);
//! # Ok(())
//! # }
//! ```

mod chain;
mod device;
mod disk;
mod export;
mod faults;
mod identity;
mod index;
mod key;
mod life;
mod pins;
mod store;
mod transact;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ring::rand::SystemRandom;

use crate::Error;
use crate::algorithm::{Curve, LogTimeFormat};
use crate::log::{Body, LogTime, Message, decode};
use disk::{io_error, private};
pub use faults::{Fault, Faults};
use identity::Identity;
use index::{Entry, Facts, Kind};
use store::Store;

/// Name of the device in `info`, in `info.csv` and in its key file.
pub const NAME: &str = "TEST-TSE, nicht zertifiziert";
/// Maker's name in `info`, in `info.csv` and in the certificates.
pub const MANUFACTURER: &str = "Amtskasse (TEST-TSE, nicht zertifiziert)";
const VERSION: &str = concat!("Simulator ", env!("CARGO_PKG_VERSION"));

/// Open transactions the device holds at most (Swissbit: 512).
const MAX_OPEN: usize = 512;
/// Registered clients the device holds at most (Swissbit: 100).
const MAX_CLIENTS: usize = 100;
/// A self-test is due after this time (TR-03153, Anwendungshinweise).
const SELF_TEST_INTERVAL: TimeDelta = TimeDelta::hours(25);

pub use crate::driver::Clock;

/// What kind of device to be. Curve, log time format and certificate life only count for a new folder;
/// an existing device keeps its own.
#[derive(Debug, Clone)]
pub struct Options {
    /// Curve of the signing key: secp384r1 or brainpoolP384r1 (with SHA-384), or secp256r1 (with SHA-256).
    pub curve: Curve,
    /// How log times are written.
    pub log_time_format: LogTimeFormat,
    /// Life of the certificate from the first opening on.
    pub certificate_life: TimeDelta,
    /// Log storage in bytes.
    pub storage_size: u64,
    /// Signatures until the device is used up (Swissbit: 20,000,000).
    pub max_signatures: u64,
    /// A call that a [`Faults::slow`] makes longer than this loses its answer.
    pub timeout: Duration,
    /// Whether a self-test makes the device forget the time, as hardware does.
    pub self_test_clears_time: bool,
    /// Handle to the device's failures; keep a clone to set them later.
    pub faults: Faults,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            curve: Curve::Secp384r1,
            log_time_format: LogTimeFormat::UnixTime,
            certificate_life: TimeDelta::days(8 * 365),
            storage_size: 6_979_321_856,
            max_signatures: 20_000_000,
            timeout: Duration::from_secs(5),
            self_test_clears_time: true,
            faults: Faults::new(),
        }
    }
}

/// A signed log message that is not stored yet.
struct Sealed {
    facts: Facts,
    der: Vec<u8>,
    time: LogTime,
    signature: Vec<u8>,
}

/// A simulated TSE whose whole memory is one folder.
pub struct Simulator {
    folder: PathBuf,
    options: Options,
    clock: Clock,
    random: SystemRandom,
    identity: Identity,
    store: Store,
    /// Every client ever registered, with whether it is now. An entry's `client` is a place in here.
    known: Vec<(String, bool)>,
    /// Registered clients in order of registration.
    registered: Vec<u16>,
    /// Host time when power came on.
    powered: DateTime<Utc>,
    /// Device time minus host time, once it was set.
    offset: Option<TimeDelta>,
    self_tested: Option<DateTime<Utc>>,
    /// Who it says it is under [`Fault::ForeignDevice`].
    foreign: Option<Identity>,
    /// Set by a simulated power cut.
    dead: Option<u64>,
    /// Holds the folder against a second process; closing the file lets go.
    _lock: File,
}

impl Simulator {
    /// Opens the device in `folder`, or makes a new one there: key, certificates, empty storage.
    ///
    /// # Errors
    /// [`Error::InUse`] when another process has it open, [`Error::Damaged`] when the storage is not what
    /// was written, [`Error::Io`] with the file's name.
    pub fn open(folder: &Path, options: Options, clock: Clock) -> Result<Self, Error> {
        if !folder.is_dir() {
            std::fs::create_dir_all(folder)
                .and_then(|()| disk::sync_folder(folder))
                .map_err(io_error("creating", folder))?;
        }
        let lock_path = folder.join("lock");
        let lock = private()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(io_error("opening", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(Error::InUse(folder.display().to_string()));
            }
            Err(std::fs::TryLockError::Error(error)) => {
                return Err(io_error("locking", &lock_path)(error));
            }
        }
        let random = SystemRandom::new();
        let powered = clock();
        let identity = Identity::open(folder, &options, powered, &random)?;
        let store = Store::open(folder, &identity.id, &options.faults)?;
        let mut device = Self {
            folder: folder.to_owned(),
            options,
            clock,
            random,
            identity,
            store,
            known: Vec::new(),
            registered: Vec::new(),
            powered,
            offset: None,
            self_tested: None,
            foreign: None,
            dead: None,
            _lock: lock,
        };
        device.read_clients()?;
        Ok(device)
    }

    /// The handle that was given in the options.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.options.faults.clone()
    }

    /// Serial number and point of the signing key.
    pub(crate) fn key(&self) -> (&[u8], &[u8]) {
        (&self.identity.serial, &self.identity.point)
    }

    /// The clients follow from the log, so that no second file has to agree with it.
    fn read_clients(&mut self) -> Result<(), Error> {
        self.known = self.store.index.before.known.clone();
        self.registered = self.store.index.before.registered.clone();
        let entries: Vec<Entry> = self
            .store
            .index
            .entries
            .iter()
            .filter(|entry| {
                matches!(
                    entry.facts.kind,
                    Kind::RegisterClient | Kind::DeregisterClient
                )
            })
            .copied()
            .collect();
        for entry in entries {
            let der = self.store.read(&entry)?;
            let damaged =
                || Error::Damaged(format!("log message {} is unreadable", entry.facts.counter));
            let Body::System(body) = decode(&der).map_err(|_| damaged())?.message.body else {
                return Err(damaged());
            };
            let id = crate::der::Reader::new(&body.data)
                .expect(0x81)
                .map_err(|_| damaged())?;
            let id = String::from_utf8_lossy(id).into_owned();
            self.note_client(entry.facts.kind, entry.facts.client, id);
        }
        Ok(())
    }

    fn note_client(&mut self, kind: Kind, place: u16, id: String) {
        let registers = kind == Kind::RegisterClient;
        match self.known.get_mut(usize::from(place)) {
            Some(known) => known.1 = registers,
            None => self.known.push((id, registers)),
        }
        self.registered.retain(|other| *other != place);
        if registers {
            self.registered.push(place);
        }
    }

    fn client_place(&self, id: &str) -> Option<u16> {
        self.known
            .iter()
            .position(|known| known.0 == id)
            .and_then(|place| u16::try_from(place).ok())
    }

    fn client_name(&self, place: u16) -> String {
        self.known
            .get(usize::from(place))
            .map(|known| known.0.clone())
            .unwrap_or_default()
    }

    /// The device's clock. Unset, it runs from 1970 on (TR-03153-1, 9.5.6).
    fn device_time(&self) -> DateTime<Utc> {
        let host = (self.clock)();
        match self.offset {
            Some(offset) => host + offset,
            None => DateTime::UNIX_EPOCH + (host - self.powered).max(TimeDelta::zero()),
        }
    }

    fn log_time(&self, millis: i64) -> LogTime {
        let at = DateTime::from_timestamp_millis(millis).unwrap_or_default();
        LogTime::new(self.identity.log_time_format, at)
    }

    /// Signs and stores one log message; on return it is on disk. Gives its counter, time and signature.
    fn sign(
        &mut self,
        kind: Kind,
        client: u16,
        transaction: u64,
        at: DateTime<Utc>,
        body: Body,
    ) -> Result<(u64, LogTime, Vec<u8>), Error> {
        let sealed = self.seal(kind, client, transaction, at, body)?;
        let faults = &self.options.faults;
        self.store.append(sealed.facts, &sealed.der, faults)?;
        Ok((sealed.facts.counter, sealed.time, sealed.signature))
    }

    /// Makes and signs one log message.
    fn seal(
        &self,
        kind: Kind,
        client: u16,
        transaction: u64,
        at: DateTime<Utc>,
        body: Body,
    ) -> Result<Sealed, Error> {
        let faults = &self.options.faults;
        let limited = !kind.is_always_possible();
        let end = self.identity.certificate_end;
        if limited && (faults.is_set(Fault::CertificateExpired) || at > end) {
            return Err(Error::CertificateExpired(end));
        }
        let counter = self.store.index.counter() + 1;
        if limited && counter > self.options.max_signatures {
            return Err(Error::SignaturesExhausted);
        }
        let time = LogTime::new(self.identity.log_time_format, at);
        let message = Message {
            version: 2,
            body,
            serial: self.identity.serial.to_vec(),
            algorithm: self.identity.algorithm,
            counter,
            time,
        };
        let dtbs = message.dtbs();
        let mut signature = self
            .identity
            .key
            .sign(&self.random, &dtbs)
            .map_err(Error::Device)?;
        if let (true, Some(last)) = (faults.is_set(Fault::BadSignature), signature.last_mut()) {
            *last ^= 1;
        }
        let der = crate::log::seal(&dtbs, &signature);
        let room = self.options.storage_size.saturating_sub(self.store.used());
        if limited && (faults.is_set(Fault::StorageFull) || room < der.len() as u64) {
            return Err(Error::StorageFull);
        }
        let facts = Facts {
            kind,
            client,
            counter,
            transaction,
            time: time.at.timestamp_millis(),
        };
        Ok(Sealed {
            facts,
            der,
            time,
            signature,
        })
    }

    /// Carries out a call under the failures that are on.
    fn call<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let faults = self.options.faults.clone();
        faults.wait();
        if let Some(write) = self.dead {
            return Err(faults::power_cut(write));
        }
        if faults.is_set(Fault::Removed) {
            return Err(Error::Removed("pulled out".into()));
        }
        if faults.is_set(Fault::Busy) {
            return Err(Error::Busy);
        }
        let delay = faults.delay().unwrap_or_default();
        std::thread::sleep(delay.min(self.options.timeout));
        let before = faults.stopped();
        let result = work(self);
        if faults.stopped() != before {
            self.dead = faults.stopped();
        }
        if delay > self.options.timeout {
            // The nasty half of a time-out: the device did it, and nobody knows.
            return Err(Error::Timeout(self.options.timeout));
        }
        result
    }
}
