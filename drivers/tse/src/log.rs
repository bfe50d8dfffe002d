//! Log messages of a TSE (TR-03151 v1.0.1, 2; TR-03151-1 v1.1.1, 2): what is signed, and how it is read back.
//!
//! Both generations are read; version 2, which every device in the field wrote until 2025, is written.

mod decode;
mod encode;
mod event;
mod time;

use crate::algorithm::SignatureAlgorithm;
pub use crate::der::DerError;
pub use decode::{DecodeError, Decoded, decode};
pub use encode::seal;
pub(crate) use event::OPERATIONS;
pub use event::{Field, Value};
pub use time::LogTime;

/// A log message without its signature value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// 2 (TR-03151 v1.0.1) or 3 (TR-03151-1 v1.1.1).
    pub version: u8,
    /// The elements that depend on the kind of message.
    pub body: Body,
    /// Serial number of the signing key, 32 bytes.
    pub serial: Vec<u8>,
    /// Algorithm the signature was made with.
    pub algorithm: SignatureAlgorithm,
    /// Signature counter.
    pub counter: u64,
    /// Log time (`signatureCreationTime` in version 3).
    pub time: LogTime,
}

/// The three kinds of log messages (TR-03151, 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Start, update or finish of a transaction.
    Transaction(TransactionBody),
    /// An event of the device.
    System(SystemBody),
    /// `seAuditData`, in a format of the maker's own.
    Audit(Vec<u8>),
}

/// What happened to a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// StartTransaction.
    Start,
    /// UpdateTransaction.
    Update,
    /// FinishTransaction.
    Finish,
}

impl Operation {
    /// The word in member names: `Start`, `Update`, `Finish` (TR-03151, 5.1).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Update => "Update",
            Self::Finish => "Finish",
        }
    }

    /// `operationType` in a log message of this version.
    #[must_use]
    pub fn name(self, version: u8) -> &'static str {
        match (self, version) {
            (Self::Start, 0..=2) => "StartTransaction",
            (Self::Update, 0..=2) => "UpdateTransaction",
            (Self::Finish, 0..=2) => "FinishTransaction",
            (Self::Start, _) => "startTransaction",
            (Self::Update, _) => "updateTransaction",
            (Self::Finish, _) => "finishTransaction",
        }
    }
}

/// How `processData` is encoded. The form is covered by the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataForm {
    /// One OCTET STRING, tag 82.
    #[default]
    Primitive,
    /// Constructed, tag A2, parts of OCTET STRING, definite length.
    Constructed,
    /// Constructed with indefinite length, `A2 80 … 00 00` (D-Trust cloud).
    Indefinite,
}

/// Elements of a transaction log (TR-03151, 2.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionBody {
    /// Start, update or finish.
    pub operation: Operation,
    /// Serial number of the recording system.
    pub client_id: String,
    /// The register's data; parts of an aggregated update are joined.
    pub process_data: Vec<u8>,
    /// Encoding of `process_data`. A constructed form is written as one part.
    pub form: DataForm,
    /// Type of the data, absent in some version 2 messages.
    pub process_type: Option<String>,
    /// `additionalExternalData`; a register must not use it.
    pub external: Option<Vec<u8>>,
    /// Transaction number.
    pub number: u64,
    /// `additionalInternalData`; a device must not use it.
    pub internal: Option<Vec<u8>>,
}

/// Elements of a system log (version 2: TR-03151, 2.2.2; version 3: TR-03151-1, 2.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemBody {
    /// `operationType` or `eventType`, e.g. `updateTime`.
    pub operation: String,
    /// Content of `systemOperationData` (81) or of `eventData` (A3).
    pub data: Vec<u8>,
    /// `eventOrigin`, version 3.
    pub origin: Option<String>,
    /// `eventTriggeredByUser`, version 3.
    pub user: Option<String>,
    /// `additionalInternalData` (82), version 2.
    pub internal: Option<Vec<u8>>,
}

pub(crate) const TRANSACTION: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x07, 0x01, 0x01];
pub(crate) const SYSTEM: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x07, 0x01, 0x02];
pub(crate) const AUDIT: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x07, 0x01, 0x03];

#[cfg(test)]
mod tests;
