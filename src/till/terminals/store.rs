//! Which card terminals a register has: `terminals.json` in the data folder, readable by its owner alone, for the password
//! of a ZVT terminal stands in it. It is no part of a backup.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use amtskasse_terminal::{Config, Driver};
use serde::{Deserialize, Serialize};

use super::{ConnectedTerminal, NoTerminal};
use crate::ledger::Ledger;
use crate::till::tse::private::{read_private, write_private};
use crate::till::{Clock, TillError, local};

/// Name of the file inside a data folder.
pub const FILE: &str = "terminals.json";
/// Setting of the ledger: the terminals that were configured last, without their secrets.
const SETTING: &str = "terminals";
/// Longest name of a terminal, in characters.
const LONGEST_NAME: usize = 40;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// Payments go to the first one unless another is chosen.
    terminals: Vec<Config>,
}

/// What the ledger remembers of a terminal, so that a lost file is noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    name: String,
    driver: Driver,
    address: String,
}

/// Why the terminals of a register are not known.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system would not read or write the file.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It holds something else; what exactly may stand beside a password, so only the place is told.
    #[error("{path}, line {line}, column {column}: this is no list of card terminals")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// The ledger knows of terminals, and the file is gone.
    #[error("{0} is missing, and the register has card terminals")]
    Lost(PathBuf),
    /// A terminal nobody could call by its name.
    #[error("the name of a card terminal has 1 to {LONGEST_NAME} characters, all of them visible")]
    Name,
    /// Two with the same name.
    #[error("there are two card terminals called {0:?}")]
    Twice(String),
    /// Two at the same address: one terminal under two names.
    #[error("there are two card terminals at {0}")]
    SamePlace(String),
}

/// The terminals configured in a data folder; `None`: the built-in test terminal of a fresh installation. An empty list is
/// a register without terminals.
pub fn read(data: &Path) -> Result<Option<Vec<Config>>, StoreError> {
    let path = data.join(FILE);
    let bytes = match read_private(&path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(None),
        Err(source) => return Err(StoreError::Io { path, source }),
    };
    let document: Document = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        StoreError::Damaged { path, line, column }
    })?;
    check(&document.terminals)?;
    Ok(Some(document.terminals))
}

/// Remembers the terminals of a data folder; on return they are on disk.
pub fn write(data: &Path, terminals: &[Config]) -> Result<(), StoreError> {
    check(terminals)?;
    let path = data.join(FILE);
    let terminals = terminals.to_vec();
    serde_json::to_vec_pretty(&Document { terminals })
        .map_err(io::Error::other)
        .and_then(|json| write_private(&path, &json))
        .map_err(|source| StoreError::Io { path, source })
}

/// Forgets that there was a file.
pub(super) fn remove(data: &Path) -> Result<(), StoreError> {
    let path = data.join(FILE);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Io { path, source })
        }
        _ => Ok(()),
    }
}

/// Names are what people and the ledger call a terminal by.
pub fn check(terminals: &[Config]) -> Result<(), StoreError> {
    let (mut names, mut places) = (HashSet::new(), HashSet::new());
    for terminal in terminals {
        let name = &terminal.name;
        let visible = name.trim() == name && !name.chars().any(char::is_control);
        if name.is_empty() || !visible || name.chars().count() > LONGEST_NAME {
            return Err(StoreError::Name);
        }
        if !names.insert(name.to_lowercase()) {
            return Err(StoreError::Twice(name.clone()));
        }
        // What is unknown at a terminal keeps the next payment away from it, by name.
        let place = (terminal.driver, terminal.address.trim().to_lowercase());
        if terminal.driver != Driver::Test && !places.insert(place) {
            return Err(StoreError::SamePlace(terminal.address.clone()));
        }
    }
    Ok(())
}

/// Opens the terminals of a data folder, or the built-in one where there is no file. One that cannot be opened becomes a
/// device that says why at every call: the register then works without it instead of not at all.
pub fn connect(
    data: &Path,
    clock: &Arc<dyn Clock>,
    built_in: impl FnOnce() -> ConnectedTerminal,
) -> Vec<ConnectedTerminal> {
    match read(data) {
        Ok(Some(configs)) => configs.iter().map(|config| open(config, clock)).collect(),
        Ok(None) => vec![built_in()],
        Err(error) => vec![absent(Config::new(FILE, Driver::Zvt, ""), &error)],
    }
}

/// Opens one terminal; one that cannot be opened becomes a device that says why at every call.
pub fn open(config: &Config, clock: &Arc<dyn Clock>) -> ConnectedTerminal {
    let device = match try_open(config, clock) {
        Ok(device) => device,
        Err(error) => Box::new(NoTerminal::new(config, error.to_string())),
    };
    ConnectedTerminal {
        config: config.clone(),
        device,
    }
}

/// Opens one terminal. Nothing is sent to it yet.
pub fn try_open(
    config: &Config,
    clock: &Arc<dyn Clock>,
) -> Result<Box<dyn amtskasse_terminal::CardTerminal>, amtskasse_terminal::Error> {
    let now = clock.clone();
    let clock = Box::new(move || local(now.now()).fixed_offset());
    amtskasse_terminal::open(config, clock)
}

fn absent(config: Config, why: &StoreError) -> ConnectedTerminal {
    ConnectedTerminal {
        device: Box::new(NoTerminal::new(&config, crate::message::terminal_file(why))),
        config,
    }
}

/// The built-in test terminal must not quietly stand in for real ones whose configuration got lost: `terminals.json` is no
/// part of a backup. Each that the ledger knows becomes a device that says so.
pub(in crate::till) fn guarded(
    ledger: &Ledger,
    terminals: Vec<ConnectedTerminal>,
) -> Result<Vec<ConnectedTerminal>, TillError> {
    let [only] = terminals.as_slice() else {
        return Ok(terminals);
    };
    let stands_in = only.config.driver == Driver::Test || only.config.name == FILE;
    let data = ledger.path().parent().unwrap_or(Path::new("."));
    let why = match read(data) {
        Ok(Some(_)) => return Ok(terminals),
        Ok(None) => StoreError::Lost(data.join(FILE)),
        Err(error) => error,
    };
    let known: Vec<Known> = ledger.setting(SETTING)?.unwrap_or_default();
    if !stands_in || known.iter().all(|known| known.driver == Driver::Test) {
        return Ok(terminals);
    }
    let lost = |known: Known| absent(Config::new(&known.name, known.driver, &known.address), &why);
    Ok(known.into_iter().map(lost).collect())
}

/// Notes in the ledger which terminals there are now.
pub(super) fn remember(
    writer: &crate::ledger::Writer<'_>,
    terminals: &[Config],
) -> Result<(), crate::ledger::StepError> {
    writer.set(SETTING, &known(terminals))
}

/// Notes the terminals of a file that somebody wrote by hand or brought along.
pub(in crate::till) fn notice(ledger: &mut Ledger, data: &Path) -> Result<(), TillError> {
    let Ok(Some(configs)) = read(data) else {
        return Ok(());
    };
    let noted: Vec<Known> = ledger.setting(SETTING)?.unwrap_or_default();
    if noted != known(&configs) {
        ledger.write(|w| remember(w, &configs))?;
    }
    Ok(())
}

fn known(terminals: &[Config]) -> Vec<Known> {
    let known = |config: &Config| Known {
        name: config.name.clone(),
        driver: config.driver,
        address: config.address.clone(),
    };
    terminals.iter().map(known).collect()
}
