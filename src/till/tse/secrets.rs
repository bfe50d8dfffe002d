//! Which PINs and PUK a kind of TSE takes, and which of them nobody may keep. Pure but for [`random`].

use amtskasse_tse::driver::{Driver, Secrets};
use amtskasse_tse::{Error, Secret};
use ring::rand::{SecureRandom, SystemRandom};

/// Values devices are delivered with: PIN of the administrator, PIN of the time administrator, PUK.
const DELIVERED: [&str; 3] = ["12345", "98765", "123456"];

/// Length of the key of an Epson host (JSON specification, RegisterSecretKey).
const EPSON_KEY: usize = 8;

/// How many digits a kind of TSE wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Shortest and longest PIN.
    pub pin: (usize, usize),
    /// Whether the time administrator has a PIN of his own.
    pub time_admin: bool,
    /// Length of the PUK; `None`: its maker chooses it.
    pub puk: Option<usize>,
}

/// What is wrong with a secret somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Not the number of digits the device wants.
    Length,
    /// Delivered like this, or the first thing anybody would try.
    Known,
    /// Both PINs are the same.
    Same,
}

/// The rules of a kind of TSE.
#[must_use]
pub fn rules(driver: Driver) -> Rules {
    match driver {
        Driver::Test | Driver::Swissbit | Driver::Epson | Driver::DieboldNixdorf => Rules {
            pin: (5, 5),
            time_admin: true,
            puk: Some(6),
        },
        Driver::Fiskaly => Rules {
            pin: (6, 20),
            time_admin: false,
            puk: None,
        },
    }
}

/// Whether a value has the shape this secret has at such a device; what a device that was set up has may be anything
/// of that shape.
#[must_use]
pub fn fits(driver: Driver, secret: Secret, value: &str) -> bool {
    let rules = rules(driver);
    if (driver, secret) == (Driver::Epson, Secret::Key) {
        return value.len() == EPSON_KEY && value.is_ascii();
    }
    let (least, most) = match (secret, rules.puk) {
        (Secret::AdminPin | Secret::TimeAdminPin, _) => rules.pin,
        (Secret::Puk, Some(length)) => (length, length),
        (Secret::Puk, None) | (Secret::Key, _) => return !value.is_empty(),
    };
    (least..=most).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is wrong with a secret that is to be a device's own, alone.
#[must_use]
pub fn weak(driver: Driver, secret: Secret, value: &str) -> Option<Weak> {
    if !fits(driver, secret, value) {
        return Some(Weak::Length);
    }
    (DELIVERED.contains(&value) || guessable(value)).then_some(Weak::Known)
}

/// What is wrong with the secrets a device is to be set up with: the first thing, and with which one.
#[must_use]
pub fn check(driver: Driver, secrets: &Secrets) -> Option<(Secret, Weak)> {
    let rules = rules(driver);
    let alone = |secret, value: &str| Some((secret, weak(driver, secret, value)?));
    let same = || secrets.admin_pin == secrets.time_admin_pin;
    alone(Secret::AdminPin, &secrets.admin_pin)
        .or_else(|| match rules.time_admin {
            true => alone(Secret::TimeAdminPin, &secrets.time_admin_pin)
                .or_else(|| same().then_some((Secret::TimeAdminPin, Weak::Same))),
            false => None,
        })
        .or_else(|| match rules.puk {
            Some(_) => alone(Secret::Puk, &secrets.admin_puk),
            None => None,
        })
}

/// The same digit again and again, or a row up or down.
fn guessable(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let step = |by: i16| {
        bytes
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == by))
    };
    step(0) || step(1) || step(-1)
}

/// Secrets nobody can guess, for a device that is new. Keys to an account are not made up and stay as they are.
pub fn random(driver: Driver, mut secrets: Secrets) -> Result<Secrets, Error> {
    let rules = rules(driver);
    // Longer where the device takes it: nobody types it every day.
    let pin = rules.pin.1.min(rules.pin.0 + 2);
    loop {
        secrets.admin_pin = digits(pin)?;
        if rules.time_admin {
            secrets.time_admin_pin = digits(pin)?;
        }
        if let Some(length) = rules.puk {
            secrets.admin_puk = digits(length)?;
        }
        if check(driver, &secrets).is_none() {
            return Ok(secrets);
        }
    }
}

fn digits(number: usize) -> Result<String, Error> {
    let random = SystemRandom::new();
    let mut text = String::with_capacity(number);
    while text.len() < number {
        let mut byte = [0u8];
        random
            .fill(&mut byte)
            .map_err(|_| Error::Device("the system gives no random numbers".into()))?;
        // 250 is the last multiple of ten: every digit is as likely as any other.
        text.extend(
            byte.into_iter()
                .filter(|byte| *byte < 250)
                .map(|byte| char::from(b'0' + byte % 10)),
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(admin: &str, time: &str, puk: &str) -> Secrets {
        Secrets {
            admin_pin: admin.into(),
            time_admin_pin: time.into(),
            admin_puk: puk.into(),
            ..Secrets::default()
        }
    }

    #[test]
    fn delivered_short_and_guessable_values_are_refused() {
        use Secret::{AdminPin, Puk, TimeAdminPin};
        let check = |a, t, p| check(Driver::Swissbit, &secrets(a, t, p));
        assert_eq!(check("48151", "62342", "108108"), None);
        assert_eq!(
            check("12345", "62342", "108108"),
            Some((AdminPin, Weak::Known))
        );
        assert_eq!(
            check("48151", "98765", "108108"),
            Some((TimeAdminPin, Weak::Known))
        );
        assert_eq!(check("48151", "62342", "123456"), Some((Puk, Weak::Known)));
        assert_eq!(
            check("77777", "62342", "108108"),
            Some((AdminPin, Weak::Known))
        );
        assert_eq!(
            check("4815", "62342", "108108"),
            Some((AdminPin, Weak::Length))
        );
        assert_eq!(
            check("4815a", "62342", "108108"),
            Some((AdminPin, Weak::Length))
        );
        assert_eq!(check("48151", "62342", "10810"), Some((Puk, Weak::Length)));
        assert_eq!(
            check("48151", "48151", "108108"),
            Some((TimeAdminPin, Weak::Same))
        );
    }

    #[test]
    fn a_cloud_tse_has_one_pin_of_six_digits_or_more() {
        let check = |a| check(Driver::Fiskaly, &secrets(a, "", "whatever it said"));
        assert_eq!(check("481516"), None);
        assert_eq!(check("48151"), Some((Secret::AdminPin, Weak::Length)));
    }

    #[test]
    fn random_secrets_fit_and_keep_the_account() {
        for driver in Driver::ALL {
            let before = Secrets {
                api_key: "key".into(),
                ..Secrets::default()
            };
            let one = random(driver, before.clone()).unwrap();
            let other = random(driver, before).unwrap();
            assert_eq!(check(driver, &one), None);
            assert_eq!(one.api_key, "key");
            assert!(
                one.admin_pin != other.admin_pin
                    || one.admin_puk != other.admin_puk
                    || driver == Driver::Fiskaly
            );
        }
    }
}
