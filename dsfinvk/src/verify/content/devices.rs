//! The TSEs of tse.csv (R51). A row is judged once and told wherever it occurs.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use amtskasse_tse::algorithm::{LogTimeFormat, SignatureAlgorithm, hex, serial, unhex};
use amtskasse_tse::certificate::Certificate;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use x509_parser::prelude::FromDer;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::columns::tse as at;
use super::finding;
use crate::schema::{TSE, certificate_column};
use crate::verify::books::Row;
use crate::verify::{Severity, Sheet};

/// Some makers leave the padding out.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A TSE as a row of tse.csv has it.
#[derive(Debug)]
pub(super) struct Device {
    /// First row it occurs in.
    pub(super) row: u64,
    /// Place of its serial number among [`Devices::serials`].
    pub(super) serial: usize,
    /// Public key as written, base64.
    pub(super) key: String,
    /// `None`: this program does not know it.
    pub(super) algorithm: Option<SignatureAlgorithm>,
    pub(super) algorithm_text: String,
    pub(super) format: Option<LogTimeFormat>,
    pub(super) format_text: String,
    /// Whether processData was signed as ASCII.
    pub(super) ascii: bool,
    faults: Vec<(Severity, String, String)>,
}

/// All TSEs of a package.
#[derive(Debug, Default)]
pub(super) struct Devices {
    hash: RandomState,
    by_row: HashMap<u64, usize>,
    by_serial: HashMap<String, usize>,
    pub(super) all: Vec<Device>,
    /// Serial numbers, lower-case hexadecimal.
    pub(super) serials: Vec<String>,
}

impl Devices {
    /// Judges a row and returns the place of its device.
    pub(super) fn take(&mut self, row: &Row<'_>, sheet: &mut Sheet) -> usize {
        let place = self.place(row);
        if let Some(device) = self.all.get(place) {
            for (severity, german, english) in &device.faults {
                let place = || crate::verify::Place::row(TSE.file, row.line);
                sheet.add(51, *severity, place, || (german.clone(), english.clone()));
            }
        }
        place
    }

    fn place(&mut self, row: &Row<'_>) -> usize {
        let columns = at::TSE_SERIAL..=at::TSE_ZERTIFIKAT_II + FURTHER;
        let text: Vec<&str> = columns.map(|place| row.text(place)).collect();
        let hash = self.hash.hash_one(&text);
        if let Some(place) = self.by_row.get(&hash) {
            return *place;
        }
        let place = self.all.len();
        self.by_row.insert(hash, place);
        let device = self.judge(row);
        self.all.push(device);
        place
    }

    fn judge(&mut self, row: &Row<'_>) -> Device {
        let key = row.text(at::TSE_PUBLIC_KEY);
        let mut faults = Faults::default();
        let written = row.text(at::TSE_SERIAL);
        let point = point(key);
        let mut known = written.to_ascii_lowercase();
        if let Some(decoded) = base64_serial(written) {
            known = hex(&decoded);
            faults.add(
                Severity::Warning,
                format!("TSE_SERIAL „{written}“ ist base64; erwartet wird hexadezimal {known}"),
                format!("TSE_SERIAL \"{written}\" is base64; hexadecimal {known} is expected"),
            );
        } else if unhex(written).is_none_or(|bytes| bytes.len() != 32) {
            faults.error(
                format!("TSE_SERIAL „{written}“: erwartet werden 64 hexadezimale Zeichen"),
                format!("TSE_SERIAL \"{written}\": 64 hexadecimal characters are expected"),
            );
        }
        match &point {
            None => faults.error(
                format!(
                    "TSE_PUBLIC_KEY „{}“ ist kein öffentlicher Schlüssel in base64",
                    short(key)
                ),
                format!(
                    "TSE_PUBLIC_KEY \"{}\" is no public key in base64",
                    short(key)
                ),
            ),
            Some(point) => {
                let expected = hex(&serial(point));
                if known != expected {
                    faults.error(
                        format!(
                            "TSE_SERIAL ist {known}, der SHA-256 von TSE_PUBLIC_KEY {expected}"
                        ),
                        format!(
                            "TSE_SERIAL is {known}, the SHA-256 of TSE_PUBLIC_KEY is {expected}"
                        ),
                    );
                }
            }
        }
        certificate(row, point.as_deref(), &known, &mut faults);
        let algorithm = row.text(at::TSE_SIG_ALGO);
        let format = row.text(at::TSE_ZEITFORMAT);
        let next = self.serials.len();
        let serial = *self.by_serial.entry(known.clone()).or_insert(next);
        if serial == next {
            self.serials.push(known);
        }
        Device {
            row: row.line,
            serial,
            key: key.to_owned(),
            algorithm: SignatureAlgorithm::from_name(algorithm),
            algorithm_text: algorithm.to_owned(),
            format: LogTimeFormat::from_name(format),
            format_text: format.to_owned(),
            ascii: row.text(at::TSE_PD_ENCODING) == "ASCII",
            faults: faults.0,
        }
    }
}

/// Certificate columns behind the second: TSE_ZERTIFIKAT_III to TSE_ZERTIFIKAT_X.
const FURTHER: usize = 8;

#[derive(Default)]
struct Faults(Vec<(Severity, String, String)>);

impl Faults {
    fn add(&mut self, severity: Severity, german: String, english: String) {
        self.0.push((severity, german, english));
    }

    fn error(&mut self, german: String, english: String) {
        self.add(Severity::Error, german, english);
    }
}

fn short(text: &str) -> &str {
    text.char_indices()
        .nth(40)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// 32 bytes in base64 where hexadecimal belongs (AmadeusVerify 1120).
fn base64_serial(text: &str) -> Option<Vec<u8>> {
    if !(43..=44).contains(&text.len()) {
        return None;
    }
    BASE64.decode(text).ok().filter(|bytes| bytes.len() == 32)
}

/// The point of a public key: bare, or out of a SubjectPublicKeyInfo.
fn point(key: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(key).ok().filter(|bytes| !bytes.is_empty())?;
    if bytes.first() == Some(&0x30) {
        let (_, info) = SubjectPublicKeyInfo::from_der(&bytes).ok()?;
        return Some(info.subject_public_key.data.to_vec());
    }
    Some(bytes)
}

/// The certificate columns joined: a certificate or a chain with the key inside.
fn certificate(row: &Row<'_>, point: Option<&[u8]>, known: &str, faults: &mut Faults) {
    let columns = at::TSE_ZERTIFIKAT_I..=at::TSE_ZERTIFIKAT_II + FURTHER;
    let mut last = 0;
    let mut joined = String::new();
    for (part, place) in columns.enumerate() {
        let text = row.text(place);
        if !text.is_empty() {
            last = part + 1;
        }
        joined.push_str(text);
    }
    if joined.is_empty() {
        // R8 tells that it is empty.
        return;
    }
    let name = certificate_column(last).unwrap_or("TSE_ZERTIFIKAT_II");
    match chain(&joined) {
        Err(reason) => faults.error(
            format!("TSE_ZERTIFIKAT_I bis {name} ergeben zusammen kein Zertifikat: {reason}"),
            format!("TSE_ZERTIFIKAT_I to {name} joined are no certificate: {reason}"),
        ),
        Ok(certificates) => {
            let leaf = certificates
                .first()
                .map(|leaf| hex(&leaf.serial))
                .unwrap_or_default();
            if let Some(point) = point
                && !certificates
                    .iter()
                    .any(|certificate| certificate.point == point)
            {
                faults.error(
                    format!("das Zertifikat enthält den Schlüssel mit SHA-256 {leaf}, TSE_PUBLIC_KEY ist ein anderer"),
                    format!("the certificate holds the key with SHA-256 {leaf}, TSE_PUBLIC_KEY is another"),
                );
            } else if !certificates
                .iter()
                .any(|certificate| hex(&certificate.serial) == known)
            {
                faults.error(
                    format!("TSE_SERIAL ist {known}, aus dem Zertifikat folgt {leaf}"),
                    format!("TSE_SERIAL is {known}, from the certificate follows {leaf}"),
                );
            }
        }
    }
}

/// Reads PEM, base64 of PEM, or base64 of one or more certificates in DER.
fn chain(text: &str) -> Result<Vec<Certificate>, String> {
    if text.contains("-----BEGIN") {
        return Certificate::from_file(lines(text).as_bytes());
    }
    let plain: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = BASE64
        .decode(plain)
        .map_err(|error| format!("base64: {error}"))?;
    if bytes.first() != Some(&0x30) {
        return Certificate::from_file(&bytes);
    }
    let mut certificates = Vec::new();
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let length = der_length(rest).ok_or("cut off")?;
        let (one, behind) = rest.split_at_checked(length).ok_or("cut off")?;
        certificates.push(Certificate::from_der(one)?);
        rest = behind;
    }
    Ok(certificates)
}

/// PEM whose line breaks a csv writer took out.
fn lines(text: &str) -> String {
    if text.contains('\n') {
        return text.to_owned();
    }
    let text = text.replace(
        "-----BEGIN CERTIFICATE-----",
        "\n-----BEGIN CERTIFICATE-----\n",
    );
    text.replace("-----END CERTIFICATE-----", "\n-----END CERTIFICATE-----\n")
}

/// Length of a SEQUENCE with its header.
fn der_length(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [0x30, short @ 0..=0x7F, ..] => Some(2 + usize::from(short)),
        [0x30, 0x81, one, ..] => Some(3 + usize::from(one)),
        [0x30, 0x82, one, two, ..] => Some(4 + (usize::from(one) << 8) + usize::from(two)),
        [0x30, 0x83, one, two, three, ..] => {
            Some(5 + (usize::from(one) << 16) + (usize::from(two) << 8) + usize::from(three))
        }
        _ => None,
    }
}

/// R54: what could not be checked, and why.
pub(super) fn unchecked(device: &Device, count: u64, reason: (&str, &str), sheet: &mut Sheet) {
    let (german, english) = reason;
    finding!(
        sheet,
        54,
        Error,
        &TSE,
        device.row,
        "{count} Signaturen dieser TSE ließen sich nicht prüfen: {german}",
        "{count} signatures of this TSE were not checked: {english}"
    );
}
