//! Checking what a TSE wrote, whoever made it: whole archives and single receipts.
//!
//! An archive can show that what is in it is genuine. It cannot show that nothing was cut off its end, and
//! nothing in it tells a gap in the counters from a removed log message: match it with the ledger.

mod archive;
mod areas;
mod chain;
mod container;
mod finding;
mod findings;
mod history;
mod info_csv;
mod member_name;
mod parts;
mod receipt;
mod report;
mod signatures;
mod spill;
mod timeline;
mod trust;

pub use archive::{CheckedLog, archive, archive_with};
pub use areas::{Area, Check, State};
pub use finding::{Finding, Kind, Level};
pub use info_csv::InfoCsv;
pub use parts::{Parts, PartsError, all_parts};
pub use receipt::{
    Outcome, Receipt, ReceiptError, ReceiptVerdict, Receipts, SignatureForm, Variant, receipt,
};
pub use report::{
    CertificateInfo, Counts, Device, Report, RevocationList, Signatures, Transactions,
};
pub use signatures::Verdict;
pub use trust::Trust;

/// What no archive can show, whatever is in it; belongs next to every result.
pub const LIMITS: [&str; 3] = [
    "Log messages cut off at the end leave no trace: match the archive with the ledger and with later exports.",
    "Nothing tells a gap in the counters from a removed log message, a filtered export or a failed attempt: the operator has to explain it.",
    "Genuine signatures show that nothing was changed since, not that the register recorded everything or recorded it truly.",
];

/// How to check an archive.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Roots in which the chain shall end, with intermediate certificates and revocation lists. `None`: the
    /// chain's root is only named, as the trust anchors of the TSE makers are not published in one place.
    pub trust: Option<Trust>,
    /// Threads that check signatures; `None` is one per processor.
    pub threads: Option<usize>,
}

/// Why an input could not be checked at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing there.
    #[error("the file is empty; a TAR archive exported by a TSE was expected")]
    Empty,
    /// Another kind of file.
    #[error("this is {found}; a TAR archive exported by a TSE was expected")]
    NotAnArchive {
        /// What it looks like.
        found: String,
    },
    /// The archive ends in the middle.
    #[error(
        "the archive is cut off inside {member}: {expected} bytes expected, {found} found; the first {logs} log messages before it are whole"
    )]
    CutOff {
        /// Name of the member that is not whole.
        member: String,
        /// Its size by the archive's header.
        expected: u64,
        /// Bytes that are there.
        found: u64,
        /// Log messages before it.
        logs: u64,
    },
    /// A header inside the archive is unreadable.
    #[error("the archive is damaged after {after}: {reason}")]
    Damaged {
        /// Name of the last whole member, or `its beginning`.
        after: String,
        /// What is wrong.
        reason: String,
    },
    /// What has to be sorted could not be written to or read from a temporary file.
    #[error("a temporary file for sorting failed: {0}")]
    Spill(std::io::Error),
    /// A fault of this program.
    #[error("the check was aborted by a fault of this program; nothing is known about the archive")]
    Aborted,
    /// Reading failed.
    #[error("reading the archive failed: {0}")]
    Io(std::io::Error),
}
