//! What is right and must not be complained of.

use amtskasse_dsfinvk::verify::Severity;

use crate::common::{Package, of};
use crate::faults::{add, set};
use crate::genuine::genuine;

const BON_VAT: &str = "transactions_vat.csv";
const CASE: &str = "businesscases.csv";
const LINE: &str = "lines.csv";
const LINE_VAT: &str = "lines_vat.csv";

fn nothing(package: &Package) {
    let report = package.check();
    assert!(report.sheet.told().is_empty(), "{:#?}", report.sheet.told());
}

#[test]
fn the_signed_fixture_is_right() {
    let report = genuine().check();
    assert!(report.sheet.told().is_empty(), "{:#?}", report.sheet.told());
    assert_eq!(
        (report.closings, report.transactions, report.signatures),
        (2, 15, 13)
    );
    assert_eq!(report.matched, None);
    assert!(report.holds());
}

#[test]
fn the_fixture_as_it_is_breaks_r51_and_r54_only() {
    let report = Package::fixture().check();
    let others: Vec<_> = report
        .sheet
        .told()
        .iter()
        .filter(|finding| ![51, 54].contains(&finding.rule.0))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
    // Two rows of tse.csv, and every row with a signature.
    assert_eq!((of(&report, 51).len(), of(&report, 54).len()), (2, 13));
    assert_eq!(report.signatures, 0);
}

#[test]
fn a_discount_in_the_price() {
    let package = genuine();
    for (typ, amount) in [
        ("base_amount", "40,00"),
        ("discount", "-5,00"),
        ("extra_amount", "2,00"),
    ] {
        add(
            &package,
            "itemamounts.csv",
            1,
            &[
                ("BON_ID", "2"),
                ("POS_ZEILE", "1"),
                ("TYP", typ),
                ("UST_SCHLUESSEL", "5"),
                ("PF_BRUTTO", amount),
            ],
        );
    }
    nothing(&package);
}

/// A line of its own, netted into the turnover of the closing or not.
#[test]
fn a_discount_line() {
    let discount = || {
        let package = genuine();
        set(&package, LINE, 6, &[("STK_BR", "22,40")]);
        set(&package, LINE_VAT, 6, &[("POS_BRUTTO", "22,40")]);
        add(
            &package,
            LINE,
            1,
            &[
                ("BON_ID", "3"),
                ("POS_ZEILE", "4"),
                ("ARTIKELTEXT", "Rabatt"),
                ("GV_TYP", "Rabatt"),
                ("MENGE", "1,000"),
                ("STK_BR", "-1,00"),
            ],
        );
        add(
            &package,
            LINE_VAT,
            1,
            &[
                ("BON_ID", "3"),
                ("POS_ZEILE", "4"),
                ("UST_SCHLUESSEL", "2"),
                ("POS_BRUTTO", "-1,00"),
            ],
        );
        package
    };
    // 22.40 and -1.00 are 21.40 of turnover.
    nothing(&discount());
    let apart = discount();
    set(
        &apart,
        CASE,
        8,
        &[
            ("Z_UMS_BRUTTO", "22,40"),
            ("Z_UMS_NETTO", "20,93"),
            ("Z_UST", "1,47"),
        ],
    );
    add(
        &apart,
        CASE,
        1,
        &[
            ("GV_TYP", "Rabatt"),
            ("AGENTUR_ID", "0"),
            ("UST_SCHLUESSEL", "2"),
            ("Z_UMS_BRUTTO", "-1,00"),
            ("Z_UMS_NETTO", "-0,93"),
            ("Z_UST", "-0,07"),
        ],
    );
    nothing(&apart);
    // Netted the wrong way it is a fault.
    let wrong = discount();
    set(
        &wrong,
        CASE,
        8,
        &[
            ("Z_UMS_BRUTTO", "20,40"),
            ("Z_UMS_NETTO", "19,07"),
            ("Z_UST", "1,33"),
        ],
    );
    assert!(!of(&wrong.check(), 42).is_empty());
}

#[test]
fn the_net_method() {
    let package = genuine();
    for (row, net, vat) in [
        (4, "13,00", "0,00"),
        (5, "2,00", "0,38"),
        (6, "20,00", "1,40"),
    ] {
        set(
            &package,
            LINE_VAT,
            row,
            &[("POS_BRUTTO", ""), ("POS_NETTO", net), ("POS_UST", vat)],
        );
    }
    nothing(&package);
    // 9.99 net at 19 %: 1.90; from the gross 11.89 it would be 1.8984.
    set(
        &package,
        BON_VAT,
        4,
        &[("BON_NETTO", "1,99"), ("BON_UST", "0,39")],
    );
    assert_eq!(of(&package.check(), 29).len(), 1);
}

#[test]
fn a_voided_line_counts_nowhere() {
    let package = genuine();
    add(
        &package,
        LINE,
        1,
        &[
            ("BON_ID", "2"),
            ("POS_ZEILE", "2"),
            ("ARTIKELTEXT", "Irrtum"),
            ("GV_TYP", "Umsatz"),
            ("P_STORNO", "1"),
            ("MENGE", "1,000"),
            ("STK_BR", "8,00"),
            ("ART_NR", "1"),
        ],
    );
    add(
        &package,
        LINE_VAT,
        1,
        &[
            ("BON_ID", "2"),
            ("POS_ZEILE", "2"),
            ("UST_SCHLUESSEL", "5"),
            ("POS_BRUTTO", "8,00"),
        ],
    );
    nothing(&package);
}

#[test]
fn five_decimals_and_files_in_another_order() {
    let package = genuine();
    package.replace(BON_VAT, "2,38;2,00;0,38", "2,38000;2,00000;0,38000");
    for file in [
        LINE,
        LINE_VAT,
        BON_VAT,
        "datapayment.csv",
        "transactions_tse.csv",
        "references.csv",
    ] {
        let mut rows = package.rows(file);
        rows[1..].reverse();
        package.put(file, &rows);
    }
    nothing(&package);
}

/// The reversal of a receipt under an old rate has the historical key.
#[test]
fn a_reversal_after_a_change_of_rates() {
    let package = genuine();
    for row in [2, 6] {
        add(
            &package,
            "vat.csv",
            if row == 2 { 1 } else { 2 },
            &[
                ("UST_SCHLUESSEL", "21"),
                ("UST_SATZ", "16,00"),
                ("UST_BESCHR", "2020"),
            ],
        );
    }
    let report = package.check();
    assert_eq!(
        report.sheet.count(Severity::Error),
        0,
        "{:#?}",
        report.sheet.told()
    );
}

#[test]
fn ids_that_begin_again_with_every_closing() {
    let package = genuine();
    for file in crate::common::tables() {
        let mut rows = package.rows(file);
        let place =
            |rows: &[Vec<String>], name: &str| rows[0].iter().position(|column| column == name);
        let (Some(id), Some(number)) = (place(&rows, "BON_ID"), place(&rows, "Z_NR")) else {
            continue;
        };
        for row in rows.iter_mut().skip(1).filter(|row| row[number] == "2") {
            row[id] = (row[id].parse::<u64>().unwrap() - 11).to_string();
        }
        package.put(file, &rows);
    }
    set(
        &package,
        "cashpointclosing.csv",
        3,
        &[("Z_START_ID", "1"), ("Z_ENDE_ID", "4")],
    );
    nothing(&package);
}

/// Both readings of cash_per_currency: what was paid in cash, and what lies in the drawer.
#[test]
fn cash_per_currency_as_stock() {
    let package = genuine();
    // Without its Anfangsbestand the second closing has 52.00 of payments and 252.00 in the drawer.
    for file in [
        LINE,
        LINE_VAT,
        "transactions.csv",
        "datapayment.csv",
        BON_VAT,
        "transactions_tse.csv",
    ] {
        let mut rows = package.rows(file);
        let id = rows[0]
            .iter()
            .position(|column| column == "BON_ID")
            .unwrap();
        rows.retain(|row| row[id] != "12");
        package.put(file, &rows);
    }
    package.cut(CASE, 10);
    package.mutate("payment.csv", 4, "Z_ZAHLART_BETRAG", "52,00");
    set(
        &package,
        "cashpointclosing.csv",
        3,
        &[
            ("Z_SE_ZAHLUNGEN", "62,00"),
            ("Z_SE_BARZAHLUNGEN", "52,00"),
            ("Z_START_ID", "13"),
        ],
    );
    let only = |package: &Package, rule: u8| {
        let report = package.check();
        let found = of(&report, rule).len();
        assert_eq!(
            report.sheet.count(Severity::Error) as usize,
            found + 1,
            "{:#?}",
            report.sheet.told()
        );
        found
    };
    // R17 tells that id 12 is gone.
    assert_eq!(only(&package, 38), 0);
    package.mutate("cash_per_currency.csv", 3, "ZAHLART_BETRAG_WAEH", "52,00");
    assert_eq!(only(&package, 38), 0);
    package.mutate("cash_per_currency.csv", 3, "ZAHLART_BETRAG_WAEH", "53,00");
    assert_eq!(only(&package, 38), 1);
}

/// Ids without order are only looked for.
#[test]
fn ids_that_are_no_numbers() {
    let package = genuine();
    for file in crate::common::tables() {
        let mut rows = package.rows(file);
        let head = rows[0].clone();
        for column in ["BON_ID", "REF_BON_ID", "Z_START_ID", "Z_ENDE_ID"] {
            let Some(place) = head.iter().position(|name| name == column) else {
                continue;
            };
            for row in rows.iter_mut().skip(1) {
                // The Kassenzeichen is no BON_ID.
                if !row[place].contains('.') {
                    row[place] = format!("b-{}-x", row[place]);
                }
            }
        }
        package.put(file, &rows);
    }
    nothing(&package);
    set(
        &package,
        "cashpointclosing.csv",
        2,
        &[("Z_START_ID", "b-99-x")],
    );
    assert_eq!(of(&package.check(), 45).len(), 1);
}
