//! What keeps an auditor from taking something along, and what a check of a package found.

use amtskasse_dsfinvk::verify::{Error, Finding};

use crate::till::audit::{ExportError, MediumError};

/// Why nothing was taken along.
pub fn export(error: &ExportError) -> String {
    match error {
        ExportError::NothingClosed => {
            "In diesem Zeitraum gibt es keinen Kassenabschluss; exportiert werden nur abgeschlossene Tage.".to_owned()
        }
        ExportError::Medium(error) => medium(error),
        ExportError::Ledger(error) => super::ledger(error),
        ExportError::Package(error) => super::dsfinvk_export(error),
        ExportError::Archive { path, source } => super::io(path, source),
        ExportError::Died => {
            "Die Arbeit ist ohne Ergebnis abgebrochen; bitte noch einmal versuchen.".to_owned()
        }
        ExportError::Stopped => {
            "Abgebrochen; auf dem Datenträger ist nichts zurückgeblieben.".to_owned()
        }
    }
}

/// What is wrong with a medium, and what to do about it.
pub fn medium(error: &MediumError) -> String {
    match error {
        MediumError::Missing(path) => format!(
            "{}: diesen Ordner gibt es nicht; bitte den Datenträger anschließen oder einen anderen Ordner angeben.",
            path.display()
        ),
        MediumError::Gone(path) => format!(
            "{}: der Datenträger ist nicht mehr da; bitte wieder anschließen und noch einmal exportieren.",
            path.display()
        ),
        MediumError::ReadOnly(path) => format!(
            "{}: hier darf nicht geschrieben werden; bitte den Schreibschutz lösen oder einen anderen Datenträger nehmen.",
            path.display()
        ),
        MediumError::Full(path) => format!(
            "{}: der Datenträger ist voll; bitte einen mit mehr freiem Platz nehmen. Es ist nichts zurückgeblieben.",
            path.display()
        ),
        MediumError::TooLarge(path) => format!(
            "{}: das Format des Datenträgers fasst so große Dateien nicht (FAT32: 4 GB); bitte einen mit exFAT nehmen oder einen kürzeren Zeitraum wählen.",
            path.display()
        ),
        MediumError::Io { path, source } => super::io(path, source),
    }
}

/// Why a package could not be checked.
pub fn dsfinvk(error: &Error) -> String {
    match error {
        Error::Io { path, source } => super::io(path, source),
        Error::Zip { path, fault } => {
            format!("{}: kein lesbares ZIP-Archiv ({fault}).", path.display())
        }
        Error::Bomb { path, entry, limit } => format!(
            "{}: {entry} ist ausgepackt größer als {limit} Byte; das kann keine DSFinV-K sein.",
            path.display()
        ),
        Error::Archive { path, source } => super::archive(path, source),
        other => format!("Die Prüfung ging nicht: {other}."),
    }
}

/// A finding in a package as one sentence with its rule and place.
pub fn dsfinvk_finding(finding: &Finding) -> String {
    let place = &finding.place;
    let at = match (place.file.as_str(), place.row) {
        ("", _) => String::new(),
        (file, None) => format!("{file}: "),
        (file, Some(row)) => format!("{file}, Zeile {row}: "),
    };
    format!("{} {at}{}", finding.rule, finding.sentence)
}
