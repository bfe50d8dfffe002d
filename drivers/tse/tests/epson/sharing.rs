//! Several registers on one TSE.

use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use amtskasse_tse::epson::simulator::Options;
use amtskasse_tse::{Error, Tse};

use crate::common::{DATA, Host, KIND, receipt};

const REGISTERS: usize = 8;

/// Each of eight registers does so many transactions at once; gives the longest call and how far the last was when
/// the first had finished.
fn rush(host: &Host, transactions: usize) -> (Duration, usize) {
    let mut admin = host.driver("KASSE-1");
    for register in 1..=REGISTERS {
        admin.register_client(&format!("KASSE-{register}")).unwrap();
    }
    let barrier = Arc::new(Barrier::new(REGISTERS));
    let done = Arc::new(Mutex::new([0_usize; REGISTERS]));
    let threads: Vec<_> = (0..REGISTERS)
        .map(|place| {
            let client = format!("KASSE-{}", place + 1);
            let mut device = host.driver(&client);
            // Logged in, as registers are during the day.
            let start = device.start(&client).unwrap();
            device
                .finish(&client, start.transaction, KIND, DATA)
                .unwrap();
            let (barrier, done) = (Arc::clone(&barrier), Arc::clone(&done));
            std::thread::spawn(move || {
                barrier.wait();
                let mut longest = Duration::ZERO;
                let mut slowest = None;
                let mut timed = |call: &mut dyn FnMut() -> amtskasse_tse::Stamp| {
                    let before = Instant::now();
                    let stamp = call();
                    longest = longest.max(before.elapsed());
                    stamp
                };
                for _ in 0..transactions {
                    let start = timed(&mut || device.start(&client).unwrap());
                    let number = start.transaction;
                    let finish = timed(&mut || device.finish(&client, number, KIND, DATA).unwrap());
                    assert!(finish.counter > start.counter);
                    let mut done = done.lock().unwrap();
                    done[place] += 1;
                    if done[place] == transactions {
                        slowest = done.iter().min().copied();
                    }
                }
                (longest, slowest.unwrap())
            })
        })
        .collect();
    let results: Vec<_> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    let report = host.verified();
    let each = transactions as u64 + 1;
    assert_eq!(report.transactions.finished, REGISTERS as u64 * each);
    for register in 1..=REGISTERS {
        assert_eq!(report.clients[&format!("KASSE-{register}")], 2 * each);
    }
    let longest = results.iter().map(|result| result.0).max().unwrap();
    (
        longest,
        results.iter().map(|result| result.1).min().unwrap(),
    )
}

#[test]
fn eight_registers_share_one_device() {
    let (host, _device) = Host::ready();
    let before = Instant::now();
    let (longest, slowest) = rush(&host, 50);
    println!(
        "8 registers x 50 transactions in {:?}, longest wait {longest:?}, the slowest had {slowest} when the first had 50",
        before.elapsed()
    );
    assert!(longest < Duration::from_secs(5), "{longest:?}");
    assert!(slowest >= 10, "{slowest}");
}

#[test]
fn eight_registers_share_a_slow_device() {
    let (host, _device) = Host::ready();
    host.server.slow(Some(Duration::from_millis(100)));
    let (longest, slowest) = rush(&host, 5);
    println!(
        "8 registers x 5 transactions of 2 x 100 ms: longest wait {longest:?}, slowest {slowest}"
    );
    assert!(longest < Duration::from_secs(5), "{longest:?}");
    assert!(slowest >= 2, "{slowest}");
}

#[test]
fn a_device_that_stays_in_use_is_busy_after_the_patience() {
    let (host, mut device) = Host::ready();
    receipt(&mut device).unwrap();
    host.server.in_use(true);
    let mut config = host.config("KASSE-1");
    config.patience = Duration::from_millis(400);
    let mut device = host.open(&config);
    let before = Instant::now();
    assert!(matches!(device.start("KASSE-1"), Err(Error::Busy)));
    assert!(before.elapsed() < Duration::from_millis(900));
    host.server.in_use(false);
    receipt(&mut device).unwrap();
}

#[test]
fn whoever_does_not_come_back_locks_the_others_out_for_a_while() {
    let host = Host::new(Options {
        locked: Duration::from_millis(700),
        ..Options::default()
    });
    let mut device = host.driver("KASSE-1");
    host.put_into_operation(&mut device);
    let mut admin = host.driver("KASSE-2");
    admin.register_client("KASSE-2").unwrap();
    // The line breaks in the middle of an answer, and that register is gone.
    host.server.cut_answer_after(400);
    assert!(receipt(&mut device).is_err());
    drop(device);
    let before = Instant::now();
    let start = admin.start("KASSE-2").unwrap();
    assert!(before.elapsed() > Duration::from_millis(300));
    admin
        .finish("KASSE-2", start.transaction, KIND, DATA)
        .unwrap();
}
