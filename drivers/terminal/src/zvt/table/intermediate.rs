//! Intermediate status (04 FF).

use crate::Step;

const TEXTS: [(u8, &str); 58] = [
    (0x00, "Bitte Betrag bestätigen"),
    (0x01, "Bitte Anzeige am PIN-Pad beachten"),
    (0x02, "Bitte Anzeige am PIN-Pad beachten"),
    (0x03, "Vorgang nicht möglich"),
    (0x04, "Warte auf Antwort"),
    (0x05, "Automatisches Storno läuft"),
    (0x06, "Nachbuchungen laufen"),
    (0x07, "Karte nicht zugelassen"),
    (0x08, "Karte unbekannt"),
    (0x09, "Karte abgelaufen"),
    (0x0A, "Karte einstecken/vorhalten"),
    (0x0B, "Karte entnehmen"),
    (0x0C, "Karte nicht lesbar"),
    (0x0D, "Vorgang abgebrochen"),
    (0x0E, "Bitte warten"),
    (0x0F, "Automatischer Kassenschnitt"),
    (0x10, "Karte ungültig"),
    (0x11, "Guthabenanzeige"),
    (0x12, "Systemfehler"),
    (0x13, "Zahlung nicht möglich"),
    (0x14, "Guthaben reicht nicht"),
    (0x15, "PIN falsch"),
    (0x16, "Limit reicht nicht"),
    (0x17, "Bitte warten"),
    (0x18, "PIN-Versuche überschritten"),
    (0x19, "Kartendaten fehlerhaft"),
    (0x1A, "Servicemodus"),
    (0x1B, "Genehmigt, bitte tanken"),
    (0x1C, "Genehmigt"),
    (0x1D, "Abgelehnt"),
    (0x26, "Mobilnummer eingeben"),
    (0x27, "Mobilnummer wiederholen"),
    (0x28, "Währungsauswahl läuft"),
    (0x29, "Sprachauswahl läuft"),
    (0x2A, "Zum Laden Karte einstecken"),
    (0x2B, "Notfalltransaktion, bitte warten"),
    (0x2C, "Anwendungsauswahl läuft"),
    (0x5E, "Karte gelesen"),
    (0x68, "Karte erkannt"),
    (0x69, "Kunde wählt Währung"),
    (0x6A, "PIN-Eingabe"),
    (0x6B, "PIN-Eingabe"),
    (0x6C, "PIN-Eingabe"),
    (0x6D, "PIN eingegeben"),
    (0xC7, "Kilometerstand eingeben"),
    (0xC8, "Kassierer: Terminal beachten"),
    (0xC9, "Automatische Diagnose"),
    (0xCA, "Automatische Initialisierung"),
    (0xCB, "Händlerjournal voll"),
    (0xCC, "Lastschrift nicht möglich, PIN nötig"),
    (0xD2, "Verbindungsaufbau"),
    (0xD3, "Verbunden"),
    (0xE0, "Bitte Anwendung wählen"),
    (0xE1, "Bitte Sprache wählen"),
    (0xE2, "Leser reinigen"),
    (0xF1, "Offline"),
    (0xF2, "Online"),
    (0xF3, "Offline-Buchung"),
];

/// German text of an intermediate status; `None`: only the terminal's own text tells.
#[must_use]
pub fn intermediate(code: u8) -> Option<String> {
    let text = |code: u8| {
        let at = TEXTS.binary_search_by_key(&code, |row| row.0).ok()?;
        Some(TEXTS[at].1)
    };
    match code {
        // The texts of 01 to 1D and of 26, 27 with the wish to take the card out.
        0x4A => None,
        0x41..=0x5D | 0x66 | 0x67 => {
            text(code - 0x40).map(|text| format!("{text}\nBitte Karte entnehmen"))
        }
        _ => text(code).map(str::to_owned),
    }
}

/// The step a status without text means to the clerk, where it is one of ours.
#[must_use]
pub fn step(code: u8) -> Option<Step> {
    match code {
        0x0A => Some(Step::PresentCard),
        0x01 | 0x02 | 0x6A..=0x6D => Some(Step::EnterPin),
        0x04 | 0x0E | 0x17 | 0x5E | 0xD2 | 0xD3 => Some(Step::Authorizing),
        _ => intermediate(code).map(Step::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_words() {
        assert!(TEXTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(intermediate(0x0B).as_deref(), Some("Karte entnehmen"));
        assert_eq!(
            intermediate(0x47).as_deref(),
            Some("Karte nicht zugelassen\nBitte Karte entnehmen")
        );
        assert_eq!(intermediate(0x4A), None);
        assert_eq!(intermediate(0xFF), None);
        assert_eq!(step(0x0E), Some(Step::Authorizing));
    }
}
