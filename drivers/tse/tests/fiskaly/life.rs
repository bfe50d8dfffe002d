//! A whole life, from the creation to the end.

use amtskasse_tse::driver::{self, Config};
use amtskasse_tse::fiskaly::simulator::Options;
use amtskasse_tse::{Error, ExportFilter, State, Transaction, Tse};

use crate::common::{CLIENT, DATA, KIND, receipt};
use crate::{Service, checked, set_up};

#[test]
fn from_creation_to_the_end() {
    let mut service = Service::new(Options::default());
    let mut device = service.driver();
    let error = device.info().unwrap_err();
    assert!(matches!(error, Error::Configuration(_)), "{error}");
    let created = device.create().unwrap().unwrap();
    assert!(!format!("{created:?}").contains(&created.admin_puk));
    service.keep(&created);
    assert!(device.create().unwrap().is_none(), "it exists now");
    let info = device.info().unwrap();
    assert_eq!(info.state, State::Uninitialized);
    assert_eq!(info.certification_id, None, "test environment");
    assert!(matches!(
        device.start(CLIENT),
        Err(Error::UnknownClient(_) | Error::NotInitialized)
    ));

    device.set_up(&set_up(&created.admin_puk)).unwrap();
    device.set_up(&set_up(&created.admin_puk)).unwrap();
    device.self_test().unwrap();
    device.update_time(service.clock.now()).unwrap();
    device.register_client(CLIENT).unwrap();
    device.register_client(CLIENT).unwrap();
    device.register_client("KASSE-2").unwrap();
    assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);

    let mut stamps = Vec::new();
    for _ in 0..3 {
        service.clock.forward(30);
        let (start, finish) = receipt(&mut device).unwrap();
        assert_eq!(finish.counter, start.counter + 1);
        assert_eq!(finish.log_time, service.clock.now());
        stamps.push((start, finish));
    }
    let open = device.start("KASSE-2").unwrap();
    assert_eq!(open.transaction, 4);
    let update = device.update("KASSE-2", 4, KIND, b"interim").unwrap();
    assert_eq!(update.counter, open.counter + 1);
    assert_eq!(device.open_transactions("KASSE-2").unwrap(), [4]);
    assert!(device.open_transactions(CLIENT).unwrap().is_empty());
    assert!(matches!(
        device.deregister_client("KASSE-2"),
        Err(Error::OpenTransactions(1))
    ));
    assert!(matches!(
        device.decommission(),
        Err(Error::OpenTransactions(1))
    ));
    assert_eq!(
        device.transaction("KASSE-2", 4).unwrap(),
        Transaction::Open { start: Some(open) }
    );
    assert_eq!(device.transaction(CLIENT, 4).unwrap(), Transaction::Unknown);
    assert_eq!(
        device.transaction(CLIENT, 99).unwrap(),
        Transaction::Unknown
    );
    device.finish("KASSE-2", 4, KIND, DATA).unwrap();
    assert!(matches!(
        device.finish("KASSE-2", 4, KIND, DATA),
        Err(Error::TransactionNotOpen(4))
    ));
    device.deregister_client("KASSE-2").unwrap();
    assert!(matches!(
        device.start("KASSE-2"),
        Err(Error::UnknownClient(_))
    ));
    device.register_client("KASSE-2").unwrap();
    assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);

    // Another driver, as after a restart, knows nothing and finds everything.
    let mut device = driver::open(&service.config, service.clock.boxed()).unwrap();
    for (start, finish) in &stamps {
        let found = device.transaction(CLIENT, start.transaction).unwrap();
        let expected = Transaction::Finished {
            start: Some(start.clone()),
            finish: finish.clone(),
            content: Some((KIND.into(), DATA.to_vec())),
        };
        assert_eq!(found, expected);
    }
    let info = device.info().unwrap();
    assert_eq!(info.state, State::Operational);
    assert_eq!(info.signatures, service.signatures());
    assert_eq!(info.clients, Some((2, 99)));
    let mut device = service.driver();
    let report = checked(&mut device);
    assert_eq!(report.signatures.valid, service.signatures());

    device.decommission().unwrap();
    device.decommission().unwrap();
    assert_eq!(device.info().unwrap().state, State::Decommissioned);
    assert!(matches!(device.start(CLIENT), Err(Error::Decommissioned)));
    assert!(matches!(
        device.set_up(&set_up(&created.admin_puk)),
        Err(Error::Decommissioned)
    ));
    assert!(matches!(device.self_test(), Err(Error::Decommissioned)));
    checked(&mut device);
}

#[test]
fn a_live_tss_tells_its_certification() {
    let (_service, mut device) = Service::ready(Options {
        environment: "LIVE",
        ..Options::default()
    });
    let info = device.info().unwrap();
    assert_eq!(info.certification_id.as_deref(), Some("BSI-K-TR-0000-0000"));
    assert!(!info.description.contains("TEST"));
}

#[test]
fn what_no_service_takes_is_not_sent() {
    let (service, mut device) = Service::ready(Options::default());
    let start = device.start(CLIENT).unwrap().transaction;
    let long = "k".repeat(31);
    for client in ["", "Kasse_1", "a/b", long.as_str()] {
        assert!(matches!(
            device.register_client(client),
            Err(Error::InvalidClient(_))
        ));
    }
    let type_too_long = "k".repeat(101);
    for (kind, length) in [(type_too_long.as_str(), 0), ("Kässe", 0), (KIND, 700_001)] {
        let sent = device.finish(CLIENT, start, kind, &vec![b'x'; length]);
        assert!(matches!(sent, Err(Error::InvalidData(_))));
    }
    device
        .finish(CLIENT, start, KIND, &vec![b'x'; 700_000])
        .unwrap();
    let sent = service.simulator.received();
    assert_eq!(sent.iter().filter(|one| one.method == "PUT").count(), 2);
}

#[test]
fn wrong_configurations_are_named() {
    let service = Service::new(Options::default());
    let refused = |change: &dyn Fn(&mut Config)| {
        let mut config = service.config.clone();
        change(&mut config);
        match driver::open(&config, service.clock.boxed()).err() {
            Some(Error::Configuration(text)) => text,
            other => panic!("{other:?}"),
        }
    };
    assert!(refused(&|c| c.address = "http://10.0.0.1/api/v2".into()).contains("https"));
    assert!(refused(&|c| c.address = "kassensichv".into()).contains("https"));
    assert!(refused(&|c| c.device = Some("../admin".into())).contains("UUID"));
    assert!(refused(&|c| c.secrets.api_secret.clear()).contains("API"));
    assert!(refused(&|c| c.trust = Some("/nowhere/x.pem".into())).contains("/nowhere/x.pem"));
    let empty = service.folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing").unwrap();
    assert!(refused(&|c| c.trust = Some(empty.clone())).contains("PEM"));

    let mut config = service.config.clone();
    config.device = Some("11111111-1111-4111-8111-111111111111".into());
    let mut device = driver::open(&config, service.clock.boxed()).unwrap();
    let error = device.info().unwrap_err();
    assert!(error.to_string().contains("knows no TSS"), "{error}");
    config.address = config.address.replace("/api/v2", "/other");
    let mut device = driver::open(&config, service.clock.boxed()).unwrap();
    assert!(matches!(device.info(), Err(Error::Configuration(_))));
    config.address = "http://127.0.0.1:9".into();
    config.patience = std::time::Duration::from_millis(300);
    let mut device = driver::open(&config, service.clock.boxed()).unwrap();
    let begun = std::time::Instant::now();
    assert!(matches!(
        device.info(),
        Err(Error::Removed(_) | Error::Timeout(_))
    ));
    assert!(begun.elapsed() < std::time::Duration::from_secs(1));
    let mut out = Vec::new();
    assert!(device.export(&ExportFilter::All, &mut out).is_err());
}
