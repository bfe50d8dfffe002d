//! Archives of the TSE's log messages: the nightly one, a whole one on request, and deleting on the device what a
//! verified archive holds (AEAO zu §146a, 1.15).
//!
//! Nothing can be signed while hardware exports, so a customer goes first: a sale that begins breaks the export off,
//! and it is tried again when nobody is there. An archive counts only after it was read back and every signature in it
//! was found genuine.

mod file;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use amtskasse_tse::keeper::Answer;
use amtskasse_tse::{Error, ExportFilter, ExportState, Exported};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use file::{Expected, REACH, Target, Verified, reach, read_back, remember};
use serde::{Deserialize, Serialize};

use crate::message;
use crate::till::signer::Unit;
use crate::till::{Approval, Till, TillError, local};

/// Folder of the archives inside a data folder.
const FOLDER: &str = "tse-archive";
/// Where somebody is always logged in, an archive is made while nothing is rung up once this long has passed.
const OVERDUE: TimeDelta = TimeDelta::hours(36);
/// From when on a night's archive is due, by the wall clock.
const NIGHT: NaiveTime = match NaiveTime::from_hms_opt(3, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// State of the archives.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    /// Where they go; `None`: this register keeps none by itself.
    pub folder: Option<PathBuf>,
    /// The newest one that was verified.
    pub last: Option<Kept>,
    /// When and why the last attempt failed, in German; `None`: it did not.
    pub failed: Option<(DateTime<Utc>, String)>,
    /// What is under way.
    pub job: Option<Job>,
    work: Option<Arc<Work>>,
    due: bool,
    /// When which device was last tried.
    tried: HashMap<String, DateTime<Utc>>,
}

/// A verified archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// Name of the file inside the device's folder.
    pub file: String,
    /// Last signature counter the archives hold.
    pub counter: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// From where the device goes on.
    state: Option<ExportState>,
    /// Signature counter up to which the device has deleted what it stored; earlier archives hold it.
    #[serde(default)]
    deleted: u64,
}

/// What an archive is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// What came since the last one, or everything where the device knows no increments.
    Increment,
    /// Everything the device holds.
    Whole,
    /// Everything, and then the device deletes it.
    Delete,
}

/// An archive under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// What for.
    pub kind: JobKind,
    /// How far it is.
    pub state: JobState,
}

/// How far an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// The device exports; bytes so far.
    Exporting(u64),
    /// It is read back and every signature checked.
    Verifying,
    /// The device deletes.
    Deleting,
}

#[derive(Debug)]
struct Work {
    expected: Expected,
    /// How far the archives reached before.
    before: Option<Kept>,
    folder: PathBuf,
    file: String,
    at: DateTime<Utc>,
    increment: bool,
    stop: Arc<AtomicBool>,
    written: Arc<AtomicU64>,
    step: std::sync::Mutex<Step>,
}

#[derive(Debug)]
enum Step {
    Exporting(Answer<Exported>),
    Verifying(Receiver<Result<Verified, String>>, Option<ExportState>),
    Deleting(Answer<()>),
}

impl Till {
    /// Keeps the log messages of the TSE in the data folder from now on: every night, and after each closing.
    pub fn keep_archives(&mut self) {
        self.archive.folder = Some(self.data_folder().join(FOLDER));
        self.look_up_archive();
    }

    /// The device's own folder: archives of one key belong together (TR-03153-1, 5.2).
    fn archive_folder(&self, serial: &str) -> Option<PathBuf> {
        let folder = self.archive.folder.as_ref()?;
        Some(folder.join(folder_name(serial)))
    }

    /// What is shown is the archive of the device that signs.
    pub(super) fn look_up_archive(&mut self) {
        let folder = self.archive_folder(&self.serial());
        self.archive.last = folder.and_then(|folder| reach(&folder));
    }

    /// Begins an archive; how it goes shows in [`Till::tse_overview`]. Deleting needs a second person.
    pub fn begin_archive(
        &mut self,
        kind: JobKind,
        approval: Option<&Approval>,
    ) -> Result<(), TillError> {
        let user = self.require_tse_care()?;
        if kind == JobKind::Delete {
            let approval = approval.ok_or(TillError::NotAllowed(crate::people::Right::Approve))?;
            let second = self.second(approval)?;
            let now = self.clock.now();
            let text = format!("{user}, {}", second.id);
            self.record("tse-delete-begin", Some(&user), &text, now)?;
        }
        self.start_archive(kind, self.signer.active())
    }

    fn start_archive(&mut self, kind: JobKind, place: usize) -> Result<(), TillError> {
        if self.archive.work.is_some() {
            return Err(Error::Busy.into());
        }
        let none = || Error::Configuration("no folder for archives".into());
        let record = self.signer.units.get(place).and_then(|u| u.record.as_ref());
        let serial = record.map_or_else(String::new, |record| record.serial.clone());
        let folder = self.archive_folder(&serial).ok_or_else(none)?;
        let before = reach(&folder);
        let known = before.as_ref().and_then(|kept| kept.state.clone());
        let filter = match (kind, known) {
            (JobKind::Increment, Some(state)) => ExportFilter::Since(state),
            _ => ExportFilter::All,
        };
        let increment = filter != ExportFilter::All;
        let after = |kept: &Kept| match increment {
            true => kept.counter,
            false => kept.deleted,
        };
        let expected = Expected {
            data: self.data_folder(),
            after: before.as_ref().map_or(0, after),
            reaches: self.ledger.last_counter(&serial)?,
            serial,
        };
        let at = self.clock.now();
        // Another one of the same second keeps its name.
        let name = |seconds| format!("Export_Unixt_{seconds}.tar");
        let file = (at.timestamp()..)
            .map(name)
            .find(|name| !folder.join(name).exists())
            .unwrap_or_else(|| name(at.timestamp()));
        let stop = Arc::new(AtomicBool::new(false));
        let written = Arc::new(AtomicU64::new(0));
        let target = Target {
            path: folder.join(&file).with_extension("tar.part"),
            stop: stop.clone(),
            written: written.clone(),
        };
        let unit = self.signer.units.get_mut(place).ok_or(Error::Busy)?;
        let answer = unit
            .keeper
            .hand_in("export", move |tse| target.fill(tse, &filter));
        self.archive.tried.insert(expected.serial.clone(), at);
        self.archive.job = Some(Job {
            kind,
            state: JobState::Exporting(0),
        });
        self.archive.work = Some(Arc::new(Work {
            expected,
            before,
            folder,
            file,
            at,
            increment,
            stop,
            written,
            step: std::sync::Mutex::new(Step::Exporting(answer)),
        }));
        Ok(())
    }

    /// A customer goes first: an export that is under way breaks off.
    pub(in crate::till) fn archive_gives_way(&mut self) {
        if let Some(work) = &self.archive.work {
            work.stop.store(true, Ordering::SeqCst);
        }
    }

    /// With a closing an archive is due.
    pub(in crate::till) fn archive_due(&mut self) {
        self.archive.due = self.archive.folder.is_some();
    }

    /// Goes on with what is under way, and begins what is due when nobody is there.
    pub(in crate::till) fn tick_archive(&mut self) -> Result<(), TillError> {
        if let Some(work) = self.archive.work.clone() {
            return self.advance_archive(&work);
        }
        let works = self.archive.folder.is_some() && self.signer.outage().is_none();
        if !works || !self.nobody_waits() {
            return Ok(());
        }
        let place = match self.archive.due || self.night_is_due() {
            true => Some(self.signer.active()),
            false => self.left_unarchived()?,
        };
        let Some(place) = place else { return Ok(()) };
        self.archive.due = false;
        // Tried once a night: what fails is shown and on record, and tried again the next night.
        match self.start_archive(JobKind::Increment, place) {
            Err(TillError::Tse(error)) => self.archive_failed(&message::tse(&error))?,
            other => other?,
        }
        self.record_warnings()
    }

    /// Whether this night's archive has not been made yet; a register that was off makes it before it is used.
    fn night_is_due(&self) -> bool {
        let now = local(self.clock.now()).naive_local();
        let today = now.date().and_time(NIGHT);
        let since = match now >= today {
            true => today,
            false => today - TimeDelta::days(1),
        };
        self.last_tried()
            .is_none_or(|last| local(last).naive_local() < since)
    }

    /// A device that stands by and once signed what no archive holds yet.
    fn left_unarchived(&self) -> Result<Option<usize>, TillError> {
        for (place, unit) in self.signer.units.iter().enumerate() {
            let Some(record) = unit.record.as_ref().filter(|_| unit.awake) else {
                continue;
            };
            let pause = |at: &DateTime<Utc>| self.clock.now() - *at < TimeDelta::hours(20);
            if place == self.signer.active()
                || self.archive.tried.get(&record.serial).is_some_and(pause)
            {
                continue;
            }
            if !self.is_archived(&record.serial)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Whether every signature on a receipt that a device made is in its verified archives.
    pub(super) fn is_archived(&self, serial: &str) -> Result<bool, TillError> {
        Ok(self.archived_up_to(serial) >= self.ledger.last_counter(serial)?)
    }

    fn last_tried(&self) -> Option<DateTime<Utc>> {
        let failed = self.archive.failed.as_ref().map(|(at, _)| *at);
        let last = self.archive.last.as_ref().map(|kept| kept.at);
        last.max(failed)
    }

    /// Whether an export holds nobody up: nobody is logged in; where somebody always is, nothing is rung up.
    fn nobody_waits(&self) -> bool {
        let overdue = |last| self.clock.now() - last > OVERDUE;
        match &self.user {
            None => self.current.is_none(),
            Some(_) => self.current.is_none() && self.last_tried().is_some_and(overdue),
        }
    }

    fn advance_archive(&mut self, work: &Arc<Work>) -> Result<(), TillError> {
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

    /// Up to which signature the archives of a device reach.
    pub(super) fn archived_up_to(&self, serial: &str) -> u64 {
        let kept = self
            .archive_folder(serial)
            .and_then(|folder| reach(&folder));
        kept.map_or(0, |kept| kept.counter)
    }

    fn archive_failed(&mut self, reason: &str) -> Result<(), TillError> {
        let now = self.clock.now();
        self.archive.job = None;
        self.archive.work = None;
        self.archive.failed = Some((now, reason.to_owned()));
        self.record("tse-archive-failed", None, reason, now)
    }

    fn serial(&self) -> String {
        let record = self.signer.identity();
        record.map_or_else(String::new, |(_, record)| record.serial.clone())
    }
}

/// Long enough to tell devices apart, short enough for a path.
fn folder_name(serial: &str) -> &str {
    serial.get(..16).unwrap_or(serial)
}

impl Work {
    fn part(&self) -> PathBuf {
        self.folder.join(&self.file).with_extension("tar.part")
    }
}
