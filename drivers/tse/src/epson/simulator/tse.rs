//! The TSE and what the host knows of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};

use super::export::Export;
use super::{Options, SharedClock};
use crate::simulator::Simulator;
use crate::{Error, ExportFilter, Stamp, Tse};

/// A refusal's name, with what it still says.
pub(super) type Refusal = (&'static str, Value);

pub(super) fn refuse<T>(code: &'static str) -> Result<T, Refusal> {
    Err((code, json!({})))
}

/// A secret with its retry counter.
#[derive(Debug, Clone)]
pub(super) struct Guarded {
    pub value: String,
    left: u32,
}

const TRIES: u32 = 3;

impl Guarded {
    pub fn new(value: &str) -> Self {
        Self {
            value: value.into(),
            left: TRIES,
        }
    }

    /// A new value, with all tries.
    pub fn replace(&mut self, value: &str) {
        *self = Self::new(value);
    }

    /// Compares; a wrong one costs a try.
    pub fn check(&mut self, given: &str) -> Result<(), Refusal> {
        if self.left == 0 {
            return refuse("TSE1_ERROR_AUTHENTICATION_PIN_BLOCKED");
        }
        if self.value == given {
            self.left = TRIES;
            return Ok(());
        }
        self.left -= 1;
        let output = json!({"remainingRetries": self.left});
        Err(("TSE1_ERROR_AUTHENTICATION_FAILED", output))
    }
}

pub(super) struct State {
    folder: PathBuf,
    pub options: Options,
    pub clock: SharedClock,
    inner: Option<Simulator>,
    random: SystemRandom,
    pub key: String,
    pub puk: Guarded,
    pub admin_pin: Guarded,
    pub time_admin_pin: Guarded,
    challenges: BTreeMap<String, String>,
    /// Since when the administrator has been idle.
    pub admin: Option<DateTime<Utc>>,
    pub time_admins: BTreeMap<String, DateTime<Utc>>,
    pub host_proven: bool,
    /// Whether the host's own client is there.
    pub at_home: bool,
    pub decommissioned: bool,
    pub last: BTreeMap<String, Stamp>,
    pub export: Option<Export>,
}

impl State {
    pub fn open(folder: &Path, options: &Options, clock: SharedClock) -> Result<Self, Error> {
        let mut state = Self {
            folder: folder.to_owned(),
            options: options.clone(),
            clock,
            inner: None,
            random: SystemRandom::new(),
            key: crate::epson::DELIVERED_KEY.into(),
            puk: Guarded::new("123456"),
            admin_pin: Guarded::new("12345"),
            time_admin_pin: Guarded::new("98765"),
            challenges: BTreeMap::new(),
            admin: None,
            time_admins: BTreeMap::new(),
            host_proven: false,
            at_home: false,
            decommissioned: false,
            last: BTreeMap::new(),
            export: None,
        };
        state.power_cycle()?;
        Ok(state)
    }

    pub fn power_cycle(&mut self) -> Result<(), Error> {
        self.inner = None;
        self.log_out();
        self.challenges.clear();
        self.export = None;
        let clock = Arc::clone(&self.clock);
        let options = self.options.device.clone();
        self.inner = Some(Simulator::open(
            &self.folder,
            options,
            Box::new(move || clock()),
        )?);
        Ok(())
    }

    pub fn move_to_another_host(&mut self) {
        self.key = crate::epson::DELIVERED_KEY.into();
        self.at_home = false;
        self.log_out();
    }

    pub fn log_out(&mut self) {
        self.admin = None;
        self.time_admins.clear();
        self.host_proven = false;
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub fn inner(&mut self) -> Result<&mut Simulator, Refusal> {
        self.inner
            .as_mut()
            .ok_or_else(|| ("TSE1_ERROR_NO_TSE", json!({})))
    }

    pub fn archive(&mut self) -> Result<Vec<u8>, Error> {
        let mut archive = Vec::new();
        let inner = self.inner.as_mut();
        inner
            .ok_or_else(|| Error::Removed("switched off".into()))?
            .export(&ExportFilter::All, &mut archive)?;
        Ok(archive)
    }

    /// A new challenge for a user, in the place of an old one.
    pub fn challenge(&mut self, user: &str) -> Result<String, Refusal> {
        if self.challenges.len() >= 100 && !self.challenges.contains_key(user) {
            return refuse("OTHER_ERROR_TOO_MANY_CHALLENGE_REQUESTED");
        }
        let mut bytes = [0; 8];
        if self.random.fill(&mut bytes).is_err() {
            return refuse("OTHER_ERROR_FATAL");
        }
        let challenge = crate::algorithm::hex(&bytes);
        self.challenges.insert(user.into(), challenge.clone());
        Ok(challenge)
    }

    /// Whether the hash proves the host's key; the challenge is used up either way.
    pub fn prove(&mut self, user: &str, hash: &str) -> Result<(), Refusal> {
        let Some(challenge) = self.challenges.remove(user) else {
            return refuse("OTHER_ERROR_HOST_AUTHENTICATION_FAILED");
        };
        match crate::epson::login::proof(&challenge, &self.key) == hash {
            true => Ok(()),
            false => refuse("OTHER_ERROR_HOST_AUTHENTICATION_FAILED"),
        }
    }

    /// Logs out who was idle for too long, and ends an export nobody fetches.
    pub fn expire(&mut self) {
        let now = self.now();
        let options = &self.options;
        self.admin = self
            .admin
            .filter(|since| now - *since < options.admin_time_out);
        let longest = options.time_admin_time_out;
        self.time_admins.retain(|_, since| now - *since < longest);
        let longest = options.export_time_out;
        if self
            .export
            .as_ref()
            .is_some_and(|export| now - export.since >= longest)
        {
            self.export = None;
        }
    }

    pub fn needs_admin(&mut self) -> Result<(), Refusal> {
        if self.admin.is_none() {
            return refuse("OTHER_ERROR_UNAUTHENTICATED_ADMIN_USER");
        }
        self.admin = Some(self.now());
        Ok(())
    }

    pub fn needs_time_admin(&mut self, client: &str) -> Result<(), Refusal> {
        let now = self.now();
        match self.time_admins.get_mut(client) {
            Some(since) => {
                *since = now;
                Ok(())
            }
            None => refuse("OTHER_ERROR_UNAUTHENTICATED_TIME_ADMIN_USER"),
        }
    }

    pub fn needs_host(&self) -> Result<(), Refusal> {
        match self.host_proven {
            true => Ok(()),
            false => refuse("OTHER_ERROR_UNAUTHENTICATED_HOST"),
        }
    }
}

/// The name of the TSE's own refusals.
pub(super) fn name(error: Error) -> Refusal {
    let code = match error {
        Error::Removed(_) => "TSE1_ERROR_NO_TSE",
        Error::Timeout(_) | Error::Busy => "TSE1_ERROR_TIMEOUT",
        Error::NotInitialized => "TSE1_ERROR_TSE_NOT_INITIALIZED",
        Error::SelfTestNeeded => "TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST",
        Error::SelfTestFailed(_) => "TSE1_ERROR_SELF_TEST_FAILED_CSP",
        Error::TimeNotSet => "TSE1_ERROR_NO_TIME_SET",
        Error::CertificateExpired(_) => "TSE1_ERROR_CERTIFICATE_EXPIRED",
        Error::StorageFull => "TSE1_ERROR_STORE_FULL",
        Error::UnknownClient(_) => "TSE1_ERROR_CLIENT_NOT_REGISTERED",
        Error::InvalidClient(_) | Error::InvalidData(_) => "JSON_ERROR_INVALID_PARAMETER",
        Error::TransactionNotOpen(_) => "TSE1_ERROR_TRANSACTION_NOT_STARTED",
        Error::NothingToExport => "TSE1_ERROR_EXPORT_NO_DATA_AVAILABLE",
        Error::SetUpElsewhere => "OTHER_ERROR_TSE_ALREADY_SET_UP",
        Error::SignaturesExhausted => "TSE1_ERROR_TRANSACTION_SIGNATURES_EXCEEDED",
        Error::TooManyTransactions(_) => "TSE1_ERROR_MAX_PARALLEL_TRANSACTIONS",
        Error::TooManyClients(_) => "TSE1_ERROR_MAX_REGISTERED_CLIENTS_REACHED",
        Error::OpenTransactions(_) => "TSE1_ERROR_CLIENT_HAS_UNFINISHED_TRANSACTIONS",
        Error::UnexportedData => "TSE1_ERROR_EXPORT_UNACKNOWLEDGED_DATA",
        _ => "TSE1_ERROR_RAISED_FROM_TSE",
    };
    (code, json!({}))
}
