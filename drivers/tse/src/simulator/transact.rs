//! What stands behind the calls: who may do what now, and signing transactions.

use super::export::system_body;
use super::identity::Identity;
use super::index::{Entry, Kind};
use super::{Fault, SELF_TEST_INTERVAL, Simulator};
use crate::log::{Body, DataForm, Operation, TransactionBody, decode};
use crate::{Error, Stamp, Transaction};

/// Longest process type (TR-03151, 2.2.1).
const LONGEST_TYPE: usize = 100;
/// Far beyond any receipt; keeps a slip of the caller out of the storage.
const LONGEST_DATA: usize = 1 << 20;

impl Simulator {
    pub(super) fn time_set(&self) -> bool {
        self.offset.is_some() && !self.options.faults.is_set(Fault::TimeNotSet)
    }

    /// Time left until a self-test is due.
    pub(super) fn self_test_due(&self) -> std::time::Duration {
        self.self_tested
            .map(|since| since + SELF_TEST_INTERVAL - (self.clock)())
            .and_then(|left| left.to_std().ok())
            .unwrap_or_default()
    }

    pub(super) fn needs_set_up(&self) -> Result<(), Error> {
        self.needs_initialized()?;
        match self.store.index.decommissioned {
            true => Err(Error::Decommissioned),
            false => Ok(()),
        }
    }

    pub(super) fn needs_initialized(&self) -> Result<(), Error> {
        match self.store.index.initialized {
            true => Ok(()),
            false => Err(Error::NotInitialized),
        }
    }

    /// Puts on another device's name, or lays it off.
    pub(super) fn take_identity(&mut self) -> Result<(), Error> {
        if !self.options.faults.is_set(Fault::ForeignDevice) {
            self.foreign = None;
        } else if self.foreign.is_none() {
            let now = (self.clock)();
            self.foreign = Some(Identity::foreign(&self.options, now, &self.random)?);
        }
        Ok(())
    }

    pub(super) fn look_up(
        &mut self,
        client_id: &str,
        transaction: u64,
    ) -> Result<Transaction, Error> {
        let index = &self.store.index;
        let Some(span) = index.span(transaction) else {
            return match index.is_deleted(transaction) {
                true => Err(Error::Unsupported("looking up a deleted transaction")),
                false => Ok(Transaction::Unknown),
            };
        };
        let entry = |place: usize| index.entries.get(place).copied();
        let (start, finish) = (span.start.and_then(entry), span.finish.and_then(entry));
        let client = match (start, finish) {
            (Some(entry), _) | (None, Some(entry)) => Some(entry.facts.client),
            (None, None) => index.open().get(&transaction).copied(),
        };
        if client.is_none() || self.client_place(client_id) != client {
            return Ok(Transaction::Unknown);
        }
        let start = match start {
            Some(entry) => Some(self.read_stamp(&entry)?.0),
            None => None,
        };
        let Some(finish) = finish else {
            return Ok(Transaction::Open { start });
        };
        let (finish, body) = self.read_stamp(&finish)?;
        Ok(Transaction::Finished {
            start,
            finish,
            content: Some((body.process_type.unwrap_or_default(), body.process_data)),
        })
    }

    pub(super) fn client(&self, client_id: &str) -> Result<u16, Error> {
        self.needs_set_up()?;
        self.client_place(client_id)
            .filter(|place| self.registered.contains(place))
            .ok_or_else(|| Error::UnknownClient(client_id.into()))
    }

    /// Whether the device may sign a transaction for this client now.
    pub(super) fn ready(&self, client_id: &str) -> Result<u16, Error> {
        let place = self.client(client_id)?;
        let due = |since| (self.clock)() - since > SELF_TEST_INTERVAL;
        if self.self_tested.is_none_or(due) {
            return Err(Error::SelfTestNeeded);
        }
        if !self.time_set() {
            return Err(Error::TimeNotSet);
        }
        Ok(place)
    }

    pub(super) fn continues(
        &self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<u16, Error> {
        let place = self.ready(client_id)?;
        if process_type.len() > LONGEST_TYPE || !process_type.bytes().all(printable) {
            return Err(Error::InvalidData(format!(
                "process type {process_type:?}: up to {LONGEST_TYPE} characters of PrintableString expected"
            )));
        }
        if process_data.len() > LONGEST_DATA {
            return Err(Error::InvalidData(format!(
                "process data of {} bytes: up to {LONGEST_DATA} expected",
                process_data.len()
            )));
        }
        if !self.store.index.is_open(transaction, place) {
            return Err(Error::TransactionNotOpen(transaction));
        }
        Ok(place)
    }

    pub(super) fn transact(
        &mut self,
        operation: Operation,
        place: u16,
        number: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        let kind = match operation {
            Operation::Start => Kind::Start,
            Operation::Update => Kind::Update,
            Operation::Finish => Kind::Finish,
        };
        let body = Body::Transaction(TransactionBody {
            operation,
            client_id: self.client_name(place),
            process_data: process_data.to_vec(),
            form: DataForm::Primitive,
            process_type: Some(process_type.into()),
            external: None,
            number,
            internal: None,
        });
        let now = self.device_time();
        let (counter, time, signature) = self.sign(kind, place, number, now, body)?;
        let faults = &self.options.faults;
        if faults.is_set(Fault::LosesAnswer) {
            return Err(Error::Timeout(self.options.timeout));
        }
        let lie = u64::from(faults.is_set(Fault::Lies));
        Ok(Stamp {
            transaction: number + lie,
            counter: counter + lie,
            log_time: time.at,
            signature,
        })
    }

    pub(super) fn log_client(
        &mut self,
        kind: Kind,
        place: u16,
        client_id: &str,
    ) -> Result<(), Error> {
        let body = system_body(kind, &[(0x81, client_id.as_bytes())]);
        let now = self.device_time();
        self.sign(kind, place, 0, now, body)?;
        self.note_client(kind, place, client_id.into());
        Ok(())
    }

    pub(super) fn read_stamp(&mut self, entry: &Entry) -> Result<(Stamp, TransactionBody), Error> {
        let der = self.store.read(entry)?;
        let damaged =
            || Error::Damaged(format!("log message {} is unreadable", entry.facts.counter));
        let decoded = decode(&der).map_err(|_| damaged())?;
        let Body::Transaction(body) = decoded.message.body else {
            return Err(damaged());
        };
        let stamp = Stamp {
            transaction: body.number,
            counter: decoded.message.counter,
            log_time: decoded.message.time.at,
            signature: decoded.signature.to_vec(),
        };
        Ok((stamp, body))
    }
}

/// Characters of PrintableString (X.680, 41.4).
fn printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte)
}
