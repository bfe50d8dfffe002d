//! Devices that go wrong at chosen calls, one or two of them: what a second pair of eyes made happen.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;
use std::time::Instant;

use amtskasse_tse::driver::{Config, Driver, Secrets};
use amtskasse_tse::{Error, ExportFilter, Exported, Info, SetUp, Stamp, Tse};

use super::archive_tests::until_idle;
use super::*;
use crate::till::tse::{JobKind, TsePlace, store};

/// What a device does at which call.
#[derive(Default)]
struct Plan {
    slow: Mutex<HashMap<&'static str, Duration>>,
    fail: Mutex<HashMap<&'static str, u32>>,
    calls: Mutex<Vec<&'static str>>,
    clock_every: Mutex<Option<Duration>>,
    /// Place of a log message that is missing in exports.
    drops: Mutex<Option<usize>>,
}

impl Plan {
    fn slow(&self, call: &'static str, by: Duration) {
        self.slow.lock().unwrap().insert(call, by);
    }

    fn fail(&self, call: &'static str, times: u32) {
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

    fn count(&self, call: &str) -> usize {
        let calls = self.calls.lock().unwrap();
        calls.iter().filter(|made| **made == call).count()
    }
}

type Shared = Arc<Mutex<Box<dyn Tse>>>;

struct Planned(Shared, Arc<Plan>);

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

struct Desk {
    bench: Bench,
    other: tempfile::TempDir,
    first: Arc<Plan>,
    second: Arc<Plan>,
    devices: Mutex<Vec<Shared>>,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            bench: Bench::new(),
            other: tempfile::tempdir().unwrap(),
            first: Arc::default(),
            second: Arc::default(),
            devices: Mutex::default(),
        }
    }

    fn planned(&self, connected: Connected, plan: &Arc<Plan>) -> Connected {
        let shared: Shared = Arc::new(Mutex::new(connected.device));
        self.devices.lock().unwrap().push(shared.clone());
        let device = Box::new(Planned(shared, plan.clone()));
        Connected::new(device, connected.driver, &connected.address)
    }

    fn open(&self, two: bool, background: bool) -> Till {
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

    fn device(&self, place: usize) -> Shared {
        self.devices.lock().unwrap()[place].clone()
    }
}

fn pay(till: &mut Till) -> Finished {
    till.pay_cash(euro(990)).unwrap()
}

fn sell(till: &mut Till) -> Finished {
    ring(till, "MU0160", 1);
    pay(till)
}

fn is_signed(done: &Finished) -> bool {
    signed(done.receipt.signature.as_ref())
}

#[test]
fn setting_the_clock_between_self_tests_is_no_outage() {
    let desk = Desk::new();
    *desk.first.clock_every.lock().unwrap() = Some(Duration::from_secs(3600));
    let mut till = desk.open(false, false);
    desk.bench.later(50 * 60);
    for _ in 0..4 {
        till.tick().unwrap();
        desk.bench.later(1);
        assert!(till.status().unwrap().outage.is_none());
    }
    assert_eq!(desk.first.count("time"), 2);
    assert!(is_signed(&sell(&mut till)));
}

#[test]
fn one_that_hangs_leaves_time_for_the_other() {
    let desk = Desk::new();
    let mut till = desk.open(true, true);
    assert!(is_signed(&sell(&mut till)));
    desk.first.slow("start", Duration::from_secs(60));
    let begin = Instant::now();
    let done = sell(&mut till);
    assert!(is_signed(&done), "{:?}", done.receipt.signature);
    assert!(begin.elapsed() < Duration::from_secs(6));
    desk.first.slow("start", Duration::ZERO);
}

#[test]
fn answers_of_the_one_are_none_of_the_others_business() {
    let desk = Desk::new();
    let mut till = desk.open(true, true);
    desk.first.slow("start", Duration::from_millis(150));
    desk.first.fail("start", 1);
    ring(&mut till, "MU0160", 1);
    till.park("eins").unwrap();
    ring(&mut till, "MU0160", 1);
    std::thread::sleep(Duration::from_millis(500));
    till.tick().unwrap();
    assert_eq!(till.signer.active(), 1);
    let drafts = till.ledger().drafts().unwrap();
    assert!(drafts.iter().all(|draft| draft.tse.is_none()), "{drafts:?}");
    assert!(is_signed(&pay(&mut till)));
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    assert!(is_signed(&pay(&mut till)));
    assert_sound(&mut till);
}

#[test]
fn what_is_open_at_the_one_is_not_finished_at_the_other() {
    let desk = Desk::new();
    let mut till = desk.open(true, false);
    let client = till.site().register.serial.clone();
    for place in [0, 1] {
        let device = desk.device(place);
        for _ in 0..3 {
            device.lock().unwrap().start(&client).unwrap();
        }
    }
    desk.first.fail("finish", 2);
    till.reconcile().unwrap();
    assert_eq!(till.signer.active(), 1);
    let open = |place: usize| {
        let device = desk.device(place);
        device.lock().unwrap().open_transactions(&client).unwrap()
    };
    assert_eq!(open(1), [1, 2, 3], "nobody has looked after them yet");
    till.tick().unwrap();
    assert_eq!(open(1), [] as [u64; 0]);
}

#[test]
fn parked_sales_wait_for_a_device_that_is_out_once_and_are_not_signed_afterwards() {
    let desk = Desk::new();
    let mut till = desk.open(false, true);
    for name in ["a", "b", "c"] {
        ring(&mut till, "MU0160", 1);
        till.park(name).unwrap();
    }
    std::thread::sleep(Duration::from_millis(300));
    till.tick().unwrap();
    desk.first.slow("finish", Duration::from_secs(60));
    let begin = Instant::now();
    for parked in till.parked().unwrap() {
        till.recall(parked.id).unwrap();
        assert!(!is_signed(&pay(&mut till)));
    }
    assert!(
        begin.elapsed() < Duration::from_secs(7),
        "{:?}",
        begin.elapsed()
    );
    desk.first.slow("finish", Duration::ZERO);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(desk.first.count("finish"), 1);
    let end = Instant::now() + Duration::from_secs(20);
    while till.status().unwrap().outage.is_some() || till.reconcile_due {
        desk.bench.later(31);
        till.tick().unwrap();
        assert!(Instant::now() < end);
    }
    assert_sound(&mut till);
}

#[test]
fn a_customer_waits_five_seconds_at_most_for_what_others_left() {
    let desk = Desk::new();
    let mut till = desk.open(false, true);
    for name in ["a", "b", "c", "d"] {
        ring(&mut till, "MU0160", 1);
        till.park(name).unwrap();
    }
    std::thread::sleep(Duration::from_millis(300));
    till.tick().unwrap();
    (
        desk.first.fail("finish", 8),
        desk.first.fail("transaction", 8),
    );
    for parked in till.parked().unwrap() {
        till.recall(parked.id).unwrap();
        pay(&mut till);
    }
    (
        desk.first.fail("finish", 0),
        desk.first.fail("transaction", 0),
    );
    desk.first.slow("transaction", Duration::from_secs(60));
    ring(&mut till, "MU0160", 1);
    desk.bench.later(40);
    till.tick().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    desk.bench.later(40);
    let begin = Instant::now();
    pay(&mut till);
    assert!(
        begin.elapsed() < Duration::from_secs(7),
        "{:?}",
        begin.elapsed()
    );
    desk.first.slow("transaction", Duration::ZERO);
}

#[test]
fn the_daily_self_test_never_comes_into_a_sale() {
    let desk = Desk::new();
    let mut till = desk.open(false, true);
    sell(&mut till);
    desk.bench.later(23 * 3600 + 3500);
    ring(&mut till, "MU0160", 1);
    desk.first.slow("self-test", Duration::from_secs(30));
    desk.bench.later(200);
    till.tick().unwrap();
    assert!(is_signed(&pay(&mut till)));
    assert_eq!(desk.first.count("self-test"), 1);
    till.tick().unwrap();
    let begin = Instant::now();
    while desk.first.count("self-test") < 2 {
        till.tick().unwrap();
        assert!(
            begin.elapsed() < Duration::from_secs(5),
            "nothing is rung up now"
        );
    }
    desk.first.slow("self-test", Duration::ZERO);
}

#[test]
fn a_self_test_on_request_is_done_once_and_not_while_somebody_pays() {
    let desk = Desk::new();
    let mut till = desk.open(false, true);
    desk.first.slow("self-test", Duration::from_secs(2));
    till.log_in("401", "6666").unwrap();
    till.test_tse(0).unwrap();
    assert!(matches!(till.test_tse(0), Err(TillError::Tse(Error::Busy))));
    desk.first.slow("self-test", Duration::ZERO);
    assert!(matches!(till.test_tse(7), Err(TillError::Tse(Error::Busy))));
}

#[test]
fn nothing_stays_open_at_a_device_that_stood_in() {
    let desk = Desk::new();
    let mut till = desk.open(true, false);
    desk.bench.faults.set(Fault::Removed);
    ring(&mut till, "MU0160", 1);
    till.park("x").unwrap();
    assert!(is_signed(&sell(&mut till)));
    ring(&mut till, "MU0160", 1);
    till.park("y").unwrap();
    drop(till);
    desk.bench.faults.clear_all();
    let mut till = desk.open(true, false);
    for parked in till.parked().unwrap() {
        till.recall(parked.id).unwrap();
        assert!(is_signed(&pay(&mut till)));
    }
    super::standby_tests::close(&mut till);
    assert_eq!(till.signer.active(), 0);
    let client = till.site().register.serial.clone();
    for place in [0, 1] {
        let device = desk.device(place);
        let open = device.lock().unwrap().open_transactions(&client).unwrap();
        assert_eq!(open, [] as [u64; 0], "{place}");
    }
}

#[test]
fn what_stood_in_is_archived_too_and_not_let_go_before() {
    let desk = Desk::new();
    let mut till = desk.open(true, false);
    till.keep_archives();
    desk.bench.faults.set(Fault::Removed);
    for _ in 0..3 {
        assert!(is_signed(&sell(&mut till)));
    }
    desk.bench.faults.clear_all();
    desk.bench.later(40);
    till.tick().unwrap();
    till.log_in("401", "6666").unwrap();
    till.log_in("101", "1111").unwrap();
    super::standby_tests::close(&mut till);
    assert_eq!(till.signer.active(), 0);
    till.log_in("401", "6666").unwrap();
    assert!(matches!(
        till.remove_standby(1, &berger()),
        Err(TillError::TseNotArchived)
    ));
    till.log_out().unwrap();
    for _ in 0..3 {
        until_idle(&mut till);
    }
    let archive = till.tse_overview().unwrap().archive;
    assert_eq!(archive.failed, None);
    assert_eq!(
        std::fs::read_dir(archive.folder.unwrap()).unwrap().count(),
        2
    );
    till.log_in("401", "6666").unwrap();
    till.remove_standby(1, &berger()).unwrap();
}

#[test]
fn an_outage_names_its_device_and_when_it_was_back() {
    let desk = Desk::new();
    let mut till = desk.open(true, false);
    let first = till.tse_overview().unwrap().devices[0].serial.clone();
    desk.bench.faults.set(Fault::Removed);
    sell(&mut till);
    desk.bench.later(600);
    till.tick().unwrap();
    let outages = till.tse_outages().unwrap();
    assert_eq!((&outages[0].device, outages[0].device_back), (&first, None));
    assert!(outages[0].to.is_some(), "the other signs");
    desk.bench.faults.clear_all();
    desk.bench.later(40);
    till.tick().unwrap();
    let outages = till.tse_outages().unwrap();
    assert_eq!(outages[0].device_back, Some(desk.bench.clock.now()));
}

#[test]
fn a_clock_set_back_in_an_outage_hides_no_receipt() {
    let desk = Desk::new();
    let mut till = desk.open(false, false);
    sell(&mut till);
    desk.bench.faults.set(Fault::Removed);
    desk.bench.later(60);
    (sell(&mut till), sell(&mut till));
    desk.bench.clock.advance(TimeDelta::minutes(-3));
    desk.bench.faults.clear_all();
    till.tick().unwrap();
    let outage = till.tse_outages().unwrap().remove(0);
    assert!(outage.to.is_some_and(|to| to >= outage.from), "{outage:?}");
    assert_eq!(outage.receipts, 2);
}

#[test]
fn a_lost_configuration_is_no_reason_to_sign_with_the_test_tse() {
    let desk = Desk::new();
    let mut till = desk.open(false, false);
    sell(&mut till);
    drop(till);
    // As if the last one had been another maker's.
    let path = desk.bench.folder.path().join(crate::ledger::FILE);
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute("UPDATE tse SET description = 'Swissbit TSE'", [])
        .unwrap();
    drop(connection);
    let mut devices = desk.bench.devices();
    devices.tses[0].config = None;
    let ledger = Ledger::open(desk.bench.folder.path()).unwrap();
    let (till, _) = Till::open(ledger, devices, desk.bench.clock.clone(), false).unwrap();
    let (_, reason) = till.status().unwrap().outage.unwrap();
    assert_eq!(reason, "TSE ausgefallen: Gerät nicht erreichbar");
}

#[test]
fn a_device_that_could_not_be_opened_is_tried_again() {
    let bench = Bench::new();
    let clock: Arc<dyn Clock> = bench.clock.clone();
    let data = bench.folder.path();
    let client = Ledger::open(data).unwrap().site().unwrap().register.serial;
    let config = Config::new(Driver::Test, TEST_TSE_FOLDER, client);
    let held = store::try_open(data, &config, &clock).unwrap();
    let mut devices = bench.devices();
    devices.tses = vec![store::open(data, &config, &clock)];
    let ledger = Ledger::open(data).unwrap();
    let (mut till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
    assert!(till.status().unwrap().outage.is_some());
    drop(held);
    bench.later(40);
    till.tick().unwrap();
    assert_eq!(till.status().unwrap().outage, None);
}

#[test]
fn only_the_device_that_was_read_back_deletes() {
    let desk = Desk::new();
    let mut till = desk.open(true, false);
    till.keep_archives();
    sell(&mut till);
    ring(&mut till, "MU0160", 1);
    till.park("x").unwrap();
    let nobody = desk.device(1);
    nobody
        .lock()
        .unwrap()
        .export(&ExportFilter::All, &mut Vec::new())
        .unwrap();
    till.log_in("401", "6666").unwrap();
    till.begin_archive(JobKind::Delete, Some(&berger()))
        .unwrap();
    till.tick().unwrap();
    till.log_in("101", "1111").unwrap();
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    for call in ["finish", "transaction", "open"] {
        desk.first.fail(call, 9);
    }
    pay(&mut till);
    assert_eq!(till.signer.active(), 1);
    until_idle(&mut till);
    assert_eq!(desk.second.count("delete"), 0);
}

#[test]
fn an_archive_that_lacks_something_deletes_nothing() {
    // The last of nine is the finish of a receipt; the fourth is a system log the ledger knows nothing of.
    for place in [9, 8, 4] {
        let desk = Desk::new();
        let mut till = desk.open(false, false);
        till.keep_archives();
        for _ in 0..3 {
            sell(&mut till);
        }
        *desk.first.drops.lock().unwrap() = Some(place);
        till.log_in("401", "6666").unwrap();
        till.begin_archive(JobKind::Delete, Some(&berger()))
            .unwrap();
        until_idle(&mut till);
        let archive = till.tse_overview().unwrap().archive;
        assert!(archive.failed.is_some(), "{place}");
        assert_eq!(desk.first.count("delete"), 0, "{place}");
        // The next one is whole again.
        *desk.first.drops.lock().unwrap() = None;
        desk.bench.later(60);
        till.begin_archive(JobKind::Delete, Some(&berger()))
            .unwrap();
        until_idle(&mut till);
        assert_eq!(till.tse_overview().unwrap().archive.failed, None, "{place}");
        assert_eq!(desk.first.count("delete"), 1, "{place}");
    }
}

#[test]
fn a_cash_movement_goes_before_an_archive_too() {
    let desk = Desk::new();
    let mut till = desk.open(false, true);
    till.keep_archives();
    till.log_in("401", "6666").unwrap();
    desk.first.slow("block", Duration::from_millis(500));
    till.begin_archive(JobKind::Whole, None).unwrap();
    till.log_in("101", "1111").unwrap();
    let begin = Instant::now();
    float(&mut till);
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert!(till.status().unwrap().outage.is_none());
    desk.first.slow("block", Duration::ZERO);
}

#[test]
fn one_device_is_in_one_place_and_old_secrets_are_kept() {
    let desk = Desk::new();
    let mut till = desk.open(false, false);
    let data = desk.bench.folder.path();
    till.log_in("401", "6666").unwrap();
    let config = Config {
        secrets: Secrets {
            admin_pin: "48151".into(),
            ..Secrets::default()
        },
        ..Config::new(Driver::Test, "other", "ANOTHER-ID")
    };
    let same = desk.device(0);
    let twice = Connected::new(
        Box::new(Planned(same, desk.second.clone())),
        Driver::Test,
        "tse",
    );
    let refused = till.change_tse(&config, twice, TsePlace::Standby, &berger());
    assert!(
        matches!(&refused, Err(TillError::Tse(Error::InUse(_)))),
        "{refused:?}"
    );
    assert!(store::read(data).unwrap().is_none(), "nothing was changed");
    let other = || {
        test_tse(
            desk.other.path(),
            Options::default(),
            desk.bench.clock.clone(),
        )
    };
    till.change_tse(&config, other(), TsePlace::First, &berger())
        .unwrap();
    let stored = store::read(data).unwrap().unwrap();
    assert_eq!(stored[0].client_id, till.site().register.serial);
    let third = tempfile::tempdir().unwrap();
    let clock = desk.bench.clock.clone();
    let newer = test_tse(third.path(), Options::default(), clock);
    let config = Config::new(Driver::Test, "third", "");
    till.change_tse(&config, newer, TsePlace::First, &berger())
        .unwrap();
    let retired = std::fs::read_to_string(data.join("tse-retired.json")).unwrap();
    assert!(
        retired.contains("48151"),
        "the old one may have to export for years"
    );
}

#[test]
fn a_wrong_pin_costs_one_try_however_often_the_program_starts() {
    let bench = Bench::new();
    let clock: Arc<dyn Clock> = bench.clock.clone();
    let data = bench.folder.path();
    let folder = tempfile::tempdir().unwrap();
    let now = bench.clock.clone();
    let server = amtskasse_tse::epson::simulator::Server::start(
        folder.path(),
        Default::default(),
        move || now.now(),
    )
    .unwrap();
    let client = Ledger::open(data).unwrap().site().unwrap().register.serial;
    let mut config = Config::new(Driver::Epson, server.address(), client);
    config.secrets = Secrets {
        admin_pin: "48151".into(),
        time_admin_pin: "62342".into(),
        admin_puk: "108108".into(),
        api_secret: "Rathaus7".into(),
        ..Secrets::default()
    };
    let mut tse = store::try_open(data, &config, &clock).unwrap();
    let secrets = config.secrets.clone();
    tse.set_up(&SetUp {
        admin_pin: secrets.admin_pin,
        time_admin_pin: secrets.time_admin_pin,
        admin_puk: secrets.admin_puk,
        description: String::new(),
    })
    .unwrap();
    tse.update_time(clock.now()).unwrap();
    tse.register_client(&config.client_id).unwrap();
    drop(tse);
    let mut wrong = config.clone();
    wrong.secrets.time_admin_pin = "11112".into();
    store::write(data, &[wrong]).unwrap();
    for start in 0..5 {
        let mut devices = bench.devices();
        devices.tses = store::connect(data, &clock);
        let ledger = Ledger::open(data).unwrap();
        let (till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
        assert!(till.status().unwrap().outage.is_some(), "{start}");
    }
    // Whoever puts the right one in is not locked out.
    store::write(data, &[config]).unwrap();
    let mut devices = bench.devices();
    devices.tses = store::connect(data, &clock);
    let ledger = Ledger::open(data).unwrap();
    let (till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
    assert_eq!(till.status().unwrap().outage, None);
}

#[cfg(unix)]
#[test]
fn files_with_secrets_are_their_owners_alone_and_errors_do_not_quote_them() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let open_to_all = |name: &str, text: &str| {
        std::fs::write(at(name), text).unwrap();
        std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(0o644)).unwrap();
    };
    let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    open_to_all("tse.part", "x");
    let config = Config::new(Driver::Epson, "tcp://a:1", "K");
    store::write(folder.path(), &[config]).unwrap();
    assert_eq!(mode("tse.json"), 0o600);
    open_to_all("tse-pending.json", "{}");
    assert!(crate::till::tse::pending::read(folder.path()).is_err());
    assert_eq!(mode("tse-pending.json"), 0o600);
    open_to_all(
        "tse.json",
        r#"{"devices":[{"driver":"epson","address":"a","client_id":"K","secrets":"48151"}]}"#,
    );
    let error = store::read(folder.path()).unwrap_err();
    assert!(!error.to_string().contains("48151"), "{error}");
}
