use super::*;
use crate::cash::{CountOccasion, Denomination, Pieces};
use crate::document::fixture::{cents, clerk, look, manager, morning, site};
use crate::people::Role;

fn user(id: &str, name: &str, role: Role) -> User {
    User {
        id: id.into(),
        name: name.into(),
        role,
    }
}

fn inspection() -> Inspection {
    let mut pieces = Pieces::new();
    for (cents, number) in [
        (5_000, 3),
        (2_000, 4),
        (1_000, 6),
        (200, 11),
        (50, 9),
        (10, 3),
    ] {
        pieces.set(Denomination { cents }, number);
    }
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let check = |what: &str, verdict, words: &[&str]| Check {
        what: what.into(),
        verdict,
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    let file = |name: &str, size| File {
        name: name.into(),
        size,
        sha256: "5f2c".repeat(16),
    };
    Inspection {
        begun: morning(),
        made: morning() + chrono::TimeDelta::minutes(9),
        by: Person {
            id: "301".into(),
            name: "R. Prüfer".into(),
        },
        cashier: Some(clerk()),
        closed: Some((day("2026-01-02"), day("2026-11-20"))),
        open: Open {
            z_number: 219,
            since: Some(morning() - chrono::TimeDelta::hours(2)),
            receipts: 31,
            sales: 1,
            expected: cents(31_680),
        },
        exports: vec![Export {
            at: morning(),
            days: (day("2026-11-01"), day("2026-11-30")),
            closings: (204, 218),
            folder: "/media/kasse/PRUEFER/Kassen-Nachschau_AK-12345-BB-02_2026-11-23_1042".into(),
            files: vec![
                file("DSFinV-K_Z204-Z218.zip", 1_384_201),
                file(
                    "TSE_8a7b6c5d4e3f2a1b/Export_Unixt_1795000000.tar",
                    18_240_512,
                ),
            ],
            behind: vec![("8a7b6c5d4e3f2a1b".repeat(4), 48_211, 48_240)],
        }],
        checked: Some(morning()),
        checks: vec![
            check(
                "Kassenbuch: Kette, Nummern, Summen",
                Verdict::Holds,
                &[
                    "152.430 Einträge, davon 48.120 Belege und 218 Abschlüsse; lückenlos nummeriert, Kette und Summen nachgerechnet.",
                ],
            ),
            check(
                "Signaturen der Belege",
                Verdict::Holds,
                &[
                    "48.118 von 48.118 Signaturen sind mit dem Schlüssel ihrer TSE geprüft und echt; 2 Belege entstanden bei TSE-Ausfall.",
                ],
            ),
            check(
                "DSFinV-K: Form, Summen, Signaturen",
                Verdict::Open,
                &["Es wurde nichts mitgegeben."],
            ),
        ],
        count: Some(Count {
            number: 412,
            z_number: 219,
            occasion: CountOccasion::Check,
            at: morning(),
            counter: manager(),
            pieces,
            expected: cents(31_680),
            reason: None,
        }),
        tses: vec![Tse {
            name: "Swissbit USB TSE".into(),
            serial: "8a7b6c5d4e3f2a1b".repeat(4),
            certification: Some("BSI-K-TR-0412-2021".into()),
            algorithm: "ecdsa-plain-SHA256, unixTime".into(),
            from: morning() - chrono::TimeDelta::days(320),
            to: None,
            certificate_end: Some(morning() + chrono::TimeDelta::days(1500)),
        }],
        outages: vec![Outage {
            from: morning() - chrono::TimeDelta::days(40),
            to: Some(morning() - chrono::TimeDelta::days(40) + chrono::TimeDelta::minutes(12)),
            reason: "Gerät nicht erreichbar".into(),
            receipts: 2,
        }],
        users: vec![
            user("101", "A. Yilmaz", Role::Clerk),
            user("102", "S. Köhler", Role::Clerk),
            user("201", "M. Berger", Role::Manager),
            user("301", "R. Prüfer", Role::Auditor),
        ],
        program: Program {
            version: "0.1.0".into(),
            path: "/usr/bin/amtskasse".into(),
            sum: Some((31_204_112, "c0ffee42".repeat(8))),
        },
        head: (152_430, "0badcafe".repeat(8)),
    }
}

/// What stands on the paper, without its line breaks.
fn words(name: &str, document: &Document) -> String {
    let text = look(name, document);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_protocol_says_what_was_done_and_what_the_register_is() {
    let text = words(
        "kassen-nachschau",
        &document(&inspection(), &site(), Format::A4),
    );
    for said in [
        "Protokoll der Kassen-Nachschau",
        "AK-12345-BB-02",
        "01.11.2026 bis 30.11.2026 (Z 204 bis Z 218)",
        "1.384.201 Byte",
        "nur abgeschlossene Tage",
        "bis Signatur 48.211",
        "es gibt keine Abweichung",
        "Swissbit USB TSE, Zertifizierung BSI-K-TR-0412-2021",
        "Gerät nicht erreichbar",
        "A. Yilmaz (101), S. Köhler (102)",
        "Amtskasse 0.1.0",
        "152.430",
    ] {
        assert!(text.contains(said), "no {said:?} in {text}");
    }
    // Three fifties, four twenties, six tens and what is in coins.
    assert!(text.contains("316,80 €"), "{text}");
    assert!(text.contains("Kassierer/in (zuletzt A. Yilmaz)"), "{text}");
}

#[test]
fn what_was_not_done_is_said_and_a_fault_stands_out() {
    let mut inspection = inspection();
    inspection.exports.clear();
    inspection.count = None;
    inspection.outages.clear();
    inspection.open.receipts = 0;
    inspection.open.since = None;
    inspection.checks[0].verdict = Verdict::Fails;
    inspection.checks[0]
        .words
        .push("Beleg 17: der Inhalt wurde geändert.".into());
    let text = words(
        "kassen-nachschau-faults",
        &document(&inspection, &site(), Format::A4),
    );
    for said in [
        "Es wurde nichts mitgegeben.",
        "Nicht durchgeführt.",
        "Keine aufgezeichnet.",
        "ABWEICHUNG",
        "Die Prüfung hat Abweichungen gefunden.",
        "Beleg 17: der Inhalt wurde geändert.",
    ] {
        assert!(text.contains(said), "no {said:?} in {text}");
    }
    assert!(!text.contains("nur abgeschlossene Tage"));
    inspection.checked = None;
    let text = words(
        "kassen-nachschau-unchecked",
        &document(&inspection, &site(), Format::A4),
    );
    assert!(!text.contains("ABWEICHUNG"));
}

#[test]
fn every_right_of_every_role_is_in_the_table() {
    for right in crate::people::Right::ALL {
        for language in [Language::German, Language::English] {
            assert!(!rights::right(right, language).is_empty());
        }
    }
    let text = words(
        "kassen-nachschau-rights",
        &document(&inspection(), &site(), Format::A4),
    );
    // Reading is everybody's, keeping items and devices the administrator's alone.
    assert!(
        text.contains("Belege, Berichte und Exporte lesen; Kassensturz ja ja ja ja"),
        "{text}"
    );
    assert!(text.contains("verwalten – – – ja"), "{text}");
    assert!(text.contains("Administrator niemand"), "{text}");
}
