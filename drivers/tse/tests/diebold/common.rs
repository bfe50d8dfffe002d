//! A service and drivers to test with.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use amtskasse_tse::diebold::Diebold;
use amtskasse_tse::diebold::simulator::Server;
use amtskasse_tse::driver::{Config, Driver, Secrets};
use amtskasse_tse::simulator::Options;
use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Error, SetUp, Stamp, Tse};
use chrono::{DateTime, Utc};
use tempfile::{TempDir, tempdir};

pub const CLIENT: &str = "KASSE-1";
pub const KIND: &str = "Kassenbeleg-V1";
pub const DATA: &[u8] = "Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Unbar".as_bytes();

pub struct Host {
    pub server: Server,
    pub now: Arc<AtomicI64>,
    pub _folder: TempDir,
}

pub fn set_up() -> SetUp {
    SetUp {
        admin_pin: "48151".into(),
        time_admin_pin: "62342".into(),
        admin_puk: "108108".into(),
        description: String::new(),
    }
}

impl Host {
    pub fn new(options: Options) -> Self {
        let folder = tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(1_772_635_505));
        let clock = Arc::clone(&now);
        let server = Server::start(folder.path(), &set_up(), options, move || {
            DateTime::from_timestamp(clock.load(Ordering::SeqCst), 0).unwrap()
        });
        Self {
            server: server.unwrap(),
            now,
            _folder: folder,
        }
    }

    /// A service with a client that is registered.
    pub fn ready() -> (Self, Diebold) {
        let host = Self::new(Options::default());
        let mut device = host.driver();
        device.register_client(CLIENT).unwrap();
        (host, device)
    }

    pub fn time(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now.load(Ordering::SeqCst), 0).unwrap()
    }

    pub fn config(&self) -> Config {
        Config {
            driver: Driver::DieboldNixdorf,
            address: self.server.address(),
            device: None,
            library: None,
            trust: None,
            certification_id: None,
            client_id: CLIENT.into(),
            secrets: Secrets {
                admin_pin: "48151".into(),
                time_admin_pin: "62342".into(),
                admin_puk: "108108".into(),
                ..Secrets::default()
            },
            patience: Duration::from_secs(5),
        }
    }

    pub fn driver(&self) -> Diebold {
        Diebold::open(&self.config()).unwrap()
    }

    /// The report on the device's archive, which must hold.
    pub fn verified(&self) -> Report {
        let archive = std::io::Cursor::new(self.server.archive().unwrap());
        let report = verify::archive(archive, &verify::Options::default()).unwrap();
        assert!(report.holds(), "{report:#?}");
        report
    }
}

/// One receipt: start and finish.
pub fn receipt(device: &mut dyn Tse) -> Result<(Stamp, Stamp), Error> {
    let start = device.start(CLIENT)?;
    let finish = device.finish(CLIENT, start.transaction, KIND, DATA)?;
    Ok((start, finish))
}
