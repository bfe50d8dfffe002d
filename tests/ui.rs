//! What a clerk clicks, on the real till and the real ledger: every test drives the application through its
//! widgets, only the window is missing.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "ui/admin.rs"]
mod admin;
#[path = "ui/card.rs"]
mod card;
#[path = "ui/counter.rs"]
mod counter;
#[path = "ui/devices.rs"]
mod devices;
#[path = "ui/devices_wire.rs"]
mod devices_wire;
#[path = "ui/english.rs"]
mod english;
#[path = "ui/evaluation.rs"]
mod evaluation;
#[path = "ui/inspection.rs"]
mod inspection;
#[path = "ui/pictures.rs"]
mod pictures;
#[path = "ui/rules.rs"]
mod rules;
#[path = "ui/site.rs"]
mod site;
#[path = "ui/stock.rs"]
mod stock;
#[path = "ui/tax.rs"]
mod tax;
#[path = "ui/terminals.rs"]
mod terminals;
#[path = "ui/voucher.rs"]
mod voucher;

use amtskasse::receipt::{Kind, PaymentKind};
use amtskasse_terminal::simulator::Script;
use counter::Counter;
use iced::keyboard::key::Named;

const CARD: &str = "Personalausweis ab 24 Jahre";

#[test]
fn a_mixed_sale_is_paid_in_cash() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.click("6");
    counter.click("Menge ×");
    counter.click("Kopie A4 schwarz-weiß");
    counter.click("Stadtbuch Bildband");
    counter.sees("3 Positionen");
    counter.sees("6 × 0,30 · nicht steuerbar");
    counter.sees("darin 7 % USt aus 29,80");
    counter.sees("77,60 €");
    counter.click("Bar");
    counter.click("80,00");
    counter.sees("2,40 €");
    counter.sees("2 €");
    counter.click("Bezahlt, Lade öffnen");
    counter.sees("Beleg 1 ist bezahlt");
    counter.sees("2,40 €");

    let receipt = counter.receipt(1);
    assert_eq!(receipt.kind, Kind::Sale);
    assert_eq!(receipt.gross().cents(), 7_760);
    assert_eq!(receipt.payments[0].given.unwrap().cents(), 8_000);
    assert!(receipt.signature.is_some());

    assert_eq!(counter.printed(), ["Beleg-1.txt"]);
    counter.click("Nächster Kunde");
    counter.sees("Noch nichts gebucht");
    counter.sees("Beleg 2");
}

#[test]
fn a_declined_card_is_followed_by_cash() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::Decline);
    counter.click("Führungszeugnis");
    counter.key(Named::F9);
    counter.sees("Die Karte wurde nicht belastet");
    counter.click("Bar statt Karte");
    counter.click("Passend");
    counter.key(Named::F12);
    counter.sees("Beleg 1 ist bezahlt");
    assert_eq!(counter.receipt(1).payments[0].kind, PaymentKind::Bar);
    assert!(counter.memory.charged().is_empty());
}

#[test]
fn a_card_pays_a_part_and_cash_the_rest() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.key(Named::F8);
    for digit in ["2", "0", "00"] {
        counter.click(digit);
    }
    counter.click("Teilzahlung");
    counter.click("Karte");
    counter.sees("26,00 €");
    counter.sees("mit Karte bezahlt");
    counter.click("Passend");
    counter.click("Bezahlt, Lade öffnen");
    let kinds: Vec<PaymentKind> = counter.receipt(1).payments.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [PaymentKind::ECKarte, PaymentKind::Bar]);
}

#[test]
fn esc_never_cancels_a_running_card_payment() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.press(Named::F9);
    counter.sees("Abbruch anfordern");
    counter.press(Named::Escape);
    counter.press(Named::F8);
    counter.sees("Abbruch anfordern");
    counter.settle();
    counter.sees("Beleg 1 ist bezahlt");
    assert_eq!(counter.memory.charged().len(), 1);
}

#[test]
fn an_unknown_payment_has_to_be_resolved_first() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveThenLose);
    counter.click(CARD);
    counter.click("Karte");
    counter.sees("Ergebnis unbekannt – bitte nicht noch einmal kassieren");
    counter.key(Named::Escape);
    counter.key(Named::F8);
    counter.sees("Terminal fragen");
    counter.click("Terminal fragen");
    counter.sees("Beleg 1 ist bezahlt");
    assert_eq!(counter.memory.charged().len(), 1);
}

#[test]
fn a_sale_is_parked_and_recalled() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.click("Parken");
    counter.fill("sale-text", "Herr Maier");
    counter.click_last("Parken");
    counter.sees("Noch nichts gebucht");
    counter.click("Geparkte");
    counter.click("Herr Maier");
    counter.sees("46,00");
    counter.sees("1 Position");
}

#[test]
fn a_void_needs_a_reason_and_a_second_person() {
    let mut counter = Counter::at_work();
    counter.click("Führungszeugnis");
    counter.pay_exactly();
    counter.open_menu("Belege");
    counter.click_containing("Führungszeugnis");
    counter.click("Stornieren …");
    counter.sees("Bitte einen Grund wählen.");
    counter.click("Falsch gebucht");
    counter.click("M. Berger");
    counter.pin("1234");
    counter.click("Storno beginnen");
    counter.sees("Die PIN stimmt nicht. Noch 4 Versuche, dann folgt eine Pause.");
    counter.pin("3333");
    counter.click("Storno beginnen");
    counter.sees("Storno zu Beleg 1");
    counter.click("Bar auszahlen");
    counter.click("Auszahlen, Lade öffnen");
    counter.sees("Storno, Beleg 2");
    let void = counter.receipt(2);
    assert_eq!((void.kind, void.refers_to), (Kind::Void, Some(1)));
    assert_eq!(void.gross().cents(), -1_300);
    assert_eq!(void.second.unwrap().name, "M. Berger");
}

#[test]
fn a_day_is_closed_with_a_difference() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.pay_exactly();
    counter.open_menu("Kassenabschluss");
    counter.sees("Umsatz");
    counter.click("Weiter: Zählen");
    counter.key(Named::ArrowDown);
    counter.click("20 €");
    counter.type_keys("2");
    counter.sees("−6,00 €");
    counter.does_nothing("Weiter: Abschöpfen");
    counter.click("Wechselgeldfehler");
    counter.click("Weiter: Abschöpfen");
    counter.click("Nichts, die Lade wird leer");
    counter.click("Weiter: Unterschreiben");
    counter.click("Abschließen");
    counter.click("T. Hoffmann");
    counter.pin("4444");
    counter.click_last("Abschließen");
    counter.sees("Abschluss Z 1 ist fertig");
    let closing = counter.engine.till().ledger().closing(1).unwrap().unwrap();
    assert_eq!(closing.difference().cents(), -600);
    assert_eq!(closing.reason.as_deref(), Some("Wechselgeldfehler"));
    assert!(closing.carried.is_zero());
}

#[test]
fn a_wrong_pin_is_said_in_words() {
    let mut counter = Counter::new();
    counter.click("S. Krüger");
    counter.pin("9999");
    counter.click("Anmelden");
    counter.sees("Die PIN stimmt nicht. Noch 4 Versuche, dann folgt eine Pause.");
    counter.pin("2222");
    counter.click("Anmelden");
    counter.sees("Noch nichts gebucht");
}

#[test]
fn a_scanner_rings_up_and_a_person_types_an_amount() {
    let mut counter = Counter::at_work();
    counter.scan("BB0010");
    counter.sees("1 Position");
    counter.key(Named::F8);
    counter.type_keys("5000");
    counter.sees("50,00 €");
    counter.sees("4,00 €");
}

#[test]
fn a_search_finds_and_enter_rings_up() {
    let mut counter = Counter::at_work();
    counter.fill("search", "reisepass 24");
    counter.key(Named::Enter);
    counter.sees("1 Position");
}

#[test]
fn a_price_outside_its_bounds_is_explained_and_asked_again() {
    let mut counter = Counter::at_work();
    counter.fill("search", "Fotoerlaubnis");
    counter.click("Fotoerlaubnis gewerblich");
    counter.sees("Fotoerlaubnis gewerblich: 30,00 – 250,00 €");
    counter.type_keys("99999999");
    counter.click_last("Übernehmen");
    counter.sees("Der Betrag muss zwischen 30,00 € und 250,00 € liegen.");
    counter.type_keys("6000");
    counter.click_last("Übernehmen");
    counter.sees("1 Position");
}

#[test]
fn training_is_marked_and_counts_for_nothing() {
    let mut counter = Counter::at_work();
    counter.open_menu("Training beginnen");
    counter.sees("TRAINING");
    counter.click(CARD);
    counter.pay_exactly();
    assert_eq!(counter.receipt(1).kind, Kind::Training);
    assert!(counter.engine.till().expected_cash().unwrap().is_zero());
}

#[test]
fn the_language_changes_at_once() {
    let mut counter = Counter::at_work();
    counter.open_menu("Einstellungen");
    counter.click("English");
    counter.sees("Language");
    counter.key(Named::Escape);
    counter.sees("Nothing rung up yet");
}

#[test]
fn pay_outs_need_a_second_person_and_cash() {
    let mut counter = Counter::at_work();
    counter.open_menu("Bargeld");
    counter.click("Wechselgeld");
    for digit in ["2", "5", "00", "0"] {
        counter.click(digit);
    }
    counter.click_last("Wechselgeld");
    counter.sees("Gebucht mit Beleg 1.");
    counter.click("Auszahlung");
    counter.type_keys("100000");
    counter.fill("drawer-reason", "Porto");
    counter.click_last("Auszahlung");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click_last("Auszahlung");
    counter.sees("In der Lade sind nur 250,00 €.");
}

#[test]
fn a_power_cut_is_explained_after_logging_in() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.restart();
    counter.click("A. Yilmaz");
    counter.pin("1111");
    counter.click("Anmelden");
    counter.sees("Geparkte Vorgänge");
    counter.click_containing("1 Position");
    counter.sees("46,00 €");
    counter.pay_exactly();
    assert_eq!(counter.receipt(1).gross().cents(), 4_600);
}

#[test]
fn a_power_cut_during_a_card_payment_asks_the_terminal() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveThenLose);
    counter.click(CARD);
    counter.click("Karte");
    counter.memory.set_offline(true);
    counter.restart();
    counter.click("A. Yilmaz");
    counter.pin("1111");
    counter.click("Anmelden");
    counter.click_containing("1 Position");
    counter.sees("Ergebnis unbekannt – bitte nicht noch einmal kassieren");
    counter.memory.set_offline(false);
    counter.click("Terminal fragen");
    counter.sees("Beleg 1 ist bezahlt");
    assert_eq!(counter.memory.charged().len(), 1);
}

#[test]
fn nothing_is_out_of_sight_on_a_small_screen() {
    for (width, height) in [(1024.0, 768.0), (1280.0, 800.0), (960.0, 540.0)] {
        let mut counter = Counter::at_work();
        counter.resize(width, height);
        counter.click(CARD);
        for caption in ["Bar", "Karte", "Zeile stornieren", "Abbrechen …"] {
            counter.sees(caption);
        }
        counter.click("Bar");
        counter.sees("Bezahlt, Lade öffnen");
        counter.click("Passend");
        counter.click("Bezahlt, Lade öffnen");
        counter.sees("Nächster Kunde");
        counter.click("Nächster Kunde");
    }
}

#[test]
fn paper_is_only_printed_when_asked_for_if_the_office_wants_it_so() {
    let mut counter = Counter::at_work();
    counter.open_menu("Einstellungen");
    counter.click("Auf Wunsch");
    counter.key(Named::Escape);
    counter.click(CARD);
    counter.click("Bar");
    counter.click("Passend");
    counter.click("Bezahlt, Lade öffnen");
    assert!(counter.printed().is_empty());
    counter.click("Drucken");
    counter.sees("Der Beleg liegt im Drucker.");
    assert_eq!(counter.printed(), ["Beleg-1.txt"]);
}

#[test]
fn a_scan_while_paying_is_no_amount() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.key(Named::F8);
    counter.type_keys("50");
    counter.scan("4006381333931");
    counter.sees("Erst bezahlen. Der Scan wurde nicht gebucht.");
    counter.sees("0,50 €");
    counter.sees("Bezahlt, Lade öffnen");
    counter.key(Named::Escape);
    counter.click("Menge ×");
    counter.scan("4006381333931");
    counter.key(Named::Escape);
    counter.sees("1 Position");
    counter.sees("46,00 €");
}

#[test]
fn a_scan_is_no_pin() {
    let mut counter = Counter::new();
    counter.click("A. Yilmaz");
    counter.type_keys("11");
    counter.scan("11114006381333931");
    counter.sees("Erst anmelden. Der Scan wurde nicht gebucht.");
    counter.type_keys("11");
    counter.key(Named::Enter);
    counter.sees("Noch nichts gebucht");
}

#[test]
fn a_bouncing_key_skips_no_screen() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.click("Bar");
    counter.click("Passend");
    counter.key(Named::F12);
    counter.bounce(Named::F12);
    counter.settle();
    counter.sees("Beleg 1 ist bezahlt");
    counter.key(Named::F12);
    counter.sees("Noch nichts gebucht");
}

#[test]
fn an_absurd_amount_is_refused_in_words() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.click("Bar");
    counter.type_keys("40063813");
    counter.sees("Das ist weit mehr als zu zahlen ist. Bitte den Betrag prüfen.");
    counter.does_nothing("Bezahlt, Lade öffnen");
    counter.key(Named::F12);
    assert!(counter.engine.till().ledger().receipt(1).unwrap().is_none());
}

#[test]
fn a_comma_fixes_the_decimal_point() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.click("Bar");
    counter.type_keys("50,5");
    counter.sees("50,50 €");
    counter.sees("4,50 €");
    counter.key(Named::Escape);
    counter.click("Zeile stornieren");
    counter.open_menu("Bargeld");
    counter.type_keys("12.50");
    counter.sees("12,50 €");
}

#[test]
fn cash_on_the_counter_counts_when_a_card_pays_the_rest() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.key(Named::F8);
    counter.type_keys("2000");
    counter.key(Named::F9);
    counter.sees("20,00 € bar + 26,00 € Karte, zusammen 46,00 €.");
    counter.click("Bar nehmen, Rest Karte");
    counter.sees("Beleg 1 ist bezahlt");
    let receipt = counter.receipt(1);
    let paid: Vec<_> = receipt
        .payments
        .iter()
        .map(|p| (p.kind, p.amount.cents()))
        .collect();
    assert_eq!(
        paid,
        [(PaymentKind::Bar, 2_000), (PaymentKind::ECKarte, 2_600)]
    );
}

#[test]
fn money_goes_back_the_way_it_came() {
    let mut counter = Counter::at_work();
    counter.click("Führungszeugnis");
    counter.key(Named::F9);
    counter.click("Nächster Kunde");
    counter.open_menu("Belege");
    counter.click_containing("Führungszeugnis");
    counter.click("Stornieren …");
    counter.click("Falsch gebucht");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("Storno beginnen");
    counter.sees("Storno zu Beleg 1");
    counter.key(Named::F8);
    counter.sees("Anders zurückzahlen?");
    counter.key(Named::Escape);
    counter.key(Named::F12);
    counter.sees("Storno, Beleg 2");
    assert_eq!(counter.receipt(2).payments[0].kind, PaymentKind::ECKarte);
}

#[test]
fn no_size_locks_anybody_out() {
    let mut counter = Counter::at_work();
    counter.open_menu("Einstellungen");
    counter.click("130 %");
    counter.sees("Größer passt auf diesen Bildschirm nicht alles.");
    counter.does_nothing("150 %");
    counter.does_nothing("200 %");
}

#[test]
fn a_pin_needs_a_name() {
    let mut counter = Counter::new();
    counter.pin("1111");
    counter.sees("Bitte erst den Namen wählen, dann die PIN.");
    counter.click("A. Yilmaz");
    counter.key(Named::Enter);
    counter.sees("Anmelden");
}

#[test]
fn the_log_in_is_complete_on_a_small_screen() {
    let mut counter = Counter::new();
    counter.resize(960.0, 540.0);
    counter.click("A. Yilmaz");
    counter.pin("9999");
    counter.click("Anmelden");
    counter.sees("Die PIN stimmt nicht. Noch 4 Versuche, dann folgt eine Pause.");
    counter.pin("1111");
    counter.click("Anmelden");
    counter.sees("Noch nichts gebucht");
}

#[test]
fn a_movement_above_the_limit_is_asked_for_once_more_and_printed() {
    let mut counter = Counter::at_work();
    counter.open_menu("Bargeld");
    counter.click("Wechselgeld");
    counter.type_keys("87250,00");
    counter.key(Named::F12);
    counter.sees("87.250,00 € – stimmt das?");
    counter.key(Named::Escape);
    for _ in 0..8 {
        counter.key(Named::Backspace);
    }
    counter.type_keys("25000");
    counter.key(Named::F12);
    counter.sees("Gebucht mit Beleg 1.");
    assert_eq!(counter.printed(), ["Beleg-1.txt"]);
}

#[test]
fn closings_can_be_looked_up() {
    let mut counter = Counter::at_work();
    counter.open_menu("Abschlüsse");
    counter.sees("Noch kein Abschluss");
    counter.key(Named::Escape);
    counter.sees("Noch nichts gebucht");
}

#[test]
fn a_power_cut_says_what_became_of_the_card() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveThenLose);
    counter.click(CARD);
    counter.click("Karte");
    counter.memory.set_offline(true);
    counter.restart();
    counter.click("A. Yilmaz");
    counter.pin("1111");
    counter.click("Anmelden");
    counter.sees("Kartenzahlung ungeklärt: erst das Terminal fragen");
}
