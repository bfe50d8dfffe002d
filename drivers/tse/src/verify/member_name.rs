//! What the name of a log message says against what was signed (TR-03151, 5.1).

use super::Kind;
use crate::log::Message;
use crate::name::{LogName, NameKind};

/// Characters of a name or a value that are shown.
const SHOWN: usize = 200;

/// How the name differs from the content.
pub(super) fn differences(member: &str, message: &Message) -> Vec<Kind> {
    // A folder in front of the name is not part of it.
    let base = member.rsplit('/').next().unwrap_or(member);
    let Some(name) = LogName::parse(base) else {
        return vec![Kind::NameUnknown];
    };
    let content = LogName::of(message);
    let mut found = Vec::new();
    let mut differ = |part, name: &dyn ToString, content: &dyn ToString| {
        let (name, content) = (name.to_string(), content.to_string());
        if name != content {
            let cut = |text: String| text.chars().take(SHOWN).collect();
            let (name, content) = (cut(name), cut(content));
            found.push(Kind::NameDiffers {
                part,
                name,
                content,
            });
        }
    };
    differ("log time", &name.time, &content.time);
    differ("signature counter", &name.counter, &content.counter);
    match (&name.kind, &content.kind) {
        (
            NameKind::Transaction {
                number,
                operation,
                client_id,
            },
            NameKind::Transaction {
                number: signed_number,
                operation: signed_operation,
                client_id: signed_client,
            },
        ) => {
            differ("transaction number", number, signed_number);
            differ("operation", &operation.word(), &signed_operation.word());
            differ("client id", client_id, signed_client);
        }
        // Makers write the same operation in either case (TR-03151-1, 2.2.1).
        (NameKind::System(name), NameKind::System(signed)) if name.eq_ignore_ascii_case(signed) => {
        }
        (NameKind::System(name), NameKind::System(signed)) => differ("operation", name, signed),
        (NameKind::Audit, NameKind::Audit) => {}
        (name, content) => differ("kind", &kind_word(name), &kind_word(content)),
    }
    found
}

fn kind_word(kind: &NameKind) -> &'static str {
    match kind {
        NameKind::Transaction { .. } => "transaction log",
        NameKind::System(_) => "system log",
        NameKind::Audit => "audit log",
    }
}
