//! A library with the symbols of Swissbit's *WormAPI* in front of the built-in test TSE. **For tests only, never
//! shipped**; the README says more.
//!
//! Every function checks what it is given as far as C lets it; what cannot be checked (that a pointer is what it says)
//! is the caller's word, as with the real library.
#![allow(unsafe_code, non_snake_case, missing_docs)]
// One reason for all: these are C functions, whose callers vouch for their pointers.
#![allow(
    clippy::missing_safety_doc,
    clippy::too_many_arguments,
    clippy::not_unsafe_ptr_arg_deref
)]

mod context;
mod export;
mod faults;
mod info;
mod stick;
mod transactions;
mod users;

use std::ffi::{CStr, c_char, c_int};
use std::path::PathBuf;

use amtskasse_tse::Tse;

use context::{Context, call, client_id, text};
use faults::Fault;
use stick::{code, live};

#[unsafe(no_mangle)]
pub extern "C" fn worm_getVersion() -> *const c_char {
    c"5.9.1-fake".as_ptr()
}

#[unsafe(no_mangle)]
pub extern "C" fn worm_signatureAlgorithm() -> *const c_char {
    c"ecdsa-plain-SHA384".as_ptr()
}

#[unsafe(no_mangle)]
pub extern "C" fn worm_logTimeFormat() -> *const c_char {
    c"unixTime".as_ptr()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_init(context: *mut *mut Context, mount_point: *const c_char) -> u32 {
    let (false, Some(folder)) = (context.is_null(), text(mount_point)) else {
        return 1;
    };
    // The driver passes it with a separator at its end.
    let folder: PathBuf = PathBuf::from(folder).components().collect();
    match Context::plug_in(folder) {
        Ok(new) => {
            unsafe { *context = Box::into_raw(new) };
            0
        }
        Err(code) => code,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_init_lan(
    context: *mut *mut Context,
    url: *const c_char,
    token: *const c_char,
) -> u32 {
    let (false, Some(url), Some(token)) = (context.is_null(), text(url), text(token)) else {
        return 1;
    };
    match Context::connect(&url, &token) {
        Ok(new) => {
            unsafe { *context = Box::into_raw(new) };
            0
        }
        Err(code) => code,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_cleanup(context: *mut Context) -> u32 {
    if context.is_null() {
        return 1;
    }
    let context = unsafe { Box::from_raw(context) };
    match context.locked {
        true => 21,
        false => 0,
    }
}

#[repr(C)]
pub struct DevicePage {
    amount: c_int,
    serials: [[u8; 32]; 16],
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_lantse_listConnectedTses(
    context: *mut Context,
    skip: c_int,
    page: *mut DevicePage,
) -> u32 {
    let (Some(context), Some(page)) = (unsafe { context.as_mut() }, unsafe { page.as_mut() })
    else {
        return 1;
    };
    let Some(lan) = &context.lan else { return 23 };
    let skip = usize::try_from(skip).unwrap_or(0);
    page.amount = 0;
    for ((serial, _), slot) in lan.iter().skip(skip).zip(&mut page.serials) {
        slot.copy_from_slice(serial);
        page.amount += 1;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_lantse_select(
    context: *mut Context,
    serial: *const u8,
    len: c_int,
) -> u32 {
    let Some(context) = (unsafe { context.as_mut() }) else {
        return 1;
    };
    match context::bytes(serial, len) {
        Some(serial) => context.select(&serial).err().unwrap_or(0),
        None => 1,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_lantse_lock(context: *mut Context) -> u32 {
    match unsafe { context.as_mut() } {
        Some(context) => context.lock().err().unwrap_or(0),
        None => 1,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_lantse_unlock(context: *mut Context) -> u32 {
    match unsafe { context.as_mut() } {
        Some(context) => context.unlock().err().unwrap_or(0),
        None => 1,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_keepalive_configure(context: *mut Context, seconds: c_int) -> u32 {
    match (context.is_null(), seconds > 0) {
        (false, true) => 0,
        _ => 1,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_runSelfTest(context: *mut Context, client: *const c_char) -> u32 {
    call(context, "worm_tse_runSelfTest", |stick, _| {
        let client = client_id(client)?;
        (stick.admin, stick.time_admin) = (false, false);
        stick.self_test_run = true;
        stick.self_test_passed = false;
        stick.device.self_test().map_err(|error| code(&error))?;
        let clients = stick.device.clients().map_err(|error| code(&error))?;
        // A retired stick wants no client any more.
        if stick.state()? != 2 && !clients.contains(&client) {
            return Err(0x1011);
        }
        stick.self_test_passed = true;
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_updateTime(context: *mut Context, unix: u64) -> u32 {
    call(context, "worm_tse_updateTime", |stick, _| {
        stick.takes_commands()?;
        if !stick.admin && !stick.time_admin {
            return Err(0x1202);
        }
        let at = i64::try_from(unix)
            .ok()
            .and_then(|unix| chrono::DateTime::from_timestamp(unix, 0))
            .ok_or(0x1007u32)?;
        stick.device.update_time(at).map_err(|error| code(&error))
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_ctss_enable(context: *mut Context) -> u32 {
    call(context, "worm_tse_ctss_enable", |stick, _| {
        stick.needs_admin()?;
        stick.memory.ctss = true;
        stick.remember()
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_enableExportIfCspTestFails(context: *mut Context) -> u32 {
    call(
        context,
        "worm_tse_enableExportIfCspTestFails",
        |stick, _| {
            stick.needs_admin()?;
            stick.memory.export_if_csp_fails = true;
            stick.remember()
        },
    )
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_decommission(context: *mut Context) -> u32 {
    call(context, "worm_tse_decommission", |stick, _| {
        stick.takes_commands()?;
        stick.needs_admin()?;
        stick.device.decommission().map_err(|error| code(&error))
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_registerClient(
    context: *mut Context,
    client: *const c_char,
) -> u32 {
    call(context, "worm_tse_registerClient", |stick, _| {
        let client = client_id(client)?;
        stick.needs_admin()?;
        stick
            .device
            .register_client(&client)
            .map_err(|error| code(&error))
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_deregisterClient(
    context: *mut Context,
    client: *const c_char,
) -> u32 {
    call(context, "worm_tse_deregisterClient", |stick, _| {
        let client = client_id(client)?;
        stick.needs_admin()?;
        match stick.device.deregister_client(&client) {
            Err(amtskasse_tse::Error::OpenTransactions(_)) => Err(0x1013),
            other => other.map_err(|error| code(&error)),
        }
    })
}

#[repr(C)]
pub struct ClientPage {
    amount: c_int,
    ids: [[c_char; 31]; 16],
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_tse_listRegisteredClients(
    context: *mut Context,
    skip: c_int,
    page: *mut ClientPage,
) -> u32 {
    call(
        context,
        "worm_tse_listRegisteredClients",
        |stick, faults| {
            let page = unsafe { page.as_mut() }.ok_or(1u32)?;
            let clients = stick.device.clients().map_err(|error| code(&error))?;
            let skip = match twisted(faults, "endless") {
                true => 0,
                false => usize::try_from(skip).unwrap_or(0),
            };
            page.amount = 0;
            for (id, slot) in clients.iter().skip(skip).zip(&mut page.ids) {
                for (byte, char) in id.bytes().zip(slot.iter_mut()) {
                    *char = byte.cast_signed();
                }
                page.amount += 1;
            }
            if twisted(faults, "endless") {
                page.amount = 16;
            }
            if twisted(faults, "count") {
                page.amount = 1_000_000;
            }
            if twisted(faults, "unended") {
                page.ids = [[b'x'.cast_signed(); 31]; 16];
            }
            Ok(())
        },
    )
}

/// Whether this twist is on.
fn twisted(faults: &[Fault], twist: &str) -> bool {
    faults
        .iter()
        .any(|fault| matches!(fault, Fault::Twist(word) if word == twist))
}

/// Not of the real library: what of a stick's contexts, infos and responses was not given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fake_worm_live(mount_point: *const c_char, counts: *mut [u64; 3]) {
    if mount_point.is_null() || counts.is_null() {
        return;
    }
    let folder = unsafe { CStr::from_ptr(mount_point) };
    let folder: PathBuf = PathBuf::from(folder.to_string_lossy().as_ref())
        .components()
        .collect();
    unsafe { *counts = live().get(&folder).copied().unwrap_or_default() };
}
