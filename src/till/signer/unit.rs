//! One TSE of the register: its keeper, who it is, and how it is.

use std::sync::Arc;
use std::time::Duration;

use amtskasse_tse::driver::{Driver, PATIENCE};
use amtskasse_tse::keeper::{Answer, Keeper, Queue};
use amtskasse_tse::{Error, Info, Stamp, State, Transaction, Tse};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fiscal;
use crate::ledger::TseRecord;

/// How long the register leaves a failed TSE alone before it tries again.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);
/// Devices want a self-test every 25 h and drift; a day is the usual rhythm.
const CARE_AFTER: TimeDelta = TimeDelta::hours(24);
/// A self-test keeps a device busy for up to a minute, so it is done earlier when nobody is there, and never while a
/// customer is.
const CARE_IN_QUIET: TimeDelta = TimeDelta::hours(12);
/// Pause before a busy device is asked once more.
const BUSY_PAUSE: Duration = Duration::from_millis(200);

/// A TSE and where it is connected.
pub struct Connected {
    /// The device.
    pub device: Box<dyn Tse>,
    /// Its driver.
    pub driver: Driver,
    /// Its address, in the driver's form.
    pub address: String,
    /// Digest of what it was opened with, so that secrets it refused are not tried again.
    pub config: Option<String>,
    /// Opens it anew, for one that could not be opened yet.
    pub reopen: Option<Reopen>,
}

/// Opens a device.
pub type Reopen = Arc<dyn Fn() -> Result<Box<dyn Tse>, Error> + Send + Sync>;

impl Connected {
    /// A device that was opened with nothing a configuration says.
    pub fn new(device: Box<dyn Tse>, driver: Driver, address: &str) -> Connected {
        Connected {
            device,
            driver,
            address: address.to_owned(),
            config: None,
            reopen: None,
        }
    }
}

/// Who would have to wait for a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::till) enum Desk {
    /// Nobody is logged in.
    Empty,
    /// Nothing is rung up.
    Idle,
    /// A customer is there.
    Selling,
}

/// The moment, by two clocks.
#[derive(Clone, Copy)]
pub(in crate::till) struct Now {
    /// The register's.
    pub clock: DateTime<Utc>,
    /// What a device is told: never before the newest entry, as its clock must not run backwards.
    pub device: DateTime<Utc>,
}

/// What waking a device tells.
pub(in crate::till) type Awake = (TseRecord, Info);

pub(in crate::till) struct Unit {
    /// Digest of its configuration.
    pub config: Option<String>,
    pub driver: Driver,
    pub address: String,
    pub keeper: Keeper,
    background: bool,
    reopen: Option<Reopen>,
    /// Who it is, once it said so; the id is that of its row in the ledger, 0 until it signs.
    pub record: Option<TseRecord>,
    /// What it said about itself last, and when.
    pub info: Option<(DateTime<Utc>, Info)>,
    pub awake: bool,
    /// Signatures this register makes with it a day; reckoned anew with its daily care.
    pub pace: u64,
    /// Since when and why it is out.
    pub failed: Option<(DateTime<Utc>, String)>,
    retry_at: Option<DateTime<Utc>>,
    cared_at: Option<DateTime<Utc>>,
    clock_set_at: Option<DateTime<Utc>>,
    waking: Option<Answer<Awake>>,
    setting_clock: Option<Answer<()>>,
    asking: Option<(DateTime<Utc>, Answer<Info>)>,
}

impl Unit {
    pub(in crate::till) fn new(connected: Connected, background: bool) -> Unit {
        Unit {
            keeper: keeper(connected.device, background),
            background,
            reopen: connected.reopen,
            config: connected.config,
            driver: connected.driver,
            address: connected.address,
            record: None,
            info: None,
            awake: false,
            pace: 0,
            failed: None,
            retry_at: None,
            cared_at: None,
            clock_set_at: None,
            waking: None,
            setting_clock: None,
            asking: None,
        }
    }

    pub(in crate::till) fn is_waking(&self) -> bool {
        self.waking.is_some()
    }

    pub(in crate::till) fn queue(&self) -> Option<Queue> {
        self.keeper.queue()
    }

    pub(in crate::till) fn fails(&mut self, since: DateTime<Utc>, reason: &str) {
        self.awake = false;
        self.retry_at = Some(since + RETRY_AFTER);
        self.failed.get_or_insert((since, reason.to_owned()));
    }

    /// Whether a device that is out is to be tried again; a clock that was set back must not put it off.
    pub(in crate::till) fn retry_due(&self, now: DateTime<Utc>) -> bool {
        !self.awake
            && self
                .retry_at
                .is_none_or(|at| now >= at || now + RETRY_AFTER < at)
    }

    fn care_due(&self, now: DateTime<Utc>, desk: Desk) -> bool {
        let after = match desk {
            Desk::Empty => CARE_IN_QUIET,
            Desk::Idle => CARE_AFTER,
            Desk::Selling => return false,
        };
        self.cared_at.is_none_or(|at| now - at >= after || now < at)
    }

    /// Whether the device wants its clock set between two self-tests; at four fifths of the time it allows.
    fn clock_due(&self, now: DateTime<Utc>) -> bool {
        let every = self
            .info
            .as_ref()
            .and_then(|(_, info)| info.time_update_every)
            .and_then(|every| TimeDelta::from_std(every).ok())
            .filter(|every| *every > TimeDelta::zero());
        match (every, self.clock_set_at) {
            (Some(every), Some(at)) => now - at >= every * 4 / 5,
            _ => false,
        }
    }

    /// Hands in what is due: waking after a failure, the daily self-test, the clock.
    pub(in crate::till) fn care(&mut self, client: &str, now: Now, desk: Desk) {
        // Whoever keeps the device still is not to be queued up behind: asking later is better.
        if self.waking.is_some() || self.queue().is_some() {
            return;
        }
        if self.retry_due(now.clock) || (self.awake && self.care_due(now.clock, desk)) {
            self.wake(client, now);
        } else if self.awake && self.setting_clock.is_none() && self.clock_due(now.clock) {
            self.clock_set_at = Some(now.clock);
            let now = now.device;
            let set = self.keeper.hand_in("time", move |tse| tse.update_time(now));
            self.setting_clock = Some(set);
        }
    }

    /// Hands in self-test, time, client and identity; the result comes through [`Unit::woken`].
    pub(in crate::till) fn wake(&mut self, client: &str, now: Now) {
        if let Some(Ok(device)) = self.reopen.as_ref().map(|reopen| reopen()) {
            self.keeper = keeper(device, self.background);
            self.reopen = None;
        }
        let client = client.to_owned();
        let wake = move |tse: &mut dyn Tse| awaken(tse, &client, now.device);
        self.waking = Some(self.keeper.hand_in("self-test", wake));
        self.retry_at = Some(now.clock + RETRY_AFTER);
        self.cared_at = Some(now.clock);
        self.clock_set_at = Some(now.clock);
    }

    /// Waits for a device that is waking up.
    pub(in crate::till) fn await_waking(
        &mut self,
        patience: Duration,
    ) -> Option<Result<Awake, Error>> {
        let answer = self.waking.as_ref()?.wait(patience);
        if !matches!(&answer, Err(Error::Timeout(after)) if *after == patience) {
            self.waking = None;
        }
        Some(self.took(answer))
    }

    /// How waking or caring for the device ended, once it has.
    pub(in crate::till) fn woken(&mut self) -> Option<Result<Awake, Error>> {
        if let Some(set) = self.setting_clock.as_ref().and_then(Answer::poll) {
            self.setting_clock = None;
            if let Err(error) = set {
                return Some(Err(error));
            }
        }
        let asked = self.asking.as_ref();
        if let Some((at, answer)) = asked.and_then(|(at, asked)| Some((*at, asked.poll()?))) {
            self.asking = None;
            if let Ok(info) = answer {
                self.info = Some((at, info));
            }
        }
        let answer = self.waking.as_ref()?.poll()?;
        self.waking = None;
        Some(self.took(answer))
    }

    fn took(&mut self, answer: Result<Awake, Error>) -> Result<Awake, Error> {
        if let (Ok((record, info)), Some(at)) = (&answer, self.cared_at) {
            // The row in the ledger of the same device stays known.
            let known = self.record.as_ref();
            if known.is_none_or(|known| known.serial != record.serial) {
                self.record = Some(record.clone());
            }
            self.info = Some((at, info.clone()));
            self.awake = true;
            self.failed = None;
            self.retry_at = None;
        }
        answer
    }

    /// Asks the device how it is.
    pub(in crate::till) fn ask(&mut self, now: DateTime<Utc>) {
        if self.asking.is_none() && self.queue().is_none() {
            let answer = self.keeper.hand_in("info", |tse| tse.info());
            self.asking = Some((now, answer));
        }
    }

    /// Asks the device how it is, and waits.
    pub(in crate::till) fn info_now(&mut self) -> Result<Info, Error> {
        self.keeper.call("info", PATIENCE, |tse| tse.info())
    }

    /// Finishes a transaction. An answer that got lost is asked for; the device is called again only when
    /// it says that the transaction is still open.
    pub(in crate::till) fn finish(
        &mut self,
        client: &str,
        transaction: u64,
        process_data: &str,
        patience: Duration,
    ) -> Result<Stamp, Error> {
        let (client, data) = (client.to_owned(), process_data.as_bytes().to_vec());
        self.keeper.call("finish", patience, move |tse| {
            finish(tse, &client, transaction, &data)
        })
    }

    pub(in crate::till) fn transaction(
        &mut self,
        client: &str,
        number: u64,
        patience: Duration,
    ) -> Result<Transaction, Error> {
        let client = client.to_owned();
        self.keeper.call("transaction", patience, move |tse| {
            tse.transaction(&client, number)
        })
    }

    pub(in crate::till) fn open_transactions(
        &mut self,
        client: &str,
        patience: Duration,
    ) -> Result<Vec<u64>, Error> {
        let client = client.to_owned();
        self.keeper.call("open transactions", patience, move |tse| {
            tse.open_transactions(&client)
        })
    }
}

fn keeper(device: Box<dyn Tse>, background: bool) -> Keeper {
    match background {
        true => Keeper::new(device),
        false => Keeper::in_place(device),
    }
}

/// Starts a transaction; a busy device is asked once more.
pub(in crate::till) fn start(tse: &mut dyn Tse, client: &str) -> Result<Stamp, Error> {
    match tse.start(client) {
        Err(Error::Busy) => {
            std::thread::sleep(BUSY_PAUSE);
            tse.start(client)
        }
        answer => answer,
    }
}

fn finish(tse: &mut dyn Tse, client: &str, transaction: u64, data: &[u8]) -> Result<Stamp, Error> {
    let error = match tse.finish(client, transaction, fiscal::PROCESS_TYPE, data) {
        Ok(stamp) => return Ok(stamp),
        Err(error) => error,
    };
    match tse.transaction(client, transaction) {
        // Whether it stands on these data shows its signature, which is checked in any case.
        Ok(Transaction::Finished {
            finish, content, ..
        }) if content.as_ref().is_none_or(|(_, signed)| signed == data) => Ok(finish),
        Ok(Transaction::Open { .. }) => {
            if let Error::Busy = error {
                std::thread::sleep(BUSY_PAUSE);
            }
            tse.finish(client, transaction, fiscal::PROCESS_TYPE, data)
        }
        _ => Err(error),
    }
}

/// Self-test, time and client; the device may be another one than last time, so it is asked who it is.
fn awaken(tse: &mut dyn Tse, client: &str, now: DateTime<Utc>) -> Result<Awake, Error> {
    // One that was never set up has nothing to test, and one out of operation cannot do it any more.
    match tse.info()?.state {
        State::Uninitialized => return Err(Error::NotInitialized),
        State::Decommissioned => return Err(Error::Decommissioned),
        State::Operational => {}
    }
    tse.self_test()?;
    tse.update_time(now)?;
    tse.register_client(client)?;
    let info = tse.info()?;
    Ok((record(&info), info))
}

fn record(info: &Info) -> TseRecord {
    TseRecord {
        id: 0,
        serial: fiscal::hex(&info.serial),
        description: info.description.clone(),
        certification_id: info.certification_id.clone(),
        algorithm: info.signature_algorithm.clone(),
        time_format: info.log_time_format.clone(),
        public_key: info.public_key.clone(),
        certificates: info.certificates.clone(),
    }
}
