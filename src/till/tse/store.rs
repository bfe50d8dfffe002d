//! Which TSEs a register has, and their secrets: `tse.json` in the data folder, readable by its owner alone. It is no
//! part of a backup: who finds a copy of the ledger finds no PIN.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use amtskasse_tse::driver::{self, Config, Driver};
use amtskasse_tse::{Error, Tse};
use serde::{Deserialize, Serialize};

use crate::till::devices::{Absent, test_tse};
use crate::till::{Clock, Connected};

/// Name of the file inside a data folder.
pub const FILE: &str = "tse.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// The one that signs, then those that stand by.
    devices: Vec<Config>,
}

/// The TSEs configured in a data folder; `None`: the built-in test TSE of a fresh installation.
pub fn read(data: &Path) -> Result<Option<Vec<Config>>, Error> {
    let path = data.join(FILE);
    let io = |source| Error::Io {
        context: path.display().to_string(),
        source,
    };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    // A copy that somebody made or restored may be open to everybody.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).map_err(io)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(io)?;
        }
    }
    let document: Document = serde_json::from_slice(&bytes)
        .map_err(|error| Error::Configuration(format!("{}: {error}", path.display())))?;
    Ok(Some(document.devices).filter(|devices| !devices.is_empty()))
}

/// Remembers the TSEs of a data folder.
pub fn write(data: &Path, devices: &[Config]) -> Result<(), Error> {
    let path = data.join(FILE);
    let document = Document {
        devices: devices.to_vec(),
    };
    serde_json::to_vec_pretty(&document)
        .map_err(io::Error::other)
        .and_then(|json| write_private(&path, &json))
        .map_err(|source| Error::Io {
            context: path.display().to_string(),
            source,
        })
}

/// Opens the TSEs of a data folder. One that cannot be opened becomes a device that says why at every call: the
/// register then works in an outage instead of not at all.
pub fn connect(data: &Path, clock: &Arc<dyn Clock>) -> Vec<Connected> {
    match read(data) {
        Ok(Some(configs)) => configs.iter().map(|c| open(data, c, clock)).collect(),
        Ok(None) => vec![test_tse(data, Default::default(), clock.clone())],
        Err(error) => vec![Connected {
            device: Box::new(Absent(error.to_string())),
            driver: Driver::Test,
            address: FILE.to_owned(),
        }],
    }
}

/// Opens one TSE; the built-in one lives in a folder inside the data folder.
pub fn try_open(
    data: &Path,
    config: &Config,
    clock: &Arc<dyn Clock>,
) -> Result<Box<dyn Tse>, Error> {
    let now = clock.clone();
    let mut located = config.clone();
    if config.driver == Driver::Test {
        located.address = data.join(&config.address).display().to_string();
    }
    driver::open(&located, Box::new(move || now.now()))
}

/// As [`try_open`]; one that cannot be opened becomes a device that says why at every call.
pub fn open(data: &Path, config: &Config, clock: &Arc<dyn Clock>) -> Connected {
    let device =
        try_open(data, config, clock).unwrap_or_else(|error| Box::new(Absent(error.to_string())));
    Connected {
        device,
        driver: config.driver,
        address: config.address.clone(),
    }
}

/// Writes a file whole or not at all, readable by its owner alone.
pub(in crate::till) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("part");
    let mut options = fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}
