//! `report`: a paper of the ledger as a PDF file. It only reads, so the register may be running.

mod period;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Failure, Outcome, Verdict, file, out::Out};
use crate::document::Document;
use crate::ledger::Ledger;
use crate::till::{Clock, SystemClock, TillError, output, procedure};

#[derive(Debug, Subcommand)]
#[command(
    override_usage = "amtskasse report z|receipt|journal|count --number ZAHL --out DATEI.pdf\n        amtskasse report journal --from DATUM --to DATUM --out DATEI.pdf|DATEI.csv\n        amtskasse report evaluation --from DATUM --to DATUM --out DATEI.pdf\n        amtskasse report vouchers|procedure --out DATEI.pdf"
)]
pub(super) enum Report {
    /// Kassenabschluss (Z)
    Z(Arguments),
    /// Beleg, als Kopie bezeichnet
    Receipt(Arguments),
    /// Liste der Belege eines Abschlusses, auch des noch offenen, oder beliebiger Tage; als PDF oder CSV
    Journal(period::Journal),
    /// Auswertung beliebiger Tage: was auffällt, Zahlen je Person, Verlauf
    Evaluation(period::Evaluation),
    /// Zählprotokoll
    Count(Arguments),
    /// Offene Gutscheine, heute
    #[command(override_usage = "amtskasse report vouchers --out DATEI.pdf [--data ORDNER]")]
    Vouchers(Target),
    /// Verfahrensdokumentation, wie die Kasse heute eingerichtet ist
    #[command(override_usage = "amtskasse report procedure --out DATEI.pdf [--data ORDNER]")]
    Procedure(Target),
}

#[derive(Debug, Args)]
pub(super) struct Target {
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI.pdf")]
    out: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse report z|receipt|journal|count --number ZAHL --out DATEI.pdf [--data ORDNER]"
)]
pub(super) struct Arguments {
    /// Nummer des Abschlusses, Belegs oder Zählprotokolls
    #[arg(long, value_name = "ZAHL", allow_negative_numbers = true, value_parser = number)]
    number: u64,
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI.pdf")]
    out: PathBuf,
}

fn number(text: &str) -> Result<u64, String> {
    text.parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| "Erwartet wird eine ganze Zahl ab 1.".to_owned())
}

pub(super) fn run(data: &Path, report: Report, out: &mut Out) -> Outcome {
    let ledger = Ledger::open_read_only(data)?;
    let now = SystemClock.now();
    let (path, document) = match report {
        Report::Z(a) => {
            let document = output::z_report(&ledger, closing(a.number)?);
            (a.out, document)
        }
        Report::Receipt(a) => {
            let document = output::receipt(&ledger, a.number, Some(now));
            (a.out, document)
        }
        Report::Journal(a) => return period::journal(&ledger, &a, now, out),
        Report::Evaluation(a) => return period::evaluation(&ledger, &a, now, out),
        Report::Count(a) => {
            let document = output::count_sheet(&ledger, a.number);
            (a.out, document)
        }
        Report::Vouchers(target) => (target.out, output::voucher_list(&ledger, now)),
        Report::Procedure(target) => (target.out, procedure(&ledger, data, now)),
    };
    save(&path, &document?, now, out)
}

/// Writes a paper and says where it lies.
fn save(path: &Path, document: &Document, now: DateTime<Utc>, out: &mut Out) -> Outcome {
    let pdf = output::render(document, now)?;
    let size = file::write(path, |w| {
        w.write_all(&pdf).map_err(|e| file::failed(path, &e))
    })?;
    if out.json() {
        out.value(&json!({ "file": path, "title": document.title, "bytes": size }));
    } else {
        out.line(format!("{}: {}", document.title, path.display()));
    }
    Ok(Verdict::Fine)
}

fn closing(number: u64) -> Result<u32, Failure> {
    u32::try_from(number).map_err(|_| TillError::UnknownClosing(u32::MAX).into())
}
