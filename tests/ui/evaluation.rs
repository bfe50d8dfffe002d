//! Evaluations and the search of receipts through their widgets, on the real till and the real ledger.

use iced::keyboard::key::Named;

use crate::counter::Counter;

fn log_in(counter: &mut Counter, name: &str, pin: &str) {
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
}

/// A register with some sales, one of them reversed.
fn with_business() -> Counter {
    let mut counter = Counter::at_work();
    for item in [
        "Führungszeugnis",
        "Reisepass ab 24 Jahre",
        "Führungszeugnis",
    ] {
        counter.click(item);
        counter.pay_exactly();
    }
    counter
}

#[test]
fn receipts_are_narrowed_down_and_shown_again() {
    let mut counter = with_business();
    counter.open_menu("Belege");
    counter.click("Filter");
    counter.fill("filter-item", "Reisepass");
    counter.click("Anzeigen");
    counter.sees("Filter (1)");
    counter.lacks("Führungszeugnis");
    counter.click("Filter (1)");
    counter.fill("filter-day-from", "neulich");
    counter.click("Anzeigen");
    counter.sees("Ein Tag, z. B. 23.11.2026 oder 23.11.2026 08:30");
    counter.press(Named::Escape);
    counter.click("Filter löschen");
    counter.sees("Führungszeugnis");
    counter.sees("Filter");
}

#[test]
fn clerks_are_not_offered_evaluations() {
    let mut counter = Counter::at_work();
    counter.open_menu("Belege");
    counter.press(Named::Escape);
    counter.press(Named::F10);
    counter.lacks("Auswertung");
}

#[test]
fn an_auditor_evaluates_a_month_and_it_is_on_record() {
    let mut counter = with_business();
    counter.press(Named::F10);
    counter.click("Abmelden");
    log_in(&mut counter, "R. Prüfer", "5555");
    counter.press(Named::F10);
    counter.click("Auswertung");
    counter.until_containing("3 Belege");
    counter.sees("Nichts fällt auf");
    counter.click("Personen");
    counter.sees("A. Yilmaz");
    counter.click("Verlauf");
    counter.sees("Stornos je Person");
    counter.fill("eval-from", "gestern");
    counter.click("Auswerten");
    counter.sees("Zwei Tage wie 01.11.2026 und 30.11.2026, der erste zuerst");
    counter.click("Letzter Monat");
    counter.until_containing("0 Belege");
    counter.click("Journal als CSV");
    counter.until_containing(".csv");
    let events = counter
        .engine
        .till()
        .ledger()
        .events_of("audit-evaluation")
        .unwrap();
    assert_eq!(events.len(), 3, "{events:?}");
    assert!(events[2].text.contains("Journal CSV"), "{events:?}");
}
