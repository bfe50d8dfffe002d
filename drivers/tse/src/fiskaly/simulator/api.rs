//! The rules of the service.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::answer::{Answer, Result, no};
use super::exports::Exports;
use super::transactions::Transactions;
use super::{API_KEY, API_SECRET, Options, lock};
use crate::driver::Clock;
use crate::fiskaly::is_uuid;
use crate::simulator::Simulator as Device;
use crate::{Error, Info, Tse};

pub(super) const VERSION: &str = "2.1.35";

/// A client.
pub(super) struct Client {
    pub id: String,
    pub serial: String,
    pub registered: bool,
    pub made: i64,
}

/// The only TSS.
pub(super) struct Tss {
    pub id: String,
    pub state: &'static str,
    pub puk: String,
    pub pin: Option<String>,
    pub wrong: u32,
    pub description: String,
    made: i64,
    pub clients: Vec<Client>,
}

/// The service: tokens, one TSS, its clients, transactions and exports.
pub(super) struct Service {
    pub device: Device,
    pub options: Options,
    pub clock: Arc<Mutex<Clock>>,
    /// Tokens and when they end; the first of a pair is for requests, the second renews.
    tokens: Vec<(String, String, i64)>,
    issued: u64,
    pub tss: Option<Tss>,
    pub admin: bool,
    pub transactions: Transactions,
    pub exports: Exports,
}

impl Service {
    pub fn new(
        device: Device,
        options: Options,
        clock: Arc<Mutex<Clock>>,
    ) -> std::result::Result<Self, Error> {
        Ok(Self {
            device,
            options,
            clock,
            tokens: Vec::new(),
            issued: 0,
            tss: None,
            admin: false,
            transactions: Transactions::default(),
            exports: Exports::default(),
        })
    }

    pub fn expire_tokens(&mut self) {
        self.tokens.clear();
    }

    pub fn put_into_state(&mut self, state: &'static str) {
        if let Some(tss) = &mut self.tss {
            tss.state = state;
        }
    }

    pub fn wrong_pins(&self) -> u32 {
        self.tss.as_ref().map_or(0, |tss| tss.wrong)
    }

    pub fn now(&self) -> i64 {
        lock(&self.clock)().timestamp()
    }

    pub fn answer(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Answer {
        self.route(method, path, token, body)
            .unwrap_or_else(|refusal| refusal)
    }

    fn route(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Result<Answer> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        if !matches!(parts.first(), Some(&"auth" | &"tss")) {
            return no(404, "");
        }
        if (method, parts.as_slice()) == ("POST", &["auth"]) {
            return self.auth(body);
        }
        let now = self.now();
        let known = |held: &&(String, String, i64)| Some(held.0.as_str()) == token && held.2 > now;
        if self.tokens.iter().find(known).is_none() {
            return no(401, "E_UNAUTHORIZED");
        }
        let id = match parts.as_slice() {
            ["tss", id, ..] => (*id).to_ascii_lowercase(),
            _ => return no(404, ""),
        };
        if method == "PUT" && parts.len() == 2 {
            return self.create(&id);
        }
        if self.tss.as_ref().is_none_or(|tss| tss.id != id) {
            return no(404, "E_TSS_NOT_FOUND");
        }
        let reading = method == "GET";
        match self.tss.as_ref().map(|tss| tss.state) {
            Some("DEFECTIVE") if !reading => return no(423, "E_TSS_DEFECTIVE"),
            Some("DELETED") if !reading => return no(423, "E_TSS_DELETED"),
            Some("EVICTED") if !reading => return no(423, "E_TSS_EVICTED"),
            _ => {}
        }
        match (method, parts.get(2..).unwrap_or_default()) {
            ("GET", []) => Ok(Answer::json(&self.tss_json()?)),
            ("PATCH", []) => self.change_state(body),
            ("PATCH", ["admin"]) => self.change_pin(body),
            ("POST", ["admin", "auth"]) => self.admin_auth(body),
            ("POST", ["admin", "logout"]) => {
                self.admin = false;
                Ok(Answer::json(&json!({})))
            }
            ("PUT", ["client", client]) => self.create_client(client, body),
            ("PATCH", ["client", client]) => self.change_client(client, body),
            ("GET", ["client"]) => {
                let clients = self.tss.iter().flat_map(|tss| &tss.clients);
                let all = clients.map(|client| self.client_json(client)).collect();
                Ok(page("CLIENT_LIST", all, query))
            }
            ("GET", ["client", client, "tx"]) => {
                let client = client.to_ascii_lowercase();
                Ok(page("TRANSACTION_LIST", self.active(&client)?, query))
            }
            ("PUT", ["tx", tx]) => self.upsert(tx, query, body),
            ("GET", ["tx", tx]) => self.read_tx(tx, query),
            ("PUT", ["export", export]) => self.trigger(export, query),
            ("GET", ["export", export]) => self.export_state(export),
            ("GET", ["export", export, "file"]) => self.export_file(export),
            ("DELETE", ["export", export]) => self.cancel(export),
            _ => no(404, ""),
        }
    }

    fn auth(&mut self, body: &Value) -> Result<Answer> {
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let by_key = text("api_key") == Some(API_KEY) && text("api_secret") == Some(API_SECRET);
        let by_token = text("refresh_token")
            .is_some_and(|token| self.tokens.iter().any(|held| held.1 == token));
        if !by_key && !by_token {
            return no(401, "E_UNAUTHORIZED");
        }
        self.issued += 1;
        let (access, refresh) = (
            format!("access-{}", self.issued),
            format!("refresh-{}", self.issued),
        );
        let life = self.options.token_life;
        let end = self.now() + i64::try_from(life).unwrap_or(i64::MAX / 2);
        self.tokens.push((access.clone(), refresh.clone(), end));
        Ok(Answer::json(&json!({
            "access_token": access,
            "access_token_claims": {"env": self.options.environment, "organization_id": "simulated"},
            "access_token_expires_in": life,
            "access_token_expires_at": end,
            "refresh_token": refresh,
            "refresh_token_expires_in": life * 2,
            "refresh_token_expires_at": end + i64::try_from(life).unwrap_or_default(),
        })))
    }

    fn create(&mut self, id: &str) -> Result<Answer> {
        if !is_uuid(id) {
            return no(400, "E_FAILED_SCHEMA_VALIDATION");
        }
        let made = self.now();
        let tss = self.tss.get_or_insert_with(|| Tss {
            id: id.to_owned(),
            state: "CREATED",
            puk: "4711081542".into(),
            pin: None,
            wrong: 0,
            description: String::new(),
            made,
            clients: Vec::new(),
        });
        if tss.id != id {
            return no(403, "E_TSS_LIMIT_REACHED");
        }
        if tss.state != "CREATED" {
            return no(409, "E_TSS_CONFLICT");
        }
        let puk = tss.puk.clone();
        let mut json = self.tss_json()?;
        set(&mut json, "admin_puk", puk.into());
        Ok(Answer::json(&json))
    }

    pub fn info(&mut self) -> Result<Info> {
        self.device
            .info()
            .map_err(|error| Answer::refused(500, "E_INTERNAL", &error.to_string()))
    }

    pub fn tss_json(&mut self) -> Result<Value> {
        let info = self.info()?;
        let environment = self.options.environment;
        let (most, clients) = (self.options.max_transactions, self.options.max_clients);
        let Some(tss) = &self.tss else {
            return no(404, "E_TSS_NOT_FOUND");
        };
        let mut json = json!({
            "_id": tss.id, "_type": "TSS", "_env": environment, "_version": VERSION,
            "state": tss.state,
            "time_creation": tss.made,
            "certificate": info.certificates.first().map(|leaf| BASE64.encode(leaf)),
            "serial_number": crate::algorithm::hex(&info.serial),
            "public_key": BASE64.encode(&info.public_key),
            "signature_algorithm": "ecdsa-plain-SHA256",
            "signature_timestamp_format": "unixTime",
            "transaction_data_encoding": "UTF-8",
            "supported_update_variants": "SIGNED",
            "max_number_registered_clients": clients,
            "max_number_active_transactions": most,
            "metadata": {},
        });
        if tss.state != "CREATED" {
            let registered = tss.clients.iter().filter(|client| client.registered);
            set(&mut json, "description", tss.description.clone().into());
            set(
                &mut json,
                "signature_counter",
                info.signatures.to_string().into(),
            );
            set(
                &mut json,
                "number_registered_clients",
                registered.count().into(),
            );
            let open = info.open_transactions.map_or(0, |open| open.0);
            set(&mut json, "number_active_transactions", open.into());
        }
        if environment == "LIVE" {
            set(
                &mut json,
                "bsi_certification_id",
                "BSI-K-TR-0000-0000".into(),
            );
        }
        Ok(json)
    }

    /// Whether transactions may be signed.
    pub fn operational(&self) -> Result<&Tss> {
        match &self.tss {
            Some(tss) if tss.state == "INITIALIZED" => Ok(tss),
            Some(tss) if tss.state == "DISABLED" => no(400, "E_TSS_DISABLED"),
            _ => no(400, "E_TSS_NOT_INITIALIZED"),
        }
    }
}

/// Sets a field of an object.
pub(super) fn set(json: &mut Value, name: &str, value: Value) {
    if let Some(fields) = json.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// A value of a query.
pub(super) fn asked<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|pair| pair.0 == name)
        .map(|pair| pair.1)
}

fn page(kind: &str, all: Vec<Value>, query: &str) -> Answer {
    let number = |name, default| {
        asked(query, name)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (limit, offset): (usize, usize) = (number("limit", 100), number("offset", 0));
    let count = all.len();
    let data: Vec<Value> = all.into_iter().skip(offset).take(limit.min(100)).collect();
    Answer::json(&json!({"data": data, "count": count, "_type": kind, "_version": VERSION}))
}
