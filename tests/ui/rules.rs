//! Payment rules through their widgets, on the real till and the real ledger.

use amtskasse::acceptance::{Means, Rules};
use amtskasse::ui::icon::Icon;
use iced::keyboard::key::Named;

use crate::CARD;
use crate::counter::Counter;
use crate::tax::enter;

/// The administrator before the rules.
pub fn admin() -> Counter {
    let mut counter = Counter::new();
    enter(&mut counter, "D. Admin", "6666");
    counter.open_menu("Zahlungsregeln");
    counter
}

fn save(counter: &mut Counter) {
    counter.key(Named::F12);
    counter.click("Ratsbeschluss");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("Bestätigen");
    counter.sees("Gespeichert. Die Regeln gelten ab sofort.");
}

fn rules(counter: &mut Counter) -> Rules {
    counter.engine.till().rules().unwrap()
}

/// Cash for IDs only up to this, not yet saved.
pub fn cash_up_to(counter: &mut Counter, amount: &str) {
    counter.click("Neue Regel");
    counter.click_last("Bargeld");
    counter.fill("rules-up-to", amount);
    counter.click("alle Ämter");
    counter.click_last("Bürgerbüro");
    counter.click("alle Gruppen");
    counter.click_last("Ausweise");
}

#[test]
fn a_rule_from_the_screen_holds_at_the_counter() {
    let mut counter = admin();
    counter.sees("Kreditkarte nur bis 500,00\u{a0}€");
    counter.sees("für Gebühren · an allen Zahlstellen");
    cash_up_to(&mut counter, "40");
    counter.key(Named::F12);
    counter.sees("Bargeld nur bis 40,00\u{a0}€");
    counter.sees("für Bürgerbüro, Ausweise · an allen Zahlstellen");
    counter.sees_containing("Noch nicht gespeichert");
    assert_eq!(rules(&mut counter).0.len(), 1);
    save(&mut counter);
    counter.lacks("Noch nicht gespeichert. Bis dahin gilt, was vorher galt.");
    assert_eq!(rules(&mut counter).0.len(), 2);
    let events = counter.engine.till().ledger().events_of("payment-rules");
    let text = &events.unwrap()[0].text;
    assert!(
        text.contains("neu: Bargeld nur bis 40,00\u{a0}€ (Bürgerbüro, Ausweise): Ratsbeschluss")
            && text.contains("(Freigabe: 201 M. Berger)"),
        "{text}"
    );
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.click(CARD);
    counter.sees_containing("Bargeld nur bis 40,00\u{a0}€ (Bürgerbüro, Ausweise)");
    counter.key(Named::F8);
    counter.lacks("Passend");
    counter.key(Named::F9);
    counter.settle();
    counter.sees("Beleg 1 ist bezahlt");
}

#[test]
fn what_cannot_stand_is_refused_at_its_field() {
    let mut counter = admin();
    counter.click("Neue Regel");
    counter.key(Named::F12);
    counter.sees("Bitte mindestens eine Zahlungsart wählen.");
    counter.click_last("Kreditkarte");
    counter.key(Named::F12);
    counter.sees("Der Betrag fehlt; erwartet wird etwas wie 500,00.");
    for wrong in ["viel", "1.50,00", "0", "-5", "12,345"] {
        counter.fill("rules-up-to", wrong);
        counter.key(Named::F12);
        counter.sees(&format!(
            "„{wrong}“ geht nicht; erwartet wird ein Betrag über null wie 500,00."
        ));
        counter.clear("rules-up-to", wrong.len());
    }
    counter.click("nur von … bis …");
    counter.fill("rules-from", "100");
    counter.fill("rules-up-to", "50");
    counter.key(Named::F12);
    counter.sees("Die obere Grenze liegt unter der unteren.");
    counter.clear("rules-up-to", 2);
    counter.fill("rules-up-to", "500");
    counter.click("nur bis …");
    counter.click("Gebühren");
    counter.key(Named::F12);
    counter.sees("Genau diese Regel gibt es schon.");
    counter.key(Named::Escape);
    counter.lacks("Noch nicht gespeichert. Bis dahin gilt, was vorher galt.");
    assert_eq!(rules(&mut counter).0.len(), 1);
}

#[test]
fn rules_are_tried_out_before_they_hold() {
    let mut counter = admin();
    counter.sees("Was gilt bei 120,00 € für beliebige Artikel?");
    counter.lacks("Regel 1: Kreditkarte nur bis 500,00\u{a0}€ (Gebühren)");
    counter.clear("rules-try-amount", 6);
    counter.sees("Erwartet wird ein Betrag wie 500,00.");
    counter.fill("rules-try-amount", "600");
    counter.lacks("Regel 1: Kreditkarte nur bis 500,00\u{a0}€ (Gebühren)");
    counter.fill("rules-try-item", "Personalausweis 24");
    counter.sees(&format!("Was gilt bei 600,00 € für {CARD}?"));
    counter.sees("Regel 1: Kreditkarte nur bis 500,00\u{a0}€ (Gebühren)");
    counter.click_last("Bürgerbüro");
    counter.click("Stadtmuseum");
    counter.sees("Stadtmuseum");
    counter.lacks("Bürgerbüro");
    counter.clear("rules-try-item", 18);
    counter.fill("rules-try-item", "qqqqqq");
    counter.sees("Dafür gibt es keinen Artikel.");
}

#[test]
fn rules_are_moved_changed_and_removed_and_not_lost_without_a_question() {
    let mut counter = admin();
    cash_up_to(&mut counter, "1.000,00");
    counter.key(Named::F12);
    counter.click(&char::from(Icon::ArrowUp).to_string());
    save(&mut counter);
    assert_eq!(rules(&mut counter).0[0].kinds, [Means::Cash]);
    counter.click(&char::from(Icon::ArrowDown).to_string());
    save(&mut counter);
    assert_eq!(rules(&mut counter).0[1].kinds, [Means::Cash]);
    let events = counter.engine.till().ledger().events_of("payment-rules");
    assert!(events.unwrap()[1].text.contains("Reihenfolge geändert"));
    counter.key(Named::Enter);
    counter.sees("Regel ändern");
    counter.click("gar nicht");
    counter.key(Named::F12);
    counter.sees("Bargeld nicht");
    counter.key(Named::Escape);
    counter.sees("Änderungen verwerfen?");
    counter.key(Named::Escape);
    counter.sees("Bargeld nicht");
    counter.click("Entfernen");
    counter.click("Entfernen");
    counter.sees("Keine Regel: Alles wird überall angenommen.");
    counter.key(Named::Escape);
    counter.click("Verwerfen");
    assert_eq!(rules(&mut counter).0.len(), 2);
    counter.open_menu("Zahlungsregeln");
    counter.click("Entfernen");
    counter.click("Entfernen");
    save(&mut counter);
    assert_eq!(rules(&mut counter).0.len(), 0);
}

#[test]
fn managers_look_and_clerks_do_not_even_see_the_entry() {
    let mut counter = Counter::new();
    enter(&mut counter, "M. Berger", "3333");
    counter.open_menu("Zahlungsregeln");
    counter.sees("Kreditkarte nur bis 500,00\u{a0}€");
    counter.lacks("Neue Regel");
    counter.lacks("Entfernen");
    counter.key(Named::F12);
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.key(Named::F10);
    counter.lacks("Zahlungsregeln");
}
