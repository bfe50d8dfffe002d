//! Where a register keeps its data.

use std::env;
use std::path::PathBuf;

use super::Failure;

/// Environment variable that names the data folder.
const VARIABLE: &str = "AMTSKASSE_DATA";

/// The data folder: as given, else by the environment, else the user's own.
pub(super) fn data(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    given.or_else(|| filled(VARIABLE)).or_else(own).ok_or_else(|| {
        Failure::new(format!(
            "Es gibt keinen Ordner für die Daten dieses Benutzers; bitte einen mit --data oder {VARIABLE} angeben."
        ))
    })
}

fn filled(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

#[cfg(windows)]
fn own() -> Option<PathBuf> {
    Some(filled("LOCALAPPDATA")?.join("Amtskasse"))
}

#[cfg(not(windows))]
fn own() -> Option<PathBuf> {
    // A relative XDG_DATA_HOME is to be ignored (XDG Base Directory Specification).
    let home = || Some(filled("HOME")?.join(".local/share"));
    let base = filled("XDG_DATA_HOME").filter(|path| path.is_absolute());
    Some(base.or_else(home)?.join("amtskasse"))
}
