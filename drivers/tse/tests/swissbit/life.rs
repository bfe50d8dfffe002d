//! The whole life of a stick.

use std::time::Duration;

use amtskasse_tse::algorithm::serial;
use amtskasse_tse::driver;
use amtskasse_tse::{Error, ExportFilter, State, Transaction};
use chrono::Utc;
use tempfile::tempdir;

use crate::common::{
    CLIENT, DATA, KIND, config, export, faults, live, open, power_on, ready, receipt, set_up,
    stick, verified,
};

#[test]
fn from_the_box_to_the_end() {
    let folder = stick();
    std::fs::remove_file(folder.path().join("CURVE")).unwrap();
    let mut device = open(folder.path());
    let new = device.info().unwrap();
    assert_eq!(new.state, State::Uninitialized);
    assert_eq!(new.serial, serial(&new.public_key));
    assert!(!new.time_set);
    assert_eq!(new.self_test_due, Some(Duration::ZERO));
    assert!(matches!(device.start(CLIENT), Err(Error::NotInitialized)));

    power_on(device.as_mut()).unwrap();
    let info = device.info().unwrap();
    assert_eq!(info.state, State::Operational);
    assert_eq!(info.serial, new.serial);
    assert_eq!(info.signature_algorithm, "ecdsa-plain-SHA384");
    assert_eq!(info.log_time_format, "unixTime");
    assert_eq!(info.manufacturer, "Swissbit AG");
    assert!(info.description.ends_with("(USB)"), "{}", info.description);
    assert!(info.version.starts_with("1.10.3 "), "{}", info.version);
    assert_eq!(info.certification_id, None, "development firmware");
    assert_eq!(info.certificates.len(), 3);
    assert_eq!(info.max_signatures, Some(20_000_000));
    assert_eq!(info.storage_size, Some(6_979_321_856));
    assert_eq!(info.open_transactions, Some((0, 512)));
    assert_eq!(info.clients, Some((1, 100)));
    assert_eq!(info.time_update_every, Some(Duration::from_secs(8 * 3600)));
    assert!(info.time_set);
    assert!(info.self_test_due.unwrap() > Duration::from_secs(24 * 3600));
    let wear = info.wear.unwrap();
    assert!(!wear.replace && wear.spare == 100 && wear.uncorrectable == 0);

    // The clock was set to a whole second.
    let begin = Utc::now().timestamp() - 1;
    let start = device.start(CLIENT).unwrap();
    assert_eq!(start.transaction, 1);
    assert!((begin..=Utc::now().timestamp()).contains(&start.log_time.timestamp()));
    assert_eq!(start.signature.len(), 96);
    assert_eq!(device.open_transactions(CLIENT).unwrap(), [1]);
    let update = device.update(CLIENT, 1, KIND, b"interim").unwrap();
    let finish = device.finish(CLIENT, 1, KIND, DATA).unwrap();
    assert_eq!(
        (update.counter, finish.counter),
        (start.counter + 1, start.counter + 2)
    );
    assert!(device.open_transactions(CLIENT).unwrap().is_empty());
    let again = device.finish(CLIENT, 1, KIND, DATA);
    assert!(
        matches!(again, Err(Error::TransactionNotOpen(1))),
        "{again:?}"
    );

    device.register_client("KASSE-2").unwrap();
    assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);
    let open_one = device.start("KASSE-2").unwrap();
    let refused = device.deregister_client("KASSE-2");
    assert!(
        matches!(refused, Err(Error::OpenTransactions(1))),
        "{refused:?}"
    );
    let refused = device.decommission();
    assert!(
        matches!(refused, Err(Error::OpenTransactions(1))),
        "{refused:?}"
    );
    device
        .finish("KASSE-2", open_one.transaction, KIND, b"AVBelegabbruch")
        .unwrap();
    device.deregister_client("KASSE-2").unwrap();
    let gone = device.start("KASSE-2");
    assert!(matches!(gone, Err(Error::UnknownClient(client)) if client == "KASSE-2"));

    assert!(matches!(
        device.delete_exported(),
        Err(Error::UnexportedData)
    ));
    let report = verified(&export(device.as_mut(), &ExportFilter::All));
    assert_eq!(report.signatures.valid, device.info().unwrap().signatures);
    device.delete_exported().unwrap();
    let (start, _) = receipt(device.as_mut()).unwrap();
    assert_eq!(start.transaction, 3);

    device.decommission().unwrap();
    assert_eq!(device.info().unwrap().state, State::Decommissioned);
    let refused = device.start(CLIENT);
    assert!(matches!(refused, Err(Error::Decommissioned)), "{refused:?}");
    assert!(matches!(
        device.set_up(&set_up()),
        Err(Error::Decommissioned)
    ));
    verified(&export(device.as_mut(), &ExportFilter::All));
    drop(device);
    assert_eq!(live(folder.path()), [0, 0, 0]);
}

#[test]
fn a_register_that_starts_again_finds_everything() {
    let (folder, mut device) = ready();
    let (_, finish) = receipt(device.as_mut()).unwrap();
    let open_one = device.start(CLIENT).unwrap();
    let before = device.info().unwrap();
    drop(device);
    let mut device = open(folder.path());
    power_on(device.as_mut()).unwrap();
    assert_eq!(
        device.open_transactions(CLIENT).unwrap(),
        [open_one.transaction]
    );
    let found = device.transaction(CLIENT, open_one.transaction).unwrap();
    // The last answer is that to the start, as its signature shows.
    let start = Some(open_one.clone());
    assert_eq!(found, Transaction::Open { start });
    // Older than the last answer: out of the log.
    let Transaction::Finished {
        start: Some(_),
        finish: found,
        content: Some((kind, data)),
    } = device.transaction(CLIENT, 1).unwrap()
    else {
        panic!("finished expected");
    };
    assert_eq!(
        (found, kind.as_str(), data.as_slice()),
        (finish, KIND, DATA)
    );
    assert_eq!(
        device.transaction("KASSE-9", 1).unwrap_err().to_string(),
        "client \"KASSE-9\" is not registered at the TSE"
    );
    device.register_client("KASSE-2").unwrap();
    assert_eq!(
        device.transaction("KASSE-2", 1).unwrap(),
        Transaction::Unknown
    );
    assert_eq!(
        device.transaction(CLIENT, 77).unwrap(),
        Transaction::Unknown
    );
    assert_eq!(device.transaction(CLIENT, 0).unwrap(), Transaction::Unknown);
    assert_eq!(device.info().unwrap().serial, before.serial);
    // After an update it is gone, and nothing else passes for it.
    device
        .update(CLIENT, open_one.transaction, KIND, b"interim")
        .unwrap();
    let found = device.transaction(CLIENT, open_one.transaction).unwrap();
    assert_eq!(found, Transaction::Open { start: None });
}

#[test]
fn lists_longer_than_a_page() {
    let (_folder, mut device) = ready();
    let mut clients = vec![CLIENT.to_owned()];
    for number in 2..=100 {
        clients.push(format!("{}{number}", "K".repeat(27)));
        device.register_client(clients.last().unwrap()).unwrap();
    }
    assert_eq!(device.clients().unwrap(), clients);
    let full = device.register_client("ONE-MORE");
    assert!(matches!(full, Err(Error::TooManyClients(100))), "{full:?}");
    for _ in 0..130 {
        device.start(CLIENT).unwrap();
    }
    let numbers: Vec<u64> = (1..=130).collect();
    assert_eq!(device.open_transactions(CLIENT).unwrap(), numbers);
}

#[test]
fn what_was_deleted_is_no_unknown_transaction() {
    let (_folder, mut device) = ready();
    let (start, _) = receipt(device.as_mut()).unwrap();
    receipt(device.as_mut()).unwrap();
    export(device.as_mut(), &ExportFilter::All);
    device.delete_exported().unwrap();
    let found = device.transaction(CLIENT, start.transaction);
    assert!(matches!(found, Err(Error::Unsupported(_))), "{found:?}");
}

#[test]
fn a_client_forgotten_on_a_used_stick_is_registered_again() {
    let (folder, mut device) = ready();
    device.deregister_client(CLIENT).unwrap();
    drop(device);
    let mut device = open(folder.path());
    device.self_test().unwrap();
    assert_eq!(device.clients().unwrap(), [CLIENT]);
    receipt(device.as_mut()).unwrap();
}

#[test]
fn worn_flash_is_shown() {
    let (folder, mut device) = ready();
    faults(folder.path(), "worm_flash_health_summary twist wear");
    let wear = device.info().unwrap().wear.unwrap();
    assert!(wear.replace && wear.spare == 20 && wear.erase_cycles == 5);
    faults(folder.path(), "worm_flash_health_summary before 17");
    assert_eq!(device.info().unwrap().wear, None);
}

#[test]
fn a_configuration_that_cannot_work_is_refused_at_once() {
    let folder = stick();
    let good = config(&folder.path().display().to_string());
    let refused = |change: &dyn Fn(&mut driver::Config)| {
        let mut config = good.clone();
        change(&mut config);
        driver::open(&config, Box::new(Utc::now))
            .err()
            .unwrap()
            .to_string()
    };
    let text = refused(&|config| config.library = Some("/no/such/libWormAPI.so".into()));
    assert!(text.contains("/no/such/libWormAPI.so"), "{text}");
    let text = refused(&|config| config.address.clear());
    assert!(text.contains("https://host:9000"), "{text}");
    refused(&|config| config.address = "http://host:9000".into());
    let text = refused(&|config| config.address = "https://host:9000".into());
    assert!(text.contains("api_secret"), "{text}");
    let text = refused(&|config| config.device = Some("abc".into()));
    assert!(text.contains("64 hexadecimal digits"), "{text}");
    refused(&|config| config.client_id = "a_b".into());
}

#[test]
fn a_drive_that_is_no_stick_is_left_alone() {
    let folder = tempdir().unwrap();
    let mut device = open(folder.path());
    let error = device.info().unwrap_err();
    assert!(
        matches!(&error, Error::Removed(text) if text.contains("TSE_INFO.DAT")),
        "{error}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_no_device_takes_is_not_sent() {
    let (_folder, mut device) = ready();
    let before = device.info().unwrap().signatures;
    for id in ["", "a_b", "Käse", "x\0y", &"x".repeat(31)] {
        assert!(matches!(
            device.register_client(id),
            Err(Error::InvalidClient(_))
        ));
        assert!(matches!(device.start(id), Err(Error::InvalidClient(_))));
    }
    let start = device.start(CLIENT).unwrap();
    for kind in ["Kassenbeleg_V1", "a\0b", &"x".repeat(101)] {
        let refused = device.finish(CLIENT, start.transaction, kind, DATA);
        assert!(matches!(refused, Err(Error::InvalidData(_))));
    }
    assert_eq!(device.info().unwrap().signatures, before + 1);
}
