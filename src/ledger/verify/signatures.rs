//! The devices on record, and every signature against the key of its device.

use std::collections::BTreeSet;

use amtskasse_tse::verify;
use ring::digest::{SHA256, digest};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::LedgerReport;
use crate::fiscal;
use crate::ledger::finding::{FindingKind, Place};
use crate::ledger::{Event, LedgerError, StepError, TseRecord, millis};
use crate::receipt::Signed;

/// Signatures that are checked together, spread over the processor's cores.
const BLOCK: usize = 512;

impl TseRecord {
    /// What the event `tse` says of a device. Long values are there as SHA-256.
    pub(crate) fn on_record(&self) -> String {
        let fingerprint = |bytes: &[u8]| fiscal::hex(digest(&SHA256, bytes).as_ref());
        let certificates: Vec<_> = self.certificates.iter().map(|c| fingerprint(c)).collect();
        json!({
            "serial": self.serial,
            "description": self.description,
            "certification_id": self.certification_id,
            "algorithm": self.algorithm,
            "time_format": self.time_format,
            "public_key_sha256": fingerprint(&self.public_key),
            "certificates_sha256": certificates,
        })
        .to_string()
    }

    /// The serial an event `tse` speaks of.
    pub(crate) fn serial_on_record(text: &str) -> Option<String> {
        let value: Value = serde_json::from_str(text).ok()?;
        Some(value.get("serial")?.as_str()?.to_owned())
    }
}

/// Compares the table of devices, which no hash covers, with the events that repeat it in the chain.
pub(super) fn devices(
    connection: &Connection,
    report: &mut LedgerReport,
    tses: Result<Vec<TseRecord>, LedgerError>,
    on_record: &[Event],
) -> Result<(), StepError> {
    let place = |key| Place::Row {
        table: "tse".to_owned(),
        key,
    };
    let tses = match tses {
        Ok(tses) => tses,
        Err(LedgerError::Damaged { what, key, .. }) => {
            let key = key.parse().unwrap_or_default();
            report.find(&place(key), FindingKind::Unreadable { reason: what });
            return Ok(());
        }
        Err(other) => return Err(StepError::Ledger(other)),
    };
    for tse in &tses {
        let first_used: i64 = connection
            .prepare_cached("SELECT first_used_at FROM tse WHERE id = ?")?
            .query_row([tse.id], |row| row.get(0))?;
        let serial = Some(&tse.serial);
        let mut known = on_record
            .iter()
            .filter(|event| TseRecord::serial_on_record(&event.text).as_ref() == serial);
        let same = known
            .next()
            .is_some_and(|first| millis(first.at) == first_used && first.text == tse.on_record());
        if !same || known.any(|event| event.text != tse.on_record()) {
            report.find(&place(tse.id), FindingKind::DeviceChanged);
        }
    }
    for event in on_record {
        let serial = TseRecord::serial_on_record(&event.text).unwrap_or_default();
        if !tses.iter().any(|tse| tse.serial == serial) {
            report.find(
                &Place::Event(event.id as i64),
                FindingKind::DeviceMissing { serial },
            );
        }
    }
    Ok(())
}

/// Checks signatures in blocks. One costs most of a millisecond, which is a minute for a busy year.
pub(super) struct Signatures<'a> {
    client: &'a str,
    progress: &'a mut dyn FnMut(u64, u64),
    total: u64,
    waiting: Vec<(i64, Signed)>,
    keys: verify::Receipts,
    done: u64,
    strangers: BTreeSet<String>,
}

impl<'a> Signatures<'a> {
    /// `client` is the register's serial number, `total` how many signatures there are.
    pub(super) fn new(
        client: &'a str,
        progress: &'a mut dyn FnMut(u64, u64),
        total: u64,
    ) -> Signatures<'a> {
        Signatures {
            client,
            progress,
            total,
            waiting: Vec::new(),
            keys: verify::Receipts::default(),
            done: 0,
            strangers: BTreeSet::new(),
        }
    }

    /// Takes one signature; checks what has come together when that is enough.
    pub(super) fn add(&mut self, receipt: i64, signed: &Signed, report: &mut LedgerReport) {
        // Said once: when it is the register's own serial that was changed, every receipt differs.
        if signed.client_id != self.client && self.strangers.insert(signed.client_id.clone()) {
            let client = signed.client_id.clone();
            report.find(
                &Place::Receipt(receipt),
                FindingKind::OtherRegister { client },
            );
        }
        self.waiting.push((receipt, signed.clone()));
        if self.waiting.len() >= BLOCK {
            self.check(report);
        }
    }

    /// Checks what has come together.
    pub(super) fn check(&mut self, report: &mut LedgerReport) {
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        let share = self.waiting.len().div_ceil(cores).max(1);
        let keys = &self.keys;
        let results: Vec<Option<bool>> = std::thread::scope(|scope| {
            let parts: Vec<_> = self
                .waiting
                .chunks(share)
                .map(|part| {
                    let check = |(_, signed): &(i64, Signed)| fiscal::genuine_by(keys, signed);
                    let work = move || part.iter().map(check).collect();
                    (part.len(), scope.spawn(work))
                })
                .collect();
            parts
                .into_iter()
                .flat_map(|(len, part)| {
                    // A check that broke off proves nothing good.
                    part.join().unwrap_or_else(|_| vec![Some(false); len])
                })
                .collect()
        });
        for ((receipt, _), genuine) in self.waiting.drain(..).zip(results) {
            match genuine {
                Some(true) => report.genuine += 1,
                Some(false) => report.find(&Place::Receipt(receipt), FindingKind::NotGenuine),
                None => {}
            }
            self.done += 1;
        }
        (self.progress)(report.entries + self.done, report.entries + self.total);
    }
}
