//! Counters, times and the life of transactions over a whole archive. Members come in any order and in any
//! number, so what matters of each is sorted outside of memory and judged at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::io;

use chrono::{DateTime, Utc};

use super::findings::Findings;
use super::report::{Device, Transactions};
use super::spill::{Sorted, Sorter};
use super::{Kind, Level};
use crate::algorithm::{LogTimeFormat, SignatureAlgorithm, hex};
use crate::log::{Body, Message, OPERATIONS};

mod row;
mod transactions;

pub(super) use row::Row;
use row::Step;
pub(super) use transactions::Backwards;
use transactions::Lives;

/// A proper archive has one key.
const MOST_KEYS: usize = 100;
/// Registers of one TSE; hardware knows some hundred at most.
pub(super) const MOST_CLIENTS: usize = 1000;
/// Names of unknown operations that are told apart.
const MOST_OPERATIONS: usize = 100;
/// Characters of a client id or an operation that are kept; neither may be longer (TR-03151-1, App. A).
const LONGEST: usize = 100;

/// Everything one key signed.
#[derive(Debug)]
pub(super) struct Key {
    pub serial: Vec<u8>,
    algorithms: BTreeSet<String>,
    formats: BTreeSet<&'static str>,
    algorithm: SignatureAlgorithm,
    format: LogTimeFormat,
    version: u8,
    /// Rows with the lowest and the highest counter.
    first: Row,
    last: Row,
}

#[derive(Debug)]
pub(super) struct History {
    pub keys: Vec<Key>,
    by_serial: HashMap<Vec<u8>, usize>,
    /// Messages of keys beyond `MOST_KEYS`.
    foreign: u64,
    rows: Sorter<{ Row::BYTES }>,
    steps: Sorter<{ Step::BYTES }>,
    clients: Vec<(String, u64)>,
    by_client: HashMap<String, u32>,
    other_clients: u64,
    unknown: BTreeMap<String, u64>,
    names: RandomState,
}

impl Default for History {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            by_serial: HashMap::new(),
            foreign: 0,
            rows: Sorter::new(),
            steps: Sorter::new(),
            clients: Vec::new(),
            by_client: HashMap::new(),
            other_clients: 0,
            unknown: BTreeMap::new(),
            names: RandomState::new(),
        }
    }
}

/// Rows of all keys, by key and counter.
pub(super) struct Rows(Sorted<{ Row::BYTES }>);

impl Rows {
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        Ok(self.0.next()?.map(|bytes| Row::read(&bytes)))
    }
}

impl History {
    /// Takes note of a message whose member `name` stands at `offset`.
    pub fn add(&mut self, message: &Message, name: &str, offset: u64) -> io::Result<()> {
        let known = self.by_serial.get(&message.serial).copied();
        if known.is_none() && self.keys.len() >= MOST_KEYS {
            self.foreign += 1;
            return Ok(());
        }
        let row = Row {
            key: known.unwrap_or(self.keys.len()) as u16,
            counter: message.counter,
            time: message.time.at.timestamp_millis(),
            sets_clock: matches!(&message.body, Body::System(body) if body.operation.eq_ignore_ascii_case("updateTime")),
            name: self.names.hash_one(name),
            offset,
        };
        if known.is_none() {
            self.by_serial
                .insert(message.serial.clone(), self.keys.len());
            self.keys.push(Key {
                serial: message.serial.clone(),
                algorithms: BTreeSet::new(),
                formats: BTreeSet::new(),
                algorithm: message.algorithm,
                format: message.time.format,
                version: message.version,
                first: row,
                last: row,
            });
        }
        if let Some(key) = self.keys.get_mut(usize::from(row.key)) {
            key.add(message, row);
        }
        self.rows.push(row.bytes())?;
        match &message.body {
            Body::Transaction(body) => {
                let step = Step {
                    key: row.key,
                    number: body.number,
                    counter: row.counter,
                    time: row.time,
                    operation: body.operation,
                    client: self.client(&body.client_id),
                };
                self.steps.push(step.bytes())?;
            }
            Body::System(body) => {
                let known = OPERATIONS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&body.operation));
                if !known {
                    let mut name = short(&body.operation);
                    if self.unknown.len() >= MOST_OPERATIONS && !self.unknown.contains_key(&name) {
                        name = "…".into();
                    }
                    *self.unknown.entry(name).or_default() += 1;
                }
            }
            Body::Audit(_) => {}
        }
        Ok(())
    }

    /// Place of the client; all beyond the first so many share one.
    fn client(&mut self, id: &str) -> u32 {
        if let Some(place) = self.by_client.get(id) {
            if let Some((_, count)) = self.clients.get_mut(*place as usize) {
                *count += 1;
            }
            return *place;
        }
        let place = self.clients.len() as u32;
        if self.clients.len() >= MOST_CLIENTS || id.len() > 4 * LONGEST {
            self.other_clients += 1;
            return u32::MAX;
        }
        self.clients.push((id.to_owned(), 1));
        self.by_client.insert(id.to_owned(), place);
        place
    }

    /// Log messages of transactions by client.
    pub fn clients(&self) -> BTreeMap<String, u64> {
        self.clients.iter().cloned().collect()
    }

    /// Judges the lives of transactions; then hands out the rows for the timeline.
    pub fn finish(
        &mut self,
        findings: &mut Findings,
        transactions: &mut Transactions,
    ) -> io::Result<(Rows, Vec<Backwards>)> {
        if self.keys.len() > 1 || self.foreign > 0 {
            let count = self.keys.len() + usize::from(self.foreign > 0);
            findings.push(Level::Error, None, Kind::SeveralDevices { count });
        }
        if self.other_clients > 0 {
            let most = MOST_CLIENTS;
            findings.push(Level::Warning, None, Kind::ManyClients { most });
        }
        for (operation, count) in &self.unknown {
            let (operation, count) = (operation.clone(), *count);
            let kind = Kind::UnknownOperation { operation, count };
            findings.push(Level::Info, None, kind);
        }
        for key in &self.keys {
            key.check_uniform(findings);
        }
        let steps = std::mem::replace(&mut self.steps, Sorter::new());
        let mut lives = Lives::new(&self.clients, findings, transactions);
        let mut sorted = steps.sorted()?;
        while let Some(bytes) = sorted.next()? {
            if let Some(step) = Step::read(&bytes) {
                lives.add(step);
            }
        }
        let backwards = lives.finish();
        transactions.other_clients = self.other_clients;
        let rows = std::mem::replace(&mut self.rows, Sorter::new());
        Ok((Rows(rows.sorted()?), backwards))
    }

    /// The keys with what they signed; chains are filled in later.
    pub fn devices(&self) -> Vec<Device> {
        self.keys
            .iter()
            .map(|key| Device {
                serial: hex(&key.serial),
                curve: None,
                algorithm: key.algorithm,
                log_time_format: key.format,
                version: key.version,
                first_counter: key.first.counter,
                last_counter: key.last.counter,
                first_time: key.first.at(),
                last_time: key.last.at(),
                chain: Vec::new(),
                root_fingerprint: None,
                chain_holds: false,
                trusted: false,
                revocation: Vec::new(),
            })
            .collect()
    }
}

impl Key {
    fn add(&mut self, message: &Message, row: Row) {
        self.formats.insert(message.time.format.name());
        if self.algorithm != message.algorithm || self.algorithms.is_empty() {
            self.algorithms.insert(message.algorithm.to_string());
        }
        if row.counter < self.first.counter {
            self.first = row;
        }
        if row.counter >= self.last.counter {
            self.last = row;
        }
    }

    fn check_uniform(&self, findings: &mut Findings) {
        let formats: Vec<&str> = self.formats.iter().copied().collect();
        let algorithms: Vec<&str> = self.algorithms.iter().map(String::as_str).collect();
        for (what, values) in [
            ("log time formats", formats),
            ("signature algorithms", algorithms),
        ] {
            if values.len() > 1 {
                let values = values.join(", ");
                findings.push(Level::Warning, None, Kind::Mixed { what, values });
            }
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// A moment in Unix milliseconds.
pub(super) fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
