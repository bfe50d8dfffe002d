//! One request for money on the disk, for requests that belong to no sale: test payments and the command line.
//!
//! The same order as at the counter: what is asked for is on the disk before the terminal hears of it, the result is on the
//! disk before the terminal hears that we know it, and what was cut off is asked for before anything new is sent.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use amtskasse_terminal::config::Patience;
use amtskasse_terminal::{
    Approval, Attempt, Attendant, CardTerminal, Error, Last, Mark, NotKept, Operation, Original,
    Outcome, Question, Recovery, Refusal, Request, Slip, Step,
};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::store::StoreError;
use crate::till::paying::Progress;
use crate::till::tse::private::{read_private, write_private};

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Written down, perhaps sent; without an answer its outcome is unknown.
    Open,
    /// Money moved.
    Paid,
    /// It did not.
    NotPaid,
}

/// A request for money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Name or address of the terminal.
    pub terminal: String,
    /// In which way.
    pub operation: Operation,
    /// Euro cents, positive.
    pub cents: i64,
    /// Our reference, unique.
    pub reference: String,
    /// When it began.
    pub begun: DateTime<FixedOffset>,
    /// How far it has come.
    pub stage: Stage,
    /// What the driver noted before it sent anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// What the terminal approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// Whoever asked for it has heard how it ended.
    #[serde(default)]
    pub told: bool,
}

impl Entry {
    /// A request that is about to be made.
    #[must_use]
    pub fn new(
        terminal: &str,
        operation: Operation,
        request: &Request,
        begun: DateTime<FixedOffset>,
    ) -> Self {
        Self {
            terminal: terminal.to_owned(),
            operation,
            cents: request.cents,
            reference: request.reference.clone(),
            begun,
            stage: Stage::Open,
            mark: None,
            approval: None,
            told: false,
        }
    }

    /// As its driver wants to hear of it.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        Attempt {
            request: Request {
                cents: self.cents,
                reference: self.reference.clone(),
            },
            operation: self.operation,
            mark: self.mark.clone(),
            begun: self.begun,
        }
    }

    /// The payment a reversal takes back.
    #[must_use]
    pub fn original(&self) -> Option<Original> {
        let approval = self.approval.as_ref()?;
        Some(Original {
            cents: approval.cents,
            terminal_id: approval.terminal_id.clone(),
            trace: approval.trace.clone(),
            receipt_number: approval.receipt_number.clone(),
            timestamp: approval.timestamp.clone(),
            batch: approval.batch.clone(),
        })
    }
}

/// A file that holds the last request.
#[derive(Debug, Clone)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The journal in this file.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The last request; `None`: there was none.
    pub fn read(&self) -> Result<Option<Entry>, StoreError> {
        let path = self.path.clone();
        match read_private(&path) {
            Ok(None) => Ok(None),
            Ok(Some(bytes)) => serde_json::from_slice(&bytes).map(Some).map_err(|error| {
                let (line, column) = (error.line(), error.column());
                StoreError::Damaged { path, line, column }
            }),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }

    /// Keeps a request; on return it is on disk.
    pub fn write(&self, entry: &Entry) -> Result<(), StoreError> {
        serde_json::to_vec_pretty(entry)
            .map_err(io::Error::other)
            .and_then(|json| write_private(&self.path, &json))
            .map_err(|source| StoreError::Io {
                path: self.path.clone(),
                source,
            })
    }

    /// Forgets the last request.
    pub fn clear(&self) -> Result<(), StoreError> {
        match fs::remove_file(&self.path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(StoreError::Io {
                path: self.path.clone(),
                source,
            }),
            _ => Ok(()),
        }
    }
}

/// How a request ended, after everything was done to find out.
#[derive(Debug)]
pub enum Ended {
    /// Money moved; compare the amount.
    Paid(Approval),
    /// It did not, for certain.
    NotPaid(Refusal),
    /// Nothing left the register, for certain.
    NotStarted(Error),
    /// Nobody knows.
    Unknown {
        /// What happened.
        error: Error,
        /// What the terminal answered that settles nothing, and why it does not (German).
        undecided: Option<(Option<Last>, String)>,
    },
}

/// A request that ended, with what is to be printed.
#[derive(Debug)]
pub struct Report {
    /// How it ended.
    pub ended: Ended,
    /// Slips, in the order they came.
    pub slips: Vec<Slip>,
}

/// Asks a terminal for what `entry` says, and, where the answer gets lost, for what became of it, as long as `patience`
/// allows. `original` is what a reversal takes back.
pub fn request(
    device: &mut dyn CardTerminal,
    journal: &Journal,
    entry: Entry,
    original: Option<&Original>,
    patience: &Patience,
    watcher: &mut dyn Progress,
) -> Report {
    if let Err(error) = journal.write(&entry) {
        return Report {
            ended: Ended::NotStarted(NotKept(error.to_string()).into()),
            slips: Vec::new(),
        };
    }
    let request = entry.attempt().request;
    let mut recorder = Recorder {
        journal,
        entry,
        watcher,
        kept: None,
        slips: Vec::new(),
    };
    let outcome = match (recorder.entry.operation, original) {
        (Operation::Payment, _) => device.pay(&request, &mut recorder),
        (Operation::Refund, _) => device.refund(&request, &mut recorder),
        (Operation::Reversal, Some(original)) => device.reverse(original, &request, &mut recorder),
        (Operation::Reversal, None) => {
            let what = "a reversal without the payment it takes back".to_owned();
            Outcome::NotStarted(Error::Config(what))
        }
    };
    let ended = match (outcome, recorder.kept.take()) {
        (Outcome::Paid(approval), _) => Ended::Paid(approval),
        // Whatever the driver makes of it: money moved, and it is on the disk.
        (_, Some(approval)) => Ended::Paid(approval),
        (Outcome::NotPaid(refusal), _) => Ended::NotPaid(refusal),
        (Outcome::NotStarted(error), _) => Ended::NotStarted(error),
        (Outcome::Unknown(error), _) => {
            recorder.watcher.step(Step::Recovering);
            match ask(device, &mut recorder, patience) {
                Ok(answer) => found(answer, error),
                // Why it could not be asked is of less use than why the answer is missing.
                Err(_) => Ended::Unknown {
                    error,
                    undecided: None,
                },
            }
        }
    };
    recorder.close(ended)
}

/// Asks again and again what became of a request, until there is an answer, time is up or nobody wants to wait longer.
fn ask(
    device: &mut dyn CardTerminal,
    recorder: &mut Recorder<'_>,
    patience: &Patience,
) -> Result<Recovery, Error> {
    let attempt = recorder.entry.attempt();
    let until = Instant::now() + patience.recovery;
    let wished = recorder.watcher.abort_requested();
    loop {
        let failure = match device.recover(&attempt, recorder) {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        // A wish from before the line broke was meant for the payment.
        let gives_up = !wished && recorder.watcher.abort_requested();
        if gives_up || Instant::now() + patience.retry >= until {
            return Err(failure);
        }
        std::thread::sleep(patience.retry);
    }
}

/// Asks a terminal what became of an open request.
///
/// An `Err` leaves it open: the terminal could not be asked.
pub fn recover(
    device: &mut dyn CardTerminal,
    journal: &Journal,
    entry: Entry,
    patience: &Patience,
    watcher: &mut dyn Progress,
) -> Result<Report, Error> {
    let mut recorder = Recorder {
        journal,
        entry,
        watcher,
        kept: None,
        slips: Vec::new(),
    };
    recorder.watcher.step(Step::Recovering);
    let answer = ask(device, &mut recorder, patience)?;
    let lost = Error::Lost("an earlier request was cut off".to_owned());
    Ok(recorder.close(found(answer, lost)))
}

fn found(answer: Recovery, error: Error) -> Ended {
    match answer {
        Recovery::Paid(approval) => Ended::Paid(approval),
        Recovery::NotPaid(refusal) => Ended::NotPaid(refusal),
        Recovery::Undecided { last, why } => Ended::Unknown {
            error,
            undecided: Some((last, why)),
        },
    }
}

/// Keeps in the journal what must not be lost.
struct Recorder<'a> {
    journal: &'a Journal,
    entry: Entry,
    watcher: &'a mut dyn Progress,
    kept: Option<Approval>,
    slips: Vec<Slip>,
}

impl Recorder<'_> {
    fn keep(&mut self) -> Result<(), NotKept> {
        let kept = self.journal.write(&self.entry);
        kept.map_err(|error| NotKept(error.to_string()))
    }

    fn close(mut self, ended: Ended) -> Report {
        match &ended {
            Ended::Paid(approval) => {
                self.entry.stage = Stage::Paid;
                self.entry.approval = Some(approval.clone());
            }
            Ended::NotPaid(_) | Ended::NotStarted(_) => self.entry.stage = Stage::NotPaid,
            Ended::Unknown { .. } => {}
        }
        // What cannot be written now is asked for again: it stays open on the disk.
        let _ = self.keep();
        let slips = self.slips;
        Report { ended, slips }
    }
}

impl Attendant for Recorder<'_> {
    fn sending(&mut self, mark: &Mark) -> Result<(), NotKept> {
        self.entry.mark = Some(mark.clone());
        self.keep()
    }

    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept> {
        self.entry.stage = Stage::Paid;
        self.entry.approval = Some(approval.clone());
        match self.keep() {
            Ok(()) => {
                self.kept = Some(approval.clone());
                Ok(())
            }
            Err(error) => {
                (self.entry.stage, self.entry.approval) = (Stage::Open, None);
                Err(error)
            }
        }
    }

    fn step(&mut self, step: Step) {
        self.watcher.step(step);
    }

    fn abort_requested(&self) -> bool {
        self.watcher.abort_requested()
    }

    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        self.slips.push(slip.clone());
        Ok(())
    }

    fn ask(&mut self, question: &Question) {
        self.watcher.ask(question);
    }

    fn answer(&mut self) -> Option<bool> {
        self.watcher.answer()
    }

    fn unask(&mut self) {
        self.watcher.unask();
    }
}
