//! `tse`: one TSE from the technician's shell. Works without a set-up register.
//!
//! PINs and PUK never stand on the command line: they come from a file its owner alone may read, or are typed without
//! being shown. What a file is to hold is on disk before a device hears of it.

use std::path::PathBuf;

use amtskasse_tse::driver::Driver;
use amtskasse_tse::{Error, Role, Tse as Device};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::message;
use crate::till::{Clock, SystemClock};

mod archive;
mod care;
mod info;
mod life;
mod place;
mod secrets;
mod sign;
mod tries;

use place::{Place, Which};

const USAGE: &str =
    "amtskasse tse [--driver NAME --address ADRESSE] [--client ID] [--secrets DATEI] BEFEHL …";

/// No register was named where a device wants to know which one asks.
const NO_CLIENT: &str =
    "Es fehlt: --client, die Seriennummer der Kasse; ohne sie spricht diese TSE mit niemandem.";

#[derive(Debug, Args)]
#[command(override_usage = USAGE)]
pub(super) struct Tse {
    #[command(flatten)]
    which: Which,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Welche Treiber es gibt und wie ihre Adressen aussehen
    List,
    /// Was die TSE über sich sagt, mit Zertifikat und Vorrat
    Info(Forecast),
    /// Selbsttest ausführen
    SelfTest,
    /// Uhr der TSE nach der Uhr dieses Rechners stellen
    Time,
    /// Neue TSE mit eigenen PINs und eigener PUK einrichten
    Setup(life::Setup),
    /// Angemeldete Kassen
    Clients,
    /// Die Kasse --client anmelden
    Register,
    /// Die Kasse --client abmelden
    Deregister,
    /// Einen Vorgang ohne Betrag beginnen, abbrechen und seine Signatur prüfen
    Sign(Sure),
    /// Offene Transaktionen, mit --client nur die einer Kasse
    Open,
    /// Offene Transaktionen als Belegabbruch abschließen
    AbortOpen(Sure),
    /// Protokolle als TAR-Archiv ausgeben und das Archiv prüfen
    Export(archive::Export),
    /// Eine PIN oder die PUK durch eine andere ersetzen
    ChangePin(life::ChangePin),
    /// Eine gesperrte PIN mit der PUK freigeben
    Unblock(life::Unblock),
    /// Alle Protokolle ausgeben, prüfen und danach auf der TSE löschen
    Delete(archive::Delete),
    /// TSE für immer außer Betrieb nehmen
    Decommission(Sure),
}

#[derive(Debug, Args)]
struct Forecast {
    /// Signaturen am Tag für die Vorhersage
    #[arg(long, value_name = "ANZAHL", default_value_t = 400)]
    per_day: u64,
}

#[derive(Debug, Args)]
struct Sure {
    /// Ja, das soll geschehen
    #[arg(long)]
    yes: bool,
}

impl Sure {
    /// Refuses until the person said yes.
    fn or_refuse(&self, what: &str) -> Result<(), Failure> {
        match self.yes {
            true => Ok(()),
            false => Err(Failure::new(format!(
                "{what} Wenn das so sein soll: --yes."
            ))),
        }
    }
}

/// A secret that can be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    /// PIN des Administrators
    Admin,
    /// PIN des Zeit-Administrators
    TimeAdmin,
    /// PUK
    Puk,
}

impl Of {
    fn role(self) -> Option<Role> {
        match self {
            Of::Admin => Some(Role::Admin),
            Of::TimeAdmin => Some(Role::TimeAdmin),
            Of::Puk => None,
        }
    }
}

pub(super) fn run(data: impl Fn() -> Result<PathBuf, Failure>, tse: Tse, out: &mut Out) -> Outcome {
    let Tse { which, action } = tse;
    match action {
        Action::List => {
            list(out);
            Ok(Verdict::Fine)
        }
        Action::Setup(arguments) => {
            let place = Place::of(which, &data, &[])?.that_may_be_new();
            life::set_up(place, &arguments, out)
        }
        Action::Info(forecast) => {
            let mut place = Place::of(which, &data, &[])?.without_pins();
            info::run(&mut place, forecast.per_day, out)
        }
        Action::SelfTest => care::self_test(Place::of(which, &data, &[Of::Admin])?, out),
        Action::Time => care::time(Place::of(which, &data, &[Of::TimeAdmin])?, out),
        Action::Clients => sign::clients(Place::of(which, &data, &[Of::Admin])?, out),
        Action::Register => sign::register(Place::of(which, &data, &[Of::Admin])?, true, out),
        Action::Deregister => sign::register(Place::of(which, &data, &[Of::Admin])?, false, out),
        Action::Sign(sure) => {
            sure.or_refuse("Der Versuch bleibt als Belegabbruch für immer in der TSE.")?;
            sign::once(Place::of(which, &data, &[Of::TimeAdmin])?, out)
        }
        Action::Open => sign::open(Place::of(which, &data, &[])?.without_pins(), out),
        Action::AbortOpen(sure) => {
            sure.or_refuse(
                "Offene Transaktionen können zu einem Verkauf gehören, der gerade läuft.",
            )?;
            sign::abort_open(Place::of(which, &data, &[Of::TimeAdmin])?, out)
        }
        Action::Export(arguments) => {
            let mut place = Place::of(which, &data, &[Of::Admin])?;
            // These give their logs to everybody.
            if matches!(place.config.driver, Driver::Test | Driver::Swissbit) {
                place = place.without_pins();
            }
            archive::export(place, &arguments, out)
        }
        Action::ChangePin(arguments) => life::change_pin(which, &data, &arguments, out),
        Action::Unblock(arguments) => life::unblock(which, &data, &arguments, out),
        Action::Delete(arguments) => {
            arguments
                .sure
                .or_refuse("Gelöschte Protokolle gibt es danach nur noch im Archiv.")?;
            let place = Place::of(which, &data, &[Of::Admin])?;
            archive::delete(place, &arguments, out)
        }
        Action::Decommission(sure) => {
            sure.or_refuse(
                "Eine TSE, die außer Betrieb ist, signiert nie wieder; vorher exportieren.",
            )?;
            life::decommission(Place::of(which, &data, &[Of::Admin])?, out)
        }
    }
}

fn list(out: &mut Out) {
    if out.json() {
        let drivers: Vec<_> = Driver::ALL
            .into_iter()
            .map(|driver| {
                json!({
                    "name": driver.name(),
                    "addresses": driver.addresses(),
                    "tried_on_device": driver.tried_on_device(),
                })
            })
            .collect();
        out.value(&json!({ "drivers": drivers }));
        return;
    }
    for driver in Driver::ALL {
        let what = match driver {
            Driver::Test => "eingebaute TEST-TSE, nicht zertifiziert",
            Driver::Swissbit => {
                "Swissbit USB, SD, microSD, LAN, mit der Bibliothek des Herstellers"
            }
            Driver::Epson => "Epson-Drucker oder TSE-Server",
            Driver::Fiskaly => "fiskaly SIGN DE v2",
            Driver::DieboldNixdorf => "Diebold Nixdorf, Webdienst",
        };
        let tried = match driver.tried_on_device() {
            true => "am Gerät erprobt",
            false => "nicht am Gerät erprobt",
        };
        out.pair(driver.name(), format!("{what}; {tried}"));
        out.pair("", format!("etwa {}", driver.addresses().join(" oder ")));
    }
    out.line(
        "Kein Treiber lief bisher an einem echten Gerät: Erprobt sind sie gegen Nachbildungen und Aufzeichnungen.",
    );
}

/// Carries a call out; a device that wants a self-test or the time first gets it, each once. Both are refused before
/// anything is signed.
fn awake<T>(
    device: &mut dyn Device,
    mut call: impl FnMut(&mut dyn Device) -> Result<T, Error>,
) -> Result<T, Error> {
    let (mut tested, mut timed) = (false, false);
    loop {
        match call(device) {
            Err(Error::SelfTestNeeded) if !tested => {
                let _progress = Progress::busy("Selbsttest");
                device.self_test()?;
                tested = true;
            }
            Err(Error::TimeNotSet) if !timed => {
                device.update_time(SystemClock.now())?;
                timed = true;
            }
            other => return other,
        }
    }
}

/// What an error means for the exit status: a device that fails its own test was checked and does not hold.
fn failed(error: &Error) -> Failure {
    Failure::new(match error {
        Error::InvalidClient(client) if client.is_empty() => NO_CLIENT.to_owned(),
        error => message::tse(error),
    })
}
