//! What the service can do.

use amtskasse_tse::algorithm::{Curve, hex};
use amtskasse_tse::simulator::Options;
use amtskasse_tse::{Error, ExportFilter, Role, Secret, State, Transaction, Tse};

use crate::common::{CLIENT, DATA, Host, KIND, receipt, set_up};

#[test]
fn from_the_makers_tool_to_the_last_receipt() {
    let host = Host::new(Options {
        curve: Curve::BrainpoolP384r1,
        ..Options::default()
    });
    let mut device = host.driver();
    device.set_up(&set_up()).unwrap();
    device.register_client(CLIENT).unwrap();
    device.register_client("KASSE-2").unwrap();
    assert_eq!(device.clients().unwrap(), [CLIENT, "KASSE-2"]);
    device.self_test().unwrap();
    device.update_time(host.time()).unwrap();
    let (start, finish) = receipt(&mut device).unwrap();
    assert_eq!(finish.log_time, host.time(), "UTC");
    assert_eq!(finish.signature.len(), 96);
    let second = device.start("KASSE-2").unwrap();
    device.update("KASSE-2", 2, KIND, b"x").unwrap();
    assert_eq!(device.open_transactions("KASSE-2").unwrap(), [2]);
    assert_eq!(
        device.transaction("KASSE-2", 2).unwrap(),
        Transaction::Open {
            start: Some(second)
        }
    );
    assert_eq!(
        device.transaction(CLIENT, 1).unwrap(),
        Transaction::Finished {
            start: Some(start),
            finish: finish.clone(),
            content: Some((KIND.into(), DATA.to_vec()))
        }
    );
    assert!(matches!(
        device.deregister_client("KASSE-2"),
        Err(Error::OpenTransactions(_))
    ));
    device.finish("KASSE-2", 2, KIND, DATA).unwrap();
    device.deregister_client("KASSE-2").unwrap();

    let info = device.info().unwrap();
    assert_eq!(info.state, State::Operational);
    assert_eq!(
        info.serial,
        amtskasse_tse::algorithm::serial(&info.public_key)
    );
    assert_eq!(info.certificates.len(), 3);
    assert_eq!(info.certification_id, None, "a test TSE has none");
    assert_eq!(info.signature_algorithm, "ecdsa-plain-SHA384");
    assert!(info.signatures > finish.counter);
    let mut config = host.config();
    config.device = Some(hex(&info.serial));
    let mut known = amtskasse_tse::driver::open(&config, Box::new(chrono::Utc::now)).unwrap();
    known.info().unwrap();
    config.device = Some("ab".repeat(32));
    let mut other = amtskasse_tse::driver::open(&config, Box::new(chrono::Utc::now)).unwrap();
    assert!(matches!(other.info(), Err(Error::ForeignDevice { .. })));
    assert!(matches!(
        other.start(CLIENT),
        Err(Error::ForeignDevice { .. })
    ));
    let report = host.verified();
    assert_eq!(report.transactions.finished, 2);
    assert_eq!(report.transactions.open, [3]);
}

#[test]
fn what_is_not_public_is_not_pretended() {
    let (host, mut device) = Host::ready();
    let unsupported = |result: Result<(), Error>| {
        assert!(matches!(result, Err(Error::Unsupported(_))), "{result:?}");
    };
    unsupported(device.export(&ExportFilter::All, &mut Vec::new()).map(drop));
    unsupported(device.delete_exported());
    unsupported(device.decommission());
    unsupported(device.change_puk("108108", "777777"));
    unsupported(device.transaction(CLIENT, 1).map(drop));
    let mut other = set_up();
    other.admin_pin = "11111".into();
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    device.set_up(&set_up()).unwrap();
    // A configuration that is wrong costs one try, however often it is set up.
    let mut config = host.config();
    config.secrets.admin_pin = "11111".into();
    let mut device = amtskasse_tse::diebold::Diebold::open(&config).unwrap();
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    for _ in 0..3 {
        device.set_up(&other).unwrap_err();
    }
    host.driver().set_up(&set_up()).unwrap();
}

#[test]
fn pins_are_changed_blocked_and_unblocked() {
    let (host, mut device) = Host::ready();
    device
        .change_pin(Role::TimeAdmin, "62342", "88888")
        .unwrap();
    receipt(&mut device).unwrap();
    assert!(matches!(
        device.change_pin(Role::TimeAdmin, "88888", "8"),
        Err(Error::InvalidData(_))
    ));
    // An old configuration: every driver tries once.
    for tries in 0..3 {
        let mut old = host.driver();
        for _ in 0..3 {
            let error = old.start(CLIENT).unwrap_err();
            assert!(
                matches!(
                    error,
                    Error::WrongSecret {
                        secret: Secret::TimeAdminPin,
                        left: None
                    }
                ),
                "{tries}: {error}"
            );
        }
    }
    for _ in 0..2 {
        let error = device.start(CLIENT).unwrap_err();
        assert!(
            matches!(error, Error::Blocked(Secret::TimeAdminPin)),
            "{error}"
        );
    }
    assert!(matches!(
        device.unblock_pin(Role::TimeAdmin, "999999", "55555"),
        Err(Error::WrongSecret {
            secret: Secret::Puk,
            ..
        })
    ));
    device
        .unblock_pin(Role::TimeAdmin, "108108", "55555")
        .unwrap();
    receipt(&mut device).unwrap();
}
