//! Setting up TSEs of other makers through the wizard: their drivers and lines are real, the devices are imitations.

use amtskasse_tse::{epson, fiskaly};
use chrono::{DateTime, Utc};

use crate::counter::Counter;

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

fn at_address(kind: &str) -> Counter {
    let mut counter = Counter::new();
    counter.click("D. Admin");
    counter.pin("6666");
    counter.click("Anmelden");
    counter.open_menu("Geräte");
    counter.click("Neue TSE …");
    counter.click(kind);
    counter.sees_containing("noch an keinem echten Gerät erprobt");
    counter.click("Weiter: Anschluss");
    counter
}

/// From the answer of the device to its first receipt.
fn into_first_place(counter: &mut Counter, answer: &str) {
    counter.click("Weiter: Prüfen");
    counter.until(answer);
    counter.click("Weiter: PINs");
    counter.click("Zufällig erzeugen");
    counter.click("Ich habe alles aufgeschrieben.");
    counter.click_last("Einrichten");
    counter.until("Die TSE ist eingerichtet und kennt diese Kasse.");
    counter.click("Weiter: zweite Person");
    counter.click("M. Berger");
    counter.pin("3333");
    counter.click("In Betrieb nehmen");
    counter.sees("Die neue TSE signiert ab sofort.");
    counter.click("Fertig");
    counter.sees("Bereit und signiert");
    counter.key(iced::keyboard::key::Named::Escape);
    counter.open_menu("Abmelden");
    counter.click("A. Yilmaz");
    counter.pin("1111");
    counter.click("Anmelden");
    counter.click("Personalausweis ab 24 Jahre");
    counter.pay_exactly();
    let receipt = counter.receipt(1);
    let signature = receipt.signature.unwrap();
    assert!(
        matches!(signature, amtskasse::receipt::Signature::Signed(_)),
        "{signature:?}"
    );
}

#[test]
fn an_epson_tse_is_set_up_and_signs() {
    let folder = tempfile::tempdir().unwrap();
    let server = epson::simulator::Server::start(folder.path(), Default::default(), now).unwrap();
    let mut counter = at_address("Epson");
    counter.fill("tse-address", "192.168.1.50");
    counter.sees("So sieht eine solche Adresse nicht aus; ein Beispiel steht darunter.");
    counter.does_nothing("Weiter: Prüfen");
    counter.clear("tse-address", 12);
    counter.fill("tse-address", &server.address());
    counter.fill("tse-secret", "Rathaus7");
    into_first_place(
        &mut counter,
        "Die TSE antwortet und ist neu. Als Nächstes bekommt sie eigene PINs.",
    );
}

#[test]
fn a_tss_is_made_in_the_cloud_and_signs() {
    use fiskaly::simulator::{API_KEY, API_SECRET, Simulator};
    let folder = tempfile::tempdir().unwrap();
    let service = Simulator::start(folder.path(), Default::default(), Box::new(now)).unwrap();
    let mut counter = at_address("fiskaly SIGN DE");
    counter.clear("tse-address", 49);
    counter.fill("tse-address", &service.url());
    counter.fill("tse-account", API_KEY);
    counter.fill("tse-secret", API_SECRET);
    into_first_place(
        &mut counter,
        "Das Konto antwortet. Beim Einrichten wird eine neue TSS angelegt.",
    );
    let kept = amtskasse::till::tse::store::read(&counter.path("")).unwrap();
    let [kept] = kept.unwrap().try_into().ok().unwrap();
    assert!(kept.device.is_some());
    assert!(!kept.secrets.admin_puk.is_empty());
}

#[test]
fn nobody_at_the_address_is_a_sentence_and_nothing_waits() {
    let mut counter = at_address("Epson");
    counter.fill("tse-address", "tcp://127.0.0.1:9");
    counter.fill("tse-secret", "Rathaus7");
    counter.click("Weiter: Prüfen");
    counter.until_containing("Die TSE ist nicht erreichbar");
    counter.sees("Nichts wurde geändert. „Zurück“ führt zum Anschluss.");
    counter.does_nothing("Weiter: PINs");
}
