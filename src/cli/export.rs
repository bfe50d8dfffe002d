//! `export`: data of the register for others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amtskasse_tse::ExportFilter;
use clap::{Args, Subcommand};
use serde_json::json;

mod dfka;
mod dsfinvk;

use super::{Failure, Outcome, Verdict, file, out::Out, progress::Progress};
use crate::ledger::Ledger;
use crate::till::tse::store;
use crate::till::{Clock, SystemClock};

#[derive(Debug, Subcommand)]
#[command(
    override_usage = "amtskasse export tse --out DATEI.tar [--data ORDNER]\n        amtskasse export dsfinvk [--from DATUM] [--to DATUM] --out DATEI.zip [--data ORDNER]\n        amtskasse export dfka --number ZAHL --out DATEI.json [--data ORDNER]"
)]
pub(super) enum Export {
    /// Ein Kassenabschluss als JSON (DFKA-Taxonomie Kassendaten)
    Dfka(dfka::Arguments),
    /// Abschlüsse eines Zeitraums für die Außenprüfung (DSFinV-K 2.4)
    Dsfinvk(dsfinvk::Arguments),
    /// Alle Protokolle der TSE als TAR-Archiv (BSI TR-03151)
    Tse(Arguments),
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse export tse --out DATEI.tar [--tse N] [--data ORDNER]")]
pub(super) struct Arguments {
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI.tar")]
    out: PathBuf,
    /// Welche TSE, wenn die Kasse mehrere hat: 1 ist die, die sonst signiert
    #[arg(long, value_name = "N", default_value_t = 1)]
    tse: u8,
}

pub(super) fn run(data: &Path, export: Export, out: &mut Out) -> Outcome {
    match export {
        Export::Dfka(arguments) => dfka::run(data, &arguments, out),
        Export::Dsfinvk(arguments) => dsfinvk::run(data, &arguments, out),
        Export::Tse(arguments) => tse(data, &arguments, out),
    }
}

fn tse(data: &Path, arguments: &Arguments, out: &mut Out) -> Outcome {
    let path = &arguments.out;
    file::check_target(path)?;
    // The device answers one program at a time: a running register keeps it, and says so here.
    let ledger = Ledger::open(data)?;
    if ledger.tses()?.is_empty() {
        let data = data.display();
        return Err(Failure::new(format!(
            "{data}: diese Kasse hat noch mit keiner TSE gearbeitet, es gibt nichts auszugeben."
        )));
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let connected = store::connect(data, &clock);
    let count = connected.len();
    let place = usize::from(arguments.tse).saturating_sub(1);
    let Some(connected) = connected.into_iter().nth(place) else {
        return Err(Failure::new(format!(
            "--tse {}: diese Kasse hat nur {count} TSE.",
            arguments.tse
        )));
    };
    let mut tse = connected.device;
    let size = {
        let _progress = Progress::busy("TSE-Export");
        file::write(path, |w| {
            tse.export(&ExportFilter::All, w)?;
            Ok(())
        })?
    };
    drop(ledger);
    if out.json() {
        out.value(&json!({ "file": path, "bytes": size }));
    } else {
        out.line(format!("TSE-Archiv: {} ({size} Bytes)", path.display()));
        out.line("Ob es stimmt, sagt `amtskasse verify tse`.");
    }
    Ok(Verdict::Fine)
}
