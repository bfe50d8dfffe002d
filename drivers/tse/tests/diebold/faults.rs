//! Everything that goes wrong.

use std::time::{Duration, Instant};

use amtskasse_tse::diebold::simulator::Tamper;
use amtskasse_tse::simulator::Fault;
use amtskasse_tse::{Error, Tse};

use crate::common::{CLIENT, DATA, Host, KIND, receipt};

#[test]
fn refusals_are_named() {
    let (host, mut device) = Host::ready();
    assert!(matches!(
        device.finish(CLIENT, 7, KIND, DATA),
        Err(Error::TransactionNotOpen(7))
    ));
    assert!(
        matches!(device.start("KASSE-9"), Err(Error::UnknownClient(client)) if client == "KASSE-9")
    );
    assert!(matches!(
        device.register_client("a_b"),
        Err(Error::InvalidClient(_))
    ));
    assert!(matches!(
        device.finish(CLIENT, 1, KIND, &[0xFF]),
        Err(Error::InvalidData(_))
    ));
    let long = "x".repeat(101);
    assert!(matches!(
        device.finish(CLIENT, 1, &long, DATA),
        Err(Error::InvalidData(_))
    ));
    for fault in [
        Fault::StorageFull,
        Fault::CertificateExpired,
        Fault::Removed,
        Fault::TimeNotSet,
    ] {
        host.server.device_faults().set(fault);
        let error = device.start(CLIENT).unwrap_err();
        assert!(matches!(error, Error::Device(_)), "{fault:?}: {error}");
        host.server.device_faults().clear_all();
        receipt(&mut device).unwrap();
    }
    host.server.device_faults().set(Fault::SelfTestFails);
    assert!(matches!(device.self_test(), Err(Error::SelfTestFailed(_))));
    let mut config = host.config();
    for (address, device) in [("http://host", None), ("ws://host", Some("no hex"))] {
        config.address = address.into();
        config.device = device.map(Into::into);
        let opened = amtskasse_tse::diebold::Diebold::open(&config);
        assert!(matches!(opened.err(), Some(Error::Configuration(_))));
    }
}

#[test]
fn nobody_there_slow_and_gone() {
    let (host, mut device) = Host::ready();
    let mut config = host.config();
    config.patience = Duration::from_millis(300);
    config.address = "ws://127.0.0.1:1".into();
    let mut nobody = amtskasse_tse::diebold::Diebold::open(&config).unwrap();
    assert!(matches!(nobody.start(CLIENT), Err(Error::Removed(_))));
    config.address = host.server.address();
    let mut hasty = amtskasse_tse::diebold::Diebold::open(&config).unwrap();
    receipt(&mut hasty).unwrap();
    host.server.slow(Some(Duration::from_millis(700)));
    let since = Instant::now();
    assert!(matches!(hasty.start(CLIENT), Err(Error::Timeout(_))));
    assert!(since.elapsed() < Duration::from_millis(600));
    host.server.slow(None);
    std::thread::sleep(Duration::from_millis(600));
    // Carried out, and lost: the service has no list to find it in.
    let (start, _) = receipt(&mut hasty).unwrap();
    assert_eq!(start.transaction, 3);
    assert_eq!(host.verified().transactions.open, [2]);
    // A line that was quiet and broke is noticed before anything is started on it.
    receipt(&mut device).unwrap();
    host.server.hang_up();
    std::thread::sleep(Duration::from_millis(1100));
    receipt(&mut device).unwrap();
}

#[test]
fn answers_that_are_none() {
    let (host, _device) = Host::ready();
    let mut config = host.config();
    config.patience = Duration::from_millis(300);
    let mut device = amtskasse_tse::diebold::Diebold::open(&config).unwrap();
    receipt(&mut device).unwrap();
    let text = |text: &str| Tamper::Replace(text.into());
    let tampers = [
        text(""),
        text("garbage"),
        text("\u{2}{}\u{3}\n"),
        text("\u{2}{\"Status\":\"ok\",\"Command\":\"StartTransaction\"}\u{3}\n"),
        text(&"x".repeat(3 << 20)),
        Tamper::Binary(vec![2, 0x7B, 0x7D, 3, 10]),
        Tamper::WrongNumber,
        Tamper::Repeat,
        Tamper::Silence,
    ];
    let mut started = 1;
    for tamper in tampers {
        let name = format!("{tamper:?}").chars().take(60).collect::<String>();
        host.server.tamper("StartTransaction", tamper);
        let since = Instant::now();
        let error = device.start(CLIENT).unwrap_err();
        assert!(
            matches!(error, Error::Protocol(_) | Error::Timeout(_)),
            "{name}: {error:?}"
        );
        assert!(since.elapsed() < Duration::from_secs(1), "{name}");
        started += 1;
    }
    // An uncertain finish is not sent again by the driver; the register may, and it counts once.
    let start = device.start(CLIENT).unwrap();
    host.server.tamper("FinishTransaction", Tamper::WrongNumber);
    device
        .finish(CLIENT, start.transaction, KIND, DATA)
        .unwrap_err();
    assert!(matches!(
        device.transaction(CLIENT, start.transaction),
        Err(Error::Unsupported(_))
    ));
    assert_eq!(
        device.open_transactions(CLIENT).unwrap(),
        [start.transaction]
    );
    assert!(matches!(
        device.finish(CLIENT, start.transaction, KIND, DATA),
        Err(Error::TransactionNotOpen(_))
    ));
    assert!(device.open_transactions(CLIENT).unwrap().is_empty());
    let report = host.verified();
    assert_eq!(report.transactions.started, started + 1);
    assert_eq!(report.transactions.finished, 2);
}
