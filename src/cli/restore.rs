//! `restore`: a backup becomes a register again.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{Outcome, Verdict, file, folder, out::Out, progress::Progress};
use crate::ledger::{self, Ledger};

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse restore DATEI [--data ORDNER]")]
pub(super) struct Arguments {
    /// Die Sicherung
    #[arg(value_name = "DATEI")]
    file: PathBuf,
}

pub(super) fn run(data: &Path, arguments: &Arguments, out: &mut Out) -> Outcome {
    let path = &arguments.file;
    file::open(path, "eine Sicherung")?;
    {
        let _progress = Progress::busy("Zurückholen");
        folder::make(data, || Ok(ledger::restore(data, path)?))?;
    }
    let last = Ledger::open_read_only(data)?.last_receipt()?;
    if out.json() {
        out.value(&json!({ "data": data, "last_receipt": last }));
    } else {
        out.line(format!("Zurückgeholt nach {}", data.display()));
        out.pair("Letzter Beleg", last.to_string());
        out.line("Ob alles stimmt, sagt `amtskasse verify ledger`.");
    }
    Ok(Verdict::Fine)
}
