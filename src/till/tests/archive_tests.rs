//! Archives of what the TSE stored: every night, on request, and before it is deleted.

use std::time::Instant;

use super::*;
use crate::till::tse::JobKind;

fn sell(till: &mut Till) -> Finished {
    ring(till, "MU0160", 1);
    till.pay_cash(euro(990)).unwrap()
}

pub(super) fn until_idle(till: &mut Till) {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        till.tick().unwrap();
        if till.tse_overview().unwrap().archive.job.is_none() {
            return;
        }
        assert!(Instant::now() < end, "the archive never ends");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn archive(till: &Till) -> crate::till::tse::Archive {
    till.tse_overview().unwrap().archive
}

#[test]
fn every_night_what_was_signed_is_archived_and_read_back() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.keep_archives();
    sell(&mut till);
    until_idle(&mut till);
    assert!(archive(&till).last.is_none(), "somebody is there");
    till.log_out().unwrap();
    until_idle(&mut till);
    let first = archive(&till).last.unwrap();
    let info = till.tse_overview().unwrap().devices[0]
        .info
        .clone()
        .unwrap()
        .1;
    assert!(first.counter >= info.signatures);
    // The same night nothing more; the next one what came.
    until_idle(&mut till);
    assert_eq!(archive(&till).last.unwrap(), first);
    till.log_in("101", "1111").unwrap();
    sell(&mut till);
    till.log_out().unwrap();
    bench.later(24 * 3600);
    until_idle(&mut till);
    until_idle(&mut till);
    let second = archive(&till).last.unwrap();
    assert!(second.counter > first.counter, "{second:?}");
    assert_ne!(second.file, first.file);
    assert_eq!(till.ledger().events_of("tse-archive").unwrap().len(), 2);
    // A night in which nothing was signed but the daily care.
    bench.later(24 * 3600);
    until_idle(&mut till);
    until_idle(&mut till);
    assert!(archive(&till).failed.is_none());
    // The increments together hold what the ledger holds; nothing else was left.
    let folder = archive(&till).folder.unwrap();
    let device = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let mut files: Vec<_> = std::fs::read_dir(device.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("reach.json"))
        .collect();
    files.sort();
    let client = till.site().register.serial.clone();
    let mut finishes = crate::fiscal::Finishes::new(&client);
    for file in &files {
        assert!(file.extension().is_some_and(|e| e == "tar"), "{file:?}");
        let report = finishes.add(std::fs::File::open(file).unwrap()).unwrap();
        assert!(report.holds(), "{report:#?}");
    }
    assert!(finishes.found.iter().all(|finish| finish.start.is_some()));
    let mut report = till.ledger().verify(|_, _| {}).unwrap();
    till.ledger()
        .match_tse(&finishes.found, &mut report)
        .unwrap();
    assert_eq!((report.findings, report.matched), (Vec::new(), Some(2)));
}

#[test]
fn an_archive_with_a_wrong_signature_is_none() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.keep_archives();
    sell(&mut till);
    ring(&mut till, "MU0160", 1);
    bench.faults.set(Fault::BadSignature);
    till.pay_cash(euro(990)).unwrap();
    bench.faults.clear_all();
    till.log_out().unwrap();
    bench.later(40);
    until_idle(&mut till);
    until_idle(&mut till);
    let archive = archive(&till);
    assert!(archive.last.is_none());
    let (_, reason) = archive.failed.unwrap();
    assert!(reason.contains("1 Signaturen falsch"), "{reason}");
    assert!(till.status().unwrap().tse_warning);
}

#[test]
fn only_two_people_delete_and_only_what_was_read_back() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.keep_archives();
    sell(&mut till);
    assert!(matches!(
        till.begin_archive(JobKind::Whole, None),
        Err(TillError::NotAllowed(_))
    ));
    till.log_in("401", "6666").unwrap();
    assert!(matches!(
        till.begin_archive(JobKind::Delete, None),
        Err(TillError::NotAllowed(_))
    ));
    let alone = Approval {
        user_id: "401".into(),
        pin: "6666".into(),
    };
    assert!(matches!(
        till.begin_archive(JobKind::Delete, Some(&alone)),
        Err(TillError::SamePerson)
    ));
    till.begin_archive(JobKind::Delete, Some(&berger()))
        .unwrap();
    until_idle(&mut till);
    assert!(
        archive(&till).failed.is_none(),
        "{:?}",
        archive(&till).failed
    );
    assert_eq!(till.ledger().events_of("tse-deleted").unwrap().len(), 1);
    let before = archive(&till).last.unwrap();
    till.log_in("101", "1111").unwrap();
    let done = sell(&mut till);
    assert!(signed(done.receipt.signature.as_ref()));
    till.log_in("401", "6666").unwrap();
    bench.later(60);
    till.begin_archive(JobKind::Increment, None).unwrap();
    until_idle(&mut till);
    let after = archive(&till);
    assert!(after.failed.is_none(), "{:?}", after.failed);
    assert!(after.last.unwrap().counter > before.counter);
}

#[test]
fn a_customer_goes_before_an_archive() {
    let bench = Bench::new();
    let ledger = Ledger::open(bench.folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, bench.devices(), bench.clock.clone(), true).unwrap();
    till.keep_archives();
    till.log_in("401", "6666").unwrap();
    bench.faults.hang(Some(Duration::from_millis(700)));
    till.begin_archive(JobKind::Whole, None).unwrap();
    till.log_in("101", "1111").unwrap();
    ring(&mut till, "MU0160", 1);
    bench.faults.clear_all();
    let done = till.pay_cash(euro(990)).unwrap();
    assert!(signed(done.receipt.signature.as_ref()));
    until_idle(&mut till);
    let archive = archive(&till);
    assert!(archive.last.is_none(), "{archive:?}");
    let (_, why) = archive.failed.unwrap();
    assert!(why.starts_with("Unterbrochen"), "{why}");
}
