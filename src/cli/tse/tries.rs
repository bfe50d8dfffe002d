//! Tries that are left, kept from one call of the program to the next: a device that blocks a PIN after the next wrong try
//! must not get it by accident.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use amtskasse_tse::Error;
use amtskasse_tse::driver::{Config, Driver};

use crate::cli::{Failure, file, folder};

/// Wrong tries fiskaly takes; it does not say how many are left.
const FISKALY: u32 = 5;

/// What is known about one TSE's tries.
pub(super) struct Tries {
    path: Option<PathBuf>,
    key: String,
    silent: Option<u32>,
    left: Option<u32>,
    dare: bool,
}

impl Tries {
    /// What the last calls left behind.
    pub fn of(config: &Config, dare: bool) -> Result<Tries, Failure> {
        let path = folder::state().map(|folder| folder.join("tse-tries.json"));
        let key = [
            config.driver.name(),
            &config.address,
            config.device.as_deref().unwrap_or_default(),
        ]
        .join(" ");
        let mut tries = Tries {
            path,
            key,
            silent: (config.driver == Driver::Fiskaly).then_some(FISKALY),
            left: None,
            dare,
        };
        tries.left = tries.all().get(&tries.key).copied();
        Ok(tries)
    }

    /// Refuses while one try is left, unless told not to.
    pub fn or_refuse(&self) -> Result<(), Failure> {
        match self.left {
            Some(left @ ..=1) if !self.dare => Err(Failure::new(format!(
                "Bei dieser TSE war zuletzt eine PIN oder PUK falsch, und {} übrig; nach dem nächsten Fehler ist sie gesperrt. Wer sicher ist: --yes-last-try.",
                match left {
                    0 => "kein Versuch ist",
                    _ => "nur ein Versuch ist",
                }
            ))),
            _ => Ok(()),
        }
    }

    /// Keeps what an error says about the tries.
    pub fn learn(&self, error: Option<&Error>) -> Result<(), Failure> {
        let left = match error {
            Some(Error::WrongSecret { left, .. }) => {
                let counted = self.silent.map(|most| {
                    let before = self.left.unwrap_or(most);
                    before.saturating_sub(1)
                });
                left.or(counted)
            }
            Some(Error::LastTry(_)) => Some(1),
            _ => return Ok(()),
        };
        match left {
            Some(left) => self.change(|all| {
                all.insert(self.key.clone(), left);
            }),
            None => Ok(()),
        }
    }

    /// Forgets what was, after a secret was accepted.
    pub fn forget(&self) -> Result<(), Failure> {
        match self.left {
            Some(_) => self.change(|all| {
                all.remove(&self.key);
            }),
            None => Ok(()),
        }
    }

    fn all(&self) -> BTreeMap<String, u32> {
        // A file that is lost or damaged costs a warning, not the work.
        self.path
            .as_ref()
            .and_then(|path| fs::read(path).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<String, u32>)) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let mut all = self.all();
        change(&mut all);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| serde_json::to_vec(&all).map_err(std::io::Error::other))
            .and_then(|json| fs::write(path, json));
        written.map_err(|error| file::failed(path, &error))
    }
}
