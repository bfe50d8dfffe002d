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

/// Remembers how far a set-up is. One that was put aside for another while it worked keeps its secrets where it was
/// put.
pub fn keep(data: &Path, pending: &Pending) -> Result<(), Error> {
    match read(data)? {
        Some(other) if other.begun != pending.begun => {
            private::write(&data.join(aside(pending.begun)), pending)
        }
        _ => write(data, pending),
    }
}

fn aside(begun: DateTime<Utc>) -> String {
    format!("tse-aside-{}.json", begun.format("%Y%m%d-%H%M%S"))
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

/// Puts it aside under a name with the moment it was begun. The secrets are kept: the device may have them already.
pub fn put_aside(data: &Path) -> Result<(), Error> {
    let Some(pending) = read(data)? else {
        return Ok(());
    };
    let path = data.join(FILE);
    fs::rename(&path, data.join(aside(pending.begun))).map_err(private::failed(&path))
}

#[cfg(test)]
mod tests {
    use amtskasse_tse::driver::Driver;

    use super::*;

    #[test]
    fn one_that_was_put_aside_does_not_write_over_the_next() {
        let data = tempfile::tempdir().unwrap();
        let begun = |minute: i64| DateTime::from_timestamp(1_790_000_000 + 60 * minute, 0).unwrap();
        let set_up = |address: &str, minute| Pending {
            config: Config::new(Driver::Epson, address, "K"),
            fresh: true,
            begun: begun(minute),
            ready: false,
        };
        let mut first = set_up("tcp://one:8009", 0);
        keep(data.path(), &first).unwrap();
        put_aside(data.path()).unwrap();
        let second = set_up("tcp://two:8009", 1);
        keep(data.path(), &second).unwrap();
        // The thread of the first one ends only now, and it has learnt something.
        first.config.secrets.admin_puk = "108108".into();
        first.ready = true;
        keep(data.path(), &first).unwrap();
        assert_eq!(read(data.path()).unwrap(), Some(second));
        let aside = fs::read_to_string(data.path().join(aside(begun(0)))).unwrap();
        assert!(aside.contains("108108"), "{aside}");
    }
}
