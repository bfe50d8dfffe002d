//! The life of a sale, stopped after every durable step.

use std::sync::Arc;
use std::time::Duration;

use amtskasse_terminal::simulator::{Script, SharedMemory};
use amtskasse_tse::simulator::{Fault, Faults, Options};
use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::*;
use crate::cash::Pieces;
use crate::ledger::{Failpoint, Ledger, LedgerError};
use crate::receipt::{Kind, PaymentKind, Signature};
use crate::setup;

mod abuse;
mod archive_tests;
mod audit_tests;
mod catalogue_tests;
mod crash;
mod day_tests;
mod driver_tests;
mod dsfinvk_tests;
mod flows;
mod master_tests;
mod outlook_tests;
mod site_tests;
mod special_tests;
mod standby_tests;
mod stock_tests;
mod tax_tests;
mod terminal_closing_tests;
mod terminal_setup_tests;
mod terminal_tests;
mod trouble_tests;
mod tse_tests;

/// A register on a folder of its own, that can be switched off and on again.
struct Bench {
    folder: tempfile::TempDir,
    clock: Arc<SimulatedClock>,
    memory: SharedMemory,
    faults: Faults,
}

fn start() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

impl Bench {
    /// A register set up with the demo municipality. Hashing its PINs and making keys takes longer than all
    /// the rest of most tests, so it is done once and copied.
    fn new() -> Bench {
        static TEMPLATE: std::sync::LazyLock<tempfile::TempDir> = std::sync::LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
            let clock: Arc<dyn Clock> = Arc::new(SimulatedClock::new(start()));
            drop(open_test_tse(folder.path(), Options::default(), clock));
            folder
        });
        let folder = tempfile::tempdir().unwrap();
        copy(TEMPLATE.path(), folder.path());
        Bench {
            folder,
            clock: Arc::new(SimulatedClock::new(start())),
            memory: SharedMemory::default(),
            faults: Faults::new(),
        }
    }

    fn devices(&self) -> Devices {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let options = Options {
            faults: self.faults.clone(),
            ..Options::default()
        };
        Devices {
            tses: vec![test_tse(self.folder.path(), options, clock)],
            terminals: vec![impatient(self.memory.clone())],
            printer: None,
            drawer: None,
        }
    }

    fn try_open(&self, failpoint: Failpoint) -> Result<(Till, Recovered), TillError> {
        let mut ledger = Ledger::open(self.folder.path())?;
        ledger.set_failpoint(failpoint);
        Till::open(ledger, self.devices(), self.clock.clone(), false)
    }

    fn open(&self) -> Till {
        let (mut till, _) = self.try_open(Failpoint::default()).unwrap();
        till.log_in("101", "1111").unwrap();
        till
    }

    fn later(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, target) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() {
            copy(&path, &target)
        } else {
            let _ = std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn berger() -> Approval {
    Approval {
        user_id: "201".into(),
        pin: "3333".into(),
    }
}

fn euro(cents: i64) -> Money {
    Money::from_cents(cents)
}

fn ring(till: &mut Till, item: &str, quantity: i64) -> u32 {
    till.add(item, Decimal::from(quantity), None, None).unwrap()
}

fn float(till: &mut Till) {
    let movement = Movement {
        kind: Kind::Float,
        amount: euro(25_000),
        reason: "Tresor".into(),
        approval: None,
    };
    till.move_cash(&movement).unwrap();
}

fn signed(signature: Option<&Signature>) -> bool {
    matches!(signature, Some(Signature::Signed(_)))
}

/// Everything that must hold whatever happened: chain, numbers, sums, and one receipt for every signature the
/// TSE ever finished and the other way round.
fn assert_sound(till: &mut Till) {
    let mut report = till.ledger().verify(|_, _| {}).unwrap();
    let mut tar = Vec::new();
    match till.export_tse(&amtskasse_tse::ExportFilter::All, &mut tar) {
        Ok(()) => {
            let client = till.site().register.serial.clone();
            let (archive, finishes) =
                crate::fiscal::finishes(std::io::Cursor::new(&tar), &client).unwrap();
            assert!(archive.holds(), "{archive:#?}");
            till.ledger().match_tse(&finishes, &mut report).unwrap();
        }
        Err(error) => panic!("export: {error}"),
    }
    assert_eq!(report.findings, [], "{report:#?}");
    let open = till.signer.open_transactions().unwrap();
    let drafts = till.ledger().drafts().unwrap();
    for number in open {
        assert!(
            drafts
                .iter()
                .any(|d| d.tse.is_some_and(|(n, _)| n == number)),
            "transaction {number} is open and belongs to nothing"
        );
    }
}

/// The test terminal; a lost answer is not asked for at once.
fn impatient(memory: SharedMemory) -> ConnectedTerminal {
    let mut terminal = test_terminal(memory, Duration::ZERO);
    terminal.config.patience.recovery = Duration::ZERO;
    terminal
}
