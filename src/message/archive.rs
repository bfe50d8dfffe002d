//! What a check of a TSE's archive found.

use amtskasse_tse::verify::{Finding, Kind};
use chrono::{DateTime, Utc};

use super::reasons;

mod words;

pub use words::{LIMITS, area, field, operation, state, variant};

/// One finding as a sentence, with the member it is about.
pub fn finding(finding: &Finding) -> String {
    let sentence = kind(&finding.kind);
    match &finding.member {
        Some(member) => format!("{member}: {sentence}"),
        None => sentence,
    }
}

/// What a file that is no archive looks like.
pub(super) fn looks_like(found: &str) -> &str {
    match found {
        "a ZIP file" => "eine ZIP-Datei",
        "a gzip file" => "eine gzip-Datei",
        "a PDF document" => "ein PDF",
        "the text of a receipt's QR code" => "der Text eines QR-Codes",
        "a single log message or certificate" => "ein einzelnes Protokoll oder Zertifikat",
        "a file too short for a TAR header" => "eine Datei, die für ein TAR-Archiv zu kurz ist",
        "a file without a TAR header" => "eine Datei ohne TAR-Kopf",
        other => other,
    }
}

fn at(moment: &DateTime<Utc>) -> String {
    crate::till::local(*moment)
        .format("%d.%m.%Y, %H:%M:%S")
        .to_string()
}

fn some(count: u64, one: &str, many: &str) -> String {
    let what = if count == 1 { one } else { many };
    format!("{count} {what}")
}

fn range(one: &str, many: &str, from: u64, to: u64) -> String {
    match from == to {
        true => format!("{one} {from} fehlt"),
        false => format!("{many} {from} bis {to} fehlen"),
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::NoClosingBlocks => {
            "die Endmarke des Archivs fehlt: es kann abgeschnitten sein, manche Geräte schreiben \
             aber so"
                .into()
        }
        Kind::DataAfterEnd { bytes } => format!("nach dem Ende des Archivs folgen {bytes} Bytes"),
        Kind::NotARegularFile { what } => {
            let what = reasons::technical(what);
            format!("ins Archiv gehören nur gewöhnliche Dateien, das ist {what}")
        }
        Kind::UnsafeName => "der Name führt aus dem Ordner des Archivs hinaus".into(),
        Kind::More { of, count } => {
            format!("{count} weitere Befunde dieser Art ({of}) sind nicht aufgeführt")
        }
        Kind::NameTooLong { bytes } => {
            format!("der Name hat {bytes} Bytes, weit mehr als TR-03151, 5.1 erlaubt")
        }
        Kind::NameTwice => "der Name kommt zweimal vor".into(),
        Kind::ForeignFile { reason } => {
            let reason = reasons::technical(reason);
            format!("weder Protokoll noch Zertifikat ({reason})")
        }
        Kind::NoLogs => "das Archiv enthält keine Protokolle".into(),
        Kind::NoInfoCsv => "info.csv fehlt".into(),
        Kind::InfoCsvUnreadable { reason } => {
            format!("info.csv ist nicht lesbar ({})", reasons::technical(reason))
        }
        Kind::LogUnreadable { reason } => {
            format!("kein lesbares Protokoll ({})", reasons::technical(reason))
        }
        Kind::SignatureInvalid { counter, reason } => format!(
            "Signatur {counter} ist nicht echt ({})",
            reasons::unchecked(reason)
        ),
        Kind::SignatureUnchecked {
            count,
            first,
            reason,
        } => format!(
            "{} nicht prüfbar, ab Signatur {first} ({reason})",
            some(*count, "Signatur", "Signaturen"),
            reason = reasons::unchecked(reason)
        ),
        Kind::NameUnknown => "der Name folgt nicht TR-03151, 5.1".into(),
        Kind::NameDiffers {
            part,
            name,
            content,
        } => format!(
            "Name und signierter Inhalt widersprechen sich bei {}: „{name}“ und „{content}“",
            part_of_name(part)
        ),
        Kind::AdditionalData { count, first } => format!(
            "{} mit Zusatzdaten, die eine Kasse nicht verwenden darf, ab Signatur {first}",
            some(*count, "Protokoll", "Protokolle")
        ),
        Kind::UnknownOperation { operation, count } => format!(
            "{} der unbekannten Funktion „{operation}“",
            some(*count, "Systemprotokoll", "Systemprotokolle")
        ),
        Kind::SeveralDevices { count } => format!(
            "Protokolle von {count} Schlüsseln in einem Archiv; TR-03153-1, 5.2 erlaubt einen"
        ),
        Kind::Mixed { what, values } => {
            let what = reasons::technical(what);
            format!("mehrere Werte für {what} in einem Archiv: {values}")
        }
        Kind::CounterTwice { counter, count } => {
            format!("der Signaturzähler {counter} wurde {count}-mal benutzt")
        }
        Kind::CounterGap { from, to } => range("Signatur", "die Signaturen", *from, *to),
        Kind::CounterBegins { first } => {
            format!("das Archiv beginnt mit Signatur {first}, frühere sind nicht dabei")
        }
        Kind::TimeSetBack {
            counter,
            before,
            after,
        } => format!(
            "die Zeit springt bei Signatur {counter} zurück, von {} auf {}; dort wurde die Uhr gestellt",
            at(before),
            at(after)
        ),
        Kind::TimeStepsBack {
            counter,
            before,
            after,
        } => format!(
            "die Zeit springt bei Signatur {counter} zurück, von {} auf {}, ohne dass die Uhr gestellt wurde",
            at(before),
            at(after)
        ),
        Kind::ClockNotSet { count, first } => format!(
            "{} aus der Zeit, bevor die Uhr gestellt war, ab Signatur {first}",
            some(*count, "Protokoll", "Protokolle")
        ),
        _ => transaction(kind),
    }
}

fn transaction(kind: &Kind) -> String {
    match kind {
        Kind::TransactionsOpen { count, first } => format!(
            "{} begonnen und nicht beendet, ab Vorgang {first}",
            some(*count, "Vorgang", "Vorgänge")
        ),
        Kind::TransactionWithoutStart { number } => {
            format!("der Beginn von Vorgang {number} ist nicht im Archiv")
        }
        Kind::TransactionTwice {
            number,
            operation,
            count,
        } => {
            let operation = match *operation {
                "started" => "begonnen",
                "finished" => "beendet",
                other => other,
            };
            format!("Vorgang {number} wurde {count}-mal {operation}")
        }
        Kind::TransactionOrder {
            number, counter, ..
        } => format!("Vorgang {number} hat ein Protokoll an falscher Stelle, Signatur {counter}"),
        Kind::TransactionClient {
            number,
            first,
            other,
        } => {
            format!("Vorgang {number} wechselt die Kasse von „{first}“ zu „{other}“")
        }
        Kind::TransactionTime { number, start, end } => format!(
            "Vorgang {number} endet {} vor seinem Beginn {}, ohne dass die Uhr gestellt wurde",
            at(end),
            at(start)
        ),
        Kind::TransactionTimesUnjudged { count } => format!(
            "bei {} mit einem Ende vor dem Beginn wurde nicht geprüft, ob die Uhr gestellt wurde",
            some(*count, "weiteren Vorgang", "weiteren Vorgängen")
        ),
        Kind::ManyClients { most } => {
            format!("mehr als {most} Kassen; die übrigen sind nicht einzeln aufgeführt")
        }
        Kind::TransactionGap { from, to } => range("Vorgang", "die Vorgänge", *from, *to),
        _ => certificate(kind),
    }
}

fn certificate(kind: &Kind) -> String {
    match kind {
        Kind::CertificateMissing { serial } => {
            format!("zum Schlüssel mit der Seriennummer {serial} fehlt das Zertifikat")
        }
        Kind::CertificateName { expected } => {
            format!("der Name müsste {expected} lauten, der SHA-256 des Schlüssels darin")
        }
        Kind::CertificateSubject { subject, serial } => {
            format!("das Zertifikat „{subject}“ nennt die Seriennummer {serial} der TSE nicht")
        }
        Kind::CertificateNotValid {
            subject,
            from,
            to,
            count,
            first,
        } => format!(
            "das Zertifikat „{subject}“ (gültig {} bis {}) deckt {} nicht ab, ab Signatur {first}",
            at(from),
            at(to),
            some(*count, "Protokoll", "Protokolle")
        ),
        Kind::IssuerMissing { subject, issuer } => format!(
            "das Zertifikat „{subject}“ stammt von „{issuer}“, das nicht im Archiv ist: die Herkunft ist unbekannt"
        ),
        Kind::ChainBroken { subject, issuer } => {
            format!("das Zertifikat „{subject}“ wurde nicht, wie es sagt, von „{issuer}“ signiert")
        }
        Kind::ChainUnchecked { subject, reason } => {
            let reason = reasons::unchecked(reason);
            format!("die Signatur des Zertifikats „{subject}“ ließ sich nicht prüfen ({reason})")
        }
        Kind::CertificateUnsupported { subject, reason } => format!(
            "der Schlüssel des Zertifikats „{subject}“ ist hier nicht verwendbar ({})",
            reasons::unchecked(reason)
        ),
        Kind::NoAuthority { subject } => {
            format!("das Zertifikat „{subject}“ darf keine anderen ausstellen, hat es aber getan")
        }
        Kind::NoSigner { subject } => format!(
            "das Zertifikat „{subject}“ ist nicht zum Signieren bestimmt (keyUsage), wurde aber dafür benutzt"
        ),
        Kind::Revoked {
            subject,
            at: revoked,
            reason,
            count,
            first,
        } => format!(
            "das Zertifikat „{subject}“ war seit {} gesperrt ({}), als es für {} benutzt wurde, ab Signatur {first}",
            at(revoked),
            words::revocation(reason),
            some(*count, "Protokoll", "Protokolle")
        ),
        Kind::RevokedLater {
            subject,
            at: revoked,
            reason,
        } => format!(
            "das Zertifikat „{subject}“ wurde {} gesperrt ({}), nach allem, was es hier signiert hat",
            at(revoked),
            words::revocation(reason)
        ),
        Kind::RevocationUnchecked { subject } => format!(
            "ob das Zertifikat „{subject}“ gesperrt wurde, ist nicht bekannt: keine Sperrliste seines Ausstellers"
        ),
        Kind::CrlOlder {
            subject,
            this_update,
            last,
            ..
        } => format!(
            "die Sperrliste für „{subject}“ vom {} ist älter als die letzte Signatur vom {}: spätere Sperrungen \
             sind nicht bekannt",
            at(this_update),
            at(last)
        ),
        Kind::CrlUnusable {
            issuer,
            this_update,
            reason,
        } => format!(
            "die Sperrliste von „{issuer}“ vom {} ist nicht verwendbar ({})",
            at(this_update),
            reasons::unchecked(reason)
        ),
        Kind::TrustedRoot {
            subject,
            fingerprint,
        } => format!(
            "die Zertifikatskette endet bei der vertrauten Wurzel „{subject}“ mit dem SHA-256-Fingerabdruck \
             {fingerprint}"
        ),
        Kind::ValidityNotNested { subject } => {
            format!("das Zertifikat „{subject}“ gilt länger als das seines Ausstellers")
        }
        Kind::SelfSigned { subject } => {
            format!("das Zertifikat „{subject}“ bürgt für sich selbst: die Herkunft ist unbekannt")
        }
        Kind::Root {
            subject,
            fingerprint,
        } => format!(
            "die Zertifikatskette endet bei „{subject}“ mit dem SHA-256-Fingerabdruck {fingerprint}; bitte mit dem \
             des Herstellers vergleichen"
        ),
        Kind::RootNotTrusted {
            subject,
            fingerprint,
        } => format!(
            "die Zertifikatskette endet bei „{subject}“ mit dem SHA-256-Fingerabdruck {fingerprint}, dem hier nicht \
             vertraut wird"
        ),
        // A finding newer than this table: its English sentence is better than none.
        other => other.to_string(),
    }
}

fn part_of_name(part: &str) -> &str {
    match part {
        "log time" => "der Zeit",
        "signature counter" => "dem Signaturzähler",
        "transaction number" => "der Vorgangsnummer",
        "operation" => "der Funktion",
        "client id" => "der Kasse",
        "kind" => "der Art",
        other => other,
    }
}
