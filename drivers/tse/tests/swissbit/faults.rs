//! Devices and libraries that hang, lie or go.

use std::time::{Duration, Instant};

use amtskasse_tse::algorithm::hex;
use amtskasse_tse::{Error, ExportFilter, Transaction};

use crate::common::{
    CLIENT, DATA, KIND, config, export, faults, live, open, open_with, power_on, ready, receipt,
    stick, verified,
};

#[test]
fn a_library_that_does_not_come_back_never_stops_the_counter() {
    let (folder, device) = ready();
    drop(device);
    let mut hasty = config(&folder.path().display().to_string());
    hasty.patience = Duration::from_millis(400);
    let mut device = open_with(&hasty);
    power_on(device.as_mut()).unwrap();
    faults(folder.path(), "worm_transaction_start hang");
    let begin = Instant::now();
    assert!(matches!(device.start(CLIENT), Err(Error::Timeout(_))));
    assert!(begin.elapsed() < Duration::from_millis(800));
    for _ in 0..3 {
        let begin = Instant::now();
        assert!(matches!(device.start(CLIENT), Err(Error::Busy)));
        assert!(matches!(device.info(), Err(Error::Busy)));
        assert!(begin.elapsed() < Duration::from_millis(100));
    }
    faults(folder.path(), "");
    std::thread::sleep(Duration::from_millis(500));
    // The device did it in the end, and says so.
    let open = device.open_transactions(CLIENT).unwrap();
    assert_eq!(open, [1]);
    device.finish(CLIENT, 1, KIND, b"AVBelegabbruch").unwrap();
    receipt(device.as_mut()).unwrap();
    verified(&export(device.as_mut(), &ExportFilter::All));

    // Closing does not wait for it either.
    faults(folder.path(), "worm_transaction_start hang");
    assert!(matches!(device.start(CLIENT), Err(Error::Timeout(_))));
    let begin = Instant::now();
    drop(device);
    assert!(begin.elapsed() < Duration::from_millis(1000));
    faults(folder.path(), "");
}

#[test]
fn answers_that_cannot_be_are_not_believed() {
    let (folder, mut device) = ready();
    for twist in [
        "number", "counter", "time", "short", "huge", "null", "serial",
    ] {
        let start = device.start(CLIENT).unwrap();
        faults(
            folder.path(),
            &format!("worm_transaction_finish twist {twist} 1"),
        );
        let error = device
            .finish(CLIENT, start.transaction, KIND, DATA)
            .unwrap_err();
        let as_expected = match twist {
            "serial" => matches!(error, Error::ForeignDevice { .. }),
            _ => matches!(error, Error::Protocol(_)),
        };
        assert!(as_expected, "{twist}: {error}");
        // The device had signed; asked, it says so.
        let found = device.transaction(CLIENT, start.transaction).unwrap();
        assert!(matches!(found, Transaction::Finished { .. }), "{twist}");
    }
    for (call, twist) in [
        ("worm_transaction_listStartedTransactions", "endless"),
        ("worm_transaction_listStartedTransactions", "count"),
        ("worm_tse_listRegisteredClients", "endless"),
        ("worm_tse_listRegisteredClients", "count"),
        ("worm_tse_listRegisteredClients", "unended"),
        ("worm_getLogMessageCertificate", "huge"),
        ("worm_getLogMessageCertificate", "garbage"),
        ("worm_info_read", "state"),
        ("worm_export_tar_incremental", "huge"),
        ("worm_export_tar_incremental", "null"),
    ] {
        faults(folder.path(), &format!("{call} twist {twist}"));
        let error = match call {
            "worm_transaction_listStartedTransactions" => {
                device.open_transactions(CLIENT).map(drop).unwrap_err()
            }
            "worm_tse_listRegisteredClients" => device.clients().map(drop).unwrap_err(),
            "worm_export_tar_incremental" => device
                .export(&ExportFilter::All, &mut Vec::new())
                .map(drop)
                .unwrap_err(),
            _ => device.info().map(drop).unwrap_err(),
        };
        assert!(
            matches!(error, Error::Protocol(_)),
            "{call} {twist}: {error}"
        );
        faults(folder.path(), "");
    }
    receipt(device.as_mut()).unwrap();
    verified(&export(device.as_mut(), &ExportFilter::All));
    drop(device);
    assert_eq!(live(folder.path()), [0, 0, 0]);
}

#[test]
fn what_the_card_refuses_is_told_as_it_is() {
    let (folder, mut device) = ready();
    let before = device.info().unwrap().signatures;
    for (code, expected) in [
        ("0x1017", "StorageFull"),
        ("7", "StorageFull"),
        ("0x100E", "SignaturesExhausted"),
        ("0x1016", "Busy"),
        ("0x1011", "UnknownClient(\"KASSE-1\")"),
        ("0x1009", "TooManyTransactions(0)"),
        ("4", "Timeout(5s)"),
    ] {
        faults(
            folder.path(),
            &format!("worm_transaction_start before {code}"),
        );
        let error = device.start(CLIENT).unwrap_err();
        assert_eq!(format!("{error:?}"), expected);
    }
    faults(folder.path(), "");
    device.self_test().unwrap();
    faults(folder.path(), "worm_tse_runSelfTest before 0x1310");
    let failed = device.self_test();
    assert!(
        matches!(failed, Err(Error::SelfTestFailed(_))),
        "{failed:?}"
    );
    faults(folder.path(), "");
    // The clock was set once more after the self-test.
    receipt(device.as_mut()).unwrap();
    assert_eq!(device.info().unwrap().signatures, before + 4);
}

#[test]
fn a_full_device_and_one_without_signatures_say_so() {
    for (file, limit) in [("SIZE", "3500"), ("SIGNATURES", "7")] {
        let folder = stick();
        std::fs::write(folder.path().join(file), limit).unwrap();
        let mut device = open(folder.path());
        power_on(device.as_mut()).unwrap();
        let error = loop {
            if let Err(error) = device.start(CLIENT) {
                break error;
            }
        };
        match file {
            "SIZE" => assert!(matches!(error, Error::StorageFull), "{error}"),
            _ => assert!(matches!(error, Error::SignaturesExhausted), "{error}"),
        }
        verified(&export(device.as_mut(), &ExportFilter::All));
    }
}

#[test]
fn a_stick_pulled_out_and_put_back() {
    let (folder, mut device) = ready();
    let start = device.start(CLIENT).unwrap();
    let mark = folder.path().join("TSE_INFO.DAT");
    std::fs::remove_file(&mark).unwrap();
    for _ in 0..2 {
        let gone = device.finish(CLIENT, start.transaction, KIND, DATA);
        assert!(matches!(gone, Err(Error::Removed(_))), "{gone:?}");
    }
    std::fs::write(&mark, [0; 512]).unwrap();
    device
        .finish(CLIENT, start.transaction, KIND, DATA)
        .unwrap();
}

#[test]
fn another_stick_in_its_place_is_not_used() {
    let (folder, mut device) = ready();
    let (other, second) = ready();
    let serial = device.info().unwrap().serial;
    drop(second);
    let mark = folder.path().join("TSE_INFO.DAT");
    std::fs::remove_file(&mark).unwrap();
    assert!(device.info().is_err());
    std::fs::rename(folder.path().join("chip"), folder.path().join("mine")).unwrap();
    std::fs::rename(other.path().join("chip"), folder.path().join("chip")).unwrap();
    std::fs::write(&mark, [0; 512]).unwrap();
    let foreign = device.start(CLIENT);
    assert!(
        matches!(&foreign, Err(Error::ForeignDevice { expected, .. }) if *expected == hex(&serial)),
        "{foreign:?}"
    );
    drop(device);
    // Named in the configuration, it is not even used by a fresh start.
    let mut named = config(&folder.path().display().to_string());
    named.device = Some(hex(&serial).to_uppercase());
    let foreign = open_with(&named).info();
    assert!(
        matches!(foreign, Err(Error::ForeignDevice { .. })),
        "{foreign:?}"
    );
    let mut device = open(folder.path());
    faults(folder.path(), "worm_info_read twist serial");
    device.info().unwrap();
    faults(folder.path(), "");
    let foreign = device.info();
    assert!(
        matches!(foreign, Err(Error::ForeignDevice { .. })),
        "{foreign:?}"
    );
}
