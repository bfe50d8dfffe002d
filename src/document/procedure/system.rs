//! What the register is.

use super::Procedure;
use super::paper::Paper;

pub(super) fn write(paper: &mut Paper, procedure: &Procedure) {
    let site = &procedure.site;
    paper.section("Zweck und Geltungsbereich");
    paper.say(format!(
        "Diese Dokumentation beschreibt, wie die Kasse „{}“ der Zahlstelle „{}“ Einnahmen und Ausgaben erfasst, sichert, \
         abschließt, aufbewahrt und für Prüfungen bereitstellt. Sie richtet sich an die Kassenverwaltung, das \
         Rechnungsprüfungsamt und die Finanzverwaltung.",
        site.register.name, site.pay_point.name
    ));
    paper.say(
        "Die Kasse nimmt öffentlich-rechtliche Gebühren und Beiträge, privatrechtliche Entgelte, Zahlungen auf Kassenzeichen und \
         Geld für andere an, bar und mit Karte. Alle Vorgänge werden gleich behandelt und gesichert, ob steuerbar, steuerfrei \
         oder nicht steuerbar; getrennt ausgewiesen werden sie über den Steuerschlüssel.",
    );
    paper.leave("wer in der Kommune für die Kasse fachlich und technisch zuständig ist");
    paper.leave("Verweis auf die Dienstanweisung für das Kassenwesen und ihren Stand");

    paper.section("Das System");
    let (m, p) = (&site.municipality, &site.pay_point);
    let own_address = format!("{}, {} {}", p.street, p.postal_code, p.city);
    paper.facts([
        ("Kommune", m.name.clone()),
        ("Anschrift", crate::document::format::address(site)),
        ("Steuernummer", or_open(&m.tax_number)),
        ("USt-IdNr.", or_open(&m.vat_id)),
        ("Zahlstelle", p.name.clone()),
        (
            "Anschrift der Zahlstelle",
            match p.street.is_empty() {
                true => "wie die Kommune".to_owned(),
                false => own_address,
            },
        ),
        ("Verantwortlich", or_open(&p.responsible)),
        ("Kasse", site.register.name.clone()),
        ("Seriennummer der Kasse", site.register.serial.clone()),
        ("Programm", format!("Amtskasse {}", procedure.version)),
        ("Prüfsumme (SHA-256)", checksum(procedure)),
        ("Betriebssystem", procedure.platform.clone()),
        ("Datenordner", procedure.folder.clone()),
        (
            "Bisher",
            format!(
                "{} Kassenabschlüsse, {} Belege",
                procedure.closings, procedure.receipts
            ),
        ),
    ]);
    paper.say(
        "Amtskasse ist ein eigenständiges Programm (freie Software, EUPL-1.2). Alle Daten liegen in einer SQLite-Datenbank auf \
         diesem Rechner; ein Server oder ein Cloud-Konto ist nicht nötig. Nur ein Teil des Programms schreibt in das Kassenbuch, \
         und alle Bedienwege (Bildschirm, Befehlszeile) gehen durch ihn.",
    );
    paper.leave("Rechner: Hersteller, Modell, Inventarnummer, Standort");
    paper.leave("Betriebssystem: Stand der Aktualisierungen, wer sie einspielt, wer ein Konto auf dem Rechner hat");
}

fn or_open(text: &str) -> String {
    match text.is_empty() {
        true => "nicht hinterlegt".to_owned(),
        false => text.to_owned(),
    }
}

// In two lines: the column has no room for one.
fn checksum(procedure: &Procedure) -> String {
    match &procedure.checksum {
        Some(hex) => {
            let half = hex.len() / 2;
            let (first, rest) = hex.split_at_checked(half).unwrap_or((hex, ""));
            format!("{first} {rest} (der Programmdatei)")
        }
        None => "die Programmdatei ließ sich nicht lesen".to_owned(),
    }
}
