//! German words for what an archive holds.

use amtskasse_tse::log::{Field, Operation, Value};
use amtskasse_tse::verify::{Area, Check, SignatureForm, State, Variant};

/// What no archive can show; belongs under every result.
pub const LIMITS: [&str; 3] = [
    "Am Ende abgeschnittene Protokolle hinterlassen keine Spur; das zeigt nur der Abgleich mit dem Kassenbuch.",
    "Eine Lücke der Zähler kann ein entferntes Protokoll, ein gefilterter Export oder ein Fehlversuch der TSE sein.",
    "Echte Signaturen zeigen, dass danach nichts geändert wurde, nicht dass alles und richtig erfasst wurde.",
];

/// A part of the check.
pub fn area(area: Area) -> &'static str {
    match area {
        Area::Container => "Aufbau der Archivdatei",
        Area::Messages => "Lesbarkeit der Protokolle",
        Area::Signatures => "Jede Signatur",
        Area::Names => "Dateinamen gegen signierten Inhalt",
        Area::Counters => "Signaturzähler, ein Schlüssel",
        Area::Times => "Reihenfolge der Zeiten",
        Area::Transactions => "Beginn und Ende jedes Vorgangs",
        Area::Certificates => "Zertifikate, gültig bei jeder Signatur",
        Area::Trust => "Vertraute Wurzel",
        Area::Revocation => "Sperrlisten",
        Area::Description => "info.csv",
    }
}

/// How it came out.
pub fn state(check: &Check) -> String {
    match check.state {
        State::Holds => "in Ordnung".to_owned(),
        State::ToExplain if check.warnings == 1 => "zu klären: ein Punkt".to_owned(),
        State::ToExplain => format!("zu klären: {} Punkte", check.warnings),
        State::Fails => format!("NICHT in Ordnung: {} Fehler", check.errors),
        State::NotChecked => match check.area {
            Area::Trust => "nicht geprüft (--trust nicht angegeben)".to_owned(),
            Area::Revocation => "nicht geprüft (keine Sperrliste)".to_owned(),
            _ => "nichts zu prüfen".to_owned(),
        },
    }
}

/// What happened to a transaction.
pub fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Start => "begonnen",
        Operation::Update => "fortgeführt",
        Operation::Finish => "beendet",
    }
}

/// The layout under which a receipt's signature matches.
pub fn variant(variant: &Variant) -> String {
    let signature = match variant.signature {
        SignatureForm::Plain => "r‖s in Base64",
        SignatureForm::Der => "DER in Base64",
        SignatureForm::Hex => "r‖s in Hexadezimalziffern",
    };
    let data = match variant.data {
        "A2 80" => "in Teilen ohne Längenangabe (A2 80)",
        "A2" => "in Teilen (A2)",
        _ => "am Stück (82)",
    };
    format!(
        "Protokoll der Version {}, Zeit {}, processData {data}, Signatur {signature}",
        variant.version, variant.time
    )
}

/// Why a certificate was revoked.
pub(super) fn revocation(reason: &str) -> &str {
    match reason {
        "unspecified" => "ohne Angabe eines Grundes",
        "keyCompromise" => "Schlüssel in fremder Hand",
        "cACompromise" | "aACompromise" => "Schlüssel des Ausstellers in fremder Hand",
        "affiliationChanged" => "Angaben nicht mehr richtig",
        "superseded" => "ersetzt",
        "cessationOfOperation" => "außer Betrieb",
        "certificateHold" => "vorläufig",
        "privilegeWithdrawn" => "Berechtigung entzogen",
        other => other,
    }
}

/// One value of a system log.
pub fn field(field: &Field) -> String {
    let name = match field.name.as_str() {
        "userId" => "Anmeldename",
        "role" => "Rolle",
        "result" => "Ergebnis",
        "remainingRetries" => "verbleibende Versuche",
        "cause" => "Anlass",
        "timeBeforeUpdate" => "Uhr vorher",
        "timeAfterUpdate" => "Uhr nachher",
        "timeOfDeactivation" | "timeOfEvent" => "Zeitpunkt",
        "description" => "Beschreibung",
        "clientId" => "Kasse",
        "component" | "componentName" => "Bauteil",
        "manufacturer" => "Hersteller",
        "model" => "Modell",
        "version" => "Version",
        "certificationId" => "Zertifizierung",
        "oldVersion" => "bisher",
        "newVersion" => "jetzt",
        "message" | "reason" => "Meldung",
        "parameters" | "settings" => "Einstellungen",
        "eventName" => "Ereignis",
        "enabled" => "aufgezeichnet",
        "tests" => "Prüfungen",
        "allPositive" => "alle bestanden",
        "slew" => "Nachführung",
        "data" => "Inhalt",
        "entry" => "",
        other => other.strip_prefix("element ").map_or(other, |_| ""),
    };
    let value = value(&field.value);
    match name.is_empty() {
        true => value,
        false => format!("{name} {value}"),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("„{text}“"),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "ja".into(),
        Value::Bool(false) => "nein".into(),
        Value::Time(at) => crate::till::local(*at)
            .format("%d.%m.%Y %H:%M:%S")
            .to_string(),
        Value::Choice { name, number } => match name {
            Some("ok" | "success") => "in Ordnung".into(),
            Some("failed" | "error") => "fehlgeschlagen".into(),
            Some("partlyFailed") => "teilweise fehlgeschlagen".into(),
            Some("unknownUserId") => "Anmeldename unbekannt".into(),
            Some("incorrectPin") => "falsche PIN".into(),
            Some("pinBlocked") => "PIN gesperrt".into(),
            Some("incorrectPuk") => "falsche PUK".into(),
            Some("unblockingTemporarilyBlocked") => "Entsperren vorläufig gesperrt".into(),
            Some("user" | "userCalledLogOut") => "selbst abgemeldet".into(),
            Some("differentUserLoggedIn") => "jemand anderes angemeldet".into(),
            Some("timeout") => "Zeit abgelaufen".into(),
            Some(other) => (*other).into(),
            None => number.to_string(),
        },
        Value::Parts(fields) => {
            let words: Vec<String> = fields.iter().map(field).collect();
            format!("({})", words.join(", "))
        }
        Value::Bytes(hex) if hex.is_empty() => "leer".into(),
        Value::Bytes(hex) => format!("0x{hex}"),
    }
}
