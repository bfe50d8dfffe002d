//! Checks a package of any maker against the rules of the format and of arithmetic, and against the TSE.
//!
//! The first pass reads every file once: structure, fields, and where the rows of which closing lie ([`books`]). The
//! second goes from closing to closing and holds no more than one of them ([`content`]). Every finding has the number of
//! its rule, R1 to R57.

pub mod books;
mod content;
pub mod sheet;

use std::path::{Path, PathBuf};

pub use sheet::{Finding, Language, Place, RULES, Rule, Severity, Sheet};

/// What to check, and how to tell.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Language of the findings.
    pub language: Language,
    /// Archives of the TSEs (TAR, BSI TR-03151) to match one to one with the package.
    pub archives: Vec<PathBuf>,
    /// How many findings of a rule are told in full; the others are counted. 0 tells none.
    pub told_per_rule: usize,
}

/// Why a package could not be checked at all; what is wrong inside a readable one is a finding.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither a folder nor a ZIP file, or one that cannot be opened.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No ZIP file, or one that cannot be unpacked.
    #[error("{path}: {fault}")]
    Zip {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: ZipFault,
    },
    /// An entry that unpacks to more than a package of its size can hold.
    #[error("{path}: {entry} unpacks to more than {limit} bytes")]
    Bomb {
        /// The file.
        path: PathBuf,
        /// Name of the entry.
        entry: String,
        /// The most that is unpacked.
        limit: u64,
    },
    /// Nothing of a package is in the folder or ZIP file.
    #[error("{path}: neither index.xml nor any other file of a package is in it")]
    NoPackage {
        /// The file or folder.
        path: PathBuf,
    },
    /// A TSE archive that cannot be read.
    #[error("{path}: {source}")]
    Archive {
        /// The file.
        path: PathBuf,
        /// Why.
        source: amtskasse_tse::verify::Error,
    },
    /// Whoever watched the progress broke it off.
    #[error("broken off")]
    Stopped,
}

/// What is wrong with a ZIP file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZipFault {
    /// It is none.
    #[error("neither a folder nor a ZIP file")]
    NotZip,
    /// A TAR archive: a package in another wrapping, or that of a TSE.
    #[error("a TAR archive, neither a folder nor a ZIP file")]
    Tar,
    /// Its end is missing.
    #[error("the end of the ZIP file is missing, it is cut off")]
    Truncated,
    /// What it holds is not what its directory says.
    #[error("the ZIP file is damaged: {entry}")]
    Damaged {
        /// Name of the entry; empty: the directory.
        entry: String,
    },
    /// A password is needed.
    #[error("{entry} is encrypted")]
    Encrypted {
        /// Name of the entry.
        entry: String,
    },
    /// Packed in a way that DSFinV-K packages are not: neither stored nor deflated.
    #[error("{entry} is packed with an unknown method")]
    Method {
        /// Name of the entry.
        entry: String,
    },
    /// More entries than any package has.
    #[error("more than {limit} entries")]
    TooManyEntries {
        /// The most that are looked at.
        limit: u64,
    },
}

/// How far the check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes unpacked and read, of both passes.
    pub done: u64,
    /// Bytes to unpack and read in all.
    pub whole: u64,
}

/// What a package holds and what is wrong with it.
#[derive(Debug)]
pub struct Report {
    /// The findings.
    pub sheet: Sheet,
    /// Rows per file, headers not counted, in the order of the schema.
    pub rows: Vec<(String, u64)>,
    /// Closings.
    pub closings: u64,
    /// Vorgänge (rows of transactions.csv).
    pub transactions: u64,
    /// Signatures that were verified with the key of tse.csv.
    pub signatures: u64,
    /// Transactions found both in the package and in a TSE archive; `None`: no archive was given.
    pub matched: Option<u64>,
}

impl Report {
    /// Whether no rule is broken; warnings and notes break none.
    pub fn holds(&self) -> bool {
        self.sheet.count(Severity::Error) == 0
    }
}

/// Checks the package at `path`, a folder or a ZIP file. `progress` is called now and then and breaks off with `false`.
pub fn package(
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Report, Error> {
    let mut sheet = Sheet::new(options.language, options.told_per_rule);
    let mut books = books::Books::open(path, &mut sheet, progress)?;
    let found = content::check(&mut books, &mut sheet, options, progress)?;
    Ok(Report {
        sheet,
        rows: books.rows(),
        closings: books.closings().len() as u64,
        transactions: found.transactions,
        signatures: found.signatures,
        matched: found.matched,
    })
}
