//! The real binary, killed with SIGKILL at many moments while it rings up business. What the next start finds
//! must be whole: no number missing or double, no signature without a receipt, no receipt lost.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use amtskasse::fiscal;
use amtskasse::ledger::{Ledger, PaymentState};
use amtskasse::till::{CardResult, Clock, SimulatedClock, Till, simulated};
use amtskasse_terminal::simulator::SharedMemory;
use amtskasse_tse::ExportFilter;
use chrono::TimeDelta;

/// Moments of the kill after the first receipt is on the disk, in milliseconds. Odd steps, so that every part
/// of a sale is hit over the runs.
const KILLS: [u64; 12] = [0, 3, 11, 17, 29, 47, 71, 103, 151, 211, 307, 449];

#[test]
fn a_killed_register_starts_again_with_everything_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let mut killed = 0;
    for (run, after) in KILLS.into_iter().enumerate() {
        let out = folder.path().join(format!("run-{run}"));
        killed += u32::from(kill_demo(&out, run, Duration::from_millis(after)));
        let data = out.join("data");
        if data.join(amtskasse::ledger::FILE).exists() {
            check(&data);
        }
    }
    assert!(
        killed > 8,
        "only {killed} runs were killed while they were at work"
    );
}

/// Starts a day's business and kills it `after` its first receipt; `false` when it was done before.
fn kill_demo(out: &Path, seed: usize, after: Duration) -> bool {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_amtskasse"))
        .args(["demo", "--receipts", "5000", "--seed"])
        .arg(seed.to_string())
        .arg("--out")
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    while receipts(&out.join("data")) == 0 && begin.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(after);
    let at_work = demo.try_wait().unwrap().is_none();
    demo.kill().unwrap();
    demo.wait().unwrap();
    at_work
}

fn receipts(data: &Path) -> u64 {
    Ledger::open_read_only(data)
        .and_then(|ledger| ledger.last_receipt())
        .unwrap_or(0)
}

fn check(data: &Path) {
    let before = receipts(data);
    let ledger = Ledger::open(data).unwrap();
    let last = ledger.last_moment().unwrap().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SimulatedClock::new(last + TimeDelta::minutes(3)));
    let devices = simulated(data, clock.clone(), SharedMemory::default(), Duration::ZERO);
    let (mut till, _) = Till::open(ledger, devices, clock, false).unwrap();
    assert!(
        till.ledger().last_receipt().unwrap() >= before,
        "a receipt was lost"
    );
    assert!(till.ledger().unsigned_receipts().unwrap().is_empty());

    // What a clerk does next: finish or drop what was open.
    till.log_in("101", "1111").unwrap();
    while let Some(parked) = till.parked().unwrap().first() {
        till.recall(parked.id).unwrap();
        let view = till.view().unwrap().unwrap();
        if view
            .payments
            .iter()
            .any(|p| p.state == PaymentState::Unknown)
        {
            let resolved = till.resolve_payment().unwrap();
            if matches!(resolved, CardResult::Finished(_)) {
                continue;
            }
        }
        let due = till.view().unwrap().unwrap().due;
        till.pay_cash(due).unwrap();
    }
    let mut archive = Vec::new();
    till.export_tse(&ExportFilter::All, &mut archive).unwrap();
    let client = till.site().register.serial.clone();
    let (report, finishes) = fiscal::finishes(std::io::Cursor::new(&archive), &client).unwrap();
    assert!(report.holds(), "{report:#?}");
    let mut ledger = till.ledger().verify(|_, _| {}).unwrap();
    till.ledger().match_tse(&finishes, &mut ledger).unwrap();
    assert_eq!(ledger.findings, [], "{ledger:#?}");
    assert_eq!(ledger.signatures, finishes.len() as u64);
}
