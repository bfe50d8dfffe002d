//! Clients of the simulated service.

use serde_json::{Value, json};

use super::answer::{Answer, Result, no};
use super::api::{Client, Service, VERSION};
use crate::{Tse, valid_client_id};

impl Service {
    pub(super) fn create_client(&mut self, id: &str, body: &Value) -> Result<Answer> {
        self.operational()?;
        let serial = body.get("serial_number").and_then(Value::as_str);
        let serial = serial.unwrap_or_default().to_owned();
        if !self.admin {
            return no(401, "E_UNAUTHORIZED");
        }
        if !valid_client_id(&serial) {
            return no(400, "E_ILLEGAL_CLIENT_SERIAL");
        }
        let id = id.to_ascii_lowercase();
        let made = self.now();
        let most = self.options.max_clients;
        let clients = self.tss.iter().flat_map(|tss| &tss.clients);
        let known = clients.clone().find(|client| client.id == id);
        if known.is_some_and(|client| client.serial == serial && client.registered) {
            return self.client_answer(&id);
        }
        if known.is_some() || clients.clone().any(|client| client.serial == serial) {
            return no(409, "E_CLIENT_CONFLICT");
        }
        if clients.filter(|client| client.registered).count() as u64 >= most {
            return no(403, "E_CLIENT_LIMIT_REACHED");
        }
        if let Err(error) = self.device.register_client(&serial) {
            return Err(Answer::refused(500, "E_INTERNAL", &error.to_string()));
        }
        if let Some(tss) = &mut self.tss {
            tss.clients.push(Client {
                id: id.clone(),
                serial,
                registered: true,
                made,
            });
        }
        self.client_answer(&id)
    }

    pub(super) fn change_client(&mut self, id: &str, body: &Value) -> Result<Answer> {
        self.operational()?;
        if !self.admin {
            return no(401, "E_UNAUTHORIZED");
        }
        let id = id.to_ascii_lowercase();
        let registered = match body.get("state").and_then(Value::as_str) {
            Some("REGISTERED") => true,
            Some("DEREGISTERED") => false,
            _ => return no(400, "E_FAILED_SCHEMA_VALIDATION"),
        };
        let clients = self.tss.iter_mut().flat_map(|tss| &mut tss.clients);
        let Some(client) = clients.into_iter().find(|client| client.id == id) else {
            return no(404, "E_CLIENT_NOT_FOUND");
        };
        if client.registered != registered {
            let serial = client.serial.clone();
            let done = match registered {
                true => self.device.register_client(&serial),
                false => self.device.deregister_client(&serial),
            };
            if let Err(error) = done {
                return Err(Answer::refused(
                    400,
                    "E_CLIENT_CONFLICT",
                    &error.to_string(),
                ));
            }
            client.registered = registered;
        }
        self.client_answer(&id)
    }

    fn client_answer(&self, id: &str) -> Result<Answer> {
        let mut clients = self.tss.iter().flat_map(|tss| &tss.clients);
        match clients.find(|client| client.id == id) {
            Some(client) => Ok(Answer::json(&self.client_json(client))),
            None => no(404, "E_CLIENT_NOT_FOUND"),
        }
    }

    pub(super) fn client_json(&self, client: &Client) -> Value {
        json!({
            "_id": client.id, "_type": "CLIENT", "_env": self.options.environment, "_version": VERSION,
            "serial_number": client.serial,
            "state": if client.registered { "REGISTERED" } else { "DEREGISTERED" },
            "tss_id": self.tss.as_ref().map(|tss| tss.id.clone()),
            "time_creation": client.made,
            "metadata": {},
        })
    }
}
