//! What the procedural documentation is made of: the ledger, the configuration beside it, the program itself.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::audit::await_program;
use super::tse::store;
use super::{Till, TillError, local_day, read_notice};
use crate::document::Document;
use crate::document::procedure::{self as paper, Change, Procedure};
use crate::ledger::{Ledger, LedgerError, TseRecord};
use crate::people::Right;

/// Kinds of events that are changes of what the documentation describes.
const CHANGES: [&str; 19] = [
    "tse",
    "tse-change",
    "tse-standby",
    "tse-standby-removed",
    "terminal-added",
    "terminal-changed",
    "terminal-removed",
    "site",
    "principals",
    "tax-rate",
    "tax-rate-withdrawn",
    "tax-key",
    "tax-regime",
    "tax-regime-withdrawn",
    "tax-approved",
    "notice-made",
    "notice-changed",
    "item-added",
    "item-changed",
];

/// Reads everything; nothing is changed, so the register may be running.
pub fn read_procedure(
    ledger: &Ledger,
    data: &Path,
    now: DateTime<Utc>,
) -> Result<Procedure, TillError> {
    let period = ledger.z_period()?;
    // Without a configuration of its own the register signs with the test TSE.
    let configs = store::read(data)?.unwrap_or_default();
    let tses = configs
        .iter()
        .map(|config| (config.driver.name().to_owned(), config.address.clone()));
    let outages = ledger.events_of("tse-outage-begin")?;
    let users = ledger.users()?.into_iter().map(|stored| stored.user);
    Ok(Procedure {
        site: ledger.site()?,
        demo: ledger.setting("demo")?.unwrap_or(false),
        version: super::master::VERSION.to_owned(),
        checksum: await_program().sum.as_ref().map(|(_, sum)| sum.clone()),
        platform: platform(),
        folder: data.display().to_string(),
        users: users.collect(),
        rates: ledger.rates()?,
        own_keys: ledger.tax_keys()?,
        regimes: ledger.regimes()?,
        entries: ledger.assortment()?.entries().to_vec(),
        principals: ledger.principals()?,
        notice: read_notice(ledger)?,
        tses: tses.collect(),
        outages: outages
            .into_iter()
            .map(|event| (event.at, event.text))
            .collect(),
        negative_stock: ledger.setting(super::stock::NEGATIVE)?.unwrap_or(false),
        closings: period.number.saturating_sub(1),
        receipts: ledger.last_receipt()?,
        versions: versions(ledger, period.number)?,
        changes: changes(ledger)?,
        created: now,
        today: local_day(now),
    })
}

/// The documentation of a register.
pub fn procedure(ledger: &Ledger, data: &Path, now: DateTime<Utc>) -> Result<Document, TillError> {
    let procedure = read_procedure(ledger, data, now)?;
    paper::document(&procedure).map_err(|e| TillError::Document(e.to_string()))
}

// The first period of each version.
fn versions(ledger: &Ledger, open: u32) -> Result<Vec<(u32, String)>, LedgerError> {
    let mut found: Vec<(u32, String)> = Vec::new();
    for number in 1..=open {
        if let Some(master) = ledger.period_master(number)?
            && found
                .last()
                .is_none_or(|(_, version)| *version != master.version)
        {
            found.push((number, master.version));
        }
    }
    Ok(found)
}

fn changes(ledger: &Ledger) -> Result<Vec<Change>, LedgerError> {
    let names = ledger.names()?;
    let mut events = Vec::new();
    for kind in CHANGES {
        events.extend(ledger.events_of(kind)?);
    }
    events.sort_by_key(|event| event.id);
    let by = |person: Option<String>| match person {
        None => String::new(),
        Some(id) => names.get(&id).cloned().unwrap_or(id),
    };
    Ok(events
        .into_iter()
        .map(|event| Change {
            at: event.at,
            by: by(event.person),
            // The whole record of a TSE stands in its event; its serial number is what anybody reads.
            text: match event.kind.as_str() {
                "tse" => TseRecord::serial_on_record(&event.text).unwrap_or(event.text),
                _ => event.text,
            },
            kind: event.kind,
        })
        .collect())
}

/// Name and version of the system, as far as it tells.
fn platform() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let mut lines = release.lines();
    let name = lines.find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.map_or(std::env::consts::OS, |name| name.trim_matches('"'));
    format!("{name}, {}", std::env::consts::ARCH)
}

impl Till {
    /// The procedural documentation as a PDF file.
    pub fn procedure_pdf(&self) -> Result<Vec<u8>, TillError> {
        self.require(Right::Read)?;
        let now = self.clock.now();
        let data = self.ledger.path().parent().unwrap_or(Path::new("."));
        let document = procedure(&self.ledger, data, now)?;
        super::output::render(&document, now)
    }
}
