//! Taking a TSE into operation: looking who answers, setting it up with own secrets, making this register known to it.
//!
//! Every step opens the device anew and lets it go: nothing has to be remembered between steps but what is on disk
//! ([`super::pending`]). The calls may take minutes; whoever must not wait makes them on a thread of its own.

use std::path::Path;
use std::sync::Arc;

use amtskasse_tse::driver::{Config, Driver};
use amtskasse_tse::{Error, Info, Role, SetUp, State, Tse};

use super::pending::{self, Pending};
use super::store;
use crate::till::Clock;

/// Who answers at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it says about itself; `None`: there is none yet, the set-up makes it at its maker.
    pub info: Option<Info>,
    /// Registers it knows, if it tells.
    pub clients: Option<Vec<String>>,
}

impl Found {
    /// Whether it was never set up.
    #[must_use]
    pub fn is_new(&self) -> bool {
        let state = self.info.as_ref().map(|info| info.state);
        matches!(state, None | Some(State::Uninitialized))
    }
}

/// Asks who answers; changes nothing at the device.
pub fn probe(data: &Path, config: &Config, clock: &Arc<dyn Clock>) -> Result<Found, Error> {
    let mut tse = store::try_open(data, config, clock)?;
    if config.driver == Driver::Fiskaly && config.device.is_none() {
        return Ok(Found {
            info: None,
            clients: None,
        });
    }
    look(&mut *tse)
}

fn look(tse: &mut dyn Tse) -> Result<Found, Error> {
    let info = tse.info()?;
    Ok(Found {
        // Some tell only after a log-in, and a new one knows nobody.
        clients: tse.clients().ok(),
        info: Some(info),
    })
}

/// Sets the device up, if it was new, and makes this register known to it. Whatever is decided is on disk before the device
/// hears of it; after a failure the same call may be made again.
pub fn set_up(
    data: &Path,
    mut pending: Pending,
    clock: &Arc<dyn Clock>,
) -> Result<(Pending, Found), Error> {
    // What is set up already is only logged in to again.
    let new = pending.fresh && !pending.ready;
    if new {
        pending::keep(data, &pending)?;
    }
    let mut tse = store::try_open(data, &pending.config, clock)?;
    if new {
        if pending.config.device.is_none()
            && let Some(created) = tse.create()?
        {
            pending.config.device = Some(created.device);
            pending.config.secrets.admin_puk = created.admin_puk;
            pending::keep(data, &pending)?;
            drop(tse);
            tse = store::try_open(data, &pending.config, clock)?;
        }
        let secrets = &pending.config.secrets;
        tse.set_up(&SetUp {
            admin_pin: secrets.admin_pin.clone(),
            time_admin_pin: secrets.time_admin_pin.clone(),
            admin_puk: secrets.admin_puk.clone(),
            description: "Amtskasse".to_owned(),
        })?;
    } else {
        match tse.info()?.state {
            State::Uninitialized => return Err(Error::NotInitialized),
            State::Decommissioned => return Err(Error::Decommissioned),
            State::Operational => {}
        }
        if pending.config.driver == Driver::Test {
            // It signs for whoever opens its folder; only its PIN tells whether somebody may.
            let pin = &pending.config.secrets.admin_pin;
            tse.change_pin(Role::Admin, pin, pin)?;
        }
    }
    tse.self_test()?;
    tse.update_time(clock.now())?;
    tse.register_client(&pending.config.client_id)?;
    let found = look(&mut *tse)?;
    pending.ready = true;
    pending::keep(data, &pending)?;
    Ok((pending, found))
}
