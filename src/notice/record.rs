//! What is kept about the systems of a place: what the register knows by itself, what people add, what was notified.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Acquired, Change, Due, Form, Kind, Place, Retired, System, Tse, changes, open};

/// What a register knows of itself from its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its serial number.
    pub serial: String,
    /// Name of the program.
    pub software: String,
    /// Version of the program.
    pub version: String,
    /// Day of its first receipt; `None`: there is none yet.
    pub first_use: Option<NaiveDate>,
    /// Its TSEs in the order they came.
    pub tses: Vec<KnownTse>,
}

/// What a register knows of one of its TSEs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTse {
    /// Serial number, hex.
    pub serial: String,
    /// BSI certification id as the device says it.
    pub bsi_id: Option<String>,
    /// It says that it is not certified.
    pub test: bool,
    /// First day.
    pub first_use: NaiveDate,
    /// Last day; `None`: in use, or standing by.
    pub last_use: Option<NaiveDate>,
}

/// What people say of a register's own TSE; it counts before what the register knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TseData {
    /// Serial number, hex.
    pub serial: String,
    /// Its form.
    #[serde(default)]
    pub form: Option<Form>,
    /// BSI certification id.
    #[serde(default)]
    pub bsi_id: Option<String>,
    /// First day.
    #[serde(default)]
    pub first_use: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub last_use: Option<NaiveDate>,
}

/// What people say of the register itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Own {
    /// What it is.
    #[serde(default)]
    pub kind: Kind,
    /// Who made it.
    #[serde(default)]
    pub manufacturer: String,
    /// Which model.
    #[serde(default)]
    pub model: String,
    /// When and how it was acquired.
    #[serde(default)]
    pub acquired: Option<Acquired>,
    /// First day of use; `None`: the day of the first receipt.
    #[serde(default)]
    pub first_use: Option<NaiveDate>,
    /// When and why it was taken out of service.
    #[serde(default)]
    pub retired: Option<Retired>,
    /// Its TSEs.
    #[serde(default)]
    pub tses: Vec<TseData>,
}

/// A notification that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// When.
    pub on: NaiveDate,
    /// Who says so.
    pub by: String,
    /// Reference number of the transfer (Transferticket).
    pub reference: String,
    /// What it told.
    pub covers: Vec<Change>,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    /// The place of business; `None`: the pay point at its address.
    #[serde(default)]
    pub place: Option<Place>,
    /// This register.
    #[serde(default)]
    pub own: Own,
    /// The other systems of the place.
    #[serde(default)]
    pub others: Vec<System>,
    /// Notifications, oldest first.
    #[serde(default)]
    pub made: Vec<Made>,
}

impl Record {
    /// This register as a system.
    pub fn own_system(&self, known: &Known) -> System {
        let own = &self.own;
        let mut tses: Vec<Tse> = known.tses.iter().map(|tse| self.own_tse(tse)).collect();
        let said = own.tses.iter();
        let unknown = said.filter(|data| known.tses.iter().all(|tse| tse.serial != data.serial));
        tses.extend(unknown.map(|data| Tse {
            serial: data.serial.clone(),
            bsi_id: data.bsi_id.clone(),
            test: false,
            form: data.form,
            first_use: data.first_use,
            last_use: data.last_use,
        }));
        System {
            kind: own.kind,
            software: known.software.clone(),
            version: known.version.clone(),
            serial: known.serial.clone(),
            manufacturer: own.manufacturer.clone(),
            model: own.model.clone(),
            acquired: own.acquired,
            first_use: own.first_use.or(known.first_use),
            retired: own.retired.clone(),
            tses,
        }
    }

    fn own_tse(&self, known: &KnownTse) -> Tse {
        let said = self.own.tses.iter().find(|d| d.serial == known.serial);
        Tse {
            serial: known.serial.clone(),
            bsi_id: said
                .and_then(|data| data.bsi_id.clone())
                .or(known.bsi_id.clone()),
            test: known.test,
            form: said.and_then(|data| data.form),
            first_use: said
                .and_then(|data| data.first_use)
                .or(Some(known.first_use)),
            last_use: said.and_then(|data| data.last_use).or(known.last_use),
        }
    }

    /// All systems of the place, this register first.
    pub fn systems(&self, known: &Known) -> Vec<System> {
        let mut all = vec![self.own_system(known)];
        let others = self.others.iter();
        all.extend(others.filter(|s| s.serial != known.serial).cloned());
        all
    }

    /// Takes a system in, in the place of one with its serial number. `true`: there was one.
    pub fn take(&mut self, system: System) -> bool {
        let mut others = self.others.iter_mut();
        match others.find(|known| known.serial == system.serial) {
            Some(known) => {
                *known = system;
                true
            }
            None => {
                self.others.push(system);
                false
            }
        }
    }

    /// What nobody has notified yet, the most urgent first.
    pub fn open(&self, known: &Known) -> Vec<Due> {
        open(&self.systems(known), &self.made)
    }

    /// Notes that all systems were notified on a day: it told everything that had happened by then.
    pub fn notified(&mut self, known: &Known, on: NaiveDate, by: &str, reference: &str) {
        let mut covers = changes(&self.systems(known));
        covers.retain(|change| change.on <= on);
        self.made.push(Made {
            on,
            by: by.to_owned(),
            reference: reference.to_owned(),
            covers,
        });
        self.made.sort_by_key(|made| made.on);
    }
}
