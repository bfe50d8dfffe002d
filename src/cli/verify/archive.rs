//! `verify tse`: a TSE's archive.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use amtskasse_tse::verify::{self, Level, Report};
use chrono::Datelike;
use serde_json::json;

use super::{super::file, list};
use crate::cli::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::message;
use crate::till::local;

/// Opens an archive.
pub(in crate::cli) fn read(path: &Path) -> Result<BufReader<File>, Failure> {
    let file = file::open(path, "das TAR-Archiv einer TSE")?;
    Ok(BufReader::with_capacity(1 << 18, file))
}

pub(super) fn run(path: &Path, out: &mut Out) -> Outcome {
    let reader = read(path)?;
    let report = {
        let _progress = Progress::busy("Signaturen prüfen");
        verify::archive(reader, &verify::Options::default())
            .map_err(|e| Failure::new(message::archive(path, &e)))?
    };
    if out.json() {
        out.value(&json!({ "file": path, "holds": report.holds(), "report": report }));
    } else {
        print(path, &report, out);
    }
    Ok(match report.holds() {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

fn print(path: &Path, report: &Report, out: &mut Out) {
    out.line(format!("TSE-Archiv {}", path.display()));
    let logs = report.logs;
    out.pair(
        "Protokolle",
        format!(
            "{} Vorgangs-, {} System-, {} Prüfprotokolle",
            logs.transaction, logs.system, logs.audit
        ),
    );
    let signatures = report.signatures;
    out.pair(
        "Signaturen",
        format!(
            "{} echt, {} falsch, {} nicht prüfbar",
            signatures.valid, signatures.invalid, signatures.unchecked
        ),
    );
    let transactions = &report.transactions;
    out.pair(
        "Vorgänge",
        format!(
            "{} begonnen, {} beendet, {} offen",
            transactions.started, transactions.finished, transactions.open_count
        ),
    );
    for (client, number) in &report.clients {
        out.pair("Kasse", format!("{client} ({number} Protokolle)"));
    }
    for device in &report.devices {
        let curve = device.curve.map(|c| c.to_string()).unwrap_or_default();
        out.pair("TSE", &device.serial);
        out.pair(
            "",
            format!("{} {curve}, {}", device.algorithm, device.log_time_format),
        );
        out.pair(
            "Zähler",
            format!("{} bis {}", device.first_counter, device.last_counter),
        );
        // A device that has not been told the time yet counts from 1970.
        let at = |time| match local(time) {
            unset if unset.year() < 2000 => "dem Stellen der Uhr".to_owned(),
            time => time.format("%d.%m.%Y, %H:%M:%S").to_string(),
        };
        out.pair(
            "Zeitraum",
            format!("von {} bis {}", at(device.first_time), at(device.last_time)),
        );
    }
    findings(report, out);
    let result = match report.holds() {
        true => "Ergebnis: Das Archiv hält der Prüfung stand.".to_owned(),
        false => format!(
            "Ergebnis: Das Archiv hält der Prüfung NICHT stand ({} Fehler).",
            report.count(Level::Error)
        ),
    };
    out.line(result);
}

/// Lists the findings of an archive, the heaviest first.
pub(super) fn findings(report: &Report, out: &mut Out) {
    for (level, heading) in [
        (Level::Error, "Fehler"),
        (Level::Warning, "Zu klären"),
        (Level::Info, "Hinweise"),
    ] {
        let found: Vec<_> = report
            .findings
            .iter()
            .filter(|f| f.level == level)
            .collect();
        list(
            out,
            heading,
            found.into_iter().map(message::archive_finding),
        );
    }
}
