//! X.509 certificates of a TSE (TR-03153-1, 10).

use x509_parser::prelude::{FromDer, X509Certificate};

/// The uncompressed key point of a certificate.
#[must_use]
pub fn point(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(certificate.public_key().subject_public_key.data.to_vec())
}
