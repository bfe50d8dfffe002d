//! Whether a certificate was revoked, by the newest list of its issuer.

use chrono::{DateTime, Utc};

use super::{Certificate, Crl, Findings, Kind, Level, Sources, Trust};
use crate::certificate::Revocation;
use crate::verify::report::RevocationList;

/// Looks `link` up in the newest usable list of `issuer`; `last` is the time of the last signature.
pub(super) fn look_up(
    link: &Certificate,
    issuer: Option<&Certificate>,
    sources: &Sources,
    trust: Option<&Trust>,
    last: DateTime<Utc>,
    used: &mut Vec<RevocationList>,
    findings: &mut Findings,
) -> Option<Revocation> {
    // Nobody revokes a root but whoever stops trusting it.
    let issuer = issuer?;
    let lists = trust
        .iter()
        .flat_map(|trust| &trust.crls)
        .chain(&sources.crls)
        .filter(|list| list.claims_issuer(issuer));
    let mut newest: Option<&Crl> = None;
    for list in lists {
        let problem = match (&list.unsupported, list.verify(issuer)) {
            (Some(reason), _) => Some(format!("{reason} is not supported by this program")),
            (None, Err(error)) => Some(error.to_string()),
            (None, Ok(())) => None,
        };
        if let Some(reason) = problem {
            let issuer = list.issuer.clone();
            let this_update = list.this_update;
            let kind = Kind::CrlUnusable {
                issuer,
                this_update,
                reason,
            };
            findings.push(Level::Warning, None, kind);
        } else if newest.is_none_or(|newest| newest.this_update < list.this_update) {
            newest = Some(list);
        }
    }
    let Some(list) = newest else {
        if trust.is_some() {
            let subject = link.subject.clone();
            let kind = Kind::RevocationUnchecked { subject };
            findings.push(Level::Info, None, kind);
        }
        return None;
    };
    let revoked = list.revokes(link);
    let (this_update, next_update) = (list.this_update, list.next_update);
    used.push(RevocationList {
        subject: link.subject.clone(),
        issuer: list.issuer.clone(),
        this_update,
        next_update,
        revoked: revoked.map(|revoked| revoked.at),
    });
    // A list says nothing of what happened after it.
    if this_update < last {
        let kind = Kind::CrlOlder {
            subject: link.subject.clone(),
            this_update,
            next_update,
            last,
        };
        findings.push(Level::Warning, None, kind);
    }
    revoked
}
