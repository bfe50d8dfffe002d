#![allow(clippy::unwrap_used)]

use super::*;
use crate::catalogue::Assortment;
use crate::document::{fixture, layout, text};
use crate::receipt::Receipt;
use crate::setup;
use crate::tax::{Rates, Regime, Regimes};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn demo() -> (Assortment, Rates, Regimes) {
    let entries = setup::demo_entries(chrono::DateTime::UNIX_EPOCH).unwrap();
    let regimes = Regimes(vec![(day("2027-01-01"), Regime::New)]);
    (Assortment::new(entries), Rates::statutory(), regimes)
}

fn items(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn rehearsed(items: &Assortment, rates: &Rates, regimes: &Regimes) -> Rehearsal {
    crate::catalogue::rehearse(items, rates, regimes, day("2027-01-01"), None)
}

#[test]
fn both_receipts_differ_in_their_tax_alone() {
    let (assortment, rates, regimes) = demo();
    let wanted = items(&["BB0010", "BB0190", "MU0120", "GO0040", "HK0010"]);
    let on = day("2027-01-01");
    let found = preview(&assortment, &rates, &regimes, on, &wanted).unwrap();
    assert_eq!(found.before.gross(), found.after.gross());
    let keys = |receipt: &Receipt| -> Vec<u16> {
        let valid = receipt.valid_lines();
        valid.map(|line| line.parts[0].key.0).collect()
    };
    assert_eq!(keys(&found.before), [5, 5, 2, 5, 5]);
    assert_eq!(keys(&found.after), [5, 1, 2, 5, 5]);
    let local = |receipt: &Receipt| crate::till::local_day(receipt.finished);
    assert_eq!(
        (local(&found.before), local(&found.after)),
        (day("2026-12-31"), on)
    );
    for paper in preview_text(&found, &fixture::site(), 42) {
        assert!(paper.contains("MUSTER"), "{paper}");
        assert!(!paper.contains("TSE"), "{paper}");
        assert!(!paper.contains("dankend erhalten"), "{paper}");
        assert!(paper.lines().all(|line| line.chars().count() <= 42));
    }
}

#[test]
fn an_item_nobody_offers_cannot_be_shown() {
    let (assortment, rates, regimes) = demo();
    let unknown = preview(
        &assortment,
        &rates,
        &regimes,
        day("2027-01-01"),
        &items(&["X"]),
    );
    assert_eq!(unknown, Err(SampleError::NotOnOffer("X".into())));
}

#[test]
fn every_page_keeps_to_the_paper_however_long_the_lists_are() {
    let (assortment, rates, regimes) = demo();
    let mut entries = Vec::new();
    for copy in 0..12 {
        for entry in assortment.entries() {
            let mut entry = entry.clone();
            entry.item.id = format!("{}-{copy}", entry.item.id);
            // Without a word on why: a long list of warnings.
            for decision in &mut entry.decisions {
                decision.reason.clear();
            }
            entries.push(entry);
        }
    }
    let many = Assortment::new(entries);
    let found = rehearsed(&many, &rates, &regimes);
    let wanted = items(&["BB0190", "ST0080"]);
    let receipts = preview(&assortment, &rates, &regimes, day("2027-01-01"), &wanted).unwrap();
    let document = document(&found, Some(&receipts), &fixture::site());
    let pages = layout::lay_out(&document).unwrap();
    assert!(pages.len() > 10);
    for (number, page) in pages.iter().enumerate() {
        assert!(page.width > page.height, "landscape");
        for item in &page.items {
            if let layout::Item::Letters {
                x, baseline, text, ..
            } = item
            {
                assert!(*x >= 0.0 && *x < page.width, "page {number}: {text}");
                assert!(*baseline < page.height, "page {number}: {text}");
            }
        }
    }
}

#[test]
fn a_day_on_which_nothing_happens_says_so() {
    let (assortment, rates, regimes) = demo();
    let found = crate::catalogue::rehearse(&assortment, &rates, &regimes, day("2026-12-02"), None);
    let document = document(&found, None, &fixture::site());
    let options = text::Options::fitting(document.paper);
    let paper = text::render(&document, &options);
    assert!(paper.contains("Nichts ändert sich."), "{paper}");
    assert!(paper.contains("(unverändert)"), "{paper}");
}
