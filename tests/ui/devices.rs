//! The TSEs through their widgets, on the real till and real (if uncertified) devices.

use std::path::Path;
use std::time::{Duration, Instant};

use amtskasse::till::tse::{TsePlace, pending, store};
use amtskasse::ui::protocol::tse::Command as Wanted;
use amtskasse::ui::protocol::{Command, Event, tse};
use amtskasse_tse::simulator::{Fault, Options};
use iced::keyboard::key::Named;

use crate::counter::Counter;

fn log_in(counter: &mut Counter, name: &str, pin: &str) {
    counter.click(name);
    counter.pin(pin);
    counter.click("Anmelden");
}

/// The devices, with this person at the register.
fn devices(name: &str, pin: &str) -> Counter {
    let mut counter = Counter::new();
    log_in(&mut counter, name, pin);
    counter.open_menu("Geräte");
    counter
}

/// The wizard at the secrets of a new test TSE in this folder.
fn at_secrets(folder: &str) -> Counter {
    let mut counter = devices("D. Admin", "6666");
    counter.click("Neue TSE …");
    name(&mut counter, folder);
    counter
}

fn name(counter: &mut Counter, folder: &str) {
    counter.click("Eingebaute TEST-TSE");
    counter.click("Weiter: Anschluss");
    counter.does_nothing("Weiter: Prüfen");
    counter.fill("tse-address", folder);
    counter.click("Weiter: Prüfen");
    counter.until("Die TSE antwortet und ist neu. Als Nächstes bekommt sie eigene PINs.");
    counter.click("Weiter: PINs");
}

fn name_and_set_up(counter: &mut Counter, folder: &str) {
    name(counter, folder);
    random(counter);
}

fn at_place(folder: &str) -> Counter {
    let mut counter = at_secrets(folder);
    random(&mut counter);
    counter
}

fn random(counter: &mut Counter) {
    counter.click("Zufällig erzeugen");
    counter.does_nothing("Einrichten");
    counter.click("Ich habe alles aufgeschrieben.");
    counter.click_last("Einrichten");
    counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
}

fn second(counter: &mut Counter, go: &str) {
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click(go);
}

fn serial(counter: &mut Counter) -> String {
    let overview = counter.engine.till().tse_overview().unwrap();
    let signs = overview.devices.into_iter().find(|device| device.signs);
    signs.unwrap().serial.unwrap()
}

fn private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    mode & 0o077 == 0
}

#[test]
fn every_role_sees_what_concerns_it() {
    let mut counter = devices("D. Admin", "6666");
    counter.sees("Bereit und signiert");
    counter.sees("Alles in Ordnung, nichts ist zu tun.");
    counter.sees_containing("von 20.000.000 frei");
    for button in ["Selbsttest", "Neue TSE …"] {
        counter.sees(button);
    }
    counter.click_last("Selbsttest");
    counter.sees("Der Selbsttest läuft; das kann eine Minute dauern.");
    counter.key(Named::Escape);
    counter.sees("157 Artikel");

    let mut counter = devices("M. Berger", "3333");
    counter.lacks("Neue TSE …");
    counter.click("Archive");
    counter.sees("Jetzt sichern");

    let mut counter = devices("R. Prüfer", "5555");
    counter.lacks("Neue TSE …");
    counter.click("Archive");
    counter.lacks("Jetzt sichern");
    counter.click("Verlauf");
    counter.sees("TEST-TSE, nicht zertifiziert");

    let counter = devices("A. Yilmaz", "1111");
    counter.sees("Bereit und signiert");
    counter.lacks("Archive");
    counter.lacks("Neue TSE …");
}

#[test]
fn an_outage_is_seen_everywhere_and_stays_on_record() {
    let options = Options::default();
    let faults = options.faults.clone();
    let mut counter = Counter::with_tse(options);
    faults.set(Fault::Removed);
    log_in(&mut counter, "A. Yilmaz", "1111");
    counter.click("Personalausweis ab 24 Jahre");
    counter.pay_exactly();
    counter.wait_until("2026-11-24T09:00:10Z");
    counter.sees("TSE gestört seit 24.11. 10:00");
    counter.open_menu("Geräte – bitte ansehen");
    counter.sees("Ausgefallen");
    counter.sees_containing("Gerät nicht erreichbar");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    counter.sees_containing("Die TSE ist seit 24.11.2026, 10:00 ausgefallen");
    log_in(&mut counter, "M. Berger", "3333");
    counter.sees("Zur TSE bitte wissen");
    counter.click("Geräte ansehen");
    counter.click("Ausfälle (1)");
    counter.sees("seit 24.11.2026, 10:00");
    counter.sees("dauert an");
    counter.sees("ein Beleg ohne Signatur");
    // Once a day is enough.
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    log_in(&mut counter, "M. Berger", "3333");
    counter.lacks("Zur TSE bitte wissen");
    faults.clear(Fault::Removed);
    counter.wait_until("2026-11-24T09:05:00Z");
    counter.open_menu("Geräte");
    counter.sees("Bereit und signiert");
    counter.click("Ausfälle (1)");
    counter.sees("24.11.2026, 10:00 bis 24.11.2026, 10:05");
}

#[test]
fn a_new_tse_takes_the_first_place() {
    let mut counter = at_place("tse-neu");
    let before = serial(&mut counter);
    assert!(private(&counter.path(pending::FILE)));
    counter.click("An erster Stelle");
    counter.click("Weiter: zweite Person");
    second(&mut counter, "In Betrieb nehmen");
    counter.sees("Die neue TSE signiert ab sofort.");
    assert_ne!(serial(&mut counter), before);
    assert!(!counter.path(pending::FILE).exists());
    assert!(private(&counter.path(store::FILE)));
    let folder = counter.path("");
    let kept = store::read(&folder).unwrap().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].secrets.admin_pin.len(), 5);
    counter.click("Fertig");
    counter.click("Verlauf");
    counter.sees("signiert");
    let overview = counter.engine.till().tse_overview().unwrap();
    assert_eq!(overview.history.len(), 2);
}

#[test]
fn a_spare_stands_by_and_is_removed_with_a_second_person() {
    let mut counter = at_place("tse-ersatz");
    counter.click("Als Ersatz");
    counter.click("Weiter: zweite Person");
    counter.click("M. Berger");
    counter.pin("9999");
    counter.click("In Betrieb nehmen");
    counter.sees("Die PIN stimmt nicht. Noch 4 Versuche, dann folgt eine Pause.");
    counter.pin("3333");
    counter.click("In Betrieb nehmen");
    counter.sees("Die TSE steht als Ersatz bereit.");
    counter.click("Fertig");
    counter.click("2 · Eingebaute TEST-TSE · Steht bereit");
    counter.sees("Ersatz-TSE");
    counter.click("Entfernen …");
    second(&mut counter, "Entfernen");
    counter.sees("Die TSE gehört nicht mehr zu dieser Kasse.");
    let overview = counter.engine.till().tse_overview().unwrap();
    assert_eq!(overview.devices.len(), 1);
}

#[test]
fn who_signs_is_said_as_it_is_while_one_tse_is_out_and_while_both_are() {
    let (first, spare) = (Options::default(), Options::default());
    let (faults, more) = (first.faults.clone(), spare.faults.clone());
    let mut counter = Counter::with_tses(vec![first, spare]);
    // The spare wakes up when nobody is there.
    counter.tick();
    faults.set(Fault::Removed);
    log_in(&mut counter, "A. Yilmaz", "1111");
    sell(&mut counter);
    counter.open_menu("Geräte – bitte ansehen");
    counter.sees("Ersatz-TSE");
    counter.sees("Bereit und signiert");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    log_in(&mut counter, "R. Prüfer", "5555");
    counter.open_menu("Geräte – bitte ansehen");
    counter.click_containing("1 · Eingebaute TEST-TSE · Ausgefallen");
    counter.sees("Erste TSE");
    counter.sees_containing("Bis dahin signiert die andere TSE.");
    counter.sees("Das sagte sie zuletzt; jetzt antwortet sie nicht.");
    counter.lacks("Alles in Ordnung, nichts ist zu tun.");
    counter.click("Ausfälle (1)");
    counter.sees("seit 24.11.2026, 10:00");
    counter.sees("dauert an");
    counter.sees_containing("… ist ausgefallen. Die TSE ");
    counter.sees_containing("hat übernommen.");
    counter.key(Named::Escape);
    counter.open_menu("Abmelden");
    more.set(Fault::Removed);
    log_in(&mut counter, "A. Yilmaz", "1111");
    sell(&mut counter);
    counter.open_menu("Abmelden");
    log_in(&mut counter, "M. Berger", "3333");
    counter.sees("Zur TSE bitte wissen");
    counter.sees_containing("ausgefallen:");
    counter.lacks(
        "Die erste TSE ist ausgefallen, die Ersatz-TSE signiert. Bitte die erste wieder in Gang bringen.",
    );
}

fn sell(counter: &mut Counter) {
    counter.click("Personalausweis ab 24 Jahre");
    counter.pay_exactly();
}

#[test]
fn delivered_and_differing_pins_are_refused() {
    let mut counter = at_secrets("tse-neu");
    counter.click("Selbst wählen");
    counter.sees("Bitte genau 5 Ziffern.");
    counter.sees("Bitte genau 6 Ziffern.");
    counter.fill("tse-pin", "12345");
    counter.sees("PIN des Administrators: ausgeliefert oder leicht zu erraten.");
    counter.clear("tse-pin", 5);
    counter.fill("tse-pin", "48151");
    counter.fill("tse-pin-again", "48152");
    counter.sees("Beide Eingaben sind verschieden.");
    counter.does_nothing("Einrichten");
    assert!(!counter.path(pending::FILE).exists());
    // Nor does the till take them from whoever goes round the screen.
    let config =
        amtskasse_tse::driver::Config::new(amtskasse_tse::driver::Driver::Test, "tse-neu", "");
    let wanted = Wanted::SetUp {
        config: Box::new(config),
        fresh: true,
    };
    let mut refused = false;
    counter.engine.handle(Command::Tse(wanted), &mut |event| {
        refused |= matches!(event, Event::Failed(_));
    });
    assert!(refused && !counter.path(pending::FILE).exists());
}

#[test]
fn a_power_cut_in_the_set_up_loses_no_pin() {
    let mut counter = at_secrets("tse-neu");
    counter.click("Zufällig erzeugen");
    counter.click("Ich habe alles aufgeschrieben.");
    counter.click_last("Einrichten");
    // The power goes before anybody hears how the device took it.
    let folder = counter.path("");
    let kept = pending::read(&folder).unwrap().unwrap();
    assert!(kept.fresh);
    counter.restart();
    log_in(&mut counter, "D. Admin", "6666");
    counter.open_menu("Geräte");
    counter.sees_containing("Die Einrichtung einer TSE wurde unterbrochen.");
    counter.click("Einrichtung fortsetzen");
    counter.click("PINs und PUK anzeigen");
    counter.sees(&kept.config.secrets.admin_pin);
    counter.sees(&kept.config.secrets.admin_puk);
    counter.click("Einrichtung fortsetzen");
    counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
    let again = pending::read(&counter.path("")).unwrap().unwrap();
    assert!(again.config.secrets == kept.config.secrets);
    assert!(again.ready);
    counter.click("Weiter: zweite Person");
    second(&mut counter, "In Betrieb nehmen");
    counter.sees("Die neue TSE signiert ab sofort.");
}

#[test]
fn another_stick_at_the_address_of_the_first_keeps_its_pins_until_it_is_in_use() {
    let mut counter = into_use(at_place("tse-neu"));
    // Somebody pulls the stick out and puts a new one in, where the old one was.
    let first = counter.path("tse-neu");
    std::fs::rename(&first, counter.path("gezogen")).unwrap();
    counter.click("Neue TSE …");
    name_and_set_up(&mut counter, "tse-neu");
    for _ in 0..5 {
        counter.tick();
    }
    let kept = pending::read(&counter.path("")).unwrap().unwrap();
    assert!(kept.ready);
    let _ = into_use(counter);
}

fn into_use(mut counter: Counter) -> Counter {
    counter.click("Weiter: zweite Person");
    second(&mut counter, "In Betrieb nehmen");
    counter.sees("Die neue TSE signiert ab sofort.");
    assert!(!counter.path(pending::FILE).exists());
    counter.click("Fertig");
    counter
}

#[test]
fn only_the_set_up_of_the_tse_that_is_in_use_is_tidied_up_after_a_power_cut() {
    let counter = at_place("tse-neu");
    let path = counter.path("");
    let kept = pending::read(&path).unwrap().unwrap();
    let mut counter = into_use(counter);
    // The power went just before the file did.
    pending::write(&path, &kept).unwrap();
    counter.restart();
    assert!(!counter.path(pending::FILE).exists());
    let mut other = kept;
    other.config.secrets.admin_pin = "48151".into();
    pending::write(&counter.path(""), &other).unwrap();
    counter.restart();
    assert!(pending::read(&counter.path("")).unwrap() == Some(other));
}

#[test]
fn a_set_up_goes_on_when_nobody_watches_and_is_found_again() {
    let mut counter = at_secrets("tse-neu");
    counter.click("Zufällig erzeugen");
    counter.click("Ich habe alles aufgeschrieben.");
    counter.click_last("Einrichten");
    counter.key(Named::Escape);
    counter.sees("Eine TSE wird gerade eingerichtet. Das läuft weiter, auch wenn niemand zusieht.");
    // Nor can it be put aside under the hands of the device.
    let mut refused = false;
    let aside = Command::Tse(Wanted::PutAside);
    counter.engine.handle(aside, &mut |event| {
        refused |= matches!(event, Event::Failed(_));
    });
    assert!(refused);
    counter.click("Einrichtung ansehen");
    counter.sees_containing("Die TSE wird eingerichtet und getestet.");
    counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
    let _ = into_use(counter);
}

#[test]
fn an_interrupted_set_up_is_put_aside_and_its_pins_are_kept() {
    let mut counter = at_place("tse-neu");
    counter.key(Named::Escape);
    counter.click("Einrichtung fortsetzen");
    counter.click("Zur Seite legen …");
    counter.sees_containing("Nur wenn die TSE zurückgeht");
    counter.click("Wirklich zur Seite legen");
    counter.sees_containing("Zur Seite gelegt.");
    assert!(!counter.path(pending::FILE).exists());
    let names = std::fs::read_dir(counter.path("")).unwrap();
    let names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let aside = names.iter().find(|name| name.starts_with("tse-aside-"));
    assert!(private(&counter.path(aside.unwrap())));
}

#[test]
fn a_wrong_pin_of_a_used_tse_shows_the_tries_left_first() {
    let mut counter = at_place("tse-neu");
    let pin = pending::read(&counter.path("")).unwrap().unwrap();
    let pin = pin.config.secrets;
    counter.key(Named::Escape);
    counter.click("Einrichtung fortsetzen");
    counter.click("Zur Seite legen …");
    counter.click("Wirklich zur Seite legen");
    counter.click("Neue TSE …");
    counter.click("Eingebaute TEST-TSE");
    counter.click("Weiter: Anschluss");
    counter.fill("tse-address", "tse-neu");
    counter.click("Weiter: Prüfen");
    counter.until(
        "Die TSE antwortet und ist schon eingerichtet. Als Nächstes werden ihre PINs gebraucht.",
    );
    counter.click("Weiter: PINs");
    let wrong = match pin.admin_pin.as_str() {
        "00001" => "00002",
        _ => "00001",
    };
    for left in [
        "Noch 2 Versuche, dann sperrt sich die TSE. Bitte genau hinsehen.",
        "Nur ein Versuch ist noch übrig. Ist auch er falsch, sperrt sich die TSE. Bitte erst die richtige PIN suchen.",
    ] {
        counter.fill("tse-pin", wrong);
        counter.fill("tse-timepin", &pin.time_admin_pin);
        counter.click("Anmelden");
        counter.until(left);
    }
    // The last one is never tried by accident, not even by who goes back or begins anew.
    for _ in 0..2 {
        counter.key(Named::Escape);
    }
    counter.click("Weiter: Prüfen");
    counter.until_containing("ist schon eingerichtet.");
    counter.click("Weiter: PINs");
    counter.sees(
        "Nur ein Versuch ist noch übrig. Ist auch er falsch, sperrt sich die TSE. Bitte erst die richtige PIN suchen.",
    );
    counter.fill("tse-pin", &pin.admin_pin);
    counter.fill("tse-timepin", &pin.time_admin_pin);
    counter.does_nothing("Anmelden");
    counter.click("Ich bin sicher, dass die PINs jetzt stimmen.");
    counter.click("Anmelden");
    counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
}

#[test]
fn what_does_not_answer_is_a_sentence() {
    let mut counter = devices("D. Admin", "6666");
    counter.click("Neue TSE …");
    counter.click("Eingebaute TEST-TSE");
    counter.click("Weiter: Anschluss");
    // The one that signs holds its folder.
    counter.fill("tse-address", "tse");
    counter.click("Weiter: Prüfen");
    counter.until_containing("Ein anderes Programm benutzt die TSE");
    counter.does_nothing("Weiter: PINs");
    counter.key(Named::Escape);
    counter.sees("Weiter: Prüfen");
}

#[test]
fn an_archive_is_made_and_deleting_takes_two() {
    let mut counter = Counter::new();
    counter.engine.till().keep_archives();
    log_in(&mut counter, "M. Berger", "3333");
    counter.open_menu("Geräte");
    counter.click("Archive");
    counter.sees("Noch nichts ist gesichert.");
    counter.click("Jetzt sichern");
    counter.until_containing("Prüfsumme (SHA-256)");
    let overview = counter.engine.till().tse_overview().unwrap();
    let kept = overview.archive.last.unwrap();
    counter.sees(&kept.file);
    counter.click("Auf der TSE löschen …");
    counter.sees_containing("Danach löscht die TSE ihre Protokolle unwiderruflich");
    counter.does_nothing("Sichern und löschen");
    counter.key(Named::Escape);
    // Nor without the screen.
    let wanted = Wanted::Archive {
        kind: amtskasse::till::tse::JobKind::Delete,
        approval: None,
    };
    let mut refused = false;
    counter.engine.handle(Command::Tse(wanted), &mut |event| {
        refused |= matches!(event, Event::Failed(_));
        assert!(!matches!(event, Event::Tse(tse::Event::Done(_))));
    });
    assert!(refused);
    counter.click("Auf der TSE löschen …");
    counter.click("T. Hoffmann");
    counter.pin("4444");
    counter.click("Sichern und löschen");
    let end = Instant::now() + Duration::from_secs(20);
    let deleted = |counter: &mut Counter| {
        let events = counter.engine.till().ledger().events_of("tse-deleted");
        !events.unwrap().is_empty()
    };
    while !deleted(&mut counter) && Instant::now() < end {
        counter.tick();
    }
    assert!(deleted(&mut counter));
    counter.until("Die TSE hat gelöscht, was im geprüften Archiv steht.");
}

#[test]
fn a_clerk_cannot_set_up_a_tse_whatever_is_sent() {
    let mut counter = Counter::at_work();
    for wanted in [
        Wanted::Resume,
        Wanted::Reveal,
        Wanted::PutAside,
        Wanted::Chance(amtskasse_tse::driver::Driver::Test),
        Wanted::Use {
            place: TsePlace::First,
            approval: amtskasse::ui::protocol::Approval {
                user: "201".into(),
                pin: "3333".into(),
                reason: String::new(),
            },
        },
    ] {
        let mut refused = false;
        counter.engine.handle(Command::Tse(wanted), &mut |event| {
            refused |= matches!(event, Event::Failed(_));
        });
        assert!(refused);
    }
}
