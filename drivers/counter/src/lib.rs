//! What stands on the counter: receipt printer and cash drawer, each behind a trait.
//!
//! This crate knows nothing of the register: it prints what it is given and opens what it is told to.

pub mod simulator;

/// A receipt printer. Calls block until the job is handed over or refused.
pub trait ReceiptPrinter: Send {
    /// Prints text of at most [`ReceiptPrinter::columns`] characters a line and cuts the paper. `name` names
    /// the job for printers that keep files, without an extension.
    fn print(&mut self, name: &str, text: &str) -> Result<(), Error>;

    /// Characters that fit on a line.
    fn columns(&self) -> usize;
}

/// A cash drawer.
pub trait CashDrawer: Send {
    /// Opens it.
    fn open(&mut self) -> Result<(), Error>;
}

/// Why a device on the counter did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No paper left.
    #[error("the printer is out of paper")]
    OutOfPaper,
    /// Nobody answers.
    #[error("not connected: {0}")]
    NotConnected(String),
    /// A file could not be written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
