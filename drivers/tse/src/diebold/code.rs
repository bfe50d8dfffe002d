//! Codes of refusals, and what they mean to the caller.

use super::message::Answer;
use crate::{Error, Role, Secret};

/// What a call was about, for its error.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub client: &'a str,
    pub transaction: u64,
    /// The secret that was sent.
    pub secret: Secret,
    /// Whether it was that of the configuration.
    pub configured: bool,
    /// What is not possible if the service misses parameters nobody knows.
    pub unknown: &'static str,
}

impl<'a> About<'a> {
    pub fn client(client: &'a str, role: Role) -> Self {
        Self {
            client,
            transaction: 0,
            secret: pin(role),
            configured: true,
            unknown: "this call",
        }
    }
}

/// The PIN of a role.
pub(super) fn pin(role: Role) -> Secret {
    match role {
        Role::Admin => Secret::AdminPin,
        Role::TimeAdmin => Secret::TimeAdminPin,
    }
}

/// The error behind a refusal.
pub(super) fn error(answer: &Answer, about: About<'_>) -> Error {
    let Err((code, text)) = &answer.status else {
        return Error::Protocol("neither a result nor a refusal".into());
    };
    match code {
        Some(1..=3) => Error::Unsupported(about.unknown),
        Some(4 | 27 | 28 | 34) => {
            Error::InvalidData(format!("the TSE refuses the call's data: {text}"))
        }
        Some(19) => Error::UnknownClient(about.client.into()),
        Some(21) => Error::TooManyTransactions(512),
        Some(23) => Error::TooManyClients(100),
        Some(24) => Error::OpenTransactions(1),
        Some(29) => Error::NotAuthorized(text.clone()),
        Some(30) => Error::WrongSecret {
            secret: about.secret,
            left: None,
        },
        Some(31) => Error::WrongSecret {
            secret: Secret::Puk,
            left: None,
        },
        Some(32) => Error::Blocked(about.secret),
        Some(33) => Error::Blocked(Secret::Puk),
        Some(5017) => Error::TransactionNotOpen(about.transaction),
        Some(code) => Error::Device(format!("code {code}: {text}")),
        None => Error::Device(text.clone()),
    }
}
