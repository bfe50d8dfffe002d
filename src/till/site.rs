//! Master data of the municipality, its pay point and those it takes money for. They change between two closings only
//! (DSFinV-K 2.4, p. 14, 21), by two people.

use chrono::{DateTime, Utc};

use super::{Approval, Till, TillError};
use crate::ledger::Ledger;
use crate::people::{Right, User};
use crate::site::{Principal, Site, SiteProblem, principal_problems};

/// The highest number a principal ever had.
const LAST_NUMBER: &str = "principal-last";

/// Who changes master data, and why.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Id of whoever does it.
    pub id: &'a str,
    /// The second person; the command line has none.
    pub second: Option<&'a User>,
    /// Why; may be empty.
    pub reason: &'a str,
}

impl By<'_> {
    pub(super) fn event(&self, what: &str) -> String {
        let mut text = what.to_owned();
        let reason = self.reason.trim();
        if !reason.is_empty() {
            text.push_str(&format!(": {reason}"));
        }
        if let Some(second) = self.second {
            text.push_str(&format!(" (Freigabe: {} {})", second.id, second.name));
        }
        text
    }
}

/// Changes municipality, pay point and name of the register, all of it or nothing. The ids and the serial number stay:
/// they stand in signatures. `false`: nothing was different.
pub fn change_site(
    ledger: &mut Ledger,
    wanted: &Site,
    by: By<'_>,
    now: DateTime<Utc>,
) -> Result<bool, TillError> {
    let before = ledger.site()?;
    let mut wanted = trimmed(wanted);
    wanted.register.serial.clone_from(&before.register.serial);
    wanted
        .register
        .pay_point
        .clone_from(&before.register.pay_point);
    wanted.pay_point.id.clone_from(&before.pay_point.id);
    wanted.pay_point.float = before.pay_point.float;
    wanted.pay_point.note_limit = before.pay_point.note_limit;
    refuse(wanted.problems())?;
    let changes = differences(&before, &wanted);
    if changes.is_empty() {
        return Ok(false);
    }
    closed(ledger)?;
    let text = by.event(&changes.join("; "));
    ledger.write(|w| {
        w.site(&wanted)?;
        w.event("site", Some(by.id), None, &text, now)
    })?;
    Ok(true)
}

/// Keeps `principals` and nobody else. One with number 0 is new and gets the next number; a number is never given to
/// another one. `false`: nothing was different.
pub fn set_principals(
    ledger: &mut Ledger,
    principals: &[Principal],
    by: By<'_>,
    now: DateTime<Utc>,
) -> Result<bool, TillError> {
    let before = ledger.principals()?;
    let mut wanted: Vec<Principal> = principals.iter().map(trimmed_principal).collect();
    refuse(principal_problems(&wanted))?;
    let stored: u32 = ledger.setting(LAST_NUMBER)?.unwrap_or(0);
    let highest = before.iter().map(|known| known.number).max();
    let mut last = stored.max(highest.unwrap_or(0));
    for principal in &mut wanted {
        let known = before.iter().any(|known| known.number == principal.number);
        if !known {
            last += 1;
            principal.number = last;
        }
    }
    wanted.sort_by_key(|principal| principal.number);
    if wanted == before {
        return Ok(false);
    }
    closed(ledger)?;
    let text = by.event(&principal_differences(&before, &wanted).join("; "));
    ledger.write(|w| {
        w.principals(&wanted)?;
        w.set(LAST_NUMBER, &last)?;
        w.event("principals", Some(by.id), None, &text, now)
    })?;
    Ok(true)
}

fn refuse(problems: Vec<SiteProblem>) -> Result<(), TillError> {
    match problems.is_empty() {
        true => Ok(()),
        false => Err(TillError::Site(problems)),
    }
}

fn closed(ledger: &Ledger) -> Result<(), TillError> {
    match ledger.z_period()?.since {
        None => Ok(()),
        Some(_) => Err(TillError::CloseFirst),
    }
}

fn trimmed(site: &Site) -> Site {
    let mut site = site.clone();
    let m = &mut site.municipality;
    let p = &mut site.pay_point;
    for text in [
        &mut m.name,
        &mut m.street,
        &mut m.postal_code,
        &mut m.city,
        &mut m.tax_number,
        &mut m.vat_id,
        &mut p.name,
        &mut p.responsible,
        &mut p.street,
        &mut p.postal_code,
        &mut p.city,
        &mut site.register.name,
    ] {
        *text = text.trim().to_owned();
    }
    site
}

fn trimmed_principal(principal: &Principal) -> Principal {
    let mut principal = principal.clone();
    for text in [
        &mut principal.name,
        &mut principal.street,
        &mut principal.postal_code,
        &mut principal.city,
        &mut principal.tax_number,
        &mut principal.vat_id,
    ] {
        *text = text.trim().to_owned();
    }
    principal
}

fn differences(before: &Site, after: &Site) -> Vec<String> {
    let fields = |site: &Site| {
        let (m, p) = (&site.municipality, &site.pay_point);
        [
            ("Kommune", m.name.clone()),
            ("Straße", m.street.clone()),
            ("PLZ", m.postal_code.clone()),
            ("Ort", m.city.clone()),
            ("Steuernummer", m.tax_number.clone()),
            ("USt-IdNr.", m.vat_id.clone()),
            ("Zahlstelle", p.name.clone()),
            ("Verantwortlich", p.responsible.clone()),
            ("Straße der Zahlstelle", p.street.clone()),
            ("PLZ der Zahlstelle", p.postal_code.clone()),
            ("Ort der Zahlstelle", p.city.clone()),
            ("Kasse", site.register.name.clone()),
        ]
    };
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| format!("{name}: {} → {}", shown(&old), shown(&new)))
        .collect()
}

fn shown(text: &str) -> &str {
    match text.is_empty() {
        true => "leer",
        false => text,
    }
}

fn principal_differences(before: &[Principal], after: &[Principal]) -> Vec<String> {
    let mut changes = Vec::new();
    for new in after {
        let old = before.iter().find(|old| old.number == new.number);
        match old {
            Some(old) if old == new => {}
            Some(old) => changes.push(format!("{} → {}", spoken(old), spoken(new))),
            None => changes.push(format!("neu: {}", spoken(new))),
        }
    }
    for old in before {
        if after.iter().all(|new| new.number != old.number) {
            changes.push(format!("entfernt: {}", spoken(old)));
        }
    }
    changes
}

fn spoken(p: &Principal) -> String {
    let numbers = [p.tax_number.as_str(), p.vat_id.as_str()];
    let numbers: Vec<&str> = numbers.into_iter().filter(|n| !n.is_empty()).collect();
    format!(
        "{} {}, {}, {} {}, {}",
        p.number,
        p.name,
        p.street,
        p.postal_code,
        p.city,
        numbers.join(", ")
    )
}

impl Till {
    /// In whose name money is taken.
    pub fn principals(&self) -> Result<Vec<Principal>, TillError> {
        self.require(Right::Read)?;
        Ok(self.ledger.principals()?)
    }

    /// Changes municipality, pay point and name of the register; see [`change_site`]. `false`: nothing was different.
    pub fn change_site(
        &mut self,
        site: &Site,
        reason: &str,
        approval: &Approval,
    ) -> Result<bool, TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        refuse(trimmed(site).problems())?;
        self.period_closed()?;
        let second = self.second(approval)?;
        let now = self.now()?;
        let by = By {
            id: &user.id,
            second: Some(&second),
            reason,
        };
        let changed = change_site(&mut self.ledger, site, by, now)?;
        self.site = self.ledger.site()?;
        self.edition += 1;
        Ok(changed)
    }

    /// Keeps these principals and nobody else; see [`set_principals`]. `false`: nothing was different.
    pub fn set_principals(
        &mut self,
        principals: &[Principal],
        reason: &str,
        approval: &Approval,
    ) -> Result<bool, TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        refuse(principal_problems(principals))?;
        self.period_closed()?;
        let second = self.second(approval)?;
        let now = self.now()?;
        let by = By {
            id: &user.id,
            second: Some(&second),
            reason,
        };
        set_principals(&mut self.ledger, principals, by, now)
    }
}
