//! The package against archives of the TSEs, one to one (R52, R54). Nothing of an archive is kept.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use amtskasse_tse::algorithm::hex;
use amtskasse_tse::log::{Body, LogTime, Operation, TransactionBody};
use amtskasse_tse::verify::{self as tse, CheckedLog, Kind, Level, archive_with};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::archive_words::german;
use super::journal::{Journal, time};
use super::watched::{Watch, Watched};
use crate::schema::TRANSACTIONS_TSE;
use crate::verify::{Error, Place, Severity, Sheet};

/// From when to when a client has its receipts in the package, milliseconds since 1970.
pub(super) type Clients = HashMap<String, (i64, i64)>;

/// Bytes of the archives that have to be read.
pub(super) fn bytes(paths: &[PathBuf]) -> u64 {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    paths.iter().map(size).sum()
}

/// Matches every archive and returns how many transactions are in both.
pub(super) fn check(
    paths: &[PathBuf],
    journal: &mut Journal,
    serials: &[String],
    clients: &Clients,
    watch: &mut Watch<'_>,
    sheet: &mut Sheet,
) -> Result<u64, Error> {
    let mut covered: HashSet<usize> = HashSet::new();
    let mut strangers = HashSet::new();
    for path in paths {
        let file = File::open(path).map_err(|source| Error::Io {
            path: path.clone(),
            source,
        })?;
        let mut walk = Walk {
            name: path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            journal,
            serials,
            clients,
            sheet,
            covered: &mut covered,
            strangers: &mut strangers,
            foreign: HashMap::new(),
            last: None,
            outside: 0,
        };
        let before = watch.done;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        let reader = Watched::new(file, watch);
        let result = archive_with(reader, &tse::Options::default(), &mut |log| walk.log(log));
        if watch.stopped.get() {
            return Err(Error::Stopped);
        }
        walk.finish(path, result)?;
        watch.done = before + size;
        if !watch.tell() {
            return Err(Error::Stopped);
        }
    }
    let mut without: HashMap<usize, (u64, u64)> = HashMap::new();
    let mut matched = 0;
    for entry in journal.entries() {
        if entry.seen {
            matched += 1;
        } else if covered.contains(&entry.serial()) {
            let serial = serials.get(entry.serial()).map_or("", String::as_str);
            let (number, counter) = (entry.number, entry.counter);
            super::finding!(
                sheet,
                52,
                Error,
                &TRANSACTIONS_TSE,
                entry.row(),
                "Transaktion {number} (Zähler {counter}) der TSE {serial} ist in keinem der Archive",
                "transaction {number} (counter {counter}) of TSE {serial} is in none of the archives"
            );
        } else {
            without.entry(entry.serial()).or_insert((0, entry.row())).0 += 1;
        }
    }
    let mut without: Vec<_> = without.into_iter().collect();
    without.sort_unstable();
    for (serial, (count, row)) in without {
        let serial = serials.get(serial).map_or("", String::as_str);
        super::finding!(
            sheet,
            52,
            Error,
            &TRANSACTIONS_TSE,
            row,
            "{count} Transaktionen der TSE {serial} sind in keinem der Archive: keines stammt von dieser TSE",
            "{count} transactions of TSE {serial} are in none of the archives: none comes from this TSE"
        );
    }
    Ok(matched)
}

/// The walk through one archive.
struct Walk<'a> {
    name: String,
    journal: &'a mut Journal,
    serials: &'a [String],
    clients: &'a Clients,
    sheet: &'a mut Sheet,
    /// TSEs that have an archive.
    covered: &'a mut HashSet<usize>,
    /// Transactions without a row that were told: archives may overlap.
    strangers: &'a mut HashSet<(usize, u64)>,
    /// TSEs of the archive that no row of the package names: how often each signed for it.
    foreign: HashMap<String, u64>,
    last: Option<(Vec<u8>, Option<usize>)>,
    outside: u64,
}

impl Walk<'_> {
    fn log(&mut self, log: &CheckedLog<'_>) {
        let serial = match &self.last {
            Some((serial, place)) if *serial == log.message.serial => *place,
            _ => {
                let text = hex(&log.message.serial);
                let place = self.serials.iter().position(|serial| *serial == text);
                self.last = Some((log.message.serial.clone(), place));
                match place {
                    Some(place) => {
                        self.covered.insert(place);
                    }
                    None => {
                        self.foreign.entry(text).or_default();
                    }
                }
                place
            }
        };
        let Body::Transaction(body) = &log.message.body else {
            return;
        };
        let Some(serial) = serial else {
            // A device that stands by knows the register and never signed for it; that is no fault.
            if body.operation == Operation::Finish && self.is_of_package(body, log) {
                *self.foreign.entry(hex(&log.message.serial)).or_default() += 1;
            }
            return;
        };
        match body.operation {
            Operation::Start => self.start(serial, body, log.message.time),
            Operation::Finish => self.finished(serial, body, log),
            Operation::Update => {}
        }
    }

    fn start(&mut self, serial: usize, body: &TransactionBody, at: LogTime) {
        let (sheet, name) = (&mut *self.sheet, &self.name);
        for entry in self.journal.find(serial, body.number).iter() {
            differs(
                sheet,
                name,
                entry.row(),
                body.number,
                "TSE_TA_START",
                entry.start,
                at,
            );
        }
    }

    fn finished(&mut self, serial: usize, body: &TransactionBody, log: &CheckedLog<'_>) {
        let kind = body.process_type.as_deref().unwrap_or_default();
        let digest = self.journal.digest(
            kind.as_bytes(),
            &body.process_data,
            &STANDARD.encode(log.signature),
        );
        let (number, counter, at) = (body.number, log.message.counter, log.message.time);
        let entries = self.journal.find(serial, number);
        if entries.is_empty() {
            return self.without_row(serial, body, log);
        }
        let (sheet, name) = (&mut *self.sheet, &self.name);
        for entry in entries {
            entry.seen = true;
            let row = entry.row();
            if entry.counter != counter {
                let found = entry.counter;
                super::finding!(
                    sheet,
                    54,
                    Error,
                    &TRANSACTIONS_TSE,
                    row,
                    "TSE_TA_SIGZ von Transaktion {number} ist {found}, im Archiv {name} {counter}",
                    "TSE_TA_SIGZ of transaction {number} is {found}, in the archive {name} {counter}"
                );
            }
            differs(sheet, name, row, number, "TSE_TA_ENDE", entry.end, at);
            if entry.digest != digest {
                super::finding!(
                    sheet,
                    54,
                    Error,
                    &TRANSACTIONS_TSE,
                    row,
                    "Vorgangsart, Vorgangsdaten oder Signatur von Transaktion {number} sind andere als im Archiv {name}",
                    "process type, process data or signature of transaction {number} are others than in the archive {name}"
                );
            }
        }
    }

    /// Whether the package's register was the client, within the span of its closings.
    fn is_of_package(&self, body: &TransactionBody, log: &CheckedLog<'_>) -> bool {
        let at = log.message.time.at.timestamp_millis();
        let span = self.clients.get(&body.client_id);
        span.is_some_and(|(from, to)| (*from..=*to).contains(&at))
    }

    /// A finished transaction of which the package has no row.
    fn without_row(&mut self, serial: usize, body: &TransactionBody, log: &CheckedLog<'_>) {
        let Some((from, to)) = self.clients.get(&body.client_id).copied() else {
            return;
        };
        let at = log.message.time.at.timestamp_millis();
        if !self.strangers.insert((serial, body.number)) {
            return;
        }
        if at < from || at > to {
            self.outside += 1;
            return;
        }
        let (number, counter, at, client) =
            (body.number, log.message.counter, time(at), &body.client_id);
        let data = String::from_utf8_lossy(&body.process_data).into_owned();
        let file = self.name.as_str();
        self.sheet.error(52, || Place::file(file), || {
            (
                format!("Transaktion {number} (Zähler {counter}, {at}) der Kasse „{client}“ fehlt in transactions_tse.csv: „{data}“"),
                format!("transaction {number} (counter {counter}, {at}) of register \"{client}\" is missing from transactions_tse.csv: \"{data}\""),
            )
        });
    }

    fn finish(self, path: &Path, result: Result<tse::Report, tse::Error>) -> Result<(), Error> {
        let name = self.name.as_str();
        let place = || Place::file(name);
        let mut foreign: Vec<_> = self.foreign.into_iter().collect();
        foreign.sort_unstable();
        for (serial, signed) in foreign {
            let severity = match signed {
                0 => Severity::Note,
                _ => Severity::Error,
            };
            self.sheet.add(52, severity, place, || {
                (
                    format!("das Archiv stammt von der TSE {serial}, die tse.csv nicht nennt; für die Kasse der Lieferung signierte sie im Zeitraum {signed}-mal"),
                    format!("the archive comes from TSE {serial}, which tse.csv does not name; it signed {signed} times for the package's register in its period"),
                )
            });
        }
        if self.outside > 0 {
            let count = self.outside;
            self.sheet.add(52, Severity::Note, place, || {
                (
                    format!("Transaktionen, die vor dem ersten oder nach dem letzten Abschluss der Lieferung beendet wurden: {count}"),
                    format!("transactions finished before the first or after the last closing of the package: {count}"),
                )
            });
        }
        match result {
            Ok(report) => {
                for finding in &report.findings {
                    let severity = match finding.level {
                        Level::Error => Severity::Error,
                        Level::Warning => Severity::Warning,
                        Level::Info => Severity::Note,
                    };
                    let rule = match finding.kind {
                        Kind::CounterGap { .. }
                        | Kind::TransactionGap { .. }
                        | Kind::CounterTwice { .. } => 52,
                        _ => 54,
                    };
                    let member = finding
                        .member
                        .as_deref()
                        .map(|member| format!(" ({member})"))
                        .unwrap_or_default();
                    self.sheet.add(rule, severity, place, || {
                        let text = &finding.text;
                        (
                            format!("das TSE-Archiv{member}: {}", german(&finding.kind, text)),
                            format!("the archive of the TSE{member}: {text}"),
                        )
                    });
                }
                Ok(())
            }
            Err(tse::Error::CutOff { member, logs, .. }) => {
                self.sheet.error(54, place, || {
                    (
                        format!("das TSE-Archiv bricht in {member} ab; {logs} Protokolle davor sind ganz"),
                        format!("the archive of the TSE is cut off inside {member}; {logs} log messages before it are whole"),
                    )
                });
                Ok(())
            }
            Err(tse::Error::Damaged { after, reason }) => {
                self.sheet.error(54, place, || {
                    (
                        format!("das TSE-Archiv ist hinter {after} beschädigt: {reason}"),
                        format!("the archive of the TSE is damaged after {after}: {reason}"),
                    )
                });
                Ok(())
            }
            Err(source) => Err(Error::Archive {
                path: path.to_owned(),
                source,
            }),
        }
    }
}

/// Compares a time of the package with one of the archive, as exactly as the TSE writes it.
fn differs(
    sheet: &mut Sheet,
    name: &str,
    row: u64,
    number: u64,
    column: &str,
    found: i64,
    at: LogTime,
) {
    let cut = chrono::DateTime::from_timestamp_millis(found)
        .map(|found| LogTime::new(at.format, found).at);
    if cut != Some(LogTime::new(at.format, at.at).at) {
        let (found, expected) = (time(found), time(at.at.timestamp_millis()));
        super::finding!(
            sheet,
            54,
            Error,
            &TRANSACTIONS_TSE,
            row,
            "{column} von Transaktion {number} ist {found}, im Archiv {name} {expected}",
            "{column} of transaction {number} is {found}, in the archive {name} {expected}"
        );
    }
}
