//! Swissbit TSE (USB, SD, microSD and LAN) through the maker's WormAPI library, which is loaded at run time.
//!
//! The library is the maker's and is not part of this program: he gives it to whoever buys a TSE from him. It is
//! looked for at [`Config::library`], else where the system looks for `libWormAPI.so` (Windows: `WormAPI.dll`).
//!
//! **What this was tested on:** a library of our own with the same symbols (`fake-wormapi`), in front of the built-in
//! test TSE. It was never tried on a real device, nor with the maker's library: names, types and numbers come from
//! public open-source programs that use it (SDK 5.9.1). Of SDK 6 and the TSE 2.0 only some names are public; functions
//! that it dropped are done without, and those it added are not used. What is not known of the TSE 2.0: whether its
//! users need a PIN of their own for signing (role *logger*), whether PINs got longer, whether the set-up is the same.
//!
//! One device is one context on one thread, and one process: a second one gets [`Error::InUse`] (at a drive by a lock on
//! its `TSE_INFO.DAT`, behind a LAN TSE its server sorts them). Calls that a customer waits for end within
//! [`Config::patience`] whatever the library does; while it does not come back, every further call is
//! [`Error::Busy`] at once.
//!
//! The driver helps itself where it can, once per call: it logs in, runs the self-test, sets the clock, opens the
//! device anew. It never signs again what may have been signed: after a broken finish it asks the device first, after a
//! broken start or update it leaves that to the register. A PIN or PUK that was refused is not shown to the device again.

mod archive;
mod code;
mod context;
mod facts;
mod info;
mod library;
mod life;
mod refused;
mod remedies;
mod session;
mod signing;
mod stream;
mod transactions;
mod worker;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::algorithm::unhex;
use crate::driver::{Clock, Config};
use crate::{
    Error, ExportFilter, Exported, Info, Role, SetUp, Stamp, Transaction, Tse, valid_client_id,
};
use session::{Session, Target, c_text};
use signing::Step;
use worker::Worker;

/// A self-test takes up to a minute.
const SELF_TEST: Duration = Duration::from_secs(75);
/// Self-test, set-up and switching on.
const SET_UP: Duration = Duration::from_secs(180);
/// Whatever else an administrator asks for.
const ADMINISTRATION: Duration = Duration::from_secs(60);
/// Deleting gigabytes.
const DELETION: Duration = Duration::from_secs(600);

/// A Swissbit TSE. [`Config::trust`] is not looked at: the line to a LAN TSE is the library's business.
pub struct Swissbit {
    worker: Worker,
    patience: Duration,
}

impl Swissbit {
    /// Loads the library and makes ready to use the device; the device itself is opened by the first call.
    ///
    /// # Errors
    /// [`Error::Configuration`]: a library that is not there or not the right one, no token for a LAN TSE.
    pub fn open(config: &Config, clock: Clock) -> Result<Self, Error> {
        let wrong = |what: String| Error::Configuration(what);
        // Who only looks needs none.
        if !config.client_id.is_empty() && !valid_client_id(&config.client_id) {
            return Err(Error::InvalidClient(config.client_id.clone()));
        }
        let serial = match &config.device {
            None => None,
            Some(text) => Some(unhex(text).filter(|serial| serial.len() == 32).ok_or_else(
                || {
                    wrong(format!(
                        "device {text:?}: a serial number of 64 hexadecimal digits expected"
                    ))
                },
            )?),
        };
        let target = if config.address.starts_with("https://") {
            if config.secrets.api_secret.is_empty() {
                return Err(wrong("the LAN TSE needs its token (api_secret)".into()));
            }
            Target::Lan {
                url: c_text(&config.address)?,
                token: c_text(&config.secrets.api_secret)
                    .map_err(|_| wrong("the token holds a NUL character".into()))?,
            }
        } else if config.address.is_empty() || config.address.contains("://") {
            return Err(wrong(format!(
                "address {:?}: folder where the drive is mounted, or https://host:9000, expected",
                config.address
            )));
        } else {
            Target::Drive(PathBuf::from(&config.address))
        };
        let api = library::load(config.library.as_deref())?;
        let (client, secrets) = (config.client_id.clone(), config.secrets.clone());
        let patience = config.patience;
        let certification_id = config.certification_id.clone();
        let open = move || {
            let mut session = Session::new(api, target, client, secrets, serial, clock, patience);
            session.certification_id = certification_id;
            session
        };
        Ok(Self {
            worker: Worker::start(patience, open)?,
            patience,
        })
    }

    fn sign(
        &self,
        step: Step,
        client_id: &str,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        transactions::valid(client_id, process_type)?;
        let (client, kind) = (client_id.to_owned(), process_type.to_owned());
        let data = process_data.to_vec();
        self.worker.ask(self.patience, move |session, deadline| {
            session.transact(step, &client, &kind, &data, deadline)
        })
    }

    /// A call about one client, which must be one any device takes.
    fn about_client<T: Send + 'static>(
        &self,
        limit: Duration,
        client_id: &str,
        job: impl FnOnce(&mut Session, &str) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        transactions::valid(client_id, "")?;
        let client = client_id.to_owned();
        self.worker
            .ask(limit, move |session, _| job(session, &client))
    }
}

impl Tse for Swissbit {
    fn info(&mut self) -> Result<Info, Error> {
        self.worker.ask(self.patience, |session, _| session.info())
    }

    fn self_test(&mut self) -> Result<(), Error> {
        self.worker
            .ask(SELF_TEST, |session, _| session.run_self_test())
    }

    /// [`SetUp::description`] is not used: the device has none to give. On a device set up before, it looks with one
    /// log-in whether it was with this PIN, and says [`Error::SetUpElsewhere`] if not.
    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        let set_up = set_up.clone();
        self.worker
            .ask(SET_UP, move |session, _| session.set_up(&set_up))
    }

    fn update_time(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        self.worker
            .ask(ADMINISTRATION, move |session, _| session.set_time(now))
    }

    fn register_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.about_client(ADMINISTRATION, client_id, Session::register)
    }

    fn deregister_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.about_client(ADMINISTRATION, client_id, Session::deregister)
    }

    fn clients(&mut self) -> Result<Vec<String>, Error> {
        self.worker
            .ask(self.patience, |session, _| session.clients())
    }

    fn start(&mut self, client_id: &str) -> Result<Stamp, Error> {
        self.sign(Step::Start, client_id, "", &[])
    }

    fn update(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        self.sign(
            Step::Update(transaction),
            client_id,
            process_type,
            process_data,
        )
    }

    fn finish(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        self.sign(
            Step::Finish(transaction),
            client_id,
            process_type,
            process_data,
        )
    }

    /// An older transaction than the client's last is looked for in an export as long as the device holds at most 32 MB
    /// of log messages, and is [`Error::Unsupported`] beyond.
    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error> {
        transactions::valid(client_id, "")?;
        let client = client_id.to_owned();
        self.worker.ask(self.patience, move |session, deadline| {
            session.look_up(&client, transaction, deadline)
        })
    }

    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error> {
        self.about_client(self.patience, client_id, Session::open_numbers)
    }

    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<Exported, Error> {
        archive::export(&self.worker, filter, out)
    }

    /// The administrator has to be logged in before the export already, since the device logs that: after
    /// [`Tse::set_up`] (which looks at the PIN) the driver sees to it.
    fn delete_exported(&mut self) -> Result<(), Error> {
        self.worker
            .ask(DELETION, |session, _| session.delete_exported())
    }

    fn decommission(&mut self) -> Result<(), Error> {
        self.worker
            .ask(ADMINISTRATION, |session, _| session.decommission())
    }

    fn change_pin(&mut self, role: Role, old: &str, new: &str) -> Result<(), Error> {
        let (old, new) = (old.to_owned(), new.to_owned());
        self.worker.ask(ADMINISTRATION, move |session, _| {
            session.change_pin(role, &old, &new)
        })
    }

    fn change_puk(&mut self, old: &str, new: &str) -> Result<(), Error> {
        let (old, new) = (old.to_owned(), new.to_owned());
        self.worker.ask(ADMINISTRATION, move |session, _| {
            session.change_puk(&old, &new)
        })
    }

    fn unblock_pin(&mut self, role: Role, puk: &str, new_pin: &str) -> Result<(), Error> {
        let (puk, new) = (puk.to_owned(), new_pin.to_owned());
        self.worker.ask(ADMINISTRATION, move |session, _| {
            session.unblock_pin(role, &puk, &new)
        })
    }
}
