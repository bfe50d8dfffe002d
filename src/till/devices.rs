//! The devices a till owns, and the built-in ones of a fresh installation.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use amtskasse_counter::simulator::{CountingDrawer, FolderPrinter};
use amtskasse_counter::{CashDrawer, ReceiptPrinter};
use amtskasse_terminal::simulator::{SharedMemory, Simulator as TerminalSimulator};
use amtskasse_terminal::{Config, Driver as TerminalDriver};
use amtskasse_tse::driver::Driver;
use amtskasse_tse::simulator::{Options, Simulator as TseSimulator};
use amtskasse_tse::{Error, ExportFilter, Exported, Info, Secret, SetUp, Stamp, Transaction, Tse};
use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};

use super::terminals::{self, ConnectedTerminal};
use super::tse::private::write_private;
use super::tse::store;
use super::{Clock, Connected};

/// Folder of the built-in test TSE inside a data folder.
pub const TEST_TSE_FOLDER: &str = "tse";
const SECRETS: &str = "tse-secrets.json";

/// Everything with a plug.
pub struct Devices {
    /// The TSEs: the one that signs, then those that stand by.
    pub tses: Vec<Connected>,
    /// The card terminals; payments go to the first one unless another is chosen.
    pub terminals: Vec<ConnectedTerminal>,
    /// The receipt printer, if there is one.
    pub printer: Option<Box<dyn ReceiptPrinter>>,
    /// The cash drawer, if there is one.
    pub drawer: Option<Box<dyn CashDrawer>>,
}

/// The devices of a data folder. In a fresh installation these are the built-in ones: test TSE, test terminal that spends
/// `pause` at each step, a printer that prints into the folder `print`, a drawer that only counts.
pub fn simulated(
    data: &Path,
    clock: Arc<dyn Clock>,
    memory: SharedMemory,
    pause: Duration,
) -> Devices {
    Devices {
        tses: store::connect(data, &clock),
        terminals: terminals::store::connect(data, &clock, || test_terminal(memory, pause)),
        printer: Some(Box::new(FolderPrinter::new(&data.join("print")))),
        drawer: Some(Box::new(CountingDrawer::default())),
    }
}

/// The built-in test terminal.
pub fn test_terminal(memory: SharedMemory, pause: Duration) -> ConnectedTerminal {
    ConnectedTerminal {
        config: Config::new("Testterminal", TerminalDriver::Test, ""),
        device: Box::new(TerminalSimulator::new(memory, pause)),
    }
}

/// The built-in test TSE, set up on first use. One that cannot be opened becomes a device that says why at
/// every call: the register then works in an outage instead of not at all.
pub fn open_test_tse(data: &Path, options: Options, clock: Arc<dyn Clock>) -> Box<dyn Tse> {
    let now = Box::new(move || clock.now());
    let opened =
        TseSimulator::open(&data.join(TEST_TSE_FOLDER), options, now).and_then(|mut tse| {
            let secrets = secrets(data)?;
            tse.set_up(&secrets)?;
            Ok(tse)
        });
    match opened {
        Ok(tse) => Box::new(tse),
        Err(error) => Box::new(NoDevice::Absent(error.to_string())),
    }
}

/// [`open_test_tse`] in first place.
pub fn test_tse(data: &Path, options: Options, clock: Arc<dyn Clock>) -> Connected {
    let device = open_test_tse(data, options, clock);
    Connected::new(device, Driver::Test, TEST_TSE_FOLDER)
}

/// PINs and PUK of the test TSE: random, made once, readable by the owner alone.
fn secrets(data: &Path) -> Result<SetUp, Error> {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Stored {
        admin_pin: String,
        time_admin_pin: String,
        admin_puk: String,
    }
    let path = data.join(SECRETS);
    let io = |source| Error::Io {
        context: path.display().to_string(),
        source,
    };
    let stored = match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|e| Error::Damaged(format!("{}: {e}", path.display())))?,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
            let stored = Stored {
                admin_pin: digits(5)?,
                time_admin_pin: digits(5)?,
                admin_puk: digits(6)?,
            };
            let json = serde_json::to_vec_pretty(&stored).unwrap_or_default();
            write_private(&path, &json).map_err(io)?;
            stored
        }
        Err(source) => return Err(io(source)),
    };
    Ok(SetUp {
        admin_pin: stored.admin_pin,
        time_admin_pin: stored.time_admin_pin,
        admin_puk: stored.admin_puk,
        description: "Amtskasse TEST-TSE".into(),
    })
}

fn digits(number: usize) -> Result<String, Error> {
    let mut bytes = vec![0u8; number];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::Device("the system gives no random numbers".into()))?;
    Ok(bytes
        .iter()
        .map(|byte| char::from(b'0' + byte % 10))
        .collect())
}

/// Stands where a TSE should be.
pub(super) enum NoDevice {
    /// It cannot be opened.
    Absent(String),
    /// It refused its secrets: nothing is asked of it with them any more.
    Withheld(Secret),
}

impl NoDevice {
    fn why(&self) -> Error {
        match self {
            NoDevice::Absent(why) => Error::Removed(why.clone()),
            NoDevice::Withheld(secret) => Error::LastTry(*secret),
        }
    }
}

impl Tse for NoDevice {
    fn info(&mut self) -> Result<Info, Error> {
        Err(self.why())
    }
    fn self_test(&mut self) -> Result<(), Error> {
        Err(self.why())
    }
    fn set_up(&mut self, _: &SetUp) -> Result<(), Error> {
        Err(self.why())
    }
    fn update_time(&mut self, _: DateTime<Utc>) -> Result<(), Error> {
        Err(self.why())
    }
    fn register_client(&mut self, _: &str) -> Result<(), Error> {
        Err(self.why())
    }
    fn deregister_client(&mut self, _: &str) -> Result<(), Error> {
        Err(self.why())
    }
    fn clients(&mut self) -> Result<Vec<String>, Error> {
        Err(self.why())
    }
    fn start(&mut self, _: &str) -> Result<Stamp, Error> {
        Err(self.why())
    }
    fn update(&mut self, _: &str, _: u64, _: &str, _: &[u8]) -> Result<Stamp, Error> {
        Err(self.why())
    }
    fn finish(&mut self, _: &str, _: u64, _: &str, _: &[u8]) -> Result<Stamp, Error> {
        Err(self.why())
    }
    fn transaction(&mut self, _: &str, _: u64) -> Result<Transaction, Error> {
        Err(self.why())
    }
    fn open_transactions(&mut self, _: &str) -> Result<Vec<u64>, Error> {
        Err(self.why())
    }
    fn export(&mut self, _: &ExportFilter, _: &mut dyn std::io::Write) -> Result<Exported, Error> {
        Err(self.why())
    }
}
