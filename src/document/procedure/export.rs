//! How the export for the tax audit is made.

use super::Procedure;
use super::paper::Paper;
use crate::document::model::{Align, Column, Width};

/// Business, BON_TYP, GV_TYP and key, what else.
const MAPPING: [(&str, &str, &str, &str); 19] = [
    (
        "Verkauf, Entgelt",
        "Beleg",
        "Umsatz, Schlüssel des Artikels an diesem Tag",
        "",
    ),
    (
        "Gebühr, Amtshandlung",
        "Beleg",
        "Umsatz, 5",
        "nicht steuerbar",
    ),
    (
        "Zahlung auf ein Kassenzeichen",
        "Beleg",
        "Forderungsaufloesung",
        "references.csv: ExterneSonstige, Kassenzeichen",
    ),
    (
        "Geld für einen Auftraggeber",
        "Beleg",
        "Umsatz",
        "AGENTUR_ID, pa.csv",
    ),
    (
        "Geld für andere ohne Eintrag",
        "Beleg",
        "Umsatz, GV_NAME Fremdgeld",
        "",
    ),
    (
        "Gutschein verkaufen, einlösen",
        "Beleg",
        "Einzweck-/MehrzweckgutscheinKauf, -Einloesung",
        "GUTSCHEIN_NR",
    ),
    ("Pfand", "Beleg", "Pfand, PfandRueckzahlung", ""),
    (
        "Rabatt auf eine Position",
        "Beleg",
        "wie die Position, gemindert",
        "itemamounts.csv",
    ),
    ("Rabatt auf den Beleg", "Beleg", "Rabatt", ""),
    ("Gestrichene Zeile", "Beleg", "wie gebucht", "P_STORNO 1"),
    (
        "Storno eines Belegs",
        "Beleg",
        "dieselben Zeilen, Menge negativ",
        "BON_STORNO 1, references.csv",
    ),
    (
        "Erstattung",
        "Beleg",
        "zurückgegebene Zeilen, historischer Schlüssel",
        "references.csv",
    ),
    (
        "Wechselgeld, Abschöpfung, Ablieferung",
        "Beleg",
        "Geldtransit, 5",
        "Bar",
    ),
    (
        "Einzahlung, Auszahlung",
        "Beleg",
        "Einzahlung, Auszahlung, 5",
        "BON_NOTIZ: Grund",
    ),
    ("Anfangsbestand", "Beleg", "Anfangsbestand, 5", "Bar"),
    (
        "Kassendifferenz",
        "Beleg",
        "DifferenzSollIst, 5",
        "Bar; gezählt minus errechnet",
    ),
    (
        "Training",
        "AVTraining",
        "wie gebucht",
        "keine Summe, Zahlung Keine",
    ),
    (
        "Abbruch",
        "AVBelegabbruch",
        "wie gebucht",
        "keine Summe, Zahlung Keine",
    ),
    (
        "Ausfall der TSE",
        "Beleg",
        "wie sonst",
        "transactions_tse.csv: TSE_TA_FEHLER",
    ),
];

pub(super) fn write(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Export für die Prüfung (DSFinV-K)");
    paper.say(
        "Der Export folgt der DSFinV-K 2.4: 20 CSV-Dateien mit index.xml und DTD, als ZIP-Datei oder Ordner. Er entsteht unmittelbar \
         aus dem Kassenbuch, für jeden Zeitraum mit Kassenabschlüssen; derselbe Zeitraum ergibt Byte für Byte dieselben Dateien. \
         Kopfwerte sind die gedruckten Werte und werden nicht nachgerechnet, Summen eines Abschlusses sind die mit ihm \
         aufgezeichneten. Zeiten der Kasse sind Ortszeit mit Angabe des Versatzes, Zeiten der TSE sind UTC.",
    );
    paper.facts([
        ("Z_KASSE_ID", procedure.site.register.serial.as_str()),
        ("KASSE_BRAND", "Amtskasse"),
        ("KASSE_SW_VERSION", &procedure.version),
        (
            "Befehl",
            "amtskasse export dsfinvk --from TAG --to TAG --out DATEI.zip",
        ),
        ("TSE-Daten dazu", "amtskasse export tse --out DATEI.tar"),
    ]);
    paper.sub("Was woraus wird");
    let rows = MAPPING.iter().map(|(what, bon, case, else_)| {
        [what, bon, case, else_]
            .map(|text| (*text).to_owned())
            .into()
    });
    paper.table(
        &[
            (
                "Geschäftsvorfall",
                Column::new(Width::Share(3), Align::Left),
            ),
            ("BON_TYP", Column::LABEL),
            (
                "GV_TYP, Schlüssel",
                Column::new(Width::Share(3), Align::Left),
            ),
            ("außerdem", Column::new(Width::Share(3), Align::Left)),
        ],
        rows.collect(),
    );
    paper.say(
        "Eine Installation ist eine Kasse mit einem Terminal: slaves.csv, allocation_groups.csv und subitems.csv haben keine Zeilen. \
         Stammdaten stehen je Abschluss im Export, so wie sie galten, als die Periode begann.",
    );
    paper.leave(
        "wer bei einer Kassen-Nachschau (§ 146b AO) den Export bereitstellt, auch in Vertretung",
    );
}
