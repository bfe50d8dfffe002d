//! A refused catalogue: the row, the column, what belongs there.

use chrono::NaiveDate;

use crate::catalogue::change::{Fault, Problem};
use crate::catalogue::file::{Expected, FileError, FileFault, Place, Warning};
use crate::i18n::date;
use crate::money::Money;

/// The file in one sentence: its first fault, and how many more there are.
pub(super) fn sentence(error: &FileError) -> String {
    let first = match error.faults.first() {
        Some(first) if first.place == Place::File => format!(": {}", expected(&first.expected)),
        Some(first) => format!(", {}: {}", place(first.place), expected(&first.expected)),
        None => String::new(),
    };
    let more = match error.count().saturating_sub(1) {
        0 => String::new(),
        1 => " (und ein weiterer Fehler; `amtskasse catalogue check` nennt alle)".to_owned(),
        more => format!(" (und {more} weitere Fehler; `amtskasse catalogue check` nennt alle)"),
    };
    format!("{}{first}{more}.", error.file)
}

/// One fault of a file, without the file's name.
pub fn fault(fault: &FileFault) -> String {
    match place(fault.place) {
        place if place.is_empty() => format!("{}.", expected(&fault.expected)),
        place => format!("{place}: {}.", expected(&fault.expected)),
    }
}

fn place(place: Place) -> String {
    match place {
        Place::File => String::new(),
        Place::Header => "Kopfzeile".to_owned(),
        Place::Row(row) => format!("Zeile {row}"),
        Place::Cell { row, column } => format!("Zeile {row}, Spalte {column}"),
    }
}

/// What is allowed and still worth a look.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Undecided { row, column, item } => format!(
            "Zeile {row}, Spalte {column}: für {item} ist noch nichts entschieden; \
             wo diese Steuer gilt, wird sie als „nicht ermittelbar“ gebucht."
        ),
        Warning::UnknownColumn(name) => {
            format!("Kopfzeile: die Spalte „{name}“ ist unbekannt und bleibt unbeachtet.")
        }
    }
}

/// A change that is not allowed, with the item it is about.
pub fn problem(problem: &Problem) -> String {
    match &problem.item {
        Some(item) => format!("{item}: {}.", rule(&problem.fault)),
        None => format!("{}.", rule(&problem.fault)),
    }
}

fn expected(expected: &Expected) -> String {
    use Expected as E;
    let (what, found) = match expected {
        E::Readable(error) => return super::reason(error),
        E::Csv(error) => return csv(error),
        E::Utf8(byte) => {
            return format!(
                "das ist kein UTF-8 (Byte {byte:#04X}); bitte beim Speichern „CSV UTF-8“ wählen"
            );
        }
        E::Utf16 => {
            return "das ist UTF-16; bitte beim Speichern „CSV UTF-8“ wählen".to_owned();
        }
        E::StrayMark => {
            return "hier steht eine Bytereihenfolge-Marke (BOM), die nur ganz am Anfang der Datei stehen darf; \
                    sind zwei Dateien aneinandergehängt?"
                .to_owned();
        }
        E::Header => {
            return "erwartet wird eine Kopfzeile mit den Namen der Spalten und Kommas dazwischen"
                .to_owned();
        }
        E::Commas(found) => {
            let found = match found {
                ';' => "Semikolons",
                '\t' => "Tabulatoren",
                _ => "senkrechte Striche",
            };
            return format!(
                "erwartet werden Kommas zwischen den Spalten und Punkte in den Beträgen (12.50), \
                 gefunden sind {found}"
            );
        }
        E::Column(column) => {
            return format!(
                "die Spalte {column} fehlt; erwartet werden Spaltennamen mit Kommas dazwischen"
            );
        }
        E::ColumnTwice(column) => return format!("die Spalte {column} kommt zweimal vor"),
        E::Columns { expected, found } if found > expected => {
            return format!(
                "erwartet werden {expected} Spalten, gefunden sind {found}; Beträge haben einen Punkt (12.50), \
                 Texte mit Komma stehen in Anführungszeichen"
            );
        }
        E::Columns { expected, found } => {
            return format!("erwartet werden {expected} Spalten, gefunden sind {found}");
        }
        E::Item => return "erwartet wird mindestens ein Artikel".to_owned(),
        E::Value => return "die Zelle ist leer, erwartet wird ein Wert".to_owned(),
        E::FreshId(row) => {
            return format!(
                "diese Nummer steht schon in Zeile {row}; mehrere Zeilen braucht ein Artikel nur mit valid_from"
            );
        }
        E::Treatment => {
            return "erwartet wird eine Steuer nach mindestens einem der beiden Rechte".to_owned();
        }
        E::FirstDay => {
            return "die Nummer steht in mehreren Zeilen, erwartet wird der erste Tag".to_owned();
        }
        E::Period => return "der letzte Tag liegt vor dem ersten".to_owned(),
        E::Overlap { row, until } => {
            return format!(
                "der Zeitraum überschneidet sich mit dem von Zeile {row} ({})",
                match until {
                    Some(until) => format!("bis {until}"),
                    None => "noch offen".to_owned(),
                }
            );
        }
        E::Gap { row, expected } => {
            return format!(
                "zwischen Zeile {row} und hier ist eine Lücke, erwartet wird {expected}"
            );
        }
        E::Open => {
            return "der letzte Zeitraum bleibt offen; aus dem Angebot nimmt archived_from"
                .to_owned();
        }
        E::Same(row) => {
            return format!("erwartet wird dasselbe wie in Zeile {row} dieses Artikels");
        }
        E::Rule(fault) => return rule(fault),
        E::DecimalPoint(found) => ("ein Betrag mit Punkt statt Komma wie 12.50", found),
        E::Amount(found) => (
            "ein Betrag wie 12.50 bis 1000000.00, ohne Tausenderpunkt",
            found,
        ),
        E::Number(found) => ("eine Zahl ab 0 wie 10 oder 2.5", found),
        E::Day(found) => ("ein Tag wie 2027-01-01 oder 01.01.2027", found),
        E::YesOrNo(found) => ("yes oder no", found),
        E::Stock(found) => ("no, yes oder numbered", found),
        E::PriceRule(found) => ("gross oder net", found),
        E::Kind(found) => (
            "fee, article, service, transit, ticket, rental, meal, drink, bundle, form, deposit, voucher, \
             voucher-single, voucher-multi, discount oder openitem",
            found,
        ),
        E::Mode(found) => ("fixed, quantity, weight, range oder variable", found),
        E::Shares(found) => {
            return format!("erwartet werden Anteile wie R7:70/S19:30, gefunden „{found}“");
        }
        E::TaxCode(found) => (
            "NT, EX4, S19, R7, A24, F55, PASS, Z0, UND, ein eigener Schlüssel wie K1001 oder Anteile wie \
             R7:70/S19:30",
            found,
        ),
        E::PositiveShare(found) => ("ein Anteil über null", found),
        E::Splits(found) => (
            "ein Konto oder mehrere mit Anteilen wie 4461000@573:70/4461900@111:30",
            found,
        ),
    };
    format!("erwartet wird {what}, gefunden „{found}“")
}

pub(super) fn rule(fault: &Fault) -> String {
    use Fault as F;
    let day = |day: &NaiveDate| date(*day);
    match fault {
        F::UnknownItem => "diesen Artikel gibt es nicht".to_owned(),
        F::Blank(column) => {
            format!("{column} darf nicht leer sein und weder mit Leerzeichen beginnen noch enden")
        }
        F::Spaces(column) => {
            format!("{column} darf weder mit Leerzeichen beginnen noch enden")
        }
        F::IdTaken => "diese Nummer ist vergeben und wird nie wieder verwendet".to_owned(),
        F::EanTaken { ean, item } => format!("die EAN {ean} gehört schon zu {item}"),
        F::CodeTaken { code, item } => format!("die Kurzwahl {code} gehört schon zu {item}"),
        F::Ean(found) => {
            format!("erwartet wird eine EAN mit 8 oder 13 Ziffern und richtiger Prüfziffer, gefunden „{found}“")
        }
        F::UnknownOffice(name) => format!("das Amt „{name}“ gibt es nicht"),
        F::KindAndCase(case) => format!("die Art passt nicht zum Geschäftsvorfall {case}"),
        F::Sign => "unter null ist nur eine Pfandrückgabe oder ein Nachlass, und eine Pfandrückgabe immer".to_owned(),
        F::TooMuch => format!("der Betrag ist höher als {} €", Money::LIMIT),
        F::NoPrice => "ein Artikel braucht mindestens einen Preis".to_owned(),
        F::PriceTwice(from) => format!("am {} beginnen zwei Preise", day(from)),
        F::NoSuchPrice(from) => format!("am {} beginnt kein Preis", day(from)),
        F::Limits => "erwartet wird price_min ≤ price_eur ≤ price_max".to_owned(),
        F::ShareWithinPrice => {
            "der fremde Anteil darf nicht höher sein als der Preis und hat dasselbe Vorzeichen".to_owned()
        }
        F::InThePast { last } => {
            let next = last.succ_opt().unwrap_or(*last);
            format!(
                "bis zum {} sind Belege ausgestellt, eine Änderung kann frühestens am {} beginnen",
                day(last),
                day(&next)
            )
        }
        F::ArchivedInThePast => "aus dem Angebot geht ein Artikel frühestens heute".to_owned(),
        F::PositiveShare => "jeder Anteil muss über null liegen".to_owned(),
        F::Splits => {
            "ein Konto hat kein „:“; aufgeteilt wird auf mindestens zwei verschiedene Konten ohne „:“ und „@“".to_owned()
        }
        F::NumberedByPiece => "nummerierte Vordrucke werden stückweise verkauft (price_mode fixed)".to_owned(),
        F::Minimum => "ein Mindestbestand ist mindestens 0 und braucht eine Bestandsführung".to_owned(),
        F::UnknownKey(key) => format!("einen Steuerschlüssel {key} gibt es nicht"),
        F::HistoricalKey(key) => {
            format!("der Steuerschlüssel {key} ist ein historischer, nur für Korrekturen")
        }
        F::NoRate { key, day: from } => {
            format!("der Steuerschlüssel {key} hat am {} keinen Satz", day(from))
        }
        F::KeyTwice => "ein Steuerschlüssel kommt zweimal vor".to_owned(),
        F::Undecided => "über die Steuer ist nichts entschieden".to_owned(),
        F::ExemptText => "zu einer Steuerbefreiung gehört der Text für den Beleg".to_owned(),
        F::ShareTaxed => "ein größerer fremder Anteil mindert die Umsatzsteuer eines besteuerten Artikels; bitte \
             einen neuen Artikel anlegen, dessen Steuer zwei Personen freigeben"
            .to_owned(),
        F::TransitTaxed => "fremdes Geld (durchlaufender Posten) wird nie besteuert".to_owned(),
        F::ReasonNeeded => "eine Änderung der Steuer braucht eine Begründung".to_owned(),
        F::LegalBasisNeeded => "eine Änderung der Steuer braucht ihre Rechtsgrundlage".to_owned(),
        F::UnknownOwner(id) => format!("eine Zahlstelle oder Person „{id}“ gibt es nicht"),
        F::UnknownTile(id) => format!("einen Artikel „{id}“ gibt es nicht"),
        F::NamedTwice(name) => format!("„{name}“ kommt zweimal vor"),
        F::Colour(found) => format!("erwartet wird eine Farbe wie #0B5C6B, gefunden „{found}“"),
    }
}

fn csv(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => super::reason(error),
        _ => format!("das ist keine CSV-Datei ({error})"),
    }
}
