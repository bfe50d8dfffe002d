//! The QR code of a receipt (DSFinV-K, Anhang I, no. 2): rebuilding what the TSE signed out of it.

mod fields;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::algorithm::{Curve, LogTimeFormat, SignatureAlgorithm, hex, serial};
use crate::key::{PublicKey, SignatureError, plain_from_der};
use crate::log::{Body, DataForm, LogTime, Message, Operation, TransactionBody};

use fields::KnownKey;
pub use fields::{Receipt, ReceiptError};

/// What a good receipt does not show; belongs next to every result.
const SCOPE: &str = "Checked against the key printed on the receipt only: that the key belongs to a certified TSE \
    is shown by the certificates of its export. The start time is not covered by the signature.";

/// Keys that are kept; a register meets a handful in its life, a pile of foreign receipts more.
const MOST_KEYS: usize = 64;

/// What checking a receipt came to.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptVerdict {
    /// The fields of the code.
    pub receipt: Receipt,
    /// Serial number of the TSE, hexadecimal: SHA-256 of the printed key.
    pub serial: String,
    /// Whether the signature belongs to fields and key.
    pub outcome: Outcome,
    /// What deviates from DSFinV-K without harming the signature.
    pub remarks: Vec<String>,
    /// What this check cannot show.
    pub scope: &'static str,
}

impl ReceiptVerdict {
    /// Whether the signature matches the printed key.
    #[must_use]
    pub fn genuine(&self) -> bool {
        matches!(self.outcome, Outcome::Genuine(_))
    }
}

/// Result of the signature check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "lowercase")]
pub enum Outcome {
    /// The signature matches, in this reading of the fields.
    Genuine(Variant),
    /// It matches in no reading: a field, the signature or the key was changed.
    Mismatch,
    /// It could not be checked.
    Unchecked {
        /// What is missing in this program.
        reason: String,
    },
}

/// The reading of a receipt under which its signature matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// Curve of the key; the printed point does not name it.
    pub curve: Curve,
    /// How the signature was printed.
    pub signature: SignatureForm,
    /// How processData stood in the log message.
    pub data: &'static str,
    /// Version of the log message.
    pub version: u8,
    /// How the log time stood in the log message.
    pub time: LogTimeFormat,
}

/// Ways makers print a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureForm {
    /// base64 of r‖s, as DSFinV-K wants it.
    Plain,
    /// base64 of a DER SEQUENCE of r and s.
    Der,
    /// r‖s as hexadecimal text.
    Hex,
}

/// Checks the text of a receipt's QR code.
///
/// # Errors
/// [`ReceiptError`] names the field and what was expected there. A signature that does not match is no
/// error but an [`Outcome`].
pub fn receipt(text: &str) -> Result<ReceiptVerdict, ReceiptError> {
    Receipts::default().check(text)
}

/// Checks many receipts of few devices: what was computed for a key is kept.
#[derive(Debug, Default)]
pub struct Receipts {
    known: Mutex<HashMap<String, KnownKey>>,
}

impl Receipts {
    /// As [`receipt`].
    ///
    /// # Errors
    /// As [`receipt`].
    pub fn check(&self, text: &str) -> Result<ReceiptVerdict, ReceiptError> {
        let parsed = fields::parse(text, |printed| self.key(printed))?;
        judge(parsed)
    }

    /// As [`receipt`], for fields that come from elsewhere, such as the columns of DSFinV-K. `key` is base64 of the
    /// public key; [`Receipt::public_key`] is taken from it.
    ///
    /// # Errors
    /// As [`receipt`].
    pub fn check_fields(
        &self,
        receipt: Receipt,
        key: &str,
    ) -> Result<ReceiptVerdict, ReceiptError> {
        let known = self.key(key)?;
        judge(fields::of(receipt, known))
    }

    fn key(&self, printed: &str) -> Result<KnownKey, ReceiptError> {
        // Plain data: a panic elsewhere leaves it as valid as before.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = known().get(printed) {
            return Ok(key.clone());
        }
        let key = fields::key(printed)?;
        let mut known = known();
        if known.len() >= MOST_KEYS {
            known.clear();
        }
        known.insert(printed.to_owned(), key.clone());
        Ok(key)
    }
}

fn judge(parsed: fields::Parsed) -> Result<ReceiptVerdict, ReceiptError> {
    let mut unsupported: Vec<String> = Vec::new();
    let mut outcome = None;
    'keys: for key in &parsed.keys {
        for (form, signature) in signatures(&parsed, key.curve())? {
            match ladder(&parsed.receipt, key, form, &signature) {
                Ok(Some(variant)) => {
                    outcome = Some(Outcome::Genuine(variant));
                    break 'keys;
                }
                Ok(None) => {}
                Err(reason) if unsupported.contains(&reason) => {}
                Err(reason) => unsupported.push(reason),
            }
        }
    }
    let hash = parsed.receipt.algorithm.hash();
    let outcome = outcome.unwrap_or_else(|| {
        if hash.digest(&[]).is_none() {
            let reason = SignatureError::WeakHash(hash).to_string();
            return Outcome::Unchecked { reason };
        }
        if unsupported.is_empty() {
            Outcome::Mismatch
        } else {
            let reason = format!(
                "{} is not supported by this program",
                unsupported.join(" or ")
            );
            Outcome::Unchecked { reason }
        }
    });
    let mut remarks = parsed.remarks;
    if let Outcome::Genuine(variant) = &outcome {
        if variant.signature != SignatureForm::Plain {
            remarks.push("signatur: base64 of r‖s expected, printed in another form".into());
        }
        if variant.time != parsed.receipt.log_time_format {
            remarks.push(format!(
                "log-time-format: {} is printed, the signed time is {}",
                parsed.receipt.log_time_format, variant.time
            ));
        }
    }
    Ok(ReceiptVerdict {
        serial: hex(&serial(&parsed.receipt.public_key)),
        receipt: parsed.receipt,
        outcome,
        remarks,
        scope: SCOPE,
    })
}

/// The printed signature in every form that can be meant on this curve.
fn signatures(
    parsed: &fields::Parsed,
    curve: Curve,
) -> Result<Vec<(SignatureForm, Vec<u8>)>, ReceiptError> {
    let wanted = 2 * curve.bytes();
    let mut forms = Vec::new();
    if let Some(bytes) = &parsed.signature_base64 {
        if bytes.len() == wanted {
            forms.push((SignatureForm::Plain, bytes.clone()));
        }
        if let Some(plain) = plain_from_der(bytes, curve.bytes()) {
            forms.push((SignatureForm::Der, plain));
        }
    }
    if let Some(bytes) = &parsed.signature_hex
        && bytes.len() == wanted
    {
        forms.push((SignatureForm::Hex, bytes.clone()));
    }
    if forms.is_empty() {
        return Err(ReceiptError::Field {
            number: 11,
            field: "signatur",
            expected: format!("base64 of {wanted} bytes, r‖s on {curve}"),
            found: match &parsed.signature_base64 {
                Some(bytes) => format!("{} bytes", bytes.len()),
                None => "no base64".into(),
            },
        });
    }
    Ok(forms)
}

/// Tries the readings in the order of their likelihood; `Err` names what this program lacks.
fn ladder(
    receipt: &Receipt,
    key: &PublicKey,
    form: SignatureForm,
    signature: &[u8],
) -> Result<Option<Variant>, String> {
    let SignatureAlgorithm::EcdsaPlain(hash) = receipt.algorithm else {
        return Err(receipt.algorithm.to_string());
    };
    // fiskaly V1 prints utcTime and signs with seconds, so seconds come first.
    let times: &[LogTimeFormat] = match receipt.log_time_format {
        LogTimeFormat::UtcTime => &[LogTimeFormat::UtcTimeWithSeconds, LogTimeFormat::UtcTime],
        _ => &[receipt.log_time_format],
    };
    let forms = [
        (DataForm::Primitive, "82"),
        (DataForm::Indefinite, "A2 80"),
        (DataForm::Constructed, "A2"),
    ];
    for version in [2, 3] {
        for (data_form, data) in forms {
            for &time in times {
                let dtbs = message(receipt, version, data_form, time).dtbs();
                match key.verify(hash, &dtbs, signature) {
                    Ok(()) => {
                        return Ok(Some(Variant {
                            curve: key.curve(),
                            signature: form,
                            data,
                            version,
                            time,
                        }));
                    }
                    Err(SignatureError::Unsupported(what)) => return Err(what),
                    Err(_) => {}
                }
            }
        }
    }
    Ok(None)
}

/// The FinishTransaction message the receipt came from. Nothing in it is repaired: a slip of the register
/// was signed as it stands.
fn message(receipt: &Receipt, version: u8, form: DataForm, time: LogTimeFormat) -> Message {
    Message {
        version,
        body: Body::Transaction(TransactionBody {
            operation: Operation::Finish,
            client_id: receipt.client_id.clone(),
            process_data: receipt.process_data.clone().into_bytes(),
            form,
            process_type: Some(receipt.process_type.clone()),
            external: None,
            number: receipt.transaction,
            internal: None,
        }),
        serial: serial(&receipt.public_key).to_vec(),
        algorithm: receipt.algorithm,
        counter: receipt.counter,
        time: LogTime::new(time, receipt.end),
    }
}
