//! `catalogue`: check, import and export items as a CSV file.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Failure, Outcome, Verdict, file as files, out::Out};
use crate::catalogue::Assortment;
use crate::catalogue::change::{Context, Summary, describe};
use crate::catalogue::file::{self, Examined, FileError};
use crate::i18n::Language;
use crate::ledger::{Ledger, LedgerError};
use crate::message;
use crate::tax::Rates;
use crate::till::{Clock, Shelf, SystemClock, local_day};

#[derive(Debug, Subcommand)]
#[command(override_usage = "amtskasse catalogue check|import|export …")]
pub(super) enum Catalogue {
    /// Katalogdatei prüfen; mit eingerichteter Kasse auch, was sie ändern würde
    Check(Check),
    /// Katalogdatei in die Kasse übernehmen, ganz oder gar nicht
    Import(Import),
    /// Katalog der Kasse als CSV schreiben
    Export(Export),
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse catalogue check DATEI.csv [--data ORDNER]")]
pub(super) struct Check {
    /// Die Katalogdatei
    #[arg(value_name = "DATEI.csv")]
    path: PathBuf,
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse catalogue import DATEI.csv [--dry-run] [--data ORDNER]")]
pub(super) struct Import {
    /// Die Katalogdatei
    #[arg(value_name = "DATEI.csv")]
    path: PathBuf,
    /// Nur zeigen, was sich ändern würde
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse catalogue export --out DATEI.csv [--on DATUM] [--data ORDNER]"
)]
pub(super) struct Export {
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI.csv")]
    out: PathBuf,
    /// Nur, was an diesem Tag gilt (JJJJ-MM-TT); ohne Angabe alle Zeiträume
    #[arg(long, value_name = "DATUM", value_parser = day)]
    on: Option<NaiveDate>,
}

pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    super::tax::calendar_day(text)
        .ok_or_else(|| "Erwartet wird ein Tag wie 2027-01-01 oder 01.01.2027.".to_owned())
}

/// Runs one of them. `given` says whether a data folder was named, so that its absence is a mistake.
pub(super) fn run(
    data: impl FnOnce() -> Result<PathBuf, Failure>,
    given: bool,
    catalogue: Catalogue,
    out: &mut Out,
) -> Outcome {
    match catalogue {
        Catalogue::Check(arguments) => check(data, given, &arguments.path, out),
        Catalogue::Import(arguments) => import(&data()?, &arguments, out),
        Catalogue::Export(arguments) => export(&data()?, &arguments, out),
    }
}

fn check(
    data: impl FnOnce() -> Result<PathBuf, Failure>,
    given: bool,
    path: &Path,
    out: &mut Out,
) -> Outcome {
    let ledger = match data().map(|data| Ledger::open_read_only(&data)) {
        Ok(Ok(ledger)) => Some(ledger),
        Ok(Err(LedgerError::Missing(_))) if !given => None,
        Ok(Err(error)) => return Err(error.into()),
        Err(_) if !given => None,
        Err(failure) => return Err(failure),
    };
    let listing = match file::read_path(path) {
        Ok(listing) => listing,
        Err(error) => return refused(error, path, out),
    };
    let now = SystemClock.now();
    let items = listing.items.len();
    let (nothing, rates) = (Assortment::default(), Rates::statutory());
    let (examined, assortment) = match &ledger {
        Some(ledger) => {
            let shelf = Shelf::read(ledger, now)?;
            (shelf.examine(ledger, &listing)?, shelf.assortment().clone())
        }
        None => {
            let context = Context::blank(&nothing, &rates, local_day(now));
            (file::examine(&listing, &context), nothing.clone())
        }
    };
    let examined = match examined {
        Ok(examined) => examined,
        Err(error) => return refused(error, path, out),
    };
    let summaries = describe(&assortment, &examined.changes, Language::German);
    if out.json() {
        let mut value = report(&examined, &summaries);
        value["file"] = json!(path);
        value["holds"] = json!(true);
        value["items"] = json!(items);
        value["register"] = json!(ledger.is_some());
        out.value(&value);
        return Ok(Verdict::Fine);
    }
    out.line(format!(
        "{}: in Ordnung, {}.",
        path.display(),
        counted(items, "Artikel", "Artikel")
    ));
    warned(&examined, out);
    if ledger.is_some() {
        table(&summaries, out);
        untouched(&examined, out);
    }
    Ok(Verdict::Fine)
}

fn import(data: &Path, arguments: &Import, out: &mut Out) -> Outcome {
    let path = &arguments.path;
    let now = SystemClock.now();
    // A dry run may look beside a running register; an import has to have the ledger to itself.
    let mut ledger = match arguments.dry_run {
        true => Ledger::open_read_only(data)?,
        false => Ledger::open(data)?,
    };
    let listing = match file::read_path(path) {
        Ok(listing) => listing,
        Err(error) => return refused(error, path, out),
    };
    let shelf = Shelf::read(&ledger, now)?;
    let examined = match shelf.examine(&ledger, &listing)? {
        Ok(examined) => examined,
        Err(error) => return refused(error, path, out),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (summaries, waiting) = match arguments.dry_run {
        true => {
            let summaries = describe(shelf.assortment(), &examined.changes, Language::German);
            (summaries, 0)
        }
        false => {
            let reason = format!("Import {name}");
            let applied = shelf.apply(&mut ledger, &examined, &reason, now)?;
            (applied.summaries, applied.waiting)
        }
    };
    if out.json() {
        let mut value = report(&examined, &summaries);
        value["file"] = json!(path);
        value["holds"] = json!(true);
        value["dry_run"] = json!(arguments.dry_run);
        value["waiting"] = json!(waiting);
        out.value(&value);
        return Ok(Verdict::Fine);
    }
    warned(&examined, out);
    table(&summaries, out);
    untouched(&examined, out);
    if arguments.dry_run {
        out.line("Probelauf: übernommen ist nichts.");
    }
    if waiting > 0 {
        out.line(format!(
            "{} zur Steuer {} erst, wenn eine zweite Person in der Kasse zustimmt.",
            counted(waiting, "Entscheidung", "Entscheidungen"),
            if waiting == 1 { "gilt" } else { "gelten" },
        ));
    }
    Ok(Verdict::Fine)
}

fn export(data: &Path, arguments: &Export, out: &mut Out) -> Outcome {
    let path = &arguments.out;
    files::check_target(path)?;
    let assortment = Ledger::open_read_only(data)?.assortment()?;
    let entries = assortment.entries();
    let text = match arguments.on {
        Some(day) => file::write_on(entries, day),
        None => file::write(entries),
    };
    let text = text.map_err(|e| Failure::new(format!("{}: {e}.", path.display())))?;
    let rows = csv::Reader::from_reader(text.as_slice()).records().count();
    files::write(path, |w| {
        w.write_all(&text).map_err(|e| files::failed(path, &e))
    })?;
    if out.json() {
        out.value(&json!({ "file": path, "rows": rows, "on": arguments.on }));
    } else {
        out.line(format!(
            "{}: {}",
            path.display(),
            counted(rows, "Zeile", "Zeilen")
        ));
    }
    Ok(Verdict::Fine)
}

/// A file that does not hold: everything wrong with it, and nothing was changed. One that cannot be read at all
/// is no answer but a failure.
fn refused(error: FileError, path: &Path, out: &mut Out) -> Outcome {
    if error.is_unreadable() {
        return Err(error.into());
    }
    if out.json() {
        let faults: Vec<Value> = error
            .faults
            .iter()
            .map(|fault| {
                let row = Some(fault.place.row()).filter(|row| *row > 0);
                json!({
                    "row": row,
                    "column": fault.place.column(),
                    "reason": message::catalogue_fault(fault),
                })
            })
            .collect();
        out.value(&json!({
            "file": path,
            "holds": false,
            "faults": faults,
            "count": error.count(),
        }));
        return Ok(Verdict::DoesNotHold);
    }
    out.line(format!(
        "{}: {}, übernommen ist nichts.",
        path.display(),
        counted(error.count(), "Fehler", "Fehler")
    ));
    for fault in &error.faults {
        out.line(format!("  {}", message::catalogue_fault(fault)));
    }
    if error.more > 0 {
        out.line(format!("  … und {} weitere.", error.more));
    }
    Ok(Verdict::DoesNotHold)
}

fn warned(examined: &Examined, out: &mut Out) {
    for warning in &examined.warnings {
        out.line(format!("Hinweis: {}", message::catalogue_warning(warning)));
    }
}

fn table(summaries: &[Summary], out: &mut Out) {
    if summaries.is_empty() {
        out.line("Es ändert sich nichts.");
        return;
    }
    let width = |text: fn(&Summary) -> &str| {
        let widths = summaries.iter().map(|s| text(s).chars().count());
        widths.max().unwrap_or_default().min(40)
    };
    let (subject, name) = (width(|s| &s.subject), width(|s| &s.name));
    let changed = counted(summaries.len(), "Änderung", "Änderungen");
    out.line(format!("{changed}:"));
    for summary in summaries {
        let short: String = summary.name.chars().take(name).collect();
        out.line(format!(
            "  {:<subject$}  {short:<name$}  {}",
            summary.subject,
            summary.line()
        ));
    }
}

fn untouched(examined: &Examined, out: &mut Out) {
    match examined.untouched {
        0 => {}
        1 => out.line("1 Artikel der Kasse fehlt in der Datei und bleibt, wie er ist."),
        n => out.line(format!(
            "{n} Artikel der Kasse fehlen in der Datei und bleiben, wie sie sind."
        )),
    }
}

fn report(examined: &Examined, summaries: &[Summary]) -> Value {
    let changes: Vec<Value> = summaries
        .iter()
        .map(|s| {
            json!({
                "subject": s.subject,
                "name": s.name,
                "field": s.field.code(),
                "from": s.from,
                "old": s.old,
                "new": s.new,
            })
        })
        .collect();
    let warnings = examined.warnings.iter().map(message::catalogue_warning);
    json!({
        "changes": changes,
        "untouched": examined.untouched,
        "warnings": warnings.collect::<Vec<_>>(),
    })
}

fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}
