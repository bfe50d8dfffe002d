//! Which terminal is meant, and its journal.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use amtskasse_terminal::address::{Address, NotAnAddress};
use amtskasse_terminal::config::Slips;
use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::zvt::Charset;
use amtskasse_terminal::{CardTerminal, Config, Driver};
use clap::Args;
use console::Term;

use crate::cli::{Failure, file, folder};
use crate::message;
use crate::till::terminals::journal::Journal;
use crate::till::{Clock, SystemClock, local};

#[derive(Debug, Args)]
pub(super) struct Which {
    /// Treiber: zvt, opi oder test
    #[arg(long, global = true, value_name = "NAME", value_parser = driver_named)]
    pub driver: Option<Driver>,
    /// Wo das Terminal ist; wie das bei einem Treiber aussieht, zeigt `amtskasse terminal list`
    #[arg(long, global = true, value_name = "ADRESSE")]
    pub address: Option<String>,
    /// OPI: Dialekt: de, ingenico, ccv oder nexi-ch
    #[arg(long, global = true, value_name = "NAME", value_parser = dialect_named)]
    pub dialect: Option<Dialect>,
    /// OPI: Port, auf dem das Terminal die Kasse zurückruft
    #[arg(long, global = true, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub listen: Option<u16>,
    /// OPI: Name dieser Kasse am Terminal (WorkstationID)
    #[arg(long, global = true, value_name = "ID", default_value = "1")]
    workstation: String,
    /// OPI: ApplicationSender
    #[arg(long, global = true, value_name = "TEXT")]
    sender: Option<String>,
    /// ZVT: Passwort des Terminals: Datei damit, oder sechs Ziffern, oder - zum Eintippen; üblich ist 000000
    #[arg(long, global = true, value_name = "DATEI")]
    password: Option<String>,
    /// ZVT: Zeichensatz der Texte: auto, cp437, latin1, latin9, utf8, din66003
    #[arg(long, global = true, value_name = "NAME", default_value = "auto", value_parser = charset_named)]
    charset: Charset,
    /// Das Terminal druckt die Belege selbst
    #[arg(long, global = true)]
    terminal_prints: bool,
    /// Teilzahlungen annehmen, wenn die Karte weniger hergibt
    #[arg(long, global = true)]
    partial: bool,
    /// Andere Kassen benutzen das Terminal auch
    #[arg(long, global = true)]
    shared: bool,
    /// Das Terminal nimmt nur seine letzte Zahlung zurück
    #[arg(long, global = true)]
    reverses_last_only: bool,
    /// Längste Wartezeit auf Kunde und Netzbetreiber
    #[arg(long, global = true, value_name = "SEKUNDEN", value_parser = clap::value_parser!(u64).range(1..=900))]
    timeout: Option<u64>,
    /// Datei, in der steht, was aus der letzten Zahlung wurde; ohne Angabe eine je Terminal
    #[arg(long, global = true, value_name = "DATEI")]
    journal: Option<PathBuf>,
}

fn driver_named(name: &str) -> Result<Driver, String> {
    Driver::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Driver::ALL.iter().map(|driver| driver.name()).collect();
        format!("Möglich sind {}.", names.join(", "))
    })
}

fn dialect_named(name: &str) -> Result<Dialect, String> {
    Dialect::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.name()).collect();
        format!("Möglich sind {}.", names.join(", "))
    })
}

fn charset_named(name: &str) -> Result<Charset, String> {
    // The names of the configuration file.
    serde_json::from_value(name.into())
        .map_err(|_| "Möglich sind auto, cp437, latin1, latin9, utf8, din66003.".to_owned())
}

/// One terminal.
pub(super) struct Place {
    pub config: Config,
    journal: Option<PathBuf>,
}

impl Place {
    /// The terminal of a command line.
    pub fn of(which: Which) -> Result<Self, Failure> {
        let Some(driver) = which.driver else {
            return Err(Failure::new("Es fehlt: --driver, also zvt, opi oder test."));
        };
        let address = match (driver, which.address) {
            (Driver::Test, address) => address.unwrap_or_default(),
            (_, Some(address)) => {
                address
                    .parse::<Address>()
                    .map_err(|wrong| not_an_address(&wrong))?;
                address
            }
            (driver, None) => {
                return Err(Failure::new(format!(
                    "Es fehlt: --address, beim Treiber {} etwa {}.",
                    driver.name(),
                    driver.addresses().join(" oder ")
                )));
            }
        };
        let mut config = Config::new(&address, driver, &address);
        if driver == Driver::Test {
            config.name = "Testterminal".to_owned();
        }
        config.password = which.password.as_deref().map(password).transpose()?;
        config.charset = which.charset;
        config.dialect = which.dialect.unwrap_or_default();
        config.listen = which.listen;
        config.workstation = which.workstation;
        config.sender = which.sender;
        config.slips = match which.terminal_prints {
            true => Slips::Terminal,
            false => Slips::Register,
        };
        config.shared = which.shared;
        config.partial = which.partial;
        config.reverses_last_only = which.reverses_last_only;
        if let Some(seconds) = which.timeout {
            let limit = Duration::from_secs(seconds);
            let patience = &mut config.patience;
            patience.completion = limit;
            patience.response = limit;
            for short in [
                &mut patience.connect,
                &mut patience.answer,
                &mut patience.abort,
                &mut patience.question,
                &mut patience.recovery,
            ] {
                *short = limit.min(*short);
            }
        }
        Ok(Self {
            config,
            journal: which.journal,
        })
    }

    /// Opens it; nothing is sent yet.
    pub fn open(&self) -> Result<Box<dyn CardTerminal>, Failure> {
        let clock = || local(SystemClock.now()).fixed_offset();
        amtskasse_terminal::open(&self.config, Box::new(clock))
            .map_err(|error| super::failed(&error))
    }

    /// Its journal, for this process alone.
    pub fn journal(&self) -> Result<Locked, Failure> {
        let path = match &self.journal {
            Some(path) => {
                file::check_target(path)?;
                path.clone()
            }
            None => {
                let state = folder::state().ok_or_else(|| {
                    Failure::new(
                        "Es fehlt: --journal, denn dieser Benutzer hat keinen Ordner für Zustände.",
                    )
                })?;
                let folder = state.join("terminal");
                fs::create_dir_all(&folder).map_err(|error| file::failed(&folder, &error))?;
                folder.join(format!("{}.json", file_name(&self.config)))
            }
        };
        Locked::at(&path)
    }
}

/// A journal nobody else writes meanwhile.
pub(super) struct Locked {
    pub journal: Journal,
    _lock: File,
}

impl Locked {
    fn at(path: &Path) -> Result<Self, Failure> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let lock = PathBuf::from(name);
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).write(true).open(&lock);
        let file = file.map_err(|error| file::failed(&lock, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                journal: Journal::at(path),
                _lock: file,
            }),
            Err(TryLockError::WouldBlock) => Err(Failure::new(format!(
                "{}: mit diesem Terminal wird schon gezahlt; bitte warten, bis das zu Ende ist.",
                path.display()
            ))),
            Err(TryLockError::Error(error)) => Err(file::failed(&lock, &error)),
        }
    }
}

/// A name for the journal of a terminal: the same whichever way its address is written.
fn file_name(config: &Config) -> String {
    let usual = match config.driver {
        Driver::Opi => config.dialect.profile().card_port,
        _ => 20007,
    };
    let place = match config.parsed_address() {
        Ok(Address::Tcp { host, port }) => {
            format!("{}-{}", host.to_lowercase(), port.unwrap_or(usual))
        }
        Ok(Address::Serial { device, .. }) => device,
        Err(_) => "test".to_owned(),
    };
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '-'
        }
    };
    let place: String = place.chars().map(plain).collect();
    format!("{}-{}", config.driver.name(), place.trim_matches('-'))
}

/// The password: six digits as they are, `-` typed without being shown, else the name of a file that only its owner reads.
fn password(given: &str) -> Result<String, Failure> {
    let six = |text: &str| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    if six(given) {
        return Ok(given.to_owned());
    }
    let text = match given {
        "-" => typed()?,
        name => {
            let path = Path::new(name);
            let bytes = fs::read(path).map_err(|error| file::failed(path, &error))?;
            only_owner(path)?;
            String::from_utf8(bytes).unwrap_or_default()
        }
    };
    match six(text.trim()) {
        true => Ok(text.trim().to_owned()),
        false => Err(Failure::new(
            "Das Passwort eines ZVT-Terminals hat sechs Ziffern; üblich ist 000000.",
        )),
    }
}

fn only_owner(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let known = fs::metadata(path).map_err(|error| file::failed(path, &error))?;
        if known.permissions().mode() & 0o077 != 0 {
            let path = path.display();
            return Err(Failure::new(format!(
                "{path}: andere als der Besitzer dürfen diese Datei lesen; bitte erst `chmod 600 {path}`."
            )));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn typed() -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(
            "Das Passwort lässt sich nur am Bildschirm eintippen; hier ist keiner.",
        ));
    }
    let terminal = Term::stderr();
    terminal
        .write_str("Passwort des Terminals: ")
        .and_then(|()| terminal.read_secure_line())
        .map_err(|error| {
            let reason = message::reason(&error);
            Failure::new(format!("Die Eingabe ging nicht: {reason}."))
        })
}

fn not_an_address(wrong: &NotAnAddress) -> Failure {
    Failure::new(message::terminal_address(wrong))
}
