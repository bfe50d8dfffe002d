//! The export for the tax audit, DSFinV-K 2.4: straight from the ledger into a package, row by row.
//!
//! What becomes what:
//!
//! | in the register                    | BON_TYP        | GV_TYP, key                                   | else                                     |
//! |------------------------------------|----------------|-----------------------------------------------|------------------------------------------|
//! | sale                               | Beleg          | of the item; its key on that day              | payment `Keine` 0,00 where nothing is due |
//! | fee, official act                  | Beleg          | Umsatz, 5                                     |                                          |
//! | claim paid (Kassenzeichen)         | Beleg          | Forderungsaufloesung                          | references: ExterneSonstige              |
//! | money for others, principal known  | Beleg          | Umsatz                                        | AGENTUR_ID, pa.csv                       |
//! | money for others, principal unknown| Beleg          | Umsatz, GV_NAME `Fremdgeld`                   |                                          |
//! | voucher                            | Beleg          | Einzweck-/Mehrzweckgutschein…                 | GUTSCHEIN_NR                             |
//! | deposit                            | Beleg          | Pfand, PfandRueckzahlung                      |                                          |
//! | discount on a line, on the receipt | Beleg          | reduced STK_BR and itemamounts; Rabatt        |                                          |
//! | line struck out before the end     | Beleg          | as rung up                                    | P_STORNO 1                               |
//! | void                               | Beleg          | the same lines, quantities below zero         | BON_STORNO 1, references: Transaktion    |
//! | refund                             | Beleg          | the lines given back, historical keys         | references: Transaktion                  |
//! | float, skim, delivery              | Beleg          | Geldtransit, 5                                | Bar                                      |
//! | pay-in, pay-out                    | Beleg          | Einzahlung, Auszahlung, 5                     | BON_NOTIZ: the reason                    |
//! | opening balance, difference        | Beleg          | Anfangsbestand, DifferenzSollIst, 5           | Bar                                      |
//! | training                           | AVTraining     | as rung up                                    | UMS_BRUTTO 0,00, `Keine` 0,00            |
//! | abort                              | AVBelegabbruch | as rung up                                    | the same, and no transactions_vat        |
//!
//! A part of a fee that belongs to somebody else (say, the federal share) is no line of its own and stays in its line. The
//! sums of a closing are those recorded with it, the head of a receipt is what was printed; nothing is computed anew
//! (p. 18, 86). One installation is one register and one terminal: slaves.csv and allocation_groups.csv have no rows,
//! and neither has subitems.csv. A sale that was parked, or whose payment was split, is one Vorgang like any other. Times
//! are those of Europe/Berlin with their offset, times of the TSE are UTC.

mod export;
mod master;
mod single;
mod stamp;
pub mod taxonomy;
mod words;

#[cfg(test)]
pub(crate) mod tests;

pub use amtskasse_dsfinvk::package::{Shape, WriteError};
pub use export::export;

use chrono::NaiveDate;

use crate::ledger::LedgerError;

/// Days of Europe/Berlin, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Receipts written, counted once for each of the nine tables that have rows per receipt.
    pub done: u64,
    /// All of them.
    pub whole: u64,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// First and last closing (Z_NR).
    pub closings: (u32, u32),
    /// Vorgänge.
    pub receipts: u64,
    /// Rows per file.
    pub rows: Vec<(&'static str, u64)>,
    /// Size in bytes.
    pub bytes: u64,
    /// Receipts of the period that are not closed yet, and so not in the export.
    pub open: u64,
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The period ends before it begins.
    #[error("the period ends before it begins")]
    Backwards,
    /// No closing lies in the period; DSFinV-K knows nothing without one.
    #[error("no closing lies in the period; {open} receipts of it wait for theirs")]
    NoClosing {
        /// Receipts of the period that are not closed yet.
        open: u64,
    },
    /// There is no such closing (yet).
    #[error("there is no closing {0}")]
    UnknownClosing(u32),
    /// The medium.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Whoever watched the progress broke it off.
    #[error("broken off")]
    Stopped,
}
