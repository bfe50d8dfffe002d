//! Setting card terminals up through their widgets, against the simulated ZVT terminal on a socket.

use std::net::TcpListener;

use amtskasse::till::terminals::journal::{Entry, Journal};
use amtskasse::till::terminals::store;
use amtskasse_terminal::Driver;
use amtskasse_terminal::zvt::simulator::{Memory, Terminal};
use amtskasse_terminal::{Operation, Request};
use iced::keyboard::key::Named;

use crate::counter::Counter;

const NEW: &str = "Neues Terminal …";
const PROBE: &str = "Verbindung prüfen";
const UNCHECKED: &str = "Ungeprüft speichern";

/// The card terminals, with this person at the register.
fn terminals(name: &str, pin: &str) -> Counter {
    let mut counter = Counter::new();
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
    counter.open_menu("Geräte");
    counter.click("Kartenterminals");
    counter.tick();
    counter
}

fn admin() -> Counter {
    terminals("D. Admin", "6666")
}

fn port(terminal: &Terminal) -> String {
    let (_, port) = terminal.address().rsplit_once(':').unwrap();
    port.to_owned()
}

/// The form of a new terminal at this port of this machine.
fn filled(counter: &mut Counter, name: &str, port: &str) {
    counter.click(NEW);
    counter.fill("terminal-name", name);
    counter.fill("terminal-host", "127.0.0.1");
    counter.clear("terminal-port", 5);
    counter.fill("terminal-port", port);
}

fn stored(counter: &Counter) -> Vec<amtskasse_terminal::Config> {
    store::read(&counter.path("")).unwrap().unwrap_or_default()
}

/// A test payment was begun, and nobody knows what became of it.
fn hang(counter: &Counter) {
    let request = Request {
        cents: 1,
        reference: "verloren".to_owned(),
    };
    let begun = "2026-11-24T10:00:00+01:00".parse().unwrap();
    let entry = Entry::new("Testterminal", Operation::Payment, &request, begun);
    let journal = Journal::at(&counter.path("terminal-test.json"));
    journal.write(&entry).unwrap();
}

#[test]
fn only_administrators_set_terminals_up() {
    let counter = terminals("M. Berger", "3333");
    counter.sees("Testterminal");
    for button in [NEW, "Ändern …", "Entfernen …", "Diagnose"] {
        counter.lacks(button);
    }
}

#[test]
fn a_terminal_is_probed_added_changed_and_removed() {
    let simulated = Terminal::listen(0, Memory::default()).unwrap();
    let mut counter = admin();
    filled(&mut counter, "Schalter 1", &port(&simulated));
    counter.sees(UNCHECKED);
    counter.sees_containing("noch an keinem echten Terminal erprobt");
    counter.key(Named::F9);
    counter.until_containing("Es antwortet ein Terminal (ZVT).");
    counter.sees_containing("Zustand: Bereit.");
    counter.lacks(UNCHECKED);
    counter.key(Named::F12);
    counter.sees_containing("Gespeichert. Das Terminal ist in Betrieb");
    let [config] = stored(&counter).try_into().unwrap();
    assert_eq!(config.address, simulated.address());
    assert_eq!((config.driver, config.password), (Driver::Zvt, None));
    counter.click("Diagnose");
    counter.until_containing("hat die Diagnose beendet. Zustand: Bereit.");
    counter.click("Initialisieren");
    counter.until_containing("ist initialisiert. Zustand: Bereit.");
    counter.click_last("Anmelden");
    counter.until_containing("ist angemeldet. Zustand: Bereit.");

    counter.click("Ändern …");
    counter.fill("terminal-name", "b");
    counter.click("Andere Kassen benutzen es auch");
    counter.click("Terminal druckt");
    counter.click(UNCHECKED);
    counter.sees_containing("Gespeichert, aber ungeprüft");
    let [config] = stored(&counter).try_into().unwrap();
    assert!(config.shared && config.name.contains('b'));
    assert_eq!(config.slips, amtskasse_terminal::config::Slips::Terminal);

    counter.click("Entfernen …");
    counter.key(Named::Escape);
    assert_eq!(stored(&counter).len(), 1);
    counter.click("Entfernen …");
    counter.click_last("Entfernen");
    counter.sees("Das Terminal gehört nicht mehr zu dieser Kasse.");
    counter.sees("Kein Kartenterminal eingerichtet.");
    assert!(store::read(&counter.path("")).unwrap().unwrap().is_empty());
}

#[test]
fn what_is_wrong_stands_at_its_field_and_nothing_is_asked() {
    let mut counter = admin();
    counter.click(NEW);
    counter.click(UNCHECKED);
    counter.sees("Bitte einen Namen mit 1 bis 40 Zeichen eingeben.");
    counter.sees("Bitte die Adresse des Terminals eingeben.");
    counter.fill("terminal-name", "Markt");
    counter.fill("terminal-host", "10.0.0.7:20007");
    counter.fill("terminal-password", "12x");
    counter.fill("terminal-port", "9");
    counter.key(Named::F9);
    counter.sees("Nur Adresse oder Name, ohne Port.");
    counter.sees("Zahl von 1 bis 65535");
    counter.sees("Das Passwort hat genau sechs Ziffern.");
    counter.lacks("Bitte einen Namen mit 1 bis 40 Zeichen eingeben.");
    counter.click("ZVT seriell");
    counter.lacks("Zahl von 1 bis 65535");
    counter.click("115200");
    counter.click("OPI im Netz");
    counter.click("CCV NL/BE");
    counter.lacks("Das Passwort hat genau sechs Ziffern.");
    assert!(stored(&counter).is_empty());
    counter.key(Named::Escape);
    counter.sees(NEW);
}

#[test]
fn nobody_there_is_said_in_words() {
    // A port nobody listens on any more.
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = free.local_addr().unwrap().port().to_string();
    drop(free);
    let mut counter = admin();
    filled(&mut counter, "Schalter 1", &silent);
    counter.key(Named::F9);
    counter.sees_containing("Wer antwortet dort?");
    counter.does_nothing(UNCHECKED);
    counter.until_containing("ist nicht zu erreichen");
    counter.sees(UNCHECKED);
    // What is typed now was not asked about.
    counter.fill("terminal-name", "x");
    counter.click(UNCHECKED);
    counter.sees_containing("Gespeichert, aber ungeprüft");
    counter.click("Diagnose");
    counter.until_containing("x: Das Kartenterminal ist nicht zu erreichen");
}

#[test]
fn a_test_payment_that_hangs_is_asked_for_or_given_up() {
    let mut counter = admin();
    hang(&counter);
    counter.click("Kartenterminals");
    counter.sees_containing("Die Probezahlung an „Testterminal“ ist ungeklärt");
    counter.does_nothing("Probezahlung 0,01 €");
    counter.does_nothing("Diagnose");
    // The terminal knows nothing of it.
    counter.click("Terminal fragen");
    counter.until("Probezahlung 0,01 €");
    while counter.engine.till().tests_terminal() {
        counter.tick();
    }
    counter.lacks("Terminal fragen");
    assert!(counter.memory.charged().is_empty());
    counter.click("Probezahlung 0,01 €");
    counter.until_containing("Jetzt bitte zurücknehmen.");
    counter.click("Zurücknehmen");
    counter.until_containing("Die Probezahlung ist zurückgenommen");
    counter.does_nothing("Zurücknehmen");

    hang(&counter);
    counter.click("Kartenterminals");
    counter.click("Nicht mehr fragen …");
    counter.does_nothing("Nicht mehr fragen");
    counter.fill("terminal-drop-reason", "Terminal getauscht");
    counter.click("Nicht mehr fragen");
    counter.sees_containing("Die Probezahlung ist mit Begründung aufgegeben.");
    counter.lacks("Terminal fragen");
    let events = counter.engine.till().ledger();
    let dropped = events.events_of("terminal-test-dropped").unwrap();
    assert_eq!(dropped[0].text, "Testterminal: Terminal getauscht");
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_the_terminals() {
    let Ok(folder) = std::env::var("AMTSKASSE_PICTURES") else {
        return;
    };
    let simulated = Terminal::listen(0, Memory::default()).unwrap();
    let mut counter = admin();
    counter.picture(&format!("{folder}/terminals"));
    filled(&mut counter, "Schalter 1", &port(&simulated));
    counter.click(PROBE);
    counter.until_containing("Es antwortet ein Terminal");
    counter.picture(&format!("{folder}/terminal-form"));
}
