//! A refused catalogue file: the row, the column, what belongs there.

use crate::catalogue::file::{Expected, FileError, Place};

pub(super) fn sentence(error: &FileError) -> String {
    let place = match error.place {
        Place::File => String::new(),
        Place::Header => ", Kopfzeile".to_owned(),
        Place::Row(row) => format!(", Zeile {row}"),
        Place::Cell { row, column } => format!(", Zeile {row}, Spalte {column}"),
    };
    format!("{}{place}: {}.", error.file, expected(&error.expected))
}

fn expected(expected: &Expected) -> String {
    use Expected as E;
    let (what, found) = match expected {
        E::Readable(error) => return super::reason(error),
        E::Header(error) => {
            return format!(
                "erwartet wird eine Kopfzeile in UTF-8 mit Kommas zwischen den Spalten; {}",
                csv(error)
            );
        }
        E::Column(column) => {
            return format!(
                "die Spalte {column} fehlt; erwartet werden Spaltennamen mit Kommas dazwischen"
            );
        }
        E::Columns { number, reason } => {
            return format!("erwartet werden {number} Spalten in UTF-8; {}", csv(reason));
        }
        E::Item => return "erwartet wird mindestens ein Artikel".to_owned(),
        E::Value => return "die Zelle ist leer, erwartet wird ein Wert".to_owned(),
        E::FreshId => return "diese Nummer kommt schon einmal vor".to_owned(),
        E::FreshEan => return "diese EAN kommt schon einmal vor".to_owned(),
        E::ShareWithinPrice => {
            return "der fremde Anteil darf nicht höher sein als der Preis".to_owned();
        }
        E::Limits => {
            return "erwartet wird price_min ≤ price_eur ≤ price_max".to_owned();
        }
        E::Amount(found) => ("ein Betrag wie 12.50 bis 1.000.000,00".to_owned(), found),
        E::YesOrNo(found) => ("yes oder no".to_owned(), found),
        E::Kind(found) => (
            "fee, article, service, transit, ticket, rental, meal, drink, bundle, form, deposit, voucher, \
             discount oder openitem"
                .to_owned(),
            found,
        ),
        E::Mode(found) => ("fixed, quantity, weight, range oder variable".to_owned(), found),
        E::Shares(found) => ("Anteile wie R7:70/S19:30".to_owned(), found),
        E::TaxCode(found) => (
            "NT, EX4, S19, R7, A24, F55, PASS oder Anteile wie R7:70/S19:30".to_owned(),
            found,
        ),
        E::PositiveShare(found) => ("ein Anteil über null".to_owned(), found),
        E::Ean(found) => ("8 oder 13 Ziffern mit richtiger Prüfziffer".to_owned(), found),
    };
    format!("erwartet wird {what}, gefunden „{found}“")
}

fn csv(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { len, .. } => format!("gefunden sind {len}"),
        csv::ErrorKind::Utf8 { .. } => {
            "diese Zeile ist kein UTF-8 (beim Speichern „CSV UTF-8“ wählen)".to_owned()
        }
        csv::ErrorKind::Io(error) => super::reason(error),
        _ => error.to_string(),
    }
}
