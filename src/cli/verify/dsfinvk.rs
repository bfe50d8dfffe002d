//! `verify dsfinvk`: a package of DSFinV-K, of any maker.

use std::path::PathBuf;

use amtskasse_dsfinvk::verify::{self, Language, Options, RULES, Report, Rule, Severity};
use serde_json::{Value, json};

use super::{Package, SHOWN, ledger};
use crate::cli::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::message;

/// Findings of a rule shown to a person.
const TOLD: usize = 5;

pub(super) fn run(arguments: &Package, out: &mut Out) -> Outcome {
    let options = Options {
        language: Language::German,
        archives: archives(&arguments.tse)?,
        told_per_rule: match (arguments.all, out.json()) {
            (true, _) => usize::MAX,
            (false, true) => SHOWN,
            (false, false) => TOLD,
        },
    };
    let report = {
        let progress = Progress::new("Paket prüfen, MiB");
        verify::package(&arguments.package, &options, &mut |at| {
            progress.at(at.done >> 20, at.whole >> 20);
            true
        })
        .map_err(|error| Failure::new(message::package(&error)))?
    };
    let holds = report.holds() && report.closings > 0;
    if out.json() {
        out.value(&object(arguments, &report, holds));
    } else {
        print(arguments, &report, out);
    }
    Ok(match holds {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

fn archives(tse: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    match tse {
        [] => Ok(Vec::new()),
        paths => ledger::archives(paths),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn object(arguments: &Package, report: &Report, holds: bool) -> Value {
    let rules: Vec<_> = (1..=RULES)
        .map(|number| {
            let rule = Rule(number);
            let [errors, warnings, notes] = counts(report, rule);
            json!({
                "rule": rule.to_string(),
                "title": rule.title(Language::German),
                "errors": errors,
                "warnings": warnings,
                "notes": notes,
            })
        })
        .collect();
    let told = report.sheet.told().iter().map(|finding| {
        json!({
            "rule": finding.rule.to_string(),
            "severity": word(finding.severity),
            "file": finding.place.file,
            "row": finding.place.row,
            "sentence": finding.sentence,
        })
    });
    let files = report
        .rows
        .iter()
        .map(|(file, rows)| (file.clone(), json!(rows)));
    json!({
        "package": arguments.package,
        "holds": holds,
        "rows": files.collect::<serde_json::Map<_, _>>(),
        "closings": report.closings,
        "transactions": report.transactions,
        "signatures": report.signatures,
        "matched": report.matched,
        "rules": rules,
        "findings": told.collect::<Vec<_>>(),
    })
}

fn counts(report: &Report, rule: Rule) -> [u64; 3] {
    let of = |severity| {
        let mut counts = report.sheet.counts();
        let found = counts.find(|(of, is, _)| (*of, *is) == (rule, severity));
        found.map_or(0, |(_, _, count)| count)
    };
    [Severity::Error, Severity::Warning, Severity::Note].map(of)
}

fn print(arguments: &Package, report: &Report, out: &mut Out) {
    out.line(format!(
        "Paket der DSFinV-K {}",
        arguments.package.display()
    ));
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    let filled = report.rows.iter().filter(|(_, rows)| *rows > 0).count();
    out.pair(
        "Dateien",
        format!("{filled} mit Inhalt, zusammen {rows} Zeilen"),
    );
    out.pair("Abschlüsse", report.closings.to_string());
    out.pair("Vorgänge", report.transactions.to_string());
    out.pair("Signaturen", format!("{} sind echt", report.signatures));
    if let Some(matched) = report.matched {
        out.pair(
            "Im TSE-Archiv",
            format!("{matched} Vorgänge stimmen überein"),
        );
    }
    for (severity, heading) in [
        (Severity::Error, "Fehler"),
        (Severity::Warning, "Zu klären"),
        (Severity::Note, "Hinweise"),
    ] {
        findings(report, severity, heading, out);
    }
    let broken = (1..=RULES).filter(|number| counts(report, Rule(*number))[0] > 0);
    let broken = broken.count();
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|of| report.sheet.count(of));
    let questions = match warnings {
        0 => String::new(),
        1 => "; ein Punkt ist zu klären".to_owned(),
        _ => format!("; {warnings} Punkte sind zu klären"),
    };
    out.line(match (report.closings, errors) {
        (0, 0) => {
            "Ergebnis: In dem Paket steht kein einziger Abschluss; geprüft ist NICHTS.".to_owned()
        }
        (_, 0) => format!("Ergebnis: Das Paket hält allen {RULES} Regeln stand{questions}."),
        (_, errors) => format!(
            "Ergebnis: Das Paket hält der Prüfung NICHT stand ({}, {}){questions}.",
            some(errors, "ein Fehler", "Fehler"),
            match broken {
                1 => "gegen eine Regel".to_owned(),
                _ => format!("gegen {broken} der {RULES} Regeln"),
            }
        ),
    });
}

fn some(count: u64, one: &str, many: &str) -> String {
    match count {
        1 => one.to_owned(),
        _ => format!("{count} {many}"),
    }
}

/// The findings of a severity, rule by rule.
fn findings(report: &Report, severity: Severity, heading: &str, out: &mut Out) {
    let mut headed = false;
    for (rule, is, count) in report.sheet.counts() {
        if is != severity {
            continue;
        }
        if !headed {
            out.line(heading);
            headed = true;
        }
        let times = match (severity, count) {
            (Severity::Error, 1) => "einmal verletzt".to_owned(),
            (Severity::Error, _) => format!("{count}-mal verletzt"),
            (_, 1) => "ein Punkt".to_owned(),
            (_, _) => format!("{count} Punkte"),
        };
        let title = rule.title(Language::German);
        out.line(format!("  {rule}: {title} – {times}"));
        let mut told = 0;
        for finding in report.sheet.told() {
            if finding.rule != rule || finding.severity != severity {
                continue;
            }
            told += 1;
            let place = &finding.place;
            let place = match (place.file.as_str(), place.row) {
                ("", _) => String::new(),
                (file, None) => format!("{file}: "),
                (file, Some(row)) => format!("{file}, Zeile {row}: "),
            };
            out.line(format!("    {place}{}", finding.sentence));
        }
        if count > told {
            let more = count - told;
            out.line(format!("    … und {more} weitere; alle zeigt --all"));
        }
    }
}
