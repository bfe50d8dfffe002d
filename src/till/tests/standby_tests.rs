//! Two TSEs: one signs, one stands by. And devices that hang, lie, lose answers, run out.

use std::time::Instant;

use amtskasse_tse::driver::{Config, Driver};

use super::*;
use crate::till::tse::{DeviceState, TsePlace};

/// A register with two TSEs that fail independently.
pub(super) struct Pair {
    pub(super) bench: Bench,
    second: Faults,
    other: tempfile::TempDir,
}

impl Pair {
    pub(super) fn new() -> Pair {
        Pair {
            bench: Bench::new(),
            second: Faults::new(),
            other: tempfile::tempdir().unwrap(),
        }
    }

    fn devices(&self) -> Devices {
        let mut devices = self.bench.devices();
        devices.tses.push(self.standby());
        devices
    }

    fn standby(&self) -> Connected {
        let options = Options {
            faults: self.second.clone(),
            ..Options::default()
        };
        test_tse(self.other.path(), options, self.bench.clock.clone())
    }

    pub(super) fn open(&self) -> Till {
        let ledger = Ledger::open(self.bench.folder.path()).unwrap();
        let (mut till, _) =
            Till::open(ledger, self.devices(), self.bench.clock.clone(), false).unwrap();
        till.tick().unwrap();
        till.log_in("101", "1111").unwrap();
        till
    }
}

fn sell(till: &mut Till) -> Finished {
    ring(till, "MU0160", 1);
    till.pay_cash(euro(990)).unwrap()
}

fn signer_of(done: &Finished) -> Option<String> {
    match done.receipt.signature.as_ref()? {
        Signature::Signed(signed) => {
            assert_eq!(crate::fiscal::genuine(signed), Some(true));
            Some(signed.tse_serial.clone())
        }
        Signature::Failed { .. } => None,
    }
}

fn reason_of(done: &Finished) -> String {
    match done.receipt.signature.as_ref() {
        Some(Signature::Failed { reason }) => reason.clone(),
        other => panic!("not signed expected: {other:?}"),
    }
}

fn serials(till: &Till) -> Vec<String> {
    let devices = till.tse_overview().unwrap().devices;
    devices.into_iter().filter_map(|d| d.serial).collect()
}

pub(super) fn close(till: &mut Till) {
    let expected = till.expected_cash().unwrap();
    let request = CloseRequest {
        pieces: Pieces::fewest(expected),
        reason: String::new(),
        skim: Money::ZERO,
        approval: berger(),
    };
    till.close(&request).unwrap();
}

#[test]
fn the_one_that_stands_by_signs_the_very_sale_whose_start_failed() {
    let pair = Pair::new();
    let mut till = pair.open();
    let [first, second] = serials(&till).try_into().unwrap();
    assert_eq!(signer_of(&sell(&mut till)), Some(first.clone()));
    pair.bench.faults.set(Fault::Removed);
    pair.bench.later(60);
    assert_eq!(signer_of(&sell(&mut till)), Some(second.clone()));
    let status = till.status().unwrap();
    assert!(status.outage.is_none() && status.tse_stands_in);
    let overview = till.tse_overview().unwrap();
    let [outage] = overview.outages.as_slice() else {
        panic!("one outage expected: {:?}", overview.outages);
    };
    assert_eq!(outage.taken_over_by, Some(second.clone()));
    assert_eq!(outage.receipts, 0);
    assert_eq!(outage.reason, "TSE ausgefallen: Gerät nicht erreichbar");
    assert!(matches!(overview.devices[0].state, DeviceState::Out { .. }));
    // Back again, the first one waits for the closing: a register does not change its TSE with every sale.
    pair.bench.faults.clear_all();
    pair.bench.later(40);
    till.tick().unwrap();
    assert_eq!(signer_of(&sell(&mut till)), Some(second.clone()));
    close(&mut till);
    assert_eq!(signer_of(&sell(&mut till)), Some(first));
    assert!(!till.status().unwrap().tse_stands_in);
    assert_eq!(till.tse_overview().unwrap().history.len(), 3);
    assert_sound(&mut till);
}

#[test]
fn a_finish_that_failed_is_not_signed_by_the_other_one() {
    let pair = Pair::new();
    let mut till = pair.open();
    let [first, second] = serials(&till).try_into().unwrap();
    ring(&mut till, "MU0160", 1);
    pair.bench.faults.set(Fault::Removed);
    let unsigned = till.pay_cash(euro(990)).unwrap();
    assert_eq!(
        reason_of(&unsigned),
        "TSE ausgefallen: Gerät nicht erreichbar"
    );
    assert_eq!(signer_of(&sell(&mut till)), Some(second));
    pair.bench.faults.clear_all();
    pair.bench.later(40);
    till.tick().unwrap();
    close(&mut till);
    // What was open at the first one is an abort there now, on paper and in its archive.
    assert_eq!(signer_of(&sell(&mut till)), Some(first));
    assert_sound(&mut till);
    assert_eq!(till.signer.open_transactions().unwrap(), [] as [u64; 0]);
}

#[test]
fn an_answer_that_got_lost_is_asked_for() {
    let pair = Pair::new();
    let mut till = pair.open();
    ring(&mut till, "MU0160", 1);
    pair.bench.faults.set(Fault::LosesAnswer);
    let done = till.pay_cash(euro(990)).unwrap();
    assert!(signer_of(&done).is_some());
    pair.bench.faults.clear_all();
    assert_sound(&mut till);
}

#[test]
fn a_liar_is_found_out() {
    let pair = Pair::new();
    let mut till = pair.open();
    let first = signer_of(&sell(&mut till));
    ring(&mut till, "MU0160", 1);
    pair.bench.faults.set(Fault::Lies);
    let done = till.pay_cash(euro(990)).unwrap();
    assert_eq!(reason_of(&done), "TSE ausgefallen: Antwort unverständlich");
    let next = signer_of(&sell(&mut till));
    assert!(next.is_some() && next != first);
}

#[test]
fn whatever_runs_out_the_counter_goes_on_and_says_why() {
    for (fault, reason) in [
        (Fault::StorageFull, "TSE ausgefallen: Speicher voll"),
        (
            Fault::TimeNotSet,
            "TSE ausgefallen: Uhr des Geräts nicht gestellt",
        ),
        (
            Fault::CertificateExpired,
            "TSE ausgefallen: Zertifikat abgelaufen am ",
        ),
    ] {
        let bench = Bench::new();
        let mut till = bench.open();
        bench.faults.set(fault);
        let done = sell(&mut till);
        assert!(reason_of(&done).starts_with(reason), "{}", reason_of(&done));
        assert_eq!(till.tse_overview().unwrap().outages[0].receipts, 1);
    }
}

#[test]
fn a_device_that_hangs_costs_a_customer_five_seconds_once() {
    let bench = Bench::new();
    let ledger = Ledger::open(bench.folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, bench.devices(), bench.clock.clone(), true).unwrap();
    till.log_in("101", "1111").unwrap();
    sell(&mut till);
    bench.faults.hang(Some(Duration::from_secs(60)));
    let begin = Instant::now();
    ring(&mut till, "MU0160", 1);
    assert!(
        begin.elapsed() < Duration::from_millis(500),
        "ringing up waits"
    );
    let done = till.pay_cash(euro(990)).unwrap();
    let waited = begin.elapsed();
    assert!(waited < Duration::from_secs(6), "{waited:?}");
    assert_eq!(reason_of(&done), "TSE ausgefallen: keine Antwort in 5 s");
    let queue = till.tse_overview().unwrap().devices[0].queue.unwrap();
    assert_eq!(queue.running, "start");
    let begin = Instant::now();
    sell(&mut till);
    assert!(
        begin.elapsed() < Duration::from_secs(1),
        "the next one waits, too"
    );
    bench.faults.clear_all();
    let end = Instant::now() + Duration::from_secs(20);
    while till.status().unwrap().outage.is_some() {
        bench.later(31);
        till.tick().unwrap();
        assert!(Instant::now() < end, "the outage never ends");
        std::thread::sleep(Duration::from_millis(20));
    }
    till.tick().unwrap();
    assert!(signer_of(&sell(&mut till)).is_some());
    assert_sound(&mut till);
}

#[test]
fn a_register_whose_first_tse_is_gone_starts_with_the_other() {
    let pair = Pair::new();
    let till = pair.open();
    let [_, second] = serials(&till).try_into().unwrap();
    drop(till);
    pair.bench.faults.set(Fault::Removed);
    let mut till = pair.open();
    assert_eq!(signer_of(&sell(&mut till)), Some(second));
    assert!(till.status().unwrap().tse_stands_in);
    pair.second.set(Fault::Removed);
    assert_eq!(signer_of(&sell(&mut till)), None);
    pair.bench.faults.clear_all();
    pair.second.clear_all();
    drop(till);
    let mut till = pair.open();
    // What is open is open at the one that signed last, so it goes on until the closing.
    assert!(till.status().unwrap().tse_stands_in);
    assert!(signer_of(&sell(&mut till)).is_some());
    close(&mut till);
    assert!(!till.status().unwrap().tse_stands_in);
    assert!(signer_of(&sell(&mut till)).is_some());
    assert_sound(&mut till);
}

#[test]
fn another_tse_comes_in_by_two_people_and_is_on_record() {
    let pair = Pair::new();
    let mut till = pair.bench.open();
    let first = signer_of(&sell(&mut till)).unwrap();
    let config = Config::new(
        Driver::Test,
        pair.other.path().join("tse").display().to_string(),
        till.site().register.serial.clone(),
    );
    let change =
        |till: &mut Till| till.change_tse(&config, pair.standby(), TsePlace::First, &berger());
    assert!(matches!(change(&mut till), Err(TillError::NotAllowed(_))));
    ring(&mut till, "MU0160", 1);
    till.park("A").unwrap();
    till.log_in("401", "6666").unwrap();
    assert!(matches!(change(&mut till), Err(TillError::OpenSales(1))));
    till.log_in("101", "1111").unwrap();
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    till.abort("x").unwrap();
    till.log_in("401", "6666").unwrap();
    // One that does not wake up changes nothing.
    pair.second.set(Fault::SelfTestFails);
    assert!(matches!(change(&mut till), Err(TillError::Tse(_))));
    assert_eq!(serials(&till), std::slice::from_ref(&first));
    pair.second.clear_all();
    change(&mut till).unwrap();
    till.log_in("101", "1111").unwrap();
    let second = signer_of(&sell(&mut till)).unwrap();
    assert_ne!(first, second);
    let history = till.tse_overview().unwrap().history;
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].record.serial, second);
    assert_eq!(history[1].to, Some(history[0].from));
    // The notification knows which one went and which one came.
    let notice = till.notice().unwrap();
    let own = notice.own().unwrap();
    let today = Some(local_day(pair.bench.clock.now()));
    let days: Vec<_> = own.tses.iter().map(|t| (t.first_use, t.last_use)).collect();
    assert_eq!(days, [(today, today), (today, None)]);
    assert_eq!(own.notified_tse().unwrap().serial, second);
    assert_sound(&mut till);
    drop(till);
    let configs = crate::till::tse::store::read(pair.bench.folder.path()).unwrap();
    assert_eq!(configs.unwrap().len(), 1);
}

#[test]
fn one_that_joins_to_stand_by_can_be_let_go_again() {
    let pair = Pair::new();
    let mut till = pair.bench.open();
    till.log_in("401", "6666").unwrap();
    let config = crate::till::tse::store::read(pair.bench.folder.path()).unwrap();
    assert!(config.is_none());
    let config = Config::new(
        Driver::Test,
        pair.other.path().join("tse").display().to_string(),
        till.site().register.serial.clone(),
    );
    till.change_tse(&config, pair.standby(), TsePlace::Standby, &berger())
        .unwrap();
    assert_eq!(serials(&till).len(), 2);
    let stored = crate::till::tse::store::read(pair.bench.folder.path());
    assert_eq!(stored.unwrap().unwrap().len(), 2);
    assert!(matches!(
        till.remove_standby(0, &berger()),
        Err(TillError::TseInUse)
    ));
    let notice = till.notice().unwrap();
    let further: Vec<_> = notice.own().unwrap().further_tses().collect();
    assert_eq!(further.len(), 1, "to be added by hand in the form");
    till.remove_standby(1, &berger()).unwrap();
    assert_eq!(serials(&till).len(), 1);
    let notice = till.notice().unwrap();
    let own = notice.own().unwrap();
    assert_eq!(own.further_tses().count(), 0);
    assert!(own.tses[1].last_use.is_some());
}
