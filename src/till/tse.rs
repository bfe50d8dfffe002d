//! The life of the register's TSEs: waking them, outages, the one that stands by, the daily care, archives, exchange.
//!
//! What happens is on record as events: `tse` (a device signs from now on, with its record), `tse-outage-begin` (with the
//! reason) and `tse-outage-end`, `tse-takeover` (another device signs while the first is out, with its serial number),
//! `tse-back` (one that was out and stands by now), `tse-change`, `tse-standby` and `tse-standby-removed` (by two people),
//! `tse-self-test` (asked for), `tse-archive` and `tse-archive-failed`, `tse-delete-begin` and `tse-deleted`, `tse-warning`.

mod archive;
mod change;
mod outlook;
mod overview;
pub mod pending;
pub(super) mod private;
pub mod secrets;
pub mod setup;
pub mod store;

pub(in crate::till) use archive::archives_of;
pub use archive::{Archive, Job, JobKind, JobState, Kept};
pub use change::TsePlace;
pub use outlook::{Outlook, Warning, WarningKind, outlook, warnings};
pub use overview::{DeviceState, Outage, TseDevice, TseOverview, TseUse};

use amtskasse_tse::driver::Driver;
use amtskasse_tse::{Error, Secret, simulator};
use chrono::{DateTime, Utc};

use super::devices::NoDevice;
use super::signer::{Connected, Desk, Now, Unit};
use super::{Till, TillError};
use crate::ledger::{Ledger, TseRecord};
use crate::message;
use crate::people::Right;

/// Kinds of events that say whether the register signs.
const OUTAGES: [&str; 3] = ["tse-outage-begin", "tse-outage-end", "tse-takeover"];

/// The built-in test TSE must not quietly stand in for a real one whose configuration got lost: `tse.json` is no part of a
/// backup.
pub(super) fn guarded(
    ledger: &Ledger,
    mut tses: Vec<Connected>,
) -> Result<Vec<Connected>, TillError> {
    let [only] = tses.as_mut_slice() else {
        return Ok(tses);
    };
    if only.driver != Driver::Test || only.config.is_some() {
        return Ok(tses);
    }
    let last = ledger.last_event(&["tse"])?;
    let last = last.and_then(|event| TseRecord::serial_on_record(&event.text));
    let known = ledger.tses()?;
    let last = known.iter().find(|tse| Some(&tse.serial) == last.as_ref());
    if last.is_some_and(|tse| tse.description != simulator::NAME) {
        let lost = format!("{}: Datei fehlt", store::FILE);
        only.device = Box::new(NoDevice::Absent(lost));
    }
    Ok(tses)
}

impl Till {
    /// Wakes the TSEs at the start of the program. The one that signed last goes on, as what is open is open there; an
    /// outage the last run left goes on if none can sign.
    pub(super) fn wake_tses(&mut self) -> Result<(), TillError> {
        let begun = self.ledger.last_event(&OUTAGES)?;
        let begun = begun.filter(|event| event.kind == "tse-outage-begin");
        if let Some(event) = &begun {
            self.signer.begin_outage(event.at, &event.text);
        }
        let last = self.ledger.last_event(&["tse"])?;
        let last = last.and_then(|event| TseRecord::serial_on_record(&event.text));
        let now = self.moment();
        let (mut awake, mut first_failed) = (Vec::new(), None);
        self.signer.wake_all(now);
        for place in 0..self.signer.units.len().max(1) {
            match self.signer.await_waking(place) {
                Ok((record, _)) => {
                    self.reckon_pace(place, &record.serial)?;
                    let signed_last = Some(&record.serial) == last.as_ref();
                    awake.push((place, record));
                    if signed_last || last.is_none() {
                        break;
                    }
                }
                Err(error) => {
                    self.withhold(place, &error)?;
                    if place == 0 {
                        first_failed = Some(error);
                    }
                }
            }
        }
        let goes_on = |(_, record): &&(usize, TseRecord)| Some(&record.serial) == last.as_ref();
        let chosen = awake.iter().find(goes_on).or(awake.first()).cloned();
        match chosen {
            Some((place, record)) => {
                let stood_in = Some(&record.serial) == last.as_ref();
                if let (Some(error), None, false) = (&first_failed, &begun, stood_in) {
                    // The one in first place is out, and another goes on at once.
                    let reason = message::tse_outage(error);
                    self.signer.begin_outage(now.clock, &reason);
                    self.record("tse-outage-begin", None, &reason, now.clock)?;
                }
                self.signer.switch(place);
                let serial = record.serial.clone();
                self.identify(record, now.clock)?;
                if self.signer.outage().is_some() {
                    match place {
                        0 => self.outage_ends(now.clock)?,
                        _ => {
                            self.signer.end_outage();
                            self.record("tse-takeover", None, &serial, now.clock)?;
                        }
                    }
                }
            }
            None => {
                let none = || Error::Removed("no TSE is configured".into());
                self.outage_begins(&first_failed.unwrap_or_else(none))?;
            }
        }
        // Those that stand by have time.
        self.signer.no_hurry();
        Ok(())
    }

    /// Remembers that a device refused its secrets.
    fn withhold(&self, place: usize, error: &Error) -> Result<(), TillError> {
        // A key to an account has no tries; a service may refuse it for an hour.
        let (Error::WrongSecret { secret, .. } | Error::Blocked(secret)) = error else {
            return Ok(());
        };
        let config = self.signer.units.get(place).and_then(|u| u.config.clone());
        let config = config.filter(|_| *secret != Secret::Key);
        match config {
            Some(config) => {
                let data = self.data_folder();
                Ok(store::remember_refusal(&data, &config, *secret)?)
            }
            None => Ok(()),
        }
    }

    /// How fast a TSE is used up; counting a month's receipts is nothing to do every second.
    fn reckon_pace(&mut self, place: usize, serial: &str) -> Result<(), TillError> {
        let pace = self.signatures_a_day(serial)?;
        if let Some(unit) = self.signer.units.get_mut(place) {
            unit.pace = pace;
        }
        Ok(())
    }

    /// Remembers which device signs, in the chain too. Another one than last time never heard of the open drafts.
    fn identify(&mut self, record: TseRecord, now: DateTime<Utc>) -> Result<(), TillError> {
        let serial = record.serial.clone();
        if self
            .signer
            .identity()
            .is_some_and(|(_, known)| known.serial == serial)
        {
            return Ok(());
        }
        let last = self.ledger.last_event(&["tse"])?;
        let same =
            last.is_some_and(|event| TseRecord::serial_on_record(&event.text) == Some(serial));
        self.collect_starts()?;
        // As stored, when it is: a receipt reads the same today and when it is loaded again.
        let mut tses = self.ledger.tses()?.into_iter();
        let record = tses
            .find(|tse| tse.serial == record.serial)
            .unwrap_or(record);
        let id = self.ledger.write(|w| {
            let id = w.tse(&record, now)?;
            if !same {
                w.drafts_unstarted()?;
                w.event("tse", None, None, &record.on_record(), now)?;
            }
            Ok(id)
        })?;
        if !same && let Some(current) = &mut self.current {
            current.tse = None;
        }
        self.signer.identified(id, record);
        Ok(())
    }

    /// A device that signs and whose row in the ledger could not be written yet.
    pub(super) fn identify_awake(&mut self) -> Result<(), TillError> {
        let active = self.signer.active();
        let unit = self.signer.units.get(active).filter(|unit| unit.awake);
        let unknown = unit
            .and_then(|unit| unit.record.clone())
            .filter(|r| r.id == 0);
        match unknown {
            Some(record) => self.identify(record, self.clock.now()),
            None => Ok(()),
        }
    }

    /// Records the beginning of an outage, once; a TSE that stands by takes over.
    pub(super) fn outage_begins(&mut self, error: &Error) -> Result<(), TillError> {
        if self.signer.outage().is_some() {
            return Ok(());
        }
        let now = self.clock.now();
        let reason = message::tse_outage(error);
        self.signer.begin_outage(now, &reason);
        self.record("tse-outage-begin", None, &reason, now)?;
        match self.signer.standby() {
            Some(place) => self.take_over(place),
            None => Ok(()),
        }
    }

    fn outage_ends(&mut self, now: DateTime<Utc>) -> Result<(), TillError> {
        self.signer.end_outage();
        self.record("tse-outage-end", None, "", now)
    }

    /// Another device signs from now on. This happens in the middle of a sale: what is open at the device is looked
    /// after at the next quiet moment.
    fn take_over(&mut self, place: usize) -> Result<(), TillError> {
        let now = self.clock.now();
        let record = self.signer.units.get(place).and_then(|u| u.record.clone());
        let Some(record) = record else {
            return Ok(());
        };
        let serial = record.serial.clone();
        self.signer.switch(place);
        self.identify_anew(record, now)?;
        self.look_up_archive();
        self.signer.end_outage();
        self.reconcile_due = true;
        self.record("tse-takeover", None, &serial, now)
    }

    /// As [`Till::identify`], for a device whose record is known but which may have signed last time, too.
    fn identify_anew(
        &mut self,
        mut record: TseRecord,
        now: DateTime<Utc>,
    ) -> Result<(), TillError> {
        let active = self.signer.active();
        record.id = 0;
        if let Some(unit) = self.signer.units.get_mut(active) {
            unit.record = Some(record.clone());
        }
        // Until the ledger has it, nothing begins.
        self.unsettled = true;
        self.identify(record, now)?;
        self.unsettled = false;
        Ok(())
    }

    /// With a closing nothing is open: what is still open at a device that stands by becomes an abort there, and the
    /// first TSE signs again if it is awake.
    pub(super) fn return_to_first(&mut self) -> Result<(), TillError> {
        if self.signer.outage().is_some() {
            return Ok(());
        }
        self.reconcile()?;
        let signed = self.signer.active();
        for place in 1..self.signer.units.len() {
            if place != signed && self.signer.left_open(place) {
                self.take_over(place)?;
                self.reconcile()?;
            }
        }
        let first = self.signer.units.first().is_some_and(|unit| unit.awake);
        let home = if first { 0 } else { signed };
        if self.signer.active() != home {
            self.take_over(home)?;
            self.reconcile()?;
        }
        self.reconcile_due = false;
        Ok(())
    }

    /// Ends an outage when a TSE works again, and gives every one its daily self-test and its clock.
    pub(super) fn revive_tse(&mut self) -> Result<(), TillError> {
        let moment = self.moment();
        let now = moment.clock;
        let desk = match (&self.user, &self.current) {
            (_, Some(_)) => Desk::Selling,
            (Some(_), None) => Desk::Idle,
            (None, None) => Desk::Empty,
        };
        self.signer.care(moment, desk);
        for (place, was_out, answer) in self.signer.woken() {
            if let (true, Ok((record, _)), true) = (was_out, &answer, place != self.signer.active())
            {
                self.record("tse-back", None, &record.serial.clone(), now)?;
            }
            let active = place == self.signer.active();
            if let Ok((record, _)) = &answer {
                self.reckon_pace(place, &record.serial)?;
            }
            match answer {
                Ok((record, _)) if active => {
                    self.identify(record, now)?;
                    if self.signer.outage().is_some() {
                        self.outage_ends(now)?;
                        self.reconcile_due = true;
                    }
                }
                Ok(_) if self.signer.outage().is_some() => self.take_over(place)?,
                Ok(_) => {}
                Err(error) => {
                    self.withhold(place, &error)?;
                    let reason = message::tse_outage(&error);
                    if let Some(unit) = self.signer.units.get_mut(place) {
                        unit.fails(now, &reason);
                    }
                    if active {
                        self.outage_begins(&error)?;
                    }
                }
            }
        }
        if self.reconcile_due && self.signer.outage().is_none() {
            self.reconcile_due = false;
            self.reconcile()?;
        }
        Ok(())
    }

    fn moment(&self) -> Now {
        let clock = self.clock.now();
        let device = self.last_moment.map_or(clock, |last| last.max(clock));
        Now { clock, device }
    }

    /// Writes the archive (TR-03151, Annex C) of the TSE that signs, and waits for it.
    pub fn export_tse(
        &mut self,
        filter: &amtskasse_tse::ExportFilter,
        out: &mut dyn std::io::Write,
    ) -> Result<(), TillError> {
        Ok(self.signer.export(filter, out)?)
    }

    /// Asks every TSE how it is; the answers join [`Till::tse_overview`] with the next ticks.
    pub fn ask_tses(&mut self) -> Result<(), TillError> {
        self.require(Right::Read)?;
        let now = self.clock.now();
        for unit in &mut self.signer.units {
            unit.ask(now);
        }
        Ok(())
    }

    /// Has a TSE test itself and sets its clock now; how it went shows in [`Till::tse_overview`].
    pub fn test_tse(&mut self, place: usize) -> Result<(), TillError> {
        let user = self.require_tse_care()?;
        // A self-test takes up to a minute, and who rings up meanwhile waits in vain.
        if self.current.is_some() {
            return Err(TillError::SaleOpen);
        }
        let busy = |unit: &Unit| unit.queue().is_some();
        if self.signer.units.get(place).is_none_or(busy) {
            return Err(Error::Busy.into());
        }
        let now = self.moment();
        let which = (place + 1).to_string();
        self.record("tse-self-test", Some(&user), &which, now.clock)?;
        let client = self.signer.client().to_owned();
        if let Some(unit) = self.signer.units.get_mut(place) {
            unit.wake(&client, now);
        }
        Ok(())
    }

    /// Who looks after devices: the administrator, and the manager who answers for the desk.
    fn require_tse_care(&self) -> Result<String, TillError> {
        let user = match self.require(Right::Administer) {
            Err(TillError::NotAllowed(_)) => self.require(Right::Approve)?,
            other => other?,
        };
        Ok(user.id)
    }
}
