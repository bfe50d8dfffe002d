//! Set-up, secrets and the end of the device's life.

use super::code::{self, Failure};
use super::context::{Call, ClientCall, Context};
use super::refused;
use super::session::{Session, Trouble, c_text, secret, user};
use crate::{Error, Role, Secret, SetUp, State};

/// Seed of the maker's examples; the device derives nothing from it that the PINs do not replace.
const SEED: &[u8] = b"SwissbitSwissbit";
/// PINs and PUK every device is delivered with, as the maker's and others' programs know them.
const DELIVERED: [&str; 3] = ["12345", "98765", "123456"];

fn digits(secret: Secret, value: &str) -> Result<(), Error> {
    let expected = if secret == Secret::Puk { 6 } else { 5 };
    if value.len() != expected || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::InvalidData(format!(
            "{secret}: {expected} digits expected"
        )));
    }
    if DELIVERED.contains(&value) {
        return Err(Error::InitialSecrets);
    }
    Ok(())
}

pub(super) fn state(number: u32) -> Result<State, Error> {
    match number {
        0 => Ok(State::Uninitialized),
        1 => Ok(State::Operational),
        2 => Ok(State::Decommissioned),
        other => Err(Error::Protocol(format!("state {other} of the TSE"))),
    }
}

impl Session {
    fn state(&mut self) -> Result<State, Error> {
        let facts = self
            .repeat(None, Context::facts)
            .map_err(|trouble| self.explain(trouble, "", 0))?;
        state(facts.state)
    }

    /// First set-up, or a look whether it was done with these secrets.
    pub fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        digits(Secret::AdminPin, &set_up.admin_pin)?;
        digits(Secret::TimeAdminPin, &set_up.time_admin_pin)?;
        digits(Secret::Puk, &set_up.admin_puk)?;
        let state = self.state()?;
        match state {
            State::Decommissioned => return Err(Error::Decommissioned),
            State::Operational => {
                let configured = self.secrets.clone();
                self.secrets.admin_pin.clone_from(&set_up.admin_pin);
                self.secrets
                    .time_admin_pin
                    .clone_from(&set_up.time_admin_pin);
                self.forget_logins();
                if let Err(error) = self.log_in(Role::Admin) {
                    self.secrets = configured;
                    return Err(match error {
                        Error::WrongSecret { left, .. } if left != Some(1) => Error::SetUpElsewhere,
                        other => other,
                    });
                }
            }
            State::Uninitialized => self.initialize(set_up)?,
        }
        self.secrets.admin_puk.clone_from(&set_up.admin_puk);
        self.switch_on()
    }

    /// The maker wants it repeated with the same values after a failure, never with others: those of the caller are the
    /// same, since they come from the same configuration.
    fn initialize(&mut self, set_up: &SetUp) -> Result<(), Error> {
        // It fails for want of a client, and has to run all the same.
        self.run_self_test()?;
        let client = c_text(&self.client)?;
        let call = self.context()?.set_up(
            SEED,
            set_up.admin_puk.as_bytes(),
            set_up.admin_pin.as_bytes(),
            set_up.time_admin_pin.as_bytes(),
            &client,
        );
        match call {
            Ok(()) => self.both_logged_in(),
            Err(Failure::Code(code::ALREADY_INITIALIZED)) => {}
            Err(failure) => return Err(self.explain(failure.into(), "", 0)),
        }
        self.secrets.admin_pin.clone_from(&set_up.admin_pin);
        self.secrets
            .time_admin_pin
            .clone_from(&set_up.time_admin_pin);
        if let Some(serial) = self.serial.clone() {
            refused::forget(&serial, Secret::AdminPin, &set_up.admin_pin);
            refused::forget(&serial, Secret::TimeAdminPin, &set_up.time_admin_pin);
            refused::forget(&serial, Secret::Puk, &set_up.admin_puk);
        }
        Ok(())
    }

    /// Interface for cash registers, and export even when the chip fails: the latter cannot be switched on any more
    /// when it is needed.
    fn switch_on(&mut self) -> Result<(), Error> {
        let facts = self
            .repeat(None, Context::facts)
            .map_err(|trouble| self.explain(trouble, "", 0))?;
        let mut steps: Vec<Call> = Vec::new();
        if facts.ctss != Some(true) {
            steps.push(Context::enable_ctss);
        }
        if facts.export_if_csp_fails != Some(true) {
            steps.push(Context::enable_export_if_csp_fails);
        }
        for step in steps {
            match self.repeat(Some(Role::Admin), step) {
                // A library or firmware without it has nothing to switch.
                Ok(())
                | Err(Trouble::Failure(
                    Failure::Missing(_) | Failure::Code(code::UNSUPPORTED | 0xF000),
                )) => {}
                Err(trouble) => return Err(self.explain(trouble, "", 0)),
            }
        }
        Ok(())
    }

    pub fn change_pin(&mut self, role: Role, old: &str, new: &str) -> Result<(), Error> {
        digits(secret(role), new)?;
        self.guarded(secret(role), old, |context| {
            context.change_pin(user(role), old.as_bytes(), new.as_bytes())
        })?;
        self.pin_is(role, new);
        Ok(())
    }

    pub fn change_puk(&mut self, old: &str, new: &str) -> Result<(), Error> {
        digits(Secret::Puk, new)?;
        self.guarded(Secret::Puk, old, |context| {
            context.change_puk(old.as_bytes(), new.as_bytes())
        })?;
        self.secrets.admin_puk = new.into();
        Ok(())
    }

    pub fn unblock_pin(&mut self, role: Role, puk: &str, new: &str) -> Result<(), Error> {
        digits(secret(role), new)?;
        self.guarded(Secret::Puk, puk, |context| {
            context.unblock(user(role), puk.as_bytes(), new.as_bytes())
        })?;
        self.pin_is(role, new);
        Ok(())
    }

    /// From now on this is the role's PIN.
    fn pin_is(&mut self, role: Role, new: &str) {
        if let Some(serial) = &self.serial {
            refused::forget(serial, secret(role), new);
        }
        match role {
            Role::Admin => self.secrets.admin_pin = new.into(),
            Role::TimeAdmin => self.secrets.time_admin_pin = new.into(),
        }
        self.forget_logins();
    }

    pub fn delete_exported(&mut self) -> Result<(), Error> {
        let delete = self.api().worm_export_deleteStoredData;
        self.repeat(Some(Role::Admin), |context| context.simple(delete))
            .map_err(|trouble| self.explain(trouble, "", 0))
    }

    pub fn decommission(&mut self) -> Result<(), Error> {
        let end = self.api().worm_tse_decommission;
        self.repeat(Some(Role::Admin), |context| context.simple(end))
            .map_err(|trouble| self.explain(trouble, "", 0))
    }

    pub fn register(&mut self, client_id: &str) -> Result<(), Error> {
        self.with_client(self.api().worm_tse_registerClient, client_id)
    }

    pub fn deregister(&mut self, client_id: &str) -> Result<(), Error> {
        self.with_client(self.api().worm_tse_deregisterClient, client_id)
    }

    fn with_client(&mut self, call: ClientCall, client_id: &str) -> Result<(), Error> {
        let client = c_text(client_id)?;
        self.repeat(Some(Role::Admin), |context| {
            context.with_client(call, &client)
        })
        .map_err(|trouble| self.explain(trouble, client_id, 0))
    }

    pub fn clients(&mut self) -> Result<Vec<String>, Error> {
        self.repeat(None, Context::clients)
            .map_err(|trouble| self.explain(trouble, "", 0))
    }
}
