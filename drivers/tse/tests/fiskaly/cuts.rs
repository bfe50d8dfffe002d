//! The line breaks at every byte of every exchange.

use std::time::{Duration, Instant};

use amtskasse_tse::fiskaly::Fiskaly;
use amtskasse_tse::fiskaly::simulator::{Fault, Options, Plan, Received};
use amtskasse_tse::{ExportFilter, Transaction, Tse};

use crate::common::{CLIENT, DATA, KIND, receipt};
use crate::{PIN, Service, checked, set_up};

/// Length of the last request and answer of this kind.
fn lengths(received: &[Received], method: &str, path: &str) -> (usize, usize) {
    let found = received
        .iter()
        .rev()
        .find(|one| one.method == method && one.path.contains(path) && one.status == 200)
        .unwrap_or_else(|| panic!("{method} {path}: {received:#?}"));
    (found.length, found.answer)
}

#[test]
fn a_transaction_survives_a_cut_at_every_byte() {
    for refuses_repetition in [false, true] {
        let (service, mut device) = Service::ready(Options {
            refuses_repetition,
            ..Options::default()
        });
        receipt(&mut device).unwrap();
        let received = service.simulator.received();
        for path in ["tx_revision=1", "tx_revision=2"] {
            let (request, answer) = lengths(&received, "PUT", path);
            let cuts = (0..request)
                .map(Fault::CutRequest)
                .chain((0..answer).map(Fault::CutAnswer));
            for fault in cuts {
                let before = service.signatures();
                service
                    .simulator
                    .fail(Plan::once("PUT", path, fault.clone()));
                let (start, finish) = receipt(&mut device).unwrap();
                assert_eq!(service.simulator.calm(), 0, "{fault:?}");
                assert_eq!(service.signatures(), before + 2, "{fault:?}");
                assert_eq!(finish.counter, start.counter + 1, "{fault:?}");
            }
        }
        checked(&mut device);
    }
}

#[test]
fn a_line_that_stays_cut_leaves_a_state_that_can_be_asked_for() {
    let (mut service, mut device) = Service::ready(Options::default());
    receipt(&mut device).unwrap();
    let received = service.simulator.received();
    let (_, answer) = lengths(&received, "PUT", "tx_revision=2");
    service.config.patience = Duration::from_millis(150);
    let mut device = service.driver();
    device.info().unwrap();
    for at in (0..answer).step_by(23) {
        service.simulator.calm();
        let start = device.start(CLIENT).unwrap();
        let before = service.signatures();
        service
            .simulator
            .fail(Plan::always("PUT", "/tx/", Fault::CutAnswer(at)));
        let begun = Instant::now();
        device
            .finish(CLIENT, start.transaction, KIND, DATA)
            .unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(1));
        service.simulator.calm();
        assert_eq!(service.signatures(), before + 1, "{at}");
        let found = device.transaction(CLIENT, start.transaction).unwrap();
        let Transaction::Finished { content, .. } = found else {
            panic!("{at}: {found:?}");
        };
        assert_eq!(content, Some((KIND.to_owned(), DATA.to_vec())));
    }
    checked(&mut device);
}

#[test]
fn reading_survives_a_cut_at_every_byte() {
    let (service, mut device) = Service::ready(Options::default());
    receipt(&mut device).unwrap();
    let number = device.start(CLIENT).unwrap().transaction;
    type Ask = fn(&mut Fiskaly, u64);
    let questions: [(&str, Ask); 4] = [
        ("/tx/", |device, number| {
            let found = device.transaction(CLIENT, number).unwrap();
            assert!(matches!(found, Transaction::Open { .. }));
        }),
        ("states%5B0%5D=ACTIVE", |device, number| {
            assert_eq!(device.open_transactions(CLIENT).unwrap(), [number]);
        }),
        ("/client?", |device, _| {
            assert_eq!(device.clients().unwrap(), [CLIENT]);
        }),
        ("/tss/", |device, _| drop(device.info().unwrap())),
    ];
    for (path, ask) in questions {
        ask(&mut device, number);
        let (_, answer) = lengths(&service.simulator.received(), "GET", path);
        for at in 0..answer {
            service
                .simulator
                .fail(Plan::once("GET", path, Fault::CutAnswer(at)));
            ask(&mut device, number);
            assert_eq!(service.simulator.calm(), 0);
        }
    }
    // Logging in.
    service.simulator.expire_tokens();
    device.info().unwrap();
    let (_, answer) = lengths(&service.simulator.received(), "POST", "/auth");
    for at in 0..answer {
        service.simulator.expire_tokens();
        service
            .simulator
            .fail(Plan::once("POST", "/auth", Fault::CutAnswer(at)));
        device.info().unwrap();
        assert_eq!(service.simulator.calm(), 0);
    }
}

/// Everything from the creation to the first client, with one cut; whatever was told to fail is done again by hand.
fn set_up_with(plan: &Plan) -> Vec<Received> {
    let mut service = Service::new(Options::default());
    let mut device = service.driver();
    service.simulator.fail(plan.clone());
    let created = device.create().unwrap().unwrap();
    service.keep(&created);
    // A PIN whose outcome is unknown is not repeated by the driver; the technician does.
    let mut failures = 0;
    for step in ["set up", "set up again", "client"] {
        let once = |device: &mut Fiskaly| match step {
            "client" => device.register_client(CLIENT),
            _ => device.set_up(&set_up(&created.admin_puk)),
        };
        if once(&mut device).is_err() {
            failures += 1;
            device = service.driver();
            once(&mut device).unwrap();
        }
    }
    assert!(failures <= 1);
    assert_eq!(device.clients().unwrap(), [CLIENT]);
    assert_eq!(service.simulator.wrong_pins(), 0);
    receipt(&mut device).unwrap();
    assert_eq!(service.config.secrets.admin_pin, PIN);
    service.simulator.received()
}

#[test]
fn a_set_up_that_is_cut_anywhere_can_be_gone_on_with() {
    let never = Plan::once("NONE", "/", Fault::CutAnswer(0));
    let received = set_up_with(&never);
    let steps = [
        ("PUT", "/tss/", 0),
        ("PATCH", "/tss/", 0),
        ("PATCH", "/admin", 0),
        ("POST", "/admin/auth", 0),
        ("PATCH", "/tss/", 2),
        ("PUT", "/client/", 0),
        ("POST", "/admin/auth", 1),
        ("POST", "/admin/logout", 0),
    ];
    for (method, path, skip) in steps {
        let (_, answer) = lengths(&received, method, path);
        // Every byte of the head's end and the body's ends, and a raster between; making a device takes its time.
        for at in (0..answer).step_by(61).chain([answer - 1]) {
            let mut plan = Plan::once(method, path, Fault::CutAnswer(at));
            plan.skip = skip;
            set_up_with(&plan);
        }
    }
}

#[test]
fn an_export_survives_a_cut_or_says_so() {
    let (service, mut device) = Service::ready(Options::default());
    receipt(&mut device).unwrap();
    let mut archive = Vec::new();
    device.export(&ExportFilter::All, &mut archive).unwrap();
    let received = service.simulator.received();
    for (method, path) in [("PUT", "/export/"), ("GET", "/export/")] {
        let of: Vec<Received> = received
            .iter()
            .filter(|one| !one.path.ends_with("/file"))
            .cloned()
            .collect();
        let (_, answer) = lengths(&of, method, path);
        for at in 0..answer {
            let mut plan = Plan::once(method, path, Fault::CutAnswer(at));
            plan.skip = 0;
            service.simulator.fail(plan);
            let mut again = Vec::new();
            device.export(&ExportFilter::All, &mut again).unwrap();
            assert_eq!(service.simulator.calm(), 0);
            assert_eq!(again.len(), archive.len());
        }
    }
    let (_, answer) = lengths(&received, "GET", "/file");
    for at in (0..answer).step_by(211).chain([answer - 1]) {
        service
            .simulator
            .fail(Plan::once("GET", "/file", Fault::CutAnswer(at)));
        let mut cut = Vec::new();
        device.export(&ExportFilter::All, &mut cut).unwrap_err();
        assert!(cut.len() < archive.len());
    }
    checked(&mut device);
}
