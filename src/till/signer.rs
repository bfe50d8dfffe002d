//! The TSEs as the till sees them: the one that signs and those that stand by, starts in the background, finishes
//! with a deadline, outages with a beginning, an end and a reason (AEAO zu §146a, 1.14).
//!
//! In normal operation a register has one TSE (AEAO zu §146a, 1.6). A second one stands by, awake and with the register as
//! its client, and signs only while the first is out; the first one is taken again with the next closing.

mod unit;

use std::collections::HashMap;
use std::io::Write;
use std::time::{Duration, Instant};

use amtskasse_tse::driver::PATIENCE;
use amtskasse_tse::keeper::Answer;
use amtskasse_tse::verify;
use amtskasse_tse::{Error, ExportFilter, Stamp, Transaction};
use chrono::{DateTime, Utc};

use crate::fiscal;
use crate::ledger::TseRecord;
use crate::receipt::Signed;
use unit::start;
pub(super) use unit::{Awake, Desk, Now, Unit};
pub use unit::{Connected, Reopen};

/// How long the start of the program waits for a TSE; a self-test takes seconds. One that is slower ends its outage
/// when it is ready.
const WAKE_PATIENCE: Duration = Duration::from_secs(30);
/// A device that gets less time than this was not asked: that it did not answer says nothing about it.
const SHORTEST: Duration = Duration::from_millis(300);
/// How long an export may take (Swissbit: 500 MB in 45 s; 7 GB at most).
const EXPORT_PATIENCE: Duration = Duration::from_secs(4 * 3600);

/// The TSEs, which of them signs, and what is under way.
pub(super) struct Signer {
    pub units: Vec<Unit>,
    active: usize,
    client: String,
    /// Starts under way by draft, with the device that was asked.
    starting: HashMap<i64, (usize, Answer<Stamp>)>,
    /// Since when and why nothing is signed.
    outage: Option<(DateTime<Utc>, String)>,
    /// When the customer has waited long enough.
    deadline: Option<Instant>,
    /// Every signature is checked before it goes on paper: a device may lie.
    keys: verify::Receipts,
}

impl Signer {
    pub(super) fn new(tses: Vec<Connected>, client: String, background: bool) -> Signer {
        Signer {
            units: tses
                .into_iter()
                .map(|tse| Unit::new(tse, background))
                .collect(),
            active: 0,
            client,
            starting: HashMap::new(),
            outage: None,
            deadline: None,
            keys: verify::Receipts::default(),
        }
    }

    /// The device that signs.
    fn unit(&mut self) -> Result<&mut Unit, Error> {
        self.units
            .get_mut(self.active)
            .ok_or_else(|| Error::Removed("no TSE is configured".into()))
    }

    /// Place of the device that signs.
    pub(super) fn active(&self) -> usize {
        self.active
    }

    /// Serial number of the register, as the TSE signs it.
    pub(super) fn client(&self) -> &str {
        &self.client
    }

    /// Name for the status line.
    pub(super) fn name(&self) -> String {
        match self.identity() {
            Some((_, record)) if record.certification_id.is_none() => "TEST-TSE".into(),
            Some((_, record)) => record.description.clone(),
            None => "TSE".into(),
        }
    }

    pub(super) fn certified(&self) -> bool {
        self.identity()
            .is_some_and(|(_, record)| record.certification_id.is_some())
    }

    pub(super) fn outage(&self) -> Option<(DateTime<Utc>, String)> {
        self.outage.clone()
    }

    /// Begins to wake every device: at the start of the program they all have the same time.
    pub(super) fn wake_all(&mut self, now: Now) {
        for unit in &mut self.units {
            unit.wake(&self.client, now);
        }
        self.deadline = Some(Instant::now() + WAKE_PATIENCE);
    }

    /// Waits for a device that was woken with the others.
    pub(super) fn await_waking(&mut self, place: usize) -> Result<Awake, Error> {
        let left = self
            .deadline
            .map(|at| at.saturating_duration_since(Instant::now()));
        let unit = self.units.get_mut(place);
        unit.and_then(|unit| unit.await_waking(left.unwrap_or(WAKE_PATIENCE)))
            .unwrap_or_else(|| Err(Error::Removed("no TSE is configured".into())))
    }

    /// Wakes a device and waits for it; one that takes longer goes on by itself.
    pub(super) fn wake(&mut self, place: usize, now: Now) -> Result<Awake, Error> {
        let missing = || Error::Removed("no TSE is configured".into());
        let unit = self.units.get_mut(place).ok_or_else(missing)?;
        unit.wake(&self.client, now);
        unit.await_waking(WAKE_PATIENCE)
            .unwrap_or_else(|| Err(missing()))
    }

    /// Lets every device have what is due: waking after a failure, its daily self-test, its clock.
    pub(super) fn care(&mut self, now: Now, desk: Desk) {
        for place in 0..self.units.len() {
            // One after the other: while one tests itself, another can sign.
            let others = self.units.iter().enumerate();
            let testing = others
                .filter(|(other, _)| *other != place)
                .any(|(_, unit)| unit.is_waking());
            if let Some(unit) = self.units.get_mut(place).filter(|u| !testing || !u.awake) {
                unit.care(&self.client, now, desk);
            }
        }
    }

    /// Devices that were woken or cared for, whether they were out, and how that ended.
    pub(super) fn woken(&mut self) -> Vec<(usize, bool, Result<Awake, Error>)> {
        let woken = |(place, unit): (usize, &mut Unit)| {
            let out = unit.failed.is_some();
            Some((place, out, unit.woken()?))
        };
        self.units
            .iter_mut()
            .enumerate()
            .filter_map(woken)
            .collect()
    }

    /// Remembers which row of the ledger the signing device is.
    pub(super) fn identified(&mut self, id: i64, record: TseRecord) {
        if let Ok(unit) = self.unit() {
            unit.record = Some(TseRecord { id, ..record });
        }
    }

    /// Row and record of the device that signs, once both are known.
    pub(super) fn identity(&self) -> Option<(i64, &TseRecord)> {
        let record = self.units.get(self.active)?.record.as_ref()?;
        (record.id != 0).then_some((record.id, record))
    }

    pub(super) fn begin_outage(&mut self, since: DateTime<Utc>, reason: &str) {
        self.outage = Some((since, reason.to_owned()));
        if let Ok(unit) = self.unit() {
            unit.fails(since, reason);
        }
    }

    pub(super) fn end_outage(&mut self) {
        self.outage = None;
    }

    /// Whether a device that is out is to be tried again.
    pub(super) fn retry_due(&self, now: DateTime<Utc>) -> bool {
        self.outage.is_some() && self.units.iter().any(|unit| unit.retry_due(now))
    }

    /// Whether a device that stands by has open transactions of this register.
    pub(super) fn left_open(&mut self, place: usize) -> bool {
        let client = self.client.clone();
        let unit = self.units.get_mut(place).filter(|unit| unit.awake);
        unit.is_some_and(|unit| {
            let open = unit.open_transactions(&client, PATIENCE);
            open.is_ok_and(|open| !open.is_empty())
        })
    }

    /// A device that is awake and does not sign: the first in order.
    pub(super) fn standby(&self) -> Option<usize> {
        let free = |unit: &Unit| unit.awake && unit.queue().is_none();
        let ready = |(place, unit): &(usize, &Unit)| *place != self.active && free(unit);
        self.units
            .iter()
            .enumerate()
            .find(ready)
            .map(|(place, _)| place)
    }

    /// Lets another device sign from now on. What the old one was asked to start stays open there.
    pub(super) fn switch(&mut self, place: usize) {
        self.active = place;
        self.starting.clear();
    }

    /// A device before the one that signs was let go.
    pub(super) fn moved_up(&mut self) {
        self.active = self.active.saturating_sub(1);
    }

    /// From now on everything together waits no longer than a customer should (AEAO zu §146a, 1.14.3: the counter
    /// goes on).
    pub(super) fn hurry(&mut self) {
        self.deadline = Some(Instant::now() + PATIENCE);
    }

    /// Nobody waits any more.
    pub(super) fn no_hurry(&mut self) {
        self.deadline = None;
    }

    /// How long one call may take. While another device could still take over, half of what is left is for it.
    fn patience(&self) -> Duration {
        let left = match self.deadline {
            Some(deadline) => deadline.saturating_duration_since(Instant::now()),
            None => PATIENCE,
        };
        match self.standby() {
            Some(_) => left / 2,
            None => left,
        }
    }

    /// Whether enough of the customer's patience is left to ask anything.
    pub(super) fn has_time(&self) -> bool {
        self.patience() >= SHORTEST
    }

    /// Sends the start of a draft's transaction on its way; the answer comes through [`Signer::started`].
    pub(super) fn begin_start(&mut self, draft: i64) {
        let (place, client) = (self.active, self.client.clone());
        if let Ok(unit) = self.unit() {
            let call = move |tse: &mut dyn amtskasse_tse::Tse| start(tse, &client);
            let answer = unit.keeper.hand_in("start", call);
            self.starting.insert(draft, (place, answer));
        }
    }

    /// An answer to a start that has arrived. One at a time: what it says may make another device the one that signs,
    /// and then the others are none of its business.
    pub(super) fn started(&mut self) -> Option<(i64, Result<Stamp, Error>)> {
        let mut drafts: Vec<i64> = self.starting.keys().copied().collect();
        drafts.sort_unstable();
        for draft in drafts {
            let answer = self.starting.get(&draft).and_then(|(_, a)| a.poll());
            if let Some(answer) = answer {
                self.starting.remove(&draft);
                return Some((draft, answer));
            }
        }
        None
    }

    /// Whether the start of a draft is still under way.
    pub(super) fn is_starting(&self, draft: i64) -> bool {
        self.starting.contains_key(&draft)
    }

    /// Waits for the start of one draft, if it is under way.
    pub(super) fn await_start(&mut self, draft: i64) -> Option<Result<Stamp, Error>> {
        let (_, answer) = self.starting.remove(&draft)?;
        Some(answer.wait_or_drop(self.patience()))
    }

    pub(super) fn start_now(&mut self) -> Result<Stamp, Error> {
        let (client, patience) = (self.client.clone(), self.patience());
        self.unit()?
            .keeper
            .call("start", patience, move |tse| start(tse, &client))
    }

    /// Finishes a transaction and gives what the receipt keeps of it; `Err` also when what came back is no
    /// signature of this device over these data.
    pub(super) fn finish(
        &mut self,
        transaction: u64,
        started: DateTime<Utc>,
        process_data: &str,
    ) -> Result<Signed, Error> {
        let (client, patience) = (self.client.clone(), self.patience());
        let stamp = self
            .unit()?
            .finish(&client, transaction, process_data, patience)?;
        if stamp.transaction != transaction {
            let found = stamp.transaction;
            let what = format!("transaction {transaction} was finished, {found} answered");
            return Err(Error::Protocol(what));
        }
        let signed = self
            .signed(started, &stamp, process_data)
            .ok_or_else(|| Error::Device("it never told its identity".into()))?;
        match self.genuine(&signed) {
            Some(false) => Err(Error::Device("its signature does not match its key".into())),
            _ => Ok(signed),
        }
    }

    /// What the device knows of a transaction.
    pub(super) fn transaction(&mut self, number: u64) -> Result<Transaction, Error> {
        let (client, patience) = (self.client.clone(), self.patience());
        self.unit()?.transaction(&client, number, patience)
    }

    /// The signature the device made on exactly these data, if it did.
    pub(super) fn made(
        &self,
        known: &Transaction,
        started: Option<DateTime<Utc>>,
        process_data: &str,
    ) -> Option<Signed> {
        let Transaction::Finished {
            start,
            finish,
            content,
        } = known
        else {
            return None;
        };
        let started = started.or(start.as_ref().map(|start| start.log_time))?;
        let signed = self.signed(started, finish, process_data)?;
        let same = match content {
            Some((_, data)) => data == process_data.as_bytes(),
            // A device that does not give the data back: only the signature tells.
            None => self.genuine(&signed) == Some(true),
        };
        same.then_some(signed)
    }

    pub(super) fn open_transactions(&mut self) -> Result<Vec<u64>, Error> {
        let (client, patience) = (self.client.clone(), self.patience());
        self.unit()?.open_transactions(&client, patience)
    }

    fn genuine(&self, signed: &Signed) -> Option<bool> {
        fiscal::genuine_by(&self.keys, signed)
    }

    /// Writes the archive of the device that signs.
    pub(super) fn export(
        &mut self,
        filter: &ExportFilter,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let filter = filter.clone();
        // The keeper's thread cannot borrow the caller's writer.
        let mut file = self
            .unit()?
            .keeper
            .call("export", EXPORT_PATIENCE, move |tse| {
                let io = |source| Error::Io {
                    context: "writing the export".into(),
                    source,
                };
                let mut file = tempfile::tempfile().map_err(io)?;
                tse.export(&filter, &mut file)?;
                std::io::Seek::rewind(&mut file).map_err(io)?;
                Ok(file)
            })?;
        std::io::copy(&mut file, out)
            .map(drop)
            .map_err(|source| Error::Io {
                context: "writing the export".into(),
                source,
            })
    }

    /// What the receipt keeps of a signature.
    fn signed(&self, start: DateTime<Utc>, finish: &Stamp, process_data: &str) -> Option<Signed> {
        let (_, record) = self.identity()?;
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
