//! The calls of the device.

use std::io::Write;

use chrono::{DateTime, Utc};

use super::export::system_body;
use super::index::{Entry, Kind};
use super::{Fault, MAX_CLIENTS, MAX_OPEN, SELF_TEST_INTERVAL, Simulator};
use crate::log::{Body, DataForm, LogTime, Operation, TransactionBody, decode};
use crate::{
    Error, ExportFilter, Exported, Info, SetUp, Stamp, State, Transaction, Tse, valid_client_id,
};

/// Longest process type (TR-03151, 2.2.1).
const LONGEST_TYPE: usize = 100;
/// Far beyond any receipt; keeps a slip of the caller out of the storage.
const LONGEST_DATA: usize = 1 << 20;

impl Tse for Simulator {
    fn info(&mut self) -> Result<Info, Error> {
        self.call(|device| {
            let identity = &device.identity;
            Ok(Info {
                description: super::NAME.into(),
                manufacturer: super::MANUFACTURER.into(),
                version: super::VERSION.into(),
                certification_id: None,
                state: match device.store.index.initialized {
                    true => State::Operational,
                    false => State::Uninitialized,
                },
                serial: identity.serial.to_vec(),
                public_key: identity.point.clone(),
                signature_algorithm: identity.algorithm.to_string(),
                log_time_format: identity.log_time_format.to_string(),
                certificates: identity.certificates.clone(),
                certificate_end: identity.certificate_end,
                signatures: device.store.index.counter(),
                max_signatures: Some(device.options.max_signatures),
                time_set: device.time_set(),
                storage_used: device.store.used(),
                storage_size: Some(device.options.storage_size),
                open_transactions: Some((device.store.index.open_count() as u64, MAX_OPEN as u64)),
                clients: Some((device.registered.len() as u64, MAX_CLIENTS as u64)),
                self_test_due: Some(device.self_test_due()),
                time_update_every: None,
                wear: None,
            })
        })
    }

    fn self_test(&mut self) -> Result<(), Error> {
        self.call(|device| {
            if device.options.faults.is_set(Fault::SelfTestFails) {
                device.self_tested = None;
                let reason = "CSP: random number generator (simulated)";
                if device.store.index.initialized {
                    let body = system_body(
                        Kind::SelfTest,
                        &[(0x81, b"CSP"), (0x82, &[0]), (0x83, reason.as_bytes())],
                    );
                    let now = device.device_time();
                    device.sign(Kind::SelfTest, 0, 0, now, body)?;
                }
                return Err(Error::SelfTestFailed(reason.into()));
            }
            let host = (device.clock)();
            device.self_tested = Some(host);
            if device.options.self_test_clears_time {
                device.offset = None;
                device.powered = host;
            }
            Ok(())
        })
    }

    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        self.call(|device| {
            for secret in [&set_up.admin_pin, &set_up.time_admin_pin, &set_up.admin_puk] {
                if secret.is_empty() || secret.len() > 64 {
                    return Err(Error::InvalidData(
                        "PINs and PUK: 1 to 64 characters expected".into(),
                    ));
                }
            }
            let same = device.identity.matches(set_up);
            if device.store.index.initialized {
                return match same {
                    Some(true) => Ok(()),
                    _ => Err(Error::SetUpElsewhere),
                };
            }
            // Secrets first: the log message is what makes the set-up count.
            device.identity.set_up(
                set_up,
                &device.folder,
                &device.random,
                &device.options.faults,
            )?;
            let now = device.device_time();
            let children = [(0x81, set_up.description.as_bytes())];
            let body = system_body(Kind::Initialize, &children);
            device.sign(Kind::Initialize, 0, 0, now, body).map(drop)
        })
    }

    fn update_time(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        self.call(|device| {
            device.needs_set_up()?;
            let format = device.identity.log_time_format;
            let before = LogTime::new(format, device.device_time()).raw();
            let after = LogTime::new(format, now).raw();
            let children = [(0x81, before.as_slice()), (0x82, after.as_slice())];
            let body = system_body(Kind::UpdateTime, &children);
            // The message already carries the new time, as those of real devices do.
            let offset = now - (device.clock)();
            device.sign(Kind::UpdateTime, 0, 0, now, body)?;
            device.offset = Some(offset);
            Ok(())
        })
    }

    fn register_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.call(|device| {
            device.needs_set_up()?;
            if !valid_client_id(client_id) {
                return Err(Error::InvalidClient(client_id.into()));
            }
            let known = device.client_place(client_id);
            if known.is_some_and(|place| device.registered.contains(&place)) {
                return Ok(());
            }
            if device.registered.len() >= MAX_CLIENTS {
                return Err(Error::TooManyClients(MAX_CLIENTS as u64));
            }
            let place = known
                .or_else(|| u16::try_from(device.known.len()).ok())
                .ok_or_else(|| Error::Device("too many clients in its life".into()))?;
            device.log_client(Kind::RegisterClient, place, client_id)
        })
    }

    fn deregister_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.call(|device| {
            let place = device.client(client_id)?;
            let open = device.store.index.open_of(place);
            if !open.is_empty() {
                return Err(Error::OpenTransactions(open.len() as u64));
            }
            device.log_client(Kind::DeregisterClient, place, client_id)
        })
    }

    fn clients(&mut self) -> Result<Vec<String>, Error> {
        self.call(|device| {
            let places = device.registered.iter();
            Ok(places.map(|place| device.client_name(*place)).collect())
        })
    }

    fn start(&mut self, client_id: &str) -> Result<Stamp, Error> {
        self.call(|device| {
            let place = device.ready(client_id)?;
            if device.store.index.open_count() >= MAX_OPEN {
                return Err(Error::TooManyTransactions(MAX_OPEN as u64));
            }
            let number = device.store.index.last_transaction() + 1;
            device.transact(Operation::Start, place, number, "", &[])
        })
    }

    fn update(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        self.call(|device| {
            let place = device.continues(client_id, transaction, process_type, process_data)?;
            device.transact(
                Operation::Update,
                place,
                transaction,
                process_type,
                process_data,
            )
        })
    }

    fn finish(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        self.call(|device| {
            let place = device.continues(client_id, transaction, process_type, process_data)?;
            device.transact(
                Operation::Finish,
                place,
                transaction,
                process_type,
                process_data,
            )
        })
    }

    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error> {
        self.call(|device| {
            let Some(span) = device.store.index.span(transaction) else {
                return Ok(Transaction::Unknown);
            };
            let entry = |place: usize| device.store.index.entries.get(place).copied();
            let (Some(start), finish) = (entry(span.start), span.finish.and_then(entry)) else {
                return Ok(Transaction::Unknown);
            };
            if device.client_place(client_id) != Some(start.facts.client) {
                return Ok(Transaction::Unknown);
            }
            let (start, _) = device.read_stamp(&start)?;
            let Some(finish) = finish else {
                return Ok(Transaction::Open { start: Some(start) });
            };
            let (finish, body) = device.read_stamp(&finish)?;
            Ok(Transaction::Finished {
                start: Some(start),
                finish,
                content: Some((body.process_type.unwrap_or_default(), body.process_data)),
            })
        })
    }

    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error> {
        self.call(|device| {
            let place = device.client(client_id)?;
            Ok(device.store.index.open_of(place))
        })
    }

    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<Exported, Error> {
        self.call(|device| device.write_archive(filter, out))
    }
}

impl Simulator {
    fn time_set(&self) -> bool {
        self.offset.is_some() && !self.options.faults.is_set(Fault::TimeNotSet)
    }

    /// Time left until a self-test is due.
    fn self_test_due(&self) -> std::time::Duration {
        self.self_tested
            .map(|since| since + SELF_TEST_INTERVAL - (self.clock)())
            .and_then(|left| left.to_std().ok())
            .unwrap_or_default()
    }

    fn needs_set_up(&self) -> Result<(), Error> {
        match self.store.index.initialized {
            true => Ok(()),
            false => Err(Error::NotInitialized),
        }
    }

    fn client(&self, client_id: &str) -> Result<u16, Error> {
        self.needs_set_up()?;
        self.client_place(client_id)
            .filter(|place| self.registered.contains(place))
            .ok_or_else(|| Error::UnknownClient(client_id.into()))
    }

    /// Whether the device may sign a transaction for this client now.
    fn ready(&self, client_id: &str) -> Result<u16, Error> {
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

    fn continues(
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

    fn transact(
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
        Ok(Stamp {
            transaction: number,
            counter,
            log_time: time.at,
            signature,
        })
    }

    fn log_client(&mut self, kind: Kind, place: u16, client_id: &str) -> Result<(), Error> {
        let body = system_body(kind, &[(0x81, client_id.as_bytes())]);
        let now = self.device_time();
        self.sign(kind, place, 0, now, body)?;
        self.note_client(kind, place, client_id.into());
        Ok(())
    }

    fn read_stamp(&mut self, entry: &Entry) -> Result<(Stamp, TransactionBody), Error> {
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
