//! 10,000 items with ten years of prices and decisions: how an item is taxed today, what midnight costs, what
//! a file of as many rows costs to read and compare.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use amtskasse::catalogue::change::{Context, proposal};
use amtskasse::catalogue::file;
use amtskasse::catalogue::{Assortment, Entry, Price};
use amtskasse::setup::demo_entries;
use amtskasse::tax::{PriceRule, Rates, Regime, Regimes, TaxKey, Treatment};
use chrono::{DateTime, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
}

/// Items as in the demo municipality, each with a price and a decision under both laws for every year.
fn assortment() -> Assortment {
    let demo = demo_entries(DateTime::UNIX_EPOCH).unwrap();
    let entries = (0..10_000).map(|number| {
        let mut entry: Entry = demo[number % demo.len()].clone();
        entry.item.id = format!("N{number:05}");
        (entry.item.ean, entry.item.code) = (None, None);
        let first = entry.prices[0].clone();
        let mark = entry.decisions[0].proposed.clone();
        for (place, year) in (2017..2027).enumerate() {
            let from = day(year);
            entry.prices.push(Price {
                from,
                ..first.clone()
            });
            for regime in [Regime::Old, Regime::New] {
                let key = if place % 2 == 0 {
                    TaxKey::GENERAL
                } else {
                    TaxKey::REDUCED
                };
                let (treatment, rule) = (Treatment::single(key), PriceRule::GrossFixed);
                let mut decision = proposal(regime, from, treatment, rule, "Jahr", "§ 12 UStG");
                decision.id = entry.decisions.len() as i64;
                decision.approved = Some(mark.clone());
                entry.decisions.push(decision);
            }
        }
        entry
    });
    Assortment::new(entries.collect())
}

fn catalogue(criterion: &mut Criterion) {
    let (assortment, rates) = (assortment(), Rates::statutory());
    let regimes = Regimes(vec![(day(2027), Regime::New)]);
    let mut group = criterion.benchmark_group("10,000 items, ten years");
    group.sample_size(20);
    group.bench_function("an item's treatment", |b| {
        b.iter(|| {
            let entry = assortment.entry(black_box("N09876")).unwrap();
            black_box(entry.on(black_box(day(2027)), &rates, &regimes))
        });
    });
    group.bench_function("midnight", |b| {
        b.iter(|| black_box(assortment.on(black_box(day(2027)), &rates, &regimes)));
    });
    let text = file::write_on(assortment.entries(), day(2026)).unwrap();
    group.bench_function("read and compare a file", |b| {
        b.iter(|| {
            let listing = file::read("bench", black_box(&text)).unwrap();
            let context = Context::blank(&assortment, &rates, day(2026));
            black_box(file::examine(&listing, &context).is_ok())
        });
    });
    group.finish();
}

criterion_group!(benches, catalogue);
criterion_main!(benches);
