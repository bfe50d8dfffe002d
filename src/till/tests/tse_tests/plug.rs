//! A TSE that is exchanged while the register runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use amtskasse_tse::{Error, ExportFilter, Exported, Info, SetUp, Stamp, Transaction, Tse};
use chrono::{DateTime, Utc};

/// Two devices at one plug.
pub(super) struct Plug {
    pub devices: [Box<dyn Tse>; 2],
    pub second: Arc<AtomicBool>,
}

impl Plug {
    fn tse(&mut self) -> &mut dyn Tse {
        &mut *self.devices[usize::from(self.second.load(Ordering::SeqCst))]
    }
}

impl Tse for Plug {
    fn info(&mut self) -> Result<Info, Error> {
        self.tse().info()
    }
    fn self_test(&mut self) -> Result<(), Error> {
        self.tse().self_test()
    }
    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        self.tse().set_up(set_up)
    }
    fn update_time(&mut self, time: DateTime<Utc>) -> Result<(), Error> {
        self.tse().update_time(time)
    }
    fn register_client(&mut self, client: &str) -> Result<(), Error> {
        self.tse().register_client(client)
    }
    fn deregister_client(&mut self, client: &str) -> Result<(), Error> {
        self.tse().deregister_client(client)
    }
    fn clients(&mut self) -> Result<Vec<String>, Error> {
        self.tse().clients()
    }
    fn start(&mut self, client: &str) -> Result<Stamp, Error> {
        self.tse().start(client)
    }
    fn update(&mut self, client: &str, n: u64, kind: &str, data: &[u8]) -> Result<Stamp, Error> {
        self.tse().update(client, n, kind, data)
    }
    fn finish(&mut self, client: &str, n: u64, kind: &str, data: &[u8]) -> Result<Stamp, Error> {
        self.tse().finish(client, n, kind, data)
    }
    fn transaction(&mut self, client: &str, n: u64) -> Result<Transaction, Error> {
        self.tse().transaction(client, n)
    }
    fn open_transactions(&mut self, client: &str) -> Result<Vec<u64>, Error> {
        self.tse().open_transactions(client)
    }
    fn export(
        &mut self,
        f: &ExportFilter,
        out: &mut dyn std::io::Write,
    ) -> Result<Exported, Error> {
        self.tse().export(f, out)
    }
}
