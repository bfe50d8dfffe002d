//! What the device tells about itself.
#![allow(unsafe_code)]

use std::ffi::{c_int, c_void};
use std::ptr::NonNull;

use super::code::Failure;
use super::context::{Context, bytes, done, text};
use super::library::Raw;

/// Longest uncompressed point.
const LONGEST_POINT: u64 = 133;

/// What `worm_info_read` tells.
pub(super) struct Facts {
    pub used: u64,
    pub capacity: u64,
    pub next_self_test: u32,
    pub open: u32,
    pub max_open: u32,
    pub signatures: u32,
    pub max_signatures: u32,
    pub update_every: u32,
    pub clients: u32,
    pub max_clients: u32,
    pub hardware: u32,
    pub software: u32,
    pub development: bool,
    pub time_set: bool,
    pub self_tested: bool,
    /// `None` if the library does not tell.
    pub ctss: Option<bool>,
    pub export_if_csp_fails: Option<bool>,
    pub state: u32,
    pub certificate_end: u64,
    pub export_size: u64,
    pub description: String,
    pub form: String,
    pub point: Vec<u8>,
    pub serial: Vec<u8>,
}

impl Context {
    /// Reads everything the device tells about itself.
    pub fn facts(&self) -> Result<Facts, Failure> {
        let api = self.api();
        // SAFETY: the context is open.
        let info = NonNull::new(unsafe { (api.worm_info_new)(self.raw()) })
            .ok_or(Failure::Nonsense("no room for information"))?;
        let info = InfoSlot(self, info);
        let raw = info.1.as_ptr();
        // SAFETY: the info is alive; here and for every getter below.
        unsafe {
            done((api.worm_info_read)(raw))?;
            let flag = |getter: unsafe extern "C" fn(Raw) -> c_int| getter(raw) != 0;
            Ok(Facts {
                used: u64::from((api.worm_info_size)(raw)) * 512,
                capacity: u64::from((api.worm_info_capacity)(raw)) * 512,
                next_self_test: (api.worm_info_timeUntilNextSelfTest)(raw),
                open: (api.worm_info_startedTransactions)(raw),
                max_open: (api.worm_info_maxStartedTransactions)(raw),
                signatures: (api.worm_info_createdSignatures)(raw),
                max_signatures: (api.worm_info_maxSignatures)(raw),
                update_every: (api.worm_info_maxTimeSynchronizationDelay)(raw),
                clients: (api.worm_info_registeredClients)(raw),
                max_clients: (api.worm_info_maxRegisteredClients)(raw),
                hardware: (api.worm_info_hardwareVersion)(raw),
                software: (api.worm_info_softwareVersion)(raw),
                development: flag(api.worm_info_isDevelopmentFirmware),
                time_set: flag(api.worm_info_hasValidTime),
                self_tested: flag(api.worm_info_hasPassedSelfTest),
                ctss: api.worm_info_isCtssInterfaceActive.map(flag),
                export_if_csp_fails: api.worm_info_isExportEnabledIfCspTestFails.map(flag),
                state: (api.worm_info_initializationState)(raw),
                certificate_end: (api.worm_info_certificateExpirationDate)(raw),
                export_size: (api.worm_info_tarExportSize)(raw),
                description: text((api.worm_info_tseDescription)(raw)),
                form: text((api.worm_info_formFactor)(raw)),
                point: bytes(
                    raw,
                    api.worm_info_tsePublicKey,
                    LONGEST_POINT,
                    "no public key",
                )?,
                serial: bytes(raw, api.worm_info_tseSerialNumber, 32, "no serial number")?,
            })
        }
    }

    /// The names the library signs under: algorithm and log time format.
    pub fn names(&self) -> (String, String) {
        // SAFETY: the functions take nothing and return texts that stay.
        unsafe {
            (
                text((self.api().worm_signatureAlgorithm)()),
                text((self.api().worm_logTimeFormat)()),
            )
        }
    }

    /// Version of the library.
    pub fn version(&self) -> String {
        // SAFETY: takes nothing and returns a text that stays.
        text(unsafe { (self.api().worm_getVersion)() })
    }

    /// Uncorrectable errors, spare blocks and erase cycles left (per cent), and whether to replace the device.
    pub fn flash_health(&self) -> Option<(u32, u8, u8, bool)> {
        let summary = self.api().worm_flash_health_summary?;
        let (mut errors, mut spare, mut erase, mut retention) = (0, 0, 0, 0);
        // SAFETY: the context is open, the four results are ours.
        let code = unsafe {
            summary(
                self.raw(),
                &raw mut errors,
                &raw mut spare,
                &raw mut erase,
                &raw mut retention,
            )
        };
        let replace = match self.api().worm_flash_health_needs_replacement {
            // SAFETY: takes numbers only.
            Some(judge) => unsafe { judge(errors, spare, erase) != 0 },
            None => errors != 0 || spare < 25 || erase < 2,
        };
        (code == 0).then_some((errors, spare, erase, replace))
    }
}

/// Frees an info when it is no longer looked at.
struct InfoSlot<'a>(&'a Context, NonNull<c_void>);

impl Drop for InfoSlot<'_> {
    fn drop(&mut self) {
        // SAFETY: made by the library, freed once.
        unsafe { (self.0.api().worm_info_free)(self.1.as_ptr()) }
    }
}
