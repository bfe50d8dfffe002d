//! What the screen of evaluations wants of the till, and what it tells it.

use std::sync::Arc;

use crate::audit::{Evaluation, Span};

/// Days to evaluate, as seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// This month.
    Month,
    /// The month before.
    LastMonth,
    /// This year.
    Year,
    /// The year before.
    LastYear,
    /// These days.
    Days(Span),
}

/// What the screen wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Evaluate these days.
    Begin(Wanted),
    /// Nobody waits for it any more.
    Stop,
    /// Save the last evaluation as PDF.
    Save,
    /// Save the journal of these days.
    SaveJournal {
        /// The days.
        span: Span,
        /// As a table for other programs instead of as paper.
        csv: bool,
    },
    /// The auditor opens the receipts behind a finding of this name.
    Look(String),
}

/// What the till tells the screen.
#[derive(Debug, Clone)]
pub enum Event {
    /// These days are being evaluated.
    Begun(Span),
    /// So many receipts of so many are through.
    Progress(u64, u64),
    /// What came of it.
    Done(Arc<Evaluation>),
    /// A paper is being made.
    Saving,
}
