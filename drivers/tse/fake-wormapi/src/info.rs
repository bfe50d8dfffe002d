//! What the library tells about a device.

use std::ffi::{CString, c_char, c_int};
use std::path::PathBuf;
use std::ptr::null;

use amtskasse_tse::{Tse, simulator};

use crate::context::{Context, call};
use crate::stick::{code, count, seconds};
use crate::twisted;

/// Hours the clock may run on its own.
const UPDATE_EVERY: u32 = 8 * 3600;

#[derive(Default)]
struct Facts {
    capacity: u32,
    size: u32,
    next_self_test: u32,
    started: u32,
    max_started: u32,
    signatures: u32,
    max_signatures: u32,
    clients: u32,
    max_clients: u32,
    valid_time: bool,
    self_test: bool,
    ctss: bool,
    export_if_csp_fails: bool,
    state: u32,
    certificate_end: u64,
    export_size: u64,
    point: Vec<u8>,
    serial: Vec<u8>,
}

pub struct Info {
    folder: PathBuf,
    context: *mut Context,
    description: CString,
    facts: Facts,
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_new(context: *mut Context) -> *mut Info {
    let Some(known) = (unsafe { context.as_ref() }) else {
        return std::ptr::null_mut();
    };
    count(&known.folder, 1, 1);
    Box::into_raw(Box::new(Info {
        folder: known.folder.clone(),
        context,
        description: CString::new(simulator::NAME).unwrap_or_default(),
        facts: Facts::default(),
    }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_free(info: *mut Info) {
    if !info.is_null() {
        let info = unsafe { Box::from_raw(info) };
        count(&info.folder, 1, -1);
    }
}

fn u32_of(number: Option<u64>) -> u32 {
    u32::try_from(number.unwrap_or(0)).unwrap_or(u32::MAX)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_read(info: *mut Info) -> u32 {
    let Some(info) = (unsafe { info.as_mut() }) else {
        return 1;
    };
    call(info.context, "worm_info_read", |stick, faults| {
        let told = stick.device.info().map_err(|error| code(&error))?;
        let (open, clients) = (told.open_transactions, told.clients);
        info.facts = Facts {
            capacity: u32_of(told.storage_size.map(|bytes| bytes / 512)),
            size: u32_of(Some(told.storage_used.div_ceil(512))),
            next_self_test: u32_of(told.self_test_due.map(|due| due.as_secs())),
            started: u32_of(open.map(|open| open.0)),
            max_started: u32_of(open.map(|open| open.1)),
            signatures: u32_of(Some(told.signatures)),
            max_signatures: u32_of(told.max_signatures),
            clients: u32_of(clients.map(|clients| clients.0)),
            max_clients: u32_of(clients.map(|clients| clients.1)),
            valid_time: told.time_set,
            self_test: stick.self_test_passed,
            ctss: stick.memory.ctss,
            export_if_csp_fails: stick.memory.export_if_csp_fails,
            state: match twisted(faults, "state") {
                true => 77,
                false => stick.state()?,
            },
            certificate_end: seconds(told.certificate_end),
            export_size: told.storage_used,
            point: told.public_key,
            serial: told.serial,
        };
        if let (true, Some(first)) = (twisted(faults, "serial"), info.facts.serial.first_mut()) {
            *first ^= 0xFF;
        }
        Ok(())
    })
}

macro_rules! getters {
    ($($name:ident: $type:ty = $get:expr;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $name(info: *const Info) -> $type {
                let get: fn(&Facts) -> $type = $get;
                unsafe { info.as_ref() }.map_or(0, |info| get(&info.facts))
            }
        )*
    };
}

getters! {
    worm_info_capacity: u32 = |facts| facts.capacity;
    worm_info_size: u32 = |facts| facts.size;
    worm_info_timeUntilNextSelfTest: u32 = |facts| facts.next_self_test;
    worm_info_startedTransactions: u32 = |facts| facts.started;
    worm_info_maxStartedTransactions: u32 = |facts| facts.max_started;
    worm_info_createdSignatures: u32 = |facts| facts.signatures;
    worm_info_maxSignatures: u32 = |facts| facts.max_signatures;
    worm_info_maxTimeSynchronizationDelay: u32 = |_| UPDATE_EVERY;
    worm_info_registeredClients: u32 = |facts| facts.clients;
    worm_info_maxRegisteredClients: u32 = |facts| facts.max_clients;
    worm_info_hardwareVersion: u32 = |_| 0x0001_0000;
    worm_info_softwareVersion: u32 = |_| 0x0001_0A03;
    worm_info_isDevelopmentFirmware: c_int = |_| 1;
    worm_info_hasValidTime: c_int = |facts| facts.valid_time.into();
    worm_info_hasPassedSelfTest: c_int = |facts| facts.self_test.into();
    worm_info_isCtssInterfaceActive: c_int = |facts| facts.ctss.into();
    worm_info_isExportEnabledIfCspTestFails: c_int = |facts| facts.export_if_csp_fails.into();
    worm_info_initializationState: u32 = |facts| facts.state;
    worm_info_certificateExpirationDate: u64 = |facts| facts.certificate_end;
    worm_info_tarExportSize: u64 = |facts| facts.export_size;
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_tseDescription(info: *const Info) -> *const c_char {
    unsafe { info.as_ref() }.map_or(null(), |info| info.description.as_ptr())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_formFactor(_info: *const Info) -> *const c_char {
    c"USB".as_ptr()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_tsePublicKey(
    info: *const Info,
    data: *mut *const u8,
    len: *mut u64,
) {
    if let Some(info) = unsafe { info.as_ref() } {
        unsafe {
            *data = info.facts.point.as_ptr();
            *len = info.facts.point.len() as u64;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_info_tseSerialNumber(
    info: *const Info,
    data: *mut *const u8,
    len: *mut u64,
) {
    if let Some(info) = unsafe { info.as_ref() } {
        unsafe {
            *data = info.facts.serial.as_ptr();
            *len = info.facts.serial.len() as u64;
        }
    }
}
