//! Another TSE: in place of the one that signs, or to stand by (AEAO zu §146a, 1.6; the change is to be notified within a
//! month, §146a(4) AO).

use std::path::{Path, PathBuf};

use amtskasse_tse::driver::{Config, Driver};
use amtskasse_tse::{Error, State};

use super::store;
use crate::people::Right;
use crate::till::signer::{Connected, Unit};
use crate::till::{Approval, TEST_TSE_FOLDER, Till, TillError};

/// Where a new TSE goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TsePlace {
    /// It signs from now on; the one before is let go.
    First,
    /// It stands by and signs while the first one is out.
    Standby,
}

impl Till {
    /// Takes a TSE that was set up into use. The old one must have been archived up to its last signature and hold no
    /// open transaction of this register, unless it is out: then nothing more can be got from it now.
    pub fn change_tse(
        &mut self,
        config: &Config,
        device: Connected,
        place: TsePlace,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        let second = self.second(approval)?;
        if place == TsePlace::First {
            self.may_let_go()?;
        }
        let data = self.data_folder();
        let mut configs = self.tse_configs(&data)?;
        // Whatever the device was set up with, it signs for this register.
        let config = &Config {
            client_id: self.site.register.serial.clone(),
            ..config.clone()
        };
        let unit = Unit::new(device, self.background);
        let replaced = match place {
            TsePlace::First => configs.first().cloned(),
            TsePlace::Standby => None,
        };
        let before = match place {
            TsePlace::First => {
                let old = match self.signer.units.is_empty() {
                    true => None,
                    false => Some(self.signer.units.remove(0)),
                };
                self.signer.units.insert(0, unit);
                match configs.first_mut() {
                    Some(first) => *first = config.clone(),
                    None => configs.push(config.clone()),
                }
                old
            }
            TsePlace::Standby => {
                self.signer.units.push(unit);
                configs.push(config.clone());
                None
            }
        };
        let index = match place {
            TsePlace::First => 0,
            TsePlace::Standby => self.signer.units.len() - 1,
        };
        let moment = self.moment();
        let now = moment.clock;
        let woken = self
            .signer
            .wake(index, moment)
            .and_then(|(record, info)| {
                // One device in two places would stand by for itself.
                let others = self.signer.units.iter().enumerate();
                let mut others = others.filter(|(place, _)| *place != index);
                let twice = others.any(|(_, unit)| {
                    let known = unit.record.as_ref();
                    known.is_some_and(|known| known.serial == record.serial)
                });
                match twice {
                    true => Err(Error::InUse(record.serial)),
                    false => Ok((record, info)),
                }
            })
            .and_then(|awake| {
                // What the old one was set up with is needed for its exports for years.
                if let Some(replaced) = &replaced {
                    store::retire(&data, replaced, moment.clock)?;
                }
                store::write(&data, &configs).map(|()| awake)
            });
        let (record, info) = match woken {
            Ok(awake) => awake,
            Err(error) => {
                // As it was: the old one goes on.
                self.signer.units.remove(index);
                if let Some(old) = before {
                    self.signer.units.insert(0, old);
                }
                return Err(error.into());
            }
        };
        debug_assert_eq!(info.state, State::Operational);
        let text = format!("{}, {}: {}", record.serial, second.id, config.driver.name());
        match place {
            TsePlace::First => {
                self.record("tse-change", Some(&user.id), &text, now)?;
                self.signer.switch(0);
                self.identify_anew(record, now)?;
                if self.signer.outage().is_some() {
                    self.outage_ends(now)?;
                }
                self.look_up_archive();
                self.reconcile()?;
            }
            TsePlace::Standby => {
                self.record("tse-standby", Some(&user.id), &text, now)?;
                if self.signer.outage().is_some() {
                    self.take_over(index)?;
                }
            }
        }
        Ok(())
    }

    /// Lets go of a TSE that stands by.
    pub fn remove_standby(&mut self, place: usize, approval: &Approval) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?;
        let second = self.second(approval)?;
        let data = self.data_folder();
        let mut configs = self.tse_configs(&data)?;
        if place == 0 || place == self.signer.active() || place >= self.signer.units.len() {
            return Err(TillError::TseInUse);
        }
        let record = self.signer.units.get(place).filter(|unit| unit.awake);
        let serial = record
            .and_then(|unit| unit.record.as_ref())
            .map(|r| r.serial.clone());
        if let Some(serial) = serial
            && !self.is_archived(&serial)?
        {
            return Err(TillError::TseNotArchived);
        }
        if place < configs.len() {
            let removed = configs.remove(place);
            store::retire(&data, &removed, self.clock.now())?;
            store::write(&data, &configs)?;
        }
        let unit = self.signer.units.remove(place);
        if self.signer.active() > place {
            self.signer.moved_up();
        }
        let serial = unit.record.map(|record| record.serial).unwrap_or_default();
        let text = format!("{serial}, {}", second.id);
        self.record(
            "tse-standby-removed",
            Some(&user.id),
            &text,
            self.clock.now(),
        )
    }

    fn may_let_go(&mut self) -> Result<(), TillError> {
        if self.signer.outage().is_some() || self.signer.active() != 0 {
            return Ok(());
        }
        let drafts = self.ledger.drafts()?.len();
        if drafts > 0 {
            return Err(TillError::OpenSales(drafts));
        }
        self.reconcile()?;
        let open = self.signer.open_transactions()?.len() as u64;
        if open > 0 {
            return Err(Error::OpenTransactions(open).into());
        }
        // A test TSE of the demo has nothing anybody would want to keep.
        let unit = self.signer.units.first_mut();
        let Some(unit) = unit.filter(|unit| unit.driver != Driver::Test) else {
            return Ok(());
        };
        let signatures = unit.info_now()?.signatures;
        let serial = unit.record.as_ref().map(|record| record.serial.clone());
        match self.archived_up_to(&serial.unwrap_or_default()) >= signatures {
            true => Ok(()),
            false => Err(TillError::TseNotArchived),
        }
    }

    pub(in crate::till) fn data_folder(&self) -> PathBuf {
        let folder = self.ledger.path().parent();
        folder.unwrap_or(Path::new(".")).to_owned()
    }

    /// The configuration as it is; the built-in test TSE gets its entry when a second one joins it.
    fn tse_configs(&self, data: &Path) -> Result<Vec<Config>, Error> {
        Ok(store::read(data)?.unwrap_or_else(|| {
            let client = self.site.register.serial.clone();
            vec![Config::new(Driver::Test, TEST_TSE_FOLDER, client)]
        }))
    }
}
