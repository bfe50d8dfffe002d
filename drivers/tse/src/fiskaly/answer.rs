//! What the service answers, read with the tolerance its known issues ask for and no more.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::{Error, Stamp, State};

/// Answer to a log-in.
#[derive(Clone, Deserialize)]
pub struct Token {
    /// Goes with every request.
    pub access_token: String,
    /// Renews it without key and secret.
    #[serde(default)]
    pub refresh_token: Option<String>,
    /// Life of the access token in seconds. The absolute times in the answer need the service's clock; these do not.
    #[serde(default)]
    pub access_token_expires_in: Option<u64>,
    /// Life of the refresh token in seconds.
    #[serde(default)]
    pub refresh_token_expires_in: Option<u64>,
}

/// A TSS.
#[derive(Debug, Clone, Deserialize)]
pub struct Tss {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// `TEST` or `LIVE`.
    #[serde(rename = "_env", default)]
    pub env: String,
    /// Version of the service.
    #[serde(rename = "_version", default)]
    pub version: String,
    /// `CREATED`, `UNINITIALIZED`, `INITIALIZED`, `DISABLED`, `DEFECTIVE`, `DELETED` or `EVICTED`.
    pub state: String,
    /// Description given when it was initialised.
    #[serde(default)]
    pub description: String,
    /// Leaf certificate, Base64 of DER.
    pub certificate: String,
    /// Serial number, hexadecimal.
    pub serial_number: String,
    /// Point of the key, Base64.
    pub public_key: String,
    /// Name such as `ecdsa-plain-SHA256`.
    pub signature_algorithm: String,
    /// Name such as `unixTime`.
    pub signature_timestamp_format: String,
    /// Signatures made.
    #[serde(default, deserialize_with = "counter")]
    pub signature_counter: u64,
    /// Certification id of the BSI.
    #[serde(default)]
    pub bsi_certification_id: Option<String>,
    /// Registered clients.
    #[serde(default)]
    pub number_registered_clients: u64,
    /// And how many there may be.
    #[serde(default)]
    pub max_number_registered_clients: u64,
    /// Open transactions.
    #[serde(default)]
    pub number_active_transactions: u64,
    /// And how many there may be.
    #[serde(default)]
    pub max_number_active_transactions: u64,
    /// PUK; only in the answer to the creation.
    #[serde(default)]
    pub admin_puk: Option<String>,
}

/// What stands in a [`Tss`], decoded and checked.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Point of the key.
    pub point: Vec<u8>,
    /// Its SHA-256.
    pub serial: [u8; 32],
    /// Leaf certificate, DER.
    pub certificate: Vec<u8>,
    /// End of its validity.
    pub certificate_end: DateTime<Utc>,
}

impl Tss {
    /// Decodes key and certificate and holds them against each other.
    pub fn facts(&self) -> Result<Facts, Error> {
        let point = base64("public_key", &self.public_key)?;
        if point.first() != Some(&4) || point.len() != 65 {
            return Err(wrong("public_key: a point of 65 bytes expected"));
        }
        let serial = crate::algorithm::serial(&point);
        if !self
            .serial_number
            .eq_ignore_ascii_case(&crate::algorithm::hex(&serial))
        {
            return Err(wrong("serial_number is not the digest of public_key"));
        }
        let certificate = base64("certificate", &self.certificate)?;
        let read = crate::certificate::Certificate::from_der(&certificate)
            .map_err(|error| wrong(&format!("certificate: {error}")))?;
        if crate::certificate::point(&certificate).as_deref() != Some(&point) {
            return Err(wrong("certificate and public_key belong to different keys"));
        }
        Ok(Facts {
            point,
            serial,
            certificate,
            certificate_end: read.not_after,
        })
    }

    /// Where it is in its life.
    pub fn life(&self) -> Result<State, Error> {
        match self.state.as_str() {
            "CREATED" | "UNINITIALIZED" => Ok(State::Uninitialized),
            "INITIALIZED" => Ok(State::Operational),
            "DISABLED" => Ok(State::Decommissioned),
            other => Err(Error::Damaged(format!(
                "fiskaly has put the TSS into the state {other}; a new one is needed"
            ))),
        }
    }
}

/// A client.
#[derive(Debug, Clone, Deserialize)]
pub struct Client {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Our client id.
    pub serial_number: String,
    /// `REGISTERED` or `DEREGISTERED`.
    pub state: String,
    /// TSS it belongs to.
    #[serde(default)]
    pub tss_id: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, Deserialize)]
pub struct Page<T> {
    /// Its entries.
    pub data: Vec<T>,
}

/// A transaction at one of its revisions.
#[derive(Debug, Clone, Deserialize)]
pub struct Tx {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Transaction number.
    #[serde(default, deserialize_with = "counter")]
    pub number: u64,
    /// `ACTIVE`, `FINISHED` or `CANCELLED`.
    pub state: String,
    /// Id of the client.
    pub client_id: String,
    /// Our client id.
    pub client_serial_number: String,
    /// Id of the TSS.
    pub tss_id: String,
    /// Serial number of the TSS, hexadecimal.
    pub tss_serial_number: String,
    /// Which revision this is.
    pub revision: u64,
    /// The latest there is.
    pub latest_revision: u64,
    /// What was signed.
    #[serde(default)]
    pub schema: Schema,
    /// Missing while the service is still waiting for the signature.
    #[serde(default)]
    signature: Option<Signature>,
    #[serde(default)]
    log: Option<Log>,
}

/// What was signed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Schema {
    #[serde(default)]
    raw: Option<Raw>,
}

#[derive(Debug, Clone, Deserialize)]
struct Raw {
    process_type: String,
    process_data: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Signature {
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    algorithm: Option<String>,
    #[serde(default, deserialize_with = "counter")]
    counter: u64,
    #[serde(default)]
    public_key: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Log {
    #[serde(default)]
    operation: Option<String>,
    #[serde(default)]
    timestamp: Option<i64>,
    #[serde(default)]
    timestamp_format: Option<String>,
}

impl Tx {
    /// Whether the service accepted the transaction and has no signature yet.
    #[must_use]
    pub fn pending(&self) -> bool {
        self.signature
            .as_ref()
            .is_none_or(|signature| signature.value.is_none())
    }

    /// processType and processData, if they came back.
    pub fn content(&self) -> Result<Option<(String, Vec<u8>)>, Error> {
        let Some(raw) = &self.schema.raw else {
            return Ok(None);
        };
        let data = base64("process_data", &raw.process_data)?;
        Ok(Some((raw.process_type.clone(), data)))
    }

    /// The stamp, after everything in it was checked against the TSS it must come from.
    pub fn stamp(&self, facts: &Facts) -> Result<Stamp, Error> {
        let (Some(signature), Some(log)) = (&self.signature, &self.log) else {
            return Err(wrong("a transaction without signature"));
        };
        let value = signature.value.as_deref().unwrap_or_default();
        let value = base64("signature", value)?;
        if value.len() != 64 {
            return Err(wrong(&format!(
                "a signature of {} bytes, 64 expected",
                value.len()
            )));
        }
        if let Some(algorithm) = &signature.algorithm
            && algorithm != super::ALGORITHM
        {
            return Err(wrong(&format!("signature algorithm {algorithm:?}")));
        }
        if let Some(key) = &signature.public_key
            && base64("public_key", key)? != facts.point
        {
            return Err(wrong("signed by another key"));
        }
        if let Some(format) = &log.timestamp_format
            && format != super::TIME_FORMAT
        {
            return Err(wrong(&format!("log time format {format:?}")));
        }
        let operation = match (self.revision, self.state.as_str()) {
            (1, _) => "Start",
            (_, "ACTIVE") => "Update",
            _ => "Finish",
        };
        if log
            .operation
            .as_deref()
            .is_some_and(|found| found != operation)
        {
            return Err(wrong("the log is of another operation"));
        }
        let log_time = log
            .timestamp
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .ok_or_else(|| wrong("a transaction without log time"))?;
        if signature.counter == 0 || self.number == 0 {
            return Err(wrong("a counter of zero"));
        }
        Ok(Stamp {
            transaction: self.number,
            counter: signature.counter,
            log_time,
            signature: value,
        })
    }
}

/// How far an export is.
#[derive(Debug, Clone, Deserialize)]
pub struct Export {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// `PENDING`, `WORKING`, `COMPLETED`, `CANCELLED`, `ERROR` or `EXPIRED`.
    pub state: String,
    /// Why it failed.
    #[serde(default)]
    pub exception: Option<String>,
}

/// Why a request was refused.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Refusal {
    /// Such as `E_TX_UPSERT`.
    pub code: String,
    /// In words.
    pub message: String,
}

/// Reads an answer.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|error| wrong(&error.to_string()))
}

fn wrong(what: &str) -> Error {
    Error::Protocol(what.to_owned())
}

fn base64(name: &str, text: &str) -> Result<Vec<u8>, Error> {
    BASE64
        .decode(text)
        .map_err(|error| wrong(&format!("{name}: {error}")))
}

/// Counters come as numbers or as text (known issue of the API).
fn counter<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }
    match Either::deserialize(from)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text
            .parse()
            .map_err(|_| serde::de::Error::custom(format!("counter {text:?}"))),
    }
}

/// Reads bytes as each kind of answer there is and checks what can be checked; for the fuzzer.
pub fn read_any(body: &[u8]) {
    let tss = read::<Tss>(body).and_then(|tss| {
        tss.life()?;
        tss.facts()
    });
    if let (Ok(tx), Ok(facts)) = (read::<Tx>(body), tss) {
        let _ = (tx.stamp(&facts), tx.content());
    }
    if let Ok(tx) = read::<Tx>(body) {
        let facts = Facts {
            point: vec![4; 65],
            serial: [0; 32],
            certificate: Vec::new(),
            certificate_end: DateTime::UNIX_EPOCH,
        };
        let _ = (tx.stamp(&facts), tx.content(), tx.pending());
    }
    let _ = read::<Token>(body);
    let _ = read::<Page<Client>>(body);
    let _ = read::<Page<Tx>>(body);
    let _ = read::<Export>(body);
    let reply = super::http::Reply {
        status: u16::from(body.first().copied().unwrap_or_default()) * 4,
        retry_after: None,
        body: body.to_vec(),
    };
    let _ = super::link::refused(&reply, &super::link::About::default());
}
