//! Checking signatures on every processor while the archive is read on.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use serde::Serialize;

use super::container::Member;
use super::{Error, Kind, member_name};
use crate::algorithm::SignatureAlgorithm;
use crate::certificate::Certificate;
use crate::key::SignatureError;
use crate::log::{Message, decode};

/// Log messages that go to a worker at once.
pub(super) const BATCH: usize = 64;
/// Bytes after which a batch is full, so that large messages do not add up.
pub(super) const BATCH_BYTES: usize = 1 << 20;
/// Batches a worker has before it, so that it never waits for the reader.
const AHEAD: usize = 3;

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

/// Certificates by serial number.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub certificates: HashMap<Vec<u8>, Certificate>,
    /// Whether the whole archive was searched for them.
    pub complete: bool,
}

/// A member with what its content turned out to be.
pub(super) struct Checked {
    pub member: Member,
    /// The message, or why there is none.
    pub log: Result<Log, String>,
}

/// A decoded log message.
pub(super) struct Log {
    pub message: Message,
    pub signature: Vec<u8>,
    /// `None`: its certificate may still come.
    pub verdict: Option<Verdict>,
    /// How the name differs from the content.
    pub differences: Vec<Kind>,
}

/// Decodes and checks one member.
pub(super) fn check(member: Member, known: &Known) -> Checked {
    let log = match decode(&member.content) {
        Ok(decoded) => Ok(Log {
            differences: member_name::differences(&member.name, &decoded.message),
            verdict: verdict(&decoded.message, decoded.dtbs, decoded.signature, known),
            signature: decoded.signature.to_vec(),
            message: decoded.message,
        }),
        Err(_) if member.content.is_empty() => Err("the file is empty".into()),
        Err(error) => Err(error.to_string()),
    };
    Checked { member, log }
}

fn verdict(message: &Message, dtbs: &[u8], signature: &[u8], known: &Known) -> Option<Verdict> {
    let unsupported = |what: &dyn ToString| Verdict::Unchecked(unsupported(&what.to_string()));
    let Some(certificate) = known.certificates.get(&message.serial) else {
        let reason = "no certificate for its serial number in the archive";
        return known.complete.then(|| Verdict::Unchecked(reason.into()));
    };
    let key = match &certificate.key {
        Ok(key) => key,
        Err(reason) => return Some(unsupported(reason)),
    };
    let SignatureAlgorithm::EcdsaPlain(hash) = message.algorithm else {
        return Some(unsupported(&message.algorithm));
    };
    Some(match key.verify(hash, dtbs, signature) {
        Ok(()) => Verdict::Valid,
        Err(SignatureError::Unsupported(what)) => unsupported(&what),
        Err(error) => Verdict::Invalid(error.to_string()),
    })
}

fn unsupported(what: &str) -> String {
    format!("{what} is not supported by this program")
}

type Batch = (Vec<Member>, Arc<Known>);

/// Workers that take batches in turn; their results come back in the order of the batches.
pub(super) struct Workers {
    workers: Vec<(SyncSender<Batch>, Receiver<Vec<Checked>>)>,
    /// Batches given out and taken back.
    given: usize,
    taken: usize,
}

impl Workers {
    pub fn start<'scope>(scope: &'scope Scope<'scope, '_>, threads: usize) -> Self {
        let start = |_| {
            let (give, jobs) = sync_channel::<Batch>(AHEAD);
            let (done, take) = sync_channel(AHEAD);
            scope.spawn(move || {
                for (batch, known) in jobs {
                    let checked = batch.into_iter().map(|member| check(member, &known));
                    if done.send(checked.collect()).is_err() {
                        return;
                    }
                }
            });
            (give, take)
        };
        Self {
            workers: (0..threads.max(1)).map(start).collect(),
            given: 0,
            taken: 0,
        }
    }

    /// Gives out a batch. When every worker has enough before it, the oldest result comes back.
    pub fn give(
        &mut self,
        batch: Vec<Member>,
        known: &Arc<Known>,
    ) -> Result<Option<Vec<Checked>>, Error> {
        let done = match self.given - self.taken >= AHEAD * self.workers.len() {
            true => self.take()?,
            false => None,
        };
        let place = self.given % self.workers.len();
        let (give, _) = self.workers.get(place).ok_or(Error::Aborted)?;
        give.send((batch, known.clone()))
            .map_err(|_| Error::Aborted)?;
        self.given += 1;
        Ok(done)
    }

    /// The oldest result that was not taken yet.
    pub fn take(&mut self) -> Result<Option<Vec<Checked>>, Error> {
        if self.taken == self.given {
            return Ok(None);
        }
        let place = self.taken % self.workers.len();
        let (_, take) = self.workers.get(place).ok_or(Error::Aborted)?;
        self.taken += 1;
        // A worker that died has checked nothing; it must not pass for a good result.
        take.recv().map(Some).map_err(|_| Error::Aborted)
    }
}
