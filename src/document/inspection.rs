//! The protocol of a Kassen-Nachschau (§146b AO): what was taken along, what was checked and counted, and what the register
//! is, for two signatures.

use chrono::{DateTime, NaiveDate, Utc};

use super::format::{Format, Language, fact, heading, minute, person, report};
use super::model::{
    Block, Document, Gap, Row, Rule, Signature, Spacing, Style, Table, Text, Weight,
};
use crate::cash::Count;
use crate::i18n::date;
use crate::money::Money;
use crate::people::User;
use crate::receipt::Person;
use crate::site::Site;

mod count;
mod exports;
mod register;
pub mod rights;

#[cfg(test)]
mod tests;

/// Everything the protocol says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// When the Nachschau began.
    pub begun: DateTime<Utc>,
    /// When the protocol was made.
    pub made: DateTime<Utc>,
    /// Who was logged in.
    pub by: Person,
    /// Who rang up the newest receipt.
    pub cashier: Option<Person>,
    /// First and last day that is closed; `None`: there is none.
    pub closed: Option<(NaiveDate, NaiveDate)>,
    /// What is not closed yet.
    pub open: Open,
    /// What was taken along, oldest first.
    pub exports: Vec<Export>,
    /// When something was checked.
    pub checked: Option<DateTime<Utc>>,
    /// What came of it.
    pub checks: Vec<Check>,
    /// The count, if one was made.
    pub count: Option<Count>,
    /// Every TSE that ever signed here, newest first.
    pub tses: Vec<Tse>,
    /// When nothing was signed, newest first.
    pub outages: Vec<Outage>,
    /// Who can log in.
    pub users: Vec<User>,
    /// The program.
    pub program: Program,
    /// Number and hash of the newest entry of the ledger.
    pub head: (u64, String),
}

/// The period that is not closed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The number its closing will get.
    pub z_number: u32,
    /// When its first receipt was made; `None`: there is none.
    pub since: Option<DateTime<Utc>>,
    /// Receipts in it.
    pub receipts: u64,
    /// Sales that wait, or are on the screen.
    pub sales: usize,
    /// What should be in the drawer.
    pub expected: Money,
}

/// Something taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// When.
    pub at: DateTime<Utc>,
    /// First and last day that was asked for.
    pub days: (NaiveDate, NaiveDate),
    /// First and last closing.
    pub closings: (u32, u32),
    /// The folder it lies in.
    pub folder: String,
    /// Its files.
    pub files: Vec<File>,
    /// TSEs whose newest signatures no archive holds yet: serial number, last signature archived, last one made.
    pub behind: Vec<(String, u64, u64)>,
}

/// A file taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// It was not made.
    Open,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub what: String,
    /// How it went.
    pub verdict: Verdict,
    /// What was found, in sentences.
    pub words: Vec<String>,
}

/// A TSE this register signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tse {
    /// What it is.
    pub name: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Certification id of the BSI.
    pub certification: Option<String>,
    /// Signature algorithm and log time format.
    pub algorithm: String,
    /// From when on it signed.
    pub from: DateTime<Utc>,
    /// Until when; `None`: it signs now.
    pub to: Option<DateTime<Utc>>,
    /// Its last day by certificate, if it said so.
    pub certificate_end: Option<DateTime<Utc>>,
}

/// A time in which nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; `None`: it goes on.
    pub to: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
    /// Receipts without a signature.
    pub receipts: u64,
}

/// The program that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// Where its file lies.
    pub path: String,
    /// Size in bytes and SHA-256, hexadecimal; `None`: it could not be read.
    pub sum: Option<(u64, String)>,
}

/// The protocol. It is an official paper of a German authority, and so in German.
pub fn document(inspection: &Inspection, site: &Site, format: Format) -> Document {
    let format = Format {
        language: Language::German,
        ..format
    };
    let mut document = report(site, format, "Protokoll der Kassen-Nachschau");
    let body = &mut document.body;
    body.push(head(inspection, site));
    part(body, "1  Mitgegebene Daten");
    body.extend(exports::exports(inspection));
    part(body, "2  Prüfung");
    body.extend(checks(inspection));
    part(body, "3  Kassensturz");
    body.extend(count::count(inspection));
    part(body, "4  Technische Sicherheitseinrichtungen (TSE)");
    body.extend(register::tses(inspection));
    part(body, "5  Ausfälle der TSE");
    body.extend(register::outages(inspection));
    part(body, "6  Benutzer und Rechte");
    body.extend(rights::users(&inspection.users));
    part(body, "7  Programm und Kassenbuch");
    body.push(register::program(inspection));
    body.push(Block::Gap(Gap::Large));
    body.push(Block::Together(signed(inspection)));
    document
}

fn part(body: &mut Vec<Block>, title: &str) {
    body.push(Block::Gap(Gap::Large));
    body.push(heading(title));
    body.push(Block::Gap(Gap::Small));
}

fn head(inspection: &Inspection, site: &Site) -> Block {
    let open = &inspection.open;
    let closed = match inspection.closed {
        Some((first, last)) => format!("{} bis {}", date(first), date(last)),
        None => "noch keine".to_owned(),
    };
    let not_closed = match open.since {
        None => "nichts".to_owned(),
        Some(since) => format!(
            "{} seit {}",
            many(open.receipts, "Beleg", "Belege"),
            minute(since)
        ),
    };
    Block::Beside(vec![
        vec![
            fact("Begonnen", minute(inspection.begun)),
            fact("Protokoll vom", minute(inspection.made)),
            fact("Angemeldet", person(&inspection.by)),
            fact("Verantwortlich", site.pay_point.responsible.clone()),
        ],
        vec![
            fact("Abschlüsse", closed),
            fact("Noch offen", not_closed),
            fact("Wartende Vorgänge", open.sales.to_string()),
            fact("Sollbestand bar", super::format::euro(open.expected)),
        ],
    ])
}

fn checks(inspection: &Inspection) -> Vec<Block> {
    let Some(at) = inspection.checked else {
        return vec![Block::text("Nicht durchgeführt.", Style::NORMAL)];
    };
    let rows = inspection.checks.iter().map(|check| {
        let (word, style) = match check.verdict {
            Verdict::Holds => ("in Ordnung", Style::NORMAL.weighing(Weight::SemiBold)),
            Verdict::Fails => ("ABWEICHUNG", Style::NORMAL.bold()),
            Verdict::Open => ("nicht geprüft", Style::NORMAL.quiet()),
        };
        let mut found = super::model::Cell::empty();
        for sentence in &check.words {
            found = found.and(Text::new(sentence, Style::NORMAL));
        }
        Row::new([
            Text::new(&check.what, Style::NORMAL.weighing(Weight::Medium)).into(),
            Text::new(word, style).into(),
            found,
        ])
    });
    let table = Table {
        columns: vec![
            super::model::Column::new(super::model::Width::Share(4), super::model::Align::Left),
            super::model::Column::LABEL,
            super::model::Column::new(super::model::Width::Share(6), super::model::Align::Left),
        ],
        rows: rows.collect(),
        spacing: Spacing::Normal,
        ruled: true,
        ..Table::default()
    };
    let fails = |check: &Check| check.verdict == Verdict::Fails;
    let verdict = match inspection.checks.iter().any(fails) {
        false => format!(
            "Geprüft am {}: Das Kassenbuch ist unverändert und vollständig; es gibt keine Abweichung.",
            minute(at)
        ),
        true => format!(
            "Geprüft am {}: Die Prüfung hat Abweichungen gefunden.",
            minute(at)
        ),
    };
    vec![
        Block::text(verdict, Style::NORMAL.weighing(Weight::SemiBold)),
        Block::Gap(Gap::Small),
        Block::Table(table),
    ]
}

fn signed(inspection: &Inspection) -> Vec<Block> {
    let cashier = inspection.cashier.as_ref().map(|who| who.name.as_str());
    let cashier = cashier.map_or_else(String::new, |name| format!(" (zuletzt {name})"));
    let handed = match inspection.exports.is_empty() {
        true => "Eine Ausfertigung dieses Protokolls wurde übergeben.",
        false => "Eine Ausfertigung dieses Protokolls und die genannten Dateien wurden übergeben.",
    };
    vec![
        Block::text(handed, Style::NORMAL),
        Block::Gap(Gap::Normal),
        Block::Signatures(vec![
            Signature {
                caption: "Amtsträger/in, Prüfer/in · Ort, Datum, Unterschrift".into(),
            },
            Signature {
                caption: format!("Kassierer/in{cashier} · Unterschrift"),
            },
        ]),
    ]
}

/// `1 Beleg`, `12 Belege`.
pub fn many(number: u64, one: &str, more: &str) -> String {
    match number {
        1 => format!("1\u{a0}{one}"),
        number => format!("{}\u{a0}{more}", thousands(number)),
    }
}

/// `12.345`
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A long hexadecimal number, small, that breaks anywhere.
fn hex(text: &str) -> Text {
    Text::new(text, Style::SMALL.anywhere())
}

/// The line under the head of a table.
const HEAD: Rule = Rule::Thin;
