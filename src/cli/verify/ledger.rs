//! `verify ledger`: the chain and, with the TSE's archive, every signature one to one.

use std::path::Path;

use amtskasse_tse::verify::Report;
use serde_json::json;

use super::{archive, list};
use crate::cli::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::fiscal;
use crate::ledger::{Ledger, LedgerReport};
use crate::message;

pub(super) fn run(data: &Path, tse: Option<&Path>, out: &mut Out) -> Outcome {
    let ledger = Ledger::open_read_only(data)?;
    let mut report = {
        let progress = Progress::new("Kassenbuch prüfen");
        ledger.verify(|at, of| progress.at(at, of))?
    };
    let archive = match tse {
        Some(path) => Some(compare(&ledger, path, &mut report)?),
        None => None,
    };
    let holds = report.findings.is_empty() && archive.as_ref().is_none_or(Report::holds);
    if out.json() {
        out.value(&json!({ "holds": holds, "ledger": report, "tse": archive }));
    } else {
        print(data, &report, archive.as_ref(), holds, out);
    }
    Ok(match holds {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

fn compare(ledger: &Ledger, path: &Path, report: &mut LedgerReport) -> Result<Report, Failure> {
    let reader = archive::read(path)?;
    let client = ledger.site()?.register.serial;
    let _progress = Progress::busy("Mit dem TSE-Archiv vergleichen");
    let (found, finishes) =
        fiscal::finishes(reader, &client).map_err(|e| Failure::new(message::archive(path, &e)))?;
    ledger.match_tse(&finishes, report)?;
    Ok(found)
}

fn print(data: &Path, report: &LedgerReport, tse: Option<&Report>, holds: bool, out: &mut Out) {
    out.line(format!("Kassenbuch {}", data.display()));
    out.pair("Einträge", report.entries.to_string());
    out.pair("Belege", report.receipts.to_string());
    out.pair("davon signiert", report.signatures.to_string());
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
    if let Some(tse) = tse {
        let signatures = tse.signatures;
        out.line("TSE-Archiv");
        out.pair(
            "Signaturen",
            format!(
                "{} echt, {} falsch, {} nicht prüfbar",
                signatures.valid, signatures.invalid, signatures.unchecked
            ),
        );
        archive::findings(tse, out);
    }
    out.line(match (holds, tse) {
        (true, Some(_)) => "Ergebnis: Kassenbuch und TSE stimmen vollständig überein.",
        (true, None) => "Ergebnis: Das Kassenbuch ist unverändert und vollständig.",
        (false, _) => "Ergebnis: Die Prüfung hat Fehler gefunden.",
    });
}
