//! Why a change of taxes cannot stand, in German.

use rust_decimal::Decimal;

use crate::i18n::date;
use crate::tax::TaxProblem;

/// A change of taxes that was refused.
pub fn problem(problem: &TaxProblem) -> String {
    use TaxProblem as P;
    match problem {
        P::ReservedKey(key) => format!(
            "Steuerschlüssel {} ist nicht vergeben; 9 bis 999 sind reserviert, eigene Schlüssel sind 1000 bis 5999 \
             (DSFinV-K, Anhang 2).",
            key.0
        ),
        P::NotOwnKey(key) => format!(
            "Steuerschlüssel {} gehört der DSFinV-K; eigene Schlüssel sind 1000 bis 5999.",
            key.0
        ),
        P::UndefinedKey(key) => format!("Steuerschlüssel {} ist noch nicht angelegt.", key.0),
        P::KeyInUse { key, item } => {
            format!(
                "Steuerschlüssel {} wird gebraucht, von Artikel {item}.",
                key.0
            )
        }
        P::KeyExists(key) => format!("Steuerschlüssel {} gibt es schon.", key.0),
        P::FixedKey(key) => format!(
            "Steuerschlüssel {} steht für immer für einen Satz; ein anderer Satz ist ein anderer Schlüssel.",
            key.0
        ),
        P::Percent { percent } => format!(
            "Ein Steuersatz liegt zwischen 0 und 100 % mit höchstens zwei Nachkommastellen, nicht {} %.",
            number(*percent)
        ),
        P::WithoutVat(key) => format!(
            "Steuerschlüssel {} steht für Umsätze ohne Umsatzsteuer; sein Satz ist 0 %.",
            key.0
        ),
        P::SameRate { key, percent } => format!(
            "Steuerschlüssel {} hat an diesem Tag schon {} %.",
            key.0,
            number(*percent)
        ),
        P::NoHistoricalKey { from, percent, own } => format!(
            "Ab {} steht kein Schlüssel mehr für {} %; bitte zuerst Schlüssel {} dafür anlegen, sonst ließe sich nichts \
             Früheres mehr erstatten.",
            date(*from),
            number(*percent),
            own.0
        ),
        P::Overlap { key, from } => format!(
            "Steuerschlüssel {}: der Zeitraum ab {} überschneidet den davor.",
            key.0,
            date(*from)
        ),
        P::Gap { key, day: first } => {
            format!(
                "Steuerschlüssel {}: ab {} fehlt ein Satz.",
                key.0,
                date(*first)
            )
        }
        P::Backwards { key, from } => format!(
            "Steuerschlüssel {}: der Zeitraum ab {} endet, bevor er beginnt.",
            key.0,
            date(*from)
        ),
        P::Begun { from, last } => format!(
            "{} ist zu früh: bis {} gibt es Belege oder offene Vorgänge, und was auf ihnen steht, bleibt.",
            date(*from),
            date(*last)
        ),
        P::NotAhead { from } => format!("{} hat schon begonnen.", date(*from)),
        P::NothingBegins(from) => {
            format!(
                "Am {} beginnt nichts, was zurückzunehmen wäre.",
                date(*from)
            )
        }
        P::NotNewYear(from) => format!(
            "Das Recht wechselt zum 1. Januar eines Jahres, nicht am {} (§ 27 Abs. 22a UStG).",
            date(*from)
        ),
        P::NoWayBack => "Von § 2b UStG führt kein Weg zum alten Recht zurück.".to_owned(),
        P::SameLaw => "Dieses Recht gilt an diesem Tag schon.".to_owned(),
        P::UnknownDecision(id) => format!("Eine Entscheidung {id} gibt es nicht."),
        P::Decided(id) => format!("Die Entscheidung {id} wartet nicht mehr auf eine Freigabe."),
        P::TextNeeded => "Bitte angeben, wofür der Schlüssel steht.".to_owned(),
    }
}

fn number(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}
