//! An archive under way: exported, read back, named, and if asked for deleted on the device.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{TryRecvError, channel};

use amtskasse_tse::{Error, ExportState};

use super::file::{REACH, Verified, reach, read_back, remember};
use super::{Job, JobKind, JobState, Kept, Step, Work};
use crate::message;
use crate::till::signer::Unit;
use crate::till::{Till, TillError};

impl Till {
    /// Goes on with it as far as that goes now.
    pub(super) fn advance_archive(&mut self, work: &Arc<Work>) -> Result<(), TillError> {
        let Some(job) = self.archive.job else {
            self.archive.work = None;
            return Ok(());
        };
        let mut step = work
            .step
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut state = job.state;
        match &*step {
            Step::Exporting(answer) => match answer.poll() {
                None => state = JobState::Exporting(work.written.load(Ordering::SeqCst)),
                Some(Ok(exported)) => {
                    let (sender, receiver) = channel();
                    let (path, expected) = (work.part(), work.expected.clone());
                    std::thread::spawn(move || drop(sender.send(read_back(&path, &expected))));
                    *step = Step::Verifying(receiver, exported.state);
                    state = JobState::Verifying;
                }
                Some(Err(error)) => return self.export_failed(work, job.kind, &error),
            },
            Step::Verifying(receiver, exported) => match receiver.try_recv() {
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => {
                    return self.archive_failed("Die Prüfung des Archivs ist abgebrochen.");
                }
                Ok(Err(reason)) => {
                    let _ = std::fs::remove_file(work.part());
                    return self.archive_failed(&reason);
                }
                Ok(Ok(verified)) => {
                    let gap = verified.gap;
                    let kept = self.keep(work, verified, exported.clone(), job.kind)?;
                    if job.kind != JobKind::Delete || kept.is_none() {
                        return Ok(());
                    }
                    if gap {
                        return self.archive_failed(
                            "Im Archiv fehlen Signaturen; auf der TSE wurde nichts gelöscht.",
                        );
                    }
                    // Another one may sign meanwhile: what is deleted is what was read back.
                    let serial = &work.expected.serial;
                    let device = self.signer.units.iter_mut().find(|unit| {
                        let record = unit.record.as_ref();
                        record.is_some_and(|record| record.serial == *serial)
                    });
                    let Some(unit) = device else {
                        return self.archive_failed(
                            "Die TSE ist nicht mehr da; auf ihr wurde nichts gelöscht.",
                        );
                    };
                    *step =
                        Step::Deleting(unit.keeper.hand_in("delete", |tse| tse.delete_exported()));
                    self.archive.work = Some(work.clone());
                    state = JobState::Deleting;
                }
            },
            Step::Deleting(answer) => match answer.poll() {
                None => {}
                Some(Ok(())) => {
                    // What the device exports next begins anew.
                    let file = work.file.clone();
                    if let Some(mut last) = reach(&work.folder) {
                        last.state = None;
                        last.deleted = last.counter;
                        let _ = remember(&work.folder, &last);
                    }
                    self.look_up_archive();
                    self.archive.job = None;
                    self.archive.work = None;
                    return self.record("tse-deleted", None, &file, self.clock.now());
                }
                Some(Err(error)) => return self.archive_failed(&message::tse(&error)),
            },
        }
        self.archive.job = Some(Job { state, ..job });
        Ok(())
    }

    fn export_failed(
        &mut self,
        work: &Work,
        kind: JobKind,
        error: &Error,
    ) -> Result<(), TillError> {
        let _ = std::fs::remove_file(work.part());
        if work.stop.load(Ordering::SeqCst) {
            self.archive.job = None;
            self.archive.work = None;
            self.archive.due = kind == JobKind::Increment;
            return match kind {
                JobKind::Increment => Ok(()),
                // Somebody believes that it was done.
                JobKind::Whole | JobKind::Delete => self.archive_failed(
                    "Unterbrochen, weil kassiert wurde; bitte noch einmal beginnen.",
                ),
            };
        }
        match error {
            // Nothing was signed since: the archives are complete as they are.
            Error::NothingToExport if work.increment => {
                self.archive.job = None;
                self.archive.work = None;
                self.archive.failed = None;
                if let Some(mut last) = work.before.clone() {
                    last.at = work.at;
                    let _ = remember(&work.folder, &last);
                }
                self.look_up_archive();
                Ok(())
            }
            // A device that knows no increments, or none from there: everything, then.
            Error::Unsupported(_) | Error::InvalidData(_) if work.increment => {
                self.archive.job = None;
                self.archive.work = None;
                self.start_anew(work, kind)
            }
            error => self.archive_failed(&message::tse(error)),
        }
    }

    /// An archive that was found whole gets its name, and how far it reaches is remembered.
    fn keep(
        &mut self,
        work: &Work,
        verified: Verified,
        state: Option<ExportState>,
        kind: JobKind,
    ) -> Result<Option<Kept>, TillError> {
        self.archive.job = None;
        self.archive.work = None;
        let Verified {
            first,
            last: counter,
            sha256,
            ..
        } = verified;
        if work.increment && first != work.expected.after + 1 {
            // It does not go on where the last one ended: everything, then.
            let _ = std::fs::remove_file(work.part());
            self.start_anew(work, kind)?;
            return Ok(None);
        }
        let kept = Kept {
            at: work.at,
            file: work.file.clone(),
            counter,
            sha256,
            state,
            deleted: work.before.as_ref().map_or(0, |kept| kept.deleted),
        };
        let named = std::fs::rename(work.part(), work.folder.join(&work.file))
            .and_then(|()| remember(&work.folder, &kept));
        if let Err(error) = named {
            self.archive_failed(&message::io(&work.folder, &error))?;
            return Ok(None);
        }
        let text = format!("{}: {first}–{counter}, SHA-256 {}", kept.file, kept.sha256);
        self.record("tse-archive", None, &text, self.clock.now())?;
        self.archive.failed = None;
        self.look_up_archive();
        self.archive.job = (kind == JobKind::Delete).then_some(Job {
            kind,
            state: JobState::Verifying,
        });
        Ok(Some(kept))
    }

    /// Everything the device holds, because an increment cannot be had or does not fit.
    fn start_anew(&mut self, work: &Work, kind: JobKind) -> Result<(), TillError> {
        self.archive.job = None;
        self.archive.work = None;
        if let Some(mut kept) = work.before.clone() {
            kept.state = None;
            remember(&work.folder, &kept).map_err(|source| Error::Io {
                context: work.folder.join(REACH).display().to_string(),
                source,
            })?;
        }
        let serial = &work.expected.serial;
        let here = |unit: &Unit| unit.record.as_ref().is_some_and(|r| r.serial == *serial);
        match self.signer.units.iter().position(here) {
            Some(place) => self.start_archive(kind, place),
            None => Ok(()),
        }
    }
}
