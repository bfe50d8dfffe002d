//! The calls of the device.

use std::io::Write;

use chrono::{DateTime, Utc};

use super::export::system_body;
use super::index::Kind;
use super::pins::secret_of;
use super::{Fault, MAX_CLIENTS, MAX_OPEN, Simulator};
use crate::log::{LogTime, Operation};
use crate::{
    Error, ExportFilter, Exported, Info, Role, Secret, SetUp, Stamp, State, Transaction, Tse,
    valid_client_id,
};

impl Tse for Simulator {
    fn info(&mut self) -> Result<Info, Error> {
        self.call(|device| {
            device.take_identity()?;
            let identity = device.foreign.as_ref().unwrap_or(&device.identity);
            Ok(Info {
                description: super::NAME.into(),
                manufacturer: super::MANUFACTURER.into(),
                version: super::VERSION.into(),
                certification_id: None,
                state: match (
                    device.store.index.initialized,
                    device.store.index.decommissioned,
                ) {
                    (_, true) => State::Decommissioned,
                    (true, _) => State::Operational,
                    (false, _) => State::Uninitialized,
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
                if device.needs_set_up().is_ok() {
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
            if device.store.index.decommissioned {
                return Err(Error::Decommissioned);
            }
            if device.store.index.initialized {
                return match device.identity.matches(set_up) {
                    true => Ok(()),
                    false => Err(Error::SetUpElsewhere),
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
        self.call(|device| device.look_up(client_id, transaction))
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

    fn delete_exported(&mut self) -> Result<(), Error> {
        self.call(Self::delete)
    }

    fn decommission(&mut self) -> Result<(), Error> {
        self.call(Self::disable)
    }

    fn change_pin(&mut self, role: Role, old: &str, new: &str) -> Result<(), Error> {
        let secret = secret_of(role);
        self.call(|device| {
            device.needs_set_up()?;
            device.replace_secret(secret, (secret, old), new)
        })
    }

    fn change_puk(&mut self, old: &str, new: &str) -> Result<(), Error> {
        self.call(|device| {
            device.needs_set_up()?;
            device.replace_secret(Secret::Puk, (Secret::Puk, old), new)
        })
    }

    fn unblock_pin(&mut self, role: Role, puk: &str, new_pin: &str) -> Result<(), Error> {
        self.call(|device| device.unblock(role, puk, new_pin))
    }
}
