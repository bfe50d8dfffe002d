//! `terminal`: one card terminal from the technician's shell, and from scripts. Works without a set-up register.
//!
//! A request for money is in a journal on the disk before the terminal hears of it. One that was cut off is asked for
//! before anything new is sent, and while its outcome is unknown nothing is charged.

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::{Driver, Error, Service};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Failure, Outcome, Verdict, out::Out};
use crate::message;

mod amount;
mod answer;
mod money;
mod place;
mod service;
mod simulate;
mod watch;

use place::{Place, Which};

const USAGE: &str = "amtskasse terminal --driver NAME --address ADRESSE [OPTIONEN] BEFEHL …";

#[derive(Debug, Args)]
#[command(override_usage = USAGE)]
pub(super) struct Terminal {
    #[command(flatten)]
    which: Which,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Welche Treiber und Dialekte es gibt und wie ihre Adressen aussehen
    List,
    /// Fragen, wie es dem Terminal geht; wo keines antwortet, nach ihm suchen
    Status,
    /// Am Terminal anmelden (ZVT Registrierung, OPI Login)
    Login,
    /// Vom Terminal abmelden
    Logoff,
    /// Mit Karte zahlen lassen
    Pay(money::Pay),
    /// Geld auf eine Karte gutschreiben, die vorgelegt wird
    Refund(money::Pay),
    /// Eine Zahlung ohne Karte zurücknehmen (Storno)
    Reverse(money::Reverse),
    /// Nur klären, was aus der letzten Zahlung wurde
    Recover(money::Recover),
    /// Die letzte Zahlung noch einmal nennen lassen, mit ihren Belegen
    Repeat,
    /// Abbruch einer Zahlung wünschen, die woanders begonnen wurde
    Abort,
    /// Zwischensummen des Terminals
    Totals,
    /// Kassenschnitt: Umsätze einreichen
    CloseDay,
    /// Terminal initialisieren
    Initialise,
    /// Diagnose: Verbindung zum Netzbetreiber prüfen
    Diagnose,
    /// Ein Terminal nachbilden, zum Üben und Probieren
    Simulate(simulate::Simulate),
}

pub(super) fn run(terminal: Terminal, out: &mut Out) -> Outcome {
    let Terminal { which, action } = terminal;
    match action {
        Action::List => {
            list(out);
            Ok(Verdict::Fine)
        }
        Action::Simulate(arguments) => simulate::run(&which, &arguments, out),
        Action::Status => service::status(&Place::of(which)?, out),
        Action::Login => service::log_in(&Place::of(which)?, out),
        Action::Logoff => service::log_off(&Place::of(which)?, out),
        Action::Abort => service::abort(&Place::of(which)?, out),
        Action::Totals => service::totals(&Place::of(which)?, false, out),
        Action::CloseDay => service::totals(&Place::of(which)?, true, out),
        Action::Initialise => service::work(&Place::of(which)?, Service::Initialise, out),
        Action::Diagnose => service::work(&Place::of(which)?, Service::Diagnose, out),
        Action::Repeat => service::repeat(&Place::of(which)?, out),
        Action::Pay(arguments) => money::pay(&Place::of(which)?, &arguments, out),
        Action::Refund(arguments) => money::refund(&Place::of(which)?, &arguments, out),
        Action::Reverse(arguments) => money::reverse(&Place::of(which)?, &arguments, out),
        Action::Recover(arguments) => money::recover(&Place::of(which)?, &arguments, out),
    }
}

fn list(out: &mut Out) {
    if out.json() {
        let drivers: Vec<_> = Driver::ALL
            .into_iter()
            .map(|driver| {
                let dialects: Vec<_> = match driver {
                    Driver::Opi => Dialect::ALL.into_iter().map(dialect).collect(),
                    _ => Vec::new(),
                };
                json!({
                    "name": driver.name(),
                    "addresses": driver.addresses(),
                    "dialects": dialects,
                    "tried_on_device": driver.tried_on_device(),
                })
            })
            .collect();
        out.value(&json!({ "drivers": drivers }));
        return;
    }
    for driver in Driver::ALL {
        let what = match driver {
            Driver::Test => "eingebautes TESTTERMINAL, bucht nichts",
            Driver::Zvt => "ZVT über Netz (Port 20007) oder serielles Kabel",
            Driver::Opi => "OPI über Netz; das Terminal ruft die Kasse zurück (--listen)",
        };
        let tried = match driver.tried_on_device() {
            true => "am Gerät erprobt",
            false => "nicht am Gerät erprobt",
        };
        out.pair(driver.name(), format!("{what}; {tried}"));
        let addresses: Vec<&str> = driver
            .addresses()
            .iter()
            .copied()
            .filter(|address| !address.is_empty())
            .collect();
        if !addresses.is_empty() {
            out.pair("", format!("etwa {}", addresses.join(" oder ")));
        }
        if driver == Driver::Opi {
            for dialect in Dialect::ALL {
                let profile = dialect.profile();
                out.pair(
                    "",
                    format!(
                        "--dialect {}: Port {} am Terminal, {} an der Kasse",
                        profile.name, profile.card_port, profile.device_port
                    ),
                );
            }
        }
    }
    out.line(
        "Kein Treiber lief bisher an einem echten Terminal: Erprobt sind sie gegen Nachbildungen und Aufzeichnungen.",
    );
}

fn dialect(dialect: Dialect) -> serde_json::Value {
    let profile = dialect.profile();
    json!({
        "name": profile.name,
        "card_port": profile.card_port,
        "device_port": profile.device_port,
    })
}

/// A call that failed and moved no money.
fn failed(error: &Error) -> Failure {
    Failure::new(message::terminal(error))
}
