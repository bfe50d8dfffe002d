#![allow(clippy::unwrap_used)]

use super::*;
use crate::catalogue::{BusinessCase, ItemKind, Price, StockMode};
use crate::tax::{Mark, RatePeriod, Treatment};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const SWITCH: &str = "2027-01-01";

fn regimes() -> Regimes {
    Regimes(vec![(day(SWITCH), Regime::New)])
}

fn mark(by: &str) -> Mark {
    Mark {
        by: by.into(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn decision(id: i64, regime: Regime, key: TaxKey) -> Decision {
    Decision {
        id,
        regime,
        from: day("2000-01-01"),
        treatment: Treatment::single(key),
        price_rule: PriceRule::GrossFixed,
        reason: "Grund".into(),
        legal_basis: "§ 12 Abs. 1 UStG".into(),
        proposed: mark("401"),
        approved: Some(mark("201")),
        refused: None,
    }
}

/// An item of 10.00 with decisions.
fn entry(id: &str, kind: ItemKind, decisions: Vec<Decision>) -> Entry {
    let amount = Money::from_cents(1_000);
    Entry {
        item: Item {
            id: id.into(),
            name: format!("Name {id}"),
            short_name: id.into(),
            office: "Amt".into(),
            group: String::new(),
            kind,
            case: BusinessCase::Umsatz,
            price: amount,
            mode: PriceMode::Fixed,
            unit: "Stück".into(),
            tax: Treatment::default(),
            legal_basis: String::new(),
            third_party: Money::ZERO,
            principal: None,
            third_party_account: None,
            stock: StockMode::None,
            product: String::new(),
            account: String::new(),
            splits: Vec::new(),
            ean: None,
            code: None,
            needs_reference: false,
        },
        prices: vec![Price {
            from: day("2000-01-01"),
            amount,
            mode: PriceMode::Fixed,
            third_party: Money::ZERO,
        }],
        decisions,
        archived: None,
        minimum: None,
        note: String::new(),
    }
}

fn both(old: TaxKey, new: TaxKey) -> Vec<Decision> {
    vec![decision(1, Regime::Old, old), decision(2, Regime::New, new)]
}

fn run(entries: Vec<Entry>, used: Option<&str>) -> Rehearsal {
    let rates = Rates::statutory();
    let used = used.map(day);
    rehearse(
        &Assortment::new(entries),
        &rates,
        &regimes(),
        day(SWITCH),
        used,
    )
}

fn concerns(found: &Rehearsal) -> Vec<&Concern> {
    found.warnings.iter().map(|w| &w.concern).collect()
}

#[test]
fn only_what_changes_is_shown_with_both_sides() {
    let found = run(
        vec![
            entry(
                "A",
                ItemKind::Fee,
                both(TaxKey::NOT_TAXABLE, TaxKey::NOT_TAXABLE),
            ),
            entry(
                "B",
                ItemKind::Article,
                both(TaxKey::NOT_TAXABLE, TaxKey::GENERAL),
            ),
            entry(
                "C",
                ItemKind::Article,
                both(TaxKey::GENERAL, TaxKey::GENERAL),
            ),
        ],
        None,
    );
    assert_eq!(
        (found.law_before, found.law_after),
        (Regime::Old, Regime::New)
    );
    assert_eq!(found.changes.len(), 1);
    let change = &found.changes[0];
    let (before, after) = (
        change.before.as_ref().unwrap(),
        change.after.as_ref().unwrap(),
    );
    assert_eq!(change.item_id, "B");
    let cents = |side: &Side| (side.net.cents(), side.vat.cents(), side.gross.cents());
    assert_eq!(cents(before), (1_000, 0, 1_000));
    assert_eq!(cents(after), (840, 160, 1_000));
    assert_eq!(after.shares[0].percent, Some(Decimal::from(19)));
    assert_eq!(
        concerns(&found),
        [&Concern::OwnPrice {
            vat: Money::from_cents(160)
        }]
    );
    assert!(!found.needs_decision());
    let office = &found.offices[0];
    assert_eq!(
        (
            office.items,
            office.changed,
            office.taxed_before,
            office.taxed_after
        ),
        (3, 1, 1, 2)
    );
}

#[test]
fn a_fee_fixed_by_ordinance_is_not_raised_in_silence() {
    let on_top = |kind| {
        let mut decisions = both(TaxKey::NOT_TAXABLE, TaxKey::GENERAL);
        decisions[1].price_rule = PriceRule::NetPlusVat;
        entry("A", kind, decisions)
    };
    let found = run(vec![on_top(ItemKind::Fee)], None);
    assert_eq!(
        concerns(&found),
        [&Concern::RaisesFee {
            before: Money::from_cents(1_000),
            after: Money::from_cents(1_190)
        }]
    );
    assert!(found.needs_decision());
    // An article's price is not fixed by an ordinance: it is shown, nobody has to decide again.
    let found = run(vec![on_top(ItemKind::Article)], None);
    assert!(!found.needs_decision());
    let after = found.changes[0].after.as_ref().unwrap();
    assert_eq!((after.net.cents(), after.gross.cents()), (1_000, 1_190));
}

#[test]
fn what_is_missing_is_named() {
    let undecided = entry(
        "A",
        ItemKind::Fee,
        vec![decision(1, Regime::Old, TaxKey::NOT_TAXABLE)],
    );
    let mut silent = entry(
        "B",
        ItemKind::Fee,
        both(TaxKey::NOT_TAXABLE, TaxKey::NOT_TAXABLE),
    );
    silent.decisions[1].reason = " ".into();
    silent.decisions[1].legal_basis = String::new();
    let unrated = entry("C", ItemKind::Article, both(TaxKey::GENERAL, TaxKey(1000)));
    let archived = Entry {
        archived: Some(day(SWITCH)),
        ..entry(
            "D",
            ItemKind::Fee,
            vec![decision(1, Regime::Old, TaxKey::NOT_TAXABLE)],
        )
    };
    let found = run(vec![undecided, silent, unrated, archived], None);
    assert_eq!(
        concerns(&found),
        [
            &Concern::Undecided { law: Regime::New },
            &Concern::NoReason,
            &Concern::NoLegalBasis,
            &Concern::NoRate { key: TaxKey(1000) },
        ]
    );
    // Undecided shows as key 7, archived as gone.
    let ids: Vec<&str> = found.changes.iter().map(|c| c.item_id.as_str()).collect();
    assert_eq!(ids, ["A", "C", "D"]);
    assert_eq!(
        found.changes[0].after.as_ref().unwrap().shares[0].key,
        TaxKey(7)
    );
    assert_eq!(found.changes[2].after, None);
    assert_eq!(found.offices[0].to_decide, 4);
}

#[test]
fn what_waits_is_shown_as_it_would_be() {
    let mut decisions = both(TaxKey::NOT_TAXABLE, TaxKey::NOT_TAXABLE);
    decisions.push(Decision {
        from: day("2026-12-15"),
        approved: None,
        ..decision(3, Regime::New, TaxKey::REDUCED)
    });
    let item = entry("A", ItemKind::Article, decisions);
    let found = run(vec![item.clone()], Some("2026-12-14"));
    let change = &found.changes[0];
    assert_eq!(change.before, {
        let after = change.after.clone().unwrap();
        Some(after)
    });
    assert_eq!(change.pending.as_ref().unwrap().vat, Money::from_cents(65));
    let from = day("2026-12-15");
    assert_eq!(concerns(&found), [&Concern::Waits { decision: 3, from }]);
    // A day with receipts later nobody can agree any more.
    let found = run(vec![item], Some("2026-12-15"));
    assert!(found.changes.is_empty());
    assert_eq!(concerns(&found), [&Concern::Late { decision: 3, from }]);
}

#[test]
fn money_of_others_is_passed_on_untaxed_and_said_so() {
    let mut item = entry(
        "A",
        ItemKind::Fee,
        both(TaxKey::NOT_TAXABLE, TaxKey::GENERAL),
    );
    item.item.principal = Some("Land".into());
    item.prices[0].third_party = Money::from_cents(400);
    let found = run(vec![item], None);
    let after = found.changes[0].after.as_ref().unwrap();
    assert_eq!(after.vat, Money::from_cents(96));
    assert_eq!(
        concerns(&found),
        [
            &Concern::OwnPrice {
                vat: Money::from_cents(96)
            },
            &Concern::ThirdParty {
                amount: Money::from_cents(400)
            },
        ]
    );
}

#[test]
fn a_change_of_rates_needs_a_closing_first() {
    let rates = Rates::statutory().with(&RatePeriod {
        key: TaxKey::GENERAL,
        from: day("2028-02-29"),
        percent: Decimal::from(20),
    });
    let items = vec![entry(
        "A",
        ItemKind::Article,
        both(TaxKey::GENERAL, TaxKey::GENERAL),
    )];
    let items = Assortment::new(items);
    let on = |text: &str| rehearse(&items, &rates, &regimes(), day(text), None);
    let found = on("2028-02-29");
    assert_eq!(found.before, day("2028-02-28"));
    assert_eq!(found.rates.len(), 1);
    assert_eq!(found.changes.len(), 1);
    assert!(concerns(&found).contains(&&Concern::ClosingFirst));
    assert!(!found.needs_decision());
    assert_eq!(on("2028-03-01").changes, []);
}

#[test]
fn the_file_has_a_row_for_all_that_changes_or_is_unclear() {
    let mut silent = entry(
        "B",
        ItemKind::Fee,
        both(TaxKey::NOT_TAXABLE, TaxKey::NOT_TAXABLE),
    );
    silent.decisions[1].reason.clear();
    let menu = {
        let mut decisions = both(TaxKey::NOT_TAXABLE, TaxKey::GENERAL);
        let share = |key, part| (key, Decimal::from(part));
        decisions[1].treatment.shares =
            vec![share(TaxKey::REDUCED, 70), share(TaxKey::GENERAL, 30)];
        entry("A", ItemKind::Article, decisions)
    };
    let found = run(vec![menu, silent], None);
    let mut bytes = Vec::new();
    found.write_csv(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let header = file.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = file.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        let column = header.iter().position(|h| h == name).unwrap();
        rows[row][column].to_owned()
    };
    assert_eq!(rows.len(), 2);
    assert_eq!(cell(0, "after_keys"), "2:70/1:30");
    assert_eq!(cell(0, "after_percent"), "7/19");
    // 7.00 at 7 % and 3.00 at 19 %.
    assert_eq!(cell(0, "after_vat_eur"), "0.94");
    assert_eq!(cell(0, "before_gross_eur"), "10.00");
    assert_eq!(
        (cell(1, "id"), cell(1, "changes")),
        ("B".into(), "no".into())
    );
    assert_eq!(cell(1, "warnings"), "no-reason");
}

#[test]
fn ten_thousand_items_with_ten_years_of_history_are_no_wait() {
    let entries: Vec<Entry> = (0..10_000)
        .map(|number| {
            let mut item = entry(&number.to_string(), ItemKind::Article, Vec::new());
            for year in 0..10 {
                let from = day(&format!("{}-01-01", 2017 + year));
                let of = |regime, key| Decision {
                    from,
                    ..decision(i64::from(year), regime, key)
                };
                item.decisions.push(of(Regime::Old, TaxKey::NOT_TAXABLE));
                item.decisions.push(of(Regime::New, TaxKey::GENERAL));
            }
            item
        })
        .collect();
    let began = std::time::Instant::now();
    let found = run(entries, None);
    assert_eq!(found.changes.len(), 10_000);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}
