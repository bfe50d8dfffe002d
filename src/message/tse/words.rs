//! What the drivers say in English inside their errors, in German. What a device says itself stays as it is.

use std::io::Error as IoError;

use crate::message::reason;

/// Sentences of the drivers; `{}` stands for whatever is there, and keeps its order.
const SAID: &[(&str, &str)] = &[
    ("creating {}", "beim Anlegen von {}"),
    ("opening {}", "beim Öffnen von {}"),
    ("locking {}", "beim Sperren von {}"),
    ("reading {}", "beim Lesen von {}"),
    ("writing the export", "beim Schreiben des Exports"),
    (
        "writing a temporary file",
        "beim Schreiben einer Zwischendatei",
    ),
    (
        "reading the log storage",
        "beim Lesen des Protokollspeichers",
    ),
    ("writing {}", "beim Schreiben von {}"),
    (
        "the WormAPI library of Swissbit cannot be loaded from {}: {}",
        "die Bibliothek WormAPI von Swissbit lässt sich nicht laden, {}: {}; sie gehört nicht zu Amtskasse, es gibt sie beim Hersteller, und --library oder das Feld „Bibliothek des Herstellers“ sagt, wo sie liegt",
    ),
    (
        "{} is not the WormAPI library of Swissbit, or one of another generation; it lacks {}",
        "{} ist nicht die Bibliothek WormAPI von Swissbit oder eine andere Fassung; es fehlt {}",
    ),
    (
        "the LAN TSE needs its token (api_secret)",
        "die LAN-TSE braucht ihr Zugangs-Token (api_secret)",
    ),
    (
        "the token holds a NUL character",
        "im Zugangs-Token steht ein NUL-Zeichen",
    ),
    (
        "address {}: folder where the drive is mounted, or https://host:9000, expected",
        "Adresse {}: erwartet wird der Ordner, in dem der Stick eingehängt ist, oder https://rechner:9000",
    ),
    (
        "device {}: a serial number of 64 hexadecimal digits expected",
        "Gerät {}: erwartet wird eine Seriennummer aus 64 Hexadezimalziffern",
    ),
    (
        "device {}: hexadecimal serial number expected",
        "Gerät {}: erwartet wird eine hexadezimale Seriennummer",
    ),
    (
        "address {}: {} or {} expected",
        "Adresse {}: erwartet wird {} oder {}",
    ),
    ("address {}: {} expected", "Adresse {}: erwartet wird {}"),
    ("address {}", "Adresse {}"),
    (
        "no TSE_INFO.DAT in {}",
        "in {} fehlt TSE_INFO.DAT; ist der Stick dort eingehängt?",
    ),
    ("no TSE at the LAN TSE", "in der LAN-TSE steckt keine TSE"),
    ("no TSE found", "keine TSE gefunden"),
    ("not open", "sie ist nicht geöffnet"),
    (
        "reading or writing the TSE failed",
        "Lesen oder Schreiben auf der TSE ging nicht",
    ),
    (
        "the TSE was without power meanwhile",
        "die TSE war zwischendurch ohne Strom",
    ),
    (
        "no connection to the LAN TSE",
        "keine Verbindung zur LAN-TSE",
    ),
    (
        "the LAN TSE does not have this TSE",
        "die LAN-TSE hat diese TSE nicht",
    ),
    (
        "the LAN TSE has several TSEs, say which by its serial number: {}",
        "in der LAN-TSE stecken mehrere TSEs, welche ist gemeint? Seriennummern: {}",
    ),
    (
        "the answer is missing, another program talks to the TSE",
        "die Antwort fehlt, ein anderes Programm spricht mit der TSE",
    ),
    (
        "{} is needed and not configured",
        "{} wird gebraucht und ist nicht eingetragen",
    ),
    ("{} is not configured", "{} ist nicht eingetragen"),
    (
        "this command is not allowed now",
        "dieser Befehl ist jetzt nicht erlaubt",
    ),
    ("the user logged in", "der angemeldete Benutzer"),
    ("{}: {} digits expected", "{}: erwartet werden {} Ziffern"),
    ("firmware", "Firmware"),
    ("cryptographic module (CSP)", "Kryptomodul (CSP)"),
    ("random number generator", "Zufallszahlengenerator"),
    (
        "secret key of the Epson host: 8 characters expected",
        "geheimer Schlüssel des Epson-Geräts: erwartet werden 8 Zeichen",
    ),
    (
        "secret key of the Epson host: exactly 8 characters expected",
        "geheimer Schlüssel des Epson-Geräts: erwartet werden genau 8 Zeichen",
    ),
    (
        "PINs of 5 digits and a PUK of 6 digits expected",
        "erwartet werden PINs aus 5 und eine PUK aus 6 Ziffern",
    ),
    (
        "the host closed the line",
        "die Gegenstelle hat die Verbindung geschlossen",
    ),
    (
        "the service closed the line",
        "der Dienst hat die Verbindung geschlossen",
    ),
    ("the line broke", "die Verbindung brach ab"),
    ("no line", "keine Verbindung"),
    ("no greeting", "keine Begrüßung"),
    ("{} has no address", "zu {} gibt es keine Adresse"),
    ("a call to the TSE broke off", "ein Aufruf der TSE brach ab"),
    (
        "API key and API secret of fiskaly are missing",
        "API-Schlüssel und API-Geheimnis von fiskaly fehlen",
    ),
    (
        "the administrator's PIN of the TSS is missing",
        "die PIN des Administrators der TSS fehlt",
    ),
    ("the PUK of the TSS is missing", "die PUK der TSS fehlt"),
    ("fiskaly knows no TSS {}", "fiskaly kennt keine TSS {}"),
    (
        "this address of fiskaly does not sign; use kassensichv-middleware.fiskaly.com",
        "diese Adresse von fiskaly signiert nicht; richtig ist kassensichv-middleware.fiskaly.com",
    ),
    (
        "HTTP {}: the address leads somewhere else",
        "HTTP {}: die Adresse führt woandershin",
    ),
    (
        "there is no fiskaly service at this address",
        "unter dieser Adresse gibt es keinen Dienst von fiskaly",
    ),
    (
        "the service does not prove itself ({}); give its certificate as one to trust",
        "der Dienst weist sich nicht aus ({}); sein Zertifikat lässt sich als vertraut angeben",
    ),
    (
        "no certificates to trust",
        "es gibt kein Zertifikat, dem zu vertrauen wäre",
    ),
    (
        "the API key or the administrator",
        "API-Schlüssel oder Administrator",
    ),
    ("the API key", "API-Schlüssel"),
    (
        "the request is too large for fiskaly",
        "die Anfrage ist zu groß für fiskaly",
    ),
    (
        "fiskaly refuses the data: {}",
        "fiskaly nimmt die Daten nicht an: {}",
    ),
    (
        "the TSE refuses the call's data: {}",
        "die TSE nimmt die Daten nicht an: {}",
    ),
    (
        "fiskaly has put the TSS into the state {}; a new one is needed",
        "fiskaly hat die TSS in den Zustand {} versetzt; es braucht eine neue",
    ),
    (
        "PIN of the administrator: at least {} characters expected",
        "PIN des Administrators: erwartet werden mindestens {} Zeichen",
    ),
    ("the archive is cut off", "das Archiv ist abgeschnitten"),
    (
        "the archive is cut off in {}",
        "das Archiv ist abgeschnitten in {}",
    ),
    (
        "an answer of more than {} bytes",
        "eine Antwort von mehr als {} Bytes",
    ),
    ("{} was asked, {} is answered", "auf {} kam als Antwort {}"),
    (
        "an answer to another request",
        "eine Antwort auf eine andere Anfrage",
    ),
    ("the administrator's PIN", "die PIN des Administrators"),
    (
        "the time administrator's PIN",
        "die PIN des Zeit-Administrators",
    ),
    ("the PUK", "die PUK"),
    ("the access key", "der Zugangsschlüssel"),
];

/// The end of what the system's loader says.
const NO_LIBRARY: &str = "cannot open shared object file: No such file or directory";

/// In German, as far as it is one of the drivers' own sentences.
pub(super) fn german(said: &str) -> String {
    for (english, german) in SAID {
        if let Some(parts) = parts(english, said) {
            let mut words = (*german).to_owned();
            for part in parts {
                words = words.replacen("{}", &german_part(part), 1);
            }
            return words;
        }
    }
    german_part(said)
}

// What the operating system says ends in its number, and its number says it in German.
fn german_part(said: &str) -> String {
    let numbered = said
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once("(os error "))
        .and_then(|(text, number)| Some((text, number.parse().ok()?)));
    match numbered {
        Some((text, number)) => {
            let error = IoError::from_raw_os_error(number);
            let own = error.to_string();
            let before = match own.split_once(" (os error ") {
                Some((own, _)) => text.trim_end().strip_suffix(own).unwrap_or_default(),
                None => "",
            };
            format!("{before}{}", system(&error))
        }
        None if said.ends_with(NO_LIBRARY) => "diese Datei gibt es nicht".to_owned(),
        None => SAID
            .iter()
            .find(|(english, _)| *english == said)
            .map_or(said, |(_, german)| *german)
            .to_owned(),
    }
}

fn system(error: &IoError) -> String {
    use std::io::ErrorKind as Kind;
    let known = match error.kind() {
        Kind::ConnectionRefused => "die Verbindung wurde abgelehnt",
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => {
            "die Verbindung brach ab"
        }
        Kind::HostUnreachable => "der Rechner ist nicht erreichbar",
        Kind::NetworkUnreachable | Kind::NetworkDown => "das Netz ist nicht erreichbar",
        Kind::TimedOut => "keine Antwort",
        Kind::NotConnected => "keine Verbindung",
        _ => return reason(error),
    };
    known.to_owned()
}

/// What stands at each `{}` of a pattern, if the text has its form.
fn parts<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = match pieces.peek() {
            // The last one reaches to the end.
            None => rest
                .len()
                .checked_sub(piece.len())
                .filter(|_| rest.ends_with(piece))?,
            Some(_) => rest.find(piece)?,
        };
        let (part, after) = rest.split_at_checked(at)?;
        if part.is_empty() {
            return None;
        }
        found.push(part);
        rest = after.strip_prefix(piece)?;
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_the_drivers_are_german() {
        for (said, german_too) in [
            ("creating tt", "beim Anlegen von tt"),
            (
                "the WormAPI library of Swissbit cannot be loaded from libWormAPI.so: libWormAPI.so: cannot open shared object file: No such file or directory",
                "die Bibliothek WormAPI von Swissbit lässt sich nicht laden, libWormAPI.so: diese Datei gibt es nicht",
            ),
            (
                "address \"x\": tcp://… or tls://… expected",
                "Adresse \"x\": erwartet wird tcp://… oder tls://…",
            ),
            (
                "no TSE_INFO.DAT in /media/x",
                "in /media/x fehlt TSE_INFO.DAT",
            ),
            (
                "tse.example: Connection refused (os error 111)",
                "tse.example: die Verbindung wurde abgelehnt",
            ),
            (
                "the administrator's PIN is needed and not configured",
                "die PIN des Administrators wird gebraucht",
            ),
            ("Zustand 7 des Geräts", "Zustand 7 des Geräts"),
        ] {
            let words = german(said);
            assert!(words.starts_with(german_too), "{words}");
        }
    }

    #[test]
    fn every_pattern_keeps_what_it_found() {
        for (english, german) in SAID {
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(english), places(german), "{english}");
        }
    }
}
