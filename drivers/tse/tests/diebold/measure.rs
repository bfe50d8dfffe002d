//! Ten thousand transactions: no leak, no drift.

use std::time::Instant;

use amtskasse_tse::Tse;

use crate::common::{Host, receipt};

const TRANSACTIONS: u64 = 10_000;

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or_default()
}

#[test]
#[ignore = "takes minutes; cargo test --release --test diebold -- --ignored --nocapture"]
fn ten_thousand_transactions() {
    let (host, mut device) = Host::ready();
    for _ in 0..200 {
        receipt(&mut device).unwrap();
    }
    let (before, since) = (resident(), Instant::now());
    let mut last = 0;
    for _ in 0..TRANSACTIONS {
        last = receipt(&mut device).unwrap().1.counter;
    }
    let (after, took) = (resident(), since.elapsed());
    println!(
        "{TRANSACTIONS} transactions in {took:?}; resident {before} kB before, {after} kB after"
    );
    assert!(after < before + 20_000, "{before} kB, then {after} kB");
    let info = device.info().unwrap();
    let report = host.verified();
    assert_eq!(report.transactions.finished, TRANSACTIONS + 200);
    assert_eq!(report.transactions.open, Vec::<u64>::new());
    assert_eq!(info.signatures, last);
}
