//! `verify tse`: archives of any TSE.

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use amtskasse_tse::verify::{self, Device, Level, Options, Parts, Report, Trust};
use chrono::{DateTime, Datelike, Utc};
use serde_json::{Value, json};

use super::{super::file, Archive, list, listing};
use crate::cli::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::message;
use crate::till::local;

const EXPECTED: &str = "das TAR-Archiv einer TSE";
/// Files of a folder that are taken for certificates and revocation lists.
const TRUSTED: [&str; 5] = ["pem", "crt", "cer", "der", "crl"];

/// Opens an archive, with all its parts if it was split.
pub(in crate::cli) fn read(path: &Path) -> Result<BufReader<Parts<fs::File>>, Failure> {
    open(&parts(path)?)
}

fn parts(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    verify::all_parts(path).map_err(|e| Failure::new(message::parts(&e)))
}

fn open(parts: &[PathBuf]) -> Result<BufReader<Parts<fs::File>>, Failure> {
    for part in parts {
        file::open(part, EXPECTED)?;
    }
    let parts = Parts::open(parts).map_err(|e| Failure::new(message::parts(&e)))?;
    Ok(BufReader::with_capacity(1 << 18, parts))
}

pub(super) fn run(arguments: &Archive, out: &mut Out) -> Outcome {
    let options = Options {
        trust: trust(&arguments.trust)?,
        threads: None,
    };
    let archives = archives(&arguments.files)?;
    let alone = archives.len() == 1;
    let mut objects = Vec::new();
    let (mut good, mut checked) = (0, 0);
    for (path, parts) in &archives {
        match one(path, parts, arguments.list, &options, out) {
            Ok((report, object)) => {
                checked += 1;
                good += usize::from(holds(&report));
                objects.extend(object);
            }
            Err(failure) if alone => return Err(failure),
            // The others are checked all the same.
            Err(failure) if out.json() => {
                objects.push(json!({ "file": path, "holds": false, "error": failure.sentence() }));
            }
            Err(failure) => out.line(failure.sentence()),
        }
        if !alone && !out.json() {
            out.line("");
        }
    }
    if out.json() {
        match (alone, objects.pop()) {
            (true, Some(object)) => out.value(&object),
            (_, last) => {
                objects.extend(last);
                out.value(&objects);
            }
        }
    } else if !alone {
        let all = archives.len();
        out.line(format!(
            "{good} von {all} Archiven halten der Prüfung stand."
        ));
    }
    if checked == 0 {
        return Err(Failure::new("Keines der Archive ließ sich prüfen."));
    }
    Ok(match good == archives.len() {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

// In an empty archive nothing is wrong, and nothing is right either: whoever checks one means another.
fn holds(report: &Report) -> bool {
    report.holds() && !is_empty(report)
}

fn is_empty(report: &Report) -> bool {
    let logs = report.logs;
    logs.transaction + logs.system + logs.audit == 0
}

/// The archives that are meant, each with its parts: parts of the same archive may be given one by one.
fn archives(files: &[PathBuf]) -> Result<Vec<(PathBuf, Vec<PathBuf>)>, Failure> {
    let mut archives: Vec<(PathBuf, Vec<PathBuf>)> = Vec::new();
    for path in files {
        let parts = match parts(path) {
            Ok(parts) => parts,
            Err(failure) if files.len() == 1 => return Err(failure),
            // Opening it will say so in its turn.
            Err(_) => vec![path.clone()],
        };
        if !archives.iter().any(|(_, known)| *known == parts) {
            archives.push((path.clone(), parts));
        }
    }
    Ok(archives)
}

/// What the user trusts, from files and folders.
fn trust(paths: &[PathBuf]) -> Result<Option<Trust>, Failure> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut trust = Trust::default();
    for path in paths {
        let mut files = vec![path.clone()];
        if path.is_dir() {
            let entries = fs::read_dir(path).map_err(|e| file::failed(path, &e))?;
            let fits = |path: &PathBuf| {
                let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
                TRUSTED.iter().any(|fits| extension == *fits)
            };
            files = entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(fits)
                .collect();
            files.sort();
        }
        for file in files {
            let content = fs::read(&file).map_err(|e| file::failed(&file, &e))?;
            trust.add(&content).map_err(|reason| {
                let file = file.display();
                Failure::new(format!(
                    "{file}: das ist weder ein Zertifikat noch eine Sperrliste ({reason})."
                ))
            })?;
        }
    }
    if trust.roots() == 0 {
        return Err(Failure::new(
            "In den Angaben zu --trust ist kein Wurzelzertifikat; ohne eines lässt sich keinem Archiv trauen.",
        ));
    }
    Ok(Some(trust))
}

fn one(
    path: &Path,
    parts: &[PathBuf],
    listed: bool,
    options: &Options,
    out: &mut Out,
) -> Result<(Report, Option<Value>), Failure> {
    let reader = open(parts)?;
    if listed && !out.json() {
        out.line(format!("Protokolle in {}", path.display()));
    }
    let report = {
        let _progress = (!listed).then(|| Progress::busy("Signaturen prüfen"));
        verify::archive_with(reader, options, &mut |log| {
            if listed {
                listing::line(log, out);
            }
        })
        .map_err(|e| Failure::new(message::archive(path, &e)))?
    };
    if out.json() {
        let (holds, checks) = (holds(&report), report.checks());
        let object = json!({
            "file": path,
            "parts": parts.len(),
            "holds": holds,
            "checks": checks,
            "report": report,
            "limits": verify::LIMITS,
        });
        return Ok((report, Some(object)));
    }
    print(path, parts, &report, options, out);
    Ok((report, None))
}

fn print(path: &Path, parts: &[PathBuf], report: &Report, options: &Options, out: &mut Out) {
    out.line(match parts.len() {
        1 => format!("TSE-Archiv {}", path.display()),
        parts => format!("TSE-Archiv {} ({parts} Teile)", path.display()),
    });
    contents(report, out);
    for one in &report.devices {
        device(one, report, options, out);
    }
    out.line("Geprüft");
    for check in report.checks() {
        out.line(format!(
            "  {:<42} {}",
            message::area(check.area),
            message::state(&check)
        ));
    }
    findings(report, out);
    out.line("Was kein Archiv zeigen kann");
    for limit in message::LIMITS {
        out.line(format!("  {limit}"));
    }
    let errors: u64 = report.checks().iter().map(|check| check.errors).sum();
    let warnings: u64 = report.checks().iter().map(|check| check.warnings).sum();
    out.line(match (report.holds(), warnings) {
        (true, _) if is_empty(report) => {
            "Ergebnis: In dem Archiv steht kein einziges Protokoll; geprüft ist NICHTS.".to_owned()
        }
        (true, 0) => "Ergebnis: Das Archiv hält der Prüfung stand.".to_owned(),
        (true, 1) => {
            "Ergebnis: Das Archiv hält der Prüfung stand; ein Punkt ist zu klären.".to_owned()
        }
        (true, _) => format!(
            "Ergebnis: Das Archiv hält der Prüfung stand; {warnings} Punkte sind zu klären."
        ),
        (false, _) => {
            format!("Ergebnis: Das Archiv hält der Prüfung NICHT stand ({errors} Fehler).")
        }
    });
}

fn contents(report: &Report, out: &mut Out) {
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
    for (client, number) in report.clients.iter().take(super::SHOWN) {
        out.pair("Kasse", format!("{client} ({number} Protokolle)"));
    }
    let more = report.clients.len().saturating_sub(super::SHOWN);
    if more > 0 {
        out.pair("", format!("und {more} weitere Kassen; alle zeigt --json"));
    }
    if let Some(info) = &report.info {
        let words = [&info.manufacturer, &info.description, &info.version];
        let words: Vec<&str> = words.iter().map(|word| word.trim()).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        out.pair("info.csv", format!("{} (nicht signiert)", words.join(", ")));
    }
}

fn device(device: &Device, report: &Report, options: &Options, out: &mut Out) {
    out.pair("TSE", &device.serial);
    let curve = match device.curve {
        Some(curve) => format!(" auf {curve}"),
        None => String::new(),
    };
    out.pair(
        "",
        format!(
            "{}{curve}, {}, Protokolle der Version {}",
            device.algorithm, device.log_time_format, device.version
        ),
    );
    out.pair(
        "Zähler",
        format!("{} bis {}", device.first_counter, device.last_counter),
    );
    // A device that has not been told the time yet counts from 1970.
    let at = |time: DateTime<Utc>| match local(time) {
        unset if unset.year() < 2000 => "dem Stellen der Uhr".to_owned(),
        time => time.format("%d.%m.%Y, %H:%M:%S").to_string(),
    };
    out.pair(
        "Zeitraum",
        format!("von {} bis {}", at(device.first_time), at(device.last_time)),
    );
    for (place, subject) in device.chain.iter().enumerate() {
        let name = if place == 0 {
            "Zertifikat"
        } else {
            "ausgestellt von"
        };
        out.pair(name, subject);
    }
    if let Some(fingerprint) = &device.root_fingerprint {
        out.pair("Fingerabdruck", fingerprint);
    }
    out.pair(
        "Herkunft",
        match (report.trust_given, device.trusted, device.chain_holds) {
            (true, true, _) => "Kette bis zu einer vertrauten Wurzel geprüft",
            (true, false, _) => "KEINE Kette zu einer vertrauten Wurzel",
            (false, _, true) => {
                "Kette in sich geprüft; ob ihrer Wurzel zu trauen ist, zeigt --trust"
            }
            (false, _, false) => "Kette nicht vollständig",
        },
    );
    for list in &device.revocation {
        let day = |at: DateTime<Utc>| local(at).format("%d.%m.%Y").to_string();
        let until = list.next_update.map(day);
        let until = until.map_or_else(String::new, |day| format!(", gültig bis {day}"));
        let said = match list.revoked {
            Some(at) => format!("GESPERRT seit {}", day(at)),
            None => "nicht gesperrt".to_owned(),
        };
        out.pair(
            "Sperrliste",
            format!(
                "vom {}{until}: {} ist {said}",
                day(list.this_update),
                list.subject
            ),
        );
    }
    if let (Some(trust), true) = (&options.trust, device.revocation.is_empty())
        && trust.crls() == 0
    {
        out.pair(
            "Sperrliste",
            "keine angegeben, Sperrungen sind nicht geprüft",
        );
    }
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
