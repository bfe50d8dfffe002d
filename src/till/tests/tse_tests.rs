//! The TSE's accidents: outages that end at the wrong moment, devices that are exchanged, clocks that are
//! behind, signatures that are wrong, and what a verification finds of somebody's improvements.

mod plug;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use amtskasse_tse::{Error, ExportFilter};

use super::*;
use crate::ledger::{FILE, Finding, FindingKind};
use plug::Plug;

fn pay_in(till: &mut Till) -> Finished {
    let movement = Movement {
        kind: Kind::PayIn,
        amount: euro(100),
        reason: "x".into(),
        approval: None,
    };
    till.move_cash(&movement).unwrap()
}

fn sell(till: &mut Till) -> Finished {
    ring(till, "MU0160", 1);
    till.pay_cash(euro(990)).unwrap()
}

fn out(till: &Till) -> bool {
    till.signer.outage().is_some()
}

/// A register whose TSE starts in the background.
fn in_background(bench: &Bench) -> Till {
    let ledger = Ledger::open(bench.folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, bench.devices(), bench.clock.clone(), true).unwrap();
    till.log_in("101", "1111").unwrap();
    till
}

/// Ticks until it is so.
fn until(till: &mut Till, what: &str, so: impl Fn(&Till) -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        till.tick().unwrap();
        if so(till) {
            return;
        }
        assert!(Instant::now() < end, "never happened: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_draft_never_gets_the_transaction_of_another() {
    let bench = Bench::new();
    let mut till = in_background(&bench);
    bench.faults.set(Fault::Busy);
    ring(&mut till, "MU0160", 1);
    until(&mut till, "outage", out);
    till.park("A").unwrap();
    bench.faults.clear_all();
    bench.later(40);
    until(&mut till, "end of the outage", |till| !out(till));
    // B's start is carried out, its answer stays in the channel.
    ring(&mut till, "MU0160", 1);
    std::thread::sleep(Duration::from_millis(300));
    bench.faults.set(Fault::Busy);
    pay_in(&mut till);
    assert!(out(&till));
    bench.faults.clear_all();
    bench.later(40);
    pay_in(&mut till);
    std::thread::sleep(Duration::from_millis(300));
    pay_in(&mut till);
    till.tick().unwrap();
    let drafts = till.ledger().drafts().unwrap();
    assert_eq!(drafts[0].tse, None, "{drafts:?}");
    assert!(drafts[1].tse.is_some(), "{drafts:?}");
    let done = till.pay_cash(euro(990)).unwrap();
    assert!(signed(done.receipt.signature.as_ref()));
    till.recall(drafts[0].id).unwrap();
    let done = till.pay_cash(euro(990)).unwrap();
    assert!(signed(done.receipt.signature.as_ref()));
    drop(till);
    assert_sound(&mut bench.open());
}

#[test]
fn a_register_opens_although_two_drafts_share_a_transaction() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0160", 1);
    till.park("A").unwrap();
    ring(&mut till, "MU0160", 1);
    let drafts = till.ledger().drafts().unwrap();
    let (number, at) = drafts[0].tse.unwrap();
    till.ledger
        .write(|w| w.draft_started(drafts[1].id, number, at))
        .unwrap();
    let first = till.pay_cash(euro(990)).unwrap();
    assert!(signed(first.receipt.signature.as_ref()));
    till.recall(drafts[0].id).unwrap();
    let second = till.pay_cash(euro(990)).unwrap();
    assert!(!signed(second.receipt.signature.as_ref()));
    drop(till);
    assert_sound(&mut bench.open());
}

#[test]
fn an_orphan_is_put_on_record_although_the_clock_is_behind() {
    let mut aborted = 0;
    for opening in [false, true] {
        for steps in 0..12 {
            let bench = Bench::new();
            let mut till = bench.open();
            float(&mut till);
            if opening {
                let request = CloseRequest {
                    pieces: Pieces::fewest(euro(25_000)),
                    reason: String::new(),
                    skim: Money::ZERO,
                    approval: berger(),
                };
                till.close(&request).unwrap();
            }
            till.set_failpoint(Failpoint::after(steps));
            ring_or_not(&mut till);
            drop(till);
            bench.clock.advance(TimeDelta::hours(-3));
            let (mut till, recovered) = bench.try_open(Failpoint::default()).unwrap();
            aborted += recovered.aborted.len();
            till.log_in("101", "1111").unwrap();
            assert!(matches!(
                till.add("MU0160", Decimal::ONE, None, None),
                Err(TillError::ClockBehind { .. })
            ));
            till.accept_clock("Batterie", &berger()).unwrap();
            sell(&mut till);
            assert_sound(&mut till);
        }
    }
    assert!(aborted > 0);
}

fn ring_or_not(till: &mut Till) {
    let movement = Movement {
        kind: Kind::PayIn,
        amount: euro(100),
        reason: "x".into(),
        approval: None,
    };
    let _ = till.move_cash(&movement);
}

#[test]
fn an_outage_that_ends_inside_a_sale_leaves_no_transaction_open() {
    let bench = Bench::new();
    let mut till = bench.open();
    bench.faults.slow(Some(Duration::from_secs(60)));
    ring(&mut till, "MU0160", 1);
    assert!(out(&till));
    bench.faults.clear_all();
    bench.later(40);
    let done = till.pay_cash(euro(990)).unwrap();
    assert!(signed(done.receipt.signature.as_ref()));
    assert_eq!(till.signer.open_transactions().unwrap(), [] as [u64; 0]);
    assert_sound(&mut till);
}

#[test]
fn an_outage_that_ends_inside_a_movement_takes_no_number_from_it() {
    let bench = Bench::new();
    let mut till = bench.open();
    bench.faults.slow(Some(Duration::from_secs(60)));
    float(&mut till);
    assert!(out(&till));
    bench.faults.clear_all();
    bench.later(40);
    assert_eq!(pay_in(&mut till).receipt.number, 3);
    assert_eq!(pay_in(&mut till).receipt.number, 4);
    assert_eq!(till.signer.open_transactions().unwrap(), [] as [u64; 0]);
    assert_sound(&mut till);
}

#[test]
fn a_clock_set_back_does_not_prolong_an_outage() {
    let bench = Bench::new();
    let mut till = bench.open();
    bench.faults.set(Fault::Busy);
    ring(&mut till, "MU0160", 1);
    assert!(out(&till));
    bench.faults.clear_all();
    bench.clock.advance(TimeDelta::minutes(-60));
    till.tick().unwrap();
    assert!(!out(&till));
}

#[test]
fn daily_care_waits_for_a_slow_start() {
    let bench = Bench::new();
    let mut till = in_background(&bench);
    bench.later(25 * 3600);
    bench.faults.slow(Some(Duration::from_millis(500)));
    ring(&mut till, "MU0160", 1);
    std::thread::sleep(Duration::from_millis(100));
    for _ in 0..5 {
        till.tick().unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!out(&till));
    bench.faults.slow(None);
    let done = till.pay_cash(euro(990)).unwrap();
    assert!(signed(done.receipt.signature.as_ref()));
    let now = bench.clock.now();
    until(&mut till, "care", |till| {
        let info = till.signer.units[0].info.as_ref();
        info.is_some_and(|(at, _)| *at == now)
    });
    assert!(
        till.ledger()
            .events_of("tse-outage-begin")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_device_exchanged_during_an_outage_signs_under_its_own_name() {
    let bench = Bench::new();
    let other = tempfile::tempdir().unwrap();
    let second = Arc::new(AtomicBool::new(false));
    let mut devices = bench.devices();
    let spare = open_test_tse(other.path(), Options::default(), bench.clock.clone());
    let first = devices.tses.remove(0);
    devices.tses.push(Connected {
        device: Box::new(Plug {
            devices: [first.device, spare],
            second: second.clone(),
        }),
        ..first
    });
    let ledger = Ledger::open(bench.folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
    till.log_in("101", "1111").unwrap();
    sell(&mut till);
    bench.faults.set(Fault::Removed);
    assert!(!signed(sell(&mut till).receipt.signature.as_ref()));
    for (plugged, serials) in [(true, 2), (false, 2)] {
        second.store(plugged, Ordering::SeqCst);
        bench.faults.clear_all();
        bench.later(40);
        till.tick().unwrap();
        assert!(!out(&till));
        let done = sell(&mut till);
        let Some(Signature::Signed(signature)) = done.receipt.signature else {
            panic!("not signed");
        };
        assert_eq!(crate::fiscal::genuine(&signature), Some(true));
        let tses = till.ledger().tses().unwrap();
        assert_eq!(tses.len(), serials);
        assert_eq!(tses[usize::from(plugged)].serial, signature.tse_serial);
        assert_sound(&mut till);
        if plugged {
            // Out without a fault of the first device: the second one is pulled.
            till.outage_begins(&Error::Removed("pulled".into()))
                .unwrap();
        }
    }
    assert_eq!(till.ledger().events_of("tse").unwrap().len(), 3);
}

#[test]
fn a_transaction_number_of_another_device_claims_nothing() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0160", 1);
    bench.faults.set(Fault::Removed);
    till.pay_cash(euro(990)).unwrap();
    drop(till);
    bench.faults.clear_all();
    std::fs::remove_dir_all(bench.folder.path().join(TEST_TSE_FOLDER)).unwrap();
    let mut till = bench.open();
    sell(&mut till);
    drop(till);
    let mut till = bench.open();
    assert_eq!(till.ledger().events_of("tse-unclaimed").unwrap(), []);
    assert_sound(&mut till);
}

#[test]
fn a_device_that_signs_wrongly_is_found_out() {
    let bench = Bench::new();
    let mut till = bench.open();
    bench.faults.set(Fault::BadSignature);
    let done = sell(&mut till);
    assert!(!signed(done.receipt.signature.as_ref()));
    assert!(out(&till));
    bench.faults.clear_all();
    bench.later(40);
    assert!(signed(sell(&mut till).receipt.signature.as_ref()));
    // Whenever it begins to.
    for _ in 0..3 {
        sell(&mut till);
    }
    bench.faults.set(Fault::BadSignature);
    assert!(!signed(sell(&mut till).receipt.signature.as_ref()));
    let report = till.ledger().verify(|_, _| {}).unwrap();
    assert_eq!((report.findings, report.genuine), (Vec::new(), 4));
}

fn kinds(findings: &[Finding]) -> Vec<&FindingKind> {
    findings.iter().map(|finding| &finding.kind).collect()
}

/// Runs `sql` on a copy without triggers and computes every hash anew, as a clever cheat would.
fn improve(bench: &Bench, sql: &str) -> tempfile::TempDir {
    let copied = tempfile::tempdir().unwrap();
    copy(bench.folder.path(), copied.path());
    let connection = rusqlite::Connection::open(copied.path().join(FILE)).unwrap();
    let triggers: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        connection
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    assert!(connection.execute(sql, []).unwrap() > 0, "{sql}");
    drop(connection);
    Ledger::rehash(copied.path());
    copied
}

#[test]
fn changed_devices_and_registers_are_found() {
    let bench = Bench::new();
    let mut till = bench.open();
    sell(&mut till);
    drop(till);
    for change in [
        "tse SET certification_id = 'BSI-K-TR-0000-2026'",
        "tse SET public_key = zeroblob(97)",
        "tse SET serial = '00'",
        "tse SET description = 'x'",
        "tse SET algorithm = 'ecdsa-plain-SHA256'",
        "tse SET time_format = 'utcTime'",
        "tse SET certificates = '[]'",
        "tse SET certificates = 'x'",
        "tse SET first_used_at = 0",
        "setting SET value = replace(value, 'BB-02', 'BB-99') WHERE name = 'register'",
        "receipt_signature SET client_id = 'BB-99'",
        "receipt_signature SET log_at = log_at - 86400000",
        "receipt_signature SET counter = counter + 1",
    ] {
        let copied = improve(&bench, &format!("UPDATE {change}"));
        let ledger = Ledger::open_read_only(copied.path()).unwrap();
        let report = ledger.verify(|_, _| {}).unwrap();
        assert!(!report.findings.is_empty(), "{change}");
    }
}

#[test]
fn changed_times_are_found_in_the_archive() {
    let bench = Bench::new();
    let mut till = bench.open();
    sell(&mut till);
    let mut tar = Vec::new();
    till.export_tse(&ExportFilter::All, &mut tar).unwrap();
    let client = till.site().register.serial.clone();
    let (_, finishes) = crate::fiscal::finishes(std::io::Cursor::new(&tar), &client).unwrap();
    drop(till);
    for column in ["start_at", "log_at"] {
        let sql = format!("UPDATE receipt_signature SET {column} = {column} - 86400000");
        let copied = improve(&bench, &sql);
        let ledger = Ledger::open_read_only(copied.path()).unwrap();
        let mut report = Default::default();
        ledger.match_tse(&finishes, &mut report).unwrap();
        assert_eq!(kinds(&report.findings), [&FindingKind::OtherTimes]);
    }
}
