//! Set-up, certificates and changes of secrets.

use serde_json::{Value, json};

use super::code::{self, About};
use super::reply::{Reply, bytes_of};
use super::session::{ADMINISTRATOR, Session, Who};
use super::{DELIVERED_KEY, LONG, NORMAL};
use crate::certificate::Certificate;
use crate::{Error, Role, Secret, SetUp, State};

impl Session<'_> {
    /// The chain of the signing key, leaf first; empty while the device does not give it.
    pub fn certificates(&mut self) -> Result<Vec<Vec<u8>>, Error> {
        let reply = self.call("GetLogMessageCertificate", &json!({}), NORMAL)?;
        if reply.result != code::OK {
            return Ok(Vec::new());
        }
        let pem = bytes_of(&reply.output, "logMessageCertificate").map_err(Error::Protocol)?;
        let certificates = Certificate::from_file(&pem)
            .map_err(|reason| Error::Protocol(format!("logMessageCertificate: {reason}")))?;
        Ok(certificates
            .into_iter()
            .map(|certificate| certificate.der)
            .collect())
    }

    /// Sets the device up, or finds out that it was, with these secrets; gives the host its own key.
    pub fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        if self.info()?.state == State::Uninitialized {
            let input = json!({
                "puk": set_up.admin_puk,
                "adminPin": set_up.admin_pin,
                "timeAdminPin": set_up.time_admin_pin,
            });
            let reply = self.call("SetUp", &input, LONG)?;
            if reply.result != code::OK && reply.result != code::SET_UP_BEFORE {
                return Err(self.refusal(&reply.result, About::default()));
            }
        }
        let elsewhere = |error| match error {
            Error::WrongSecret {
                secret: Secret::AdminPin,
                ..
            } => Error::SetUpElsewhere,
            other => other,
        };
        match self.log_in(Who::Admin) {
            Err(Error::WrongSecret {
                secret: Secret::Key,
                ..
            }) => {
                // The host may still have the key it was delivered with.
                self.epson
                    .refused
                    .retain(|(refused, _)| *refused != Secret::Key);
                self.log_in_with(Who::Admin, DELIVERED_KEY)
                    .map_err(elsewhere)?;
                let input = json!({"secretKey": self.epson.config.secrets.api_secret});
                let reply = self.call("RegisterSecretKey", &input, NORMAL)?;
                if reply.result != code::OK {
                    return Err(self.refusal(&reply.result, About::default()));
                }
            }
            other => other.map_err(elsewhere)?,
        }
        if self.info()?.self_test_due == Some(std::time::Duration::ZERO) {
            self.self_test()?;
        }
        Ok(())
    }

    /// Carries out a function with a secret that the caller gave; it is tried once.
    pub fn with_secret(
        &mut self,
        who: Who<'_>,
        function: &str,
        input: &Value,
        secret: Secret,
    ) -> Result<(), Error> {
        if who != Who::Nobody {
            self.log_in(who)?;
        }
        let reply: Reply = self.call(function, input, NORMAL)?;
        match reply.result.as_str() {
            code::OK => Ok(()),
            code::WRONG_PIN | code::PIN_BLOCKED => Err(self.wrong(secret, &reply, false)),
            other => Err(self.refusal(other, About::default())),
        }
    }

    /// Carries out a function with the PUK, for which the host has to be convinced.
    pub fn as_host(&mut self, function: &str, input: &Value) -> Result<(), Error> {
        self.authenticate_host()?;
        let result = self.with_secret(Who::Nobody, function, input, Secret::Puk);
        if !self.is_broken() {
            drop(self.call(
                "DeauthenticateHost",
                &json!({"userId": ADMINISTRATOR}),
                NORMAL,
            ));
        }
        result
    }

    /// Takes over a PIN that was changed.
    pub fn new_pin(&mut self, role: Role, new: &str) {
        let secrets = &mut self.epson.config.secrets;
        match role {
            Role::Admin => secrets.admin_pin = new.into(),
            Role::TimeAdmin => secrets.time_admin_pin = new.into(),
        }
        let secret = code::pin(role);
        self.epson.refused.retain(|(refused, _)| *refused != secret);
    }
}
