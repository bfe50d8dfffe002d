//! Vouchers, the day of the supply, and invoices, as they are clicked.

use crate::counter::Counter;
use crate::tax::enter;
use amtskasse::receipt::PaymentKind;
use iced::keyboard::key::Named;

/// Sells a multi-purpose voucher over 40 € and one for a guided tour; returns their numbers.
pub fn sell(counter: &mut Counter) -> (String, String) {
    search(counter, "TI0180");
    counter.type_keys("4000");
    counter.key(Named::Enter);
    counter.sees("Gutschein Tourist-Info (Mehrzweck)");
    search(counter, "TI0190");
    counter.click("Bar");
    counter.click("Passend");
    counter.click("Bezahlt, Lade öffnen");
    let ledger = counter.engine.till().ledger();
    let receipts = (1..).map_while(|number| ledger.receipt(number).unwrap());
    let receipt = receipts.last().unwrap();
    assert_eq!(receipt.gross().cents(), 4_800);
    let number = |at: usize| receipt.lines[at].voucher.clone().unwrap();
    let numbers = (number(0), number(1));
    for sold in [&numbers.0, &numbers.1] {
        counter.sees(&format!("Gutschein-Nr. {}", grouped(sold)));
    }
    counter.click("Nächster Kunde");
    numbers
}

/// Finds an item by its number and rings it up.
pub fn search(counter: &mut Counter, item: &str) {
    counter.fill("search", item);
    counter.key(Named::Enter);
}

fn grouped(number: &str) -> String {
    amtskasse::voucher::grouped(number)
}

#[test]
fn vouchers_are_redeemed_by_typing_and_by_scanning() {
    let mut counter = Counter::at_work();
    let (multi, single) = sell(&mut counter);
    counter.click("Tourist-Info");
    search(&mut counter, "TI0010");
    search(&mut counter, "MU0160");
    counter.sees("17,90 €");
    // A scan over the open sale redeems at once.
    counter.scan(&single);
    counter.sees("9,90 €");
    counter.sees_containing(&format!("eingelöst · {}", grouped(&single)));
    // The other one is typed into its dialog.
    counter.click("Gutschein …");
    counter.sees("Gutschein einlösen");
    counter.type_keys(&multi);
    counter.click_last("Übernehmen");
    counter.sees("0,00 €");
    counter.click("Abschließen");
    counter.sees("Beleg 2 ist bezahlt");
    counter.sees("Noch 0,00 € auf dem Gutschein");
    counter.sees("Noch 30,10 € auf dem Gutschein");
    let receipt = counter.receipt(2);
    assert_eq!(receipt.payments[0].kind, PaymentKind::Keine);
    let left = counter.engine.till().voucher(&multi).unwrap().unwrap();
    assert_eq!(left.balance.cents(), 4_000 - 990);
    counter.click("Nächster Kunde");
    search(&mut counter, "TI0010");
    counter.scan(&single);
    counter.sees_containing("ist vollständig eingelöst");
}

#[test]
fn a_number_that_is_no_voucher_is_said_in_the_dialog() {
    let mut counter = Counter::at_work();
    search(&mut counter, "MU0160");
    counter.click("Gutschein …");
    counter.type_keys("9900000000012");
    counter.key(Named::Enter);
    counter.sees("Die Prüfziffer stimmt nicht. Bitte die Gutschein-Nummer neu eingeben.");
    counter.type_keys("9900000000011");
    counter.key(Named::Enter);
    counter.sees("Einen Gutschein 9900000000011 hat diese Kasse nicht verkauft.");
    // A scan while the dialog is open goes into it.
    counter.scan("9900000000028");
    counter.sees("Einen Gutschein 9900000000028 hat diese Kasse nicht verkauft.");
    counter.key(Named::Escape);
    counter.sees("9,90 €");
}

#[test]
fn a_blocked_voucher_says_why() {
    let mut counter = Counter::at_work();
    let (multi, _) = sell(&mut counter);
    let till = counter.engine.till();
    till.log_in("201", "3333").unwrap();
    till.block_voucher(&multi, "als verloren gemeldet").unwrap();
    till.log_in("101", "1111").unwrap();
    search(&mut counter, "MU0160");
    counter.scan(&multi);
    counter.sees_containing("als verloren gemeldet");
    counter.sees_containing("Gesperrt");
}

#[test]
fn a_card_printed_before_gets_its_number_when_it_is_sold() {
    let mut counter = Counter::at_work();
    search(&mut counter, "TI0190");
    counter.click("Karte Nr. …");
    counter.sees("Nummer der Gutscheinkarte");
    counter.type_keys("123456");
    counter.key(Named::Enter);
    counter.sees_containing("1234");
    counter.pay_exactly();
    assert_eq!(
        counter.receipt(1).lines[0].voucher.as_deref(),
        Some("123456")
    );
}

#[test]
fn the_day_of_the_supply_is_set_and_taken_back() {
    let mut counter = Counter::at_work();
    search(&mut counter, "MU0160");
    counter.click("Leistung heute");
    counter.sees("Leistungsdatum");
    counter.type_keys("25112026");
    counter.key(Named::Enter);
    counter.sees("Der Tag der Leistung darf nicht in der Zukunft liegen.");
    counter.type_keys("20112026");
    counter.key(Named::Enter);
    counter.click("Leistung 20.11.2026");
    counter.click("Heute");
    counter.click("Leistung heute");
    counter.type_keys("20112026");
    counter.key(Named::Enter);
    counter.pay_exactly();
    let supplied = counter.receipt(1).supplied.unwrap();
    assert_eq!(supplied.to_string(), "2026-11-20");
}

/// Sells so many mugs at 9.90 and stays on the screen that says so.
pub fn mugs(counter: &mut Counter, number: &str) {
    counter.type_keys(number);
    counter.click("Menge ×");
    search(counter, "MU0160");
    counter.click("Bar");
    counter.click("Passend");
    counter.click("Bezahlt, Lade öffnen");
}

const ABOVE: &str = "Über 250 € mit Umsatzsteuer: für Unternehmen eine Rechnung ausstellen.";

#[test]
fn above_250_euros_an_invoice_is_suggested_and_made_out() {
    let mut counter = Counter::at_work();
    mugs(&mut counter, "25");
    counter.lacks(ABOVE);
    counter.click("Nächster Kunde");
    mugs(&mut counter, "26");
    counter.sees(ABOVE);
    counter.click("Rechnung");
    counter.sees("Rechnung zu Beleg 2");
    counter.does_nothing("Rechnung speichern");
    counter.fill("invoice-name", "Muster GmbH");
    counter.fill("invoice-street", "Hauptstraße 1");
    counter.fill("invoice-town", "12345 Musterstadt");
    counter.click("Rechnung speichern");
    counter.sees_containing("Rechnung-2.pdf");
    let made = counter.engine.till().invoice_of(2).unwrap().unwrap();
    assert_eq!(made.name, "Muster GmbH");
    counter.click("Nächster Kunde");

    // Another recipient later, from the receipts: only with a reason.
    counter.open_menu("Belege");
    counter.click_containing("257,40");
    counter.click("Rechnung");
    counter.fill("invoice-name", "Beispiel AG");
    counter.fill("invoice-street", "Marktplatz 2");
    counter.fill("invoice-town", "12345 Musterstadt");
    counter.click("Rechnung speichern");
    counter.fill("invoice-reason", "Firma umbenannt");
    counter.click("Rechnung speichern");
    let made = counter.engine.till().invoice_of(2).unwrap().unwrap();
    assert_eq!(made.replaces.unwrap().1, "Firma umbenannt");
}

#[test]
fn untaxed_money_above_250_euros_asks_for_no_invoice() {
    let mut counter = Counter::at_work();
    counter.type_keys("6");
    counter.click("Menge ×");
    search(&mut counter, "BB0010");
    counter.sees("276,00 €");
    counter.click("Bar");
    counter.click("Passend");
    counter.click("Bezahlt, Lade öffnen");
    counter.lacks(ABOVE);
}

#[test]
fn only_managers_find_the_list_of_open_vouchers() {
    let mut counter = Counter::at_work();
    sell(&mut counter);
    counter.open_menu("Belege");
    counter.lacks("Offene Gutscheine");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "M. Berger", "3333");
    counter.open_menu("Belege");
    counter.click("Offene Gutscheine");
    counter.sees_containing("Offene-Gutscheine.pdf");
}
