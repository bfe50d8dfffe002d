//! Why a catalogue file was refused: where, and what should have been there.

use crate::money::Money;

/// A catalogue file that was refused; always names the place and what was expected.
#[derive(Debug, thiserror::Error)]
#[error("{file}, {place}: {expected}")]
pub struct FileError {
    /// The file's name.
    pub file: String,
    /// Where in it.
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

/// What should have been there, and where it helps, what was found instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // The sentence of each variant says what it and its fields are.
pub enum Expected {
    #[error("it cannot be read: {0}")]
    Readable(std::io::Error),
    #[error("a CSV header in UTF-8 ({0})")]
    Header(csv::Error),
    #[error("column {0:?} is missing")]
    Column(&'static str),
    #[error("{number} columns in UTF-8 ({reason})")]
    Columns { number: usize, reason: csv::Error },
    #[error("at least one item")]
    Item,
    #[error("a value")]
    Value,
    #[error("an id that is used only once")]
    FreshId,
    #[error("an EAN that is used only once")]
    FreshEan,
    #[error("an amount such as 12.50 up to {limit}, found {0:?}", limit = Money::LIMIT)]
    Amount(String),
    #[error("yes or no, found {0:?}")]
    YesOrNo(String),
    #[error("a share not above the price")]
    ShareWithinPrice,
    #[error(
        "fee, article, service, transit, ticket, rental, meal, drink, bundle, form, deposit, voucher, discount or openitem, found {0:?}"
    )]
    Kind(String),
    #[error("price_min ≤ price_eur ≤ price_max")]
    Limits,
    #[error("fixed, quantity, weight, range or variable, found {0:?}")]
    Mode(String),
    #[error("shares such as R7:70/S19:30, found {0:?}")]
    Shares(String),
    #[error("NT, EX4, S19, R7, A24, F55, PASS or shares such as R7:70/S19:30, found {0:?}")]
    TaxCode(String),
    #[error("a positive share, found {0:?}")]
    PositiveShare(String),
    #[error("8 or 13 digits with a right check digit, found {0:?}")]
    Ean(String),
}
