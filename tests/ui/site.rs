//! Master data and the notification to the tax office through their widgets, on the real till and the real ledger.

use iced::keyboard::key::Named;

use crate::counter::Counter;
use crate::tax::{enter, opened};

/// The administrator before the master data of a register nobody has sold with yet.
pub fn admin() -> Counter {
    let mut counter = Counter::new();
    enter(&mut counter, "D. Admin", "6666");
    counter.open_menu("Stammdaten");
    counter
}

fn second(counter: &mut Counter) {
    counter.click("Weiter: zweite Person");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("Bestätigen");
}

/// Everything the XML file needs, of this register and of a TSE that is still to come.
pub fn told(counter: &mut Counter) {
    counter.click("Meldung ans Finanzamt");
    counter.click("Angaben ändern");
    counter.fill("site-manufacturer", "Beispiel GmbH");
    counter.fill("site-model", "Theke 3");
    counter.fill("site-acquired", "31.10.2026");
    counter.fill("site-first-use", "2.11.2026");
}

#[test]
fn a_municipality_gets_its_own_name() {
    let mut counter = admin();
    counter.sees("99/999/00000");
    counter.click("Ändern");
    counter.clear("site-name", 40);
    counter.click("Weiter: zweite Person");
    counter.sees("Kommune: Der Name fehlt.");
    counter.fill("site-name", "Gemeinde Neudorf");
    counter.fill("site-reason", "Einrichtung");
    second(&mut counter);
    counter.sees("Geändert.");
    counter.sees("Gemeinde Neudorf");
    let till = counter.engine.till();
    assert_eq!(till.site().municipality.name, "Gemeinde Neudorf");
    let events = till.ledger().events_of("site").unwrap();
    assert!(
        events[0]
            .text
            .contains("Einrichtung (Freigabe: 201 M. Berger)")
    );
    // The log-in shows it at once.
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    counter.sees("Gemeinde Neudorf");
}

#[test]
fn nothing_changes_while_a_period_is_open_and_others_only_read() {
    let mut counter = opened();
    enter(&mut counter, "D. Admin", "6666");
    counter.open_menu("Stammdaten");
    counter.sees_containing("sobald der Kassenabschluss gemacht ist");
    counter.does_nothing("Ändern");
    counter.click("Auftraggeber");
    counter.does_nothing("Neuer Auftraggeber");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "R. Prüfer", "5555");
    counter.open_menu("Stammdaten");
    counter.does_nothing("Ändern");
    counter.click("Meldung ans Finanzamt");
    counter.does_nothing("Meldung vermerken");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.key(Named::F10);
    counter.lacks("Stammdaten");
}

#[test]
fn a_principal_needs_a_number_and_can_go_again() {
    let mut counter = admin();
    counter.click("Auftraggeber");
    counter.click("Neuer Auftraggeber");
    // Whose money an item already takes is suggested.
    counter.clear("site-name", 30);
    counter.fill("site-name", "Theaterverein");
    counter.fill("site-street", "Gasse 1");
    counter.fill("site-postal-code", "98765");
    counter.fill("site-city", "Lindenau");
    counter.click("Weiter: zweite Person");
    counter.sees_containing("Auftraggeber Theaterverein: Steuernummer oder USt-IdNr. fehlt");
    counter.fill("site-vat-id", "DE12345678");
    counter.click("Weiter: zweite Person");
    counter.sees_containing("DE und neun Ziffern");
    counter.fill("site-vat-id", "9");
    second(&mut counter);
    counter.click("Theaterverein");
    counter.sees("Agentur 3");
    counter.click("Entfernen");
    second(&mut counter);
    counter.lacks("Theaterverein");
    assert_eq!(counter.engine.till().principals().unwrap().len(), 2);
}

#[test]
fn the_notification_is_filled_in_counted_down_and_noted() {
    let mut counter = admin();
    told(&mut counter);
    counter.clear("site-acquired", 10);
    counter.fill("site-acquired", "31.11.2026");
    counter.click("Speichern");
    counter.sees("„31.11.2026“ ist kein Datum; erwartet wird etwas wie 1.1.2027.");
    counter.clear("site-acquired", 10);
    counter.fill("site-acquired", "31.10.2026");
    counter.click("Speichern");
    counter.sees("Geändert.");
    counter.sees_containing("Zu melden bis 30.11.2026");
    counter.sees_containing("Anschaffung am 31.10.2026");
    counter.sees("31.10.2026 (Kauf)");
    // The test TSE is nothing anybody notifies.
    counter.sees_containing("ist die Test-TSE");
    counter.click("Datei schreiben");
    counter.click("XML für ELSTER");
    counter.sees_containing("Für die XML-Datei fehlen noch Angaben");
    counter.click_last("Datei schreiben");
    counter.sees_containing("ist die Test-TSE");
    counter.click("PDF für die Akte");
    counter.click_last("Datei schreiben");
    counter.sees_containing("Gespeichert: ");
    let path = counter.path("export/Mitteilung-146a-LINDENAU-BB-02.pdf");
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF"));
    counter.click("Meldung vermerken");
    counter.fill("site-reference", "et-4711");
    counter.click_last("Meldung vermerken");
    counter.sees("Geändert.");
    counter.sees("D. Admin · et-4711");
    assert_eq!(counter.engine.till().notice().unwrap().open, []);
}

#[test]
fn the_record_of_another_register_joins() {
    let mut counter = admin();
    counter.click("Meldung ans Finanzamt");
    counter.click("Datei schreiben");
    counter.click("Datensatz dieser Kasse");
    counter.click_last("Datei schreiben");
    let own = counter.path("export/Kasse-LINDENAU-BB-02.json");
    let text = std::fs::read_to_string(own).unwrap();
    let other = text.replace("LINDENAU-BB-02", "LINDENAU-ST-01");
    std::fs::write(counter.path("andere.json"), other).unwrap();
    counter.click("Weitere Kasse");
    counter.fill("site-path", "export/Kasse-LINDENAU-BB-02.json");
    counter.click("Aufnehmen");
    counter.sees_containing("LINDENAU-BB-02 ist diese Kasse");
    counter.clear("site-path", 40);
    counter.fill("site-path", "andere.json");
    counter.click("Aufnehmen");
    counter.click("LINDENAU-ST-01");
    counter.sees("Weitere Kasse der Betriebsstätte");
    counter.click("Entfernen");
    counter.click_last("Entfernen");
    counter.lacks("LINDENAU-ST-01");
}

#[test]
fn the_procedural_documentation_is_written() {
    let mut counter = admin();
    counter.click("Verfahrensdokumentation");
    counter.click("Datei schreiben");
    counter.sees_containing("Gespeichert: ");
    let path = counter.path("export/Verfahrensdokumentation-LINDENAU-BB-02.pdf");
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF"));
}
