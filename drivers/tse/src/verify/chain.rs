//! Certificates: their names in the archive, their chain, and the time each of them counts for (hybrid
//! model, TR-03153-1, 10.2).

use chrono::{DateTime, Utc};

use super::findings::Findings;
use super::history::{Key, Row};
use super::report::Device;
use super::{Kind, Level, Trust};
use crate::algorithm::hex;
use crate::certificate::{Certificate, Crl};
use crate::key::SignatureError;

mod follow;
mod revocation;

use follow::{Chain, follow};

/// Certificates and lists an archive brings along, with their member.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub certificates: Vec<(String, Certificate)>,
    pub crls: Vec<Crl>,
}

/// The time one certificate of a chain counts for, and the signatures outside of it.
#[derive(Debug)]
pub(super) struct Period {
    subject: String,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    /// Number and first counter of the signatures outside of its validity.
    outside: Option<(u64, u64)>,
    revoked: Option<(DateTime<Utc>, &'static str)>,
    /// The same for those after its revocation.
    after: Option<(u64, u64)>,
}

impl Period {
    pub fn look_at(&mut self, row: &Row) {
        let at = row.at();
        if !(self.from..=self.to).contains(&at) {
            self.outside.get_or_insert((0, row.counter)).0 += 1;
        }
        if self.revoked.is_some_and(|(revoked, _)| revoked <= at) {
            self.after.get_or_insert((0, row.counter)).0 += 1;
        }
    }

    /// What was found of it, after all signatures were looked at.
    pub fn finish(self, level: Level, findings: &mut Findings) {
        let subject = self.subject.clone();
        if let Some((count, first)) = self.outside {
            let kind = Kind::CertificateNotValid {
                subject: subject.clone(),
                from: self.from,
                to: self.to,
                count,
                first,
            };
            findings.push(level, None, kind);
        }
        match (self.revoked, self.after) {
            (Some((at, reason)), Some((count, first))) => {
                let kind = Kind::Revoked {
                    subject,
                    at,
                    reason,
                    count,
                    first,
                };
                findings.push(Level::Error, None, kind);
            }
            (Some((at, reason)), None) => {
                let kind = Kind::RevokedLater {
                    subject,
                    at,
                    reason,
                };
                findings.push(Level::Info, None, kind);
            }
            _ => {}
        }
    }
}

/// Judges names and chains; gives the periods of each key's certificates.
pub(super) fn check(
    devices: &mut [Device],
    keys: &[Key],
    sources: &Sources,
    trust: Option<&Trust>,
    findings: &mut Findings,
) -> Vec<Vec<Period>> {
    check_names(keys, sources, findings);
    let mut periods = Vec::new();
    for (device, key) in devices.iter_mut().zip(keys) {
        let mut leaves = sources
            .certificates
            .iter()
            .map(|(_, certificate)| certificate)
            .chain(trust.iter().flat_map(|trust| &trust.certificates))
            .filter(|certificate| certificate.serial[..] == key.serial);
        let Some(first) = leaves.next() else {
            let serial = device.serial.clone();
            let kind = Kind::CertificateMissing { serial };
            findings.push(Level::Error, None, kind);
            periods.push(Vec::new());
            continue;
        };
        // A key may have more than one certificate; the best of them counts.
        let mut chain = follow(first, sources, trust);
        for other in leaves {
            if chain.holds {
                break;
            }
            let next = follow(other, sources, trust);
            if next.holds {
                chain = next;
            }
        }
        describe(device, &chain, trust, findings);
        let last = device.last_time;
        let Chain { links, notes, .. } = chain;
        for (level, kind) in notes {
            findings.push(level, None, kind);
        }
        let mut of_key = Vec::new();
        for (place, link) in links.iter().enumerate() {
            let issuer = links.get(place + 1).copied();
            let revoked = revocation::look_up(
                link,
                issuer,
                sources,
                trust,
                last,
                &mut device.revocation,
                findings,
            );
            of_key.push(Period {
                subject: link.subject.clone(),
                from: link.not_before,
                to: link.not_after,
                outside: None,
                revoked: revoked.map(|revoked| (revoked.at, revoked.reason)),
                after: None,
            });
        }
        periods.push(of_key);
    }
    periods
}

fn describe(
    device: &mut Device,
    chain: &Chain<'_>,
    trust: Option<&Trust>,
    findings: &mut Findings,
) {
    let Some(leaf) = chain.links.first() else {
        return;
    };
    device.curve = leaf.key.as_ref().ok().map(|key| key.curve());
    if !leaf.names_its_serial() {
        let (subject, serial) = (leaf.subject.clone(), device.serial.clone());
        let kind = Kind::CertificateSubject { subject, serial };
        findings.push(Level::Info, None, kind);
    }
    if !leaf.signs {
        let subject = leaf.subject.clone();
        findings.push(Level::Warning, None, Kind::NoSigner { subject });
    }
    device.chain_holds = chain.holds;
    device.chain = chain
        .links
        .iter()
        .map(|link| link.subject.clone())
        .collect();
    let root = chain.links.last().filter(|root| root.self_issued());
    device.root_fingerprint = root.map(|root| root.fingerprint());
    device.trusted = chain.holds && trust.is_some();
}

/// Each certificate's file is named by the hash of its own key; in a PEM with a whole chain, by the leaf's.
fn check_names(keys: &[Key], sources: &Sources, findings: &mut Findings) {
    for group in sources.certificates.chunk_by(|a, b| a.0 == b.0) {
        let Some((member, certificate)) = group.first() else {
            continue;
        };
        let base = member.rsplit('/').next().unwrap_or(member);
        let Some((name, _)) = base.split_once("_X509") else {
            continue;
        };
        let expected = hex(&certificate.serial);
        if !name.eq_ignore_ascii_case(&expected) {
            let signs = keys
                .iter()
                .any(|key| key.serial[..] == certificate.serial[..]);
            let level = if signs { Level::Error } else { Level::Warning };
            let kind = Kind::CertificateName { expected };
            findings.push(level, Some(member), kind);
        }
    }
}
