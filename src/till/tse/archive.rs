//! Archives of the TSE's log messages: the nightly one, a whole one on request, and deleting on the device what a
//! verified archive holds (AEAO zu §146a, 1.15).
//!
//! Nothing can be signed while hardware exports, so a customer goes first: a sale that begins breaks the export off,
//! and it is tried again when nobody is there. An archive counts only after it was read back and every signature in it
//! was found genuine.

mod file;
mod run;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;

use amtskasse_tse::keeper::Answer;
use amtskasse_tse::{Error, ExportFilter, ExportState, Exported};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use file::{Expected, Target, Verified, reach};
use serde::{Deserialize, Serialize};

use crate::message;
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

    /// What an auditor takes along reaches up to now: begins what is missing. Returns whether something is under way; while
    /// something is rung up or the TSE is out, the archives stay as they are.
    pub(in crate::till) fn archive_up_to_now(&mut self) -> Result<bool, TillError> {
        if self.archive.job.is_some() {
            return Ok(true);
        }
        if self.archive.folder.is_none() {
            self.keep_archives();
        }
        let serial = self.serial();
        let able = !serial.is_empty() && self.signer.outage().is_none() && self.current.is_none();
        if !able || self.is_archived(&serial)? {
            return Ok(false);
        }
        match self.start_archive(JobKind::Increment, self.signer.active()) {
            Ok(()) => Ok(true),
            Err(TillError::Tse(error)) => {
                self.archive_failed(&message::tse(&error))?;
                Ok(false)
            }
            Err(error) => Err(error),
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

/// Where the archives of a device lie in a data folder, and up to which signature counter they reach.
pub(in crate::till) fn archives_of(data: &std::path::Path, serial: &str) -> (PathBuf, u64) {
    let folder = data.join(FOLDER).join(folder_name(serial));
    let reaches = reach(&folder).map_or(0, |kept| kept.counter);
    (folder, reaches)
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
