//! R54: every signature over the log message it belongs to, on every processor.

use std::collections::BTreeMap;

use amtskasse_tse::verify::{Outcome, Receipt, ReceiptError, Receipts};
use chrono::DateTime;

use super::devices::{Devices, unchecked};
use super::finding;
use crate::schema::TRANSACTIONS_TSE;
use crate::verify::Sheet;

/// Signatures that are collected before they are verified together.
const BATCH: usize = 4_096;

/// What one signature is made of.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) row: u64,
    pub(super) id: String,
    /// Serial numbers that may be the client id, the likelier first.
    pub(super) clients: [String; 2],
    pub(super) kind: String,
    pub(super) data: String,
    pub(super) number: u64,
    pub(super) counter: u64,
    /// Start and log time, milliseconds since 1970.
    pub(super) times: (i64, i64),
    pub(super) signature: String,
    pub(super) device: usize,
}

enum Verdict {
    Genuine,
    Wrong,
    /// German and English reason.
    Malformed(String, String),
    Unchecked(String),
}

/// Verifies signatures in batches.
#[derive(Debug, Default)]
pub(super) struct Signatures {
    receipts: Receipts,
    jobs: Vec<Job>,
    /// Signatures that were found genuine or wrong.
    pub(super) verified: u64,
    /// Per device and reason.
    unchecked: BTreeMap<(usize, String, String), u64>,
}

impl Signatures {
    /// Takes a signature of a device.
    pub(super) fn push(
        &mut self,
        devices: &Devices,
        place: usize,
        job: impl FnOnce() -> Job,
        sheet: &mut Sheet,
    ) {
        let Some(device) = devices.all.get(place) else {
            return;
        };
        let unknown = match (device.algorithm, device.format) {
            (Some(_), Some(_)) => {
                self.jobs.push(job());
                if self.jobs.len() >= BATCH {
                    self.flush(devices, sheet);
                }
                return;
            }
            (None, _) => ("TSE_SIG_ALGO", &device.algorithm_text),
            (_, None) => ("TSE_ZEITFORMAT", &device.format_text),
        };
        let (column, text) = unknown;
        let reason = (
            place,
            format!("{column} „{text}“ ist diesem Programm unbekannt"),
            format!("{column} \"{text}\" is not known to this program"),
        );
        *self.unchecked.entry(reason).or_default() += 1;
    }

    /// Verifies what was collected.
    pub(super) fn flush(&mut self, devices: &Devices, sheet: &mut Sheet) {
        let jobs = std::mem::take(&mut self.jobs);
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let part = jobs.len().div_ceil(threads).max(16);
        let receipts = &self.receipts;
        let verdicts: Vec<Verdict> = std::thread::scope(|scope| {
            let parts: Vec<_> = jobs
                .chunks(part)
                .map(|jobs| {
                    let check = move || {
                        jobs.iter()
                            .map(|job| verify(receipts, devices, job))
                            .collect::<Vec<_>>()
                    };
                    (jobs, scope.spawn(check))
                })
                .collect();
            parts
                .into_iter()
                .flat_map(|(jobs, part)| {
                    // A worker that fell over is made good for here.
                    part.join().unwrap_or_else(|_| {
                        let lost = || Verdict::Unchecked("a fault of this program".to_owned());
                        jobs.iter().map(|_| lost()).collect()
                    })
                })
                .collect()
        });
        for (job, verdict) in jobs.iter().zip(verdicts) {
            let (id, row) = (&job.id, job.row);
            match verdict {
                Verdict::Genuine => self.verified += 1,
                Verdict::Wrong => {
                    self.verified += 1;
                    let client = job
                        .clients
                        .iter()
                        .find(|client| !client.is_empty())
                        .map_or("", String::as_str);
                    let (number, counter) = (job.number, job.counter);
                    finding!(
                        sheet,
                        54,
                        Error,
                        &TRANSACTIONS_TSE,
                        row,
                        "die Signatur von BON_ID „{id}“ (Transaktion {number}, Zähler {counter}) passt nicht zu Seriennummer „{client}“, Vorgangsart, Vorgangsdaten, Zeit und Schlüssel",
                        "the signature of BON_ID \"{id}\" (transaction {number}, counter {counter}) does not match serial number \"{client}\", process type, process data, time and key"
                    );
                }
                Verdict::Malformed(german, english) => {
                    finding!(
                        sheet,
                        54,
                        Error,
                        &TRANSACTIONS_TSE,
                        row,
                        "die Signatur von BON_ID „{id}“ kann nicht stimmen: {german}",
                        "the signature of BON_ID \"{id}\" cannot be right: {english}"
                    );
                }
                Verdict::Unchecked(reason) => {
                    let german =
                        format!("dieses Programm kennt nicht, was gebraucht wird ({reason})");
                    *self
                        .unchecked
                        .entry((job.device, german, reason))
                        .or_default() += 1;
                }
            }
        }
    }

    /// Verifies the rest and tells what could not be checked.
    pub(super) fn finish(&mut self, devices: &Devices, sheet: &mut Sheet) {
        self.flush(devices, sheet);
        for ((place, german, english), count) in &self.unchecked {
            if let Some(device) = devices.all.get(*place) {
                unchecked(device, *count, (german, english), sheet);
            }
        }
    }
}

fn verify(receipts: &Receipts, devices: &Devices, job: &Job) -> Verdict {
    let Some(device) = devices.all.get(job.device) else {
        return Verdict::Wrong;
    };
    let (Some(algorithm), Some(format)) = (device.algorithm, device.format) else {
        return Verdict::Unchecked(device.algorithm_text.clone());
    };
    let at = |millis| DateTime::from_timestamp_millis(millis);
    let (Some(start), Some(end)) = (at(job.times.0), at(job.times.1)) else {
        return Verdict::Wrong;
    };
    let [terminal, register] = &job.clients;
    let second = Some(register).filter(|register| *register != terminal);
    let first = Some(terminal).filter(|terminal| !terminal.is_empty());
    let mut verdict = Verdict::Wrong;
    for client in first.into_iter().chain(second) {
        let receipt = Receipt {
            client_id: client.clone(),
            process_type: job.kind.clone(),
            process_data: job.data.clone(),
            transaction: job.number,
            counter: job.counter,
            start,
            end,
            algorithm,
            log_time_format: format,
            signature: job.signature.clone(),
            public_key: Vec::new(),
        };
        match receipts
            .check_fields(receipt, &device.key)
            .map(|verdict| verdict.outcome)
        {
            Ok(Outcome::Genuine(_)) => return Verdict::Genuine,
            Ok(Outcome::Mismatch) => {}
            Ok(Outcome::Unchecked { reason }) => verdict = Verdict::Unchecked(reason),
            Err(error) => verdict = malformed(&error),
        }
    }
    verdict
}

fn malformed(error: &ReceiptError) -> Verdict {
    let (german, english) = match error {
        ReceiptError::Field {
            number: 11, found, ..
        } => (
            format!(
                "TSE_TA_SIG ist nicht r‖s in base64 auf der Kurve des Schlüssels, gefunden {found}"
            ),
            format!("TSE_TA_SIG is not r‖s in base64 on the curve of the key, found {found}"),
        ),
        ReceiptError::Field { number: 12, .. } => (
            "TSE_PUBLIC_KEY ist kein Punkt einer zugelassenen Kurve".to_owned(),
            "TSE_PUBLIC_KEY is no point on a permitted curve".to_owned(),
        ),
        error => (error.to_string(), error.to_string()),
    };
    Verdict::Malformed(german, english)
}
