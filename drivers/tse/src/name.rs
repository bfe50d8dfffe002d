//! Names of the members of a TSE's archive (TR-03151, 5.1; TR-03151-1, 2.5.5).

use std::fmt;

use crate::log::{Body, Message, Operation};

/// What the name of a `.log` member says about its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogName {
    /// Format and log time, e.g. `Unixt_1630408502`.
    pub time: String,
    /// Signature counter.
    pub counter: u64,
    /// Kind of log message.
    pub kind: NameKind,
    /// `Fc-<n>`: how many members of the same name were there before.
    pub copy: Option<u32>,
}

/// The part of a name that depends on the kind of log message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameKind {
    /// `Log-Tra`.
    Transaction {
        /// Transaction number.
        number: u64,
        /// Start, update or finish.
        operation: Operation,
        /// Client id.
        client_id: String,
    },
    /// `Log-Sys` with the name of the operation.
    System(String),
    /// `Log-Aud`.
    Audit,
}

impl LogName {
    /// The name a log message has in an archive.
    #[must_use]
    pub fn of(message: &Message) -> Self {
        Self {
            time: message.time.file_part(),
            counter: message.counter,
            kind: match &message.body {
                Body::Transaction(body) => NameKind::Transaction {
                    number: body.number,
                    operation: body.operation,
                    client_id: body.client_id.clone(),
                },
                Body::System(body) => NameKind::System(body.operation.clone()),
                Body::Audit(_) => NameKind::Audit,
            },
            copy: None,
        }
    }

    /// Reads a name; from the left up to `Client-`, because a client id may hold underscores.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let rest = name.strip_suffix(".log")?;
        let (format, rest) = rest.split_once('_')?;
        if !["Unixt", "Utc", "Gent"].contains(&format) {
            return None;
        }
        let (date, rest) = rest.split_once('_')?;
        let (counter, rest) = rest.strip_prefix("Sig-")?.split_once('_')?;
        let (rest, copy) = match rest.rsplit_once("_Fc-") {
            Some((before, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                (before, Some(number.parse().ok()?))
            }
            _ => (rest, None),
        };
        let kind = if rest == "Log-Aud" {
            NameKind::Audit
        } else if let Some(operation) = rest.strip_prefix("Log-Sys_") {
            NameKind::System(operation.into())
        } else {
            let (number, rest) = rest.strip_prefix("Log-Tra_No-")?.split_once('_')?;
            let (operation, client) = rest.split_once('_')?;
            NameKind::Transaction {
                number: decimal(number)?,
                operation: match operation {
                    "Start" => Operation::Start,
                    "Update" => Operation::Update,
                    "Finish" => Operation::Finish,
                    _ => return None,
                },
                client_id: client.strip_prefix("Client-")?.into(),
            }
        };
        Some(Self {
            time: format!("{format}_{date}"),
            counter: decimal(counter)?,
            kind,
            copy,
        })
    }
}

/// A decimal number without leading zeros.
fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_Sig-{}_", self.time, self.counter)?;
        match &self.kind {
            NameKind::Transaction {
                number,
                operation,
                client_id,
            } => write!(
                f,
                "Log-Tra_No-{number}_{}_Client-{client_id}",
                operation.word()
            )?,
            NameKind::System(operation) => write!(f, "Log-Sys_{operation}")?,
            NameKind::Audit => f.write_str("Log-Aud")?,
        }
        if let Some(copy) = self.copy {
            write!(f, "_Fc-{copy}")?;
        }
        f.write_str(".log")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn real_names_are_read_and_written_back() {
        for name in [
            "Unixt_1630408502_Sig-640_Log-Tra_No-223_Finish_Client-137741-0008-And10.log",
            "Unixt_1630408368_Sig-633_Log-Tra_No-220_Start_Client-137741-0007 Hioneu.log",
            "Utc_210928090251Z_Sig-7_Log-Tra_No-3_Update_Client-a_b_c_Fc-1.log",
            "Gent_20181109084236Z_Sig-1_Log-Sys_updateTime.log",
            "Unixt_1589712808_Sig-718_Log-Aud.log",
            "Unixt_1589712808_Sig-718_Log-Aud_Fc-2.log",
        ] {
            assert_eq!(LogName::parse(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "info.csv",
            "Unixt_1_Sig-01_Log-Aud.log",
            "Unixt_1_Sig-1_Log-Tra_No-1_Begin_Client-a.log",
            "Unixt_1_Sig-1_Log-Tra_No-1_Start_a.log",
            "Time_1_Sig-1_Log-Aud.log",
        ] {
            assert_eq!(LogName::parse(name), None, "{name}");
        }
    }
}
