//! The functions of the host.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::tse::{Refusal, State, name, refuse};
use crate::epson::session::ADMINISTRATOR;
use crate::{SetUp, Stamp, Tse};

/// A string of the input.
pub(super) fn text<'a>(input: &'a Value, key: &str) -> Result<&'a str, Refusal> {
    match input.get(key) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => refuse("JSON_ERROR_UNEXPECTED_PARAM_TYPE"),
        None => refuse("JSON_ERROR_NOT_ENOUGH_CONTENTS"),
    }
}

/// A string of exactly so many characters.
fn exact<'a>(input: &'a Value, key: &str, count: usize) -> Result<&'a str, Refusal> {
    let text = text(input, key)?;
    match text.chars().count() == count {
        true => Ok(text),
        false => refuse("JSON_ERROR_INVALID_PARAMETER_RANGE"),
    }
}

pub(super) fn number(input: &Value, key: &str) -> Result<u64, Refusal> {
    match input.get(key) {
        Some(Value::Number(number)) => number
            .as_u64()
            .ok_or_else(|| ("JSON_ERROR_INVALID_PARAMETER_RANGE", json!({}))),
        Some(_) => refuse("JSON_ERROR_UNEXPECTED_PARAM_TYPE"),
        None => refuse("JSON_ERROR_NOT_ENOUGH_CONTENTS"),
    }
}

/// A time, 24 hours, UTC.
pub(super) fn time(input: &Value, key: &str) -> Result<DateTime<Utc>, Refusal> {
    let text = exact(input, key, 20)?;
    match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ") {
        Ok(time) => Ok(time.and_utc()),
        Err(_) => refuse("JSON_ERROR_INVALID_TIME_FORMAT"),
    }
}

pub(super) fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn stamped(stamp: &Stamp, serial: &[u8]) -> Value {
    json!({
        "transactionNumber": stamp.transaction,
        "signatureCounter": stamp.counter,
        "logTime": written(stamp.log_time),
        "signature": BASE64.encode(&stamp.signature),
        "serialNumber": BASE64.encode(serial),
    })
}

impl State {
    /// Carries out a function.
    pub fn execute(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        self.expire();
        match function {
            "GetStorageInfo" => return self.storage_info(),
            "GetChallenge" => {
                let challenge = self.challenge(text(input, "userId")?)?;
                return Ok(json!({"challenge": challenge}));
            }
            "AuthenticateUserForAdmin"
            | "AuthenticateUserForTimeAdmin"
            | "AuthenticateHost"
            | "DeauthenticateHost"
            | "LogOutForAdmin"
            | "LogOutForTimeAdmin" => return self.authentication(function, input),
            "GetExportData" | "FinalizeExport" | "CancelExport" => {
                return self.exporting(function, input);
            }
            _ => {}
        }
        if self.export.is_some() {
            return refuse("OTHER_ERROR_CURRENTLY_EXPORTING");
        }
        match function {
            "StartTransaction" | "UpdateTransaction" | "FinishTransaction" => {
                self.transaction(function, input)
            }
            "GetStartedTransactionList" => self.open_list(text(input, "clientId")?),
            "GetLastTransactionResponse" => {
                let client = text(input, "clientId")?;
                let last = match client {
                    "" => self.last.values().max_by_key(|stamp| stamp.counter),
                    client => self.last.get(client),
                };
                match last.cloned() {
                    Some(last) => Ok(stamped(&last, &self.serial()?)),
                    None => refuse("TSE1_ERROR_NO_LAST_TRANSACTION"),
                }
            }
            "GetLogMessageCertificate" => self.certificate(),
            "SetUp" => self.set_up(input),
            "SetUpForPrinter" => {
                self.needs_admin()?;
                self.at_home = true;
                Ok(json!({}))
            }
            "RunTSESelfTest" => {
                self.log_out();
                self.inner()?.self_test().map_err(name)?;
                match self.at_home {
                    true => Ok(json!({})),
                    false => refuse("TSE1_ERROR_CLIENT_NOT_REGISTERED"),
                }
            }
            "UpdateTime" | "UpdateTimeForFirst" => self.update_time(function, input),
            "RegisterSecretKey" => {
                self.needs_admin()?;
                self.key = exact(input, "secretKey", 8)?.into();
                Ok(json!({}))
            }
            "RegisterClient" | "DeregisterClient" | "GetRegisteredClientList" => {
                self.needs_admin()?;
                self.clients(function, input)
            }
            "DisableSecureElement" => {
                self.needs_admin()?;
                self.inner()?.decommission().map_err(name)?;
                self.decommissioned = true;
                Ok(json!({}))
            }
            "ChangePinForAdmin"
            | "ChangePinForTimeAdmin"
            | "ChangePuk"
            | "UnblockUserForAdmin"
            | "UnblockUserForTimeAdmin" => self.secrets(function, input),
            "ArchiveExport"
            | "ExportFilteredByTransactionNumber"
            | "ExportFilteredByTransactionNumberInterval"
            | "ExportFilteredByPeriodOfTime" => self.begin_export(function, input),
            _ => refuse("JSON_ERROR_UNEXPECTED_FUNCTION"),
        }
    }

    fn serial(&mut self) -> Result<Vec<u8>, Refusal> {
        Ok(self.inner()?.info().map_err(name)?.serial)
    }

    fn transaction(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        let client = text(input, "clientId")?.to_owned();
        let data = BASE64
            .decode(text(input, "processData")?)
            .map_err(|_| ("JSON_ERROR_INVALID_PARAMETER", json!({})))?;
        let kind = text(input, "processType")?;
        if kind.len() > 100 {
            return refuse("JSON_ERROR_INVALID_PARAMETER_RANGE");
        }
        self.needs_time_admin(&client)?;
        let inner = self.inner()?;
        let stamp = match function {
            "StartTransaction" => {
                text(input, "additionalData")?;
                inner.start(&client)
            }
            "UpdateTransaction" => {
                let number = number(input, "transactionNumber")?;
                inner.update(&client, number, kind, &data)
            }
            _ => {
                text(input, "additionalData")?;
                let number = number(input, "transactionNumber")?;
                inner.finish(&client, number, kind, &data)
            }
        }
        .map_err(name)?;
        let mut output = stamped(&stamp, &self.serial()?);
        self.last.insert(client, stamp);
        if let (true, Some(output)) = (function != "StartTransaction", output.as_object_mut()) {
            output.remove("transactionNumber");
            output.remove("serialNumber");
        }
        Ok(output)
    }

    fn open_list(&mut self, client: &str) -> Result<Value, Refusal> {
        let inner = self.inner()?;
        let clients = match client {
            "" => inner.clients().map_err(name)?,
            client => vec![client.to_owned()],
        };
        let mut open = Vec::new();
        for client in clients {
            open.extend(inner.open_transactions(&client).map_err(name)?);
        }
        Ok(json!({"startedTransactionNumberList": open}))
    }

    fn set_up(&mut self, input: &Value) -> Result<Value, Refusal> {
        let puk = exact(input, "puk", 6)?.to_owned();
        let admin_pin = exact(input, "adminPin", 5)?.to_owned();
        let time_admin_pin = exact(input, "timeAdminPin", 5)?.to_owned();
        let inner = self.inner()?;
        inner.self_test().map_err(name)?;
        let info = inner.info().map_err(name)?;
        if info.state != crate::State::Uninitialized {
            return refuse("OTHER_ERROR_TSE_ALREADY_SET_UP");
        }
        let set_up = SetUp {
            admin_pin: admin_pin.clone(),
            time_admin_pin: time_admin_pin.clone(),
            admin_puk: puk.clone(),
            description: String::new(),
        };
        inner.set_up(&set_up).map_err(name)?;
        // The host signs its own doings under a client of its own.
        let own = format!("EPSON{}", crate::algorithm::hex(&info.serial[..4]));
        inner.register_client(&own).map_err(name)?;
        self.puk.replace(&puk);
        self.admin_pin.replace(&admin_pin);
        self.time_admin_pin.replace(&time_admin_pin);
        self.at_home = true;
        Ok(json!({}))
    }

    fn update_time(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        let user = text(input, "userId")?;
        match user {
            ADMINISTRATOR => self.needs_admin()?,
            client => self.needs_time_admin(client)?,
        }
        let time = time(input, "newDateTime")?;
        let inner = self.inner()?;
        let info = inner.info().map_err(name)?;
        if info.self_test_due == Some(std::time::Duration::ZERO) {
            return refuse("TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST");
        }
        if function == "UpdateTime" || !info.time_set {
            inner.update_time(time).map_err(name)?;
        }
        Ok(json!({}))
    }

    fn clients(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        let inner = self.inner()?;
        if function == "GetRegisteredClientList" {
            let clients = inner.clients().map_err(name)?;
            return Ok(json!({"registeredClientIdList": clients}));
        }
        let client = text(input, "clientId")?;
        if client.contains("EPSON") || client.len() > 30 {
            return refuse("JSON_ERROR_INVALID_PARAMETER_RANGE");
        }
        match function {
            "RegisterClient" => inner.register_client(client),
            _ => inner.deregister_client(client),
        }
        .map_err(name)?;
        if function == "DeregisterClient" {
            self.time_admins.remove(client);
        }
        Ok(json!({}))
    }

    fn authentication(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        match function {
            "DeauthenticateHost" => {
                self.needs_host()?;
                self.host_proven = false;
            }
            "LogOutForAdmin" => {
                self.needs_admin()?;
                self.admin = None;
            }
            "LogOutForTimeAdmin" => {
                let client = text(input, "clientId")?;
                self.needs_time_admin(client)?;
                self.time_admins.remove(client);
            }
            "AuthenticateUserForTimeAdmin" => {
                let client = text(input, "clientId")?.to_owned();
                self.prove(&client, text(input, "hash")?)?;
                let registered = self.inner()?.clients().map_err(name)?;
                if !registered.contains(&client) {
                    return refuse("TSE1_ERROR_CLIENT_NOT_REGISTERED");
                }
                self.time_admin_pin.check(exact(input, "pin", 5)?)?;
                let now = self.now();
                self.time_admins.insert(client, now);
            }
            _ => {
                let user = text(input, "userId")?;
                if user != ADMINISTRATOR {
                    return refuse("OTHER_ERROR_INVALID_ADMIN_USER_ID");
                }
                self.prove(user, text(input, "hash")?)?;
                if function == "AuthenticateHost" {
                    self.host_proven = true;
                } else {
                    if !self.is_set_up()? {
                        return refuse("TSE1_ERROR_WRONG_STATE_NEEDS_PUK_CHANGE");
                    }
                    self.admin_pin.check(exact(input, "pin", 5)?)?;
                    self.admin = Some(self.now());
                }
            }
        }
        Ok(json!({}))
    }

    fn is_set_up(&mut self) -> Result<bool, Refusal> {
        let info = self.inner()?.info().map_err(name)?;
        Ok(info.state != crate::State::Uninitialized)
    }

    fn secrets(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        match function {
            "ChangePinForAdmin" => {
                self.needs_admin()?;
                self.admin_pin.check(exact(input, "oldPin", 5)?)?;
                self.admin_pin.replace(exact(input, "newPin", 5)?);
            }
            "ChangePinForTimeAdmin" => {
                self.needs_time_admin(text(input, "clientId")?)?;
                self.time_admin_pin.check(exact(input, "oldPin", 5)?)?;
                self.time_admin_pin.replace(exact(input, "newPin", 5)?);
            }
            "ChangePuk" => {
                self.needs_host()?;
                self.puk.check(exact(input, "oldPuk", 6)?)?;
                self.puk.replace(exact(input, "newPuk", 6)?);
            }
            _ => {
                self.needs_host()?;
                self.puk.check(exact(input, "puk", 6)?)?;
                let new = exact(input, "newPin", 5)?;
                match function {
                    "UnblockUserForAdmin" => self.admin_pin.replace(new),
                    _ => self.time_admin_pin.replace(new),
                }
            }
        }
        Ok(json!({}))
    }
}
