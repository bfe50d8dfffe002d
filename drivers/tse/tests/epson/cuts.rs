//! The line breaks at every byte of every exchange.

use std::time::{Duration, Instant};

use amtskasse_tse::epson::Epson;
use amtskasse_tse::epson::simulator::{Options, Server};
use amtskasse_tse::{Error, ExportFilter, State, Transaction, Tse};

use crate::common::{CLIENT, DATA, Host, KIND, set_up};

type Cut = fn(&Server, u64);
const CUTS: [Cut; 2] = [Server::cut_answer_after, Server::cut_request_after];

/// Breaks `call` at each `step`-th byte of what comes and goes, and lets `check` look after each.
fn everywhere(
    host: &Host,
    device: &mut Epson,
    step: usize,
    mut prepare: impl FnMut(&mut Epson),
    mut call: impl FnMut(&mut Epson) -> Result<(), Error>,
    mut check: impl FnMut(&mut Epson, Result<(), Error>),
) -> u64 {
    let mut broken = 0;
    for cut in CUTS {
        for bytes in (0..).step_by(step) {
            prepare(device);
            cut(&host.server, bytes);
            let since = Instant::now();
            let result = call(device);
            assert!(since.elapsed() < Duration::from_secs(3), "byte {bytes}");
            let whole = host.server.no_cut();
            broken += u64::from(!whole);
            check(device, result);
            if whole {
                break;
            }
        }
    }
    broken
}

#[test]
fn a_start_is_there_once_or_not_at_all() {
    let (host, device) = Host::ready();
    let mut device = device.alone();
    let mut expected = 0;
    let cuts = everywhere(
        &host,
        &mut device,
        1,
        |_| {},
        |device| device.start(CLIENT).map(drop),
        |device, result| {
            let open = device.open_transactions(CLIENT).unwrap();
            assert!(open.len() <= 1);
            assert!(result.is_err() || open.len() == 1);
            for number in open {
                expected += 1;
                assert_eq!(number, expected, "no number is skipped");
                let state = device.transaction(CLIENT, number).unwrap();
                assert!(matches!(state, Transaction::Open { start: Some(_) }));
                device.finish(CLIENT, number, KIND, DATA).unwrap();
            }
        },
    );
    println!("{cuts} cuts, {expected} transactions");
    let report = host.verified();
    assert_eq!(report.transactions.started, expected);
    assert_eq!(report.logs.transaction, 2 * expected);
}

#[test]
fn a_finish_is_there_once_or_not_at_all() {
    let (host, device) = Host::ready();
    let mut device = device.alone();
    let mut count = 0;
    let number = std::cell::Cell::new(0);
    let cuts = everywhere(
        &host,
        &mut device,
        1,
        |device| {
            number.set(device.start(CLIENT).unwrap().transaction);
            count += 1;
        },
        |device| device.finish(CLIENT, number.get(), KIND, DATA).map(drop),
        |device, result| match device.transaction(CLIENT, number.get()).unwrap() {
            Transaction::Finished { .. } => {}
            Transaction::Open { .. } => {
                assert!(result.is_err());
                device.finish(CLIENT, number.get(), KIND, DATA).unwrap();
            }
            Transaction::Unknown => panic!("it was started"),
        },
    );
    println!("{cuts} cuts, {count} transactions");
    let report = host.verified();
    assert_eq!(report.transactions.finished, count);
    assert_eq!(report.logs.transaction, 2 * count);
}

#[test]
fn questions_can_be_asked_again() {
    let (host, device) = Host::ready();
    let mut device = device.alone();
    device.start(CLIENT).unwrap();
    type Call = fn(&mut Epson) -> Result<(), Error>;
    let calls: [(&str, usize, Call); 6] = [
        ("open list", 1, |device| {
            device.open_transactions(CLIENT).map(drop)
        }),
        ("transaction", 1, |device| {
            device.transaction(CLIENT, 1).map(drop)
        }),
        ("info", 3, |device| device.info().map(drop)),
        ("clients", 1, |device| device.clients().map(drop)),
        ("register", 1, |device| device.register_client(CLIENT)),
        ("time", 3, |device| {
            device.update_time(chrono::DateTime::from_timestamp(1_772_635_505, 0).unwrap())
        }),
    ];
    for (name, step, call) in calls {
        let cuts = everywhere(
            &host,
            &mut device,
            step,
            |_| {},
            call,
            |device, _| call(device).unwrap(),
        );
        println!("{name}: {cuts} cuts");
    }
    device.finish(CLIENT, 1, KIND, DATA).unwrap();
    host.verified();
}

#[test]
fn log_ins_and_self_tests_can_be_done_again() {
    let (host, device) = Host::ready();
    let mut device = device.alone();
    device.start(CLIENT).unwrap();
    let restart = |_: &mut Epson| host.server.power_cycle().unwrap();
    let cuts = everywhere(
        &host,
        &mut device,
        11,
        restart,
        |device| device.update(CLIENT, 1, KIND, b"x").map(drop),
        |device, _| {
            device.update(CLIENT, 1, KIND, b"y").unwrap();
        },
    );
    println!("after power-up: {cuts} cuts");
    let cuts = everywhere(
        &host,
        &mut device,
        1,
        |_| {},
        |device| device.self_test(),
        |device, _| device.self_test().unwrap(),
    );
    println!("self-test: {cuts} cuts");
    device.finish(CLIENT, 1, KIND, DATA).unwrap();
    host.verified();
}

#[test]
fn an_export_that_broke_off_leaves_nothing_behind() {
    let (host, device) = Host::ready();
    let mut device = device.alone();
    device.start(CLIENT).unwrap();
    let cuts = everywhere(
        &host,
        &mut device,
        97,
        |_| {},
        |device| device.export(&ExportFilter::All, &mut Vec::new()).map(drop),
        |device, _| {
            // Nothing is left of the export, or this would be refused; signing would make the archive longer each time.
            assert_eq!(device.open_transactions(CLIENT).unwrap(), [1]);
        },
    );
    println!("export: {cuts} cuts");
    device.finish(CLIENT, 1, KIND, DATA).unwrap();
    host.verified();
}

#[test]
fn a_set_up_that_broke_off_is_repeated() {
    let mut cuts = 0;
    for cut in CUTS {
        for bytes in (0..).step_by(211) {
            let host = Host::new(Options::default());
            let mut device = host.driver(CLIENT).alone();
            cut(&host.server, bytes);
            let first = device.set_up(&set_up());
            let whole = host.server.no_cut();
            assert!(first.is_ok() || !whole);
            device.set_up(&set_up()).unwrap();
            device.update_time(host.clock.now()).unwrap();
            device.register_client(CLIENT).unwrap();
            assert_eq!(device.info().unwrap().state, State::Operational);
            device.start(CLIENT).unwrap();
            if whole {
                break;
            }
            cuts += 1;
        }
    }
    println!("{cuts} cuts");
}
