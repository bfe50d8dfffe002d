//! Transactions of the simulated service.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::answer::{Answer, Result, no};
use super::api::{Service, asked, set};
use crate::fiskaly::is_uuid;
use crate::{Error, Stamp, Tse};

#[derive(Clone)]
struct Revision {
    state: String,
    /// Body of the request, to know a repetition by.
    body: String,
    stamp: Stamp,
}

struct Tx {
    id: String,
    number: u64,
    client: String,
    serial: String,
    revisions: Vec<Revision>,
}

impl Tx {
    fn active(&self) -> bool {
        self.revisions
            .last()
            .is_some_and(|last| last.state == "ACTIVE")
    }
}

/// All there ever were.
#[derive(Default)]
pub(super) struct Transactions(Vec<Tx>);

impl Service {
    pub fn upsert(&mut self, id: &str, query: &str, body: &Value) -> Result<Answer> {
        let id = id.to_ascii_lowercase();
        let revision = asked(query, "tx_revision").and_then(|text| text.parse::<usize>().ok());
        let (Some(revision), true) = (revision.filter(|revision| *revision > 0), is_uuid(&id))
        else {
            return no(400, "E_FAILED_SCHEMA_VALIDATION");
        };
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        let state = text("/state").unwrap_or_default().to_owned();
        let client = text("/client_id").unwrap_or_default().to_ascii_lowercase();
        let tss = self.operational()?;
        let Some(known) = tss.clients.iter().find(|known| known.id == client) else {
            return no(400, "E_CLIENT_NOT_FOUND");
        };
        if !known.registered {
            return no(400, "E_CLIENT_DEREGISTERED");
        }
        let serial = known.serial.clone();
        let place = self.transactions.0.iter().position(|tx| tx.id == id);
        let tx = place.and_then(|place| self.transactions.0.get(place));
        if let Some(done) = tx.and_then(|tx| tx.revisions.get(revision - 1)) {
            let over = tx.is_some_and(|tx| !tx.active());
            if self.options.refuses_repetition && over {
                return no(409, "E_TX_NO_TYPE_DEFINED");
            }
            let known = serde_json::from_str::<Value>(&done.body);
            return match known.is_ok_and(|known| known == *body) {
                true => self.tx_answer(&id, revision),
                false => no(400, "E_TX_UPSERT"),
            };
        }
        let (number, made) = match tx {
            Some(tx) if !tx.active() => return no(400, "E_TX_UPSERT"),
            Some(tx) => (tx.number, tx.revisions.len()),
            None => (0, 0),
        };
        if revision != made + 1 || (revision == 1 && state != "ACTIVE") {
            return no(400, "E_TX_UPSERT");
        }
        let open = self.transactions.0.iter().filter(|tx| tx.active()).count();
        let (kind, data) = match text("/schema/raw/process_type") {
            Some(kind) => match BASE64.decode(text("/schema/raw/process_data").unwrap_or_default())
            {
                Ok(data) => (kind.to_owned(), data),
                Err(_) => return no(400, "E_PARSER"),
            },
            None if revision == 1 => (String::new(), Vec::new()),
            None => return no(409, "E_TX_NO_TYPE_DEFINED"),
        };
        let stamp = match (revision, state.as_str()) {
            (1, _) if open as u64 >= self.options.max_transactions => {
                return no(400, "E_TX_LIMIT_REACHED");
            }
            (1, _) => self.device.start(&serial),
            (_, "ACTIVE") => self.device.update(&serial, number, &kind, &data),
            (_, "FINISHED" | "CANCELLED") => self.device.finish(&serial, number, &kind, &data),
            _ => return no(400, "E_FAILED_SCHEMA_VALIDATION"),
        };
        let stamp = match stamp {
            Ok(stamp) => stamp,
            Err(Error::CertificateExpired(_)) => return no(423, "E_CERTIFICATE_EXPIRED"),
            Err(error) => return Err(Answer::refused(500, "E_INTERNAL", &error.to_string())),
        };
        let done = Revision {
            state,
            body: body.to_string(),
            stamp,
        };
        match place.and_then(|place| self.transactions.0.get_mut(place)) {
            Some(tx) => tx.revisions.push(done),
            None => self.transactions.0.push(Tx {
                id: id.clone(),
                number: done.stamp.transaction,
                client,
                serial,
                revisions: vec![done],
            }),
        }
        let mut answer = self.tx_answer(&id, revision)?;
        if self.options.pending {
            answer.status = 202;
            answer.change(|json| {
                if let Some(signature) = json
                    .pointer_mut("/signature")
                    .and_then(Value::as_object_mut)
                {
                    signature.remove("value");
                    signature.remove("counter");
                }
            });
        }
        Ok(answer)
    }

    pub fn read_tx(&self, id: &str, query: &str) -> Result<Answer> {
        let id = id.to_ascii_lowercase();
        let number = id.parse::<u64>().ok();
        let found = |tx: &&Tx| tx.id == id || Some(tx.number) == number;
        let Some(tx) = self.transactions.0.iter().find(found) else {
            return no(404, "E_TX_NOT_FOUND");
        };
        let revision = match asked(query, "tx_revision") {
            Some(text) => text.parse().unwrap_or_default(),
            None => tx.revisions.len(),
        };
        self.tx_answer(&tx.id.clone(), revision)
    }

    /// A client's open transactions.
    pub fn active(&mut self, client: &str) -> Result<Vec<Value>> {
        let of = self.transactions.0.iter();
        let of = of.filter(|tx| tx.active() && tx.client == client);
        of.map(|tx| self.tx_json(tx, tx.revisions.len())).collect()
    }

    fn tx_answer(&self, id: &str, revision: usize) -> Result<Answer> {
        match self.transactions.0.iter().find(|tx| tx.id == id) {
            Some(tx) => Ok(Answer::json(&self.tx_json(tx, revision)?)),
            None => no(404, "E_TX_NOT_FOUND"),
        }
    }

    fn tx_json(&self, tx: &Tx, revision: usize) -> Result<Value> {
        let (Some(found), Some(first)) = (
            revision.checked_sub(1).and_then(|at| tx.revisions.get(at)),
            tx.revisions.first(),
        ) else {
            return no(400, "E_TX_REVISION_NOT_FOUND");
        };
        let operation = match (revision, found.state.as_str()) {
            (1, _) => "Start",
            (_, "ACTIVE") => "Update",
            _ => "Finish",
        };
        let (serial, key) = self.device.key();
        let body: Value = serde_json::from_str(&found.body).unwrap_or_default();
        let schema = body.get("schema").cloned().unwrap_or(json!({}));
        let mut json = json!({
            "_id": tx.id, "_type": "TRANSACTION", "_env": self.options.environment, "_version": "2.1.35",
            "schema": schema, "state": found.state,
            "tss_id": self.tss.as_ref().map(|tss| tss.id.clone()),
            "tss_serial_number": crate::algorithm::hex(serial),
            "client_id": tx.client, "client_serial_number": tx.serial,
            "revision": revision, "latest_revision": tx.revisions.len(),
            "number": tx.number,
            "time_start": first.stamp.log_time.timestamp(),
            "signature": {
                "value": BASE64.encode(&found.stamp.signature),
                "algorithm": "ecdsa-plain-SHA256",
                // Documented as text, delivered as number; both occur here.
                "counter": found.stamp.counter,
                "public_key": BASE64.encode(key),
            },
            "log": {
                "operation": operation,
                "timestamp": found.stamp.log_time.timestamp(),
                "timestamp_format": "unixTime",
            },
        });
        if found.stamp.counter % 2 == 0
            && let Some(counter) = json.pointer_mut("/signature/counter")
        {
            *counter = found.stamp.counter.to_string().into();
        }
        if operation == "Finish" {
            let end = found.stamp.log_time.timestamp();
            set(&mut json, "time_end", end.into());
        }
        Ok(json)
    }
}
