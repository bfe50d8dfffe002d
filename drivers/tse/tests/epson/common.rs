//! A host and drivers to test with.

#[path = "../common/clock.rs"]
mod clock;

use std::time::Duration;

use amtskasse_tse::driver::{Config, Driver, Secrets};
use amtskasse_tse::epson::Epson;
use amtskasse_tse::epson::simulator::{Options, Server};
use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Error, SetUp, Stamp, Tse};
use tempfile::{TempDir, tempdir};

pub use clock::TestClock;

pub const CLIENT: &str = "KASSE-1";
pub const KIND: &str = "Kassenbeleg-V1";
pub const DATA: &[u8] = b"Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Unbar";
pub const KEY: &str = "Rathaus7";

/// An afternoon, so that a 12-hour time is a wrong one.
const AFTERNOON: i64 = 1_772_635_505;

pub fn set_up() -> SetUp {
    SetUp {
        admin_pin: "48151".into(),
        time_admin_pin: "62342".into(),
        admin_puk: "108108".into(),
        description: String::new(),
    }
}

pub struct Host {
    pub server: Server,
    pub clock: TestClock,
    pub folder: TempDir,
}

impl Host {
    pub fn new(options: Options) -> Self {
        let folder = tempdir().unwrap();
        let clock = TestClock::at(AFTERNOON);
        let now = clock.clone();
        let server = Server::start(folder.path(), options, move || now.now()).unwrap();
        Self {
            server,
            clock,
            folder,
        }
    }

    /// A host with a TSE that is in operation.
    pub fn ready() -> (Self, Epson) {
        let host = Self::new(Options::default());
        let mut device = host.driver(CLIENT);
        host.put_into_operation(&mut device);
        (host, device)
    }

    pub fn put_into_operation(&self, device: &mut dyn Tse) {
        device.self_test().unwrap();
        device.set_up(&set_up()).unwrap();
        device.update_time(self.clock.now()).unwrap();
        device.register_client(CLIENT).unwrap();
    }

    pub fn config(&self, client: &str) -> Config {
        Config {
            driver: Driver::Epson,
            address: self.server.address(),
            device: None,
            library: None,
            trust: None,
            certification_id: None,
            client_id: client.into(),
            secrets: Secrets {
                admin_pin: "48151".into(),
                time_admin_pin: "62342".into(),
                admin_puk: "108108".into(),
                api_secret: KEY.into(),
                ..Secrets::default()
            },
            patience: Duration::from_secs(5),
        }
    }

    pub fn driver(&self, client: &str) -> Epson {
        self.open(&self.config(client))
    }

    pub fn open(&self, config: &Config) -> Epson {
        Epson::open(config, self.clock.boxed()).unwrap()
    }

    /// The report on the device's archive, which must hold.
    pub fn verified(&self) -> Report {
        holds(&self.server.archive().unwrap())
    }
}

/// An archive's report, which must hold.
pub fn holds(archive: &[u8]) -> Report {
    let report = verify::archive(std::io::Cursor::new(archive), &verify::Options::default());
    let report = report.unwrap();
    assert!(report.holds(), "{report:#?}");
    report
}

/// One receipt: start and finish.
pub fn receipt(device: &mut dyn Tse) -> Result<(Stamp, Stamp), Error> {
    let start = device.start(CLIENT)?;
    let finish = device.finish(CLIENT, start.transaction, KIND, DATA)?;
    Ok((start, finish))
}
