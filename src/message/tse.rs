//! What a TSE refused, as a sentence that says what to do, and as the clause that stands on a receipt.

mod words;

use amtskasse_tse::{Error, Secret};

use super::reason;
use crate::till::local;
use crate::till::tse::{Warning, WarningKind};

/// Room for the failure text in DSFinV-K (`TSE_TA_FEHLER`), in characters.
pub const LONGEST_OUTAGE: usize = 200;

/// The TSE did not do what it was asked to.
pub fn tse(error: &Error) -> String {
    use Error as E;
    match error {
        E::Removed(what) => format!(
            "Die TSE ist nicht erreichbar ({}); bitte Kabel, Netz und Strom prüfen.",
            bare(what)
        ),
        E::Timeout(after) => format!(
            "Die TSE hat in {} nicht geantwortet; bitte Netz und Gerät prüfen und es noch einmal versuchen.",
            seconds(*after)
        ),
        E::Busy => "Die TSE ist beschäftigt; bitte gleich noch einmal versuchen.".to_owned(),
        E::NotInitialized => {
            "Die TSE ist noch nicht eingerichtet; bitte sie zuerst einrichten.".to_owned()
        }
        E::SelfTestNeeded => {
            "Die TSE verlangt einen Selbsttest; bitte ihn jetzt ausführen.".to_owned()
        }
        E::SelfTestFailed(what) => format!(
            "Die TSE hat ihren Selbsttest nicht bestanden ({}); bitte sie ab- und wieder anstecken, und sonst tauschen.",
            bare(what)
        ),
        E::TimeNotSet => "Die Uhr der TSE ist nicht gestellt; bitte die Zeit setzen.".to_owned(),
        E::CertificateExpired(end) => format!(
            "Das Zertifikat der TSE ist am {} abgelaufen; sie muss durch eine neue ersetzt werden.",
            local(*end).format("%d.%m.%Y")
        ),
        E::StorageFull => {
            "Der Speicher der TSE ist voll; bitte exportieren, den Export prüfen und dann löschen.".to_owned()
        }
        E::UnknownClient(client) => format!(
            "Die Kasse {client} ist bei der TSE nicht angemeldet; bitte sie dort anmelden."
        ),
        E::InvalidClient(client) => format!(
            "„{client}“ taugt nicht als Seriennummer einer Kasse; bitte 1 bis 30 Zeichen aus A–Z, a–z, 0–9, Punkt und Bindestrich nehmen."
        ),
        E::InvalidData(what) => format!(
            "Diese Angaben nimmt keine TSE an ({}); bitte sie ändern.",
            bare(what)
        ),
        E::InUse(what) => format!(
            "Ein anderes Programm benutzt die TSE ({}); bitte es erst beenden.",
            bare(what)
        ),
        E::TransactionNotOpen(number) => format!(
            "Die Transaktion {number} ist bei der TSE nicht offen: Es gibt sie nicht, oder sie ist schon abgeschlossen; bitte die offenen Transaktionen nachsehen."
        ),
        E::NothingToExport => {
            "Die TSE hat nichts, was auszugeben wäre; bitte einen anderen Zeitraum wählen.".to_owned()
        }
        E::Damaged(what) => format!(
            "Der Speicher der TSE ist beschädigt ({}); bitte den Hersteller fragen und die TSE tauschen.",
            bare(what)
        ),
        E::Io { context, source } => format!(
            "{}: {}; bitte Datenträger und Verbindung prüfen.",
            beginning(context),
            reason(source)
        ),
        E::WrongSecret { secret, left } => format!(
            "{} der TSE ist falsch; {}.",
            capital(name(*secret)),
            tries(*left)
        ),
        E::Blocked(secret) => format!(
            "{} der TSE ist nach zu vielen falschen Versuchen gesperrt; {}.",
            capital(name(*secret)),
            unblock(*secret)
        ),
        E::LastTry(secret) => format!(
            "{} hat die TSE schon abgelehnt, und nur ein Versuch ist übrig; er bleibt ungenutzt, bis der richtige Wert eingetragen ist.",
            capital(name(*secret))
        ),
        E::NotAuthorized(who) => format!(
            "Die TSE erlaubt das nicht ({}); bitte prüfen, welche PIN dafür gebraucht wird.",
            bare(who)
        ),
        E::InitialSecrets => {
            "PINs und PUK der TSE haben noch die Werte der Auslieferung; bitte erst eigene setzen.".to_owned()
        }
        E::SetUpElsewhere => {
            "Die TSE wurde schon mit anderen PINs oder einer anderen PUK eingerichtet; bitte diese verwenden oder eine neue TSE nehmen.".to_owned()
        }
        E::ForeignDevice { expected, found } => format!(
            "Hier antwortet eine andere TSE: erwartet wird die Seriennummer {expected}, gefunden {found}; bitte die richtige anschließen oder den Wechsel eintragen."
        ),
        E::Decommissioned => {
            "Die TSE ist für immer außer Betrieb; Exporte gehen noch, zum Kassieren braucht es eine neue.".to_owned()
        }
        E::SignaturesExhausted => {
            "Die TSE hat alle ihre Signaturen verbraucht; sie muss durch eine neue ersetzt werden.".to_owned()
        }
        E::TooManyTransactions(open) => format!(
            "Bei der TSE sind {open} Transaktionen offen, mehr hält sie nicht; bitte offene abschließen."
        ),
        E::TooManyClients(clients) => format!(
            "Bei der TSE sind {clients} Kassen angemeldet, mehr nimmt sie nicht; bitte eine abmelden."
        ),
        E::OpenTransactions(open) => format!(
            "Bei der TSE sind noch {open} Transaktionen offen; bitte sie erst abschließen."
        ),
        E::UnexportedData => {
            "Die TSE hat Protokolle, die noch in keinem Export stehen; bitte erst exportieren.".to_owned()
        }
        E::TooManyRecords => {
            "Der Export wäre zu groß; bitte einen kürzeren Zeitraum wählen.".to_owned()
        }
        E::Unsupported(what) => format!(
            "Diese TSE kann das nicht ({what}); bitte in der Anleitung ihres Herstellers nachsehen."
        ),
        E::Protocol(what) => format!(
            "Die Antwort der TSE ergibt keinen Sinn ({}); bitte Adresse und Gerät prüfen.",
            bare(what)
        ),
        E::Configuration(what) => format!(
            "Die Angaben zur TSE stimmen nicht ({}); bitte sie berichtigen.",
            bare(what)
        ),
        E::Device(what) => format!(
            "Die TSE meldet einen Fehler ({}); bitte es noch einmal versuchen und sonst den Hersteller fragen.",
            bare(what)
        ),
        other => format!(
            "Die TSE meldet: {}; bitte den Hersteller fragen.",
            bare(&other.to_string())
        ),
    }
}

/// Why the TSE did not sign, as a clause for the receipt and for `TSE_TA_FEHLER`: one line of at most
/// [`LONGEST_OUTAGE`] characters, without a full stop.
pub fn tse_outage(error: &Error) -> String {
    let clause = format!("TSE ausgefallen: {}", cause(error));
    match clause.chars().count() <= LONGEST_OUTAGE {
        true => clause,
        false => {
            let kept: String = clause.chars().take(LONGEST_OUTAGE - 1).collect();
            kept.trim_end().to_owned() + "…"
        }
    }
}

fn cause(error: &Error) -> String {
    use Error as E;
    let text = match error {
        E::Removed(_) => "Gerät nicht erreichbar",
        E::Timeout(after) => return format!("keine Antwort in {}", seconds(*after)),
        E::Busy => "Gerät beschäftigt",
        E::NotInitialized => "Gerät nicht eingerichtet",
        E::SelfTestNeeded => "Selbsttest steht aus",
        E::SelfTestFailed(_) => "Selbsttest nicht bestanden",
        E::TimeNotSet => "Uhr des Geräts nicht gestellt",
        E::CertificateExpired(end) => {
            return format!(
                "Zertifikat abgelaufen am {}",
                local(*end).format("%d.%m.%Y")
            );
        }
        E::StorageFull => "Speicher voll",
        E::UnknownClient(_) => "Kasse nicht angemeldet",
        E::InvalidClient(_) => "Seriennummer der Kasse unzulässig",
        E::InvalidData(_) => "Angaben nicht angenommen",
        E::InUse(_) => "Gerät von anderem Programm belegt",
        E::TransactionNotOpen(number) => return format!("Transaktion {number} nicht offen"),
        E::NothingToExport => "nichts auszugeben",
        E::Damaged(_) => "Speicher beschädigt",
        E::Io { .. } => "Lesen oder Schreiben misslungen",
        E::WrongSecret { secret, .. } => return format!("{} falsch", short(*secret)),
        E::Blocked(secret) => return format!("{} gesperrt", short(*secret)),
        E::LastTry(secret) => return format!("{} abgelehnt", short(*secret)),
        E::NotAuthorized(_) => "Berechtigung fehlt",
        E::InitialSecrets => "PIN und PUK noch nicht geändert",
        E::SetUpElsewhere => "Gerät mit anderen PINs eingerichtet",
        E::ForeignDevice { .. } => "fremdes Gerät angeschlossen",
        E::Decommissioned => "Gerät außer Betrieb genommen",
        E::SignaturesExhausted => "alle Signaturen verbraucht",
        E::TooManyTransactions(_) => "zu viele offene Transaktionen",
        E::TooManyClients(_) => "zu viele angemeldete Kassen",
        E::OpenTransactions(_) => "noch Transaktionen offen",
        E::UnexportedData => "Protokolle noch nicht exportiert",
        E::TooManyRecords => "zu viele Protokolle für einen Export",
        E::Unsupported(_) => "Funktion fehlt dem Gerät",
        E::Protocol(_) => "Antwort unverständlich",
        E::Configuration(_) => "Angaben zum Gerät falsch",
        E::Device(what) => return format!("Gerät meldet Fehler: {}", bare(what)),
        other => return format!("Gerät meldet Fehler: {}", bare(&other.to_string())),
    };
    text.to_owned()
}

/// What somebody has to look after, as it stands in the journal.
pub fn tse_warning(warning: &Warning) -> String {
    let what = match warning.kind {
        WarningKind::Certificate => "Das Zertifikat endet",
        WarningKind::Signatures => "Die Signaturen sind verbraucht",
        WarningKind::Storage => "Der Speicher ist voll",
        WarningKind::Wear => "Der Speicherbaustein ist verschlissen",
        WarningKind::OpenTransactions => "Fast alle Plätze für offene Transaktionen sind belegt",
    };
    match warning.months {
        0 => what.to_owned(),
        1 => format!("{what} in weniger als einem Monat"),
        months => format!("{what} in weniger als {months} Monaten"),
    }
}

/// What was said, on one line, without its full stop; in German, if a driver said it.
fn bare(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words::german(words.join(" ").trim_end_matches(['.', ';', ':']))
}

// The name of a file keeps its small letter.
fn beginning(context: &str) -> String {
    let words = bare(context);
    match words == context {
        true => words,
        false => capital(&words),
    }
}

fn seconds(duration: std::time::Duration) -> String {
    match duration.as_millis() {
        short @ 0..1000 => format!("{short} ms"),
        long => format!("{} s", (long + 500) / 1000),
    }
}

fn name(secret: Secret) -> &'static str {
    match secret {
        Secret::AdminPin => "die PIN des Administrators",
        Secret::TimeAdminPin => "die PIN des Zeit-Administrators",
        Secret::Puk => "die PUK",
        Secret::Key => "der Zugangsschlüssel",
    }
}

fn short(secret: Secret) -> &'static str {
    match secret {
        Secret::AdminPin => "PIN des Administrators",
        Secret::TimeAdminPin => "PIN des Zeit-Administrators",
        Secret::Puk => "PUK",
        Secret::Key => "Zugangsschlüssel",
    }
}

fn tries(left: Option<u32>) -> String {
    match left {
        Some(0) => "weitere Versuche gibt es nicht".to_owned(),
        Some(1) => {
            "nur ein Versuch ist noch übrig, nach ihm sperrt sich die TSE; bitte erst den richtigen Wert suchen".to_owned()
        }
        Some(left) => format!("es bleiben {left} Versuche; bitte den richtigen Wert eintragen"),
        None => "bitte den richtigen Wert eintragen".to_owned(),
    }
}

fn unblock(secret: Secret) -> &'static str {
    match secret {
        Secret::AdminPin => {
            "mit der PUK lässt sie sich wieder freigeben: `amtskasse tse … unblock --of admin`"
        }
        Secret::TimeAdminPin => {
            "mit der PUK lässt sie sich wieder freigeben: `amtskasse tse … unblock --of time-admin`"
        }
        Secret::Puk => "bitte die Anleitung der TSE lesen oder den Hersteller fragen",
        Secret::Key => "bitte beim Anbieter einen neuen anlegen",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
