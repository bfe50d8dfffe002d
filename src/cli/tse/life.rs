//! Set-up, PINs, the end.

use std::path::PathBuf;

use amtskasse_tse::driver::Driver;
use amtskasse_tse::{Error, Secret, SetUp, State};
use clap::Args;
use serde_json::json;

use super::Of;
use super::place::{Place, Which};
use super::secrets::{self, File};
use crate::cli::{Failure, Outcome, Verdict, out::Out, progress::Progress};
use crate::fiscal::hex;
use crate::till::tse::secrets as rules;
use crate::till::{Clock, SystemClock};

#[derive(Debug, Args)]
pub(super) struct Setup {
    /// Zufällige PINs und PUK würfeln und vorher in diese Datei schreiben, nur für den Besitzer lesbar
    #[arg(long, value_name = "DATEI")]
    generate: Option<PathBuf>,
    /// Beschreibung, die in der TSE steht
    #[arg(long, value_name = "TEXT", default_value = "Amtskasse")]
    description: String,
}

#[derive(Debug, Args)]
pub(super) struct ChangePin {
    /// Was ersetzt wird
    #[arg(long, value_name = "WAS")]
    of: Of,
    /// Datei mit den neuen Werten, wie --secrets; ohne Angabe wird gefragt
    #[arg(long, value_name = "DATEI")]
    new: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Unblock {
    /// Wessen PIN: admin oder time-admin
    #[arg(long, value_name = "WAS")]
    of: Of,
    /// Datei mit der neuen PIN, wie --secrets; ohne Angabe wird gefragt
    #[arg(long, value_name = "DATEI")]
    new: Option<PathBuf>,
}

pub(super) fn set_up(mut place: Place, arguments: &Setup, out: &mut Out) -> Outcome {
    let driver = place.config.driver;
    let rules = rules::rules(driver);
    if let Some(path) = &arguments.generate {
        if path.exists() {
            return Err(Failure::new(format!(
                "{}: diese Datei gibt es schon; sie könnte PINs einer anderen TSE enthalten.",
                path.display()
            )));
        }
        let kept = std::mem::take(&mut place.config.secrets);
        place.config.secrets = rules::random(driver, kept).map_err(|e| super::failed(&e))?;
        place.file = Some(path.clone());
        save(&place)?;
    } else {
        let chosen = &mut place.config.secrets;
        let new = |secret: Secret, value: &mut String| -> Result<(), Failure> {
            if value.is_empty() {
                *value = secrets::ask_new(driver, secret, "--secrets, --generate")?;
            }
            Ok(())
        };
        new(Secret::AdminPin, &mut chosen.admin_pin)?;
        if rules.time_admin {
            new(Secret::TimeAdminPin, &mut chosen.time_admin_pin)?;
        }
        if rules.puk.is_some() {
            new(Secret::Puk, &mut chosen.admin_puk)?;
        }
    }
    secrets::or_refuse(driver, &place.config.secrets)?;
    let mut device = place.open()?;
    let _progress = Progress::busy("Einrichten");
    if place.config.driver == Driver::Fiskaly && place.config.device.is_none() {
        if place.file.is_none() {
            return Err(Failure::new(
                "Eine neue TSS nennt ihre PUK nur einmal; bitte mit --secrets oder --generate eine Datei angeben, in die sie geschrieben wird.",
            ));
        }
        if let Some(created) = place.settle(device.create())? {
            place.config.device = Some(created.device);
            place.config.secrets.admin_puk = created.admin_puk;
            save(&place)?;
            device = place.open()?;
        }
    }
    let chosen = &place.config.secrets;
    let set_up = SetUp {
        admin_pin: chosen.admin_pin.clone(),
        time_admin_pin: chosen.time_admin_pin.clone(),
        admin_puk: chosen.admin_puk.clone(),
        description: arguments.description.clone(),
    };
    let done = super::awake(&mut *device, |device| device.set_up(&set_up));
    place.settle(done)?;
    place.accepted()?;
    let client = place.client_if_named().map(str::to_owned);
    let ready = device
        .self_test()
        .and_then(|()| device.update_time(SystemClock.now()))
        .and_then(|()| match &client {
            Some(client) => device.register_client(client),
            None => Ok(()),
        })
        .and_then(|()| device.info());
    let info = place.settle(ready)?;
    if out.json() {
        out.value(&json!({
            "serial": hex(&info.serial), "device": place.config.device, "state": info.state,
            "client": client, "secrets": place.file,
        }));
        return Ok(Verdict::Fine);
    }
    out.line("Die TSE ist eingerichtet.");
    out.pair("Seriennummer", hex(&info.serial));
    if let Some(device) = &place.config.device {
        out.pair("Kennung", device);
    }
    if let Some(client) = client {
        out.pair("Kasse", client);
    }
    if let Some(path) = &place.file {
        out.pair("PINs und PUK", path.display().to_string());
        out.line("Diese Datei gut verwahren, auch als Kopie an einem anderen Ort: ohne sie ist die TSE verloren.");
    } else {
        out.line("PINs und PUK gut verwahren: ohne sie ist die TSE verloren.");
    }
    Ok(Verdict::Fine)
}

/// Writes the secrets back to the file they belong to.
fn save(place: &Place) -> Result<(), Failure> {
    match &place.file {
        Some(path) => secrets::write(
            path,
            &File {
                device: place.config.device.clone(),
                secrets: place.config.secrets.clone(),
            },
        ),
        None => Ok(()),
    }
}

fn field(secrets: &amtskasse_tse::driver::Secrets, of: Of) -> &str {
    match of {
        Of::Admin => &secrets.admin_pin,
        Of::TimeAdmin => &secrets.time_admin_pin,
        Of::Puk => &secrets.admin_puk,
    }
}

fn called(of: Of) -> &'static str {
    match of {
        Of::Admin => "PIN des Administrators",
        Of::TimeAdmin => "PIN des Zeit-Administrators",
        Of::Puk => "PUK",
    }
}

/// The new value, from a file or typed, if it is fit for use.
fn fresh(driver: Driver, of: Of, file: Option<&PathBuf>) -> Result<String, Failure> {
    let secret = match of {
        Of::Admin => Secret::AdminPin,
        Of::TimeAdmin => Secret::TimeAdminPin,
        Of::Puk => Secret::Puk,
    };
    let value = match file {
        Some(path) => field(&secrets::read(path)?.secrets, of).to_owned(),
        None => secrets::ask_new(driver, secret, "--new")?,
    };
    match rules::weak(driver, secret, &value) {
        None => Ok(value),
        Some(weak) => Err(Failure::new(secrets::why(driver, secret, weak))),
    }
}

pub(super) fn change_pin(
    which: Which,
    data: &impl Fn() -> Result<PathBuf, Failure>,
    arguments: &ChangePin,
    out: &mut Out,
) -> Outcome {
    let of = arguments.of;
    let place = Place::of(which, data, &[of])?;
    let old = field(&place.config.secrets, of).to_owned();
    if old.is_empty() {
        return Err(missing(of));
    }
    let new = fresh(place.config.driver, of, arguments.new.as_ref())?;
    let mut device = place.open()?;
    let done = super::awake(&mut *device, |device| match of.role() {
        Some(role) => device.change_pin(role, &old, &new),
        None => device.change_puk(&old, &new),
    });
    place.settle(done)?;
    place.accepted()?;
    replaced(of, out);
    Ok(Verdict::Fine)
}

pub(super) fn unblock(
    which: Which,
    data: &impl Fn() -> Result<PathBuf, Failure>,
    arguments: &Unblock,
    out: &mut Out,
) -> Outcome {
    let Some(role) = arguments.of.role() else {
        return Err(Failure::new(
            "Freigeben lässt sich eine PIN: --of admin oder --of time-admin.",
        ));
    };
    let place = Place::of(which, data, &[Of::Puk])?;
    let puk = place.config.secrets.admin_puk.clone();
    if puk.is_empty() {
        return Err(missing(Of::Puk));
    }
    let new = fresh(place.config.driver, arguments.of, arguments.new.as_ref())?;
    let mut device = place.open()?;
    let done = super::awake(&mut *device, |device| device.unblock_pin(role, &puk, &new));
    place.settle(done)?;
    place.accepted()?;
    replaced(arguments.of, out);
    Ok(Verdict::Fine)
}

fn missing(of: Of) -> Failure {
    Failure::new(format!(
        "Es fehlt: {}; sie kommt aus --secrets oder wird am Bildschirm eingegeben.",
        called(of)
    ))
}

fn replaced(of: Of, out: &mut Out) {
    match out.json() {
        true => out.value(&json!({ "changed": true })),
        false => {
            out.line(format!("{} ist ersetzt.", called(of)));
            out.line(
                "Wo die alte steht, bitte die neue eintragen: in der Datei und bei der Kasse.",
            );
        }
    }
}

pub(super) fn decommission(place: Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let info = place.settle(device.info())?;
    if info.state == State::Decommissioned {
        return Err(super::failed(&Error::Decommissioned));
    }
    place.settle(super::awake(&mut *device, |device| device.decommission()))?;
    place.accepted()?;
    match out.json() {
        true => out.value(&json!({ "serial": hex(&info.serial), "state": State::Decommissioned })),
        false => out.line(format!(
            "Die TSE {} ist für immer außer Betrieb. Der Wechsel ist dem Finanzamt binnen eines Monats mitzuteilen (§ 146a Abs. 4 AO).",
            hex(&info.serial)
        )),
    }
    Ok(Verdict::Fine)
}
