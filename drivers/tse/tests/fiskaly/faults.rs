//! Everything that can go wrong with a single exchange.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use amtskasse_tse::fiskaly::simulator::{Fault, Options, Plan};
use amtskasse_tse::{Error, Transaction, Tse};
use serde_json::{Value, json};

use crate::common::{CLIENT, DATA, KIND, receipt};
use crate::{Service, checked, counting_pause, driver_options};

fn refuse(status: u16, code: &'static str) -> Fault {
    Fault::Refuse {
        status,
        code,
        retry_after: None,
    }
}

fn after(status: u16, code: &'static str) -> Fault {
    Fault::RefuseAfter { status, code }
}

#[test]
fn what_passes_is_waited_for_and_nothing_is_signed_twice() {
    for refuses_repetition in [false, true] {
        let (service, mut device) = Service::ready(Options {
            refuses_repetition,
            ..Options::default()
        });
        let faults = [
            refuse(429, ""),
            refuse(499, ""),
            refuse(500, "E_INTERNAL"),
            refuse(502, "ERROR_IDENTIFY_ERS"),
            refuse(503, "E_TSS_LOCKED"),
            Fault::CutRequest(10),
            Fault::CutAnswer(0),
            Fault::CutAnswer(40),
            after(500, "E_INTERNAL"),
            after(502, "SMAERS_GATEWAY_ERROR_PRECONDITION_UNEXPORTED_LOGS"),
            after(499, ""),
            Fault::Bytes(b"HTTP/1.1 garbage\r\n\r\n".to_vec()),
        ];
        for revision in ["tx_revision=1", "tx_revision=2"] {
            for fault in &faults {
                let before = service.signatures();
                let mut plan = Plan::once("PUT", revision, fault.clone());
                plan.times = 3;
                service.simulator.fail(plan);
                let (start, finish) = receipt(&mut device).unwrap();
                assert_eq!(service.simulator.calm(), 0, "{fault:?}");
                assert_eq!(service.signatures(), before + 2, "{fault:?}");
                assert_eq!(finish.counter, start.counter + 1, "{fault:?}");
                let found = device.transaction(CLIENT, start.transaction).unwrap();
                let Transaction::Finished { finish: found, .. } = found else {
                    panic!("{found:?}");
                };
                assert_eq!(found, finish);
            }
        }
        let sent = service.simulator.received();
        let mut bodies: std::collections::HashMap<String, Value> = Default::default();
        for put in sent.iter().filter(|one| one.method == "PUT") {
            let first = bodies
                .entry(put.path.clone())
                .or_insert_with(|| put.body.clone());
            // A request that was cut off left no body to compare.
            if !put.body.is_null() && !first.is_null() {
                assert_eq!(*first, put.body, "a repetition is identical");
            }
        }
        checked(&mut device);
    }
}

#[test]
fn an_outage_ends_with_the_patience_and_is_found_out_later() {
    let (mut service, _) = Service::ready(Options::default());
    service.config.patience = Duration::from_millis(500);
    let mut device = service.driver();
    device.info().unwrap();
    device.open_transactions(CLIENT).unwrap();
    for fault in [
        Fault::Slow(Duration::from_millis(900)),
        Fault::CutAnswer(5),
        after(503, "E_TSS_LOCKED"),
    ] {
        let start = device.start(CLIENT).unwrap();
        let before = service.signatures();
        service
            .simulator
            .fail(Plan::always("PUT", "tx_revision=2", fault.clone()));
        let begun = Instant::now();
        let error = device.finish(CLIENT, start.transaction, KIND, DATA);
        assert!(error.is_err(), "{fault:?}");
        assert!(begun.elapsed() < Duration::from_millis(1200), "{fault:?}");
        std::thread::sleep(Duration::from_millis(600));
        service.simulator.calm();
        assert_eq!(service.signatures(), before + 1, "{fault:?}");
        // The next finish asks first.
        assert!(matches!(
            device.finish(CLIENT, start.transaction, KIND, b"other"),
            Err(Error::TransactionNotOpen(_))
        ));
        let found = device.transaction(CLIENT, start.transaction).unwrap();
        assert!(matches!(found, Transaction::Finished { .. }), "{found:?}");
        assert_eq!(service.signatures(), before + 1, "{fault:?}");
    }
    // A start nobody got an answer to is found among the open ones and ended.
    service
        .simulator
        .fail(Plan::always("PUT", "tx_revision=1", Fault::CutAnswer(0)));
    device.start(CLIENT).unwrap_err();
    service.simulator.calm();
    let open = device.open_transactions(CLIENT).unwrap();
    assert_eq!(open.len(), 1);
    let aborted = b"AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^";
    device.finish(CLIENT, open[0], KIND, aborted).unwrap();
    checked(&mut device);
}

#[test]
fn retry_after_is_kept_or_given_up() {
    let (service, _) = Service::ready(Options::default());
    let waited = Arc::new(AtomicU64::new(0));
    let mut options = driver_options();
    options.pause = counting_pause(Arc::clone(&waited));
    let mut device = service.driver_with(options);
    device.info().unwrap();
    let told = |seconds| Fault::Refuse {
        status: 429,
        code: "",
        retry_after: Some(seconds),
    };
    service.simulator.fail(Plan::once("PUT", "/tx/", told(2)));
    device.start(CLIENT).unwrap();
    assert_eq!(waited.load(Ordering::SeqCst), 2000);
    // Longer than anybody waits at the counter: at once, and nothing was done.
    service.simulator.fail(Plan::once("PUT", "/tx/", told(60)));
    let begun = Instant::now();
    assert!(matches!(device.start(CLIENT), Err(Error::Busy)));
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(waited.load(Ordering::SeqCst), 2000);
}

#[test]
fn refusals_have_their_meaning() {
    let (service, mut device) = Service::ready(Options::default());
    let number = device.start(CLIENT).unwrap().transaction;
    let mut refused = |status, code| {
        service
            .simulator
            .fail(Plan::once("PUT", "/tx/", refuse(status, code)));
        let error = device.start(CLIENT).unwrap_err();
        service.simulator.calm();
        error
    };
    use Error as E;
    assert!(matches!(refused(400, "E_TSS_DISABLED"), E::Decommissioned));
    assert!(matches!(
        refused(400, "E_TSS_NOT_INITIALIZED"),
        E::NotInitialized
    ));
    assert!(matches!(
        refused(400, "E_CLIENT_NOT_FOUND"),
        E::UnknownClient(_)
    ));
    assert!(matches!(
        refused(400, "E_CLIENT_DEREGISTERED"),
        E::UnknownClient(client) if client == CLIENT
    ));
    assert!(matches!(
        refused(400, "E_TX_LIMIT_REACHED"),
        E::TooManyTransactions(500)
    ));
    assert!(matches!(refused(413, ""), E::InvalidData(_)));
    assert!(matches!(refused(423, "E_TSS_DEFECTIVE"), E::Damaged(_)));
    assert!(matches!(refused(423, "E_TSS_DELETED"), E::Damaged(_)));
    assert!(matches!(
        refused(423, "E_CERTIFICATE_EXPIRED"),
        E::CertificateExpired(_)
    ));
    assert!(matches!(
        refused(432, "E_USE_MIDDLEWARE"),
        E::Configuration(_)
    ));
    assert!(matches!(
        refused(403, "E_ACCESS_DENIED"),
        E::NotAuthorized(_)
    ));
    assert!(matches!(refused(301, ""), E::Configuration(_)));
    assert!(matches!(refused(418, "E_TEAPOT"), E::Device(_)));
    device.finish(CLIENT, number, KIND, DATA).unwrap();
}

#[test]
fn answers_to_something_else_are_not_taken() {
    let (service, mut device) = Service::ready(Options::default());
    let other = "22222222-2222-4222-8222-222222222222";
    let set = |pointer, value: Value| Fault::Set(pointer, value);
    let faults = [
        set("/_id", json!(other)),
        set("/number", json!(77)),
        set("/number", json!(-1)),
        set("/client_id", json!(other)),
        set("/client_serial_number", json!("KASSE-2")),
        set("/tss_id", json!(other)),
        set("/tss_serial_number", json!("ab".repeat(32))),
        set("/revision", json!(7)),
        set("/state", json!("ACTIVE")),
        set("/schema/raw/process_data", json!("QUJD")),
        set("/schema/raw/process_type", json!("Other")),
        set("/schema/raw/process_data", json!("%%%")),
        set("/signature/value", json!("QUJD")),
        set("/signature/value", json!("no base64")),
        set("/signature/algorithm", json!("ecdsa-plain-SHA384")),
        set("/signature/counter", json!("many")),
        set("/signature/counter", json!(0)),
        set("/signature/public_key", json!("QUJD")),
        set("/log/timestamp", json!(i64::MAX)),
        set("/log/timestamp_format", json!("utcTime")),
        set("/log/operation", json!("Start")),
        Fault::Remove("/_id"),
        Fault::Remove("/number"),
        Fault::Remove("/state"),
        Fault::Remove("/client_id"),
        Fault::Remove("/revision"),
        Fault::Remove("/tss_serial_number"),
        Fault::Remove("/signature/counter"),
        Fault::Remove("/log"),
        Fault::Remove("/log/timestamp"),
        Fault::Body(Vec::new()),
        Fault::Body(b"null".to_vec()),
        Fault::Body(b"[]".to_vec()),
        Fault::Body(b"\xff\xfe".to_vec()),
        Fault::Body("[".repeat(200_000).into_bytes()),
    ];
    for fault in faults {
        let start = device.start(CLIENT).unwrap();
        let before = service.signatures();
        service
            .simulator
            .fail(Plan::once("PUT", "tx_revision=2", fault.clone()));
        let error = device
            .finish(CLIENT, start.transaction, KIND, DATA)
            .expect_err(&format!("{fault:?}"));
        assert!(
            matches!(error, Error::Protocol(_) | Error::ForeignDevice { .. }),
            "{fault:?}: {error}"
        );
        assert_eq!(service.signatures(), before + 1, "{fault:?}");
        assert_eq!(service.simulator.calm(), 0);
        // What really happened is found out by asking.
        let found = device.transaction(CLIENT, start.transaction).unwrap();
        assert!(matches!(found, Transaction::Finished { .. }), "{fault:?}");
    }
    checked(&mut device);
}

#[test]
fn another_tss_is_not_taken_for_ours() {
    let (service, mut device) = Service::ready(Options::default());
    device.info().unwrap();
    for (pointer, value) in [
        ("/serial_number", json!("ab".repeat(32))),
        ("/_id", json!("22222222-2222-4222-8222-222222222222")),
        ("/public_key", json!("QUJD")),
        ("/certificate", json!("QUJD")),
        ("/signature_counter", json!("many")),
        ("/state", json!("SOMEWHERE")),
    ] {
        let plan = Plan::once("GET", "/tss/", Fault::Set(pointer, value));
        service.simulator.fail(plan);
        let error = device.info().unwrap_err();
        assert!(
            matches!(
                error,
                Error::Protocol(_) | Error::ForeignDevice { .. } | Error::Damaged(_)
            ),
            "{pointer}: {error}"
        );
    }
    device.info().unwrap();
    service.simulator.put_into_state("DEFECTIVE");
    assert!(matches!(device.info(), Err(Error::Damaged(_))));
    assert!(matches!(device.start(CLIENT), Err(Error::Damaged(_))));
}

#[test]
fn a_signature_that_comes_later_is_waited_for() {
    let (service, mut device) = Service::ready(Options {
        pending: true,
        ..Options::default()
    });
    let before = service.signatures();
    receipt(&mut device).unwrap();
    assert_eq!(service.signatures(), before + 2);
    checked(&mut device);
}

#[test]
fn a_revision_somebody_else_used_is_found_out() {
    let (service, mut device) = Service::ready(Options::default());
    let number = device.start(CLIENT).unwrap().transaction;
    let mut other = service.driver();
    other.update(CLIENT, number, KIND, b"elsewhere").unwrap();
    device.finish(CLIENT, number, KIND, DATA).unwrap();
    let number = device.start(CLIENT).unwrap().transaction;
    other.finish(CLIENT, number, KIND, b"elsewhere").unwrap();
    let before = service.signatures();
    assert!(matches!(
        device.finish(CLIENT, number, KIND, DATA),
        Err(Error::TransactionNotOpen(_))
    ));
    assert_eq!(service.signatures(), before);
    checked(&mut device);
}

#[test]
fn lists_longer_than_a_page_are_read_whole() {
    let (service, mut device) = Service::ready(Options {
        max_transactions: 300,
        ..Options::default()
    });
    for _ in 0..250 {
        device.start(CLIENT).unwrap();
    }
    let mut fresh = service.driver();
    let open = fresh.open_transactions(CLIENT).unwrap();
    assert!(open.iter().copied().eq(1..=250));
    for _ in 0..50 {
        device.start(CLIENT).unwrap();
    }
    assert!(matches!(
        device.start(CLIENT),
        Err(Error::TooManyTransactions(300))
    ));
    for number in fresh.open_transactions(CLIENT).unwrap() {
        fresh.finish(CLIENT, number, KIND, DATA).unwrap();
    }
    checked(&mut fresh);
}
