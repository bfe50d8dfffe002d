//! Opening a device by the name of its driver.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::simulator::{Options, Simulator};
use crate::{Error, Tse};

/// Where a driver takes the time from; tests and the demo inject their own.
pub type Clock = Box<dyn Fn() -> DateTime<Utc> + Send>;

/// How long a call that a customer waits for may take before the driver gives up (AEAO zu §146a, 1.14: a TSE that
/// fails must not stop the counter).
pub const PATIENCE: Duration = Duration::from_secs(5);

/// A kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Driver {
    /// The built-in test TSE.
    Test,
    /// Swissbit USB, SD, microSD or LAN TSE through the maker's library.
    Swissbit,
    /// Epson printer or TSE server.
    Epson,
    /// fiskaly SIGN DE v2.
    Fiskaly,
    /// Diebold Nixdorf web service.
    DieboldNixdorf,
}

impl Driver {
    /// All of them, the built-in one first.
    pub const ALL: [Self; 5] = [
        Self::Test,
        Self::Swissbit,
        Self::Epson,
        Self::Fiskaly,
        Self::DieboldNixdorf,
    ];

    /// Name on the command line and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Swissbit => "swissbit",
            Self::Epson => "epson",
            Self::Fiskaly => "fiskaly",
            Self::DieboldNixdorf => "diebold-nixdorf",
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
            Self::Test => &["/tmp/tse"],
            Self::Swissbit => &["/media/SWISSBIT", "https://192.168.1.40:9000"],
            Self::Epson => &["tls://192.168.1.50:8143", "tcp://192.168.1.50:8009"],
            Self::Fiskaly => &["https://kassensichv-middleware.fiskaly.com/api/v2"],
            Self::DieboldNixdorf => &["ws://192.168.1.60:10001"],
        }
    }

    /// Whether the driver was ever tried on the real device; none was so far, and nobody may be told otherwise.
    #[must_use]
    pub fn tried_on_device(self) -> bool {
        false
    }
}

/// Where a device is and what opens it. Holds secrets: keep it readable by the owner alone, never log it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Kind of device.
    pub driver: Driver,
    /// Where it is, in the form of [`Driver::addresses`].
    pub address: String,
    /// Which of several devices at this address: Epson device id (`local_TSE`), serial number at a LAN TSE, id of the
    /// TSS at fiskaly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The maker's library, if it is not where the system looks for it (Swissbit).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<PathBuf>,
    /// Certificate (PEM) to trust besides the public authorities, for devices with TLS in the own network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<PathBuf>,
    /// BSI certification id from the maker's papers, for a device that does not tell its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certification_id: Option<String>,
    /// Client id of this register (`KASSE_SERIENNR`).
    pub client_id: String,
    /// PINs, PUK and keys.
    #[serde(default)]
    pub secrets: Secrets,
    /// How long a call a customer waits for may take; [`PATIENCE`] unless a test is in a hurry.
    #[serde(skip, default = "patience")]
    pub patience: Duration,
}

fn patience() -> Duration {
    PATIENCE
}

/// PINs, PUK and keys of a device; those its driver has no use for stay empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Secrets {
    /// PIN of the administrator.
    pub admin_pin: String,
    /// PIN of the time administrator.
    pub time_admin_pin: String,
    /// PUK.
    pub admin_puk: String,
    /// Name of an account: fiskaly's API key.
    pub api_key: String,
    /// Key to the account: fiskaly's API secret, token of a LAN TSE, secret key of an Epson host.
    pub api_secret: String,
}

impl Config {
    /// A device at an address, with nothing else said about it.
    #[must_use]
    pub fn new(driver: Driver, address: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self {
            driver,
            address: address.into(),
            device: None,
            library: None,
            trust: None,
            certification_id: None,
            client_id: client_id.into(),
            secrets: Secrets::default(),
            patience: PATIENCE,
        }
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("driver", &self.driver)
            .field("address", &self.address)
            .field("device", &self.device)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Opens a device. Devices that are reached over a line are not asked yet: they connect, and connect again after
/// a failure, when they are called.
///
/// # Errors
/// [`Error::Configuration`] when something is missing or wrong in `config`; for the built-in TSE and a vendor's library also
/// that it cannot be opened.
pub fn open(config: &Config, clock: Clock) -> Result<Box<dyn Tse>, Error> {
    match config.driver {
        Driver::Test => {
            let folder = std::path::Path::new(&config.address);
            Ok(Box::new(Simulator::open(
                folder,
                Options::default(),
                clock,
            )?))
        }
        Driver::Fiskaly => Ok(Box::new(crate::fiskaly::Fiskaly::open(
            config,
            clock,
            crate::fiskaly::Options::default(),
        )?)),
        Driver::Swissbit => Ok(Box::new(crate::swissbit::Swissbit::open(config, clock)?)),
        Driver::Epson => Ok(Box::new(crate::epson::Epson::open(config, clock)?)),
        Driver::DieboldNixdorf => Ok(Box::new(crate::diebold::Diebold::open(config)?)),
    }
}
