//! Checking many signatures at once, on every processor.

use std::collections::HashMap;

use serde::Serialize;

use crate::certificate::Certificate;
use crate::key::SignatureError;
use crate::log::Message;

/// What is known of one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "signature", content = "reason", rename_all = "lowercase")]
pub enum Verdict {
    /// It belongs to the key and these bytes.
    Valid,
    /// It does not.
    Invalid(String),
    /// It could not be checked.
    Unchecked(String),
}

/// A decoded log message that waits for its signature to be checked.
pub(super) struct Pending {
    pub member: String,
    pub message: Message,
    pub dtbs: Vec<u8>,
    pub signature: Vec<u8>,
}

pub(super) type Certificates = HashMap<Vec<u8>, Certificate>;

/// Checks a batch; the verdicts stand in the order of the messages.
pub(super) fn check(batch: &[Pending], known: &Certificates, threads: usize) -> Vec<Verdict> {
    let share = batch.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = batch
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(|log| one(log, known)).collect::<Vec<_>>())
            })
            .collect();
        workers
            .into_iter()
            .zip(batch.chunks(share))
            .flat_map(|(worker, part)| {
                // A signature whose check died was not checked; it must not pass for a good one.
                worker.join().unwrap_or_else(|_| {
                    vec![Verdict::Unchecked("the check was aborted".into()); part.len()]
                })
            })
            .collect()
    })
}

fn one(log: &Pending, known: &Certificates) -> Verdict {
    let Some(certificate) = known.get(&log.message.serial) else {
        return Verdict::Unchecked("no certificate for its serial number in the archive".into());
    };
    let key = match &certificate.key {
        Ok(key) => key,
        Err(reason) => {
            return Verdict::Unchecked(format!("{reason} is not supported by this program"));
        }
    };
    let crate::algorithm::SignatureAlgorithm::EcdsaPlain(hash) = log.message.algorithm else {
        return Verdict::Unchecked(format!(
            "{} is not supported by this program",
            log.message.algorithm
        ));
    };
    match key.verify(hash, &log.dtbs, &log.signature) {
        Ok(()) => Verdict::Valid,
        Err(SignatureError::Unsupported(what)) => {
            Verdict::Unchecked(format!("{what} is not supported by this program"))
        }
        Err(error) => Verdict::Invalid(error.to_string()),
    }
}
