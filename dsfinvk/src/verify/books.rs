//! The rows of a package, closing by closing.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Error, Progress, Sheet};
use crate::number::Number;
use crate::schema::{Table, V2_4};

mod codes;
mod declared;
pub mod description;
mod fields;
mod filing;
mod header;
mod pass;
pub mod record;
mod source;
mod table;
mod time;

use filing::Run;
use record::{Reader, Record};
use source::Source;
pub use time::{Time, is_day};

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
pub struct Books {
    shelves: Vec<Shelf>,
    closings: Vec<Key>,
    /// Bytes that were unpacked and read before the first row was asked for.
    before: u64,
    bytes: u64,
    visited: u64,
}

/// A table of the schema and where its rows lie.
#[derive(Debug)]
struct Shelf {
    table: &'static Table,
    path: PathBuf,
    file: Arc<File>,
    delimiter: u8,
    rows: u64,
    places: Places,
    runs: Vec<Run>,
    reader: Option<Reader<io::Take<Arc<File>>>>,
}

/// Where a file has the columns of the schema, and behind them further ones the format knows (TSE_ZERTIFIKAT_III …).
#[derive(Debug, Clone, Default)]
struct Places(Vec<Option<usize>>);

/// A row. Columns are asked for by their place in the schema, wherever the file has them.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Number of the row in its file, from 1 with the header: the line it begins in, as an editor counts.
    pub line: u64,
    text: &'a str,
    ranges: &'a [(u32, u32)],
    places: &'a [Option<usize>],
}

impl<'a> Row<'a> {
    fn new(record: &Record<'a>, places: &'a Places) -> Row<'a> {
        Row {
            line: record.line,
            text: record.text,
            ranges: record.ranges,
            places: &places.0,
        }
    }

    /// A column as written; empty where the file lacks it. In `tse.csv` the places behind the last column of the
    /// schema are TSE_ZERTIFIKAT_III to TSE_ZERTIFIKAT_X.
    pub fn text(&self, place: usize) -> &'a str {
        match self.places.get(place) {
            Some(Some(place)) => record::field(self.text, self.ranges, *place),
            _ => "",
        }
    }

    /// A numeric column; `None` if it is empty or no number.
    pub fn number(&self, place: usize) -> Option<Number> {
        Number::read(self.text(place).as_bytes(), crate::number::DECIMALS)
    }

    /// A moment; `None` if the column is empty or holds none.
    pub fn time(&self, place: usize) -> Option<Time> {
        Time::read(self.text(place))
    }

    fn is_of(&self, key: &Key) -> bool {
        self.text(0) == key.register && self.text(1) == key.created && self.text(2) == key.number
    }
}

impl Books {
    /// Reads every file of the package once (R1 to R13).
    pub fn open(
        path: &Path,
        sheet: &mut Sheet,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Books, Error> {
        let source = Source::open(path, sheet, progress)?;
        pass::first(path, &source, sheet, progress)
    }

    /// Rows per file, headers not counted, in the order of the schema.
    pub fn rows(&self) -> Vec<(String, u64)> {
        let rows = |table: &&'static Table| {
            let shelf = self.shelves.iter().find(|s| s.table.file == table.file);
            (table.file.to_owned(), shelf.map_or(0, |shelf| shelf.rows))
        };
        V2_4.tables.iter().map(rows).collect()
    }

    /// Every closing that occurs anywhere, by register and moment of creation.
    pub fn closings(&self) -> &[Key] {
        &self.closings
    }

    /// Whether the package has the file of a table.
    pub fn has(&self, table: &'static Table) -> bool {
        self.shelves.iter().any(|s| s.table.file == table.file)
    }

    /// How far the check is if every closing is asked for once.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.before + self.visited.min(self.bytes),
            whole: self.before + self.bytes,
        }
    }

    /// Calls `visit` for every row of a table that belongs to a closing, in the order of the file. Rows without a
    /// complete key belong to none.
    pub fn each(
        &mut self,
        closing: usize,
        table: &'static Table,
        visit: &mut dyn FnMut(&Row<'_>),
    ) -> Result<(), Error> {
        let shelves = &mut self.shelves;
        let shelf = shelves.iter_mut().find(|s| s.table.file == table.file);
        let (Some(key), Some(shelf)) = (self.closings.get(closing), shelf) else {
            return Ok(());
        };
        self.visited += shelf
            .each(closing, key, visit)
            .map_err(|source| Error::Io {
                path: shelf.path.clone(),
                source,
            })?;
        Ok(())
    }
}

impl Shelf {
    /// Gives the rows of a closing to `visit` and returns how many bytes were read.
    fn each(
        &mut self,
        closing: usize,
        key: &Key,
        visit: &mut dyn FnMut(&Row<'_>),
    ) -> io::Result<u64> {
        let first = self
            .runs
            .partition_point(|run| (run.closing as usize) < closing);
        let runs = self.runs.get(first..).unwrap_or_default();
        let runs = runs
            .iter()
            .take_while(|run| run.closing as usize == closing);
        let mut bytes = 0;
        for run in runs {
            (&*self.file).seek(SeekFrom::Start(run.start))?;
            let span = Arc::clone(&self.file).take(run.end - run.start);
            let reader = match &mut self.reader {
                Some(reader) => {
                    reader.reset(span, run.start, run.line);
                    reader
                }
                none => none.insert(Reader::new(span, self.delimiter, run.start, run.line)),
            };
            while let Some(record) = reader.next_record()? {
                let row = Row::new(&record, &self.places);
                if !record.is_empty() && (!run.mixed || row.is_of(key)) {
                    visit(&row);
                }
            }
            bytes += run.end - run.start;
        }
        Ok(bytes)
    }
}
