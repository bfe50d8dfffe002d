//! What the checks of an archive find, in words.

use chrono::{DateTime, Utc};
use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Info,
    /// Somebody has to explain it.
    Warning,
    /// The archive does not hold what it claims.
    Error,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its weight.
    pub level: Level,
    /// The member it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What it is, with its figures.
    #[serde(flatten)]
    pub kind: Kind,
    /// `kind` as an English sentence.
    pub text: String,
}

impl Finding {
    pub(crate) fn new(level: Level, member: Option<&str>, kind: Kind) -> Self {
        Self {
            level,
            member: member.map(str::to_owned),
            text: kind.to_string(),
            kind,
        }
    }
}

/// What was found. The names are stable: scripts and translations go by them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(missing_docs)] // The sentence of each variant says what it and its fields are.
pub enum Kind {
    #[error("{count} more findings of the kind {of:?} are not listed")]
    More { of: String, count: u64 },

    // The container (TR-03151, Anhang C)
    #[error(
        "the archive has no closing zero blocks: it may be cut off here, although some devices write it so"
    )]
    NoClosingBlocks,
    #[error("{bytes} bytes follow the end of the archive")]
    DataAfterEnd { bytes: u64 },
    #[error("only regular files belong into the archive, this is {what}")]
    NotARegularFile { what: String },
    #[error("the name leads out of the archive's folder")]
    UnsafeName,
    #[error("this name occurs twice in the archive")]
    NameTwice,
    #[error("the name has {bytes} bytes, far more than TR-03151, 5.1 allows")]
    NameTooLong { bytes: u64 },
    #[error("neither log message nor certificate: {reason}")]
    ForeignFile { reason: String },
    #[error("the archive holds no log messages")]
    NoLogs,
    #[error("info.csv is missing")]
    NoInfoCsv,
    #[error("info.csv: {reason}")]
    InfoCsvUnreadable { reason: String },

    // Single log messages
    #[error("no log message: {reason}")]
    LogUnreadable { reason: String },
    #[error("signature {counter} is not genuine: {reason}")]
    SignatureInvalid { counter: u64, reason: String },
    #[error("{count} signatures could not be checked, the first is {first}: {reason}")]
    SignatureUnchecked {
        count: u64,
        first: u64,
        reason: String,
    },
    #[error("the name does not follow TR-03151, 5.1")]
    NameUnknown,
    #[error("the name says {name:?} for the {part}, the signed content says {content:?}")]
    NameDiffers {
        part: &'static str,
        name: String,
        content: String,
    },
    #[error(
        "{count} log messages carry additional data that a register must not use, the first has signature {first}"
    )]
    AdditionalData { count: u64, first: u64 },
    #[error("{count} system logs of the unknown operation {operation:?}")]
    UnknownOperation { operation: String, count: u64 },

    // The archive as a whole
    #[error("log messages of {count} keys in one archive; TR-03153-1, 5.2 allows one")]
    SeveralDevices { count: usize },
    #[error("several {what} in one archive: {values}")]
    Mixed { what: &'static str, values: String },
    #[error(
        "the times of {count} transactions that seem to end before their start were not judged"
    )]
    TransactionTimesUnjudged { count: u64 },
    #[error("more clients than {most} have log messages; the rest is counted together")]
    ManyClients { most: usize },
    #[error("signature counter {counter} was used {count} times")]
    CounterTwice { counter: u64, count: u64 },
    #[error("{} missing", range("signature", *from, *to))]
    CounterGap { from: u64, to: u64 },
    #[error("the archive begins with signature {first}; earlier ones are not in it")]
    CounterBegins { first: u64 },
    #[error(
        "the time steps back from {before} to {after} at signature {counter}, where the clock was set"
    )]
    TimeSetBack {
        counter: u64,
        before: DateTime<Utc>,
        after: DateTime<Utc>,
    },
    #[error(
        "the time steps back from {before} to {after} at signature {counter} without the clock being set"
    )]
    TimeStepsBack {
        counter: u64,
        before: DateTime<Utc>,
        after: DateTime<Utc>,
    },
    #[error(
        "{count} log messages were written before the clock was set, the first has signature {first}"
    )]
    ClockNotSet { count: u64, first: u64 },

    // Transactions
    #[error("{count} transactions were started and not finished, the first is {first}")]
    TransactionsOpen { count: u64, first: u64 },
    #[error("the start of transaction {number} is not in the archive")]
    TransactionWithoutStart { number: u64 },
    #[error("transaction {number} was {operation} {count} times")]
    TransactionTwice {
        number: u64,
        operation: &'static str,
        count: u64,
    },
    #[error("transaction {number} has a log message {place}, signature {counter}")]
    TransactionOrder {
        number: u64,
        counter: u64,
        place: &'static str,
    },
    #[error("transaction {number} changes its client from {first:?} to {other:?}")]
    TransactionClient {
        number: u64,
        first: String,
        other: String,
    },
    #[error(
        "transaction {number} ends at {end}, before its start at {start}, and the clock was not set between"
    )]
    TransactionTime {
        number: u64,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    },
    #[error("{} missing", range("transaction", *from, *to))]
    TransactionGap { from: u64, to: u64 },

    // Certificates (TR-03153-1, 10.2)
    #[error("no certificate for the key with serial number {serial}")]
    CertificateMissing { serial: String },
    #[error("the name should be {expected}, the SHA-256 of the key inside")]
    CertificateName { expected: String },
    #[error("the certificate {subject:?} does not name the TSE's serial number {serial}")]
    CertificateSubject { subject: String, serial: String },
    #[error(
        "the certificate {subject:?} (valid {from} to {to}) was not valid for {count} log messages, the first has signature {first}"
    )]
    CertificateNotValid {
        subject: String,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        count: u64,
        first: u64,
    },
    #[error(
        "the certificate {subject:?} was issued by {issuer:?}, which is not in the archive: its origin is unknown"
    )]
    IssuerMissing { subject: String, issuer: String },
    #[error("the certificate {subject:?} was not signed by {issuer:?}, as it claims")]
    ChainBroken { subject: String, issuer: String },
    #[error("the signature of the certificate {subject:?} could not be checked: {reason}")]
    ChainUnchecked { subject: String, reason: String },
    #[error(
        "the key of the certificate {subject:?} is of no use here: {reason} is not supported by this program"
    )]
    CertificateUnsupported { subject: String, reason: String },
    #[error("the certificate {subject:?} may not issue others, but did")]
    NoAuthority { subject: String },
    #[error("the certificate {subject:?} is not for signing (keyUsage), but signed")]
    NoSigner { subject: String },
    #[error(
        "the certificate {subject:?} was revoked on {at} ({reason}), before {count} log messages, the first has signature {first}"
    )]
    Revoked {
        subject: String,
        at: DateTime<Utc>,
        reason: &'static str,
        count: u64,
        first: u64,
    },
    #[error(
        "the certificate {subject:?} was revoked on {at} ({reason}), after everything it signed here"
    )]
    RevokedLater {
        subject: String,
        at: DateTime<Utc>,
        reason: &'static str,
    },
    #[error(
        "whether the certificate {subject:?} was revoked is unknown: no revocation list of its issuer"
    )]
    RevocationUnchecked { subject: String },
    #[error(
        "the revocation list for {subject:?} of {this_update} is older than the last signature of {last}: later revocations are unknown"
    )]
    CrlOlder {
        subject: String,
        this_update: DateTime<Utc>,
        next_update: Option<DateTime<Utc>>,
        last: DateTime<Utc>,
    },
    #[error("the revocation list of {issuer:?} of {this_update} is of no use: {reason}")]
    CrlUnusable {
        issuer: String,
        this_update: DateTime<Utc>,
        reason: String,
    },
    #[error("the certificate {subject:?} is valid longer than that of its issuer")]
    ValidityNotNested { subject: String },
    #[error("the certificate {subject:?} vouches for itself: its origin is unknown")]
    SelfSigned { subject: String },
    #[error(
        "the chain ends in {subject:?} with the SHA-256 fingerprint {fingerprint}; compare it with the maker's"
    )]
    Root {
        subject: String,
        fingerprint: String,
    },
    #[error(
        "the chain ends in {subject:?}, a trusted root, with the SHA-256 fingerprint {fingerprint}"
    )]
    TrustedRoot {
        subject: String,
        fingerprint: String,
    },
    #[error(
        "the chain ends in {subject:?} with the SHA-256 fingerprint {fingerprint}, which is none of the trusted roots"
    )]
    RootNotTrusted {
        subject: String,
        fingerprint: String,
    },
}

impl Kind {
    /// Its stable name, as JSON has it in `kind`.
    pub(crate) fn name(&self) -> String {
        let json = serde_json::to_value(self).unwrap_or_default();
        json.get("kind")
            .and_then(|name| name.as_str())
            .unwrap_or_default()
            .to_owned()
    }
}

fn range(what: &str, from: u64, to: u64) -> String {
    if from == to {
        format!("{what} {from} is")
    } else {
        format!("{what}s {from} to {to} are")
    }
}
