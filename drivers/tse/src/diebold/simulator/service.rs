//! The commands of the service.

use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{FixedOffset, SecondsFormat};
use serde_json::{Map, Value, json};

use super::SharedClock;
use crate::diebold::message::unframe;
use crate::simulator::{Options, Simulator};
use crate::{Error, ExportFilter, SetUp, Stamp, Tse};

/// The client the production leaves on every stick.
const PRODUCTION: &str = "DN TSEProduction ef82abcedf";
const TRIES: u32 = 3;

type Fields = Map<String, Value>;
/// Code and text of a refusal.
type Refusal = (u64, String);

/// A secret with its retry counter.
struct Guarded {
    value: String,
    left: u32,
}

impl Guarded {
    fn new(value: &str) -> Self {
        Self {
            value: value.into(),
            left: TRIES,
        }
    }

    /// Compares; a wrong one costs a try.
    fn check(&mut self, given: &str, wrong: u64, blocked: u64) -> Result<(), Refusal> {
        if self.left == 0 {
            return refuse(blocked);
        }
        if self.value == given {
            self.left = TRIES;
            return Ok(());
        }
        self.left -= 1;
        refuse(wrong)
    }
}

fn refuse<T>(code: u64) -> Result<T, Refusal> {
    Err((code, format!("simulated code {code}")))
}

pub(super) struct Service {
    inner: Simulator,
    clock: SharedClock,
    admin: Guarded,
    time_admin: Guarded,
    puk: Guarded,
}

impl Service {
    pub fn open(
        folder: &Path,
        secrets: &SetUp,
        options: Options,
        clock: SharedClock,
    ) -> Result<Self, Error> {
        let inner_clock = Arc::clone(&clock);
        let mut inner = Simulator::open(folder, options, Box::new(move || inner_clock()))?;
        inner.self_test()?;
        inner.set_up(secrets)?;
        inner.update_time(clock())?;
        Ok(Self {
            inner,
            clock,
            admin: Guarded::new(&secrets.admin_pin),
            time_admin: Guarded::new(&secrets.time_admin_pin),
            puk: Guarded::new(&secrets.admin_puk),
        })
    }

    pub fn archive(&mut self) -> Result<Vec<u8>, Error> {
        let mut archive = Vec::new();
        self.inner.export(&ExportFilter::All, &mut archive)?;
        Ok(archive)
    }

    /// The command and the answer to it; `None` for what is no message.
    pub fn answer(&mut self, text: &str) -> Option<(String, Fields)> {
        let request = unframe(text).ok()?;
        let command = request
            .get("Command")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let mut answer = match self.execute(&command, &request) {
            Ok(Value::Object(mut fields)) => {
                fields.insert("Status".into(), "ok".into());
                fields
            }
            Ok(_) => Map::from_iter([("Status".into(), "ok".into())]),
            Err((code, text)) => Map::from_iter([
                ("Status".into(), "error".into()),
                ("Code".into(), code.into()),
                ("Desc".into(), text.into()),
            ]),
        };
        answer.insert("Command".into(), command.clone().into());
        if let Some(ping) = request.get("PingPong") {
            answer.insert("PingPong".into(), ping.clone());
        }
        Some((command, answer))
    }

    fn execute(&mut self, command: &str, request: &Fields) -> Result<Value, Refusal> {
        match command {
            "PingPong" => Ok(Value::Null),
            "SetDefaultClientID" => {
                let client = text(request, "ClientID")?;
                let known = self.inner.clients().map_err(code)?;
                match known.iter().any(|known| known == client) {
                    true => Ok(Value::Null),
                    false => refuse(19),
                }
            }
            "GetDeviceInfo" => {
                let info = self.inner.info().map_err(code)?;
                let serial = crate::algorithm::hex(&info.serial);
                Ok(json!({"DeviceInfo": {"SerialNumber": serial, "TimeFormat": "UnixTime"}}))
            }
            "GetDeviceStatus" => self.status(request),
            "GetDeviceData" => self.data(request),
            "RegisterClientID" | "DeregisterClientID" => {
                self.log_in(request, true)?;
                let client = text(request, "ClientID")?;
                match command {
                    "RegisterClientID" => self.inner.register_client(client),
                    _ => self.inner.deregister_client(client),
                }
                .map_err(code)?;
                Ok(Value::Null)
            }
            "StartTransaction" | "UpdateTransaction" | "FinishTransaction" => {
                self.log_in(request, false)?;
                self.transaction(command, request)
            }
            "PerformSelfTest" => {
                self.inner.self_test().map_err(code)?;
                // The service sets the clock by itself.
                self.inner.update_time((self.clock)()).map_err(code)?;
                Ok(Value::Null)
            }
            "UpdateTime" => {
                self.log_in(request, false)?;
                self.inner.update_time((self.clock)()).map_err(code)?;
                Ok(Value::Null)
            }
            "ChangePassword" => {
                let old = secret(request, "OldPassword")?;
                let new = secret(request, "NewPassword")?;
                let guarded = self.user(request)?;
                guarded.check(&old, 30, 32)?;
                replace(guarded, &new)
            }
            "UnblockUser" => {
                let puk = secret(request, "Puk")?;
                let new = secret(request, "NewPassword")?;
                self.user(request)?;
                self.puk.check(&puk, 31, 33)?;
                replace(self.user(request)?, &new)
            }
            "Initialize" | "Deinitialize" | "ChangePuk" | "Export" | "ExportRemove"
            | "ExportAbort" | "GetServiceInfo" | "GetLimits" | "SetLimits" => refuse(2),
            _ => refuse(1),
        }
    }

    fn user(&mut self, request: &Fields) -> Result<&mut Guarded, Refusal> {
        match text(request, "UserID")? {
            "01" => Ok(&mut self.admin),
            "02" => Ok(&mut self.time_admin),
            _ => refuse(29),
        }
    }

    fn log_in(&mut self, request: &Fields, admin: bool) -> Result<(), Refusal> {
        let password = secret(request, "Password")?;
        let guarded = match admin {
            true => &mut self.admin,
            false => &mut self.time_admin,
        };
        guarded.check(&password, 30, 32)
    }

    fn status(&mut self, request: &Fields) -> Result<Value, Refusal> {
        let info = self.inner.info().map_err(code)?;
        let mut answer = json!({"Parameters": {
            "SignatureAlgorithm": info.signature_algorithm,
            "TSEDescription": info.description,
            "CertificateDate": info.certificate_end.format("%Y-%m-%d").to_string(),
        }});
        if request.contains_key("Password") {
            self.log_in(request, true)?;
            let mut clients = self.inner.clients().map_err(code)?;
            clients.insert(0, PRODUCTION.into());
            if let Some(answer) = answer.as_object_mut() {
                answer.insert("ClientIDs".into(), clients.into());
            }
        }
        Ok(answer)
    }

    fn data(&mut self, request: &Fields) -> Result<Value, Refusal> {
        let info = self.inner.info().map_err(code)?;
        let bytes = match text(request, "Name")? {
            "PublicKey" => info.public_key,
            "Certificates" => {
                let mut pem = String::new();
                for certificate in &info.certificates {
                    pem.push_str("-----BEGIN CERTIFICATE-----\n");
                    for line in BASE64.encode(certificate).as_bytes().chunks(64) {
                        pem.push_str(&String::from_utf8_lossy(line));
                        pem.push('\n');
                    }
                    pem.push_str("-----END CERTIFICATE-----\n");
                }
                pem.into_bytes()
            }
            _ => return refuse(4),
        };
        let value = match text(request, "Format")? {
            "Base64" => BASE64.encode(&bytes),
            "Hex" => crate::algorithm::hex(&bytes),
            _ => return refuse(4),
        };
        Ok(json!({"Value": value, "Length": bytes.len()}))
    }

    fn transaction(&mut self, command: &str, request: &Fields) -> Result<Value, Refusal> {
        let client = text(request, "ClientID")?;
        if command == "StartTransaction" {
            let stamp = self.inner.start(client).map_err(code)?;
            let info = self.inner.info().map_err(code)?;
            let mut answer = stamped(&stamp);
            answer.insert("TransactionNumber".into(), stamp.transaction.into());
            let serial = crate::algorithm::hex(&info.serial);
            answer.insert("SerialNumber".into(), serial.into());
            return Ok(Value::Object(answer));
        }
        let number = request.get("TransactionNumber").and_then(Value::as_u64);
        let Some(number) = number else {
            return refuse(3);
        };
        let (kind, data) = (text(request, "Typ")?, text(request, "Data")?.as_bytes());
        let stamp = match command {
            "UpdateTransaction" => self.inner.update(client, number, kind, data),
            _ => self.inner.finish(client, number, kind, data),
        };
        Ok(Value::Object(stamped(&stamp.map_err(code)?)))
    }
}

fn text<'a>(request: &'a Fields, name: &str) -> Result<&'a str, Refusal> {
    match request.get(name).and_then(Value::as_str) {
        Some(text) => Ok(text),
        None => refuse(3),
    }
}

fn secret(request: &Fields, name: &str) -> Result<String, Refusal> {
    let bytes = BASE64.decode(text(request, name)?);
    match bytes.map(String::from_utf8) {
        Ok(Ok(secret)) => Ok(secret),
        _ => refuse(9),
    }
}

fn replace(guarded: &mut Guarded, new: &str) -> Result<Value, Refusal> {
    if new.len() != 5 {
        return refuse(27);
    }
    if new == guarded.value {
        return refuse(34);
    }
    *guarded = Guarded::new(new);
    Ok(Value::Null)
}

/// With the time as the service's computer shows it.
fn stamped(stamp: &Stamp) -> Fields {
    let time = match FixedOffset::east_opt(3600) {
        Some(offset) => stamp
            .log_time
            .with_timezone(&offset)
            .to_rfc3339_opts(SecondsFormat::Secs, false),
        None => stamp.log_time.to_rfc3339(),
    };
    Map::from_iter([
        ("SignatureCounter".into(), stamp.counter.into()),
        (
            "Signature".into(),
            crate::algorithm::hex(&stamp.signature).into(),
        ),
        ("LogTime".into(), time.into()),
    ])
}

/// The service's code for what the TSE refuses; those it has no public code for get 5 with the text.
fn code(error: Error) -> Refusal {
    let code = match &error {
        Error::UnknownClient(_) => 19,
        Error::TooManyTransactions(_) => 21,
        Error::TooManyClients(_) => 23,
        Error::OpenTransactions(_) => 24,
        Error::TransactionNotOpen(_) => 5017,
        Error::InvalidClient(_) | Error::InvalidData(_) => 4,
        _ => 5,
    };
    (code, error.to_string())
}
