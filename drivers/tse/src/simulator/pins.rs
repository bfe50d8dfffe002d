//! PINs and PUK with their retry counters.

use std::num::NonZeroU32;

use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::algorithm::{hex, unhex};
use crate::{Error, Role, Secret, SetUp};

/// Wrong tries until a PIN or the PUK is blocked (Swissbit, Epson: 3).
pub(crate) const TRIES: u32 = 3;

/// Enough to slow a look at the file down; five digits cannot be protected better.
const ROUNDS: NonZeroU32 = match NonZeroU32::new(20_000) {
    Some(rounds) => rounds,
    None => NonZeroU32::MIN,
};

/// The secret of a role.
pub(crate) fn secret_of(role: Role) -> Secret {
    match role {
        Role::Admin => Secret::AdminPin,
        Role::TimeAdmin => Secret::TimeAdminPin,
    }
}

/// One secret: salt and PBKDF2 digest, hexadecimal, and the tries left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Guarded {
    salt: String,
    digest: String,
    pub left: u32,
}

impl Guarded {
    pub fn new(value: &str, random: &SystemRandom) -> Result<Self, Error> {
        if value.is_empty() || value.len() > 64 {
            return Err(Error::InvalidData(
                "PINs and PUK: 1 to 64 characters expected".into(),
            ));
        }
        let (mut salt, mut digest) = ([0; 16], [0; 32]);
        random
            .fill(&mut salt)
            .map_err(|_| Error::Device("the system gives no random numbers".into()))?;
        ring::pbkdf2::derive(
            ring::pbkdf2::PBKDF2_HMAC_SHA256,
            ROUNDS,
            &salt,
            value.as_bytes(),
            &mut digest,
        );
        Ok(Self {
            salt: hex(&salt),
            digest: hex(&digest),
            left: TRIES,
        })
    }

    pub fn matches(&self, value: &str) -> bool {
        let (Some(salt), Some(digest)) = (unhex(&self.salt), unhex(&self.digest)) else {
            return false;
        };
        let algorithm = ring::pbkdf2::PBKDF2_HMAC_SHA256;
        ring::pbkdf2::verify(algorithm, ROUNDS, &salt, value.as_bytes(), &digest).is_ok()
    }
}

/// All three.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pins {
    admin_pin: Guarded,
    time_admin_pin: Guarded,
    puk: Guarded,
}

impl Pins {
    pub fn new(set_up: &SetUp, random: &SystemRandom) -> Result<Self, Error> {
        Ok(Self {
            admin_pin: Guarded::new(&set_up.admin_pin, random)?,
            time_admin_pin: Guarded::new(&set_up.time_admin_pin, random)?,
            puk: Guarded::new(&set_up.admin_puk, random)?,
        })
    }

    /// Whether these are the secrets; costs no try.
    pub fn matches(&self, set_up: &SetUp) -> bool {
        self.admin_pin.matches(&set_up.admin_pin)
            && self.time_admin_pin.matches(&set_up.time_admin_pin)
            && self.puk.matches(&set_up.admin_puk)
    }

    pub fn of(&mut self, secret: Secret) -> Option<&mut Guarded> {
        match secret {
            Secret::AdminPin => Some(&mut self.admin_pin),
            Secret::TimeAdminPin => Some(&mut self.time_admin_pin),
            Secret::Puk => Some(&mut self.puk),
            Secret::Key => None,
        }
    }
}
