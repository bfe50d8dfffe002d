//! The catalogue as a CSV file.
//!
//! UTF-8, commas between the columns, their names in the first row, found by name in any order ([`COLUMNS`]);
//! columns of other names are left alone. Amounts and numbers have a decimal point and no grouping, days are
//! `2027-01-01` or `01.01.2027`. A byte order mark at the very beginning is read over, because it says nothing
//! but that the text is UTF-8; spreadsheets write one with exactly the "CSV UTF-8" this program asks for. All
//! other variants are refused, never guessed at: semicolons (they come with decimal commas, and 1.234 is then
//! another amount), Latin-1 and Windows-1252, UTF-16, a decimal comma (unquoted it shows as one column too
//! many), a thousands separator, a mark in the middle of the text (two files put together).
//!
//! One row is one item. With `valid_from` an item may have several, one for each period: price and treatment are
//! those of the period, everything else has to be the same, and the periods follow each other without overlap or
//! gap. `valid_to` may be left out; the last period is open. A row without days says how things are now.
//!
//! A blank treatment is undecided; under one of the two laws there has to be one. Codes name tax keys, not
//! rates. Several accounts are written `4461000@573:70/4461900@111:30`; a text without `:` is one account.
//!
//! Everything wrong is named at once ([`FileError`]), and nothing is used of a file with anything wrong in it:
//! [`read`] looks at its form, [`examine`] at what it would do to the catalogue that is there.

use std::path::Path;

use chrono::NaiveDate;

mod account;
mod bytes;
mod error;
mod examine;
mod period;
mod row;
mod tax;
mod write;

#[cfg(test)]
mod tests;

pub use error::{Expected, FileError, FileFault, Place};
pub use examine::{Examined, Warning, examine};
pub use write::{write, write_on};

pub(super) use account::text as account_text;
pub(super) use tax::text as tax_text;

use super::Entry;
use row::{Header, Row};

/// The columns in the order they are written.
pub const COLUMNS: [&str; 39] = [
    "id",
    "name",
    "short_name",
    "office",
    "group",
    "kind",
    "valid_from",
    "valid_to",
    "price_eur",
    "price_mode",
    "price_min",
    "price_max",
    "unit",
    "tax_pre_2b",
    "tax_post_2b",
    "price_rule_pre_2b",
    "price_rule_post_2b",
    "tax_reason_pre_2b",
    "tax_reason_post_2b",
    "tax_legal_basis_pre_2b",
    "tax_legal_basis_post_2b",
    "tax_text_pre_2b",
    "tax_text_post_2b",
    "legal_basis",
    "third_party_share_eur",
    "principal",
    "third_party_account",
    "reference",
    "stock_managed",
    "stock_minimum",
    "product_group",
    "gl_account",
    "ean",
    "code",
    "archived_from",
    "note",
    // Read only: what older files have instead of a reason, and remarks nobody needs.
    "tax_note",
    "price_year",
    "price_source",
];

/// How many of [`COLUMNS`] are written.
const WRITTEN: usize = 36;

const REQUIRED: [&str; 9] = [
    "id",
    "name",
    "office",
    "kind",
    "price_eur",
    "price_mode",
    "unit",
    "tax_pre_2b",
    "tax_post_2b",
];

/// Prices and treatments of a file that names no day hold from here on, before any receipt of any register.
pub const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Stripe of offices that only appear in a catalogue file.
pub const PLAIN_STRIPE: &str = "#5A6166";

/// A file whose form is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Name of the file.
    pub file: String,
    /// Its items in order.
    pub items: Vec<Listed>,
    /// Names of its columns that mean nothing here.
    pub unknown: Vec<String>,
    columns: Vec<&'static str>,
}

impl Listing {
    /// Whether the file has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }

    /// The items as they stand in the file, undecided treatments left out.
    pub fn into_entries(self) -> Vec<Entry> {
        self.items.into_iter().map(|listed| listed.entry).collect()
    }
}

/// An item of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The item; without days in the file its price and treatments begin on [`FIRST_DAY`].
    pub entry: Entry,
    /// Whether the file names days.
    pub dated: bool,
    /// Its rows with their first day; the header is row 1.
    pub rows: Vec<(NaiveDate, usize)>,
}

impl Listed {
    /// The row that speaks of a day, else the first.
    pub fn row(&self, day: Option<NaiveDate>) -> usize {
        let on = day.and_then(|day| self.rows.iter().rfind(|(from, _)| *from <= day));
        on.or(self.rows.first()).map_or(0, |(_, row)| *row)
    }
}

/// Reads a catalogue; `name` is used in error messages only. One wrong row refuses the file, and all wrong rows
/// are named.
pub fn read(name: &str, bytes: &[u8]) -> Result<Listing, FileError> {
    let fail = |faults| FileError::new(name, faults);
    let text = bytes::text(bytes).map_err(|fault| fail(vec![fault]))?;
    // The reader would count a row of a file from a spreadsheet before its line has ended, one too low.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| {
        fail(vec![FileFault {
            place: Place::Header,
            expected: Expected::Csv(e),
        }])
    })?;
    let header = Header::of(header).map_err(fail)?;
    let mut faults = Vec::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut inner_lines = 0;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let row = error
                    .position()
                    .map_or(0, |at| at.line() as usize - inner_lines);
                let expected = Expected::Csv(error);
                faults.push(FileFault {
                    place: Place::Row(row),
                    expected,
                });
                break;
            }
        };
        // Rows as a spreadsheet counts them: a line break inside a cell begins no row.
        let line = record.position().map_or(0, |at| at.line() as usize);
        let number = line - inner_lines;
        inner_lines += record
            .iter()
            .map(|cell| cell.matches('\n').count())
            .sum::<usize>();
        match header.row(record, number) {
            Ok(row) => rows.push(row),
            Err(fault) => faults.push(fault),
        }
    }
    // Float and change money are cash movements with their own rules, not something to sell.
    rows.retain(|row| row.text("kind") != "internal");
    if rows.is_empty() && faults.is_empty() {
        let place = Place::Row(2);
        let expected = Expected::Item;
        return Err(fail(vec![FileFault { place, expected }]));
    }
    let items = period::items(&header, rows, &mut faults);
    if !faults.is_empty() {
        return Err(fail(faults));
    }
    Ok(Listing {
        file: name.to_owned(),
        items,
        columns: header.columns(),
        unknown: header.unknown.clone(),
    })
}

/// Reads a catalogue from disk.
pub fn read_path(path: &Path) -> Result<Listing, FileError> {
    let name = path.display().to_string();
    let text = std::fs::read(path).map_err(|e| {
        let fault = FileFault {
            place: Place::File,
            expected: Expected::Readable(e),
        };
        FileError::new(&name, vec![fault])
    })?;
    read(&name, &text)
}
