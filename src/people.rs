//! Users, roles and PINs.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Rings up (Kassierer).
    Clerk,
    /// Closes, allows voids and refunds, moves cash (Kassenverwalter).
    Manager,
    /// Reads everything, changes nothing (Prüfer).
    Auditor,
    /// Keeps items, users and devices (Administrator).
    Administrator,
}

/// A thing a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Ring up, take payments, park.
    Sell,
    /// Be the second person for a void, refund or pay-out.
    Approve,
    /// Float, skim, delivery, pay in and out.
    MoveCash,
    /// Count and close the day.
    Close,
    /// Read receipts, reports and exports.
    Read,
    /// Change items, users and devices.
    Administer,
    /// Decide on taxes, and agree to what somebody else decided on them.
    ApproveTax,
    /// Book deliveries and losses, take stock.
    KeepStock,
}

impl Right {
    /// Every right, in the order a list names them.
    pub const ALL: [Right; 8] = [
        Right::Sell,
        Right::MoveCash,
        Right::Close,
        Right::Approve,
        Right::Read,
        Right::KeepStock,
        Right::ApproveTax,
        Right::Administer,
    ];
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 4] = [
        Role::Clerk,
        Role::Manager,
        Role::Auditor,
        Role::Administrator,
    ];

    /// Whether the role has the right. Who keeps the items does not cash, and who audits changes nothing.
    pub fn may(self, right: Right) -> bool {
        match self {
            Role::Clerk => matches!(
                right,
                Right::Sell | Right::MoveCash | Right::Close | Right::Read
            ),
            Role::Manager => right != Right::Administer,
            Role::Auditor => right == Right::Read,
            Role::Administrator => {
                matches!(
                    right,
                    Right::Administer | Right::ApproveTax | Right::KeepStock | Right::Read
                )
            }
        }
    }

    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Manager => "manager",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    /// Reads [`Role::code`].
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A user of the register, without the PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Id, DSFinV-K's BEDIENER_ID.
    pub id: String,
    /// Name as printed.
    pub name: String,
    /// Role.
    pub role: Role,
}

impl User {
    /// The user as named on a receipt.
    pub fn person(&self) -> crate::receipt::Person {
        crate::receipt::Person {
            id: self.id.clone(),
            name: self.name.clone(),
        }
    }
}

/// Why a PIN cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not 4 to 8 digits.
    #[error("a PIN has 4 to 8 digits")]
    Shape,
    /// Hashing failed.
    #[error("the PIN could not be hashed: {0}")]
    Hash(String),
}

// OWASP's smallest Argon2id profile (19 MiB, two passes): a log-in stays under 0.1 s on an old desk PC, and
// what really guards a short PIN is the lock-out after wrong tries.
fn argon() -> Result<Argon2<'static>, PinError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| PinError::Hash(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The argon2id hash of `pin` with `salt` (16 random bytes) as a PHC string.
pub fn hash_pin(pin: &str, salt: &[u8; 16]) -> Result<String, PinError> {
    if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PinError::Shape);
    }
    let salt = SaltString::encode_b64(salt).map_err(|e| PinError::Hash(e.to_string()))?;
    let hash = argon()?
        .hash_password(pin.as_bytes(), &salt)
        .map_err(|e| PinError::Hash(e.to_string()))?;
    Ok(hash.to_string())
}

/// Whether `pin` belongs to `hash`; a damaged hash fits no PIN.
pub fn pin_fits(pin: &str, hash: &str) -> bool {
    match (PasswordHash::new(hash), argon()) {
        (Ok(parsed), Ok(argon)) => argon.verify_password(pin.as_bytes(), &parsed).is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_hashed_and_checked() {
        let hash = hash_pin("1234", &[7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(pin_fits("1234", &hash));
        assert!(!pin_fits("1235", &hash));
        assert!(!pin_fits("1234", "broken"));
        assert_eq!(hash_pin("12a4", &[7; 16]), Err(PinError::Shape));
        assert_eq!(hash_pin("123", &[7; 16]), Err(PinError::Shape));
    }

    #[test]
    fn roles_are_kept_apart() {
        assert!(!Role::Administrator.may(Right::Sell));
        assert!(!Role::Auditor.may(Right::Sell) && Role::Auditor.may(Right::Read));
        assert!(!Role::Clerk.may(Right::Approve) && Role::Manager.may(Right::Approve));
        for role in Role::ALL {
            let decides = matches!(role, Role::Manager | Role::Administrator);
            assert_eq!(role.may(Right::ApproveTax), decides, "{role:?}");
            assert_eq!(role.may(Right::KeepStock), decides, "{role:?}");
        }
    }
}
