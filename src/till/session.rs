//! Log-in, lock-out, second persons.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Till, TillError};
use crate::ledger::StoredUser;
use crate::people::{Right, User, pin_fits};

/// Wrong PINs before the first pause.
const FREE_TRIES: u32 = 5;

/// How long after a pause its wrong PINs still count.
const FORGET_AFTER: TimeDelta = TimeDelta::minutes(10);

/// A second person's word: who, and the PIN that proves it.
#[derive(Debug, Clone)]
pub struct Approval {
    /// Id of the user.
    pub user_id: String,
    /// The PIN, never stored.
    pub pin: String,
}

impl Till {
    /// Users that can log in.
    pub fn users(&self) -> Result<Vec<User>, TillError> {
        Ok(self
            .ledger
            .users()?
            .into_iter()
            .map(|stored| stored.user)
            .collect())
    }

    /// Who is logged in.
    pub fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// Logs a user in; after five wrong PINs each further one costs a pause that doubles up to an hour.
    pub fn log_in(&mut self, user_id: &str, pin: &str) -> Result<User, TillError> {
        self.settle()?;
        let user = self.check_pin(user_id, pin)?;
        // Whoever was here before keeps the sale that was on the screen.
        self.log_out()?;
        let now = self.clock.now();
        self.record("log-in", Some(&user.id), "", now)?;
        let before = self.favourites()?;
        self.user = Some(user.clone());
        // Whose tiles are shown is part of what a screen keeps.
        self.edition += u64::from(self.favourites()? != before);
        Ok(user)
    }

    /// Logs out; a sale on the screen is parked under the user's name first.
    pub fn log_out(&mut self) -> Result<(), TillError> {
        let Some(user) = self.user.clone() else {
            return Ok(());
        };
        if self.current.is_some() {
            self.park(&user.name)?;
        }
        let now = self.clock.now();
        self.record("log-out", Some(&user.id), "", now)?;
        self.user = None;
        self.training = false;
        Ok(())
    }

    /// The logged-in user, if the role has the right.
    pub(super) fn require(&self, right: Right) -> Result<User, TillError> {
        let user = self.user.clone().ok_or(TillError::LoggedOut)?;
        if user.role.may(right) {
            Ok(user)
        } else {
            Err(TillError::NotAllowed(right))
        }
    }

    /// The second person of an approval: right PIN, the right to approve, somebody else.
    pub(super) fn second(&mut self, approval: &Approval) -> Result<User, TillError> {
        self.second_with(approval, Right::Approve)
    }

    /// The same, with another right.
    pub(super) fn second_with(
        &mut self,
        approval: &Approval,
        right: Right,
    ) -> Result<User, TillError> {
        let first = self.user.clone().ok_or(TillError::LoggedOut)?;
        if first.id == approval.user_id {
            return Err(TillError::SamePerson);
        }
        let second = self.check_pin(&approval.user_id, &approval.pin)?;
        if second.role.may(right) {
            Ok(second)
        } else {
            Err(TillError::NotAllowed(right))
        }
    }

    fn check_pin(&mut self, user_id: &str, pin: &str) -> Result<User, TillError> {
        let stored = self
            .ledger
            .users()?
            .into_iter()
            .find(|stored| stored.user.id == user_id)
            .ok_or_else(|| TillError::UnknownUser(user_id.to_owned()))?;
        let now = self.clock.now();
        if let Some(until) = stored.locked_until.filter(|until| *until > now) {
            return Err(TillError::Locked { until });
        }
        if pin_fits(pin, &stored.pin_hash) {
            if stored.wrong_pins > 0 {
                self.ledger.write(|w| w.pin_tried(user_id, 0, None))?;
            }
            return Ok(stored.user);
        }
        Err(self.wrong_pin(&stored, now)?)
    }

    fn wrong_pin(
        &mut self,
        stored: &StoredUser,
        now: DateTime<Utc>,
    ) -> Result<TillError, TillError> {
        // Who locked themselves out a while ago begins anew; a row of guesses does not.
        let forgotten = stored
            .locked_until
            .is_some_and(|until| now - until > FORGET_AFTER);
        let wrong = if forgotten { 1 } else { stored.wrong_pins + 1 };
        let over = wrong.saturating_sub(FREE_TRIES);
        let until = (wrong >= FREE_TRIES)
            .then(|| now + TimeDelta::seconds((30i64 << over.min(7)).min(3600)));
        let id = stored.user.id.clone();
        self.ledger.write(|w| w.pin_tried(&id, wrong, until))?;
        self.record("wrong-pin", Some(&id), &format!("try {wrong}"), now)?;
        Ok(match until {
            Some(until) => TillError::Locked { until },
            None => TillError::WrongPin {
                tries_left: FREE_TRIES - wrong,
            },
        })
    }

    /// Records an event; a clock that is behind does not keep it out of the book.
    pub(super) fn record(
        &mut self,
        kind: &str,
        person: Option<&str>,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<(), TillError> {
        // Events carry the clock as it is, receipts never go back: an event must not hide a wrong clock.
        self.ledger
            .write(|w| w.event(kind, person, None, text, now))?;
        Ok(())
    }
}
