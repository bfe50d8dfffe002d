//! Stock through its widgets, on the real till and the real ledger.

use amtskasse::ledger::StockSource;
use iced::keyboard::key::Named;
use rust_decimal::Decimal;

use crate::counter::Counter;

const BOOK: &str = "Stammbuch der Familie Leder A5";

/// The stock, with this person at the register.
fn stock(name: &str, pin: &str) -> Counter {
    let mut counter = Counter::new();
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
    counter.open_menu("Lager");
    counter
}

fn open(counter: &mut Counter, name: &str) {
    counter.fill("stock-search", name);
    counter.click(name);
}

fn level(counter: &mut Counter, item: &str) -> Decimal {
    let levels = counter.engine.till().stock();
    levels.get(item).unwrap().quantity()
}

#[test]
fn a_delivery_a_loss_and_a_count_are_booked() {
    let mut counter = stock("M. Berger", "3333");
    open(&mut counter, BOOK);
    let start = level(&mut counter, "ST0080");
    counter.click("Lieferung …");
    counter.does_nothing("Lieferung buchen");
    counter.fill("stock-amount", "5");
    counter.sees(&format!("Bestand danach {}", start + Decimal::from(5)));
    counter.click("Lieferung buchen");
    counter.sees(&format!(
        "{BOOK}: Bestand jetzt {}.",
        start + Decimal::from(5)
    ));

    counter.click("Abgang …");
    counter.fill("stock-amount", "2");
    counter.sees("Bitte einen Grund angeben.");
    counter.click("Beschädigt");
    counter.click("Abgang buchen");
    assert_eq!(level(&mut counter, "ST0080"), start + Decimal::from(3));

    counter.click("Zählen …");
    counter.fill("stock-amount", &start.to_string());
    counter.sees("Differenz −3");
    counter.does_nothing("Zählung buchen");
    counter.click("Verloren");
    counter.click("Zählung buchen");
    assert_eq!(level(&mut counter, "ST0080"), start);
    for kind in ["Lieferung", "Abgang", "Inventur"] {
        counter.sees(kind);
    }
}

#[test]
fn more_than_is_there_cannot_be_lost() {
    let mut counter = stock("M. Berger", "3333");
    open(&mut counter, BOOK);
    let there = level(&mut counter, "ST0080");
    counter.click("Abgang …");
    counter.fill("stock-amount", "9999");
    counter.sees(&format!("Es sind nur {there} da."));
    counter.click("Verloren");
    counter.does_nothing("Abgang buchen");
    counter.key(Named::Escape);
    counter.sees("Zu- und Abgänge");
}

#[test]
fn differences_are_looked_at_before_they_are_booked() {
    let mut counter = stock("D. Admin", "6666");
    counter.click("Inventur");
    counter.click("Verdeckt zählen");
    counter.fill("stock-count-1", "7");
    counter.lacks("120");
    counter.click("Weiter: Prüfen");
    counter.sees("Ein Artikel gezählt, einer mit Differenz.");
    counter.does_nothing("Zählung buchen");
    counter.click("Zähl- oder Buchungsfehler");
    counter.click("Zählung buchen");
    counter.sees_containing("Inventurprotokoll 1 ist gebucht.");
    counter.click("Protokoll 1 als PDF");
    let paper = std::fs::read(counter.path("pdf/Zaehlprotokoll-1.pdf")).unwrap();
    assert!(paper.starts_with(b"%PDF"));
}

#[test]
fn numbered_forms_that_are_missing_take_a_second_person() {
    const FORM: &str = "Hundesteuermarke Ersatz";
    let mut counter = stock("M. Berger", "3333");
    open(&mut counter, FORM);
    let there = level(&mut counter, "BB0250");
    counter.click("Abgang …");
    counter.fill("stock-amount", "9001-9002");
    counter.sees("Nicht im Bestand: 9001-9002");
    counter.clear("stock-amount", 9);
    counter.fill("stock-amount", "4003-4004");
    counter.sees(&format!(
        "2 Stück · Bestand danach {}",
        there - Decimal::TWO
    ));
    counter.click("Verschrieben");
    counter.click("Weiter: zweite Person");
    counter.click("T. Hoffmann");
    counter.pin("4444");
    counter.click("Bestätigen");
    assert_eq!(level(&mut counter, "BB0250"), there - Decimal::TWO);
    counter.sees("4003-4004");
}

#[test]
fn a_sale_stands_in_the_history() {
    let mut counter = Counter::at_work();
    counter.click(BOOK);
    counter.pay_exactly();
    counter.open_menu("Lager");
    open(&mut counter, BOOK);
    counter.sees("Verkauf, Beleg 1");
    let (from, to) = (
        chrono::DateTime::UNIX_EPOCH,
        chrono::DateTime::<chrono::Utc>::MAX_UTC,
    );
    let ledger = counter.engine.till().ledger();
    let history = ledger.stock_history("ST0080", from, to).unwrap();
    let last = history.last().unwrap();
    assert!(matches!(last.source, StockSource::Receipt(1, _)));
    assert_eq!(last.quantity, Decimal::NEGATIVE_ONE);
}

#[test]
fn clerks_look_but_do_not_book_and_only_administrators_go_below_zero() {
    let mut counter = stock("A. Yilmaz", "1111");
    counter.does_nothing("Inventur");
    counter.does_nothing("Erlaubt");
    open(&mut counter, BOOK);
    counter.lacks("Lieferung …");
    let mut counter = stock("D. Admin", "6666");
    counter.click("Erlaubt");
    assert!(counter.engine.till().negative_stock());
}
