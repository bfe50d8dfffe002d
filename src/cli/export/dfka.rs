//! `export dfka`: one closing as JSON. It only reads, so the register may be running.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::{Outcome, Verdict, file, out::Out};
use crate::dsfinvk::taxonomy::ClosingJson;
use crate::ledger::Ledger;

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse export dfka --number ZAHL --out DATEI.json [--data ORDNER]")]
pub(in crate::cli) struct Arguments {
    /// Nummer des Abschlusses
    #[arg(long, value_name = "ZAHL")]
    number: u32,
    /// Wohin; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI.json")]
    out: PathBuf,
}

pub(super) fn run(data: &Path, arguments: &Arguments, out: &mut Out) -> Outcome {
    let (number, path) = (arguments.number, &arguments.out);
    file::check_target(path)?;
    let closing = ClosingJson::of(&Ledger::open_read_only(data)?, number)?;
    let size = file::write(path, |w| {
        closing.write(w).map_err(|e| file::failed(path, &e))
    })?;
    if out.json() {
        out.value(&json!({ "file": path, "closing": number, "bytes": size }));
    } else {
        out.line(format!(
            "Kassenabschluss Z {number}: {} ({size} Bytes)",
            path.display()
        ));
        out.line(
            "Für das Finanzamt ist `amtskasse export dsfinvk` da: es verlangt die Daten als csv.",
        );
    }
    Ok(Verdict::Fine)
}
