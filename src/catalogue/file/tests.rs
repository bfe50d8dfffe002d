use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::catalogue::change::{Change, Context, apply, describe, proposal};
use crate::catalogue::{
    Assortment, BusinessCase, Item, ItemKind, Price, PriceMode, Split, StockMode,
};
use crate::i18n::Language;
use crate::money::Money;
use crate::tax::{PriceRule, Rates, Regime, TaxKey, Treatment};

const DEMO: &[u8] = include_bytes!("../../../assets/demo/catalogue.csv");
const HEADER: &str = "id,name,office,kind,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b,ean";

const GOOD: &str = "A,Name,Amt,fee,1.00,fixed,Stück,NT,NT,";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The first refusal of a row, by the file's form or by the rules.
fn refuse_with(header: &str, rows: &str) -> String {
    let text = format!("{header}\n{rows}\n");
    let listing = match read("x.csv", text.as_bytes()) {
        Err(error) => return error.to_string(),
        Ok(listing) => listing,
    };
    let (nothing, rates) = (Assortment::default(), Rates::statutory());
    let context = Context::blank(&nothing, &rates, day("2026-11-24"));
    examine(&listing, &context).unwrap_err().to_string()
}

fn refuse(row: &str) -> String {
    refuse_with(HEADER, row)
}

#[test]
fn the_demo_catalogue_is_readable_and_keeps_the_rules() {
    let listing = read("demo", DEMO).unwrap();
    assert_eq!(listing.unknown, [""; 0]);
    let (nothing, rates) = (Assortment::default(), Rates::statutory());
    let context = Context::blank(&nothing, &rates, day("2026-11-24"));
    let examined = examine(&listing, &context).unwrap();
    let [Warning::Undecided { column, item, .. }] = examined.warnings.as_slice() else {
        panic!("{:?}", examined.warnings);
    };
    assert_eq!((*column, item.as_str()), ("tax_post_2b", "ST0180"));
    let entries = listing.into_entries();
    assert_eq!(entries.len(), 157);
    let find = |id| entries.iter().find(|e: &&Entry| e.item.id == id).unwrap();
    assert_eq!(find("KA0070").decisions[1].treatment.shares.len(), 2);
    assert_eq!(
        find("MU0010").decisions[1].treatment.text.as_deref(),
        Some("steuerfrei nach § 4 Nr. 20a UStG")
    );
    assert_eq!(find("ST0060").item.splits.len(), 2);
    let coded = entries.iter().filter(|e| e.item.code.is_some()).count();
    assert_eq!(coded, 20);
    assert!(entries.iter().all(|e| !e.item.group.is_empty()));
}

#[test]
fn the_catalogue_of_older_files_is_still_read() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/catalogue.csv");
    let Ok(text) = std::fs::read(path) else {
        return; // not every checkout has it
    };
    let listing = read("old", &text).unwrap();
    assert_eq!(listing.items.len(), 157);
    assert!(!listing.has("group") && !listing.has("tax_reason_post_2b"));
    let (nothing, rates) = (Assortment::default(), Rates::statutory());
    examine(
        &listing,
        &Context::blank(&nothing, &rates, day("2026-11-24")),
    )
    .unwrap();
}

#[test]
fn rows_are_counted_alike_whatever_ends_a_line() {
    for end in ["\n", "\r\n"] {
        let rows = [HEADER, GOOD, "B,Name,Amt,fee,x,fixed,Stück,NT,NT,"].join(end);
        let said = read("x.csv", rows.as_bytes()).unwrap_err().to_string();
        assert!(said.contains("row 3, column price_eur"), "{said}");
    }
}

#[test]
fn an_id_twice_without_days_is_said_once() {
    let error = read("x.csv", [HEADER, GOOD, GOOD].join("\n").as_bytes()).unwrap_err();
    assert_eq!(error.count(), 1, "{error}");
}

#[test]
fn a_price_list_without_reasons_changes_no_treatment() {
    let rates = Rates::statutory();
    let entries = crate::setup::demo_entries(chrono::DateTime::UNIX_EPOCH).unwrap();
    let assortment = Assortment::new(entries);
    let context = Context::blank(&assortment, &rates, day("2026-11-24"));
    let (header, row) = (
        HEADER.replace(",ean", ",legal_basis,tax_note"),
        "MU0010,Eintritt Erwachsene,Museum,ticket,7.00,fixed,Person,EX4,EX4,Satzung,neu",
    );
    let listing = read("x.csv", format!("{header}\n{row}\n").as_bytes()).unwrap();
    let examined = examine(&listing, &context).unwrap();
    let taxes = |change: &&Change| matches!(change, Change::Tax { .. });
    assert_eq!(examined.changes.iter().find(taxes), None);
    let price = |change: &Change| matches!(change, Change::Price { .. });
    assert!(examined.changes.iter().any(price));
}

#[test]
fn wrong_cells_are_named_with_row_and_column() {
    for (row, expected) in [
        (
            "A,B,C,fee,x,fixed,Stück,NT,NT,",
            "row 2, column price_eur: expected an amount such as",
        ),
        (
            "A,B,C,fee,,fixed,Stück,NT,NT,",
            "row 2, column price_eur: expected a value",
        ),
        (
            "A,B,C,fee,\"12,50\",fixed,Stück,NT,NT,",
            "decimal point such as 12.50, found \"12,50\"",
        ),
        (
            "A,B,C,fee,12,50,fixed,Stück,NT,NT,",
            "row 2: expected 10 columns, found 11",
        ),
        (
            "A,B,C,fee,1.000.00,fixed,Stück,NT,NT,",
            "column price_eur: expected an amount",
        ),
        (
            "A,B,C,fee,1.234,fixed,Stück,NT,NT,",
            "column price_eur: expected an amount",
        ),
        (
            "A,B,C,fee,1e3,fixed,Stück,NT,NT,",
            "column price_eur: expected an amount",
        ),
        (
            "A,B,C,fee,9999999.00,fixed,Stück,NT,NT,",
            "column price_eur: expected an amount",
        ),
        ("A,B,C,gift,1,fixed,Stück,NT,NT,", "column kind"),
        ("A,B,C,fee,1,often,Stück,NT,NT,", "column price_mode"),
        (
            "A,B,C,fee,1,fixed,Stück,NT,S20,",
            "column tax_post_2b: expected NT, EX4",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,R7/F55,",
            "column tax_post_2b: expected shares",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,R7:0/S19:1,",
            "column tax_post_2b: expected a positive share",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,R7:70/R7:30,",
            "column tax_post_2b: a key is named twice",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,K12,",
            "column tax_post_2b: tax key 12 is for corrections",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,K99,",
            "column tax_post_2b: expected NT, EX4",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,K1001,",
            "column tax_post_2b: tax key 1001 has no rate",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,,,",
            "column tax_post_2b: expected a treatment under at least one",
        ),
        (
            "A,B,C,fee,1,fixed,Stück,NT,NT,123",
            "column ean: \"123\" is no EAN",
        ),
        ("A,B,C,fee,1,fixed,Stück,NT,NT,2000000000252", "column ean"),
        ("A,,C,fee,1,fixed,Stück,NT,NT,", "column name"),
        (
            "A,B,C,fee,-1,fixed,Stück,NT,NT,",
            "column price_eur: a deposit returned",
        ),
        (
            "A,B,C,transit,1,fixed,Stück,NT,S19,",
            "column tax_post_2b: money of others",
        ),
        ("A,B,C,fee,1,fixed", "row 2: expected 10 columns, found 6"),
        ("A;B;C;fee;1,5;fixed", "row 2"),
    ] {
        let said = refuse(row);
        assert!(said.contains(expected), "{row}: {said}");
        assert!(said.contains("x.csv, "), "{said}");
    }
    let twice = "A,B,C,fee,1,fixed,Stück,NT,NT,";
    let said = refuse(&format!("{twice}\n{twice}"));
    assert!(
        said.contains(
            "row 3, column id: expected an id that is used only once; it is that of row 2"
        ),
        "{said}"
    );
    let ean = "2000000000251";
    let said = refuse(&format!(
        "A,B,C,fee,1,fixed,x,NT,NT,{ean}\nD,B,C,fee,1,fixed,x,NT,NT,{ean}"
    ));
    assert!(
        said.contains("row 3, column ean: the EAN 2000000000251 belongs to item A"),
        "{said}"
    );
}

#[test]
fn every_wrong_row_is_named_up_to_fifty() {
    let rows: Vec<String> = (0..60)
        .map(|n| format!("A{n},B,C,fee,x,fixed,Stück,NT,NT,"))
        .collect();
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    let error = read("x.csv", text.as_bytes()).unwrap_err();
    assert_eq!(
        (error.faults.len(), error.more, error.count()),
        (50, 10, 60)
    );
    assert_eq!(error.faults[0].place.row(), 2);
    assert_eq!(error.faults[49].place.row(), 51);
    // Several wrong cells of one row, too.
    let text = format!("{HEADER}\nA,,C,gift,x,fixed,Stück,NT,NT,\n");
    assert_eq!(read("x.csv", text.as_bytes()).unwrap_err().count(), 3);
}

#[test]
fn rows_are_counted_as_a_spreadsheet_does() {
    let good = "A,\"two\nlines\",C,fee,1,fixed,x,NT,NT,";
    let said = refuse(&format!("{good}\nD,B,C,fee,x,fixed,x,NT,NT,"));
    assert!(said.contains("row 3, column price_eur"), "{said}");
    let mut bytes = format!("{HEADER}\n{good}\nD,Stra").into_bytes();
    bytes.extend(b"\xDFe,C,fee,1,fixed,x,NT,NT,\n");
    let said = read("x.csv", &bytes).unwrap_err().to_string();
    assert_eq!(
        said,
        "x.csv, row 3: expected text in UTF-8, found byte 0xDF"
    );
}

#[test]
fn other_kinds_of_csv_are_refused() {
    let of = |bytes: &[u8]| read("x", bytes).unwrap_err().to_string();
    assert!(of(b"").contains("header with the names"));
    assert!(of(b"id,name\n1,2").contains("column \"office\" is missing"));
    assert!(of(b"\xff\xfei\0d\0").contains("UTF-16"));
    assert!(
        of(HEADER.replace(',', ";").as_bytes())
            .contains("header: expected commas between the columns, found ';'")
    );
    assert!(of(HEADER.replace(',', "\t").as_bytes()).contains("found '\\t'"));
    assert!(of(format!("{HEADER},id\n").as_bytes()).contains("column \"id\" is there twice"));
    assert!(of(format!("{HEADER}\n").as_bytes()).contains("at least one item"));
    let row = "A,B,C,fee,1.00,fixed,x,NT,NT,";
    let twice = format!("\u{FEFF}{HEADER}\n{row}\n\u{FEFF}{HEADER}\n");
    assert!(of(twice.as_bytes()).contains("row 3: a byte order mark"));
    // One at the beginning says no more than that the text is UTF-8.
    let marked = format!("\u{FEFF}{HEADER}\r\n{row}\r\n");
    assert_eq!(read("x", marked.as_bytes()).unwrap().items.len(), 1);
}

const DATED: &str =
    "id,name,office,kind,valid_from,valid_to,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b";

#[test]
fn periods_follow_each_other_without_overlap_or_gap() {
    let row =
        |from: &str, to: &str, price: &str| format!("A,B,C,fee,{from},{to},{price},fixed,x,NT,S19");
    let (a, b) = (
        row("2026-01-01", "2026-12-31", "1"),
        row("2027-01-01", "", "2"),
    );
    let text = format!("{DATED}\n{a}\n{b}\n");
    let entry = &read("x", text.as_bytes()).unwrap().items[0].entry;
    assert_eq!(entry.prices.len(), 2);
    assert_eq!(entry.prices[1].from, day("2027-01-01"));
    assert_eq!(entry.decisions.len(), 2, "what goes on is decided once");
    for (rows, expected) in [
        (
            [
                row("2026-01-01", "2026-12-31", "1"),
                row("2026-12-31", "", "2"),
            ],
            "row 3, column valid_from: expected a period after that of row 2",
        ),
        (
            [
                row("2026-01-01", "", "1"),
                row("2027-01-01", "2027-12-31", "2"),
            ],
            "row 3, column valid_from: expected a period after that of row 2",
        ),
        (
            [
                row("2026-01-01", "2026-12-31", "1"),
                row("2027-01-02", "", "2"),
            ],
            "row 3, column valid_from: expected a period that begins on 01.01.2027",
        ),
        (
            [row("2026-01-01", "", "1"), row("2026-01-01", "", "2")],
            "row 3, column valid_from",
        ),
        (
            [row("2026-01-01", "", "1"), row("", "", "2")],
            "row 3, column valid_from: expected a first day",
        ),
        (
            [
                row("2026-01-01", "2025-01-01", "1"),
                row("2027-01-01", "", "2"),
            ],
            "row 2, column valid_to: expected a period that ends",
        ),
        (
            [
                row("2026-01-01", "2026-12-31", "1"),
                row("2027-01-01", "2027-02-01", "2"),
            ],
            "row 3, column valid_to: the last period stays open",
        ),
        (
            [row("2026-02-30", "", "1"), row("2027-01-01", "", "2")],
            "row 2, column valid_from: expected a day",
        ),
        (
            [
                row("2026-01-01", "", "1"),
                row("2027-01-01", "", "2").replace(",B,", ",Z,"),
            ],
            "row 3, column name: expected the same as in row 2",
        ),
    ] {
        let said = refuse_with(DATED, &rows.join("\n"));
        assert!(said.contains(expected), "{rows:?}: {said}");
    }
}

#[test]
fn accounts_are_taken_word_for_word_or_split() {
    let read = |text| account::read(text).unwrap();
    assert_eq!(
        read("1.0200/130.4"),
        ("1.0200/130.4".to_owned(), Vec::new())
    );
    let (first, splits) = read("4461000@573:70/4461900@111:30");
    assert_eq!((first.as_str(), splits.len()), ("4461000", 2));
    assert_eq!(
        (splits[1].product.as_str(), splits[1].share),
        ("111", Decimal::from(30))
    );
    let (_, splits) = read("1.0200/130:2/0.88:1.5");
    assert_eq!(splits[0].account, "1.0200/130");
    for wrong in ["a:1/", "a:0/b:1", "a:x/b:1", ":1/b:1", "a:1/b"] {
        assert!(account::read(wrong).is_err(), "{wrong}");
    }
}

fn text() -> impl Strategy<Value = String> {
    "[A-Za-zÄß§,;\"'/.@0-9 \n-]{0,12}".prop_map(|t| t.trim().to_owned())
}

fn name() -> impl Strategy<Value = String> {
    text().prop_map(|t| format!("N{t}").trim().to_owned())
}

fn treatment() -> impl Strategy<Value = Treatment> {
    let keys = prop::sample::subsequence(vec![1u16, 2, 3, 4, 5, 6, 7, 8], 1..3);
    (keys, 1i64..1000, prop::option::of(name())).prop_map(|(keys, share, text)| {
        let several = keys.len() > 1;
        let share = if several {
            Decimal::new(share, 2)
        } else {
            Decimal::ONE
        };
        let exempt = keys.contains(&6);
        Treatment {
            shares: keys.into_iter().map(|k| (TaxKey(k), share)).collect(),
            text: text.or(exempt.then(|| "steuerfrei".to_owned())),
        }
    })
}

fn days() -> impl Strategy<Value = Vec<NaiveDate>> {
    prop::collection::btree_set(0i64..9000, 1..5).prop_map(|days| {
        let days = days.into_iter();
        days.map(|d| FIRST_DAY + chrono::TimeDelta::days(8500 + d))
            .collect()
    })
}

prop_compose! {
    fn entry()(
        texts in prop::collection::vec(text(), 6),
        names in prop::collection::vec(name(), 5),
        kind in prop::sample::select(vec![
            (ItemKind::Fee, BusinessCase::Umsatz), (ItemKind::Article, BusinessCase::Umsatz),
            (ItemKind::Service, BusinessCase::Umsatz), (ItemKind::Transit, BusinessCase::Pfand),
            (ItemKind::Transit, BusinessCase::MehrzweckgutscheinKauf),
            (ItemKind::Article, BusinessCase::EinzweckgutscheinKauf),
            (ItemKind::Transit, BusinessCase::Forderungsaufloesung),
        ]),
        stock in prop::sample::select(vec![StockMode::None, StockMode::Quantity, StockMode::Numbered]),
        minimum in 0i64..1000,
        split in any::<bool>(),
        reference in any::<bool>(),
        archived in prop::option::of(days()),
        prices in days(),
        cents in prop::collection::vec((0i64..100_000, 0u8..3, 0i64..100), 5),
        decisions in prop::collection::vec((any::<bool>(), days(), treatment(), any::<bool>(), text(), text()), 1..4),
    ) -> Entry {
        let splits = ["1.0200/13", "4461000"].map(|account| Split {
            account: account.to_owned(),
            product: "57".to_owned(),
            share: Decimal::new(1 + minimum, 1),
        });
        let numbered = stock == StockMode::Numbered;
        let prices = prices.into_iter().zip(&cents).map(|(from, (amount, mode, part))| Price {
            from,
            amount: Money::from_cents(*amount),
            mode: match mode {
                1 if !numbered => PriceMode::PerQuantity,
                2 => PriceMode::Range {
                    min: Money::from_cents(amount / 2),
                    max: Money::from_cents(amount * 2),
                },
                _ => PriceMode::Fixed,
            },
            third_party: Money::from_cents(amount * part / 100),
        });
        let decisions = decisions.into_iter().flat_map(|(new, days, treatment, net, reason, basis)| {
            let regime = if new { Regime::New } else { Regime::Old };
            let rule = if net { PriceRule::NetPlusVat } else { PriceRule::GrossFixed };
            days.into_iter().map(move |from| {
                proposal(regime, from, treatment.clone(), rule, &reason, &basis)
            })
        });
        let mut decisions: Vec<_> = decisions.collect();
        for (place, decision) in decisions.iter_mut().enumerate() {
            decision.id = place as i64 + 1;
            decision.approved = Some(decision.proposed.clone());
        }
        Entry {
            item: Item {
                id: String::new(),
                name: names[0].clone(),
                short_name: names[1].clone(),
                office: names[2].clone(),
                group: texts[0].clone(),
                kind: kind.0,
                case: kind.1,
                price: Money::ZERO,
                mode: PriceMode::Fixed,
                unit: names[3].clone(),
                tax: Treatment::default(),
                legal_basis: texts[1].clone(),
                third_party: Money::ZERO,
                principal: Some(names[4].clone()).filter(|_| reference),
                third_party_account: Some(names[1].clone()).filter(|_| split),
                stock,
                product: texts[2].clone(),
                account: if split { "1.0200/13".to_owned() } else { texts[3].clone() },
                splits: if split { splits.to_vec() } else { Vec::new() },
                ean: None,
                code: Some(names[0].clone()),
                needs_reference: reference,
            },
            prices: prices.collect(),
            decisions,
            archived: archived.and_then(|days| days.first().copied()),
            minimum: (stock != StockMode::None).then(|| Decimal::new(minimum, 1)),
            note: texts[4].clone(),
        }
    }
}

fn assortment() -> impl Strategy<Value = Assortment> {
    prop::collection::vec(entry(), 1..5).prop_map(|mut entries| {
        for (place, entry) in entries.iter_mut().enumerate() {
            entry.item.id = format!("A{place}");
            entry.item.code = entry.item.code.take().map(|code| format!("{code}{place}"));
        }
        Assortment::new(entries)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn importing_an_export_changes_nothing(assortment in assortment()) {
        let rates = Rates::statutory();
        let context = Context::blank(&assortment, &rates, day("2026-11-24"));
        let text = write(assortment.entries()).unwrap();
        let listing = read("x.csv", &text).unwrap();
        let changes = crate::catalogue::change::diff(&listing, &context);
        let changes: Vec<Change> = changes
            .into_iter()
            .filter(|change| !matches!(change, Change::Office { .. }))
            .collect();
        prop_assert!(changes.is_empty(), "{:#?}", describe(&assortment, &changes, Language::German));
        let again = apply(&Assortment::default(), &crate::catalogue::change::diff(
            &listing,
            &Context::blank(&Assortment::default(), &rates, day("2026-11-24")),
        ));
        let rewritten = write(again.entries()).unwrap();
        prop_assert_eq!(String::from_utf8(text).unwrap(), String::from_utf8(rewritten).unwrap());
    }

    /// Whatever two catalogues look like: importing the export of one into the other makes them say the same,
    /// from the first day of the file on.
    #[test]
    fn an_import_makes_the_catalogue_what_the_file_says(a in assortment(), b in assortment()) {
        let rates = Rates::statutory();
        let context = Context::blank(&a, &rates, day("2026-11-24"));
        let listing = read("x.csv", &write(b.entries()).unwrap()).unwrap();
        let changes = crate::catalogue::change::diff(&listing, &context);
        let changed = apply(&a, &changes);
        let context = Context::blank(&changed, &rates, day("2026-11-24"));
        let left = crate::catalogue::change::diff(&listing, &context);
        let left = describe(&changed, &left, Language::German);
        let left: Vec<_> = left
            .iter()
            .filter(|s| s.field != crate::catalogue::change::Field::OfficeItself)
            .collect();
        prop_assert!(left.is_empty(), "{left:#?}");
    }
}
