//! Certificates: their names in the archive, their chain, and their validity at the time of every
//! signature (hybrid model, TR-03153-1, 10.2).

use super::history::{History, Key};
use super::report::Device;
use super::signatures::Certificates;
use super::{Finding, Kind, Level, Options};
use crate::algorithm::hex;
use crate::certificate::Certificate;
use crate::key::SignatureError;

/// A chain is leaf, one or two CAs and a root; more is a loop.
const LONGEST: usize = 8;

pub(super) fn check(
    devices: &mut [Device],
    history: &History,
    sources: &[(String, Certificate)],
    known: &Certificates,
    options: &Options,
    findings: &mut Vec<Finding>,
) {
    check_names(history, sources, findings);
    let mut seen = Vec::new();
    for (device, key) in devices.iter_mut().zip(&history.keys) {
        let Some(leaf) = known.get(&key.serial) else {
            let serial = device.serial.clone();
            let kind = Kind::CertificateMissing { serial };
            findings.push(Finding::new(Level::Error, None, kind));
            continue;
        };
        device.curve = leaf.key.as_ref().ok().map(|key| key.curve());
        let mut note = |level, kind| findings.push(Finding::new(level, None, kind));
        if !leaf.names_its_serial() {
            let (subject, serial) = (leaf.subject.clone(), device.serial.clone());
            note(Level::Info, Kind::CertificateSubject { subject, serial });
        }
        let mut chain = vec![leaf];
        device.chain_holds = follow(&mut chain, sources, options, &mut note);
        device.chain = chain.iter().map(|link| link.subject.clone()).collect();
        device.root_fingerprint = chain
            .last()
            .filter(|root| root.self_issued())
            .map(|root| root.fingerprint());
        for link in chain {
            // Two keys may share their CAs; one word about each is enough.
            if !seen.contains(&(link.serial, &key.serial)) {
                seen.push((link.serial, &key.serial));
                check_validity(link, key, &mut note);
            }
        }
    }
}

/// Each certificate's file is named by the hash of its own key; in a PEM with a whole chain, by the leaf's.
fn check_names(history: &History, sources: &[(String, Certificate)], findings: &mut Vec<Finding>) {
    let mut at = 0;
    for group in sources.chunk_by(|a, b| a.0 == b.0) {
        at += group.len();
        let Some((member, certificate)) = group.first() else {
            continue;
        };
        let base = member.rsplit('/').next().unwrap_or(member);
        let Some((name, _)) = base.split_once("_X509") else {
            continue;
        };
        let expected = hex(&certificate.serial);
        if !name.eq_ignore_ascii_case(&expected) {
            let signs = history
                .keys
                .iter()
                .any(|key| key.serial == certificate.serial);
            let level = if signs { Level::Error } else { Level::Warning };
            let kind = Kind::CertificateName { expected };
            findings.push(Finding::new(level, Some(member), kind));
        }
    }
    debug_assert_eq!(at, sources.len());
}

/// Climbs from the leaf as far as the archive's certificates go; `true` when nothing is left open.
fn follow<'a>(
    chain: &mut Vec<&'a Certificate>,
    sources: &'a [(String, Certificate)],
    options: &Options,
    note: &mut dyn FnMut(Level, Kind),
) -> bool {
    let mut holds = true;
    while let Some(&link) = chain.last() {
        let subject = || link.subject.clone();
        let candidates: Vec<&Certificate> = if link.self_issued() {
            vec![link]
        } else {
            sources
                .iter()
                .map(|(_, certificate)| certificate)
                .filter(|certificate| link.claims_issuer(certificate))
                .collect()
        };
        let Some(&first) = candidates.first() else {
            let issuer = link.issuer.clone();
            note(
                Level::Warning,
                Kind::IssuerMissing {
                    subject: subject(),
                    issuer,
                },
            );
            return false;
        };
        // Renewed CAs share their name, so the signature decides between them.
        let mut result = link.verify(first);
        let mut issuer = first;
        for other in candidates.iter().skip(1) {
            if result.is_ok() {
                break;
            }
            let next = link.verify(other);
            if next.is_ok() {
                (result, issuer) = (next, other);
            }
        }
        match result {
            Ok(()) => {}
            Err(SignatureError::Unsupported(reason)) => {
                holds = false;
                let subject = subject();
                let reason = format!("{reason} is not supported by this program");
                note(Level::Warning, Kind::ChainUnchecked { subject, reason });
            }
            Err(_) => {
                holds = false;
                let (subject, issuer) = (subject(), issuer.subject.clone());
                note(Level::Error, Kind::ChainBroken { subject, issuer });
            }
        }
        if link.self_issued() {
            return root(chain, link, options, note) && holds;
        }
        if !issuer.authority {
            let subject = issuer.subject.clone();
            note(Level::Warning, Kind::NoAuthority { subject });
        }
        if link.not_before < issuer.not_before || link.not_after > issuer.not_after {
            let subject = subject();
            note(Level::Info, Kind::ValidityNotNested { subject });
        }
        if chain.len() >= LONGEST {
            return false;
        }
        chain.push(issuer);
    }
    holds
}

fn root(
    chain: &[&Certificate],
    root: &Certificate,
    options: &Options,
    note: &mut dyn FnMut(Level, Kind),
) -> bool {
    let (subject, fingerprint) = (root.subject.clone(), root.fingerprint());
    if options.trusted_roots.contains(&root.der) {
        note(
            Level::Info,
            Kind::Root {
                subject,
                fingerprint,
            },
        );
        return true;
    }
    if !options.trusted_roots.is_empty() {
        note(
            Level::Warning,
            Kind::RootNotTrusted {
                subject,
                fingerprint,
            },
        );
        return false;
    }
    if chain.len() == 1 {
        note(Level::Warning, Kind::SelfSigned { subject });
    } else {
        note(
            Level::Info,
            Kind::Root {
                subject,
                fingerprint,
            },
        );
    }
    true
}

fn check_validity(certificate: &Certificate, key: &Key, note: &mut dyn FnMut(Level, Kind)) {
    // Messages from before the clock was set have a finding of their own.
    let mut outside = key
        .rows
        .iter()
        .filter(|row| row.clock_set() && !certificate.valid_at(row.at()));
    if let Some(first) = outside.next() {
        let kind = Kind::CertificateNotValid {
            subject: certificate.subject.clone(),
            from: certificate.not_before,
            to: certificate.not_after,
            count: 1 + outside.count() as u64,
            first: first.counter,
        };
        note(Level::Warning, kind);
    }
}
