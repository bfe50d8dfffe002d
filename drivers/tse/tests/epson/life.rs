//! The life of a TSE, from the box to its end.

use std::time::Duration;

use amtskasse_tse::algorithm::Curve;
use amtskasse_tse::epson::DELIVERED_KEY;
use amtskasse_tse::epson::simulator::Options;
use amtskasse_tse::simulator;
use amtskasse_tse::{Error, ExportFilter, Role, Secret, State, Transaction, Tse};
use chrono::TimeDelta;

use crate::common::{CLIENT, DATA, Host, KIND, holds, receipt, set_up};

#[test]
fn from_the_box_to_the_end() {
    let host = Host::new(Options {
        piece: 1000,
        device: simulator::Options {
            curve: Curve::BrainpoolP384r1,
            ..simulator::Options::default()
        },
        ..Options::default()
    });
    let mut device = host.driver(CLIENT);
    assert_eq!(device.info().unwrap().state, State::Uninitialized);
    host.put_into_operation(&mut device);
    // Again is harmless.
    device.set_up(&set_up()).unwrap();
    device.register_client(CLIENT).unwrap();
    device.register_client("KASSE-2").unwrap();
    assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);

    let (start, finish) = receipt(&mut device).unwrap();
    assert_eq!((start.transaction, finish.transaction), (1, 1));
    assert_eq!(finish.log_time, host.clock.now(), "24 hours, UTC");
    assert_eq!(finish.signature.len(), 96);
    let second = device.start("KASSE-2").unwrap();
    host.clock.forward(3);
    device
        .update("KASSE-2", second.transaction, KIND, b"x")
        .unwrap();
    assert_eq!(device.open_transactions("KASSE-2").unwrap(), [2]);
    assert_eq!(device.open_transactions(CLIENT).unwrap(), Vec::<u64>::new());
    assert!(matches!(
        device.deregister_client("KASSE-2"),
        Err(Error::OpenTransactions(1))
    ));
    assert!(device.decommission().is_err(), "a transaction is open");
    device.finish("KASSE-2", 2, KIND, DATA).unwrap();
    device.deregister_client("KASSE-2").unwrap();

    let info = device.info().unwrap();
    assert_eq!(info.state, State::Operational);
    assert_eq!(info.certificates.len(), 3);
    assert_eq!(info.version, "1.1.0");
    assert_eq!(info.certification_id, None, "a test TSE has none");
    assert!(info.time_set && info.wear.unwrap().spare == 100);

    let mut archive = Vec::new();
    device.export(&ExportFilter::All, &mut archive).unwrap();
    let report = holds(&archive);
    assert_eq!(report.transactions.finished, 2);
    assert_eq!(report.clients[CLIENT], 2);
    assert_eq!(archive, host.server.archive().unwrap());
    device.delete_exported().unwrap();
    assert!(matches!(
        device.delete_exported(),
        Err(Error::UnexportedData)
    ));
    receipt(&mut device).unwrap();
    let mut archive = Vec::new();
    device.export(&ExportFilter::All, &mut archive).unwrap();
    assert_eq!(holds(&archive).transactions.finished, 1);
    receipt(&mut device).unwrap();
    assert!(matches!(
        device.delete_exported(),
        Err(Error::UnexportedData)
    ));

    device.decommission().unwrap();
    assert_eq!(device.info().unwrap().state, State::Decommissioned);
    assert!(device.start(CLIENT).is_err());
    let mut archive = Vec::new();
    device.export(&ExportFilter::All, &mut archive).unwrap();
    holds(&archive);
}

#[test]
fn the_delivered_key_is_replaced_and_serves_no_set_up() {
    let host = Host::new(Options::default());
    for (key, expected) in [("", true), (DELIVERED_KEY, false)] {
        let mut config = host.config(CLIENT);
        config.secrets.api_secret = key.into();
        let error = host.open(&config).set_up(&set_up()).unwrap_err();
        assert_eq!(matches!(error, Error::Configuration(_)), expected);
        assert_eq!(matches!(error, Error::InitialSecrets), !expected);
    }
    let mut config = host.config(CLIENT);
    config.secrets.api_secret = "too long for it".into();
    assert!(matches!(
        amtskasse_tse::epson::Epson::open(&config, host.clock.boxed()),
        Err(Error::Configuration(_))
    ));
    host.put_into_operation(&mut host.driver(CLIENT));
    let mut config = host.config(CLIENT);
    config.secrets.api_secret = DELIVERED_KEY.into();
    let mut device = host.open(&config);
    assert!(matches!(
        device.start(CLIENT),
        Err(Error::WrongSecret {
            secret: Secret::Key,
            left: None
        })
    ));
}

#[test]
fn filtered_exports_hold_what_was_asked_for() {
    let (host, mut device) = Host::ready();
    for _ in 0..5 {
        receipt(&mut device).unwrap();
        host.clock.forward(60);
    }
    let mut export = |filter: &ExportFilter| {
        let mut archive = Vec::new();
        let result = device.export(filter, &mut archive);
        result.map(|_| holds(&archive).transactions.finished)
    };
    let numbers = |from, to, client: Option<&str>| ExportFilter::Transactions {
        from,
        to,
        client_id: client.map(Into::into),
    };
    assert_eq!(export(&numbers(2, 4, None)).unwrap(), 3);
    assert_eq!(export(&numbers(2, 2, Some(CLIENT))).unwrap(), 1);
    let nothing = export(&numbers(2, 4, Some("KASSE-9")));
    assert!(matches!(nothing, Err(Error::NothingToExport)));
    let from = host.clock.now() - TimeDelta::seconds(130);
    let to = host.clock.now();
    assert_eq!(export(&ExportFilter::Time { from, to }).unwrap(), 2);
    let since = ExportFilter::Since(amtskasse_tse::ExportState(vec![]));
    assert!(matches!(export(&since), Err(Error::Unsupported(_))));
    // The device signs again afterwards.
    receipt(&mut device).unwrap();
}

#[test]
fn what_became_of_a_transaction() {
    let (host, mut device) = Host::ready();
    let (old_start, old_finish) = receipt(&mut device).unwrap();
    let (_, finish) = receipt(&mut device).unwrap();
    let open = device.start(CLIENT).unwrap();
    let known = |device: &mut dyn Tse, number| device.transaction(CLIENT, number).unwrap();
    for mut device in [device, host.driver(CLIENT)] {
        // A driver that was opened anew proves that the last answer is that to the start.
        assert_eq!(
            known(&mut device, 3),
            Transaction::Open {
                start: Some(open.clone())
            }
        );
        assert_eq!(known(&mut device, 4), Transaction::Unknown);
        assert_eq!(
            device.transaction("KASSE-9", 1).unwrap(),
            Transaction::Unknown
        );
        // Older ones cost an export.
        assert_eq!(
            known(&mut device, 1),
            Transaction::Finished {
                start: Some(old_start.clone()),
                finish: old_finish.clone(),
                content: Some((KIND.into(), DATA.to_vec())),
            }
        );
        let Transaction::Finished {
            finish: found,
            content: Some(_),
            ..
        } = known(&mut device, 2)
        else {
            panic!()
        };
        assert_eq!(found, finish);
    }
    let mut device = host.driver(CLIENT);
    let update = device.update(CLIENT, 3, KIND, b"x").unwrap();
    let mut other = host.driver(CLIENT);
    assert_eq!(
        known(&mut other, 3),
        Transaction::Open { start: None },
        "the last answer is that to the update {update:?}"
    );
    let finish = device.finish(CLIENT, 3, KIND, DATA).unwrap();
    assert_eq!(
        known(&mut other, 3),
        Transaction::Finished {
            start: None,
            finish,
            content: None
        }
    );
}

#[test]
fn after_a_day_the_device_is_tested_set_and_logged_in_again() {
    let (host, mut device) = Host::ready();
    receipt(&mut device).unwrap();
    host.clock.forward(26 * 3600);
    let (start, _) = receipt(&mut device).unwrap();
    assert_eq!(start.log_time, host.clock.now());
    // The time administrator alone is logged out after 8 h.
    host.clock.forward(9 * 3600);
    receipt(&mut device).unwrap();
    host.server.power_cycle().unwrap();
    receipt(&mut device).unwrap();
    assert_eq!(host.verified().transactions.finished, 4);
    // A computer that lost its time does not take the TSE's with it.
    host.server.power_cycle().unwrap();
    host.clock.forward(-30 * 24 * 3600);
    assert!(matches!(device.start(CLIENT), Err(Error::TimeNotSet)));
}

#[test]
fn a_stick_from_another_host_is_made_to_work() {
    let (host, mut device) = Host::ready();
    host.server.move_to_another_host();
    host.server.power_cycle().unwrap();
    device.set_up(&set_up()).unwrap();
    device.self_test().unwrap();
    receipt(&mut device).unwrap();
}

#[test]
fn a_device_that_was_set_up_elsewhere_is_not_taken() {
    let (host, _) = Host::ready();
    let mut device = host.driver(CLIENT);
    let mut other = set_up();
    other.admin_pin = "11111".into();
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    // The same again costs no second try.
    for _ in 0..3 {
        assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    }
    for wrong in ["1234", "123456", "1234x"] {
        other.admin_pin = wrong.into();
        assert!(matches!(device.set_up(&other), Err(Error::InvalidData(_))));
    }
    // One try was used up, and it counts no more after a right one.
    receipt(&mut host.driver(CLIENT)).unwrap();
}

#[test]
fn secrets_are_changed_and_unblocked() {
    let (host, mut device) = Host::ready();
    device.change_pin(Role::Admin, "48151", "99999").unwrap();
    device.clients().unwrap();
    device
        .change_pin(Role::TimeAdmin, "62342", "88888")
        .unwrap();
    device.change_puk("108108", "777777").unwrap();
    let wrong = device.change_puk("108108", "666666").unwrap_err();
    assert!(matches!(
        wrong,
        Error::WrongSecret {
            secret: Secret::Puk,
            left: Some(2)
        }
    ));
    host.server.power_cycle().unwrap();
    receipt(&mut device).unwrap();

    // An old configuration: three tries, never two by itself.
    for left in [2, 1] {
        let mut old = host.driver(CLIENT);
        for again in [false, true, true] {
            let error = old.clients().unwrap_err();
            match (left, again) {
                (1, true) => assert!(matches!(error, Error::LastTry(Secret::AdminPin))),
                _ => assert!(
                    matches!(error, Error::WrongSecret { secret: Secret::AdminPin, left: Some(found) } if found == left),
                    "{error}"
                ),
            }
        }
    }
    let mut old = host.driver(CLIENT);
    for _ in 0..2 {
        assert!(matches!(
            old.clients(),
            Err(Error::Blocked(Secret::AdminPin))
        ));
    }
    // The right PIN does not help any more, the PUK does.
    let mut config = host.config(CLIENT);
    config.secrets.admin_pin = "99999".into();
    let mut device = host.open(&config);
    assert!(matches!(
        device.clients(),
        Err(Error::Blocked(Secret::AdminPin))
    ));
    device.unblock_pin(Role::Admin, "777777", "55555").unwrap();
    device.clients().unwrap();
}

#[test]
fn tls_with_a_pinned_certificate_and_without() {
    let host = Host::new(Options {
        tls: true,
        ..Options::default()
    });
    let pem = host.folder.path().join("host.pem");
    std::fs::write(&pem, host.server.certificate().unwrap()).unwrap();
    let mut config = host.config(CLIENT);
    config.trust = Some(pem.clone());
    let mut device = host.open(&config);
    host.put_into_operation(&mut device);
    receipt(&mut device).unwrap();
    config.trust = None;
    config.patience = Duration::from_secs(2);
    assert!(matches!(host.open(&config).info(), Err(Error::Removed(_))));
    std::fs::write(&pem, "no certificate").unwrap();
    config.trust = Some(pem);
    assert!(matches!(
        amtskasse_tse::epson::Epson::open(&config, host.clock.boxed()),
        Err(Error::Configuration(_))
    ));
}
