//! `verify`: whether what is there is what was recorded.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Outcome, out::Out};

mod archive;
mod dsfinvk;
mod ledger;
mod listing;
mod receipt;

pub(in crate::cli) use archive::read as read_archive;

#[derive(Debug, Subcommand)]
#[command(
    override_usage = "amtskasse verify tse DATEI.tar… [--trust PFAD] [--list]
        amtskasse verify receipt 'V0;…'
        amtskasse verify ledger [--tse DATEI.tar …] [--data ORDNER]
        amtskasse verify dsfinvk DATEI.zip|ORDNER [--tse DATEI.tar …] [--all]"
)]
pub(super) enum Verify {
    /// TSE-Archiv irgendeines Herstellers: Signaturen, Zähler, Zertifikate
    Tse(Archive),
    /// Text des QR-Codes eines Belegs
    Receipt(Receipt),
    /// Kassenbuch: Kette, Nummern, Summen; mit TSE-Archiv auch jede Signatur
    Ledger(Ledger),
    /// Paket der DSFinV-K irgendeines Herstellers: 57 Regeln; mit TSE-Archiv auch Vorgang für Vorgang
    Dsfinvk(Package),
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse verify tse DATEI.tar… [--trust PFAD] [--list]")]
pub(super) struct Archive {
    /// TAR-Archive; von einem geteilten genügt der erste Teil (.tar.001)
    #[arg(value_name = "DATEI.tar", required = true)]
    files: Vec<PathBuf>,
    /// Vertraute Wurzelzertifikate, dazu Zwischenzertifikate und Sperrlisten (PEM oder DER), Datei oder Ordner
    #[arg(long, value_name = "PFAD")]
    trust: Vec<PathBuf>,
    /// Jedes Protokoll in einer Zeile
    #[arg(long)]
    list: bool,
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse verify receipt 'V0;…'")]
pub(super) struct Receipt {
    /// Der Text, wie ein Scanner ihn liest
    #[arg(value_name = "TEXT")]
    text: String,
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse verify ledger [--tse DATEI.tar …] [--data ORDNER]")]
pub(super) struct Ledger {
    /// TSE-Archive zum Abgleich, Signatur für Signatur; auch ein Ordner mit allen
    #[arg(long, value_name = "DATEI.tar")]
    tse: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse verify dsfinvk DATEI.zip|ORDNER [--tse DATEI.tar …] [--all]")]
pub(super) struct Package {
    /// Das Paket, als ZIP-Datei oder als Ordner
    #[arg(value_name = "DATEI.zip|ORDNER")]
    package: PathBuf,
    /// TSE-Archive zum Abgleich, Vorgang für Vorgang; auch ein Ordner mit allen
    #[arg(long, value_name = "DATEI.tar")]
    tse: Vec<PathBuf>,
    /// Jeden Befund zeigen, nicht nur die ersten jeder Regel
    #[arg(long)]
    all: bool,
}

/// Findings shown to a person; a program gets them all.
const SHOWN: usize = 50;

pub(super) fn run(
    data: impl Fn() -> Result<PathBuf, Failure>,
    verify: Verify,
    out: &mut Out,
) -> Outcome {
    match verify {
        Verify::Tse(arguments) => archive::run(&arguments, out),
        Verify::Receipt(arguments) => receipt::run(&arguments.text, out),
        Verify::Dsfinvk(arguments) => dsfinvk::run(&arguments, out),
        Verify::Ledger(arguments) => ledger::run(&data()?, &arguments.tse, out),
    }
}

/// Lists what was found, the first so many.
fn list(out: &mut Out, heading: &str, findings: impl ExactSizeIterator<Item = String>) {
    let number = findings.len();
    if number == 0 {
        return;
    }
    out.line(heading);
    for finding in findings.take(SHOWN) {
        out.line(format!("  {finding}"));
    }
    if number > SHOWN {
        let more = number - SHOWN;
        out.line(format!("  … und {more} weitere; alle zeigt --json"));
    }
}
