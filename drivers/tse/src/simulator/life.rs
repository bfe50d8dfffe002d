//! Roles, PINs, deletion and the end of the device's life.

use chrono::{DateTime, Utc};

use super::Simulator;
use super::export::system_body;
use super::index::{Kind, Survivors};
use super::pins::{Guarded, secret_of};
use crate::log::LogTime;
use crate::{Error, Role, Secret};

/// `userId` in the log messages.
fn user(role: Role) -> &'static [u8] {
    match role {
        Role::Admin => b"Admin",
        Role::TimeAdmin => b"TimeAdmin",
    }
}

impl Simulator {
    /// Checks the PIN of a role and logs the attempt, as a device does that wants its users logged in. Who is
    /// logged in, and what for, is the business of the wire simulator around this one.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] with the tries left, [`Error::Blocked`], [`Error::NotInitialized`].
    pub fn log_in(&mut self, role: Role, pin: &str) -> Result<(), Error> {
        self.call(|device| {
            device.needs_initialized()?;
            let result = device.check(secret_of(role), pin);
            let left = device.tries(secret_of(role));
            if matches!(
                result,
                Ok(()) | Err(Error::WrongSecret { .. } | Error::Blocked(_))
            ) && !device.store.index.decommissioned
            {
                let number = match role {
                    Role::Admin => 1,
                    Role::TimeAdmin => 2,
                };
                let good = if result.is_ok() { 0xFF } else { 0 };
                let body = system_body(
                    Kind::AuthenticateUser,
                    &[
                        (0x81, user(role)),
                        (0x82, &[number]),
                        (0x83, &[good]),
                        (0x84, &[u8::try_from(left).unwrap_or(u8::MAX)]),
                    ],
                );
                let now = device.device_time();
                device.sign(Kind::AuthenticateUser, 0, 0, now, body)?;
            }
            result
        })
    }

    /// Tries left until a PIN or the PUK is blocked; 0 before the set-up.
    pub fn tries(&mut self, secret: Secret) -> u32 {
        let pins = self.identity.pins_mut();
        pins.and_then(|pins| pins.of(secret))
            .map_or(0, |guarded| guarded.left)
    }

    /// Signature counter of the last log message that was deleted, 0 if none was.
    #[must_use]
    pub fn deleted_up_to(&self) -> u64 {
        self.store.index.before.counter
    }

    /// Compares, and counts the tries; the counter is on disk before the answer is given.
    fn check(&mut self, secret: Secret, value: &str) -> Result<(), Error> {
        let pins = self.identity.pins_mut().ok_or(Error::NotInitialized)?;
        let guarded = pins
            .of(secret)
            .ok_or(Error::Unsupported("a secret of this kind"))?;
        if guarded.left == 0 {
            return Err(Error::Blocked(secret));
        }
        let before = guarded.left;
        let right = guarded.matches(value);
        guarded.left = if right {
            super::pins::TRIES
        } else {
            before - 1
        };
        let left = guarded.left;
        if left != before {
            self.identity.save(&self.folder, &self.options.faults)?;
        }
        match (right, left) {
            (true, _) => Ok(()),
            (false, 0) => Err(Error::Blocked(secret)),
            (false, left) => Err(Error::WrongSecret {
                secret,
                left: Some(left),
            }),
        }
    }

    pub(super) fn replace_secret(
        &mut self,
        secret: Secret,
        old: (Secret, &str),
        new: &str,
    ) -> Result<(), Error> {
        let fresh = Guarded::new(new, &self.random)?;
        self.check(old.0, old.1)?;
        if let Some(guarded) = self.identity.pins_mut().and_then(|pins| pins.of(secret)) {
            *guarded = fresh;
        }
        self.identity.save(&self.folder, &self.options.faults)
    }

    pub(super) fn unblock(&mut self, role: Role, puk: &str, new_pin: &str) -> Result<(), Error> {
        self.needs_set_up()?;
        self.replace_secret(secret_of(role), (Secret::Puk, puk), new_pin)?;
        let body = system_body(Kind::UnblockUser, &[(0x81, user(role)), (0x82, &[0])]);
        let now = self.device_time();
        self.sign(Kind::UnblockUser, 0, 0, now, body).map(drop)
    }

    pub(super) fn delete(&mut self) -> Result<(), Error> {
        self.needs_set_up()?;
        let index = &self.store.index;
        if self.identity.exported() < index.counter() {
            return Err(Error::UnexportedData);
        }
        let survivors = Survivors {
            counter: index.counter(),
            transactions: index.last_transaction(),
            open: index.open().clone(),
            known: self.known.clone(),
            registered: self.registered.clone(),
        };
        let body = system_body(Kind::DeleteStoredData, &[(0x81, user(Role::Admin))]);
        let now = self.device_time();
        let sealed = self.seal(Kind::DeleteStoredData, 0, 0, now, body)?;
        let faults = &self.options.faults;
        self.store
            .start_over(&survivors, sealed.facts, &sealed.der, faults)
    }

    pub(super) fn disable(&mut self) -> Result<(), Error> {
        self.needs_set_up()?;
        let open = self.store.index.open_count();
        if open > 0 {
            return Err(Error::OpenTransactions(open as u64));
        }
        let now: DateTime<Utc> = self.device_time();
        let at = LogTime::new(self.identity.log_time_format, now).raw();
        let body = system_body(Kind::DisableSecureElement, &[(0x81, at.as_slice())]);
        self.sign(Kind::DisableSecureElement, 0, 0, now, body)
            .map(drop)
    }
}
