//! From the first item to the closing, and how nothing gets lost.

use super::Procedure;
use super::paper::Paper;
use crate::document::format::{euro, minute};
use crate::document::model::Column;

pub(super) fn sale(paper: &mut Paper) {
    paper.section("Ein Vorgang und seine Nummern");
    paper.say("Jeder Schritt ist auf der Platte, bevor der nächste beginnt:");
    paper.steps(&[
        "Mit der ersten Position entsteht ein offener Vorgang; die TSE beginnt eine Transaktion (StartTransaction).",
        "Eine Kartenzahlung wird erst aufgeschrieben, dann ans Terminal gegeben, dann mit dessen Antwort ergänzt. Bleibt \
         die Antwort aus, ist der Ausgang ungeklärt: Der Vorgang wird nicht fertig, bis das Terminal gefragt wurde oder eine \
         zweite Person mit Grund entschieden hat.",
        "Ist alles bezahlt, wird der Beleg mit seiner Nummer ganz geschrieben.",
        "Die TSE beendet die Transaktion (FinishTransaction, processType Kassenbeleg-V1); Signatur, Zähler und Zeit stehen \
         danach beim Beleg. Fällt die TSE aus, wird der Beleg mit dem Vermerk des Ausfalls fertig.",
        "Erst dann öffnet die Lade und druckt der Drucker. Beides lässt sich wiederholen und ändert nichts mehr.",
    ]);
    paper.say(
        "Nach einem Stromausfall erkennt der nächste Start jeden dieser Zustände und macht ihn fertig; offene Vorgänge bleiben \
         geparkt. Ein abgebrochener Vorgang wird als Belegabbruch signiert und aufgezeichnet. Ein Vorgang kann geparkt, auf \
         mehrere Zahlungen geteilt und wieder aufgenommen werden; er bleibt ein Vorgang.",
    );
    paper.points([
        "Belegnummern (BON_NR) sind über die Lebenszeit der Kasse lückenlos. Auch Storno, Abbruch, Training und \
         Geldbewegungen tragen eine.",
        "Kassenabschlüsse (Z_NR) sind lückenlos; jeder Beleg gehört zu genau einem.",
        "Storno und Erstattung sind neue Belege mit umgekehrten Vorzeichen und verweisen auf den alten. Nichts wird zweimal \
         zurückgegeben, nichts überschrieben.",
        "Rechnungen tragen die Nummer ihres Belegs. Gutscheinnummern sind zufällig und haben eine Prüfziffer.",
    ]);
    paper.sub("Beleg");
    paper.say(
        "Jeder Beleg enthält die Angaben des § 6 KassenSichV und den QR-Code der DSFinV-K. Er wird gedruckt oder, mit \
         Zustimmung, als PDF übergeben (§ 146a Abs. 2 AO). Ein weiterer Ausdruck ist als Kopie bezeichnet.",
    );
    paper.sub("Training");
    paper.say(
        "Das Training wird eingeschaltet, solange nichts gebucht ist; ein Streifen über jedem Bildschirm und jeder Beleg sagen \
         es. Trainingsvorgänge werden signiert und als AVTraining aufgezeichnet, sie gehen in keine Summe ein und bewegen kein Geld.",
    );
}

pub(super) fn cash(paper: &mut Paper, procedure: &Procedure) {
    let point = &procedure.site.pay_point;
    paper.section("Bargeld und Kassenabschluss");
    paper.facts([
        ("Wechselgeld der Zahlstelle", euro(point.float)),
        (
            "Grenze für Banknoten",
            match point.note_limit.is_zero() {
                true => "keine".to_owned(),
                false => euro(point.note_limit),
            },
        ),
    ]);
    paper.points([
        "Jede Bewegung (Wechselgeld, Abschöpfung, Ablieferung, Ein- und Auszahlung) ist ein signierter Beleg. Ein- und \
         Auszahlungen brauchen einen Grund, Auszahlungen eine zweite Person.",
        "Die Kasse ist jederzeit kassensturzfähig: Der Sollbestand ist bekannt, gezählt wird nach Scheinen und Münzen, ein \
         Kassensturz zwischen zwei Abschlüssen wird als Zählprotokoll aufgezeichnet.",
        "Der Abschluss: Zählen, Differenz mit Grund als eigener Beleg (DifferenzSollIst), Abschöpfung, Freigabe durch eine \
         zweite Person, Z. Was in der Lade bleibt, ist der Anfangsbestand der nächsten Periode.",
        "Offene oder geparkte Vorgänge verhindern den Abschluss. Ein Zwischenbericht (X) ändert nichts.",
        match procedure.negative_stock {
            true => "Handelsware darf unter null verkauft werden; Wertvordrucke nie.",
            false => "Handelsware wird nicht unter null verkauft; Wertvordrucke nie.",
        },
    ]);
    paper.leave("wann und wie oft abgeschlossen, abgeliefert und unvermutet geprüft wird; Tresor und Schlüssel");
}

pub(super) fn chain(paper: &mut Paper) {
    paper.section("Unveränderbarkeit und Prüfung");
    paper.points([
        "Belege, Signaturen, Zählungen, Abschlüsse, Lagerbewegungen, Stammdaten einer Periode und Ereignisse werden nur \
         angefügt. Auslöser der Datenbank weisen jedes Ändern und Löschen zurück.",
        "Jeder Eintrag trägt die SHA-256-Prüfsumme über seinen Inhalt und die Prüfsumme seines Vorgängers. Eine geänderte, \
         eingefügte oder entfernte Zeile bricht die Kette und wird gefunden.",
        "Jeder Abschluss druckt die Prüfsumme, auf der er steht: ein Anker außerhalb der Datei. Die Signaturen der TSE sind \
         ein zweiter, unabhängiger.",
        "Die Stammdaten, unter denen eine Periode begann, werden mit ihr festgehalten; ändern lassen sie sich nur zwischen zwei \
         Abschlüssen.",
    ]);
    paper
        .say("Prüfen kann jede und jeder mit Lesezugriff, auch an einer Kopie und ohne die Kasse:");
    paper.table(
        &[("Befehl", Column::LABEL), ("prüft", Column::TEXT)],
        [
            (
                "amtskasse verify ledger",
                "Kette, Nummern, Summen und Signaturen des Kassenbuchs",
            ),
            (
                "amtskasse verify ledger --tse DATEI.tar",
                "dazu: jeder Beleg in der TSE und umgekehrt",
            ),
            (
                "amtskasse verify tse DATEI.tar",
                "jede Signatur, jeden Zähler und jedes Zertifikat eines TSE-Archivs",
            ),
            (
                "amtskasse verify dsfinvk DATEI.zip",
                "einen DSFinV-K-Export gegen Format und Stimmigkeit",
            ),
            (
                "amtskasse verify receipt 'V0;…'",
                "den QR-Code eines einzelnen Belegs",
            ),
        ]
        .map(|(command, what)| vec![command.to_owned(), what.to_owned()])
        .into(),
    );
}

pub(super) fn retention(paper: &mut Paper) {
    paper.section("Aufbewahrung");
    paper.say(
        "Die Aufzeichnungen der Kasse, die TSE-Daten und diese Dokumentation sind nach § 147 AO geordnet aufzubewahren, in der \
         Form, in der sie entstanden sind, und während der ganzen Frist maschinell auswertbar. Die Kasse löscht keine \
         Aufzeichnung von sich aus; die Frist läuft außerhalb der Kasse. Zehn Jahre decken alle Unterlagen der Kasse ab; \
         haushaltsrechtliche Fristen der Länder können länger sein.",
    );
    paper.leave("Ort der Aufbewahrung, Frist nach Landesrecht, wer nach ihrem Ablauf löscht");
    paper.leave(
        "Umgang mit personenbezogenen Daten der Beschäftigten und der Zahlenden (Datenschutz)",
    );
}

pub(super) fn outages(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Störungen");
    paper.points([
        "TSE: Die Kasse geht weiter. Beginn, Ende und Grund des Ausfalls werden aufgezeichnet, die Belege sagen „TSE \
         ausgefallen“. Alle 30 Sekunden versucht es die Kasse wieder; eine zweite TSE übernimmt, wenn sie bereitsteht. Nichts \
         wird nachträglich oder zweimal signiert. Der Ausfall ist unverzüglich zu beheben.",
        "Strom, Absturz: Der nächste Start macht fertig, was er findet.",
        "Drucker: Der Beleg ist fertig und wird später gedruckt oder als PDF übergeben.",
        "Kartenterminal: Es wird bar kassiert; eine Zahlung mit unbekanntem Ausgang bleibt offen, bis sie geklärt ist.",
        "Uhr: Geht die Uhr des Rechners nach, hält die Kasse an, bis sie gestellt ist oder zwei Personen sie mit Grund annehmen.",
        "Platte voll: Was vorher gebucht war, ist sicher; es wird nichts Halbes geschrieben.",
    ]);
    match procedure.outages.len() {
        0 => paper.say("Bisher ist kein Ausfall der TSE aufgezeichnet."),
        count => {
            paper.say(if count == 1 {
                "Bisher ist ein Ausfall der TSE aufgezeichnet:".to_owned()
            } else {
                format!("Bisher sind {count} Ausfälle der TSE aufgezeichnet, die letzten:")
            });
            let rows = procedure.outages.iter().rev().take(10);
            let rows = rows.map(|(at, reason)| vec![minute(*at), reason.clone()]);
            paper.table(
                &[("Beginn", Column::LABEL), ("Grund", Column::TEXT)],
                rows.collect(),
            );
        }
    }
    paper.leave("Ersatzverfahren, wenn die ganze Kasse ausfällt (Quittungsblock, Nacherfassung), und wen man anruft");
}

pub(super) fn control(paper: &mut Paper) {
    paper.section("Internes Kontrollsystem");
    paper.points([
        "Funktionstrennung durch Rollen: kassieren, freigeben, pflegen und prüfen sind verschiedene Rollen.",
        "Vier Augen bei allem, was Geld zurückgibt, den Tag abschließt, Steuern, Stammdaten oder die TSE ändert.",
        "Lückenlose Nummern, verkettete Aufzeichnungen und die Signaturen der TSE; alle drei lassen sich jederzeit prüfen.",
        "Auswertungen nach Person und Zeit: Stornos, Abbrüche, Differenzen, Öffnen der Lade, Lücken. Sie zeigen, wo man \
         hinsehen sollte, und beschuldigen niemanden.",
        "Was Prüferinnen und Prüfer an der Kasse tun, wird ebenfalls aufgezeichnet.",
        "Warnungen vor dem Ende von Zertifikat, Signaturen und Speicher der TSE und vor dem Ablauf der Frist zur Mitteilung.",
    ]);
    paper.leave("wer welche Kontrollen in welchem Abstand durchführt und wo sie vermerkt werden");
}
