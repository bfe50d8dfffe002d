//! What the check of an archive finds, in German.

use amtskasse_tse::verify::Kind;
use chrono::{DateTime, Utc};

fn range(from: u64, to: u64) -> String {
    if from == to {
        from.to_string()
    } else {
        format!("{from} bis {to}")
    }
}

fn time(at: &DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A finding in German; what is rare or of the maker's making keeps its `english` words.
pub(super) fn german(kind: &Kind, english: &str) -> String {
    match kind {
        Kind::More { count, .. } => {
            format!("weitere Befunde dieser Art, nicht aufgeführt: {count}")
        }
        Kind::NoClosingBlocks => {
            "das Ende fehlt; es kann abgeschnitten sein, manche Geräte schreiben es so".to_owned()
        }
        Kind::DataAfterEnd { bytes } => format!("hinter dem Ende folgen {bytes} Bytes"),
        Kind::UnsafeName => "der Name führt aus dem Ordner des Archivs hinaus".to_owned(),
        Kind::NameTwice => "dieser Name kommt zweimal vor".to_owned(),
        Kind::NoLogs => "es enthält keine Protokolle".to_owned(),
        Kind::NoInfoCsv => "info.csv fehlt".to_owned(),
        Kind::LogUnreadable { reason } => format!("ein Protokoll ist nicht lesbar ({reason})"),
        Kind::SignatureInvalid { counter, .. } => format!("Signatur {counter} ist nicht echt"),
        Kind::SignatureUnchecked {
            count,
            first,
            reason,
        } => {
            format!("{count} Signaturen ließen sich nicht prüfen, als erste {first} ({reason})")
        }
        Kind::NameUnknown => "der Name folgt nicht der TR-03151, 5.1".to_owned(),
        Kind::NameDiffers {
            part,
            name,
            content,
        } => {
            format!("der Name nennt als {part} {name:?}, der signierte Inhalt {content:?}")
        }
        Kind::SeveralDevices { count } => {
            format!(
                "es enthält Protokolle von {count} Schlüsseln; die TR-03153-1, 5.2 erlaubt einen"
            )
        }
        Kind::CounterTwice { counter, count } => {
            format!("Signaturzähler {counter} kommt {count}-mal vor")
        }
        Kind::CounterGap { from, to } => format!("es fehlt Signaturzähler {}", range(*from, *to)),
        Kind::CounterBegins { first } => {
            format!("es beginnt mit Signatur {first}; frühere sind nicht darin")
        }
        Kind::TimeSetBack {
            counter,
            before,
            after,
        } => format!(
            "bei Signatur {counter} geht die Zeit von {} auf {} zurück, weil die Uhr gestellt wurde",
            time(before),
            time(after)
        ),
        Kind::TimeStepsBack {
            counter,
            before,
            after,
        } => format!(
            "bei Signatur {counter} geht die Zeit von {} auf {} zurück, ohne dass die Uhr gestellt wurde",
            time(before),
            time(after)
        ),
        Kind::ClockNotSet { count, first } => format!(
            "Protokolle, die entstanden, bevor die Uhr gestellt war: {count}, das erste hat Signatur {first}"
        ),
        Kind::TransactionsOpen { count, first } => {
            format!("begonnene und nicht beendete Transaktionen: {count}, die erste ist {first}")
        }
        Kind::TransactionWithoutStart { number } => {
            format!("der Beginn von Transaktion {number} ist nicht darin")
        }
        Kind::TransactionGap { from, to } => format!("es fehlt Transaktion {}", range(*from, *to)),
        Kind::TransactionClient {
            number,
            first,
            other,
        } => {
            format!("Transaktion {number} wechselt von Kasse {first:?} zu {other:?}")
        }
        Kind::TransactionTime { number, start, end } => format!(
            "Transaktion {number} endet um {}, vor ihrem Beginn um {}, ohne dass die Uhr gestellt wurde",
            time(end),
            time(start)
        ),
        Kind::CertificateMissing { serial } => {
            format!("zum Schlüssel mit der Seriennummer {serial} fehlt das Zertifikat")
        }
        Kind::IssuerMissing { subject, issuer } => format!(
            "das Zertifikat {subject:?} hat {issuer:?} ausgestellt, dessen Zertifikat fehlt: die Herkunft ist unbekannt"
        ),
        Kind::ChainBroken { subject, issuer } => {
            format!(
                "das Zertifikat {subject:?} ist nicht von {issuer:?} signiert, wie es behauptet"
            )
        }
        Kind::SelfSigned { subject } => {
            format!("das Zertifikat {subject:?} bürgt für sich selbst: die Herkunft ist unbekannt")
        }
        Kind::Root {
            subject,
            fingerprint,
        } => format!(
            "die Zertifikatskette endet bei {subject:?} mit dem SHA-256-Fingerabdruck {fingerprint}; mit dem des Herstellers vergleichen"
        ),
        _ => format!("Befund der Archivprüfung: {english}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_its_figures() {
        let kind = Kind::CounterGap { from: 3, to: 5 };
        assert_eq!(german(&kind, ""), "es fehlt Signaturzähler 3 bis 5");
        let kind = Kind::TransactionGap { from: 7, to: 7 };
        assert_eq!(german(&kind, ""), "es fehlt Transaktion 7");
        let kind = Kind::ManyClients { most: 1 };
        assert!(german(&kind, &kind.to_string()).contains("more clients than 1"));
    }
}
