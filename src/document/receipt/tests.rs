use super::*;
use crate::document::Format;
use crate::document::fixture::{
    cents, line, look, manager, morning, movement, paid_by_card, receipt, sale, site,
};
use crate::receipt::Signature;
use crate::tax::TaxKey;
use chrono::TimeDelta;
use rust_decimal::Decimal;

fn printed(name: &str, receipt: &Receipt) -> String {
    printed_as(name, receipt, &Options::default())
}

fn printed_as(name: &str, receipt: &Receipt, options: &Options) -> String {
    look(name, &document(receipt, &site(), options))
}

#[track_caller]
fn has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word:?} is missing in\n{text}");
    }
}

#[test]
fn a_sale_shows_what_the_law_wants() {
    let text = printed("sale", &sale());
    has(
        &text,
        &[
            "Stadt Musterstadt",
            "Der Bürgermeister",
            "Rathausplatz 1 · 12345 Musterstadt",
            "Beleg 1043",
            "23.11.2026 10:42",
            "A. Yilmaz",
            "je Seite 0,30 €",
            "§ 1 PAuswGebV",
            "davon 7,80 € für Bundesamt für Justiz",
            "85,70 €",
            "100,00",
            "14,30",
            "TEST-TSE, nicht zertifiziert",
            "TSE-Transaktion  10430",
            "Signaturzähler   20871",
            "2026-11-23T09:41:37.000Z",
            "2026-11-23T09:42:04.000Z",
            "AK-12345-BB-02",
        ],
    );
    let squeezed: String = text.split_whitespace().collect();
    has(
        &squeezed,
        &["7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"],
    );
}

#[test]
fn tax_is_shown_per_rate_and_never_where_there_is_none() {
    let text = printed("sale", &sale());
    let row = |start: &str| {
        let line = text.lines().rfind(|line| line.starts_with(start)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("A 19"), "A 19 % 1,51 0,29 1,80");
    assert_eq!(row("B 7"), "B 7 % 23,27 1,63 24,90");
    assert_eq!(row("C nicht"), "C nicht steuerbar 59,00");
}

#[test]
fn reasons_of_exemption_are_told_apart() {
    let mut museum = line("Eintritt Erwachsene", 2, 600, TaxKey::EXEMPT);
    museum.tax_text = Some("steuerfrei nach § 4 Nr. 20a UStG".into());
    let mut course = line("Kurs Töpfern", 1, 4500, TaxKey::EXEMPT);
    course.tax_text = Some("steuerfrei nach § 4 Nr. 22 UStG".into());
    let child = line("Eintritt Kinder unter 18 (frei)", 3, 0, TaxKey::EXEMPT);
    let wood = line("Brennholz Buche", 1, 8500, TaxKey::FORESTRY);
    let text = printed(
        "museum",
        &receipt(1044, Kind::Sale, vec![museum, course, child, wood]),
    );
    has(
        &text,
        &[
            "steuerfrei nach § 4 Nr. 20a UStG",
            "steuerfrei nach § 4 Nr. 22 UStG",
            "0,00",
            "5,5 %",
            "A: Durchschnittssatz nach § 24 UStG",
        ],
    );
}

#[test]
fn a_menu_has_two_marks_and_a_discount_its_reason() {
    let mut menu = line("Menü mit Getränk (Kombi)", 2, 850, TaxKey::REDUCED);
    menu.parts[0].gross = cents(1190);
    menu.parts.push(crate::tax::TaxPart {
        key: TaxKey::GENERAL,
        percent: Decimal::new(19, 0),
        gross: cents(510),
    });
    let mut book = line("Stadtchronik", 1, 2490, TaxKey::REDUCED);
    book.discount = cents(-249);
    book.gross = cents(2241);
    book.parts[0].gross = cents(2241);
    let mut staff = line("Personalrabatt", -1, 100, TaxKey::GENERAL);
    staff.case = crate::catalogue::BusinessCase::Rabatt;
    staff.item_id.clear();
    let text = printed("menu", &receipt(1045, Kind::Sale, vec![menu, book, staff]));
    has(
        &text,
        &[
            "A B 17,00",
            "je 24,90 € · Rabatt −2,49 €",
            "Rabatt: Personalrabatt",
            "A   −1,00",
        ],
    );
}

#[test]
fn a_card_payment_is_traceable_and_masked() {
    let text = printed("card", &paid_by_card(sale()));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    has(
        &words,
        &[
            "girocard 85,70",
            "############1234",
            "Terminal 65432101",
            "Trace 004711",
            "Autorisierung 528193",
        ],
    );
}

#[test]
fn voids_and_refunds_name_their_origin_and_reason() {
    let mut void = sale();
    void.number = 1046;
    void.kind = Kind::Void;
    void.refers_to = Some(1043);
    void.reason = Some("falscher Kunde".into());
    void.second = Some(manager());
    for line in &mut void.lines {
        line.quantity = -line.quantity;
        line.gross = -line.gross;
        line.third_party = -line.third_party;
        line.parts[0].gross = line.gross;
    }
    void.totals = crate::receipt::totals_of(&void.lines);
    void.payments[0].amount = void.gross();
    void.payments[0].given = None;
    let text = printed("void", &void);
    has(
        &text,
        &[
            "STORNO zu Beleg 1043",
            "Grund: falscher Kunde",
            "C. Groß",
            "−85,70 €",
            "Bar ausgezahlt",
            "davon −7,80 €",
        ],
    );
    assert!(!text.contains("erhalten"));

    let mut refund = receipt(
        1047,
        Kind::Refund,
        vec![line("Stadtchronik", -1, 2490, TaxKey::REDUCED)],
    );
    refund.refers_to = Some(1043);
    refund.reason = Some("beschädigt".into());
    has(
        &printed("refund", &refund),
        &["ERSTATTUNG zu Beleg 1043", "−24,90"],
    );
}

#[test]
fn training_and_abort_cannot_be_taken_for_receipts() {
    let mut training = sale();
    training.kind = Kind::Training;
    training.payments.clear();
    has(
        &printed("training", &training),
        &["█ TRAINING – KEIN BELEG █"],
    );
    let mut abort = sale();
    abort.number = 1048;
    abort.kind = Kind::Abort;
    abort.payments.clear();
    let text = printed("abort", &abort);
    has(&text, &["ABBRUCH", "Kopie A4", "46,00"]);
    assert!(!text.contains("Summe") && !text.contains("Netto"), "{text}");
    let mut abort = receipt(1048, Kind::Abort, vec![]);
    abort.payments.clear();
    abort.reason = Some("Kunde hat kein Geld dabei".into());
    has(
        &printed("abort-empty", &abort),
        &[
            "█ ABBRUCH – KEIN VERKAUF █",
            "Keine Positionen",
            "Kunde hat kein Geld dabei",
        ],
    );
}

#[test]
fn an_outage_replaces_the_signature_but_not_the_serial() {
    let mut unsigned = sale();
    unsigned.signature = Some(Signature::Failed {
        reason: "Gerät nicht gefunden".into(),
    });
    let text = printed("outage", &unsigned);
    has(
        &text,
        &[
            "TSE ausgefallen",
            "AK-12345-BB-02",
            "2026-11-23T09:42:04.000Z",
        ],
    );
    assert!(!text.contains("[QR]") && !text.contains("Prüfwert"));
}

#[test]
fn a_certified_tse_leaves_no_mark() {
    let mut certified = sale();
    if let Some(Signature::Signed(signed)) = &mut certified.signature {
        signed.certified = true;
    }
    assert!(!printed("certified", &certified).contains("TEST"));
}

#[test]
fn copies_quittungen_and_english() {
    let options = Options {
        copy: Some(morning() + TimeDelta::hours(22)),
        payer: Some("Erika Mustermann".into()),
        in_words: true,
        ..Options::default()
    };
    let text = printed_as("copy", &sale(), &options);
    has(
        &text,
        &[
            "KOPIE",
            "gedruckt am 24.11.2026 08:42",
            "Erika Mustermann",
            "in Worten: fünfundachtzig Euro und 70 Cent",
        ],
    );
    let english = Options {
        language: Language::English,
        paper: Format::A4.paper,
        ..options
    };
    has(
        &printed_as("copy-a4", &sale(), &english),
        &["COPY", "Receipt 1043", "VAT rate"],
    );
}

#[test]
fn movements_say_which_way_the_money_went_and_who_signs() {
    let mut skim = movement(1050, Kind::Skim, -128_000);
    skim.reason = Some("Notengrenze erreicht".into());
    skim.second = Some(manager());
    has(
        &printed("skim", &skim),
        &[
            "Abschöpfung",
            "−1.280,00 €",
            "Aus der Kasse in den Tresor",
            "Notengrenze erreicht",
            "Kassenkraft, A. Yilmaz",
            "Freigegeben durch, C. Groß",
        ],
    );
    for (kind, amount, words) in [
        (Kind::Opening, 25_000, "Bestand bei Beginn"),
        (Kind::Float, 5_000, "Aus dem Tresor in die Kasse"),
        (Kind::Delivery, -50_000, "an Hauptkasse oder Bank"),
        (Kind::PayIn, 1_000, "In die Kasse"),
        (Kind::PayOut, -1_250, "Aus der Kasse"),
        (Kind::Difference, -1_000, "Fehlbetrag"),
        (Kind::Difference, 1_000, "Überschuss"),
    ] {
        let text = printed(kind.code(), &movement(1051, kind, amount));
        has(&text, &[words]);
        assert!(!text.contains("Netto"), "{text}");
    }
}

#[test]
fn a_long_receipt_with_long_names_stays_in_order() {
    let name = "Verlustanzeige und Ersatzausstellung Bewohnerparkausweis mit Fahrzeugwechsel";
    let lines = (0..40).map(|i| {
        let name = if i % 4 == 0 { name } else { "Kopie A4 farbig" };
        let mut line = line(name, 1 + i % 12, 80 + 1_000 * i, TaxKey::GENERAL);
        if i % 7 == 0 {
            line.reference = Some(format!("5.1254.{i:04}.3"));
        }
        line
    });
    let long = receipt(1060, Kind::Sale, lines.collect());
    has(&printed("long", &long), &["Kassenzeichen 5.1254.0014.3"]);
    let options = Options {
        paper: Paper::A4,
        ..Options::default()
    };
    printed_as("long-a4", &long, &options);
    let narrow = Options {
        paper: Paper::Roll { width_mm: 58 },
        ..Options::default()
    };
    printed_as("long-58", &sale(), &narrow);
}
