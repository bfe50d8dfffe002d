//! Pictures for the manual, and for whoever wants to look at a screen. They land in the folder that
//! `AMTSKASSE_PICTURES` names: `AMTSKASSE_PICTURES=/tmp/x cargo test --test ui pictures -- --ignored`; with
//! `AMTSKASSE_PICTURES_ALL` in every size and palette. The software renderer needs `ICED_TEST_BACKEND=tiny-skia`.

use amtskasse_tse::simulator::{Fault, Options};
use iced::keyboard::key::Named;

use crate::counter::Counter;
use crate::tax::{enter, opened, propose};
use crate::voucher::{mugs, search, sell};

/// Sizes and palettes a screen is looked at in.
const LOOKS: [(&str, f32, f32, &str); 4] = [
    ("", 1280.0, 800.0, "Hell"),
    ("-1024", 1024.0, 768.0, "Hell"),
    ("-1920-dunkel", 1920.0, 1080.0, "Dunkel"),
    ("-kontrast", 1280.0, 800.0, "Hoher Kontrast"),
];

fn in_every_look(draw: impl Fn(&mut Counter, &dyn Fn(&mut Counter, &str))) {
    of_in_every_look(opened, draw);
}

fn of_in_every_look(
    open: impl Fn() -> Counter,
    draw: impl Fn(&mut Counter, &dyn Fn(&mut Counter, &str)),
) {
    let Ok(folder) = std::env::var("AMTSKASSE_PICTURES") else {
        return;
    };
    let all = std::env::var_os("AMTSKASSE_PICTURES_ALL").is_some();
    for (suffix, width, height, look) in LOOKS.into_iter().take(if all { 4 } else { 1 }) {
        let mut counter = open();
        enter(&mut counter, "A. Yilmaz", "1111");
        counter.open_menu("Einstellungen");
        counter.click(look);
        counter.key(Named::Escape);
        counter.resize(width, height);
        counter.open_menu("Abmelden");
        let picture = |counter: &mut Counter, name: &str| {
            counter.picture(&format!("{folder}/{name}{suffix}"));
        };
        draw(&mut counter, &picture);
    }
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_master_data() {
    of_in_every_look(Counter::new, |counter, picture| {
        enter(counter, "D. Admin", "6666");
        counter.open_menu("Stammdaten");
        picture(counter, "stamm-kommune");
        counter.click("Ändern");
        picture(counter, "stamm-kommune-aendern");
        counter.key(Named::Escape);
        counter.click("Zahlstelle");
        picture(counter, "stamm-zahlstelle");
        counter.click("Auftraggeber");
        picture(counter, "stamm-auftraggeber");
        crate::site::told(counter);
        picture(counter, "stamm-kasse");
        counter.click("Speichern");
        picture(counter, "stamm-meldung");
        counter.click("Weitere Kasse");
        counter.click("Stattdessen von Hand eingeben");
        picture(counter, "stamm-weitere");
        counter.key(Named::Escape);
        counter.click("Datei schreiben");
        picture(counter, "stamm-datei");
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_payment_rules() {
    of_in_every_look(Counter::new, |counter, picture| {
        enter(counter, "D. Admin", "6666");
        counter.key(Named::F10);
        picture(counter, "regeln-menue");
        counter.key(Named::Escape);
        counter.open_menu("Zahlungsregeln");
        crate::rules::cash_up_to(counter, "1.000,00");
        picture(counter, "regeln-neu");
        counter.click("Bürgerbüro");
        picture(counter, "regeln-amt");
        counter.key(Named::Escape);
        counter.key(Named::F12);
        counter.clear("rules-try-amount", 6);
        counter.fill("rules-try-amount", "1200");
        counter.fill("rules-try-item", "Personalausweis 24");
        picture(counter, "regeln");
        counter.key(Named::F12);
        picture(counter, "regeln-zwei");
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_taxes() {
    in_every_look(|counter, picture| {
        propose(counter);
        picture(counter, "steuer-behandlungen");
        counter.click("Behandlung vorschlagen …");
        counter.click("7 %");
        picture(counter, "steuer-vorschlag");
        counter.key(Named::Escape);
        counter.click("Freigaben (1)");
        counter.click("Kopie A4 schwarz-weiß");
        picture(counter, "steuer-freigaben");
        // Before a new rate changes more items than the law does.
        counter.click("Recht");
        picture(counter, "steuer-recht");
        counter.click("Termin verschieben …");
        picture(counter, "steuer-termin");
        counter.key(Named::Escape);
        counter.click("Sätze");
        picture(counter, "steuer-saetze");
        counter.click("Neuer Satz …");
        counter.fill("taxes-percent", "20");
        counter.fill("taxes-reason", "Steueränderungsgesetz");
        picture(counter, "steuer-satz");
        counter.click("Weiter: zweite Person");
        picture(counter, "steuer-zweite");
        counter.click("M. Berger");
        counter.pin("3333");
        counter.click("Bestätigen");
        picture(counter, "steuer-satz-neu");
        counter.click("Eigener Schlüssel …");
        picture(counter, "steuer-schluessel");
        counter.key(Named::Escape);
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_the_rehearsal() {
    in_every_look(|counter, picture| {
        enter(counter, "M. Berger", "3333");
        counter.open_menu("Generalprobe");
        picture(counter, "probe");
        counter.click_containing("ohne Begründung");
        picture(counter, "probe-hinweis");
        counter.click_containing("ohne Begründung");
        counter.click("Kopie A4 schwarz-weiß");
        counter.click("Kopie A4 farbig");
        counter.click("Belege vergleichen (2 Artikel)");
        picture(counter, "probe-belege");
        counter.key(Named::Escape);
        counter.click("Alle Ämter");
        picture(counter, "probe-aemter");
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_the_stock() {
    in_every_look(|counter, picture| {
        enter(counter, "M. Berger", "3333");
        counter.open_menu("Lager");
        picture(counter, "lager");
        counter.click("Restmüllsack 70 l");
        counter.click("Abgang …");
        counter.fill("stock-amount", "115");
        counter.click("Beschädigt");
        picture(counter, "lager-abgang");
        counter.click("Abgang buchen");
        picture(counter, "lager-artikel");
        counter.click("Inventur");
        counter.fill("stock-count-0", "4001-4078");
        counter.fill("stock-count-1", "118");
        counter.fill("stock-count-2", "zehn");
        picture(counter, "lager-zaehlen");
        counter.clear("stock-count-2", 4);
        counter.click("Weiter: Prüfen");
        picture(counter, "lager-differenz");
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_an_outage() {
    let (first, spare) = (Options::default(), Options::default());
    let (faults, more) = (first.faults.clone(), spare.faults.clone());
    let open = || {
        faults.clear(Fault::Removed);
        more.clear(Fault::Removed);
        let mut counter = Counter::with_tses(vec![first.clone(), spare.clone()]);
        counter.tick();
        counter
    };
    of_in_every_look(open, |counter, picture| {
        let sell = |counter: &mut Counter| {
            enter(counter, "A. Yilmaz", "1111");
            counter.click("Personalausweis ab 24 Jahre");
            counter.pay_exactly();
        };
        faults.set(Fault::Removed);
        sell(counter);
        picture(counter, "ausfall-verkauf");
        counter.open_menu("Abmelden");
        enter(counter, "R. Prüfer", "5555");
        counter.open_menu("Geräte – bitte ansehen");
        picture(counter, "ausfall-ersatz");
        counter.click_containing("1 · Eingebaute TEST-TSE");
        picture(counter, "ausfall-erste");
        counter.click_containing("Ausfälle");
        picture(counter, "ausfall-liste");
        counter.click("Verlauf");
        picture(counter, "ausfall-verlauf");
        counter.key(Named::Escape);
        counter.open_menu("Abmelden");
        more.set(Fault::Removed);
        sell(counter);
        picture(counter, "ausfall-beide-verkauf");
        counter.open_menu("Abmelden");
        enter(counter, "M. Berger", "3333");
        picture(counter, "ausfall-beide");
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_the_devices() {
    in_every_look(|counter, picture| {
        counter.engine.till().keep_archives();
        enter(counter, "D. Admin", "6666");
        counter.open_menu("Geräte");
        picture(counter, "geraete");
        counter.click("Archive");
        counter.click("Jetzt sichern");
        counter.until("Prüfsumme (SHA-256)");
        picture(counter, "geraete-archive");
        counter.click("Auf der TSE löschen …");
        picture(counter, "geraete-loeschen");
        counter.key(Named::Escape);
        counter.click("Verlauf");
        picture(counter, "geraete-verlauf");
        counter.click("TSE");
        counter.click("Neue TSE …");
        picture(counter, "geraete-art");
        counter.click("Epson");
        counter.click("Weiter: Anschluss");
        counter.fill("tse-address", "192.168.1.50");
        picture(counter, "geraete-anschluss");
        counter.key(Named::Escape);
        counter.click("Eingebaute TEST-TSE");
        counter.click("Weiter: Anschluss");
        counter.fill("tse-address", "tse-ersatz");
        counter.click("Weiter: Prüfen");
        counter.until("Die TSE antwortet und ist neu. Als Nächstes bekommt sie eigene PINs.");
        picture(counter, "geraete-antwort");
        counter.click("Weiter: PINs");
        counter.click("Selbst wählen");
        counter.fill("tse-pin", "12345");
        picture(counter, "geraete-eigene");
        counter.click("Zufällig erzeugen");
        picture(counter, "geraete-pins");
        counter.click("Ich habe alles aufgeschrieben.");
        counter.click_last("Einrichten");
        counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
        picture(counter, "geraete-einsatz");
        counter.key(Named::Escape);
        picture(counter, "geraete-unterbrochen");
        counter.click("Einrichtung fortsetzen");
        picture(counter, "geraete-fortsetzen");
        counter.click("Einrichtung fortsetzen");
        counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
        counter.click("Weiter: zweite Person");
        counter.click("M. Berger");
        counter.pin("3333");
        counter.click("In Betrieb nehmen");
        picture(counter, "geraete-fertig");
        counter.click("Fertig");
    });
}

#[test]
#[ignore = "draws pictures"]
fn pictures_of_vouchers_and_invoices() {
    in_every_look(|counter, picture| {
        enter(counter, "A. Yilmaz", "1111");
        let (multi, single) = sell(counter);
        search(counter, "TI0190");
        picture(counter, "gutschein-verkauf");
        counter.click("Abbrechen …");
        counter.click("Falsch gebucht");
        search(counter, "TI0010");
        search(counter, "MU0160");
        counter.scan(&single);
        counter.click("Gutschein …");
        picture(counter, "gutschein-leer");
        counter.type_keys(&multi);
        picture(counter, "gutschein");
        counter.key(Named::Enter);
        picture(counter, "gutschein-eingeloest");
        counter.click("Leistung heute");
        counter.type_keys("2411");
        picture(counter, "leistungsdatum");
        counter.type_keys("2027");
        counter.key(Named::Enter);
        picture(counter, "leistungsdatum-falsch");
        counter.key(Named::Escape);
        counter.click("Abschließen");
        counter.click("Nächster Kunde");
        mugs(counter, "26");
        picture(counter, "rechnung-hinweis");
        counter.click("Rechnung");
        counter.fill("invoice-name", "Muster GmbH");
        counter.fill("invoice-street", "Hauptstraße 1");
        counter.fill("invoice-town", "12345 Musterstadt");
        picture(counter, "rechnung");
        counter.click("Rechnung speichern");
        counter.click("Nächster Kunde");
        counter.open_menu("Abmelden");
        enter(counter, "M. Berger", "3333");
        counter.open_menu("Belege");
        counter.click_containing("257,40");
        picture(counter, "belege-gutscheine");
    });
}
