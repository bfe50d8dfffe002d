//! Paying by card: what is held, what is unknown, what a terminal asks.

use amtskasse::receipt::PaymentKind;
use amtskasse::ui::protocol::Event;
use amtskasse_terminal::Question;
use amtskasse_terminal::simulator::Script;
use iced::keyboard::key::Named;

use super::counter::Counter;

const CARD: &str = "Personalausweis ab 24 Jahre";

fn moved(counter: &Counter) -> i64 {
    counter
        .memory
        .charged()
        .iter()
        .map(|(_, cents)| cents)
        .sum()
}

fn unknown() -> Counter {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveThenLose);
    counter.click(CARD);
    counter.click("Karte");
    counter.sees("Ergebnis unbekannt – bitte nicht noch einmal kassieren");
    counter
}

#[test]
fn a_signature_is_compared_before_the_sale_is_finished() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveSigned);
    counter.click(CARD);
    counter.click("Karte");
    counter.sees("Bezahlt – der Kunde muss unterschreiben");
    counter.key(Named::Escape);
    counter.key(Named::Enter);
    counter.key(Named::F8);
    counter.sees("Bezahlt – der Kunde muss unterschreiben");
    counter.click("Unterschrift stimmt");
    counter.sees("Beleg 1 ist bezahlt");
    assert_eq!(
        counter.receipt(1).payments[0].kind,
        PaymentKind::Kreditkarte
    );
}

#[test]
fn a_wrong_signature_gives_the_money_back() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveSigned);
    counter.click(CARD);
    counter.click("Karte");
    counter.click("Stimmt nicht");
    counter.sees("Die Kartenzahlung ist zurückgenommen.");
    counter.sees("46,00 €");
    assert_eq!(moved(&counter), 0);
    counter.pay_exactly();
    // All three are on the receipt: taken, given back, paid in cash.
    let paid = counter.receipt(1).payments;
    let last = paid.last().unwrap();
    assert_eq!((paid.len(), last.kind), (3, PaymentKind::Bar));
}

#[test]
fn another_amount_than_asked_for_is_shown_and_given_back() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApprovePart(4_000));
    counter.click(CARD);
    counter.click("Karte");
    counter.sees("Das Terminal hat einen anderen Betrag genommen");
    counter.sees("40,00 €");
    counter.sees("6,00 €");
    counter.click("Zurückgeben");
    counter.sees("Die Kartenzahlung ist zurückgenommen.");
    assert_eq!(moved(&counter), 0);
}

#[test]
fn what_was_not_given_back_is_tried_again() {
    let mut counter = Counter::at_work();
    counter.memory.push(Script::ApproveSigned);
    counter.memory.push(Script::Decline);
    counter.click(CARD);
    counter.click("Karte");
    counter.click("Stimmt nicht");
    counter.sees("Die Rückgabe hat nicht geklappt");
    assert_eq!(moved(&counter), 4_600);
    counter.click("Noch einmal");
    counter.sees("Die Kartenzahlung ist zurückgenommen.");
    assert_eq!(moved(&counter), 0);
}

#[test]
fn a_manager_says_that_it_was_paid() {
    let mut counter = unknown();
    counter.click("Bezahlt …");
    counter.does_nothing("Weiter");
    counter.fill("card-number", "0042");
    counter.click("Kreditkarte");
    counter.click("Weiter");
    counter.click("Beleg des Terminals liegt vor");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("OK");
    counter.sees("Beleg 1 ist bezahlt");
    let payment = counter.receipt(1).payments[0].clone();
    assert_eq!(payment.kind, PaymentKind::Kreditkarte);
    assert_eq!(payment.card.unwrap().receipt_number, "0042");
}

#[test]
fn a_manager_says_that_it_was_not_paid() {
    let mut counter = unknown();
    counter.click("Nicht bezahlt …");
    counter.click("Terminal zeigt keine Zahlung");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("OK");
    counter.sees("Abgebrochen, die Karte wurde nicht belastet");
    counter.click("Bar statt Karte");
    counter.click("Passend");
    counter.key(Named::F12);
    counter.sees("Beleg 1 ist bezahlt");
}

#[test]
fn an_unknown_payment_is_settled_later() {
    let mut counter = unknown();
    counter.memory.set_offline(true);
    counter.click("Später klären");
    counter.sees("Noch nichts gebucht");
    counter.open_menu("Ungeklärte Karten");
    counter.sees("Terminal hat noch nicht geantwortet");
    counter.click("Terminal hat noch nicht geantwortet");
    counter.sees("Ergebnis unbekannt – bitte nicht noch einmal kassieren");
    counter.memory.set_offline(false);
    counter.click("Terminal fragen");
    counter.sees("Beleg 1 ist bezahlt");
    assert_eq!(moved(&counter), 4_600);
}

#[test]
fn a_signature_is_never_confirmed_by_enter() {
    let mut counter = Counter::at_work();
    let ask = |signature| {
        let text = "Unterschrift ok?".to_owned();
        Event::Asked(Some(Question { text, signature }))
    };
    counter.click(CARD);
    counter.press(Named::F9);
    counter.say(ask(true));
    counter.sees("Unterschrift mit der Karte vergleichen");
    counter.press(Named::Enter);
    counter.press(Named::Escape);
    counter.sees("Unterschrift mit der Karte vergleichen");
    counter.press(Named::F8);
    counter.lacks("Unterschrift mit der Karte vergleichen");
    counter.say(ask(false));
    counter.sees("Das Terminal fragt");
    counter.press(Named::Enter);
    counter.lacks("Das Terminal fragt");
    counter.say(ask(true));
    counter.settle();
    counter.lacks("Unterschrift mit der Karte vergleichen");
    counter.sees("Beleg 1 ist bezahlt");
}

#[test]
fn the_terminals_end_of_day_is_shown_after_the_closing() {
    let mut counter = Counter::at_work();
    counter.click(CARD);
    counter.click("Karte");
    counter.click("Nächster Kunde");
    counter.open_menu("Kassenabschluss");
    counter.click("Weiter: Zählen");
    counter.click("Weiter: Abschöpfen");
    counter.click("Nichts, die Lade wird leer");
    counter.click("Weiter: Unterschreiben");
    counter.click("Abschließen");
    counter.click("T. Hoffmann");
    counter.pin("4444");
    counter.click_last("Abschließen");
    counter.sees("Kassenschnitt Testterminal");
    counter.sees("Laut Terminal");
}
