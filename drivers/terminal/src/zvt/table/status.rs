//! Terminal status (status enquiry, completion).

use crate::Condition::{self, CloseDay, Diagnose, Initialise, Paper, Ready, Service, Wait};

const STATUS: [(u8, &str, Condition); 21] = [
    (0x00, "Bereit", Ready),
    (0x51, "Initialisierung nötig", Initialise),
    (0x62, "Datum oder Uhrzeit des Terminals falsch", Diagnose),
    (0x9C, "Bitte warten", Wait),
    (0x9D, "Teilabgabe von Ware", Ready),
    (0xB1, "Terminalspeicher voll: Kassenschnitt nötig", CloseDay),
    (0xB2, "Händlerjournal voll: Kassenschnitt nötig", CloseDay),
    (0xBF, "Stromversorgung zu schwach", Service),
    (0xC0, "Kartenverriegelung defekt", Service),
    (0xC1, "Händlerkarte gesperrt", Service),
    (0xC2, "Diagnose erforderlich", Diagnose),
    (
        0xC4,
        "Kartenprofile müssen geladen werden: Diagnose",
        Diagnose,
    ),
    (0xCC, "Drucker nicht bereit", Paper),
    (0xDC, "Karte steckt noch", Service),
    (0xDF, "Terminal außer Betrieb", Service),
    (0xE0, "Fernwartung läuft", Wait),
    (0xE1, "Karte nicht ganz entnommen", Service),
    (0xE2, "Kartenleser defekt", Service),
    (0xE3, "Kartenschlitz geschlossen", Service),
    (0xE4, "Terminal muss aktiviert werden", Service),
    (0xF0, "Offener Kassenschnitt: bitte abschließen", CloseDay),
];

/// German text of a terminal status and what it wants; a status nobody knows wants a person.
#[must_use]
pub fn terminal_status(code: u8) -> (String, Condition) {
    match STATUS.binary_search_by_key(&code, |row| row.0) {
        Ok(at) => (STATUS[at].1.to_owned(), STATUS[at].2),
        Err(_) => (format!("Unbekannter Zustand {code:02X}"), Service),
    }
}

/// Whether the specification has this terminal status.
#[must_use]
pub fn is_terminal_status(code: u8) -> bool {
    STATUS.binary_search_by_key(&code, |row| row.0).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_words() {
        assert!(STATUS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(terminal_status(0xF0).1, CloseDay);
        assert_eq!(
            terminal_status(0x33),
            ("Unbekannter Zustand 33".to_owned(), Service)
        );
    }
}
