//! From a TSE's certificate up to a root.

use super::{Certificate, Kind, Level, SignatureError, Sources, Trust};

/// A chain is leaf, one or two CAs and a root; more is a loop.
const LONGEST: usize = 8;

/// The way up from a leaf as far as it goes.
pub(super) struct Chain<'a> {
    /// Leaf first.
    pub links: Vec<&'a Certificate>,
    pub notes: Vec<(Level, Kind)>,
    /// Whether nothing is left open.
    pub holds: bool,
}

impl Chain<'_> {
    fn fails(&mut self, level: Level, kind: Kind) {
        self.holds = false;
        self.notes.push((level, kind));
    }
}

pub(super) fn follow<'a>(
    leaf: &'a Certificate,
    sources: &'a Sources,
    trust: Option<&'a Trust>,
) -> Chain<'a> {
    let mut chain = Chain {
        links: vec![leaf],
        notes: Vec::new(),
        holds: true,
    };
    // Whoever names the roots they trust wants to know whether one of them stands behind the archive.
    let open = match trust {
        Some(_) => Level::Error,
        None => Level::Warning,
    };
    while let Some(&link) = chain.links.last() {
        if link.self_issued() {
            root(&mut chain, link, trust, open);
            break;
        }
        let Some((issuer, result)) = issuer_of(link, sources, trust) else {
            let (subject, issuer) = (link.subject.clone(), link.issuer.clone());
            chain.fails(open, Kind::IssuerMissing { subject, issuer });
            break;
        };
        signed_by(&mut chain, link, issuer, result);
        let below = chain.links.len() - 1;
        let too_long = issuer
            .path_length
            .is_some_and(|most| below as u64 > u64::from(most));
        if !issuer.authority || too_long {
            let subject = issuer.subject.clone();
            chain.fails(open, Kind::NoAuthority { subject });
        }
        if link.not_before < issuer.not_before || link.not_after > issuer.not_after {
            let subject = link.subject.clone();
            let kind = Kind::ValidityNotNested { subject };
            chain.notes.push((Level::Info, kind));
        }
        if chain.links.len() >= LONGEST {
            chain.holds = false;
            break;
        }
        chain.links.push(issuer);
    }
    chain
}

/// The certificate that issued `link`, and whether its signature shows it. What is trusted comes first.
/// Renewed CAs share their name, so the signature decides between them.
fn issuer_of<'a>(
    link: &Certificate,
    sources: &'a Sources,
    trust: Option<&'a Trust>,
) -> Option<(&'a Certificate, Result<(), SignatureError>)> {
    let trusted = trust.iter().flat_map(|trust| &trust.certificates);
    let own = sources.certificates.iter().map(|(_, own)| own);
    let mut found = None;
    for candidate in trusted.chain(own).filter(|one| link.claims_issuer(one)) {
        let result = link.verify(candidate);
        if result.is_ok() {
            return Some((candidate, result));
        }
        found.get_or_insert((candidate, result));
    }
    found
}

fn signed_by(
    chain: &mut Chain<'_>,
    link: &Certificate,
    issuer: &Certificate,
    result: Result<(), SignatureError>,
) {
    let subject = link.subject.clone();
    match result {
        Ok(()) => {}
        Err(SignatureError::Unsupported(reason)) => {
            let reason = format!("{reason} is not supported by this program");
            chain.fails(Level::Warning, Kind::ChainUnchecked { subject, reason });
        }
        Err(_) => {
            let issuer = issuer.subject.clone();
            chain.fails(Level::Error, Kind::ChainBroken { subject, issuer });
        }
    }
}

fn root(chain: &mut Chain<'_>, root: &Certificate, trust: Option<&Trust>, open: Level) {
    signed_by(chain, root, root, root.verify(root));
    let (subject, fingerprint) = (root.subject.clone(), root.fingerprint());
    match trust {
        Some(trust) if trust.is_root(root) => {
            let kind = Kind::TrustedRoot {
                subject,
                fingerprint,
            };
            chain.notes.push((Level::Info, kind));
        }
        Some(_) => {
            let kind = Kind::RootNotTrusted {
                subject,
                fingerprint,
            };
            chain.fails(open, kind);
        }
        None if chain.links.len() == 1 => {
            chain
                .notes
                .push((Level::Warning, Kind::SelfSigned { subject }));
        }
        None => {
            let kind = Kind::Root {
                subject,
                fingerprint,
            };
            chain.notes.push((Level::Info, kind));
        }
    }
}
