//! TSEs, other devices, backup, the notification to the tax office.

use super::Procedure;
use super::paper::Paper;
use crate::document::model::{Align, Column, Width};
use crate::document::notice::{form, kind, left, occasion};
use crate::i18n::date;

pub(super) fn tse(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Technische Sicherheitseinrichtung (TSE)");
    if !procedure.notice.counts() {
        paper.mark(&[
            "TEST-TSE, nicht zertifiziert",
            "Diese Kasse signiert mit der eingebauten Test-TSE. Sie erfüllt § 146a AO nicht und ist nur zum Ausprobieren da.",
        ]);
    }
    paper.say(
        "Jeder Vorgang wird von der TSE mit Transaktionsnummer, Signaturzähler, Zeit und Signatur gesichert. Die Seriennummer \
         der Kasse ist ihre Kennung in der TSE (ClientId). Selbsttest und Zeitabgleich erledigt die Kasse täglich selbst.",
    );
    let own = procedure.notice.own();
    let rows = own.into_iter().flat_map(|own| &own.tses).map(|tse| {
        let until = match (tse.last_use, own.and_then(|own| own.notified_tse())) {
            (Some(day), _) => date(day),
            (None, Some(named)) if named.serial != tse.serial => "steht bereit".to_owned(),
            (None, _) => "in Betrieb".to_owned(),
        };
        vec![
            tse.serial.clone(),
            match (tse.test, &tse.bsi_id) {
                (true, _) => "Test-TSE".to_owned(),
                (_, Some(id)) => id.clone(),
                (_, None) => "nicht angegeben".to_owned(),
            },
            form(tse.form).to_owned(),
            tse.first_use.map(date).unwrap_or_default(),
            until,
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        paper.say("Bisher hat keine TSE signiert.");
    }
    let columns = [
        ("Seriennummer", Column::new(Width::Share(5), Align::Left)),
        ("BSI-Kennung", Column::new(Width::Share(2), Align::Left)),
        ("Bauform", Column::new(Width::Share(2), Align::Left)),
        ("seit", Column::LABEL),
        ("bis", Column::LABEL),
    ];
    if !rows.is_empty() {
        paper.table(&columns, rows);
    }
    if !procedure.tses.is_empty() {
        paper.sub("Angeschlossen");
        let place = |at: usize| match at {
            0 => "erste".to_owned(),
            _ => "Reserve".to_owned(),
        };
        let rows = procedure
            .tses
            .iter()
            .enumerate()
            .map(|(at, (driver, address))| vec![place(at), driver.clone(), address.clone()]);
        paper.table(
            &[
                ("Platz", Column::LABEL),
                ("Treiber", Column::LABEL),
                ("Anschluss", Column::TEXT),
            ],
            rows.collect(),
        );
        paper.note(
            "Die Treiber für zertifizierte Geräte sind an Nachbildungen erprobt; vor dem ersten Einsatz gehört ein Versuch mit dem \
             eigenen Gerät, der hier zu vermerken ist.",
        );
        paper.leave("Versuch mit der eigenen TSE: Tag, Gerät, Ergebnis");
    }
    paper.leave("wo PIN und PUK der TSE verwahrt werden und wer Zugang hat");
}

pub(super) fn others(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Weitere Geräte");
    paper.say(
        "Kartenterminal, Belegdrucker, Kassenlade und Kundenanzeige führen Aufträge der Kasse aus und haben keinen Zugriff auf \
         das Kassenbuch. Kartendaten sieht und speichert die Kasse nicht; auf dem Beleg steht die gekürzte Nummer, die das \
         Terminal liefert.",
    );
    let systems = procedure.notice.systems.iter().skip(1);
    let rows: Vec<Vec<String>> = systems
        .map(|system| {
            vec![
                system.serial.clone(),
                kind(system.kind).to_owned(),
                format!("{} {}", system.software, system.version),
            ]
        })
        .collect();
    if !rows.is_empty() {
        paper.sub("Weitere Kassen dieser Betriebsstätte");
        paper.table(
            &[
                ("Seriennummer", Column::LABEL),
                ("Art", Column::TEXT),
                ("Software", Column::TEXT),
            ],
            rows,
        );
    }
    paper.leave(
        "Kartenterminal, Drucker, Lade, Anzeige: Hersteller, Modell, Vertrag mit dem Netzbetreiber",
    );
}

pub(super) fn backup(paper: &mut Paper) {
    paper.section("Sicherung und Wiederherstellung");
    paper.points([
        "amtskasse backup --out DATEI kopiert das Kassenbuch in einem Zug, auch bei laufender Kasse; die Datei erscheint erst \
         unter ihrem Namen, wenn sie ganz und auf der Platte ist.",
        "amtskasse restore holt eine Sicherung in einen leeren Datenordner zurück und prüft sie dabei. Eine Kasse, in der schon \
         etwas steht, überschreibt es nicht.",
        "TSE-Daten: Jede Nacht ab 3 Uhr und nach jedem Abschluss sichert die Kasse, was neu signiert wurde, in den Ordner \
         tse-archive. Eine Sicherung zählt erst, wenn sie zurückgelesen und jede Signatur darin geprüft ist.",
        "PIN und PUK der TSE stehen in keiner Sicherung des Kassenbuchs (Datei tse.json, nur für den Besitzer lesbar).",
        "Auf der TSE gelöscht wird nur, was in einem geprüften Archiv liegt, und nur mit einer zweiten Person.",
    ]);
    paper.leave(
        "wann, wohin und durch wen gesichert wird; wo die Sicherung getrennt von der Kasse liegt",
    );
    paper.leave("wann die Wiederherstellung zuletzt geprobt wurde");
}

pub(super) fn notification(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Mitteilung an das Finanzamt (§ 146a Abs. 4 AO)");
    let notice = &procedure.notice;
    paper.say(format!(
        "Betriebsstätte: {}, {}, {} {}. Mitgeteilt werden immer alle Systeme der Betriebsstätte (zurzeit {}), innerhalb eines Monats nach \
         Anschaffung, Wechsel der TSE oder Außerbetriebnahme. Die Kasse zählt die Frist und schreibt die XML-Datei für ELSTER; \
         absenden muss sie die Kommune. Eine Reserve-TSE wird im Formular von Hand ergänzt.",
        notice.place.name,
        notice.place.street,
        notice.place.postal_code,
        notice.place.city,
        notice.systems.len()
    ));
    for due in &notice.open {
        paper.say(format!(
            "Mitzuteilen bis {} ({}): {}, {} am {}.",
            date(due.until),
            left(due.until, procedure.today),
            due.change.system,
            occasion(&due.change.occasion),
            date(due.change.on)
        ));
    }
    match notice.record.made.is_empty() {
        true => paper.say("Bisher ist keine Mitteilung vermerkt."),
        false => {
            let rows = notice.record.made.iter().rev();
            let rows =
                rows.map(|made| vec![date(made.on), made.by.clone(), made.reference.clone()]);
            paper.table(
                &[
                    ("Mitgeteilt", Column::LABEL),
                    ("Vermerkt von", Column::TEXT),
                    ("Transferticket", Column::TEXT),
                ],
                rows.collect(),
            );
        }
    }
}
