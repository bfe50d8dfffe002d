//! The line breaks at every byte of every exchange, the handshake included.

use std::time::{Duration, Instant};

use amtskasse_tse::diebold::Diebold;
use amtskasse_tse::diebold::simulator::Server;
use amtskasse_tse::{Error, Tse};

use crate::common::{CLIENT, DATA, Host, KIND};

type Cut = fn(&Server, u64);
const CUTS: [Cut; 2] = [Server::cut_answer_after, Server::cut_request_after];

#[test]
fn a_finish_is_there_once() {
    let (host, _device) = Host::ready();
    let mut count = 0;
    let mut cuts = 0;
    for cut in CUTS {
        for fresh in [false, true] {
            for bytes in 0.. {
                let mut device = host.driver();
                let number = device.start(CLIENT).unwrap().transaction;
                count += 1;
                if fresh {
                    device = host.driver();
                }
                cut(&host.server, bytes);
                let since = Instant::now();
                let result = device.finish(CLIENT, number, KIND, DATA);
                assert!(since.elapsed() < Duration::from_secs(2), "byte {bytes}");
                let whole = host.server.no_cut();
                if let Err(error) = result {
                    let lost = matches!(
                        error,
                        Error::Removed(_) | Error::Timeout(_) | Error::Protocol(_)
                    );
                    assert!(lost, "{error:?}");
                    match device.finish(CLIENT, number, KIND, DATA) {
                        Ok(_) | Err(Error::TransactionNotOpen(_)) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                }
                if whole {
                    break;
                }
                cuts += 1;
            }
        }
    }
    println!("{cuts} cuts, {count} transactions");
    let report = host.verified();
    assert_eq!(report.transactions.finished, count);
    assert_eq!(report.logs.transaction, 2 * count);
}

#[test]
fn everything_else_can_be_asked_again() {
    let (host, mut device) = Host::ready();
    type Call = fn(&mut Diebold) -> Result<(), Error>;
    let calls: [(&str, usize, Call); 5] = [
        ("start", 1, |device| device.start(CLIENT).map(drop)),
        ("clients", 1, |device| device.clients().map(drop)),
        ("register", 1, |device| device.register_client(CLIENT)),
        ("self-test", 1, |device| device.self_test()),
        ("info", 7, |device| device.info().map(drop)),
    ];
    for (name, step, call) in calls {
        let mut cuts = 0;
        for cut in CUTS {
            for bytes in (0..).step_by(step) {
                cut(&host.server, bytes);
                let since = Instant::now();
                let result = call(&mut device);
                assert!(
                    since.elapsed() < Duration::from_secs(2),
                    "{name}: byte {bytes}"
                );
                let whole = host.server.no_cut();
                assert!(result.is_ok() || !whole, "{name}: {result:?}");
                if name == "start" {
                    // What was lost is at most one start, and stays open: there is no list.
                    let (_, finish) = crate::common::receipt(&mut device).unwrap();
                    assert!(finish.transaction > 0);
                    for number in device.open_transactions(CLIENT).unwrap() {
                        device.finish(CLIENT, number, KIND, DATA).unwrap();
                    }
                } else {
                    call(&mut device).unwrap();
                }
                if whole {
                    break;
                }
                cuts += 1;
            }
        }
        println!("{name}: {cuts} cuts");
    }
    host.verified();
}
