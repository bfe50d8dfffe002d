//! `verify ledger`: the chain and, with the TSE's archive, every signature one to one.

use std::fs;
use std::path::{Path, PathBuf};

use amtskasse_tse::verify::Report;
use serde_json::json;

use super::{archive, list};
use crate::cli::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::fiscal;
use crate::ledger::{Ledger, LedgerReport};
use crate::message;

pub(super) fn run(data: &Path, tse: &[PathBuf], out: &mut Out) -> Outcome {
    let ledger = Ledger::open_read_only(data)?;
    let mut report = {
        let progress = Progress::new("Kassenbuch prüfen");
        ledger.verify(|at, of| progress.at(at, of))?
    };
    let archives = match tse {
        [] => Vec::new(),
        paths => compare(&ledger, &archives(paths)?, &mut report)?,
    };
    let good = |found: &Result<Report, Failure>| found.as_ref().is_ok_and(Report::holds);
    let holds = report.findings.is_empty() && archives.iter().all(|(_, found)| good(found));
    if out.json() {
        // One archive, as it usually is, stands by itself.
        let tse = match archives.as_slice() {
            [] => json!(null),
            [(_, Ok(found))] => json!(found),
            all => all
                .iter()
                .map(|(path, found)| match found {
                    Ok(found) => json!(found),
                    Err(failure) => json!({ "file": path, "error": failure.sentence() }),
                })
                .collect(),
        };
        out.value(&json!({ "holds": holds, "ledger": report, "tse": tse }));
    } else {
        print(data, &report, &archives, holds, out);
    }
    Ok(match holds {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

/// The archives that were named; of a folder every one in it, as the register keeps them.
pub(super) fn archives(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        let mut folders = vec![path.clone()];
        while let Some(folder) = folders.pop() {
            let failed = |error| Failure::new(message::io(&folder, &error));
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let path = entry.map_err(failed)?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "tar") {
                    found.push(path);
                }
            }
        }
        // Their names begin with the moment they were made.
        found[before..].sort();
        if found.len() == before {
            let path = path.display();
            return Err(Failure::new(format!("{path}: kein TAR-Archiv darin.")));
        }
    }
    Ok(found)
}

/// An archive, and what was found in it or why it could not be read.
type Compared = (PathBuf, Result<Report, Failure>);

fn compare(
    ledger: &Ledger,
    paths: &[PathBuf],
    report: &mut LedgerReport,
) -> Result<Vec<Compared>, Failure> {
    let client = ledger.site()?.register.serial;
    let _progress = Progress::busy("Mit dem TSE-Archiv vergleichen");
    let mut finishes = fiscal::Finishes::new(&client);
    let mut reports = Vec::new();
    for path in paths {
        let found = archive::read(path).and_then(|reader| {
            let added = finishes.add(reader);
            added.map_err(|e| Failure::new(message::archive(path, &e)))
        });
        match found {
            Err(failure) if paths.len() == 1 => return Err(failure),
            // The others are compared all the same.
            found => reports.push((path.clone(), found)),
        }
    }
    ledger.match_tse(&finishes.found, report)?;
    Ok(reports)
}

fn print(data: &Path, report: &LedgerReport, archives: &[Compared], holds: bool, out: &mut Out) {
    out.line(format!("Kassenbuch {}", data.display()));
    out.pair("Einträge", report.entries.to_string());
    out.pair("Belege", report.receipts.to_string());
    out.pair(
        "davon signiert",
        format!(
            "{}, {} Signaturen sind echt",
            report.signatures, report.genuine
        ),
    );
    out.pair("bei TSE-Ausfall", report.unsigned.to_string());
    out.pair("Abschlüsse", report.closings.to_string());
    out.pair("Stand der Kette", &report.head);
    if let Some(matched) = report.matched {
        out.pair(
            "Im TSE-Archiv",
            format!("{matched} Signaturen stimmen überein"),
        );
    }
    list(
        out,
        "Fehler im Kassenbuch",
        report.findings.iter().map(message::ledger_finding),
    );
    for (path, tse) in archives {
        let tse = match tse {
            Ok(tse) => tse,
            Err(failure) => {
                out.line(failure.sentence());
                continue;
            }
        };
        let signatures = tse.signatures;
        out.line(format!("TSE-Archiv {}", path.display()));
        out.pair(
            "Signaturen",
            format!(
                "{} echt, {} falsch, {} nicht prüfbar",
                signatures.valid, signatures.invalid, signatures.unchecked
            ),
        );
        archive::findings(tse, out);
    }
    out.line(match (holds, archives) {
        (true, [_, ..]) => "Ergebnis: Kassenbuch und TSE stimmen vollständig überein.",
        (true, []) => "Ergebnis: Das Kassenbuch ist unverändert und vollständig.",
        (false, _) => "Ergebnis: Die Prüfung hat Fehler gefunden.",
    });
}
