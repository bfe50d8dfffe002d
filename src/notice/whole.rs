//! All there is to say about the notification of a place, and what changes it.

use chrono::NaiveDate;

use super::{Due, Known, Missing, Own, Place, Record, Shared, System, missing};
use crate::i18n::date;

/// Why a record of a notification was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is this register, which tells of itself.
    #[error("{0} is this register; it tells of itself")]
    Own(String),
    /// No such system.
    #[error("no system has the serial number {0:?}")]
    Unknown(String),
    /// A system without a serial number.
    #[error("a system needs its serial number")]
    NoSerial,
    /// It stands somewhere else.
    #[error("{system} stands at {there}, not here; a notification is for one place of business")]
    Elsewhere {
        /// The system.
        system: String,
        /// Where it stands.
        there: String,
    },
    /// A day that is still to come.
    #[error("{0} lies ahead")]
    Ahead(NaiveDate),
}

/// Everything about the notification of this place of business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The place.
    pub place: Place,
    /// What is kept.
    pub record: Record,
    /// What this register knows of itself.
    pub known: Known,
    /// All systems of the place, this register first.
    pub systems: Vec<System>,
    /// What nobody has notified yet, the most urgent first.
    pub open: Vec<Due>,
    /// What is missing for the file.
    pub missing: Vec<Missing>,
}

/// A change of what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// What people say of this register.
    Own(Box<Own>),
    /// The place of business; `None`: the pay point at its address.
    Place(Option<Place>),
    /// Another system of the place, new or in the place of the one with its serial number.
    System(Box<System>),
    /// The record of another register of the place.
    Shared(Box<Shared>),
    /// Another system that was no part of the place.
    Remove(String),
    /// A notification was made.
    Made {
        /// When.
        on: NaiveDate,
        /// Reference number of the transfer.
        reference: String,
    },
}

impl Notice {
    /// Puts together what is kept and what the register knows; `here`: where it stands, unless the record says otherwise.
    pub fn of(record: Record, known: Known, here: Place) -> Notice {
        let place = record.place.clone().unwrap_or(here);
        let systems = record.systems(&known);
        Notice {
            open: record.open(&known),
            missing: missing(&systems),
            place,
            known,
            systems,
            record,
        }
    }

    /// The same with records of other registers that are not kept.
    pub fn with(mut self, shared: Vec<Shared>) -> Result<Notice, Problem> {
        for shared in shared {
            fits(&self, &shared)?;
            self.record.take(shared.system);
        }
        self.systems = self.record.systems(&self.known);
        self.missing = missing(&self.systems);
        self.open = self.record.open(&self.known);
        Ok(self)
    }

    /// Whether a TSE of this place is to be notified at all; a register with its test TSE only is not in service.
    pub fn counts(&self) -> bool {
        let mut tses = self.systems.iter().flat_map(|system| &system.tses);
        tses.any(|tse| !tse.test)
    }

    /// This register.
    pub fn own(&self) -> Option<&System> {
        self.systems.first()
    }
}

/// Applies a change; returns the kind and the text of its event. `name`: who notes a notification, as people read it.
pub fn apply(
    notice: &Notice,
    record: &mut Record,
    change: Edit,
    name: &str,
    today: NaiveDate,
) -> Result<(&'static str, String), Problem> {
    const CHANGED: &str = "notice-changed";
    Ok(match change {
        Edit::Own(own) => {
            record.own = *own;
            (CHANGED, spoken(&record.own_system(&notice.known)))
        }
        Edit::Place(place) => {
            record.place = place;
            let place = record.place.as_ref();
            let text = place.map_or("Betriebsstätte: wie die Zahlstelle".to_owned(), |place| {
                format!("Betriebsstätte: {}", address(place))
            });
            (CHANGED, text)
        }
        Edit::System(system) => (CHANGED, take(notice, record, *system)?),
        Edit::Shared(shared) => {
            fits(notice, &shared)?;
            (CHANGED, take(notice, record, shared.system)?)
        }
        Edit::Remove(serial) => {
            let before = record.others.len();
            record.others.retain(|system| system.serial != serial);
            if record.others.len() == before {
                return Err(Problem::Unknown(serial));
            }
            (CHANGED, format!("{serial}: aus der Meldung entfernt"))
        }
        Edit::Made { on, reference } => {
            if on > today {
                return Err(Problem::Ahead(on));
            }
            let reference = reference.trim();
            record.notified(&notice.known, on, name, reference);
            let told = record.systems(&notice.known).len();
            let reference = match reference {
                "" => String::new(),
                reference => format!(", Ordnungsmerkmal {reference}"),
            };
            let text = format!("Mitteilung vom {}: {told} Systeme{reference}", date(on));
            ("notice-made", text)
        }
    })
}

fn take(notice: &Notice, record: &mut Record, mut system: System) -> Result<String, Problem> {
    system.serial = system.serial.trim().to_owned();
    if system.serial.is_empty() {
        return Err(Problem::NoSerial);
    }
    if system.serial == notice.known.serial {
        return Err(Problem::Own(system.serial));
    }
    let text = spoken(&system);
    record.take(system);
    Ok(text)
}

fn fits(notice: &Notice, shared: &Shared) -> Result<(), Problem> {
    if shared.system.serial == notice.known.serial {
        return Err(Problem::Own(shared.system.serial.clone()));
    }
    match shared.place.is_at(&notice.place) {
        true => Ok(()),
        false => Err(Problem::Elsewhere {
            system: shared.system.serial.clone(),
            there: address(&shared.place),
        }),
    }
}

fn address(place: &Place) -> String {
    format!(
        "{}, {}, {} {}",
        place.name, place.street, place.postal_code, place.city
    )
}

/// A system in one line, as it stands in the event.
fn spoken(system: &System) -> String {
    let mut parts = vec![format!(
        "{}: {} {}",
        system.serial, system.software, system.version
    )];
    parts.push(format!("Art {}", system.kind.code()));
    if !system.manufacturer.is_empty() || !system.model.is_empty() {
        parts.push(format!("{} {}", system.manufacturer, system.model));
    }
    if let Some(acquired) = system.acquired {
        let how = if acquired.leased {
            "gemietet"
        } else {
            "gekauft"
        };
        parts.push(format!("{how} {}", date(acquired.on)));
    }
    if let Some(first) = system.first_use {
        parts.push(format!("in Betrieb {}", date(first)));
    }
    for tse in &system.tses {
        let start: String = tse.serial.chars().take(12).collect();
        let until = tse.last_use.map(|day| format!(" bis {}", date(day)));
        let from = tse.first_use.map(|day| format!(" ab {}", date(day)));
        parts.push(format!(
            "TSE {start}…{}{}",
            from.unwrap_or_default(),
            until.unwrap_or_default()
        ));
    }
    if let Some(gone) = &system.retired {
        parts.push(format!("außer Betrieb {}: {}", date(gone.on), gone.reason));
    }
    parts.join(", ")
}
