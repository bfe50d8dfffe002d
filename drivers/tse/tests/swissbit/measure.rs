//! Figures: `cargo test --release -p amtskasse-tse --test swissbit -- --ignored --nocapture`.

use std::time::Instant;

use amtskasse_tse::ExportFilter;

use crate::common::{CLIENT, export, live, ready, receipt, verified};

/// Resident memory of this process in kB.
fn resident() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[test]
#[ignore = "takes a minute"]
fn ten_thousand_transactions_leak_nothing() {
    let (folder, mut device) = ready();
    for _ in 0..1_000 {
        receipt(device.as_mut()).unwrap();
    }
    let (before, begin) = (resident(), Instant::now());
    let first = device.info().unwrap().signatures;
    for number in 0..9_000u32 {
        receipt(device.as_mut()).unwrap();
        if number % 100 == 0 {
            device.info().unwrap();
            assert!(device.open_transactions(CLIENT).unwrap().is_empty());
        }
    }
    let (after, time) = (resident(), begin.elapsed());
    println!(
        "9,000 transactions after the first 1,000: {time:.1?}, {:.2} ms each; RSS {before} kB before, {after} kB after",
        time.as_secs_f64() / 9.0
    );
    let info = device.info().unwrap();
    assert_eq!(info.signatures, first + 18_000);
    // The test TSE behind it keeps an index entry and a span per message; the driver and its library keep nothing.
    assert!(after < before + 6_000, "{before} kB, {after} kB");
    assert_eq!(live(folder.path()), [1, 0, 0], "one context, nothing else");
    let report = verified(&export(device.as_mut(), &ExportFilter::All));
    assert_eq!(report.signatures.valid, info.signatures);
    assert_eq!(report.transactions.finished, 10_000);
    drop(device);
    assert_eq!(live(folder.path()), [0, 0, 0]);
}
