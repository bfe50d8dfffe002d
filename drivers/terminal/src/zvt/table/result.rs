//! Result codes (BMP 27, 06 1E).

use Reaction::{
    AlreadyReversed, Configuration, Diagnosis, EndOfDay, Initialise, None, OtherMeans, Printer,
    Refund, Register, RemoveCard, Retry, Service, Wait,
};

/// What helps after a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// Nothing that we know.
    None,
    /// Try again.
    Retry,
    /// Another card or cash.
    OtherMeans,
    /// The terminal's end of day first.
    EndOfDay,
    /// A new Registration.
    Register,
    /// An initialisation.
    Initialise,
    /// A diagnosis.
    Diagnosis,
    /// A correction of the configuration.
    Configuration,
    /// Whoever serves the terminal.
    Service,
    /// Ask again later.
    Wait,
    /// A refund instead of a reversal.
    Refund,
    /// The reversal took place earlier.
    AlreadyReversed,
    /// Paper for the printer.
    Printer,
    /// Take the card out.
    RemoveCard,
}

/// Codes of the specification (chapter 10) with a German sentence and what helps.
const RESULTS: [(u8, &str, Reaction); 80] = [
    (0x00, "OK", None),
    (0x64, "Karte nicht lesbar", Retry),
    (0x65, "Keine Kartendaten", Retry),
    (0x66, "Verarbeitungsfehler am Kartenleser", Retry),
    (0x67, "Für girocard/Maestro nicht möglich", OtherMeans),
    (0x68, "Für Kreditkarten nicht möglich", OtherMeans),
    (0x6A, "Umsatzspeicher voll: Kassenschnitt nötig", EndOfDay),
    (0x6B, "Terminal nicht angemeldet", Register),
    (0x6C, "Abgebrochen (Taste oder Zeitablauf)", Retry),
    (0x6E, "Karte gesperrt", OtherMeans),
    (0x6F, "Falsche Währung", Configuration),
    (0x71, "Guthaben reicht nicht", OtherMeans),
    (0x72, "Chipfehler", Retry),
    (0x73, "Kartendaten fehlerhaft", OtherMeans),
    (0x74, "Schlüssel verbraucht: Netzbetreiber anrufen", Service),
    (0x75, "Textsignatur ungültig", Service),
    (0x76, "Karte nicht freigegeben", OtherMeans),
    (0x77, "Kassenschnitt nicht möglich", Retry),
    (0x78, "Karte abgelaufen", OtherMeans),
    (0x79, "Karte noch nicht gültig", OtherMeans),
    (0x7A, "Karte unbekannt", OtherMeans),
    (0x7B, "Bitte Chip verwenden", Retry),
    (0x7C, "Bitte Chip verwenden", Retry),
    (0x7D, "Kommunikationsfehler im Terminal", Retry),
    (
        0x7E,
        "Bitte Chip verwenden; Lastschrift möglich",
        OtherMeans,
    ),
    (0x83, "Funktion nicht möglich", None),
    (0x85, "Schlüssel fehlt: Initialisierung nötig", Initialise),
    (0x89, "PIN-Tastatur defekt", Service),
    (0x9A, "Protokollfehler", Service),
    (0x9B, "Verbindung zum Netzbetreiber gestört", Retry),
    (0x9C, "Bitte warten", Wait),
    (0xA0, "Gegenstelle nicht bereit", Retry),
    (0xA1, "Gegenstelle antwortet nicht", Retry),
    (0xA3, "Keine Verbindung zum Netzbetreiber", Retry),
    (0xA4, "Geldkarten-Einreichung nicht möglich", None),
    (0xA5, "Aus Sicherheitsgründen nicht erlaubt", None),
    (0xB1, "Terminalspeicher voll", EndOfDay),
    (0xB2, "Händlerjournal voll", EndOfDay),
    (0xB4, "Bereits storniert", AlreadyReversed),
    (
        0xB5,
        "Storno nicht möglich (Kassenschnitt erfolgt?)",
        Refund,
    ),
    (0xB7, "Vorautorisierung: Betrag falsch", None),
    (0xB8, "Vorautorisierung fehlerhaft", None),
    (0xBF, "Stromversorgung zu schwach", Service),
    (0xC0, "Kartenverriegelung defekt", Service),
    (0xC1, "Händlerkarte gesperrt", Service),
    (0xC2, "Diagnose erforderlich", Diagnosis),
    (0xC3, "Höchstbetrag überschritten", OtherMeans),
    (0xC4, "Kartenprofile veraltet: Diagnose/Update", Diagnosis),
    (0xC5, "Zahlart nicht unterstützt", OtherMeans),
    (0xC6, "Währung nicht zulässig", Configuration),
    (0xC8, "Betrag zu klein", OtherMeans),
    (0xC9, "Limit zu klein", None),
    (0xCB, "Nur in Euro möglich", Configuration),
    (0xCC, "Drucker nicht bereit", Printer),
    (0xCD, "Bargeldauszahlung nicht möglich", None),
    (0xD2, "Mit dieser Karte nicht erlaubt", OtherMeans),
    (0xDC, "Karte steckt noch", RemoveCard),
    (0xDD, "Kartenauswurf gestört", Service),
    (0xDE, "Karteneinzug gestört", Service),
    (0xE0, "Fernwartung läuft", Wait),
    (0xE2, "Kartenleser defekt", Service),
    (0xE3, "Kartenschlitz geschlossen", Service),
    (0xE4, "Terminal muss aktiviert werden", Service),
    (0xE7, "Warengruppe fehlt", None),
    (0xE8, "Warengruppentabelle fehlt", None),
    (0xE9, "Einschränkung der Karte", OtherMeans),
    (0xEA, "Kartenart nicht freigeschaltet", Diagnosis),
    (0xEB, "PIN-Verfahren unbekannt", Service),
    (0xEC, "PIN-Prüfung nicht möglich", Service),
    (0xED, "PIN-Tastatur defekt", Service),
    (0xF0, "Offener Kassenschnitt: bitte abschließen", EndOfDay),
    (0xF1, "Offline-Fehler", OtherMeans),
    (0xF5, "OPT-Fehler", Service),
    (0xF6, "OPT-Personalisierung nötig", Service),
    (
        0xFA,
        "Übertragung der Offline-Umsätze fehlgeschlagen",
        Retry,
    ),
    (0xFB, "Umsatzdatensatz defekt", Service),
    (0xFC, "Gerät fehlt oder startet neu", Wait),
    (0xFD, "Baudrate nicht möglich", Configuration),
    (0xFE, "Register unbekannt", None),
    (0xFF, "Systemfehler", Service),
];

/// German text of a result and what helps. Codes `01` to `63` are the host's own.
#[must_use]
pub fn result(code: u8) -> (String, Reaction) {
    match RESULTS.binary_search_by_key(&code, |row| row.0) {
        Ok(at) => (RESULTS[at].1.to_owned(), RESULTS[at].2),
        Err(_) if code <= 0x63 => (format!("Abgelehnt (Code {code})"), OtherMeans),
        Err(_) => (format!("Nicht ausgeführt (Code {code:02X})"), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_words() {
        assert!(RESULTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(
            result(0x6B),
            ("Terminal nicht angemeldet".to_owned(), Register)
        );
        assert_eq!(result(0x05), ("Abgelehnt (Code 5)".to_owned(), OtherMeans));
        assert_eq!(result(0x63), ("Abgelehnt (Code 99)".to_owned(), OtherMeans));
        assert_eq!(
            result(0x80),
            ("Nicht ausgeführt (Code 80)".to_owned(), None)
        );
    }
}
