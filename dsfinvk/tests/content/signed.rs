//! Signatures and certificates of every form, and what a TSE signs besides plain receipts.

use amtskasse_dsfinvk::schema::certificate_column;
use amtskasse_dsfinvk::verify::Severity;
use amtskasse_tse::algorithm::{Curve, LogTimeFormat};
use amtskasse_tse::simulator::Options;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::common::{Package, of};
use crate::faults::{add, set};
use crate::genuine::{CLIENT, Device, certificate, genuine, sign};

const SIGNED: &str = "transactions_tse.csv";

fn nothing(package: &Package) {
    let report = package.check();
    assert!(report.sheet.told().is_empty(), "{:#?}", report.sheet.told());
}

/// Nothing but the number of a transaction that was signed anew.
fn nothing_but_a_gap(package: &Package) {
    let report = package.check();
    let told: Vec<_> = report
        .sheet
        .told()
        .iter()
        .map(|finding| (finding.rule.0, finding.severity))
        .collect();
    assert_eq!(told, [(52, Severity::Note)], "{:#?}", report.sheet.told());
}

/// Signs a row anew for a client, with what stands in it.
fn sign_again(package: &Package, device: &mut Device, row: usize, client: &str) {
    let value = |column| package.value(SIGNED, row, column);
    let (start, end) = (value("TSE_TA_START"), value("TSE_TA_ENDE"));
    device.at(&start);
    device.wake();
    let signed = device.sign(
        client,
        (&start, &end),
        &value("TSE_TA_VORGANGSART"),
        &value("TSE_VORGANGSDATEN"),
    );
    let columns = [
        "TSE_TANR",
        "TSE_TA_SIGZ",
        "TSE_TA_START",
        "TSE_TA_ENDE",
        "TSE_TA_SIG",
    ];
    for (column, value) in columns.into_iter().zip(signed) {
        package.mutate(SIGNED, row, column, &value);
    }
}

#[test]
fn every_curve_and_time_format_of_the_test_tse() {
    for (curve, log_time_format) in [
        (Curve::Secp256r1, LogTimeFormat::UnixTime),
        (Curve::BrainpoolP384r1, LogTimeFormat::UtcTimeWithSeconds),
        (Curve::Secp384r1, LogTimeFormat::GeneralizedTime),
        (
            Curve::Secp384r1,
            LogTimeFormat::GeneralizedTimeWithMilliseconds,
        ),
    ] {
        let package = Package::fixture();
        let options = Options {
            curve,
            log_time_format,
            ..Options::default()
        };
        sign(&package, &mut Device::new(options));
        let report = package.check();
        assert!(
            report.sheet.told().is_empty(),
            "{curve} {log_time_format}: {:#?}",
            report.sheet.told()
        );
        assert_eq!(report.signatures, 13);
    }
}

/// A certificate, or a chain of them, in every form makers write; what is longer than two columns goes on in
/// TSE_ZERTIFIKAT_III and so on (spec p. 27).
#[test]
fn certificates_in_every_form() {
    let device = Device::new(Options::default());
    let [leaf, issuer, ..] = device.info.certificates.as_slice() else {
        panic!("a chain");
    };
    let pem = |der: &[u8], end: &str| {
        let text = STANDARD.encode(der);
        let lines: Vec<&str> = (0..text.len())
            .step_by(64)
            .map(|at| &text[at..text.len().min(at + 64)])
            .collect();
        let body = lines.join(end);
        format!("-----BEGIN CERTIFICATE-----{end}{body}{end}-----END CERTIFICATE-----{end}")
    };
    let forms = [
        STANDARD.encode(leaf),
        pem(leaf, "\n"),
        pem(leaf, ""),
        STANDARD.encode(pem(leaf, "\n")),
        STANDARD.encode([leaf.as_slice(), issuer].concat()),
        STANDARD.encode(pem(leaf, "\n") + &pem(issuer, "\n")),
        pem(leaf, "\n") + &pem(issuer, "\n"),
        pem(leaf, "") + &pem(issuer, ""),
    ];
    let longest = forms.iter().map(String::len).max().unwrap();
    assert!(longest > 2000, "{longest}");
    for text in forms {
        let package = with_certificate(&device, &text);
        let report = package.check();
        assert!(of(&report, 51).is_empty(), "{text}: {:#?}", of(&report, 51));
        // The end of it is missing.
        let package = with_certificate(&device, &text[..text.len() - 100]);
        assert_eq!(of(&package.check(), 51).len(), 2, "{text}");
    }
}

/// The fixture with a device's key and a certificate in as many columns as it needs.
fn with_certificate(device: &Device, text: &str) -> Package {
    let package = Package::fixture();
    let key = STANDARD.encode(&device.info.public_key);
    for row in [2, 3] {
        set(
            &package,
            "tse.csv",
            row,
            &[("TSE_SERIAL", &device.serial()), ("TSE_PUBLIC_KEY", &key)],
        );
    }
    let mut rows = package.rows("tse.csv");
    let first = rows[0]
        .iter()
        .position(|column| column == "TSE_ZERTIFIKAT_I")
        .unwrap();
    let parts: Vec<&str> = (0..text.len())
        .step_by(1000)
        .map(|at| &text[at..text.len().min(at + 1000)])
        .collect();
    for part in 0..parts.len().max(2) {
        let value = parts.get(part).copied().unwrap_or_default();
        for (place, row) in rows.iter_mut().enumerate() {
            row.truncate(first + part);
            row.push(match place {
                0 => certificate_column(part + 1).unwrap().to_owned(),
                _ => value.to_owned(),
            });
        }
    }
    package.put("tse.csv", &rows);
    package
}

#[test]
fn a_serial_number_in_base64_is_a_warning() {
    let package = genuine();
    let serial = package.value("tse.csv", 2, "TSE_SERIAL");
    let bytes: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&serial[at..at + 2], 16).unwrap())
        .collect();
    for row in [2, 3] {
        package.mutate("tse.csv", row, "TSE_SERIAL", &STANDARD.encode(&bytes));
    }
    let report = package.check();
    let severities: Vec<_> = report
        .sheet
        .told()
        .iter()
        .map(|finding| (finding.rule.0, finding.severity))
        .collect();
    assert_eq!(
        severities,
        [(51, Severity::Warning); 2],
        "{:#?}",
        report.sheet.told()
    );
}

#[test]
fn the_certificate_of_another_tse() {
    let package = genuine();
    let other = Device::new(Options::default());
    certificate(&package, 2, &STANDARD.encode(&other.info.certificates[0]));
    let report = package.check();
    assert_eq!(report.sheet.told().len(), 1, "{:#?}", report.sheet.told());
    assert!(report.sheet.told()[0].sentence.contains(&other.serial()));
}

/// Each part that is signed, changed by itself.
#[test]
fn whatever_is_signed_cannot_be_changed() {
    for (column, value) in [
        ("TSE_TANR", "1000"),
        ("TSE_TA_SIGZ", "1000"),
        ("TSE_TA_ENDE", "2026-03-03T10:00:31.000Z"),
        ("TSE_TA_VORGANGSART", "SonstigerVorgang"),
        (
            "TSE_VORGANGSDATEN",
            "Beleg^0.00_0.00_0.00_0.00_12.00^12.00:Bar",
        ),
    ] {
        let package = genuine();
        package.mutate(SIGNED, 15, column, value);
        let found = of(&package.check(), 54).len();
        assert_eq!(found, 1, "{column}");
    }
    // Without TSE_VORGANGSDATEN it is rebuilt.
    let package = genuine();
    package.mutate(SIGNED, 15, "TSE_VORGANGSDATEN", "");
    nothing(&package);
    package.mutate("datapayment.csv", 16, "ZAHLART_TYP", "Bar");
    assert_eq!(of(&package.check(), 54).len(), 1);
}

/// A terminal that is itself the client of the TSE.
#[test]
fn the_client_is_the_terminal() {
    let package = Package::fixture();
    let mut device = Device::new(Options::default());
    sign(&package, &mut device);
    device.register("T-0001");
    sign_again(&package, &mut device, 15, "T-0001");
    assert_eq!(of(&package.check(), 54).len(), 1);
    add(
        &package,
        "slaves.csv",
        2,
        &[("TERMINAL_ID", "T1"), ("TERMINAL_SERIENNR", "T-0001")],
    );
    package.mutate("transactions.csv", 15, "TERMINAL_ID", "T1");
    nothing_but_a_gap(&package);
}

/// An order, its processData in lines with CR between them, and a Vorgang without form.
#[test]
fn orders_and_other_vorgaenge() {
    let package = Package::fixture();
    let mut device = Device::new(Options::default());
    sign(&package, &mut device);
    let order = "2;\"Eisbecher \"\"Himbeere\"\"\";3.99\r0.5;\"Tee\";2.00";
    set(
        &package,
        "transactions.csv",
        16,
        &[("BON_TYP", "AVBestellung"), ("BON_NAME", "")],
    );
    for (line, item, quantity, price, sum) in [
        ("1", "Eisbecher \"Himbeere\"", "2,000", "3,99", "7,98"),
        ("2", "Tee", "0,500", "2,00", "1,00"),
    ] {
        add(
            &package,
            "lines.csv",
            2,
            &[
                ("BON_ID", "15"),
                ("POS_ZEILE", line),
                ("ARTIKELTEXT", item),
                ("GV_TYP", "Umsatz"),
                ("ART_NR", "1"),
                ("MENGE", quantity),
                ("STK_BR", price),
            ],
        );
        add(
            &package,
            "lines_vat.csv",
            2,
            &[
                ("BON_ID", "15"),
                ("POS_ZEILE", line),
                ("UST_SCHLUESSEL", "1"),
                ("POS_BRUTTO", sum),
            ],
        );
    }
    add(
        &package,
        SIGNED,
        2,
        &[
            ("BON_ID", "15"),
            ("TSE_ID", "1"),
            ("TSE_TA_START", "2026-03-03T11:00:00.000Z"),
            ("TSE_TA_ENDE", "2026-03-03T11:00:30.000Z"),
            ("TSE_TA_VORGANGSART", "Bestellung-V1"),
            ("TSE_VORGANGSDATEN", order),
        ],
    );
    sign_again(&package, &mut device, 16, CLIENT);
    nothing(&package);
    package.mutate("lines.csv", 19, "ARTIKELTEXT", "Kaffee");
    assert_eq!(of(&package.check(), 53).len(), 1);
    // Free text is not rebuilt, but signed.
    set(
        &package,
        "transactions.csv",
        16,
        &[("BON_TYP", "AVSonstige"), ("BON_NAME", "Abmeldung")],
    );
    set(
        &package,
        SIGNED,
        16,
        &[
            ("TSE_TA_VORGANGSART", "SonstigerVorgang"),
            ("TSE_VORGANGSDATEN", "Tschüß"),
        ],
    );
    device.at("2026-03-03T11:00:00.000Z");
    sign_again(&package, &mut device, 16, CLIENT);
    nothing_but_a_gap(&package);
    package.mutate(SIGNED, 16, "TSE_VORGANGSDATEN", "Tschüs");
    assert_eq!(of(&package.check(), 54).len(), 1);
}

/// Cash of two currencies and two cards: cash first, EUR first, then by name; each kind once.
#[test]
fn payments_in_their_order() {
    let package = Package::fixture();
    // 12.00 of the museum: 3 EUR, 2 USD = 1.80 EUR, 1 CHF = 1.05 EUR in cash, the rest by card.
    package.mutate("datapayment.csv", 15, "BASISWAEH_BETRAG", "3,00");
    package.mutate("datapayment.csv", 16, "BASISWAEH_BETRAG", "5,15");
    for (kind, name, currency, foreign, base) in [
        ("Bar", "Dollar", "USD", "2,00", "1,80"),
        ("Bar", "Franken", "CHF", "1,00", "1,05"),
        ("ECKarte", "girocard", "EUR", "", "1,00"),
    ] {
        add(
            &package,
            "datapayment.csv",
            2,
            &[
                ("BON_ID", "14"),
                ("ZAHLART_TYP", kind),
                ("ZAHLART_NAME", name),
                ("ZAHLWAEH_CODE", currency),
                ("ZAHLWAEH_BETRAG", foreign),
                ("BASISWAEH_BETRAG", base),
            ],
        );
        add(
            &package,
            "payment.csv",
            2,
            &[
                ("ZAHLART_TYP", kind),
                ("ZAHLART_NAME", name),
                ("Z_ZAHLART_BETRAG", base),
            ],
        );
    }
    package.mutate("payment.csv", 4, "Z_ZAHLART_BETRAG", "253,00");
    package.mutate("payment.csv", 5, "Z_ZAHLART_BETRAG", "5,15");
    package.mutate("cashpointclosing.csv", 3, "Z_SE_BARZAHLUNGEN", "255,85");
    package.mutate("cash_per_currency.csv", 3, "ZAHLART_BETRAG_WAEH", "253,00");
    let data = "Beleg^0.00_0.00_0.00_0.00_12.00^3.00:Bar_1.00:Bar:CHF_2.00:Bar:USD_6.15:Unbar";
    package.mutate(SIGNED, 15, "TSE_VORGANGSDATEN", data);
    sign(&package, &mut Device::new(Options::default()));
    nothing(&package);
}

/// What this program cannot check is told with its number, and no package holds by it.
#[test]
fn unknown_algorithms_and_formats_are_counted() {
    for (column, value) in [
        ("TSE_SIG_ALGO", "ecdsa-plain-MD5"),
        ("TSE_SIG_ALGO", "ecsdsa-plain-SHA384"),
        ("TSE_ZEITFORMAT", "sundial"),
    ] {
        let package = genuine();
        for row in [2, 3] {
            package.mutate("tse.csv", row, column, value);
        }
        let report = package.check();
        let notes: Vec<_> = of(&report, 54);
        assert_eq!(notes.len(), 1, "{value}: {:#?}", report.sheet.told());
        assert_eq!(notes[0].severity, Severity::Error);
        assert!(
            notes[0].sentence.contains("13 signatures"),
            "{}",
            notes[0].sentence
        );
        assert_eq!(report.signatures, 0);
    }
}
