//! The maker's library: finding it, and its functions with their types.
//!
//! Types and names after the interface as public open-source programs use it (SDK 5.9.1). Functions that only SDK 6 has
//! and whose parameters are not public are not called.
#![allow(unsafe_code)]
// Names as the library has them, so that they are found by a search for them.
#![allow(non_snake_case)]

use std::ffi::{c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use libloading::Library;

use crate::Error;

/// `WormContext*`, `WormInfo*` and `WormTransactionResponse*`: the library's own, never looked into.
pub(super) type Raw = *mut c_void;
/// `int(*)(const uint8_t*, unsigned, void*)`; anything but 0 ends the export.
pub(super) type TakeChunk = unsafe extern "C" fn(*const u8, u32, *mut c_void) -> c_int;
/// The same with sizes done and in all.
pub(super) type TakePart = unsafe extern "C" fn(*const u8, u32, u32, u32, *mut c_void) -> c_int;

/// Client ids per call of `worm_tse_listRegisteredClients`.
pub(super) const CLIENTS_PER_PAGE: usize = 16;
/// Serial numbers per call of `worm_lantse_listConnectedTses`.
pub(super) const DEVICES_PER_PAGE: usize = 16;
/// Transaction numbers per call of `worm_transaction_listStartedTransactions`.
pub(super) const TRANSACTIONS_PER_PAGE: usize = 62;

/// `WormRegisteredClients`.
#[repr(C)]
pub(super) struct ClientPage {
    pub amount: c_int,
    pub ids: [[c_char; 31]; CLIENTS_PER_PAGE],
}

/// What `worm_lantse_listConnectedTses` fills.
#[repr(C)]
pub(super) struct DevicePage {
    pub amount: c_int,
    pub serials: [[u8; 32]; DEVICES_PER_PAGE],
}

macro_rules! functions {
    (
        required { $($name:ident: fn($($arg:ty),*) $(-> $ret:ty)?;)* }
        optional { $($may:ident: fn($($may_arg:ty),*) $(-> $may_ret:ty)?;)* }
    ) => {
        /// The functions found in a library, which stays loaded as long as they live.
        pub(super) struct Functions {
            $(pub $name: unsafe extern "C" fn($($arg),*) $(-> $ret)?,)*
            $(pub $may: Option<unsafe extern "C" fn($($may_arg),*) $(-> $may_ret)?>,)*
            _library: Library,
        }

        impl Functions {
            /// All functions, or the names of the missing ones.
            fn find(library: Library) -> Result<Self, Vec<&'static str>> {
                let mut missing = Vec::new();
                // SAFETY: the types are those of the maker's interface; a library that exports these names with other
                // types is not one of his, and nothing could tell.
                unsafe {
                    $(let $name = symbol(&library, stringify!($name), &mut missing);)*
                    $(let $may = symbol(&library, stringify!($may), &mut Vec::new());)*
                    match ($($name,)*) {
                        ($(Some($name),)*) => Ok(Self { $($name,)* $($may,)* _library: library }),
                        _ => Err(missing),
                    }
                }
            }
        }

        #[cfg(test)]
        const REQUIRED: &[&str] = &[$(stringify!($name),)*];
    };
}

functions! {
    required {
        worm_getVersion: fn() -> *const c_char;
        worm_signatureAlgorithm: fn() -> *const c_char;
        worm_logTimeFormat: fn() -> *const c_char;
        worm_init: fn(*mut Raw, *const c_char) -> u32;
        worm_cleanup: fn(Raw) -> u32;
        worm_info_new: fn(Raw) -> Raw;
        worm_info_read: fn(Raw) -> u32;
        worm_info_free: fn(Raw);
        worm_info_capacity: fn(Raw) -> u32;
        worm_info_size: fn(Raw) -> u32;
        worm_info_timeUntilNextSelfTest: fn(Raw) -> u32;
        worm_info_startedTransactions: fn(Raw) -> u32;
        worm_info_maxStartedTransactions: fn(Raw) -> u32;
        worm_info_createdSignatures: fn(Raw) -> u32;
        worm_info_maxSignatures: fn(Raw) -> u32;
        worm_info_maxTimeSynchronizationDelay: fn(Raw) -> u32;
        worm_info_registeredClients: fn(Raw) -> u32;
        worm_info_maxRegisteredClients: fn(Raw) -> u32;
        worm_info_hardwareVersion: fn(Raw) -> u32;
        worm_info_softwareVersion: fn(Raw) -> u32;
        worm_info_isDevelopmentFirmware: fn(Raw) -> c_int;
        worm_info_hasValidTime: fn(Raw) -> c_int;
        worm_info_hasPassedSelfTest: fn(Raw) -> c_int;
        worm_info_initializationState: fn(Raw) -> u32;
        worm_info_certificateExpirationDate: fn(Raw) -> u64;
        worm_info_tarExportSize: fn(Raw) -> u64;
        worm_info_tseDescription: fn(Raw) -> *const c_char;
        worm_info_formFactor: fn(Raw) -> *const c_char;
        worm_info_tsePublicKey: fn(Raw, *mut *const u8, *mut u64);
        worm_info_tseSerialNumber: fn(Raw, *mut *const u8, *mut u64);
        worm_tse_setup: fn(
            Raw, *const u8, c_int, *const u8, c_int, *const u8, c_int, *const u8, c_int, *const c_char
        ) -> u32;
        worm_tse_decommission: fn(Raw) -> u32;
        worm_tse_updateTime: fn(Raw, u64) -> u32;
        worm_tse_runSelfTest: fn(Raw, *const c_char) -> u32;
        worm_tse_registerClient: fn(Raw, *const c_char) -> u32;
        worm_tse_deregisterClient: fn(Raw, *const c_char) -> u32;
        worm_tse_listRegisteredClients: fn(Raw, c_int, *mut ClientPage) -> u32;
        worm_tse_enableExportIfCspTestFails: fn(Raw) -> u32;
        worm_user_login: fn(Raw, u32, *const u8, c_int, *mut c_int) -> u32;
        worm_user_unblock: fn(Raw, u32, *const u8, c_int, *const u8, c_int, *mut c_int) -> u32;
        worm_user_change_puk: fn(Raw, *const u8, c_int, *const u8, c_int, *mut c_int) -> u32;
        worm_user_change_pin: fn(Raw, u32, *const u8, c_int, *const u8, c_int, *mut c_int) -> u32;
        worm_transaction_start: fn(Raw, *const c_char, *const u8, u64, *const c_char, Raw) -> u32;
        worm_transaction_update: fn(Raw, *const c_char, u64, *const u8, u64, *const c_char, Raw) -> u32;
        worm_transaction_finish: fn(Raw, *const c_char, u64, *const u8, u64, *const c_char, Raw) -> u32;
        worm_transaction_lastResponse: fn(Raw, *const c_char, Raw) -> u32;
        worm_transaction_listStartedTransactions: fn(
            Raw, *const c_char, c_int, *mut u64, c_int, *mut c_int
        ) -> u32;
        worm_transaction_response_new: fn(Raw) -> Raw;
        worm_transaction_response_free: fn(Raw);
        worm_transaction_response_logTime: fn(Raw) -> u64;
        worm_transaction_response_signatureCounter: fn(Raw) -> u64;
        worm_transaction_response_transactionNumber: fn(Raw) -> u64;
        worm_transaction_response_serialNumber: fn(Raw, *mut *const u8, *mut u64);
        worm_transaction_response_signature: fn(Raw, *mut *const u8, *mut u64);
        worm_getLogMessageCertificate: fn(Raw, *mut u8, *mut u32) -> u32;
        worm_export_tar: fn(Raw, TakeChunk, *mut c_void) -> u32;
        worm_export_tar_incremental: fn(
            Raw, *const u8, c_int, *mut u8, c_int, *mut u64, *mut u64, TakePart, *mut c_void
        ) -> u32;
        worm_export_tar_filtered_time: fn(Raw, u64, u64, *const c_char, TakeChunk, *mut c_void) -> u32;
        worm_export_tar_filtered_transaction: fn(
            Raw, u64, u64, *const c_char, TakeChunk, *mut c_void
        ) -> u32;
        worm_export_deleteStoredData: fn(Raw) -> u32;
    }
    optional {
        // Only in libraries that speak to a LAN TSE.
        worm_init_lan: fn(*mut Raw, *const c_char, *const c_char) -> u32;
        worm_lantse_listConnectedTses: fn(Raw, c_int, *mut DevicePage) -> u32;
        worm_lantse_select: fn(Raw, *const u8, c_int) -> u32;
        worm_lantse_lock: fn(Raw) -> u32;
        worm_lantse_unlock: fn(Raw) -> u32;
        // The same function under its old and its new name.
        worm_tse_ctss_enable: fn(Raw) -> u32;
        worm_tse_ers_enable: fn(Raw) -> u32;
        // Gone in SDK 6.
        worm_info_isCtssInterfaceActive: fn(Raw) -> c_int;
        worm_info_isExportEnabledIfCspTestFails: fn(Raw) -> c_int;
        worm_keepalive_configure: fn(Raw, c_int) -> u32;
        worm_flash_health_summary: fn(Raw, *mut u32, *mut u8, *mut u8, *mut u8) -> u32;
        worm_flash_health_needs_replacement: fn(u32, u8, u8) -> c_int;
        // Its presence tells SDK 6; its parameters are not public, and it is not called.
        worm_info_isTSEv2: fn();
    }
}

/// A function by its name; notes the name if it is not there.
///
/// # Safety
/// `T` must be the function's type.
unsafe fn symbol<T: Copy>(
    library: &Library,
    name: &'static str,
    missing: &mut Vec<&'static str>,
) -> Option<T> {
    // SAFETY: handed on to the caller.
    let found = unsafe { library.get::<T>(name.as_bytes()) };
    match found {
        Ok(symbol) => Some(*symbol),
        Err(_) => {
            missing.push(name);
            None
        }
    }
}

/// Libraries by their names. They stay loaded: whether one with threads of its own bears being unloaded, only its maker
/// knows.
static LOADED: Mutex<Vec<(PathBuf, Arc<Functions>)>> = Mutex::new(Vec::new());

/// Loads the library at `path`, or where the system looks for it.
pub(super) fn load(path: Option<&Path>) -> Result<Arc<Functions>, Error> {
    let name = path.unwrap_or(Path::new(match cfg!(windows) {
        true => "WormAPI.dll",
        false => "libWormAPI.so",
    }));
    // A list that only grows by whole entries.
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, functions)) = loaded.iter().find(|(known, _)| known == name) {
        return Ok(functions.clone());
    }
    // SAFETY: loading runs the library's initialisers. Which library it is, the owner of the register decides in the
    // configuration that only he may write.
    let library = unsafe { Library::new(name) }.map_err(|error| {
        let reason = std::error::Error::source(&error)
            .map_or_else(|| error.to_string(), std::string::ToString::to_string);
        Error::Configuration(format!(
            "the WormAPI library of Swissbit cannot be loaded from {}: {reason}",
            name.display()
        ))
    })?;
    let functions = Functions::find(library).map_err(|missing| {
        Error::Configuration(format!(
            "{} is not the WormAPI library of Swissbit, or one of another generation; it lacks {}",
            name.display(),
            missing.join(", ")
        ))
    })?;
    let functions = Arc::new(functions);
    loaded.push((name.to_owned(), functions.clone()));
    Ok(functions)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_missing_library_is_named() {
        let error = load(Some(Path::new("/no/such/libWormAPI.so")))
            .err()
            .unwrap();
        let text = error.to_string();
        assert!(text.contains("/no/such/libWormAPI.so"), "{text}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn another_library_is_told_by_what_it_lacks() {
        let error = load(Some(Path::new("libc.so.6"))).err().unwrap();
        let text = error.to_string();
        assert!(
            text.contains("libc.so.6 is not the WormAPI library"),
            "{text}"
        );
        for name in REQUIRED {
            assert!(text.contains(name), "{name}");
        }
    }
}
