//! `export dsfinvk`: the package for the tax audit. It only reads, so the register may be running.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use crate::cli::progress::Progress;
use crate::cli::{Failure, Outcome, Verdict, catalogue::day, out::Out};
use crate::dsfinvk::{self, ExportError, Period, Shape};
use crate::ledger::Ledger;
use crate::message;

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse export dsfinvk [--from DATUM] [--to DATUM] --out DATEI.zip|ORDNER [--data ORDNER]"
)]
pub(in crate::cli) struct Arguments {
    /// Erster Tag, JJJJ-MM-TT; ohne Angabe von Anfang an
    #[arg(long, value_name = "DATUM", value_parser = day)]
    from: Option<NaiveDate>,
    /// Letzter Tag; ohne Angabe bis heute
    #[arg(long, value_name = "DATUM", value_parser = day)]
    to: Option<NaiveDate>,
    /// Wohin: eine ZIP-Datei, die ersetzt wird, oder ein leerer Ordner
    #[arg(long, value_name = "DATEI.zip|ORDNER")]
    out: PathBuf,
}

pub(super) fn run(data: &Path, arguments: &Arguments, out: &mut Out) -> Outcome {
    let ledger = Ledger::open_read_only(data)?;
    let path = &arguments.out;
    let shape = match path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("zip"))
    {
        true => Shape::Zip,
        false => Shape::Folder,
    };
    let period = Period {
        from: arguments.from.unwrap_or(NaiveDate::MIN),
        to: arguments.to.unwrap_or(NaiveDate::MAX),
    };
    let summary = {
        let bar = Progress::new("DSFinV-K");
        dsfinvk::export(&ledger, period, path, shape, &mut |progress| {
            bar.at(progress.done, progress.whole);
            true
        })?
    };
    let (first, last) = summary.closings;
    if out.json() {
        let rows: serde_json::Map<_, _> = summary
            .rows
            .iter()
            .map(|(file, rows)| ((*file).to_owned(), (*rows).into()))
            .collect();
        out.value(&json!({
            "file": path,
            "bytes": summary.bytes,
            "closings": [first, last],
            "receipts": summary.receipts,
            "open": summary.open,
            "rows": rows,
        }));
        return Ok(Verdict::Fine);
    }
    out.line(format!("DSFinV-K 2.4: {}", path.display()));
    out.pair("Abschlüsse", format!("Z {first} bis Z {last}"));
    out.pair("Vorgänge", summary.receipts.to_string());
    let rows: u64 = summary.rows.iter().map(|(_, rows)| rows).sum();
    out.pair(
        "Zeilen",
        format!("{rows} in {} Dateien", summary.rows.len()),
    );
    out.pair("Größe", format!("{} Bytes", summary.bytes));
    if summary.open > 0 {
        out.line(format!(
            "Nicht dabei: {} Belege des Zeitraums, die noch auf ihren Kassenabschluss warten.",
            summary.open
        ));
    }
    out.line("Ob das Paket stimmt, sagt `amtskasse verify dsfinvk`.");
    Ok(Verdict::Fine)
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Failure {
        Failure::new(message::dsfinvk_export(&error))
    }
}
