//! Structure and fields of a package: R1 to R13, one planted fault after the other.

mod common;

use amtskasse_dsfinvk::schema::{Need, V2_4};
use amtskasse_dsfinvk::verify::{Language, Options, Severity};
use amtskasse_dsfinvk::{dtd, index};
use common::{Package, assert_error, check_with, errors, of, told};

#[test]
fn nothing_is_wrong_with_the_fixture() {
    let report = Package::fixture().check();
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    assert_eq!((report.closings, rows), (2, 129));
    let told: Vec<_> = report
        .sheet
        .told()
        .iter()
        .filter(|finding| finding.rule.0 <= 13)
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

/// The only error of a rule, after one change.
fn one(rule: u8, file: &str, row: impl Into<Option<u64>>, spoil: impl FnOnce(&Package)) -> String {
    let package = Package::fixture();
    spoil(&package);
    assert_error(&package.check(), rule, file, row.into())
}

/// Says that a sentence has a word.
fn says(sentence: &str, word: &str) {
    assert!(sentence.contains(word), "{sentence}");
}

#[test]
fn r1_index_and_grammar() {
    says(&one(1, "", None, |p| p.remove("index.xml")), "missing");
    let index = "index.xml";
    for (from, to, word) in [
        ("</DataSet>", "", "well-formed"),
        (
            "<!DOCTYPE DataSet SYSTEM \"gdpdu-01-09-2004.dtd\">",
            "",
            "DOCTYPE is missing",
        ),
        ("DOCTYPE DataSet", "DOCTYPE Other", "\"Other\" instead of"),
        (
            "gdpdu-01-09-2004.dtd",
            "gdpdu-01-08-2002.dtd",
            "names the grammar",
        ),
        (
            "2004.dtd\">",
            "2004.dtd\" [<!ELEMENT a EMPTY>]>",
            "declarations of its own",
        ),
        ("<Version>1.0", "<Version>2.4", "\"2.4\" instead of \"1.0\""),
        ("CD Nummer 1", "&x;", "&x;"),
    ] {
        says(&one(1, index, None, |p| p.replace(index, from, to)), word);
    }
    let utf16 = |p: &Package| {
        let text = p.read(index);
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        p.write(index, units);
    };
    says(&one(1, index, None, utf16), "UTF-16");
    let latin = |p: &Package| {
        let bytes: Vec<u8> = p.read(index).chars().skip(1).map(|c| c as u8).collect();
        p.write(index, bytes);
    };
    says(&one(1, index, None, latin), "UTF-8");
    says(&one(1, "", None, |p| p.remove(dtd::FILE)), "is missing");
    let old = dtd::TEXT
        .lines()
        .filter(|line| {
            !["Extension ", "Alias ", "AcceptNoTables "]
                .iter()
                .any(|e| line.starts_with(&format!("<!ELEMENT {e}")))
        })
        .collect::<Vec<_>>()
        .join("\n")
        .replace("Table*, Command*, AcceptNoTables?", "Table+, Command*");
    says(
        &one(1, dtd::FILE, None, |p| p.write(dtd::FILE, &old)),
        "2002",
    );
    let renamed = |p: &Package| {
        p.remove(dtd::FILE);
        p.write("gdpdu-01-08-2002.dtd", &old);
    };
    says(&one(1, "", None, renamed), "only the older");
    let changed = dtd::TEXT.replace("(From, (To | Length)?)", "(From)");
    says(
        &one(1, dtd::FILE, None, |p| p.write(dtd::FILE, &changed)),
        "Range",
    );
    says(
        &one(1, dtd::FILE, None, |p| p.write(dtd::FILE, "<html>")),
        "no grammar",
    );
    says(
        &one(1, "INDEX.XML", None, |p| p.rename(index, "INDEX.XML")),
        "lower case",
    );
}

#[test]
fn without_an_index_the_files_are_read_all_the_same() {
    let package = Package::fixture();
    package.remove("index.xml");
    package.mutate("lines.csv", 3, "GV_TYP", "umsatz");
    let report = package.check();
    assert_eq!(report.closings, 2);
    assert_error(&report, 9, "lines.csv", Some(3));
    assert_eq!(errors(&report, 2), [] as [&str; 0]);
}

#[test]
fn the_official_grammar_and_older_indexes_are_accepted() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/dsfinvk/");
    let package = Package::fixture();
    if let Ok(official) = std::fs::read(format!("{data}dtd/gdpdu-01-09-2004.dtd")) {
        package.write(dtd::FILE, official);
    }
    // The index of 2.2 differs in one length.
    let index = package.read(index::FILE);
    let place = index.find("TERMINAL_SERIENNR").unwrap();
    let (before, after) = index.split_at(place);
    let index = format!("{before}{}", after.replacen("70", "50", 1));
    package.write(index::FILE, &index);
    let sheet = package.check().sheet;
    let told: Vec<_> = sheet.told().iter().filter(|f| f.rule.0 <= 13).collect();
    assert!(told.is_empty(), "{told:#?}");
    if let Ok(old) = std::fs::read(format!("{data}dtd/gdpdu-01-08-2002.dtd")) {
        says(
            &one(1, dtd::FILE, None, |p| p.write(dtd::FILE, old)),
            "2002",
        );
    }
}

#[test]
fn r2_files() {
    says(
        &one(2, "index.xml", None, |p| p.remove("pa.csv")),
        "pa.csv is described",
    );
    says(
        &one(2, "x.csv", None, |p| p.write("x.csv", "A\r\n")),
        "not described",
    );
    says(
        &one(2, "Lines.csv", None, |p| p.rename("lines.csv", "Lines.csv")),
        "lower case",
    );
    says(
        &one(2, "more", None, |p| {
            std::fs::create_dir(p.file("more")).unwrap()
        }),
        "sub-folder",
    );
    #[cfg(unix)]
    says(
        &one(2, "pa2.csv", None, |p| {
            std::os::unix::fs::symlink(p.file("pa.csv"), p.file("pa2.csv")).unwrap();
        }),
        "a link",
    );
    let package = Package::fixture();
    package.replace("index.xml", "<URL>pa.csv", "<URL>data/pa.csv");
    says(
        &assert_error(&package.check(), 2, "index.xml", None),
        "no plain name",
    );
    package.replace("index.xml", "<URL>data/pa.csv", "<URL>tse.csv");
    let found = errors(&package.check(), 2);
    assert_eq!(found.len(), 2, "{found:?}");
    says(&found[0], "described twice");
    says(&found[1], "not described");
    let package = Package::fixture();
    package.write("LINES.CSV", package.read("lines.csv"));
    let found = errors(&package.check(), 2).join("\n");
    says(&found, "there are two");
    let package = Package::fixture();
    package.write("readme.txt", "hello");
    assert_eq!(told(&package.check(), 2, Severity::Note).len(), 1);
}

#[test]
fn a_table_of_the_maker_is_noted_and_its_form_checked() {
    let package = Package::fixture();
    let table = "<Table><URL>extra.csv</URL><UTF8/><DecimalSymbol>,</DecimalSymbol>\
        <DigitGroupingSymbol>.</DigitGroupingSymbol><Range><From>2</From></Range><VariableLength>\
        <ColumnDelimiter>;</ColumnDelimiter><RecordDelimiter>&#13;&#10;</RecordDelimiter>\
        <TextEncapsulator>&quot;</TextEncapsulator><VariableColumn><Name>A</Name><AlphaNumeric/>\
        <MaxLength>3</MaxLength></VariableColumn><VariableColumn><Name>B</Name><Numeric/>\
        </VariableColumn></VariableLength></Table></Media>";
    package.replace("index.xml", "</Media>", table);
    package.write("extra.csv", "A;B\r\nabc;1\r\nabcd;x\r\n");
    let report = package.check();
    assert_eq!(told(&report, 2, Severity::Note).len(), 1);
    assert_error(&report, 7, "extra.csv", Some(3));
    assert_error(&report, 6, "extra.csv", Some(3));
}

#[test]
fn r3_how_a_file_is_written() {
    let package = Package::fixture();
    for (from, to, word) in [
        ("<UTF8 />", "<ANSI />", "ANSI instead of UTF8"),
        ("<DecimalSymbol>,", "<DecimalSymbol>.", "DecimalSymbol"),
        (
            "<ColumnDelimiter>;",
            "<ColumnDelimiter>,",
            "ColumnDelimiter",
        ),
        ("&#xD;&#xA;", "&#xA;", "LF instead of CR LF"),
        (
            "<TextEncapsulator>\"",
            "<TextEncapsulator>'",
            "TextEncapsulator",
        ),
        ("<From>2", "<From>1", "Range/From is 1"),
    ] {
        let package = Package::fixture();
        let text = package.read("index.xml").replacen(from, to, 1);
        package.write("index.xml", text);
        let said = assert_error(&package.check(), 3, "index.xml", None);
        says(&said, word);
        says(&said, "cashpointclosing.csv");
    }
    package.replace("vat.csv", "\r\n", "\n");
    says(
        &assert_error(&package.check(), 3, "vat.csv", Some(1)),
        "9 rows",
    );
    let package = Package::fixture();
    let text = package.read("vat.csv");
    package.write("vat.csv", text.trim_end());
    let report = package.check();
    assert_eq!(told(&report, 3, Severity::Warning).len(), 1);
    assert_eq!(report.rows.iter().find(|r| r.0 == "vat.csv").unwrap().1, 8);
    let cr = |p: &Package| p.replace("vat.csv", "\r\n", "\r");
    says(&one(3, "vat.csv", None, cr), "CR only");
    // Another delimiter is told, and what it divides is read.
    let package = Package::fixture();
    package.replace("vat.csv", ";", "\t");
    package.replace("vat.csv", "19,00", "19.00");
    let report = package.check();
    says(&assert_error(&report, 3, "vat.csv", Some(1)), "TAB");
    assert_eq!(of(&report, 6).len(), 2);
    assert_eq!(of(&report, 4).len(), 0);
}

#[test]
fn r4_columns() {
    // In another order the columns are found by their names.
    let package = Package::fixture();
    let mut rows = package.rows("lines.csv");
    for row in &mut rows {
        row.swap(4, 8);
    }
    package.put("lines.csv", &rows);
    package.mutate("lines.csv", 3, "GV_TYP", "Umsätze");
    let report = package.check();
    says(
        &assert_error(&report, 4, "lines.csv", Some(1)),
        "column 5 is called GV_TYP",
    );
    assert_error(&report, 9, "lines.csv", Some(3));
    assert_eq!(
        report.sheet.count(Severity::Error),
        2,
        "{:#?}",
        report.sheet.told()
    );

    let without = |p: &Package| {
        let rows = p.rows("vat.csv");
        let rows: Vec<_> = rows.iter().map(|row| row[..5].to_vec()).collect();
        p.put("vat.csv", &rows);
    };
    says(&one(4, "vat.csv", 1, without), "missing: UST_BESCHR");
    let with = |p: &Package| p.replace("vat.csv", "\r\n", ";X\r\n");
    says(&one(4, "vat.csv", 1, with), "not declared: X");
    let headless = |p: &Package| {
        let rows = p.rows("vat.csv");
        p.put("vat.csv", &rows[1..]);
    };
    says(&one(4, "vat.csv", 1, headless), "names none");
    says(
        &one(4, "vat.csv", None, |p| p.write("vat.csv", "")),
        "empty",
    );
    for (from, to, word) in [
        (
            "<MaxLength>55",
            "<MaxLength>155",
            "MaxLength 155 instead of 55",
        ),
        (
            "UST_BESCHR",
            "UST_TEXT",
            "UST_TEXT is described as column 6",
        ),
        (
            "<Name>UST_SATZ</Name>\r\n          <Description>Prozentsatz</Description>\r\n          <Numeric>\r\n            <Accuracy>2</Accuracy>\r\n          </Numeric>",
            "<Name>UST_SATZ</Name>\r\n          <AlphaNumeric />",
            "UST_SATZ: not described as a number",
        ),
    ] {
        let package = Package::fixture();
        package.replace("index.xml", from, to);
        let found = errors(&package.check(), 4);
        says(&found[0], word);
        says(&found[0], "index.xml: vat.csv");
    }
}

#[test]
fn a_long_certificate_has_further_columns() {
    let package = Package::fixture();
    package.write("index.xml", index::index_xml(&V2_4, 4));
    let mut rows = package.rows("tse.csv");
    for (number, row) in rows.iter_mut().enumerate() {
        let (three, four) = match number {
            0 => ("TSE_ZERTIFIKAT_III", "TSE_ZERTIFIKAT_IV"),
            _ => ("Zm9v", ""),
        };
        row.extend([three.to_owned(), four.to_owned()]);
    }
    package.put("tse.csv", &rows);
    let found = package.check().sheet;
    let found: Vec<_> = found.told().iter().filter(|f| f.rule.0 <= 13).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn r5_records() {
    let line = |spoil: fn(&str) -> Vec<u8>| {
        move |p: &Package| {
            let text = p.read("location.csv");
            let (header, rows) = text.split_at(text.find('\n').unwrap() + 1);
            let (first, rest) = rows.split_at(rows.find('\n').unwrap() + 1);
            let first = spoil(first);
            p.write(
                "location.csv",
                [header.as_bytes(), &first, rest.as_bytes()].concat(),
            );
        }
    };
    type Spoil = fn(&str) -> Vec<u8>;
    for (spoil, word) in [
        (
            (|row| row.replace("DEU", "DEU;").into()) as Spoil,
            "10 fields, 9",
        ),
        (|row| row.replace(";DEU", "").into(), "8 fields, 9"),
        (
            |row| row.replace("Marktplatz", "\"Markt\"platz").into(),
            "follows the closing quote",
        ),
        (
            |row| row.replace("Marktplatz", "Markt\"platz").into(),
            "middle of a field",
        ),
        (
            |row| row.replace("Marktplatz", "\"Marktplatz").into(),
            "never closed",
        ),
        (
            |row| row.replace("Marktplatz", "Markt\rplatz").into(),
            "carriage return",
        ),
        (|row| row.chars().map(|c| c as u8).collect(), "no UTF-8"),
        (|row| format!("\r\n{row}").into(), "empty"),
    ] {
        says(&one(5, "location.csv", 2, line(spoil)), word);
    }
    let bom = |p: &Package| p.write("vat.csv", format!("\u{feff}{}", p.read("vat.csv")));
    says(&one(5, "vat.csv", 1, bom), "BOM");
    let utf16 = |p: &Package| {
        let units: Vec<u8> = p
            .read("vat.csv")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        p.write("vat.csv", units);
    };
    says(&one(5, "vat.csv", None, utf16), "UTF-16");
    // A quoted field may have line ends; the rows behind it keep their numbers.
    let package = Package::fixture();
    package.mutate("location.csv", 2, "LOC_NAME", "Bürger\r\nbüro; \"alt\"");
    package.mutate("location.csv", 3, "LOC_LAND", "DE");
    let report = package.check();
    assert_eq!(of(&report, 5).len(), 0);
    assert_error(&report, 9, "location.csv", Some(4));
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
    assert_eq!(of(&package.check(), 6).len(), 0);
}

#[test]
fn r7_lengths_in_characters() {
    let spoil = |p: &Package| p.mutate("vat.csv", 3, "UST_BESCHR", &"ü".repeat(56));
    says(&one(7, "vat.csv", 3, spoil), "56 characters, 55");
    let package = Package::fixture();
    package.mutate("vat.csv", 3, "UST_BESCHR", &"ü".repeat(55));
    assert_eq!(of(&package.check(), 7).len(), 0);
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
            let report = package.check();
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
    let report = package.check();
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
    assert_eq!(of(&package.check(), 8).len(), 0);
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
        &assert_error(&package.check(), 9, "itemamounts.csv", Some(2)),
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
        let report = package.check();
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
    assert_eq!(of(&package.check(), 10).len(), 0);
}

#[test]
fn r11_a_closing_has_one_moment() {
    let package = Package::fixture();
    package.mutate("lines.csv", 5, "Z_ERSTELLUNG", "2026-03-02T20:00:00Z");
    let report = package.check();
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
    let rows: u64 = package.check().rows.iter().map(|(_, rows)| rows).sum();
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
