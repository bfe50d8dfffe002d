//! The first pass through one file: its header (R4), its rows (R3, R5) and their fields (R6 to R10).

use std::fs::File;
use std::io;
use std::sync::Arc;

use super::super::{Place, Severity, Sheet};
use super::declared::Plan;
use super::fields::{Check, Row, Times};
use super::filing::{MASTERS, Register, Runs};
use super::header::{self, Header};
use super::record::{Ending, Reader, Record};
use super::time::Time;
use super::{Places, Shelf};
use crate::schema::{self, Table};

/// Bytes between two words about the progress.
const STEP: u64 = 4 << 20;

/// Whoever watches wants it to stop.
pub(super) struct Stop;

/// Reads the file of a plan. `None`: nothing in it can be read.
pub(super) fn read(
    plan: &Plan<'_>,
    file: Arc<File>,
    register: &mut Register,
    sheet: &mut Sheet,
    progress: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Result<Option<(Shelf, Runs)>, Stop>> {
    let mut reader = Reader::new(Arc::clone(&file), b';', 0, 1);
    let Some(header) = header::read(plan, &mut reader, sheet)? else {
        return Ok(Ok(None));
    };
    let mut pass = Pass::new(plan, &header, register);
    let mut told = 0;
    while let Some(record) = reader.next_record()? {
        let end = record.start + record.length;
        pass.record(record, sheet);
        if end - told >= STEP {
            told = end;
            if !progress(end) {
                return Ok(Err(Stop));
            }
        }
    }
    pass.line_ends(sheet);
    let Pass { rows, runs, .. } = pass;
    let Some(table) = plan.table else {
        return Ok(Ok(None));
    };
    let shelf = Shelf {
        table,
        path: plan.found.path.clone(),
        file,
        rows,
        places: header.places,
        runs: Vec::new(),
        reader: None,
        delimiter: header.delimiter,
    };
    Ok(Ok(Some((shelf, runs))))
}

/// What is more about the rows of a table than its fields one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    Transactions,
    TransactionsTse,
    Lines,
    /// Tables with a tax number and a VAT id.
    OneOf(usize, usize),
    None,
}

struct Pass<'a> {
    name: &'a str,
    table: Option<&'static Table>,
    checks: &'a [Check],
    places: &'a Places,
    /// The first three columns of the file are the key.
    keys_first: bool,
    own: Own,
    failure: Option<usize>,
    master: Option<usize>,
    register: &'a mut Register,
    runs: Runs,
    rows: u64,
    /// Key of the row before, its closing and its moment.
    key: [String; 3],
    closing: Option<u32>,
    created: Option<Time>,
    bare: LineEnds,
}

/// Rows whose line end is not CRLF, and the first of them.
#[derive(Default)]
struct LineEnds {
    bare: u64,
    first: u64,
    open: Option<u64>,
}

impl<'a> Pass<'a> {
    fn new(plan: &'a Plan<'_>, header: &'a Header, register: &'a mut Register) -> Pass<'a> {
        let table = plan.table;
        let place = |name: &str| table.and_then(|table| table.place(name));
        let pair = |one, other| place(one).zip(place(other));
        let own = match table.map(|table| table.file) {
            Some("transactions.csv") => Own::Transactions,
            Some("transactions_tse.csv") => Own::TransactionsTse,
            Some("lines.csv") => Own::Lines,
            _ => pair("STNR", "USTID")
                .or_else(|| pair("AGENTUR_STNR", "AGENTUR_USTID"))
                .map_or(Own::None, |(one, other)| Own::OneOf(one, other)),
        };
        let mut bare = LineEnds::default();
        if header.bare {
            (bare.bare, bare.first) = (1, 1);
        }
        Pass {
            name: &plan.found.name,
            table,
            checks: &header.checks,
            places: &header.places,
            keys_first: header.keys_first(),
            own,
            failure: place("TSE_TA_FEHLER"),
            master: table.and_then(|t| MASTERS.iter().position(|name| *name == t.file)),
            register,
            runs: Runs::default(),
            rows: 0,
            key: Default::default(),
            closing: None,
            created: None,
            bare,
        }
    }

    fn record(&mut self, record: Record<'_>, sheet: &mut Sheet) {
        if record.ending != Ending::CrLf {
            match record.ending {
                Ending::End => self.bare.open = Some(record.line),
                _ => {
                    if self.bare.bare == 0 {
                        self.bare.first = record.line;
                    }
                    self.bare.bare += 1;
                }
            }
        }
        if record.is_empty() {
            let place = || Place::row(self.name, record.line);
            sheet.error(5, place, || {
                (
                    "die Zeile ist leer".to_owned(),
                    "the row is empty".to_owned(),
                )
            });
            return;
        }
        self.rows += 1;
        self.form(&record, sheet);
        let row = super::Row::new(&record, self.places);
        let text = |place| row.text(place);
        let fields = Row {
            file: self.name,
            record,
            failed: self.failure.is_some_and(|place| !text(place).is_empty()),
        };
        let mut times = Times::default();
        let skipped = if self.table.is_some() {
            let known = self.closing.is_some()
                && self
                    .key
                    .iter()
                    .enumerate()
                    .all(|(place, part)| text(place) == part);
            if !known {
                self.closing = None;
            }
            // The key of the row before was looked at there.
            if known && self.keys_first { 3 } else { 0 }
        } else {
            0
        };
        for (place, check) in self.checks.iter().enumerate().skip(skipped) {
            if place >= record.len() {
                break;
            }
            fields.field(place, check, &mut times, sheet);
        }
        if self.table.is_none() {
            return;
        }
        if self.closing.is_none() {
            let key = [text(0), text(1), text(2)];
            self.created = times.created();
            if key.iter().all(|part| !part.is_empty()) {
                for (known, part) in self.key.iter_mut().zip(key) {
                    known.clear();
                    known.push_str(part);
                }
                let seen = (self.table.map_or("", |table| table.file), record.line);
                self.closing = self.register.number(key, seen);
            }
        }
        if let Some(closing) = self.closing {
            self.runs
                .add(closing, record.start, record.length, record.line);
            if let Some(master) = self.master {
                self.register.count(closing, master, record.line);
            }
        }
        self.own(&fields, &row, &times, sheet);
    }

    #[inline]
    fn form(&self, record: &Record<'_>, sheet: &mut Sheet) {
        if record.form != Default::default() || record.len() != self.checks.len() {
            self.bad_form(record, sheet);
        }
    }

    #[cold]
    fn bad_form(&self, record: &Record<'_>, sheet: &mut Sheet) {
        let form = record.form;
        let faults = [
            (
                form.stray_quote,
                "ein Anführungszeichen steht mitten im Feld; das Feld müsste eingeschlossen, das Zeichen verdoppelt sein",
                "a quote stands in the middle of a field; the field has to be quoted and the quote doubled",
            ),
            (
                form.after_quote,
                "hinter dem schließenden Anführungszeichen steht noch etwas",
                "something follows the closing quote",
            ),
            (
                form.open_quote,
                "ein Anführungszeichen wird nicht geschlossen",
                "a quote is never closed",
            ),
            (
                form.stray_return,
                "ein Wagenrücklauf (CR) steht außerhalb von Anführungszeichen",
                "a carriage return (CR) stands outside of quotes",
            ),
            (
                form.not_utf8,
                "die Zeile ist kein UTF-8 (vermutlich Latin-1 oder Windows-1252)",
                "the row is no UTF-8 (probably Latin-1 or Windows-1252)",
            ),
            (
                form.too_long,
                "die Zeile ist länger als jede erlaubte und wird geteilt gelesen",
                "the row is longer than any that is allowed and is read in parts",
            ),
        ];
        let place = || Place::row(self.name, record.line);
        for (is, german, english) in faults {
            if is {
                sheet.error(5, place, || (german.to_owned(), english.to_owned()));
            }
        }
        let (found, expected) = (record.len(), self.checks.len());
        if found != expected {
            sheet.error(5, place, || {
                (
                    format!("die Zeile hat {found} Felder, erwartet werden {expected}"),
                    format!("the row has {found} fields, {expected} are expected"),
                )
            });
        }
    }

    /// What the fields of a row have to do with each other.
    fn own(&self, fields: &Row<'_>, row: &super::Row<'_>, times: &Times, sheet: &mut Sheet) {
        match self.own {
            Own::None => {}
            Own::Transactions => {
                self.in_order(fields, times, ("BON_START", "BON_ENDE"), sheet);
                if let (Some(end), Some(created)) = (times.end(), self.created)
                    && end.is_after(created)
                {
                    let place = || Place::row(self.name, row.line);
                    sheet.add(10, Severity::Warning, place, || {
                        (
                            "BON_ENDE liegt nach Z_ERSTELLUNG".to_owned(),
                            "BON_ENDE is later than Z_ERSTELLUNG".to_owned(),
                        )
                    });
                }
            }
            Own::TransactionsTse => {
                self.in_order(fields, times, ("TSE_TA_START", "TSE_TA_ENDE"), sheet);
            }
            Own::OneOf(one, other) => {
                if row.text(one).is_empty() && row.text(other).is_empty() {
                    self.neither(row.line, one, other, sheet);
                }
            }
            Own::Lines => self.item(row, sheet),
        }
    }

    fn in_order(&self, fields: &Row<'_>, times: &Times, names: (&str, &str), sheet: &mut Sheet) {
        let (Some(begin), Some(end)) = (times.begin(), times.end()) else {
            return;
        };
        if begin.is_after(end) {
            let (begin, end) = names;
            let place = || Place::row(self.name, fields.record.line);
            sheet.error(10, place, || {
                (
                    format!("{begin} liegt nach {end}"),
                    format!("{begin} is later than {end}"),
                )
            });
        }
    }

    #[cold]
    fn neither(&self, line: u64, one: usize, other: usize, sheet: &mut Sheet) {
        let name = |place: usize| {
            let columns = self.table.map_or(&[][..], |table| table.columns);
            columns.get(place).map_or("", |column| column.name)
        };
        let (one, other) = (name(one), name(other));
        let place = || Place::row(self.name, line);
        sheet.error(8, place, || {
            (
                format!("weder {one} noch {other} ist gefüllt, eines von beiden muss es sein"),
                format!("neither {one} nor {other} is filled, one of the two has to be"),
            )
        });
    }

    /// A line with an article number or code is an article: number, quantity and price belong together. Of a turnover
    /// without a number nobody knows.
    fn item(&self, row: &super::Row<'_>, sheet: &mut Sheet) {
        const GV_TYP: usize = 8;
        const NUMBER: usize = 13;
        const GTIN: usize = 14;
        const NEEDED: [usize; 3] = [NUMBER, 17, 20];
        debug_assert!(
            NEEDED
                .iter()
                .all(|place| schema::LINES.columns[*place].need == schema::Need::IfItem)
        );
        if NEEDED.iter().all(|place| !row.text(*place).is_empty()) {
            return;
        }
        let item = !row.text(NUMBER).is_empty() || !row.text(GTIN).is_empty();
        let severity = match (item, row.text(GV_TYP)) {
            (true, _) => Severity::Error,
            (false, "Umsatz") => Severity::Note,
            _ => return,
        };
        for place in NEEDED {
            let column = schema::LINES.columns.get(place);
            let (true, Some(column)) = (row.text(place).is_empty(), column) else {
                continue;
            };
            let name = column.name;
            let place = || Place::row(self.name, row.line);
            sheet.add(8, severity, place, || {
                (
                    format!("{name} ist leer, muss bei einem Artikel aber gefüllt sein"),
                    format!("{name} is empty but has to be filled for an item"),
                )
            });
        }
    }

    fn line_ends(&self, sheet: &mut Sheet) {
        let LineEnds { bare, first, open } = self.bare;
        if bare > 0 {
            let place = || Place::row(self.name, first);
            sheet.error(3, place, || {
                (
                    format!("{bare} Zeilen enden nur mit LF statt mit CR LF, diese als erste"),
                    format!("{bare} rows end with LF only instead of CR LF, this one first"),
                )
            });
        }
        if let Some(row) = open {
            let place = || Place::row(self.name, row);
            sheet.add(3, Severity::Warning, place, || {
                (
                    "die letzte Zeile endet nicht mit CR LF; die Datei kann abgeschnitten sein"
                        .to_owned(),
                    "the last row does not end with CR LF; the file may be cut off".to_owned(),
                )
            });
        }
    }
}
