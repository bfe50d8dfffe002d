//! Keeping the catalogue through its widgets, on the real till and the real ledger.

use amtskasse::people::Role;
use iced::keyboard::key::Named;

use crate::counter::Counter;

const CARD: &str = "Personalausweis ab 24 Jahre";

/// A fresh register with somebody of this name at it.
fn with(name: &str, pin: &str) -> Counter {
    let mut counter = Counter::new();
    enter(&mut counter, name, pin);
    counter
}

fn enter(counter: &mut Counter, name: &str, pin: &str) {
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
}

fn admin() -> Counter {
    let counter = with("D. Admin", "6666");
    counter.sees("157 Artikel");
    counter
}

/// Opens an item found by what is typed into the search.
fn open(counter: &mut Counter, query: &str, name: &str) {
    counter.fill("catalogue-search", query);
    counter.click(name);
}

#[test]
fn an_item_is_created_and_sold() {
    let mut counter = admin();
    counter.click("Neu");
    counter.fill("catalogue-Name", "Stadtplan gefaltet");
    counter.key(Named::F12);
    counter.sees("Hier fehlt etwas.");
    counter.fill("catalogue-Id", "TI9000");
    counter.click("Artikel");
    counter.fill("catalogue-Ean", "4006381333931");
    counter.fill("catalogue-Code", "SP");
    counter.click("Preis");
    counter.sees("Bitte einen Betrag wie 12,50 eintragen.");
    counter.fill("catalogue-Price", "4,90");
    counter.click("Steuer");
    for _law in 0..2 {
        // What was chosen once does not say so any more.
        counter.click("bitte wählen");
        counter.click("19 % – Regelsatz (Schlüssel 1)");
    }
    counter.fill("catalogue-TaxReason(0)", "Verkauf");
    counter.fill("catalogue-TaxBasis(0)", "§ 1 Abs. 1 UStG");
    counter.fill("catalogue-TaxReason(1)", "Verkauf");
    counter.fill("catalogue-TaxBasis(1)", "§ 1 Abs. 1 UStG");
    counter.key(Named::F12);
    counter.sees("Gespeichert: 1 Artikel.");
    counter.sees("158 Artikel");

    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.scan("4006381333931");
    counter.sees("1 Position");
    counter.sees("Stadtplan gefaltet");
    counter.pay_exactly();
    let receipt = counter.receipt(1);
    assert_eq!(receipt.gross().cents(), 490);
    assert_eq!(receipt.lines[0].item_id, "TI9000");
}

#[test]
fn a_price_from_a_day_to_come_stands_beside_the_one_that_holds() {
    let mut counter = admin();
    open(&mut counter, "BB0010", CARD);
    counter.click("Preis");
    counter.fill("catalogue-Price", "48,00");
    counter.key(Named::F12);
    counter.sees("Bitte einen Tag wie 01.01.2027 eintragen.");
    counter.fill("catalogue-PriceFrom", "25.11.2026");
    counter.sees("Bitte einen Grund angeben.");
    counter.fill("catalogue-Reason", "neue Gebührenordnung");
    counter.key(Named::F12);
    counter.sees("46,00 €");
    counter.sees("ab 25.11.2026: 48,00 €");
    let assortment = counter.engine.till().assortment().clone();
    assert_eq!(assortment.entry("BB0010").unwrap().prices.len(), 2);

    counter.click(CARD);
    counter.click("Preis");
    counter.click("Zurücknehmen");
    counter.fill("catalogue-Reason", "zu früh");
    counter.key(Named::F12);
    let assortment = counter.engine.till().assortment().clone();
    assert_eq!(assortment.entry("BB0010").unwrap().prices.len(), 1);
}

#[test]
fn a_change_to_many_is_seen_before_it_is_made() {
    let mut counter = admin();
    counter.fill("catalogue-search", "Personalausweis");
    counter.click("Alle auswählen");
    counter.click_containing("Artikel ändern …");
    counter.fill("catalogue-MassValue", "10");
    counter.sees("46,00 €");
    counter.sees("50,60 €");
    counter.does_nothing("Alle ändern");
    counter.fill("catalogue-MassFrom", "");
    counter.fill("catalogue-MassReason", "Satzung 2027");
    counter.key(Named::F12);
    let day = "2027-01-01".parse().unwrap();
    let entry = counter
        .engine
        .till()
        .assortment()
        .entry("BB0010")
        .unwrap()
        .clone();
    assert_eq!(entry.price_on(day).unwrap().amount.cents(), 5_060);
    assert_eq!(entry.prices[0].amount.cents(), 4_600);
    counter.sees("ab 01.01.2027: 50,60 €");
}

#[test]
fn a_change_to_many_that_breaks_a_rule_cannot_be_made() {
    let mut counter = admin();
    counter.fill("catalogue-search", "BB0010");
    counter.click("Alle auswählen");
    counter.click_containing("Artikel ändern …");
    counter.click("Preis in €");
    counter.fill("catalogue-MassValue", "-100");
    counter.fill("catalogue-MassReason", "Versuch");
    counter.sees("1 geht so nicht");
    counter.does_nothing("Alle ändern");
    counter.key(Named::F12);
    let assortment = counter.engine.till().assortment().clone();
    assert_eq!(assortment.entry("BB0010").unwrap().prices.len(), 1);
}

#[test]
fn an_archived_item_is_gone_from_the_tiles_and_comes_back() {
    let mut counter = admin();
    open(&mut counter, "BB0010", CARD);
    counter.click("Archivieren …");
    counter.click("Archivieren");
    counter.sees("Bitte einen Grund angeben.");
    counter.fill("catalogue-ArchiveReason", "entfällt");
    counter.click("Archivieren");
    counter.sees("Gespeichert: 1 Artikel.");
    assert!(counter.engine.till().catalogue().by_id("BB0010").is_none());
    counter.click("im Angebot");
    counter.click("archiviert");
    counter.click(CARD);
    counter.click("Wieder anbieten");
    assert!(counter.engine.till().catalogue().by_id("BB0010").is_some());
}

#[test]
fn a_manager_reads_and_a_clerk_does_not_even_see_the_entry() {
    let mut counter = with("M. Berger", "3333");
    counter.open_menu("Katalog");
    counter.sees("Nur lesen: Ändern darf den Katalog nur die Administration.");
    counter.does_nothing("Neu");
    open(&mut counter, "BB0010", CARD);
    counter.lacks("Speichern");
    counter.key(Named::Escape);
    counter.key(Named::Escape);
    counter.key(Named::Escape);
    counter.sees("Noch nichts gebucht");

    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.key(Named::F10);
    counter.lacks("Katalog");
    let role = counter.engine.till().user().unwrap().role;
    assert_eq!(role, Role::Clerk);
}

#[test]
fn a_file_with_a_wrong_row_is_refused_by_row_and_column() {
    let mut counter = admin();
    let file = counter.path("katalog.csv");
    let header = "id,name,office,kind,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b";
    let right = "BB0010,Personalausweis,Bürgerbüro,fee,46.00,fixed,Stück,NT,NT";
    let wrong = "BB0011,Kopie,Bürgerbüro,fee,viel,fixed,Stück,NT,NT";
    std::fs::write(&file, format!("{header}\n{right}\n{wrong}\n")).unwrap();
    counter.click("Datei");
    counter.fill("catalogue-path", "katalog.csv");
    counter.click("Prüfen, ohne etwas zu ändern");
    counter.sees("Ein Fehler, nichts wird übernommen");
    counter.sees_containing("Zeile 3, Spalte price_eur");
    counter.fill("catalogue-PathReason", "Versuch");
    counter.does_nothing("Übernehmen");

    std::fs::write(&file, format!("{header}\n{right}\n")).unwrap();
    counter.click("Prüfen, ohne etwas zu ändern");
    counter.sees_containing("Artikel bleiben unberührt");
    counter.sees("Personalausweis");
    counter.click("Übernehmen");
    let entry = counter
        .engine
        .till()
        .assortment()
        .entry("BB0010")
        .unwrap()
        .clone();
    assert_eq!(entry.item.name, "Personalausweis");
}

#[test]
fn the_catalogue_is_written_where_it_can_be_read_again() {
    let mut counter = admin();
    counter.click("Datei");
    counter.click("Mit allen Zeiträumen");
    counter.click("export/Katalog-2026-11-24-alle-Zeiträume.csv");
    counter.sees("Der Katalog ist schon so, wie die Datei es sagt.");
}

#[test]
fn everybody_sees_tiles_of_their_own() {
    let mut counter = admin();
    counter.click("Kacheln");
    counter.click("S. Krüger");
    counter.sees("Noch keine eigenen Kacheln: Es gelten die der Zahlstelle.");
    counter.fill("catalogue-TileSearch", "Fotoerlaubnis gewerblich");
    counter.click("Fotoerlaubnis gewerblich");
    counter.fill("catalogue-TileSearch", "Stadtbuch");
    counter.click("Stadtbuch Bildband");
    counter.key(Named::Escape);
    counter.sees("Änderungen verwerfen?");
    counter.key(Named::Escape);
    counter.key(Named::F12);
    counter.sees("Gespeichert.");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "S. Krüger", "2222");
    counter.sees("Stadtbuch Bildband");
    counter.lacks(CARD);
    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.sees(CARD);
}

#[test]
fn a_tile_more_takes_no_tile_away() {
    let mut counter = admin();
    open(
        &mut counter,
        "Fotoerlaubnis gewerblich",
        "Fotoerlaubnis gewerblich",
    );
    counter.click_last("Kacheln");
    counter.click("A. Yilmaz");
    counter.sees("Gespeichert.");
    counter.key(Named::Escape);
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.resize(1280.0, 1200.0);
    counter.sees(CARD);
    counter.sees("Fotoerlaubnis gewerblich");
}

#[test]
fn what_was_typed_is_not_lost_without_a_question() {
    let mut counter = admin();
    open(&mut counter, "BB0010", CARD);
    counter.fill("catalogue-Note", "prüfen");
    counter.key(Named::Escape);
    counter.sees("Änderungen verwerfen?");
    counter.click("Verwerfen");
    counter.sees("1 Artikel");
    let entry = counter
        .engine
        .till()
        .assortment()
        .entry("BB0010")
        .unwrap()
        .clone();
    assert!(!entry.note.contains("prüfen"));
}

#[test]
fn groups_of_an_office_narrow_its_tiles_down() {
    let mut counter = admin();
    counter.fill("catalogue-search", "Personalausweis");
    counter.click("Alle auswählen");
    counter.click_containing("Artikel ändern …");
    counter.click("Gruppe");
    counter.fill("catalogue-MassValue", "Karten");
    counter.fill("catalogue-MassReason", "Ordnung");
    counter.key(Named::F12);
    counter.open_menu("Abmelden");
    enter(&mut counter, "A. Yilmaz", "1111");
    counter.click_last("Bürgerbüro");
    counter.sees("Reisepass ab 24 Jahre");
    counter.click("Karten");
    counter.sees(CARD);
    counter.lacks("Reisepass ab 24 Jahre");
    counter.click("Alle");
    counter.sees("Reisepass ab 24 Jahre");
}
