//! A stick: the built-in test TSE, and what this kind of device knows besides.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use amtskasse_tse::algorithm::Curve;
use amtskasse_tse::simulator::{Options, Simulator};
use amtskasse_tse::{Error, Stamp, State, Tse};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A stored answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub transaction: u64,
    pub counter: u64,
    pub log_time: u64,
    pub serial: Vec<u8>,
    pub signature: Vec<u8>,
}

/// What the device remembers without power, besides what the test TSE does.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Memory {
    pub ctss: bool,
    pub export_if_csp_fails: bool,
    /// The last answer of each client.
    pub last: HashMap<String, Answer>,
    pub last_client: Option<String>,
}

pub(crate) struct Stick {
    pub folder: PathBuf,
    pub device: Simulator,
    pub memory: Memory,
    pub admin: bool,
    pub time_admin: bool,
    pub self_test_run: bool,
    pub self_test_passed: bool,
}

/// Clock of all sticks; the file `CLOCK` in a stick's folder holds seconds to add.
fn clock(folder: &Path) -> amtskasse_tse::driver::Clock {
    let path = folder.join("CLOCK");
    Box::new(move || {
        let ahead = std::fs::read_to_string(&path)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0);
        Utc::now() + TimeDelta::seconds(ahead)
    })
}

impl Stick {
    /// Puts the stick into the computer: power comes on.
    pub fn plug_in(folder: &Path) -> Result<Self, u32> {
        if !folder.join("TSE_INFO.DAT").is_file() {
            return Err(2);
        }
        let number = |name: &str| {
            std::fs::read_to_string(folder.join(name))
                .ok()
                .and_then(|text| text.trim().parse::<u64>().ok())
        };
        let mut options = Options {
            curve: Curve::BrainpoolP384r1,
            certificate_life: TimeDelta::days(5 * 365),
            ..Options::default()
        };
        // Signing on brainpool takes a debug build long; tests with many sticks do without.
        let curve = std::fs::read_to_string(folder.join("CURVE")).ok();
        if let Some(curve) = curve.and_then(|name| Curve::from_name(name.trim())) {
            options.curve = curve;
        }
        if let Some(size) = number("SIZE") {
            options.storage_size = size;
        }
        if let Some(signatures) = number("SIGNATURES") {
            options.max_signatures = signatures;
        }
        let device =
            Simulator::open(&folder.join("chip"), options, clock(folder)).map_err(|error| {
                match error {
                    // Two programs at a device: the answers go astray.
                    Error::InUse(_) => 8u32,
                    _ => 3,
                }
            })?;
        let memory = std::fs::read(folder.join("memory.json"))
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default();
        Ok(Self {
            folder: folder.to_owned(),
            device,
            memory,
            admin: false,
            time_admin: false,
            self_test_run: false,
            self_test_passed: false,
        })
    }

    pub fn remember(&self) -> Result<(), u32> {
        let json = serde_json::to_vec(&self.memory).map_err(|_| 3u32)?;
        let path = self.folder.join("memory.json");
        let fresh = self.folder.join("memory.new");
        std::fs::write(&fresh, json)
            .and_then(|()| std::fs::rename(&fresh, &path))
            .map_err(|_| 3)
    }

    /// State of its life, as the library numbers it.
    pub fn state(&mut self) -> Result<u32, u32> {
        Ok(
            match self.device.info().map_err(|error| code(&error))?.state {
                State::Uninitialized => 0,
                State::Operational => 1,
                State::Decommissioned => 2,
            },
        )
    }

    /// Whether commands of a cash register are taken now.
    pub fn takes_commands(&mut self) -> Result<(), u32> {
        match self.state()? {
            0 => return Err(0x10FF),
            2 => return Err(0x10FE),
            _ => {}
        }
        if !self.memory.ctss {
            return Err(0x1053);
        }
        if !self.self_test_passed {
            return Err(0x1054);
        }
        Ok(())
    }

    /// Keeps an answer until the client's next one.
    pub fn answered(&mut self, client: &str, stamp: Stamp) -> Result<Answer, u32> {
        let serial = self.device.info().map_err(|error| code(&error))?.serial;
        let answer = Answer {
            transaction: stamp.transaction,
            counter: stamp.counter,
            log_time: seconds(stamp.log_time),
            serial,
            signature: stamp.signature,
        };
        self.memory.last.insert(client.into(), answer.clone());
        self.memory.last_client = Some(client.into());
        self.remember()?;
        Ok(answer)
    }
}

pub(crate) fn seconds(at: DateTime<Utc>) -> u64 {
    at.timestamp().max(0).unsigned_abs()
}

/// The card's number for an error of the test TSE.
pub(crate) fn code(error: &Error) -> u32 {
    match error {
        Error::Removed(_) => 13,
        Error::Timeout(_) => 4,
        Error::Busy => 0x1016,
        Error::NotInitialized => 0x10FF,
        Error::SelfTestNeeded => 0x1054,
        Error::SelfTestFailed(_) => 0x1310,
        Error::TimeNotSet => 0x1002,
        Error::CertificateExpired(_) => 0x100A,
        Error::StorageFull => 0x1017,
        Error::UnknownClient(_) => 0x1011,
        Error::InvalidClient(_) => 0x1005,
        Error::InvalidData(_) => 11,
        Error::TransactionNotOpen(_) => 0x1008,
        Error::NothingToExport => 0x2003,
        Error::WrongSecret { .. } => 0x1100,
        Error::Blocked(_) => 0x1201,
        Error::SetUpElsewhere => 0x1100,
        Error::Decommissioned => 0x10FE,
        Error::SignaturesExhausted => 0x100E,
        Error::TooManyTransactions(_) => 0x1009,
        Error::TooManyClients(_) => 0x1010,
        Error::OpenTransactions(_) => 0x1014,
        Error::UnexportedData => 0x1012,
        Error::Io { .. } => 10,
        _ => 0x1001,
    }
}

/// Contexts, infos and responses of a stick that were not given back.
pub(crate) type Live = [u64; 3];

static LIVE: LazyLock<Mutex<HashMap<PathBuf, Live>>> = LazyLock::new(Mutex::default);

pub(crate) fn live() -> MutexGuard<'static, HashMap<PathBuf, Live>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts one kind up or down.
pub(crate) fn count(folder: &Path, kind: usize, by: i64) {
    let mut live = live();
    let counts = live.entry(folder.to_owned()).or_default();
    if let Some(count) = counts.get_mut(kind) {
        *count = count.wrapping_add_signed(by);
    }
}
