//! Drivers by name, what they are told, and opening one.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::opi::{self, Dialect};
use crate::simulator::{SharedMemory, Simulator};
use crate::zvt::{self, Charset};
use crate::{CardTerminal, Error};

/// Where a driver takes the local time from; tests and the demo inject their own.
pub type Clock = Box<dyn Fn() -> DateTime<FixedOffset> + Send>;

/// A kind of terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Driver {
    /// The built-in test terminal.
    Test,
    /// ZVT (ECR interface of the Verband der Terminalhersteller).
    Zvt,
    /// OPI (Open Payment Initiative).
    Opi,
}

impl Driver {
    /// All of them, the built-in one first.
    pub const ALL: [Self; 3] = [Self::Test, Self::Zvt, Self::Opi];

    /// Name on the command line and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Zvt => "zvt",
            Self::Opi => "opi",
        }
    }

    /// The driver with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|driver| driver.name() == name)
    }

    /// What [`Config::address`] may look like, the usual form first.
    #[must_use]
    pub fn addresses(self) -> &'static [&'static str] {
        match self {
            Self::Test => &[""],
            Self::Zvt => &[
                "tcp://192.168.1.70:20007",
                "serial:///dev/ttyUSB0?baud=9600&stop=2",
            ],
            Self::Opi => &["tcp://192.168.1.70:20002"],
        }
    }

    /// Whether the driver was ever tried on a real terminal; none was so far, and nobody may be told otherwise.
    #[must_use]
    pub fn tried_on_device(self) -> bool {
        false
    }
}

/// Where the slips of a card payment are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slips {
    /// By the register, on its own paper.
    #[default]
    Register,
    /// By the terminal.
    Terminal,
}

/// Where a terminal is and how it is spoken to. Holds a password: keep it readable by the owner alone, never log it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What people call it, unique in a register, e.g. `Schalter 1`.
    pub name: String,
    /// Protocol.
    pub driver: Driver,
    /// Where it is, in the form of [`Driver::addresses`]; empty for the test terminal.
    #[serde(default)]
    pub address: String,
    /// ZVT: password of the terminal, six digits. The specification's default is 000000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// ZVT: character set of the terminal's texts.
    #[serde(default)]
    pub charset: Charset,
    /// OPI: dialect.
    #[serde(default)]
    pub dialect: Dialect,
    /// OPI: port we listen on for the terminal's device requests; `None`: the dialect's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listen: Option<u16>,
    /// OPI: stable and unique name of this register at the terminal (WorkstationID).
    #[serde(default = "workstation")]
    pub workstation: String,
    /// OPI: ApplicationSender; some terminals call back at the `[ip]:port` they find there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Who prints the slips.
    #[serde(default)]
    pub slips: Slips,
    /// Other tills use it too: its last transaction may be theirs, and its end of day covers theirs.
    #[serde(default)]
    pub shared: bool,
    /// Whether the register owns the terminal's end of day; one till per terminal does.
    #[serde(default = "yes")]
    pub closes: bool,
    /// Whether a terminal may approve less than was asked for.
    #[serde(default)]
    pub partial: bool,
    /// It reverses its last payment whatever receipt number is sent (facts 1.5): others are refused before they are sent.
    #[serde(default)]
    pub reverses_last_only: bool,
    /// How long to wait for what.
    #[serde(skip)]
    pub patience: Patience,
}

fn workstation() -> String {
    "1".to_owned()
}

fn yes() -> bool {
    true
}

impl std::fmt::Debug for Config {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Everything but the password.
        out.debug_struct("Config")
            .field("name", &self.name)
            .field("driver", &self.driver)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// A terminal of this kind at an address, everything else as usual.
    #[must_use]
    pub fn new(name: &str, driver: Driver, address: &str) -> Self {
        Self {
            name: name.to_owned(),
            driver,
            address: address.to_owned(),
            password: None,
            charset: Charset::default(),
            dialect: Dialect::default(),
            listen: None,
            workstation: workstation(),
            sender: None,
            slips: Slips::default(),
            shared: false,
            closes: true,
            partial: false,
            reverses_last_only: false,
            patience: Patience::default(),
        }
    }

    /// The address, read.
    pub fn parsed_address(&self) -> Result<Address, Error> {
        self.address
            .parse()
            .map_err(|wrong: crate::address::NotAnAddress| Error::Config(wrong.to_string()))
    }
}

/// Time limits; the protocols' own unless a test is in a hurry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// ZVT T1: between two bytes on a serial line.
    pub byte: Duration,
    /// ZVT T2: for the ACK of a serial frame.
    pub ack: Duration,
    /// ZVT T3: for the answer to a command.
    pub answer: Duration,
    /// ZVT T4: for the end of a command, anew with every message.
    pub completion: Duration,
    /// OPI: for the answer to a request, anew with every message of the terminal.
    pub response: Duration,
    /// After an abort was asked for: for the outcome, before it is asked for again.
    pub abort: Duration,
    /// For a person's answer to a question.
    pub question: Duration,
    /// How long a recovery right after a lost line goes on trying.
    pub recovery: Duration,
    /// Pause before the next try while a terminal is busy or away.
    pub retry: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(4),
            byte: Duration::from_millis(200),
            ack: Duration::from_secs(5),
            answer: Duration::from_secs(5),
            completion: Duration::from_secs(180),
            response: Duration::from_secs(180),
            abort: Duration::from_secs(20),
            question: Duration::from_secs(90),
            recovery: Duration::from_secs(60),
            retry: Duration::from_secs(2),
        }
    }
}

/// Opens a terminal. Nothing is sent or connected yet; a configuration that cannot work is refused.
pub fn open(config: &Config, clock: Clock) -> Result<Box<dyn CardTerminal>, Error> {
    match config.driver {
        Driver::Test => Ok(Box::new(Simulator::new(
            SharedMemory::default(),
            Duration::from_millis(900),
        ))),
        Driver::Zvt => Ok(Box::new(zvt::Terminal::new(config.clone(), clock)?)),
        Driver::Opi => Ok(Box::new(opi::Terminal::new(config, clock)?)),
    }
}
