//! The calls of the trait.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::code::About;
use super::orders::fields;
use super::{Diebold, Known, LONG, NORMAL};
use crate::certificate::Certificate;
use crate::line::Deadline;
use crate::{
    Error, ExportFilter, Exported, Info, Role, SetUp, Stamp, State, Transaction, Tse,
    valid_client_id,
};

/// Clients that belong to the maker and to nobody's register.
const RESERVED: [&str; 2] = ["DN TSEProduction", "DummyDefaultClientId"];

impl Tse for Diebold {
    fn info(&mut self) -> Result<Info, Error> {
        let deadline = self.quick();
        let serial = self.device_info(deadline)?;
        let status = self.ask("GetDeviceStatus", Map::new(), deadline)?;
        let parameter = |name: &str| {
            let found = status
                .fields
                .get("Parameters")
                .and_then(|p| p.get(name)?.as_str());
            found.unwrap_or_default().to_owned()
        };
        let public_key = self.device_data("PublicKey", deadline)?;
        if self.certificates.is_empty() {
            let file = self.device_data("Certificates", deadline)?;
            let certificates = Certificate::from_file(&file)
                .map_err(|reason| Error::Protocol(format!("certificates: {reason}")))?;
            self.certificate_end = certificates.first().map(|leaf| leaf.not_after);
            self.certificates = certificates.into_iter().map(|found| found.der).collect();
        }
        let end = self
            .certificate_end
            .or_else(|| status.date("CertificateDate"));
        let description = parameter("TSEDescription");
        Ok(Info {
            certification_id: description
                .starts_with("BSI-K-TR-")
                .then(|| description.clone())
                .or_else(|| self.config.certification_id.clone()),
            description: format!("Diebold Nixdorf TSE {description}"),
            manufacturer: "Diebold Nixdorf".into(),
            version: "unknown".into(),
            state: State::Operational,
            serial,
            public_key,
            signature_algorithm: parameter("SignatureAlgorithm"),
            log_time_format: "unixTime".into(),
            certificates: self.certificates.clone(),
            certificate_end: end
                .ok_or_else(|| Error::Protocol("no end of the certificate".into()))?,
            signatures: self.counter,
            max_signatures: None,
            time_set: true,
            storage_used: 0,
            storage_size: None,
            open_transactions: None,
            clients: None,
            self_test_due: None,
            time_update_every: None,
            wear: None,
        })
    }

    fn self_test(&mut self) -> Result<(), Error> {
        let answer = self.call("PerformSelfTest", Map::new(), Deadline::after(LONG))?;
        let mut about = About::client("", Role::Admin);
        about.unknown = "a self-test through the web service (its parameters are not public)";
        match &answer.status {
            Ok(()) => Ok(()),
            Err((Some(5), text)) => Err(Error::SelfTestFailed(text.clone())),
            Err(_) => Err(self.refusal(&answer, about)),
        }
    }

    /// Only finds out whether the device was set up with these secrets: how the service initialises one is not public.
    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        let password = match set_up.admin_pin == self.config.secrets.admin_pin {
            // Not if it was refused before.
            true => self.password(Role::Admin)?,
            false => BASE64.encode(&set_up.admin_pin).into(),
        };
        let deadline = Deadline::after(NORMAL);
        let answer = self.call(
            "GetDeviceStatus",
            fields(json!({"Password": password})),
            deadline,
        )?;
        let mut about = About::client("", Role::Admin);
        about.configured = set_up.admin_pin == self.config.secrets.admin_pin;
        match self.refusal(&answer, about) {
            _ if answer.status.is_ok() => {
                self.config.secrets.admin_pin.clone_from(&set_up.admin_pin);
                let pin = &mut self.config.secrets.time_admin_pin;
                pin.clone_from(&set_up.time_admin_pin);
                self.refused.clear();
                Ok(())
            }
            Error::WrongSecret { .. } => Err(Error::SetUpElsewhere),
            error @ Error::Blocked(_) => Err(error),
            _ => Err(Error::Unsupported(
                "the set-up through the web service (use the maker's tool)",
            )),
        }
    }

    /// The service sets the clock by itself; this has it do so now.
    fn update_time(&mut self, _now: DateTime<Utc>) -> Result<(), Error> {
        let password = self.password(Role::TimeAdmin)?;
        let mut about = About::client("", Role::TimeAdmin);
        about.unknown = "setting the clock through the web service (its parameters are not public)";
        let input = fields(json!({"Password": password}));
        self.order("UpdateTime", input, Deadline::after(NORMAL), about)
            .map(drop)
    }

    fn register_client(&mut self, client_id: &str) -> Result<(), Error> {
        if !valid_client_id(client_id) {
            return Err(Error::InvalidClient(client_id.into()));
        }
        self.client("RegisterClientID", client_id)
    }

    fn deregister_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.client("DeregisterClientID", client_id)
    }

    fn clients(&mut self) -> Result<Vec<String>, Error> {
        let password = self.password(Role::Admin)?;
        let input = fields(json!({"Password": password}));
        let about = About::client("", Role::Admin);
        let answer = self.order("GetDeviceStatus", input, Deadline::after(NORMAL), about)?;
        let list = answer.fields.get("ClientIDs").and_then(Value::as_array);
        let list = list.ok_or_else(|| Error::Protocol("ClientIDs is missing".into()))?;
        let names = list.iter().filter_map(Value::as_str);
        Ok(names
            .filter(|name| !RESERVED.iter().any(|reserved| name.starts_with(reserved)))
            .map(Into::into)
            .collect())
    }

    fn start(&mut self, client_id: &str) -> Result<Stamp, Error> {
        let password = self.password(Role::TimeAdmin)?;
        let input = fields(json!({"ClientID": client_id, "Password": password}));
        let about = About::client(client_id, Role::TimeAdmin);
        let answer = self.order("StartTransaction", input, self.quick(), about)?;
        let serial = answer.text("SerialNumber").map_err(Error::Protocol)?;
        self.same_device(serial)?;
        let stamp = self.newer(answer.stamp(None).map_err(Error::Protocol)?)?;
        // Of finished ones the last is enough to be asked for.
        self.known
            .retain(|(client, _), known| client != client_id || known.finish.is_none());
        self.known.insert(
            (client_id.into(), stamp.transaction),
            Known {
                start: stamp.clone(),
                finish: None,
                uncertain: false,
            },
        );
        Ok(stamp)
    }

    fn update(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        let deadline = self.quick();
        let input = self.content(client_id, transaction, process_type, process_data)?;
        let mut about = About::client(client_id, Role::TimeAdmin);
        about.transaction = transaction;
        let answer = self.order("UpdateTransaction", input, deadline, about)?;
        self.newer(answer.stamp(Some(transaction)).map_err(Error::Protocol)?)
    }

    fn finish(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        let deadline = self.quick();
        let input = self.content(client_id, transaction, process_type, process_data)?;
        let mut about = About::client(client_id, Role::TimeAdmin);
        about.transaction = transaction;
        let result = self
            .order("FinishTransaction", input, deadline, about)
            .and_then(|answer| {
                let stamp = answer.stamp(Some(transaction)).map_err(Error::Protocol)?;
                self.newer(stamp)
            });
        let key = (client_id.to_owned(), transaction);
        match &result {
            Ok(stamp) => {
                if let Some(known) = self.known.get_mut(&key) {
                    let content = (stamp.clone(), process_type.into(), process_data.to_vec());
                    (known.finish, known.uncertain) = (Some(content), false);
                }
            }
            Err(Error::TransactionNotOpen(_)) => drop(self.known.remove(&key)),
            Err(Error::Timeout(_) | Error::Removed(_) | Error::Protocol(_)) => {
                if let Some(known) = self.known.get_mut(&key) {
                    known.uncertain = true;
                }
            }
            Err(_) => {}
        }
        result
    }

    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error> {
        match self.known.get(&(client_id.to_owned(), transaction)) {
            Some(Known {
                start,
                finish: Some((finish, kind, data)),
                ..
            }) => Ok(Transaction::Finished {
                start: Some(start.clone()),
                finish: finish.clone(),
                content: Some((kind.clone(), data.clone())),
            }),
            Some(known) if !known.uncertain => Ok(Transaction::Open {
                start: Some(known.start.clone()),
            }),
            _ => Err(Error::Unsupported(
                "asking the web service what became of a transaction",
            )),
        }
    }

    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error> {
        let own = self
            .known
            .iter()
            .filter(|((client, _), known)| client == client_id && known.finish.is_none());
        Ok(own.map(|((_, number), _)| *number).collect())
    }

    fn export(&mut self, _: &ExportFilter, _: &mut dyn Write) -> Result<Exported, Error> {
        Err(Error::Unsupported(
            "an export through the web service (use the maker's tool)",
        ))
    }

    fn change_pin(&mut self, role: Role, old: &str, new: &str) -> Result<(), Error> {
        self.new_pin(
            "ChangePassword",
            role,
            json!({"OldPassword": BASE64.encode(old)}),
            new,
        )
    }

    fn unblock_pin(&mut self, role: Role, puk: &str, new_pin: &str) -> Result<(), Error> {
        self.new_pin(
            "UnblockUser",
            role,
            json!({"Puk": BASE64.encode(puk)}),
            new_pin,
        )
    }
}
