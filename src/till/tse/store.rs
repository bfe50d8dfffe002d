//! Which TSEs a register has, and their secrets: `tse.json` in the data folder, readable by its owner alone. It is no
//! part of a backup: who finds a copy of the ledger finds no PIN.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use amtskasse_tse::driver::{self, Config, Driver};
use amtskasse_tse::{Error, Secret, Tse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::private;
use crate::fiscal;
use crate::till::devices::{NoDevice, test_tse};
use crate::till::signer::Reopen;
use crate::till::{Clock, Connected};

/// Name of the file inside a data folder.
pub const FILE: &str = "tse.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// The one that signs, then those that stand by.
    devices: Vec<Config>,
}

/// TSEs that are no longer in use: their secrets are needed as long as something may have to be exported from them.
const RETIRED: &str = "tse-retired.json";
/// Configurations whose secrets a device refused. They are not tried again: each start of the program would cost a try.
const REFUSED: &str = "tse-refused.json";

/// A TSE that is no longer in use.
#[derive(Serialize, Deserialize)]
struct Retired {
    until: DateTime<Utc>,
    config: Config,
}

/// A configuration, by its digest, and the secret in it that was refused.
#[derive(Serialize, Deserialize)]
struct Refused {
    config: String,
    secret: Secret,
}

/// The TSEs configured in a data folder; `None`: the built-in test TSE of a fresh installation.
pub fn read(data: &Path) -> Result<Option<Vec<Config>>, Error> {
    let document: Option<Document> = private::read(&data.join(FILE))?;
    let devices = document.map(|document| document.devices);
    Ok(devices.filter(|devices| !devices.is_empty()))
}

/// Remembers the TSEs of a data folder. Whoever changes them has dealt with secrets that were refused.
pub fn write(data: &Path, devices: &[Config]) -> Result<(), Error> {
    let refused = data.join(REFUSED);
    match fs::remove_file(&refused) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(private::failed(&refused)(error));
        }
        _ => {}
    }
    let devices = devices.to_vec();
    private::write(&data.join(FILE), &Document { devices })
}

/// Keeps what a TSE was set up with that is no longer in use.
pub fn retire(data: &Path, config: &Config, until: DateTime<Utc>) -> Result<(), Error> {
    let path = data.join(RETIRED);
    let mut retired: Vec<Retired> = private::read(&path)?.unwrap_or_default();
    retired.push(Retired {
        until,
        config: config.clone(),
    });
    private::write(&path, &retired)
}

/// Remembers that a device refused a secret of the configuration with this digest.
pub(in crate::till) fn remember_refusal(
    data: &Path,
    config: &str,
    secret: Secret,
) -> Result<(), Error> {
    let path = data.join(REFUSED);
    let mut refused: Vec<Refused> = private::read(&path)?.unwrap_or_default();
    if refused.iter().all(|known| known.config != config) {
        let config = config.to_owned();
        refused.push(Refused { config, secret });
        private::write(&path, &refused)?;
    }
    Ok(())
}

fn digest(config: &Config) -> String {
    let json = serde_json::to_vec(config).unwrap_or_default();
    fiscal::hex(ring::digest::digest(&ring::digest::SHA256, &json).as_ref())
}

/// Opens the TSEs of a data folder. One that cannot be opened becomes a device that says why at every call: the
/// register then works in an outage instead of not at all. So does one whose secrets were refused.
pub fn connect(data: &Path, clock: &Arc<dyn Clock>) -> Vec<Connected> {
    let configs = match read(data) {
        Ok(Some(configs)) => configs,
        Ok(None) => return vec![test_tse(data, Default::default(), clock.clone())],
        Err(error) => {
            let device = NoDevice::Absent(error.to_string());
            return vec![Connected::new(Box::new(device), Driver::Test, FILE)];
        }
    };
    let refused = private::read(&data.join(REFUSED)).ok().flatten();
    let refused: Vec<Refused> = refused.unwrap_or_default();
    let connect = |config: &Config| {
        let digest = digest(config);
        match refused.iter().find(|known| known.config == digest) {
            None => open(data, config, clock),
            Some(known) => {
                let device = Box::new(NoDevice::Withheld(known.secret));
                Connected::new(device, config.driver, &config.address)
            }
        }
    };
    configs.iter().map(connect).collect()
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

/// As [`try_open`]; one that cannot be opened becomes a device that says why at every call, and is tried again.
pub fn open(data: &Path, config: &Config, clock: &Arc<dyn Clock>) -> Connected {
    let (device, reopen) = match try_open(data, config, clock) {
        Ok(device) => (device, None),
        Err(error) => {
            let (data, config, clock) = (data.to_owned(), config.clone(), clock.clone());
            let reopen: Reopen = Arc::new(move || try_open(&data, &config, &clock));
            let absent: Box<dyn Tse> = Box::new(NoDevice::Absent(error.to_string()));
            (absent, Some(reopen))
        }
    };
    Connected {
        config: Some(digest(config)),
        reopen,
        ..Connected::new(device, config.driver, &config.address)
    }
}
