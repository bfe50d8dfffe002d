//! Commands as the driver gives them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::code::{self, About};
use super::message::Answer;
use super::{Diebold, NORMAL};
use crate::algorithm::{hex, unhex};
use crate::line::Deadline;
use crate::{Error, Role, Stamp};

/// The fields of an object.
pub(super) fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

impl Diebold {
    /// The end of a call a customer waits for.
    pub(super) fn quick(&self) -> Deadline {
        Deadline::after(self.config.patience)
    }

    /// A command whose refusal is an error.
    pub(super) fn order(
        &mut self,
        command: &str,
        input: Map<String, Value>,
        deadline: Deadline,
        about: About<'_>,
    ) -> Result<Answer, Error> {
        let answer = self.call(command, input, deadline)?;
        match answer.status {
            Ok(()) => Ok(answer),
            Err(_) => Err(self.refusal(&answer, about)),
        }
    }

    /// A command without a secret.
    pub(super) fn ask(
        &mut self,
        command: &str,
        input: Map<String, Value>,
        deadline: Deadline,
    ) -> Result<Answer, Error> {
        let mut about = About::client("", Role::Admin);
        about.configured = false;
        self.order(command, input, deadline, about)
    }

    pub(super) fn client(&mut self, command: &str, client: &str) -> Result<(), Error> {
        let password = self.password(Role::Admin)?;
        let input = fields(json!({"ClientID": client, "Password": password}));
        let about = About::client(client, Role::Admin);
        self.order(command, input, Deadline::after(NORMAL), about)
            .map(drop)
    }

    pub(super) fn content(
        &self,
        client: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Map<String, Value>, Error> {
        if process_type.len() > 100 || !process_type.is_ascii() {
            return Err(Error::InvalidData(format!(
                "process type {process_type:?}: up to 100 ASCII characters expected"
            )));
        }
        let data = std::str::from_utf8(process_data)
            .map_err(|_| Error::InvalidData("process data: UTF-8 expected".into()))?;
        Ok(fields(json!({
            "ClientID": client,
            "TransactionNumber": transaction,
            "Typ": process_type,
            "Data": data,
            "Password": self.password(Role::TimeAdmin)?,
        })))
    }

    pub(super) fn new_pin(
        &mut self,
        command: &str,
        role: Role,
        secret: Value,
        new: &str,
    ) -> Result<(), Error> {
        let user = match role {
            Role::Admin => "01",
            Role::TimeAdmin => "02",
        };
        let mut input = fields(secret);
        input.insert("UserID".into(), user.into());
        input.insert("NewPassword".into(), BASE64.encode(new).into());
        let mut about = About::client("", role);
        (about.configured, about.unknown) = (false, "this change of a PIN through the web service");
        self.order(command, input, Deadline::after(NORMAL), about)?;
        let secrets = &mut self.config.secrets;
        match role {
            Role::Admin => secrets.admin_pin = new.into(),
            Role::TimeAdmin => secrets.time_admin_pin = new.into(),
        }
        self.refused
            .retain(|(refused, _)| *refused != code::pin(role));
        Ok(())
    }

    pub(super) fn device_info(&mut self, deadline: Deadline) -> Result<Vec<u8>, Error> {
        let answer = self.ask("GetDeviceInfo", Map::new(), deadline)?;
        let info = answer.fields.get("DeviceInfo");
        let text = |name: &str| info.and_then(|info| info.get(name)?.as_str());
        match text("TimeFormat") {
            Some(format) if format.eq_ignore_ascii_case("unixTime") => {}
            other => return Err(Error::Protocol(format!("TimeFormat {other:?}"))),
        }
        let serial = text("SerialNumber").unwrap_or_default().to_owned();
        self.same_device(&serial)
    }

    pub(super) fn device_data(&mut self, name: &str, deadline: Deadline) -> Result<Vec<u8>, Error> {
        let input = fields(json!({"Name": name, "Format": "Base64"}));
        let answer = self.ask("GetDeviceData", input, deadline)?;
        answer.value().map_err(Error::Protocol)
    }

    /// Remembers the serial number, or compares it with the one before.
    pub(super) fn same_device(&mut self, serial: &str) -> Result<Vec<u8>, Error> {
        let serial = unhex(serial)
            .filter(|serial| serial.len() == 32)
            .ok_or_else(|| Error::Protocol(format!("SerialNumber {serial:?}")))?;
        match &self.serial {
            Some(expected) if *expected != serial => Err(Error::ForeignDevice {
                expected: hex(expected),
                found: hex(&serial),
            }),
            _ => {
                self.serial = Some(serial.clone());
                Ok(serial)
            }
        }
    }

    /// Takes note of a new stamp: an answer that was given before is none.
    pub(super) fn newer(&mut self, stamp: Stamp) -> Result<Stamp, Error> {
        if stamp.counter <= self.counter {
            self.line = None;
            return Err(Error::Protocol(format!(
                "signature counter {} after {}",
                stamp.counter, self.counter
            )));
        }
        self.counter = stamp.counter;
        Ok(stamp)
    }
}
