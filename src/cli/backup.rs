//! `backup`: the whole ledger in one file.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{Outcome, Verdict, file, out::Out, progress::Progress};
use crate::ledger;

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse backup --out DATEI [--data ORDNER]")]
pub(super) struct Arguments {
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI")]
    out: PathBuf,
}

pub(super) fn run(data: &Path, arguments: &Arguments, out: &mut Out) -> Outcome {
    let path = &arguments.out;
    file::check_target(path)?;
    {
        let _progress = Progress::busy("Sichern");
        ledger::backup(data, path)?;
    }
    let size = std::fs::metadata(path)
        .map_err(|e| file::failed(path, &e))?
        .len();
    if out.json() {
        out.value(&json!({ "file": path, "bytes": size }));
    } else {
        out.line(format!("Gesichert: {} ({size} Bytes)", path.display()));
        out.line("Protokolle der TSE sind nicht dabei; die gibt `amtskasse export tse` aus.");
    }
    Ok(Verdict::Fine)
}
