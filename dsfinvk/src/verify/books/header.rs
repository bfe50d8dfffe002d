//! The first line of a file: names of its columns (R4), and what the file is written in (R3, R5).

use std::io::{self, Read};

use super::super::{Place, Sheet};
use super::Places;
use super::declared::Plan;
use super::description::{DescribedColumn, DescribedKind};
use super::fields::{Check, Content};
use super::record::{Ending, Reader};
use crate::schema::certificate_column;

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    pub(super) checks: Vec<Check>,
    pub(super) places: Places,
    /// Whether the line ends with LF alone.
    pub(super) bare: bool,
}

impl Header {
    /// Whether the first three columns are those of the key.
    pub(super) fn keys_first(&self) -> bool {
        (0..3).all(|place| self.places.0.get(place) == Some(&Some(place)))
    }
}

const LINE: usize = 16 * 1024;

/// Reads the header and leaves the reader at the first row. `None`: the file cannot be read at all.
pub(super) fn read<R: Read>(
    plan: &Plan<'_>,
    reader: &mut Reader<R>,
    sheet: &mut Sheet,
) -> io::Result<Option<Header>> {
    let name = plan.found.name.as_str();
    let mut first = reader.peek(LINE)?;
    if first.is_empty() {
        sheet.error(
            4,
            || Place::file(name),
            || {
                (
                    "die Datei ist leer, es fehlt die Zeile mit den Spaltennamen".to_owned(),
                    "the file is empty, the row with the names of the columns is missing"
                        .to_owned(),
                )
            },
        );
        return Ok(None);
    }
    let utf16 = first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]);
    if utf16 || first.get(..64).unwrap_or(first).contains(&0) {
        sheet.error(
            5,
            || Place::file(name),
            || {
                (
                "die Datei ist nicht in UTF-8, sondern in UTF-16 geschrieben und bleibt ungelesen"
                    .to_owned(),
                "the file is written in UTF-16 instead of UTF-8 and is not read".to_owned(),
            )
            },
        );
        return Ok(None);
    }
    if first.starts_with(b"\xef\xbb\xbf") {
        sheet.error(5, || Place::row(name, 1), || {
            (
                "die Datei beginnt mit einer Bytereihenfolge-Marke (BOM); manches Programm liest den ersten Spaltennamen dann falsch"
                    .to_owned(),
                "the file begins with a byte order mark (BOM); some programs then misread the first column's name"
                    .to_owned(),
            )
        });
        reader.skip(3);
        first = reader.peek(LINE)?;
    }
    let line = match memchr::memchr(b'\n', first) {
        Some(end) => first.get(..end).unwrap_or_default(),
        None => first,
    };
    if line.len() == first.len()
        && memchr::memchr(b'\r', line).is_some_and(|at| at + 1 < line.len())
    {
        sheet.error(
            3,
            || Place::file(name),
            || {
                (
                    "die Zeilen enden nur mit CR statt mit CR LF; die Datei bleibt ungelesen"
                        .to_owned(),
                    "the rows end with CR only instead of CR LF; the file is not read".to_owned(),
                )
            },
        );
        return Ok(None);
    }
    let expected = plan.columns();
    let (delimiter, known) = delimiter(plan, line, &expected);
    reader.divide_by(delimiter);
    if delimiter != b';' {
        sheet.error(
            3,
            || Place::row(name, 1),
            || {
                let sign = sign(delimiter);
                (
                    format!("die Spalten sind durch {sign} getrennt statt durch ;"),
                    format!("the columns are divided by {sign} instead of ;"),
                )
            },
        );
    }
    if known == 0 {
        sheet.error(4, || Place::row(name, 1), || {
            let columns = expected.len();
            (
                format!("die erste Zeile nennt keine der {columns} Spalten; sie werden der Reihe nach gelesen"),
                format!("the first row names none of the {columns} columns; they are read in order"),
            )
        });
        return Ok(Some(header(plan, &expected, delimiter, false)));
    }
    let (found, bare, form): (Vec<String>, _, _) = match reader.next_record()? {
        Some(record) => (
            (0..record.len())
                .map(|place| record.field(place).to_owned())
                .collect(),
            record.ending == Ending::Lf,
            record.form,
        ),
        None => return Ok(None),
    };
    if form != Default::default() {
        sheet.error(
            5,
            || Place::row(name, 1),
            || {
                (
                    "die Zeile mit den Spaltennamen ist fehlerhaft geschrieben".to_owned(),
                    "the row with the names of the columns is malformed".to_owned(),
                )
            },
        );
    }
    compare(name, &expected, &found, sheet);
    Ok(Some(header(plan, &found, delimiter, bare)))
}

fn sign(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "TAB".to_owned(),
        other => (other as char).to_string(),
    }
}

/// The delimiter of the header, and how many columns it then names.
fn delimiter(plan: &Plan<'_>, line: &[u8], expected: &[String]) -> (u8, usize) {
    let line = String::from_utf8_lossy(line);
    let declared = plan.described.and_then(|described| {
        let delimiter = described.delimiter.as_deref()?.as_bytes();
        match delimiter {
            [one] if one.is_ascii() && !matches!(one, b'"' | b'\r' | b'\n') => Some(*one),
            _ => None,
        }
    });
    let names = |delimiter: u8| {
        let parts = line.split(delimiter as char);
        parts
            .map(|part| part.trim_matches(['"', '\r', ' ']))
            .filter(|part| expected.iter().any(|name| name.eq_ignore_ascii_case(part)))
            .count()
    };
    let mut best = (b';', names(b';'));
    for delimiter in declared.into_iter().chain(*b",\t|") {
        let count = names(delimiter);
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best
}

/// R4: the columns as index.xml, or without one the format, says.
fn compare(name: &str, expected: &[String], found: &[String], sheet: &mut Sheet) {
    if expected == found {
        return;
    }
    let missing: Vec<_> = expected
        .iter()
        .filter(|name| !found.contains(name))
        .collect();
    let further: Vec<_> = found
        .iter()
        .filter(|name| !expected.contains(name))
        .collect();
    let list = |names: &[&String]| {
        let names: Vec<_> = names
            .iter()
            .take(12)
            .map(|n| super::fields::short(n))
            .collect();
        names.join(", ")
    };
    if !missing.is_empty() || !further.is_empty() {
        sheet.error(
            4,
            || Place::row(name, 1),
            || {
                let (mut german, mut english) = (Vec::new(), Vec::new());
                if !missing.is_empty() {
                    german.push(format!("es fehlt {}", list(&missing)));
                    english.push(format!("missing: {}", list(&missing)));
                }
                if !further.is_empty() {
                    german.push(format!("nicht vorgesehen ist {}", list(&further)));
                    english.push(format!("not declared: {}", list(&further)));
                }
                (
                    format!("Spaltennamen: {}", german.join("; ")),
                    format!("names of columns: {}", english.join("; ")),
                )
            },
        );
        return;
    }
    let mut pairs = expected.iter().zip(found).enumerate();
    let (place, wanted, is) = match pairs.find(|(_, (wanted, is))| wanted != is) {
        Some((place, (wanted, is))) => (place + 1, wanted.as_str(), is.as_str()),
        None => (
            expected.len() + 1,
            "",
            found.last().map_or("", String::as_str),
        ),
    };
    sheet.error(
        4,
        || Place::row(name, 1),
        || {
            if wanted.is_empty() {
                return (
                    format!("Spalte {place} nennt {is} noch einmal"),
                    format!("column {place} names {is} once more"),
                );
            }
            (
                format!("Spalte {place} heißt {is}, vorgesehen ist dort {wanted}"),
                format!("column {place} is called {is}, {wanted} is declared there"),
            )
        },
    );
}

/// The checks of the columns in the order of the file, and where those of the schema are.
fn header(plan: &Plan<'_>, found: &[String], delimiter: u8, bare: bool) -> Header {
    let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other);
    let described = |name: &str| {
        let described = plan.described?;
        described
            .columns
            .iter()
            .find(|column| same(name, &column.name))
    };
    let checks = found
        .iter()
        .map(|name| {
            let said = described(name);
            let mut known = plan.table.iter().flat_map(|table| table.columns);
            match (plan.table, known.find(|column| same(name, column.name))) {
                (Some(table), Some(column)) => {
                    Check::of(table, column, said.and_then(|said| said.longest))
                }
                _ => foreign(name, said),
            }
        })
        .collect();
    let place = |name: &str| found.iter().position(|found| same(found, name));
    let known = plan.table.map_or(&[][..], |table| table.columns);
    let mut places: Vec<_> = known.iter().map(|column| place(column.name)).collect();
    if known
        .last()
        .is_some_and(|last| last.name == "TSE_ZERTIFIKAT_II")
    {
        places.extend((3..).map_while(certificate_column).map(place));
    }
    Header {
        delimiter,
        checks,
        places: Places(places),
        bare,
    }
}

fn foreign(name: &str, said: Option<&DescribedColumn>) -> Check {
    let Some(said) = said else {
        return Check::foreign(name, Content::Text, u32::MAX);
    };
    match said.kind {
        DescribedKind::Text => {
            Check::foreign(name, Content::Text, said.longest.unwrap_or(u32::MAX))
        }
        DescribedKind::Number => Check::foreign(name, Content::Number, said.decimals),
        DescribedKind::Date => Check::foreign(name, Content::Date, 0),
    }
}
