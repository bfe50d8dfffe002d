//! What the driver knows of the device, and the ways out of what can be helped.

use std::ffi::CString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::code::{About, Failure};
use super::context::Context;
use super::library::Functions;
use super::remedies::Tried;
use crate::algorithm::hex;
use crate::driver::{Clock, Secrets};
use crate::{Error, Role, Secret};

/// File that tells a TSE's drive from any other.
const MARK: &str = "TSE_INFO.DAT";
/// So often the library talks to the device on its own, that the port does not fall asleep.
const KEEP_ALIVE: i32 = 30;

/// Where the device is.
pub(super) enum Target {
    /// Where its drive is mounted.
    Drive(PathBuf),
    /// LAN TSE.
    Lan { url: CString, token: CString },
}

/// Why something came to nothing: the device's answer to it, or an error on the way there.
pub(super) enum Trouble {
    Failure(Failure),
    Error(Error),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

pub(super) struct Session {
    api: Arc<Functions>,
    target: Target,
    pub client: String,
    pub secrets: Secrets,
    pub clock: Clock,
    pub patience: Duration,
    /// Of the configuration, for a device that does not tell its own.
    pub certification_id: Option<String>,
    /// Serial number of the device, from the configuration or as first seen.
    pub serial: Option<Vec<u8>>,
    /// Uncompressed point of its key.
    pub point: Vec<u8>,
    certificate_end: DateTime<Utc>,
    context: Option<Context>,
    /// Holds the drive against a second process. Lets go after the context is closed.
    lock: Option<File>,
    pub(super) admin: bool,
    pub(super) time_admin: bool,
    /// Whether the device took the administrator's PIN at hand since the driver was opened.
    pub(super) admin_good: bool,
    pub(super) tried: Tried,
}

/// The library's number of a role.
pub(super) fn user(role: Role) -> u32 {
    match role {
        Role::Admin => 1,
        Role::TimeAdmin => 2,
    }
}

pub(super) fn secret(role: Role) -> Secret {
    match role {
        Role::Admin => Secret::AdminPin,
        Role::TimeAdmin => Secret::TimeAdminPin,
    }
}

/// A text for the library.
pub(super) fn c_text(text: &str) -> Result<CString, Error> {
    CString::new(text).map_err(|_| Error::InvalidData(format!("{text:?} holds a NUL character")))
}

impl Session {
    pub fn new(
        api: Arc<Functions>,
        target: Target,
        client: String,
        secrets: Secrets,
        serial: Option<Vec<u8>>,
        clock: Clock,
        patience: Duration,
    ) -> Self {
        Self {
            api,
            target,
            client,
            secrets,
            clock,
            patience,
            certification_id: None,
            serial,
            point: Vec::new(),
            certificate_end: DateTime::UNIX_EPOCH,
            context: None,
            lock: None,
            admin: false,
            time_admin: false,
            admin_good: false,
            tried: Tried::default(),
        }
    }

    /// Carries out a job with the device open and, behind a LAN TSE, to itself.
    pub fn locked<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.tried = Tried::default();
        self.context()?;
        let result = job(self);
        if self
            .context
            .as_ref()
            .is_some_and(|context| context.unlock().is_err())
        {
            self.close();
        }
        result
    }

    /// Lets go of the device; the next call opens it anew.
    pub fn close(&mut self) {
        self.context = None;
        self.lock = None;
        self.forget_logins();
    }

    /// Notes that nobody is logged in.
    pub fn forget_logins(&mut self) {
        self.admin = false;
        self.time_admin = false;
    }

    pub fn api(&self) -> Arc<Functions> {
        self.api.clone()
    }

    /// The open device, opened if it is not.
    pub fn context(&mut self) -> Result<&Context, Error> {
        if let Target::Drive(path) = &self.target
            && !path.join(MARK).is_file()
        {
            let path = path.display().to_string();
            self.close();
            return Err(Error::Removed(format!("no {MARK} in {path}")));
        }
        if self.context.is_none() {
            self.open()?;
        }
        let about = self.about();
        let failed = |failure: Failure| failure.error(&about);
        match &self.context {
            Some(context) => context.lock().map_err(failed).map(|()| context),
            None => Err(Error::Removed("not open".into())),
        }
    }

    fn open(&mut self) -> Result<(), Error> {
        let about = self.about();
        let failed = |failure: Failure| failure.error(&about);
        let mut wanted = self.serial.clone();
        let mut lock = None;
        let context = match &self.target {
            Target::Drive(path) => {
                lock = Some(hold(path)?);
                // The maker's examples end the path with a separator.
                let path = c_text(&path.join("").display().to_string())?;
                Context::open(&self.api, &path).map_err(failed)?
            }
            Target::Lan { url, token } => {
                let context = Context::open_lan(&self.api, url, token).map_err(failed)?;
                let serials = context.devices().map_err(failed)?;
                let serial = choose(&serials, wanted.take().as_deref())?;
                context.select(&serial).map_err(failed)?;
                context.lock().map_err(failed)?;
                wanted = Some(serial);
                context
            }
        };
        context.keep_alive(KEEP_ALIVE);
        let facts = context.facts().map_err(failed)?;
        if let Some(expected) = wanted
            && expected != facts.serial
        {
            return Err(Error::ForeignDevice {
                expected: hex(&expected),
                found: hex(&facts.serial),
            });
        }
        self.point = facts.point;
        self.serial = Some(facts.serial);
        self.certificate_end = moment(facts.certificate_end).unwrap_or_default();
        self.forget_logins();
        self.context = Some(context);
        self.lock = lock;
        Ok(())
    }

    /// What an error of this moment is about.
    pub fn about(&self) -> About {
        About {
            client: self.client.clone(),
            certificate_end: self.certificate_end,
            waited: self.patience,
            ..About::default()
        }
    }

    /// The error for what went wrong; asks the device for the numbers that belong to it.
    pub fn explain(&mut self, trouble: Trouble, client: &str, transaction: u64) -> Error {
        let failure = match trouble {
            Trouble::Error(error) => return error,
            Trouble::Failure(failure) => failure,
        };
        if failure.breaks_the_line() {
            self.close();
        }
        let mut about = About {
            client: client.into(),
            transaction,
            ..self.about()
        };
        let facts = |session: &Self| session.context.as_ref()?.facts().ok();
        about.count = match failure {
            Failure::Code(0x1009 | 0x1014) => facts(self).map_or(0, |facts| u64::from(facts.open)),
            Failure::Code(0x1013) => c_text(client)
                .ok()
                .and_then(|client| self.context.as_ref()?.open_transactions(&client).ok())
                .map_or(0, |open| open.len() as u64),
            Failure::Code(0x1010) => facts(self).map_or(0, |facts| u64::from(facts.clients)),
            _ => 0,
        };
        failure.error(&about)
    }
}

/// Unix seconds as the library tells them.
pub(super) fn moment(unix: u64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(i64::try_from(unix).ok()?, 0)
}

/// Which of the devices behind a LAN TSE.
fn choose(serials: &[Vec<u8>], wanted: Option<&[u8]>) -> Result<Vec<u8>, Error> {
    let names = || {
        let names: Vec<String> = serials.iter().map(|serial| hex(serial)).collect();
        names.join(", ")
    };
    match (serials, wanted) {
        ([], _) => Err(Error::Removed("no TSE at the LAN TSE".into())),
        (_, Some(wanted)) if serials.iter().any(|serial| serial == wanted) => Ok(wanted.to_vec()),
        (_, Some(wanted)) => Err(Error::ForeignDevice {
            expected: hex(wanted),
            found: names(),
        }),
        ([only], None) => Ok(only.clone()),
        (_, None) => Err(Error::Configuration(format!(
            "the LAN TSE has several TSEs, say which by its serial number: {}",
            names()
        ))),
    }
}

/// Keeps the drive to this driver. The maker's library answers two processes at once with rubbish.
fn hold(path: &Path) -> Result<File, Error> {
    // Elsewhere a lock keeps everybody from reading the file, the library too.
    let path = match cfg!(unix) {
        true => path.join(MARK),
        false => {
            let name = crate::algorithm::serial(path.display().to_string().as_bytes());
            std::env::temp_dir().join(format!("amtskasse-tse-{}.lock", hex(&name)))
        }
    };
    let failed = |source| Error::Io {
        context: format!("locking {}", path.display()),
        source,
    };
    let file = match cfg!(unix) {
        true => File::open(&path),
        false => File::create(&path),
    }
    .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(path.display().to_string())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}
