//! What a finished cash sale costs (commit, sign, commit), beside the bare work that no register can avoid:
//! two SQLite commits and one ECDSA signature over P-384.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use amtskasse::ledger::Ledger;
use amtskasse::money::Money;
use amtskasse::setup;
use amtskasse::till::{SystemClock, Till, simulated};
use amtskasse_terminal::simulator::SharedMemory;
use criterion::{Criterion, criterion_group, criterion_main};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair};
use rusqlite::Connection;
use rust_decimal::Decimal;

fn register(folder: &Path) -> Till {
    setup::set_up(folder, None, chrono::DateTime::UNIX_EPOCH).unwrap();
    let clock = Arc::new(SystemClock);
    let devices = simulated(
        folder,
        clock.clone(),
        SharedMemory::default(),
        Duration::ZERO,
    );
    let (mut till, _) = Till::open(Ledger::open(folder).unwrap(), devices, clock, false).unwrap();
    till.log_in("101", "1111").unwrap();
    till
}

fn bare(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("bare.db")).unwrap();
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .unwrap();
    connection
        .pragma_update(None, "synchronous", "FULL")
        .unwrap();
    connection
        .execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT, signature BLOB)")
        .unwrap();
    connection
}

fn finished_sale(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut group = criterion.benchmark_group("finished sale");
    group.sample_size(50);

    let connection = bare(folder.path());
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P384_SHA384_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap();
    let message = [7u8; 300];
    // What two lines with their taxes, totals and payment amount to, and what the TSE answered.
    let (receipt, answer) = ("r".repeat(1500), "s".repeat(400));
    group.bench_function("bare: commit, ECDSA P-384, commit", |bencher| {
        bencher.iter(|| {
            connection
                .execute("INSERT INTO t (body) VALUES (?)", [&receipt])
                .unwrap();
            let signature = key.sign(&random, &message).unwrap();
            connection
                .execute(
                    "INSERT INTO t (body, signature) VALUES (?, ?)",
                    rusqlite::params![answer, signature.as_ref()],
                )
                .unwrap();
        });
    });

    let mut till = register(&folder.path().join("data"));
    group.bench_function("till: cash sale paid, signed, final", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                till.add("BB0010", Decimal::ONE, None, None).unwrap();
                till.add("BB0190", Decimal::from(6), None, None).unwrap();
                let given = Money::from_cents(5000);
                let begin = Instant::now();
                till.pay_cash(given).unwrap();
                spent += begin.elapsed();
            }
            spent
        });
    });
    group.finish();
}

criterion_group!(benches, finished_sale);
criterion_main!(benches);
