//! How long a package takes to verify, pass by pass, beside `python -m dsfinvk.validate` on the same package.
//!
//! `cargo bench -p amtskasse-dsfinvk --bench verify`; RECEIPTS (100,000), CLOSINGS (400), PYTHON (an interpreter with
//! `pip install dsfinvk pytz`; without it the peer is not run), FOLDER (where the package is left for others), PACKAGE
//! (one that is there already, verified with its signatures and against the archives ARCHIVES, separated by colons).
//!
//! Each receipt is twelve rows: head, VAT of three keys, payment, TSE, three lines with their VAT. The TSE's algorithm is one nobody
//! knows, so that everything is checked but the signatures themselves, which cost what elliptic curves cost.
#![allow(clippy::unwrap_used)]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use amtskasse_dsfinvk::schema::{self, Table, V2_4};
use amtskasse_dsfinvk::verify::books::Books;
use amtskasse_dsfinvk::verify::{self, Language, Options, Rule, Severity, Sheet};
use amtskasse_dsfinvk::{dtd, index};

fn main() {
    let number = |name: &str, default: u64| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    if let Ok(package) = std::env::var("PACKAGE") {
        return given(Path::new(&package));
    }
    let receipts = number("RECEIPTS", 100_000);
    let closings = number("CLOSINGS", 400).min(receipts).max(1);
    let kept = tempfile::tempdir().unwrap();
    let folder = std::env::var("FOLDER").map_or_else(|_| kept.path().to_owned(), Into::into);
    std::fs::create_dir_all(&folder).unwrap();
    let rows = generate(&folder, receipts, closings);
    println!(
        "{receipts} receipts in {closings} closings, {rows} rows, {} MiB",
        size(&folder) >> 20
    );

    let begin = Instant::now();
    let mut sheet = Sheet::new(Language::English, 5);
    let books = Books::open(&folder, &mut sheet, &mut |_| true).unwrap();
    let first = begin.elapsed().as_secs_f64();
    drop(books);
    let begin = Instant::now();
    let options = Options {
        language: Language::English,
        archives: Vec::new(),
        told_per_rule: 5,
    };
    let report = verify::package(&folder, &options, &mut |_| true).unwrap();
    let whole = begin.elapsed().as_secs_f64();
    for finding in report.sheet.told() {
        println!(
            "  {} {:?} {}",
            finding.rule, finding.severity, finding.sentence
        );
    }
    // The TSE has a key without a curve and no certificate.
    let other = |(rule, severity, _): &(Rule, Severity, u64)| {
        *severity == Severity::Error && ![8, 51, 54].contains(&rule.0)
    };
    assert_eq!(report.sheet.counts().filter(other).count(), 0);
    assert_eq!(report.transactions, receipts);
    let speed = rows as f64 / whole;
    println!("first pass  {first:.2} s");
    println!("second pass {:.2} s", whole - first);
    println!(
        "both        {whole:.2} s, {speed:.0} rows/s, peak memory {} MiB",
        peak()
    );

    let Ok(python) = std::env::var("PYTHON") else {
        return;
    };
    let begin = Instant::now();
    let output = Command::new(python)
        .args(["-m", "dsfinvk.validate"])
        .arg(&folder)
        .output()
        .unwrap();
    let peer = begin.elapsed().as_secs_f64();
    println!(
        "python -m dsfinvk.validate {peer:.2} s, {:.0} rows/s, {}; {:.0} times as long",
        rows as f64 / peer,
        output.status,
        peer / whole
    );
}

/// A package that is there already.
fn given(package: &Path) {
    let archives = std::env::var("ARCHIVES").unwrap_or_default();
    let archives = archives.split(':').filter(|path| !path.is_empty());
    let options = Options {
        language: Language::English,
        archives: archives.map(Into::into).collect(),
        told_per_rule: 3,
    };
    let begin = Instant::now();
    let report = verify::package(package, &options, &mut |_| true).unwrap();
    let whole = begin.elapsed().as_secs_f64();
    for finding in report.sheet.told() {
        println!(
            "  {} {:?} {}",
            finding.rule, finding.severity, finding.sentence
        );
    }
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    println!(
        "{rows} rows, {} signatures, {:?} matched: {whole:.2} s, peak memory {} MiB",
        report.signatures,
        report.matched,
        peak()
    );
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum()
}

/// Writes rows of one table; columns that are not named stay empty.
struct Sink {
    table: &'static Table,
    file: BufWriter<File>,
    rows: u64,
}

impl Sink {
    fn new(folder: &Path, table: &'static Table) -> Sink {
        let mut file = BufWriter::new(File::create(folder.join(table.file)).unwrap());
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        write!(file, "{}\r\n", names.join(";")).unwrap();
        Sink {
            table,
            file,
            rows: 0,
        }
    }

    fn row(&mut self, key: &str, values: &[(&str, &str)]) {
        self.file.write_all(key.as_bytes()).unwrap();
        for column in self.table.columns.iter().skip(3) {
            let value = values.iter().find(|(name, _)| *name == column.name);
            write!(self.file, ";{}", value.map_or("", |(_, value)| value)).unwrap();
        }
        self.file.write_all(b"\r\n").unwrap();
        self.rows += 1;
    }
}

/// Receipts of 36.78: a fee of 13.00, 14 copies at 0.17 (19 %), a book at 21.40 (7 %).
fn generate(folder: &Path, receipts: u64, closings: u64) -> u64 {
    let sink = |table| Sink::new(folder, table);
    std::fs::write(folder.join("index.xml"), index::index_xml(&V2_4, 2)).unwrap();
    std::fs::write(folder.join(dtd::FILE), dtd::TEXT).unwrap();
    let mut sinks: Vec<Sink> = V2_4.tables.iter().map(|table| sink(table)).collect();
    let mut put = |table: &Table, key: &str, values: &[(&str, &str)]| {
        sinks
            .iter_mut()
            .find(|sink| sink.table.file == table.file)
            .unwrap()
            .row(key, values);
    };
    let signature = "A".repeat(127) + "=";
    let mut id = 0;
    for z in 1..=closings {
        let day = chrono::DateTime::from_timestamp(1_767_225_600 + z as i64 * 86_400, 0)
            .unwrap()
            .format("%Y-%m-%d");
        let key = format!("RATHAUS-1;{day}T20:00:00+01:00;{z}");
        let begin = id + 1;
        let count = receipts * z / closings - id;
        for number in 1..=count {
            id += 1;
            let (bon, nr) = (id.to_string(), number.to_string());
            let second = number * 36_000 / (count + 1);
            let at = |hours: u64, plus: u64| {
                let second = second + plus;
                format!(
                    "{day}T{:02}:{:02}:{:02}",
                    hours + second / 3_600,
                    second / 60 % 60,
                    second % 60
                )
            };
            let (start, end) = (at(9, 0) + "+01:00", at(9, 20) + "+01:00");
            let (tse_start, tse_end) = (at(8, 0) + ".000Z", at(8, 20) + ".000Z");
            let b = ("BON_ID", bon.as_str());
            put(
                &schema::TRANSACTIONS,
                &key,
                &[
                    b,
                    ("BON_NR", &nr),
                    ("BON_TYP", "Beleg"),
                    ("BON_STORNO", "0"),
                    ("BON_START", &start),
                    ("BON_ENDE", &end),
                    ("BEDIENER_ID", "u07"),
                    ("BEDIENER_NAME", "Muster, Eva"),
                    ("UMS_BRUTTO", "36,78"),
                ],
            );
            put(
                &schema::DATAPAYMENT,
                &key,
                &[
                    b,
                    ("ZAHLART_TYP", "Bar"),
                    ("ZAHLWAEH_CODE", "EUR"),
                    ("BASISWAEH_BETRAG", "36,78"),
                ],
            );
            put(
                &schema::TRANSACTIONS_TSE,
                &key,
                &[
                    b,
                    ("TSE_ID", "1"),
                    ("TSE_TANR", &bon),
                    ("TSE_TA_START", &tse_start),
                    ("TSE_TA_ENDE", &tse_end),
                    ("TSE_TA_VORGANGSART", "Kassenbeleg-V1"),
                    ("TSE_TA_SIGZ", &(2 * id).to_string()),
                    ("TSE_TA_SIG", &signature),
                    (
                        "TSE_VORGANGSDATEN",
                        "Beleg^2.38_21.40_0.00_0.00_13.00^36.78:Bar",
                    ),
                ],
            );
            for (line, item, name, article, quantity, price, vat, sum) in [
                (
                    "1",
                    "Führungszeugnis",
                    "Verwaltungsgebühr",
                    "4712",
                    "1,000",
                    "13,00",
                    "5",
                    "13,00",
                ),
                (
                    "2",
                    "\"Kopien; DIN A4\"",
                    "Entgelt",
                    "100",
                    "14,000",
                    "0,17",
                    "1",
                    "2,38",
                ),
                (
                    "3",
                    "\"Stadtchronik \"\"Band 2\"\"\"",
                    "Entgelt",
                    "200",
                    "1,000",
                    "21,40",
                    "2",
                    "21,40",
                ),
            ] {
                put(
                    &schema::LINES,
                    &key,
                    &[
                        b,
                        ("POS_ZEILE", line),
                        ("ARTIKELTEXT", item),
                        ("GV_TYP", "Umsatz"),
                        ("GV_NAME", name),
                        ("INHAUS", "0"),
                        ("P_STORNO", "0"),
                        ("AGENTUR_ID", "0"),
                        ("ART_NR", article),
                        ("MENGE", quantity),
                        ("FAKTOR", "1,000"),
                        ("STK_BR", price),
                    ],
                );
                put(
                    &schema::LINES_VAT,
                    &key,
                    &[
                        b,
                        ("POS_ZEILE", line),
                        ("UST_SCHLUESSEL", vat),
                        ("POS_BRUTTO", sum),
                    ],
                );
            }
            for (vat, gross, net, tax) in [
                ("1", "2,38", "2,00", "0,38"),
                ("2", "21,40", "20,00", "1,40"),
                ("5", "13,00", "13,00", "0,00"),
            ] {
                put(
                    &schema::TRANSACTIONS_VAT,
                    &key,
                    &[
                        b,
                        ("UST_SCHLUESSEL", vat),
                        ("BON_BRUTTO", gross),
                        ("BON_NETTO", net),
                        ("BON_UST", tax),
                    ],
                );
            }
        }
        let sum = |cents: u64| format!("{},{:02}", count * cents / 100, count * cents % 100);
        let address = |prefix: &'static str| {
            ["STRASSE", "PLZ", "ORT", "LAND"]
                .map(|name| format!("{prefix}{name}"))
                .into_iter()
                .zip(["Marktplatz 1", "12345", "Musterstadt", "DEU"])
        };
        let mut closing = vec![
            ("TAXONOMIE_VERSION".to_owned(), "2.4".to_owned()),
            ("Z_START_ID".to_owned(), begin.to_string()),
            ("Z_ENDE_ID".to_owned(), id.to_string()),
            ("NAME".to_owned(), "Stadt Musterstadt".to_owned()),
            ("STNR".to_owned(), "12/345/67890".to_owned()),
            ("Z_SE_ZAHLUNGEN".to_owned(), sum(3678)),
            ("Z_SE_BARZAHLUNGEN".to_owned(), sum(3678)),
        ];
        closing.extend(address("").map(|(name, value)| (name, value.to_owned())));
        let closing: Vec<_> = closing
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        put(&schema::CASHPOINTCLOSING, &key, &closing);
        let mut location = vec![("LOC_NAME".to_owned(), "Bürgerbüro")];
        location.extend(address("LOC_"));
        let location: Vec<_> = location
            .iter()
            .map(|(name, value)| (name.as_str(), *value))
            .collect();
        put(&schema::LOCATION, &key, &location);
        put(
            &schema::CASHREGISTER,
            &key,
            &[
                ("KASSE_BRAND", "Beispiel"),
                ("KASSE_MODELL", "Beispiel"),
                ("KASSE_SERIENNR", "RATHAUS-1"),
                ("KASSE_SW_BRAND", "Beispiel"),
                ("KASSE_SW_VERSION", "1"),
                ("KASSE_BASISWAEH_CODE", "EUR"),
                ("KEINE_UST_ZUORDNUNG", "0"),
            ],
        );
        for (vat, rate) in [("1", "19,00"), ("2", "7,00"), ("5", "0,00")] {
            put(
                &schema::VAT,
                &key,
                &[
                    ("UST_SCHLUESSEL", vat),
                    ("UST_SATZ", rate),
                    ("UST_BESCHR", "Satz"),
                ],
            );
        }
        put(
            &schema::TSE,
            &key,
            &[
                ("TSE_ID", "1"),
                (
                    "TSE_SERIAL",
                    "e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a09ca381c89e71",
                ),
                ("TSE_SIG_ALGO", "ecdsa-plain-NONE"),
                ("TSE_ZEITFORMAT", "unixTime"),
                ("TSE_PD_ENCODING", "UTF-8"),
                ("TSE_PUBLIC_KEY", "BA=="),
                ("TSE_ZERTIFIKAT_I", ""),
                ("TSE_ZERTIFIKAT_II", ""),
            ],
        );
        for (name, vat, cents, net) in [
            ("Entgelt", "1", 238, 200),
            ("Entgelt", "2", 2140, 2000),
            ("Verwaltungsgebühr", "5", 1300, 1300),
        ] {
            put(
                &schema::BUSINESSCASES,
                &key,
                &[
                    ("GV_TYP", "Umsatz"),
                    ("GV_NAME", name),
                    ("AGENTUR_ID", "0"),
                    ("UST_SCHLUESSEL", vat),
                    ("Z_UMS_BRUTTO", &sum(cents)),
                    ("Z_UMS_NETTO", &sum(net)),
                    ("Z_UST", &sum(cents - net)),
                ],
            );
        }
        put(
            &schema::PAYMENT,
            &key,
            &[("ZAHLART_TYP", "Bar"), ("Z_ZAHLART_BETRAG", &sum(3678))],
        );
        put(
            &schema::CASH_PER_CURRENCY,
            &key,
            &[("ZAHLART_WAEH", "EUR"), ("ZAHLART_BETRAG_WAEH", &sum(3678))],
        );
    }
    for sink in &mut sinks {
        sink.file.flush().unwrap();
    }
    sinks.iter().map(|sink| sink.rows).sum()
}
