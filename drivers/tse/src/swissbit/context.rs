//! One opened device: the library's functions as safe calls.
//!
//! A context, and what comes from it, stays on the thread that opened it: raw pointers keep the compiler from sending it
//! elsewhere. Whatever the library fills in is looked at before it is believed.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{NonNull, null, null_mut};
use std::sync::Arc;

use super::code::Failure;
use super::library::{CLIENTS_PER_PAGE, ClientPage, DEVICES_PER_PAGE, DevicePage, Functions, Raw};

/// Far beyond any certificate chain.
const LONGEST_CHAIN: u32 = 1 << 20;
/// Pages after which a list that never ends is given up.
pub(super) const MOST_PAGES: usize = 64;

/// A call that takes nothing else and answers nothing.
pub(super) type Call = fn(&Context) -> Result<(), Failure>;

/// One that takes a client id.
pub(super) type ClientCall = unsafe extern "C" fn(Raw, *const c_char) -> u32;

pub(super) struct Context {
    api: Arc<Functions>,
    raw: NonNull<c_void>,
    locked: Cell<bool>,
}

/// Success, or the library's number.
pub(super) fn done(code: u32) -> Result<(), Failure> {
    match code {
        0 => Ok(()),
        code => Err(Failure::Code(code)),
    }
}

/// A length as the library's `int`.
pub(super) fn int(len: usize) -> c_int {
    c_int::try_from(len).unwrap_or(c_int::MAX)
}

/// A text the library keeps; empty if there is none.
pub(super) fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: not NULL, and by the interface a string that ends with NUL and stays while its owner does.
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_string_lossy().into_owned()
}

/// A copy of bytes the library keeps in `owner`.
pub(super) fn bytes(
    owner: Raw,
    getter: unsafe extern "C" fn(Raw, *mut *const u8, *mut u64),
    most: u64,
    what: &'static str,
) -> Result<Vec<u8>, Failure> {
    let (mut pointer, mut len) = (null(), 0);
    // SAFETY: `owner` is alive, and both results are ours.
    unsafe { getter(owner, &raw mut pointer, &raw mut len) };
    if pointer.is_null() || len == 0 || len > most {
        return Err(Failure::Nonsense(what));
    }
    let len = usize::try_from(len).map_err(|_| Failure::Nonsense(what))?;
    // SAFETY: not NULL; the library says that so many bytes are there, which is within what may be.
    Ok(unsafe { std::slice::from_raw_parts(pointer, len) }.to_vec())
}

impl Context {
    /// Opens the device whose drive is mounted at `mount_point`.
    pub fn open(api: &Arc<Functions>, mount_point: &CStr) -> Result<Self, Failure> {
        let mut raw = null_mut();
        // SAFETY: the result is ours, the path ends with NUL.
        done(unsafe { (api.worm_init)(&raw mut raw, mount_point.as_ptr()) })?;
        Self::new(api, raw)
    }

    /// Opens a LAN TSE.
    pub fn open_lan(api: &Arc<Functions>, url: &CStr, token: &CStr) -> Result<Self, Failure> {
        let open = api.worm_init_lan.ok_or(Failure::Missing("worm_init_lan"))?;
        let mut raw = null_mut();
        // SAFETY: the result is ours, both texts end with NUL.
        done(unsafe { open(&raw mut raw, url.as_ptr(), token.as_ptr()) })?;
        Self::new(api, raw)
    }

    fn new(api: &Arc<Functions>, raw: Raw) -> Result<Self, Failure> {
        let raw = NonNull::new(raw).ok_or(Failure::Nonsense("no context"))?;
        Ok(Self {
            api: api.clone(),
            raw,
            locked: Cell::new(false),
        })
    }

    pub fn api(&self) -> &Functions {
        &self.api
    }

    pub fn raw(&self) -> Raw {
        self.raw.as_ptr()
    }

    /// Serial numbers behind a LAN TSE.
    pub fn devices(&self) -> Result<Vec<Vec<u8>>, Failure> {
        let name = "worm_lantse_listConnectedTses";
        let list = self
            .api
            .worm_lantse_listConnectedTses
            .ok_or(Failure::Missing(name))?;
        let mut serials = Vec::new();
        for _ in 0..MOST_PAGES {
            let mut page = DevicePage {
                amount: 0,
                serials: [[0; 32]; DEVICES_PER_PAGE],
            };
            // SAFETY: the context is open, the page is ours and as large as the library expects.
            done(unsafe { list(self.raw(), int(serials.len()), &raw mut page) })?;
            let amount = amount(page.amount, DEVICES_PER_PAGE)?;
            serials.extend(
                page.serials
                    .iter()
                    .take(amount)
                    .map(|serial| serial.to_vec()),
            );
            if amount < DEVICES_PER_PAGE {
                return Ok(serials);
            }
        }
        Err(Failure::Nonsense("a list of devices without an end"))
    }

    pub fn select(&self, serial: &[u8]) -> Result<(), Failure> {
        let select = self
            .api
            .worm_lantse_select
            .ok_or(Failure::Missing("worm_lantse_select"))?;
        // SAFETY: the context is open, pointer and length are those of one slice.
        done(unsafe { select(self.raw(), serial.as_ptr(), int(serial.len())) })
    }

    /// Keeps the other registers of a LAN TSE out until [`Context::unlock`]; once is enough.
    pub fn lock(&self) -> Result<(), Failure> {
        if let (Some(lock), false) = (self.api.worm_lantse_lock, self.locked.get()) {
            // SAFETY: the context is open.
            done(unsafe { lock(self.raw()) })?;
            self.locked.set(true);
        }
        Ok(())
    }

    /// Lets the others in, exactly once for each lock.
    pub fn unlock(&self) -> Result<(), Failure> {
        if let (Some(unlock), true) = (self.api.worm_lantse_unlock, self.locked.replace(false)) {
            // SAFETY: the context is open.
            done(unsafe { unlock(self.raw()) })?;
        }
        Ok(())
    }

    /// Has the library talk to the device when nobody else does, so that the system lets the port not sleep. It is a
    /// help only: a library without it works as well.
    pub fn keep_alive(&self, seconds: c_int) {
        if let Some(configure) = self.api.worm_keepalive_configure {
            // SAFETY: the context is open.
            let _ = unsafe { configure(self.raw(), seconds) };
        }
    }

    /// A call that takes the context alone.
    pub fn simple(&self, function: unsafe extern "C" fn(Raw) -> u32) -> Result<(), Failure> {
        // SAFETY: the context is open.
        done(unsafe { function(self.raw()) })
    }

    pub fn enable_export_if_csp_fails(&self) -> Result<(), Failure> {
        self.simple(self.api.worm_tse_enableExportIfCspTestFails)
    }

    /// Switches the interface for cash registers on.
    pub fn enable_ctss(&self) -> Result<(), Failure> {
        let enable = self
            .api
            .worm_tse_ctss_enable
            .or(self.api.worm_tse_ers_enable);
        self.simple(enable.ok_or(Failure::Missing("worm_tse_ctss_enable"))?)
    }

    /// A call that takes a client id.
    pub fn with_client(&self, function: ClientCall, client: &CStr) -> Result<(), Failure> {
        // SAFETY: the context is open, the text ends with NUL.
        done(unsafe { function(self.raw(), client.as_ptr()) })
    }

    /// First set-up. `client` is registered by it.
    pub fn set_up(
        &self,
        seed: &[u8],
        puk: &[u8],
        admin: &[u8],
        time_admin: &[u8],
        client: &CStr,
    ) -> Result<(), Failure> {
        // SAFETY: the context is open; each pointer goes with the length of its slice, the text ends with NUL.
        done(unsafe {
            (self.api.worm_tse_setup)(
                self.raw(),
                seed.as_ptr(),
                int(seed.len()),
                puk.as_ptr(),
                int(puk.len()),
                admin.as_ptr(),
                int(admin.len()),
                time_admin.as_ptr(),
                int(time_admin.len()),
                client.as_ptr(),
            )
        })
    }

    pub fn update_time(&self, unix: u64) -> Result<(), Failure> {
        // SAFETY: the context is open.
        done(unsafe { (self.api.worm_tse_updateTime)(self.raw(), unix) })
    }

    /// Registered clients, in the library's order.
    pub fn clients(&self) -> Result<Vec<String>, Failure> {
        let mut clients = Vec::new();
        for _ in 0..MOST_PAGES {
            let mut page = ClientPage {
                amount: 0,
                ids: [[0; 31]; CLIENTS_PER_PAGE],
            };
            let list = self.api.worm_tse_listRegisteredClients;
            // SAFETY: the context is open, the page is ours and as large as the library expects.
            done(unsafe { list(self.raw(), int(clients.len()), &raw mut page) })?;
            let amount = amount(page.amount, CLIENTS_PER_PAGE)?;
            for id in page.ids.iter().take(amount) {
                let id: Vec<u8> = id.iter().map(|char| char.cast_unsigned()).collect();
                // One that fills the field to its end has no NUL, and its length is not to be trusted.
                let id = CStr::from_bytes_until_nul(&id)
                    .map_err(|_| Failure::Nonsense("a client id without an end"))?;
                clients.push(id.to_string_lossy().into_owned());
            }
            if amount < CLIENTS_PER_PAGE {
                return Ok(clients);
            }
        }
        Err(Failure::Nonsense("a list of clients without an end"))
    }

    /// A call about a PIN or PUK; gives back what the library says about the tries left when it fails.
    pub fn with_tries(
        &self,
        call: impl FnOnce(&Functions, Raw, *mut c_int) -> u32,
    ) -> Result<(), (Failure, Option<u32>)> {
        let mut left: c_int = -1;
        let result = done(call(&self.api, self.raw(), &raw mut left));
        result.map_err(|failure| (failure, u32::try_from(left).ok()))
    }

    /// Logs a user in.
    pub fn log_in(&self, user: u32, pin: &[u8]) -> Result<(), (Failure, Option<u32>)> {
        self.with_tries(|api, raw, left| {
            // SAFETY: the context is open, pointer and length are those of one slice, the counter is ours.
            unsafe { (api.worm_user_login)(raw, user, pin.as_ptr(), int(pin.len()), left) }
        })
    }

    /// Replaces a PIN by the old one.
    pub fn change_pin(
        &self,
        user: u32,
        old: &[u8],
        new: &[u8],
    ) -> Result<(), (Failure, Option<u32>)> {
        self.with_tries(|api, raw, left| {
            let (o, n) = (old.as_ptr(), new.as_ptr());
            // SAFETY: as for `log_in`.
            unsafe {
                (api.worm_user_change_pin)(raw, user, o, int(old.len()), n, int(new.len()), left)
            }
        })
    }

    /// Replaces the PUK by the old one.
    pub fn change_puk(&self, old: &[u8], new: &[u8]) -> Result<(), (Failure, Option<u32>)> {
        self.with_tries(|api, raw, left| {
            let (o, n) = (old.as_ptr(), new.as_ptr());
            // SAFETY: as for `log_in`.
            unsafe { (api.worm_user_change_puk)(raw, o, int(old.len()), n, int(new.len()), left) }
        })
    }

    /// Gives a user a new PIN by the PUK.
    pub fn unblock(&self, user: u32, puk: &[u8], new: &[u8]) -> Result<(), (Failure, Option<u32>)> {
        self.with_tries(|api, raw, left| {
            let (p, n) = (puk.as_ptr(), new.as_ptr());
            // SAFETY: as for `log_in`.
            unsafe {
                (api.worm_user_unblock)(raw, user, p, int(puk.len()), n, int(new.len()), left)
            }
        })
    }

    /// The certificate chain as PEM.
    pub fn certificates(&self) -> Result<Vec<u8>, Failure> {
        let get = self.api.worm_getLogMessageCertificate;
        let mut len = 0;
        // SAFETY: the context is open; without a buffer the library tells the length.
        done(unsafe { get(self.raw(), null_mut(), &raw mut len) })?;
        if len == 0 || len > LONGEST_CHAIN {
            return Err(Failure::Nonsense("no certificate chain can be that long"));
        }
        let mut pem = vec![0; len as usize];
        let mut filled = len;
        // SAFETY: the context is open, the buffer is ours and its length is told.
        done(unsafe { get(self.raw(), pem.as_mut_ptr(), &raw mut filled) })?;
        if filled > len {
            return Err(Failure::Nonsense(
                "the certificate chain grew while it was read",
            ));
        }
        pem.truncate(filled as usize);
        Ok(pem)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        let _ = self.unlock();
        // SAFETY: opened by the library, closed once; infos and responses borrow the context and are freed already.
        let _ = unsafe { (self.api.worm_cleanup)(self.raw()) };
    }
}

/// A number of entries the library says it filled in.
pub(super) fn amount(told: c_int, most: usize) -> Result<usize, Failure> {
    usize::try_from(told)
        .ok()
        .filter(|amount| *amount <= most)
        .ok_or(Failure::Nonsense(
            "a list with more entries than it has room for",
        ))
}
