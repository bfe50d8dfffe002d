//! A package of DSFinV-K that could not be checked.

use amtskasse_dsfinvk::verify::{Error, ZipFault};

/// Why a package could not be checked at all.
pub fn package(error: &Error) -> String {
    match error {
        Error::Io { path, source } => super::io(path, source),
        Error::Zip { path, fault } => format!("{}: {}.", path.display(), zip(fault)),
        Error::Bomb { path, entry, limit } => format!(
            "{}: {entry} entpackt sich auf mehr als {} MiB; so groß ist kein Paket dieser Dateigröße, \
             nichts wurde geprüft.",
            path.display(),
            limit >> 20
        ),
        Error::NoPackage { path } => format!(
            "{}: darin liegt kein Paket der DSFinV-K, weder index.xml noch eine seiner Dateien.",
            path.display()
        ),
        Error::Archive { path, source } => super::archive(path, source),
        Error::Stopped => "Die Prüfung wurde abgebrochen.".to_owned(),
        other => format!("{other}."),
    }
}

fn zip(fault: &ZipFault) -> String {
    match fault {
        ZipFault::NotZip => {
            "erwartet wird ein Paket der DSFinV-K, als Ordner oder als ZIP-Datei; das ist keines von beiden"
                .to_owned()
        }
        ZipFault::Tar => {
            "das ist ein TAR-Archiv; ein Paket der DSFinV-K darin bitte erst entpacken, das einer TSE prüft `verify tse`"
                .to_owned()
        }
        ZipFault::Truncated => {
            "das Ende der ZIP-Datei fehlt, sie ist abgeschnitten".to_owned()
        }
        ZipFault::Damaged { entry } if entry.is_empty() => {
            "das Verzeichnis der ZIP-Datei ist beschädigt".to_owned()
        }
        ZipFault::Damaged { entry } => format!("{entry} ist in der ZIP-Datei beschädigt"),
        ZipFault::Encrypted { entry } => {
            format!("{entry} ist verschlüsselt; ein Paket gehört unverschlüsselt übergeben")
        }
        ZipFault::Method { entry } => {
            format!("{entry} ist mit einem unbekannten Verfahren gepackt")
        }
        ZipFault::TooManyEntries { limit } => {
            format!("die ZIP-Datei hat mehr als {limit} Einträge; so viele hat kein Paket")
        }
        other => other.to_string(),
    }
}
