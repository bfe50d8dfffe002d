//! The command line: reads it, runs one command, says how it went.
//!
//! Exit status: 0 fine (paid), 1 what was checked does not hold (not paid), 2 could not run, 3 a payment whose outcome is
//! unknown. What a person reads is German; the
//! keys of `--json` and the words of the command line itself are English and stable.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, FromArgMatches, Parser, Subcommand};

mod backup;
mod catalogue;
mod demo;
mod export;
mod failure;
mod file;
mod folder;
mod init;
mod notify;
mod open;
mod out;
mod progress;
mod report;
mod restore;
mod rules;
mod site;
mod tax;
mod terminal;
mod tse;
mod usage;
mod verify;

use failure::Failure;
use out::Out;

#[derive(Debug, Parser)]
#[command(
    name = "amtskasse",
    about = "Die Kasse für Städte und Gemeinden. Ohne Befehl öffnet sie sich.",
    version,
    override_usage = "amtskasse [--kiosk] [--data ORDNER]\n        amtskasse BEFEHL …"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    /// Kasse im Vollbild öffnen
    #[arg(long)]
    kiosk: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
struct Common {
    /// Datenordner der Kasse; ohne Angabe gilt AMTSKASSE_DATA, sonst der Ordner des Benutzers
    #[arg(long, global = true, value_name = "ORDNER", display_order = 900)]
    data: Option<PathBuf>,
    /// Ergebnis als JSON ausgeben
    #[arg(long, global = true, display_order = 901)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Geschäftstage einer Musterstadt durchspielen, mit Belegen, Abschlüssen, TSE-Archiv und DSFinV-K
    Demo(demo::Arguments),
    /// Datenordner mit der Musterstadt einrichten
    Init(init::Arguments),
    /// Katalog als CSV prüfen, übernehmen oder ausgeben
    #[command(subcommand)]
    Catalogue(catalogue::Catalogue),
    /// Beleg, Abschluss, Journal, Auswertung, Verfahrensdokumentation und mehr als PDF schreiben
    #[command(subcommand)]
    Report(report::Report),
    /// Für die Prüfung ausgeben: DSFinV-K, Archiv der TSE
    #[command(subcommand)]
    Export(export::Export),
    /// Mitteilung der Kassen an das Finanzamt (§ 146a Abs. 4 AO)
    Notify(notify::Notify),
    /// Stammdaten: Kommune, Zahlstelle, Kasse, Auftraggeber
    #[command(subcommand)]
    Site(site::Command),
    /// Zahlungsregeln: womit wofür bis zu welchem Betrag bezahlt wird
    #[command(subcommand)]
    PaymentRules(rules::Command),
    /// Steuern: was sich an einem Tag ändert
    #[command(subcommand)]
    Tax(tax::Tax),
    /// Eine TSE einrichten, prüfen, auslesen; auch ohne eingerichtete Kasse
    Tse(tse::Tse),
    /// Ein Kartenterminal prüfen und mit ihm zahlen, über ZVT oder OPI; auch ohne eingerichtete Kasse
    Terminal(terminal::Terminal),
    /// DSFinV-K, TSE-Archiv, Beleg oder Kassenbuch prüfen
    #[command(subcommand)]
    Verify(verify::Verify),
    /// Kassenbuch sichern, auch bei laufender Kasse
    Backup(backup::Arguments),
    /// Gesichertes Kassenbuch in einen leeren Datenordner zurückholen
    Restore(restore::Arguments),
}

/// What came of a command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Done, or everything that was checked holds.
    Fine,
    /// Something that was checked does not hold; a payment was not made.
    DoesNotHold,
    /// It could not be done, and the answer says why.
    CouldNot,
    /// A payment whose outcome is unknown, or that somebody has to look at.
    Unknown,
}

type Outcome = Result<Verdict, Failure>;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let parsed = usage::command::<Cli>().try_get_matches();
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error),
    };
    let mut out = Out::new(cli.common.json);
    // 2 says that nothing was done, and a card may have been charged.
    let told = match cli.command {
        Some(Command::Terminal(_)) => ExitCode::from(3),
        _ => ExitCode::from(2),
    };
    let done = run(cli, &mut out);
    if let Err(failure) = out.finish() {
        out::complain(failure.sentence());
        return told;
    }
    match done {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::DoesNotHold) => ExitCode::from(1),
        Ok(Verdict::CouldNot) => ExitCode::from(2),
        Ok(Verdict::Unknown) => ExitCode::from(3),
        Err(failure) => {
            out::complain(failure.sentence());
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, out: &mut Out) -> Outcome {
    let data = || folder::data(cli.common.data.clone());
    match cli.command {
        None => open::run(&data()?, cli.kiosk),
        Some(_) if cli.kiosk => Err(Failure::new(
            "--kiosk gehört zum Öffnen der Kasse und passt zu keinem Befehl.",
        )),
        Some(Command::Demo(arguments)) => demo::run(&arguments, out),
        Some(Command::Init(arguments)) => init::run(&data()?, &arguments, out),
        Some(Command::Catalogue(catalogue)) => {
            let given = cli.common.data.is_some();
            catalogue::run(data, given, catalogue, out)
        }
        Some(Command::Report(report)) => report::run(&data()?, report, out),
        Some(Command::Export(export)) => export::run(&data()?, export, out),
        Some(Command::Notify(notify)) => notify::run(&data()?, notify, out),
        Some(Command::Site(command)) => site::run(&data()?, command, out),
        Some(Command::PaymentRules(command)) => rules::run(&data()?, command, out),
        Some(Command::Tax(tax)) => tax::run(&data()?, tax, out),
        Some(Command::Terminal(terminal)) => terminal::run(terminal, out),
        Some(Command::Tse(tse)) => tse::run(data, tse, out),
        Some(Command::Verify(verify)) => verify::run(data, verify, out),
        Some(Command::Backup(arguments)) => backup::run(&data()?, &arguments, out),
        Some(Command::Restore(arguments)) => restore::run(&data()?, &arguments, out),
    }
}
