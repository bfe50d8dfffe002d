//! Secrets as they are typed.

use amtskasse_tse::Secret;
use amtskasse_tse::driver::{Driver, Secrets};
use iced::widget::Id;

use super::{Origin, State};
use crate::till::tse::secrets::{Weak, check, fits, rules};

/// A field of a secret; those that are new are typed twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// PIN of the administrator.
    Admin,
    /// Once more.
    AdminAgain,
    /// PIN of the time administrator.
    Time,
    /// Once more.
    TimeAgain,
    /// PUK.
    Puk,
    /// Once more.
    PukAgain,
}

impl Slot {
    /// Names the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "tse-pin",
            Self::AdminAgain => "tse-pin-again",
            Self::Time => "tse-timepin",
            Self::TimeAgain => "tse-timepin-again",
            Self::Puk => "tse-pukfield",
            Self::PukAgain => "tse-puk-again",
        }
    }

    /// Names the field.
    pub fn id(self) -> Id {
        Id::new(self.name())
    }
}

/// What was typed so far.
#[derive(Default)]
pub struct Slots([String; 6]);

/// Why typed secrets do not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was typed there yet.
    Empty(Slot),
    /// Both times are not the same.
    Differ(Slot),
    /// Too weak.
    Weak(Secret, Weak),
}

impl Slots {
    /// What stands in a field.
    pub fn get(&self, slot: Slot) -> &str {
        self.0.get(slot as usize).map_or("", String::as_str)
    }

    /// Fills a field in.
    pub fn set(&mut self, slot: Slot, text: String) {
        if let Some(place) = self.0.get_mut(slot as usize) {
            *place = text.trim().to_owned();
        }
    }

    /// As they are typed the first time.
    pub fn secrets(&self) -> Secrets {
        Secrets {
            admin_pin: self.get(Slot::Admin).to_owned(),
            time_admin_pin: self.get(Slot::Time).to_owned(),
            admin_puk: self.get(Slot::Puk).to_owned(),
            ..Secrets::default()
        }
    }

    /// The secrets of a device that has some, if they have the right shape.
    pub fn known(&self, driver: Driver) -> Option<Secrets> {
        let secrets = self.secrets();
        let time = !rules(driver).time_admin
            || fits(driver, Secret::TimeAdminPin, &secrets.time_admin_pin);
        let admin = fits(driver, Secret::AdminPin, &secrets.admin_pin);
        (admin && time).then_some(secrets)
    }

    /// Secrets somebody chose, typed twice, or what is wrong with them first.
    pub fn own(&self, driver: Driver) -> Result<Secrets, Fault> {
        let rules = rules(driver);
        let mut pairs = vec![(Slot::Admin, Slot::AdminAgain)];
        if rules.time_admin {
            pairs.push((Slot::Time, Slot::TimeAgain));
        }
        if rules.puk.is_some() {
            pairs.push((Slot::Puk, Slot::PukAgain));
        }
        let secrets = self.secrets();
        let weak = check(driver, &secrets);
        for (slot, again) in pairs {
            if self.get(slot).is_empty() {
                return Err(Fault::Empty(slot));
            }
            if let Some((secret, weak)) = weak.filter(|(secret, _)| slot_of(*secret) == Some(slot))
            {
                return Err(Fault::Weak(secret, weak));
            }
            if self.get(again).is_empty() {
                return Err(Fault::Empty(again));
            }
            if self.get(slot) != self.get(again) {
                return Err(Fault::Differ(again));
            }
        }
        Ok(secrets)
    }
}

fn slot_of(secret: Secret) -> Option<Slot> {
    match secret {
        Secret::AdminPin => Some(Slot::Admin),
        Secret::TimeAdminPin => Some(Slot::Time),
        Secret::Puk => Some(Slot::Puk),
        Secret::Key => None,
    }
}

impl State {
    /// Whether there is all it takes to go on.
    pub(super) fn secrets_ready(&self) -> bool {
        let driver = self.draft.driver;
        if !self.is_fresh() {
            let again = match self.tries_left() {
                Some(0) => false,
                Some(1) => self.sure,
                _ => true,
            };
            return again && self.slots.known(driver).is_some();
        }
        let puk = !self.asks_puk() || !self.slots.get(Slot::Puk).is_empty();
        puk && match self.origin {
            None => false,
            Some(Origin::Random) => self.noted && self.shown.is_some(),
            Some(Origin::Own) => self.slots.own(driver).is_ok(),
        }
    }

    /// What the device is set up with or logged in with.
    pub(super) fn secrets(&self) -> Secrets {
        let mut secrets = match (self.is_fresh(), self.origin) {
            (true, Some(Origin::Random)) => self.shown.clone().unwrap_or_default(),
            _ => self.slots.secrets(),
        };
        if self.asks_puk() {
            secrets.admin_puk = self.slots.get(Slot::Puk).to_owned();
        }
        self.draft.keys_into(&mut secrets);
        secrets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_secrets_are_strong_and_typed_twice() {
        let mut slots = Slots::default();
        let own = |slots: &Slots| slots.own(Driver::Epson).map(drop);
        assert_eq!(own(&slots), Err(Fault::Empty(Slot::Admin)));
        slots.set(Slot::Admin, "12345".into());
        assert_eq!(own(&slots), Err(Fault::Weak(Secret::AdminPin, Weak::Known)));
        slots.set(Slot::Admin, "48151".into());
        slots.set(Slot::AdminAgain, "48152".into());
        assert_eq!(own(&slots), Err(Fault::Differ(Slot::AdminAgain)));
        slots.set(Slot::AdminAgain, "48151".into());
        slots.set(Slot::Time, "48151".into());
        assert_eq!(
            own(&slots),
            Err(Fault::Weak(Secret::TimeAdminPin, Weak::Same))
        );
        slots.set(Slot::Time, "62342".into());
        slots.set(Slot::TimeAgain, "62342".into());
        slots.set(Slot::Puk, "123456".into());
        assert_eq!(own(&slots), Err(Fault::Weak(Secret::Puk, Weak::Known)));
        slots.set(Slot::Puk, "108108".into());
        slots.set(Slot::PukAgain, "108108".into());
        assert_eq!(own(&slots), Ok(()));
    }

    #[test]
    fn known_secrets_need_their_shape_only() {
        let mut slots = Slots::default();
        slots.set(Slot::Admin, "12345".into());
        assert!(slots.known(Driver::Swissbit).is_none());
        slots.set(Slot::Time, "98765".into());
        assert!(slots.known(Driver::Swissbit).is_some());
    }
}
