//! Everything a screen or an auditor wants to know of the TSEs, as plain data.

use amtskasse_tse::driver::Driver;
use amtskasse_tse::keeper::Queue;
use amtskasse_tse::{Info, State};
use chrono::{DateTime, TimeDelta, Utc};

use super::archive::Archive;
use super::outlook::{Outlook, Warning, outlook, warnings};
use super::{OUTAGES, Till, TillError};
use crate::ledger::TseRecord;
use crate::message;

/// Days whose receipts say how fast a TSE is used up.
const LOOK_BACK: TimeDelta = TimeDelta::days(30);

/// The TSEs of the register.
#[derive(Debug, Clone)]
pub struct TseOverview {
    /// Every TSE that is connected: the one in first place, then those that stand by.
    pub devices: Vec<TseDevice>,
    /// Outages, newest first.
    pub outages: Vec<Outage>,
    /// Every TSE this register ever signed with, newest first.
    pub history: Vec<TseUse>,
    /// Archives of the log messages.
    pub archive: Archive,
}

/// A TSE that is connected.
#[derive(Debug, Clone)]
pub struct TseDevice {
    /// Its driver.
    pub driver: Driver,
    /// Its address.
    pub address: String,
    /// Whether it is the one that signs.
    pub signs: bool,
    /// How it is.
    pub state: DeviceState,
    /// Serial number, once it said so.
    pub serial: Option<String>,
    /// What it is at, and how many wait.
    pub queue: Option<Queue>,
    /// What it said about itself last, and when.
    pub info: Option<(DateTime<Utc>, Info)>,
    /// How long it will last.
    pub outlook: Option<Outlook>,
    /// What somebody has to look after.
    pub warnings: Vec<Warning>,
}

/// How a TSE is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceState {
    /// It signs, or could.
    Ready,
    /// It is waking up.
    Waking,
    /// It is out.
    Out {
        /// Since when.
        since: DateTime<Utc>,
        /// Why, in German.
        reason: String,
    },
    /// It was never set up.
    NotSetUp,
    /// It was taken out of operation.
    Decommissioned,
}

/// A time in which nothing was signed, and the outage of the TSE that began it (AEAO zu §146a, 1.14.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// First failed call.
    pub from: DateTime<Utc>,
    /// When something was signed again, by whichever TSE; `None`: it goes on.
    pub to: Option<DateTime<Utc>>,
    /// Why, in German.
    pub reason: String,
    /// Receipts without a signature.
    pub receipts: u64,
    /// Serial number of the TSE that failed, if it was ever known.
    pub device: Option<String>,
    /// When that TSE was back; `None`: it is still out, or never came back.
    pub device_back: Option<DateTime<Utc>>,
    /// Serial number of the TSE that took over and so ended it.
    pub taken_over_by: Option<String>,
}

/// A TSE this register signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TseUse {
    /// What it is.
    pub record: TseRecord,
    /// From when on.
    pub from: DateTime<Utc>,
    /// Until when; `None`: it signs now.
    pub to: Option<DateTime<Utc>>,
}

impl Till {
    /// The TSEs with their health, outages and history.
    pub fn tse_overview(&self) -> Result<TseOverview, TillError> {
        let now = self.clock.now();
        let mut devices = Vec::new();
        for (place, unit) in self.signer.units.iter().enumerate() {
            let info = unit.info.as_ref().map(|(_, info)| info);
            let outlook = info.map(|info| outlook(info, unit.pace, now));
            let state = match (&unit.failed, info.map(|info| info.state)) {
                (_, Some(State::Uninitialized)) => DeviceState::NotSetUp,
                (_, Some(State::Decommissioned)) => DeviceState::Decommissioned,
                (Some((since, reason)), _) => DeviceState::Out {
                    since: *since,
                    reason: reason.clone(),
                },
                (None, _) if unit.awake => DeviceState::Ready,
                (None, _) => DeviceState::Waking,
            };
            devices.push(TseDevice {
                driver: unit.driver,
                address: unit.address.clone(),
                signs: place == self.signer.active(),
                state,
                serial: unit.record.as_ref().map(|record| record.serial.clone()),
                queue: unit.queue(),
                warnings: info.map_or_else(Vec::new, |info| warnings(info, outlook.as_ref(), now)),
                info: unit.info.clone(),
                outlook,
            });
        }
        Ok(TseOverview {
            devices,
            outages: self.tse_outages()?,
            history: self.tse_history()?,
            archive: self.archive.clone(),
        })
    }

    /// Outages, newest first.
    pub fn tse_outages(&self) -> Result<Vec<Outage>, TillError> {
        let mut events = Vec::new();
        for kind in OUTAGES.into_iter().chain(["tse", "tse-back"]) {
            events.extend(self.ledger.events_of(kind)?);
        }
        events.sort_by_key(|event| event.id);
        let mut outages: Vec<(Outage, u64, Option<u64>)> = Vec::new();
        let mut signs = None;
        for event in events {
            match event.kind.as_str() {
                "tse" => signs = TseRecord::serial_on_record(&event.text),
                "tse-outage-begin" => outages.push((
                    Outage {
                        from: event.at,
                        to: None,
                        reason: event.text,
                        receipts: 0,
                        device: signs.clone(),
                        device_back: None,
                        taken_over_by: None,
                    },
                    event.id,
                    None,
                )),
                "tse-back" => {
                    let same = |(outage, ..): &&mut (Outage, u64, Option<u64>)| {
                        outage.device.as_ref() == Some(&event.text) && outage.device_back.is_none()
                    };
                    if let Some((outage, ..)) = outages.iter_mut().rfind(same) {
                        outage.device_back = Some(event.at.max(outage.from));
                    }
                }
                _ => {
                    let open = outages
                        .last_mut()
                        .filter(|(outage, ..)| outage.to.is_none());
                    if let Some((outage, _, end)) = open {
                        // A clock that was set back meanwhile must not make it end before it began.
                        outage.to = Some(event.at.max(outage.from));
                        outage.taken_over_by = Some(event.text).filter(|serial| !serial.is_empty());
                        if outage.taken_over_by.is_none() {
                            outage.device_back = outage.to;
                        }
                        *end = Some(event.id);
                    }
                }
            }
        }
        let mut counted = Vec::with_capacity(outages.len());
        for (mut outage, begin, end) in outages.into_iter().rev() {
            outage.receipts = self.ledger.unsigned_between(begin, end)?;
            counted.push(outage);
        }
        Ok(counted)
    }

    /// Every TSE that ever signed here, by the events of the chain, newest first.
    fn tse_history(&self) -> Result<Vec<TseUse>, TillError> {
        let records = self.ledger.tses()?;
        let mut uses: Vec<TseUse> = Vec::new();
        for event in self.ledger.events_of("tse")? {
            let serial = TseRecord::serial_on_record(&event.text);
            let Some(record) = records.iter().find(|r| Some(&r.serial) == serial.as_ref()) else {
                continue;
            };
            if let Some(last) = uses.last_mut() {
                last.to = Some(event.at);
            }
            uses.push(TseUse {
                record: record.clone(),
                from: event.at,
                to: None,
            });
        }
        uses.reverse();
        Ok(uses)
    }

    /// Signatures this register makes a day with a TSE, by the receipts of the last thirty days: each costs a start
    /// and a finish.
    pub(super) fn signatures_a_day(&self, serial: &str) -> Result<u64, TillError> {
        let since = self.clock.now() - LOOK_BACK;
        let receipts = self.ledger.signed_since(serial, since)?;
        Ok((2 * receipts).div_ceil(30))
    }

    /// Whether anything about a TSE needs somebody's attention.
    pub(in crate::till) fn tse_warned(&self) -> Result<bool, TillError> {
        Ok(self.archive.failed.is_some()
            || self.signer.units.iter().any(|unit| {
                let info = unit.info.as_ref().map(|(_, info)| info);
                info.is_some_and(|info| !warnings(info, None, self.clock.now()).is_empty())
            }))
    }

    /// Puts warnings on record, each step of each one once.
    pub(super) fn record_warnings(&mut self) -> Result<(), TillError> {
        let now = self.clock.now();
        let mut texts = Vec::new();
        for device in self.tse_overview()?.devices {
            let serial = device.serial.unwrap_or_default();
            let words = device.warnings.iter().map(message::tse_warning);
            texts.extend(words.map(|text| format!("{serial}: {text}")));
        }
        let known = self.ledger.events_of("tse-warning")?;
        texts.retain(|text| known.iter().all(|event| event.text != *text));
        for text in texts {
            self.record("tse-warning", None, &text, now)?;
        }
        Ok(())
    }
}
