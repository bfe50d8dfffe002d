//! Taxes and the rehearsal through their widgets, on the real till and the real ledger.

use amtskasse::tax::{Regime, TaxKey};
use amtskasse::ui::protocol::{Approval, Command, Event, Problem, tax};
use chrono::NaiveDate;
use iced::keyboard::key::Named;

use crate::counter::Counter;

const COPY: &str = "Kopie A4 schwarz-weiß";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A register that has sold something, so that nobody decides alone any more.
pub fn opened() -> Counter {
    let mut counter = Counter::at_work();
    counter.click("Führungszeugnis");
    counter.pay_exactly();
    counter.open_menu("Abmelden");
    counter
}

pub fn enter(counter: &mut Counter, name: &str, pin: &str) {
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
}

/// The administrator proposes the reduced rate for copies under the new law.
pub fn propose(counter: &mut Counter) {
    enter(counter, "D. Admin", "6666");
    counter.open_menu("Steuern");
    counter.click("Behandlungen");
    counter.fill("taxes-search", "Kopie A4 schwarz");
    counter.click(COPY);
    counter.click("Behandlung vorschlagen …");
    // The general rate of the demo gives way to the reduced one.
    counter.click("19 %");
    counter.click("7 %");
    counter.does_nothing("Vorschlagen");
    counter.sees("Bitte einen Grund angeben.");
    counter.fill("taxes-reason", "Bescheid des Finanzamts");
    counter.click("Vorschlagen");
    counter.sees("Freigaben (1)");
}

fn keys_on(counter: &mut Counter, on: &str) -> Vec<TaxKey> {
    let till = counter.engine.till();
    let offer = till.assortment().on(day(on), till.rates(), till.regimes());
    let item = offer.by_id("BB0190").unwrap();
    item.tax.shares.iter().map(|(key, _)| *key).collect()
}

#[test]
fn a_treatment_holds_once_another_person_agrees_and_from_its_day_on() {
    let mut counter = opened();
    propose(&mut counter);
    assert_eq!(keys_on(&mut counter, "2027-01-01"), [TaxKey::GENERAL]);
    // The first one gives the search up.
    counter.key(Named::Escape);
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "M. Berger", "3333");
    counter.open_menu("Steuern");
    counter.click("Freigaben (1)");
    counter.click(COPY);
    counter.sees("Bescheid des Finanzamts");
    counter.sees("0,30 € · 19 %");
    counter.sees("0,30 € · 7 %");
    counter.click("Freigeben");
    counter.sees("Ein Vorschlag ist freigegeben.");
    counter.sees("Nichts wartet auf Freigabe");
    assert_eq!(keys_on(&mut counter, "2026-12-31"), [TaxKey::NOT_TAXABLE]);
    assert_eq!(keys_on(&mut counter, "2027-01-01"), [TaxKey::REDUCED]);
}

#[test]
fn whoever_proposes_does_not_approve() {
    let mut counter = opened();
    propose(&mut counter);
    counter.click("Freigaben (1)");
    counter.click(COPY);
    counter.click("Freigeben");
    counter.sees("Freigabe durch eine zweite Person");
    let id = counter.engine.till().pending_tax().unwrap()[0].decision.id;
    let mut told = Vec::new();
    let alone = tax::Command::Approve {
        ids: vec![id],
        approval: Some(Approval {
            user: "401".into(),
            pin: "6666".into(),
            reason: String::new(),
        }),
    };
    counter
        .engine
        .handle(Command::Tax(alone), &mut |event| told.push(event));
    let refused = |event: &Event| matches!(event, Event::Failed(Problem::SamePerson));
    assert!(told.iter().any(refused), "{told:?}");
    counter.click("T. Hoffmann");
    counter.pin("4444");
    counter.click_last("Freigeben");
    counter.sees("Ein Vorschlag ist freigegeben.");
    assert_eq!(keys_on(&mut counter, "2027-01-01"), [TaxKey::REDUCED]);
}

#[test]
fn a_refused_treatment_never_holds_and_says_why() {
    let mut counter = opened();
    propose(&mut counter);
    counter.click("Freigaben (1)");
    counter.click(COPY);
    counter.click("Ablehnen …");
    counter.does_nothing("Ablehnen");
    counter.fill("taxes-reason", "Doch 19 %");
    counter.click("Ablehnen");
    counter.sees("Ein Vorschlag ist abgelehnt.");
    counter.click("Behandlungen");
    counter.sees("abgelehnt");
    assert_eq!(keys_on(&mut counter, "2027-01-01"), [TaxKey::GENERAL]);
}

#[test]
fn a_new_rate_is_shown_from_its_day_on() {
    let mut counter = opened();
    enter(&mut counter, "D. Admin", "6666");
    counter.open_menu("Steuern");
    counter.click("Allgemeiner Steuersatz");
    counter.click("Neuer Satz …");
    counter.fill("taxes-percent", "20");
    counter.fill("taxes-reason", "Steueränderungsgesetz");
    counter.click("Weiter: zweite Person");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("Bestätigen");
    counter.sees("ab 01.01.2027: 20 %");
    let till = counter.engine.till();
    let rate = |on| till.rates().at(TaxKey::GENERAL, day(on)).unwrap();
    assert_eq!(rate("2026-12-31").to_string(), "19");
    assert_eq!(rate("2027-01-01").to_string(), "20");
    counter.click("Zurücknehmen …");
    counter.fill("taxes-reason", "Gesetz nicht beschlossen");
    counter.click("Weiter: zweite Person");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("Bestätigen");
    counter.lacks("ab 01.01.2027: 20 %");
}

#[test]
fn the_day_of_the_new_law_is_moved() {
    let mut counter = opened();
    enter(&mut counter, "M. Berger", "3333");
    counter.open_menu("Steuern");
    counter.click("Recht");
    counter.sees("Ab 01.01.2027 gilt § 2b UStG");
    counter.click("Termin verschieben …");
    counter.clear("taxes-from", 10);
    counter.fill("taxes-from", "1.1.2029");
    counter.fill("taxes-reason", "Frist verlängert");
    counter.click("Weiter: zweite Person");
    counter.click("D. Admin");
    counter.pin("6666");
    counter.click("Bestätigen");
    counter.sees("Ab 01.01.2029 gilt § 2b UStG");
    let regimes = counter.engine.till().regimes().clone();
    assert_eq!(regimes.at(day("2028-12-31")), Regime::Old);
    assert_eq!(regimes.at(day("2029-01-01")), Regime::New);
}

#[test]
fn the_rehearsal_shows_both_receipts_and_lands_in_files() {
    let mut counter = opened();
    enter(&mut counter, "R. Prüfer", "5555");
    counter.open_menu("Generalprobe");
    counter.sees("01.01.2027");
    counter.sees(COPY);
    counter.sees("nicht steuerbar");
    counter.sees("19 %");
    counter.sees("0,05");
    counter.does_nothing("Belege vergleichen");
    counter.click(COPY);
    counter.click("Belege vergleichen (1 Artikel)");
    counter.sees("Derselbe Beleg an beiden Tagen");
    counter.sees_containing("A nicht steuerbar");
    counter.sees_containing("A 19 %");
    counter.key(Named::Escape);
    counter.click("PDF speichern");
    counter.sees_containing("Generalprobe-2027-01-01.pdf");
    counter.click("CSV speichern");
    counter.sees_containing("Generalprobe-2027-01-01.csv");
    let table = std::fs::read_to_string(counter.path("export/Generalprobe-2027-01-01.csv"));
    assert!(table.unwrap().contains("BB0190"));
    let paper = std::fs::read(counter.path("export/Generalprobe-2027-01-01.pdf")).unwrap();
    assert!(paper.starts_with(b"%PDF"));
}

#[test]
fn auditors_look_but_do_not_touch() {
    let mut counter = opened();
    enter(&mut counter, "R. Prüfer", "5555");
    // Who audits begins at the desk of the Kassen-Nachschau, and comes back there.
    counter.sees("Welcher Zeitraum?");
    counter.lacks("Bar");
    counter.lacks("Zurück");
    counter.press(Named::Escape);
    counter.sees("Welcher Zeitraum?");
    counter.open_menu("Einstellungen");
    counter.click("Zurück");
    counter.sees("Welcher Zeitraum?");
    counter.open_menu("Belege");
    counter.sees("Führungszeugnis");
    counter.lacks("Bar");
    counter.key(Named::Escape);
    counter.sees("Welcher Zeitraum?");
    counter.open_menu("Steuern");
    counter.sees("Ändern dürfen hier nur Kassenverwaltung und Administration.");
    counter.does_nothing("Neuer Satz …");
    counter.does_nothing("Eigener Schlüssel …");
    counter.click("Recht");
    counter.does_nothing("Termin verschieben …");
}

#[test]
fn managers_agree_to_treatments_but_do_not_propose_them() {
    let mut counter = opened();
    enter(&mut counter, "M. Berger", "3333");
    counter.open_menu("Steuern");
    counter.click("Behandlungen");
    counter.fill("taxes-search", "Kopie A4 schwarz");
    counter.click(COPY);
    counter.lacks("Behandlung vorschlagen …");
    counter
        .sees("Behandlungen schlägt die Administration vor; die Kassenverwaltung gibt sie frei.");
}

#[test]
fn midnight_says_when_it_changed_the_sale_and_only_then() {
    const SAID: &str = "Seit 0 Uhr gelten neue Preise oder Steuern. Summe: 0,30 €.";
    let mut counter = Counter::at_work();
    counter.wait_until("2026-12-30T22:59:00Z");
    counter.click(COPY);
    counter.sees("0,30 €");
    counter.wait_until("2026-12-30T23:00:01Z");
    counter.sees("0,30 €");
    counter.lacks(SAID);
    counter.wait_until("2026-12-31T23:00:01Z");
    counter.sees(SAID);
}

#[test]
fn a_sale_that_was_parked_over_midnight_says_so_when_it_is_recalled() {
    const SAID: &str = "Seit 0 Uhr gelten neue Preise oder Steuern. Summe: 0,30 €.";
    let mut counter = Counter::at_work();
    counter.wait_until("2026-12-31T22:59:00Z");
    counter.click(COPY);
    counter.click("Parken");
    counter.click_last("Parken");
    counter.wait_until("2026-12-31T23:00:01Z");
    counter.lacks(SAID);
    counter.click("Geparkte");
    counter.click("0,30 €");
    counter.sees(SAID);
}
