//! The Kassen-Nachschau (§146b AO): what an auditor does at the register, put on record like everything else.
//!
//! Reading changes nothing, so an auditor needs no right beyond [`Right::Read`]; that somebody looked, searched, exported and
//! counted is itself an entry of the chain.

mod archives;
mod export;
mod job;
mod medium;
mod program;
mod proof;
mod records;
mod work;

pub use crate::dsfinvk::Period;
pub use crate::ledger::ClosingMark;
pub use archives::Archived;
pub use export::{ExportError, Exported, Order, SUMS, Taken, holds};
pub use job::{Desk, Visit};
pub use medium::{Medium, MediumError, media};
pub use program::{Program, await_program, program};
pub use proof::{CheckedArchive, CheckedExport, CheckedPackage, Proof};
pub use records::Standing;
pub use work::{Progress, Step};

use super::{Till, TillError};
use crate::people::Right;

/// What an auditor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditKind {
    /// Opens the desk of the Kassen-Nachschau.
    Begin,
    /// Looks for receipts.
    Search,
    /// Has something evaluated.
    Evaluation,
    /// Looks at records: TSE, outages, users, program, or has a list of them made.
    Records,
    /// Takes an export along.
    Export,
    /// An export that came to nothing.
    ExportFailed,
    /// Has the ledger and an export checked.
    Proof,
    /// Counts the drawer.
    Count,
    /// Takes the protocol along.
    Protocol,
}

impl AuditKind {
    /// Every kind.
    pub const ALL: [AuditKind; 9] = [
        AuditKind::Begin,
        AuditKind::Search,
        AuditKind::Evaluation,
        AuditKind::Records,
        AuditKind::Export,
        AuditKind::ExportFailed,
        AuditKind::Proof,
        AuditKind::Count,
        AuditKind::Protocol,
    ];

    /// Stable name in the ledger.
    pub fn code(self) -> &'static str {
        match self {
            AuditKind::Begin => "audit-begin",
            AuditKind::Search => "audit-search",
            AuditKind::Evaluation => "audit-evaluation",
            AuditKind::Records => "audit-records",
            AuditKind::Export => "audit-export",
            AuditKind::ExportFailed => "audit-export-failed",
            AuditKind::Proof => "audit-proof",
            AuditKind::Count => "audit-count",
            AuditKind::Protocol => "audit-protocol",
        }
    }
}

impl Till {
    /// Records what an auditor does, with a text a person can read. Who may not read is refused; a clock that is behind
    /// keeps nothing out of the book.
    pub fn audit(&mut self, kind: AuditKind, text: &str) -> Result<(), TillError> {
        let user = self.require(Right::Read)?;
        let now = self.clock.now();
        self.record(kind.code(), Some(&user.id), text.trim(), now)
    }
}
