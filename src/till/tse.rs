//! The life of the register's TSEs: waking them, outages, the one that stands by, the daily care, archives, exchange.
//!
//! What happens is on record as events: `tse` (a device signs from now on, with its record), `tse-outage-begin` (with the
//! reason), `tse-outage-end`, `tse-takeover` (another device signs while the first is out, with its serial number),
//! `tse-archive`, `tse-deleted`, `tse-warning`.

mod archive;
mod change;
mod outlook;
mod overview;
pub mod pending;
pub mod secrets;
pub mod setup;
pub mod store;

pub use archive::{Archive, Job, JobKind, JobState, Kept};
pub use change::TsePlace;
pub use outlook::{Outlook, Warning, WarningKind, outlook, warnings};
pub use overview::{DeviceState, Outage, TseDevice, TseOverview, TseUse};

use amtskasse_tse::Error;
use chrono::{DateTime, Utc};

use super::signer::Now;
use super::{Till, TillError};
use crate::ledger::TseRecord;
use crate::message;
use crate::people::Right;

/// Kinds of events that say whether the register signs.
const OUTAGES: [&str; 3] = ["tse-outage-begin", "tse-outage-end", "tse-takeover"];

impl Till {
    /// Wakes the TSEs at the start of the program. An outage the last run left goes on if the first one does not
    /// wake up and no other can sign.
    pub(super) fn wake_tses(&mut self) -> Result<(), TillError> {
        let begun = self.ledger.last_event(&OUTAGES)?;
        let begun = begun.filter(|event| event.kind == "tse-outage-begin");
        if let Some(event) = &begun {
            self.signer.begin_outage(event.at, &event.text);
        }
        let now = self.moment();
        match self.signer.wake(0, now) {
            Ok((record, _)) => {
                self.reckon_pace(0, &record.serial)?;
                self.identify(record, now.clock)?;
                if self.signer.outage().is_some() {
                    self.outage_ends(now.clock)?;
                }
            }
            Err(error) => {
                self.outage_begins(&error)?;
                for place in 1..self.signer.units.len() {
                    if self.signer.wake(place, now).is_ok() {
                        return self.take_over(place);
                    }
                }
            }
        }
        // Those that stand by have time.
        self.signer.care(now, true);
        Ok(())
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
        if let Some(unit) = self.signer.units.get_mut(active) {
            unit.record = None;
        }
        record.id = 0;
        self.identify(record, now)
    }

    /// The first TSE signs again if it is awake: with a closing, when nothing is open.
    pub(super) fn return_to_first(&mut self) -> Result<(), TillError> {
        let ready = self.signer.units.first().is_some_and(|unit| unit.awake);
        if self.signer.active() == 0 || !ready {
            return Ok(());
        }
        self.take_over(0)?;
        self.reconcile_due = false;
        self.reconcile().map(drop)
    }

    /// Ends an outage when a TSE works again, and gives every one its daily self-test and its clock.
    pub(super) fn revive_tse(&mut self) -> Result<(), TillError> {
        let moment = self.moment();
        let now = moment.clock;
        let quiet = self.user.is_none() && self.current.is_none();
        self.signer.care(moment, quiet);
        for (place, answer) in self.signer.woken() {
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
