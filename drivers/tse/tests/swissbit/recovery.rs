//! The ways out of what can be helped, and never a second signature.

use std::time::{Duration, Instant};

use amtskasse_tse::{Error, ExportFilter, Transaction, Tse};

use crate::common::{
    CLIENT, DATA, KIND, config, export, faults, live, open, open_with, power_on, ready, receipt,
    verified,
};

/// Log messages of one kind in an export.
fn messages(device: &mut dyn Tse, kind: &str) -> usize {
    let archive = export(device, &ExportFilter::All);
    verified(&archive);
    let mut archive = tar::Archive::new(archive.as_slice());
    archive
        .entries()
        .unwrap()
        .filter(|entry| {
            let path = entry
                .as_ref()
                .unwrap()
                .path()
                .unwrap()
                .display()
                .to_string();
            path.contains(kind)
        })
        .count()
}

#[test]
fn a_finish_that_broke_is_looked_for_before_it_is_sent_again() {
    for (number, code) in (1..).zip([
        "before 13 1",
        "after 13 1",
        "before 6 1",
        "after 6 1",
        "before 8 1",
        "after 8 1",
    ]) {
        let (folder, mut device) = ready();
        let start = device.start(CLIENT).unwrap();
        faults(folder.path(), &format!("worm_transaction_finish {code}"));
        let finish = device
            .finish(CLIENT, start.transaction, KIND, DATA)
            .unwrap();
        assert_eq!(finish.transaction, start.transaction, "{code}");
        assert_eq!(messages(device.as_mut(), "_Finish_"), 1, "{number}: {code}");
        // The device was made ready again by the way.
        receipt(device.as_mut()).unwrap();
        drop(device);
        assert_eq!(live(folder.path()), [0, 0, 0], "{code}");
    }
}

#[test]
fn a_start_or_update_that_broke_is_never_sent_again() {
    for (code, stored) in [("before", 0), ("after", 1)] {
        let (folder, mut device) = ready();
        faults(
            folder.path(),
            &format!("worm_transaction_start {code} 13 1"),
        );
        let lost = device.start(CLIENT);
        assert!(matches!(lost, Err(Error::Removed(_))), "{lost:?}");
        assert_eq!(device.open_transactions(CLIENT).unwrap().len(), stored);
        assert_eq!(messages(device.as_mut(), "_Start_"), stored);
        let start = device.start(CLIENT).unwrap();
        faults(
            folder.path(),
            &format!("worm_transaction_update {code} 6 1"),
        );
        let lost = device.update(CLIENT, start.transaction, KIND, b"interim");
        assert!(matches!(lost, Err(Error::Protocol(_))), "{lost:?}");
        assert_eq!(messages(device.as_mut(), "_Update_"), stored);
        device
            .finish(CLIENT, start.transaction, KIND, DATA)
            .unwrap();
    }
}

#[test]
fn a_finish_whose_answer_was_lost_with_the_register_is_found_by_the_last_response() {
    let (folder, mut device) = ready();
    let start = device.start(CLIENT).unwrap();
    faults(folder.path(), "worm_transaction_finish after 3");
    let lost = device.finish(CLIENT, start.transaction, KIND, DATA);
    assert!(matches!(lost, Err(Error::Removed(_))), "{lost:?}");
    drop(device);
    faults(folder.path(), "");
    let mut device = open(folder.path());
    let Transaction::Finished { finish, .. } =
        device.transaction(CLIENT, start.transaction).unwrap()
    else {
        panic!("finished expected");
    };
    assert_eq!(finish.counter, start.counter + 1);
    assert_eq!(messages(device.as_mut(), "_Finish_"), 1);
}

#[test]
fn time_and_self_test_are_made_up_for() {
    let (folder, device) = ready();
    drop(device);
    // Power was off: no self-test, no time, nobody logged in.
    let mut device = open(folder.path());
    receipt(device.as_mut()).unwrap();
    assert!(device.info().unwrap().time_set);

    // A stick left alone too long.
    std::fs::write(folder.path().join("CLOCK"), format!("{}", 26 * 3600)).unwrap();
    receipt(device.as_mut()).unwrap();

    // Everything a device may ask for, once each; asked for ever, it is the answer.
    for (code, expected) in [
        ("0x1002", "TimeNotSet"),
        ("0x1054", "SelfTestNeeded"),
        ("0x1055", "SelfTestNeeded"),
    ] {
        faults(
            folder.path(),
            &format!("worm_transaction_start before {code} 1"),
        );
        receipt(device.as_mut()).unwrap();
        faults(
            folder.path(),
            &format!("worm_transaction_start before {code}"),
        );
        let error = device.start(CLIENT).unwrap_err();
        assert_eq!(format!("{error:?}"), expected);
        faults(folder.path(), "");
    }
    faults(folder.path(), "worm_tse_registerClient before 0x1202 1");
    device.register_client("KASSE-2").unwrap();
    faults(folder.path(), "worm_transaction_start before 0x1053 1");
    receipt(device.as_mut()).unwrap();
    faults(folder.path(), "worm_tse_registerClient before 0x1202");
    let refused = device.register_client("KASSE-3");
    assert!(
        matches!(refused, Err(Error::NotAuthorized(_))),
        "{refused:?}"
    );
}

#[test]
fn without_the_time_administrators_pin_the_clock_stays_unset() {
    let (folder, device) = ready();
    drop(device);
    let mut without = config(&folder.path().display().to_string());
    without.secrets.time_admin_pin.clear();
    let mut device = open_with(&without);
    let refused = device.start(CLIENT);
    assert!(matches!(refused, Err(Error::TimeNotSet)), "{refused:?}");
    let refused = device.update_time(chrono::Utc::now());
    assert!(
        matches!(refused, Err(Error::Configuration(_))),
        "{refused:?}"
    );
}

#[test]
fn nothing_is_signed_after_the_register_gave_up() {
    let (folder, device) = ready();
    drop(device);
    let mut hasty = config(&folder.path().display().to_string());
    hasty.patience = Duration::from_millis(300);
    let mut device = open_with(&hasty);
    // The device needs its self-test first, and takes its time for it.
    faults(folder.path(), "worm_tse_runSelfTest slow 900");
    let late = device.start(CLIENT);
    assert!(matches!(late, Err(Error::Timeout(_))), "{late:?}");
    let begin = Instant::now();
    let busy = device.start(CLIENT);
    assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
    assert!(begin.elapsed() < Duration::from_millis(100));
    std::thread::sleep(Duration::from_millis(1200));
    assert!(device.open_transactions(CLIENT).unwrap().is_empty());
    // What was begun for it was not for nothing.
    let begin = Instant::now();
    receipt(device.as_mut()).unwrap();
    assert!(begin.elapsed() < Duration::from_millis(500));
}

#[test]
fn a_certificate_that_ends_between_start_and_finish_leaves_the_sale_its_signature() {
    let (folder, mut device) = ready();
    let start = device.start(CLIENT).unwrap();
    faults(
        folder.path(),
        "worm_transaction_finish after 0x100A\nworm_transaction_start after 0x100A",
    );
    let finish = device
        .finish(CLIENT, start.transaction, KIND, DATA)
        .unwrap();
    assert_eq!(finish.counter, start.counter + 1);
    let end = device.info().unwrap().certificate_end;
    let next = device.start(CLIENT);
    assert!(
        matches!(next, Err(Error::CertificateExpired(at)) if at == end),
        "{next:?}"
    );
    // Refused for good: the device did not store it.
    faults(folder.path(), "worm_transaction_finish before 0x100A");
    let open = device.open_transactions(CLIENT).unwrap();
    let refused = device.finish(CLIENT, open[0], KIND, DATA);
    assert!(
        matches!(refused, Err(Error::CertificateExpired(_))),
        "{refused:?}"
    );
}

/// Every call of a day, cut before or after it was carried out.
fn cut_at_every_call(cut: &str) {
    let calls = [
        "worm_init",
        "worm_info_read",
        "worm_tse_runSelfTest",
        "worm_tse_setup",
        "worm_tse_enableExportIfCspTestFails",
        "worm_tse_updateTime",
        "worm_tse_registerClient",
        "worm_tse_listRegisteredClients",
        "worm_user_login",
        "worm_transaction_start",
        "worm_transaction_update",
        "worm_transaction_finish",
        "worm_transaction_lastResponse",
        "worm_transaction_listStartedTransactions",
        "worm_getLogMessageCertificate",
        "worm_export_tar_incremental",
        "worm_export_deleteStoredData",
    ];
    for call in calls {
        let folder = crate::common::stick();
        faults(folder.path(), &format!("{call} {cut} 1"));
        let mut device = open(folder.path());
        // Whatever fails is tried again by the register, as on the next day.
        let mut answers = Vec::new();
        for _ in 0..2 {
            if power_on(device.as_mut()).is_err() {
                continue;
            }
            let _ = device.clients();
            if let Ok(start) = device.start(CLIENT) {
                answers.push(start.clone());
                answers.extend(device.update(CLIENT, start.transaction, KIND, b"interim"));
                answers.extend(device.finish(CLIENT, start.transaction, KIND, DATA));
                let _ = device.transaction(CLIENT, start.transaction);
            }
        }
        let context = format!("{call} {cut}");
        let _ = device.info();
        power_on(device.as_mut()).unwrap_or_else(|error| panic!("{context}: {error}"));
        for open in device.open_transactions(CLIENT).unwrap() {
            device
                .finish(CLIENT, open, KIND, b"AVBelegabbruch")
                .unwrap();
        }
        answers.extend(receipt(device.as_mut()).map(|pair| pair.1));
        let mut archive = Vec::new();
        if device.export(&ExportFilter::All, &mut archive).is_err() {
            archive.clear();
            device.export(&ExportFilter::All, &mut archive).unwrap();
        }
        let report = verified(&archive);
        assert!(report.transactions.open.is_empty(), "{context}");
        let counters: Vec<u64> = answers.iter().map(|stamp| stamp.counter).collect();
        assert!(
            counters.is_sorted_by(|a, b| a < b),
            "{context}: {counters:?}"
        );
        if device.delete_exported().is_err() {
            // Cut after it was done, there is a new message to export.
            export(device.as_mut(), &ExportFilter::All);
            device.delete_exported().unwrap();
        }
        drop(device);
        assert_eq!(live(folder.path()), [0, 0, 0], "{context}");
    }
}

#[test]
fn power_cycles_before_every_call_of_a_day_leave_everything_consistent() {
    cut_at_every_call("before 13");
}

#[test]
fn power_cycles_after_every_call_of_a_day_leave_everything_consistent() {
    cut_at_every_call("after 13");
}

#[test]
fn rubbish_instead_of_every_call_of_a_day_leaves_everything_consistent() {
    cut_at_every_call("before 6");
}

#[test]
fn rubbish_after_every_call_of_a_day_leaves_everything_consistent() {
    cut_at_every_call("after 6");
}

#[test]
fn read_errors_after_every_call_of_a_day_leave_everything_consistent() {
    cut_at_every_call("after 3");
}
