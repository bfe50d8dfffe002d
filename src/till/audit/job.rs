//! One visit of an auditor: what was done in it, and what is under way.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use chrono::{DateTime, Utc};

use super::export::{self, ExportError, Exported, Order};
use super::medium::MediumError;
use super::program::program;
use super::proof::{self, Proof};
use super::work::{Progress, Shared, Step};
use super::{AuditKind, Till, TillError};
use crate::cash::{Count, Pieces};
use crate::i18n::Both;
use crate::ledger::LedgerError;
use crate::message;
use crate::people::{Right, User};
use crate::till::tse::JobState;
use crate::till::{local, local_day};

/// The desk of the Kassen-Nachschau.
#[derive(Debug, Default)]
pub struct Desk {
    visit: Option<Visit>,
    job: Option<Job>,
}

/// What was done since an auditor began.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who.
    pub by: User,
    /// Since when.
    pub begun: DateTime<Utc>,
    /// What was taken along, oldest first.
    pub exported: Vec<Arc<Exported>>,
    /// The newest check.
    pub proof: Option<Arc<Proof>>,
    /// The newest count of the drawer.
    pub count: Option<Count>,
    /// Why the last export or check came to nothing; the next one takes it away.
    pub failed: Option<Both<String>>,
}

/// Something under way.
#[derive(Debug)]
struct Job {
    /// Id of whoever began it; it goes on when they log out.
    by: String,
    at: DateTime<Utc>,
    shared: Arc<Shared>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The archives are brought up to now.
    Archives(Wish),
    Exporting(Receiver<Result<Exported, ExportError>>),
    Proving(Receiver<Result<Option<Proof>, LedgerError>>),
}

#[derive(Debug, Clone)]
enum Wish {
    Export(Order),
    Proof,
}

impl Till {
    /// Opens the desk of the Kassen-Nachschau. Whoever comes back the same day finds what was done as it was.
    pub fn begin_audit(&mut self) -> Result<(), TillError> {
        let by = self.require(Right::Read)?;
        program();
        let now = self.clock.now();
        let goes_on =
            |visit: &Visit| visit.by.id == by.id && local_day(visit.begun) == local_day(now);
        if self.inspection.visit.as_ref().is_some_and(goes_on) {
            return Ok(());
        }
        if self.inspection.job.is_some() {
            return Err(TillError::AuditBusy);
        }
        self.audit(AuditKind::Begin, "Kassen-Nachschau begonnen")?;
        self.inspection.visit = Some(Visit {
            by,
            begun: now,
            exported: Vec::new(),
            proof: None,
            count: None,
            failed: None,
        });
        Ok(())
    }

    /// The visit of whoever is logged in, if one has begun.
    pub fn visit(&self) -> Option<&Visit> {
        let visit = self.inspection.visit.as_ref()?;
        self.user
            .as_ref()
            .is_some_and(|user| user.id == visit.by.id)
            .then_some(visit)
    }

    /// How far an export or a check is that is under way.
    pub fn audit_progress(&self) -> Option<Progress> {
        let job = self.inspection.job.as_ref()?;
        Some(job.shared.progress())
    }

    /// Begins to write DSFinV-K and TSE archives to a medium. The register goes on meanwhile; how far it is shows in
    /// [`Till::audit_progress`], what came of it in [`Till::visit`].
    pub fn begin_export(&mut self, order: Order) -> Result<(), TillError> {
        self.begin_audit()?;
        let marks = self.ledger.closing_marks()?;
        if !marks.iter().any(|mark| export::holds(order.period, mark)) {
            return Err(ExportError::NothingClosed.into());
        }
        if !order.target.is_dir() {
            return Err(ExportError::from(MediumError::Missing(order.target)).into());
        }
        self.begin_job(Wish::Export(order))
    }

    /// Begins to check the ledger, the archives of the TSEs and what was taken along last.
    pub fn begin_proof(&mut self) -> Result<(), TillError> {
        self.begin_audit()?;
        self.begin_job(Wish::Proof)
    }

    fn begin_job(&mut self, wish: Wish) -> Result<(), TillError> {
        let by = self.require(Right::Read)?.id;
        if self.inspection.job.is_some() {
            return Err(TillError::AuditBusy);
        }
        if let Some(visit) = &mut self.inspection.visit {
            visit.failed = None;
        }
        let at = self.clock.now();
        self.inspection.job = Some(Job {
            by,
            at,
            shared: Arc::new(Shared::new(Step::Archive)),
            stage: Stage::Archives(wish),
        });
        self.archive_up_to_now()?;
        self.tick_audit()
    }

    /// Breaks off what is under way. An export tidies up on the medium first.
    pub fn stop_audit(&mut self) -> Result<(), TillError> {
        self.require(Right::Read)?;
        if let Some(job) = &self.inspection.job {
            job.shared.stop();
        }
        self.tick_audit()
    }

    /// Counts the drawer without closing the day (Kassensturz).
    pub fn audit_count(&mut self, pieces: Pieces, reason: &str) -> Result<Count, TillError> {
        self.begin_audit()?;
        let count = self.check_cash(pieces, reason)?;
        let text = format!(
            "Kassensturz {}: gezählt {} €, Soll {} €, Differenz {} €",
            count.number,
            count.pieces.total(),
            count.expected,
            count.difference()
        );
        self.audit(AuditKind::Count, &text)?;
        if let Some(visit) = &mut self.inspection.visit {
            visit.count = Some(count.clone());
        }
        Ok(count)
    }

    /// Goes on with what is under way.
    pub(in crate::till) fn tick_audit(&mut self) -> Result<(), TillError> {
        let Some(mut job) = self.inspection.job.take() else {
            return Ok(());
        };
        match job.stage {
            Stage::Archives(wish) => {
                if job.shared.is_stopped() {
                    return self.stopped(&job.by, &wish);
                }
                let archive = self.archive.job.map(|job| job.state);
                if let Some(state) = archive {
                    let bytes = match state {
                        JobState::Exporting(bytes) => bytes,
                        JobState::Verifying | JobState::Deleting => 0,
                    };
                    job.shared.tell(Step::Archive, bytes, 0);
                    job.stage = Stage::Archives(wish);
                } else {
                    job.stage = self.work(wish, &job.shared, job.at);
                }
            }
            Stage::Exporting(receiver) => match receiver.try_recv() {
                Err(TryRecvError::Empty) => job.stage = Stage::Exporting(receiver),
                Err(TryRecvError::Disconnected) => return self.died(),
                Ok(outcome) => return self.exported(&job.by, outcome),
            },
            // What only reads is left to itself: nobody waits for it any more.
            Stage::Proving(_) if job.shared.is_stopped() => {
                return self.stopped(&job.by, &Wish::Proof);
            }
            Stage::Proving(receiver) => match receiver.try_recv() {
                Err(TryRecvError::Empty) => job.stage = Stage::Proving(receiver),
                Err(TryRecvError::Disconnected) => return self.died(),
                Ok(outcome) => return self.proved(&job.by, outcome),
            },
        }
        self.inspection.job = Some(job);
        Ok(())
    }

    fn work(&self, wish: Wish, shared: &Arc<Shared>, at: DateTime<Utc>) -> Stage {
        let (data, shared) = (self.data_folder(), Arc::clone(shared));
        match wish {
            Wish::Export(order) => {
                shared.tell(Step::Package, 0, 0);
                let (sender, receiver) = channel();
                std::thread::spawn(move || {
                    drop(sender.send(export::run(&order, &data, at, &shared)));
                });
                Stage::Exporting(receiver)
            }
            Wish::Proof => {
                shared.tell(Step::Ledger, 0, 0);
                let visit = self.inspection.visit.as_ref();
                let exported = visit.and_then(|visit| visit.exported.last()).cloned();
                let (sender, receiver) = channel();
                std::thread::spawn(move || {
                    drop(sender.send(proof::run(&data, exported.as_ref(), at, &shared)));
                });
                Stage::Proving(receiver)
            }
        }
    }

    fn exported(
        &mut self,
        by: &str,
        outcome: Result<Exported, ExportError>,
    ) -> Result<(), TillError> {
        let now = self.clock.now();
        match outcome {
            Ok(exported) => {
                let text = in_words(&exported);
                if let Some(visit) = &mut self.inspection.visit {
                    visit.exported.push(Arc::new(exported));
                    // What was checked before was something else.
                    visit.proof = None;
                }
                self.record(AuditKind::Export.code(), Some(by), &text, now)
            }
            Err(error) => {
                let sentence = message::audit_export(&error);
                self.fails(message::both(&error, message::audit_export));
                self.record(AuditKind::ExportFailed.code(), Some(by), &sentence, now)
            }
        }
    }

    fn proved(
        &mut self,
        by: &str,
        outcome: Result<Option<Proof>, LedgerError>,
    ) -> Result<(), TillError> {
        let now = self.clock.now();
        match outcome {
            Ok(Some(proof)) => {
                let text = format!(
                    "{} Einträge, {} Signaturen, Stand der Kette {}: {}",
                    proof.ledger.entries,
                    proof.ledger.signatures,
                    proof.ledger.head,
                    match proof.holds() {
                        true => "keine Abweichung".to_owned(),
                        false => format!("{} Abweichungen", proof.faults()),
                    }
                );
                if let Some(visit) = &mut self.inspection.visit {
                    visit.proof = Some(Arc::new(proof));
                }
                self.record(AuditKind::Proof.code(), Some(by), &text, now)
            }
            Ok(None) => self.stopped(by, &Wish::Proof),
            Err(error) => {
                let sentence = message::ledger(&error);
                self.fails(message::both(&error, message::ledger));
                self.record(AuditKind::Proof.code(), Some(by), &sentence, now)
            }
        }
    }

    fn stopped(&mut self, by: &str, wish: &Wish) -> Result<(), TillError> {
        match wish {
            Wish::Export(_) => self.exported(by, Err(ExportError::Stopped)),
            Wish::Proof => {
                let now = self.clock.now();
                self.record(
                    AuditKind::Proof.code(),
                    Some(by),
                    "Prüfung abgebrochen",
                    now,
                )
            }
        }
    }

    /// The thread is gone without an answer.
    fn died(&mut self) -> Result<(), TillError> {
        self.fails(message::both(&ExportError::Died, message::audit_export));
        Ok(())
    }

    fn fails(&mut self, sentence: Both<String>) {
        if let Some(visit) = &mut self.inspection.visit {
            visit.failed = Some(sentence);
        }
    }
}

fn in_words(exported: &Exported) -> String {
    let tars = exported.tars().count();
    let package = exported.files.first();
    let package = package.map_or_else(String::new, |file| {
        format!("{}, {} Byte, SHA-256 {}", file.name, file.size, file.sha256)
    });
    format!(
        "Z {}–{} nach {} am {}: {package}; TSE-Archive: {tars}",
        exported.closings.0,
        exported.closings.1,
        exported.folder.display(),
        local(exported.at).format("%d.%m.%Y, %H:%M")
    )
}
