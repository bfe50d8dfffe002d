//! Certificates, exports and deletion.

use std::ffi::{c_char, c_int, c_void};
use std::io::{self, Write};
use std::ptr::null;

use amtskasse_tse::{Error, ExportFilter, ExportState, Exported, Tse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::DateTime;

use crate::context::{Context, bytes, call, client_id};
use crate::faults::Fault;
use crate::stick::{Stick, code};
use crate::twisted;

type TakeChunk = unsafe extern "C" fn(*const u8, u32, *mut c_void) -> c_int;
type TakePart = unsafe extern "C" fn(*const u8, u32, u32, u32, *mut c_void) -> c_int;

/// Bytes handed over at a time; no multiple of a TAR block, so that nobody relies on it.
const PIECE: usize = 10_007;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_getLogMessageCertificate(
    context: *mut Context,
    buffer: *mut u8,
    len: *mut u32,
) -> u32 {
    call(context, "worm_getLogMessageCertificate", |stick, faults| {
        let len = unsafe { len.as_mut() }.ok_or(1u32)?;
        let info = stick.device.info().map_err(|error| code(&error))?;
        let mut pem = String::new();
        for certificate in &info.certificates {
            pem.push_str("-----BEGIN CERTIFICATE-----\n");
            let text = BASE64.encode(certificate);
            for line in text.as_bytes().chunks(64) {
                pem.push_str(&String::from_utf8_lossy(line));
                pem.push('\n');
            }
            pem.push_str("-----END CERTIFICATE-----\n");
        }
        if twisted(faults, "garbage") {
            pem = pem.replace('M', "!");
        }
        let size = u32::try_from(pem.len()).map_err(|_| 5u32)?;
        if !buffer.is_null() {
            if *len < size {
                return Err(1);
            }
            unsafe { std::ptr::copy_nonoverlapping(pem.as_ptr(), buffer, pem.len()) };
        }
        *len = match twisted(faults, "huge") {
            true => u32::MAX,
            false => size,
        };
        Ok(())
    })
}

/// Hands the archive over in pieces.
struct Pieces<'a> {
    take: &'a mut dyn FnMut(*const u8, u32) -> c_int,
    faults: &'a [Fault],
    kept: Vec<u8>,
}

impl Pieces<'_> {
    fn give(&mut self, piece: &[u8]) -> io::Result<()> {
        let len = u32::try_from(piece.len()).map_err(io::Error::other)?;
        let (pointer, len) = match self.faults {
            faults if twisted(faults, "huge") => (piece.as_ptr(), u32::MAX),
            faults if twisted(faults, "null") => (null(), len),
            _ => (piece.as_ptr(), len),
        };
        match (self.take)(pointer, len) {
            0 => Ok(()),
            _ => Err(io::Error::other("aborted")),
        }
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        while self.kept.len() >= PIECE {
            let rest = self.kept.split_off(PIECE);
            let piece = std::mem::replace(&mut self.kept, rest);
            self.give(&piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.kept);
        match piece.is_empty() {
            true => Ok(()),
            false => self.give(&piece),
        }
    }
}

fn export(
    stick: &mut Stick,
    faults: &[Fault],
    filter: &ExportFilter,
    take: &mut dyn FnMut(*const u8, u32) -> c_int,
) -> Result<Exported, u32> {
    let mut pieces = Pieces {
        take,
        faults,
        kept: Vec::new(),
    };
    stick
        .device
        .export(filter, &mut pieces)
        .map_err(|error| match (&error, filter) {
            (Error::NothingToExport, ExportFilter::Since(_)) => 12,
            _ => code(&error),
        })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_export_tar(
    context: *mut Context,
    callback: TakeChunk,
    user: *mut c_void,
) -> u32 {
    call(context, "worm_export_tar", |stick, faults| {
        let mut take = |data, len| unsafe { callback(data, len, user) };
        export(stick, faults, &ExportFilter::All, &mut take).map(drop)
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_export_tar_incremental(
    context: *mut Context,
    last_state: *const u8,
    last_state_len: c_int,
    new_state: *mut u8,
    new_state_len: c_int,
    first: *mut u64,
    last: *mut u64,
    callback: TakePart,
    user: *mut c_void,
) -> u32 {
    call(context, "worm_export_tar_incremental", |stick, faults| {
        if new_state.is_null() || new_state_len != 16 || first.is_null() || last.is_null() {
            return Err(1);
        }
        let filter = match last_state.is_null() {
            true => ExportFilter::All,
            false => {
                let state = bytes(last_state, last_state_len).ok_or(11u32)?;
                ExportFilter::Since(ExportState(state))
            }
        };
        let mut done = 0u32;
        let mut take = |data, len: u32| {
            done = done.saturating_add(len);
            unsafe { callback(data, len, done, u32::MAX, user) }
        };
        let exported = export(stick, faults, &filter, &mut take)?;
        let state = exported.state.ok_or(10u32)?.0;
        unsafe {
            std::ptr::copy_nonoverlapping(state.as_ptr(), new_state, state.len().min(16));
            *first = stick.device.deleted_up_to() + 1;
            *last = stick
                .device
                .info()
                .map_err(|error| code(&error))?
                .signatures;
        }
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_export_tar_filtered_time(
    context: *mut Context,
    from: u64,
    to: u64,
    _client: *const c_char,
    callback: TakeChunk,
    user: *mut c_void,
) -> u32 {
    call(context, "worm_export_tar_filtered_time", |stick, faults| {
        let at = |unix: u64| {
            i64::try_from(unix)
                .ok()
                .and_then(|unix| DateTime::from_timestamp(unix, 0))
                .unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)
        };
        let filter = ExportFilter::Time {
            from: at(from),
            to: at(to),
        };
        let mut take = |data, len| unsafe { callback(data, len, user) };
        export(stick, faults, &filter, &mut take).map(drop)
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_export_tar_filtered_transaction(
    context: *mut Context,
    from: u64,
    to: u64,
    client: *const c_char,
    callback: TakeChunk,
    user: *mut c_void,
) -> u32 {
    call(
        context,
        "worm_export_tar_filtered_transaction",
        |stick, faults| {
            let filter = ExportFilter::Transactions {
                from,
                to,
                client_id: match client.is_null() {
                    true => None,
                    false => Some(client_id(client)?),
                },
            };
            let mut take = |data, len| unsafe { callback(data, len, user) };
            export(stick, faults, &filter, &mut take).map(drop)
        },
    )
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_export_deleteStoredData(context: *mut Context) -> u32 {
    call(context, "worm_export_deleteStoredData", |stick, _| {
        stick.takes_commands()?;
        stick.needs_admin()?;
        stick.device.delete_exported().map_err(|error| code(&error))
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn worm_flash_health_summary(
    context: *mut Context,
    errors: *mut u32,
    spare: *mut u8,
    erase: *mut u8,
    retention: *mut u8,
) -> u32 {
    call(context, "worm_flash_health_summary", |_, faults| {
        if errors.is_null() || spare.is_null() || erase.is_null() || retention.is_null() {
            return Err(1);
        }
        let worn = twisted(faults, "wear");
        unsafe {
            *errors = 0;
            *spare = if worn { 20 } else { 100 };
            *erase = if worn { 5 } else { 99 };
            *retention = 100;
        }
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn worm_flash_health_needs_replacement(errors: u32, spare: u8, erase: u8) -> c_int {
    c_int::from(errors != 0 || spare < 25 || erase < 2)
}
