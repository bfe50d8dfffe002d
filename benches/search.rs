//! Search as you type over 10,000 items: what every keystroke costs the thread that draws. Goal: 2 ms.
//!
//! `cargo bench --bench search`

#![allow(missing_docs)] // criterion's macro makes a public function without one

use std::hint::black_box;
use std::sync::Arc;

use amtskasse::catalogue::{Catalogue, Item};
use amtskasse::ui::find::Finder;
use criterion::{Criterion, criterion_group, criterion_main};

const ITEMS: usize = 10_000;

fn catalogue() -> Catalogue {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
    let demo = amtskasse::setup::demo_catalogue(day).unwrap_or_default();
    let items = demo.items().iter().cycle().take(ITEMS).enumerate();
    let items = items.map(|(at, item)| Item {
        id: format!("X{at:05}"),
        name: format!("{} {at}", item.name),
        ean: None,
        ..item.clone()
    });
    Catalogue::new(day, items.collect())
}

fn search(c: &mut Criterion) {
    let mut finder = Finder::new(Arc::new(catalogue()));
    for query in [
        "a",
        "person",
        "personalausweis ab",
        "X09",
        "kopie farb",
        "prsnlausw",
        "xyzzy",
    ] {
        c.bench_function(&format!("10,000 items, {query:?}"), |b| {
            b.iter(|| black_box(finder.find(query)));
        });
    }
}

criterion_group!(benches, search);
criterion_main!(benches);
