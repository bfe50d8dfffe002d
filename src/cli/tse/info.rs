//! What a TSE says about itself.

use amtskasse_tse::{Info, State};
use serde_json::json;

use super::place::Place;
use crate::cli::{Outcome, Verdict, out::Out};
use crate::fiscal::{base64, hex};
use crate::till::tse::{Outlook, WarningKind, outlook, warnings};
use crate::till::{Clock, SystemClock, local};

pub(super) fn run(place: &mut Place, per_day: u64, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let info = place.settle(device.info())?;
    let now = SystemClock.now();
    let outlook = outlook(&info, per_day, now);
    let warnings = warnings(&info, Some(&outlook), now);
    if out.json() {
        let warnings: Vec<_> = warnings
            .iter()
            .map(|warning| json!({ "about": about(warning.kind), "months": warning.months }))
            .collect();
        out.value(&json(&info, &outlook, &warnings));
    } else {
        print(&info, &outlook, per_day, out);
        for warning in warnings {
            let when = match warning.months {
                0 => "jetzt".to_owned(),
                1 => "innerhalb eines Monats".to_owned(),
                months => format!("innerhalb von {months} Monaten"),
            };
            out.line(format!("Achtung, {when}: {}", german(warning.kind)));
        }
    }
    Ok(Verdict::Fine)
}

fn about(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::Certificate => "certificate",
        WarningKind::Signatures => "signatures",
        WarningKind::Storage => "storage",
        WarningKind::Wear => "wear",
        WarningKind::OpenTransactions => "open-transactions",
    }
}

fn german(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::Certificate => "Das Zertifikat läuft ab; eine neue TSE ist nötig.",
        WarningKind::Signatures => "Die Signaturen gehen aus; eine neue TSE ist nötig.",
        WarningKind::Storage => "Der Speicher wird voll; exportieren, prüfen, löschen.",
        WarningKind::Wear => "Der Speicher ist abgenutzt; der Hersteller rät zum Tausch.",
        WarningKind::OpenTransactions => "Fast so viele Transaktionen sind offen, wie sie hält.",
    }
}

fn json(info: &Info, outlook: &Outlook, warnings: &[serde_json::Value]) -> serde_json::Value {
    let pair =
        |pair: Option<(u64, u64)>| pair.map(|(now, most)| json!({ "now": now, "most": most }));
    let certificates: Vec<String> = info.certificates.iter().map(|der| base64(der)).collect();
    json!({
        "description": info.description,
        "manufacturer": info.manufacturer,
        "version": info.version,
        "certification_id": info.certification_id,
        "state": info.state,
        "serial": hex(&info.serial),
        "public_key": base64(&info.public_key),
        "signature_algorithm": info.signature_algorithm,
        "log_time_format": info.log_time_format,
        "certificates": certificates,
        "certificate_end": info.certificate_end,
        "certificate_days": outlook.certificate_days,
        "signatures": info.signatures,
        "max_signatures": info.max_signatures,
        "signatures_left": outlook.signatures_left,
        "signature_days": outlook.signature_days,
        "time_set": info.time_set,
        "storage_used": info.storage_used,
        "storage_size": info.storage_size,
        "storage_left": outlook.storage_left,
        "storage_days": outlook.storage_days,
        "open_transactions": pair(info.open_transactions),
        "clients": pair(info.clients),
        "self_test_due_seconds": info.self_test_due.map(|due| due.as_secs()),
        "time_update_every_seconds": info.time_update_every.map(|every| every.as_secs()),
        "wear": info.wear,
        "warnings": warnings,
    })
}

fn print(info: &Info, outlook: &Outlook, per_day: u64, out: &mut Out) {
    out.pair("Gerät", &info.description);
    out.pair("Hersteller", &info.manufacturer);
    out.pair("Version", &info.version);
    let certified = info.certification_id.as_deref();
    out.pair("Zertifizierung", certified.unwrap_or("nicht zertifiziert"));
    out.pair(
        "Zustand",
        match info.state {
            State::Uninitialized => "noch nicht eingerichtet",
            State::Operational => "eingerichtet",
            State::Decommissioned => "außer Betrieb",
        },
    );
    out.pair("Seriennummer", hex(&info.serial));
    out.pair(
        "Verfahren",
        format!("{}, {}", info.signature_algorithm, info.log_time_format),
    );
    let end = local(info.certificate_end).format("%d.%m.%Y");
    let days = match outlook.certificate_days {
        ..=-1 => "abgelaufen".to_owned(),
        0 => "noch heute".to_owned(),
        1 => "noch 1 Tag".to_owned(),
        days => format!("noch {days} Tage"),
    };
    out.pair("Zertifikat bis", format!("{end} ({days})"));
    let reach = |days: Option<i64>| match days {
        Some(days) => format!(", reicht bei {per_day} am Tag {days} Tage"),
        None => String::new(),
    };
    let left = match outlook.signatures_left {
        Some(left) => format!(
            "{}, {left} übrig{}",
            info.signatures,
            reach(outlook.signature_days)
        ),
        None => info.signatures.to_string(),
    };
    out.pair("Signaturen", left);
    if let (Some(size), Some(left)) = (info.storage_size, outlook.storage_left) {
        let reach = reach(outlook.storage_days);
        out.pair(
            "Speicher",
            format!(
                "{} von {size} Bytes belegt, {left} frei{reach}",
                info.storage_used
            ),
        );
    }
    let of = |pair: Option<(u64, u64)>| pair.map(|(now, most)| format!("{now} von {most}"));
    if let Some(open) = of(info.open_transactions) {
        out.pair("Offen", open);
    }
    if let Some(clients) = of(info.clients) {
        out.pair("Kassen", clients);
    }
    let clock = if info.time_set {
        "gestellt"
    } else {
        "nicht gestellt"
    };
    out.pair("Uhr", clock);
    if let Some(due) = info.self_test_due {
        let hours = due.as_secs() / 3600;
        let when = match due.is_zero() {
            true => "jetzt fällig".to_owned(),
            false => format!("fällig in {hours} Stunden"),
        };
        out.pair("Selbsttest", when);
    }
    if let Some(wear) = info.wear {
        out.pair(
            "Abnutzung",
            format!(
                "{} % der Reserveblöcke und {} % der Löschzyklen übrig, {} Lesefehler",
                wear.spare, wear.erase_cycles, wear.uncorrectable
            ),
        );
    }
}
