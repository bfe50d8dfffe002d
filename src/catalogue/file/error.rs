//! Why a catalogue file was refused: where, and what should have been there.

use std::fmt;

use crate::catalogue::change::Fault;

/// Faults that are named; a file with more of them is wrong as a whole.
pub(super) const SHOWN: usize = 50;

/// A catalogue file that was refused; names every wrong place and what was expected there.
#[derive(Debug)]
pub struct FileError {
    /// The file's name.
    pub file: String,
    /// What is wrong, in the order of the file, the first 50.
    pub faults: Vec<FileFault>,
    /// How many more there are.
    pub more: usize,
}

impl FileError {
    pub(super) fn new(file: &str, mut faults: Vec<FileFault>) -> FileError {
        // Two rules can fail for one reason.
        let mut seen = std::collections::HashSet::new();
        faults.retain(|fault| seen.insert(fault.to_string()));
        faults.sort_by_key(|fault| fault.place.row());
        let more = faults.len().saturating_sub(SHOWN);
        faults.truncate(SHOWN);
        FileError {
            file: file.to_owned(),
            faults,
            more,
        }
    }

    /// Whether the file could not even be read from the disk.
    pub fn is_unreadable(&self) -> bool {
        let unreadable = |fault: &FileFault| matches!(fault.expected, Expected::Readable(_));
        self.faults.iter().any(unreadable)
    }

    /// How many faults there are in all.
    pub fn count(&self) -> usize {
        self.faults.len() + self.more
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().enumerate() {
            let gap = if place == 0 { "" } else { "; " };
            write!(f, "{gap}{}, {fault}", self.file)?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for FileError {}

/// One wrong place.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {expected}")]
pub struct FileFault {
    /// Where in the file.
    pub place: Place,
    /// What should have been there.
    pub expected: Expected,
}

/// Where in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Place {
    /// The file as such.
    #[error("the file")]
    File,
    /// The line with the names of the columns.
    #[error("header")]
    Header,
    /// A row; the header is row 1.
    #[error("row {0}")]
    Row(usize),
    /// A cell.
    #[error("row {row}, column {column}")]
    Cell {
        /// The row; the header is row 1.
        row: usize,
        /// Name of the column.
        column: &'static str,
    },
}

impl Place {
    /// The row, as a spreadsheet counts; 0 for the file, 1 for the header.
    pub fn row(self) -> usize {
        match self {
            Place::File => 0,
            Place::Header => 1,
            Place::Row(row) | Place::Cell { row, .. } => row,
        }
    }

    /// The column.
    pub fn column(self) -> Option<&'static str> {
        match self {
            Place::Cell { column, .. } => Some(column),
            _ => None,
        }
    }
}

/// What should have been there, and where it helps, what was found instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // The sentence of each variant says what it and its fields are.
pub enum Expected {
    #[error("it cannot be read: {0}")]
    Readable(std::io::Error),
    #[error("this is not a CSV file: {0}")]
    Csv(csv::Error),
    #[error("expected text in UTF-8, found byte {0:#04X}")]
    Utf8(u8),
    #[error("expected text in UTF-8, found UTF-16")]
    Utf16,
    #[error("a byte order mark may only stand at the very beginning; have two files been joined?")]
    StrayMark,
    #[error("expected a header with the names of the columns")]
    Header,
    #[error("expected commas between the columns, found {0:?}")]
    Commas(char),
    #[error("column {0:?} is missing")]
    Column(&'static str),
    #[error("column {0:?} is there twice")]
    ColumnTwice(String),
    #[error("expected {expected} columns, found {found}")]
    Columns { expected: usize, found: usize },
    #[error("expected at least one item")]
    Item,
    #[error("expected a value")]
    Value,
    #[error("expected an id that is used only once; it is that of row {0}")]
    FreshId(usize),
    #[error("expected an amount such as 12.50 up to 1000000.00, found {0:?}")]
    Amount(String),
    #[error("expected an amount with a decimal point such as 12.50, found {0:?}")]
    DecimalPoint(String),
    #[error("expected a number from 0 such as 10 or 2.5, found {0:?}")]
    Number(String),
    #[error("expected a day such as 2027-01-01, found {0:?}")]
    Day(String),
    #[error("expected yes or no, found {0:?}")]
    YesOrNo(String),
    #[error("expected no, yes or numbered, found {0:?}")]
    Stock(String),
    #[error("expected gross or net, found {0:?}")]
    PriceRule(String),
    #[error(
        "expected fee, article, service, transit, ticket, rental, meal, drink, bundle, form, deposit, voucher, voucher-single, voucher-multi, discount or openitem, found {0:?}"
    )]
    Kind(String),
    #[error("expected fixed, quantity, weight, range or variable, found {0:?}")]
    Mode(String),
    #[error("expected shares such as R7:70/S19:30, found {0:?}")]
    Shares(String),
    #[error(
        "expected NT, EX4, S19, R7, A24, F55, PASS, Z0, UND, an own key such as K1001 or shares such as R7:70/S19:30, found {0:?}"
    )]
    TaxCode(String),
    #[error("expected a positive share, found {0:?}")]
    PositiveShare(String),
    #[error("expected one account, or several such as 4461000@573:70/4461900@111:30, found {0:?}")]
    Splits(String),
    #[error("expected a treatment under at least one of the two laws")]
    Treatment,
    #[error("expected a first day, because the id is there several times")]
    FirstDay,
    #[error("expected a period that ends not before it begins")]
    Period,
    #[error("expected a period after that of row {row}, which {}", ends(until.as_deref()))]
    Overlap { row: usize, until: Option<String> },
    #[error("expected a period that begins on {expected}, the day after row {row} ends")]
    Gap { row: usize, expected: String },
    #[error("the last period stays open; only archived_from takes an item off the offer")]
    Open,
    #[error("expected the same as in row {0} of this item")]
    Same(usize),
    #[error("{0}")]
    Rule(Fault),
}

fn ends(until: Option<&str>) -> String {
    match until {
        Some(until) => format!("ends on {until}"),
        None => String::from("stays open"),
    }
}
