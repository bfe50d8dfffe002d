//! Certificate revocation lists (RFC 5280, 5).

use chrono::{DateTime, Utc};
use x509_parser::extensions::ParsedExtension;
use x509_parser::pem::Pem;
use x509_parser::prelude::{CertificateRevocationList, FromDer};

use super::{Certificate, Issued, digits, moment};
use crate::key::SignatureError;

/// A revocation list, as far as the check of a TSE looks at it.
#[derive(Debug, Clone)]
pub struct Crl {
    /// Issuer in words.
    pub issuer: String,
    /// When it was issued.
    pub this_update: DateTime<Utc>,
    /// When the next one is due at the latest.
    pub next_update: Option<DateTime<Utc>>,
    /// Why it cannot be used, e.g. because it covers some certificates only.
    pub unsupported: Option<String>,
    revoked: Vec<(Vec<u8>, Revocation)>,
    issued: Issued,
}

/// That a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// From when on it does not count: the date of invalidity where that is earlier than the revocation.
    pub at: DateTime<Utc>,
    /// Why, in the words of RFC 5280.
    pub reason: &'static str,
}

const REASONS: [&str; 11] = [
    "unspecified",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "unspecified",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise",
];

impl Crl {
    /// Reads one list in DER.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn from_der(der: &[u8]) -> Result<Self, String> {
        let (rest, list) = CertificateRevocationList::from_der(der)
            .map_err(|error| format!("certificate revocation list expected: {error}"))?;
        if !rest.is_empty() {
            return Err(format!("{} bytes after the revocation list", rest.len()));
        }
        let mut unsupported = None;
        let mut authority_key_id = None;
        for extension in list.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                }
                ParsedExtension::IssuingDistributionPoint(point)
                    if !point.indirect_crl && point.only_some_reasons.is_none() => {}
                // An unknown critical extension may turn the meaning of the list round, as that of a
                // delta list does (RFC 5280, 5.2).
                _ if extension.critical => {
                    unsupported = Some(format!("a critical extension {}", extension.oid));
                }
                _ => {}
            }
        }
        let mut revoked = Vec::new();
        for entry in list.iter_revoked_certificates() {
            let revoked_at = moment(entry.revocation_date)?;
            let invalid_from = entry
                .invalidity_date()
                .and_then(|(_, date)| moment(date).ok());
            let reason = entry.reason_code().map_or(0, |(_, code)| code.0);
            let reason = REASONS.get(usize::from(reason)).copied();
            let at = invalid_from.map_or(revoked_at, |date| date.min(revoked_at));
            let reason = reason.unwrap_or("unspecified");
            if reason != "removeFromCRL" {
                let serial = digits(entry.raw_serial()).to_vec();
                revoked.push((serial, Revocation { at, reason }));
            }
        }
        Ok(Self {
            issuer: list.issuer().to_string(),
            this_update: moment(list.last_update())?,
            next_update: list.next_update().map(moment).transpose()?,
            unsupported,
            revoked,
            issued: Issued {
                issuer: list.issuer().as_raw().to_vec(),
                issuer_key_id: authority_key_id,
                signed: list.tbs_cert_list.as_ref().to_vec(),
                algorithm: list.signature_algorithm.algorithm.to_id_string(),
                signature: list.signature_value.data.to_vec(),
            },
        })
    }

    /// Reads a file: one list in DER, or one or more in PEM.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn from_file(content: &[u8]) -> Result<Vec<Self>, String> {
        if content.first() == Some(&0x30) {
            return Self::from_der(content).map(|list| vec![list]);
        }
        Pem::iter_from_buffer(content)
            .filter_map(Result::ok)
            .filter(|block| block.label == "X509 CRL")
            .map(|block| Self::from_der(&block.contents))
            .collect()
    }

    /// Whether names and key identifiers say that `issuer` issued it.
    #[must_use]
    pub fn claims_issuer(&self, issuer: &Certificate) -> bool {
        self.issued.claims(issuer)
    }

    /// Checks its signature with the key of `issuer`.
    ///
    /// # Errors
    /// [`SignatureError`]; `Unsupported` means that nothing is known.
    pub fn verify(&self, issuer: &Certificate) -> Result<(), SignatureError> {
        self.issued.verify(issuer)
    }

    /// Whether and from when on it revokes `certificate`, which its issuer has issued.
    #[must_use]
    pub fn revokes(&self, certificate: &Certificate) -> Option<Revocation> {
        self.revoked
            .iter()
            .filter(|(serial, _)| *serial == certificate.number)
            .map(|(_, revocation)| *revocation)
            .min_by_key(|revocation| revocation.at)
    }
}
