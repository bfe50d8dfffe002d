//! What is wrong with a card terminal, and what to do about it.

use amtskasse_terminal::address::NotAnAddress;
use amtskasse_terminal::{Condition, Error, Reason, Refusal};

use crate::till::terminals::store::StoreError;

/// Why a terminal gave no answer.
pub fn terminal(error: &Error) -> String {
    match error {
        Error::Unreachable { address, reason } => format!(
            "Das Kartenterminal ist nicht zu erreichen ({address}: {}). Strom, Kabel und Netz prüfen.",
            cause(reason)
        ),
        Error::NotATerminal {
            address,
            protocol,
            found,
        } => format!(
            "Unter {address} antwortet kein {protocol}-Terminal ({found}). Adresse, Port und Treiber prüfen."
        ),
        Error::Listen { port, reason } => format!(
            "Der Port {port} für die Rückfragen des Kartenterminals lässt sich nicht öffnen ({reason}). Läuft die Kasse zweimal, oder hat ein zweites Terminal denselben Port?"
        ),
        Error::Lost(reason) => {
            format!(
                "Die Verbindung zum Kartenterminal ist abgebrochen ({}).",
                cause(reason)
            )
        }
        Error::Timeout(after) => format!(
            "Das Kartenterminal hat {} Sekunden lang nicht geantwortet.",
            after.as_secs().max(1)
        ),
        Error::Protocol(what) => {
            format!("Das Kartenterminal hat etwas Unverständliches gesendet ({what}).")
        }
        Error::Refused(refusal) => refused(refusal),
        Error::WrongPassword => {
            "Das Kartenterminal hat das Passwort abgelehnt. Passwort in der Einrichtung prüfen."
                .into()
        }
        Error::Config(what) => format!("Das Kartenterminal ist falsch eingerichtet: {what}."),
        Error::NotKept(why) => {
            format!(
                "Die Kasse konnte nicht speichern, was sie zuerst speichern muss ({}).",
                why.0
            )
        }
        Error::Unsupported(what) => format!("Das kann dieses Kartenterminal nicht: {what}."),
        other => format!("Das Kartenterminal meldet einen Fehler ({other})."),
    }
}

/// A text that is no address of a terminal.
pub fn terminal_address(wrong: &NotAnAddress) -> String {
    let why = match wrong.wrong {
        "it begins with neither tcp:// nor serial://" => {
            "sie beginnt weder mit tcp:// noch mit serial://"
        }
        "the port is no number from 1 to 65535" => "der Port ist keine Zahl von 1 bis 65535",
        "a bracket is missing" => "eine Klammer fehlt",
        "the host is missing or no host name" => "der Rechnername fehlt oder kann keiner sein",
        "an IPv6 address needs brackets" => "eine IPv6-Adresse braucht eckige Klammern",
        "the device is missing" => "das Gerät fehlt",
        "baud is none of 9600, 19200, 38400, 57600, 115200" => {
            "baud ist keine von 9600, 19200, 38400, 57600, 115200"
        }
        "stop is neither 1 nor 2" => "stop ist weder 1 noch 2",
        "the only options are baud and stop" => "möglich sind nur baud und stop",
        other => other,
    };
    format!(
        "{}: {why} (erwartet wird tcp://RECHNER:PORT oder serial:///dev/GERÄT?baud=9600).",
        wrong.text
    )
}

/// The journal of a terminal cannot be used: nothing is charged without it.
pub fn terminal_journal(error: &StoreError) -> String {
    match error {
        StoreError::Damaged { path, line, .. } => format!(
            "{}: Zeile {line} passt nicht; das ist kein Journal eines Kartenterminals. Ohne wird nicht kassiert.",
            path.display()
        ),
        other => terminal_file(other),
    }
}

/// The terminals of a register are not known.
pub fn terminal_file(error: &StoreError) -> String {
    match error {
        StoreError::Io { path, source } => super::io(path, source),
        StoreError::Damaged { path, line, column } => format!(
            "{}: Zeile {line}, Spalte {column} passt nicht; erwartet wird die Liste der Kartenterminals, wie die Kasse sie schreibt.",
            path.display()
        ),
        StoreError::Lost(path) => format!(
            "{}: Diese Datei fehlt, und die Kasse hat Kartenterminals; bitte zurückholen oder die Terminals neu einrichten.",
            path.display()
        ),
        StoreError::Name => {
            "Der Name eines Kartenterminals hat 1 bis 40 sichtbare Zeichen.".to_owned()
        }
        StoreError::SamePlace(address) => {
            format!("Unter {address} ist schon ein Kartenterminal eingerichtet.")
        }
        StoreError::Twice(name) => format!("Ein Kartenterminal „{name}“ gibt es schon."),
    }
}

/// What systems and drivers say of a line, in German; what is not known is told as it is, for whoever is called for help.
fn cause(reason: &str) -> &str {
    const KNOWN: [(&str, &str); 12] = [
        ("refused", "Verbindung abgelehnt"),
        ("timed out", "keine Antwort"),
        ("no route", "kein Weg dorthin"),
        ("unreachable", "Netz nicht erreichbar"),
        ("reset by peer", "vom Terminal getrennt"),
        ("hung up", "das Terminal hat aufgelegt"),
        ("broken pipe", "vom Terminal getrennt"),
        ("closed", "vom Terminal getrennt"),
        ("no such file", "den Anschluss gibt es nicht"),
        ("no such device", "den Anschluss gibt es nicht"),
        ("permission denied", "keine Berechtigung für den Anschluss"),
        ("lookup", "den Namen kennt das Netz nicht"),
    ];
    let small = reason.to_lowercase();
    let known = KNOWN.iter().find(|(word, _)| small.contains(word));
    known.map_or(reason, |(_, german)| german)
}

/// Why a terminal did not do what it was asked for.
pub fn refused(refusal: &Refusal) -> String {
    let text = refusal.text.trim();
    let what = match refusal.reason {
        Reason::Declined => "Abgelehnt",
        Reason::Aborted => "Abgebrochen",
        Reason::Busy => "Das Kartenterminal ist gerade beschäftigt, gleich noch einmal versuchen",
        Reason::NotReady(condition) => condition_text(condition),
        Reason::Unsupported => "Das kann dieses Kartenterminal nicht",
        _ => "Nicht ausgeführt",
    };
    match text.is_empty() {
        true => format!("{what}."),
        false => format!("{what}: {}", text.replace('\n', " ")),
    }
}

/// What a terminal wants or lacks.
pub fn condition_text(condition: Condition) -> &'static str {
    match condition {
        Condition::Ready => "Das Kartenterminal ist bereit",
        Condition::Wait => "Das Kartenterminal arbeitet noch, bitte warten",
        Condition::Initialise => "Das Kartenterminal muss initialisiert werden",
        Condition::Diagnose => "Das Kartenterminal braucht eine Diagnose",
        Condition::CloseDay => "Das Kartenterminal braucht einen Kassenschnitt",
        Condition::LogIn => "Das Kartenterminal verlangt eine Anmeldung",
        Condition::Paper => "Es fehlt Papier im Drucker",
        _ => "Das Kartenterminal braucht jemanden, der nachsieht",
    }
}
