//! The TSE as the till sees it: starts in the background, finishes with a deadline, outages with a beginning,
//! an end and a reason (AEAO §146a, outage of the TSE).

use std::collections::HashMap;
use std::io::Write;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use amtskasse_tse::{Error, ExportFilter, Info, Stamp, Transaction, Tse};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fiscal;
use crate::ledger::TseRecord;
use crate::receipt::Signed;

/// How long a finish waits for a start that is still under way.
const START_PATIENCE: Duration = Duration::from_secs(20);
/// How long the register leaves a failed TSE alone before it tries again.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);
/// Pause before a busy device is asked once more.
const BUSY_PAUSE: Duration = Duration::from_millis(200);
/// Devices want a self-test every 25 h and drift; a day is the usual rhythm.
const CARE_AFTER: TimeDelta = TimeDelta::hours(24);
/// A signature costs as much to check as to make, so only one in so many is checked while the customer waits,
/// and the first after the device was woken or cared for. `verify ledger` checks every one.
const CHECK_EVERY: u32 = 128;

type Device = Arc<Mutex<Box<dyn Tse>>>;

/// Since when and why the TSE is out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outage {
    pub since: DateTime<Utc>,
    pub reason: String,
    retry_at: DateTime<Utc>,
}

/// How an attempt to wake the device or to care for it ended.
pub(super) enum Revival {
    /// It is awake and says who it is.
    Awake(TseRecord),
    /// A start that is under way keeps it.
    Occupied,
    /// It is out.
    Failed(Error),
}

/// The TSE, its identity, and what is under way.
pub(super) struct Signer {
    device: Device,
    client: String,
    background: bool,
    starting: HashMap<i64, Receiver<Result<Stamp, Error>>>,
    reviving: Option<Receiver<Revival>>,
    outage: Option<Outage>,
    identity: Option<(i64, TseRecord)>,
    cared_at: Option<DateTime<Utc>>,
    /// Signatures until the next one is checked.
    unchecked: u32,
}

impl Signer {
    pub(super) fn new(device: Box<dyn Tse>, client: String, background: bool) -> Signer {
        Signer {
            device: Arc::new(Mutex::new(device)),
            client,
            background,
            starting: HashMap::new(),
            reviving: None,
            outage: None,
            identity: None,
            cared_at: None,
            unchecked: 0,
        }
    }

    fn device(&self) -> Result<MutexGuard<'_, Box<dyn Tse>>, Error> {
        self.device
            .lock()
            .map_err(|_| Error::Device("a call to the TSE broke off".into()))
    }

    /// Name for the status line.
    pub(super) fn name(&self) -> String {
        match &self.identity {
            Some((_, record)) if record.certification_id.is_none() => "TEST-TSE".into(),
            Some((_, record)) => record.description.clone(),
            None => "TSE".into(),
        }
    }

    pub(super) fn certified(&self) -> bool {
        self.identity
            .as_ref()
            .is_some_and(|(_, record)| record.certification_id.is_some())
    }

    pub(super) fn outage(&self) -> Option<(DateTime<Utc>, String)> {
        self.outage
            .as_ref()
            .map(|outage| (outage.since, outage.reason.clone()))
    }

    /// Wakes the device: self-test, time, client, identity. Returns the record of the device.
    pub(super) fn wake(&mut self, now: DateTime<Utc>) -> Result<TseRecord, Error> {
        let record = awaken(&mut **self.device()?, &self.client, now)?;
        self.cared_at = Some(now);
        self.unchecked = 0;
        Ok(record)
    }

    /// Remembers which row of the ledger the device is.
    pub(super) fn identified(&mut self, id: i64, record: TseRecord) {
        self.identity = Some((id, record));
    }

    pub(super) fn identity(&self) -> Option<&(i64, TseRecord)> {
        self.identity.as_ref()
    }

    pub(super) fn begin_outage(&mut self, since: DateTime<Utc>, reason: &str) {
        let retry_at = since + RETRY_AFTER;
        self.outage = Some(Outage {
            since,
            reason: reason.to_owned(),
            retry_at,
        });
    }

    pub(super) fn end_outage(&mut self) {
        self.outage = None;
    }

    /// Whether a failed device is to be tried again; a clock that was set back must not put it off.
    pub(super) fn retry_due(&self, now: DateTime<Utc>) -> bool {
        self.outage
            .as_ref()
            .is_some_and(|outage| now >= outage.retry_at || now + RETRY_AFTER < outage.retry_at)
    }

    pub(super) fn postpone_retry(&mut self, now: DateTime<Utc>) {
        if let Some(outage) = &mut self.outage {
            outage.retry_at = now + RETRY_AFTER;
        }
    }

    /// Sends the start of a draft's transaction on its way; the answer comes through [`Signer::started`].
    pub(super) fn begin_start(&mut self, draft: i64) {
        let (sender, receiver) = channel();
        let (device, client) = (Arc::clone(&self.device), self.client.clone());
        let call = move || {
            let mut device = device.lock();
            let answer = match &mut device {
                Ok(device) => start(&mut ***device, &client),
                Err(_) => Err(Error::Device("a call to the TSE broke off".into())),
            };
            // The till may be gone by then; the next start of the program finds the open transaction. The
            // device is let go only afterwards: whoever finds the transaction open finds the answer, too.
            let _ = sender.send(answer);
        };
        if self.background {
            std::thread::spawn(call);
        } else {
            call();
        }
        self.starting.insert(draft, receiver);
    }

    /// Answers to starts that have arrived.
    pub(super) fn started(&mut self) -> Vec<(i64, Result<Stamp, Error>)> {
        let mut answers = Vec::new();
        self.starting
            .retain(|draft, receiver| match receiver.try_recv() {
                Ok(answer) => {
                    answers.push((*draft, answer));
                    false
                }
                Err(TryRecvError::Empty) => true,
                Err(TryRecvError::Disconnected) => false,
            });
        answers
    }

    /// Whether the start of a draft is still under way.
    pub(super) fn is_starting(&self, draft: i64) -> bool {
        self.starting.contains_key(&draft)
    }

    /// Waits for the start of one draft, if it is under way.
    pub(super) fn await_start(&mut self, draft: i64) -> Option<Result<Stamp, Error>> {
        let receiver = self.starting.remove(&draft)?;
        Some(
            receiver
                .recv_timeout(START_PATIENCE)
                .unwrap_or(Err(Error::Timeout(START_PATIENCE))),
        )
    }

    pub(super) fn start_now(&mut self) -> Result<Stamp, Error> {
        let client = self.client.clone();
        start(&mut **self.device()?, &client)
    }

    /// Finishes a transaction. An answer that got lost is asked for; the device is called again only when
    /// it says that the transaction is still open.
    pub(super) fn finish(&mut self, transaction: u64, process_data: &str) -> Result<Stamp, Error> {
        let client = self.client.clone();
        let mut device = self.device()?;
        let data = process_data.as_bytes();
        let error = match device.finish(&client, transaction, fiscal::PROCESS_TYPE, data) {
            Ok(stamp) => return Ok(stamp),
            Err(error) => error,
        };
        match device.transaction(&client, transaction) {
            Ok(Transaction::Finished {
                finish,
                content: Some((_, signed)),
                ..
            }) if signed == data => Ok(finish),
            Ok(Transaction::Open { .. }) => {
                if let Error::Busy = error {
                    std::thread::sleep(BUSY_PAUSE);
                }
                device.finish(&client, transaction, fiscal::PROCESS_TYPE, data)
            }
            _ => Err(error),
        }
    }

    /// What the device knows of a transaction.
    pub(super) fn transaction(&mut self, number: u64) -> Result<Transaction, Error> {
        let client = self.client.clone();
        self.device()?.transaction(&client, number)
    }

    pub(super) fn open_transactions(&mut self) -> Result<Vec<u64>, Error> {
        let client = self.client.clone();
        self.device()?.open_transactions(&client)
    }

    pub(super) fn export(
        &mut self,
        filter: &ExportFilter,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        self.device()?.export(filter, out).map(drop)
    }

    /// Whether the daily self-test and time update is due.
    pub(super) fn care_due(&self, now: DateTime<Utc>) -> bool {
        self.cared_at
            .is_none_or(|at| now - at >= CARE_AFTER || now < at)
    }

    /// Begins to wake a device that is out or due for its daily care; the result comes through
    /// [`Signer::revived`].
    pub(super) fn begin_revival(&mut self, now: DateTime<Utc>) {
        if self.reviving.is_some() {
            return;
        }
        let (sender, receiver) = channel();
        let (device, client) = (Arc::clone(&self.device), self.client.clone());
        let call = move || {
            // A start that hangs keeps the device; asking later is better than queueing up behind it.
            let answer = match device.try_lock() {
                Ok(mut device) => match awaken(&mut **device, &client, now) {
                    Ok(record) => Revival::Awake(record),
                    Err(error) => Revival::Failed(error),
                },
                Err(TryLockError::WouldBlock) => Revival::Occupied,
                Err(TryLockError::Poisoned(_)) => {
                    Revival::Failed(Error::Device("a call to the TSE broke off".into()))
                }
            };
            let _ = sender.send(answer);
        };
        if self.background {
            std::thread::spawn(call);
        } else {
            call();
        }
        self.cared_at = Some(now);
        self.reviving = Some(receiver);
    }

    /// Result of a revival, once it has arrived.
    pub(super) fn revived(&mut self) -> Option<Revival> {
        let answer = match self.reviving.as_ref()?.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => {
                Revival::Failed(Error::Device("the revival broke off".into()))
            }
        };
        self.reviving = None;
        match &answer {
            Revival::Awake(_) => self.unchecked = 0,
            Revival::Occupied => self.cared_at = None,
            Revival::Failed(_) => {}
        }
        Some(answer)
    }

    /// Whether a fresh signature may be used: checks it against the device's key when one is due.
    pub(super) fn accept(&mut self, signed: &Signed) -> Result<(), Error> {
        if self.unchecked > 0 {
            self.unchecked -= 1;
            return Ok(());
        }
        if fiscal::genuine(signed) == Some(false) {
            return Err(Error::Device("its signature does not match its key".into()));
        }
        self.unchecked = CHECK_EVERY - 1;
        Ok(())
    }

    /// What the receipt keeps of a signature.
    pub(super) fn signed(
        &self,
        start: DateTime<Utc>,
        finish: &Stamp,
        process_data: &str,
    ) -> Option<Signed> {
        let (_, record) = self.identity.as_ref()?;
        Some(Signed {
            tse_serial: record.serial.clone(),
            client_id: self.client.clone(),
            transaction: finish.transaction,
            counter: finish.counter,
            start,
            log_time: finish.log_time,
            process_type: fiscal::PROCESS_TYPE.to_owned(),
            process_data: process_data.to_owned(),
            algorithm: record.algorithm.clone(),
            time_format: record.time_format.clone(),
            signature: fiscal::base64(&finish.signature),
            public_key: fiscal::base64(&record.public_key),
            certified: record.certification_id.is_some(),
        })
    }
}

/// Starts a transaction; a busy device is asked once more.
fn start(device: &mut dyn Tse, client: &str) -> Result<Stamp, Error> {
    match device.start(client) {
        Err(Error::Busy) => {
            std::thread::sleep(BUSY_PAUSE);
            device.start(client)
        }
        answer => answer,
    }
}

/// Self-test, time and client; the device may be another one than last time, so it is asked who it is.
fn awaken(device: &mut dyn Tse, client: &str, now: DateTime<Utc>) -> Result<TseRecord, Error> {
    device.self_test()?;
    device.update_time(now)?;
    device.register_client(client)?;
    Ok(record(device.info()?))
}

fn record(info: Info) -> TseRecord {
    TseRecord {
        id: 0,
        serial: fiscal::hex(&info.serial),
        description: info.description,
        certification_id: info.certification_id,
        algorithm: info.signature_algorithm,
        time_format: info.log_time_format,
        public_key: info.public_key,
        certificates: info.certificates,
    }
}
