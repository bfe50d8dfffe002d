//! The rows of a package, closing by closing.

use std::path::Path;

use super::{Error, Progress, Sheet};
use crate::number::Number;
use crate::schema::Table;

/// What every row is filed under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Z_KASSE_ID.
    pub register: String,
    /// Z_ERSTELLUNG as written.
    pub created: String,
    /// Z_NR as written.
    pub number: String,
}

/// A package that was read once: structure and fields are checked, rows are filed under their closings.
#[derive(Debug)]
pub struct Books {}

/// A row. Columns are asked for by their place in the schema, wherever the file has them.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Number of the row in its file, from 1 with the header.
    pub line: u64,
    fields: &'a [&'a str],
}

impl<'a> Row<'a> {
    /// A column as written; empty where the file lacks it.
    pub fn text(&self, place: usize) -> &'a str {
        self.fields.get(place).copied().unwrap_or_default()
    }

    /// A numeric column; `None` if it is empty or no number.
    pub fn number(&self, place: usize) -> Option<Number> {
        Number::read(self.text(place).as_bytes(), crate::number::DECIMALS)
    }
}

impl Books {
    /// Reads every file of the package once (R1 to R13).
    pub fn open(
        _path: &Path,
        _sheet: &mut Sheet,
        _progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Books, Error> {
        Ok(Books {})
    }

    /// Rows per file, headers not counted, in the order of the schema.
    pub fn rows(&self) -> Vec<(String, u64)> {
        Vec::new()
    }

    /// Every closing that occurs anywhere, by register and moment of creation.
    pub fn closings(&self) -> &[Key] {
        &[]
    }

    /// Calls `visit` for every row of a table that belongs to a closing, in the order of the file.
    pub fn each(
        &mut self,
        _closing: usize,
        _table: &'static Table,
        _visit: &mut dyn FnMut(&Row<'_>),
    ) -> Result<(), Error> {
        Ok(())
    }
}
