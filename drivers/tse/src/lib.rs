//! Technical security devices (TSE, §146a AO) behind one trait, and everything that reads what they wrote.
//!
//! This crate knows nothing of the register: it signs, exports and verifies.

pub mod algorithm;
pub mod certificate;
mod der;
pub mod key;
pub mod log;
pub mod name;
pub mod simulator;
pub mod verify;

use std::io::Write;
use std::time::Duration;

use chrono::{DateTime, Utc};

/// A technical security device. One value is one device; calls block until the device answered or
/// its own time-out ran out.
pub trait Tse: Send {
    /// What the device is, its key, its certificate and how much life is left in it.
    fn info(&mut self) -> Result<Info, Error>;

    /// Runs the device's self-test; needed once after power-up and at least every 25 h.
    fn self_test(&mut self) -> Result<(), Error>;

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
    /// whether its last call arrived.
    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error>;

    /// Numbers of the client's transactions that were started and not finished, ascending.
    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error>;

    /// Writes the TAR archive (TR-03151, Anhang C) of what `filter` selects.
    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<(), Error>;
}

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
        /// Answer to the start.
        start: Stamp,
    },
    /// Finished.
    Finished {
        /// Answer to the start.
        start: Stamp,
        /// Answer to the finish.
        finish: Stamp,
        /// processType of the finish.
        process_type: String,
        /// processData of the finish.
        process_data: Vec<u8>,
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
    /// Whether `set_up` was done.
    pub initialized: bool,
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
}

/// Arguments of [`Tse::set_up`].
#[derive(Clone)]
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
}

/// Why a device did not do what it was asked to. The first sentence is for the log; the register words
/// its own for the clerk.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The device is not there any more.
    #[error("the TSE is not connected: {0}")]
    Removed(String),
    /// It did not answer in time.
    #[error("the TSE did not answer within {0:?}")]
    Timeout(Duration),
    /// It is occupied by another call or an export.
    #[error("the TSE is busy")]
    Busy,
    /// `set_up` was never done.
    #[error("the TSE is not initialised")]
    NotInitialized,
    /// The self-test has to run first.
    #[error("the TSE needs a self-test")]
    SelfTestNeeded,
    /// The self-test failed.
    #[error("the TSE failed its self-test: {0}")]
    SelfTestFailed(String),
    /// Its clock is not set.
    #[error("the clock of the TSE is not set")]
    TimeNotSet,
    /// The certificate is past its end.
    #[error("the certificate of the TSE expired on {0}")]
    CertificateExpired(DateTime<Utc>),
    /// No room for another log message.
    #[error("the storage of the TSE is full")]
    StorageFull,
    /// The client was never registered.
    #[error("client {0:?} is not registered at the TSE")]
    UnknownClient(String),
    /// A client id outside of what every device accepts (1–30 characters, `A-Za-z0-9.-`).
    #[error("client id {0:?}: 1 to 30 characters out of A-Z a-z 0-9 . - expected")]
    InvalidClient(String),
    /// Process type or data that no device accepts (TR-03151, 2.2.1: process type up to 100 characters of
    /// PrintableString).
    #[error("{0}")]
    InvalidData(String),
    /// Another program has the device open.
    #[error("the TSE is in use by another program: {0}")]
    InUse(String),
    /// The transaction is unknown or finished already.
    #[error("transaction {0} is not open at the TSE")]
    TransactionNotOpen(u64),
    /// The export is empty because nothing matches.
    #[error("the TSE holds nothing that matches the export's limits")]
    NothingToExport,
    /// The device's stored data cannot be read.
    #[error("the storage of the TSE is damaged: {0}")]
    Damaged(String),
    /// Reading or writing failed on the way to the device or to the export's target.
    #[error("{context}: {source}")]
    Io {
        /// What was being done, with the file's name.
        context: String,
        /// The reason.
        source: std::io::Error,
    },
    /// Anything else the device reported.
    #[error("the TSE reported an error: {0}")]
    Device(String),
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
