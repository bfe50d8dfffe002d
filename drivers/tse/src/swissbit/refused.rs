//! Secrets a device refused. They are not shown to it a second time, whoever opens it in this process: after three
//! wrong tries it blocks them.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use crate::{Error, Secret};

/// SHA-256 over device, kind and value, so that no secret lies around; with the tries that were left.
static REFUSED: LazyLock<Mutex<HashMap<[u8; 32], Option<u32>>>> = LazyLock::new(Mutex::default);

fn refused() -> MutexGuard<'static, HashMap<[u8; 32], Option<u32>>> {
    // Plain data; a panic elsewhere leaves it as valid as before.
    REFUSED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn key(serial: &[u8], secret: Secret, value: &str) -> [u8; 32] {
    let kind = match secret {
        Secret::AdminPin => 0,
        Secret::TimeAdminPin => 1,
        Secret::Puk => 2,
        Secret::Key => 3,
    };
    let mut bytes = vec![kind, u8::try_from(serial.len()).unwrap_or(u8::MAX)];
    bytes.extend_from_slice(serial);
    bytes.extend_from_slice(value.as_bytes());
    crate::algorithm::serial(&bytes)
}

/// Refuses what the device refused before.
pub(super) fn check(serial: &[u8], secret: Secret, value: &str) -> Result<(), Error> {
    match refused().get(&key(serial, secret, value)) {
        None => Ok(()),
        Some(Some(0)) => Err(Error::Blocked(secret)),
        Some(Some(1)) => Err(Error::LastTry(secret)),
        Some(left) => Err(Error::WrongSecret {
            secret,
            left: *left,
        }),
    }
}

/// Notes what the device says; what it takes is good again.
pub(super) fn note(serial: &[u8], secret: Secret, value: &str, result: &Result<(), Error>) {
    let key = key(serial, secret, value);
    match result {
        Ok(()) => drop(refused().remove(&key)),
        Err(Error::WrongSecret { left, .. }) => drop(refused().insert(key, *left)),
        // A blocked one was perhaps right: only the PUK can tell.
        Err(_) => {}
    }
}

/// Forgets a value that became right by itself being set.
pub(super) fn forget(serial: &[u8], secret: Secret, value: &str) {
    refused().remove(&key(serial, secret, value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_secret_is_remembered_with_its_device() {
        let wrong = |left| {
            Err(Error::WrongSecret {
                secret: Secret::Puk,
                left: Some(left),
            })
        };
        assert!(check(b"one", Secret::Puk, "111111").is_ok());
        note(b"one", Secret::Puk, "111111", &wrong(2));
        let again = check(b"one", Secret::Puk, "111111");
        assert!(matches!(
            again,
            Err(Error::WrongSecret { left: Some(2), .. })
        ));
        note(b"one", Secret::Puk, "222222", &wrong(1));
        let again = check(b"one", Secret::Puk, "222222");
        assert!(matches!(again, Err(Error::LastTry(Secret::Puk))));
        assert!(check(b"two", Secret::Puk, "111111").is_ok());
        assert!(check(b"one", Secret::AdminPin, "111111").is_ok());
        forget(b"one", Secret::Puk, "111111");
        assert!(check(b"one", Secret::Puk, "111111").is_ok());
    }
}
