//! What the desk of the Kassen-Nachschau wants of the till, and what it is told.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::cash::Pieces;
use crate::till::audit::{Medium, Period, Program, Progress, Standing, Visit};
use crate::till::tse::TseOverview;

/// What the desk wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Everything, now and every second from now on.
    Watch,
    /// Nobody looks any more.
    Leave,
    /// Write DSFinV-K and TSE archives.
    Export {
        /// Which days.
        period: Period,
        /// Where to.
        target: PathBuf,
    },
    /// Check the ledger and what was taken along.
    Prove,
    /// Break off what is under way.
    Stop,
    /// Count the drawer.
    Count {
        /// What was counted.
        pieces: Pieces,
        /// Explanation of a difference; may be empty.
        reason: String,
    },
    /// The sheet of the count as PDF.
    CountSheet,
    /// The totals of the open day as PDF (X).
    Interim,
    /// Records are looked at: their name, for the book.
    Records(&'static str),
    /// The protocol as PDF.
    Protocol,
}

/// What the desk is told.
#[derive(Debug, Clone)]
pub enum Event {
    /// How everything is.
    Look(Arc<Look>),
    /// The drawer was counted.
    Counted,
}

/// Everything at one moment.
#[derive(Debug, Clone)]
pub struct Look {
    /// The moment.
    pub now: DateTime<Utc>,
    /// The ledger.
    pub standing: Standing,
    /// What was done so far.
    pub visit: Visit,
    /// What is under way.
    pub progress: Option<Progress>,
    /// What is plugged in.
    pub media: Vec<Medium>,
    /// The TSEs.
    pub tse: TseOverview,
    /// The program, once its checksum is known.
    pub program: Option<Program>,
}
