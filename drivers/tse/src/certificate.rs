//! X.509 certificates of a TSE (TR-03153-1, 10).

use chrono::{DateTime, Utc};
use x509_parser::extensions::ParsedExtension;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::X509Name;

use crate::algorithm::{Curve, Hash, hex, serial};
use crate::key::{PublicKey, SignatureError, plain_from_der};

mod crl;

pub use crl::{Crl, Revocation};

/// A certificate, as far as the checks of TR-03153-1, 10.2 look at it.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The whole certificate.
    pub der: Vec<u8>,
    /// Subject in words, e.g. `C=DE, O=…, CN=…`.
    pub subject: String,
    /// Issuer in words.
    pub issuer: String,
    /// First moment of its validity.
    pub not_before: DateTime<Utc>,
    /// Last moment of its validity.
    pub not_after: DateTime<Utc>,
    /// Key bytes as they stand in the certificate; for elliptic curves the uncompressed point.
    pub point: Vec<u8>,
    /// SHA-256 of `point`: the TSE's serial number, and the certificate's name in an archive.
    pub serial: [u8; 32],
    /// The key, or why there is none to check with.
    pub key: Result<PublicKey, String>,
    /// Whether it may issue certificates (basicConstraints, keyUsage).
    pub authority: bool,
    /// Certificates of authorities that may stand between it and a leaf.
    pub path_length: Option<u32>,
    /// Whether it may sign log messages (keyUsage).
    pub signs: bool,
    /// Its number among those of its issuer, without leading zeros; not the TSE's serial number.
    number: Vec<u8>,
    subject_raw: Vec<u8>,
    subject_key_id: Option<Vec<u8>>,
    /// CN and serialNumber of the subject.
    names: Vec<String>,
    issued: Issued,
}

impl Certificate {
    /// Reads one certificate in DER.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn from_der(der: &[u8]) -> Result<Self, String> {
        let (rest, certificate) = X509Certificate::from_der(der)
            .map_err(|error| format!("X.509 certificate expected: {error}"))?;
        if !rest.is_empty() {
            return Err(format!("{} bytes after the certificate", rest.len()));
        }
        let point = certificate.public_key().subject_public_key.data.to_vec();
        let mut subject_key_id = None;
        let mut authority_key_id = None;
        for extension in certificate.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectKeyIdentifier(id) => subject_key_id = Some(id.0.to_vec()),
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                }
                _ => {}
            }
        }
        let usage = certificate.key_usage().ok().flatten();
        let usage = usage.map(|usage| usage.value);
        Ok(Self {
            der: der.to_vec(),
            subject: words(certificate.subject()),
            issuer: words(certificate.issuer()),
            not_before: moment(certificate.validity().not_before)?,
            not_after: moment(certificate.validity().not_after)?,
            serial: serial(&point),
            key: key(&certificate, &point),
            authority: certificate.is_ca() && usage.is_none_or(|usage| usage.key_cert_sign()),
            path_length: certificate
                .basic_constraints()
                .ok()
                .flatten()
                .and_then(|constraints| constraints.value.path_len_constraint),
            signs: usage.is_none_or(|usage| usage.digital_signature()),
            number: digits(certificate.raw_serial()).to_vec(),
            subject_raw: certificate.subject().as_raw().to_vec(),
            subject_key_id,
            names: certificate
                .subject()
                .iter_attributes()
                .filter(|attribute| {
                    ["2.5.4.3", "2.5.4.5"].contains(&attribute.attr_type().to_id_string().as_str())
                })
                .filter_map(|attribute| attribute.as_str().ok().map(str::to_owned))
                .collect(),
            issued: Issued {
                issuer: certificate.issuer().as_raw().to_vec(),
                issuer_key_id: authority_key_id,
                signed: certificate.tbs_certificate.as_ref().to_vec(),
                algorithm: certificate.signature_algorithm.algorithm.to_id_string(),
                signature: certificate.signature_value.data.to_vec(),
            },
            point,
        })
    }

    /// Reads a file: one certificate in DER, or one or more in PEM.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn from_file(content: &[u8]) -> Result<Vec<Self>, String> {
        if content.first() == Some(&0x30) {
            return Self::from_der(content).map(|certificate| vec![certificate]);
        }
        let blocks: Vec<Pem> = Pem::iter_from_buffer(content)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("PEM expected: {error}"))?;
        if blocks.is_empty() {
            return Err("a certificate in DER or PEM expected".into());
        }
        blocks
            .iter()
            .filter(|block| block.label == "CERTIFICATE")
            .map(|block| Self::from_der(&block.contents))
            .collect()
    }

    /// SHA-256 over the whole certificate, hexadecimal.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex(ring::digest::digest(&ring::digest::SHA256, &self.der).as_ref())
    }

    /// Whether the subject names the TSE's serial number (TR-03153-1, 10).
    #[must_use]
    pub fn names_its_serial(&self) -> bool {
        let serial = hex(&self.serial);
        self.names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&serial))
    }

    /// Whether issuer and subject are the same.
    #[must_use]
    pub fn self_issued(&self) -> bool {
        self.subject_raw == self.issued.issuer
    }

    /// Whether its names and key identifiers say that `issuer` issued it; the signature may still not.
    #[must_use]
    pub fn claims_issuer(&self, issuer: &Self) -> bool {
        self.issued.claims(issuer)
    }

    /// Checks its signature with the key of `issuer`.
    ///
    /// # Errors
    /// [`SignatureError`]; `Unsupported` means that nothing is known.
    pub fn verify(&self, issuer: &Self) -> Result<(), SignatureError> {
        self.issued.verify(issuer)
    }

    /// Whether `at` lies in its validity.
    #[must_use]
    pub fn valid_at(&self, at: DateTime<Utc>) -> bool {
        (self.not_before..=self.not_after).contains(&at)
    }
}

/// Something an issuer signed: a certificate or a revocation list.
#[derive(Debug, Clone)]
struct Issued {
    issuer: Vec<u8>,
    issuer_key_id: Option<Vec<u8>>,
    signed: Vec<u8>,
    algorithm: String,
    signature: Vec<u8>,
}

impl Issued {
    /// Whether names and key identifiers say that `issuer` issued it.
    fn claims(&self, issuer: &Certificate) -> bool {
        self.issuer == issuer.subject_raw
            && match (&self.issuer_key_id, &issuer.subject_key_id) {
                (Some(wanted), Some(id)) => wanted == id,
                _ => true,
            }
    }

    fn verify(&self, issuer: &Certificate) -> Result<(), SignatureError> {
        let hash = match self.algorithm.as_str() {
            "1.2.840.10045.4.3.2" => Hash::Sha256,
            "1.2.840.10045.4.3.3" => Hash::Sha384,
            "1.2.840.10045.4.3.4" => Hash::Sha512,
            "2.16.840.1.101.3.4.3.10" => Hash::Sha3_256,
            "2.16.840.1.101.3.4.3.11" => Hash::Sha3_384,
            "2.16.840.1.101.3.4.3.12" => Hash::Sha3_512,
            other => {
                return Err(SignatureError::Unsupported(format!(
                    "signature algorithm {other}"
                )));
            }
        };
        let key = issuer
            .key
            .as_ref()
            .map_err(|reason| SignatureError::Unsupported(reason.clone()))?;
        let signature =
            plain_from_der(&self.signature, key.curve().bytes()).ok_or(SignatureError::Mismatch)?;
        key.verify(hash, &self.signed, &signature)
    }
}

fn moment(time: x509_parser::time::ASN1Time) -> Result<DateTime<Utc>, &'static str> {
    DateTime::from_timestamp(time.timestamp(), 0).ok_or("a date out of range")
}

/// A number without its leading zeros.
fn digits(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// The uncompressed key point of a certificate.
#[must_use]
pub fn point(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(certificate.public_key().subject_public_key.data.to_vec())
}

fn key(certificate: &X509Certificate<'_>, point: &[u8]) -> Result<PublicKey, String> {
    let algorithm = &certificate.public_key().algorithm;
    if algorithm.algorithm.to_id_string() != "1.2.840.10045.2.1" {
        return Err(format!("key type {}", algorithm.algorithm));
    }
    let curve = algorithm
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.as_oid().ok())
        .map(|oid| oid.to_id_string())
        .ok_or("a key with explicit curve parameters")?;
    let curve = Curve::from_oid(&curve).ok_or_else(|| format!("curve {curve}"))?;
    PublicKey::new(curve, point).map_err(|error| error.to_string())
}

fn words(name: &X509Name<'_>) -> String {
    name.to_string()
}
