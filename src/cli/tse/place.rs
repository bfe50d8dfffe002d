//! Which TSE is meant, and how it is opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amtskasse_tse::driver::{self, Config, Driver};
use amtskasse_tse::{Error, Tse as Device};
use clap::Args;

use super::tries::Tries;
use super::{Of, secrets};
use crate::cli::{Failure, file};
use crate::message;
use crate::till::tse::{secrets as rules, store};
use crate::till::{Clock, SystemClock, TEST_TSE_FOLDER};

#[derive(Debug, Args)]
pub(super) struct Which {
    /// Treiber; ohne Angabe gilt die TSE der Kasse im Datenordner
    #[arg(long, global = true, value_name = "NAME", value_parser = driver_named)]
    driver: Option<Driver>,
    /// Wo die TSE ist; wie das bei einem Treiber aussieht, zeigt `amtskasse tse list`
    #[arg(long, global = true, value_name = "ADRESSE")]
    address: Option<String>,
    /// Welche von mehreren an dieser Adresse: Gerätename, Seriennummer oder TSS
    #[arg(long, global = true, value_name = "ID")]
    device: Option<String>,
    /// Bibliothek des Herstellers (Swissbit)
    #[arg(long, global = true, value_name = "DATEI")]
    library: Option<PathBuf>,
    /// Zertifikat (PEM), dem zusätzlich zu vertrauen ist
    #[arg(long, global = true, value_name = "DATEI")]
    trust: Option<PathBuf>,
    /// Seriennummer der Kasse
    #[arg(long, global = true, value_name = "ID")]
    client: Option<String>,
    /// PINs, PUK und Zugangsschlüssel (JSON), nur vom Besitzer lesbar; ohne Angabe wird gefragt
    #[arg(long, global = true, value_name = "DATEI")]
    pub secrets: Option<PathBuf>,
    /// Welche TSE der Kasse, wenn sie mehrere hat
    #[arg(long, global = true, value_name = "NUMMER", default_value_t = 1)]
    number: usize,
    /// Den letzten Versuch einer PIN oder PUK wagen
    #[arg(long, global = true)]
    yes_last_try: bool,
}

fn driver_named(name: &str) -> Result<Driver, String> {
    Driver::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Driver::ALL.into_iter().map(Driver::name).collect();
        format!("Es gibt {}.", names.join(", "))
    })
}

/// A TSE that is not opened yet.
pub(super) struct Place {
    pub config: Config,
    /// Whether a client was named.
    named: bool,
    /// Data folder whose register it belongs to.
    data: Option<PathBuf>,
    /// File its secrets came from.
    pub file: Option<PathBuf>,
    pub tries: Tries,
    /// The call needs no PIN: while one try is left, none is given to the device.
    pinless: bool,
    /// There may be none yet.
    new: bool,
}

impl Place {
    /// Finds out which one is meant, with the secrets that `wanted` for the call names.
    pub fn of(
        which: Which,
        data: &impl Fn() -> Result<PathBuf, Failure>,
        wanted: &[Of],
    ) -> Result<Place, Failure> {
        let (mut config, of_register) = match which.driver {
            Some(driver) => (given(driver, &which)?, None),
            None => {
                let data = data()?;
                (configured(&data, &which)?, Some(data))
            }
        };
        let named = which.client.is_some() || !config.client_id.is_empty();
        if let Some(client) = which.client {
            config.client_id = client;
        }
        if let Some(path) = &which.secrets {
            let file = secrets::read(path)?;
            config.secrets = file.secrets;
            config.device = config.device.or(file.device);
        }
        let tries = Tries::of(&config, which.yes_last_try)?;
        let mut place = Place {
            config,
            named,
            data: of_register,
            file: which.secrets,
            tries,
            pinless: false,
            new: false,
        };
        place.ask(wanted)?;
        Ok(place)
    }

    /// Asks for what is missing, if somebody is there to be asked; the built-in TSE wants PINs only where they are
    /// checked.
    pub fn ask(&mut self, wanted: &[Of]) -> Result<(), Failure> {
        let driver = self.config.driver;
        let time_admin = rules::rules(driver).time_admin;
        let secrets = &mut self.config.secrets;
        if driver == Driver::Fiskaly {
            secrets::ask("API-Key: ", &mut secrets.api_key)?;
            secrets::ask("API-Secret: ", &mut secrets.api_secret)?;
        }
        if driver == Driver::Epson {
            secrets::ask(
                "Geheimer Schlüssel des Epson-Geräts: ",
                &mut secrets.api_secret,
            )?;
        }
        if driver == Driver::Test {
            return Ok(());
        }
        for of in wanted {
            match of {
                Of::Admin => secrets::ask("PIN des Administrators: ", &mut secrets.admin_pin)?,
                Of::TimeAdmin if time_admin => {
                    secrets::ask("PIN des Zeit-Administrators: ", &mut secrets.time_admin_pin)?;
                }
                Of::TimeAdmin => {}
                Of::Puk => secrets::ask("PUK: ", &mut secrets.admin_puk)?,
            }
        }
        Ok(())
    }

    /// For a call that needs no PIN.
    pub fn without_pins(mut self) -> Self {
        self.pinless = true;
        self
    }

    /// For a call that makes one where there is none.
    pub fn that_may_be_new(mut self) -> Self {
        self.new = true;
        self
    }

    /// Opens it; a TSE whose last try is left only gets a PIN from who dares.
    pub fn open(&self) -> Result<Box<dyn Device>, Failure> {
        let mut config = self.config.clone();
        match (self.tries.or_refuse(), self.pinless) {
            (Err(refused), false) => return Err(refused),
            (Err(_), true) => {
                config.secrets.admin_pin.clear();
                config.secrets.time_admin_pin.clear();
                config.secrets.admin_puk.clear();
            }
            (Ok(()), _) => {}
        }
        // The built-in one would be made by whoever only asks for it.
        if config.driver == Driver::Test
            && self.data.is_none()
            && !self.new
            && !lives(&config.address)
        {
            return Err(Failure::new(format!(
                "{}: hier ist keine TEST-TSE; `amtskasse tse … setup` richtet eine ein.",
                config.address
            )));
        }
        let opened = match &self.data {
            Some(data) => {
                let clock: Arc<dyn Clock> = Arc::new(SystemClock);
                store::try_open(data, &config, &clock)
            }
            None => driver::open(&config, Box::new(|| SystemClock.now())),
        };
        opened.map_err(|error| super::failed(&error))
    }

    /// The client this is about.
    pub fn client(&self) -> Result<&str, Failure> {
        match self.named {
            true => Ok(&self.config.client_id),
            false => Err(Failure::new(
                "Es fehlt: --client, die Seriennummer der Kasse.",
            )),
        }
    }

    /// The client, if one was named.
    pub fn client_if_named(&self) -> Option<&str> {
        self.named.then_some(self.config.client_id.as_str())
    }

    /// Remembers what a call taught about the tries left.
    pub fn settle<T>(&self, result: Result<T, Error>) -> Result<T, Failure> {
        self.tries.learn(result.as_ref().err())?;
        result.map_err(|error| super::failed(&error))
    }

    /// Forgets refusals after secrets were used with success.
    pub fn accepted(&self) -> Result<(), Failure> {
        match self.pinless {
            // None was used.
            true => Ok(()),
            false => self.tries.forget(),
        }
    }
}

/// Whether there is something in a folder.
fn lives(folder: &str) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

fn given(driver: Driver, which: &Which) -> Result<Config, Failure> {
    let Some(address) = which.address.clone() else {
        return Err(Failure::new(format!(
            "Es fehlt: --address, beim Treiber {} etwa {}.",
            driver.name(),
            driver.addresses().join(" oder ")
        )));
    };
    let mut address = address;
    if driver == Driver::Test {
        let whole = std::path::absolute(&address)
            .map_err(|error| file::failed(Path::new(&address), &error))?;
        // The built-in one would be made anew in a folder that was only mistyped.
        if let Some(parent) = whole.parent().filter(|parent| !parent.is_dir()) {
            let parent = parent.display();
            return Err(Failure::new(format!(
                "{parent}: diesen Ordner gibt es nicht."
            )));
        }
        address = whole.display().to_string();
    }
    Ok(Config {
        device: which.device.clone(),
        library: which.library.clone(),
        trust: which.trust.clone(),
        ..Config::new(driver, address, "")
    })
}

fn configured(data: &Path, which: &Which) -> Result<Config, Failure> {
    let devices = store::read(data).map_err(|error| Failure::new(message::tse(&error)))?;
    let devices = match devices {
        Some(devices) => devices,
        None if data.join(TEST_TSE_FOLDER).is_dir() => {
            vec![Config::new(Driver::Test, TEST_TSE_FOLDER, "")]
        }
        None => {
            return Err(Failure::new(format!(
                "{}: hier ist keine TSE eingetragen; bitte --driver und --address angeben.",
                data.display()
            )));
        }
    };
    let number = devices.len();
    let mut config = which
        .number
        .checked_sub(1)
        .and_then(|place| devices.into_iter().nth(place))
        .ok_or_else(|| {
            Failure::new(format!(
                "--number {}: diese Kasse hat {number} TSE.",
                which.number
            ))
        })?;
    config.address = which.address.clone().unwrap_or(config.address);
    config.device = which.device.clone().or(config.device);
    config.library = which.library.clone().or(config.library);
    config.trust = which.trust.clone().or(config.trust);
    Ok(config)
}
