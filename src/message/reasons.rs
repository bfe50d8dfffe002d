//! The few reasons the verifier gives as English words.

/// Why something could not be checked.
pub fn unchecked(reason: &str) -> String {
    match reason {
        "the check was aborted" => "die Prüfung brach ab".to_owned(),
        "no certificate for its serial number in the archive" => {
            "im Archiv fehlt das Zertifikat zur Seriennummer".to_owned()
        }
        "the signature does not match the signed bytes" => {
            "die Signatur passt nicht zu den signierten Bytes".to_owned()
        }
        _ if reason.ends_with(" has less than the 256 bit that TR-03116-5 demands") => {
            let hash = reason.split(' ').next().unwrap_or_default();
            format!("{hash} ist kürzer als die 256 Bit, die TR-03116-5 verlangt")
        }
        _ if reason.starts_with("curve ") => {
            format!("Kurve {}", reason.trim_start_matches("curve "))
        }
        _ => match reason.strip_suffix(" is not supported by this program") {
            Some(what) => format!(
                "{} kann dieses Programm nicht prüfen",
                what.replace(" or ", " oder ")
            ),
            None => reason.to_owned(),
        },
    }
}

/// Technical words of what could not be read, in German; what is not known stays as it is.
pub fn technical(reason: &str) -> String {
    const WORDS: [(&str, &str); 24] = [
        ("the file is empty", "die Datei ist leer"),
        (
            "the data ends inside an element",
            "die Daten enden mitten in einem Element",
        ),
        (" surplus bytes", " überzählige Bytes"),
        (" bytes, at most ", " Bytes, höchstens "),
        (
            "is none of the three kinds of log messages",
            "ist keine der drei Arten von Protokollen",
        ),
        (
            "is no algorithm of TR-03116-5",
            "ist kein Verfahren der TR-03116-5",
        ),
        (
            "a certificate in DER or PEM expected",
            "ein Zertifikat in DER oder PEM erwartet",
        ),
        (
            "a certificate or a revocation list in DER or PEM expected",
            "ein Zertifikat oder eine Sperrliste in DER oder PEM erwartet",
        ),
        (
            "too many files that are no log messages",
            "zu viele Dateien, die keine Protokolle sind",
        ),
        (
            "has a length DER does not allow",
            "hat eine Länge, die DER nicht erlaubt",
        ),
        (
            "is not a minimal, non-negative INTEGER of at most 64 bits",
            "ist keine kürzest mögliche, nicht negative Zahl bis 64 Bit",
        ),
        ("log message: ", "Protokoll: "),
        ("element ", "Element "),
        ("nothing found", "nichts gefunden"),
        (" expected", " erwartet"),
        (" found", " gefunden"),
        (" or ", " oder "),
        ("a hard link", "eine harte Verknüpfung"),
        ("a symbolic link", "eine symbolische Verknüpfung"),
        ("a device", "ein Gerät"),
        ("a sparse file", "eine Datei mit Lücken"),
        ("a directory with content", "ein Ordner mit Inhalt"),
        ("log time formats", "das Format der Zeiten"),
        ("signature algorithms", "das Signaturverfahren"),
    ];
    let start = reason.to_owned();
    WORDS.iter().fold(start, |text, (english, german)| {
        text.replace(english, german)
    })
}

/// What deviates from DSFinV-K in a QR code without harming the signature.
pub fn remark(remark: &str) -> String {
    if remark.starts_with("signatur: ") {
        return "signatur: gedruckt ist eine andere Form als r‖s in Base64".to_owned();
    }
    if remark.starts_with("public-key: ") {
        return "public-key: gedruckt ist SubjectPublicKeyInfo statt des bloßen Punktes".to_owned();
    }
    let times = remark
        .strip_prefix("log-time-format: ")
        .and_then(|rest| rest.split_once(" is printed, the signed time is "));
    if let Some((printed, signed)) = times {
        return format!("log-time-format: gedruckt ist {printed}, signiert {signed}");
    }
    match remark.split_once(": UTC expected, printed as local time ") {
        Some((field, time)) => format!("{field}: gedruckt ist die Ortszeit {time} statt UTC"),
        None => remark.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_become_german() {
        assert_eq!(
            unchecked("secp521r1 or rsa is not supported by this program"),
            "secp521r1 oder rsa kann dieses Programm nicht prüfen"
        );
        let said =
            remark("log-time: UTC expected, printed as local time 2026-01-01T08:00:00+01:00");
        assert_eq!(
            said,
            "log-time: gedruckt ist die Ortszeit 2026-01-01T08:00:00+01:00 statt UTC"
        );
        assert_eq!(remark("something new"), "something new");
        assert_eq!(
            technical("version: element 02 expected, nothing found"),
            "version: Element 02 erwartet, nichts gefunden"
        );
    }
}
