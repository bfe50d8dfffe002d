//! Fields and closings of a package: R6 to R13, one planted fault after the other.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use amtskasse_dsfinvk::schema::{Need, V2_4};
use amtskasse_dsfinvk::verify::{Language, Options, Severity};
use common::{Package, assert_error, check_with, errors, of, told};

/// The only error of a rule, after one change.
fn one(rule: u8, file: &str, row: impl Into<Option<u64>>, spoil: impl FnOnce(&Package)) -> String {
    let package = Package::fixture();
    spoil(&package);
    assert_error(&package.structure(), rule, file, row.into())
}

/// Says that a sentence has a word.
fn says(sentence: &str, word: &str) {
    assert!(sentence.contains(word), "{sentence}");
}

#[test]
fn r6_numbers() {
    for (value, word) in [
        ("1.234,50", "grouping"),
        ("36.78", "comma"),
        ("36,789", "at most 2 decimals"),
        ("1e3", "no number"),
        ("1x234,50", "no number"),
        ("+1,00", "plus"),
        (" 1,00", "spaces"),
        ("-", "no number"),
    ] {
        let spoil = |p: &Package| p.mutate("transactions.csv", 4, "UMS_BRUTTO", value);
        says(&one(6, "transactions.csv", 4, spoil), word);
    }
    let spoil = |p: &Package| p.mutate("transactions.csv", 4, "BON_NR", "3,0");
    says(&one(6, "transactions.csv", 4, spoil), "no decimals");
    // Fewer decimals than declared, and a minus, are fine.
    let package = Package::fixture();
    package.mutate("transactions.csv", 4, "UMS_BRUTTO", "-36,7");
    assert_eq!(of(&package.structure(), 6).len(), 0);
}

#[test]
fn r7_lengths_in_characters() {
    let spoil = |p: &Package| p.mutate("vat.csv", 3, "UST_BESCHR", &"ü".repeat(56));
    says(&one(7, "vat.csv", 3, spoil), "56 characters, 55");
    let package = Package::fixture();
    package.mutate("vat.csv", 3, "UST_BESCHR", &"ü".repeat(55));
    assert_eq!(of(&package.structure(), 7).len(), 0);
}

#[test]
fn r8_and_r11_every_compulsory_field() {
    let mut checked = 0;
    for table in V2_4.tables {
        let fixture = Package::fixture();
        if fixture.rows(table.file).len() < 2 {
            continue;
        }
        for column in table.columns {
            let must = column.need == Need::Must || column.name == "BON_STORNO";
            let free = column.name.starts_with("KUNDE_") || column.name == "TSE_ZERTIFIKAT_II";
            let package = Package::fixture();
            package.mutate(table.file, 2, column.name, "");
            let report = package.structure();
            let found = [errors(&report, 8), errors(&report, 11)].map(|found| found.len());
            let expected = match (must && !free, column.key) {
                (true, true) => [0, 1],
                (true, false) => [1, 0],
                (false, _) if column.name == "ART_NR" => continue,
                (false, _) if ["STNR", "AGENTUR_STNR"].contains(&column.name) => [1, 0],
                (false, _) => [0, 0],
            };
            assert_eq!(found, expected, "{} {}", table.file, column.name);
            checked += 1;
        }
    }
    assert_eq!(checked, 177);
}

#[test]
fn r8_conditions() {
    // During a failure of the TSE its fields stay empty.
    let package = Package::fixture();
    for column in [
        "TSE_TANR",
        "TSE_TA_START",
        "TSE_TA_ENDE",
        "TSE_TA_VORGANGSART",
        "TSE_TA_SIGZ",
        "TSE_TA_SIG",
        "TSE_ID",
    ] {
        package.mutate("transactions_tse.csv", 3, column, "");
    }
    package.mutate(
        "transactions_tse.csv",
        3,
        "TSE_TA_FEHLER",
        "TSE ausgefallen",
    );
    let report = package.structure();
    assert_eq!(
        (errors(&report, 8).len(), errors(&report, 11).len()),
        (0, 0)
    );
    // An item has a number, a quantity and a price.
    for column in ["MENGE", "STK_BR"] {
        says(
            &one(8, "lines.csv", 3, |p| p.mutate("lines.csv", 3, column, "")),
            column,
        );
    }
    let gtin = |p: &Package| {
        p.mutate("lines.csv", 3, "ART_NR", "");
        p.mutate("lines.csv", 3, "GTIN", "4012345678901");
    };
    says(&one(8, "lines.csv", 3, gtin), "ART_NR");
    says(
        &one(8, "cashpointclosing.csv", 3, |p| {
            p.mutate("cashpointclosing.csv", 3, "STNR", "")
        }),
        "neither STNR nor USTID",
    );
    let package = Package::fixture();
    package.mutate("cashpointclosing.csv", 3, "STNR", "");
    package.mutate("cashpointclosing.csv", 3, "USTID", "DE123456789");
    assert_eq!(of(&package.structure(), 8).len(), 0);
}

#[test]
fn r9_closed_lists() {
    for (file, column, value, word) in [
        (
            "transactions.csv",
            "BON_TYP",
            "Rechnung",
            "allowed are: Beleg",
        ),
        ("transactions.csv", "BON_STORNO", "J", "allowed are: 0, 1"),
        ("lines.csv", "GV_TYP", "UMSATZ", "it is written \"Umsatz\""),
        ("lines.csv", "INHAUS", "x", "0, 1"),
        ("lines.csv", "P_STORNO", "2", "0, 1"),
        ("businesscases.csv", "GV_TYP", "Sonstiges", "allowed are"),
        ("payment.csv", "ZAHLART_TYP", "bar", "it is written \"Bar\""),
        (
            "datapayment.csv",
            "ZAHLART_TYP",
            "GuthabenKarte",
            "it is written \"Guthabenkarte\"",
        ),
        ("references.csv", "REF_TYP", "BON_STORNO", "Transaktion"),
        ("cashpointclosing.csv", "LAND", "DE", "ISO 3166-1"),
        ("location.csv", "LOC_LAND", "deu", "ISO 3166-1"),
        ("pa.csv", "AGENTUR_LAND", "XXX", "ISO 3166-1"),
        ("transactions.csv", "KUNDE_LAND", "BRD", "ISO 3166-1"),
        (
            "cashregister.csv",
            "KASSE_BASISWAEH_CODE",
            "DEM",
            "ISO 4217",
        ),
        ("cash_per_currency.csv", "ZAHLART_WAEH", "€", "ISO 4217"),
        ("datapayment.csv", "ZAHLWAEH_CODE", "eur", "ISO 4217"),
        ("cashregister.csv", "KEINE_UST_ZUORDNUNG", "n", "0, 1"),
        ("cashpointclosing.csv", "TAXONOMIE_VERSION", "3.0", "2.4"),
        ("tse.csv", "TSE_PD_ENCODING", "utf-8", "UTF-8"),
        ("tse.csv", "TSE_ZEITFORMAT", "unix", "unixTime"),
    ] {
        says(&one(9, file, 2, |p| p.mutate(file, 2, column, value)), word);
    }
    let package = Package::fixture();
    package.append(
        "itemamounts.csv",
        &[
            ("Z_KASSE_ID", "RATHAUS-1"),
            ("Z_ERSTELLUNG", "2026-03-02T20:00:00+01:00"),
            ("Z_NR", "1"),
            ("BON_ID", "2"),
            ("POS_ZEILE", "1"),
            ("TYP", "rebate"),
            ("UST_SCHLUESSEL", "5"),
        ],
    );
    says(
        &assert_error(&package.structure(), 9, "itemamounts.csv", Some(2)),
        "base_amount",
    );
}

#[test]
fn r10_moments() {
    for (file, column, value, word) in [
        (
            "transactions.csv",
            "BON_START",
            "02.03.2026 10:00",
            "2026-03-02T10:00:00+01:00",
        ),
        (
            "transactions.csv",
            "BON_ENDE",
            "2026-02-30T10:00:00+01:00",
            "expected",
        ),
        (
            "transactions.csv",
            "BON_START",
            "2026-03-02T10:00:31+01:00",
            "later than BON_ENDE",
        ),
        (
            "transactions.csv",
            "BON_START",
            "2026-03-02T09:00:31Z",
            "later than BON_ENDE",
        ),
        (
            "transactions_tse.csv",
            "TSE_TA_START",
            "2026-03-02T10:00:00+01:00",
            ".000Z",
        ),
        (
            "transactions_tse.csv",
            "TSE_TA_ENDE",
            "2026-03-02T10:00:00Z",
            ".000Z",
        ),
        (
            "transactions_tse.csv",
            "TSE_TA_ENDE",
            "2026-03-02T08:59:59.000Z",
            "later than TSE_TA_ENDE",
        ),
        (
            "cashpointclosing.csv",
            "Z_BUCHUNGSTAG",
            "02.03.2026",
            "2026-03-02",
        ),
        ("references.csv", "REF_DATUM", "gestern", "expected"),
    ] {
        says(
            &one(10, file, 3, |p| p.mutate(file, 3, column, value)),
            word,
        );
    }
    for (column, value, word) in [
        (
            "BON_ENDE",
            "2026-03-02T20:00:01+01:00",
            "later than Z_ERSTELLUNG",
        ),
        ("BON_ENDE", "2026-03-02T10:00:30", "time zone"),
    ] {
        let package = Package::fixture();
        package.mutate("transactions.csv", 3, column, value);
        let report = package.structure();
        let found = told(&report, 10, Severity::Warning);
        assert_eq!(
            (found.len(), errors(&report, 10).len()),
            (1, 0),
            "{found:?}"
        );
        says(&found[0], word);
    }
    let package = Package::fixture();
    package.mutate("references.csv", 3, "REF_DATUM", "2026-03-02");
    assert_eq!(of(&package.structure(), 10).len(), 0);
}

#[test]
fn r11_a_closing_has_one_moment() {
    let package = Package::fixture();
    package.mutate("lines.csv", 5, "Z_ERSTELLUNG", "2026-03-02T20:00:00Z");
    let report = package.structure();
    says(
        &assert_error(&report, 11, "lines.csv", Some(5)),
        "\"2026-03-02T20:00:00Z\" here",
    );
    assert_error(&report, 13, "lines.csv", Some(5));
    assert_eq!(report.closings, 3);
}

#[test]
fn r12_master_data_of_every_closing() {
    for file in ["location.csv", "cashregister.csv", "cashpointclosing.csv"] {
        says(&one(12, file, 3, |p| p.double(file, 2)), "2 rows");
    }
    for file in ["location.csv", "cashregister.csv"] {
        says(
            &one(12, file, None, |p| p.cut(file, 3)),
            "closing 2 of register RATHAUS-1",
        );
    }
    let vat = |p: &Package| {
        for _ in 0..4 {
            p.cut("vat.csv", 2);
        }
    };
    says(&one(12, "vat.csv", None, vat), "closing 1");
}

#[test]
fn r13_closings_are_listed() {
    let said = one(13, "location.csv", 3, |p| p.cut("cashpointclosing.csv", 3));
    says(
        &said,
        "closing 2 of register RATHAUS-1 of 2026-03-03T18:00:00+01:00",
    );
}

#[test]
fn a_great_many_errors_are_counted_and_few_are_told() {
    let package = Package::fixture();
    let text = package.read("datapayment.csv");
    let row = text.lines().nth(1).unwrap().replace("200,00", "200.00");
    let rows = format!("{row}\r\n").repeat(200_000);
    package.write(
        "datapayment.csv",
        format!("{}\r\n{rows}", text.lines().next().unwrap()),
    );
    let options = Options {
        language: Language::German,
        archives: Vec::new(),
        told_per_rule: 5,
    };
    let report = check_with(package.path(), &options);
    let count = |rule| {
        let mut counts = report.sheet.counts();
        counts
            .find(|(r, s, _)| (r.0, *s) == (rule, Severity::Error))
            .map(|c| c.2)
    };
    assert_eq!(count(6), Some(200_000));
    assert_eq!(of(&report, 6).len(), 5);
    assert_eq!(
        of(&report, 6)[0].sentence,
        "BASISWAEH_BETRAG „200.00“: Dezimalzeichen ist das Komma, nicht der Punkt"
    );
}

#[test]
fn rows_of_several_closings_may_be_mixed() {
    let package = Package::fixture();
    for table in V2_4.tables {
        let mut rows = package.rows(table.file);
        // The second day's rows between those of the first.
        let mut mixed = rows.split_off(1);
        mixed.sort_by_key(|row| row.get(3..).map(<[String]>::to_vec));
        rows.extend(mixed);
        package.put(table.file, &rows);
    }
    let rows: u64 = package.structure().rows.iter().map(|(_, rows)| rows).sum();
    assert_eq!(rows, 129);
    let mut sheet = amtskasse_dsfinvk::verify::Sheet::new(Language::English, 9);
    let mut books =
        amtskasse_dsfinvk::verify::books::Books::open(package.path(), &mut sheet, &mut |_| true)
            .unwrap();
    for table in V2_4.tables {
        let mut found = 0;
        for closing in 0..books.closings().len() {
            let created = books.closings()[closing].created.clone();
            books
                .each(closing, table, &mut |row| {
                    assert_eq!(row.text(1), created);
                    found += 1;
                })
                .unwrap();
        }
        let rows = books
            .rows()
            .into_iter()
            .find(|r| r.0 == table.file)
            .unwrap()
            .1;
        assert_eq!(found, rows, "{}", table.file);
    }
}
