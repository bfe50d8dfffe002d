//! Archives: whole, limited, in spans.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use amtskasse_tse::fiskaly::simulator::{Fault, Options, Plan};
use amtskasse_tse::fiskaly::{Fiskaly, Options as DriverOptions};
use amtskasse_tse::name::{LogName, NameKind};
use amtskasse_tse::{Error, ExportFilter, ExportState, Tse};
use serde_json::json;

use crate::common::{CLIENT, DATA, KIND, receipt};
use crate::{Service, checked, counting_pause, driver_options, holds};

fn export(device: &mut Fiskaly, filter: &ExportFilter) -> Result<Vec<u8>, Error> {
    let mut archive = Vec::new();
    device.export(filter, &mut archive).map(|_| archive)
}

fn names(archive: &[u8]) -> Vec<String> {
    let mut archive = tar::Archive::new(archive);
    let entries = archive.entries().unwrap();
    entries
        .map(|entry| entry.unwrap().path().unwrap().display().to_string())
        .collect()
}

fn logs(archive: &[u8]) -> Vec<LogName> {
    names(archive)
        .iter()
        .filter_map(|name| LogName::parse(name))
        .collect()
}

fn day() -> (Service, Fiskaly) {
    let (service, mut device) = Service::ready(Options::default());
    device.register_client("KASSE-2").unwrap();
    for n in 0..20 {
        service.clock.forward(60);
        let client = if n % 3 == 0 { "KASSE-2" } else { CLIENT };
        let start = device.start(client).unwrap();
        device
            .finish(client, start.transaction, KIND, DATA)
            .unwrap();
    }
    service.simulator.received();
    (service, device)
}

#[test]
fn limits_select() {
    let (service, mut device) = day();
    let report = checked(&mut device);
    assert_eq!(report.signatures.valid, service.signatures());

    let two_to_five = |client_id: Option<&str>| ExportFilter::Transactions {
        from: 2,
        to: 5,
        client_id: client_id.map(str::to_owned),
    };
    let numbers = |archive: &[u8]| {
        let mut numbers: Vec<u64> = logs(archive)
            .into_iter()
            .filter_map(|log| match log.kind {
                NameKind::Transaction { number, .. } => Some(number),
                _ => None,
            })
            .collect();
        numbers.dedup();
        numbers
    };
    let archive = export(&mut device, &two_to_five(None)).unwrap();
    assert_eq!(numbers(&archive), [2, 3, 4, 5]);
    holds(&archive);
    let archive = export(&mut device, &two_to_five(Some("KASSE-2"))).unwrap();
    assert_eq!(numbers(&archive), [4]);
    holds(&archive);
    assert!(matches!(
        export(&mut device, &two_to_five(Some("KASSE-9"))),
        Err(Error::NothingToExport)
    ));

    let now = service.clock.now();
    let time = |from: i64, to: i64| ExportFilter::Time {
        from: now - chrono::TimeDelta::seconds(from),
        to: now - chrono::TimeDelta::seconds(to),
    };
    let archive = export(&mut device, &time(120, 0)).unwrap();
    assert_eq!(logs(&archive).len(), 6);
    assert!(matches!(
        export(&mut device, &time(59, 1)),
        Err(Error::NothingToExport)
    ));
    let sent = service.simulator.received();
    assert!(
        sent.iter()
            .any(|one| one.path.contains("start_date=") && one.path.contains("end_date="))
    );
}

#[test]
fn an_increment_goes_on_where_the_last_one_ended() {
    let (service, mut device) = day();
    let mut first = Vec::new();
    let state = device
        .export(&ExportFilter::All, &mut first)
        .unwrap()
        .state
        .unwrap();
    let since = |state: &ExportState| ExportFilter::Since(state.clone());
    assert!(matches!(
        export(&mut device, &since(&state)),
        Err(Error::NothingToExport)
    ));
    service.clock.forward(60);
    receipt(&mut device).unwrap();
    let mut second = Vec::new();
    let next = device
        .export(&since(&state), &mut second)
        .unwrap()
        .state
        .unwrap();
    assert_eq!(logs(&second).len(), 2);
    holds(&second);
    let together = logs(&first).len() + logs(&second).len();
    assert_eq!(together as u64, service.signatures());
    assert!(export(&mut device, &since(&next)).is_err());
    // A state of another TSS, or none at all.
    let mut foreign = state.0.clone();
    foreign[20] ^= 1;
    assert!(matches!(
        export(&mut device, &since(&ExportState(foreign))),
        Err(Error::ForeignDevice { .. })
    ));
    assert!(matches!(
        export(&mut device, &since(&ExportState(vec![1, 2]))),
        Err(Error::InvalidData(_))
    ));
}

#[test]
fn too_much_for_one_export_comes_in_spans_as_one_archive() {
    let whole = {
        let (_service, mut device) = day();
        logs(&export(&mut device, &ExportFilter::All).unwrap()).len()
    };
    for (told, limit) in [(7, 7), (1_000_000, 7), (7, 3), (1, 1)] {
        let (service, _) = day_with(limit);
        let mut device = service.driver_with(DriverOptions {
            records: told,
            ..driver_options()
        });
        let archive = export(&mut device, &ExportFilter::All).unwrap();
        let report = holds(&archive);
        assert_eq!(report.signatures.valid, service.signatures());
        assert_eq!(logs(&archive).len(), whole);
        let names = names(&archive);
        let once = |name: &str| names.iter().filter(|found| found.ends_with(name)).count();
        assert_eq!(once("info.csv"), 1);
        assert_eq!(once("_X509.cer"), 3);
        let counters: Vec<u64> = logs(&archive).iter().map(|log| log.counter).collect();
        assert!(counters.is_sorted());
    }
    // Spans of days and of transactions are halved.
    let (service, mut device) = day_with(6);
    let archive = export(
        &mut device,
        &ExportFilter::Transactions {
            from: 1,
            to: 20,
            client_id: None,
        },
    )
    .unwrap();
    assert_eq!(logs(&archive).len(), 40);
    let now = service.clock.now();
    let hour = ExportFilter::Time {
        from: now - chrono::TimeDelta::hours(1),
        to: now,
    };
    // The initialisation was logged before the clock was set.
    assert_eq!(
        logs(&export(&mut device, &hour).unwrap()).len() as u64,
        service.signatures() - 1
    );
    // Two signatures of one second cannot be parted.
    let (_service, mut device) = day_with(1);
    assert!(matches!(
        export(&mut device, &hour),
        Err(Error::TooManyRecords)
    ));
}

fn day_with(records: u64) -> (Service, Fiskaly) {
    let (service, mut device) = Service::ready(Options {
        records,
        ..Options::default()
    });
    device.register_client("KASSE-2").unwrap();
    for _ in 0..20 {
        service.clock.forward(60);
        receipt(&mut device).unwrap();
    }
    (service, device)
}

#[test]
fn waiting_keeps_to_what_the_service_allows() {
    let (service, _) = Service::ready(Options {
        working: 30,
        ..Options::default()
    });
    let waited = Arc::new(AtomicU64::new(0));
    let mut device = service.driver_with(DriverOptions {
        pause: counting_pause(Arc::clone(&waited)),
        ..driver_options()
    });
    receipt(&mut device).unwrap();
    export(&mut device, &ExportFilter::All).unwrap();
    let sent = service.simulator.received();
    let asked = sent
        .iter()
        .filter(|one| one.method == "GET" && one.path.contains("/export/"))
        .filter(|one| !one.path.ends_with("/file"))
        .count() as u64;
    assert_eq!(asked, 31);
    // At most twelve questions a minute.
    assert!(waited.load(Ordering::SeqCst) >= asked * 5000);
    assert_eq!(
        sent.iter()
            .filter(|one| one.path.ends_with("/file"))
            .count(),
        1
    );

    // An export that never ends is called off.
    let mut device = service.driver_with(DriverOptions {
        export_patience: Duration::from_secs(20),
        ..driver_options()
    });
    assert!(matches!(
        export(&mut device, &ExportFilter::All),
        Err(Error::Timeout(_))
    ));
    let sent = service.simulator.received();
    assert!(sent.iter().any(|one| one.method == "DELETE"));
}

#[test]
fn an_export_that_fails_says_why() {
    let (service, mut device) = day();
    let failed = |exception: &str| {
        Fault::Body(
            json!({"_id": "x", "state": "ERROR", "exception": exception})
                .to_string()
                .into_bytes(),
        )
    };
    let mut refused = |fault: Fault| {
        let mut plan = Plan::once("GET", "/export/", fault);
        plan.times = 1;
        service.simulator.fail(plan);
        let error = export(&mut device, &ExportFilter::All).unwrap_err();
        service.simulator.calm();
        error
    };
    // About another export.
    assert!(matches!(refused(failed("E_INTERNAL")), Error::Protocol(_)));
    let set = |state: &str| Fault::Set("/state", json!(state));
    assert!(matches!(refused(set("ERROR")), Error::Device(_)));
    assert!(matches!(refused(set("EXPIRED")), Error::Device(_)));
    assert!(matches!(refused(set("CANCELLED")), Error::Device(_)));
    // Completed, says the service, and then has no file: 404 with Retry-After until it gives in.
    service.simulator.fail(Plan::once(
        "GET",
        "/file",
        Fault::Refuse {
            status: 404,
            code: "E_EXPORT_NOT_COMPLETED",
            retry_after: Some(60),
        },
    ));
    export(&mut device, &ExportFilter::All).unwrap();
    // What is no archive to its end is refused.
    let mut whole = export(&mut device, &ExportFilter::All).unwrap();
    whole.truncate(whole.len() - 1024);
    service
        .simulator
        .fail(Plan::once("GET", "/file", Fault::Body(whole)));
    assert!(matches!(
        export(&mut device, &ExportFilter::All),
        Err(Error::Protocol(_))
    ));
    // Others in the way are waited for.
    for code in [
        "E_TOO_MANY_EXPORTS",
        "E_EXPORT_IN_PROGRESS",
        "E_EXPORT_DUPLICATE_RATE_LIMITED",
    ] {
        service.simulator.fail(Plan::once(
            "PUT",
            "/export/",
            Fault::Refuse {
                status: 409,
                code,
                retry_after: None,
            },
        ));
        export(&mut device, &ExportFilter::All).unwrap();
    }
    // A disk that is full.
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::from(std::io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = device.export(&ExportFilter::All, &mut Full).unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    let _ = CLIENT;
}
