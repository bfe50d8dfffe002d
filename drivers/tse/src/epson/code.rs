//! Names of errors, and what they mean to the caller.

use chrono::{DateTime, Utc};

use crate::{Error, Role, Secret};

pub(super) const OK: &str = "EXECUTION_OK";
pub(super) const NO_TIME: &str = "TSE1_ERROR_NO_TIME_SET";
pub(super) const CLIENT_UNKNOWN: &str = "TSE1_ERROR_CLIENT_NOT_REGISTERED";
pub(super) const WRONG_PIN: &str = "TSE1_ERROR_AUTHENTICATION_FAILED";
pub(super) const PIN_BLOCKED: &str = "TSE1_ERROR_AUTHENTICATION_PIN_BLOCKED";
pub(super) const WRONG_KEY: &str = "OTHER_ERROR_HOST_AUTHENTICATION_FAILED";
pub(super) const SET_UP_BEFORE: &str = "OTHER_ERROR_TSE_ALREADY_SET_UP";
pub(super) const NO_DATA: &str = "TSE1_ERROR_EXPORT_NO_DATA_AVAILABLE";

/// What to do before the refused call is made once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    LogIn,
    SetTime,
    SelfTest,
}

/// The remedy of a refusal, if there is one. A refused call did nothing, so that making it again is safe.
pub(super) fn remedy(code: &str) -> Option<Remedy> {
    Some(match code {
        "OTHER_ERROR_UNAUTHENTICATED_TIME_ADMIN_USER"
        | "OTHER_ERROR_UNAUTHENTICATED_ADMIN_USER"
        | "OTHER_ERROR_UNAUTHENTICATED_USER"
        | "TSE1_ERROR_NOT_AUTHORIZED"
        | "TSE1_ERROR_AUTHENTICATION_USER_NOT_LOGGED_IN" => Remedy::LogIn,
        NO_TIME | "OTHER_ERROR_NO_TIME_SET_BEFORE_EXPORT" => Remedy::SetTime,
        "TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST"
        | "TSE1_ERROR_WRONG_STATE_NEEDS_SELF_TEST_PASSED" => Remedy::SelfTest,
        _ => return None,
    })
}

/// What a call was about, for its error.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    pub client: &'a str,
    pub transaction: u64,
    /// Open transactions, where the call is refused because of them.
    pub open: u64,
    pub certificate_end: Option<DateTime<Utc>>,
}

/// The error behind a name.
pub(super) fn error(code: &str, about: About<'_>) -> Error {
    match remedy(code) {
        Some(Remedy::LogIn) => return Error::NotAuthorized(code.into()),
        Some(Remedy::SetTime) => return Error::TimeNotSet,
        Some(Remedy::SelfTest) => return Error::SelfTestNeeded,
        None => {}
    }
    let name = code
        .strip_prefix("TSE1_ERROR_")
        .or_else(|| code.strip_prefix("OTHER_ERROR_"))
        .unwrap_or(code);
    match name {
        "NO_TSE"
        | "IO"
        | "NO_STORAGE_FOUND"
        | "DEVICE_NOT_FOUND"
        | "DEVICE_OPEN_ERROR"
        | "POWER_CYCLE_DETECTED" => Error::Removed(code.into()),
        "CURRENTLY_EXPORTING"
        | "CURRENTLY_EXPORTING_USER"
        | "NOT_ALLOWED_EXPORT_IN_PROGRESS"
        | "NOT_ALLOWED_EXPORT_IN_PROGRES"
        | "DEVICE_IN_USE"
        | "ERROR_DEVICE_BUSY" => Error::Busy,
        "CLIENT_NOT_REGISTERED" => Error::UnknownClient(about.client.into()),
        "TRANSACTION_NOT_STARTED" | "NO_TRANSACTION_IN_PROGRESS" => {
            Error::TransactionNotOpen(about.transaction)
        }
        "MAX_PARALLEL_TRANSACTIONS" => Error::TooManyTransactions(512),
        "MAX_REGISTERED_CLIENTS_REACHED" => Error::TooManyClients(100),
        "CLIENT_HAS_UNFINISHED_TRANSACTIONS" | "TSE_HAS_UNFINISHED_TRANSACTIONS" => {
            Error::OpenTransactions(about.open)
        }
        "CERTIFICATE_EXPIRED" => match about.certificate_end {
            Some(end) => Error::CertificateExpired(end),
            None => Error::Device(code.into()),
        },
        "TRANSACTION_SIGNATURES_EXCEEDED" => Error::SignaturesExhausted,
        "STORE_FULL" | "STORE_FULL_INTERNAL" => Error::StorageFull,
        "EXPORT_NO_DATA_AVAILABLE" => Error::NothingToExport,
        "EXPORT_UNACKNOWLEDGED_DATA" | "ALL_DATA_NOT_EXPORTED_YET" => Error::UnexportedData,
        "WRONG_STATE_NEEDS_PUK_CHANGE" | "WRONG_STATE_NEEDS_PIN_CHANGE" => Error::InitialSecrets,
        "TSE_ALREADY_SET_UP" | "TSE_ALREADY_INITIALIZED" => Error::SetUpElsewhere,
        "TSE_NOT_INITIALIZED" => Error::NotInitialized,
        "TSE_DECOMMISSIONED" => Error::Decommissioned,
        "SELF_TEST_FAILED_FW" | "SELF_TEST_FAILED_CSP" | "SELF_TEST_FAILED_RNG" => {
            Error::SelfTestFailed(name.into())
        }
        "HOST_AUTHENTICATION_FAILED" => Error::WrongSecret {
            secret: Secret::Key,
            left: None,
        },
        _ => match code.starts_with("JSON_ERROR_") {
            true => Error::InvalidData(format!("the TSE refuses the call's data: {code}")),
            false => Error::Device(code.into()),
        },
    }
}

/// The PIN of a role.
pub(super) fn pin(role: Role) -> Secret {
    match role {
        Role::Admin => Secret::AdminPin,
        Role::TimeAdmin => Secret::TimeAdminPin,
    }
}
