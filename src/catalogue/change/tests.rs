use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;
use crate::catalogue::file::FIRST_DAY;
use crate::catalogue::{Assortment, PriceMode, Split};
use crate::i18n::Language;
use crate::money::Money;
use crate::setup;
use crate::tax::{Rates, TaxKey};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn demo() -> Assortment {
    Assortment::new(setup::demo_entries(chrono::DateTime::UNIX_EPOCH).unwrap())
}

/// The demo municipality on 24 November 2026, where ID cards were sold that day.
fn context<'a>(assortment: &'a Assortment, rates: &'a Rates) -> Context<'a> {
    let offices = assortment.entries().iter().map(|e| Office {
        name: e.item.office.clone(),
        stripe: "#000000".to_owned(),
    });
    Context {
        offices: offices.collect(),
        pay_points: vec!["BB".to_owned()],
        users: vec!["101".to_owned()],
        last_receipt: Some(day("2026-11-24")),
        sold: ["BB0010".to_owned()].into(),
        ..Context::blank(assortment, rates, day("2026-11-24"))
    }
}

fn faults(changes: &[Change]) -> Vec<Fault> {
    let (assortment, rates) = (demo(), Rates::statutory());
    let problems = check(changes, &context(&assortment, &rates));
    problems.into_iter().map(|problem| problem.fault).collect()
}

fn price(item: &str, from: &str, cents: i64) -> Change {
    Change::Price {
        item: item.to_owned(),
        price: Price {
            from: day(from),
            amount: Money::from_cents(cents),
            mode: PriceMode::Fixed,
            third_party: Money::ZERO,
        },
    }
}

fn tax(item: &str, from: &str, key: u16) -> Change {
    Change::Tax {
        item: item.to_owned(),
        decision: Box::new(proposal(
            Regime::New,
            day(from),
            Treatment::single(TaxKey(key)),
            PriceRule::GrossFixed,
            "geprüft",
            "§ 2b Abs. 1 UStG",
        )),
    }
}

fn edited(id: &str, edit: impl FnOnce(&mut Entry)) -> Change {
    let mut entry = demo().entry(id).unwrap().clone();
    edit(&mut entry);
    Change::Edit(Box::new(entry))
}

#[test]
fn what_receipts_say_is_never_changed_behind_them() {
    let last = day("2026-11-24");
    let past = [Fault::InThePast { last }];
    assert_eq!(faults(&[price("BB0010", "2026-11-24", 5000)]), past);
    assert_eq!(faults(&[price("BB0010", "2026-11-25", 5000)]), []);
    // Nobody bought one: its price may be another one since ever.
    assert_eq!(faults(&[price("BB0060", "2026-01-01", 5000)]), []);
    // Its tax may not: it was on offer, and another receipt of the day is closed.
    assert_eq!(faults(&[tax("BB0060", "2026-11-24", 1)]), past);
    assert_eq!(faults(&[tax("BB0060", "2026-11-25", 1)]), []);
    let withdrawn = Change::WithdrawPrice {
        item: "BB0010".to_owned(),
        from: FIRST_DAY,
    };
    assert_eq!(faults(&[withdrawn]), [Fault::NoPrice, past[0].clone()]);
}

#[test]
fn codes_and_ids_belong_to_one_item_for_good() {
    let mut twin = demo().entry("BB0260").unwrap().clone();
    assert_eq!(
        faults(&[Change::Add(Box::new(twin.clone()))]),
        [Fault::IdTaken]
    );
    twin.item.id = "BB9999".to_owned();
    let taken = faults(&[Change::Add(Box::new(twin.clone()))]);
    assert_eq!(taken.len(), 2, "EAN and short code: {taken:?}");
    // An archived item keeps its own; giving them up in the same list frees them.
    let archived = Change::Archive {
        item: "BB0260".to_owned(),
        from: Some(day("2026-11-25")),
    };
    assert_eq!(
        faults(&[archived, Change::Add(Box::new(twin.clone()))]).len(),
        2
    );
    let freed = edited("BB0260", |e| (e.item.ean, e.item.code) = (None, None));
    assert_eq!(faults(&[freed, Change::Add(Box::new(twin))]), []);
    // Two items may swap theirs.
    let (a, b) = (demo(), demo());
    let ean = |id: &str| a.entry(id).unwrap().item.ean.clone();
    let swap = [
        edited("MU0160", |e| e.item.ean = ean("MU0170")),
        edited("MU0170", |e| {
            e.item.ean = b.entry("MU0160").unwrap().item.ean.clone()
        }),
    ];
    assert_eq!(faults(&swap), []);
}

#[test]
fn everything_wrong_is_named_at_once() {
    let wrong = edited("BB0260", |e| {
        e.item.name = " ".to_owned();
        e.item.office = "Amt für nichts".to_owned();
        e.item.ean = Some("123".to_owned());
        e.item.splits = vec![Split {
            account: "1".to_owned(),
            product: String::new(),
            share: Decimal::ZERO,
        }];
        e.minimum = Some(Decimal::NEGATIVE_ONE);
    });
    assert_eq!(faults(&[wrong]).len(), 6);
    assert_eq!(
        faults(&[price("XX", "2027-01-01", 1)]),
        [Fault::UnknownItem]
    );
    assert_eq!(faults(&[price("BB0010", "2027-01-01", -1)]), [Fault::Sign]);
    assert_eq!(
        faults(&[tax("BB0010", "2027-01-01", 12)]),
        [Fault::HistoricalKey(12)]
    );
    assert_eq!(
        faults(&[tax("BB0010", "2027-01-01", 99)]),
        [Fault::UnknownKey(99)]
    );
    let from = day("2027-01-01");
    let without = [Fault::NoRate {
        key: 1001,
        day: from,
    }];
    assert_eq!(faults(&[tax("BB0010", "2027-01-01", 1001)]), without);
    assert_eq!(
        faults(&[tax("BB0010", "2027-01-01", 6)]),
        [Fault::ExemptText]
    );
    assert_eq!(
        faults(&[tax("BB0240", "2027-01-01", 1)]),
        [Fault::TransitTaxed]
    );
    let Change::Tax { item, mut decision } = tax("BB0010", "2027-01-01", 1) else {
        panic!()
    };
    (decision.reason, decision.legal_basis) = (String::new(), String::new());
    let bare = Change::Tax { item, decision };
    assert_eq!(
        faults(&[bare]),
        [Fault::ReasonNeeded, Fault::LegalBasisNeeded]
    );
    let tiles = Change::Tiles {
        scope: TileScope::User,
        owner: "999".to_owned(),
        items: vec!["BB0010".to_owned(), "BB0010".to_owned(), "XX".to_owned()],
    };
    assert_eq!(faults(&[tiles]).len(), 3);
    let numbered = edited("KA0030", |e| {
        e.item.stock = crate::catalogue::StockMode::Numbered
    });
    assert_eq!(faults(&[numbered]), [Fault::NumberedByPiece]);
}

#[test]
fn a_change_to_many_shows_what_it_comes_to() {
    let assortment = demo();
    let ids = ["MU0140", "MU0160", "MU0030", "GO0040", "none"].map(str::to_owned);
    let wish = Mass::Percent {
        percent: Decimal::from(3),
        step: Money::from_cents(5),
        from: day("2027-01-01"),
    };
    let changes = mass(&assortment, &ids, &wish);
    let lines: Vec<String> = describe(&assortment, &changes, Language::German)
        .iter()
        .map(|summary| summary.line())
        .collect();
    assert_eq!(
        lines,
        [
            "Preis ab 01.01.2027: 1,20 € → 1,25 €",
            "Preis ab 01.01.2027: 9,90 € → 10,20 €",
            // What is free stays free; a range keeps its width in proportion.
            "Preis ab 01.01.2027: 35,00 € (25,00 bis 100,00 €) → 36,05 € (25,75 bis 103,00 €)",
        ]
    );
    let account = Mass::Account("1.0200/130".to_owned());
    let changes = mass(&assortment, &["ST0060".to_owned()], &account);
    assert_eq!(
        describe(&assortment, &changes, Language::German)[0].to_string(),
        "ST0060 Sektempfang bis 10 Personen: Konto: 4461000@122:70/4421000@573:30 → 1.0200/130"
    );
    let archive = Mass::Archive(Some(day("2027-01-01")));
    assert_eq!(mass(&assortment, &ids, &archive).len(), 4);
    assert_eq!(mass(&assortment, &ids, &Mass::Archive(None)), []);
    let Change::Tax { decision, .. } = tax("MU0140", "2027-01-01", 1) else {
        panic!()
    };
    // Postcard and cup are taxed like that already.
    assert_eq!(mass(&assortment, &ids, &Mass::Tax(decision)).len(), 2);
}

#[test]
fn offices_come_last_or_where_they_are_put() {
    let office = |name: &str| Office {
        name: name.to_owned(),
        stripe: "#000000".to_owned(),
    };
    let all = [office("A"), office("B")];
    let put = |name: &str, position| Change::Office {
        office: office(name),
        position,
    };
    let names = |changes: &[Change]| -> Vec<String> {
        let merged = merged_offices(&all, changes);
        merged.into_iter().map(|office| office.name).collect()
    };
    assert_eq!(names(&[put("C", None)]), ["A", "B", "C"]);
    assert_eq!(names(&[put("B", Some(0))]), ["B", "A"]);
    assert_eq!(names(&[put("B", None), put("C", Some(9))]), ["A", "B", "C"]);
}

#[test]
fn money_of_others_is_never_more_than_the_least_somebody_pays() {
    let range = |min: i64| Change::Price {
        item: "BB0060".into(),
        price: Price {
            from: day("2027-02-01"),
            amount: Money::from_cents(1000),
            mode: PriceMode::Range {
                min: Money::from_cents(min),
                max: Money::from_cents(5000),
            },
            third_party: Money::from_cents(500),
        },
    };
    assert_eq!(faults(&[range(500)]), []);
    assert_eq!(faults(&[range(100)]), [Fault::ShareWithinPrice]);
}

#[test]
fn nobody_takes_the_vat_off_an_item_alone() {
    // As money of somebody else, all of the price would be untaxed, from now on and without a second person.
    let transit = edited("MU0120", |entry| {
        entry.item.kind = crate::catalogue::ItemKind::Transit;
        entry.item.principal = Some("Förderverein".into());
    });
    assert_eq!(faults(&[transit]), [Fault::TransitTaxed]);
}

#[test]
fn nobody_lowers_the_vat_by_a_price_alone() {
    let price = |item: &str, third_party: i64| Change::Price {
        item: item.into(),
        price: Price {
            from: day("2026-12-01"),
            amount: Money::from_cents(2490),
            mode: PriceMode::Fixed,
            third_party: Money::from_cents(third_party),
        },
    };
    assert_eq!(faults(&[price("MU0120", 2490)]), [Fault::ShareTaxed]);
    assert_eq!(faults(&[price("MU0120", 1)]), [Fault::ShareTaxed]);
    assert_eq!(faults(&[price("MU0120", 0)]), []);
    assert_eq!(faults(&[price("BB0150", 900)]), [], "an untaxed fee");
}
