//! What the user trusts: root certificates, and with them intermediate ones and revocation lists.

use crate::certificate::{Certificate, Crl};

/// Certificates and revocation lists from outside of the archive. Nothing is fetched from a network.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Crl>,
}

impl Trust {
    /// Takes in one file, PEM (any number of certificates and lists) or DER (one of either). Gives how many
    /// were in it.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file.
    pub fn add(&mut self, content: &[u8]) -> Result<usize, String> {
        let (certificates, crls) = read(content)?;
        let count = certificates.len() + crls.len();
        self.certificates.extend(certificates);
        self.crls.extend(crls);
        Ok(count)
    }

    /// Number of roots: self-issued certificates, in which a chain may end.
    #[must_use]
    pub fn roots(&self) -> usize {
        let certificates = self.certificates.iter();
        certificates.filter(|one| one.self_issued()).count()
    }

    /// Number of other certificates, through which a chain may lead.
    #[must_use]
    pub fn intermediates(&self) -> usize {
        self.certificates.len() - self.roots()
    }

    /// Number of revocation lists.
    #[must_use]
    pub fn crls(&self) -> usize {
        self.crls.len()
    }

    pub(super) fn is_root(&self, certificate: &Certificate) -> bool {
        self.certificates
            .iter()
            .any(|trusted| trusted.self_issued() && trusted.der == certificate.der)
    }
}

/// Certificates and revocation lists of one file.
pub(super) fn read(content: &[u8]) -> Result<(Vec<Certificate>, Vec<Crl>), String> {
    match Certificate::from_file(content) {
        // In PEM both may stand side by side.
        Ok(certificates) => match content.first() {
            Some(0x30) => Ok((certificates, Vec::new())),
            _ => {
                let crls = Crl::from_file(content)?;
                match certificates.is_empty() && crls.is_empty() {
                    true => Err("a certificate or a revocation list in DER or PEM expected".into()),
                    false => Ok((certificates, crls)),
                }
            }
        },
        Err(reason) => match Crl::from_file(content) {
            Ok(crls) if !crls.is_empty() => Ok((Vec::new(), crls)),
            _ => Err(reason),
        },
    }
}
