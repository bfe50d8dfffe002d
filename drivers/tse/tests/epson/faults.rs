//! Everything that goes wrong.

use std::time::{Duration, Instant};

use amtskasse_tse::driver::{Config, Driver, Secrets, open};
use amtskasse_tse::epson::simulator::{Options, Tamper};
use amtskasse_tse::simulator::{self, Fault};
use amtskasse_tse::{Error, ExportFilter, Transaction, Tse};

use crate::common::{CLIENT, DATA, Host, KIND, holds, receipt};

#[test]
fn failures_of_the_device_are_named() {
    let (host, mut device) = Host::ready();
    receipt(&mut device).unwrap();
    let faults = host.server.device_faults();
    type Check = fn(&Error) -> bool;
    let cases: [(Fault, Check); 4] = [
        (Fault::CertificateExpired, |error| {
            matches!(error, Error::CertificateExpired(_))
        }),
        (Fault::StorageFull, |error| {
            matches!(error, Error::StorageFull)
        }),
        (Fault::Removed, |error| matches!(error, Error::Removed(_))),
        (Fault::TimeNotSet, |error| {
            matches!(error, Error::TimeNotSet)
        }),
    ];
    for (fault, check) in cases {
        faults.set(fault);
        let error = receipt(&mut device).unwrap_err();
        assert!(check(&error), "{fault:?}: {error:?}");
        faults.clear(fault);
        receipt(&mut device).unwrap();
    }
    faults.set(Fault::SelfTestFails);
    assert!(matches!(device.self_test(), Err(Error::SelfTestFailed(_))));
    assert!(device.start(CLIENT).is_err());
    faults.clear_all();
    receipt(&mut device).unwrap();
    faults.set(Fault::ForeignDevice);
    assert!(matches!(device.info(), Err(Error::ForeignDevice { .. })));
    faults.clear_all();
    device.info().unwrap();
}

#[test]
fn refusals_are_named() {
    let (host, mut device) = Host::ready();
    assert!(matches!(
        device.finish(CLIENT, 7, KIND, DATA),
        Err(Error::TransactionNotOpen(7))
    ));
    assert!(matches!(
        device.start("KASSE-9"),
        Err(Error::UnknownClient(client)) if client == "KASSE-9"
    ));
    for wrong in ["", "a_b", "EPSON1", "123456789012345678901234567890x"] {
        assert!(matches!(
            device.register_client(wrong),
            Err(Error::InvalidClient(_))
        ));
    }
    let start = device.start(CLIENT).unwrap();
    let long = "x".repeat(101);
    assert!(matches!(
        device.finish(CLIENT, start.transaction, &long, DATA),
        Err(Error::InvalidData(_))
    ));
    // 64 KB of JSON; the line is not the worse for it.
    let data = vec![b'x'; 50_000];
    assert!(matches!(
        device.finish(CLIENT, start.transaction, KIND, &data),
        Err(Error::InvalidData(_))
    ));
    device
        .finish(CLIENT, start.transaction, KIND, &data[..40_000])
        .unwrap();
    let mut config = host.config(CLIENT);
    config.device = Some("TSE_1234".into());
    assert!(matches!(host.open(&config).info(), Err(Error::Removed(_))));
    config.address = "http://host".into();
    assert!(matches!(
        open(&config, host.clock.boxed()).err(),
        Some(Error::Configuration(_))
    ));
    assert!(!format!("{config:?}").contains("48151"));
}

#[test]
fn limits_are_named() {
    let host = Host::new(Options {
        device: simulator::Options {
            max_signatures: 12,
            ..simulator::Options::default()
        },
        ..Options::default()
    });
    let mut device = host.driver(CLIENT);
    host.put_into_operation(&mut device);
    let error = (0..12).find_map(|_| receipt(&mut device).err()).unwrap();
    assert!(matches!(error, Error::SignaturesExhausted), "{error}");
}

#[test]
fn nobody_there_slow_and_busy() {
    let mut config = Config {
        driver: Driver::Epson,
        address: "tcp://127.0.0.1:1".into(),
        device: None,
        library: None,
        trust: None,
        certification_id: None,
        client_id: CLIENT.into(),
        secrets: Secrets::default(),
        patience: Duration::from_millis(300),
    };
    let mut device = open(&config, Box::new(chrono::Utc::now)).unwrap();
    assert!(matches!(device.info(), Err(Error::Removed(_))));

    let (host, mut ready) = Host::ready();
    receipt(&mut ready).unwrap();
    config = host.config(CLIENT);
    config.patience = Duration::from_millis(300);
    let mut device = host.open(&config);
    host.server.busy(true);
    assert!(matches!(device.start(CLIENT), Err(Error::Busy)));
    host.server.busy(false);
    receipt(&mut device).unwrap();

    // Slower than the patience: carried out, and nobody was told. The device knows.
    let before = host.server.archive().unwrap();
    host.server.slow(Some(Duration::from_millis(600)));
    let since = Instant::now();
    assert!(matches!(device.start(CLIENT), Err(Error::Timeout(_))));
    assert!(
        since.elapsed() < Duration::from_millis(900),
        "{:?}",
        since.elapsed()
    );
    host.server.slow(None);
    std::thread::sleep(Duration::from_millis(600));
    let open = device.open_transactions(CLIENT).unwrap();
    assert_eq!(open, [3]);
    assert!(matches!(
        device.transaction(CLIENT, 3).unwrap(),
        Transaction::Open { start: Some(_) }
    ));
    device.finish(CLIENT, 3, KIND, DATA).unwrap();
    assert_eq!(
        host.verified().transactions.started,
        holds(&before).transactions.started + 1
    );
}

#[test]
fn answers_that_are_none() {
    let (host, mut device) = Host::ready();
    let mut config = host.config(CLIENT);
    config.patience = Duration::from_millis(400);
    let wrong: Vec<Vec<u8>> = vec![
        b"\0".to_vec(),
        b"garbage\0".to_vec(),
        b"<device_data></device_data>\0".to_vec(),
        vec![0xFF; 300],
        vec![b'x'; 3 << 20],
        b"<open_device><device_id>local_TSE</device_id><code>OK</code><data_id>900</data_id></open_device>\0".to_vec(),
        data("local_TSE", r#"{"function":"FinishTransaction","result":"EXECUTION_OK","output":{}}"#),
        data("local_TSE", r#"{"function":"StartTransaction","result":"EXECUTION_OK","output":{}}"#),
        data("local_TSE", r#"{"function":"StartTransaction","result":"EXECUTION_OK"}"#),
        data("TSE_2", r#"{"function":"StartTransaction","result":"EXECUTION_OK","output":{}}"#),
        data("local_TSE", "{"),
        data("local_TSE", "[[[["),
    ];
    device.start(CLIENT).unwrap();
    let mut device = host.open(&config);
    let mut number = 1;
    for bytes in wrong {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
        host.server
            .tamper("StartTransaction", Tamper::Replace(bytes));
        let since = Instant::now();
        let error = device.start(CLIENT).unwrap_err();
        assert!(
            matches!(error, Error::Protocol(_) | Error::Timeout(_)),
            "{text}: {error:?}"
        );
        assert!(since.elapsed() < Duration::from_secs(1));
        // It was carried out, once; what became of it is there to be asked for.
        number += 1;
        assert_eq!(
            device.open_transactions(CLIENT).unwrap().last(),
            Some(&number)
        );
    }
    for tamper in [Tamper::Silence, Tamper::Repeat] {
        host.server.tamper("StartTransaction", tamper);
        device.start(CLIENT).unwrap_err();
        number += 1;
    }
    // The answer to an earlier finish instead of this one.
    device.finish(CLIENT, 1, KIND, DATA).unwrap();
    host.server.tamper("FinishTransaction", Tamper::Repeat);
    device.finish(CLIENT, 2, KIND, DATA).unwrap_err();
    assert!(matches!(
        device.transaction(CLIENT, 2).unwrap(),
        Transaction::Finished { .. }
    ));
    let report = host.verified();
    assert_eq!(report.transactions.started, number);
    assert_eq!(report.transactions.finished, 2);
}

fn data(device: &str, json: &str) -> Vec<u8> {
    let json = json.replace('"', "&quot;");
    format!(
        "<device_data><device_id>{device}</device_id><data_id>901</data_id><data><type>onoperateresult</type><code>SUCCESS</code><resultdata>{json}</resultdata></data></device_data>\0"
    )
    .into_bytes()
}

#[test]
fn an_export_that_breaks_off_does_not_stop_the_signing() {
    let host = Host::new(Options {
        piece: 700,
        ..Options::default()
    });
    let mut device = host.driver(CLIENT);
    host.put_into_operation(&mut device);
    for _ in 0..3 {
        receipt(&mut device).unwrap();
    }
    // The target is full.
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = device
        .export(&ExportFilter::All, &mut Full(2000))
        .unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    receipt(&mut device).unwrap();
    // The line breaks.
    host.server.cut_answer_after(6000);
    device
        .export(&ExportFilter::All, &mut Vec::new())
        .unwrap_err();
    receipt(&mut device).unwrap();
    // The program ended in the middle; the next one may end what was left behind.
    host.server.cut_answer_after(6000);
    device
        .export(&ExportFilter::All, &mut Vec::new())
        .unwrap_err();
    drop(device);
    host.server.power_cycle().unwrap();
    let mut device = host.driver(CLIENT);
    let mut archive = Vec::new();
    device.export(&ExportFilter::All, &mut archive).unwrap();
    holds(&archive);
    for bad in ["EXPORT_WHATEVER", "EXPORT_INCOMPLETE\",\"x\":\""] {
        let json = format!(
            r#"{{"function":"GetExportData","result":"EXECUTION_OK","output":{{"exportData":"!","exportStatus":"{bad}"}}}}"#
        );
        host.server
            .tamper("GetExportData", Tamper::Replace(data("local_TSE", &json)));
        let error = device
            .export(&ExportFilter::All, &mut Vec::new())
            .unwrap_err();
        assert!(matches!(error, Error::Protocol(_)), "{error}");
        receipt(&mut device).unwrap();
    }
}
