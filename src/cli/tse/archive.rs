//! Archives: written under another name, renamed, and read back.

use std::fs;
use std::path::{Path, PathBuf};

use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Error, ExportFilter, ExportState, Exported, Tse as Device};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Sure;
use super::place::Place;
use crate::cli::tax::calendar_day;
use crate::cli::verify::read_archive;
use crate::cli::{Failure, Outcome, Verdict, file, out::Out, progress::Progress};
use crate::fiscal::hex;
use crate::message;
use crate::till::{Clock, SystemClock};

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Wohin; eine Datei dieses Namens wird ersetzt, nur mit --since nicht
    #[arg(long, value_name = "DATEI.tar")]
    out: PathBuf,
    /// Erster Tag
    #[arg(long, value_name = "DATUM", value_parser = day, requires = "to", conflicts_with_all = ["transactions", "since"])]
    from: Option<NaiveDate>,
    /// Letzter Tag
    #[arg(long, value_name = "DATUM", value_parser = day, requires = "from")]
    to: Option<NaiveDate>,
    /// Transaktionen von A bis B
    #[arg(long, value_name = "A-B", value_parser = numbers, conflicts_with = "since")]
    transactions: Option<(u64, u64)>,
    /// Nur was seit dem letzten Mal dazukam; die Datei merkt sich, wie weit es reichte
    #[arg(long, value_name = "DATEI")]
    since: Option<PathBuf>,
    /// Archiv nicht prüfen
    #[arg(long)]
    no_verify: bool,
}

#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Wohin das Archiv; eine Datei dieses Namens darf es noch nicht geben
    #[arg(long, value_name = "DATEI.tar")]
    out: PathBuf,
    #[command(flatten)]
    pub sure: Sure,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    calendar_day(text)
        .ok_or_else(|| "Erwartet wird ein Datum wie 2027-01-01 oder 01.01.2027.".to_owned())
}

fn numbers(text: &str) -> Result<(u64, u64), String> {
    let pair = text.split_once('-');
    pair.and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)))
        .filter(|(from, to)| from <= to && *from > 0)
        .ok_or_else(|| "Erwartet werden zwei Nummern wie 17-42.".to_owned())
}

/// How far the last export reached.
#[derive(Serialize, Deserialize)]
struct Reached {
    driver: String,
    /// Of the TSE, hexadecimal.
    serial: String,
    state: ExportState,
}

pub(super) fn export(place: Place, arguments: &Export, out: &mut Out) -> Outcome {
    let path = &arguments.out;
    file::check_target(path)?;
    if arguments.since.is_some() {
        // The next increment does not hold what this one did.
        or_refuse(
            path,
            "sie könnte das einzige Archiv früherer Protokolle sein",
        )?;
    }
    // What is wrong with the wish is said before the device is asked for anything.
    let reached = reached(arguments)?;
    let filter = filter(&place, arguments)?;
    let mut device = place.open()?;
    let serial = match arguments.since {
        Some(_) => hex(&place.settle(device.info())?.serial),
        None => String::new(),
    };
    let filter = match reached {
        Some(reached) if reached.serial != serial => {
            return Err(Failure::new(format!(
                "Die Datei von --since gehört zur TSE {}, hier antwortet {serial}; bitte für jede TSE eine eigene nehmen.",
                reached.serial
            )));
        }
        Some(reached) => ExportFilter::Since(reached.state),
        None => filter,
    };
    let (size, exported) = match write(&place, &mut *device, &filter, path) {
        Ok(done) => done,
        // Nothing new is no failure of a nightly job, and no archive either.
        Err(Stopped::Nothing) if arguments.since.is_some() => {
            match out.json() {
                true => out.value(&json!({ "file": null, "bytes": 0, "holds": null })),
                false => {
                    out.line("Seit dem letzten Mal kam nichts dazu; es gibt kein neues Archiv.")
                }
            }
            return Ok(Verdict::Fine);
        }
        Err(stopped) => return Err(stopped.into()),
    };
    place.accepted()?;
    let report = match arguments.no_verify {
        true => None,
        false => Some(checked(path)?),
    };
    let holds = report.as_ref().map(Report::holds);
    if holds != Some(false)
        && let (Some(path), Some(state)) = (&arguments.since, exported.state)
    {
        let reached = Reached {
            driver: place.config.driver.name().to_owned(),
            serial,
            state,
        };
        file::write(path, |w| {
            serde_json::to_writer(w, &reached)
                .map_err(|error| file::failed(path, &std::io::Error::from(error)))
        })?;
    }
    tell(path, size, report.as_ref(), out);
    Ok(match holds {
        Some(false) => Verdict::DoesNotHold,
        _ => Verdict::Fine,
    })
}

fn filter(place: &Place, arguments: &Export) -> Result<ExportFilter, Failure> {
    if let (Some(from), Some(to)) = (arguments.from, arguments.to) {
        if from > to {
            return Err(Failure::new("Der erste Tag liegt nach dem letzten."));
        }
        let midnight = |day: NaiveDate| -> Option<DateTime<Utc>> {
            let start = day.and_hms_opt(0, 0, 0)?;
            let here = start.and_local_timezone(chrono_tz::Europe::Berlin);
            here.earliest().map(|moment| moment.to_utc())
        };
        let after = to.checked_add_days(Days::new(1)).and_then(midnight);
        let span = midnight(from).zip(after);
        let (from, after) =
            span.ok_or_else(|| Failure::new("So weit reicht der Kalender nicht."))?;
        let to = after - TimeDelta::milliseconds(1);
        return Ok(ExportFilter::Time { from, to });
    }
    if let Some((from, to)) = arguments.transactions {
        let client_id = place.client_if_named().map(str::to_owned);
        return Ok(ExportFilter::Transactions {
            from,
            to,
            client_id,
        });
    }
    Ok(ExportFilter::All)
}

/// How far the last export reached that wrote the file of --since.
fn reached(arguments: &Export) -> Result<Option<Reached>, Failure> {
    let Some(path) = &arguments.since else {
        return Ok(None);
    };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file::failed(path, &error)),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|_| {
        Failure::new(format!(
            "{}: erwartet wird die Datei, die der letzte Export mit --since bei dieser TSE schrieb.",
            path.display()
        ))
    })
}

/// Refuses a name that is taken.
fn or_refuse(path: &Path, why: &str) -> Result<(), Failure> {
    match path.exists() {
        false => Ok(()),
        true => Err(Failure::new(format!(
            "{}: diese Datei gibt es schon; {why}. Bitte einen anderen Namen nehmen.",
            path.display()
        ))),
    }
}

/// Why no archive was written.
enum Stopped {
    Nothing,
    Failed(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Stopped::Failed(failure)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Nothing => super::failed(&Error::NothingToExport),
            Stopped::Failed(failure) => failure,
        }
    }
}

fn write(
    place: &Place,
    device: &mut dyn Device,
    filter: &ExportFilter,
    path: &Path,
) -> Result<(u64, Exported), Stopped> {
    let _progress = Progress::busy("TSE-Export");
    let mut result = None;
    let written = file::write(path, |w| {
        let exported = device.export(filter, w);
        let failed = exported.as_ref().err().map(super::failed);
        result = Some(exported);
        failed.map_or(Ok(()), Err)
    });
    match (written, result) {
        (Ok(size), Some(Ok(exported))) => Ok((size, exported)),
        (_, Some(Err(Error::NothingToExport))) => Err(Stopped::Nothing),
        (_, Some(Err(error))) => {
            place.settle(Err::<(), _>(error))?;
            Err(Stopped::Nothing)
        }
        (Err(failure), _) => Err(failure.into()),
        (Ok(_), None) => Err(Stopped::Nothing),
    }
}

/// Reads an archive back.
fn checked(path: &Path) -> Result<Report, Failure> {
    let _progress = Progress::busy("Archiv prüfen");
    let reader = read_archive(path)?;
    verify::archive(reader, &verify::Options::default())
        .map_err(|error| Failure::new(message::archive(path, &error)))
}

fn tell(path: &Path, size: u64, report: Option<&Report>, out: &mut Out) {
    if out.json() {
        let holds = report.map(Report::holds);
        let signatures = report.map(|report| report.signatures.valid);
        out.value(&json!({
            "file": path, "bytes": size, "holds": holds, "signatures": signatures,
        }));
        return;
    }
    out.line(format!("TSE-Archiv: {} ({size} Bytes)", path.display()));
    match report {
        None => out.line("Ungeprüft; ob es stimmt, sagt `amtskasse verify tse`."),
        Some(report) if report.holds() => out.line(format!(
            "Geprüft: {} Signaturen sind echt, das Archiv hält der Prüfung stand.",
            report.signatures.valid
        )),
        Some(_) => out.line(
            "Das Archiv hält der Prüfung NICHT stand; was nicht stimmt, zeigt `amtskasse verify tse`.",
        ),
    }
}

/// Exports everything, checks it, and deletes on the device what is safe now.
pub(super) fn delete(place: Place, arguments: &Delete, out: &mut Out) -> Outcome {
    let path = &arguments.out;
    file::check_target(path)?;
    // It may be the only copy of what was deleted the last time.
    or_refuse(
        path,
        "sie könnte das einzige Archiv gelöschter Protokolle sein",
    )?;
    let mut device = place.open()?;
    // Both leave log messages behind: they come before the export, or what is deleted would not be in it.
    {
        let _progress = Progress::busy("Selbsttest");
        place.settle(device.self_test())?;
    }
    place.settle(device.update_time(SystemClock.now()))?;
    let mut again = true;
    loop {
        let reaches = place.settle(device.info())?.signatures;
        let (size, _) = write(&place, &mut *device, &ExportFilter::All, path)?;
        let report = checked(path)?;
        let last = report
            .devices
            .iter()
            .map(|device| device.last_counter)
            .max();
        let whole = !report.has_gaps() && last >= Some(reaches);
        if report.holds() && !whole {
            tell(path, size, Some(&report), out);
            if !out.json() {
                out.line("Im Archiv fehlen Signaturen; auf der TSE wurde nichts gelöscht.");
            }
            return Ok(Verdict::DoesNotHold);
        }
        if !report.holds() {
            tell(path, size, Some(&report), out);
            if !out.json() {
                out.line("Auf der TSE wurde nichts gelöscht.");
            }
            return Ok(Verdict::DoesNotHold);
        }
        match device.delete_exported() {
            // A register signed in between, or the device logged something: once more, with that in it.
            Err(Error::UnexportedData) if again => again = false,
            done => {
                place.settle(done)?;
                place.accepted()?;
                tell(path, size, Some(&report), out);
                break;
            }
        }
    }
    if !out.json() {
        out.line(
            "Auf der TSE sind diese Protokolle gelöscht; es gibt sie nur noch in diesem Archiv.",
        );
    }
    Ok(Verdict::Fine)
}
