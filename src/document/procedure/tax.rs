//! Law, keys and rates.

use super::Procedure;
use super::paper::Paper;
use crate::document::format::percent;
use crate::document::model::Column;
use crate::i18n::date;
use crate::tax::{Regime, TaxKey};

pub(super) fn name(procedure: &Procedure, key: TaxKey) -> String {
    let known = match key.0 {
        1 => "Allgemeiner Satz (§ 12 Abs. 1 UStG)",
        2 => "Ermäßigter Satz (§ 12 Abs. 2 UStG)",
        3 => "Durchschnittssatz (§ 24 Abs. 1 Nr. 3 UStG)",
        4 => "Durchschnittssatz (§ 24 Abs. 1 Nr. 1 UStG)",
        5 => "Nicht steuerbar",
        6 => "Steuerfrei",
        7 => "Nicht ermittelbar: noch nicht entschieden",
        8 => "Nullsatz (§ 12 Abs. 3 UStG)",
        11 | 21 => "Historischer allgemeiner Satz",
        12 | 22 => "Historischer ermäßigter Satz",
        13 | 23 | 33 | 43 => "Historischer Durchschnittssatz",
        _ => {
            let mut own = procedure.own_keys.iter();
            let text = own.find(|(own, _)| *own == key);
            return text
                .map_or("Individueller Schlüssel", |(_, text)| text.as_str())
                .to_owned();
        }
    };
    known.to_owned()
}

pub(super) fn write(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Steuern");
    let law = procedure.regimes.at(procedure.today);
    paper.say(format!(
        "Am {} gilt {} für die Kommune als Ganzes.",
        date(procedure.today),
        law.paragraph()
    ));
    for (from, regime) in &procedure.regimes.0 {
        let when = if *from > procedure.today {
            "Ab"
        } else {
            "Seit"
        };
        paper.say(format!(
            "{when} {} gilt {}, für alle ihre Leistungen.",
            date(*from),
            regime.paragraph()
        ));
    }
    if law == Regime::Old {
        paper.say(
            "Zu jedem Artikel ist neben der heutigen auch die Behandlung nach § 2b UStG hinterlegt; sie wirkt mit dem Tag, an \
             dem das Recht für die Kommune als Ganzes wechselt, ohne dass ein Artikel angefasst wird.",
        );
    }
    paper.say(
        "Ein Artikel zeigt auf einen Steuerschlüssel, ein Schlüssel auf einen datierten Satz. Der Satz eines Belegs ist der Satz \
         am Tag der Leistung und ändert sich nie mehr. Ein neuer Satz ist eine neue Zeile; vor dem ersten Beleg unter einem \
         anderen Satz verlangt die Kasse einen Abschluss. Für Rückgaben nach einer Änderung nimmt sie den historischen Schlüssel.",
    );
    paper.sub("Schlüssel und Sätze");
    let rows = procedure.rates.periods().iter().map(|period| {
        vec![
            period.key.0.to_string(),
            name(procedure, period.key),
            percent(period.percent),
            date(period.from),
        ]
    });
    paper.table(
        &[
            ("Schlüssel", Column::LABEL),
            ("Bedeutung", Column::TEXT),
            ("Satz", Column::AMOUNT),
            ("ab", Column::LABEL),
        ],
        rows.collect(),
    );
    paper.sub("Individuelle Schlüssel");
    match procedure.own_keys.is_empty() {
        true => paper.say("Es gibt keine individuellen Schlüssel (1000 bis 5999)."),
        false => {
            paper.say(
                "Die DSFinV-K erlaubt eigene Schlüssel ab 1000; sie sind hier zu erläutern. Die Tausenderstelle sagt, in \
                 welches der fünf Felder der TSE-Signatur der Betrag gehört (1 allgemein, 2 ermäßigt, 3 und 4 \
                 Durchschnittssätze, 5 ohne Umsatzsteuer).",
            );
            let rows = procedure.own_keys.iter().map(|(key, text)| {
                let rate = procedure.rates.at(*key, procedure.today);
                vec![
                    key.0.to_string(),
                    text.clone(),
                    rate.map_or_else(|| "–".to_owned(), percent),
                ]
            });
            paper.table(
                &[
                    ("Schlüssel", Column::LABEL),
                    ("Wofür", Column::TEXT),
                    ("Satz heute", Column::AMOUNT),
                ],
                rows.collect(),
            );
        }
    }
    paper.sub("Geld für andere");
    match procedure.principals.is_empty() {
        true => paper.say("Die Kasse weist kein Geld im Namen anderer aus."),
        false => {
            paper.say(
                "Für diese Auftraggeber wird Geld in deren Namen angenommen; die DSFinV-K weist es als Agentur aus (pa.csv).",
            );
            let rows = procedure.principals.iter().map(|p| {
                let numbers = [p.tax_number.as_str(), p.vat_id.as_str()];
                let numbers: Vec<&str> = numbers.into_iter().filter(|n| !n.is_empty()).collect();
                vec![
                    p.number.to_string(),
                    p.name.clone(),
                    format!("{}, {} {}", p.street, p.postal_code, p.city),
                    numbers.join(", "),
                ]
            });
            paper.table(
                &[
                    ("Nr.", Column::LABEL),
                    ("Auftraggeber", Column::TEXT),
                    ("Anschrift", Column::TEXT),
                    ("Steuernummer, USt-IdNr.", Column::TEXT),
                ],
                rows.collect(),
            );
        }
    }
    paper.leave("Bestätigung der steuerlichen Einordnung durch die Steuerabteilung oder Beratung, mit Datum");
}
