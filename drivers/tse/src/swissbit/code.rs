//! The library's error numbers and what they mean to the register.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{Error, Secret};

/// Why a call into the library came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The library's or the card's number.
    Code(u32),
    /// What it filled in cannot be.
    Nonsense(&'static str),
    /// It has no such function.
    Missing(&'static str),
}

/// Numbers that are acted on.
pub(super) const NOT_CONNECTED: u32 = 2;
pub(super) const IO: u32 = 3;
pub(super) const TIMEOUT: u32 = 4;
pub(super) const INVALID_RESPONSE: u32 = 6;
pub(super) const RESPONSE_MISSING: u32 = 8;
pub(super) const NOTHING_NEW: u32 = 12;
pub(super) const POWER_CYCLE: u32 = 13;
pub(super) const UNSUPPORTED: u32 = 17;
pub(super) const NO_TIME: u32 = 0x1002;
pub(super) const EXPIRED: u32 = 0x100A;
pub(super) const NO_LAST_TRANSACTION: u32 = 0x100C;
pub(super) const NOT_AUTHORIZED: u32 = 0x100F;
pub(super) const UNKNOWN_CLIENT: u32 = 0x1011;
pub(super) const NOTHING_TO_FETCH: u32 = 0x1015;
pub(super) const CTSS_OFF: u32 = 0x1053;
pub(super) const NEEDS_SELF_TEST: u32 = 0x1054;
pub(super) const NEEDS_PASSED_SELF_TEST: u32 = 0x1055;
pub(super) const ALREADY_INITIALIZED: u32 = 0x10FD;
pub(super) const AUTHENTICATION_FAILED: u32 = 0x1100;
pub(super) const BLOCKED: u32 = 0x1201;
pub(super) const NOT_LOGGED_IN: u32 = 0x1202;
pub(super) const EXPORT_EMPTY: u32 = 0x2003;

/// What an error is about, as far as the number does not say.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    pub client: String,
    pub transaction: u64,
    /// Transactions and clients that are open or possible.
    pub count: u64,
    pub certificate_end: DateTime<Utc>,
    pub secret: Option<Secret>,
    pub left: Option<u32>,
    pub waited: Duration,
}

impl Failure {
    /// Whether the line to the device is in doubt: the next call opens it anew.
    pub fn breaks_the_line(self) -> bool {
        match self {
            Self::Code(code) => matches!(
                code,
                NOT_CONNECTED
                    | IO
                    | TIMEOUT
                    | INVALID_RESPONSE
                    | RESPONSE_MISSING
                    | POWER_CYCLE
                    | 16
                    | 19..=24
            ),
            Self::Nonsense(_) => true,
            Self::Missing(_) => false,
        }
    }

    /// Whether opening the line anew may help at once.
    pub fn wants_a_new_line(self) -> bool {
        matches!(
            self,
            Self::Code(INVALID_RESPONSE | RESPONSE_MISSING | POWER_CYCLE)
        )
    }

    /// The error for the register.
    pub fn error(self, about: &About) -> Error {
        let code = match self {
            Self::Code(code) => code,
            Self::Nonsense(what) => return Error::Protocol(what.into()),
            Self::Missing(_) => return Error::Unsupported("a function this library lacks"),
        };
        let secret = about.secret.unwrap_or(Secret::AdminPin);
        match code {
            NOT_CONNECTED => Error::Removed("no TSE found".into()),
            IO => Error::Removed("reading or writing the TSE failed".into()),
            TIMEOUT | 19 => Error::Timeout(about.waited),
            7 | 0x1017 => Error::StorageFull,
            RESPONSE_MISSING => {
                Error::InUse("the answer is missing, another program talks to the TSE".into())
            }
            11 => Error::InvalidData(
                "the export state is not of this TSE, or from before its last deletion".into(),
            ),
            NOTHING_NEW | EXPORT_EMPTY => Error::NothingToExport,
            POWER_CYCLE => Error::Removed("the TSE was without power meanwhile".into()),
            16 | 20 => Error::Removed("no connection to the LAN TSE".into()),
            UNSUPPORTED | 0xF000 => Error::Unsupported("this command"),
            18 => Error::WrongSecret {
                secret: Secret::Key,
                left: None,
            },
            24 => Error::Removed("the LAN TSE does not have this TSE".into()),
            25 => Error::TooManyRecords,
            NO_TIME => Error::TimeNotSet,
            0x1004 | 0x1008 => Error::TransactionNotOpen(about.transaction),
            0x1009 => Error::TooManyTransactions(about.count),
            EXPIRED => Error::CertificateExpired(about.certificate_end),
            0x100D => Error::NotAuthorized("this command is not allowed now".into()),
            0x100E => Error::SignaturesExhausted,
            NOT_AUTHORIZED | NOT_LOGGED_IN => Error::NotAuthorized("the user logged in".into()),
            0x1010 => Error::TooManyClients(about.count),
            UNKNOWN_CLIENT => Error::UnknownClient(about.client.clone()),
            0x1012 => Error::UnexportedData,
            0x1013 | 0x1014 => Error::OpenTransactions(about.count),
            0x1016 => Error::Busy,
            0x1050 | 0x1051 => Error::InitialSecrets,
            NEEDS_SELF_TEST | NEEDS_PASSED_SELF_TEST => Error::SelfTestNeeded,
            ALREADY_INITIALIZED => Error::SetUpElsewhere,
            0x10FE => Error::Decommissioned,
            0x10FF => Error::NotInitialized,
            AUTHENTICATION_FAILED => Error::WrongSecret {
                secret,
                left: about.left,
            },
            BLOCKED => Error::Blocked(secret),
            0x1300 => Error::SelfTestFailed("firmware".into()),
            0x1310 => Error::SelfTestFailed("cryptographic module (CSP)".into()),
            0x1320 => Error::SelfTestFailed("random number generator".into()),
            INVALID_RESPONSE | 21..=23 => Error::Protocol(format!("{} ({code})", name(code))),
            other => Error::Device(format!("{} ({})", name(other), number(other))),
        }
    }
}

/// The number as the maker writes it: the library's decimal, the card's hexadecimal.
fn number(code: u32) -> String {
    match code {
        0..=99 => code.to_string(),
        _ => format!("0x{code:04X}"),
    }
}

/// The maker's meaning of a number.
pub(super) fn name(code: u32) -> &'static str {
    match code {
        1 => "invalid parameter",
        5 => "out of memory",
        INVALID_RESPONSE => "invalid response",
        9 => "export not initialised",
        10 => "export failed",
        14 => "firmware update not applied",
        15 => "thread could not be started",
        21 => "unbalanced locks at the LAN TSE",
        22 => "bad answer of the LAN TSE's server",
        23 => "invalid state",
        26 => "no firmware update",
        0x1001 => "unknown error",
        0x1005 => "invalid syntax or wrong length",
        0x1006 => "not enough data written",
        0x1007 => "invalid parameter for the card",
        NO_LAST_TRANSACTION => "no last transaction",
        NOTHING_TO_FETCH => "no response to fetch",
        CTSS_OFF => "interface for cash registers switched off",
        0x1061 => "firmware: integrity",
        0x1062 => "firmware: decryption",
        0x1064 => "firmware: format",
        0x1065 => "firmware: internal error",
        0x1067 => "firmware: downgrade",
        0x1400 | 0x1500 | 0x1600 => "firmware update failed",
        0x2001 => "no export running",
        0x2002 => "export must be tried again",
        0xFF00 => "signature error",
        _ => "unknown error number",
    }
}

#[cfg(test)]
mod tests;
