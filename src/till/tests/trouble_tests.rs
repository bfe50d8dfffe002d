//! Devices that go wrong at chosen calls, one or two of them: what a second pair of eyes made happen.

mod archives;
mod planned;
mod secrets;

use std::time::Instant;

use amtskasse_tse::Error;
use amtskasse_tse::driver::{Config, Driver};

use super::*;
use crate::till::tse::store;
use planned::Desk;

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
    desk.first.fail("finish", 8);
    desk.first.fail("transaction", 8);
    for parked in till.parked().unwrap() {
        till.recall(parked.id).unwrap();
        pay(&mut till);
    }
    desk.first.fail("finish", 0);
    desk.first.fail("transaction", 0);
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
    sell(&mut till);
    sell(&mut till);
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
