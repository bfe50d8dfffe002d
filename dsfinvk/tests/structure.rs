//! Structure of a package: R1 to R5, one planted fault after the other.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use amtskasse_dsfinvk::{dtd, index, schema::V2_4, verify::Severity};
use common::{Package, assert_error, errors, of, told};

#[test]
fn nothing_is_wrong_with_the_fixture() {
    let report = Package::fixture().structure();
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
    assert_error(&package.structure(), rule, file, row.into())
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
    let report = package.structure();
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
    let sheet = package.structure().sheet;
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
        &assert_error(&package.structure(), 2, "index.xml", None),
        "no plain name",
    );
    package.replace("index.xml", "<URL>data/pa.csv", "<URL>tse.csv");
    let found = errors(&package.structure(), 2);
    assert_eq!(found.len(), 2, "{found:?}");
    says(&found[0], "described twice");
    says(&found[1], "not described");
    let package = Package::fixture();
    package.write("LINES.CSV", package.read("lines.csv"));
    says(&errors(&package.structure(), 2).join("\n"), "there are two");
    let package = Package::fixture();
    package.write("readme.txt", "hello");
    assert_eq!(told(&package.structure(), 2, Severity::Note).len(), 1);
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
    let report = package.structure();
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
        let said = assert_error(&package.structure(), 3, "index.xml", None);
        says(&said, word);
        says(&said, "cashpointclosing.csv");
    }
    package.replace("vat.csv", "\r\n", "\n");
    says(
        &assert_error(&package.structure(), 3, "vat.csv", Some(1)),
        "9 rows",
    );
    let package = Package::fixture();
    let text = package.read("vat.csv");
    package.write("vat.csv", text.trim_end());
    let report = package.structure();
    assert_eq!(told(&report, 3, Severity::Warning).len(), 1);
    assert_eq!(report.rows.iter().find(|r| r.0 == "vat.csv").unwrap().1, 8);
    let cr = |p: &Package| p.replace("vat.csv", "\r\n", "\r");
    says(&one(3, "vat.csv", None, cr), "CR only");
    // Another delimiter is told, and what it divides is read.
    let package = Package::fixture();
    package.replace("vat.csv", ";", "\t");
    package.replace("vat.csv", "19,00", "19.00");
    let report = package.structure();
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
    let report = package.structure();
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
        let found = errors(&package.structure(), 4);
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
    let found = package.structure().sheet;
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
    let report = package.structure();
    assert_eq!(of(&report, 5).len(), 0);
    assert_error(&report, 9, "location.csv", Some(4));
}
