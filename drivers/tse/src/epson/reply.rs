//! What is inside the frames: replies in JSON, and what their parts mean.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::{Info, Stamp, State, Wear};

/// The reply to one function.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Reply {
    /// The function it answers.
    pub function: String,
    /// `EXECUTION_OK` or an error's name.
    pub result: String,
    /// What the function gives.
    #[serde(default)]
    pub output: Value,
}

impl Reply {
    /// Reads the JSON of a reply.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// The answer to a start, update or finish of transaction `number`; `None` takes the number from the answer.
    ///
    /// # Errors
    /// Which part is missing or wrong.
    pub fn stamp(&self, number: Option<u64>) -> Result<Stamp, String> {
        let transaction = match number {
            Some(number) => number,
            None => number_of(&self.output, "transactionNumber")?,
        };
        let signature = bytes_of(&self.output, "signature")?;
        // r and s on a curve of 256, 384, 512 or 521 bits (TR-03116-5).
        if ![64, 96, 128, 132].contains(&signature.len()) {
            return Err(format!("a signature of {} bytes", signature.len()));
        }
        Ok(Stamp {
            transaction,
            counter: number_of(&self.output, "signatureCounter")?,
            log_time: moment_of(&self.output, "logTime")?,
            signature,
        })
    }

    /// The answer to `GetStorageInfo`, still without certificates.
    ///
    /// # Errors
    /// Which part is missing or wrong.
    pub fn info(&self) -> Result<Info, String> {
        let part = |name: &str| {
            self.output
                .get(name)
                .ok_or_else(|| format!("{name} is missing"))
        };
        let tse = part("tseInformation")?;
        let number = |name| number_of(tse, name);
        let description = text_of(tse, "tseDescription")?;
        let passed = flag_of(tse, "hasPassedSelfTest")?;
        let due = match passed {
            true => Duration::from_secs(number("timeUntilNextSelfTest")?),
            false => Duration::ZERO,
        };
        Ok(Info {
            description: format!("Epson TSE {description}"),
            manufacturer: "Epson".into(),
            version: version(number("softwareVersion")?),
            certification_id: description
                .starts_with("BSI-K-TR-")
                .then(|| description.to_owned()),
            state: match text_of(tse, "tseInitializationState")? {
                "UNINITIALIZED" => State::Uninitialized,
                "INITIALIZED" => State::Operational,
                "DECOMMISSIONED" => State::Decommissioned,
                other => return Err(format!("tseInitializationState {other:?}")),
            },
            serial: bytes_of(tse, "serialNumber")?,
            public_key: bytes_of(tse, "tsePublicKey")?,
            signature_algorithm: text_of(tse, "signatureAlgorithm")?.into(),
            // The protocol does not say it; every TSE with this chip stamps Unix time.
            log_time_format: "unixTime".into(),
            certificates: Vec::new(),
            certificate_end: moment_of(tse, "certificateExpirationDate")?,
            signatures: number("createdSignatures")?,
            max_signatures: number("maxSignatures").ok(),
            time_set: flag_of(tse, "hasValidTime")?,
            storage_used: number("tseCurrentSize")?.saturating_mul(BLOCK),
            storage_size: number("tseCapacity").ok().map(|n| n.saturating_mul(BLOCK)),
            open_transactions: pair(tse, "startedTransactions", "maxStartedTransactions"),
            clients: pair(tse, "registeredClients", "maxRegisteredClients"),
            self_test_due: Some(due),
            // The host keeps the clock itself while a TimeAdmin is logged in.
            time_update_every: None,
            wear: self.output.get("smartInformation").and_then(wear),
        })
    }
}

/// Sizes come in blocks of so many bytes.
const BLOCK: u64 = 512;

fn wear(smart: &Value) -> Option<Wear> {
    let percent = |part: &str, name: &str| {
        let value = smart.get(part)?.get(name)?.as_u64()?;
        u8::try_from(value).ok()
    };
    let errors = smart.get("dataIntegrity")?.get("uncorrectableECCErrors")?;
    Some(Wear {
        uncorrectable: u32::try_from(errors.as_u64()?).unwrap_or(u32::MAX),
        spare: percent("spareBlockStatus", "remainingSpareBlocks")?,
        erase_cycles: percent("eraseLifetimeStatus", "remainingEraseCounts")?,
        replace: smart.get("isReplacementNeeded")?.as_bool()?,
    })
}

/// Two bytes major, one minor, one patch.
fn version(packed: u64) -> String {
    format!(
        "{}.{}.{}",
        packed >> 16,
        (packed >> 8) & 0xFF,
        packed & 0xFF
    )
}

fn pair(value: &Value, count: &str, most: &str) -> Option<(u64, u64)> {
    Some((number_of(value, count).ok()?, number_of(value, most).ok()?))
}

pub(super) fn text_of<'a>(value: &'a Value, name: &str) -> Result<&'a str, String> {
    let found = value.get(name).and_then(Value::as_str);
    found.ok_or_else(|| format!("{name} is missing or no text"))
}

pub(super) fn number_of(value: &Value, name: &str) -> Result<u64, String> {
    let found = value.get(name).and_then(Value::as_u64);
    found.ok_or_else(|| format!("{name} is missing or no number"))
}

pub(super) fn flag_of(value: &Value, name: &str) -> Result<bool, String> {
    let found = value.get(name).and_then(Value::as_bool);
    found.ok_or_else(|| format!("{name} is missing or neither true nor false"))
}

pub(super) fn bytes_of(value: &Value, name: &str) -> Result<Vec<u8>, String> {
    BASE64
        .decode(text_of(value, name)?)
        .map_err(|error| format!("{name}: {error}"))
}

pub(super) fn moment_of(value: &Value, name: &str) -> Result<DateTime<Utc>, String> {
    let text = text_of(value, name)?;
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.to_utc())
        .map_err(|_| format!("{name}: no date and time: {text:?}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let reply = |output: &str| {
            let json =
                format!("{{\"function\":\"F\",\"result\":\"EXECUTION_OK\",\"output\":{output}}}");
            Reply::parse(&json).unwrap()
        };
        let error = reply("{}").stamp(Some(1)).unwrap_err();
        assert_eq!(error, "signature is missing or no text");
        let error = reply("{\"signature\":\"AAAA\"}")
            .stamp(Some(1))
            .unwrap_err();
        assert_eq!(error, "a signature of 3 bytes");
        assert_eq!(
            reply("null").info().unwrap_err(),
            "tseInformation is missing"
        );
        assert!(Reply::parse("{\"function\":\"F\"}").is_err());
    }

    #[test]
    fn versions_are_unpacked() {
        assert_eq!(version(65_792), "1.1.0");
        assert_eq!(version(65_540), "1.0.4");
    }
}
