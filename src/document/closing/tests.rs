use super::*;
use crate::closing::Totals;
use crate::closing::UnknownPayment;
use crate::closing::terminals::{
    self as terminals_of_closing, Circuit, Occasion, Ours, Outcome, Recorded, TerminalClosing,
    Theirs,
};
use crate::document::fixture::{
    cents, clerk, line, look, manager, morning, movement, paid_by_card, receipt, sale, site,
};
use crate::money::Money;
use crate::receipt::{Receipt, Signature as TseSignature};
use crate::tax::TaxKey;
use chrono::TimeDelta;

fn day() -> Vec<Receipt> {
    let mut levy = line("Fischereiabgabe 5 Jahre", 1, 4000, TaxKey::NOT_TAXABLE);
    levy.third_party = levy.gross;
    levy.principal = Some("Land (Fischereiabgabe)".into());
    let mut void = receipt(
        1045,
        Kind::Void,
        vec![line("Stadtchronik", -1, 2490, TaxKey::REDUCED)],
    );
    void.refers_to = Some(1043);
    void.reason = Some("falscher Kunde".into());
    let mut abort = receipt(1046, Kind::Abort, vec![]);
    abort.payments.clear();
    let mut outage = receipt(
        1047,
        Kind::Sale,
        vec![line("Eintritt Erwachsene", 2, 600, TaxKey::EXEMPT)],
    );
    outage.signature = Some(TseSignature::Failed {
        reason: "Gerät nicht gefunden".into(),
    });
    let mut struck = line("Reisepass ab 24 Jahre", 1, 7000, TaxKey::NOT_TAXABLE);
    struck.voided = true;
    let with_struck = receipt(
        1048,
        Kind::Sale,
        vec![struck, line("Brennholz Buche", 1, 8500, TaxKey::FORESTRY)],
    );
    let mut later = paid_by_card(receipt(1044, Kind::Sale, vec![levy]));
    later.finished += TimeDelta::minutes(4);
    let mut all = vec![
        movement(1042, Kind::Opening, 25_000),
        sale(),
        later,
        void,
        abort,
        outage,
        with_struck,
        movement(1049, Kind::PayIn, 1_000),
        movement(1050, Kind::Skim, -12_000),
        movement(1051, Kind::Delivery, -5_000),
    ];
    for (minutes, receipt) in (0..).zip(&mut all) {
        receipt.finished = morning() + TimeDelta::minutes(37 * minutes);
    }
    all
}

fn totals() -> Totals {
    let mut totals = Totals::default();
    for receipt in day() {
        totals.add(&receipt);
    }
    totals
}

fn closing(expected: Money, counted: Money) -> Closing {
    Closing {
        number: 218,
        at: morning() + TimeDelta::hours(6),
        clerk: clerk(),
        second: manager(),
        totals: totals(),
        expected,
        counted,
        count_number: 301,
        reason: Some("Wechselgeldfehler".into()),
        carried: Money::ZERO,
        unknown: Vec::new(),
        terminals: Vec::new(),
        hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    }
}

#[track_caller]
fn row<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let Some(line) = text.lines().find(|line| line.starts_with(start)) else {
        panic!("{start:?} is missing in\n{text}");
    };
    line[start.len()..].split_whitespace().collect()
}

#[test]
fn the_report_adds_up_on_paper() {
    let booked = totals().cash_change();
    let mut closing = closing(booked, booked - cents(1_000));
    closing.carried = closing.counted;
    let text = look("z", &z_report(&closing, &site(), Format::A4));
    assert_eq!(row(&text, "Belege"), ["1042", "–", "1051", "(10)"]);
    assert_eq!(
        row(&text, "Umsatz      "),
        ["19", "%", "1,51", "0,29", "1,80"]
    );
    assert_eq!(row(&text, "Anfangsbestand").last(), Some(&"250,00"));
    assert_eq!(row(&text, "Bareinnahmen"), ["3", "×", "182,70"]);
    assert_eq!(row(&text, "Storno"), ["1", "×", "−24,90"]);
    assert_eq!(row(&text, "Abschöpfung"), ["1", "×", "−120,00"]);
    assert_eq!(row(&text, "Soll"), ["247,80"]);
    assert_eq!(row(&text, "Differenz"), ["−10,00"]);
    assert_eq!(row(&text, "Grund:"), ["Wechselgeldfehler"]);
    assert_eq!(row(&text, "Bundesamt für Justiz"), ["7,80"]);
    assert_eq!(row(&text, "Signierte Belege"), ["9", "von", "10"]);
    assert_eq!(row(&text, "Gestrichene Positionen"), ["1", "×", "70,00"]);
    assert!(text.contains("9f86d081884c7d659a2feaa0c55ad015"));
    look("z-roll", &z_report(&closing, &site(), Format::ROLL));
}

#[test]
fn no_vat_stands_beside_what_is_not_taxed() {
    let booked = totals().cash_change();
    let text = look(
        "z",
        &z_report(&closing(booked, booked), &site(), Format::A4),
    );
    for line in text
        .lines()
        .filter(|l| l.contains("nicht steuerbar ") || l.contains("steuerfrei"))
    {
        assert_eq!(line.matches(',').count(), 1, "{line}");
    }
}

#[test]
fn cash_moved_after_the_count_is_taken_out_of_the_comparison() {
    let booked = totals().cash_change();
    let mut closing = closing(booked + cents(12_000), booked + cents(12_000));
    closing.reason = None;
    let text = look("z-after-count", &z_report(&closing, &site(), Format::ROLL));
    assert_eq!(row(&text, "davon nach der Zählung"), ["−120,00"]);
    assert_eq!(row(&text, "Soll"), ["367,80"]);
    assert_eq!(row(&text, "Differenz"), ["0,00"]);
    assert!(!text.contains("Grund"));
}

#[test]
fn an_interim_report_cannot_be_taken_for_a_closing() {
    let interim = Interim {
        z_number: 218,
        at: morning(),
        person: clerk(),
        totals: totals(),
        expected: totals().cash_change(),
        terminals: Vec::new(),
    };
    let format = Format {
        test_tse: true,
        ..Format::A4
    };
    let text = look("x", &x_report(&interim, &site(), format));
    assert!(text.contains("ZWISCHENBERICHT – KEIN ABSCHLUSS"));
    assert!(text.contains("TEST-TSE"));
    assert!(!text.contains("Gezählt") && !text.contains("Prüfsumme"));
    let empty = Interim {
        totals: Totals::default(),
        expected: Money::ZERO,
        ..interim
    };
    let english = Format {
        language: Language::English,
        ..Format::ROLL
    };
    let text = look("x-empty", &x_report(&empty, &site(), english));
    assert!(text.contains("INTERIM REPORT") && text.contains("none"));
}

fn paid(receipt: u64, amount: i64, brand: &str, slip: &str) -> Ours {
    Ours {
        reference: format!("AK-{receipt}"),
        receipt: Some(receipt),
        amount: cents(amount),
        brand: brand.into(),
        slip: slip.into(),
    }
}

fn terminal(name: &str, ours: &[Ours], outcome: Outcome) -> Recorded {
    let differences = match &outcome {
        Outcome::Totals(theirs) => terminals_of_closing::compare(ours, theirs),
        Outcome::Failed { .. } => Vec::new(),
    };
    Recorded {
        id: 1,
        at: morning() + TimeDelta::hours(6),
        terminal: name.into(),
        closing: TerminalClosing {
            occasion: Occasion::Closing,
            outcome,
            ours: terminals_of_closing::tally(ours),
            circuits: terminals_of_closing::circuits(ours),
            differences,
            shared: name == "Flur",
            last_receipt: 1051,
            open: Vec::new(),
        },
    }
}

#[test]
fn terminals_stand_beside_our_payments_with_every_single_difference() {
    let booked = totals().cash_change();
    let mut closing = closing(booked, booked);
    let ours = [
        paid(1042, 4600, "girocard", "0021"),
        paid(1045, 7000, "Visa", "0030"),
    ];
    let theirs = Theirs {
        terminal_id: "65000001".into(),
        sum: cents(5834),
        count: Some(2),
        receipts: Some((21, 22)),
        circuits: vec![Circuit {
            name: "girocard".into(),
            tally: crate::closing::Tally {
                count: 2,
                sum: cents(5834),
            },
        }],
    };
    let failed = Outcome::Failed {
        reason: "Das Kartenterminal antwortet nicht.".into(),
    };
    closing.terminals = vec![
        terminal("Schalter 1", &ours, Outcome::Totals(theirs)),
        terminal("Flur", &ours[..1], failed),
    ];
    closing.unknown = vec![UnknownPayment {
        reference: "AK-0001-7-6924".into(),
        terminal: "Schalter 1".into(),
        amount: cents(4600),
        requested: morning(),
    }];
    let text = look("z-terminals", &z_report(&closing, &site(), Format::A4));
    let flat = text.replace('\u{a0}', " ");
    let gone = |start: &str| row(&flat, start).join(" ");
    assert_eq!(gone("Gesamt   "), "2 × 116,00 2 × 58,34 57,66");
    assert_eq!(gone("girocard   "), "1 × 46,00 2 × 58,34 −12,34");
    assert_eq!(gone("Visa   "), "1 × 70,00");
    for words in [
        "Terminal-ID 65000001 · Belege des Terminals 21 – 22",
        "Das Terminal zählt nicht mit: Beleg 1045, 70,00 €, Visa, Terminalbeleg 0030",
        "Beleg 22 des Terminals gehört zu keiner Zahlung der Kasse.",
        "Ohne Ergebnis: Das Kartenterminal antwortet nicht.",
        "Zahlungen der Kasse: 1 × 46,00",
        "Mehrere Kassen nutzen dieses Terminal",
        "Ungeklärte Kartenzahlungen",
        "AK-0001-7-6924",
    ] {
        assert!(flat.contains(words), "{words}\n{flat}");
    }
    look(
        "z-terminals-roll",
        &z_report(&closing, &site(), Format::ROLL),
    );
    let english = Format {
        language: Language::English,
        ..Format::A4
    };
    let text = look("z-terminals-en", &z_report(&closing, &site(), english));
    assert!(text.contains("Unknown card payments"), "{text}");
}
