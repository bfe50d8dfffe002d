//! Why a device did not do what it was asked to. Every driver maps its device's errors to these, after the
//! exceptions of TR-03151-1, 3.1.1.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
    /// A PIN or PUK was wrong.
    #[error("{secret} of the TSE is wrong{}", tries_left(*.left))]
    WrongSecret {
        /// Which one.
        secret: Secret,
        /// Tries left until it is blocked, if the device says so.
        left: Option<u32>,
    },
    /// A PIN or PUK was wrong too often.
    #[error("{0} of the TSE is blocked after too many wrong tries")]
    Blocked(Secret),
    /// One try is left, and the secret at hand was refused before: the driver keeps it.
    #[error("{0} at hand was refused by the TSE and one try is left; it is not used again")]
    LastTry(Secret),
    /// The role that may do this is not logged in, or may not do it.
    #[error("the TSE refuses: {0} is not allowed to do this")]
    NotAuthorized(String),
    /// PINs or PUK still have the value they were delivered with.
    #[error("PINs and PUK of the TSE must be changed first")]
    InitialSecrets,
    /// It was set up elsewhere, with other secrets.
    #[error("the TSE was set up before, with other PINs or another PUK")]
    SetUpElsewhere,
    /// Another device than expected answers.
    #[error("the TSE with the serial number {expected} was expected, {found} answers")]
    ForeignDevice {
        /// Serial number that was expected, hexadecimal.
        expected: String,
        /// Serial number found.
        found: String,
    },
    /// It was taken out of operation.
    #[error("the TSE was taken out of operation")]
    Decommissioned,
    /// No signatures left.
    #[error("all signatures of the TSE are used up")]
    SignaturesExhausted,
    /// As many transactions are open as the device can hold.
    #[error("{0} transactions are open at the TSE, more it cannot hold")]
    TooManyTransactions(u64),
    /// As many clients are registered as the device can hold.
    #[error("{0} clients are registered at the TSE, more it cannot hold")]
    TooManyClients(u64),
    /// Something is asked that must wait until transactions are finished.
    #[error("{0} transactions are open at the TSE")]
    OpenTransactions(u64),
    /// Log messages would be lost that no export holds.
    #[error("the TSE holds log messages that were not exported")]
    UnexportedData,
    /// The answer would be too large; ask for less.
    #[error("the export would hold too many log messages; choose a shorter span")]
    TooManyRecords,
    /// The driver or the device has no such function.
    #[error("{0} is not possible with this TSE")]
    Unsupported(&'static str),
    /// What came back is no answer to what was asked.
    #[error("the TSE gave an answer that makes no sense: {0}")]
    Protocol(String),
    /// What the driver was told about the device is not enough or wrong.
    #[error("{0}")]
    Configuration(String),
    /// Anything else the device reported.
    #[error("the TSE reported an error: {0}")]
    Device(String),
}

/// A secret of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// PIN of the administrator.
    AdminPin,
    /// PIN of the time administrator.
    TimeAdminPin,
    /// PUK.
    Puk,
    /// API key, API secret, token or host secret.
    Key,
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AdminPin => "the administrator's PIN",
            Self::TimeAdminPin => "the time administrator's PIN",
            Self::Puk => "the PUK",
            Self::Key => "the access key",
        })
    }
}

fn tries_left(left: Option<u32>) -> String {
    match left {
        Some(1) => "; one try is left".into(),
        Some(left) => format!("; {left} tries are left"),
        None => String::new(),
    }
}
