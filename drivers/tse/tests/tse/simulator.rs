//! The simulated device keeps the rules of TR-03153 and fails the way it is told to.

use std::time::Duration;

use crate::common::{
    CLIENT, DATA, KIND, MORNING, TestClock, export, power_on, ready, receipt, set_up,
};
use amtskasse_tse::algorithm::{Curve, LogTimeFormat, serial};
use amtskasse_tse::simulator::{Fault, Faults, Options, Simulator};
use amtskasse_tse::{Error, ExportFilter, State, Transaction, Tse};
use chrono::TimeDelta;
use tempfile::tempdir;

#[test]
fn a_new_device_says_that_it_is_no_certified_one() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    let info = device.info().unwrap();
    assert_eq!(info.certification_id, None);
    assert_eq!(info.description, "TEST-TSE, nicht zertifiziert");
    assert!(info.state == State::Uninitialized && !info.time_set);
    assert_eq!(info.signature_algorithm, "ecdsa-plain-SHA384");
    assert_eq!(info.log_time_format, "unixTime");
    assert_eq!(info.serial, serial(&info.public_key));
    assert_eq!(info.public_key.len(), 97);
    assert_eq!(info.certificates.len(), 3);
    assert_eq!(info.signatures, 0);
}

#[test]
fn transactions_need_set_up_client_self_test_and_time_in_this_order() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    assert!(matches!(device.start(CLIENT), Err(Error::NotInitialized)));
    device.set_up(&set_up()).unwrap();
    assert!(matches!(device.start(CLIENT), Err(Error::UnknownClient(_))));
    device.register_client(CLIENT).unwrap();
    assert!(matches!(device.start(CLIENT), Err(Error::SelfTestNeeded)));
    device.self_test().unwrap();
    assert!(matches!(device.start(CLIENT), Err(Error::TimeNotSet)));
    device.update_time(clock.now()).unwrap();
    let start = device.start(CLIENT).unwrap();
    assert_eq!((start.transaction, start.counter), (1, 4));
    assert_eq!(start.log_time, clock.now());

    clock.forward(25 * 3600 + 1);
    let late = device.finish(CLIENT, 1, KIND, DATA);
    assert!(matches!(late, Err(Error::SelfTestNeeded)));
}

#[test]
fn a_second_set_up_needs_the_same_secrets() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = ready(folder.path(), Options::default(), &clock);
    let before = device.info().unwrap().signatures;
    device.set_up(&set_up()).unwrap();
    assert_eq!(device.info().unwrap().signatures, before);
    let mut other = set_up();
    other.admin_pin = "00000".into();
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    let stored = std::fs::read_to_string(folder.path().join("device.json")).unwrap();
    assert!(!stored.contains("48151") && !stored.contains("108108"));
}

#[test]
fn counters_run_over_all_messages_and_transactions_over_all_clients() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = ready(folder.path(), Options::default(), &clock);
    device.register_client("KASSE-2").unwrap();
    let first = device.start(CLIENT).unwrap();
    clock.forward(7);
    let second = device.start("KASSE-2").unwrap();
    let update = device.update(CLIENT, 1, KIND, b"interim").unwrap();
    assert_eq!((first.transaction, second.transaction), (1, 2));
    assert_eq!((first.counter, second.counter, update.counter), (5, 6, 7));
    assert_eq!((second.log_time - first.log_time).num_seconds(), 7);
    assert_eq!(device.open_transactions(CLIENT).unwrap(), [1]);

    let foreign = device.finish("KASSE-2", 1, KIND, DATA);
    assert!(matches!(foreign, Err(Error::TransactionNotOpen(1))));
    assert!(matches!(
        device.deregister_client(CLIENT),
        Err(Error::OpenTransactions(1))
    ));
    let open = device.transaction(CLIENT, 1).unwrap();
    assert_eq!(
        open,
        Transaction::Open {
            start: Some(first.clone())
        }
    );
    assert_eq!(
        device.transaction("KASSE-2", 1).unwrap(),
        Transaction::Unknown
    );

    let finish = device.finish(CLIENT, 1, KIND, DATA).unwrap();
    let finished = Transaction::Finished {
        start: Some(first),
        finish,
        content: Some((KIND.into(), DATA.to_vec())),
    };
    assert_eq!(device.transaction(CLIENT, 1).unwrap(), finished);
    let again = device.finish(CLIENT, 1, KIND, DATA);
    assert!(matches!(again, Err(Error::TransactionNotOpen(1))));
    assert_eq!(device.transaction(CLIENT, 3).unwrap(), Transaction::Unknown);
    assert_eq!(device.transaction(CLIENT, 0).unwrap(), Transaction::Unknown);

    device.deregister_client(CLIENT).unwrap();
    assert!(matches!(device.start(CLIENT), Err(Error::UnknownClient(_))));
    assert_eq!(device.transaction(CLIENT, 1).unwrap(), finished);
    device.register_client(CLIENT).unwrap();
    assert_eq!(device.clients().unwrap(), ["KASSE-2", CLIENT]);
}

#[test]
fn a_reopened_device_knows_everything_but_the_time() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let options = || Options {
        curve: Curve::Secp256r1,
        log_time_format: LogTimeFormat::GeneralizedTime,
        ..Options::default()
    };
    let mut device = ready(folder.path(), options(), &clock);
    let (start, finish) = receipt(&mut device).unwrap();
    let open = device.start(CLIENT).unwrap();
    let info = device.info().unwrap();
    drop(device);

    let mut device = Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
    let mut expected = info.clone();
    expected.time_set = false;
    expected.self_test_due = Some(Duration::ZERO);
    assert_eq!(device.info().unwrap(), expected);
    assert_eq!(info.signature_algorithm, "ecdsa-plain-SHA256");
    assert_eq!(device.clients().unwrap(), [CLIENT]);
    assert_eq!(
        device.open_transactions(CLIENT).unwrap(),
        [open.transaction]
    );
    let known = device.transaction(CLIENT, start.transaction).unwrap();
    assert!(
        matches!(known, Transaction::Finished { start: s, finish: f, .. } if s.as_ref() == Some(&start) && f == finish)
    );
    device.self_test().unwrap();
    let early = device.finish(CLIENT, open.transaction, KIND, DATA);
    assert!(matches!(early, Err(Error::TimeNotSet)));
    device.update_time(clock.now()).unwrap();
    let late = device.finish(CLIENT, open.transaction, KIND, DATA).unwrap();
    assert_eq!(late.counter, info.signatures + 2);
}

#[test]
fn only_one_may_hold_the_folder() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let device = ready(folder.path(), Options::default(), &clock);
    let second = Simulator::open(folder.path(), Options::default(), clock.boxed());
    let error = second.err().unwrap();
    assert!(matches!(error, Error::InUse(_)));
    assert!(error.to_string().contains("in use by another program"));
    drop(device);
    assert!(Simulator::open(folder.path(), Options::default(), clock.boxed()).is_ok());
}

#[test]
fn what_no_device_accepts_is_refused() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = ready(folder.path(), Options::default(), &clock);
    for id in ["", "a_b", "a/b", "Käse", "a b", &"x".repeat(31)] {
        assert!(matches!(
            device.register_client(id),
            Err(Error::InvalidClient(_))
        ));
    }
    device.start(CLIENT).unwrap();
    for kind in ["Kassenbeleg_V1", "Bär", &"x".repeat(101)] {
        let refused = device.finish(CLIENT, 1, kind, DATA);
        assert!(matches!(refused, Err(Error::InvalidData(_))), "{kind}");
    }
    let nothing = ExportFilter::Transactions {
        from: 7,
        to: 9,
        client_id: None,
    };
    let refused = device.export(&nothing, &mut Vec::new());
    assert!(matches!(refused, Err(Error::NothingToExport)));
}

#[test]
fn every_fault_has_its_error_and_leaves_nothing_behind() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let faults = Faults::new();
    let options = Options {
        faults: faults.clone(),
        ..Options::default()
    };
    let mut device = ready(folder.path(), options, &clock);
    type Expected = fn(&Error) -> bool;
    let cases: [(Fault, Expected); 5] = [
        (Fault::Busy, |error| matches!(error, Error::Busy)),
        (Fault::Removed, |error| matches!(error, Error::Removed(_))),
        (Fault::CertificateExpired, |error| {
            matches!(error, Error::CertificateExpired(_))
        }),
        (Fault::StorageFull, |error| {
            matches!(error, Error::StorageFull)
        }),
        (Fault::TimeNotSet, |error| {
            matches!(error, Error::TimeNotSet)
        }),
    ];
    let before = device.info().unwrap();
    for (fault, expected) in cases {
        faults.set(fault);
        let error = device.start(CLIENT).unwrap_err();
        assert!(expected(&error), "{fault:?}: {error}");
        faults.clear(fault);
    }
    assert_eq!(device.info().unwrap(), before);
    let (start, finish) = receipt(&mut device).unwrap();
    assert_eq!(
        (start.counter, finish.counter),
        (before.signatures + 1, before.signatures + 2)
    );

    faults.set(Fault::SelfTestFails);
    assert!(matches!(device.self_test(), Err(Error::SelfTestFailed(_))));
    assert!(matches!(device.start(CLIENT), Err(Error::SelfTestNeeded)));
    faults.clear_all();
    power_on(&mut device, clock.now()).unwrap();
    device.start(CLIENT).unwrap();
}

#[test]
fn a_late_answer_is_lost_but_the_transaction_is_not() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let options = Options {
        timeout: Duration::from_millis(20),
        ..Options::default()
    };
    let mut device = ready(folder.path(), options, &clock);
    device.faults().slow(Some(Duration::from_secs(60)));
    assert!(matches!(device.start(CLIENT), Err(Error::Timeout(_))));
    device.faults().clear_all();
    assert_eq!(device.open_transactions(CLIENT).unwrap(), [1]);
}

#[test]
fn limits_of_the_device() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let options = Options {
        storage_size: 2_000,
        certificate_life: TimeDelta::days(1),
        ..Options::default()
    };
    let mut device = ready(folder.path(), options, &clock);
    let full = loop {
        if let Err(error) = device.start(CLIENT) {
            break error;
        }
    };
    assert!(matches!(full, Error::StorageFull));
    drop(device);
    let folder = tempdir().unwrap();
    let options = Options {
        certificate_life: TimeDelta::days(1),
        ..Options::default()
    };
    let mut device = ready(folder.path(), options, &clock);
    clock.forward(24 * 3600 + 1);
    let expired = device.start(CLIENT).unwrap_err();
    let end = device.info().unwrap().certificate_end;
    assert!(matches!(expired, Error::CertificateExpired(at) if at == end));
}

#[test]
fn exports_hold_what_was_asked_for() {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let mut device = ready(folder.path(), Options::default(), &clock);
    device.register_client("KASSE-2").unwrap();
    let begin = clock.now();
    for _ in 0..5 {
        receipt(&mut device).unwrap();
        clock.forward(60);
    }
    device.start("KASSE-2").unwrap();
    let mut names = |filter| {
        let archive = export(&mut device, &filter);
        assert_eq!(archive.len() % 512, 0);
        let mut archive = tar::Archive::new(archive.as_slice());
        let entries = archive.entries().unwrap();
        entries
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect::<Vec<_>>()
    };
    let all = names(ExportFilter::All);
    assert_eq!(all.len(), 3 + 1 + 4 + 11);
    assert!(all[0].ends_with("_X509.cer"));
    assert_eq!(all[3], "info.csv");
    assert_eq!(all[4], "Unixt_0_Sig-1_Log-Sys_initialize.log");
    assert_eq!(all[5], "Unixt_1772611200_Sig-2_Log-Sys_updateTime.log");
    assert_eq!(
        all[8],
        "Unixt_1772611200_Sig-5_Log-Tra_No-1_Start_Client-KASSE-1.log"
    );
    let some = names(ExportFilter::Transactions {
        from: 2,
        to: 3,
        client_id: None,
    });
    assert_eq!(some.len(), 4 + 4);
    let mine = names(ExportFilter::Transactions {
        from: 5,
        to: 6,
        client_id: Some("KASSE-2".into()),
    });
    assert_eq!(mine.len(), 4 + 1);
    let minute = names(ExportFilter::Time {
        from: begin,
        to: begin + TimeDelta::seconds(60),
    });
    assert_eq!(minute.len(), 4 + 3 + 4);
}
