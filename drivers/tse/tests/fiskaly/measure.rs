//! Ten thousand transactions: `cargo test --release --test fiskaly -- --ignored --nocapture ten_thousand`.

use std::time::Instant;

use amtskasse_tse::Tse;
use amtskasse_tse::fiskaly::simulator::Options;

use crate::common::{CLIENT, receipt};
use crate::{Service, checked};

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|kilobytes| kilobytes.parse().ok())
        .unwrap_or_default()
}

#[test]
#[ignore = "takes a minute"]
fn ten_thousand_transactions_without_leak_or_drift() {
    let (service, mut device) = Service::ready(Options::default());
    let mut before = 0;
    let counted = service.signatures();
    let begun = Instant::now();
    for n in 1..=10_000_u64 {
        let (start, finish) = receipt(&mut device).unwrap();
        assert_eq!(start.transaction, n);
        assert_eq!(finish.counter, counted + 2 * n);
        service.simulator.received();
        if n == 1000 {
            before = resident();
        }
    }
    let took = begun.elapsed();
    let after = resident();
    assert_eq!(service.signatures(), counted + 20_000);
    assert!(device.open_transactions(CLIENT).unwrap().is_empty());
    let report = checked(&mut device);
    assert_eq!(report.signatures.valid, counted + 20_000);
    println!(
        "10,000 transactions in {took:?}; RSS after 1,000: {before} kB, after 10,000: {after} kB (the simulator keeps every transaction)"
    );
}
