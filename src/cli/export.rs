//! `export`: data of the register for others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amtskasse_tse::ExportFilter;
use amtskasse_tse::simulator::Options;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Failure, Outcome, Verdict, file, out::Out, progress::Progress};
use crate::ledger::Ledger;
use crate::till::{SystemClock, TEST_TSE_FOLDER, open_test_tse};

#[derive(Debug, Subcommand)]
#[command(override_usage = "amtskasse export tse --out DATEI.tar [--data ORDNER]")]
pub(super) enum Export {
    /// Alle Protokolle der TSE als TAR-Archiv (BSI TR-03151)
    Tse(Arguments),
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse export tse --out DATEI.tar [--data ORDNER]")]
pub(super) struct Arguments {
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI.tar")]
    out: PathBuf,
}

pub(super) fn run(data: &Path, export: Export, out: &mut Out) -> Outcome {
    let Export::Tse(arguments) = export;
    let path = &arguments.out;
    file::check_target(path)?;
    // The device answers one program at a time: a running register keeps it, and says so here.
    let ledger = Ledger::open(data)?;
    if !data.join(TEST_TSE_FOLDER).is_dir() {
        let data = data.display();
        return Err(Failure::new(format!(
            "{data}: diese Kasse hat noch mit keiner TSE gearbeitet, es gibt nichts auszugeben."
        )));
    }
    let mut tse = open_test_tse(data, Options::default(), Arc::new(SystemClock));
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
