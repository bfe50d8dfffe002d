//! Whose archive it is, what has to be in it, and who deletes.

use std::time::{Duration, Instant};

use amtskasse_tse::ExportFilter;

use super::super::archive_tests::until_idle;
use super::super::*;
use super::planned::Desk;
use super::{is_signed, pay, sell};
use crate::till::tse::JobKind;

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
