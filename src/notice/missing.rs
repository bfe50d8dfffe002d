//! What is missing before a notification can be written.

use super::{System, Tse};

/// Something a notification needs and does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{system}: {what}")]
pub struct Missing {
    /// Serial number of the system.
    pub system: String,
    /// What it is about.
    pub what: What,
}

/// What is missing or cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// No system at all.
    #[error("no recording system is known")]
    Systems,
    /// The same serial number twice.
    #[error("two systems have this serial number")]
    Twice,
    /// No serial number, or one with `/` or `_`.
    #[error("the serial number is missing, or has a / or _ in it")]
    Serial,
    /// No name of the software.
    #[error("the name of the software is missing")]
    Software,
    /// No manufacturer.
    #[error("the manufacturer is missing")]
    Manufacturer,
    /// No model.
    #[error("the model is missing")]
    Model,
    /// No day of acquisition.
    #[error("the day of purchase, or on which the lease began, is missing")]
    Acquired,
    /// No first day of use.
    #[error("the first day of use is missing")]
    FirstUse,
    /// Used before it was acquired.
    #[error("the first day of use lies before the acquisition")]
    UsedBeforeAcquired,
    /// Out of service before it was in service.
    #[error("it was taken out of service before its first day of use")]
    RetiredBeforeUse,
    /// No reason for being out of service.
    #[error("the reason for taking it out of service is missing")]
    Reason,
    /// No TSE.
    #[error("no TSE is known")]
    Tse,
    /// The built-in test TSE signs.
    #[error("the TSE {0} is a test TSE; it has no BSI id and is not notified")]
    TestTse(String),
    /// Other than 64 hex digits.
    #[error("{0:?} is no serial number of a TSE (64 hex digits)")]
    TseSerial(String),
    /// No certification id.
    #[error("the BSI id of the TSE {0} is missing")]
    BsiId(String),
    /// Other than `nnnn-yyyy`.
    #[error("{0:?} is no BSI id such as 0414-2020")]
    BsiShape(String),
    /// No form.
    #[error("the form of the TSE {0} is missing (USB, SD, cloud)")]
    Form(String),
    /// A form whose code is not known.
    #[error("the XML has no known code for the form of the TSE {0}; enter it in the ELSTER form")]
    FormUnknown(String),
    /// No first day.
    #[error("the first day of use of the TSE {0} is missing")]
    TseFirstUse(String),
}

/// Everything that keeps these systems from being written into a file; empty: nothing.
pub fn missing(systems: &[System]) -> Vec<Missing> {
    let mut found = Vec::new();
    let systems: Vec<&System> = systems.iter().filter(|s| !s.is_exempt()).collect();
    if systems.is_empty() {
        found.push(Missing {
            system: String::new(),
            what: What::Systems,
        });
    }
    for (place, system) in systems.iter().enumerate() {
        let mut lacks: Vec<What> = Vec::new();
        let before = systems.iter().take(place);
        if before.clone().any(|other| other.serial == system.serial) {
            lacks.push(What::Twice);
        }
        of_system(system, &mut lacks);
        match system.notified_tse() {
            Some(tse) => of_tse(tse, &mut lacks),
            None => lacks.push(What::Tse),
        }
        found.extend(lacks.into_iter().map(|what| Missing {
            system: system.serial.clone(),
            what,
        }));
    }
    found
}

fn of_system(system: &System, lacks: &mut Vec<What>) {
    let empty = |text: &str| text.trim().is_empty();
    let mut need = |bad: bool, what: What| {
        if bad {
            lacks.push(what);
        }
    };
    let serial = &system.serial;
    need(empty(serial) || serial.contains(['/', '_']), What::Serial);
    need(empty(&system.software), What::Software);
    need(empty(&system.manufacturer), What::Manufacturer);
    need(empty(&system.model), What::Model);
    need(system.acquired.is_none(), What::Acquired);
    need(system.first_use.is_none(), What::FirstUse);
    if let (Some(acquired), Some(first)) = (system.acquired, system.first_use) {
        need(first < acquired.on, What::UsedBeforeAcquired);
    }
    if let Some(gone) = &system.retired {
        need(empty(&gone.reason), What::Reason);
        let early = system.first_use.is_some_and(|first| gone.on < first);
        need(early, What::RetiredBeforeUse);
    }
}

fn of_tse(tse: &Tse, lacks: &mut Vec<What>) {
    let name = || short(&tse.serial);
    if tse.test {
        lacks.push(What::TestTse(name()));
        return;
    }
    let hex = tse.serial.bytes().all(|b| b.is_ascii_hexdigit());
    if tse.serial.len() != 64 || !hex {
        lacks.push(What::TseSerial(tse.serial.clone()));
    }
    match tse.bsi_id.as_deref() {
        None => lacks.push(What::BsiId(name())),
        Some(id) if plain_bsi_id(id).is_none() => lacks.push(What::BsiShape(id.to_owned())),
        Some(_) => {}
    }
    match tse.form.map(super::Form::code) {
        None => lacks.push(What::Form(name())),
        Some(None) => lacks.push(What::FormUnknown(name())),
        Some(Some(_)) => {}
    }
    if tse.first_use.is_none() {
        lacks.push(What::TseFirstUse(name()));
    }
}

/// `0414-2020` of `BSI-K-TR-0414-2020`; `None` for anything else.
pub(super) fn plain_bsi_id(id: &str) -> Option<&str> {
    let id = id.trim();
    let id = id.strip_prefix("BSI-K-TR-").unwrap_or(id);
    let (number, year) = id.split_once('-')?;
    let digits = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    (digits(number) && digits(year)).then_some(id)
}

/// The beginning of a serial number, enough to tell TSEs apart.
pub(super) fn short(serial: &str) -> String {
    let mut letters = serial.chars();
    let start: String = letters.by_ref().take(12).collect();
    match letters.next() {
        Some(_) => start + "…",
        None => start,
    }
}
