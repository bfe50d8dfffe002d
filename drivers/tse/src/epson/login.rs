//! Log-ins: a challenge, its answer, and secrets that are never tried twice.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::code::{self, About};
use super::reply::{Reply, text_of};
use super::session::{ADMINISTRATOR, Session, Who};
use super::{DELIVERED_KEY, NORMAL};
use crate::{Error, Role, Secret};

/// base64(SHA-256(challenge ‖ key)).
pub(super) fn proof(challenge: &str, key: &str) -> String {
    BASE64.encode(digest(&SHA256, format!("{challenge}{key}").as_bytes()))
}

impl Session<'_> {
    /// The host's secret key of the configuration.
    fn key(&self) -> String {
        match self.epson.config.secrets.api_secret.as_str() {
            "" => DELIVERED_KEY.into(),
            key => key.into(),
        }
    }

    /// Logs in with the configuration's secrets. One that was refused is not tried again.
    pub fn log_in(&mut self, who: Who<'_>) -> Result<(), Error> {
        let key = self.key();
        self.log_in_with(who, &key)
    }

    /// Logs in with another key than the configuration's.
    pub fn log_in_with(&mut self, who: Who<'_>, key: &str) -> Result<(), Error> {
        let secrets = &self.epson.config.secrets;
        let (role, pin, function, name) = match who {
            Who::Client(_) => (
                Role::TimeAdmin,
                secrets.time_admin_pin.clone(),
                "AuthenticateUserForTimeAdmin",
                "clientId",
            ),
            _ => (
                Role::Admin,
                secrets.admin_pin.clone(),
                "AuthenticateUserForAdmin",
                "userId",
            ),
        };
        let secret = code::pin(role);
        if pin.is_empty() {
            return Err(Error::NotAuthorized(format!("{secret} is not configured")));
        }
        for secret in [secret, Secret::Key] {
            self.not_refused(secret)?;
        }
        let proof = self.prove(who.user(), key)?;
        let input = json!({name: who.user(), "pin": pin, "hash": proof});
        let reply = self.call(function, &input, NORMAL)?;
        match reply.result.as_str() {
            code::OK => {
                self.admin |= role == Role::Admin;
                Ok(())
            }
            code::WRONG_PIN | code::PIN_BLOCKED => Err(self.wrong(secret, &reply, true)),
            code::WRONG_KEY => Err(self.wrong(Secret::Key, &reply, key == self.key())),
            other => {
                let about = About {
                    client: who.user(),
                    ..About::default()
                };
                Err(self.refusal(other, about))
            }
        }
    }

    /// A new challenge, answered: each counts once, also when the log-in fails.
    fn prove(&mut self, user: &str, key: &str) -> Result<String, Error> {
        let reply = self.call("GetChallenge", &json!({"userId": user}), NORMAL)?;
        if reply.result != code::OK {
            let about = About {
                client: user,
                ..About::default()
            };
            return Err(self.refusal(&reply.result, about));
        }
        let challenge = text_of(&reply.output, "challenge").map_err(Error::Protocol)?;
        Ok(proof(challenge, key))
    }

    /// Proves to the host that the key is known, as changes of PUK and blocked PINs need it.
    pub fn authenticate_host(&mut self) -> Result<(), Error> {
        self.not_refused(Secret::Key)?;
        let key = self.key();
        let proof = self.prove(ADMINISTRATOR, &key)?;
        let input = json!({"userId": ADMINISTRATOR, "hash": proof});
        let reply = self.call("AuthenticateHost", &input, NORMAL)?;
        match reply.result.as_str() {
            code::OK => Ok(()),
            code::WRONG_KEY => Err(self.wrong(Secret::Key, &reply, true)),
            other => Err(self.refusal(other, About::default())),
        }
    }

    fn not_refused(&self, secret: Secret) -> Result<(), Error> {
        let mut refused = self.epson.refused.iter();
        match refused.find(|(refused, _)| *refused == secret) {
            None => Ok(()),
            Some((_, Some(0))) => Err(Error::Blocked(secret)),
            Some((_, Some(1))) => Err(Error::LastTry(secret)),
            Some((_, left)) => Err(Error::WrongSecret {
                secret,
                left: *left,
            }),
        }
    }

    /// The error of a refused secret; one of the configuration is remembered.
    pub fn wrong(&mut self, secret: Secret, reply: &Reply, configured: bool) -> Error {
        let left = reply
            .output
            .get("remainingRetries")
            .and_then(Value::as_u64)
            .and_then(|left| u32::try_from(left).ok());
        let blocked = reply.result == code::PIN_BLOCKED || left == Some(0);
        let left = if blocked { Some(0) } else { left };
        if configured {
            self.epson.refused.retain(|(refused, _)| *refused != secret);
            self.epson.refused.push((secret, left));
        }
        match blocked {
            true => Error::Blocked(secret),
            false => Error::WrongSecret { secret, left },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_recorded_vector() {
        // Data of cin-tse (MIT), epson/cin-tse-samples.json.
        let expected = "wWM1Xcd0qrctlQwpvBMg3x0t9h/tgAg2qhTlxTX8V4A=";
        assert_eq!(proof("jdsdsdsdjdsdj", "EPSONKEY"), expected);
    }
}
