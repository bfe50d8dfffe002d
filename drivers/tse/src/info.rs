//! What devices are asked and what they answer.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The signed answer to a start, update or finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Number of the transaction, from 1, over the whole life of the device.
    pub transaction: u64,
    /// Signature counter of this log message.
    pub counter: u64,
    /// Log time of this message, by the device's clock (whole seconds for `unixTime`).
    pub log_time: DateTime<Utc>,
    /// Signature value, plain r‖s.
    pub signature: Vec<u8>,
}

/// State of one transaction inside the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transaction {
    /// The device never started it for this client.
    Unknown,
    /// Started and not finished.
    Open {
        /// Answer to the start, if the device still has it. One that keeps its last answer only gives that: it is
        /// the start's as long as nothing was updated.
        start: Option<Stamp>,
    },
    /// Finished.
    Finished {
        /// Answer to the start, if the device still has it.
        start: Option<Stamp>,
        /// Answer to the finish.
        finish: Stamp,
        /// processType and processData of the finish, if the device gives them back. Otherwise only the
        /// signature shows which data it stands on.
        content: Option<(String, Vec<u8>)>,
    },
}

/// What a device says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Maker's name of the device.
    pub description: String,
    /// Maker.
    pub manufacturer: String,
    /// Firmware or software version.
    pub version: String,
    /// BSI certification id such as `BSI-K-TR-0362-2019`; `None` means *not certified*.
    pub certification_id: Option<String>,
    /// Where it is in its life.
    pub state: State,
    /// Serial number: SHA-256 of the uncompressed public key point (TR-03153, 7.5).
    pub serial: Vec<u8>,
    /// Uncompressed point 04‖X‖Y of the signing key.
    pub public_key: Vec<u8>,
    /// Name for QR code and DSFinV-K, e.g. `ecdsa-plain-SHA384`.
    pub signature_algorithm: String,
    /// Name for QR code and DSFinV-K, e.g. `unixTime`.
    pub log_time_format: String,
    /// The certificate chain, DER, leaf first.
    pub certificates: Vec<Vec<u8>>,
    /// End of the leaf's validity.
    pub certificate_end: DateTime<Utc>,
    /// Signatures made so far.
    pub signatures: u64,
    /// Signatures the device is built for, if it says so.
    pub max_signatures: Option<u64>,
    /// Whether the clock is set and transactions are possible.
    pub time_set: bool,
    /// Bytes of log storage in use.
    pub storage_used: u64,
    /// Bytes of log storage in all, if the device says so.
    pub storage_size: Option<u64>,
    /// Open transactions of all clients and how many there may be, if the device says so.
    pub open_transactions: Option<(u64, u64)>,
    /// Registered clients and how many there may be, if the device says so.
    pub clients: Option<(u64, u64)>,
    /// Time left until the next self-test is due; zero when it is needed now, `None` if the device does it by itself.
    pub self_test_due: Option<Duration>,
    /// Longest time between two updates of the clock; `None` if the device or its maker keeps the clock right.
    pub time_update_every: Option<Duration>,
    /// Health of the flash memory, if the device says so.
    pub wear: Option<Wear>,
}

/// Where a device is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Never set up.
    Uninitialized,
    /// Set up.
    Operational,
    /// Taken out of operation for ever; exports stay possible.
    Decommissioned,
}

/// Health of a device's flash memory (Swissbit: flash health summary).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Wear {
    /// Read errors that could not be corrected; any is one too many.
    pub uncorrectable: u32,
    /// Spare blocks left, per cent.
    pub spare: u8,
    /// Erase cycles left, per cent.
    pub erase_cycles: u8,
    /// Whether the maker says that the device is to be replaced.
    pub replace: bool,
}

/// Roles with a PIN (TR-03153).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sets up, registers clients, exports, deletes.
    Admin,
    /// Sets the clock.
    TimeAdmin,
}

/// Arguments of [`Tse::set_up`].
#[derive(Clone, PartialEq, Eq)]
pub struct SetUp {
    /// PIN of the administrator role.
    pub admin_pin: String,
    /// PIN of the time administrator role.
    pub time_admin_pin: String,
    /// PUK that unblocks the administrator.
    pub admin_puk: String,
    /// Free description the device logs and writes into `info.csv`.
    pub description: String,
}

/// What [`crate::Tse::create`] made.
#[derive(Clone, PartialEq, Eq)]
pub struct Created {
    /// Belongs into [`crate::driver::Config::device`].
    pub device: String,
    /// The PUK its maker chose; belongs into [`crate::driver::Secrets::admin_puk`] and into [`SetUp::admin_puk`].
    pub admin_puk: String,
}

impl std::fmt::Debug for Created {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Created")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// What an export shall hold; certificates and `info.csv` are always in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportFilter {
    /// Everything.
    All,
    /// Transactions from..=to by number, with the system and audit logs between them.
    Transactions {
        /// First number.
        from: u64,
        /// Last number.
        to: u64,
        /// Only of this client.
        client_id: Option<String>,
    },
    /// Log messages whose log time lies in from..=to.
    Time {
        /// First moment.
        from: DateTime<Utc>,
        /// Last moment.
        to: DateTime<Utc>,
    },
    /// What came after an earlier export of the same device; [`Error::Unsupported`] where there is no such
    /// thing, [`Error::NothingToExport`] when nothing came.
    Since(ExportState),
}

/// How far an export reached; the device's own notion of it, kept for the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportState(pub Vec<u8>);

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// From where the next export can go on, if the device exports increments.
    pub state: Option<ExportState>,
}
