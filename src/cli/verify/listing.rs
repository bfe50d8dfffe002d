//! `verify tse --list`: one line per log message.

use amtskasse_tse::log::{Body, Message};
use amtskasse_tse::verify::{CheckedLog, Verdict};
use serde_json::{Value, json};

use crate::cli::out::Out;
use crate::message;
use crate::till::local;

/// Prints one log message.
pub(super) fn line(log: &CheckedLog<'_>, out: &mut Out) {
    if out.json() {
        // One object per line; an archive may hold more than fits into one document.
        out.line(object(log).to_string());
        return;
    }
    let message = log.message;
    let verdict = match log.verdict {
        Verdict::Valid => "echt".to_owned(),
        Verdict::Invalid(_) => "FALSCH".to_owned(),
        Verdict::Unchecked(reason) => format!("UNGEPRÜFT ({})", message::unchecked(reason)),
    };
    out.line(format!(
        "{:>9}  {}  {:<10}  {}",
        message.counter,
        local(message.time.at).format("%d.%m.%Y %H:%M:%S"),
        verdict,
        words(message),
    ));
}

fn words(message: &Message) -> String {
    match &message.body {
        Body::Transaction(body) => {
            let operation = message::operation(body.operation);
            let data = String::from_utf8_lossy(&body.process_data);
            let kind = body.process_type.as_deref().unwrap_or_default().trim();
            let mut words = format!("Vorgang {} {operation}", body.number);
            for part in [body.client_id.as_str(), kind, data.as_ref()] {
                if !part.is_empty() {
                    words.push_str(", ");
                    words.extend(part.chars().take(200).map(visible));
                }
            }
            words
        }
        Body::System(body) => {
            let mut words = format!("System {}", body.operation);
            if let Some(user) = &body.user {
                words.push_str(&format!(", durch {user}"));
            }
            for field in body.fields(message) {
                words.push_str(", ");
                words.push_str(&message::field(&field));
            }
            words.chars().take(400).map(visible).collect()
        }
        Body::Audit(data) => format!("Prüfprotokoll des Herstellers, {} Bytes", data.len()),
    }
}

/// A line stays a line, and nothing in a log message reaches the terminal as a command.
fn visible(letter: char) -> char {
    match letter.is_control() {
        true => '·',
        false => letter,
    }
}

fn object(log: &CheckedLog<'_>) -> Value {
    let message = log.message;
    let mut object = json!({
        "member": log.member,
        "counter": message.counter,
        "time": message.time.at,
        "version": message.version,
        "verdict": log.verdict,
    });
    let more = match &message.body {
        Body::Transaction(body) => json!({
            "kind": "transaction",
            "operation": body.operation,
            "transaction": body.number,
            "client": body.client_id,
            "processType": body.process_type,
            "processData": String::from_utf8_lossy(&body.process_data),
        }),
        Body::System(body) => json!({
            "kind": "system",
            "operation": body.operation,
            "origin": body.origin,
            "user": body.user,
            "fields": body.fields(message),
        }),
        Body::Audit(data) => json!({
            "kind": "audit",
            "data": amtskasse_tse::algorithm::hex(data),
        }),
    };
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}
