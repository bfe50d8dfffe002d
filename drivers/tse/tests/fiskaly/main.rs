//! The fiskaly driver against its simulator, over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code
)]

#[path = "../tse/common.rs"]
mod common;

mod cuts;
mod exports;
mod faults;
mod life;
mod measure;
mod recorded;
mod secrets;
mod tls;

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use amtskasse_tse::driver::{Config, Driver, Secrets};
use amtskasse_tse::fiskaly::simulator::{API_KEY, API_SECRET, Options, Simulator};
use amtskasse_tse::fiskaly::{Fiskaly, Options as DriverOptions};
use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Created, ExportFilter, SetUp, Tse};
use common::{CLIENT, TestClock};
use tempfile::TempDir;

pub const PIN: &str = "814-271-9";

pub fn set_up(puk: &str) -> SetUp {
    SetUp {
        admin_pin: PIN.into(),
        time_admin_pin: String::new(),
        admin_puk: puk.into(),
        description: "Bürgerbüro \"1\"".into(),
    }
}

/// A service on this machine and what belongs to it.
pub struct Service {
    pub folder: TempDir,
    pub clock: TestClock,
    pub simulator: Simulator,
    pub config: Config,
}

impl Service {
    pub fn new(options: Options) -> Self {
        let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::at(common::MORNING));
        let simulator = Simulator::start(folder.path(), options, clock.boxed()).unwrap();
        let config = Config {
            driver: Driver::Fiskaly,
            address: simulator.url(),
            device: None,
            library: None,
            trust: None,
            certification_id: None,
            client_id: CLIENT.into(),
            secrets: Secrets {
                admin_pin: PIN.into(),
                api_key: API_KEY.into(),
                api_secret: API_SECRET.into(),
                ..Secrets::default()
            },
            patience: Duration::from_secs(5),
        };
        Self {
            folder,
            clock,
            simulator,
            config,
        }
    }

    /// A driver that does not wait and draws its ids in order.
    pub fn driver(&self) -> Fiskaly {
        self.driver_with(driver_options())
    }

    pub fn driver_with(&self, options: DriverOptions) -> Fiskaly {
        Fiskaly::open(&self.config, self.clock.boxed(), options).unwrap()
    }

    /// A TSS that is made, set up, with one client.
    pub fn ready(options: Options) -> (Self, Fiskaly) {
        let mut service = Self::new(options);
        let mut device = service.driver();
        let created = device.create().unwrap().unwrap();
        service.keep(&created);
        device.set_up(&set_up(&created.admin_puk)).unwrap();
        device.register_client(CLIENT).unwrap();
        service.simulator.received();
        (service, device)
    }

    pub fn keep(&mut self, created: &Created) {
        self.config.device = Some(created.device.clone());
        self.config.secrets.admin_puk.clone_from(&created.admin_puk);
    }

    pub fn signatures(&self) -> u64 {
        self.simulator.signatures().unwrap()
    }
}

static DRAWN: AtomicU64 = AtomicU64::new(1);

pub fn driver_options() -> DriverOptions {
    DriverOptions {
        random: Box::new(|bytes| {
            let drawn = DRAWN.fetch_add(1, Ordering::SeqCst).to_be_bytes();
            bytes[..8].copy_from_slice(&drawn);
            bytes[8..].copy_from_slice(&drawn);
            Ok(())
        }),
        pause: Box::new(|_| {}),
        records: 1_000_000,
        export_patience: Duration::from_secs(600),
    }
}

pub fn checked(device: &mut dyn Tse) -> Report {
    let mut archive = Vec::new();
    device.export(&ExportFilter::All, &mut archive).unwrap();
    let report = holds(&archive);
    assert!(report.transactions.open.is_empty(), "{report:#?}");
    report
}

pub fn holds(archive: &[u8]) -> Report {
    let report = verify::archive(Cursor::new(archive), &verify::Options::default()).unwrap();
    assert!(report.holds(), "{:#?}", report.findings);
    report
}

/// Counts how often something is waited for.
pub fn counting_pause(seconds: Arc<AtomicU64>) -> amtskasse_tse::fiskaly::Pause {
    Box::new(move |wait| {
        seconds.fetch_add(wait.as_millis() as u64, Ordering::SeqCst);
    })
}
