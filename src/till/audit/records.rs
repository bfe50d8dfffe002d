//! What the desk shows and the protocol says.

use chrono::{DateTime, Utc};

use super::export::Exported;
use super::program::{Program, await_program};
use super::proof::Proof;
use super::{AuditKind, Till, TillError};
use crate::document::inspection::{self as paper, Check, Inspection, Verdict, many};
use crate::ledger::ClosingMark;
use crate::message;
use crate::money::Money;
use crate::people::User;
use crate::till::{local_day, output};

/// Findings of the ledger that the protocol tells in full.
const TOLD: usize = 10;

/// How the ledger stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Every closing, oldest first.
    pub closings: Vec<ClosingMark>,
    /// The number the next closing will get.
    pub z_number: u32,
    /// When the first receipt of the open period was made; `None`: there is none.
    pub since: Option<DateTime<Utc>>,
    /// Receipts in the open period.
    pub receipts: u64,
    /// Sales that wait, or are on the screen.
    pub sales: usize,
    /// What should be in the drawer.
    pub expected: Money,
    /// Number and hash of the newest entry of the chain.
    pub head: (u64, String),
    /// Who can log in.
    pub users: Vec<User>,
}

impl Till {
    /// How the ledger stands, for whoever may read.
    pub fn standing(&self) -> Result<Standing, TillError> {
        self.require(crate::people::Right::Read)?;
        Ok(Standing {
            closings: self.ledger.closing_marks()?,
            z_number: self.period.number,
            since: self.period.since,
            receipts: self.ledger.receipts_since_closing()?,
            sales: self.ledger.drafts()?.len(),
            expected: self.ledger.expected_cash()?,
            head: self.ledger.head()?,
            users: self.users()?,
        })
    }

    /// The protocol of the visit as a PDF file. That it was made is recorded first, so that the state of the chain on the
    /// paper includes it.
    pub fn inspection_pdf(&mut self) -> Result<Vec<u8>, TillError> {
        self.begin_audit()?;
        self.audit(
            AuditKind::Protocol,
            "Protokoll der Kassen-Nachschau erstellt",
        )?;
        let inspection = self.inspection()?;
        let format = output::format(&self.ledger)?;
        let now = self.clock.now();
        output::render(&paper::document(&inspection, &self.site, format), now)
    }

    fn inspection(&self) -> Result<Inspection, TillError> {
        let visit = self.visit().cloned().ok_or(TillError::LoggedOut)?;
        let standing = self.standing()?;
        let overview = self.tse_overview()?;
        let cashier = self.ledger.receipt(self.last_receipt)?;
        let days = |marks: &[ClosingMark]| {
            let (first, last) = (marks.first()?, marks.last()?);
            Some((local_day(first.from), local_day(last.to)))
        };
        let tses = overview.history.into_iter().map(|one| {
            let device = overview
                .devices
                .iter()
                .find(|device| device.serial.as_ref() == Some(&one.record.serial));
            let info = device.and_then(|device| device.info.as_ref());
            paper::Tse {
                name: one.record.description.clone(),
                serial: one.record.serial.clone(),
                certification: one.record.certification_id.clone(),
                algorithm: format!("{}, {}", one.record.algorithm, one.record.time_format),
                from: one.from,
                to: one.to,
                certificate_end: info.map(|(_, info)| info.certificate_end),
            }
        });
        let outages = overview.outages.into_iter().map(|outage| paper::Outage {
            from: outage.from,
            to: outage.to,
            reason: outage.reason,
            receipts: outage.receipts,
        });
        Ok(Inspection {
            begun: visit.begun,
            made: self.clock.now(),
            by: visit.by.person(),
            cashier: cashier.map(|receipt| receipt.clerk),
            closed: days(&standing.closings),
            open: paper::Open {
                z_number: standing.z_number,
                since: standing.since,
                receipts: standing.receipts,
                sales: standing.sales,
                expected: standing.expected,
            },
            exports: visit.exported.iter().map(|one| export(one)).collect(),
            checked: visit.proof.as_ref().map(|proof| proof.at),
            checks: visit.proof.as_deref().map(checks).unwrap_or_default(),
            count: visit.count,
            tses: tses.collect(),
            outages: outages.collect(),
            users: standing.users,
            program: program_of(await_program()),
            head: standing.head,
        })
    }
}

fn program_of(program: &Program) -> paper::Program {
    paper::Program {
        version: program.version.to_owned(),
        path: program.path.display().to_string(),
        sum: program.sum.clone(),
    }
}

fn export(exported: &Exported) -> paper::Export {
    let behind = exported.archives.iter().filter(|one| !one.complete());
    paper::Export {
        at: exported.at,
        days: (exported.period.from, exported.period.to),
        closings: exported.closings,
        folder: exported.folder.display().to_string(),
        files: exported
            .files
            .iter()
            .map(|file| paper::File {
                name: file.name.clone(),
                size: file.size,
                sha256: file.sha256.clone(),
            })
            .collect(),
        behind: behind
            .map(|one| (one.serial.clone(), one.reaches, one.signed))
            .collect(),
    }
}

/// What came of a check, one line for each question.
fn checks(proof: &Proof) -> Vec<Check> {
    let verdict = |holds: bool| match holds {
        true => Verdict::Holds,
        false => Verdict::Fails,
    };
    let ledger = &proof.ledger;
    let mut words = vec![format!(
        "{}, davon {} und {}; lückenlos nummeriert, Kette und Summen nachgerechnet.",
        many(ledger.entries, "Eintrag", "Einträge"),
        many(ledger.receipts, "Beleg", "Belege"),
        many(ledger.closings, "Abschluss", "Abschlüsse")
    )];
    let findings = ledger.findings.iter().map(message::ledger_finding);
    words.extend(findings.take(TOLD));
    let more = ledger.findings.len().saturating_sub(TOLD);
    if more > 0 {
        words.push(format!("… und {more} weitere."));
    }
    let mut checks = vec![
        Check {
            what: "Kassenbuch: Kette, Nummern, Summen".to_owned(),
            verdict: verdict(ledger.findings.is_empty()),
            words,
        },
        Check {
            what: "Signaturen der Belege".to_owned(),
            verdict: verdict(ledger.genuine == ledger.signatures),
            words: vec![format!(
                "{} von {} mit dem Schlüssel der TSE geprüft und echt; {} ohne Signatur wegen TSE-Ausfall.",
                many(ledger.genuine, "Signatur", "Signaturen"),
                many(ledger.signatures, "Beleg", "Belegen"),
                many(ledger.unsigned, "Beleg", "Belege")
            )],
        },
    ];
    checks.push(archives(proof));
    checks.push(medium(proof));
    checks.push(package(proof));
    checks
}

fn archives(proof: &Proof) -> Check {
    let what = "Kassenbuch und TSE-Archiv, Signatur für Signatur".to_owned();
    let Some(matched) = proof.ledger.matched else {
        return Check {
            what,
            verdict: Verdict::Open,
            words: vec!["Es gibt noch kein Archiv.".to_owned()],
        };
    };
    let genuine: u64 = proof.archives.iter().map(|one| one.genuine).sum();
    let mut words = vec![format!(
        "Abgeglichen: {}; {} mit {}.",
        many(matched, "Beleg", "Belege"),
        many(proof.archives.len() as u64, "Archiv", "Archive"),
        many(genuine, "echten Signatur", "echten Signaturen")
    )];
    if proof.beyond > 0 {
        words.push(format!(
            "Neuer als das letzte Archiv: {}.",
            many(proof.beyond, "Beleg", "Belege")
        ));
    }
    let bad = proof.archives.iter().filter_map(|one| {
        let problem = one.problem.as_ref()?;
        Some(format!("{}: {problem}", one.file))
    });
    words.extend(bad.take(TOLD));
    let fine = proof.archives.iter().all(|one| one.problem.is_none());
    Check {
        what,
        verdict: match fine {
            true => Verdict::Holds,
            false => Verdict::Fails,
        },
        words,
    }
}

fn medium(proof: &Proof) -> Check {
    let what = "Dateien auf dem Datenträger".to_owned();
    let Some(export) = &proof.export else {
        return Check {
            what,
            verdict: Verdict::Open,
            words: vec!["Es wurde nichts mitgegeben.".to_owned()],
        };
    };
    let mut words = vec![format!(
        "{} mit richtiger Prüfsumme zurückgelesen.",
        many(export.whole as u64, "Datei", "Dateien")
    )];
    words.extend(
        export
            .damaged
            .iter()
            .map(|name| format!("{name} ist nicht lesbar oder eine andere.")),
    );
    Check {
        what,
        verdict: match export.damaged.is_empty() {
            true => Verdict::Holds,
            false => Verdict::Fails,
        },
        words,
    }
}

fn package(proof: &Proof) -> Check {
    let what = "DSFinV-K: Form, Summen, Signaturen".to_owned();
    match proof.export.as_ref().map(|export| &export.package) {
        None => Check {
            what,
            verdict: Verdict::Open,
            words: vec!["Es wurde nichts mitgegeben.".to_owned()],
        },
        Some(Err(problem)) => Check {
            what,
            verdict: Verdict::Fails,
            words: vec![problem.clone()],
        },
        Some(Ok(package)) => {
            let mut words = vec![format!(
                "{}, {}, {} geprüft; {} Fehler, {}.",
                many(package.closings, "Abschluss", "Abschlüsse"),
                many(package.transactions, "Vorgang", "Vorgänge"),
                many(package.signatures, "Signatur", "Signaturen"),
                package.errors,
                many(package.warnings, "Hinweis", "Hinweise")
            )];
            words.extend(package.told.iter().take(TOLD).cloned());
            Check {
                what,
                verdict: match package.errors {
                    0 => Verdict::Holds,
                    _ => Verdict::Fails,
                },
                words,
            }
        }
    }
}
