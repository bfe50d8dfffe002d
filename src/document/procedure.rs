//! The procedural documentation (Verfahrensdokumentation, GoBD 10.1) of one register, made from what is set up in it.
//!
//! It says what the program does and how this register is configured. What only the municipality knows is left open and
//! listed at the end; nothing is made up.

mod changes;
mod conduct;
mod devices;
mod export;
mod items;
mod paper;
mod people;
mod system;
mod tax;
mod todo;

#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::Document;
use super::pdf::PdfError;
use crate::catalogue::Entry;
use crate::notice::Notice;
use crate::people::User;
use crate::site::{Principal, Site};
use crate::tax::{Rates, Regimes, TaxKey};
use paper::Paper;

/// Everything the documentation is made of.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Municipality, pay point, register.
    pub site: Site,
    /// Whether this is the demo municipality.
    pub demo: bool,
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the program file, hex; `None`: it could not be read.
    pub checksum: Option<String>,
    /// Operating system and processor.
    pub platform: String,
    /// Folder of the data.
    pub folder: String,
    /// Users.
    pub users: Vec<User>,
    /// Dated rates.
    pub rates: Rates,
    /// Keys of the taxpayer's own and what they are for.
    pub own_keys: Vec<(TaxKey, String)>,
    /// Dated law.
    pub regimes: Regimes,
    /// Items with their history.
    pub entries: Vec<Entry>,
    /// In whose name money is taken.
    pub principals: Vec<Principal>,
    /// Systems and TSEs of the place.
    pub notice: Notice,
    /// TSEs that are connected, the one in first place first: driver and address. Empty: the built-in test TSE.
    pub tses: Vec<(String, String)>,
    /// Outages of the TSE: begin, reason.
    pub outages: Vec<(DateTime<Utc>, String)>,
    /// Merchandise may be sold below zero.
    pub negative_stock: bool,
    /// Closings so far.
    pub closings: u32,
    /// Receipts so far.
    pub receipts: u64,
    /// Versions of the program by the period that began under them: Z_NR, version.
    pub versions: Vec<(u32, String)>,
    /// Changes of master data, oldest first.
    pub changes: Vec<Change>,
    /// When this was made.
    pub created: DateTime<Utc>,
    /// The day it was made.
    pub today: NaiveDate,
}

/// A change on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: DateTime<Utc>,
    /// Stable name of the event.
    pub kind: String,
    /// Who, by name.
    pub by: String,
    /// What.
    pub text: String,
}

/// Draws it up. Twice: only a laid-out document knows on which pages its parts begin.
pub fn document(procedure: &Procedure) -> Result<Document, PdfError> {
    let draft = written(procedure, &[]);
    let pages = draft.pages()?;
    Ok(written(procedure, &pages).finish())
}

fn written(procedure: &Procedure, pages: &[usize]) -> Paper {
    let mut paper = Paper::new(procedure, pages);
    system::write(&mut paper, procedure);
    people::write(&mut paper, procedure);
    tax::write(&mut paper, procedure);
    items::summary(&mut paper, procedure);
    conduct::sale(&mut paper);
    conduct::cash(&mut paper, procedure);
    conduct::chain(&mut paper);
    devices::tse(&mut paper, procedure);
    devices::others(&mut paper, procedure);
    devices::backup(&mut paper);
    export::write(&mut paper, procedure);
    conduct::retention(&mut paper);
    conduct::outages(&mut paper, procedure);
    conduct::control(&mut paper);
    devices::notification(&mut paper, procedure);
    changes::write(&mut paper, procedure);
    todo::write(&mut paper, procedure);
    items::annex(&mut paper, procedure);
    paper
}
