//! What has to be notified, and until when.
//!
//! One month after the day of the change (§146a(4) AO; §108(1) AO with §§187(1), 188(2) and (3) BGB). A day that falls on
//! a Saturday, Sunday or holiday would move to the next working day (§108(3) AO); holidays differ between the Länder and
//! even towns, so the register counts the stricter day: whoever keeps it is never late.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Made, System};

/// What has to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what", content = "tse")]
pub enum Occasion {
    /// A system was bought or leased.
    Acquired,
    /// A TSE was taken into use; its serial number.
    TseTaken(String),
    /// A TSE was let go; its serial number.
    TseLetGo(String),
    /// A system was taken out of service.
    Retired,
}

/// A change of a system on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Serial number of the system.
    pub system: String,
    /// What changed.
    #[serde(flatten)]
    pub occasion: Occasion,
    /// When.
    pub on: NaiveDate,
}

/// A change that nobody has notified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The change.
    pub change: Change,
    /// Last day for it, both counted as in the module's words.
    pub until: NaiveDate,
}

/// From this day on the month is counted; what was there before had time until [`transition`].
pub(super) fn begin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).unwrap_or_default()
}

fn transition() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 31).unwrap_or_default()
}

/// The day with the same number a month later, or the last day of a shorter month (§188(2), (3) BGB).
pub fn month_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(1))
        .unwrap_or(NaiveDate::MAX)
}

/// Every change of these systems that is to be notified, by day. A TSE that is not certified is none that anybody notifies.
pub fn changes(systems: &[System]) -> Vec<Change> {
    let mut all = Vec::new();
    for system in systems.iter().filter(|system| !system.is_exempt()) {
        let mut tell = |occasion: Occasion, on: Option<NaiveDate>| {
            let system = system.serial.clone();
            all.extend(on.map(|on| Change {
                system,
                occasion,
                on,
            }));
        };
        tell(Occasion::Acquired, system.acquired.map(|a| a.on));
        for tse in system.tses.iter().filter(|tse| !tse.test) {
            tell(Occasion::TseTaken(tse.serial.clone()), tse.first_use);
            tell(Occasion::TseLetGo(tse.serial.clone()), tse.last_use);
        }
        let retired = system.retired.as_ref().map(|gone| gone.on);
        tell(Occasion::Retired, retired);
    }
    all.sort_by_key(|change| change.on);
    all
}

/// What nobody has notified yet, the most urgent first.
pub fn open(systems: &[System], made: &[Made]) -> Vec<Due> {
    let told = |change: &Change| made.iter().any(|made| made.covers.contains(change));
    let mut due: Vec<Due> = changes(systems)
        .into_iter()
        .filter(|change| !told(change))
        .map(|change| Due {
            until: match change.on < begin() {
                true => transition(),
                false => month_after(change.on),
            },
            change,
        })
        .collect();
    due.sort_by_key(|due| due.until);
    due
}
