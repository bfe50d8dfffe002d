//! A TSE that is being set up: what it is told is on disk, readable by its owner alone, before the device hears of it.
//! The power may go at any moment, and a device whose PINs nobody knows is lost.

use std::fs;
use std::io;
use std::path::Path;

use amtskasse_tse::Error;
use amtskasse_tse::driver::Config;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::private;

/// Name of the file inside a data folder.
pub const FILE: &str = "tse-pending.json";

/// A TSE between its first secrets and its first signature here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// Where it is, with its secrets.
    pub config: Config,
    /// It was new: the set-up is repeated with the same secrets, never with others.
    pub fresh: bool,
    /// When this was begun.
    pub begun: DateTime<Utc>,
    /// It is set up and knows this register; what is left is to use it.
    pub ready: bool,
}

/// The TSE that is being set up, if there is one.
pub fn read(data: &Path) -> Result<Option<Pending>, Error> {
    private::read(&data.join(FILE))
}

/// Remembers it; on return it is on disk.
pub fn write(data: &Path, pending: &Pending) -> Result<(), Error> {
    private::write(&data.join(FILE), pending)
}

/// It is in use, and its secrets stand with the others.
pub fn done(data: &Path) -> Result<(), Error> {
    let path = data.join(FILE);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::Io {
            context: path.display().to_string(),
            source: error,
        }),
        _ => Ok(()),
    }
}

/// Puts it aside under a name with the moment in it. The secrets are kept: the device may have them already.
pub fn put_aside(data: &Path, now: DateTime<Utc>) -> Result<String, Error> {
    let name = format!("tse-aside-{}.json", now.format("%Y%m%d-%H%M%S"));
    fs::rename(data.join(FILE), data.join(&name)).map_err(|source| Error::Io {
        context: data.join(FILE).display().to_string(),
        source,
    })?;
    Ok(name)
}
