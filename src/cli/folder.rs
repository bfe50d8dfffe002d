//! Where a register keeps its data.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::ledger::LOCK;

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

/// Makes a register in `data`; a folder that came with it goes again when that fails.
pub(super) fn make<T>(
    data: &Path,
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let existed = data.exists();
    let result = work();
    if result.is_err() && !existed {
        let _ = fs::remove_file(data.join(LOCK)).and_then(|()| fs::remove_dir(data));
    }
    result
}

fn filled(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// Where the program notes what is no data of a register; `None`: nowhere.
pub(super) fn state() -> Option<PathBuf> {
    // A relative XDG_STATE_HOME is to be ignored (XDG Base Directory Specification).
    let given = filled("XDG_STATE_HOME").filter(|path| path.is_absolute());
    let home = || Some(filled("HOME")?.join(".local/state"));
    let base = given.or_else(|| filled("LOCALAPPDATA")).or_else(home);
    Some(base?.join("amtskasse"))
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
