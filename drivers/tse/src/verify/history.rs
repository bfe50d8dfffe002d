//! Counters, times and the life of transactions over a whole archive. Members come in any order, so
//! everything is judged at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use super::report::{Device, Transactions};
use super::{Finding, Kind, Level};
use crate::algorithm::{LogTimeFormat, SignatureAlgorithm, hex};
use crate::log::{Body, Message, Operation, TransactionBody};

mod transactions;

use transactions::Life;

/// A clock that was never set runs from 1970 on; no TSE is older than this.
const CLOCK_SET: i64 = 946_684_800_000;

/// System operations of both generations (TR-03151, App. A; TR-03151-1, App. E) and those seen in the
/// exports of certified devices.
const OPERATIONS: [&str; 30] = [
    "initialize",
    "setDescription",
    "updateTime",
    "disableSecureElement",
    "authenticateUser",
    "logOut",
    "unblockUser",
    "unblockPin",
    "authenticateSmaersAdmin",
    "authenticateSmaAdmin",
    "updateDevice",
    "updateDeviceCompleted",
    "startAudit",
    "exitSecureState",
    "enterSecureState",
    "selfTest",
    "configureLogging",
    "deleteStoredData",
    "deleteLogMessages",
    "lockTransactionLogging",
    "unlockTransactionLogging",
    "registerClient",
    "deregisterClient",
    "auditStart",
    "auditStop",
    "addClients",
    "removeClients",
    "changePuk",
    "secureStateExit",
    "setConfiguration",
];

/// The facts of one log message that the order of messages is judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub counter: u64,
    /// Unix milliseconds.
    pub time: i64,
    sets_clock: bool,
}

impl Row {
    pub fn at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.time).unwrap_or_default()
    }

    pub fn clock_set(&self) -> bool {
        self.time >= CLOCK_SET
    }
}

/// Everything one key signed.
#[derive(Debug)]
pub(super) struct Key {
    pub serial: Vec<u8>,
    pub rows: Vec<Row>,
    algorithms: BTreeSet<String>,
    formats: BTreeSet<&'static str>,
    algorithm: SignatureAlgorithm,
    format: LogTimeFormat,
    version: u8,
    lives: BTreeMap<u64, Life>,
}

#[derive(Debug, Default)]
pub(super) struct History {
    pub keys: Vec<Key>,
    by_serial: HashMap<Vec<u8>, usize>,
    unknown: BTreeMap<String, u64>,
}

impl History {
    pub fn add(&mut self, message: &Message) {
        let place = match self.by_serial.get(&message.serial) {
            Some(place) => *place,
            None => {
                self.keys.push(Key {
                    serial: message.serial.clone(),
                    rows: Vec::new(),
                    algorithms: BTreeSet::new(),
                    formats: BTreeSet::new(),
                    algorithm: message.algorithm,
                    format: message.time.format,
                    version: message.version,
                    lives: BTreeMap::new(),
                });
                self.by_serial
                    .insert(message.serial.clone(), self.keys.len() - 1);
                self.keys.len() - 1
            }
        };
        let Some(key) = self.keys.get_mut(place) else {
            return;
        };
        let row = Row {
            counter: message.counter,
            time: message.time.at.timestamp_millis(),
            sets_clock: matches!(&message.body, Body::System(body) if body.operation.eq_ignore_ascii_case("updateTime")),
        };
        key.rows.push(row);
        key.formats.insert(message.time.format.name());
        if key.algorithm != message.algorithm || key.algorithms.is_empty() {
            key.algorithms.insert(message.algorithm.to_string());
        }
        match &message.body {
            Body::Transaction(body) => key.live(body, row),
            Body::System(body) => {
                let known = OPERATIONS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&body.operation));
                if !known {
                    *self.unknown.entry(body.operation.clone()).or_default() += 1;
                }
            }
            Body::Audit(_) => {}
        }
    }

    /// Judges counters, times and transactions of every key.
    pub fn check(&mut self, findings: &mut Vec<Finding>) -> Transactions {
        let mut note = |level, kind| findings.push(Finding::new(level, None, kind));
        if self.keys.len() > 1 {
            let count = self.keys.len();
            note(Level::Error, Kind::SeveralDevices { count });
        }
        for (operation, count) in &self.unknown {
            let (operation, count) = (operation.clone(), *count);
            note(Level::Info, Kind::UnknownOperation { operation, count });
        }
        let mut transactions = Transactions::default();
        for key in &mut self.keys {
            key.rows.sort_by_key(|row| row.counter);
            key.check_uniform(&mut note);
            key.check_counters(&mut note);
            key.check_times(&mut note);
            key.check_lives(&mut transactions, &mut note);
        }
        transactions.open.sort_unstable();
        if let Some(&first) = transactions.open.first() {
            let count = transactions.open.len() as u64;
            findings.push(Finding::new(
                Level::Info,
                None,
                Kind::TransactionsOpen { count, first },
            ));
        }
        transactions
    }

    /// The keys with what they signed; chains are filled in later.
    pub fn devices(&self) -> Vec<Device> {
        self.keys
            .iter()
            .filter_map(|key| {
                let (first, last) = (key.rows.first()?, key.rows.last()?);
                Some(Device {
                    serial: hex(&key.serial),
                    curve: None,
                    algorithm: key.algorithm,
                    log_time_format: key.format,
                    version: key.version,
                    first_counter: first.counter,
                    last_counter: last.counter,
                    first_time: first.at(),
                    last_time: last.at(),
                    chain: Vec::new(),
                    root_fingerprint: None,
                    chain_holds: false,
                })
            })
            .collect()
    }
}

impl Key {
    fn live(&mut self, body: &TransactionBody, row: Row) {
        let life = self
            .lives
            .entry(body.number)
            .or_insert_with(|| Life::new(body.client_id.clone(), row));
        life.add(&body.client_id, body.operation, row);
    }

    fn check_uniform(&self, note: &mut dyn FnMut(Level, Kind)) {
        let formats: Vec<&str> = self.formats.iter().copied().collect();
        let algorithms: Vec<&str> = self.algorithms.iter().map(String::as_str).collect();
        for (what, values) in [
            ("log time formats", formats),
            ("signature algorithms", algorithms),
        ] {
            if values.len() > 1 {
                let values = values.join(", ");
                note(Level::Warning, Kind::Mixed { what, values });
            }
        }
    }

    fn check_counters(&self, note: &mut dyn FnMut(Level, Kind)) {
        // The first signature may have gone into the certificate request (TR-03153-1, 9.1).
        if let Some(first) = self.rows.first().filter(|row| row.counter > 2) {
            let first = first.counter;
            note(Level::Info, Kind::CounterBegins { first });
        }
        for same in self.rows.chunk_by(|a, b| a.counter == b.counter) {
            if let (Some(row), true) = (same.first(), same.len() > 1) {
                let (counter, count) = (row.counter, same.len() as u64);
                note(Level::Error, Kind::CounterTwice { counter, count });
            }
        }
        for pair in self.rows.windows(2) {
            if let [a, b] = pair
                && b.counter > a.counter.saturating_add(1)
            {
                let (from, to) = (a.counter + 1, b.counter - 1);
                note(Level::Warning, Kind::CounterGap { from, to });
            }
        }
    }

    fn check_times(&self, note: &mut dyn FnMut(Level, Kind)) {
        let unset: Vec<&Row> = self.rows.iter().filter(|row| !row.clock_set()).collect();
        if let Some(first) = unset.first() {
            let (count, first) = (unset.len() as u64, first.counter);
            note(Level::Info, Kind::ClockNotSet { count, first });
        }
        let set: Vec<&Row> = self.rows.iter().filter(|row| row.clock_set()).collect();
        for pair in set.windows(2) {
            let [a, b] = pair else { continue };
            if b.time >= a.time {
                continue;
            }
            let (counter, before, after) = (b.counter, a.at(), b.at());
            if b.sets_clock {
                note(
                    Level::Info,
                    Kind::TimeSetBack {
                        counter,
                        before,
                        after,
                    },
                );
            } else {
                note(
                    Level::Warning,
                    Kind::TimeStepsBack {
                        counter,
                        before,
                        after,
                    },
                );
            }
        }
    }

    /// Whether the clock was set between these two signatures.
    fn clock_set_between(&self, from: u64, to: u64) -> bool {
        let begin = self.rows.partition_point(|row| row.counter < from);
        self.rows
            .get(begin..)
            .unwrap_or_default()
            .iter()
            .take_while(|row| row.counter <= to)
            .any(|row| row.sets_clock)
    }
}
