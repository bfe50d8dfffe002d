//! The twelve fields of a receipt's QR code.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, Utc};
use serde::Serialize;
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::algorithm::{Curve, LogTimeFormat, SignatureAlgorithm, hex, unhex};
use crate::key::PublicKey;

/// Some registers leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a text is no receipt's QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Too few fields.
    #[error(
        "12 fields separated by semicolons expected (V0;kassen-seriennummer;processType;…), {0} found"
    )]
    Fields(usize),
    /// A field does not hold what DSFinV-K wants there.
    #[error("field {number} ({field}): {expected} expected, {found} found")]
    Field {
        /// Place in the code, from 1.
        number: u8,
        /// Its name in DSFinV-K.
        field: &'static str,
        /// What belongs there.
        expected: String,
        /// What stands there.
        found: String,
    },
}

/// A receipt as its QR code states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// kassen-seriennummer, the client id of the TSE.
    pub client_id: String,
    /// processType.
    pub process_type: String,
    /// processData.
    pub process_data: String,
    /// transaktions-nummer.
    pub transaction: u64,
    /// signatur-zaehler.
    pub counter: u64,
    /// start-zeit; not covered by the signature.
    pub start: DateTime<Utc>,
    /// log-time.
    pub end: DateTime<Utc>,
    /// sig-alg.
    pub algorithm: SignatureAlgorithm,
    /// log-time-format.
    pub log_time_format: LogTimeFormat,
    /// signatur, as printed.
    pub signature: String,
    /// public-key: the uncompressed point 04‖X‖Y.
    #[serde(serialize_with = "as_hex")]
    pub public_key: Vec<u8>,
}

fn as_hex<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes))
}

pub(super) struct Parsed {
    pub receipt: Receipt,
    /// The key on every curve it may lie on.
    pub keys: Vec<PublicKey>,
    pub signature_base64: Option<Vec<u8>>,
    pub signature_hex: Option<Vec<u8>>,
    pub remarks: Vec<String>,
}

/// A printed key: its point, the key on every curve it may lie on, and what was odd about it.
#[derive(Debug, Clone)]
pub(super) struct KnownKey {
    pub point: Vec<u8>,
    pub keys: Vec<PublicKey>,
    pub remark: Option<&'static str>,
}

/// Reads a code; `key` reads the printed key.
pub(super) fn parse(
    text: &str,
    key: impl FnOnce(&str) -> Result<KnownKey, ReceiptError>,
) -> Result<Parsed, ReceiptError> {
    let text = text.trim_matches(['\r', '\n', ' ', '\u{FEFF}']);
    let found = text.split(';').count();
    // The processData of an order holds semicolons itself: three fields from the left, eight from the right.
    let mut left = text.splitn(4, ';');
    let (Some(version), Some(client_id), Some(process_type), Some(rest)) =
        (left.next(), left.next(), left.next(), left.next())
    else {
        return Err(ReceiptError::Fields(found));
    };
    let mut right: Vec<&str> = rest.rsplitn(9, ';').collect();
    right.reverse();
    let [
        process_data,
        transaction,
        counter,
        start,
        end,
        algorithm,
        format,
        signature,
        public_key,
    ] = right[..]
    else {
        return Err(ReceiptError::Fields(found));
    };
    if version != "V0" {
        return Err(wrong(1, "qr-code-version", "V0", version));
    }
    let mut remarks = Vec::new();
    let KnownKey {
        point,
        keys,
        remark,
    } = key(public_key)?;
    remarks.extend(remark.map(str::to_owned));
    let receipt = Receipt {
        client_id: client_id.into(),
        process_type: process_type.into(),
        process_data: process_data.into(),
        transaction: number(5, "transaktions-nummer", transaction)?,
        counter: number(6, "signatur-zaehler", counter)?,
        start: time(7, "start-zeit", start, &mut remarks)?,
        end: time(8, "log-time", end, &mut remarks)?,
        algorithm: SignatureAlgorithm::from_name(algorithm).ok_or_else(|| {
            let expected = "an algorithm such as ecdsa-plain-SHA384";
            wrong(9, "sig-alg", expected, algorithm)
        })?,
        log_time_format: LogTimeFormat::from_name(format).ok_or_else(|| {
            let expected = "unixTime, utcTime, utcTimeWithSeconds, generalizedTime or generalizedTimeWithMilliseconds";
            wrong(10, "log-time-format", expected, format)
        })?,
        signature: signature.into(),
        public_key: point,
    };
    Ok(Parsed {
        signature_base64: BASE64.decode(signature).ok(),
        signature_hex: unhex(signature),
        receipt,
        keys,
        remarks,
    })
}

/// Fields that were read elsewhere.
pub(super) fn of(receipt: Receipt, key: KnownKey) -> Parsed {
    Parsed {
        signature_base64: BASE64.decode(&receipt.signature).ok(),
        signature_hex: unhex(&receipt.signature),
        receipt: Receipt {
            public_key: key.point,
            ..receipt
        },
        keys: key.keys,
        remarks: key.remark.map(str::to_owned).into_iter().collect(),
    }
}

fn wrong(number: u8, field: &'static str, expected: &str, found: &str) -> ReceiptError {
    ReceiptError::Field {
        number,
        field,
        expected: expected.into(),
        found: format!("{found:?}"),
    }
}

fn number(place: u8, field: &'static str, text: &str) -> Result<u64, ReceiptError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| wrong(place, field, "a decimal number", text))
}

fn time(
    place: u8,
    field: &'static str,
    text: &str,
    remarks: &mut Vec<String>,
) -> Result<DateTime<Utc>, ReceiptError> {
    let expected = "a time in UTC such as 2026-03-04T08:12:31.000Z";
    let time =
        DateTime::parse_from_rfc3339(text).map_err(|_| wrong(place, field, expected, text))?;
    if !text.ends_with('Z') {
        remarks.push(format!(
            "{field}: UTC expected, printed as local time {text}"
        ));
    }
    Ok(time.to_utc())
}

/// The point and the key on every curve it may lie on. A printed SPKI names its curve.
pub(super) fn key(text: &str) -> Result<KnownKey, ReceiptError> {
    let error = |found: String| ReceiptError::Field {
        number: 12,
        field: "public-key",
        expected: "base64 of an uncompressed point 04‖X‖Y of 65, 97, 129 or 133 bytes".into(),
        found,
    };
    let bytes = BASE64
        .decode(text)
        .map_err(|_| error(format!("{text:?}")))?;
    if bytes.first() == Some(&0x30) {
        let (_, spki) = SubjectPublicKeyInfo::from_der(&bytes)
            .map_err(|_| error(format!("{} bytes of DER", bytes.len())))?;
        let curve = spki
            .algorithm
            .parameters
            .as_ref()
            .and_then(|parameters| parameters.as_oid().ok())
            .map(|oid| oid.to_id_string())
            .unwrap_or_default();
        let known = Curve::from_oid(&curve)
            .ok_or_else(|| error(format!("a key on the unknown curve {curve:?}")))?;
        let point = spki.subject_public_key.data.to_vec();
        let key = PublicKey::new(known, &point).map_err(|reason| error(reason.to_string()))?;
        return Ok(KnownKey {
            point,
            keys: vec![key],
            remark: Some("public-key: the bare point expected, printed as SubjectPublicKeyInfo"),
        });
    }
    // A point on one curve is hardly ever one on another, so most keys leave one candidate.
    let keys: Vec<PublicKey> = Curve::candidates(bytes.len())
        .iter()
        .filter_map(|curve| PublicKey::new(*curve, &bytes).ok())
        .collect();
    if keys.is_empty() {
        return Err(error(format!("{} bytes", bytes.len())));
    }
    Ok(KnownKey {
        point: bytes,
        keys,
        remark: None,
    })
}
