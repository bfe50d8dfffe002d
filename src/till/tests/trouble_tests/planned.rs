//! Devices that are slow, fail or leave something out at chosen calls.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;
use std::time::Instant;

use amtskasse_tse::{Error, ExportFilter, Exported, Info, SetUp, Stamp, Tse};

use super::super::*;

/// What a device does at which call.
#[derive(Default)]
pub(super) struct Plan {
    slow: Mutex<HashMap<&'static str, Duration>>,
    fail: Mutex<HashMap<&'static str, u32>>,
    calls: Mutex<Vec<&'static str>>,
    pub clock_every: Mutex<Option<Duration>>,
    /// Place of a log message that is missing in exports.
    pub drops: Mutex<Option<usize>>,
}

impl Plan {
    pub fn slow(&self, call: &'static str, by: Duration) {
        self.slow.lock().unwrap().insert(call, by);
    }

    pub fn fail(&self, call: &'static str, times: u32) {
        self.fail.lock().unwrap().insert(call, times);
    }

    fn enter(&self, call: &'static str) -> Result<(), Error> {
        self.calls.lock().unwrap().push(call);
        let begin = Instant::now();
        let slow = || self.slow.lock().unwrap().get(call).copied();
        while slow().is_some_and(|by| begin.elapsed() < by) {
            std::thread::sleep(Duration::from_millis(5));
        }
        match self.fail.lock().unwrap().get_mut(call) {
            Some(times) if *times > 0 => {
                *times -= 1;
                Err(Error::Device(format!("{call} failed")))
            }
            _ => Ok(()),
        }
    }

    pub fn count(&self, call: &str) -> usize {
        let calls = self.calls.lock().unwrap();
        calls.iter().filter(|made| **made == call).count()
    }
}

pub(super) type Shared = Arc<Mutex<Box<dyn Tse>>>;

pub(super) struct Planned(pub Shared, pub Arc<Plan>);

impl Planned {
    fn tse(&self) -> std::sync::MutexGuard<'_, Box<dyn Tse>> {
        self.0.lock().unwrap()
    }
}

impl Tse for Planned {
    fn info(&mut self) -> Result<Info, Error> {
        let mut info = self.tse().info()?;
        info.time_update_every = *self.1.clock_every.lock().unwrap();
        Ok(info)
    }
    fn self_test(&mut self) -> Result<(), Error> {
        self.1.enter("self-test")?;
        self.tse().self_test()
    }
    fn set_up(&mut self, set_up: &SetUp) -> Result<(), Error> {
        self.tse().set_up(set_up)
    }
    fn update_time(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        self.1.enter("time")?;
        self.tse().update_time(now)
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
        self.1.enter("start")?;
        self.tse().start(client)
    }
    fn update(&mut self, c: &str, t: u64, p: &str, d: &[u8]) -> Result<Stamp, Error> {
        self.tse().update(c, t, p, d)
    }
    fn finish(&mut self, c: &str, t: u64, p: &str, d: &[u8]) -> Result<Stamp, Error> {
        self.1.enter("finish")?;
        self.tse().finish(c, t, p, d)
    }
    fn transaction(&mut self, c: &str, t: u64) -> Result<amtskasse_tse::Transaction, Error> {
        self.1.enter("transaction")?;
        self.tse().transaction(c, t)
    }
    fn open_transactions(&mut self, client: &str) -> Result<Vec<u64>, Error> {
        self.1.enter("open")?;
        self.tse().open_transactions(client)
    }
    fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<Exported, Error> {
        let mut tar = Vec::new();
        let exported = self.tse().export(filter, &mut tar)?;
        if let Some(place) = *self.1.drops.lock().unwrap() {
            tar = without(&tar, place);
        }
        for block in tar.chunks(512) {
            self.1.enter("block")?;
            out.write_all(block).map_err(|source| Error::Io {
                context: "writing".into(),
                source,
            })?;
        }
        Ok(exported)
    }
    fn delete_exported(&mut self) -> Result<(), Error> {
        self.1.enter("delete")?;
        self.tse().delete_exported()
    }
}

/// The archive without its so many-th log message.
fn without(tar: &[u8], place: usize) -> Vec<u8> {
    let (mut at, mut logs, mut left) = (0, 0, Vec::new());
    while let Some(head) = tar.get(at..at + 512).filter(|head| head[0] != 0) {
        let octal = std::str::from_utf8(&head[124..135]).unwrap();
        let size = usize::from_str_radix(octal.trim_matches(['\0', ' ']), 8).unwrap();
        let end = at + 512 + size.next_multiple_of(512);
        let is_log = String::from_utf8_lossy(&head[..100]).contains(".log");
        logs += usize::from(is_log);
        if !is_log || logs != place {
            left.extend_from_slice(&tar[at..end]);
        }
        at = end;
    }
    left.extend_from_slice(&tar[at..]);
    left
}

pub(super) struct Desk {
    pub bench: Bench,
    pub other: tempfile::TempDir,
    pub first: Arc<Plan>,
    pub second: Arc<Plan>,
    devices: Mutex<Vec<Shared>>,
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            bench: Bench::new(),
            other: tempfile::tempdir().unwrap(),
            first: Arc::default(),
            second: Arc::default(),
            devices: Mutex::default(),
        }
    }

    pub fn planned(&self, connected: Connected, plan: &Arc<Plan>) -> Connected {
        let shared: Shared = Arc::new(Mutex::new(connected.device));
        self.devices.lock().unwrap().push(shared.clone());
        let device = Box::new(Planned(shared, plan.clone()));
        Connected::new(device, connected.driver, &connected.address)
    }

    pub fn open(&self, two: bool, background: bool) -> Till {
        self.devices.lock().unwrap().clear();
        let mut devices = self.bench.devices();
        let first = devices.tses.remove(0);
        devices.tses.push(self.planned(first, &self.first));
        if two {
            let clock = self.bench.clock.clone();
            let second = test_tse(self.other.path(), Options::default(), clock);
            devices.tses.push(self.planned(second, &self.second));
        }
        let ledger = Ledger::open(self.bench.folder.path()).unwrap();
        let (mut till, _) =
            Till::open(ledger, devices, self.bench.clock.clone(), background).unwrap();
        let end = Instant::now() + Duration::from_secs(20);
        while two && till.signer.standby().is_none() && till.signer.active() == 0 {
            till.tick().unwrap();
            assert!(Instant::now() < end, "the second never wakes up");
        }
        till.tick().unwrap();
        till.log_in("101", "1111").unwrap();
        till
    }

    pub fn device(&self, place: usize) -> Shared {
        self.devices.lock().unwrap()[place].clone()
    }
}
