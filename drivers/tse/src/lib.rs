//! Technical security devices (TSE, §146a AO) behind one trait, and everything that reads what they wrote.
//!
//! This crate knows nothing of the register: it signs, exports and verifies. A device is opened by
//! [`driver::open`] and used through [`Tse`]; [`keeper::Keeper`] puts it on a thread of its own.

pub mod algorithm;
mod breaking;
pub mod certificate;
mod der;
pub mod diebold;
pub mod driver;
pub mod epson;
mod error;
pub mod fiskaly;
mod info;
pub mod keeper;
pub mod key;
mod line;
pub mod log;
pub mod name;
pub mod simulator;
pub mod swissbit;
mod tls;
pub mod verify;

use std::io::Write;

use chrono::{DateTime, Utc};

pub use error::{Error, Secret};
pub use info::{
    Created, ExportFilter, ExportState, Exported, Info, Role, SetUp, Stamp, State, Transaction,
    Wear,
};

/// A technical security device. One value is one device; calls block until the device answered or
/// its own time-out ran out.
pub trait Tse: Send {
    /// What the device is, its key, its certificate and how much life is left in it.
    fn info(&mut self) -> Result<Info, Error>;

    /// Runs the device's self-test; needed once after power-up and at least every 25 h.
    fn self_test(&mut self) -> Result<(), Error>;

    /// Makes the device at its maker where the configuration names none ([`driver::Config::device`]): a TSS at
    /// fiskaly. The maker tells the PUK this one time, so keep what comes back where it survives a power cut, open
    /// the driver with it anew or go on, and only then call [`Tse::set_up`] with that PUK. `None`: there is nothing
    /// to make.
    fn create(&mut self) -> Result<Option<Created>, Error> {
        Ok(None)
    }

    /// Takes a new device into operation; repeating it with the same arguments is harmless.
    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error>;

    /// Sets the device's clock; transactions are refused until this was done once after power-up.
    fn update_time(&mut self, now: DateTime<Utc>) -> Result<(), Error>;

    /// Allows `client_id` to sign; registering a known client again is fine.
    fn register_client(&mut self, client_id: &str) -> Result<(), Error>;

    /// Withdraws `client_id`; refused while it has open transactions.
    fn deregister_client(&mut self, client_id: &str) -> Result<(), Error>;

    /// The registered clients, in order of registration.
    fn clients(&mut self) -> Result<Vec<String>, Error>;

    /// Opens a transaction with empty process type and data (DSFinV-K, Anhang I: StartTransaction).
    fn start(&mut self, client_id: &str) -> Result<Stamp, Error>;

    /// Signs an intermediate state of an open transaction.
    fn update(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error>;

    /// Ends an open transaction; the returned stamp carries the signature printed on the receipt.
    fn finish(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error>;

    /// What the device knows of one transaction; this is how a register finds out after a power cut
    /// whether its last call arrived. A device in the field keeps the answer to its client's last call only:
    /// an older transaction may cost an export, or be [`Error::Unsupported`].
    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error>;

    /// Numbers of the client's transactions that were started and not finished, ascending.
    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error>;

    /// Writes the TAR archive (TR-03151, Anhang C) of what `filter` selects, as it comes from the device. On
    /// hardware nothing can be signed while it runs.
    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<Exported, Error>;

    /// Deletes the stored log messages, which must have been exported whole and without a newer one
    /// ([`Error::UnexportedData`] otherwise). What was deleted exists in the exports alone: verify them first.
    fn delete_exported(&mut self) -> Result<(), Error> {
        Err(Error::Unsupported("deleting stored log messages"))
    }

    /// Takes the device out of operation for ever; refused while transactions are open.
    fn decommission(&mut self) -> Result<(), Error> {
        Err(Error::Unsupported("decommissioning"))
    }

    /// Replaces a PIN by the old one.
    fn change_pin(&mut self, _role: Role, _old: &str, _new: &str) -> Result<(), Error> {
        Err(Error::Unsupported("changing a PIN"))
    }

    /// Replaces the PUK by the old one.
    fn change_puk(&mut self, _old: &str, _new: &str) -> Result<(), Error> {
        Err(Error::Unsupported("changing the PUK"))
    }

    /// Gives a blocked role a new PIN.
    fn unblock_pin(&mut self, _role: Role, _puk: &str, _new_pin: &str) -> Result<(), Error> {
        Err(Error::Unsupported("unblocking a PIN"))
    }
}

/// Whether every device accepts this client id: 1 to 30 characters out of `A-Za-z0-9.-` (DSFinV-K 2.3
/// forbids `/` and `_`, Swissbit takes 30 bytes).
#[must_use]
pub fn valid_client_id(client_id: &str) -> bool {
    (1..=30).contains(&client_id.len())
        && client_id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
}
