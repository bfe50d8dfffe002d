//! Power cuts: after every durable write, and in the middle of the last one.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Cursor;
use std::path::Path;

use amtskasse_tse::simulator::{Faults, Options, Simulator};
use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Error, ExportFilter, Stamp, Transaction, Tse};
use tempfile::tempdir;

use crate::common::{CLIENT, DATA, KIND, MORNING, TestClock, export, power_on, receipt};

const RECEIPTS: u64 = 3;

fn options(faults: &Faults) -> Options {
    Options {
        faults: faults.clone(),
        ..Options::default()
    }
}

/// Every answer the register got, by signature counter.
type Answers = BTreeMap<u64, Stamp>;

/// A day at the counter; stops at the first error.
fn day(
    folder: &Path,
    faults: &Faults,
    clock: &TestClock,
    answers: &mut Answers,
) -> Result<(), Error> {
    let mut device = Simulator::open(folder, options(faults), clock.boxed())?;
    power_on(&mut device, clock.now())?;
    device.register_client("KASSE-2")?;
    for _ in 0..RECEIPTS {
        clock.forward(30);
        let start = device.start(CLIENT)?;
        answers.insert(start.counter, start.clone());
        let update = device.update(CLIENT, start.transaction, KIND, b"interim")?;
        answers.insert(update.counter, update);
        let finish = device.finish(CLIENT, start.transaction, KIND, DATA)?;
        answers.insert(finish.counter, finish);
    }
    device.deregister_client("KASSE-2")
}

fn checked(device: &mut Simulator) -> (Report, BTreeMap<u64, Vec<u8>>) {
    let archive = export(device, &ExportFilter::All);
    let mut signatures = BTreeMap::new();
    let report = verify::archive_with(
        Cursor::new(&archive),
        &verify::Options::default(),
        &mut |log| {
            signatures.insert(log.message.counter, log.signature.to_vec());
        },
    )
    .unwrap();
    assert!(report.holds(), "{:#?}", report.findings);
    assert_eq!(report.signatures.valid, signatures.len() as u64);
    // Counted from 1 without a gap: no signature was lost and none was made twice.
    assert!(signatures.keys().copied().eq(1..=signatures.len() as u64));
    (report, signatures)
}

#[test]
fn a_power_cut_after_any_write_loses_no_signature() {
    let mut n = 0;
    loop {
        n += 1;
        let (folder, clock, faults) = (tempdir().unwrap(), TestClock::at(MORNING), Faults::new());
        let mut answers = Answers::new();
        faults.stop_after_writes(n);
        match day(folder.path(), &faults, &clock, &mut answers) {
            Ok(()) => break,
            Err(Error::Removed(reason)) => assert!(reason.contains("power cut"), "{reason}"),
            Err(error) => panic!("write {n}: {error}"),
        }
        assert_eq!(faults.stopped(), Some(n));
        faults.clear_all();

        let mut device = Simulator::open(folder.path(), options(&faults), clock.boxed()).unwrap();
        let before = device.info().unwrap().signatures;
        let (_, signatures) = checked(&mut device);
        assert_eq!(signatures.len() as u64, before, "write {n}");
        for (counter, answer) in &answers {
            assert_eq!(signatures[counter], answer.signature, "write {n}");
        }
        // At most the answer of the call that was cut off is unknown to the register.
        let transactions = signatures.len() - answers.len();
        assert!(transactions <= 5 + 1, "write {n}: {transactions}");

        // The register goes on, and finishes what it finds.
        power_on(&mut device, clock.now()).unwrap();
        for open in device.open_transactions(CLIENT).unwrap() {
            let found = device.transaction(CLIENT, open).unwrap();
            assert!(matches!(found, Transaction::Open { .. }));
            device
                .finish(CLIENT, open, KIND, b"AVBelegabbruch")
                .unwrap();
        }
        receipt(&mut device).unwrap();
        let (report, after) = checked(&mut device);
        assert!(report.transactions.open.is_empty());
        for (counter, signature) in &signatures {
            assert_eq!(&after[counter], signature, "write {n}");
        }
    }
    // Device file twice, log header, initialize, time, two clients, three per receipt, one farewell.
    assert_eq!(n - 1, 2 + 1 + 4 + 3 * RECEIPTS + 1);
}

#[test]
fn a_finish_whose_answer_was_lost_is_found_again() {
    let (folder, clock, faults) = (tempdir().unwrap(), TestClock::at(MORNING), Faults::new());
    let mut device = Simulator::open(folder.path(), options(&faults), clock.boxed()).unwrap();
    power_on(&mut device, clock.now()).unwrap();
    let start = device.start(CLIENT).unwrap();
    faults.stop_after_writes(1);
    let lost = device.finish(CLIENT, start.transaction, KIND, DATA);
    assert!(matches!(lost, Err(Error::Removed(_))));
    assert!(
        matches!(device.info(), Err(Error::Removed(_))),
        "dead until reopened"
    );
    drop(device);
    let mut device = Simulator::open(folder.path(), options(&faults), clock.boxed()).unwrap();
    let found = device.transaction(CLIENT, start.transaction).unwrap();
    let Transaction::Finished {
        finish,
        content: Some((_, process_data)),
        ..
    } = found
    else {
        panic!("finished expected: {found:?}");
    };
    assert_eq!(
        (finish.counter, process_data.as_slice()),
        (start.counter + 1, DATA)
    );
}

#[test]
fn a_torn_record_is_cut_off_wherever_it_tears() {
    let (folder, clock, faults) = (tempdir().unwrap(), TestClock::at(MORNING), Faults::new());
    day(folder.path(), &faults, &clock, &mut Answers::new()).unwrap();
    let log = folder.path().join("log.bin");
    // Opening gives back the room that was never used.
    let open = || Simulator::open(folder.path(), options(&faults), clock.boxed()).unwrap();
    drop(open());
    let whole = fs::read(&log).unwrap();
    let mut device = open();
    power_on(&mut device, clock.now()).unwrap();
    drop(device);
    drop(open());
    let longer = fs::read(&log).unwrap();
    for len in whole.len()..longer.len() {
        for zeros in [false, true] {
            // As after a crash: the index knows only what was durable.
            fs::remove_file(folder.path().join("index.bin")).unwrap();
            let mut torn = longer[..len].to_vec();
            if zeros {
                torn.resize(longer.len() + 4096, 0);
            }
            fs::write(&log, torn).unwrap();
            let mut device =
                Simulator::open(folder.path(), options(&faults), clock.boxed()).unwrap();
            assert_eq!(fs::metadata(&log).unwrap().len(), whole.len() as u64);
            if len % 97 == 0 {
                checked(&mut device);
            }
        }
    }
}

#[test]
fn damage_that_no_crash_can_do_is_refused() {
    let (folder, clock, faults) = (tempdir().unwrap(), TestClock::at(MORNING), Faults::new());
    day(folder.path(), &faults, &clock, &mut Answers::new()).unwrap();
    let log = folder.path().join("log.bin");
    let open = || Simulator::open(folder.path(), options(&faults), clock.boxed()).err();
    assert!(open().is_none());
    let whole = fs::read(&log).unwrap();

    // A log message is missing at the end although the device had acknowledged it.
    OpenOptions::new()
        .write(true)
        .open(&log)
        .unwrap()
        .set_len(whole.len() as u64 - 1)
        .unwrap();
    let error = open().unwrap();
    assert!(matches!(error, Error::Damaged(_)));
    assert!(error.to_string().contains("is missing"), "{error}");

    fs::remove_file(folder.path().join("index.bin")).unwrap();
    let mut flipped = whole.clone();
    flipped[200] ^= 1;
    fs::write(&log, &flipped).unwrap();
    assert!(matches!(open().unwrap(), Error::Damaged(_)));

    fs::write(&log, &whole).unwrap();
    assert!(open().is_none());
    let device = folder.path().join("device.json");
    let kept = fs::read(&device).unwrap();
    fs::remove_file(&device).unwrap();
    assert!(matches!(open().unwrap(), Error::Damaged(_)));
    let other = tempdir().unwrap();
    drop(Simulator::open(other.path(), Options::default(), clock.boxed()).unwrap());
    fs::copy(other.path().join("device.json"), &device).unwrap();
    let error = open().unwrap();
    assert!(
        error.to_string().contains("does not belong to this device"),
        "{error}"
    );
    fs::write(&device, kept).unwrap();
    assert!(open().is_none());
}

#[test]
fn an_index_of_any_state_is_mended() {
    let (folder, clock, faults) = (tempdir().unwrap(), TestClock::at(MORNING), Faults::new());
    day(folder.path(), &faults, &clock, &mut Answers::new()).unwrap();
    let index = folder.path().join("index.bin");
    let whole = fs::read(&index).unwrap();
    let reopened = || {
        let device = Simulator::open(folder.path(), options(&faults), clock.boxed());
        let signatures = device.unwrap().info().unwrap().signatures;
        assert_eq!(signatures, 5 + 3 * RECEIPTS);
        assert_eq!(fs::read(&index).unwrap(), whole);
    };
    for len in 0..whole.len() {
        fs::write(&index, &whole[..len]).unwrap();
        reopened();
    }
    for at in (0..whole.len()).step_by(7) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        fs::write(&index, flipped).unwrap();
        reopened();
    }
}
