//! The calls of the trait.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::code::{self, About};
use super::reply::bytes_of;
use super::session::{ADMINISTRATOR, Who};
use super::{DELIVERED_KEY, Epson, LONG, NORMAL};
use crate::line::Deadline;
use crate::{
    Error, ExportFilter, Exported, Info, Role, SetUp, Stamp, Transaction, Tse, valid_client_id,
};

impl Tse for Epson {
    fn info(&mut self) -> Result<Info, Error> {
        self.action(self.quick(), |session| {
            let mut info = session.info()?;
            if session.epson.certificates.is_empty() {
                session.epson.certificates = session.certificates()?;
            }
            info.certificates.clone_from(&session.epson.certificates);
            if info.certification_id.is_none() {
                info.certification_id
                    .clone_from(&session.epson.config.certification_id);
            }
            Ok(info)
        })
    }

    fn self_test(&mut self) -> Result<(), Error> {
        self.action(Deadline::after(LONG), |session| session.self_test())
    }

    /// The description is not used: the protocol has no place for it.
    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        let digits = |text: &str, count| {
            text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(&set_up.admin_puk, 6)
            || !digits(&set_up.admin_pin, 5)
            || !digits(&set_up.time_admin_pin, 5)
        {
            return Err(Error::InvalidData(
                "PINs of 5 digits and a PUK of 6 digits expected".into(),
            ));
        }
        match self.config.secrets.api_secret.as_str() {
            "" => {
                return Err(Error::Configuration(
                    "secret key of the Epson host: 8 characters expected".into(),
                ));
            }
            DELIVERED_KEY => return Err(Error::InitialSecrets),
            _ => {}
        }
        // What was refused before is tried again only if it is something else now.
        let secrets = &mut self.config.secrets;
        let pins = [
            (Role::Admin, &mut secrets.admin_pin, &set_up.admin_pin),
            (
                Role::TimeAdmin,
                &mut secrets.time_admin_pin,
                &set_up.time_admin_pin,
            ),
        ];
        for (role, old, new) in pins {
            if old != new {
                old.clone_from(new);
                let secret = code::pin(role);
                self.refused.retain(|(refused, _)| *refused != secret);
            }
        }
        self.action(Deadline::after(LONG * 2), |session| session.set_up(set_up))
    }

    fn update_time(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        let client = self.config.client_id.clone();
        self.action(Deadline::after(NORMAL), |session| {
            let function = match session.info()?.time_set {
                true => "UpdateTime",
                false => "UpdateTimeForFirst",
            };
            match session.set_time(Who::Client(&client), function, now) {
                // Before the first client is registered only the administrator can set the clock.
                Err(Error::UnknownClient(_)) => session.set_time(Who::Admin, function, now),
                other => other,
            }
        })
    }

    fn register_client(&mut self, client_id: &str) -> Result<(), Error> {
        // Names with this word belong to the hosts.
        if !valid_client_id(client_id) || client_id.contains("EPSON") {
            return Err(Error::InvalidClient(client_id.into()));
        }
        self.as_admin("RegisterClient", json!({"clientId": client_id}), client_id)
    }

    fn deregister_client(&mut self, client_id: &str) -> Result<(), Error> {
        self.as_admin(
            "DeregisterClient",
            json!({"clientId": client_id}),
            client_id,
        )
    }

    fn clients(&mut self) -> Result<Vec<String>, Error> {
        self.action(Deadline::after(NORMAL), |session| {
            let reply = session.ask(
                Who::Admin,
                "GetRegisteredClientList",
                &json!({}),
                NORMAL,
                About::default(),
            )?;
            let list = reply.output.get("registeredClientIdList");
            let list = list
                .and_then(Value::as_array)
                .ok_or_else(|| Error::Protocol("registeredClientIdList is missing".into()))?;
            let names = list.iter().filter_map(Value::as_str);
            Ok(names
                .filter(|name| !name.contains("EPSON"))
                .map(Into::into)
                .collect())
        })
    }

    fn start(&mut self, client_id: &str) -> Result<Stamp, Error> {
        let input = json!({
            "clientId": client_id,
            "processData": "",
            "processType": "",
            "additionalData": "",
        });
        self.action(self.quick(), |session| {
            let about = About {
                client: client_id,
                ..About::default()
            };
            let who = Who::Client(client_id);
            let reply = session.ask(who, "StartTransaction", &input, NORMAL, about)?;
            let serial = bytes_of(&reply.output, "serialNumber").map_err(Error::Protocol)?;
            session.same_device(&serial)?;
            let stamp = session.newer(reply.stamp(None).map_err(Error::Protocol)?)?;
            let starts = &mut session.epson.starts;
            starts.insert(client_id.into(), stamp.clone());
            Ok(stamp)
        })
    }

    fn update(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        let input = transaction_input(client_id, transaction, process_type, process_data)?;
        self.sign("UpdateTransaction", client_id, transaction, &input)
    }

    fn finish(
        &mut self,
        client_id: &str,
        transaction: u64,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        let mut input = transaction_input(client_id, transaction, process_type, process_data)?;
        if let Some(input) = input.as_object_mut() {
            input.insert("additionalData".into(), "".into());
        }
        self.sign("FinishTransaction", client_id, transaction, &input)
    }

    fn transaction(&mut self, client_id: &str, transaction: u64) -> Result<Transaction, Error> {
        self.action(self.quick(), |session| {
            match session.transaction(client_id, transaction) {
                Err(Error::UnknownClient(_)) => Ok(Transaction::Unknown),
                other => other,
            }
        })
    }

    fn open_transactions(&mut self, client_id: &str) -> Result<Vec<u64>, Error> {
        self.action(self.quick(), |session| session.open_transactions(client_id))
    }

    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<Exported, Error> {
        self.action(Deadline::after(NORMAL), |session| {
            session.export(filter, out).map(|()| Exported::default())
        })
    }

    fn delete_exported(&mut self) -> Result<(), Error> {
        self.action(Deadline::after(NORMAL), |session| session.delete_exported())
    }

    fn decommission(&mut self) -> Result<(), Error> {
        self.as_admin("DisableSecureElement", json!({}), "")
    }

    fn change_pin(&mut self, role: Role, old: &str, new: &str) -> Result<(), Error> {
        let client = self.config.client_id.clone();
        self.action(Deadline::after(NORMAL), |session| {
            let (who, function, mut input) = match role {
                Role::Admin => (Who::Admin, "ChangePinForAdmin", json!({})),
                Role::TimeAdmin => (
                    Who::Client(&client),
                    "ChangePinForTimeAdmin",
                    json!({"clientId": client}),
                ),
            };
            if let Some(input) = input.as_object_mut() {
                input.insert("oldPin".into(), old.into());
                input.insert("newPin".into(), new.into());
            }
            session.with_secret(who, function, &input, code::pin(role))?;
            session.new_pin(role, new);
            Ok(())
        })
    }

    fn change_puk(&mut self, old: &str, new: &str) -> Result<(), Error> {
        let input = json!({"userId": ADMINISTRATOR, "oldPuk": old, "newPuk": new});
        self.action(Deadline::after(NORMAL), |session| {
            session.as_host("ChangePuk", &input)
        })
    }

    fn unblock_pin(&mut self, role: Role, puk: &str, new_pin: &str) -> Result<(), Error> {
        let function = match role {
            Role::Admin => "UnblockUserForAdmin",
            Role::TimeAdmin => "UnblockUserForTimeAdmin",
        };
        let input = json!({"userId": ADMINISTRATOR, "puk": puk, "newPin": new_pin});
        self.action(Deadline::after(NORMAL), |session| {
            session.as_host(function, &input)?;
            session.new_pin(role, new_pin);
            Ok(())
        })
    }
}

impl Epson {
    /// The end of a call a customer waits for.
    fn quick(&self) -> Deadline {
        Deadline::after(self.config.patience)
    }

    fn as_admin(&mut self, function: &str, input: Value, client: &str) -> Result<(), Error> {
        self.action(Deadline::after(NORMAL), |session| {
            let about = About {
                client,
                ..About::default()
            };
            session
                .ask(Who::Admin, function, &input, NORMAL, about)
                .map(drop)
        })
    }

    fn sign(
        &mut self,
        function: &str,
        client: &str,
        transaction: u64,
        input: &Value,
    ) -> Result<Stamp, Error> {
        self.action(self.quick(), |session| {
            let about = About {
                client,
                transaction,
                ..About::default()
            };
            let reply = session.ask(Who::Client(client), function, input, NORMAL, about)?;
            let stamp = reply.stamp(Some(transaction)).map_err(Error::Protocol)?;
            session.newer(stamp)
        })
    }
}

fn transaction_input(
    client: &str,
    transaction: u64,
    process_type: &str,
    process_data: &[u8],
) -> Result<Value, Error> {
    if process_type.len() > 100 || !process_type.is_ascii() {
        return Err(Error::InvalidData(format!(
            "process type {process_type:?}: up to 100 ASCII characters expected"
        )));
    }
    Ok(json!({
        "clientId": client,
        "transactionNumber": transaction,
        "processData": BASE64.encode(process_data),
        "processType": process_type,
    }))
}
