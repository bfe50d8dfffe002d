//! The result of checking an archive.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Finding, InfoCsv, Kind, Level};
use crate::algorithm::{Curve, LogTimeFormat, SignatureAlgorithm};

/// What an archive holds and what is wrong with it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Findings, heaviest first, otherwise in the archive's order.
    pub findings: Vec<Finding>,
    /// Members of the archive.
    pub members: u64,
    /// Log messages by kind.
    pub logs: Counts,
    /// Signatures by result.
    pub signatures: Signatures,
    /// The signing keys; in a proper archive one.
    pub devices: Vec<Device>,
    /// Every certificate in the archive.
    pub certificates: Vec<CertificateInfo>,
    /// Whether roots, and with them possibly revocation lists, were given.
    pub trust_given: bool,
    /// `info.csv`.
    pub info: Option<InfoCsv>,
    /// Transactions by state.
    pub transactions: Transactions,
    /// Log messages of transactions by client.
    pub clients: BTreeMap<String, u64>,
}

impl Report {
    /// Whether nothing contradicts the archive: no finding is an error.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.count(Level::Error) == 0
    }

    /// Whether signatures or transactions are missing between those that are there. Some genuine devices leave gaps, so
    /// this is no error of an archive; but nothing may be deleted on the strength of such a one.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        let gap =
            |kind: &Kind| matches!(kind, Kind::CounterGap { .. } | Kind::TransactionGap { .. });
        self.findings.iter().any(|finding| gap(&finding.kind))
    }

    /// Findings of this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }
}

/// Log messages by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Transaction logs.
    pub transaction: u64,
    /// System logs.
    pub system: u64,
    /// Audit logs.
    pub audit: u64,
}

/// Signatures by result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Signatures {
    /// Match their key.
    pub valid: u64,
    /// Do not match it.
    pub invalid: u64,
    /// No certificate, or a curve or hash this program does not know.
    pub unchecked: u64,
}

/// Transactions by state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Transactions {
    /// Started inside the archive.
    pub started: u64,
    /// Finished inside the archive.
    pub finished: u64,
    /// Started and not finished.
    pub open_count: u64,
    /// The first thousand of them, ascending.
    pub open: Vec<u64>,
    /// Log messages of clients beyond the first thousand.
    pub other_clients: u64,
}

/// One signing key and what it signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Curve of the key, if its certificate is there and readable.
    pub curve: Option<Curve>,
    /// Signature algorithm.
    pub algorithm: SignatureAlgorithm,
    /// Format of the log times.
    pub log_time_format: LogTimeFormat,
    /// Log message version, 2 or 3.
    pub version: u8,
    /// Lowest signature counter.
    pub first_counter: u64,
    /// Highest signature counter.
    pub last_counter: u64,
    /// Log time of the lowest counter.
    pub first_time: DateTime<Utc>,
    /// Log time of the highest counter.
    pub last_time: DateTime<Utc>,
    /// Subjects of the chain, leaf first.
    pub chain: Vec<String>,
    /// SHA-256 fingerprint of the chain's end if that is a root.
    pub root_fingerprint: Option<String>,
    /// Whether the chain is whole, its signatures hold, and (if any were given) it ends in a trusted root.
    pub chain_holds: bool,
    /// Whether the chain holds and ends in a root that was given as trusted.
    pub trusted: bool,
    /// Revocation lists that were looked into, one per certificate of the chain.
    pub revocation: Vec<RevocationList>,
}

/// A revocation list and what it says of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevocationList {
    /// Subject of the certificate.
    pub subject: String,
    /// Issuer of the list.
    pub issuer: String,
    /// When the list was issued.
    pub this_update: DateTime<Utc>,
    /// When the next one is due.
    pub next_update: Option<DateTime<Utc>>,
    /// When the certificate was revoked.
    pub revoked: Option<DateTime<Utc>>,
}

/// One certificate of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateInfo {
    /// Member it came from.
    pub member: String,
    /// Subject.
    pub subject: String,
    /// Issuer.
    pub issuer: String,
    /// SHA-256 of its key, hexadecimal.
    pub serial: String,
    /// Curve of its key.
    pub curve: Option<Curve>,
    /// Why its key cannot be used here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<String>,
    /// First moment of validity.
    pub not_before: DateTime<Utc>,
    /// Last moment of validity.
    pub not_after: DateTime<Utc>,
    /// SHA-256 over the certificate.
    pub fingerprint: String,
}
