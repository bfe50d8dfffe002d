//! The first pass: every file once.

use std::fs::File;
use std::io;

use super::super::{Error, Progress, Sheet};
use super::filing::{Register, Runs};
use super::record::Reader;
use super::source::{Found, Source};
use super::{Books, Places, Shelf};
use crate::schema::{Table, V2_4};

pub(super) fn first(
    source: Source,
    sheet: &mut Sheet,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Books, Error> {
    let bytes = source.files.iter().map(|file| file.size).sum();
    let mut register = Register::default();
    let mut shelves = Vec::new();
    for table in V2_4.tables {
        let found = source.files.iter().find(|file| file.name == table.file);
        let Some(found) = found else { continue };
        let (shelf, runs) =
            file(table, found, &mut register, sheet).map_err(|source| Error::Io {
                path: found.path.clone(),
                source,
            })?;
        shelves.push((shelf, runs));
        let at = Progress {
            done: 0,
            whole: 2 * bytes,
        };
        if !progress(at) {
            return Err(Error::Stopped);
        }
    }
    let mut order: Vec<usize> = (0..register.closings.len()).collect();
    let key = |place: &usize| {
        let key = register.closings.get(*place).map(|closing| &closing.key);
        key.map(|key| {
            (
                key.register.clone(),
                key.created.clone(),
                key.number.clone(),
            )
        })
    };
    order.sort_by_cached_key(key);
    let mut numbers = vec![0; order.len()];
    for (number, place) in order.iter().enumerate() {
        if let Some(to) = numbers.get_mut(*place) {
            *to = number as u32;
        }
    }
    let shelves = shelves
        .into_iter()
        .map(|(shelf, runs)| Shelf {
            runs: runs.sorted(&numbers),
            ..shelf
        })
        .collect();
    let mut closings: Vec<_> = register.closings.into_iter().map(|c| c.key).collect();
    closings.sort();
    Ok(Books {
        shelves,
        closings,
        bytes,
        visited: 0,
        _source: source,
    })
}

fn file(
    table: &'static Table,
    found: &Found,
    register: &mut Register,
    _sheet: &mut Sheet,
) -> io::Result<(Shelf, Runs)> {
    let mut reader = Reader::new(File::open(&found.path)?, b';', 0, 1);
    let places: Vec<Option<usize>> = match reader.next()? {
        Some(header) => {
            let place = |name: &str| (0..header.len()).find(|place| header.field(*place) == name);
            table.columns.iter().map(|c| place(c.name)).collect()
        }
        None => Vec::new(),
    };
    let mut rows = 0;
    let mut runs = Runs::default();
    while let Some(record) = reader.next()? {
        rows += 1;
        let key = [0, 1, 2].map(|place| record.field(place));
        if let Some(number) = register.number(key, (table.file, record.line)) {
            runs.add(number, record.start, record.length, record.line);
        }
    }
    let shelf = Shelf {
        table,
        path: found.path.clone(),
        rows,
        places: Places(places),
        runs: Vec::new(),
        reader: None,
        delimiter: b';',
    };
    Ok((shelf, runs))
}
