//! PINs, deletion and the end of the simulated device's life.

use std::time::{Duration, Instant};

use amtskasse_tse::algorithm::{Curve, serial};
use amtskasse_tse::simulator::{Fault, Faults, Options, Simulator};
use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Error, ExportFilter, ExportState, Role, Secret, State, Transaction, Tse};
use tempfile::tempdir;

use crate::common::{
    CLIENT, DATA, KIND, MORNING, TestClock, device, export, power_on, receipt, set_up,
};

fn brainpool() -> Options {
    Options {
        curve: Curve::BrainpoolP384r1,
        ..Options::default()
    }
}

fn verified(archive: &[u8]) -> Report {
    let report =
        verify::archive(std::io::Cursor::new(archive), &verify::Options::default()).unwrap();
    assert!(report.holds(), "{:#?}", report.findings);
    report
}

#[test]
fn a_device_with_the_curve_of_the_chips_in_the_field() {
    let (folder, clock, mut device) = device(brainpool());
    let (_, finish) = receipt(&mut device).unwrap();
    assert_eq!(finish.signature.len(), 96);
    let info = device.info().unwrap();
    assert_eq!(info.signature_algorithm, "ecdsa-plain-SHA384");
    assert_eq!(info.serial, serial(&info.public_key));
    let report = verified(&export(&mut device, &ExportFilter::All));
    assert_eq!(report.signatures.valid, info.signatures);
    drop(device);
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    assert_eq!(device.info().unwrap().public_key, info.public_key);
}

#[test]
fn only_what_was_exported_whole_is_deleted_and_the_counters_go_on() {
    let (folder, clock, mut device) = device(brainpool());
    device.register_client("KASSE-2").unwrap();
    let (first, _) = receipt(&mut device).unwrap();
    let open = device.start("KASSE-2").unwrap();
    assert!(matches!(
        device.delete_exported(),
        Err(Error::UnexportedData)
    ));
    let part = ExportFilter::Transactions {
        from: 1,
        to: 2,
        client_id: None,
    };
    export(&mut device, &part);
    assert!(matches!(
        device.delete_exported(),
        Err(Error::UnexportedData)
    ));

    let mut archive = Vec::new();
    let state = device
        .export(&ExportFilter::All, &mut archive)
        .unwrap()
        .state;
    let state = state.unwrap();
    receipt(&mut device).unwrap();
    assert!(matches!(
        device.delete_exported(),
        Err(Error::UnexportedData)
    ));
    let since = ExportFilter::Since(state.clone());
    verified(&export(&mut device, &since));
    // The export is remembered by the device.
    drop(device);
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    let before = device.info().unwrap();
    device.delete_exported().unwrap();
    let after = device.info().unwrap();
    assert!(after.storage_used < before.storage_used);
    assert_eq!(after.signatures, before.signatures + 1);
    assert_eq!(after.open_transactions, Some((1, 512)));
    assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);
    let stale = device.export(&since, &mut Vec::new());
    assert!(matches!(stale, Err(Error::InvalidData(_))));
    let rubbish = ExportFilter::Since(ExportState(vec![7; 3]));
    let refused = device.export(&rubbish, &mut Vec::new());
    assert!(matches!(refused, Err(Error::InvalidData(_))));

    for index in [true, false] {
        drop(device);
        if !index {
            std::fs::remove_file(folder.path().join("index.bin")).unwrap();
        }
        device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
        assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);
        let found = device.transaction("KASSE-2", open.transaction).unwrap();
        assert_eq!(found, Transaction::Open { start: None });
        let gone = device.transaction(CLIENT, first.transaction);
        assert!(matches!(gone, Err(Error::Unsupported(_))));
        assert_eq!(
            device.transaction(CLIENT, 99).unwrap(),
            Transaction::Unknown
        );
    }
    power_on(&mut device, clock.now()).unwrap();
    let finish = device
        .finish("KASSE-2", open.transaction, KIND, DATA)
        .unwrap();
    let found = device.transaction("KASSE-2", open.transaction).unwrap();
    assert!(matches!(found, Transaction::Finished { start: None, finish: f, .. } if f == finish));
    assert_eq!(
        device.transaction(CLIENT, open.transaction).unwrap(),
        Transaction::Unknown
    );
    let (start, _) = receipt(&mut device).unwrap();
    assert_eq!(start.transaction, 4);
    export(&mut device, &ExportFilter::All);
    device.delete_exported().unwrap();
    assert_eq!(device.start(CLIENT).unwrap().transaction, 5);
}

#[test]
fn a_power_cut_while_deleting_deletes_all_or_nothing() {
    for n in 1..=2 {
        let faults = Faults::new();
        let options = || Options {
            faults: faults.clone(),
            ..Options::default()
        };
        let (folder, clock, mut device) = device(options());
        let open = device.start(CLIENT).unwrap();
        export(&mut device, &ExportFilter::All);
        let before = device.info().unwrap().signatures;
        faults.stop_after_writes(n);
        let cut = device.delete_exported();
        assert_eq!(cut.is_err(), n == 1);
        faults.clear_all();
        drop(device);
        let mut device = Simulator::open(folder.path(), options(), clock.boxed()).unwrap();
        assert_eq!(device.info().unwrap().signatures, before + 1);
        assert_eq!(
            device.open_transactions(CLIENT).unwrap(),
            [open.transaction]
        );
    }
}

#[test]
fn a_damaged_remainder_is_refused() {
    let (folder, clock, mut device) = device(Options::default());
    export(&mut device, &ExportFilter::All);
    device.delete_exported().unwrap();
    drop(device);
    let log = folder.path().join("log.bin");
    let whole = std::fs::read(&log).unwrap();
    for at in [8, 40, 80] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        std::fs::write(&log, flipped).unwrap();
        let opened = Simulator::open(folder.path(), Options::default(), clock.boxed());
        assert!(matches!(opened, Err(Error::Damaged(_))), "byte {at}");
    }
}

#[test]
fn a_retired_device_exports_and_signs_no_more() {
    let (folder, clock, mut device) = device(Options::default());
    let open = device.start(CLIENT).unwrap();
    assert!(matches!(
        device.decommission(),
        Err(Error::OpenTransactions(1))
    ));
    device.finish(CLIENT, open.transaction, KIND, DATA).unwrap();
    device.decommission().unwrap();
    drop(device);
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    assert_eq!(device.info().unwrap().state, State::Decommissioned);
    device.self_test().unwrap();
    for refused in [
        device.start(CLIENT).map(drop),
        device.update_time(clock.now()),
        device.register_client("KASSE-2"),
        device.set_up(&set_up()),
        device.decommission(),
    ] {
        assert!(matches!(refused, Err(Error::Decommissioned)), "{refused:?}");
    }
    verified(&export(&mut device, &ExportFilter::All));
}

#[test]
fn three_wrong_tries_block_and_the_puk_unblocks() {
    let (folder, clock, mut device) = device(Options::default());
    let wrong = |left| move |e: &Error| matches!(e, Error::WrongSecret { secret: Secret::AdminPin, left: Some(l) } if *l == left);
    device.log_in(Role::Admin, "48151").unwrap();
    assert!(wrong(2)(&device.log_in(Role::Admin, "00000").unwrap_err()));
    // The counter outlives a power cut.
    drop(device);
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    assert_eq!(device.tries(Secret::AdminPin), 2);
    assert!(wrong(1)(
        &device
            .change_pin(Role::Admin, "00000", "11111")
            .unwrap_err()
    ));
    device.log_in(Role::Admin, "48151").unwrap();
    assert_eq!(device.tries(Secret::AdminPin), 3);
    for _ in 0..2 {
        device.log_in(Role::Admin, "00000").unwrap_err();
    }
    for pin in ["00000", "48151"] {
        let blocked = device.log_in(Role::Admin, pin);
        assert!(matches!(blocked, Err(Error::Blocked(Secret::AdminPin))));
    }
    device.log_in(Role::TimeAdmin, "62342").unwrap();
    let refused = device.unblock_pin(Role::Admin, "999999", "73317");
    assert!(matches!(
        refused,
        Err(Error::WrongSecret {
            secret: Secret::Puk,
            left: Some(2)
        })
    ));
    device.unblock_pin(Role::Admin, "108108", "73317").unwrap();
    device.log_in(Role::Admin, "73317").unwrap();
    device.change_puk("108108", "271828").unwrap();
    device
        .change_pin(Role::TimeAdmin, "62342", "31415")
        .unwrap();
    assert!(matches!(
        device.set_up(&set_up()),
        Err(Error::SetUpElsewhere)
    ));
    let mut now = set_up();
    (now.admin_pin, now.time_admin_pin, now.admin_puk) =
        ("73317".into(), "31415".into(), "271828".into());
    device.set_up(&now).unwrap();
    verified(&export(&mut device, &ExportFilter::All));
}

#[test]
fn answers_that_get_lost_or_lie_are_in_the_log_all_the_same() {
    let (_folder, _clock, mut device) = device(Options::default());
    let faults = device.faults();
    faults.set(Fault::LosesAnswer);
    assert!(matches!(device.start(CLIENT), Err(Error::Timeout(_))));
    assert_eq!(device.open_transactions(CLIENT).unwrap(), [1]);
    assert!(matches!(
        device.finish(CLIENT, 1, KIND, DATA),
        Err(Error::Timeout(_))
    ));
    faults.clear_all();
    let found = device.transaction(CLIENT, 1).unwrap();
    assert!(matches!(found, Transaction::Finished { .. }));
    faults.set(Fault::Lies);
    let lie = device.start(CLIENT).unwrap();
    faults.clear_all();
    assert_eq!(lie.transaction, 3);
    assert_eq!(device.open_transactions(CLIENT).unwrap(), [2]);
    device.finish(CLIENT, 2, KIND, DATA).unwrap();

    let serial_number = device.info().unwrap().serial;
    faults.set(Fault::ForeignDevice);
    let foreign = device.info().unwrap();
    assert_ne!(foreign.serial, serial_number);
    assert_eq!(foreign.serial, serial(&foreign.public_key));
    assert_eq!(device.info().unwrap(), foreign);
    faults.clear_all();
    assert_eq!(device.info().unwrap().serial, serial_number);

    faults.hang(Some(Duration::from_secs(60)));
    let free = faults.clone();
    let helper = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        free.clear_all();
    });
    let begin = Instant::now();
    receipt(&mut device).unwrap();
    helper.join().unwrap();
    assert!(
        begin.elapsed() >= Duration::from_millis(45) && begin.elapsed() < Duration::from_secs(50)
    );
    verified(&export(&mut device, &ExportFilter::All));
}

#[test]
fn an_expired_device_can_still_be_emptied_and_retired() {
    let (_folder, clock, mut device) = device(Options::default());
    clock.forward(9 * 365 * 24 * 3600);
    assert!(matches!(
        device.register_client("KASSE-2"),
        Err(Error::CertificateExpired(_))
    ));
    device.log_in(Role::Admin, "48151").unwrap();
    export(&mut device, &ExportFilter::All);
    device.delete_exported().unwrap();
    device.decommission().unwrap();
    assert_eq!(device.info().unwrap().state, State::Decommissioned);
}

#[test]
fn a_secret_the_set_up_cannot_take_is_named() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    let mut empty = set_up();
    empty.admin_puk.clear();
    assert!(matches!(device.set_up(&empty), Err(Error::InvalidData(_))));
    assert_eq!(device.tries(Secret::Puk), 0);
    assert!(matches!(
        device.log_in(Role::Admin, "48151"),
        Err(Error::NotInitialized)
    ));
    device.set_up(&set_up()).unwrap();
}
