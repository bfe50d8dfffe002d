//! fiskaly SIGN DE v2: a TSE in the maker's data centre, reached by HTTPS (OpenAPI 2.1.35).
//!
//! **Never tried against the real service.** Tested against [`simulator`], which signs with the built-in test TSE,
//! against a session recorded in January 2023 (requests match it field by field, answers are read from it), and
//! against the signatures of that session, which verify.
//!
//! * A TSS is made by [`Tse::create`]; its id belongs into [`Config::device`] and its PUK, told this one time, into
//!   [`crate::driver::Secrets::admin_puk`]. [`Tse::set_up`] takes it through CREATED, UNINITIALIZED and INITIALIZED.
//! * Every request that changes something carries an id we chose, and a transaction its revision: repeating it
//!   does nothing twice. A call repeats its request, word for word, as long as its patience lasts; when a repetition is
//!   refused because the first one arrived after all, the service is asked what it holds. A call that ended without
//!   an answer leaves the transaction to be asked for: by [`Tse::transaction`], or by the next `finish` itself.
//! * processData is built by the register and goes as `raw`.
//! * Clock, self-test and storage are the maker's business: [`Tse::update_time`] does nothing.
//! * A wrong PIN counts against five tries that nobody can read. This driver sends a PIN that was refused never again.
//! * An export of more than a million log messages is fetched in spans and written as one archive.

pub mod answer;
mod export;
mod http;
mod link;
mod merge;
mod options;
pub mod request;
pub mod simulator;

use std::collections::HashMap;
use std::io::Write;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::driver::{Clock, Config};
use crate::{
    Created, Error, ExportFilter, Exported, Info, Role, SetUp, Stamp, State, Transaction, Tse,
    valid_client_id,
};
use answer::{Client, Facts, Page, Tss, read};
pub use link::Pause;
use link::{About, Deadline, Failure, Link};
pub use options::{Options, Random};
use request::Request;

/// The only algorithm of the service.
pub(crate) const ALGORITHM: &str = "ecdsa-plain-SHA256";
/// The only log time format of the service.
pub(crate) const TIME_FORMAT: &str = "unixTime";
/// Starting a TSS takes long: at least 30 s, says the maker.
const SET_UP_PATIENCE: Duration = Duration::from_secs(120);
/// Longest process type (TR-03151, 2.2.1).
const LONGEST_TYPE: usize = 100;
/// The service takes bodies up to 1 MB; Base64 makes four bytes of three.
const LONGEST_DATA: usize = 700_000;
/// Pages of a list that are read at most; 199 clients and 2000 transactions fit many times.
const MOST_PAGES: usize = 100;
/// Wait before asking again for a signature that is being made.
const SIGNATURE_WAIT: Duration = Duration::from_millis(200);

/// A TSS at fiskaly.
pub struct Fiskaly {
    link: Link,
    options: Options,
    clock: Clock,
    patience: Duration,
    /// Id of the TSS.
    device: Option<String>,
    admin_pin: String,
    admin_puk: String,
    facts: Option<Facts>,
    /// Transactions there may be open, and clients.
    most: (u64, u64),
    /// Ids of registered clients by our client id.
    clients: HashMap<String, String>,
    /// Open transactions whose last call was answered: id and revision by number.
    open: HashMap<u64, (String, u64)>,
    /// PIN and PUK that were refused; never sent again.
    refused_pin: Option<(String, Error)>,
    refused_puk: Option<String>,
    logged_in: bool,
}

impl Fiskaly {
    /// Checks the configuration; nothing is sent.
    ///
    /// # Errors
    /// [`Error::Configuration`].
    pub fn open(config: &Config, clock: Clock, mut options: Options) -> Result<Self, Error> {
        let pause = std::mem::replace(&mut options.pause, Box::new(|_| {}));
        if let Some(device) = config.device.as_deref()
            && !is_uuid(device)
        {
            return Err(Error::Configuration(format!(
                "id of the TSS {device:?}: a UUID expected"
            )));
        }
        Ok(Self {
            link: Link::new(config, pause)?,
            options,
            clock,
            patience: config.patience,
            device: config.device.as_deref().map(str::to_ascii_lowercase),
            admin_pin: config.secrets.admin_pin.clone(),
            admin_puk: config.secrets.admin_puk.clone(),
            facts: None,
            most: (0, 0),
            clients: HashMap::new(),
            open: HashMap::new(),
            refused_pin: None,
            refused_puk: None,
            logged_in: false,
        })
    }

    fn uuid(&mut self) -> Result<String, Error> {
        let mut bytes = [0; 16];
        (self.options.random)(&mut bytes)?;
        // Version 4, variant 1 (RFC 4122, 4.4).
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let hex = crate::algorithm::hex(&bytes);
        let parts: Vec<&str> = [0..8, 8..12, 12..16, 16..20, 20..32]
            .into_iter()
            .filter_map(|part| hex.get(part))
            .collect();
        Ok(parts.join("-"))
    }

    fn tss_id(&self) -> Result<String, Error> {
        self.device.clone().ok_or_else(|| {
            Error::Configuration("no TSS at fiskaly is named; one has to be created first".into())
        })
    }

    fn about(&self) -> About {
        About {
            tss: self.device.clone().unwrap_or_default(),
            certificate_end: self
                .facts
                .as_ref()
                .map_or_else(|| (self.clock)(), |facts| facts.certificate_end),
            ..About::default()
        }
    }

    fn deadline(&self) -> Deadline {
        Deadline::new(self.patience)
    }

    fn call(&mut self, request: &Request, deadline: &mut Deadline) -> Result<Vec<u8>, Failure> {
        let about = self.about();
        let reply = self.link.call(request, &about, deadline)?;
        Ok(reply.body)
    }

    /// Takes over what a TSS says of itself; it must be the one that answered before.
    fn learn(&mut self, tss: &Tss) -> Result<Facts, Error> {
        let id = self.tss_id()?;
        if !tss.id.eq_ignore_ascii_case(&id) {
            return Err(Error::ForeignDevice {
                expected: id,
                found: tss.id.clone(),
            });
        }
        let facts = tss.facts()?;
        if let Some(known) = &self.facts
            && known.serial != facts.serial
        {
            return Err(Error::ForeignDevice {
                expected: crate::algorithm::hex(&known.serial),
                found: crate::algorithm::hex(&facts.serial),
            });
        }
        self.most = (
            tss.max_number_active_transactions,
            tss.max_number_registered_clients,
        );
        self.facts = Some(facts.clone());
        Ok(facts)
    }

    fn tss(&mut self, deadline: &mut Deadline) -> Result<(Tss, Facts), Error> {
        let id = self.tss_id()?;
        let tss: Tss = read(&self.call(&request::tss(&id), deadline)?)?;
        let facts = self.learn(&tss)?;
        Ok((tss, facts))
    }

    fn facts(&mut self, deadline: &mut Deadline) -> Result<Facts, Error> {
        match &self.facts {
            Some(facts) => Ok(facts.clone()),
            None => Ok(self.tss(deadline)?.1),
        }
    }

    /// All clients, in order of registration.
    fn all_clients(&mut self, deadline: &mut Deadline) -> Result<Vec<Client>, Error> {
        let tss = self.tss_id()?;
        let mut all: Vec<Client> = Vec::new();
        for _ in 0..MOST_PAGES {
            let page: Page<Client> =
                read(&self.call(&request::clients(&tss, all.len()), deadline)?)?;
            let last = page.data.len() < request::PAGE;
            all.extend(page.data);
            if last {
                let foreign = |client: &Client| {
                    client
                        .tss_id
                        .as_ref()
                        .is_some_and(|id| !id.eq_ignore_ascii_case(&tss))
                };
                if all.iter().any(foreign) {
                    return Err(Error::Protocol("clients of another TSS".into()));
                }
                return Ok(all);
            }
        }
        Err(Error::Protocol("a list of clients without end".into()))
    }

    /// Id of a registered client.
    fn client(&mut self, client_id: &str, deadline: &mut Deadline) -> Result<String, Error> {
        if let Some(id) = self.clients.get(client_id) {
            return Ok(id.clone());
        }
        let found = self
            .all_clients(deadline)?
            .into_iter()
            .find(|client| client.serial_number == client_id && client.state == "REGISTERED")
            .filter(|client| is_uuid(&client.id));
        match found {
            Some(client) => {
                self.clients.insert(client_id.to_owned(), client.id.clone());
                Ok(client.id)
            }
            None => Err(Error::UnknownClient(client_id.to_owned())),
        }
    }
}

mod admin;
mod transact;

impl Tse for Fiskaly {
    fn info(&mut self) -> Result<Info, Error> {
        let mut deadline = self.deadline();
        let (tss, facts) = self.tss(&mut deadline)?;
        let description = match tss.description.is_empty() {
            true => format!("fiskaly SIGN DE, TSS {}", tss.id),
            false => tss.description.clone(),
        };
        Ok(Info {
            description: match tss.env.as_str() {
                "LIVE" => description,
                env => format!("{description} ({env})"),
            },
            manufacturer: "fiskaly GmbH".into(),
            version: tss.version.clone(),
            // A TSS of the test environment is none of the certified product.
            certification_id: tss
                .bsi_certification_id
                .clone()
                .filter(|id| tss.env == "LIVE" && !id.is_empty()),
            state: tss.life()?,
            serial: facts.serial.to_vec(),
            public_key: facts.point,
            signature_algorithm: tss.signature_algorithm,
            log_time_format: tss.signature_timestamp_format,
            certificates: vec![facts.certificate],
            certificate_end: facts.certificate_end,
            signatures: tss.signature_counter,
            max_signatures: None,
            time_set: true,
            storage_used: 0,
            storage_size: None,
            open_transactions: Some((
                tss.number_active_transactions,
                tss.max_number_active_transactions,
            )),
            clients: Some((
                tss.number_registered_clients,
                tss.max_number_registered_clients,
            )),
            self_test_due: None,
            time_update_every: None,
            wear: None,
        })
    }

    fn self_test(&mut self) -> Result<(), Error> {
        // The maker tests the device; here is tested whether it can be reached and is alive.
        let mut deadline = self.deadline();
        let (tss, _) = self.tss(&mut deadline)?;
        match tss.life()? {
            State::Decommissioned => Err(Error::Decommissioned),
            State::Uninitialized | State::Operational => Ok(()),
        }
    }

    fn create(&mut self) -> Result<Option<Created>, Error> {
        self.create_tss()
    }

    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        self.take_into_operation(set_up)
    }

    fn update_time(&mut self, _now: DateTime<Utc>) -> Result<(), Error> {
        Ok(())
    }

    fn register_client(&mut self, client_id: &str) -> Result<(), Error> {
        if !valid_client_id(client_id) {
            return Err(Error::InvalidClient(client_id.to_owned()));
        }
        self.register(client_id)
    }

    fn deregister_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.deregister(client_id)
    }

    fn clients(&mut self) -> Result<Vec<String>, Error> {
        let mut deadline = self.deadline();
        let clients = self.all_clients(&mut deadline)?;
        Ok(clients
            .into_iter()
            .filter(|client| client.state == "REGISTERED")
            .map(|client| client.serial_number)
            .collect())
    }

    fn start(&mut self, client_id: &str) -> Result<Stamp, Error> {
        self.begin(client_id)
    }

    fn update(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        self.advance(client_id, transaction, "ACTIVE", process_type, process_data)
    }

    fn finish(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        self.advance(
            client_id,
            transaction,
            "FINISHED",
            process_type,
            process_data,
        )
    }

    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error> {
        self.look_up(client_id, transaction)
    }

    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error> {
        let mut deadline = self.deadline();
        let client = self.client(client_id, &mut deadline)?;
        self.open_of(&client, &mut deadline)
    }

    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<Exported, Error> {
        self.write_archive(filter, out)
    }

    fn decommission(&mut self) -> Result<(), Error> {
        self.disable()
    }

    fn change_pin(&mut self, role: Role, old: &str, new: &str) -> Result<(), Error> {
        match role {
            Role::Admin => self.replace_pin(old, new),
            Role::TimeAdmin => Err(Error::Unsupported("a PIN of the time administrator")),
        }
    }

    fn unblock_pin(&mut self, role: Role, puk: &str, new_pin: &str) -> Result<(), Error> {
        match role {
            Role::Admin => self.set_pin(puk, new_pin),
            Role::TimeAdmin => Err(Error::Unsupported("a PIN of the time administrator")),
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
