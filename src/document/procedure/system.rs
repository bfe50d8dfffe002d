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
    paper.fact("Kommune", &site.municipality.name);
    paper.fact("Anschrift", crate::document::format::address(site));
    paper.fact("Steuernummer", or_open(&site.municipality.tax_number));
    paper.fact("USt-IdNr.", or_open(&site.municipality.vat_id));
    paper.fact("Zahlstelle", &site.pay_point.name);
    if !site.pay_point.street.is_empty() {
        let p = &site.pay_point;
        let own = format!("{}, {} {}", p.street, p.postal_code, p.city);
        paper.fact("Anschrift der Zahlstelle", own);
    }
    paper.fact("Verantwortlich", or_open(&site.pay_point.responsible));
    paper.fact("Kasse", &site.register.name);
    paper.fact("Seriennummer der Kasse", &site.register.serial);
    paper.fact("Programm", format!("Amtskasse {}", procedure.version));
    paper.fact("Betriebssystem", &procedure.platform);
    paper.fact("Datenordner", &procedure.folder);
    paper.fact("Kassenabschlüsse bisher", procedure.closings.to_string());
    paper.fact("Belege bisher", procedure.receipts.to_string());
    paper.say("");
    match &procedure.checksum {
        Some(checksum) => paper.say(format!(
            "Prüfsumme der Programmdatei (SHA-256): {}\u{200b}{}",
            &checksum.get(..32).unwrap_or(checksum),
            checksum.get(32..).unwrap_or_default()
        )),
        None => paper.say("Die Programmdatei ließ sich nicht lesen; ihre Prüfsumme fehlt."),
    }
    paper.say(
        "Amtskasse ist ein eigenständiges Programm (freie Software, EUPL-1.2). Alle Daten liegen in einer SQLite-Datenbank auf \
         diesem Rechner; ein Server oder ein Cloud-Konto ist nicht nötig. Nur ein Teil des Programms schreibt in das Kassenbuch, \
         und alle Bedienwege (Bildschirm, Befehlszeile) gehen durch ihn.",
    );
    paper.leave("Rechner: Hersteller, Modell, Inventarnummer, Standort");
    paper.leave("Betriebssystem: Stand der Aktualisierungen, wer sie einspielt, wer ein Konto auf dem Rechner hat");
}

pub(super) fn or_open(text: &str) -> &str {
    match text.is_empty() {
        true => "nicht hinterlegt",
        false => text,
    }
}
