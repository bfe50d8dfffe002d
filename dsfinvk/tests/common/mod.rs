//! A small package of our own and ways to spoil a copy of it.
#![allow(dead_code)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use amtskasse_dsfinvk::dtd;
use amtskasse_dsfinvk::schema::V2_4;
use amtskasse_dsfinvk::verify::books::Books;
use amtskasse_dsfinvk::verify::{self, Finding, Language, Options, Report, Severity, Sheet};

/// A copy of the fixture, two days of a municipal till, in a folder of its own.
pub struct Package {
    folder: tempfile::TempDir,
}

impl Package {
    pub fn fixture() -> Package {
        let folder = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
        fs::write(folder.path().join(dtd::FILE), dtd::TEXT).unwrap();
        Package { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.file(name), content).unwrap();
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.file(name)).unwrap();
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.file(from), self.file(to)).unwrap();
    }

    /// Replaces a text that has to occur, everywhere.
    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from}");
        self.write(name, text.replace(from, to));
    }

    /// Rows of a file with the header, split into fields without their quotes.
    pub fn rows(&self, name: &str) -> Vec<Vec<String>> {
        split(&self.read(name))
    }

    /// Writes rows with the header, quoting where it has to be.
    pub fn put(&self, name: &str, rows: &[Vec<String>]) {
        let mut text = String::new();
        for row in rows {
            let fields: Vec<_> = row.iter().map(|field| quote(field)).collect();
            text.push_str(&fields.join(";"));
            text.push_str("\r\n");
        }
        self.write(name, text);
    }

    /// Writes another value into a field. `row` counts from 1 with the header: the first data row is 2.
    pub fn mutate(&self, file: &str, row: usize, column: &str, value: &str) {
        let mut rows = self.rows(file);
        let place = rows[0].iter().position(|name| name == column);
        let place = place.unwrap_or_else(|| panic!("{file} has no column {column}"));
        rows[row - 1][place] = value.to_owned();
        self.put(file, &rows);
    }

    /// A field's value. `row` counts from 1 with the header.
    pub fn value(&self, file: &str, row: usize, column: &str) -> String {
        let rows = self.rows(file);
        let place = rows[0].iter().position(|name| name == column).unwrap();
        rows[row - 1][place].clone()
    }

    /// Takes a row out. `row` counts from 1 with the header.
    pub fn cut(&self, file: &str, row: usize) {
        let mut rows = self.rows(file);
        rows.remove(row - 1);
        self.put(file, &rows);
    }

    /// Puts a second copy of a row behind it. `row` counts from 1 with the header.
    pub fn double(&self, file: &str, row: usize) {
        let mut rows = self.rows(file);
        let copy = rows[row - 1].clone();
        rows.insert(row, copy);
        self.put(file, &rows);
    }

    /// Adds a row at the end; columns that are not named stay empty.
    pub fn append(&self, file: &str, values: &[(&str, &str)]) {
        let mut rows = self.rows(file);
        let mut row = vec![String::new(); rows[0].len()];
        for (column, value) in values {
            let place = rows[0].iter().position(|name| name == column);
            row[place.unwrap_or_else(|| panic!("{file} has no column {column}"))] =
                (*value).to_owned();
        }
        rows.push(row);
        self.put(file, &rows);
    }

    /// Names of all files.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The package as a ZIP file.
    pub fn zipped(&self) -> Vec<u8> {
        let options = zip::write::SimpleFileOptions::default();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in self.names() {
            zip.start_file(&name, options).unwrap();
            zip.write_all(&fs::read(self.file(&name)).unwrap()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// Checks structure and fields only (R1 to R13).
    pub fn structure(&self) -> Report {
        let mut sheet = Sheet::new(Language::English, usize::MAX);
        let books = Books::open(self.path(), &mut sheet, &mut |_| true).unwrap();
        Report {
            sheet,
            rows: books.rows(),
            closings: books.closings().len() as u64,
            transactions: 0,
            signatures: 0,
            matched: None,
        }
    }

    pub fn check(&self) -> Report {
        check(self.path())
    }
}

/// Checks a package and tells every finding in English.
pub fn check(path: &Path) -> Report {
    check_with(
        path,
        &Options {
            language: Language::English,
            archives: Vec::new(),
            told_per_rule: usize::MAX,
        },
    )
}

pub fn check_with(path: &Path, options: &Options) -> Report {
    verify::package(path, options, &mut |_| true).unwrap()
}

/// Findings of a rule, of any severity.
pub fn of(report: &Report, rule: u8) -> Vec<&Finding> {
    let told = report.sheet.told().iter();
    told.filter(|finding| finding.rule.0 == rule).collect()
}

/// Errors of a rule as `file:row sentence`.
pub fn errors(report: &Report, rule: u8) -> Vec<String> {
    told(report, rule, Severity::Error)
}

/// Findings of a rule and severity as `file:row sentence`.
pub fn told(report: &Report, rule: u8, severity: Severity) -> Vec<String> {
    let found = of(report, rule).into_iter();
    found
        .filter(|finding| finding.severity == severity)
        .map(|finding| {
            let row = finding.place.row.map(|row| row.to_string());
            let row = row.unwrap_or_default();
            format!("{}:{row} {}", finding.place.file, finding.sentence)
        })
        .collect()
}

/// Asserts that a rule has exactly one error, in a row of a file.
pub fn assert_error(report: &Report, rule: u8, file: &str, row: Option<u64>) -> String {
    let found: Vec<_> = of(report, rule)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let all = report.sheet.told();
    assert_eq!(found.len(), 1, "R{rule}: {all:#?}");
    assert_eq!(
        (found[0].place.file.as_str(), found[0].place.row),
        (file, row),
        "{all:#?}"
    );
    found[0].sentence.clone()
}

/// Names of the csv files.
pub fn tables() -> impl Iterator<Item = &'static str> {
    V2_4.tables.iter().map(|table| table.file)
}

fn quote(field: &str) -> String {
    match field.contains([';', '"', '\r', '\n']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

fn split(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut field, mut inside) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if inside && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => inside = !inside,
            ';' if !inside => row.push(std::mem::take(&mut field)),
            '\r' if !inside && chars.peek() == Some(&'\n') => {}
            '\n' if !inside => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    rows
}
